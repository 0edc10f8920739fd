"""What the styles of an xlsx say of its cells."""

from __future__ import annotations

import pytest

from reportcli.files.styles import CellFormat, cell_formats, looks_of

PLAIN = '<fonts><font><sz val="11"/></font></fonts>'


def styles(
    fonts: str = PLAIN, codes: str = "", formats: str = '<xf numFmtId="0" fontId="0"/>'
) -> str:
    listed = f"<numFmts>{codes}</numFmts>" if codes else ""
    other = '<cellStyleXfs><xf numFmtId="9" fontId="1"/></cellStyleXfs>'
    return f"<styleSheet>{listed}{fonts}{other}<cellXfs>{formats}</cellXfs></styleSheet>"


@pytest.mark.parametrize(
    ("font", "is_struck"),
    [
        ("<font><strike/></font>", True),
        ('<font><b/><strike val="1"/><sz val="11"/></font>', True),
        ("<font><strike val='true' /></font>", True),
        ('<font><strike val="0"/></font>', False),
        ('<font><strike val="false"/></font>', False),
        ("<font/>", False),
        ('<font><u/><name val="strike"/></font>', False),
    ],
)
def test_whether_a_font_is_struck_out(font: str, is_struck: bool) -> None:
    fonts = f"<fonts><font/>{font}<font><i/></font></fonts>"
    formats = '<xf fontId="0"/><xf fontId="1"><alignment/></xf><xf fontId="2"/>'
    found = cell_formats(styles(fonts, formats=formats))
    assert [one.is_struck for one in found] == [False, is_struck, False]


def test_elements_may_have_a_prefix() -> None:
    text = styles("<fonts><font><strike/></font></fonts>").replace("</", "</x:").replace("<", "<x:")
    assert cell_formats(text.replace("<x:/x:", "</x:")) == [CellFormat(0, None, True)]


def test_a_format_names_a_code_of_the_file_or_one_that_every_program_knows() -> None:
    codes = '<numFmt numFmtId="164" formatCode="&quot;2024-&quot;000"/>'
    formats = (
        '<xf numFmtId="164"/><xf numFmtId="14"/><xf/><xf applyNumberFormat="1" numFmtId="165"/>'
    )
    assert cell_formats(styles(codes=codes, formats=formats)) == [
        CellFormat(164, '"2024-"000'),
        CellFormat(14),
        CellFormat(0),
        CellFormat(165),
    ]


def test_only_formats_that_say_more_than_the_value_are_of_interest() -> None:
    formats = [
        CellFormat(0),
        CellFormat(164, "0000"),
        CellFormat(165, "0.00"),
        CellFormat(0, None, True),
    ]
    looks = looks_of(formats)
    assert list(looks.shown) == [1]
    assert looks.struck == {3}
    assert looks.of_interest == [1, 3]


@pytest.mark.parametrize("text", ["", "<styleSheet/>", "<styleSheet><cellXfs/></styleSheet>"])
def test_a_file_without_styles_has_none(text: str) -> None:
    assert cell_formats(text) == []
