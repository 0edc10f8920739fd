"""What changed as an Excel workbook: a sheet 修订, as statistics offices publish a revision, with old,
new and reason, and the rows behind it on a second one.
"""

from __future__ import annotations

from typing import IO, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from reportcli.answer import revisions as said
from reportcli.answer.compare import Comparison
from reportcli.answer.revisions import HowListed
from reportcli.count.number import Number
from reportcli.export.book import HEAD, TITLE_FONT, new_book, save_book, set_up
from reportcli.export.xlsx import LINE, SPARE, as_number, lines_in_cell, styled, text_cell
from reportcli.words.messages import Voice

REVISION_WIDTHS = {"table": 8, "label": 30, "old": 12, "now": 12, "delta": 10, "reason": 60}
ROW_WIDTHS = {
    "label": 30, "file": 24, "sheet-head": 18, "row-head": 8, "number": 18,
    "cause": 14, "from": 30, "to": 30, "contribution": 10,
}  # fmt: skip

FIRST_REVISION = 6  # below the title, what is said, both sides and the heads
HIGHEST_ROW = 409  # points: Excel has no higher one


def write_diff_xlsx(found: Comparison, _asked: HowListed, voice: Voice, target: IO[bytes]) -> None:
    """The workbook, streamed to an open file."""
    book = new_book(streamed=True)
    add_revisions(book, found, voice)
    if found.has_rows:
        add_deeds(book, found, voice)
    save_book(book, target)


def add_revisions(book: Workbook, found: Comparison, voice: Voice) -> None:
    """Every number that changed, totals too, under how many of how many tables there are."""
    sheet: Any = book.create_sheet(voice.say("diff", "sheet"))
    set_widths(sheet, REVISION_WIDTHS)
    counts = [count for count in said.tables_changed(found).values() if count]
    told = voice.say("diff", "revised", tables=len(counts), numbers=sum(counts))
    agency = found.new.agency or ""
    title = voice.say("diff", "title", agency=agency, year=found.new.year)
    sheet.append([sheet_title(sheet, title.strip())])
    sheet.append(
        [text_cell(sheet, told if counts else voice.say("say", said.key_of_nothing(found)))]
    )
    for side in ("old", "new"):
        named = voice.say("diff", {"old": "old", "new": "now"}[side])
        sheet.append([text_cell(sheet, named), text_cell(sheet, getattr(found, side).name)])
    add_heads(sheet, tuple(REVISION_WIDTHS), voice)
    joint = voice.choose("；", "; ")
    for number, change in enumerate(found.cells, start=FIRST_REVISION):
        section = found.new.edition.table(change.cell.partition("/")[0]).section
        reasons = joint.join(said.reasons_for(change, found, voice))
        fit_height(sheet, number, reasons, REVISION_WIDTHS["reason"])
        sheet.append(
            [
                text_cell(sheet, section),
                text_cell(sheet, said.cell_name(found, change.cell, voice)),
                number_of_side(change.old),
                number_of_side(change.new),
                number_of_side(change.delta),
                styled(sheet, reasons, box=False),
            ]
        )


def add_deeds(book: Workbook, found: Comparison, voice: Voice) -> None:
    """Every row of every number, one a line, to be filtered."""
    sheet: Any = book.create_sheet(voice.say("diff", "rows-sheet"))
    set_widths(sheet, ROW_WIDTHS)
    sheet.freeze_panes = "A2"
    add_heads(sheet, tuple(ROW_WIDTHS), voice)
    joint = voice.choose("、", ", ")
    for change in found.cells:
        name = said.cell_name(found, change.cell, voice)
        for row in change.rows or ():
            told = [
                joint.join(said.cell_name(found, one, voice) for one in cells)
                for cells in (row.came_from, row.went_to)
            ]
            cause = voice.say("diff", f"cause-{row.cause}")
            address = row.address
            texts = [text_cell(sheet, one) for one in (name, address.file, address.sheet)]
            number = text_cell(sheet, row.number) if row.number else None
            words = [text_cell(sheet, one) for one in (cause, *told)]
            sheet.append([*texts, address.row, number, *words, number_of_side(row.contribution)])


def add_heads(sheet: Any, keys: tuple[str, ...], voice: Voice) -> None:
    """The headings of a list."""
    known = {"table": ("label", "table")}
    sheet.append(
        [styled(sheet, voice.say(*known.get(key, ("diff", key))), HEAD, shade=True) for key in keys]
    )


def sheet_title(sheet: Any, title: str) -> Any:
    """The title over a list, on one line across its columns."""
    cell = text_cell(sheet, title)
    cell.font = TITLE_FONT
    return cell


def fit_height(sheet: Any, row: int, text: str, width: int) -> None:
    """Make a row, before it is appended, as high as its text takes in a column so wide: not every
    program does it by itself."""
    lines = lines_in_cell(text, width)
    if lines > 1:
        sheet.row_dimensions[row].height = min(lines * LINE + SPARE, HIGHEST_ROW)


def set_widths(sheet: Any, widths: dict[str, int]) -> None:
    """A page across, with columns of these widths in characters."""
    set_up(sheet, landscape=True)
    for number, width in enumerate(widths.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def number_of_side(number: Number | None) -> Any:
    """A number as a number, as far as Excel keeps its digits."""
    return None if number is None else as_number(str(number))
