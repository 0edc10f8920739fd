"""The web page, read back: every number of its tables and its prose, and nothing in it that is not ours."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import html5lib
import pytest
import tinycss2
from lxml import etree

from reportcli.document import Document, compile_document, compile_tables, method_document
from reportcli.export.data import write_json, write_report_json
from reportcli.export.html import POLICY, SCOPE, write_fragment, write_page
from reportcli.law.edition import Line, ancestors, label_text
from reportcli.prose.blocks import Paragraph, Part, PlainTable, Run, plain_paragraph
from reportcli.report import Report, compile_report
from reportcli.settings import Settings
from reportcli.words.messages import CHINESE, ENGLISH
from reportcli.words.numerals import number_text
from tests.logs import write_log

Page = Any  # an lxml element
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='x' & </style></title>]]>"
)


def parse(text: str) -> Page:
    """The page as a browser reads it; anything that is not as HTML has it fails."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(text).getroot()


def parse_fragment(text: str) -> Page:
    """A fragment as it stands in the page of an office's site."""
    root = parse(
        f'<!DOCTYPE html><html lang="zh"><head><title>t</title></head><body><main>{text}</main></body></html>'
    )
    (article,) = root.find("body/main")
    return article


def page_of(document: Document) -> Page:
    return parse(write_page(document, document.voice))


def words(element: Page) -> str:
    return "".join(element.itertext())


def with_prose(document: Document, *blocks: Any) -> Document:
    """The document with other words in part 五."""
    parts = tuple(
        Part(p.number, p.title, blocks) if p.number == "五" else p for p in document.parts
    )
    return replace(document, parts=parts)


# --- the numbers ---


def test_every_cell_of_the_tables_is_there_once_and_as_in_the_tally(annual: Document) -> None:
    tables = json.loads(write_json(annual.report, CHINESE))["tables"]
    expected = {
        f"{table}/{line}/{column}": str(number)
        for table, lines in tables.items()
        for line, columns in lines.items()
        for column, number in columns.items()
    }
    cells = page_of(annual).findall(".//td[@data-cell]")
    assert {cell.get("data-cell"): cell.text for cell in cells} == expected
    assert len(cells) == len(expected)


def test_every_figure_of_the_prose_says_where_it_is_from(annual: Document) -> None:
    figures = json.loads(write_report_json(annual, CHINESE))["figures"]
    page = page_of(annual)
    found = [
        one
        for one in page.findall(".//data")
        if not any(a.tag in ("figure",) for a in one.iterancestors())
    ]
    for one in found:
        name, _, filter_ = one.get("data-figure").partition(" | ")
        assert one.get("value") == one.text
        if not filter_:
            assert one.text == str(figures[name]["value"])
        elif filter_ == "上年":
            assert one.text == figures[name]["last_year"]
        elif filter_ == "占比":
            whole = figures[annual.figures[name].whole]["value"]
            assert (
                abs(float(one.text.removesuffix("%")) - 100 * figures[name]["value"] / whole)
                <= 0.05
            )
        else:
            now, before = float(figures[name]["value"]), float(figures[name]["last_year"])
            assert one.text == f"增长{number_text(round((now - before) / before * 100, 1))}%"
    runs = [
        run for block in blocks_of(annual) if isinstance(block, Paragraph) for run in block.runs
    ]
    filled = [run.figure for run in runs if run.figure.partition(" | ")[0] in figures]
    assert [one.get("data-figure") for one in found] == filled
    assert len(filled) > 30


def blocks_of(document: Document) -> Iterator[Any]:
    yield from document.preamble
    for part in document.parts:
        yield from part.blocks


def test_the_text_is_that_of_the_document(annual: Document) -> None:
    page = page_of(annual)
    paragraphs = page.xpath(".//main//p[not(ancestor::footer)]")
    found = [words(p) for p in paragraphs if p.get("class") != "hint"]
    annex = annual.annex.blocks if annual.annex else ()
    blocks = [block for block in [*blocks_of(annual), *annex] if isinstance(block, Paragraph)]
    assert found == [block.text for block in blocks if block.role == "body"]
    assert [words(h) for h in page.iterfind(".//main//h3")] == [
        b.text for b in blocks if b.role == "heading"
    ]


