"""A sound log and one damage: the figures stay right, or a finding names the place.

What is damaged is what stands twice: a row in another file, an older version of it, a sheet kept for safety, the
same decision on another site, an appeal beside the first instance. The logs are drawn at random, in several layouts,
and go through the real intake.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.count.tally import Tally, record_findings
from reportcli.files.sheet import Row
from tests.expand import expand, read_published
from tests.logs import filled, judged

quick = settings(max_examples=25, deadline=None, derandomize="CI" in os.environ)
seeds = st.integers(0, 2**32)

NUMBER, RECEIVED, NAME, TYPE, SUBJECT, CLOSED, OUTCOME = range(7)
HEADINGS: list[Row] = [
    ["登记编号", "收到日期", "申请人", "申请人类型", "申请内容", "答复日期", "办理结果"],
    ["编号", "申请日期", "申请人姓名", "申请人类别", "申请内容", "答复时间", "处理结果"],
    ["登记号", "收到时间", "申请人", "申请人类型", "申请事项", "办结日期", "处理结果"],
]
OUTCOMES = ("予以公开", "部分公开", "信息不存在", "重复申请", "撤回申请")
NUMBERS: list[Callable[[int, date], str]] = [
    lambda n, day: f"{day.year}-{n:03}",
    lambda n, day: f"依申请〔{day.year}〕{n}号",
    lambda n, _: str(n),
    lambda n, day: f"{day:%Y%m%d}{n:03}",
]


class Office:
    """The requests of one office in one year, each of another person about something of its own."""

    def __init__(self, seed: int, name: str = "甲") -> None:
        self.rng = random.Random(seed)
        self.heading = self.rng.choice(HEADINGS)
        written = self.rng.choice(NUMBERS)
        self.rows = [self.row(n, written, name) for n in range(1, self.rng.randint(3, 12))]

    def row(self, n: int, written: Callable[[int, date], str], name: str) -> Row:
        """One request."""
        received = date(2024, 1, 8) + timedelta(self.rng.randint(0, 330))
        closed = received + timedelta(self.rng.randint(1, 20))
        is_open = self.rng.random() < 0.3
        return [
            written(n, received),
            received,
            f"{name}某{n}",
            self.rng.choice(("自然人", "商业企业", "社会公益组织")),
            f"{name}的第{n}件事",
            None if is_open else closed,
            None if is_open else self.rng.choice(OUTCOMES),
        ]

    def log(self, rows: list[Row] | None = None) -> list[Row]:
        """A log of these rows, or of some others."""
        return [self.heading, *(self.rows if rows is None else rows)]


def figures(*logs: list[Row]) -> dict[str, object]:
    """The figures of several logs."""
    return dict(filled(judged(*logs)))


def named(tally: Tally) -> set[tuple[str, int]]:
    """(file, row) of every finding about the records."""
    return {(one.address.file, one.address.row) for one in record_findings(tally)}


@quick
@given(seed=seeds, how_many=st.integers(1, 12))
def test_rows_that_stand_in_another_file_too_count_once(seed: int, how_many: int) -> None:
    office = Office(seed)
    again = office.rng.sample(office.rows, min(how_many, len(office.rows)))
    tally = judged(office.log(), office.log(again))
    assert dict(filled(tally)) == figures(office.log())
    assert named(tally)


@quick
@given(seed=seeds)
def test_an_older_version_of_a_log_changes_no_figure(seed: int) -> None:
    office = Office(seed)
    older = [[*row[:CLOSED], None, None] for row in office.rows[:-1]]
    assert figures(office.log(older), office.log()) == figures(office.log())
    assert figures(office.log(), office.log(older)) == figures(office.log())


@quick
@given(seed=seeds)
def test_a_version_that_contradicts_is_an_error_at_both_and_comes_in_once(seed: int) -> None:
    office = Office(seed)
    closed = [row for row in office.rows if row[CLOSED] is not None]
    if not closed:
        return
    row = office.rng.choice(closed)
    other = [*row[:OUTCOME], next(one for one in OUTCOMES if one != row[OUTCOME])]
    tally = judged(office.log(), office.log([other]))
    errors = [one for one in record_findings(tally) if one.code == "record-contradicts"]
    assert sorted((one.address.file, one.address.row) for one in errors) == [
        ("log1.xlsx", office.rows.index(row) + 2),
        ("log2.xlsx", 2),
    ]
    assert filled(tally)["received/total"] == len(office.rows)


@quick
@given(seed=seeds)
def test_two_offices_add_up_whatever_their_numbers(seed: int) -> None:
    one, other = Office(seed), Office(seed, "乙")  # the same numbers on the same days
    tally = judged(one.log(), other.log())
    assert filled(tally)["received/total"] == len(one.rows) + len(other.rows)
    assert named(tally) == set()


@quick
@given(seed=seeds)
def test_a_summary_beside_the_months_counts_once(seed: int) -> None:
    office = Office(seed)
    months: dict[int, list[Row]] = {}
    for row in office.rows:
        assert isinstance(row[RECEIVED], date)
        months.setdefault(row[RECEIVED].month, []).append(row)
    tally = judged(office.log(), *(office.log(rows) for rows in months.values()))
    assert dict(filled(tally)) == figures(office.log())


@quick
@given(seed=seeds)
def test_a_copy_without_numbers_counts_once(seed: int) -> None:
    office = Office(seed)
    bare = [[None, *row[RECEIVED:]] for row in office.rows]
    assert figures(office.log(bare), office.log(bare)) == figures(office.log())
    assert figures(office.log(), office.log(bare)) == figures(office.log())


@quick
@given(seed=seeds)
def test_last_years_log_beside_this_years_changes_no_figure(seed: int) -> None:
    office = Office(seed)
    still_open = [[*row[:CLOSED], None, None] for row in office.rows if office.rng.random() < 0.5]
    answered = [
        [
            f"2023-{n:03}",
            date(2023, 3, n),
            f"丁{n}",
            "自然人",
            f"旧事{n}",
            date(2023, 4, n),
            "予以公开",
        ]
        for n in range(1, 4)
    ]
    assert figures(office.log(answered + still_open), office.log()) == figures(office.log())


SITES = ("本机关网站", "政府门户网站", "信用中国网站", "政务微信")
ITEM_HEADING: Row = [
    "信息名称",
    "文号",
    "信息类别",
    "制发日期",
    "公开日期",
    "公开渠道",
    "收费金额（元）",
]


@quick
@given(seed=seeds)
def test_decisions_listed_once_a_site_are_one_each(seed: int) -> None:
    rng = random.Random(seed)
    rows: list[Row] = []
    for n in range(1, rng.randint(2, 9)):
        category = rng.choice(
            ("行政许可", "行政处罚", "行政强制", "行政事业性收费", "行政规范性文件")
        )
        made = date(2024, 1, 8) + timedelta(rng.randint(0, 330))
        money = rng.randint(1, 9999) if category == "行政事业性收费" else None
        number = f"某{category[2:4]}〔2024〕{n}号"
        rows.append([f"第{n}件{category}", number, category, made, made, SITES[0], money])
    again = [
        [*row[:4], row[4] + timedelta(rng.randint(0, 3)), site, row[6]]  # type: ignore[operator]
        for row in rows
        for site in rng.sample(SITES[1:], rng.randint(0, 3))
    ]
    once = filled(judged([ITEM_HEADING, *rows]), "publications")
    shuffled = [*rows, *again]
    rng.shuffle(shuffled)
    assert filled(judged([ITEM_HEADING, *shuffled]), "publications") == once
    if again:
        assert filled(judged([ITEM_HEADING, *rows], [ITEM_HEADING, *again]), "publications") == once


CASE_HEADING: Row = [
    "案号", "案件类型", "原告", "受理日期", "是否经过复议", "审级", "审理结果", "结案日期", "关联申请编号",
]  # fmt: skip


@quick
@given(seed=seeds)
def test_a_row_an_instance_is_one_case_with_the_result_in_force(seed: int) -> None:
    rng = random.Random(seed)
    whole: list[Row] = []
    in_force: list[Row] = []
    for n in range(1, rng.randint(2, 8)):
        day = date(2024, 1, 8) + timedelta(rng.randint(0, 60))
        result = ("驳回诉讼请求", "确认违法", "准许撤诉")[rng.randrange(3)]
        about = f"2024-{n:03}"
        suit: Row = ["行政诉讼", f"原告{n}", day, "否"]
        last: Row = [*suit, "一审", result, day + timedelta(60), about]
        whole.append([f"行初{n}", *last])
        if rng.random() < 0.6:
            filed = day + timedelta(75)
            ended = (None, None) if rng.random() < 0.4 else ("确认违法", filed + timedelta(60))
            last = ["行政诉讼", f"原告{n}", filed, "否", "二审", *ended, about]
            whole.append([f"行终{n}", *last])
        in_force.append([f"案{n}", *last])
    rng.shuffle(whole)
    expected = filled(judged([CASE_HEADING, *in_force]), "cases")
    assert filled(judged([CASE_HEADING, *whole]), "cases") == expected


@pytest.mark.parametrize("year", ["suqian-2023", "suqian-2024"])
def test_published_years_come_back_with_every_sheet_doubled(year: str) -> None:
    published = read_published(year)
    logs = expand(published)
    for kind, rows in logs.items():
        tally = judged(rows, [rows[0], *rows[1:]], year=published["year"])
        for line, columns in published["tables"][kind].items():
            for column, number in columns.items():
                found = tally.tables[kind][line, column]
                assert str(found) == str(number) or float(found) == number, (kind, line, column)
