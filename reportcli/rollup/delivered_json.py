"""The tally that a unit made itself, as JSON: held to the year, the form and its cells.

Its own findings are not handed on one by one, for their wording is that of another run: the result
has their number, and one finding that names their codes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from msgspec import UNSET
from msgspec.structs import replace

from reportcli.contract import TallyJson
from reportcli.count.previous import figures_in, numbers_by_cell, read_limited
from reportcli.finding import Address, Detail, Finding, Refusal
from reportcli.law.edition import Edition
from reportcli.rollup.asked import Asked
from reportcli.rollup.compact import bounded, carried_keys, sparse
from reportcli.rollup.result import ReadFile, RowAccount, UnitResult
from reportcli.words.messages import printable

NAMED_CODES = 5


def json_result(code: str, file: str, asked: Asked) -> UnitResult:
    """The result of one JSON file; a file that is no tally is a `Refusal`."""
    raw = read_limited(file)
    inputs = (ReadFile(file, hashlib.sha256(raw).hexdigest()),)
    try:
        told = figures_in(raw)
        as_of = date.fromisoformat(told.as_of) if told.as_of else None
    except (ValueError, RecursionError) as fault:
        reason = printable(str(fault)) if isinstance(fault, ValueError) else "[[[[…"
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
    faults = list(unknown_cells(told, form, file))
    own = severities_told(told)
    if own["error"]:
        faults.append(own_errors(told, file, own["error"]))
    listed, omitted, counts = bounded(faults, {})
    return replace(
        known,
        tables=sparse(tables, form),
        facts=told.facts,
        # The finding that names its errors is one of them no more.
        errors=own["error"] + counts["error"] - bool(own["error"]),
        warnings=own["warning"] + counts["warning"],
        findings=tuple(listed),
        omitted=omitted,
        carried=carried_keys(told.carried_forward or [], asked.secret),
        rows=tuple(rows_told(told)),
    )


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
