"""Awkward workbooks: the same few records laid out as clerks and office systems lay them out.

Each generator shows what is awkward about one layout and nothing else. Beside it stands what must come of it:
by default the figures of the truth, no finding and the same requests carried forward; else what differs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.logs import rows_of

Row = list[object]
Rows = list[Row]
Figures = Mapping[str, Mapping[str, object]]

# --- the truth ---


class Truth(NamedTuple):
    """Records under their headings, and the cells of the form for 2024 that are not nought."""

    rows: Rows
    figures: Figures

    def table(self) -> Rows:
        """The header and the records, to be spoilt."""
        return [list(row) for row in self.rows]

    def records(self) -> Rows:
        """The records alone."""
        return self.table()[1:]


REQUESTS = Truth(
    rows_of("""
        登记编号 | 收到日期   | 申请人     | 申请人类型   | 申请方式 | 办理结果   | 理由     | 答复日期
        001      | 2023-12-20 | 甄士隐     | 自然人       | 信函     | 予以公开   |          | 2024-01-08
        002      | 2024-01-05 | 贾雨村     | 自然人       | 网站     | 予以公开   |          | 2024-01-15
        003      | 2024-01-22 | 大观公司   | 商业企业     | 信函     | 不予公开   | 国家秘密 | 2024-02-01
        004      | 2024-03-05 | 林如海     | 自然人       | 当面     | 部分公开   |          | 2024-03-20
        005      | 2024-03-05 | 稻香律所   | 法律服务机构 | 电子邮件 | 信息不存在 |          | 2024-03-20
        006      | 2024-05-10 | 海棠诗社   | 社会公益组织 | 网站     | 予以公开   |          | 2024-05-20
        007      | 2024-05-13 | 柳湘莲     | 自然人       | 网站     | 信访事项   |          | 2024-05-20
        008      | 2024-06-11 | 冷子兴     | 自然人       | 信函     | 不予公开   | 商业秘密 | 2024-07-01
        009      | 2024-08-01 | 太虚大学   | 科研机构     | 网站     | 予以公开   |          | 2024-08-15
        010      | 2024-09-12 | 蒋玉菡     | 自然人       | 当面     | 重复申请   |          | 2024-09-20
        011      | 2024-11-05 | 某村村委会 | 其他组织     | 信函     | 撤回申请   |          | 2024-11-11
        012      | 2024-12-20 | 秦可卿     | 自然人       | 网站     |            |          |
        013      | 2024-12-25 | 荣宁公司   | 商业企业     | 网站     |            |          |
    """),
    {
        "requests": {
            "received/natural_person": 6,
            "received/business": 2,
            "received/research": 1,
            "received/social_welfare": 1,
            "received/legal_services": 1,
            "received/other_organisation": 1,
            "received/total": 12,
            "brought_forward/natural_person": 1,
            "brought_forward/total": 1,
            "outcome.granted/natural_person": 2,
            "outcome.granted/research": 1,
            "outcome.granted/social_welfare": 1,
            "outcome.granted/total": 4,
            "outcome.partial/natural_person": 1,
            "outcome.partial/total": 1,
            "outcome.refused.state_secret/business": 1,
            "outcome.refused.state_secret/total": 1,
            "outcome.refused.third_party/natural_person": 1,
            "outcome.refused.third_party/total": 1,
            "outcome.unavailable.not_held/legal_services": 1,
            "outcome.unavailable.not_held/total": 1,
            "outcome.unprocessed.petition/natural_person": 1,
            "outcome.unprocessed.petition/total": 1,
            "outcome.unprocessed.repeated/natural_person": 1,
            "outcome.unprocessed.repeated/total": 1,
            "outcome.other.miscellaneous/other_organisation": 1,
            "outcome.other.miscellaneous/total": 1,
            "outcome.total/natural_person": 6,
            "outcome.total/business": 1,
            "outcome.total/research": 1,
            "outcome.total/social_welfare": 1,
            "outcome.total/legal_services": 1,
            "outcome.total/other_organisation": 1,
            "outcome.total/total": 11,
            "carried_forward/natural_person": 1,
            "carried_forward/business": 1,
            "carried_forward/total": 2,
        }
    },
)
CARRIED = ("012", "013")

PUBLICATIONS = Truth(
    rows_of("""
        标题         | 文号           | 信息类别       | 制发日期   | 公开日期   | 有效性 | 数量  | 金额（元）
        测绘管理办法 | 某规〔2024〕1号 | 行政规范性文件 | 2024-03-01 | 2024-03-05 | 有效   |       |
        征收管理办法 | 某规〔2020〕2号 | 行政规范性文件 | 2020-05-06 | 2020-05-07 | 有效   |       |
        处罚决定一览 |                | 行政处罚       | 2024-04-01 | 2024-04-02 |        | 13    |
        许可决定一览 |                | 行政许可       | 2024-06-03 | 2024-06-04 |        | 1204  |
        收费情况     |                | 行政事业性收费 | 2024-12-30 | 2024-12-31 |        |       | 125000.5
        某处风貌     |                | 工作动态       |            | 2024-07-01 |        |       |
    """),
    {
        "publications": {
            "normative_documents/issued": 1,
            "normative_documents/in_force": 2,
            "penalties/decisions": 13,
            "licensing/decisions": 1204,
            "fees/amount": Decimal("12.50005"),
        }
    },
)

CASES = Truth(
    rows_of("""
        案件类型 | 是否经过复议 | 案号 | 受理日期   | 审理结果     | 审结日期
        行政复议 |              | 复1  | 2023-11-01 | 维持         | 2024-01-10
        行政复议 |              | 复2  | 2024-02-01 | 撤销         | 2024-03-20
        行政诉讼 | 否           | 初3  | 2024-04-01 | 驳回诉讼请求 | 2024-08-01
        行政诉讼 | 是           | 初4  | 2024-05-06 | 驳回起诉     | 2024-09-02
        行政诉讼 | 是           | 初5  | 2024-11-01 |              |
    """),
    {
        "cases": {
            "review/upheld": 1,
            "review/corrected": 1,
            "review/total": 2,
            "suit_direct/upheld": 1,
            "suit_direct/total": 1,
            "suit_after_review/other": 1,
            "suit_after_review/pending": 1,
            "suit_after_review/total": 2,
        }
    },
)

# --- layouts ---


@dataclass(frozen=True)
class Layout:
    """How to write one file, and what must come of it.

    `findings` are (code, cell); `aside` counts the rows that are no records, by reason, over all sheets,
    where it is the point; `skipped` names the sheets that are not read and why. `refused` is (code, exit
    status), and `note` a word that the refusal has to say.
    """

    write: Callable[[Path], None]
    suffix: str = ".xlsx"
    figures: Figures = field(default_factory=lambda: REQUESTS.figures)
    carried: Sequence[str] = CARRIED
    findings: Sequence[tuple[str, str]] = ()
    aside: Mapping[str, int] | None = None
    skipped: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, int] | None = None
    settings: str = ""
    converted: bool = False
    note: str = ""


LAYOUTS: dict[str, Layout] = {}


def in_file(
    suffix: str, **expected: object
) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Registers a generator that writes a whole file itself."""

    def register(write: Callable[[Path], None]) -> Callable[[Path], None]:
        LAYOUTS[write.__name__] = Layout(write, suffix, **expected)  # type: ignore[arg-type]
        return write

    return register


