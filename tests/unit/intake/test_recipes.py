"""How each column is made: which fields it is made from, and what is to blame when a cell is an error."""

from __future__ import annotations

import pytest

from reportcli.intake.recipes import recipes_of
from reportcli.words.fields import KINDS, KindId, log_kinds
from tests.unit.intake.test_columns import GRANTED, REQUESTS, faults, read


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_of_a_recipe_is_a_field_and_no_personal_field_has_a_column(kind: KindId) -> None:
    fields = {field.id: field for field in log_kinds()[kind].fields}
    for name, recipe in recipes_of(kind).items():
        assert {*recipe.cells} <= {*fields}
        assert {*recipe.blamed} <= {*recipe.cells}
        # Who reviewed an item is kept as the bare fact that somebody did.
        keeps_text = name in fields and fields[name].personal and not recipe.personal
        assert not keeps_text or name == "reviewed"


@pytest.mark.parametrize(
    ("table", "cell"),
    [
        (f"{REQUESTS} | 理由\n2024-01-05 | 自然人 | 不予公开 | 2024-01-10 | #REF!", "E2"),
        (f"{REQUESTS}\n2024-01-05 | 自然人 | #NAME? | 2024-01-10", "C2"),
        (f"申请人 | {REQUESTS}\n#N/A | 2024-01-05 | | 予以公开 | 2024-01-10", "A2"),
        (f"补正通知日期 | {REQUESTS}\n#N/A | {GRANTED}", "A2"),
        ("案件类型 | 受理日期 | 审理结果\n#VALUE! | 2024-01-05 | 维持", "A2"),
        (
            "案件类型 | 是否经过复议 | 受理日期 | 审理结果\n行政诉讼 | #VALUE! | 2024-01-05 | 撤诉",
            "B2",
        ),
    ],
)
def test_an_error_cell_is_one_fault_where_it_stands_also_where_cells_are_read_together(
    table: str, cell: str
) -> None:
    assert faults(read(table)) == [("cell-error", cell)]
