"""Results as CSV: one line a cell, a request or a row, for spreadsheets and other programs.

No text is ever taken for a formula. The mark at the start that Excel wants is set where a file is
written.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from reportcli.answer.cell import CellExplanation
from reportcli.answer.fact import FactExplanation
from reportcli.answer.row import RowExplanation
from reportcli.answer.watch import DeadlineWatch
from reportcli.count.number import plain_number
from reportcli.export.answers import (
    behind_table,
    cell_json,
    counted_table,
    deadline_json,
    fact_json,
    row_json,
)
from reportcli.law.edition import label_text
from reportcli.report import Report
from reportcli.words.messages import Voice

# Money is decimal text, and may be negative.
NUMBER_TEXT = re.compile(r"-?\d+(\.\d+)?")
# Full-width forms too: input methods type them, spreadsheets obey them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LEFT_OUT = (
    " \n\v\f\xa0\u200b\u2060\u3000\ufeff"  # what a spreadsheet may leave out before a formula
)
WATCHED = (
    "number", "file", "sheet", "row", "received", "start", "paused_days", "extension_days", "due", "closed",
    "state", "label", "days", "provisional",
    "days_left", "unit",
)  # fmt: skip


def write_tally_csv(report: Report, voice: Voice) -> str:
    """Every cell in long form: table, line, column, label, value."""
    heads = ("table", "line", "column", "label", "value")
    return written(heads, tally_rows(report, voice))


def tally_rows(report: Report, voice: Voice) -> Iterable[Sequence[object]]:
    """The cells of a report, in the order of the form."""
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        for line, column, _ in table.cells() if numbers else ():
            assert numbers is not None
            label = f"{label_text(line, voice)} / {label_text(column, voice)}"
            number = numbers[line.id, column.id]
            value = "" if number is None else plain_number(number)
            yield table.id, line.id, column.id, label, value


def write_deadlines_csv(watch: DeadlineWatch, voice: Voice) -> str:
    """One line a request."""
    rows = []
    for one in watch.deadlines:
        data = msgspec.structs.asdict(deadline_json(one))
        data["label"] = voice.say("clock", f"state-{one.state}")
        data["provisional"] = int(one.provisional)
        data["unit"] = one.unit
        data["days_left"] = one.days if one.state in ("open", "overdue") else None
        cells = (data[name] for name in WATCHED)
        rows.append(list(cells))
    return written(WATCHED, rows)


def write_cell_csv(explanation: CellExplanation, report: Report, voice: Voice) -> str:
    """The rows behind a number, one a line."""
    return written(*behind_table(cell_json(explanation, report, voice)))


def write_fact_csv(explanation: FactExplanation, report: Report, voice: Voice) -> str:
    """The rows behind a fact, one a line."""
    return written(*behind_table(fact_json(explanation, report, voice)))


def write_row_csv(
    explanation: RowExplanation, report: Report, values: Mapping[str, str] | None, voice: Voice
) -> str:
    """The numbers that a row is in, one a line."""
    return written(*counted_table(row_json(explanation, report, values, voice)))


def written(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under their headings, each line ended as RFC 4180 has it."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(heads)
    lines.writerows(map(inert_cell, row) for row in rows)
    return out.getvalue()


def inert_cell(cell: object) -> object:
    """A cell as it may stand in a file: a number as it is, text never as a formula."""
    if not isinstance(cell, str) or NUMBER_TEXT.fullmatch(cell):
        return cell
    return inert(cell)


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that could start one is quoted (OWASP, CSV
    injection).
    """
    begins = text.startswith(FORMULA_STARTS) or text.lstrip(LEFT_OUT).startswith(FORMULA_STARTS)
    return f"'{text}" if begins else text
