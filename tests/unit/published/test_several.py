"""Several reports in one file, by their titles and their numbers."""

from __future__ import annotations

import pytest

from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address, Refusal
from reportcli.published.several import is_contradicted, report_of_year
from reportcli.published.source import Source, SourceBlock, SourceLine

TITLE_2024, TITLE_2023 = (SourceLine(f"{year}年政府信息公开工作年度报告") for year in (2024, 2023))
FIRST, SECOND = LaidTable(), LaidTable()


def places(*texts: str) -> list[TableCell]:
    return [TableCell(0, 1, 0, 1, text, object(), None) for text in texts]


@pytest.mark.parametrize(
    ("texts", "is_one"),
    [
        (["5"], False),
        (["5", "5"], False),
        (["5", ""], False),
        (["5", "6"], True),
        (["5", "5.0"], False),
    ],
)
def test_places_of_one_cell_contradict_each_other(texts: list[str], is_one: bool) -> None:
    assert is_contradicted(places(*texts)) == is_one


@pytest.mark.parametrize(
    ("blocks", "year", "told"),
    [
        ([TITLE_2024, FIRST, TITLE_2023, SECOND], None, "2024、2023"),
        ([TITLE_2024, FIRST, TITLE_2023, SECOND], 2022, "2024、2023"),
        ([TITLE_2024, FIRST, TITLE_2024, SECOND], 2024, "2024、2024"),
        ([FIRST, SECOND], 2024, "?"),
        ([TITLE_2024, TITLE_2023, FIRST, SECOND], 2024, "2024"),
    ],
)
def test_what_no_year_tells_apart_is_refused(
    blocks: list[SourceBlock], year: int | None, told: str
) -> None:
    source = Source("年报.html", "html", blocks, lambda _: Address("年报.html"))
    with pytest.raises(Refusal) as refused:
        report_of_year(source, year)
    assert (refused.value.code, refused.value.details["what"]) == ("published-several", told)


def test_the_year_chooses() -> None:
    blocks = [SourceLine("首页"), TITLE_2024, FIRST, TITLE_2023, SECOND]
    source = Source("年报.html", "html", blocks, lambda _: Address("年报.html"))
    assert report_of_year(source, 2023).blocks == [TITLE_2023, SECOND]
    assert report_of_year(source, 2024).blocks == blocks[:3]
