"""The Word document: every figure read back by another library, and what Word is told of page, fonts and tables."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import msgspec
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from reportcli.document import Document, compile_document, compile_tables, method_document
from reportcli.export.data import write_report_json
from reportcli.export.docx import write_docx
from reportcli.export.grid import lay_out
from reportcli.export.markdown import part_title
from reportcli.prose.blocks import FormTable, Paragraph, PlainTable, Run
from reportcli.report import Report, compile_report
from reportcli.settings import Choices, Fonts, Settings
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.logs import write_log

A4 = (210, 297)
SIZES = {
    ("2019", "publications"): (18, 4),
    ("2021", "publications"): (14, 4),
    ("2019", "requests"): (26, 10),
    ("2021", "requests"): (28, 10),
    ("2019", "cases"): (4, 15),
    ("2021", "cases"): (4, 15),
}
HOSTILE = (
    '某\x00局\x1b[31m\u202e\ufeff\ud800\ufffe\n=HYPERLINK("http://x.example")&<w:br/>"{ PAGE }\''
)


def written(document: Document) -> bytes:
    """The file."""
    target = io.BytesIO()
    write_docx(document, target)
    return target.getvalue()


def opened(document: Document) -> Any:
    """The file as the library reads it back."""
    return docx.Document(io.BytesIO(written(document)))


def parts_of(file: bytes) -> dict[str, bytes]:
    """Every member of the archive by name."""
    with ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pieces(book: Any) -> list[WordParagraph | Table]:
    """Paragraphs and tables in order, without the empty ones behind tables."""
    return [piece for piece in book.iter_inner_content() if isinstance(piece, Table) or piece.text]


def form_tables(book: Any, document: Document) -> dict[str, Table]:
    """The tables of the form by id."""
    blocks = [
        block.table
        for part in document.parts
        for block in part.blocks
        if isinstance(block, FormTable)
    ]
    drawn = [
        table for table in book.tables if table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    ]
    return dict(zip(blocks, drawn, strict=True))


def places_of(drawn: Table) -> list[tuple[Any, ...]]:
    """The cells of a table by row and column; the library would look for each through all of the table."""
    return [row.cells for row in drawn.rows]


def with_words(document: Document, *blocks: Any) -> Document:
    """A document that says something else in its preamble."""
    return replace(document, preamble=blocks, parts=(), signature=(), annex=None)


def with_settings(document: Document, **settings: Any) -> Document:
    """A document of an office with other settings."""
    changed = msgspec.structs.replace(document.report.settings, **settings)
    report = document.report
    return replace(document, report=replace(report, logs=replace(report.logs, settings=changed)))


@pytest.fixture(scope="session")
def book(annual: Document) -> Any:
    """The annual report of one year as a Word document."""
    return opened(annual)


@pytest.fixture(scope="session")
def figures(annual: Document) -> Any:
    """The same as JSON."""
    return json.loads(write_report_json(annual, CHINESE))


@pytest.fixture(scope="session")
def draft(faulty: Report) -> Document:
    """The annual report on the faulty logs."""
    return compile_document(faulty)


# ---- figures


def test_every_cell_of_every_table_is_that_of_the_json(
    book: Any, annual: Document, figures: Any
) -> None:
    tables = form_tables(book, annual)
    assert list(tables) == ["publications", "requests", "cases"]
    compared = 0
    for name, drawn in tables.items():
        grid, places = lay_out(annual.report.edition.table(name), {}, CHINESE), places_of(drawn)
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    text = places[row - 1][column - 1].text
                    if cell.cell_id:
                        _, line, place = cell.cell_id.split("/")
                        number = text.removesuffix(cell.unit) if cell.unit else text
                        assert Decimal(number) == Decimal(str(figures["tables"][name][line][place]))
                        compared += 1
                    else:
                        assert text == cell.text
    wanted = sum(len(columns) for lines in figures["tables"].values() for columns in lines.values())
    assert compared >= wanted > 150


def test_every_figure_of_the_prose_is_that_of_the_json(
    book: Any, annual: Document, figures: Any
) -> None:
    blocks = [*annual.preamble, *(block for part in annual.parts for block in part.blocks)]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    headings = {part_title(part, CHINESE) for part in annual.parts}
    drawn = [
        piece
        for piece in pieces(book)
        if isinstance(piece, WordParagraph) and piece.text not in headings
    ]
    compared = 0
    for block, piece in zip(paragraphs, drawn[1:], strict=False):
        for run, written in zip(block.runs, piece.runs, strict=True):
            assert written.text == run.text
            if run.figure:
                assert written.text == figure_words(run.figure, figures)
                compared += 1
    assert compared > 40


def figure_words(name: str, figures: Any) -> str:
    """What a field says, from the JSON alone."""
    if name in ("year", "agency"):
        return str(figures[name])
    name, _, filter_ = name.partition(" | ")
    figure = figures["figures"][name]
    value = Decimal(str(figure["value"]))
    if not filter_:
        return str(figure["value"])
    if filter_ == "上年":
        return str(figure["last_year"])
    if filter_ == "同比":
        before = Decimal(str(figure["last_year"]))
        assert value > before
        return f"增长{per_cent(value - before, before)}"
    assert filter_ == "占比"
    is_new = name.startswith(("requests.received.", "requests.by_channel."))
    whole = "requests.received.total" if is_new else "requests.outcome.total.total"
    return per_cent(value, Decimal(figures["figures"][whole]["value"]))


def per_cent(part: Decimal, whole: Decimal) -> str:
    """A share to one decimal."""
    text = str((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return f"{text.removesuffix('.0')}%"


def test_the_parts_stand_in_their_order_under_real_headings(book: Any, annual: Document) -> None:
    assert [piece.text for piece in book.paragraphs if piece.style.name == "Heading 1"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
        "附件：方法说明",
    ]
    second = [piece.text for piece in book.paragraphs if piece.style.name == "Heading 2"]
    assert second[0] == "（一）主动公开情况"
    title, *_ = book.paragraphs
    assert (title.style.name, title.text.replace("\n", "")) == ("Title", annual.title)


def test_a_long_title_is_parted_where_its_meaning_is(annual: Document) -> None:
    title = "某市自然资源和规划局2024年政府信息公开工作年度报告"
    report = replace(annual.report, year=2024)
    parted = opened(replace(annual, report=report, title=title)).paragraphs[0]
    assert parted.text == "某市自然资源和规划局2024年\n政府信息公开工作年度报告"
    short = opened(replace(annual, title="方法说明")).paragraphs[0]
    assert short.text == "方法说明"


def test_office_and_day_stand_at_the_right_below(book: Any, annual: Document) -> None:
    looks = {piece.style.name: piece for piece in book.paragraphs}
    agency, day = looks["Signature"], looks["Date"]
    assert (agency.text, day.text) == annual.signature
    assert {piece.style.paragraph_format.alignment for piece in (agency, day)} == {2}


def test_the_annex_begins_a_page(book: Any) -> None:
    (annex,) = [piece for piece in book.paragraphs if piece.text == "附件：方法说明"]
    assert annex.paragraph_format.page_break_before


# ---- the tables of the decree


def test_tables_have_the_decreed_sizes_and_merges(book: Any, annual: Document) -> None:
    edition = annual.report.edition
    for name, drawn in form_tables(book, annual).items():
        assert (len(drawn.rows), len(drawn.columns)) == SIZES[edition.id, name]
        places = places_of(drawn)
        for cell in lay_out(edition.table(name), {}, CHINESE).cells:
            covered = {
                places[row - 1][column - 1]._tc
                for row in range(cell.row, cell.row + cell.rowspan)
                for column in range(cell.column, cell.column + cell.colspan)
            }
            assert len(covered) == 1, cell
        merged = {cell._tc for row in places for cell in row}
        assert len(merged) == len(lay_out(edition.table(name), {}, CHINESE).cells)


def test_heads_are_repeated_and_no_row_is_split(book: Any, annual: Document) -> None:
    heads = {}
    for name, drawn in form_tables(book, annual).items():
        properties = [row._tr.trPr for row in drawn.rows]
        assert all(one.find(qn("w:cantSplit")) is not None for one in properties)
        marked = [one.find(qn("w:tblHeader")) is not None for one in properties]
        heads[name] = sum(marked)
        assert marked == sorted(marked, reverse=True), "Word repeats leading rows only"
    assert heads == {"publications": 2, "requests": 3, "cases": 3}


def test_tables_name_what_they_are(book: Any, annual: Document) -> None:
    titles = [part_title(part, CHINESE) for part in annual.parts]
    for drawn in form_tables(book, annual).values():
        assert drawn._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) in titles
        assert drawn._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == annual.title


def test_no_cell_is_empty_and_each_is_in_the_middle(book: Any, annual: Document) -> None:
    for drawn in form_tables(book, annual).values():
        for row in drawn.rows:
            for cell in row.cells:
                assert cell.text.strip()
                assert cell.vertical_alignment == 1
                assert cell.paragraphs[0].style.paragraph_format.alignment in (0, 1)


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_no_table_is_wider_than_the_text(sample: Report, voice: Voice) -> None:
    book = opened(compile_document(sample, with_annex=True, voice=voice))
    sections = iter(book.sections)
    rooms = []
    section = next(sections)
    tables = 0
    for piece in book.element.body:
        if piece.tag == qn("w:tbl"):
            widths = [int(column.get(qn("w:w"))) for column in piece.tblGrid]
            room = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
            assert sum(widths) <= room + 1, "rounded to a twentieth of a point"
            for row in piece.tr_lst:
                assert sum(
                    int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst
                ) == sum(widths)
            rooms.append(room)
            tables += 1
        elif piece.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            section = next(sections)
    assert tables > 6
    assert len(set(rooms)) == (1 if voice == CHINESE else 2), (
        "with English beside, the wide tables lie across"
    )


def test_tables_alone_in_english_begin_across(sample: Report) -> None:
    book = opened(compile_tables(sample.showing("cases"), ENGLISH))
    (section,) = book.sections
    assert section.page_width > section.page_height
    assert (
        pieces(book)[1].text
        == "四、政府信息公开行政复议、行政诉讼情况 Reconsideration and litigation"
    )


def test_the_tables_alone(sample: Report) -> None:
    document = compile_tables(sample, CHINESE)
    book = opened(document)
    title, *rest = pieces(book)
    assert title.text.replace("\n", "").endswith("统计表")
    assert [type(piece) for piece in rest] == [WordParagraph, Table] * 3
    assert len(form_tables(book, document)) == 3


def test_the_method_note_alone(annual: Document) -> None:
    note = method_document(annual)
    book = opened(note)
    assert book.paragraphs[0].text == "方法说明"
    headings = [piece.text for piece in book.paragraphs if piece.style.name == "Heading 1"]
    assert headings[0] == "一、台账与行数"
    shown = [[[cell.text for cell in row.cells] for row in table.rows] for table in book.tables]
    plain = [block for block in note.preamble if isinstance(block, PlainTable)]
    assert shown == [
        [["".join(run.text for run in cell) for cell in row] for row in block.rows]
        for block in plain
    ]


# ---- words


def test_styles_of_runs(annual: Document) -> None:
    runs = (
        Run("常"),
        Run("重", "strong"),
        Run("强", "emphasis"),
        Run("缺", "gap"),
        Run("\n"),
        Run("行"),
    )
    fonts = annual.report.settings.fonts
    (piece,) = [
        p
        for p in opened(with_words(annual, Paragraph(runs))).paragraphs
        if p.style.name == "Body Text"
    ]
    assert piece.text == "常重强缺\n行"
    usual, strong, emphasis, gap, *_ = piece.runs
    assert usual.font.highlight_color is None
    assert strong.style.name == "Strong"
    assert emphasis.style.name == "Emphasis"
    assert east_asian(emphasis) == fonts.subheading[0]
    assert gap.font.highlight_color == WD_COLOR_INDEX.YELLOW


def test_headings_and_lists_have_their_styles(annual: Document) -> None:
    blocks = [
        Paragraph((Run("题"),), "heading", 1),
        Paragraph((Run("深"),), "heading", 9),
        Paragraph((Run("项"),), "item", 1, "1."),
        Paragraph((Run("续"),), "item", 1),
        Paragraph((Run("子"),), "item", 2, "•"),
        Paragraph((Run("孙"),), "item", 7, "•"),
        Paragraph((Run("a" * 64),)),
    ]
    book = opened(with_words(annual, *blocks))
    shown = [(piece.text, piece.style.name) for piece in book.paragraphs[1:8]]
    assert shown == [
        ("题", "Heading 1"),
        ("深", "Heading 4"),
        ("1. 项", "List Paragraph"),
        ("续", "List Paragraph"),
        ("• 子", "List 2"),
        ("• 孙", "List 3"),
        ("a" * 64, "Unjustified Text"),
    ]


def test_two_tables_stay_two(annual: Document) -> None:
    table = PlainTable((((Run("甲"),), (Run("乙"),)), ((Run("1", "strong"),), ())))
    book = opened(with_words(annual, table, table))
    assert [len(one.rows) for one in book.tables] == [2, 2]
    body = list(book.element.body)
    for one in book.tables:
        assert body[body.index(one._tbl) + 1].tag == qn("w:p")


# ---- page, styles, fonts


def test_the_page_is_that_of_official_documents(book: Any) -> None:
    (section,) = book.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == A4
    margins = section.top_margin, section.left_margin, section.right_margin, section.bottom_margin
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]  # GB/T 9704-2012, 5.2.1


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("Table Text", "宋体", 10.5),
        ("Small Table Head", "宋体", 9),
    ],
)
def test_styles_are_those_of_official_documents(
    book: Any, name: str, font: str, points: float
) -> None:
    style = book.styles[name]
    assert east_asian(style) == font
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", points)


def test_body_text_is_indented_by_two_characters_and_has_fixed_lines(book: Any) -> None:
    layout = book.styles["Body Text"].paragraph_format
    assert layout.first_line_indent.pt == 32
    assert 28 <= layout.line_spacing.pt <= 30
    assert book.styles["Body Text"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def east_asian(part: Any) -> str:
    """The font of Chinese characters of a run or a style."""
    return part.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_every_run_names_both_fonts(book: Any) -> None:
    runs = list(book.element.body.iter(qn("w:r")))
    assert len(runs) > 500
    for run in runs:
        fonts = run.rPr.rFonts
        assert all(fonts.get(qn(f"w:{kind}")) for kind in ("eastAsia", "ascii", "hAnsi"))


def test_the_fonts_of_the_settings_are_taken_and_their_stand_ins_named(annual: Document) -> None:
    fonts = Fonts(body=("华文仿宋", "仿宋", "Noto Serif CJK SC"), latin="Arial")
    file = written(with_settings(annual, fonts=fonts))
    book = docx.Document(io.BytesIO(file))
    assert east_asian(book.styles["Body Text"]) == "华文仿宋"
    table = etree.fromstring(parts_of(file)["word/fontTable.xml"])
    named = {
        font.get(qn("w:name")): [name.get(qn("w:val")) for name in font.iter(qn("w:altName"))]
        for font in table
    }
    assert named["华文仿宋"] == ["仿宋,Noto Serif CJK SC"]
    assert named["黑体"] == ["SimHei,Noto Sans CJK SC"]
    assert named["Arial"] == []
    assert "Times New Roman" not in named


@pytest.mark.parametrize("names", ["[]", '[""]', f'["{"长" * 32}"]'])
def test_fonts_that_word_does_not_take_are_refused(names: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"fonts\.body"):
        msgspec.toml.decode(f"fonts.body = {names}", type=Choices)


def test_the_language_is_chinese(book: Any) -> None:
    (tongue,) = book.styles.element.iter(qn("w:lang"))
    assert tongue.get(qn("w:eastAsia")) == "zh-CN"


def test_pages_are_numbered_on_the_outer_side(book: Any) -> None:
    (section,) = book.sections
    assert book.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        (line,) = footer.paragraphs
        assert (line.text, line.alignment) == ("— 1 —", side)
        assert [field.text for field in line._p.iter(qn("w:instrText"))] == ["PAGE"]


# ---- drafts


def test_a_draft_says_so_on_every_page(draft: Document) -> None:
    assert draft.is_draft
    for section in opened(draft).sections:
        for header in (section.header, section.even_page_header):
            assert header.paragraphs[0].text == "草稿"
            words = [
                shape.get("string")
                for shape in header._element.iter("{urn:schemas-microsoft-com:vml}textpath")
            ]
            assert words[-1] == "草稿"


def test_a_final_text_says_nothing_of_drafts(annual: Document) -> None:
    assert not annual.is_draft
    file = parts_of(written(annual))
    assert not any("header" in name for name in file)
    assert not any("草稿".encode() in part for part in file.values())


# ---- the file


def test_properties_name_the_office_and_no_program_or_day(annual: Document, book: Any) -> None:
    properties = book.core_properties
    assert (properties.title, properties.language) == (annual.title, "zh-CN")
    assert properties.author == annual.report.settings.agency
    assert properties.created == properties.modified
    assert properties.created.year == 1980
    assert (properties.comments, properties.last_modified_by, properties.keywords) == ("", "", "")


def test_nothing_of_the_template_of_the_library_is_left(annual: Document) -> None:
    file = parts_of(written(annual))
    assert sorted(file) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    assert not any(b"python-docx" in part for part in file.values())


@pytest.mark.parametrize("make", [compile_document, lambda report: compile_tables(report, ENGLISH)])
def test_same_input_gives_the_same_bytes(sample: Report, make: Any) -> None:
    first = written(make(sample))
    assert first == written(make(sample))
    with ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A report in which the office, its address, a topic, a font and a file are called what they should not be."""
    logs = [
        write_log(
            tmp_path_factory.mktemp("=cmd") / "<b>&.csv",
            f"信息类别 | 公开日期 | 栏目\n工作动态 | 2024-02-03 | {HOSTILE[:6].replace(chr(0), '')}=1+1</w:t>",
        )
    ]
    settings = Settings(
        agency=HOSTILE, address=HOSTILE, fonts=Fonts(body=(HOSTILE[:12],), latin=HOSTILE[-16:])
    )
    report = compile_report(logs, year=2024)
    report = replace(report, logs=replace(report.logs, settings=settings))
    return compile_document(report, with_annex=True)


