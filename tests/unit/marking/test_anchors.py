"""The runs of a document that a finding is about, cut where its words begin and end."""

from __future__ import annotations

import docx
import pytest

from reportcli.finding import Address
from reportcli.marking.anchors import Anchors, runs_of, runs_with


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("收到申请", ["收到申请", "62件，其中自然人48件。"]),
        ("62件", ["收到申请", "62件", "，其中自然人48件。"]),
        ("48件。", ["收到申请62件，其中自然人", "48件。"]),
        ("收到申请62件，其中自然人48件。", ["收到申请62件，其中自然人48件。"]),
    ],
)
def test_a_run_is_cut_into_pieces_that_look_alike(words: str, cut: list[str]) -> None:
    paragraph = docx.Document().add_paragraph()
    paragraph.add_run("收到申请62件，其中自然人48件。").bold = True
    (run,) = runs_with(paragraph._p, words)
    assert [one.text for one in paragraph.runs] == cut
    assert all(one.bold for one in paragraph.runs)
    assert run in [one._r for one in paragraph.runs if one.text == words]


def test_words_that_are_not_there_have_no_runs() -> None:
    paragraph = docx.Document().add_paragraph("收到申请62件")
    assert runs_with(paragraph._p, "办结") == runs_with(paragraph._p, "") == []


def test_a_paragraph_without_runs_gets_one() -> None:
    paragraph = docx.Document().add_paragraph()
    assert runs_of(paragraph._p) == [one._r for one in paragraph.runs]


def test_lines_that_say_the_same_are_told_apart_by_their_order() -> None:
    paper = docx.Document()
    paragraphs = [paper.add_paragraph(text)._p for text in ("无。", "五、问题", "无。")]
    prose = [(Address("年报.docx", row=at), one.text) for at, one in enumerate(paper.paragraphs, 1)]
    anchors = Anchors(paper.element, prose)
    assert [anchors.paragraph_of(address) for address, _ in prose] == paragraphs
    assert anchors.paragraph_of(Address("年报.docx", row=9)) is None