# --- the tables ---


def test_a_number_names_every_heading_over_it_and_before_it(annual: Document) -> None:
    page = page_of(annual)
    named = {one.get("id"): words(one) for one in page.findall(".//th[@id]")}
    seen = 0
    for table in annual.report.edition.tables:
        for line, column, block in table.cells():
            (cell,) = page.findall(f".//td[@data-cell='{table.id}/{line.id}/{column.id}']")
            heads = [named[name] for name in cell.get("headers").split()]
            over = [*labels(block.lines, line), *labels(block.columns, column), block.caption]
            assert sorted(heads) == sorted(filter(None, over))
            assert all(
                page.find(f".//th[@id='{name}']").getparent().getparent().getparent()
                is cell.getparent().getparent().getparent()
                for name in cell.get("headers").split()
            )
            seen += 1
    assert seen > 190


def labels(axis: tuple[Line, ...], item: Line) -> list[str]:
    return [label_text(one, CHINESE) for one in (item, *ancestors(axis, item))]


def test_the_tables_are_as_decreed(annual: Document) -> None:
    """Each row as wide as its table, spans and all; a caption; and every heading says what it heads."""
    for table in page_of(annual).findall(".//div[@class='form']//table"):
        assert words(table.find("caption")).endswith(f"（{annual.report.year}年）")
        taken: dict[tuple[int, int], int] = Counter()
        for y, row in enumerate(table.iter("tr")):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                for down in range(int(cell.get("rowspan", 1))):
                    for right in range(int(cell.get("colspan", 1))):
                        taken[y + down, x + right] += 1
        width = len(table.findall("colgroup/col"))
        assert set(taken.values()) == {1}
        assert len(taken) == width * len(list(table.iter("tr")))
        assert {th.get("scope") for th in table.iter("th")} <= {"col", "row", "rowgroup"}


def test_a_wide_table_scrolls_in_a_box_of_its_own(annual: Document) -> None:
    page = page_of(annual)
    tables = [table for table in page.iter("table") if table.getparent().tag != "details"]
    boxes = [table.getparent() for table in tables]
    assert {(box.get("class"), box.get("role"), box.get("tabindex")) for box in boxes} == {
        ("scroller", "region", "0")
    }
    names = [box.get("aria-label") for box in boxes]
    assert len(set(names)) == len(names)


def test_an_amount_has_its_unit_beside_the_number(annual: Document) -> None:
    units = {
        cell.get("data-cell"): words(cell.find("span"))
        for cell in page_of(annual).findall(".//td[span]")
    }
    older = {"publications/procurement/amount": "元"}
    assert units == (older if annual.report.edition.id == "2019" else {})


# --- the page ---


def test_the_page_has_its_parts_in_order(annual: Document) -> None:
    page = page_of(annual)
    assert page.get("lang") == "zh-CN"
    assert words(page.find("head/title")) == annual.title == words(page.find(".//header/h1"))
    assert page.find("head/meta[@name='viewport']") is not None
    assert [child.tag for child in page.find("body")] == ["a", "header", "nav", "main"]
    parts = [*(f"{part.number}、{part.title}" for part in annual.parts), "附件：方法说明"]
    assert [words(one) for one in page.findall(".//section/h2")] == parts
    links = page.findall(".//nav//a")
    assert [words(one) for one in links] == parts
    assert [page.find(f".//section[@id='{one.get('href')[1:]}']/h2").text for one in links] == parts
    assert [words(p) for p in page.findall(".//footer/p")] == list(annual.signature)
    assert page.find(".//footer").getprevious().findtext("h2") == parts[len(annual.parts) - 1]


