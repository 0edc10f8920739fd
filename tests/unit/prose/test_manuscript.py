"""Files of prose: which part they are, their blocks, and the line of every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.prose.blocks import Paragraph, PlainTable, ProseBlock
from reportcli.prose.figures import Figures
from reportcli.prose.manuscript import part_number, read_manuscript, read_manuscripts
from tests.sample import ROOT, report_of


def read(text: str) -> tuple[ProseBlock, ...]:
    return read_manuscript("一.md", text, Figures(report_of(2024))).blocks


@pytest.mark.parametrize(
    ("stem", "part"),
    [
        ("一", "一"),
        ("五、存在的主要问题", "五"),
        ("5", "五"),
        ("6.其他", "六"),
        ("第一部分", "一"),
        ("前言", "前言"),
        ("notes", ""),
        ("", ""),
        ("一总", ""),
    ],
)
def test_which_part_a_file_is(stem: str, part: str) -> None:
    assert part_number(stem) == part


def test_blocks_with_their_roles_levels_and_markers() -> None:
    blocks = read(
        "# 标题\n\n### （一）情况\n\n#### 小节\n\n正文。\n\n- 一项\n  1. 其一\n  2. 其二\n\n    缩进的文字"
    )
    assert [(b.role, b.level, b.marker, b.text) for b in blocks if isinstance(b, Paragraph)] == [
        ("heading", 1, "", "标题"),
        ("heading", 1, "", "（一）情况"),
        ("heading", 2, "", "小节"),
        ("body", 1, "", "正文。"),
        ("item", 1, "•", "一项"),
        ("item", 2, "1.", "其一"),
        ("item", 2, "2.", "其二"),
        ("item", 1, "", "缩进的文字"),
    ]


def test_a_paragraph_of_several_lines_is_one_and_knows_each() -> None:
    (paragraph,) = read(
        "收到申请\n{{ requests.received.total }}件，**办结**\n{{ requests.outcome.total.total }}件。"
    )
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "收到申请61件，办结61件。"
    assert [(run.text, run.line, run.style, run.figure) for run in paragraph.runs] == [
        ("收到申请", 1, "plain", ""),
        ("61", 2, "plain", "requests.received.total"),
        ("件，", 2, "plain", ""),
        ("办结", 2, "strong", ""),
        ("61", 3, "plain", "requests.outcome.total.total"),
        ("件。", 3, "plain", ""),
    ]


def test_a_table_with_fields() -> None:
    (table,) = read(
        "| 项目 | 件数 |\n|---|---|\n| 新收 | {{ requests.received.total }} |\n| 占比 | {{ requests.received.natural_person | 占比 }} |"
    )
    assert isinstance(table, PlainTable)
    cells = [["".join(run.text for run in cell) for cell in row] for row in table.rows]
    assert cells == [["项目", "件数"], ["新收", "61"], ["占比", "78.7%"]]
    assert [row[1][0].line for row in table.rows] == [1, 3, 4]


def test_an_unknown_field_names_file_and_line() -> None:
    manuscript = read_manuscript(
        "text/五.md", "第一行\n\n第三行{{ requests.nothing }}", Figures(report_of(2024))
    )
    assert [(str(one.address), one.code) for one in manuscript.findings] == [
        ("text/五.md:3", "field-unknown")
    ]


def test_markup_keeps_its_words_only() -> None:
    (paragraph,) = read("见[公报](http://a.b)与![图](c.png)，`码`，<script>alert(1)</script>")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "见公报与图，码，<script>alert(1)</script>"


def test_the_folder_of_the_sample() -> None:
    figures = Figures(report_of(2024))
    found = read_manuscripts(ROOT / "2024" / "text", Edition.for_year(2024), figures)
    assert list(found) == sorted(["一", "五", "六"])
    assert [one.findings for one in found.values()] == [()] * 3


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("七.md",), "text-unknown"),
        (("说明.md",), "text-unknown"),
        (("一.md", "1.txt"), "text-doubled"),
    ],
)
def test_a_folder_is_refused(tmp_path: Path, names: tuple[str, ...], code: str) -> None:
    for name in names:
        (tmp_path / name).write_text("文字", "utf-8")
    with pytest.raises(Refusal) as refusal:
        read_manuscripts(tmp_path, Edition.for_year(2024), Figures(report_of(2024)))
    assert (refusal.value.code, refusal.value.status) == (code, 2)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_manuscripts(tmp_path / "none", Edition.for_year(2024), Figures(report_of(2024)))
    assert (refusal.value.code, refusal.value.status) == ("text-unreadable", 2)


@given(st.text())
def test_any_text_is_read_and_its_lines_are_its_own(text: str) -> None:
    lines = len(text.splitlines())
    for block in read(text):
        for run in block.runs if isinstance(block, Paragraph) else ():
            assert 0 <= run.line <= lines + 1


@pytest.mark.parametrize(
    "hostile",
    ["\ue0000\ue001", "\ue00099\ue001", "{{ \ue000 }}", "\x00", "\ud800", "\u202e{{ year }}"],
)
def test_marks_of_our_own_in_a_text_are_none(hostile: str) -> None:
    assert read(f"甲{hostile}乙")
