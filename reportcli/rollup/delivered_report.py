"""The finished report that a unit delivered, read back: its cells, and its prose as digests.

A cell that could not be read is no nought: it is left out of the sums, and said. Not for reading
reports (`published`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from reportcli.count.number import MONEY_COLUMN, LineColumn, Number
from reportcli.finding import Address, Detail, Finding
from reportcli.law.edition import Edition, cell_id
from reportcli.published.read import Published
from reportcli.published.reader import read_report
from reportcli.published.wire import ReportJob
from reportcli.rollup.agreement import identities_broken
from reportcli.rollup.asked import Asked
from reportcli.rollup.compact import bounded, sparse
from reportcli.rollup.records import keyed
from reportcli.rollup.result import ReadFile, UnitResult
from reportcli.words.sentences import masked, sentences

MOST_SENTENCES = 500  # of a report; what is more is not compared
LONGEST_SENTENCE = 0xFFFF


def report_result(code: str, file: str, asked: Asked) -> UnitResult:
    """The result of one finished report; a file that is none is a `Refusal`."""
    published = read_report(ReportJob(file, year=asked.year), asked.limits)
    known = UnitResult(code, source="report", inputs=(ReadFile(file, published.sha256),))
    if published.year != asked.year:
        years: dict[str, Detail] = {"year": published.year or "—", "wanted": asked.year}
        found = Finding("unit-other-year", Address(file), years)
        return replace(known, state="other-year", reason=found.code, findings=(found,), errors=1)
    if published.edition.id != asked.edition:
        forms: dict[str, Detail] = {"edition": published.edition.id, "wanted": asked.edition}
        found = Finding("unit-other-edition", Address(file), forms)
        return replace(known, state="other-edition", reason=found.code, findings=(found,), errors=1)
    form = published.edition
    tables = numbers_read(published.cells, form)
    broken = identities_broken(tables, form, asked.year, Address(file))
    faults = [*published.findings, *cells_beyond(published, form), *broken]
    listed, omitted, counts = bounded(faults, {})
    digests, lengths = prose_keys(published, asked.secret)
    return replace(
        known,
        tables=sparse(tables, form),
        unread=tuple(sorted(id_ for id_, value in published.cells.items() if value is None)),
        errors=counts["error"],
        warnings=counts["warning"],
        findings=tuple(listed),
        omitted=omitted,
        prose=digests,
        lengths=lengths,
    )


def numbers_read(
    cells: Mapping[str, Decimal | None], form: Edition
) -> dict[str, dict[LineColumn, Number]]:
    """The cells that were read, table by table; a table of which none was is absent."""
    tables: dict[str, dict[LineColumn, Number]] = {}
    for table in form.tables:
        for line, column, _ in table.cells():
            value = cells.get(cell_id(table.id, line.id, column.id))
            if value is not None:
                number: Number = value if column.id == MONEY_COLUMN else int(value)
                tables.setdefault(table.id, {})[line.id, column.id] = number
    return tables


def cells_beyond(published: Published, form: Edition) -> Iterator[Finding]:
    """A finding for each number that was read in a line of another form (2019's 其他处理): its parts
    are not known, so that only the totals have it."""
    known = {
        cell_id(table.id, line.id, column.id)
        for table in form.tables
        for line, column, _ in table.cells()
    }
    for id_, value in published.cells.items():
        if value and id_ not in known:
            yield Finding("unit-cell-unknown", published.places[id_], {"value": id_})


def prose_keys(published: Published, secret: bytes) -> tuple[bytes, bytes]:
    """The sentences of a report as digests, each once, with their lengths in characters."""
    lines = (text for _, text in published.prose)
    distinct = dict.fromkeys(map(masked, sentences(lines)))
    kept = sorted(
        (keyed(secret, "prose", sentence), min(len(sentence), LONGEST_SENTENCE))
        for sentence in list(distinct)[:MOST_SENTENCES]
    )
    lengths = array("H", [length for _, length in kept])
    return b"".join(digest for digest, _ in kept), lengths.tobytes()
