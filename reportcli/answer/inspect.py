"""What is in a file, before anything is counted: sheets, headers, columns, rows, and wordings that
nobody knows.

It describes any spreadsheet that can be read, also one that is no log. What a person should decide
becomes a settings file, ready to be filled in. Not for: a year, a table or a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from reportcli.finding import catalogue, column_letters
from reportcli.intake.child.wire import EPOCH, FileReading, Misfit, SheetReading
from reportcli.intake.soundness import RecordValues, faults_of
from reportcli.words.fields import log_kinds
from reportcli.words.values import meanings

FORMAT = "reportcli-inspect/1"
CLOSEST = 3  # known texts that are named beside an unknown one
LEAST_LIKE_KNOWN = 30  # of 100 by RapidFuzz: a hint for a person, who decides

# The table of reportcli.toml in which a wording with this fault can be settled.
SETTLED_IN: Mapping[str, str] = {
    "outcome-unknown": "outcome",
    "outcome-ambiguous": "outcome",
    "outcome-archive": "outcome",
    "outcome-legacy": "outcome",
    "applicant-type-unknown": "applicant_type",
    "channel-unknown": "channel",
    "validity-unknown": "validity",
    "mode-unknown": "mode",
    "case-kind-unknown": "kind",
    "result-unknown": "result",
    "result-ambiguous": "result",
}


def inspect_files(inputs: Sequence[FileReading]) -> dict[str, Any]:
    """Every file and sheet as plain data: what JSON prints and the text shows."""
    return {
        "format": FORMAT,
        "files": [
            {
                "file": file.file,
                "sha256": file.sha256,
                "format": file.format,
                "encoding": file.encoding or None,
                "sheets": [inspect_sheet(sheet) for sheet in file.sheets],
            }
            for file in inputs
        ],
    }


def inspect_sheet(sheet: SheetReading) -> dict[str, Any]:
    """One sheet: what it is taken for and why, and what in it is not understood."""
    found: dict[str, Any] = {
        "sheet": sheet.sheet,
        "state": sheet.state,
        "kind": sheet.kind,
        "skipped": sheet.skipped,
        "header_rows": sheet.header_rows,
        "columns": [],
        "missing": [],
        "rows": None,
        "rows_unread": 0 if sheet.kind else sheet.filled,
        "dates": {},
        "unknown": [],
    }
    if sheet.misfit:
        found |= inspect_misfit(sheet.misfit)
    if sheet.kind:
        records = RecordValues(sheet)
        found["columns"] = [
            {
                "column": column_letters(column.column),
                "heading": column.heading,
                "field": column.field or None,
                "how": column.how,
            }
            for column in sheet.columns
        ]
        found["rows"] = rows_by_fate(records)
        found["dates"] = date_ranges(records)
        found["unknown"] = list(unknown_wordings(sheet))
    return found


def inspect_misfit(misfit: Misfit) -> dict[str, Any]:
    """Why a sheet is no log: what it lacks or has twice, and its unknown headings with the closest
    known ones.
    """
    kinds = [misfit.kind] if misfit.kind else list(log_kinds())
    known = {
        heading: field.id
        for kind in kinds
        for field in log_kinds()[kind].fields
        for heading in field.headings
    }
    return {
        "like": misfit.kind,
        "missing": misfit.missing,
        "doubled": misfit.doubled,
        "columns": [
            {
                "heading": heading,
                "field": None,
                "how": None,
                "closest": closest_known(heading, known),
            }
            for heading in misfit.unknown
        ],
    }


def rows_by_fate(records: RecordValues) -> dict[str, Any]:
    """How many rows are records, how many of them faulty and why, and what the others are."""
    sheet = records.sheet
    return {
        "read": sheet.rows_read,
        "records": len(records.rows),
        "faulty": dict(Counter(records.first_errors().values()).most_common()),
        "set_aside": {
            reason: len(memoryview(rows).cast("i")) for reason, rows in sheet.set_aside.items()
        },
    }


def date_ranges(records: RecordValues) -> dict[str, list[str]]:
    """The first and the last day of every date field that has any."""
    assert records.sheet.kind
    dates = (field.id for field in log_kinds()[records.sheet.kind].fields if field.type == "date")
    columns = {field: records.days(field) for field in dates}
    return {
        field: [day_of(min(days)), day_of(max(days))] for field, days in columns.items() if days
    }


def day_of(number: int) -> str:
    """A day as it crosses from the reader, as ISO 8601 writes it."""
    return date.fromordinal(EPOCH + number).isoformat()


def unknown_wordings(sheet: SheetReading) -> Iterator[dict[str, Any]]:
    """Every wording with a fault that settings can mend: how often, where first, and what it may
    mean."""
    assert sheet.kind
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for column in faults_of(sheet):
        rows, which = (memoryview(part).cast("i") for part in (column.rows, column.which))
        first_rows = dict(zip(reversed(which), reversed(rows), strict=True))
        for number, count in Counter(which).items():
            place = first_rows[number], column.column
            for fault in column.kinds[number]:
                if fault.code in SETTLED_IN:
                    key = (fault.code, str(fault.details.get("value", "")))
                    counts[key] += count
                    first[key] = min(first.get(key, place), place)
    for (code, wording), count in sorted(
        counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1])
    ):
        name, (row, column_number) = SETTLED_IN[code], first[code, wording]
        yield {
            "code": code,
            "severity": catalogue()[code].severity,
            "settle_in": name,
            "wording": wording,
            "count": count,
            "first": f"{column_letters(column_number)}{row}",
            "closest": closest_known(wording, meanings(sheet.kind, name)),
        }


def closest_known(text: str, known: Mapping[str, str]) -> list[dict[str, str]]:
    """The few known texts most like one, with what they stand for."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, list(known), scorer=fuzz.WRatio, limit=CLOSEST, score_cutoff=LEAST_LIKE_KNOWN
    )
    return [{"text": label, "id": known[label]} for label, _, _ in found]
