"""The list of units: read strictly, every fault at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportcli.finding import Refusal
from reportcli.rollup.unit_list import units_of_list
from reportcli.rollup.units import Unit


def listed(folder: Path, text: str, encoding: str = "utf-8") -> list[Unit]:
    """The units of a list that stands in a folder."""
    file = folder / "units.csv"
    lines = (line.strip() for line in text.strip().splitlines())
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return units_of_list(str(file), 2024)


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    """The line and code of each refusal."""
    with pytest.raises(ExceptionGroup) as caught:
        listed(folder, text)
    found = [one for one in caught.value.exceptions if isinstance(one, Refusal)]
    assert all(one.message("zh") != one.message("en") for one in found)
    return [(one.address.row, one.code) for one in found if one.address]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_as_excel_and_wps_save_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "甲.xlsx").touch()
    [county, town] = listed(
        tmp_path,
        """
        代码,名称,上级代码,单位类别,报送期限,材料,口径,报送日期
        X00,某县人民政府,,政府,,,,
        T01,甲镇政府,X00,乡镇,2025年2月5日,甲.xlsx,本级,2025.1.20
        """,
        encoding,
    )
    assert (county.kind, county.scope, county.due) == ("government", "whole", date(2025, 3, 31))
    assert town == Unit(
        "T01", "甲镇政府", "X00", "township", date(2025, 2, 5), (str(tmp_path / "甲.xlsx"),),
        delivered=date(2025, 1, 20), line=3,
    )  # fmt: skip


def test_ids_in_english_and_defaults_of_the_law(tmp_path: Path) -> None:
    [one, two] = listed(tmp_path, "code\tname\tkind\tdue\nA\t甲局\tcommittee\t\nB\t乙局\t\t否")
    assert (one.kind, one.due, one.scope) == ("committee", date(2025, 1, 31), "own")
    assert (two.kind, two.due) == ("department", None)


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path) -> None:
    inside = tmp_path / "甲" / "一季度"
    inside.mkdir(parents=True)
    for name in ("申请.xlsx", "~$申请.xlsx", "扫描件.jpg", ".隐藏.xlsx"):
        (inside / name).touch()
    (tmp_path / "甲" / "reportcli.toml").touch()
    (tmp_path / "乙.json").touch()
    [one] = listed(tmp_path, "代码,名称,文件\nA,甲局,甲；乙.json")
    assert one.files == (str(inside / "申请.xlsx"), str(tmp_path / "乙.json"))
    assert one.skipped == (str(inside / "扫描件.jpg"),)


def test_each_fault_is_refused_at_its_line(tmp_path: Path) -> None:
    assert faults(
        tmp_path,
        """
        代码,名称,上级,类别,期限,文件,范围,报送日期
        A,甲局,,衙门,,,,
        A,乙局,,,,,,
        C,丙局,无此,,,,,
        D,,,,,,,
        E,戊局,,,明天,,,
        F,己局,,,,没有.xlsx,,
        G,庚局,,,,,半个,
        H,辛局,,,,,,2025-2-30
        """,
    ) == [
        (2, "units-kind-unknown"),
        (5, "units-value-missing"),
        (6, "units-value-invalid"),
        (7, "units-file-missing"),
        (8, "units-value-invalid"),
        (9, "units-value-invalid"),
        (3, "units-code-doubled"),
        (4, "units-parent-unknown"),
    ]


def test_a_circle_of_parents_is_refused_once_at_its_first_line(tmp_path: Path) -> None:
    circle = "代码,名称,上级\nA,甲局,C\nB,乙局,A\nC,丙局,B\nD,丁局,A\nE,戊局,E"
    assert faults(tmp_path, circle) == [(2, "units-circle"), (6, "units-circle")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("代码,类别\nA,部门", "units-heading-missing"),
        ("代码,名称", "units-empty"),
        ('代码,名称\nA,"甲', "units-line-broken"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        listed(tmp_path, text)
    assert caught.value.code == code


def test_a_heading_that_is_doubled_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, "代码,名称,单位名称\nA,甲局,甲") == [(1, "units-heading-doubled")]


def test_a_long_list_takes_no_time_for_its_tree(tmp_path: Path) -> None:
    """A chain of parents is walked once, not once a unit."""
    chain = "\n".join(f"U{n},第{n}单位,{f'U{n - 1}' if n else ''}" for n in range(3000))
    assert len(listed(tmp_path, f"代码,名称,上级\n{chain}")) == 3000


def test_a_title_above_the_heading_is_part_of_no_unit(tmp_path: Path) -> None:
    [unit] = listed(tmp_path, "某县单位清单,,\n\n单位编码,单位全称,主管单位\nA,甲局,")
    assert (unit.code, unit.name) == ("A", "甲局")


def test_codes_are_one_however_they_are_typed(tmp_path: Path) -> None:
    [_, unit] = listed(tmp_path, "代码,名称,上级\ng1,某县人民政府,\nA,甲局,Ｇ1")
    assert unit.parent == "g1"
    assert faults(tmp_path, "代码,名称\na1,甲局\nＡ1,乙局") == [(3, "units-code-doubled")]


@pytest.mark.parametrize("name", [".", "..", "units.csv"])
def test_the_folder_of_the_list_is_no_delivery(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, f"代码,名称,文件\nA,甲局,{name}") == [(2, "units-value-invalid")]


def test_a_comma_divides_names_unless_it_is_part_of_one(tmp_path: Path) -> None:
    for name in ("甲、乙.xlsx", "丙.xlsx", "丁.xlsx"):
        (tmp_path / name).touch()
    [unit] = listed(tmp_path, "代码;名称;文件\nA;甲局;甲、乙.xlsx|丙.xlsx、丁.xlsx")
    assert [Path(file).name for file in unit.files] == ["甲、乙.xlsx", "丙.xlsx", "丁.xlsx"]


def test_the_line_that_adds_up_is_no_unit(tmp_path: Path) -> None:
    assert faults(tmp_path, "代码,名称\nA,甲局\n合计,1") == [(3, "units-value-invalid")]
