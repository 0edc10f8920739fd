"""What is asked on the command line, put to the program: files to logs, logs to a report, names to
what they mean.

A name that means nothing is refused with what may have been meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reportcli.cli.deliver import Delivery, Speaker, deliveries_of
from reportcli.cli.options import Counting, Output, Reading
from reportcli.finding import Refusal
from reportcli.words.fields import KINDS, KindId, log_kinds
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.answer.cell import CellExplanation
    from reportcli.answer.fact import FactExplanation
    from reportcli.answer.row import RowExplanation
    from reportcli.count.previous import EarlierFigures
    from reportcli.report import Logs, Report


class CountedLogs(NamedTuple):
    """The report on the logs, and the figures of the years before last year, the latest first."""

    report: Report
    earlier: Sequence[EarlierFigures]


def places_for(
    result: str,
    output: Output,
    inputs: Sequence[str],
    speaker: Speaker,
    *,
    beside: Sequence[str] = (),
) -> list[Delivery]:
    """Where a result goes; a place that must not be written, or one for what is written `beside`
    it, is refused before any work is done.
    """
    from reportcli.export.target import refuse_targets

    places = deliveries_of(result, output.output or [], output.format, speaker)
    files = [place.file for place in places if place.file]
    refuse_targets([*files, *beside], inputs, force=output.force)
    return places


def read_logs(logs: Sequence[str], reading: Reading, speaker: Speaker) -> Logs:
    """Read the logs that the command line names."""
    from reportcli.cli.progress import reading_progress
    from reportcli.intake.child.parent import Limits
    from reportcli.report import read
    from reportcli.settings import load_settings

    settings = load_settings(Path(reading.config)) if reading.config else None
    limits = Limits(memory=reading.max_memory)
    with reading_progress(speaker) as watch:
        return read(logs, settings=settings, limits=limits, watch=watch)


def count_logs(logs: Sequence[str], counting: Counting, speaker: Speaker) -> CountedLogs:
    """Read and count the logs that the command line names."""
    from reportcli.intake.child.parent import Limits
    from reportcli.report import count

    year = possible_year(counting.year)
    edition = known_edition(counting.edition)
    day = day_asked(counting.as_of, speaker)
    last_year, earlier = years_before(counting.previous or [], speaker)
    report = count(
        read_logs(logs, counting, speaker),
        year=year,
        edition=edition,
        previous=last_year,
        as_of=day,
        limits=Limits(memory=counting.max_memory),
    )
    return CountedLogs(report, earlier)


def years_before(
    files: Sequence[str], speaker: Speaker
) -> tuple[str | EarlierFigures | None, list[EarlierFigures]]:
    """Last year's figures, or the one file that has them, and the figures of the years before
    that, the latest first."""
    if len(files) < 2:
        return (files[0] if files else None), []
    from reportcli.count.previous import read_previous
    from reportcli.intake.given import looks_like_json

    if not all(looks_like_json(Path(file)) for file in files):
        raise speaker.usage("previous-several")
    loaded = sorted((read_previous(file) for file in files), key=lambda one: one.year, reverse=True)
    if len({one.year for one in loaded}) < len(loaded):
        raise speaker.usage("previous-several")
    return loaded[0], loaded[1:]


def possible_year(year: int | None) -> int | None:
    """A year that a calendar has; no edition covers any other."""
    if year is not None and not date.min.year <= year <= date.max.year:
        from reportcli.law.edition import editions

        known = ", ".join(str(one.report_years) for one in editions())
        raise Refusal("edition-missing", year=year, known=known)
    return year


def known_edition(edition: str | None) -> str | None:
    """The id of an edition that there is, as it was given."""
    if edition is not None:
        from reportcli.law.edition import editions

        known = [one.id for one in editions()]
        if edition not in known:
            raise Refusal("edition-unknown", edition=edition, known=", ".join(known))
    return edition


def schema_asked(name: str, speaker: Speaker) -> dict[str, Any]:
    """The JSON Schema of a contract, by its name; that of a run with `tally` is `tally`."""
    from reportcli.contract import CONTRACTS, schema_of

    if name not in CONTRACTS:
        raise speaker.usage("contract", value=printable(name), known=", ".join(CONTRACTS))
    return schema_of(name)


def day_asked(text: str | None, speaker: Speaker) -> date | None:
    """The day named on the command line, as dates are written: 2025-01-05, 2025年1月5日."""
    if not text:
        return None
    from reportcli.words.cells import read_date

    # A bare number is a serial of Excel to the reader of cells, and on a command line a slip.
    day = None if text.isdigit() and len(text) != len("20250105") else read_date(text)
    if not isinstance(day, date):
        raise speaker.usage("date", value=printable(text))
    return day


def kind_asked(name: str, speaker: Speaker) -> KindId:
    """The table, or the log that it is counted from, that a person names: by its id, the number of
    its section, or its title."""
    from reportcli.law.cell_names import names_of_table, spoken_key
    from reportcli.law.edition import editions

    wanted = spoken_key(name).removeprefix("表").removesuffix("台账")
    tables = [table for edition in editions() for table in edition.tables]
    found = {table.id for table in tables if wanted in names_of_table(table)}
    found |= {
        kind
        for kind, known in log_kinds().items()
        if wanted in (kind, known.label.removesuffix("台账"))
    }
    for kind in KINDS:
        if found == {kind}:
            return kind
    known = "、".join(f"{one.label}（{kind}）" for kind, one in log_kinds().items())
    in_english = ", ".join(KINDS)
    raise speaker.usage("table", value=name, known=speaker.voice.choose(known, in_english))


def require_code(code: str, speaker: Speaker) -> None:
    """Refuse a code that the catalogue does not have, naming the closest."""
    from reportcli.finding import catalogue

    if code not in catalogue():
        from reportcli.terminal.explained import close_codes

        raise speaker.usage("code", value=code, known=", ".join(close_codes(code)))


def behind_number(
    report: Report, name: str, speaker: Speaker
) -> tuple[str, CellExplanation | FactExplanation]:
    """A number of the form or a fact of the prose, and the rows behind it; and which of both it
    is."""
    from reportcli.answer.cell import LogMissing, explain_cell
    from reportcli.answer.fact import FactError, explain_fact
    from reportcli.law.cell_names import CellError

    try:
        return "cell", explain_cell(report, name)
    except CellError as fault:
        try:
            return "fact", explain_fact(report, name)
        except FactError as unknown:
            close = fault.close if "/" in name else unknown.close
            raise speaker.usage("cell", value=name, known=", ".join(close)) from None
    except LogMissing as fault:
        raise log_missing(fault.kind, speaker) from None


def behind_row(
    report: Report, name: str, file: str | None, memory: int | None, speaker: Speaker
) -> tuple[RowExplanation, Report, dict[str, str] | None]:
    """A row and the numbers behind it; with `memory` for reading them, its cells as they stand."""
    from reportcli.answer.row import RowError, explain_row, find_row

    try:
        address = find_row(report, name, file)
    except RowError as fault:
        raise speaker.usage(fault.key, **fault.details) from None
    explanation = explain_row(report, address)
    if memory is None:
        return explanation, report, None
    from reportcli.intake.child.parent import Limits, ask_for_row
    from reportcli.terminal.explained import headed

    sheets = (sheet for one in report.inputs if one.file == address.file for sheet in one.sheets)
    columns = next(sheet.columns for sheet in sheets if sheet.sheet == address.sheet)
    headings = {column.column: column.heading for column in columns}
    cells = ask_for_row(address, report.settings, Limits(memory=memory))
    return explanation, report, headed(headings, cells)


def log_missing(kind: str, speaker: Speaker) -> Refusal:
    """The refusal of a question about a log that was not given."""
    named = next(known for id_, known in log_kinds().items() if id_ == kind)
    return Refusal("log-missing", label=speaker.voice.choose(named.label, named.label_en))