def test_nothing_is_loaded_and_nothing_runs(annual: Document) -> None:
    text = write_page(annual, annual.voice)
    page = parse(text)
    assert page.find("head/meta[@http-equiv='Content-Security-Policy']").get("content") == POLICY
    assert POLICY.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert not re.search(r"https?://|url\(|@import|javascript:|\bsrc=", text)
    assert {one.get("href")[:1] for one in page.findall(".//*[@href]")} == {"#"}
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {
        one.tag for one in page.iter()
    }


def test_ids_are_given_once_and_every_reference_leads_somewhere(annual: Document) -> None:
    for root in (page_of(annual), parse_fragment(write_fragment(annual, annual.voice))):
        ids = [one.get("id") for one in root.iter() if one.get("id")]
        assert len(set(ids)) == len(ids)
        for name in ("headers", "aria-labelledby", "aria-describedby"):
            for one in root.findall(f".//*[@{name}]"):
                assert set(one.get(name).split()) <= set(ids)


def test_a_chart_stands_under_the_table_of_its_part(annual: Document) -> None:
    page = page_of(annual)
    charts = {
        words(section.find("h2"))[0]: [
            one.get("id").removeprefix(f"{SCOPE}-chart-").removesuffix("-caption")
            for one in section.iter("figcaption")
        ]
        for section in page.iter("section")
    }
    flow = ["flow"] if annual.earlier else []
    requests = ["outcomes", "applicants", "channels", *flow]
    assert {part: keys for part, keys in charts.items() if keys} == {
        "二": ["topics"],
        "三": requests,
    }
    captions = [words(one) for one in page.iter("figcaption")]
    assert [caption.partition("　")[0] for caption in captions] == [
        f"图{n}" for n in range(1, len(captions) + 1)
    ]


# --- drafts, gaps, words of the office ---


def test_a_draft_says_so_on_the_screen_and_on_every_printed_page(
    faulty: Report, annual: Document
) -> None:
    page = page_of(compile_document(faulty))
    assert words(page.find(".//header/p[@class='draft']/strong")) == "草稿"
    assert words(page.find(".//div[@class='watermark']")) == "草稿"
    for other in (annual, method_document(annual)):
        assert "草稿" not in words(page_of(other).find("body"))


def test_a_gap_is_marked(annual: Document) -> None:
    marks = [words(one) for one in page_of(annual).iter("mark")]
    runs = [
        run for block in blocks_of(annual) if isinstance(block, Paragraph) for run in block.runs
    ]
    assert marks == [run.text for run in runs if run.style == "gap"]
    assert "（此处填写监督保障情况）" in marks


def test_styles_lists_and_tables_of_the_office(annual: Document) -> None:
    def item(text: str, marker: str = "", level: int = 1) -> Paragraph:
        return Paragraph((Run(text),), "item", level, marker)

    document = with_prose(
        annual,
        Paragraph((Run("加粗", "strong"), Run("强调", "emphasis"), Run("\n"), Run("401", "strong", "requests.received.total"))),
        item("甲", "3."), item("乙", "4."), item("丙", "•", 2), item("续丙", "", 2), item("丁", "5."), item("戊", "•"),
        PlainTable((((), (Run("数量"),)), ((Run("培训"),), (Run("3"),)))),
    )  # fmt: skip
    (section,) = [
        one for one in page_of(document).iter("section") if one.get("id") == f"{SCOPE}-part-5"
    ]
    for one in section.iter():
        one.tail = (one.tail or "").strip("\n") or None
    table, *others = reversed(section[1:])
    assert [etree.tostring(one, encoding="unicode") for one in reversed(others)] == [
        "<p><strong>加粗</strong><em>强调</em><br/><strong>"
        '<data value="401" data-figure="requests.received.total">401</data></strong></p>',
        '<ol start="3"><li><p>甲</p></li><li><p>乙</p><ul><li><p>丙</p><p>续丙</p></li></ul></li><li><p>丁</p></li></ol>',
        "<ul><li><p>戊</p></li></ul>",
    ]
    assert etree.tostring(table.find("table"), encoding="unicode") == (
        '<table><thead><tr><td/><th scope="col">数量</th></tr></thead>'
        "<tbody><tr><td>培训</td><td>3</td></tr></tbody></table>"
    )
    assert table.get("aria-label") == "五、存在的主要问题及改进情况：表1"


