"""The cells of a plain worksheet, from how they are written; other forms are left to calamine."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reportcli.files import plain_cells
from reportcli.files.number_format import number_shown
from reportcli.files.plain_cells import Decoded, Decoder, read_formats, read_texts
from reportcli.files.sheet import NotPlain
from reportcli.words.cells import Cell

SHOWN = number_shown('"2024-"000')
assert SHOWN is not None
DECODER = Decoder(["零", "一", "二"], ["number", "date", "", SHOWN, "struck"])


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("><v>12</v></c>", 12.0),
        (' t="n"><v>-1.5E+3</v></c>', -1500.0),
        (' s="1"><v>45356</v></c>', date(2024, 3, 5)),
        (' s="1"><v>45356.5</v></c>', datetime(2024, 3, 5, 12)),
        (' s="3"><v>13</v></c>', "2024-013"),
        (' s="3"><v>13.5</v></c>', 13.5),
        (' t="s"><v>2</v></c>', "二"),
        (' s="2" t="s"><v>0</v></c>', "零"),
        (' t="str"><v> 公开 </v></c>', " 公开 "),
        (' t="inlineStr"><is><t>甲&amp;乙</t></is></c>', "甲&乙"),
        (' t="b"><v>1</v></c>', True),
        (' t="e"><v>#N/A</v></c>', "#N/A"),
        (' t="e"><v>#张三</v></c>', "#ERROR!"),
        ("></c>", ""),
        ("/>", ""),
    ],
)
def test_a_cell_as_it_is_written(written: str, cell: Cell) -> None:
    found = DECODER.decode(written.encode())
    assert (type(found), found) == (type(cell), cell)


@pytest.mark.parametrize(
    "written",
    [
        "><v>twelve</v></c>",
        ' s="2"><v>12</v></c>',  # a format of which nothing is certain
        ' s="4"><v>12</v></c>',  # struck out
        ' s="4" t="s"><v>0</v></c>',
        ' s="9"><v>12</v></c>',
        ' s="1"><v>60</v></c>',  # 29 February 1900
        ' s="1"><v>2958466</v></c>',
        ' t="s"><v>3</v></c>',
        ' t="z"><v>1</v></c>',
        ' t="b"><v>2</v></c>',
        ' t="e"><v>error</v></c>',
        ' t="str"><v>_x000D_</v></c>',
        ' q="1"><v>1</v></c>',
    ],
)
def test_a_cell_of_another_form(written: str) -> None:
    with pytest.raises(NotPlain):
        DECODER.decode(written.encode())


def test_formats_of_cells() -> None:
    codes = {
        164: "yyyy-mm-dd",
        165: "0.00",
        166: "&quot;2024-&quot;000",
        167: "[h]:mm",
        168: "0000",
    }
    listed = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in codes.items())
    formats = "".join(
        f'<xf numFmtId="{n}" fontId="0"/>' for n in (0, 14, 164, 165, 166, 167, 168, 45)
    )
    text = (
        f"<styleSheet><numFmts>{listed}</numFmts><fonts><font/><font><strike/></font></fonts>"
        f'<cellXfs>{formats}<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
    )
    assert read_formats(text.encode()) == [
        "number", "date", "date", "number", SHOWN, "", number_shown("0000"), "", "struck",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["<styleSheet/>", "<!-- --><cellXfs></cellXfs>", "<cellXfs></cellXfs><cellXfs></cellXfs>"],
)
def test_styles_of_another_form(text: str) -> None:
    with pytest.raises(NotPlain):
        read_formats(text.encode())


@pytest.mark.parametrize(
    ("items", "texts"),
    [
        ("<si><t>甲</t></si><si><t>乙</t></si></sst>", ["甲", "乙"]),
        ("<si><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r></si></sst>", ["甲乙"]),
        ('<si><t xml:space="preserve"> 甲 </t></si>', [" 甲 "]),
        ("", []),
    ],
)
def test_shared_strings(items: str, texts: list[str]) -> None:
    assert read_texts(items.encode()) == texts


@pytest.mark.parametrize(
    "items", ["<si><t> 甲</t></si>", "<si><b/></si>", "<si><t>&x;</t></si>", "甲"]
)
def test_shared_strings_of_another_form(items: str) -> None:
    with pytest.raises(NotPlain):
        read_texts(items.encode())


@pytest.mark.parametrize("index", ["9" * 9, "9" * 6000, "", "-1", "1_0", "0 "])
def test_an_index_of_no_shared_string_is_left_to_calamine(
    index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_cells, "VARIED", 0)
    decoded = Decoded(Decoder(["零", "一", "二"], ["number"]))
    begin, end = b' t="s"><v>', b"</v></c>"
    assert decoded.cells([begin + b"1" + end] * 2) == ["一", "一"]
    assert decoded.cells([begin + b"2" + end, begin + b"0" + end]) == ["二", "零"]
    with pytest.raises(NotPlain):
        decoded.cells([begin + b"2" + end, begin + index.encode() + end])
