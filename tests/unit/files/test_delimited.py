"""Delimited text, as Excel opens it."""

from __future__ import annotations

import pytest

from reportcli.files.sheet import Row
from tests.unit.files.opened import book_of, cells, rows_of

HEADINGS = ["收到日期", "办理结果"]
ROWS = [HEADINGS, ["2024-03-05", "予以公开"]]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        # Text that Excel 'saved' as .xls, and the line with which Excel is told the delimiter.
        ("收到日期\t办理结果\r\n2024-03-05\t予以公开\r\n", ROWS),
        ("sep=;\r\n收到日期;办理结果\r\n2024-03-05;予以公开", ROWS),
        ('"sep=|"\n收到日期|办理结果\n2024-03-05|予以公开', ROWS),
        ("sep=\t\n收到日期\t办理结果\n2024-03-05\t予以公开", ROWS),
        ("SEP=,\n收到日期,办理结果\n2024-03-05,予以公开", ROWS),
        ("sep=;\na,b;c\n", [["a,b", "c"]]),
        ("收到日期|办理结果\n2024-03-05|予以公开", ROWS),
        # A title may be full of what the delimiter is not.
        ('"台账,一,二,三"\n收到日期;办理结果\n2024-03-05;予以公开', [["台账,一,二,三"], *ROWS]),
        ("台账,一,二,三\n收到日期;办理结果\n2024-03-05;予以公开", [["台账,一,二,三"], *ROWS]),
        # So may cells, and rows may be of unequal length.
        (
            "收到日期,办理结果\n" + "2024-03-05,甲;乙|丙\n" * 5,
            [HEADINGS, *[["2024-03-05", "甲;乙|丙"]] * 5],
        ),
        ("a,b,c,d\n1,2,3;4,\n1,2;3\n", [["a", "b", "c", "d"], ["1", "2", "3;4"], ["1", "2;3"]]),
        (
            '收到日期,"办理\n结果;a\tb"\n2024-03-05,c',
            [["收到日期", "办理\n结果;a\tb"], ["2024-03-05", "c"]],
        ),
    ],
)
def test_delimiters(content: str, rows: list[Row]) -> None:
    assert rows_of(content) == rows


def test_the_delimiter_is_sought_in_the_first_records_only() -> None:
    assert rows_of("a,b\n" * 60 + '"c;\n' + ";" * 70_000 + '",d\n')[-1][1] == "d"


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("办理结果\n予以公开\n不予公开\n", [["办理结果"], ["予以公开"], ["不予公开"]]),
        ("公开日期\r\n2024-03-05\r\n", [["公开日期"], ["2024-03-05"]]),
        ('"收到\n日期"\n2024-03-05', [["收到\n日期"], ["2024-03-05"]]),
        ("各位同事：\n\n请于周五前报送。\n", [["各位同事："], [], ["请于周五前报送。"]]),
    ],
)
def test_a_text_without_any_delimiter_is_one_column(content: str, rows: list[Row]) -> None:
    assert rows_of(content) == rows


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = "登记编号\t收到日期\t办理结果\r\n" + "1\t2024-03-05\t一一一一\r\n" * 20
    book = book_of(text, encoding)
    assert (book.format, book.encoding) == ("tsv", encoding)
    assert cells(book.sheets[0])[1] == ["1", "2024-03-05", "一一一一"]
