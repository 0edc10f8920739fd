"""One office's logs laid out in the ways of offices: whatever the layout, every cell of the form comes out the same.

`RELAID` gives for each layout the files that it writes. A layout takes the rows of the three logs, headings first, as
`expand` gives them with its columns of truth beside, which no layout writes.
"""

from __future__ import annotations

import csv
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from reportcli.law.edition import Edition
from tests.expand import TRUTH

Row = list[object]
Logs = Mapping[str, list[Row]]
TITLES = {"requests": "依申请公开", "publications": "主动公开", "cases": "复议诉讼"}


@dataclass
class Page:
    """One sheet: its rows, and what is merged, hidden or shown by a format."""

    title: str
    rows: list[Row]
    merged: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    formats: dict[int, str] = field(default_factory=dict)  # column (from 0) → number format


Layout = Callable[[Logs, Path], list[Path]]
RELAID: dict[str, Layout] = {}


def layout(make: Callable[[Logs], list[Page]]) -> Callable[[Logs], list[Page]]:
    """Register a layout that is one workbook."""

    def written(logs: Logs, folder: Path) -> list[Path]:
        return [save(folder / "台账.xlsx", make(logs))]

    RELAID[make.__name__] = written
    return make


def layout_of_files(make: Layout) -> Layout:
    """Register a layout that writes its files itself."""
    RELAID[make.__name__] = make
    return make


# ---- rows


def told(rows: list[Row]) -> list[Row]:
    """Rows without the columns of truth."""
    return without(rows, *TRUTH)


def without(rows: list[Row], *headings: str) -> list[Row]:
    kept = [at for at, heading in enumerate(rows[0]) if heading not in headings]
    return [[row[at] for at in kept] for row in rows]


def column(rows: list[Row], heading: str) -> list[object]:
    """The cells under a heading."""
    return [row[rows[0].index(heading)] for row in rows[1:]]


def beside(
    rows: list[Row], headings: Sequence[str], cells: Sequence[Sequence[object]], at: int = 0
) -> list[Row]:
    """Rows with further columns, which begin at a place."""
    return [
        [*row[:at], *more, *row[at:]] for row, more in zip(rows, [headings, *cells], strict=True)
    ]


def changed(rows: list[Row], change: Callable[[object], object]) -> list[Row]:
    """Rows with each cell below the header changed."""
    return [rows[0], *([change(cell) for cell in row] for row in rows[1:])]


def renamed(rows: list[Row], **names: str) -> list[Row]:
    return [[names.get(str(heading), heading) for heading in rows[0]], *rows[1:]]


def is_day(cell: object) -> bool:
    return isinstance(cell, date)


# ---- files


def save(path: Path, pages: Sequence[Page], **options: Any) -> Path:
    """A workbook of these sheets."""
    book = xlsxwriter.Workbook(
        path, {"strings_to_numbers": False, "strings_to_formulas": False, **options}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for page in pages:
        sheet = book.add_worksheet(page.title)
        shown = {at: book.add_format({"num_format": text}) for at, text in page.formats.items()}
        for number, row in enumerate(page.rows):
            for at, cell in enumerate(row):
                match cell:
                    case None:
                        continue
                    case datetime():
                        sheet.write_datetime(number, at, cell, clock)
                    case date():
                        sheet.write_datetime(number, at, cell, day)  # type: ignore[arg-type]
                    case str():
                        sheet.write_string(number, at, cell)
                    case _:
                        sheet.write(number, at, cell, shown.get(at))
        for place in page.merged:
            first, _, last = place.partition(":")
            corner = xl_cell_to_rowcol(first)
            text = page.rows[corner[0]][corner[1]]
            sheet.merge_range(*corner, *xl_cell_to_rowcol(last), "" if text is None else text)
        for number in page.hidden:
            sheet.set_row(number, None, None, {"hidden": True})
    book.close()
    return path


def pages_of(logs: Logs) -> list[Page]:
    """A sheet a log, as plain as can be."""
    return [Page(TITLES[kind], told(rows)) for kind, rows in logs.items()]


def text_of(cell: object) -> str:
    return "" if cell is None else str(cell)


# ---- layouts: files


@layout
def one_workbook(logs: Logs) -> list[Page]:
    return pages_of(logs)


@layout_of_files
def a_file_a_log(logs: Logs, folder: Path) -> list[Path]:
    return [save(folder / f"{page.title}.xlsx", [page]) for page in pages_of(logs)]


def delimited(
    folder: Path, logs: Logs, encoding: str, suffix: str = ".csv", **options: Any
) -> list[Path]:
    paths = []
    for kind, rows in logs.items():
        path = folder / f"{TITLES[kind]}{suffix}"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, **options).writerows(
                [text_of(cell) for cell in row] for row in told(rows)
            )
        paths.append(path)
    return paths