def test_an_item_of_a_deeper_level_that_comes_first_stands_in_an_item(annual: Document) -> None:
    first = Paragraph((Run("深"),), "item", 2, "•")
    page = page_of(with_prose(annual, first, Paragraph((Run("浅"),), "item", 1, "•")))
    (outer,) = page.findall(f".//section[@id='{SCOPE}-part-5']/ul")
    for one in outer.iter():
        one.tail = None
    assert etree.tostring(outer, encoding="unicode") == (
        "<ul><li><ul><li><p>深</p></li></ul></li><li><p>浅</p></li></ul>"
    )


def test_no_level_of_headings_is_left_out(annual: Document) -> None:
    def heading(level: int) -> Paragraph:
        return Paragraph((Run(f"{level}级"),), "heading", level)

    page = page_of(with_prose(annual, heading(3), heading(4), heading(1), heading(4), heading(9)))
    section = page.find(f".//section[@id='{SCOPE}-part-5']")
    assert [one.tag for one in section] == ["h2", "h3", "h4", "h3", "h4", "h5"]


# --- the fragment ---


def test_a_fragment_is_an_article_alone(annual: Document) -> None:
    text = write_fragment(annual, annual.voice)
    article = parse_fragment(text)
    assert (article.tag, article.get("class"), article.get("lang")) == ("article", SCOPE, "zh-CN")
    assert text.startswith("<article")
    assert text.endswith("</article>\n")
    tags = {one.tag for one in article.iter()}
    assert not tags & {"html", "head", "body", "script", "meta", "link", "main"}
    page = page_of(annual)
    assert [words(one) for one in article.iter("td")] == [words(one) for one in page.iter("td")]
    assert [words(one) for one in article.iter("svg")] == [words(one) for one in page.iter("svg")]


def test_the_style_of_a_fragment_touches_nothing_around_it(annual: Document) -> None:
    article = parse_fragment(write_fragment(annual, annual.voice))
    (style,) = article.iter("style")
    selectors = [selector for rule in rules(style.text) for selector in selectors_of(rule)]
    assert len(selectors) > 60
    assert [one for one in selectors if not re.match(rf"\.{SCOPE}( |$)", one)] == []
    ids = [one.get("id") for one in article.iter() if one.get("id")]
    assert all(name.startswith(f"{SCOPE}-") for name in ids)


def rules(sheet: str) -> Iterator[Any]:
    """The rules of a stylesheet, those for a medium too; any other rule with an @ fails."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        assert rule.type in ("qualified-rule", "at-rule"), rule
        if rule.type == "at-rule":
            assert rule.at_keyword == "media", rule.at_keyword
            yield from rules(tinycss2.serialize(rule.content))
        else:
            yield rule


def selectors_of(rule: Any) -> list[str]:
    return [one.strip() for one in tinycss2.serialize(rule.prelude).split(",")]


# --- text that is none of ours ---


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Markup, controls and marks in a topic, in the settings and in the office's own prose."""
    folder = tmp_path_factory.mktemp("hostile")
    dirty = f"{EVIL}\u202ea\u2066b\ue000"
    publications = f"""
        标题 | 信息类别 | 公开日期   | 栏目    | 公开渠道
        通知 | 工作动态 | 2024-02-03 | {dirty} | 本局网站
    """
    requests = """
        登记编号 | 收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果
        2024-1   | 2024-01-05 | 自然人     | 网站     | 2024-01-20 | 予以公开
    """
    logs = [
        write_log(folder / "publications.csv", publications),
        write_log(folder / "requests.xlsx", requests),
    ]
    settings = Settings(agency=f"某局{EVIL}\x00\x1b[31m", address=EVIL, telephone="1\u20282")
    text = folder / "text"
    text.mkdir()
    prose = f"{EVIL}\n\n# {EVIL}\n\n- {EVIL}\n\n|{EVIL}|\n|---|\n|[x](javascript:alert(1))|\n\n\u202e[y](http://example.com)"
    (text / "五.md").write_text(prose, "utf-8")
    report = compile_report(logs, year=2024, settings=settings, as_of=date(2025, 1, 12))
    return compile_document(report, text=text, with_annex=True)


