"""A sound log of which one deciding thing is damaged: the figures stay right, or a finding names the place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from reportcli.finding import Address, Refusal
from reportcli.report import compile_report
from tests.expand import expand
from tests.program.test_relaid import counted, invented, wanted
from tests.relaid import Logs, Page, Row, pages_of, save, told

SEEDS = range(2)


@dataclass
class Damaged:
    """The sheets of a workbook of which one is damaged, and where; further files beside it."""

    pages: list[Page]
    sheet: str
    row: int = 0
    beside: list[Page] = field(default_factory=list)


Damage = Callable[[Logs, random.Random], Damaged]
DAMAGES: dict[str, Damage] = {}


def damage(make: Damage) -> Damage:
    """Register a damage."""
    DAMAGES[make.__name__] = make
    return make


def with_requests(logs: Logs, rows: list[Row]) -> list[Page]:
    """The workbook with other requests."""
    return [Page("依申请公开", rows), *pages_of(logs)[1:]]


def closed_row(rows: list[Row], rng: random.Random) -> int:
    """The place of some request that was granted, in a list of rows."""
    outcome = rows[0].index("办理结果")
    granted = [
        at
        for at, row in enumerate(rows)
        if row[outcome] in ("予以公开", "同意公开", "公开", "全部公开")
    ]
    return rng.choice(granted or [1])


@damage
def a_sheet_without_its_header(logs: Logs, _: random.Random) -> Damaged:
    header, *records = told(logs["requests"])
    half = len(records) // 2
    pages = [
        Page("上半年", [header, *records[:half]]),
        Page("下半年", records[half:]),
        *pages_of(logs)[1:],
    ]
    return Damaged(pages, "下半年")


@damage
def a_header_in_other_words(logs: Logs, _: random.Random) -> Damaged:
    header, *records = told(logs["requests"])
    short = {
        "收到日期": "收件",
        "答复日期": "答复",
        "办理结果": "结果",
        "申请人类型": "类别",
        "登记编号": "编号",
        "申请人": "姓名",
    }
    half = len(records) // 2
    pages = [
        Page("上半年", [header, *records[:half]]),
        Page("下半年", [[short.get(str(name), name) for name in header], *records[half:]]),
        *pages_of(logs)[1:],
    ]
    return Damaged(pages, "下半年")


@damage
def columns_moved_without_a_header(logs: Logs, rng: random.Random) -> Damaged:
    """From some row on, the dates of receipt and answer stand in each other's column."""
    rows = told(logs["requests"])
    one, other = rows[0].index("收到日期"), rows[0].index("办理结果")
    at = closed_row(rows, rng)
    row = list(rows[at])
    row[one], row[other] = row[other], row[one]
    return Damaged(with_requests(logs, [*rows[:at], row, *rows[at + 1 :]]), "依申请公开", at + 1)


@damage
def a_deciding_column_without_its_heading(logs: Logs, rng: random.Random) -> Damaged:
    header, *records = told(logs["requests"])
    bare = [None if name == rng.choice(["办理结果", "收到日期"]) else name for name in header]
    return Damaged(with_requests(logs, [bare, *records]), "依申请公开")  # type: ignore[list-item]


