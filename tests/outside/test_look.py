"""The web page as its readers see it: in Chromium, as wide as a desk and as a telephone, in light and dark, on paper.

Measured here is what goes wrong without a word: a page that scrolls sideways, a label that is cut, a sign that no font
has, a table wider than its paper, and what axe finds against reading with a keyboard or a voice. The pictures are kept
in the folder that `REPORTCLI_PICTURES` names, for a person to look at.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reportcli.document import Document, compile_document, compile_tables, method_document
from reportcli.export.html import write_fragment, write_page
from reportcli.report import Report
from reportcli.words.messages import ENGLISH, Voice
from tests.outside.browser import Page, browser
from tests.outside.programs import needed

DESK, TELEPHONE = 1280, 360
VIEWS = [(DESK, "light"), (DESK, "dark"), (TELEPHONE, "light"), (TELEPHONE, "dark")]
A4 = (595.28, 841.89)  # points


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go."""
    folder = Path(os.environ.get("REPORTCLI_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def draft(faulty: Report, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A draft with topics of 300 letters, and a table in the office's own prose that is wider than a page."""
    folder = tmp_path_factory.mktemp("text")
    wide = "\n".join(
        [
            "|" + "|".join(f"第{n}项指标名称" for n in range(12)) + "|",
            "|---" * 12 + "|",
            "|" + "|".join("123456789" * 1 for _ in range(12)) + "|",
        ]
    )
    (folder / "五.md").write_text(
        f"#### 问题\n\n{'x' * 300} {{{{ requests.received.total }}}} 件\n\n1. 一\n   - 甲\n\n{wide}\n",
        "utf-8",
    )
    return compile_document(faulty, text=folder, with_annex=True)


# A page that scrolls sideways; a cell whose text is cut; a table outside the box in which it scrolls.
FAULTS = """(() => {
  const faults = [], root = document.scrollingElement, edge = root.clientWidth + 0.5;
  if (root.scrollWidth > root.clientWidth) faults.push(['page', root.scrollWidth]);
  for (const one of document.querySelectorAll('th, td, caption, h1, h2, h3, p, li, a, figcaption, summary'))
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display != 'inline')
      faults.push(['cut', one.tagName, one.textContent.slice(0, 30)]);
  for (const one of document.querySelectorAll('body *:not(.skip):not(.watermark)'))
    if (!one.closest('.scroller, svg') && one.getBoundingClientRect().right > edge)
      faults.push(['outside', one.tagName, one.textContent.slice(0, 30)]);
  for (const one of document.querySelectorAll('.form table'))
    if (!one.closest('.scroller')) faults.push(['loose table', one.id]);
  for (const svg of document.querySelectorAll('svg')) {
    const view = svg.viewBox.baseVal;
    const drawn = [...svg.querySelectorAll('text, rect, line')].map(one => [one, one.getBBox()]);
    for (const [one, box] of drawn)
      if (box.x < 0 || box.y < 0 || box.x + box.width > view.width || box.y + box.height > view.height)
        faults.push(['outside drawing', one.textContent, box.x, box.y, box.width, box.height]);
    const labels = drawn.filter(([one]) => one.tagName == 'text');
    for (const [one, a] of labels) for (const [other, b] of labels)
      if (one != other && a.x < b.x + b.width && b.x < a.x + a.width && a.y + 4 < b.y + b.height - 4 && b.y + 4 < a.y + a.height - 4)
        faults.push(['over each other', one.textContent, other.textContent]);
    const size = parseFloat(getComputedStyle(svg).fontSize) * svg.getBoundingClientRect().width / view.width;
    if (size < 10) faults.push(['small', size]);
  }
  return faults;
})()"""


def test_the_measure_finds_what_is_wrong(page: Page) -> None:
    page.look_at(
        "<table><td style='white-space: nowrap; overflow: hidden; display: block; width: 30px'>一二三四五六</table>"
        "<div class=form><table id=a></table></div><div style='width: 2000px'>宽</div>"
        "<svg viewBox='0 0 40 20' width=40><text x=0 y=16>出了图</text><text x=2 y=16>叠</text></svg>"
    )
    found = {fault[0] for fault in page.run(FAULTS)}
    assert found == {"page", "cut", "outside", "loose table", "outside drawing", "over each other"}


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_nothing_is_cut_and_the_page_never_scrolls_sideways(
    page: Page, annual: Document, pictures: Path, width: int, scheme: str
) -> None:
    page.look_at(write_page(annual, annual.voice), width, scheme=scheme)
    page.shoot(pictures / f"{annual.report.year}-{width}-{scheme}.png")
    assert page.run("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    assert page.run(FAULTS) == []


@pytest.mark.parametrize("width", [DESK, 768, TELEPHONE, 320])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_long_is_folded(
    page: Page, faulty: Report, pictures: Path, width: int, language: str
) -> None:
    page.look_at(
        write_page(compile_document(faulty, voice=Voice(language)), Voice(language)), width
    )  # type: ignore[arg-type]
    page.shoot(pictures / f"long-{language}-{width}.png")
    assert page.run(FAULTS) == []


def test_the_office_may_write_a_table_wider_than_a_telephone(
    page: Page, draft: Document, pictures: Path
) -> None:
    page.look_at(write_page(draft, draft.voice), TELEPHONE)
    page.shoot(pictures / "draft-360.png")
    assert page.run(FAULTS) == []


def test_a_wide_table_can_be_scrolled_with_the_keyboard(page: Page, annual: Document) -> None:
    page.look_at(write_page(annual, annual.voice), TELEPHONE)
    wide = "document.querySelector('[data-cell^=\"requests/\"]').closest('.scroller')"
    assert page.run(f"{wide}.scrollWidth > {wide}.clientWidth")
    page.run(f"{wide}.focus()")
    assert page.run(f"document.activeElement == {wide}")
    page.ask(
        "Input.dispatchKeyEvent",
        type="keyDown",
        key="ArrowRight",
        code="ArrowRight",
        windowsVirtualKeyCode=39,
    )
    assert page.run(
        f"new Promise(done => {wide}.scrollLeft > 0 ? done(true) : {wide}.addEventListener('scroll', () => done(true)))"
    )


def test_chinese_is_drawn_with_a_chinese_font_and_no_sign_is_missing(
    page: Page, annual: Document
) -> None:
    page.look_at(write_page(annual, annual.voice))
    fonts: dict[str, int] = {}
    for place in (
        "h1",
        "main > p",
        "h2",
        "h3",
        "nav a",
        "caption",
        "th.stub",
        "td.total",
        "figcaption",
        "svg text",
        "summary",
    ):
        found = page.fonts(f".annual-report {place}")
        assert found, place
        for name, count in found.items():
            fonts[name] = fonts.get(name, 0) + count
    assert {name for name in fonts if "CJK" in name} == set(fonts), (
        "no box for a sign that no font has"
    )


def test_a_page_of_light_colours_is_light_and_of_dark_ones_dark(
    page: Page, annual: Document
) -> None:
    shown = {}
    for scheme in ("light", "dark"):
        page.look_at(write_page(annual, annual.voice), scheme=scheme)
        style = "getComputedStyle(document.body)"
        shown[scheme] = page.run(f"[{style}.backgroundColor, {style}.color]")
    assert shown == {
        "light": ["rgb(255, 255, 255)", "rgb(31, 35, 40)"],
        "dark": ["rgb(21, 24, 28)", "rgb(228, 231, 234)"],
    }


# --- on paper ---


def printed(page: Page, document: Document, file: Path) -> list[ElementTree.Element]:
    """The pages of a document on paper, with where each word stands on them."""
    program = needed("pdftotext")
    page.look_at(write_page(document, document.voice), scheme="dark")
    page.print_to(file)
    listed = subprocess.run(
        [program, "-bbox", file, "-"], capture_output=True, check=True, timeout=60
    ).stdout
    root = ElementTree.fromstring(re.sub(rb' xmlns="[^"]+"', b"", listed))
    return list(root.iter("page"))


def lines_of(sheet: ElementTree.Element) -> str:
    return "".join(word.text or "" for word in sheet.iter("word"))


def test_on_paper_everything_stands_within_the_margins_of_a4(
    page: Page, annual: Document, pictures: Path
) -> None:
    sheets = printed(page, annual, pictures / f"{annual.report.year}.pdf")
    assert len(sheets) >= 4
    for sheet in sheets:
        assert (float(sheet.get("width", 0)), float(sheet.get("height", 0))) == pytest.approx(
            A4, abs=1
        )
        for word in sheet.iter("word"):
            assert float(word.get("xMin", 0)) >= 50, word.text
            assert float(word.get("xMax", 0)) <= A4[0] - 50, word.text
            assert float(word.get("yMax", 0)) <= A4[1] - 15, word.text


def test_on_paper_a_table_of_the_form_stays_whole_and_the_contents_are_left_out(
    page: Page, annual: Document, tmp_path: Path
) -> None:
    sheets = [lines_of(sheet) for sheet in printed(page, annual, tmp_path / "page.pdf")]
    for table in annual.report.edition.tables:
        first, last = table.lines[0].label, table.lines[-1].label
        caption = f"{table.title}（{annual.report.year}年）"
        (whole,) = [sheet for sheet in sheets if caption in sheet]
        assert first[:4] in whole
        assert last[:4] in whole
    assert sheets[0].count("五、存在的主要问题及改进情况") == 0
    assert not any("图1的数据" in sheet or "左右滑动" in sheet for sheet in sheets)


def test_on_paper_colours_are_light_though_the_screen_is_dark(page: Page, annual: Document) -> None:
    page.look_at(write_page(annual, annual.voice), scheme="dark", media="print")
    style = "getComputedStyle(document.body)"
    assert page.run(f"[{style}.backgroundColor, {style}.color]") == [
        "rgb(255, 255, 255)",
        "rgb(31, 35, 40)",
    ]


def test_a_draft_says_so_on_every_sheet(page: Page, draft: Document, pictures: Path) -> None:
    sheets = printed(page, draft, pictures / "draft.pdf")
    assert len(sheets) >= 4
    for sheet in sheets:
        tall = [
            word.text
            for word in sheet.iter("word")
            if float(word.get("yMax", 0)) - float(word.get("yMin", 0)) > 100
        ]
        assert sorted(filter(None, tall)) == sorted("草稿")


# --- for those who do not see it ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_axe_finds_nothing_in_a_report(
    page: Page, annual: Document, scheme: str, width: int
) -> None:
    page.look_at(write_page(annual, annual.voice), width, scheme=scheme)
    page.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.violations() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_fragment(page: Page, annual: Document, scheme: str) -> None:
    around = '<!DOCTYPE html><html lang="zh-CN"><head><title>某局</title></head><body><main>{}</main></body></html>'
    page.look_at(around.format(write_fragment(annual, annual.voice)), scheme=scheme)
    assert page.violations() == []
    assert page.run(FAULTS) == []


def test_axe_finds_nothing_in_a_draft_in_tables_alone_and_in_the_method_note(
    page: Page, draft: Document
) -> None:
    for document in (draft, compile_tables(draft.report, ENGLISH), method_document(draft)):
        page.look_at(write_page(document, document.voice), scheme="dark")
        assert page.violations() == []


def test_axe_would_find_something(page: Page) -> None:
    page.look_at(
        "<html><head></head><body><img><p style='color: #aaa; background: #fff'>灰色的字</p></body></html>"
    )
    assert {"image-alt", "html-has-lang", "document-title", "color-contrast"} <= {
        rule for rule, _ in page.violations()
    }


def test_a_fragment_leaves_the_page_around_it_as_it_was(page: Page, annual: Document) -> None:
    around = '<!DOCTYPE html><html lang="zh"><head><title>某局</title></head><body><h1>标题</h1><table><tr><td>1</td></tr></table>{}</body></html>'
    looks = "['h1', 'td', 'body'].map(name => {{ const s = getComputedStyle(document.querySelector(name)); return [...s].map(key => key + s.getPropertyValue(key)).filter(one => !/height|block-size|origin|inset|top|bottom/.test(one)).join() }})".replace(
        "{{", "{"
    ).replace("}}", "}")
    page.look_at(around.format(""))
    before = page.run(looks)
    page.look_at(around.format(write_fragment(annual, annual.voice)))
    assert page.run(looks) == before