def in_book(
    **expected: object,
) -> Callable[[Callable[[Workbook], None]], Callable[[Workbook], None]]:
    """Registers a generator that fills a workbook with the one empty sheet 台账."""

    def register(fill: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
        LAYOUTS[fill.__name__] = Layout(lambda path: save_book(path, fill), **expected)  # type: ignore[arg-type]
        return fill

    return register


def on_sheet(
    **expected: object,
) -> Callable[[Callable[[Worksheet], None]], Callable[[Worksheet], None]]:
    """Registers a generator that fills the one sheet of a workbook."""

    def register(fill: Callable[[Worksheet], None]) -> Callable[[Worksheet], None]:
        LAYOUTS[fill.__name__] = Layout(  # type: ignore[arg-type]
            lambda path: save_book(path, lambda book: fill(book.active)), **expected
        )
        return fill

    return register


def save_book(path: Path, fill: Callable[[Workbook], None]) -> None:
    """A workbook as Excel would keep it, whatever the suffix of its name."""
    book = Workbook()
    book.active.title = "台账"
    fill(book)
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())


def put(sheet: Worksheet, rows: Sequence[Sequence[object]], top: int = 1, left: int = 1) -> None:
    """Rows into a sheet from a corner on; what is None stays an absent cell."""
    for down, row in enumerate(rows):
        for right, cell in enumerate(row):
            if cell is not None:
                sheet.cell(top + down, left + right, cell)  # type: ignore[arg-type]


def merge(sheet: Worksheet, *places: str) -> None:
    """Merge cells, as a clerk does with the mouse."""
    for place in places:
        sheet.merge_cells(place)


def change(rows: Rows, heading: str, how: Callable[[object], object]) -> Rows:
    """The table with every filled cell under one heading written another way."""
    place = rows[0].index(heading)
    for row in rows[1:]:
        if row[place] is not None:
            row[place] = how(row[place])
    return rows


def rename(rows: Rows, **names: str) -> Rows:
    """The table with other headings."""
    rows[0] = [names.get(str(heading), heading) for heading in rows[0]]
    return rows


def without(rows: Rows, *headings: str) -> Rows:
    """The table without some of its columns."""
    keep = [place for place, heading in enumerate(rows[0]) if heading not in headings]
    return [[row[place] for place in keep] for row in rows]


def numbered(rows: Rows, heading: str = "序号") -> Rows:
    """The table with a running number before it."""
    return [[heading if number == 0 else number, *row] for number, row in enumerate(rows)]


def by_month(records: Rows) -> dict[str, Rows]:
    """The requests by the month of receipt; those of last year under 上年结转."""
    months: dict[str, Rows] = {}
    for record in records:
        received = record[1]
        assert isinstance(received, date)
        months.setdefault(
            f"{received.month}月" if received.year == 2024 else "上年结转", []
        ).append(record)
    return months


# --- titles and headers ---


