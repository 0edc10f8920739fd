"""What is in a file, before anything is counted: sheets, headers, columns, rows, and wordings that
nobody knows.

It describes any spreadsheet that can be read, also one that is no log. What a person should decide
becomes a settings file, ready to be filled in. Not for: a year, a table or a figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from reportcli.finding import catalogue, column_letters
from reportcli.intake.build import build_log
from reportcli.intake.child.wire import FileReading, Misfit, SheetReading
from reportcli.intake.log import Log
from reportcli.words.fields import log_kinds
from reportcli.words.messages import printable
from reportcli.words.values import meanings

FORMAT = "reportcli-inspect/1"
CLOSEST = 3
LIKE = 30
# Evidence is cut and its numbers masked before it leaves the reader; such a wording fits no cell
# any more.
CUT = "…"

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
            {"heading": heading, "field": None, "how": None, "closest": closest(heading, known)}
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
            "closest": closest(wording, meanings(log.kind, name)),
        }


def closest(text: str, known: Mapping[str, str]) -> list[dict[str, str]]:
    """The few known texts most like one, with what they stand for."""
    from rapidfuzz import fuzz, process

    found = process.extract(text, list(known), scorer=fuzz.WRatio, limit=CLOSEST, score_cutoff=LIKE)
    return [{"text": label, "id": known[label]} for label, _, _ in found]


def write_settings(inspection: Mapping[str, Any]) -> str:
    """A settings file with every heading and wording that a person should decide, left open.

    As it is written it decides nothing, so that it can be filled in bit by bit: an empty wording is
    undecided, and a heading, for which empty means that its column is not used, stands in a
    comment. What is likely is beside it.
    """
    sheets = [sheet for file in inspection["files"] for sheet in file["sheets"]]
    return "\n".join([*PREAMBLE, *heading_lines(sheets), *wording_lines(sheets)])


PREAMBLE = (
    '# 标题 = 字段：删去行首的 # 即生效；"" 表示不用该列。措辞 = 含义：留空表示尚未决定。',
    '# Heading = field: remove the # before a line to apply it; "" leaves a column unused.',
    "# Wording = meaning: empty is undecided.",
    "",
)
TOO_LONG = "写法过长或含号码，无法登记，请改台账 / too long to be mapped, or with a number: mend it in the log"


def heading_lines(sheets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """`[columns.KIND]` with the headings that nobody knows, and those that claim one field."""
    headings: dict[str, dict[str, tuple[str, str]]] = {}
    for sheet in sheets:
        kind = sheet["kind"] or sheet.get("like") or "requests"
        for column in sheet["columns"]:
            if column["field"] is None and column["how"] is None:
                found = column.get("closest") or closest(column["heading"], fields_of(kind))
                entry = (found[0]["id"] if found else "", likely(found))
                headings.setdefault(kind, {}).setdefault(column["heading"], entry)
        for field, doubled in sheet.get("doubled", {}).items():
            for number, heading in enumerate(dict.fromkeys(doubled)):
                entry = ("" if number else field, f"{' / '.join(doubled)} = {field}?")
                headings.setdefault(kind, {}).setdefault(heading, entry)
    for kind, entries in headings.items():
        yield f"[columns.{kind}]"
        yield f"# {', '.join(dict.fromkeys(fields_of(kind).values()))}"
        for heading, (field, hint) in entries.items():
            yield f'# {quoted(heading)} = "{field}"  # {comment(hint)}'
        yield ""


def wording_lines(sheets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """`[values.NAME]` with the wordings that nobody knows, each once however many sheets hold
    it."""
    wordings: dict[str, dict[str, tuple[int, str, str]]] = {}
    for sheet in sheets:
        for unknown in sheet["unknown"]:
            entries = wordings.setdefault(unknown["settle_in"], {})
            place, hint = f"{sheet['sheet']}!{unknown['first']}", likely(unknown["closest"])
            count, place, hint = entries.get(unknown["wording"], (0, place, hint))
            entries[unknown["wording"]] = (count + unknown["count"], place, hint)
    for name, entries in wordings.items():
        yield f"[values.{name}]"
        for wording, (count, place, hint) in entries.items():
            if CUT in wording:
                yield f"# {comment(f'{count} × {place}: {TOO_LONG}')}"
            else:
                yield f'{quoted(wording)} = ""  # {comment(f"{count} × {place}; {hint}")}'
        yield ""


def fields_of(kind: str) -> dict[str, str]:
    """Heading → field id of one kind of log."""
    fields = next(found.fields for known, found in log_kinds().items() if known == kind)
    return {heading: field.id for field in fields for heading in field.headings}


def likely(found: Sequence[Mapping[str, str]]) -> str:
    """What a heading or wording may be, for a comment."""
    return " / ".join(f"{one['id']} {one['text']}" for one in found) or "?"


def quoted(text: str) -> str:
    """A TOML basic string: JSON escapes the same characters in the same way, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def comment(text: str) -> str:
    """Text that stays on its line, without what a comment in TOML may not hold."""
    return printable(" ".join(text.split()))
