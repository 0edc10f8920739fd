"""The figures of several years as an Excel workbook: the years side by side, the long table to filter
and draw from, and what was found.
"""

from __future__ import annotations

from typing import IO, Any

from openpyxl import Workbook

from reportcli.answer import trend_words as said
from reportcli.answer.trend import Trend, YearValue
from reportcli.export.book import HEAD, new_book, save_book
from reportcli.export.compared_book import (
    fit_height,
    number_of_side,
    set_widths,
    sheet_title,
)
from reportcli.export.xlsx import styled, text_cell
from reportcli.words.messages import Voice

SIDE_BY_SIDE = {"table": 8, "label": 38, "unit": 8}
YEAR_WIDTH, NOTE_WIDTH = 11, 50
LONG = {
    "year": 8, "edition": 8, "cell": 44, "label": 34, "value": 12, "status": 10, "note": 60,
}  # fmt: skip
REMARKS = {"severity": 8, "message": 80, "remedy": 70}


def write_trend_xlsx(trend: Trend, every: bool, voice: Voice, target: IO[bytes]) -> None:
    """The workbook, streamed to an open file."""
    book = new_book(streamed=True)
    add_years(book, trend, every, voice)
    add_long_table(book, trend, voice)
    add_remarks(book, trend, voice)
    save_book(book, target)


def add_years(book: Workbook, trend: Trend, every: bool, voice: Voice) -> None:
    """A measure a row, a year a column, and what has to be known of it."""
    sheet: Any = book.create_sheet(voice.say("trend", "figures"))
    years = dict.fromkeys(map(str, trend.years), YEAR_WIDTH)
    set_widths(sheet, {**SIDE_BY_SIDE, **years, "note": NOTE_WIDTH})
    sheet.freeze_panes = "D3"
    sheet.append([sheet_title(sheet, said.title_of_trend(trend, voice))])
    heads = [voice.say("label", "table"), voice.say("trend", "label"), voice.say("label", "unit")]
    heads += [*years, voice.say("trend", "note")]
    sheet.append([styled(sheet, head, HEAD, shade=True) for head in heads])
    for number, measure in enumerate(said.shown_measures(trend, every=every), start=3):
        section = measure.edition.table(measure.cell.partition("/")[0]).section
        name = said.name_of_measure(measure, voice)
        texts = [section, name, said.unit_of_measure(measure)]
        told = [
            f"{one.year}：{words}"
            for one in measure.values
            # Of a line that the form did not have the dash in its place says enough.
            if one and one.status != "absent" and (words := told_of_value(one, voice))
        ]
        notes = "；".join(told)
        fit_height(sheet, number, notes, NOTE_WIDTH)
        sheet.append(
            [
                *(text_cell(sheet, text) for text in texts),
                *(year_value(sheet, value) for value in measure.values),
                styled(sheet, notes, box=False),
            ]
        )


def told_of_value(value: YearValue, voice: Voice) -> str:
    """The status of a value in words, and what has to be known of it."""
    status = "" if value.status == "ok" else voice.say("trend", f"status-{value.status}")
    return "，".join(filter(None, [status, said.note_words(value, voice)]))


def year_value(sheet: Any, value: YearValue | None) -> Any:
    """A number as a number, so that it can be drawn and added; what is none by its mark."""
    if value is None:
        return None
    if value.value is None:
        return text_cell(sheet, said.value_with_mark(value))
    return number_of_side(value.value)


def add_long_table(book: Workbook, trend: Trend, voice: Voice) -> None:
    """Every value, one a line."""
    sheet: Any = book.create_sheet(voice.say("trend", "sheet-long"))
    set_widths(sheet, LONG)
    sheet.freeze_panes = "A2"
    sheet.append([styled(sheet, voice.say("trend", key), HEAD, shade=True) for key in LONG])
    for one in trend.values:
        texts = [one.edition, one.cell, said.name_of_value(one, voice)]
        sheet.append(
            [
                one.year,
                *(text_cell(sheet, text) for text in texts),
                number_of_side(one.value),
                text_cell(sheet, one.status),
                text_cell(sheet, said.note_words(one, voice)),
            ]
        )


def add_remarks(book: Workbook, trend: Trend, voice: Voice) -> None:
    """The carry-over from year to year, and what was found."""
    sheet: Any = book.create_sheet(voice.say("trend", "remarks"))
    set_widths(sheet, REMARKS)
    for check in trend.checks:
        sheet.append([None, text_cell(sheet, said.check_words(check))])
    for number, finding in enumerate(trend.findings, start=len(trend.checks) + 1):
        severity = voice.say("severity", finding.severity)
        where = f"{finding.address.file}：" if finding.address.file else ""
        texts = (severity, where + finding.message(voice.language), finding.remedy(voice.language))
        fit_height(sheet, number, texts[1], REMARKS["message"])
        sheet.append([styled(sheet, text, box=False) for text in texts])
