"""Finished reports and what is wrong in them as a workbook: a sheet of reports by findings, and one
of every finding. Not for the marked-up copy of a log (`marking`).
"""

from __future__ import annotations

from collections import Counter
from typing import IO, Any

from openpyxl.utils import get_column_letter

from reportcli.export.book import HEAD, new_book, save_book, set_up
from reportcli.export.checked import CheckedReports, outcome_words
from reportcli.export.xlsx import as_number, set_up_list, styled, text_cell
from reportcli.finished import ProvedReport
from reportcli.words.messages import Voice, printable

CHECKED_WIDTHS = {"file": 32, "severity": 8, "place": 44, "finding": 60, "remedy": 60, "code": 24}
FILE_WIDTH, COUNT_WIDTH = 40, 11


def write_checked_book(found: CheckedReports, voice: Voice, target: IO[bytes]) -> None:
    """Reports × findings, and under it every finding at its place."""
    book = new_book(streamed=True)
    add_reports(book, found, voice)
    add_every_finding(book, found, voice)
    save_book(book, target)


def count_of_codes(proved: ProvedReport) -> Counter[str]:
    """Code → how many findings; of a report that was refused none."""
    findings = proved.report.findings if proved.report else ()
    return Counter(finding.code for finding in findings)


def add_reports(book: Any, found: CheckedReports, voice: Voice) -> None:
    """A row a report: its year, how many errors and warnings, and how many of each code."""
    counts = [count_of_codes(one) for one in found.reports]
    codes = sorted(set().union(*counts))
    sheet: Any = book.create_sheet(voice.say("label", "reports"))
    set_up(sheet, landscape=True)
    keys = ("file", "year", "outcome")
    widths = [FILE_WIDTH, COUNT_WIDTH, 2 * COUNT_WIDTH, *[COUNT_WIDTH] * len(codes)]
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    heads = [*(voice.say("label", key) for key in keys), *codes]
    sheet.append([styled(sheet, head, HEAD, shade=True) for head in heads])
    for one, of_code in zip(found.reports, counts, strict=True):
        year = str(one.report.year) if one.report else ""
        cells = [text_cell(sheet, printable(one.file)), text_cell(sheet, year)]
        cells.append(text_cell(sheet, outcome_words(one, voice)))
        cells += [as_number(str(of_code[code])) if of_code[code] else None for code in codes]
        sheet.append(cells)


def add_every_finding(book: Any, found: CheckedReports, voice: Voice) -> None:
    """Every finding: how grave, where, what, and what to do."""
    sheet: Any = book.create_sheet(voice.say("label", "findings"))
    set_up_list(sheet, CHECKED_WIDTHS, voice, landscape=True)
    for one in found.reports:
        for finding in one.report.findings if one.report else ():
            cells = (
                one.file,
                voice.say("severity", finding.severity),
                str(finding.address),
                finding.message(voice.language),
                finding.remedy(voice.language),
                finding.code,
            )
            sheet.append([styled(sheet, printable(cell)) for cell in cells])
        if one.refusal:
            told = one.refusal.message(voice.language)
            cells_of_refusal = (
                one.file,
                voice.say("severity", "error"),
                "",
                told,
                "",
                one.refusal.code,
            )
            sheet.append([styled(sheet, printable(cell)) for cell in cells_of_refusal])
