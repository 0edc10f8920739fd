"""PDF: tables by their lines, over page ends, lines of text as paragraphs, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.files.table import LaidTable
from reportcli.finding import Refusal
from reportcli.published.joined import join_tables
from reportcli.published.open import read_published
from reportcli.published.pdf import outer_lines, pdf_source, readable
from reportcli.published.source import SourceLine
from tests.paper_pdf import Line, Text, drawn_page, pdf_of

LEFT, STEP, HIGH = 50, 45, 24
HEADS = [
    (0, 5, "行政复议"), (5, 15, "行政诉讼"),
]  # fmt: skip
UNDER = [(5, 10, "未经复议直接起诉"), (10, 15, "复议后起诉")]
KINDS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
NUMBERS = [1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 0, 1, 0, 2, 3]
TITLE = "某某县林业局2024年政府信息公开工作年度报告"
SECTION = "四、政府信息公开行政复议、行政诉讼情况"


def cases_drawn(
    top: float, *, head: bool = True, numbers: bool = True
) -> tuple[list[Text], list[Line]]:
    """Table 四, or its head or its numbers alone."""
    texts: list[Text] = []
    lines: list[Line] = []
    rows = [HEADS, UNDER, []] if head else []
    step = 33
    y = top
    for at, row in enumerate(rows):
        lines.append((LEFT, y, LEFT + 15 * step, y)) if at == 0 else lines.append(
            (LEFT + 5 * step, y, LEFT + 15 * step, y)
        )
        edges = {left for left, _, _ in row} | {right for _, right, _ in row} if row else set()
        if at == 1:
            lines.append((LEFT, y, LEFT + 5 * step, y))
            texts += [(LEFT + n * step + 2, y + 14, KINDS[n]) for n in range(5)]
            edges |= set(range(6))
        if at == 2:
            texts += [(LEFT + n * step + 2, y + 14, KINDS[n % 5]) for n in range(5, 15)]
            edges = set(range(16))
        texts += [(LEFT + left * step + 2, y + 14, text) for left, _, text in row]
        lines += [(LEFT + edge * step, y, LEFT + edge * step, y + HIGH) for edge in sorted(edges)]
        y += HIGH
    if head:
        lines.append((LEFT, y, LEFT + 15 * step, y))
    if numbers:
        if not head:
            lines.append((LEFT, y, LEFT + 15 * step, y))
        texts += [(LEFT + n * step + 2, y + 14, str(number)) for n, number in enumerate(NUMBERS)]
        lines += [(LEFT + n * step, y, LEFT + n * step, y + HIGH) for n in range(16)]
        lines.append((LEFT, y + HIGH, LEFT + 15 * step, y + HIGH))
    return texts, lines


def figures(data: bytes, folder: Path) -> list[int]:
    """The figures of table 四 in the order of the form."""
    file = folder / "年报.pdf"
    file.write_bytes(data)
    read = read_published(file)
    return [
        int(value)
        for id_, value in read.cells.items()
        if id_.startswith("cases/") and value is not None
    ]


def test_a_table_on_one_page(tmp_path: Path) -> None:
    texts, lines = cases_drawn(100)
    page = drawn_page([(50, 60, TITLE), (50, 80, SECTION), *texts], lines, 7)
    assert figures(pdf_of([page]), tmp_path) == NUMBERS
    read = read_published(tmp_path / "年报.pdf")
    place = read.places["cases/review/upheld"]
    assert str(place) == f"{tmp_path / '年报.pdf'} 第1页 表四 行政复议/结果维持"


def test_a_head_that_a_page_end_parts_from_its_numbers(tmp_path: Path) -> None:
    head, above = cases_drawn(700, numbers=False)
    numbers, below = cases_drawn(40, head=False)
    first = drawn_page(
        [(50, 60, TITLE), (50, 680, SECTION), *head, (290, 820, "第 1 页")], above, 7
    )
    second = drawn_page([*numbers, (290, 820, "第 2 页")], below, 7)
    assert figures(pdf_of([first, second]), tmp_path) == NUMBERS


def test_a_row_whose_upper_line_a_page_end_took(tmp_path: Path) -> None:
    head, above = cases_drawn(700, numbers=False)
    numbers, below = cases_drawn(40, head=False)
    first = drawn_page([(50, 60, TITLE), (50, 680, SECTION), *head], above, 7)
    second = drawn_page(numbers, [line for line in below if not line[1] == line[3] == 40], 7)
    assert figures(pdf_of([first, second]), tmp_path) == NUMBERS


def test_the_number_of_a_page_is_no_part_of_a_cell(tmp_path: Path) -> None:
    head, above = cases_drawn(700, numbers=False)
    numbers, below = cases_drawn(60, head=False)
    first = drawn_page([(50, 60, TITLE), (50, 680, SECTION), *head, (52, 790, "共2页1")], above, 7)
    second = drawn_page([(52, 40, "续表2"), *numbers], below, 7)
    assert figures(pdf_of([first, second]), tmp_path) == NUMBERS


def test_lines_that_fill_their_measure_are_one_paragraph() -> None:
    page = drawn_page([
        (70, 60, "一年来，本机关收到政府信息公开申请"), (50, 76, "12件，全部按期答复，未收取任何费用。"),
        (70, 92, "下一步继续努力。"),
    ])  # fmt: skip
    source = pdf_source("年报.pdf", pdf_of([page]))
    assert [block.text for block in source.blocks if isinstance(block, SourceLine)] == [
        "一年来,本机关收到政府信息公开申请12件,全部按期答复,未收取任何费用。",
        "下一步继续努力。",
    ]


def test_a_frame_around_prose_is_no_table() -> None:
    box: list[Line] = [(40, 40, 500, 40), (40, 90, 500, 90), (40, 40, 40, 90), (500, 40, 500, 90)]
    source = pdf_source("年报.pdf", pdf_of([drawn_page([(50, 60, "一、总体情况")], box)]))
    assert [block for block in source.blocks if isinstance(block, LaidTable)] == []
    assert [block.text for block in source.blocks if isinstance(block, SourceLine)] == [
        "一、总体情况"
    ]


def test_headers_and_footers_are_no_text_of_the_report() -> None:
    pages = [
        drawn_page(
            [(50, 20, "某某县林业局"), (50, 100, f"第{n}段文字到此为止。"), (290, 825, f"— {n} —")]
        )
        for n in (1, 2, 3)
    ]
    source = pdf_source("年报.pdf", pdf_of(pages))
    assert [block.text for block in source.blocks if isinstance(block, SourceLine)] == [
        "第1段文字到此为止。", "第2段文字到此为止。", "第3段文字到此为止。",
    ]  # fmt: skip


def test_radicals_of_browsers_are_the_characters_that_they_stand_for() -> None:
    assert readable(" 公⺠ 风险⻛ ") == "公民 风险风"


def test_upright_lines_end_where_a_page_cuts_them() -> None:
    uprights = [
        {"orientation": "v", "top": top, "bottom": bottom}
        for top, bottom in [(40, 60), (60, 80), (200, 240), (300, 301)]
    ]
    assert outer_lines(uprights) == [40, 80, 200, 240]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf_of([drawn_page([])]), "published-scan"),
        (pdf_of([drawn_page([(50, 60, "关于报送年度报告的通知")])]), "published-no-tables"),
        (b"%PDF-1.7\n", "input-damaged"),
        (b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >> endobj " * 3, "input-damaged"),
        (pdf_of([drawn_page([(50, 60, "页")])] * 101), "input-over-size"),
    ],
    ids=["scan", "letter", "head alone", "no pages", "101 pages"],
)  # fmt: skip
def test_what_is_no_report_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    file = tmp_path / "年报.pdf"
    file.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        read_published(file)
    assert (refused.value.code, str(refused.value.address)) == (code, str(file))


def test_joined_tables_are_one() -> None:
    head, above = cases_drawn(700, numbers=False)
    numbers, below = cases_drawn(40, head=False)
    source = pdf_source(
        "年报.pdf", pdf_of([drawn_page(head, above, 7), drawn_page(numbers, below, 7)])
    )
    (table,) = join_tables(source.blocks)
    assert len(table.widths) == 15