@on_sheet(converted=True)
def plain(sheet: Worksheet) -> None:
    put(sheet, REQUESTS.table())


@on_sheet(converted=True, aside={"title": 4, "blank": 1})
def titles_and_units(sheet: Worksheet) -> None:
    put(
        sheet,
        [
            ["某某局2024年政府信息依申请公开台账"],
            [],
            ["填报单位：办公室"],
            [None] * 7 + ["单位：件"],
        ],
    )
    put(sheet, [["（按收到日期排列）"]], top=5)
    merge(sheet, "A1:H1", "A3:D3", "A5:H5")
    put(sheet, REQUESTS.table(), top=6)


@on_sheet(aside={"title": 1})
def title_alone(sheet: Worksheet) -> None:
    put(sheet, [["2024年度依申请公开台账"], *REQUESTS.table()])


@on_sheet(aside={"title": 9})
def header_in_row_10(sheet: Worksheet) -> None:
    put(sheet, [["填表说明"], *([f"{n}. 收到日期、答复日期按公历填写。"] for n in range(1, 9))])
    put(sheet, REQUESTS.table(), top=10)


@on_sheet(converted=True, aside={"title": 2, "blank": 25})
def header_in_row_28(sheet: Worksheet) -> None:
    put(sheet, [["某某局"], ["依申请公开台账"]])
    put(sheet, REQUESTS.table(), top=28)


@on_sheet(refused=("header-missing", 4))
def header_out_of_reach(sheet: Worksheet) -> None:
    put(sheet, [["说明"]] * 44)
    put(sheet, REQUESTS.table(), top=45)


@on_sheet(settings="[sheets.'台账']\nheader_rows = [45]", aside={"title": 44})
def header_out_of_reach_but_settled(sheet: Worksheet) -> None:
    header_out_of_reach(sheet)


@on_sheet(converted=True)
def header_of_two_rows(sheet: Worksheet) -> None:
    groups = ["登记编号", "收到日期", "申请人信息", None, "申请方式", "办理情况", None, None]
    under = [None, None, "姓名", "类型", None, "办理结果", "理由", "答复日期"]
    put(sheet, [groups, under, *REQUESTS.records()])
    merge(sheet, "A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:H1")


@on_sheet(converted=True, aside={"title": 1})
def header_of_three_rows(sheet: Worksheet) -> None:
    put(sheet, [["2024年依申请公开台账"]])
    put(
        sheet,
        [
            ["登记编号", "申请", None, None, None, "办理", None, None],
            [None, "收到日期", "申请人信息", None, "申请方式", "结果", None, "答复日期"],
            [None, None, "姓名", "类型", None, "办理结果", "理由", None],
        ],
        top=2,
    )
    merge(sheet, "A1:H1", "A2:A4", "B2:E2", "F2:H2", "B3:B4", "C3:D3", "E3:E4", "F3:G3", "H3:H4")
    put(sheet, REQUESTS.records(), top=5)


@on_sheet(figures=CASES.figures, carried=())
def header_of_two_rows_over_cases(sheet: Worksheet) -> None:
    groups = ["案件类型", "是否经过复议", "案号", "受理日期", "审理情况", None]
    put(sheet, [groups, [None, None, None, None, "审理结果", "审结日期"], *CASES.records()])
    merge(sheet, "A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1")


@on_sheet(converted=True)
def headings_with_breaks_units_and_brackets(sheet: Worksheet) -> None:
    names = {
        "登记编号": "登记\n编号",
        "收到日期": "收到日期\n（年 月 日）",
        "申请人": "申 请 人（必填）",
        "申请人类型": "申请人的\r\n类型",
        "申请方式": "【申请方式】",
        "办理结果": "办理之结果：",
        "理由": " 理\u3000由\u200b",
        "答复日期": "答复\xa0时间",
    }
    put(sheet, rename(REQUESTS.table(), **names))


@on_sheet(findings=[("heading-close", "F1")])
def heading_with_a_slip(sheet: Worksheet) -> None:
    put(sheet, rename(REQUESTS.table(), 办理结果="办理结果情"))


@on_sheet(settings="[columns.requests]\n'来件' = 'received'\n'答复情况' = 'outcome'")
def headings_of_the_house(sheet: Worksheet) -> None:
    put(sheet, rename(REQUESTS.table(), 收到日期="来件", 办理结果="答复情况"))


@on_sheet()
def columns_in_any_order(sheet: Worksheet) -> None:
    put(sheet, [list(reversed(row)) for row in REQUESTS.table()])


@on_sheet()
def columns_of_no_use_between(sheet: Worksheet) -> None:
    extra: Rows = [["联系电话", "所在乡镇", "天气"], *[["85680000", "某镇", "晴"]] * 13]
    rows = [[*row[:3], *more, *row[3:]] for row, more in zip(REQUESTS.table(), extra, strict=True)]
    put(sheet, numbered(rows))


@on_sheet(aside={"repeated-header": 1})
def columns_numbered_under_the_header(sheet: Worksheet) -> None:
    head, *records = numbered(REQUESTS.table())
    put(sheet, [head, list(range(1, 10)), *records])


