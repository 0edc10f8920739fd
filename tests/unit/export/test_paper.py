"""The blank sheet of a Word report: page, styles and fonts of official documents, and the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Emu

from reportcli.export.paper import (
    PARAGRAPH_LOOKS,
    describe,
    indents_of,
    new_paper,
    page_number,
    paragraph,
    paragraph_layout,
    save_paper,
    text_run,
    turn,
    twips,
    word_element,
)
from reportcli.settings import Fonts

FONTS = Fonts()


def saved(paper: Any) -> bytes:
    """The file."""
    target = io.BytesIO()
    save_paper(paper, target)
    return target.getvalue()


def names(elements: Any) -> list[str]:
    """The local names of elements."""
    return [one.tag.rpartition("}")[2] for one in elements]


@pytest.mark.parametrize(
    ("across", "size", "text"),
    [(False, (210, 297), (156, 225)), (True, (297, 210), (247, 156))],
)
def test_the_page_is_that_of_official_documents(
    across: bool, size: tuple[int, int], text: tuple[int, int]
) -> None:
    section = new_paper(FONTS, across=across).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(Emu(width).mm), round(Emu(height).mm)) == text


def test_a_section_is_turned() -> None:
    paper = new_paper(FONTS, across=False)
    turn(paper.add_section(), across=True)
    assert [one.page_width < one.page_height for one in paper.sections] == [True, False]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert saved(new_paper(FONTS, across=False)) == saved(new_paper(FONTS, across=False))


def test_nothing_of_the_librarys_template_is_left() -> None:
    paper = new_paper(FONTS, across=False)
    describe(paper, "标题\u202e" + "长" * 300, "某局")
    content = saved(paper)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "customXml" in name or "thumb" in name]
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.author, properties.comments, properties.last_modified_by) == ("某局", "", "")
    assert properties.title == "标题" + "长" * 253
    assert properties.created.year == 1980


def test_every_look_is_a_style_in_its_font() -> None:
    paper = docx.Document(io.BytesIO(saved(new_paper(FONTS, across=False))))
    known = {style.style_id: style for style in paper.styles}
    for look in PARAGRAPH_LOOKS.values():
        style = known[look.id]
        assert style.font.size.pt == look.size
        east = style.element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        assert east == getattr(FONTS, look.font)[0]


def test_indents_are_in_characters_and_in_twips() -> None:
    assert indents_of(PARAGRAPH_LOOKS["Body Text"]) == {"firstLineChars": 200, "firstLine": 640}
    assert indents_of(PARAGRAPH_LOOKS["Table Text"]) == {}


def test_properties_stand_in_the_order_of_the_schema() -> None:
    heading = names(paragraph_layout(PARAGRAPH_LOOKS["heading 1"]))
    assert heading == ["keepNext", "spacing", "ind", "jc", "outlineLvl"]


@pytest.mark.parametrize(
    ("style", "mark"),
    [("plain", None), ("strong", "rStyle"), ("emphasis", "rStyle"), ("gap", "highlight")],
)
def test_a_run_has_the_mark_of_its_style(style: str, mark: str | None) -> None:
    run = text_run("办结\x00 5 件", FONTS, "Body Text", style)
    assert run.find(qn("w:t")).text == "办结 5 件"
    assert set(names(run[0])) - {"rFonts"} == ({mark} if mark else set())


def test_a_line_break_is_one() -> None:
    assert names(text_run("\n", FONTS, "Title")) == ["rPr", "br"]


def test_a_page_number_is_a_field() -> None:
    runs = list(page_number(FONTS, "footer"))
    assert [names(run)[-1] for run in runs] == ["fldChar", "instrText", "fldChar", "t", "fldChar"]
    assert runs[1][-1].text == "PAGE"


def test_a_paragraph_may_be_kept_with_the_next() -> None:
    assert names(paragraph("Table Text", keep=True)[0]) == ["pStyle", "keepNext"]
    assert names(paragraph("Table Text")[0]) == ["pStyle"]


def test_attributes_are_of_words_name_space() -> None:
    assert word_element("jc", val="left").get(qn("w:val")) == "left"
    assert twips(28.9) == 578