@layout_of_files
def text_in_utf8(logs: Logs, folder: Path) -> list[Path]:
    return delimited(folder, logs, "utf-8-sig")


@layout_of_files
def text_in_gb18030(logs: Logs, folder: Path) -> list[Path]:
    return delimited(folder, logs, "gb18030")


@layout_of_files
def text_with_tabs_in_utf16(logs: Logs, folder: Path) -> list[Path]:
    return delimited(folder, logs, "utf-16", ".xls", delimiter="\t")


@layout_of_files
def pages_named_xls(logs: Logs, folder: Path) -> list[Path]:
    paths = []
    for kind, rows in logs.items():
        lines = "".join(
            f"<tr>{''.join(f'<td>{html.escape(text_of(cell))}</td>' for cell in row)}</tr>"
            for row in told(rows)
        )
        path = folder / f"{TITLES[kind]}.xls"
        path.write_text(
            f"<html><meta charset=utf-8><body><table>{lines}</table></body></html>", "utf-8"
        )
        paths.append(path)
    return paths


@layout_of_files
def dates_of_1904(logs: Logs, folder: Path) -> list[Path]:
    return [save(folder / "台账.xlsx", pages_of(logs), date_1904=True)]


# ---- layouts: around the table


@layout
def titles_units_and_footers(logs: Logs) -> list[Page]:
    return [
        Page(
            page.title,
            [
                [f"某某局{page.title}台账"],
                ["填报单位：某某局", None, None, "单位：件"],
                *page.rows,
                ["填表人：某某", None, None, "审核人：某某"],
                ["备注：本表按条例登记"],
            ],
        )
        for page in pages_of(logs)
    ]


@layout
def blank_rows_and_columns_before(logs: Logs) -> list[Page]:
    return [
        Page(page.title, [[], [], [], *([None, None, *row] for row in page.rows)])
        for page in pages_of(logs)
    ]


@layout
def totals_and_groups(logs: Logs) -> list[Page]:
    pages = []
    for page in pages_of(logs):
        header, *records = page.rows
        rows = [header]
        for number, at in enumerate(range(0, len(records), 40), start=1):
            part = records[at : at + 40]
            rows += [
                [f"（{'一二三四五六七八九十'[number % 10]}）规划类"],
                *part,
                ["小计", len(part)],
            ]
        pages.append(Page(page.title, [*rows, ["合计", len(records)]]))
    return pages


@layout
def header_on_every_page(logs: Logs) -> list[Page]:
    pages = []
    for page in pages_of(logs):
        header, *records = page.rows
        rows = [
            row for at in range(0, len(records), 25) for row in (header, *records[at : at + 25])
        ]
        pages.append(Page(page.title, rows or [header]))
    return pages


@layout
def header_again_with_its_columns_moved(logs: Logs) -> list[Page]:
    pages = []
    for page in pages_of(logs):
        header, *records = page.rows
        half = len(records) // 2
        moved = [row[::-1] for row in (header, *records[half:])]
        pages.append(Page(page.title, [header, *records[:half], *moved]))
    return pages


@layout
def header_of_two_rows(logs: Logs) -> list[Page]:
    pages = []
    for page in pages_of(logs):
        header, *records = page.rows
        above: Row = list(header)
        below: Row = [None] * len(header)
        merged = []
        for at in range(len(header)):
            letter = letters(at)
            if page.title == "依申请公开" and header[at] in (
                "申请人",
                "申请人类型",
                "统一社会信用代码",
            ):
                above[at] = "申请人信息" if header[at] == "申请人" else None
                below[at] = header[at]
            else:
                merged.append(f"{letter}1:{letter}2")
        if page.title == "依申请公开":
            merged.append("C1:E1")
        pages.append(Page(page.title, [above, below, *records], merged))
    return pages


