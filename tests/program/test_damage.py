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

SEEDS = range(3)


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