@pytest.mark.parametrize("fragment", [False, True])
def test_markup_from_files_and_settings_is_text(hostile: Document, fragment: bool) -> None:
    text = (write_fragment if fragment else write_page)(hostile, hostile.voice)
    root = parse_fragment(text) if fragment else parse(text)
    for one in root.iter():
        assert one.tag not in ("script", "img", "i")
        assert not [name for name in one.attrib if name.startswith("on") or name == "src"]
        assert one.get("href", "#").startswith("#")
    shown = words(root)
    assert shown.count("<script>alert(1)</script>") >= 8
    assert words(root.find(".//h1")).startswith(f"某局{EVIL}")


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x1b",
        "\x85",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\ufffe",
        "\U0001ffff",
    ],
)
def test_what_no_eye_sees_is_left_out(annual: Document, char: str) -> None:
    document = with_prose(replace(annual, title=f"甲{char}乙"), plain_paragraph(f"丙{char}丁"))
    text = write_page(document, document.voice)
    assert char not in text
    text.encode("utf-8")
    assert words(parse(text).find(".//h1")) in ("甲乙", "甲 乙")


@pytest.mark.parametrize("char", ["\u3000", "\u00a0", "𠮷", "\U00031350", "\ue000", "é", "㊣"])
def test_what_an_eye_sees_is_kept(annual: Document, char: str) -> None:
    assert words(page_of(replace(annual, title=f"甲{char}乙")).find(".//h1")) == f"甲{char}乙"


# --- tables alone, the note, English ---


def test_tables_alone_have_no_charts_and_no_signature(annual: Document) -> None:
    document = compile_tables(annual.report, CHINESE)
    page = page_of(document)
    assert len(page.findall(".//td[@data-cell]")) == sum(
        len(numbers) for numbers in annual.report.tables.values()
    )
    assert not {"svg", "figure", "footer"} & {one.tag for one in page.iter()}
    assert [words(h2)[0] for h2 in page.iter("h2")] == ["二", "三", "四"]


def test_one_table_alone(annual: Document) -> None:
    page = page_of(compile_tables(annual.report.showing("cases"), CHINESE))
    assert {
        one.get("data-cell").partition("/")[0] for one in page.findall(".//td[@data-cell]")
    } == {"cases"}


def test_the_method_note_is_a_page_of_its_own(annual: Document) -> None:
    page = page_of(method_document(annual))
    assert words(page.find(".//h1")) == "方法说明"
    assert [one.tag for one in page.find("body")] == ["a", "header", "main"]
    digests = [file.sha256 for file in annual.report.inputs]
    assert all(digest in words(page) for digest in digests)
    assert [one.tag for one in page.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h2"]


def test_english_stands_beside_the_official_wording(annual: Document) -> None:
    page = page_of(replace(annual, voice=ENGLISH))
    table = annual.report.edition.table("cases")
    shown = {words(th) for th in page.iter("th")}
    assert {ENGLISH.label(line.label, line.label_en) for line in table.lines} <= shown
    assert "一、总体情况 General situation" in [words(h2) for h2 in page.iter("h2")]
    zh, en = page_of(annual).findall(".//td[@data-cell]"), page.findall(".//td[@data-cell]")
    assert [one.text for one in en] == [one.text for one in zh]


def test_a_long_amount_is_written_out(faulty: Report) -> None:
    page = page_of(compile_document(faulty))
    (cell,) = page.findall(".//td[@data-cell='publications/fees/amount']")
    assert (
        cell.text == number_text(faulty.tables["publications"]["fees", "amount"]) == "96171.600005"
    )