@layout
def columns_the_other_way_round(logs: Logs) -> list[Page]:
    return [Page(page.title, [row[::-1] for row in page.rows]) for page in pages_of(logs)]


@layout
def columns_of_no_use_between(logs: Logs) -> list[Page]:
    pages = []
    for page in pages_of(logs):
        more = [[number, "A4", "某柜"] for number in range(1, len(page.rows))]
        pages.append(Page(page.title, beside(page.rows, ["序号", "页数", "存放位置"], more)))
    return pages


@layout
def hidden_rows(logs: Logs) -> list[Page]:
    return [
        Page(page.title, page.rows, hidden=set(range(3, len(page.rows), 7)))
        for page in pages_of(logs)
    ]


@layout
def records_over_two_rows(logs: Logs) -> list[Page]:
    """A second row of each record with nothing but more words about it."""
    pages = []
    for page in pages_of(logs):
        header, *records = page.rows
        rows: list[Row] = [[*header, "页次"]]
        merged = []
        for record in records[:300]:
            first = len(rows) + 1
            rows += [[*record, "第1页"], [None] * len(record) + ["第2页"]]
            merged += [
                f"{chr(65 + at)}{first}:{chr(65 + at)}{first + 1}" for at in range(len(record))
            ]
        rows += [[*record, "第1页"] for record in records[300:]]
        pages.append(Page(page.title, rows, merged))
    return pages


# ---- layouts: sheets


@layout
def a_sheet_a_month(logs: Logs) -> list[Page]:
    requests = told(logs["requests"])
    at = requests[0].index("收到日期")
    months: dict[str, list[Row]] = {}
    for record in requests[1:]:
        day = record[at]
        months.setdefault(
            f"{day.month}月" if isinstance(day, date) else "其他", [requests[0]]
        ).append(record)
    others = {kind: rows for kind, rows in logs.items() if kind != "requests"}
    return [*(Page(title, rows) for title, rows in months.items()), *pages_of(others)]


@layout
def months_and_their_sum(logs: Logs) -> list[Page]:
    return [Page("汇总", told(logs["requests"])), *a_sheet_a_month(logs)]


@layout
def two_logs_on_one_sheet(logs: Logs) -> list[Page]:
    cases, *others = (page for page in pages_of(logs) if page.title == "复议诉讼")
    requests, publications = (page for page in pages_of(logs) if page.title != "复议诉讼")
    rows = [*requests.rows, [], ["复议诉讼台账"], *cases.rows]
    assert not others
    return [Page("台账", rows), publications]


@layout
def a_sheet_a_kind_of_case(logs: Logs) -> list[Page]:
    cases = told(logs["cases"])
    kinds = column(cases, "案件类型")
    bare = without(cases, "案件类型")
    sheets = {
        title: [
            bare[0],
            *(row for row, kind in zip(bare[1:], kinds, strict=True) if word in str(kind)),
        ]
        for title, word in (("行政复议", "复议"), ("行政诉讼", "诉讼"))
    }
    if sum(len(rows) - 1 for rows in sheets.values()) != len(kinds):  # a kind that names neither
        return pages_of(logs)
    others = {kind: rows for kind, rows in logs.items() if kind != "cases"}
    return [*(Page(title, rows) for title, rows in sheets.items()), *pages_of(others)]


