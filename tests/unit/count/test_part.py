"""What one log adds, and what became of each of its rows."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from reportcli.count.part import Entry, is_error_code
from tests.logs import tally_of

REQUESTS = """
登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
2024-1   | 2024-03-04 | 自然人     | 2024-03-08 | 予以公开
2024-2   | 2024-03-04 | 公司       |            |
         | 2024-03-05 | 自然人     |            |
2024-4   | 2024-03-05 | 自然人     | 2024-03-08 | 复议事项
2020-9   | 2020-03-05 | 自然人     | 2020-03-08 | 予以公开
合计     |            |            |            |
"""


def test_numbers_on_a_line_are_those_of_its_rows() -> None:
    [part] = tally_of(REQUESTS).parts
    assert part.numbers_on("carried_forward").to_dict() == {3: "2024-2"}
    assert part.numbers_on("received").tolist() == ["2024-1", "2024-2"]
    assert part.numbers_on("outcome.partial").tolist() == []


def test_every_row_has_its_fate() -> None:
    [part] = tally_of(REQUESTS).parts
    assert part.records_by_fate() == {"counted": 3, "outside-year": 1, "outcome-unknown": 1}
    assert part.rows_by_fate() == part.records_by_fate() | {"total-row": 1}
    assert part.set_aside_by_error() == 1


def test_an_entry_sums_counts_or_money() -> None:
    rows = np.array([2, 3], dtype=np.int32)
    assert Entry(("a", "b"), rows, np.array([1, 12])).number == 13
    money = Entry(("a", "b"), rows, np.array([Decimal("0.1"), Decimal("0.2")], dtype=object))
    assert money.number == Decimal("0.3")


def test_an_error_code_is_told_from_other_fates() -> None:
    assert is_error_code("outcome-unknown")
    assert not is_error_code("sheet-copy")
    assert not is_error_code("total-row")
