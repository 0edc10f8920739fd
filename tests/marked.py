"""A log with one fault of each sort, marked in tests, and what is read of the copy."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from reportcli.intake.child.parent import Limits, ask_for_cells
from reportcli.marking.mark import write_marked
from reportcli.report import Report, compile_report
from reportcli.words.messages import CHINESE, Voice

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
LIST = "问题清单"
HEADINGS = [
    "登记编号",
    "收到日期",
    "申请人",
    "申请人类型",
    "申请方式",
    "答复日期",
    "办理结果",
    "承办科室",
    "承办人",
]


def request(number: int, *cells: object) -> list[object]:
    """A record: received, applicant, type, channel, closed, outcome, unit; its handler is the same in all."""
    return [f"2024-{number}", *cells, "钱某某"]


# One sound request, one fault of each sort: a text, a blank cell, a warning, two faults in a row, a date.
GRANTED = "予以公开"
REQUESTS: list[list[object]] = [
    request(1, date(2024, 1, 5), "赵某某", "自然人", "信函", date(2024, 1, 20), GRANTED, "法规科"),
    request(
        2, date(2024, 2, 5), "孙某某", "自然人", "信函", date(2024, 2, 20), "不知所云", "规划科"
    ),
    request(3, date(2024, 2, 6), "李某某", "自然人", "信函", None, GRANTED, "法规科"),
    request(4, date(2024, 2, 7), "周某某", "自然人", "小程序", date(2024, 2, 21), GRANTED, None),
    request(5, date(2024, 2, 8), "吴某某", "外籍", "小程序", date(2024, 2, 22), GRANTED, "王小明"),
    request(6, "2024-2-30", "郑某某", "自然人", "信函", date(2024, 3, 22), GRANTED, "规划科"),
]
# (cell, colour, codes) in the sheet 台账, whose header is in row 2
MARKED = [
    ("G4", RED, ["outcome-unknown"]),
    ("F5", RED, ["closing-date-missing"]),
    ("E6", YELLOW, ["channel-unknown"]),
    ("D7", RED, ["applicant-type-unknown"]),
    ("E7", YELLOW, ["channel-unknown"]),
    ("B8", RED, ["date-invalid"]),
]
GROUPS = {
    "承办科室：规划科（错误 2 处，提醒 0 处）": ["'台账'!G4", "'台账'!B8"],
    "承办科室：法规科（错误 1 处，提醒 0 处）": ["'台账'!F5"],
    "承办科室：未填写（错误 1 处，提醒 2 处）": ["'台账'!D7", "'台账'!E6、E7（2 处）"],
}


def styled_book() -> Workbook:
    """A workbook with nearly everything that a clerk may have given it; its log is the second sheet."""
    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["A1"] = "依申请公开"
    cover.print_area = "A1:B2"
    log = book.create_sheet("台账")
    log["A1"] = "2024年依申请公开台账"
    log.merge_cells("A1:I1")
    log.append(HEADINGS)
    for row in REQUESTS:
        log.append(row)
    thin = Side(style="thin", color="FF00FF00")
    for row in log.iter_rows(min_row=2, max_row=8):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.font = Font(name="楷体", size=12, italic=True)
            cell.alignment = Alignment(horizontal="center", wrap_text=True)
    for column in "BF":
        for row in range(3, 9):
            log[f"{column}{row}"].number_format = 'yyyy"年"m"月"d"日"'
    log["G4"].fill = PatternFill("lightUp", fgColor="FF0000FF")
    log["G4"].protection = Protection(locked=False)
    log["K3"] = "=SUM(K4:K5)"
    log["K4"], log["K5"] = 1, 2
    log.append(["合计", None, "=COUNTA(C3:C8)"])
    log.column_dimensions["A"].width, log.column_dimensions["C"].hidden = 23, True
    log.row_dimensions[4].height = 44
    log.freeze_panes = "B3"
    log.auto_filter.ref = "A2:I8"
    choices = DataValidation("list", formula1='"予以公开,不予公开"')
    choices.add("G3:G99")
    log.add_data_validation(choices)
    log.conditional_formatting.add(
        "K3:K9", CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FFFF0000"))
    )
    log.print_area, log.print_title_rows = "A1:I9", "1:2"
    log.oddFooter.center.text = "&P"
    log.protection.sheet = True
    book.defined_names["全部"] = DefinedName("全部", attr_text="'台账'!$A$3:$I$8")
    chart = BarChart()
    chart.add_data(Reference(log, min_col=11, min_row=3, max_row=5))
    log.add_chart(chart, "L2")
    other = book.create_sheet("其他")
    other.append(["代码", "名称"])
    other.append(["1", "甲"])
    other.add_table(Table(displayName="表", ref="A1:B2"))
    other["A2"].comment = Comment("别的批注", "某某")
    book.create_sheet("藏", 0).sheet_state = "hidden"
    book.active = log
    return book


def report_of(path: Path, **options: Any) -> Report:
    return compile_report([path], as_of=date(2025, 1, 12), limits=Limits(seconds=60), **options)


def marked(path: Path, voice: Voice = CHINESE, **options: Any) -> tuple[bytes, list[str]]:
    """The marked-up copy of a file, and what is told beside."""
    out = io.BytesIO()
    report = report_of(path, **options)
    told = write_marked(
        report, str(path), voice, out, partial(ask_for_cells, str(path), report.settings, Limits())
    )
    return out.getvalue(), told


def open_book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def marks(sheet: Any) -> list[tuple[str, str, list[str]]]:
    """(cell, colour, codes in its note) of every cell with a note of ours."""
    return [
        (
            cell.coordinate,
            cell.fill.fgColor.rgb,
            re.findall("(?:错误|提醒).* ([a-z-]+)$", cell.comment.text, re.M),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]


def listed(sheet: Any) -> dict[str, list[str]]:
    """The groups of the list, and the places under each."""
    groups: dict[str, list[str]] = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] and row[1] is None:
            groups[row[0]] = []
        elif groups and row[0] in ("错误", "提醒", "错误 error", "提醒 warning"):
            groups[list(groups)[-1]].append(row[1])
    return {name: places for name, places in groups.items() if places}


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A workbook whose parts are changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


FORMULA_LIKE = """
    登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请方式 | 答复日期 | 办理结果
    2024-1 | 2024-01-05 | =1+1 | 自然人 | 信函 | 2024-01-20 | 予以公开
    2024-2 | 2024-02-05 | @某 | 自然人 | 信函 | 2024-02-20 | 不知所云
"""