@layout_of_files
def last_weeks_copy_beside(logs: Logs, folder: Path) -> list[Path]:
    requests = told(logs["requests"])
    header, *records = requests
    earlier = [header]
    open_again = [header.index(name) for name in ("答复日期", "办理结果", "理由", "办理状态")]
    for number, record in enumerate(records[: len(records) * 4 // 5]):
        row = list(record)
        if number % 10 == 0:
            for at in open_again:
                row[at] = None
        earlier.append(row)
    return [
        save(folder / "台账.xlsx", pages_of(logs)),
        save(folder / "台账（上周）.xlsx", [Page("依申请公开", earlier)]),
    ]


# ---- layouts: cells


@layout
def dates_as_serial_numbers(logs: Logs) -> list[Page]:
    def serial(cell: object) -> object:
        return (cell - date(1899, 12, 30)).days if isinstance(cell, date) else cell

    return [Page(page.title, changed(page.rows, serial)) for page in pages_of(logs)]


@layout
def dates_in_words(logs: Logs) -> list[Page]:
    def words(cell: object) -> object:
        return f"{cell.year}年{cell.month}月{cell.day}日" if isinstance(cell, date) else cell

    return [Page(page.title, changed(page.rows, words)) for page in pages_of(logs)]


@layout
def forty_three_seconds_early(logs: Logs) -> list[Page]:
    def early(cell: object) -> object:
        if not isinstance(cell, date):
            return cell
        return datetime(cell.year, cell.month, cell.day) - timedelta(seconds=43)

    return [Page(page.title, changed(page.rows, early)) for page in pages_of(logs)]


@layout
def year_month_and_day_apart(logs: Logs) -> list[Page]:
    requests = told(logs["requests"])
    at = requests[0].index("收到日期")
    days = [row[at] for row in requests[1:]]
    if not all(map(is_day, days)):
        return pages_of(logs)
    apart = beside(
        without(requests, "收到日期"),
        ["收到日期", None, None],  # type: ignore[list-item]
        [[day.year, day.month, day.day] for day in days if isinstance(day, date)],
        at,
    )
    below: Row = [None] * len(apart[0])
    below[at : at + 3] = ["年", "月", "日"]
    merged = [f"{chr(65 + n)}1:{chr(65 + n)}2" for n in range(len(below)) if not at <= n < at + 3]
    merged.append(f"{chr(65 + at)}1:{chr(65 + at + 2)}1")
    page = Page("依申请公开", [apart[0], below, *apart[1:]], merged)
    return [page, *(one for one in pages_of(logs) if one.title != "依申请公开")]


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(ord("0"), ord("9") + 1)})


@layout
def signs_of_full_width(logs: Logs) -> list[Page]:
    def wide(cell: object) -> object:
        if isinstance(cell, date):
            return f"{cell.year}-{cell.month:02}-{cell.day:02}".translate(WIDE)
        return f" {cell.translate(WIDE)}　" if isinstance(cell, str) else cell

    return [Page(page.title, changed(page.rows, wide)) for page in pages_of(logs)]


@layout
def numbers_by_a_format(logs: Logs) -> list[Page]:
    """2024-00012 is kept as 12 and shown by the format."""
    requests = told(logs["requests"])
    at = requests[0].index("登记编号")
    years: dict[str, list[Row]] = {}
    for row in requests[1:]:
        year, _, number = str(row[at]).partition("-")
        years.setdefault(year, [requests[0]]).append([*row[:at], int(number), *row[at + 1 :]])
    pages = [
        Page(f"{year}年", rows, formats={at: f'"{year}-"00000'}) for year, rows in years.items()
    ]
    return [*pages, *(one for one in pages_of(logs) if one.title != "依申请公开")]


@layout
def ditto_marks(logs: Logs) -> list[Page]:
    """What stands in the cell above as well is 同上."""
    requests = told(logs["requests"])
    repeated = [requests[0].index(name) for name in ("申请方式", "承办科室")]
    rows = [list(row) for row in requests]
    for row, above in zip(rows[2:], requests[1:], strict=False):
        for at in repeated:
            if row[at] is not None and row[at] == above[at]:
                row[at] = "同上"
    return [Page("依申请公开", rows), *(one for one in pages_of(logs) if one.title != "依申请公开")]


@layout
def money_by_the_line_over_the_table(logs: Logs) -> list[Page]:
    pages = []
    for page in pages_of(logs):
        heading = next((str(name) for name in page.rows[0] if "金额（" in str(name)), "")
        unit = heading.partition("（")[2].rstrip("）")
        above = [["单位：" + unit]] if unit else []
        pages.append(Page(page.title, [*above, *renamed(page.rows, **{heading: "金额"})]))
    return pages


