"""HTML as a tree: text is text, whatever it holds, and what no eye sees is left out."""

from __future__ import annotations

import pytest
from lxml import etree

from reportcli.export.element import append, clean, element, style_sheet, write_elements


def test_text_and_attributes_are_never_markup() -> None:
    made = element("p", "<b>1 & 2</b>", title='"><script>')
    text = write_elements(made)
    assert text == "<p title='\"&gt;&lt;script&gt;'>&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>\n"


def test_what_is_none_is_left_out() -> None:
    made = element("a", "甲", None, element("b", "乙"), "丙", href=None, id="x")
    assert etree.tostring(made, encoding="unicode") == '<a id="x">甲<b>乙</b>丙</a>'


def test_names_of_attributes_that_python_keeps_for_itself() -> None:
    made = element("label", for_="x", class_="y", aria_labelledby="z")
    assert dict(made.attrib) == {"for": "x", "class": "y", "aria-labelledby": "z"}


def test_text_goes_behind_what_is_there() -> None:
    made = element("p", "甲")
    append(made, ["乙", element("br"), "丙", "丁"])
    assert etree.tostring(made, encoding="unicode") == "<p>甲乙<br/>丙丁</p>"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("甲\x00乙\x1b丙", "甲乙丙"),
        ("甲\u202e乙\u200b丙\ufeff", "甲乙丙"),
        ("甲\ud800乙\ufffe丙\ufdd0\U0001ffff", "甲乙丙"),
        ("甲\t乙\r\n丙\u2028", "甲 乙  丙 "),
        ("\u3000\u00a0𠮷\ue000é㊣", "\u3000\u00a0𠮷\ue000é㊣"),
    ],
)
def test_what_no_eye_sees_is_left_out_and_a_break_is_a_space(text: str, seen: str) -> None:
    assert clean(text) == seen
    assert element("p", text, title=text).text == seen


def test_a_style_is_ours_and_stays_as_it_is() -> None:
    assert (
        write_elements(style_sheet("a > b { color: red }"))
        == "<style>a > b { color: red }</style>\n"
    )


def test_each_block_stands_on_lines_of_its_own() -> None:
    made = element("section", element("p", "甲", element("b", "乙")), element("p", "丙"))
    assert write_elements(made, doctype="<!doctype html>") == (
        "<!doctype html>\n<section><p>甲<b>乙</b></p>\n<p>丙</p>\n</section>\n"
    )
