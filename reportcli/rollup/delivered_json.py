"""The tally that a unit made itself, as JSON: held to the year, the form and its cells.

Its own findings are not handed on one by one, for their wording is that of another run: the result
has their number, and one finding that names their codes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import UNSET
from msgspec.structs import replace

from reportcli.contract import TallyJson
from reportcli.count.number import LineColumn, Number
from reportcli.count.previous import figures_in, numbers_by_cell, read_limited
from reportcli.finding import Address, Detail, Finding, Refusal
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition, cell_id
from reportcli.rollup.agreement import identities_broken
from reportcli.rollup.asked import Asked
from reportcli.rollup.compact import bounded, carried_keys, sparse
from reportcli.rollup.earlier import EarlierRollup, is_rollup, place_of_fault, read_rollup
from reportcli.rollup.result import ReadFile, RowAccount, UnitResult
from reportcli.words.messages import printable

NAMED_CODES = 5
SHOWN_DAY = 20


def json_result(code: str, file: str, asked: Asked) -> UnitResult:
    """The result of one JSON file; a file that is no tally is a `Refusal`."""
    raw = read_limited(file)
    inputs = (ReadFile(file, hashlib.sha256(raw).hexdigest()),)
    try:
        told = tally_of_rollup(read_rollup(file)) if is_rollup(raw) else figures_in(raw)
        as_of = day_of_delivery(told)
    except (ValueError, RecursionError) as fault:
        reason = printable(place_of_fault(fault))
        raise Refusal("unit-json-invalid", Address(file), reason=reason) from fault
    known = UnitResult(code, source="json", inputs=inputs, as_of=as_of)
    if told.year != asked.year:
        found = Finding("unit-other-year", Address(file), {"year": told.year, "wanted": asked.year})
        return replace(known, state="other-year", reason=found.code, findings=(found,), errors=1)
    edition = told.edition or Edition.for_year(told.year).id
    if edition != asked.edition:
        forms: dict[str, Detail] = {"edition": printable(edition), "wanted": asked.edition}
        found = Finding("unit-other-edition", Address(file), forms)
        return replace(known, state="other-edition", reason=found.code, findings=(found,), errors=1)
    form = Edition.by_id(edition)
    tables = numbers_by_cell(told.tables)
    faults = [*unknown_cells(told, form, file), *cells_not_read(told, form, file)]
    # What its own run said is not said again.
    if not any(one.code.startswith("identity-") for one in told.findings):
        faults += identities_broken(whole_cells(tables, form), form, told.year, Address(file))
    own = severities_told(told)
    if own["error"]:
        faults.append(own_errors(told, file, own["error"]))
    listed, omitted, counts = bounded(faults, {})
    return replace(
        known,
        tables=sparse(tables, form),
        unread=tuple(sorted(ids_not_read(told))),
        facts=told.facts,
        # The finding that names its errors is one of them no more.
        errors=own["error"] + counts["error"] - bool(own["error"]),
        warnings=own["warning"] + counts["warning"],
        findings=tuple(listed),
        omitted=omitted,
        carried=carried_keys(told.carried_forward or [], asked.secret),
        rows=tuple(rows_told(told)),
    )


def tally_of_rollup(rollup: EarlierRollup) -> TallyJson:
    """The whole of a roll-up as the tally of one unit: a county that added up its own units delivers
    it to the city."""
    told = rollup.told
    return TallyJson(
        as_of=told.as_of,
        year=told.year,
        edition=told.edition,
        agency=told.agency,
        tables=told.tables,
        facts=told.facts,
        findings=list(told.findings),
        findings_omitted=told.findings_omitted,
    )


def whole_cells(
    tables: Mapping[str, Mapping[LineColumn, Number]], form: Edition
) -> dict[str, dict[LineColumn, Number]]:
    """The cells that the form has of those that were told."""
    return {
        table.id: {
            (line.id, column.id): tables[table.id][line.id, column.id]
            for line, column, _ in table.cells()
            if (line.id, column.id) in tables[table.id]
        }
        for table in form.tables
        if table.id in tables
    }


def ids_not_read(told: TallyJson) -> Iterator[str]:
    """The cells of a finished report that could not be read when this was made of it."""
    for table, lines in told.tables.items():
        for line, columns in lines.items():
            yield from (
                cell_id(table, line, key) for key, value in columns.items() if value is None
            )


def cells_not_read(told: TallyJson, form: Edition, file: str) -> Iterator[Finding]:
    """A finding for each of them, unless its own run said so."""
    if any(one.code == "cell-unread" for one in told.findings):
        return
    known = {
        cell_id(table.id, line.id, column.id)
        for table in form.tables
        for line, column, _ in table.cells()
    }
    for id_ in ids_not_read(told):
        if id_ in known:
            details: dict[str, Detail] = {"cell": id_, "label": cell_words(form, id_), "value": ""}
            yield Finding("cell-unread", Address(file), details)


def day_of_delivery(told: TallyJson) -> date | None:
    """The day on which it was made, where it says one."""
    try:
        return date.fromisoformat(told.as_of) if told.as_of else None
    except ValueError as fault:
        raise ValueError(f"$.as_of: {told.as_of[:SHOWN_DAY]}") from fault


def severities_told(told: TallyJson) -> Counter[str]:
    """How many findings of each severity its own run had, those that are waived left out."""
    counts = Counter[str](one.severity for one in told.findings if one.waived is None)
    by_code = {one.code: one.severity for one in told.findings}
    for code, more in told.findings_omitted.items():
        counts[by_code.get(code, "error")] += more
    return counts


def own_errors(told: TallyJson, file: str, count: int) -> Finding:
    """The one finding that stands for the errors of its own run, with their codes."""
    codes = Counter(
        one.code for one in told.findings if one.severity == "error" and one.waived is None
    )
    named = "、".join(f"{code}×{number}" for code, number in codes.most_common(NAMED_CODES))
    return Finding("unit-own-errors", Address(file), {"count": count, "value": named})


def unknown_cells(told: TallyJson, form: Edition, file: str) -> Iterator[Finding]:
    """A finding for each number that stands in no cell of the form: it is not summed."""
    known = {
        table.id: {(line.id, column.id) for line, column, _ in table.cells()}
        for table in form.tables
    }
    for table, lines in told.tables.items():
        for line, columns in lines.items():
            for column in columns:
                if (line, column) not in known.get(table, set()):
                    cell = printable(f"{table}/{line}/{column}")
                    yield Finding("unit-cell-unknown", Address(file), {"value": cell})


def rows_told(told: TallyJson) -> Iterator[RowAccount]:
    """The accounts of the rows that its own run read."""
    for file in told.inputs:
        for sheet in file.sheets:
            if sheet.kind and sheet.rows is not UNSET:
                rows = sheet.rows
                aside = sum(rows.set_aside.values())
                yield RowAccount(
                    file.file,
                    sheet.sheet,
                    sheet.kind,
                    rows.read,
                    rows.counted,
                    rows.outside_year,
                    aside,
                )