# ---- layouts: columns


@layout
def applied_for_and_received(logs: Logs) -> list[Page]:
    requests = told(logs["requests"])
    days = column(requests, "收到日期")
    applied = [[day - timedelta(3) if isinstance(day, date) else day] for day in days]
    rows = beside(requests, ["申请日期"], applied, 1)
    return [Page("依申请公开", rows), *(one for one in pages_of(logs) if one.title != "依申请公开")]


@layout
def citizens_and_bodies_apart(logs: Logs) -> list[Page]:
    requests = logs["requests"]
    names = column(requests, "申请人")
    columns = column(requests, "#column")
    cells = [
        [name, None] if one == "natural_person" and len(str(name)) <= 4 else [None, name]
        for name, one in zip(names, columns, strict=True)
    ]
    rows = beside(without(told(requests), "申请人"), ["公民姓名", "法人或其他组织名称"], cells, 2)
    return [Page("依申请公开", rows), *(one for one in pages_of(logs) if one.title != "依申请公开")]


COLUMNS_OF_THE_FORM = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "social_welfare": "社会公益组织",
    "legal_services": "法律服务机构",
    "other_organisation": "其他",
}


@layout
def applicants_ticked(logs: Logs) -> list[Page]:
    requests = logs["requests"]
    ticks = [
        ["√" if one == name else None for name in COLUMNS_OF_THE_FORM]
        for one in column(requests, "#column")
    ]
    bare = without(told(requests), "申请人类型", "统一社会信用代码")
    rows = beside(bare, list(COLUMNS_OF_THE_FORM.values()), ticks, 3)
    return [Page("依申请公开", rows), *(one for one in pages_of(logs) if one.title != "依申请公开")]


@layout
def outcomes_ticked(logs: Logs) -> list[Page]:
    """A column for each line of the form, under 办理结果 and the heading of its group, as on the form."""
    requests = logs["requests"]
    (block,) = Edition.by_id("2021").table("requests").blocks
    labels = {line.id: line.label for line in block.lines}
    lines = [line for line in block.lines if line.id.startswith("outcome.") and line.kind == "leaf"]
    told_lines = column(requests, "#line")
    if not set(told_lines) - {None} <= {line.id for line in lines}:
        return pages_of(logs)
    bare = without(told(requests), "办理结果", "理由")
    at = len(bare[0])
    ticks = [["√" if one == line.id else None for line in lines] for one in told_lines]
    rows = beside(bare, ["办理结果", *[None] * (len(lines) - 1)], ticks, at)  # type: ignore[list-item]
    groups: Row = [None] * at
    leaves: Row = [None] * at
    merged = [f"{letters(n)}1:{letters(n)}3" for n in range(at)]
    merged.append(f"{letters(at)}1:{letters(at + len(lines) - 1)}1")
    for line in lines:
        is_alone = line.parent == "outcome"
        place = letters(len(groups))
        if is_alone:
            merged.append(f"{place}2:{place}3")
        elif line.parent not in seen_parents(lines, line):
            width = sum(one.parent == line.parent for one in lines)
            merged.append(f"{place}2:{letters(len(groups) + width - 1)}2")
        groups.append(line.label if is_alone else labels[str(line.parent)])
        leaves.append(None if is_alone else line.label)
    page = Page("依申请公开", [rows[0], groups, leaves, *rows[1:]], merged)
    return [page, *(one for one in pages_of(logs) if one.title != "依申请公开")]


def seen_parents(lines: Sequence[Any], line: Any) -> set[str]:
    """The groups of the lines before one."""
    return {one.parent for one in lines[: lines.index(line)]}


def letters(at: int) -> str:
    """The letters of a column, from 0."""
    return chr(65 + at) if at < 26 else f"A{chr(65 + at - 26)}"


@layout
def a_count_of_requests(logs: Logs) -> list[Page]:
    requests = told(logs["requests"])
    rows = beside(requests, ["件数"], [[1]] * (len(requests) - 1), len(requests[0]))
    return [Page("依申请公开", rows), *(one for one in pages_of(logs) if one.title != "依申请公开")]
