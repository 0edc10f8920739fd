"""A report as data for other programs: JSON by the contract `reportcli-tally/1`, its JSON Schema,
and long-form CSV.

Cells are written by id. Within `/1` keys are only added.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from reportcli import __version__
from reportcli.count.tally import COUNTED, OUTSIDE, Number
from reportcli.finding import Finding
from reportcli.law.edition import label_text
from reportcli.report import Report
from reportcli.words.messages import Voice, json_text
from reportcli.words.numerals import number_text

if TYPE_CHECKING:
    from reportcli.document import Document

FORMAT = "reportcli-tally/1"
CHECK_FORMAT = "reportcli-check/1"
REPORT_FORMAT = "reportcli-report/1"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
UNSEEN = " \n\v\f\xa0\u200b\u2060\u3000\ufeff"  # what a spreadsheet may leave out before a formula


def plain_number(number: Number) -> int | str:
    """A count as it is; money as a decimal string without exponent or trailing zeros."""
    return number_text(number) if isinstance(number, Decimal) else number


def finding_data(finding: Finding, voice: Voice) -> dict[str, Any]:
    """One finding as JSON has it."""
    address = finding.address
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message(voice.language),
        "remedy": finding.remedy(voice.language),
        "file": address.file or None,
        "sheet": address.sheet or None,
        "cell": str(finding.details["cell"]) if "cell" in finding.details else address.cell or None,
        "row": address.row or None,
        "evidence": finding.evidence or None,
        "row_hash": finding.row_hash or None,
        "waived": (
            {"reason": finding.waived.reason, "date": finding.waived.day.isoformat()}
            if finding.waived
            else None
        ),
    }


def report_data(report: Report, voice: Voice) -> dict[str, Any]:
    """The whole report as the contract has it."""
    tables: dict[str, dict[str, dict[str, int | str]]] = {}
    for table, numbers in report.tables.items():
        for (line, column), number in numbers.items():
            is_money = table == "publications" and column == "amount"
            value = plain_number(Decimal(number) if is_money else number)
            tables.setdefault(table, {}).setdefault(line, {})[column] = value
    settings = report.settings
    return {
        "format": FORMAT,
        "tool": f"reportcli {__version__}",
        "as_of": report.as_of.isoformat(),
        "year": report.year,
        "edition": report.edition.id,
        "agency": settings.agency,
        "settings": {"file": settings.path, "sha256": settings.sha256} if settings.path else None,
        "previous": report.previous.file if report.previous else None,
        "inputs": list(input_data(report)),
        "tables": tables,
        "carried_forward": report.tally.carried_forward(),
        "facts": {
            fact: value if isinstance(value, Mapping) else plain_number(value)
            for fact, value in report.facts.items()
        },
        "findings": [finding_data(finding, voice) for finding in report.findings],
        "findings_omitted": dict(report.findings_omitted),
    }


def input_data(report: Report) -> Iterable[dict[str, Any]]:
    """What was read and what became of each row, file by file and sheet by sheet."""
    fates = report.fates
    for file in report.inputs:
        sheets = []
        for sheet in file.sheets:
            entry: dict[str, Any] = {"sheet": sheet.sheet, "kind": sheet.kind, "state": sheet.state}
            if sheet.kind is None:
                entry["skipped"] = sheet.skipped
            else:
                by_fate = fates[file.file, sheet.sheet]
                entry["header_rows"] = sheet.header_rows
                entry["rows"] = {
                    "read": sheet.rows_read,
                    "counted": by_fate.get(COUNTED, 0),
                    "outside_year": by_fate.get(OUTSIDE, 0),
                    "set_aside": {f: n for f, n in by_fate.items() if f not in (COUNTED, OUTSIDE)},
                }
            sheets.append(entry)
        yield {"file": file.file, "sha256": file.sha256, "format": file.format, "sheets": sheets}


def write_json(report: Report, voice: Voice) -> str:
    """The report as JSON, one object, two spaces deep."""
    return voice.json(report_data(report, voice))


def write_report_json(document: Document, voice: Voice) -> str:
    """The annual report as JSON (`reportcli-report/1`): all that a tally has, the figures by the
    names that prose uses, and the text.
    """
    data = report_data(document.report, voice) | {
        "format": REPORT_FORMAT,
        "draft": document.is_draft,
        "figures": {
            figure.name: {
                "label": figure.label,
                "unit": figure.unit,
                "value": plain_number(figure.value),
                "last_year": None if figure.before is None else plain_number(figure.before),
            }
            for figure in document.figures.named.values()
        },
        "title": document.title,
        "preamble": msgspec.to_builtins(document.preamble),
        "parts": msgspec.to_builtins(document.parts),
        "signature": list(document.signature),
        "annex": msgspec.to_builtins(document.annex),
    }
    return voice.json(data)


def write_findings_json(report: Report, voice: Voice, *, lines: bool) -> str:
    """The findings alone, as one object (`reportcli-check/1`), or each on a line of its own."""
    findings = [finding_data(finding, voice) for finding in report.findings]
    if lines:
        return "".join(
            json_text(finding, ascii_only=voice.ascii_only, indent=None) for finding in findings
        )
    found = {
        "format": CHECK_FORMAT,
        "findings": findings,
        "findings_omitted": dict(report.findings_omitted),
    }
    return voice.json(found)


def write_csv(report: Report, voice: Voice) -> str:
    """Every cell in long form: table, line, column, label, value."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["table", "line", "column", "label", "value"])
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        for line, column, _ in table.cells() if numbers else ():
            label = f"{label_text(line, voice)} / {label_text(column, voice)}"
            assert numbers is not None
            rows.writerow(
                [
                    table.id,
                    line.id,
                    column.id,
                    inert(label),
                    plain_number(numbers[line.id, column.id]),
                ]
            )
    return out.getvalue()


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that could start one is quoted (OWASP, CSV
    injection).
    """
    begins = text.startswith(FORMULA_STARTS) or text.lstrip(UNSEEN).startswith(FORMULA_STARTS)
    return f"'{text}" if begins else text


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `tally -f json`."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    optional = {"type": ["string", "null"]}
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    cell = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}
    counts = {"type": "object", "additionalProperties": number}
    rows = closed(
        {"read": number, "counted": number, "outside_year": number, "set_aside": counts},
    )
    sheet = closed(
        {
            "sheet": text,
            "state": {"enum": ["visible", "hidden", "very_hidden"]},
            "kind": {"enum": ["requests", "publications", "cases", None]},
            "skipped": text,
            "header_rows": {"type": "array", "items": {"type": "integer", "minimum": 1}},
            "rows": rows,
        },
        optional=("skipped", "header_rows", "rows"),
    )
    finding = closed(
        {
            "code": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "severity": {"enum": ["error", "warning"]},
            "message": text,
            "remedy": text,
            "file": optional,
            "sheet": optional,
            "cell": optional,
            "row": {"type": ["integer", "null"], "minimum": 1},
            "evidence": optional,
            "row_hash": {"type": ["string", "null"], "pattern": "^[0-9a-f]{8}$"},
            "waived": {
                "anyOf": [
                    {"type": "null"},
                    closed({"reason": text, "date": {"type": "string", "format": "date"}}),
                ]
            },
        }
    )
    tables = {
        "type": "object",
        "propertyNames": {"enum": ["publications", "requests", "cases"]},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": cell},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        **closed(
            {
                "format": {"const": FORMAT},
                "tool": text,
                "as_of": {"type": "string", "format": "date"},
                "year": {"type": "integer"},
                "edition": text,
                "agency": optional,
                "settings": {"anyOf": [{"type": "null"}, closed({"file": text, "sha256": digest})]},
                "previous": optional,
                "inputs": {
                    "type": "array",
                    "items": closed(
                        {
                            "file": text,
                            "sha256": digest,
                            "format": text,
                            "sheets": {"type": "array", "items": sheet},
                        }
                    ),
                },
                "tables": tables,
                "carried_forward": {"type": "array", "items": text},
                "facts": {"type": "object", "additionalProperties": {"anyOf": [cell, counts]}},
                "findings": {"type": "array", "items": finding},
                "findings_omitted": counts,
            }
        ),
    }


def closed(properties: Mapping[str, Any], optional: Iterable[str] = ()) -> dict[str, Any]:
    """An object that has these properties; later versions may add others, so more are allowed."""
    required = [name for name in properties if name not in set(optional)]
    return {"type": "object", "properties": dict(properties), "required": required}
