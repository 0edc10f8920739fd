"""What is in a file, before anything is counted: sheets, headers, columns, rows, and wordings that
nobody knows.

It describes any spreadsheet that can be read, also one that is no log. What a person should decide
becomes a settings file, ready to be filled in. Not for: a year, a table or a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from reportcli.finding import catalogue, column_letters
from reportcli.intake.build import build_log
from reportcli.intake.child.wire import FileReading, Misfit, SheetReading
from reportcli.intake.log import Log
from reportcli.words.fields import log_kinds
from reportcli.words.values import meanings

FORMAT = "reportcli-inspect/1"
CLOSEST = 3
LEAST_LIKE_KNOWN = 30

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
                "sheets": [inspect_sheet(file, sheet) for sheet in file.sheets],
            }
            for file in inputs
        ],
    }


def inspect_sheet(file: FileReading, sheet: SheetReading) -> dict[str, Any]:
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
        log = build_log(file, sheet)
        found["columns"] = [
            {
                "column": column_letters(column.column),
                "heading": column.heading,
                "field": column.field or None,
                "how": column.how,
            }
            for column in sheet.columns
        ]
        found["rows"] = rows_by_fate(log)
        found["dates"] = date_ranges(log)
        found["unknown"] = list(unknown_wordings(log))
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


def rows_by_fate(log: Log) -> dict[str, Any]:
    """How many rows are records, how many of them faulty and why, and what the others are."""
    faulty = log.frame["fault"].value_counts()
    return {
        "read": log.source.rows_read,
        "records": len(log.frame),
        "faulty": {str(code): int(count) for code, count in faulty.items() if code and count},
        "set_aside": {reason: len(rows) for reason, rows in log.set_aside.items()},
    }


def date_ranges(log: Log) -> dict[str, list[str]]:
    """The first and the last day of every date field that has any."""
    dates = (field.id for field in log_kinds()[log.kind].fields if field.type == "date")
    columns = {field: log.frame[field].dropna() for field in dates}
    return {
        field: [str(days.min().date()), str(days.max().date())]
        for field, days in columns.items()
        if len(days)
    }


def unknown_wordings(log: Log) -> Iterator[dict[str, Any]]:
    """Every wording with a fault that settings can mend: how often, where first, and what it may
    mean."""
    counts: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for column in log.faults:
        rows = np.frombuffer(column.rows, dtype=np.int32)
        which = np.frombuffer(column.which, dtype=np.int32)
        for number, kind in enumerate(column.kinds):
            at = rows[which == number]
            for fault in kind:
                if fault.code in SETTLED_IN and len(at):
                    key = (fault.code, str(fault.details.get("value", "")))
                    counts[key] = counts.get(key, 0) + len(at)
                    first[key] = min(
                        first.get(key, (int(at[0]), column.column)), (int(at[0]), column.column)
                    )
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
            "closest": closest_known(wording, meanings(log.kind, name)),
        }


def closest_known(text: str, known: Mapping[str, str]) -> list[dict[str, str]]:
    """The few known texts most like one, with what they stand for."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, list(known), scorer=fuzz.WRatio, limit=CLOSEST, score_cutoff=LEAST_LIKE_KNOWN
    )
    return [{"text": label, "id": known[label]} for label, _, _ in found]
