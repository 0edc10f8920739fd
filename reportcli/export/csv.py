"""Results as CSV: one line a cell, a request or a row, for spreadsheets and other programs.

No text is ever taken for a formula. The mark at the start that Excel wants is set where a file is
written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from reportcli.answer.watch import DeadlineWatch
from reportcli.count.number import plain_number
from reportcli.export.answers import deadline_json
from reportcli.law.edition import label_text
from reportcli.report import Report
from reportcli.words.messages import Voice

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LEFT_OUT = (
    " \n\v\f\xa0\u200b\u2060\u3000\ufeff"  # what a spreadsheet may leave out before a formula
)
WATCHED = (
    "number", "file", "sheet", "row", "received", "start", "paused_days", "extension_days", "due", "closed",
    "state", "label", "days", "provisional",
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
            value = plain_number(numbers[line.id, column.id])
            # A negative number is a number, which is no formula.
            yield table.id, line.id, column.id, inert(label), value


def write_deadlines_csv(watch: DeadlineWatch, voice: Voice) -> str:
    """One line a request."""
    rows = []
    for one in watch.deadlines:
        data = msgspec.structs.asdict(deadline_json(one))
        data["label"] = voice.say("clock", f"state-{one.state}")
        data["provisional"] = int(one.provisional)
        cells = (data[name] for name in WATCHED)
        rows.append([inert(cell) if isinstance(cell, str) else cell for cell in cells])
    return written(WATCHED, rows)


def written(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under their headings, each line ended as RFC 4180 has it."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(heads)
    lines.writerows(rows)
    return out.getvalue()


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that could start one is quoted (OWASP, CSV
    injection).
    """
    begins = text.startswith(FORMULA_STARTS) or text.lstrip(LEFT_OUT).startswith(FORMULA_STARTS)
    return f"'{text}" if begins else text
