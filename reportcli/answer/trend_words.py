"""What is said of the figures of several years: what a measure is called, the mark beside a value, and
which measures are shown where nobody asked for some.

The sentences stand in `messages.toml`. Not for: the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportcli.answer.trend import CarryCheck, Measure, Trend, YearValue, is_total_measure
from reportcli.law.cell_names import short_name
from reportcli.law.edition import Edition, table_title
from reportcli.words.messages import CHINESE, ENGLISH, Voice, printable
from reportcli.words.numerals import number_text

# Beside a value, or in its place; what each means is said below the table.
VALUE_MARKS = {"sum": "+", "break": "|", "draft": "*", "revised": "r"}
IN_PLACE = {"absent": "—", "blank": "·", "unread": "?"}
JUMPED = "!"


def shown_measures(trend: Trend, *, every: bool) -> list[Measure]:
    """The measures that are shown: of a table with totals these alone, and none that is nought in
    every year."""
    if every:
        return list(trend.measures)
    return [one for one in trend.measures if is_total_measure(one) and has_number(one)]


def has_number(measure: Measure) -> bool:
    """Whether a measure is more than nought in some year."""
    return any(one and one.value for one in measure.values)


def name_of_measure(measure: Measure, voice: Voice) -> str:
    """A measure by the short name of its cell: `新收`, `予以公开/自然人`."""
    name = short_name(measure.edition, measure.cell, voice)
    has_totals = measure.cell.endswith("/total")
    return name.rpartition("/")[0] if has_totals else name


def name_of_value(value: YearValue, voice: Voice) -> str:
    """A cell by its short name in the form that has it."""
    for edition in (Edition.by_id(value.edition), *other_forms(value.edition)):
        try:
            return short_name(edition, value.cell, voice)
        except StopIteration:
            continue
    return value.cell


def other_forms(edition_id: str) -> Iterator[Edition]:
    """Every form but one: a line that was absent is named as another has it."""
    from reportcli.law.edition import editions

    return (one for one in editions() if one.id != edition_id)


def unit_of_measure(measure: Measure) -> str:
    """The unit of a measure, in Chinese as on the form."""
    table, line, column = measure.cell.split("/")
    for block in measure.edition.table(table).blocks:
        if any(one.id == line for one in block.lines):
            return block.unit_of(next(one for one in block.columns if one.id == column), CHINESE)
    return ""


def title_of_table(measure: Measure, voice: Voice) -> str:
    return table_title(measure.edition.table(measure.cell.partition("/")[0]), voice)


def value_with_mark(value: YearValue | None) -> str:
    """A value with its mark; nothing where the measure is not counted in that year."""
    if value is None:
        return ""
    if value.value is None:
        return IN_PLACE.get(value.status, "?")
    jumped = JUMPED if value.note and value.note[0] == "jump" else ""
    text = number_text(value.value)
    if value.status == "break":
        return f"{VALUE_MARKS['break']}{text}{jumped}"
    return f"{text}{VALUE_MARKS.get(value.status, '')}{jumped}"


def used_marks(measures: Sequence[Measure], voice: Voice) -> list[str]:
    """What the marks mean that stand in a table."""
    values = [one for measure in measures for one in measure.values if one]
    statuses = {one.status for one in values}
    told = [
        f"{mark} {voice.say('trend', f'status-{status}')}"
        for status, mark in {**VALUE_MARKS, **IN_PLACE}.items()
        if status in statuses
    ]
    if any(one.note and one.note[0] == "jump" for one in values):
        told.append(f"{JUMPED} {voice.say('trend', 'status-jump')}")
    return told


def note_words(value: YearValue, voice: Voice) -> str:
    """What has to be known of a value."""
    parts = [voice.choose(*value.mapped)]
    if value.note:
        key, details = value.note
        shown = {
            name: number_text(one) if isinstance(one, int | Decimal) else printable(str(one))
            for name, one in details.items()
        }
        parts.append(voice.say("trend", f"note-{key}", **shown))
    return voice.choose("；", "; ").join(filter(None, parts))


def check_words(check: CarryCheck) -> str:
    """Whether one year goes on in the next: a check mark, a cross, or that it is not known."""
    mark = {True: "✓", False: "✗", None: "?"}[check.holds]
    return f"{check.first}→{check.second} {mark}"


def title_of_trend(trend: Trend, voice: Voice) -> str:
    """Whose figures these are, and of which years."""
    agencies = list(dict.fromkeys(side.agency for side in trend.sides if side.agency))
    agency = agencies[0] if len(agencies) == 1 else ""
    years = span_of_years(trend)
    return voice.label(
        agency + CHINESE.say("trend", "title", years=years),
        ENGLISH.say("trend", "title", years=years),
    )


def span_of_years(trend: Trend) -> str:
    """The first and the last year."""
    first, last = trend.years[0], trend.years[-1]
    return str(first) if first == last else f"{first}—{last}"
