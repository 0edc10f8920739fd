"""One record over several rows whose later rows say something else: counted once, and said."""

from __future__ import annotations

from array import array

import pytest

from reportcli.files.sheet import Sheet
from reportcli.intake.child.wire import SheetReading
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Choices
from tests.logs import rows_of
from tests.unit.intake.test_columns import column, days, faults

HEADER = "登记编号 | 收到日期 | 申请人类型 | 申请内容 | 办理结果 | 理由 | 答复日期"
NUMBER_MERGED = (2, 1, 3, 1)


def read(first: str, second: str, *merges: tuple[int, int, int, int]) -> SheetReading:
    """A record over the rows 2 and 3, and a sound one below it."""
    table = f"{HEADER}\n{first}\n{second}\n9 | 2024-05-01 | 自然人 | 丙 | 予以公开 | | 2024-05-08"
    every = [NUMBER_MERGED, *merges]
    return read_sheet(Sheet("台账", iter(rows_of(table)), merges=every), Choices())


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("予以公开 | ", "不予公开 | 商业秘密", "outcome.partial"),
        ("不予公开 | 国家秘密", "予以公开 | ", "outcome.partial"),
        ("部分公开 | ", "信息不存在 | ", "outcome.partial"),
        ("予以公开 | ", "信息不存在 | ", "outcome.partial"),
        ("予以公开 | ", "部分公开 | ", "outcome.partial"),
        ("不予公开 | 商业秘密", "不予公开 | 国家秘密", "outcome.refused.state_secret"),
        ("信息不存在 | ", "不予公开 | 过程性信息", "outcome.refused.deliberative"),
    ],
)
def test_two_answers_to_one_request(first: str, second: str, line: str) -> None:
    reading = read(
        f"1 | 2024-03-01 | 自然人 | 甲 | {first} | 2024-03-08",
        f"  |            |        | 乙 | {second} | 2024-03-08",
    )
    assert column(reading, "outcome") == [line, "outcome.granted"]
    assert list(array("i", reading.rows)) == [2, 4]
    assert list(array("i", reading.set_aside["merged-continuation"])) == [3]
    assert faults(reading) == [("merged-parts", "E3")]


def test_the_same_answer_twice_is_nothing_to_say() -> None:
    reading = read(
        "1 | 2024-03-01 | 自然人 | 甲 | 予以公开 | | 2024-03-08",
        "  |            |        | 乙 | 予以公开 | |",
    )
    assert column(reading, "outcome") == ["outcome.granted"] * 2
    assert faults(reading) == []


def test_an_answer_in_the_second_row_alone_is_that_of_the_record() -> None:
    reading = read(
        "1 | 2024-03-01 | 自然人 | 甲 | | |",
        "  |            |        | 乙 | 予以公开 | | 2024-03-08",
    )
    assert column(reading, "outcome")[0] == "outcome.granted"
    assert days(reading, "closed")[0] == "2024-03-08"


def test_the_last_answer_closes_the_request() -> None:
    reading = read(
        "1 | 2024-03-01 | 自然人 | 甲 | 予以公开 | | 2024-03-08",
        "  |            |        | 乙 | 予以公开 | | 2024-03-20",
    )
    assert days(reading, "closed")[0] == "2024-03-20"
    assert faults(reading) == [("merged-later", "G3")]


def test_answers_in_two_years_are_an_error() -> None:
    reading = read(
        "1 | 2024-12-01 | 自然人 | 甲 | 予以公开 | | 2024-12-20",
        "  |            |        | 乙 | 予以公开 | | 2025-01-10",
    )
    assert faults(reading) == [("merged-contradicts", "G2"), ("merged-contradicts", "G3")]


@pytest.mark.parametrize(
    "second",
    [
        "  |            |        | 乙 | 信访事项 | | 2024-03-08",  # given, and no request at all
        "  |            | 商业企业 | 乙 | 予以公开 | | 2024-03-08",
    ],
)
def test_what_cannot_be_settled_is_an_error_at_the_record(second: str) -> None:
    reading = read("1 | 2024-03-01 | 自然人 | 甲 | 予以公开 | | 2024-03-08", second)
    told = [(code, cell[1:]) for code, cell in faults(reading)]
    assert told == [("merged-contradicts", "2"), ("merged-contradicts", "3")]
    assert [found.decides for found in reading.faults] == [False, True]


def test_a_cell_that_cannot_be_read_sets_its_record_aside() -> None:
    reading = read(
        "1 | 2024-03-01 | 自然人 | 甲 | 予以公开 | | 2024-03-08",
        "  |            |        | 乙 | 某种 | | 2024-03-08",
    )
    assert faults(reading) == [("outcome-unknown", "E2")]
