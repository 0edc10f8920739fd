"""What `explain` found as an Excel workbook: one list, headed in the language of the reader.

Text is stored as text, whatever it starts with. Not for the tables of a report (`xlsx.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from reportcli.contract import ExplainCellJson
from reportcli.export.answers import (
    AnswerTable,
    behind_table,
    cell_json,
    counted_table,
    fact_json,
    row_json,
)
from reportcli.export.book import HEAD, new_book, save_book, set_up
from reportcli.export.xlsx import as_number, styled, text_cell
from reportcli.words.fields import log_kinds
from reportcli.words.messages import Voice, messages
from reportcli.words.numerals import number_text

if TYPE_CHECKING:
    from reportcli.answer.cell import CellExplanation
    from reportcli.answer.fact import FactExplanation
    from reportcli.answer.row import RowExplanation
    from reportcli.report import Report

ANSWER_WIDTHS = {"file": 24, "sheet": 18, "row": 8, "number": 18, "contribution": 10, "label": 44}
USUAL, WIDE_RULE = 14, 60  # characters; a rule is a sentence, and wraps


def write_cell_xlsx(
    explanation: CellExplanation, report: Report, voice: Voice, target: IO[bytes]
) -> None:
    """The rows behind a number."""
    write_behind(cell_json(explanation, report, voice), voice, target)


def write_fact_xlsx(
    explanation: FactExplanation, report: Report, voice: Voice, target: IO[bytes]
) -> None:
    """The rows behind a fact."""
    write_behind(fact_json(explanation, report, voice), voice, target)


def write_behind(found: ExplainCellJson, voice: Voice, target: IO[bytes]) -> None:
    """The rows behind a number under its label and value."""
    title = f"{found.label} = {found.value} {found.unit}"
    write_list(title, behind_table(found), voice, target)


def write_row_xlsx(
    explanation: RowExplanation,
    report: Report,
    values: Mapping[str, str] | None,
    voice: Voice,
    target: IO[bytes],
) -> None:
    """The numbers that a row is in."""
    found = row_json(explanation, report, values, voice)
    write_list(found.why, counted_table(found), voice, target)


def write_list(title: str, table: AnswerTable, voice: Voice, target: IO[bytes]) -> None:
    """A list under its title, its headings in sight."""
    heads, rows = table
    book = new_book(streamed=True)
    sheet: Any = book.create_sheet(voice.say("label", "rows"))
    set_up(sheet, landscape=True)
    for number, key in enumerate(heads, start=1):
        width = ANSWER_WIDTHS.get(key, WIDE_RULE if key in ("rule", "cell") else USUAL)
        sheet.column_dimensions[chr(64 + number)].width = width
    sheet.freeze_panes = "A3"
    sheet.append([text_cell(sheet, title)])
    sheet.append([styled(sheet, heading(key, voice), HEAD, shade=True) for key in heads])
    for row in rows:
        sheet.append([cell_of(sheet, key, value) for key, value in zip(heads, row, strict=True)])
    save_book(book, target)


def heading(key: str, voice: Voice) -> str:
    """A heading in words: of the list, or the usual one of the field."""
    for group in ("answer", "label"):
        if key in messages()[group]:
            return voice.say(group, key)
    fields = (field for kind in log_kinds().values() for field in kind.fields)
    field = next((one for one in fields if one.id == key), None)
    return voice.choose(field.label, field.label_en) if field else key


def cell_of(sheet: Any, key: str, value: object) -> Any:
    """A number as a number, all else as text."""
    if value is None:
        return None
    if key in ("row", "contribution", "derived"):
        return as_number(number_text(value) if isinstance(value, int) else str(value))
    return text_cell(sheet, value)
