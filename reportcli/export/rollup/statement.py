"""The completeness statement in words, and the list of whom to remind: what an office puts before its
own superior, and what it sends to the units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.export.markdown import pipe_table, unmarked
from reportcli.export.rollup.key_cells import (
    day_label,
    group_label,
    key_cells,
    kind_label,
    status_label,
)
from reportcli.rollup.rules import UnitFinding
from reportcli.rollup.statement import UnitLine, UnitStatus
from reportcli.rollup.whole import Rollup
from reportcli.words.messages import Voice
from reportcli.words.numerals import number_text

COUNTS = ("due", "in_time", "late", "missing", "unreadable", "other_year", "other_edition")
# Whom to remind, and of what.
REMINDED: tuple[UnitStatus, ...] = ("missing", "unreadable", "other-year", "other-edition", "draft")
ERRORS_NAMED = 5  # a reminder has to be short


def write_statement(rollup: Rollup, voice: Voice) -> str:
    """The statement and the reminders as Markdown, which any editor takes as it is."""
    parts = [f"# {unmarked(title_of_rollup(rollup, voice))}", ""]
    parts += [unmarked(statement_text(rollup, voice)), ""]
    parts += [line for text in settled_texts(rollup, voice) for line in (unmarked(text), "")]
    if day_sources := day_source_text(rollup, voice):
        parts += [unmarked(day_sources), ""]
    if rollup.by_kind:
        parts += [f"## {voice.say('rollup', 'part-by-kind')}", "", kinds_table(rollup, voice)]
    parts += [f"## {voice.say('rollup', 'part-reminders')}", "", *reminder_lines(rollup, voice)]
    parts += late_lines(rollup, voice)
    parts += unsummed_lines(rollup, voice)
    return "\n".join(parts).rstrip() + "\n"


def title_of_rollup(rollup: Rollup, voice: Voice) -> str:
    """The title: whose, and of which year."""
    agency = rollup.asked.settings.agency or ""
    between = voice.choose("", " ") if agency else ""
    return f"{agency}{between}{voice.say('rollup', 'title', year=rollup.year)}"


def statement_text(rollup: Rollup, voice: Voice) -> str:
    """How many were due, in time, late and missing, the rate, and that all were summed."""
    one = rollup.completeness
    numbers = {key: getattr(one, key) for key in COUNTS}
    summed = len(rollup.summed)
    return voice.say("rollup", "statement", **numbers, rate=rate_text(one.rate), summed=summed)


def rate_text(rate: float | None) -> str:
    """A part of the whole in per cent; a dash where there is no whole."""
    return "—" if rate is None else f"{100 * rate:.1f}%"


def settled_texts(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """What the settings decided about doubles, a sentence each."""
    for one in rollup.settled:
        others = ", ".join(one.others)
        entry = one.entry
        yield voice.say("rollup", "settled", number=entry.number, unit=entry.unit, others=others)


def day_source_text(rollup: Rollup, voice: Voice) -> str:
    """What told the days of delivery, where the list tells not all of them."""
    counts = {
        source: sum(line.known_by == source and line.delivery is not None for line in rollup.lines)
        for source in ("list", "as_of", "file")
    }
    if not counts["as_of"] and not counts["file"]:
        return ""
    return voice.say("rollup", "day-sources", **counts)


def kinds_table(rollup: Rollup, voice: Voice) -> str:
    """The key cells by kind of unit."""
    cells = key_cells(rollup.edition, rollup.tables)
    heads = [
        voice.say("rollup", "kind"),
        *(voice.say("rollup", f"key-{cell.key}") for cell in cells),
    ]
    rows = [
        [group_label(kind, voice), *(number_text(cell.number(tables)) for cell in cells)]
        for kind, tables in rollup.by_kind.items()
    ]
    whole = (number_text(cell.number(rollup.tables)) for cell in cells)
    rows.append([voice.say("rollup", "whole"), *whole])
    return pipe_table(heads, rows, ["left", *["right"] * len(cells)])


def reminder_lines(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """One line a unit that has to do something, with what, as it can be sent on."""
    by_unit: dict[str, list[UnitFinding]] = {}
    for one in rollup.findings:
        if one.finding.severity == "error":
            by_unit.setdefault(one.unit, []).append(one)
    found = False
    for status in REMINDED:
        for line in rollup.lines:
            if line.status == status:
                found = True
                yield f"- {reminder_text(line, by_unit.get(line.unit.code, []), voice)}"
    if not found:
        yield voice.say("rollup", "no-reminders")
    yield ""


def reminder_text(line: UnitLine, errors: Sequence[UnitFinding], voice: Voice) -> str:
    """What one unit has to do."""
    unit = line.unit
    named = unmarked(f"{unit.name} ({unit.code})")
    status = status_label(line, voice)
    if line.status == "missing":
        said = voice.say("rollup", "remind-missing", due=unit.due)
    else:
        codes: dict[str, str] = {}
        for one in errors:
            codes.setdefault(one.finding.code, one.finding.message(voice.language))
        shown = voice.choose("；", "; ").join(map(unmarked, list(codes.values())[:ERRORS_NAMED]))
        said = voice.say("rollup", "remind-errors", count=line.result.errors, errors=shown)
    return f"**{named}** {status}{voice.choose('：', ': ')}{said}"


def late_lines(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """Units that delivered late."""
    late = [line for line in rollup.lines if line.delivery == "late"]
    if late:
        yield f"## {voice.say('rollup', 'part-late')}"
        yield ""
        for line in late:
            unit = line.unit
            named = unmarked(f"{unit.name} ({unit.code})")
            days = voice.say("rollup", "late-days", day=day_label(line, voice), due=unit.due)
            yield f"- {named} {days}"
        yield ""


def unsummed_lines(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """Units that are on the list, or delivered, and are no part of the sum."""
    left = [line for line in rollup.lines if not line.is_summed and line.delivery is None]
    if left:
        yield f"## {voice.say('rollup', 'part-unsummed')}"
        yield ""
        heads = [voice.say("rollup", f"head-{key}") for key in ("code", "name", "kind", "status")]
        rows = [
            [
                unmarked(line.unit.code),
                unmarked(line.unit.name),
                kind_label(line.unit.kind, voice),
                status_label(line, voice),
            ]
            for line in left
        ]
        yield pipe_table(heads, rows)
