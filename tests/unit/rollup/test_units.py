"""The words for units."""

from __future__ import annotations

import pytest

from reportcli.rollup.units import Unit, parents_first, proposed_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("某县人民政府", "government"),
        ("某县人民政府办公室", "government_office"),
        ("甲镇人民政府", "township"),
        ("东街道办事处", "subdistrict"),
        ("某县经济开发区管委会", "committee"),
        ("某县公安局东分局", "branch"),
        ("某县税务局", "vertical"),
        ("某县自来水公司", "outside"),
        ("某县教育局", "department"),
    ],
)
def test_a_name_proposes_a_kind(name: str, kind: str) -> None:
    assert proposed_kind(name) == kind


def test_a_unit_stands_after_its_parent_however_deep() -> None:
    deep = [Unit(f"U{number}", "某局", f"U{number + 1}") for number in range(5_000)]
    assert [one.code for one in parents_first(deep)] == [one.code for one in reversed(deep)]