@damage
def a_row_again_in_another_file(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    again = rows[rng.randrange(1, len(rows))]
    return Damaged(pages_of(logs), "补登", beside=[Page("补登", [rows[0], again])])


@damage
def a_case_again_in_another_file(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["cases"])
    again = rows[rng.randrange(1, len(rows))] if len(rows) > 1 else rows[0]
    return Damaged(pages_of(logs), "补登", beside=[Page("补登", [rows[0], again])])


@damage
def a_unit_line_that_disagrees(logs: Logs, _: random.Random) -> Damaged:
    requests, publications, cases = pages_of(logs)
    page = Page(publications.title, [["单位：元"], *publications.rows])
    return Damaged([requests, page, cases], publications.title)


@damage
def a_second_answer_merged(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    at = closed_row(rows, rng)
    outcome = rows[0].index("办理结果")
    second: Row = [None] * len(rows[0])
    second[outcome], second[outcome + 1] = "不予公开", "属于国家秘密"
    merged = [
        f"{chr(65 + n)}{at + 1}:{chr(65 + n)}{at + 2}"
        for n in range(len(rows[0]))
        if n not in (outcome, outcome + 1)
    ]
    page = Page("依申请公开", [*rows[: at + 1], second, *rows[at + 1 :]], merged)
    return Damaged([page, *pages_of(logs)[1:]], "依申请公开", at + 2)


@damage
def a_sheet_of_cases_renamed(logs: Logs, _: random.Random) -> Damaged:
    """The kind of case was the name of the sheet."""
    cases = told(logs["cases"])
    at = cases[0].index("案件类型")
    bare = [[*row[:at], *row[at + 1 :]] for row in cases]
    return Damaged([*pages_of(logs)[:2], Page("Sheet3", bare)], "Sheet3")


def columns_exchanged(one: str, other: str) -> Damage:
    """From the middle of the log on, two columns stand in each other's place."""

    def make(logs: Logs, _: random.Random) -> Damaged:
        rows = told(logs["requests"])
        first, second = rows[0].index(one), rows[0].index(other)
        half = len(rows) // 2
        moved = [list(row) for row in rows[half:]]
        for row in moved:
            row[first], row[second] = row[second], row[first]
        return Damaged(with_requests(logs, [*rows[:half], *moved]), "依申请公开")

    return make


DAMAGES |= {
    f"{one} and {other} exchanged half-way": columns_exchanged(one, other)
    for one, other in (
        ("收到日期", "答复日期"),
        ("办理结果", "申请人类型"),
        ("登记编号", "申请人类型"),
        ("办理结果", "登记编号"),
    )
}


@damage
def a_row_moved_by_a_column(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    at = closed_row(rows, rng)
    row = [None, *rows[at][:-1]]
    return Damaged(with_requests(logs, [*rows[:at], row, *rows[at + 1 :]]), "依申请公开", at + 1)


@damage
def a_row_again_on_its_sheet(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    at = closed_row(rows, rng)
    return Damaged(with_requests(logs, [*rows, rows[at]]), "依申请公开")


@damage
def a_row_again_with_another_outcome(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    again = list(rows[closed_row(rows, rng)])
    again[rows[0].index("办理结果")] = "部分公开"
    return Damaged(with_requests(logs, [*rows, again]), "依申请公开")


@damage
def a_second_answer_below_without_a_merge(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    at = closed_row(rows, rng)
    second: Row = [None] * len(rows[0])
    second[rows[0].index("办理结果")] = "信息不存在"
    pages = with_requests(logs, [*rows[: at + 1], second, *rows[at + 1 :]])
    return Damaged(pages, "依申请公开", at + 2)


@damage
def a_total_without_a_word(logs: Logs, _: random.Random) -> Damaged:
    """Below the decisions stands their sum, and nothing says so."""
    rows = told(logs["publications"])
    sums: Row = [None] * len(rows[0])
    sums[rows[0].index("数量")] = 9999
    title = pages_of(logs)[1].title
    requests, _publications, cases = pages_of(logs)
    return Damaged([requests, Page(title, [*rows, sums]), cases], title, len(rows) + 1)


@damage
def a_half_without_its_outcomes(logs: Logs, _: random.Random) -> Damaged:
    rows = told(logs["requests"])
    outcome, half = rows[0].index("办理结果"), len(rows) // 2
    bare = [[*row[:outcome], *row[outcome + 1 :]] for row in [rows[0], *rows[half:]]]
    pages = [Page("上半年", rows[:half]), Page("下半年", bare), *pages_of(logs)[1:]]
    return Damaged(pages, "下半年")


@damage
def rows_that_say_void_beside(logs: Logs, rng: random.Random) -> Damaged:
    """A row is copied, and a remark says that the copy is none."""
    rows = [[*row, None] for row in told(logs["requests"])]
    rows[0][-1] = "备注"
    void = list(rows[closed_row(rows, rng)])
    void[rows[0].index("登记编号")], void[-1] = "作1", "误登，作废"
    return Damaged(with_requests(logs, [*rows, void]), "依申请公开", len(rows) + 1)


@damage
def notes_and_names_under_the_table(logs: Logs, _: random.Random) -> Damaged:
    rows = told(logs["requests"])
    under: list[Row] = [
        [],
        ["注：1.本表统计至12月31日；2.以答复日期为准"],
        ["填表人：赵某", None, None, "审核人：钱某", None, "联系电话：无"],
    ]
    return Damaged(with_requests(logs, [*rows, *under]), "依申请公开")


@damage
def subtotals_between(logs: Logs, _: random.Random) -> Damaged:
    rows = told(logs["requests"])
    half = len(rows) // 2
    sums = [["上半年小计", half - 1], ["全年合计", len(rows) - 1]]
    return Damaged(
        with_requests(logs, [*rows[:half], sums[0], *rows[half:], sums[1]]), "依申请公开"
    )


@damage
def the_whole_log_again_as_a_copy(logs: Logs, _: random.Random) -> Damaged:
    return Damaged(pages_of(logs), "副本", beside=[Page("副本", told(logs["requests"]))])


@damage
def a_copy_with_other_spaces_and_widths(logs: Logs, rng: random.Random) -> Damaged:
    rows = told(logs["requests"])
    again = [
        f" {cell}　".replace("0", "０").replace("-", "－") if isinstance(cell, str) else cell
        for cell in rows[rng.randrange(1, len(rows))]
    ]
    return Damaged(pages_of(logs), "补登", beside=[Page("补登", [rows[0], again])])


@damage
def dates_as_text_in_words(logs: Logs, _: random.Random) -> Damaged:
    rows = [
        [
            f"{cell.year}年{cell.month}月{cell.day}号" if isinstance(cell, date) else cell
            for cell in row
        ]
        for row in told(logs["requests"])
    ]
    return Damaged(with_requests(logs, rows), "依申请公开")  # type: ignore[arg-type]


@damage
def a_unit_line_of_thousands(logs: Logs, _: random.Random) -> Damaged:
    requests, publications, cases = pages_of(logs)
    page = Page(publications.title, [["金额单位：千元"], *publications.rows])
    return Damaged([requests, page, cases], publications.title)


@damage
def a_second_log_under_the_first(logs: Logs, _: random.Random) -> Damaged:
    requests, publications, cases = pages_of(logs)
    page = Page(requests.title, [*requests.rows, [], *publications.rows])
    return Damaged([page, cases], requests.title)


@damage
def half_of_the_sheet_hidden(logs: Logs, _: random.Random) -> Damaged:
    requests, *others = pages_of(logs)
    hidden = set(range(1, len(requests.rows) // 2))
    return Damaged([Page(requests.title, requests.rows, hidden=hidden), *others], requests.title)


def replaced_of(kind: str, heading: str, value: object) -> Damage:
    """A damage of one cell of some publication or case."""

    def make(logs: Logs, rng: random.Random) -> Damaged:
        number = ("requests", "publications", "cases").index(kind)
        pages = pages_of(logs)
        rows = [list(row) for row in pages[number].rows]
        place = rows[0].index(heading)
        filled = [at for at, row in enumerate(rows[1:], 1) if row[place] not in (None, "")]
        at = rng.choice(filled)
        rows[at][place] = value
        pages[number] = Page(pages[number].title, rows)
        return Damaged(pages, pages[number].title, at + 1)

    return make


def replaced(heading: str, value: object) -> Damage:
    """A damage of one cell of some granted request."""

    def make(logs: Logs, rng: random.Random) -> Damaged:
        rows = told(logs["requests"])
        at = closed_row(rows, rng)
        place = rows[0].index(heading)
        row = [*rows[at][:place], value, *rows[at][place + 1 :]]
        return Damaged(
            with_requests(logs, [*rows[:at], row, *rows[at + 1 :]]), "依申请公开", at + 1
        )

    return make


DAMAGES |= {
    "an outcome that nobody knows": replaced("办理结果", "已妥处"),
    "an outcome of two clauses": replaced("办理结果", "予以公开；信息不存在"),
    "no outcome": replaced("办理结果", None),
    "no closing date": replaced("答复日期", None),
    "no day of receipt": replaced("收到日期", None),
    "a day of another year": replaced("收到日期", date(2034, 3, 1)),
    "a day that never was": replaced("收到日期", "2024-02-30"),
    "a year of two digits": replaced("收到日期", "24.3.5"),
    "an answer before the request": replaced("答复日期", date(2019, 1, 2)),
    "a number that is a range": replaced("登记编号", "2024-001至2024-005"),
    "an error of a formula": replaced("办理结果", "#N/A"),
    "an outcome in doubt": replaced("办理结果", "拟不予公开"),
    "no type of applicant": replaced("申请人类型", None),
    "two types of applicant": replaced("申请人类型", "自然人、企业"),
    "days before months": replaced("收到日期", "13/05/2024"),
    "a day or a month": replaced("收到日期", "03/05/2024"),
    "two days in a cell": replaced("答复日期", "2024-03-01、2024-05-06"),
    "an answer to come": replaced("答复日期", "待定"),
    "an outcome asked": replaced("办理结果", "予以公开？"),
    "fewer given than asked for": replaced("办理结果", "申请5项，公开3项"),
    "an outcome of a step": replaced("办理结果", "已转市局办理"),
    "a month without a day": replaced("答复日期", "2024年3月上旬"),
    "a type of a slip": replaced("申请人类型", "自燃人"),
    "two categories": replaced_of("publications", "信息类别", "行政许可、行政处罚"),
    "a category that nobody knows": replaced_of("publications", "信息类别", "行政规范性文健"),
    "a category that slipped": replaced_of("publications", "信息类别", "行政处罰决顶"),
    "an amount below nothing": replaced_of("publications", "收费金额（万元）", -3.5),
    "an amount about": replaced_of("publications", "收费金额（万元）", "约3万"),
    "an amount in another unit": replaced_of("publications", "收费金额（万元）", "35000元"),
    "a count in words": replaced_of("publications", "数量", "若干"),
    "a result of two": replaced_of("cases", "审理结果", "部分撤销部分维持"),
    "a result that nobody knows": replaced_of("cases", "审理结果", "败诉"),
    "a case about another matter": replaced_of("cases", "案件类型", "民事诉讼"),
    "a case filed after it was closed": replaced_of("cases", "受理日期", date(2034, 1, 5)),
}


def spoken_of(damaged: Damaged, found: Iterator[Address]) -> bool:
    """Whether an address is in the damaged sheet, at the damaged row where one row is."""
    return any(
        damaged.sheet in (one.sheet, Path(one.file).stem)
        and (not damaged.row or one.row in (0, 1, damaged.row, damaged.row - 1))
        for one in found
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_read_rightly_or_named(name: str, seed: int, tmp_path: Path) -> None:
    published = invented(seed)
    logs = expand(published, seed=seed, noise=False, truth=True)
    damaged = DAMAGES[name](logs, random.Random(seed))
    files = [save(tmp_path / "台账.xlsx", damaged.pages)]
    if damaged.beside:
        files.append(save(tmp_path / "补登.xlsx", damaged.beside))
    try:
        report = compile_report(files, year=2024, as_of=date(2025, 1, 15))
    except* Refusal as refusals:
        named = [one.address for one in refusals.exceptions if isinstance(one, Refusal)]
        differing: object = "refused"
    else:
        named = [one.address for one in report.findings]
        found, right = counted(report), wanted(published)
        differing = {
            cell: (found.get(cell), number)
            for cell, number in right.items()
            if found.get(cell) != number
        }
    assert not differing or spoken_of(damaged, iter(named)), (differing, list(map(str, named)))


def test_without_a_damage_all_is_right(tmp_path: Path) -> None:
    """What the others are held against."""
    for seed in SEEDS:
        published = invented(seed)
        logs = expand(published, seed=seed, noise=False, truth=True)
        report = compile_report(
            [save(tmp_path / f"{seed}.xlsx", pages_of(logs))], year=2024, as_of=date(2025, 1, 15)
        )
        assert {
            cell: number for cell, number in counted(report).items() if cell in wanted(published)
        } == wanted(published)
