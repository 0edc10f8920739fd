"""What holds for any log whatsoever, sound or not.

Each number that Hypothesis draws becomes one row, so that a failure shrinks to the rows that matter. The logs
go through the real intake, without its child process.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.count.facts import FactValue, count_facts
from reportcli.count.tally import Tally, record_findings
from reportcli.files.sheet import Row
from reportcli.finding import catalogue
from reportcli.judge.identities import check_identities
from reportcli.law.calendar import working_calendar
from tests.logs import rows_of, tally_of

quick = settings(max_examples=20, deadline=None, derandomize="CI" in os.environ)
CALENDAR = working_calendar()

# -- logs ---------------------------------------------------------------------------------------------------

BAD_DATES = ["—", "2024年", "2024-02-30", "#N/A", "24.3.5", "2024-03-05至2024-03-09"]
DATE_FORMS: list[Callable[[date], object]] = [
    *[lambda day: day] * 6,
    date.isoformat,
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
]


class Clerk:
    """Fills in one row of a log about a year: mostly soundly, often near the ends of the year."""

    def __init__(self, seed: int, year: int) -> None:
        self.rng, self.year = random.Random(seed), year

    def row(self, kind: str) -> Row:
        """A record, or now and then a row that is none."""
        if self.rng.random() < 0.1:
            return self.one_of(
                [None], ["", None, " "], ["合计", None, "3"], ["填表人：某某"], list(HEADINGS[kind])
            )
        return {"requests": self.request, "publications": self.publication, "cases": self.case}[
            kind
        ]()

    def request(self) -> Row:
        received = self.day()
        closed = self.later(received)
        outcome, ground = self.one_of(
            ("予以公开", None),
            ("部分公开", "个人隐私"),
            ("不予公开", "国家秘密"),
            ("不予公开", "条例第十四条"),
            ("不予公开", None),
            ("信息不存在", None),
            ("撤回", None),
            ("其他处理", None),
            ("其他处理", "逾期不补正"),
            ("公开，不存在", None),
        )
        return [
            self.rarely(None, f"{received.year}-{self.rng.randint(1, 60):03}"),
            self.written(received),
            self.one_of("某甲", "某乙公司", "某某律师事务所", "某会", None),
            self.rarely(
                "外籍",
                self.one_of("自然人", "公司", "科研机构", "社会组织", "律所", "其他", "法人", None),
            ),
            self.one_of("网上", "邮箱", "邮寄", "当面", None, "飞鸽"),
            self.rarely("也许", self.one_of(None, None, "是", "否", self.written(received))),
            self.rarely("五元", self.one_of(None, "0", "12.5", "1万元")),
            self.written(closed),
            self.rarely("复议事项", outcome if closed else self.one_of(None, "在办")),
            ground if closed else None,
        ]

    def publication(self) -> Row:
        made = self.day()
        return [
            self.one_of("通知", "公示", "公告", None),
            self.one_of(None, None, "某规〔1〕", "某规〔2〕"),
            self.one_of(*CATEGORIES),
            self.one_of("规划公示", "文件", None),
            self.one_of("本局网站", "微信", None, "小程序"),
            self.one_of("图解", "问答", None),
            self.rarely(None, self.written(made)),
            self.written(self.later(made)),
            self.written(self.one_of(None, None, self.later(made))),
            self.rarely("待定", self.one_of("有效", "失效", None, None)),
            self.rarely("内部", self.one_of("主动公开", None, None, "依申请公开")),
            self.rarely("很多", self.one_of(None, None, "0", "30", "1,234")),
            self.rarely("若干", self.one_of("0", "0.1", "12.3456", "3元", None)),
        ]

    def case(self) -> Row:
        filed = self.day()
        closed = self.later(filed)
        return [
            self.rarely("仲裁", self.one_of("行政复议", "行政诉讼", "复议后起诉", "直接起诉")),
            self.written(filed),
            self.rarely("不清楚", self.one_of("是", "否", "否", None)),
            self.rarely("已结", self.one_of(*RESULTS) if closed else self.one_of(None, "审理中")),
            self.written(closed),
            self.one_of(None, None, None, "否", "是"),
        ]

    def one_of(self, *cells: object) -> object:
        return self.rng.choice(cells)

    def rarely(self, fault: object, cell: object) -> object:
        return fault if self.rng.random() < 0.04 else cell

    def day(self) -> date:
        """A day of the three years around the year, of the year itself, or at one of its ends."""
        first = date(self.year, 1, 1)
        around, within = self.rng.randint(-365, 730), self.rng.randint(0, 364)
        return first + timedelta(self.one_of(around, within, self.one_of(-1, 0, 365, 366)))

    def later(self, day: date) -> date | None:
        """The same day, a later one, now and then an earlier one or none yet."""
        return self.one_of(None, *(day + timedelta(self.rng.randint(*span)) for span in SPANS))

    def written(self, day: date | None) -> object:
        return (
            None
            if day is None
            else self.rarely(self.one_of(*BAD_DATES), self.one_of(*DATE_FORMS)(day))
        )


REQUESTS, PUBLICATIONS, CASES = rows_of("""
登记编号|收到日期|申请人|申请人类型|申请方式|延期|收费金额（元）|答复日期|办理结果|理由
标题|文号|信息类别|栏目|公开渠道|公开形式|制发日期|公开日期|废止日期|有效性|公开方式|数量|金额（万元）
案件类型|受理日期|是否经过复议|审理结果|审结日期|共同被告
""")
HEADINGS = {"requests": REQUESTS, "publications": PUBLICATIONS, "cases": CASES}
CATEGORIES, RESULTS = rows_of("""
规章|行政规范性文件|行政许可|行政许可事项|行政处罚|行政强制|行政事业性收费|收费项目|政府采购|政策解读|要闻
维持|撤销|确认违法|终止|撤诉|驳回起诉|不予受理|驳回
""")
SPANS = [(0, 0), (1, 20), (1, 20), (21, 90), (300, 500), (-5, 5)]

kinds = pytest.mark.parametrize("kind", HEADINGS)
years = st.sampled_from([2024, 2020])  # one of each edition
seeds = st.lists(st.integers(0, 2**32), max_size=20)


def rows_for(kind: str, seeds: list[int], year: int) -> list[Row]:
    """The rows below the header, one for each seed."""
    return [Clerk(seed, year).row(kind) for seed in seeds]


def tally_rows(kind: str, *tables: list[Row], year: int) -> Tally:
    """The tally of one or several logs of a kind, each with a title and its header above the rows."""
    return tally_of(*([["某局台账"], list(HEADINGS[kind]), *rows] for rows in tables), year=year)


def facts_of(tally: Tally) -> dict[str, FactValue]:
    """The facts of a tally."""
    return count_facts(tally, CALENDAR, as_of=date(tally.year + 1, 3, 31))


# -- properties ---------------------------------------------------------------------------------------------


@kinds
@quick
@given(seeds=seeds, year=years)
def test_every_row_is_counted_or_outside_the_year_or_set_aside_with_a_reason(
    kind: str, seeds: list[int], year: int
) -> None:
    tally = tally_rows(kind, rows_for(kind, seeds, year), year=year)
    [part] = tally.parts
    assert (
        sum(part.rows_by_fate().values()) == part.log.source.rows_read == len(seeds) + 1
    )  # the title is one
    aside = [row for rows in part.log.set_aside.values() for row in rows.tolist()]
    assert sorted([*part.fate.index, *aside]) == [1, *range(3, len(seeds) + 3)]

    counted = {row for row, fate in part.fate.items() if fate == "counted"}
    assert {row for entry in part.entries for row in entry.rows.tolist()} <= counted
    errors = {code for code, entry in catalogue().items() if entry.severity == "error"}
    faulty = {row for row, fate in part.fate.items() if fate in errors}
    assert part.set_aside_by_error() == len(faulty)
    named = {
        finding.address.row for finding in record_findings(tally) if finding.severity == "error"
    }
    assert named - {0} == faulty  # 0: a log without records is named as a whole


@quick
@given(seeds=seeds, year=years)
def test_the_flow_of_requests_holds_in_each_column_for_any_log(seeds: list[int], year: int) -> None:
    tally = tally_rows("requests", rows_for("requests", seeds, year), year=year)
    numbers = tally.tables["requests"]
    for column in {column for _, column in numbers}:
        came = numbers["received", column] + numbers["brought_forward", column]
        assert came == numbers["outcome.total", column] + numbers["carried_forward", column]
    assert check_identities(tally, None) == []


@quick
@given(seeds=seeds, year=years)
def test_each_request_that_counts_comes_in_once_and_goes_out_once(
    seeds: list[int], year: int
) -> None:
    [part] = tally_rows("requests", rows_for("requests", seeds, year), year=year).parts
    came: Counter[int] = Counter()
    went: Counter[int] = Counter()
    for entry in part.entries:
        (came if entry.cell[0] in ("received", "brought_forward") else went).update(
            entry.rows.tolist()
        )
        assert set(entry.values.tolist()) == {1}
    counted = [row for row, fate in part.fate.items() if fate == "counted"]
    assert came == went == dict.fromkeys(counted, 1)


@quick
@given(seeds=seeds)
def test_each_case_that_counts_is_in_one_cell(seeds: list[int]) -> None:
    tally = tally_rows("cases", rows_for("cases", seeds, 2024), year=2024)
    [part] = tally.parts
    cells = Counter(row for entry in part.entries for row in entry.rows.tolist())
    assert cells == {row: 1 for row, fate in part.fate.items() if fate == "counted"}
    totals = [number for (_, column), number in tally.tables["cases"].items() if column == "total"]
    assert sum(totals) == len(cells)
    assert check_identities(tally, None) == []


@kinds
@quick
@given(seeds=seeds, year=years, order=st.integers(0, 99))
def test_the_order_of_rows_changes_no_number_and_no_fact(
    kind: str, seeds: list[int], year: int, order: int
) -> None:
    rows = rows_for(kind, seeds, year)
    shuffled = random.Random(order).sample(rows, len(rows))
    one, other = (tally_rows(kind, table, year=year) for table in (rows, shuffled))
    assert one.tables == other.tables
    assert facts_of(one) == facts_of(other)
    assert one.parts[0].rows_by_fate() == other.parts[0].rows_by_fate()
    assert Counter(one.carried_forward()) == Counter(other.carried_forward())


@kinds
@quick
@given(seeds=seeds, year=years, at=st.integers(0, 20))
def test_the_parts_of_a_log_add_up_to_the_whole(
    kind: str, seeds: list[int], year: int, at: int
) -> None:
    rows = rows_for(kind, seeds, year)
    whole = tally_rows(kind, rows, year=year)
    first, second = (tally_rows(kind, part, year=year) for part in (rows[:at], rows[at:]))
    both = first + second
    assert both.tables == (second + first).tables == whole.tables
    sums = {cell: n + second.tables[kind][cell] for cell, n in first.tables[kind].items()}
    assert sums == whole.tables[kind]
    assert facts_of(both) == facts_of(whole)
    assert both.carried_forward() == whole.carried_forward()


@kinds
@quick
@given(seeds=seeds, year=years)
def test_what_the_rows_behind_each_cell_add_sums_to_it(
    kind: str, seeds: list[int], year: int
) -> None:
    rows = rows_for(kind, seeds, year)
    tally = tally_rows(kind, rows[:5], rows[5:], year=year)
    for cell, number in tally.tables[kind].items():
        behind = list(tally.rows(kind, cell))
        assert sum((Decimal(added) for _, _, added in behind), Decimal(0)) == number
        assert all(row in log.frame.index for log, row, _ in behind)
        assert all(added >= 0 or cell[1] == "items_change" for _, _, added in behind)


@quick
@given(
    amounts=st.lists(st.decimals(0, 10**11, places=6), max_size=12),
    unit=st.sampled_from([("元", 1), ("千元", 1000), ("万元", 10_000), ("亿元", 10**8)]),
)
def test_money_is_added_without_any_rounding(amounts: list[Decimal], unit: tuple[str, int]) -> None:
    name, yuan = unit
    rows = [["行政事业性收费", date(2024, 5, 6), f"{amount:f}"] for amount in amounts]
    tally = tally_of([["信息类别", "公开日期", f"收费金额（{name}）"], *rows])
    assert tally.tables["publications"]["fees", "amount"] * 10_000 == sum(amounts) * yuan