@on_sheet(aside={"repeated-header": 1})
def columns_numbered_in_stems(sheet: Worksheet) -> None:
    head, *records = numbered(REQUESTS.table())
    put(sheet, [head, ["栏次", "甲", "乙", "（1）", "（2）", "（3）", "（4）", "5", "6"], *records])


@on_sheet(converted=True, aside={"blank": 4})
def blank_rows_and_columns_before(sheet: Worksheet) -> None:
    put(sheet, REQUESTS.table(), top=5, left=3)


# --- what stands between the records ---


@on_sheet(converted=True, aside={"total-row": 8})
def totals_above_between_and_below(sheet: Worksheet) -> None:
    head, *records = numbered(REQUESTS.table())
    put(sheet, [head, ["合计", None, None, "共13件", None, None, 11]])
    put(
        sheet,
        [*records[:5], ["小计", 5], *records[5:], ["小 计", 8], [None, "合计：", "13件"]],
        top=3,
    )
    put(sheet, [["总计", "13", None, None, 13.0, "13", None, None, None]], top=19)
    put(sheet, [["其中：网上", None, 5], ["自然人合计", 7], ["合计（件）", None, None, 13]], top=20)


@on_sheet(aside={"group-row": 4})
def groups_in_the_first_column(sheet: Worksheet) -> None:
    head, *records = numbered(REQUESTS.table())
    groups = [[name] for name in ("（一）上半年", "二、下半年", "第三季度", "2024年10月")]
    put(sheet, [head, groups[0], *records[:7], groups[1], *records[7:9], *groups[2:], *records[9:]])
    merge(sheet, "A2:I2", "A10:I10")


@on_sheet(aside={"group-row": 2}, carried=())
def groups_in_the_column_of_dates(sheet: Worksheet) -> None:
    head, *records = without(REQUESTS.table(), "登记编号")
    put(sheet, [head, ["（一）自然人"], *records[:6], ["（二）其他"], *records[6:]])
    merge(sheet, "A2:G2")


@on_sheet(converted=True, aside={"repeated-header": 2, "blank": 2})
def header_on_every_page(sheet: Worksheet) -> None:
    head, *records = REQUESTS.table()
    put(sheet, [head, *records[:5], [], head, *records[5:10], [], head, *records[10:]])


@on_sheet(aside={"repeated-header": 2})
def header_of_two_rows_on_every_page(sheet: Worksheet) -> None:
    head: Rows = [
        ["登记编号", "收到日期", "申请人信息", None, "申请方式", "办理情况", None, None],
        [None, None, "姓名", "类型", None, "结果", "理由", "答复日期"],
    ]
    records = REQUESTS.records()
    head[1][5] = "办理结果"
    put(sheet, [*head, *records[:6], *head, *records[6:]])


@on_sheet(converted=True, aside={"footer": 7, "blank": 1})
def footers(sheet: Worksheet) -> None:
    put(sheet, [*REQUESTS.table(), []])
    put(
        sheet,
        [
            ["填表人：王熙凤", None, None, "审核人：平儿", None, None, "填表日期：2025年1月3日"],
            ["注：本表按收到日期排列，合计13件。"],
            ["备注：1件为上年结转"],
            ["单位负责人（签字）：", None, None, None, "联系电话：85680000"],
            ["填报单位（盖章）：某某局"],
            [None, "—— 以下空白 ——"],
            ["填表人", "王熙凤", None, "审核人", "平儿"],
        ],
        top=16,
    )


@on_sheet(aside={"blank": 20})
def rows_ruled_ahead(sheet: Worksheet) -> None:
    put(sheet, [*numbered(REQUESTS.table()), *([number] for number in range(14, 34))])


@on_sheet(aside={"blank": 489})
def blanks_far_below(sheet: Worksheet) -> None:
    put(sheet, REQUESTS.table())
    sheet.cell(503, 4, "\u3000 ")


@on_sheet()
def requests_about_totals(sheet: Worksheet) -> None:
    """What other rows say, records say too."""
    rows = REQUESTS.table()
    subjects = [
        "申请内容",
        "合计",
        "总计",
        "注：补正一次",
        "（一）、（二）",
        "填表人：某",
        *["小计"] * 8,
    ]
    put(sheet, [[subject, *row] for subject, row in zip(subjects, rows, strict=True)])


# --- merged and hidden cells ---


