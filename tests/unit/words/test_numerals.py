"""Numbers read out of text, and what in it is no number of anything."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportcli.words.numerals import (
    in_digits,
    narrow,
    number_text,
    read_numerals,
    spell,
    spelled_value,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("申请401件", "401", "件"),
        ("许可2,136件", "2136", "件"),
        ("申请４０１件", "401", "件"),
        ("占88.8％", "88.8", "%"),
        ("金额1.5万元", "15000", "元"),
        ("收费569.904万元", "5699040", "元"),
        ("信息1.57万条", "15700", "条"),
        ("减少 2 项", "2", "项"),
        ("两次", "2", "次"),
        ("十二件", "12", "件"),
        ("三百零五条", "305", "条"),
        ("一千二百三十四件", "1234", "件"),
        ("三万二千件", "32000", "件"),
        ("百分之九十五点五", "95.5", "%"),
        ("百分之百", "100", "%"),
        ("提高2个百分点", "2", "个百分点"),
    ],
)
def test_a_number_with_its_unit(text: str, value: str, unit: str) -> None:
    (numeral,) = read_numerals(narrow(text))
    assert (numeral.value, numeral.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "fits", "misfits"),
    [
        ("三百余件", (300, 356, 399), (299, 400)),
        ("1500多条", (1500, 1599), (1499, 1600)),
        ("近5000条", (4939, 4000), (5001, 3999)),
        ("约400件", (350, 401, 450), (349, 451)),
        ("400件左右", (401,), (451,)),
        ("超过400件", (400, 800), (399, 801)),
        ("4900条以上", (4939,), (4899,)),
        ("不足500件", (401,), (501, 249)),
        ("1.2万件", (11500, 12000, 12499), (11499, 12500)),
        ("569.90万元", (5699040,), (5699060,)),
        ("401件", (401,), (400, 402)),
    ],
)
def test_what_bears_a_number_out(
    text: str, fits: tuple[int, ...], misfits: tuple[int, ...]
) -> None:
    (numeral,) = read_numerals(text)
    assert [known for known in fits if not numeral.fits(Decimal(known))] == []
    assert [known for known in misfits if numeral.fits(Decimal(known))] == []


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月12日至12月31日，第三十三条、第20条第（一）项，〔2019〕60号",
        "国办发〔2020〕17号、[2020]26号、（2021）30号",
        "《2024年政务公开工作要点》《条例（2019年修订）》",
        "0519-85682118、13800000000、邮编：213022、12345政务服务便民热线",
        "http://www.example.gov.cn/2024/01.html、xxgk163@example.com",
        "20个工作日、24小时、7×24小时、15日内、3年、9:30—17:30、5个月",
        "第3次、第二季度、2021—2025年、1—6月份",
        "“三审三校”“两个维护”“1+N”“12345”",
        "1.加强领导。2.完善制度。（3）强化监督",
        "8楼802室、108号、A4纸、5G、H5",
        "一是二是三是，一方面，进一步，统一，一些，十分，万一，千家万户，数百次，几十件，三四次，二期工程",
        "图2 2024年新收申请的申请人",
        "详见附表3",
    ],
)  # fmt: skip
def test_what_is_no_figure(text: str) -> None:
    assert read_numerals(narrow(text)) == []


def test_a_text_keeps_its_length_when_it_is_made_narrow() -> None:
    text = "１２％，3,456条,其中７件"
    assert narrow(text) == "12%，3,456条，其中7件"
    assert len(narrow(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("七", 7),
        ("十", 10),
        ("十六", 16),
        ("二十", 20),
        ("三百零五", 305),
        ("三万二千", 32_000),
        ("三四", None),
        ("十十", None),
        ("百", None),
        ("元", None),
    ],
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert spelled_value(text) == value


def test_every_number_below_a_hundred_reads_back() -> None:
    assert [spelled_value(spell(number)) for number in range(1, 100)] == [*range(1, 100)]


def test_years_are_spelled_digit_by_digit() -> None:
    assert [in_digits(year) for year in ("二〇二〇", "一九九八", "二零○元")] == [
        "2020",
        "1998",
        "200?",
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "3"),
        (Decimal("1E+3"), "1000"),
        (Decimal("2.50"), "2.5"),
        (Decimal("-0.0"), "0"),
        (3.0, "3"),
    ],
)
def test_a_number_as_it_is_printed(number: float | Decimal, text: str) -> None:
    assert number_text(number) == text