def test_hostile_words_are_words(hostile: Document) -> None:
    file = parts_of(written(hostile))
    for name, part in file.items():
        root = etree.fromstring(part)
        words = "".join(root.itertext()) + "".join(
            value for one in root.iter() for value in one.attrib.values()
        )
        assert not re.search(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\ufeff\ud800-\udfff\ufffe\uffff]", words
        ), name
        fields = [one.text for one in root.iter(qn("w:instrText"))]
        assert fields == (["PAGE"] if "footer" in name else [])
        assert not list(
            root.iter(qn("w:fldSimple"), qn("w:hyperlink"), qn("w:object"), qn("w:altChunk"))
        )
        assert "TargetMode" not in words
    book = docx.Document(io.BytesIO(written(hostile)))
    safe = '某局[31m =HYPERLINK("http://x.example")&<w:br/>"{ PAGE }\''
    assert book.core_properties.author == safe
    assert any(safe in piece.text for piece in book.paragraphs)


def test_a_name_that_is_too_long_for_word_is_cut(annual: Document) -> None:
    book = opened(with_settings(replace(annual, title="题" * 900), agency="局" * 900))
    assert len(book.core_properties.title) == len(book.core_properties.author) == 255
    assert book.paragraphs[0].text == "题" * 900


def documents(sample: Report, draft: Document, hostile: Document) -> Iterator[Document]:
    """Documents of every sort."""
    yield compile_document(sample, with_annex=True)
    yield compile_document(sample, voice=ENGLISH)
    yield compile_tables(sample, ENGLISH)
    yield draft
    yield hostile


def test_files_are_valid(
    sample: Report, draft: Document, hostile: Document, tmp_path: Path
) -> None:
    if "CI" not in os.environ:
        pytest.importorskip(
            "openxml_audit", reason="openxml-audit holds the file against the schema of Word"
        )
    from openxml_audit import OpenXmlValidator

    for number, document in enumerate(documents(sample, draft, hostile)):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(written(document))
        result = OpenXmlValidator().validate(str(path))
        assert [str(error) for error in result.errors] == []
