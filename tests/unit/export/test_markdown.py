"""Markdown: the same numbers in tables that stay tables, whatever a log calls its topics."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reportcli.count.facts import flat_facts
from reportcli.document import Document
from reportcli.export.markdown import write_document, write_tally
from reportcli.prose.blocks import Paragraph, Part, PlainTable, Run
from reportcli.report import Report
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from reportcli.words.numerals import number_text
from tests.drawn import PERSONAL


def tables_of(markdown: str) -> list[list[list[str]]]:
    """Each table as rows of cells, without the rule under its head; an escaped stroke parts nothing."""
    tables: list[list[list[str]]] = [[]]
    for line in markdown.split("\n"):
        if line.startswith("|"):
            tables[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif tables[-1]:
            tables.append([])
    return [[head, *rows] for head, _, *rows in filter(None, tables)]


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_every_row_of_a_table_has_its_cells(sample: Report, faulty: Report, voice: Voice) -> None:
    for report in (sample, faulty):
        for head, *rows in tables_of(write_tally(report, voice)):
            assert {len(row) for row in rows} == {len(head)}


def test_the_numbers_are_those_of_the_report(sample: Report) -> None:
    *tables, facts = tables_of(write_tally(sample, CHINESE))
    shown = [cell for _, *rows in tables for row in rows for cell in row[1:] if cell]
    assert sorted(shown) == sorted(
        number_text(number) for numbers in sample.tables.values() for number in numbers.values()
    )
    assert [row[1] for row in facts[1:]] == [
        number_text(number) for _, number, _ in flat_facts(sample.facts, sample.edition, CHINESE)
    ]


def test_headings_are_the_titles_of_the_sections(sample: Report) -> None:
    headings = re.findall(r"^## (.*)$", write_tally(sample, CHINESE), re.MULTILINE)
    assert headings == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "文字部分所用数据",
    ]


def test_a_topic_is_text_and_no_markup(faulty: Report) -> None:
    markdown = write_tally(faulty, CHINESE)
    assert r"a/b \<i\>\*c\*\</i\> \`d\`" in markdown
    assert "<i>" not in markdown


def test_nothing_personal_is_written(faulty: Report) -> None:
    markdown = write_tally(faulty, CHINESE)
    assert [text for text in PERSONAL if text in markdown] == []


def test_styles_lists_and_tables_of_the_office(annual: Document) -> None:
    def item(text: str, marker: str, level: int = 1) -> Paragraph:
        return Paragraph((Run(text),), "item", level, marker)

    blocks = (
        Paragraph((Run("一级"),), "heading", 1),
        Paragraph((Run("加粗", "strong"), Run("强调", "emphasis"), Run("\n"), Run("*401*"), Run("（缺）", "gap"))),
        item("甲", "1."), item("乙", "•", 2),
        PlainTable((((Run("渠道"),), (Run("数量"),)), ((Run("网站|微信"),), (Run("3"),)))),
    )  # fmt: skip
    parts = tuple(Part(p.number, p.title, blocks) if p.number == "五" else p for p in annual.parts)
    written = write_document(replace(annual, parts=parts), CHINESE)
    part = re.split("^## ", written, flags=re.MULTILINE)[5]
    assert part.splitlines()[1:-1] == [
        "", "### 一级", "", "**加粗***强调*\\", "\\*401\\***（缺）**", "", "1. 甲", "", "   - 乙", "",
        "| 渠道       | 数量   |", "|:-----------|:-------|", "| 网站\\|微信 | 3      |",
    ]  # fmt: skip


def test_tables_without_facts_have_no_section_for_them(sample: Report) -> None:
    headings = re.findall(
        r"^## (.*)$", write_tally(replace(sample, facts={}), CHINESE), re.MULTILINE
    )
    assert len(headings) == 3