@on_sheet(converted=True)
def dates_merged_over_requests(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    rows[5][1] = rows[5][7] = None  # 004 and 005 came and were answered on the same days
    put(sheet, rows)
    merge(sheet, "B5:B6", "H5:H6")


@on_sheet(aside={"merged-continuation": 13}, converted=True)
def records_over_two_rows(sheet: Worksheet) -> None:
    head, *records = REQUESTS.table()
    sheet.append([*head, "申请内容"])
    for top, record in zip(range(2, 28, 2), records, strict=True):
        put(sheet, [[*record, "某地块征收文件"], [None] * 8 + ["及红线图"]], top=top)
        merge(sheet, *(f"{letter}{top}:{letter}{top + 1}" for letter in "ABCDEFGH"))


@on_sheet(aside={"merged-continuation": 13})
def only_the_number_over_two_rows(sheet: Worksheet) -> None:
    head, *records = REQUESTS.table()
    sheet.append([*head, "备注"])
    for top, record in zip(range(2, 28, 2), records, strict=True):
        put(
            sheet,
            [record, [None, None, "（代理人）", None, None, None, None, None, "已电话告知"]],
            top=top,
        )
        merge(sheet, f"A{top}:A{top + 1}")


@on_sheet(aside={"merged-continuation": 13}, carried=())
def only_the_running_number_over_two_rows(sheet: Worksheet) -> None:
    head, *records = numbered(without(REQUESTS.table(), "登记编号"))
    sheet.append([*head, "申请内容"])
    for top, record in zip(range(2, 28, 2), records, strict=True):
        put(sheet, [[*record, "某地块征收文件"], [None] * 8 + ["及红线图"]], top=top)
        merge(sheet, *(f"{letter}{top}:{letter}{top + 1}" for letter in "ABCDEFGH"))


@on_sheet(findings=[("number-doubled", "A6")])
def one_number_over_two_requests(sheet: Worksheet) -> None:
    """Both have dates of their own, so both count; that they share a number is said."""
    rows = REQUESTS.table()
    rows[5][0] = None
    put(sheet, rows)
    merge(sheet, "A5:A6")


@on_sheet(carried=("013", "012"))
def type_merged_over_requests(sheet: Worksheet) -> None:
    rows = without(REQUESTS.table(), "申请人")
    rows[1:] = sorted(rows[1:], key=lambda row: str(row[2]))
    tops = [2, *(n for n in range(3, 15) if rows[n - 1][2] != rows[n - 2][2]), 15]
    for top, after in pairwise(tops):
        for row in rows[top : after - 1]:
            row[2] = None
    put(sheet, rows)
    merge(
        sheet,
        *(f"C{top}:C{after - 1}" for top, after in pairwise(tops) if after > top + 1),
    )


@on_sheet(converted=True)
def hidden_rows_and_columns(sheet: Worksheet) -> None:
    put(sheet, REQUESTS.table())
    for row in (3, 4, 9):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["D"].hidden = True


@on_sheet(converted=True)
def filtered(sheet: Worksheet) -> None:
    put(sheet, REQUESTS.table())
    sheet.auto_filter.ref = "A1:H14"
    sheet.auto_filter.add_filter_column(3, ["自然人"])
    for row, record in enumerate(REQUESTS.records(), start=2):
        sheet.row_dimensions[row].hidden = record[3] != "自然人"


# --- several sheets ---


@in_book(converted=True, skipped={"封面": "sheet-no-log"})
def hidden_sheet(book: Workbook) -> None:
    put(book.active, REQUESTS.table())
    book.active.sheet_state = "hidden"
    book.create_sheet("封面", 0).append(["某某局"])


@in_book(skipped={"封面": "sheet-no-log"})
def very_hidden_sheet(book: Workbook) -> None:
    hidden_sheet(book)
    book["台账"].sheet_state = "veryHidden"


def put_months(book: Workbook) -> None:
    """A sheet a month, beside the one sheet."""
    for month, records in by_month(REQUESTS.records()).items():
        put(book.create_sheet(month), [REQUESTS.rows[0], *records])


@in_book(converted=True)
def a_sheet_a_month(book: Workbook) -> None:
    put_months(book)
    book.remove(book["台账"])


# The months in which requests were received: 2023-12 as 上年结转, and eight of 2024.
SUMMARISED = [("sheet-copy", "2:2")] * 9


@in_book(converted=True, findings=SUMMARISED)
def months_beside_their_summary(book: Workbook) -> None:
    put_months(book)
    put(book["台账"], REQUESTS.table())
    book["台账"].title = "汇总"


@in_book(findings=SUMMARISED)
def months_with_more_columns_than_their_summary(book: Workbook) -> None:
    put_months(book)
    put(book["台账"], without(REQUESTS.table(), "申请方式", "申请人"))


@in_book(skipped={"汇总": "sheet-left-out"}, settings="[sheets.'汇总']\nskip = true")
def months_beside_a_summary_left_out(book: Workbook) -> None:
    months_beside_their_summary(book)


@in_book(
    figures={
        "requests": {cell: 2 * int(str(n)) for cell, n in REQUESTS.figures["requests"].items()}
    },
    carried=(*CARRIED, *CARRIED),
    settings="".join(
        f"[sheets.'{name}']\ncount_again = true\n"
        for name in ("上年结转", *(f"{month}月" for month in (1, 3, 5, 6, 8, 9, 11, 12)))
    ),
)
def months_to_be_counted_again(book: Workbook) -> None:
    months_beside_their_summary(book)


@in_book(skipped={"统计": "sheet-unsound", "Sheet3": "sheet-blank"})
def figures_beside_the_log(book: Workbook) -> None:
    put(book.active, REQUESTS.table())
    put(
        book.create_sheet("统计"),
        [["申请人类型", "申请方式", "办理结果", "件数"], ["自然人", "网站", "予以公开", 3]],
    )
    book.create_sheet("Sheet3")


@in_book()
def a_sheet_a_year(book: Workbook) -> None:
    head, last_year, *records = REQUESTS.table()
    put(book.active, [head, *records])
    put(book.create_sheet("2023年"), [head, last_year])


@in_book(skipped={"说明": "sheet-no-log", "图表": "sheet-without-cells"})
def guide_and_chart_beside(book: Workbook) -> None:
    guide = book.create_sheet("说明", 0)
    put(
        guide,
        [
            ["填写说明"],
            ["收到日期：收到申请之日"],
            ["办理结果：按表三填写"],
            ["类型", "件数"],
            ["自然人", 7],
        ],
    )
    chart = BarChart()
    chart.add_data(Reference(guide, min_col=2, min_row=4, max_row=5), titles_from_data=True)
    book.create_chartsheet("图表").add_chart(chart)
    put(book["台账"], REQUESTS.table())


@in_book(figures={**REQUESTS.figures, **PUBLICATIONS.figures, **CASES.figures}, converted=True)
def three_logs_in_one_book(book: Workbook) -> None:
    put(book.active, REQUESTS.table())
    put(book.create_sheet("主动公开"), PUBLICATIONS.table())
    put(book.create_sheet("复议诉讼"), CASES.table())


@in_book(converted=True)
def names_that_need_quoting(book: Workbook) -> None:
    head, *records = REQUESTS.table()
    names = ["上半年 (1-6)", "Women's '24 log", "下半年😀！", " a,b;c & <d> "]
    for name, share in zip(
        names, (records[:3], records[3:6], records[6:9], records[9:]), strict=True
    ):
        put(book.create_sheet(name), [head, *share])
    book.remove(book["台账"])


# --- cells ---


@on_sheet(converted=True)
def cells_with_invisible_signs(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    for number, row in enumerate(rows):
        left, right = [(" ", "\u3000"), ("\xa0", "\xa0"), ("\u200b", "\n"), ("\ufeff", "\t ")][
            number % 4
        ]
        rows[number] = [f"{left}{cell}{right}" if isinstance(cell, str) else cell for cell in row]
    blanks = [None, "", " ", "\u3000", "\u200b", "/", "—", "无", "-"]
    for number, row in enumerate(rows):
        rows[number] = [blanks[number % len(blanks)] if cell is None else cell for cell in row]
    put(sheet, rows)


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
NUMERALS = "〇一二三四五六七八九"


def in_numerals(day: date) -> str:
    """二〇二四年三月五日, and 十二月二十日."""
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    month, date_ = (
        ["", "十", "二十", "三十"][number // 10] + NUMERALS[number % 10].replace("〇", "")
        for number in (day.month, day.day)
    )
    return f"{year}年{month}月{date_}日"


def serial(day: date) -> int:
    """The number that Excel keeps for a day, in the system of 1900."""
    return (day - date(1899, 12, 30)).days


DATE_FORMS: list[Callable[[date], object]] = [
    lambda day: datetime(day.year, day.month, day.day, 15, 30),
    serial,
    lambda day: f"{day.year}-{day.month}-{day.day}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}年{day.month}月{day.day}号 上午",
    lambda day: f"{day:%Y%m%d}",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: f"{day.year}年{day.month}月{day.day}日".translate(FULL_WIDTH),
    lambda day: f"{day:%Y-%m-%d} 09:30:00",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日（周{'一二三四五六日'[day.weekday()]}）",
    in_numerals,
]


@on_sheet(converted=True)
def dates_in_every_form(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    forms = iter(DATE_FORMS * 3)
    for heading in ("收到日期", "答复日期"):
        change(rows, heading, lambda day: next(forms)(day))  # type: ignore[arg-type]
    put(sheet, rows)


@on_sheet(converted=True)
def dates_as_serial_numbers(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    for heading in ("收到日期", "答复日期"):
        change(rows, heading, serial)  # type: ignore[arg-type]
    put(sheet, rows)


@in_book(converted=True)
def dates_of_the_1904_system(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904
    put(book.active, REQUESTS.table())


@in_book()
def serial_numbers_of_the_1904_system(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904
    rows = REQUESTS.table()
    for heading in ("收到日期", "答复日期"):
        change(rows, heading, lambda day: (day - date(1904, 1, 1)).days)  # type: ignore[operator]
    put(book.active, rows)


def months_and_days(day: object) -> object:
    """3月5日, where the year is 2024."""
    assert isinstance(day, date)
    return f"{day.month}月{day.day}日" if day.year == 2024 else day


@on_sheet(aside={"title": 1})
def year_in_the_title(sheet: Worksheet) -> None:
    rows = change(
        change(REQUESTS.table(), "收到日期", months_and_days), "答复日期", months_and_days
    )
    put(sheet, [["某某局2024年依申请公开台账"], *rows])


@in_book()
def year_in_the_name_of_the_sheet(book: Workbook) -> None:
    rows = change(
        change(REQUESTS.table(), "收到日期", months_and_days), "答复日期", months_and_days
    )
    book.active.title = "2024年度台账"
    put(book.active, rows)


@on_sheet(
    figures={},
    carried=(),
    findings=[("date-year-missing", f"B{row}") for row in range(3, 15)]
    + [("date-year-missing", f"H{row}") for row in range(2, 13)]
    + [("table-all-zero", "")],
    settings="year = 2024",
)
def year_nowhere(sheet: Worksheet) -> None:
    put(
        sheet,
        change(change(REQUESTS.table(), "收到日期", months_and_days), "答复日期", months_and_days),
    )


@on_sheet()
def full_width_signs(sheet: Worksheet) -> None:
    rows = change(REQUESTS.table(), "登记编号", lambda number: str(number).translate(FULL_WIDTH))
    for heading in ("收到日期", "答复日期"):
        change(rows, heading, lambda day: f"{day:%Y－%m－%d}".translate(FULL_WIDTH))
    put(sheet, rows)


@on_sheet(
    carried=("20240000000000012", "20240000000000013"),
    findings=[("identifier-damaged", f"A{row}") for row in range(2, 13)],
    converted=True,
)
def numbers_that_excel_has_damaged(sheet: Worksheet) -> None:
    """Seventeen digits typed into cells of no format: only the last two were kept as text."""
    rows = change(REQUESTS.table(), "登记编号", lambda number: f"20240000000000{number}")
    for row in rows[1:12]:
        row[0] = float(str(row[0]))
    put(sheet, rows)


@on_sheet(carried=("12", "13"))
def registration_numbers_as_numbers(sheet: Worksheet) -> None:
    put(sheet, change(REQUESTS.table(), "登记编号", lambda number: int(str(number))))


@on_sheet(findings=[("identifier-damaged", f"I{row}") for row in range(2, 15)])
def identity_numbers_that_excel_has_damaged(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    put(sheet, [[*rows[0], "证件号码"], *([*row, 3.20102199003074e17] for row in rows[1:])])


@on_sheet()
def states_in_the_column_of_outcomes(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    rows[12][5], rows[13][5] = "征求第三方意见中", "办理中"
    put(sheet, rows)


@on_sheet(figures=PUBLICATIONS.figures, carried=(), converted=True)
def counts_and_money_with_their_units(sheet: Worksheet) -> None:
    rows = rename(
        PUBLICATIONS.table(), **{"金额（元）": "收费金额\n（万元）", "数量": "数量（件）"}
    )
    change(rows, "数量（件）", lambda count: {"13": "１３个", "1204": "1,204 件"}[str(count)])
    put(sheet, change(rows, "收费金额\n（万元）", lambda _: 12.50005))


@on_sheet(figures=PUBLICATIONS.figures, carried=(), findings=[("unit-conflict", "H6")])
def money_with_its_unit_in_the_cell(sheet: Worksheet) -> None:
    rows = change(PUBLICATIONS.table(), "数量", lambda count: int(str(count)))
    put(sheet, change(rows, "金额（元）", lambda _: "12.50005万元"))


@on_sheet(figures=PUBLICATIONS.figures, carried=(), aside={"total-row": 1})
def numbers_as_text(sheet: Worksheet) -> None:
    put(sheet, [*PUBLICATIONS.table(), ["合计", None, None, None, None, None, "1217", "125000.5"]])


@on_sheet(figures=CASES.figures, carried=())
def cases_with_a_repeated_number(sheet: Worksheet) -> None:
    put(sheet, numbered(CASES.table()))


# --- what cannot be used ---


@on_sheet(findings=[("column-outranked", "I1")])
def two_columns_for_one_date(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    put(sheet, [[*row, "受理日期" if number == 0 else row[1]] for number, row in enumerate(rows)])


@on_sheet(settings="[columns.requests]\n'受理日期' = ''")
def two_columns_for_one_date_settled(sheet: Worksheet) -> None:
    two_columns_for_one_date(sheet)


@on_sheet(refused=("header-doubled", 4), note="收到日期")
def one_heading_over_two_columns(sheet: Worksheet) -> None:
    rows = REQUESTS.table()
    put(sheet, [[*row, row[1]] for row in rows])


@on_sheet(refused=("header-incomplete", 4), note="答复日期")
def no_column_of_closing_dates(sheet: Worksheet) -> None:
    put(sheet, without(REQUESTS.table(), "答复日期"))


@in_book(refused=("header-incomplete", 4), note="答复日期")
def one_sheet_without_closing_dates(book: Workbook) -> None:
    """Its rows would be missing from every figure, however sound the other sheets are."""
    put_months(book)
    book.remove(book["台账"])
    book["3月"].delete_cols(8)


@in_book(refused=("header-missing", 4))
def no_log_at_all(book: Workbook) -> None:
    put(book.active, [["科室", "电话", "房间"], ["法规科", "85680000", "301"]])


@in_book(refused=("header-missing", 4))
def nothing_at_all(book: Workbook) -> None:
    book.create_sheet("Sheet2")


def card(record: Row) -> Rows:
    """One request on a sheet of its own: labels on the left, values on their right."""
    number, received, name, kind, channel, outcome, ground, closed = record
    return [
        ["政府信息公开申请登记表"],
        ["登记编号", number, "收到日期", received],
        ["申请人", name, "申请人类型", kind],
        ["证件号码", "110101199003074258", "联系电话", "13912345678"],
        ["申请方式", channel],
        ["办理结果", outcome, "理由", ground],
        ["答复日期", closed],
    ]


@in_book(refused=("header-card", 4))
def a_card_a_sheet(book: Workbook) -> None:
    for number, record in enumerate(REQUESTS.records(), start=1):
        put(book.create_sheet(f"{number:03}"), card(record))
    book.remove(book["台账"])


@on_sheet(refused=("header-card", 4))
def a_card_in_two_columns(sheet: Worksheet) -> None:
    put(sheet, zip(REQUESTS.rows[0], REQUESTS.rows[2], strict=True))  # type: ignore[arg-type]


# --- files that are not what they are named ---


def delimited(rows: Rows, delimiter: str = ",") -> str:
    """The table as text: dates in ISO form, quoted where it must be."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


@in_file(".csv")
def csv_utf8(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table()).encode())


@in_file(".csv")
def csv_with_a_byte_order_mark(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table()).encode("utf-8-sig"))


@in_file(".csv")
def csv_gb18030(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table()).encode("gb18030"))


@in_file(".csv")
def csv_utf16(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table(), "\t").encode("utf-16"))


@in_file(".csv")
def csv_semicolons(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table(), ";").encode())


@in_file(".tsv")
def tab_separated(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table(), "\t").encode())


@in_file(".xls")
def tab_separated_named_xls(path: Path) -> None:
    path.write_bytes(delimited(REQUESTS.table(), "\t").encode("gb18030"))


@in_file(".csv", aside={"title": 2, "total-row": 1, "blank": 1})
def csv_with_line_breaks_in_cells(path: Path) -> None:
    rows = rename(REQUESTS.table(), 收到日期="收到\n日期", 申请人="申请人\n（姓名，或名称）")
    rows = [[*row, '甲,"乙"\n丙;丁' if number else "备注"] for number, row in enumerate(rows)]
    text = delimited([["某某局，依申请公开台账"], ["单位:件"], *rows, [None] * 9, ["合计", "13"]])
    path.write_bytes(text.encode())


@in_file(".csv")
def xlsx_named_csv(path: Path) -> None:
    save_book(path, lambda book: put(book.active, REQUESTS.table()))


@in_file(".xls")
def xlsx_named_xls(path: Path) -> None:
    xlsx_named_csv(path)


@in_file(".et")
def xlsx_named_et(path: Path) -> None:
    xlsx_named_csv(path)


@in_file(".xlsx")
def csv_named_xlsx(path: Path) -> None:
    csv_gb18030(path)


@in_file(".xls", aside={"title": 1, "total-row": 1})
def html_named_xls(path: Path) -> None:
    """What office systems export: a table of HTML under the name of a workbook."""
    path.write_bytes(html_page(html_table(), "utf-8").encode())


@in_file(".xls", aside={"title": 1, "total-row": 1})
def html_named_xls_gbk(path: Path) -> None:
    path.write_bytes(html_page(html_table(), "gb2312").encode("gb18030"))


def html_table() -> Iterator[str]:
    """The log under a header of two rows with spans, as markup."""
    yield '<tr><td colspan="8" align="center"><b>2024年依申请公开台账</b></td></tr>'
    yield (
        '<tr><th rowspan="2">登记编号</th><th rowspan=2>收到<br>日期</th><th colspan="2">申请人信息</th>'
        '<th rowspan="2">申请方式</th><th colspan="3">办理情况</th></tr>'
    )
    yield "<tr><th>姓名</th><th>类型</th><th>办理结果</th><th>理由</th><th>答复日期</th></tr>"
    for record in REQUESTS.records():
        cells = (escape(str(cell)) if cell is not None else "&nbsp;" for cell in record)
        yield (
            "<tr>"
            + "".join(f"<td style=\"mso-number-format:'\\@'\">{cell}</td>" for cell in cells)
            + "</tr>"
        )
    yield "<tr><td>合计</td><td colspan='7'>13</td></tr>"


def html_page(rows: Iterator[str], charset: str) -> str:
    """A page as Excel's web export begins it."""
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        "<style>td { border: thin }</style></head>"
        f'<body><table border="1" x:str>\n{"".join(rows)}\n</table></body></html>'
    )


@in_file(".xls", aside={"title": 1, "blank": 1})
def xml_2003(path: Path) -> None:
    """The spreadsheets of Excel 2003 in XML, with cells that say their place."""
    rows = [
        '<Row><Cell ss:MergeAcross="7"><Data ss:Type="String">2024年依申请公开台账</Data></Cell></Row>',
        "".join(["<Row ss:Index='3'>", *map(xml_cell, REQUESTS.rows[0]), "</Row>"]),
    ]
    for record in REQUESTS.records():
        places = [(place, cell) for place, cell in enumerate(record, start=1) if cell is not None]
        rows.append("<Row>" + "".join(xml_cell(cell, place) for place, cell in places) + "</Row>")
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="台账"><Table>{"".join(rows)}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


def xml_cell(cell: object, place: int = 0) -> str:
    """One cell; dates carry a clock."""
    index = f' ss:Index="{place}"' if place else ""
    if isinstance(cell, date):
        return (
            f'<Cell{index}><Data ss:Type="DateTime">{cell.isoformat()}T00:00:00.000</Data></Cell>'
        )
    return f'<Cell{index}><Data ss:Type="String">{escape(str(cell))}</Data></Cell>'
