"""Published figures come back cell for cell, however they are printed; what cannot be read is said, and nothing is made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from reportcli.export.grid import Grid, GridCell
from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.published.open import read_published
from reportcli.published.read import BlankRule, Published, other_edition, year_of
from reportcli.published.source import SourceLine
from tests.expand import PUBLISHED_2020
from tests.letterhead import add_form_table, new_report
from tests.places import ROOT
from tests.printed import (
    Figures,
    Shown,
    broken_label,
    grids,
    hand_made_book,
    html_page,
    html_table,
    markdown_report,
    said,
    title_of_report,
    word_paste,
)

FORM = Edition.by_id("2021")


def figures_of(year: int) -> Figures:
    """The figures of a published report."""
    tables = json.loads(
        (ROOT / "tests" / "published" / f"suqian-{year}.json").read_text("utf-8"),
        parse_float=Decimal,
    )["tables"]
    return {
        f"{table}/{line}/{column}": Decimal(number)
        for table, lines in tables.items()
        for line, columns in lines.items()
        for column, number in columns.items()
    }


FIGURES = {2023: figures_of(2023), 2024: figures_of(2024)}


def read(path: Path, year: int | None = None, blank: BlankRule = "absent") -> Published:
    """A report read back, in this process."""
    return read_published(path, year=year, blank=blank)


def saved(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A file of text."""
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def codes(report: Published) -> list[str]:
    """The codes of what was found."""
    return [one.code for one in report.findings]


# --- the ways of printing ---


def docx_report(
    figures: Figures, year: int, path: Path, wrap: Callable[[Any, GridCell], None] | None = None
) -> Path:
    """A report in Word, drawn by hand with merged cells."""

    def number(cell: Any, drawn: GridCell) -> None:
        number = figures[drawn.cell_id]
        if wrap:
            wrap(cell, drawn)
        cell.paragraphs[-1].add_run(f"{number:f}")

    document = new_report()
    document.add_paragraph(title_of_report(year))
    document.add_paragraph("一、总体情况")
    for section, table in (("二", "publications"), ("三", "requests"), ("四", "cases")):
        document.add_paragraph(f"{section}、{FORM.table(table).title}")
        add_form_table(document, "2021", table, number=number)
    document.add_paragraph("五、存在的主要问题及改进情况")
    document.save(path)
    return path


def in_changes(cell: Any, _: GridCell) -> None:
    """An old number that was struck out by a tracked change."""
    markup = (
        f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>777</w:delText></w:r></w:del>'
    )
    cell.paragraphs[-1]._p.append(parse_xml(markup))


def in_controls(document_path: Path) -> None:
    """Put each table of a document into a content control."""
    document = docx.Document(str(document_path))
    for table in document.tables:
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        table._tbl.addprevious(control)
        control[0].append(table._tbl)
    document.save(str(document_path))


def split_tables(path: Path) -> None:
    """Cut the table of requests in two, as when it went on to another page by hand."""
    document = docx.Document(str(path))
    table = document.tables[1]._tbl
    second = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/></w:tbl>")
    for row in list(table.tr_lst)[14:]:
        second.append(row)
    table.addnext(second)
    table.addnext(parse_xml(f"<w:p {nsdecls('w')}/>"))
    document.save(str(path))


def of_docx(
    change: Callable[[Path], None] | None = None,
    wrap: Callable[[Any, GridCell], None] | None = None,
) -> Any:
    """A way of printing in Word."""

    def write(figures: Figures, year: int, folder: Path) -> Path:
        path = docx_report(figures, year, folder / "年报.docx", wrap)
        if change:
            change(path)
        return path

    return write


def of_html(encoding: str = "utf-8", **how: Any) -> Any:
    """A way of printing as a web page."""
    return lambda figures, year, folder: saved(
        folder, "年报.html", html_page(FORM, figures, year, **how), encoding
    )


STUBS = ("信息内容", "规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")


def five_columns(cell: GridCell) -> str:
    """Table 二 with a column more behind its labels, as offices have five where the form has four."""
    return f"{said(cell)}</td><td>" if cell.text in STUBS else said(cell)


def full_width(cell: GridCell) -> str:
    """Digits in full width."""
    return (
        said(cell).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        if cell.cell_id
        else said(cell)
    )


def with_units(cell: GridCell) -> str:
    """Numbers with their unit."""
    if not cell.cell_id:
        return said(cell)
    return f"{said(cell)}{'万元' if cell.cell_id.endswith('amount') else '件'}"


def in_yuan(cell: GridCell) -> str:
    """The amount of fees in 元, as its heading says."""
    if cell.cell_id == "publications/fees/amount":
        return f"{Decimal(cell.text) * 10_000:f}"
    return said(cell).replace("（单位：万元）", "（单位：元）")


def in_thousands(cell: GridCell) -> str:
    """Numbers with commas."""
    return f"{Decimal(cell.text):,}" if cell.cell_id else said(cell)


def radicals(cell: GridCell) -> str:
    """Labels as a browser prints them into a PDF, with radicals for characters."""
    return (
        said(cell)
        if cell.cell_id
        else said(cell).translate(str.maketrans("一二人行八", "⼀⼆⼈⾏⼋"))
    )


def mht(figures: Figures, year: int, folder: Path) -> Path:
    """A page saved as one file."""
    page = html_page(FORM, figures, year)
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    part = 'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n'
    return saved(folder, "年报.mht", f"{head}{part}{page}\n--b--\n")


def without_spans(grid: Grid, show: Shown = said) -> str:
    """A table whose merged cells have lost what they span: blanks follow their text."""
    rows = [["<td></td>"] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row - 1][cell.column - 1] = f"<td>{show(cell)}</td>"
    return f"<table>{''.join(f'<tr>{chr(10).join(row)}</tr>' for row in rows)}</table>"


def page_without_spans(figures: Figures, year: int, folder: Path) -> Path:
    """A page of such tables."""
    parts = [
        f"<p>{section}、{title}</p>{without_spans(grid)}"
        for section, title, grid in grids(FORM, figures)
    ]
    return saved(folder, "年报.html", f"<h1>{title_of_report(year)}</h1>{''.join(parts)}")


def markdown_of_pages(figures: Figures, year: int, folder: Path) -> Path:
    """A report in Markdown, its tables in HTML, as programs turn Word into it."""
    parts = [
        f"## {section}、{title}\n\n{html_table(grid)}"
        for section, title, grid in grids(FORM, figures)
    ]
    return saved(folder, "年报.md", "\n\n".join([f"# {title_of_report(year)}", *parts]))


def book_of_sheets(figures: Figures, year: int, folder: Path, show: Shown = said) -> Path:
    """A sheet for each table, the year over it, without a title."""
    book = Workbook()
    for section, title, grid in grids(FORM, figures):
        sheet = book.create_sheet(f"表{section}")
        sheet["A1"] = f"{year}年度{title}"
        sheet["A2"] = "单位：件"
        for cell in grid.cells:
            sheet.cell(cell.row + 2, cell.column, show(cell))
    book.save(folder / "年报.xlsx")
    return folder / "年报.xlsx"


WAYS: dict[str, Any] = {
    "html without spans": page_without_spans,
    "Markdown with tables in HTML": markdown_of_pages,
    "a sheet for each table": book_of_sheets,
    "html in UTF-16": of_html("utf-16"),
    "docx": of_docx(),
    "docx, tracked changes": of_docx(wrap=in_changes),
    "docx, content controls": of_docx(in_controls),
    "docx, a table cut in two": of_docx(split_tables),
    "html": of_html(),
    "html in GB18030": of_html("gb18030"),
    "html with attributes": of_html(attributes=' class="et3" nowrap'),
    "pasted from Word": of_html(show=word_paste),
    "breaks in labels": of_html(show=broken_label),
    "tables in tables": of_html(
        around=lambda table: f"<table><tr><td><p>表</p>{table}</td></tr></table>"
    ),
    "five columns": of_html(show=five_columns),
    "full-width digits": of_html(show=full_width),
    "units": of_html(show=with_units),
    "yuan": of_html(show=in_yuan),
    "thousands": of_html(show=in_thousands),
    "radicals": of_html(show=radicals),
    "mht": mht,
    "xlsx": lambda figures, year, folder: hand_made_book(FORM, figures, year, folder / "年报.xlsx"),
    "Markdown": lambda figures, year, folder: saved(
        folder, "年报.md", markdown_report(FORM, figures, year)
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("year", FIGURES)
def test_every_figure_comes_back(way: Any, year: int, tmp_path: Path) -> None:
    report = read(way(FIGURES[year], year, tmp_path))
    assert (report.year, report.edition.id) == (year, "2021")
    assert report.cells == FIGURES[year]
    assert codes(report) == []
    assert set(report.places) == set(report.cells)


def test_the_form_of_2019_is_known_by_its_labels(tmp_path: Path) -> None:
    form = Edition.by_id("2019")
    figures = {"/".join(cell): Decimal(number) for cell, number in flat(PUBLISHED_2020)}
    report = read(saved(tmp_path, "年报.html", html_page(form, figures, 2020)))
    assert (report.edition.id, codes(report)) == ("2019", [])
    assert {id_: value for id_, value in report.cells.items() if value} == {
        i: v for i, v in figures.items() if v
    }


def flat(published: Any) -> list[tuple[tuple[str, str, str], Any]]:
    """The cells of tables in tables."""
    return [
        ((table, line, column), number)
        for table, lines in published["tables"].items()
        for line, columns in lines.items()
        for column, number in columns.items()
    ]


# --- what cannot be read is said ---


def printed(changes: dict[str, str], year: int = 2023) -> str:
    """A page on which some cells, or labels, say something else."""

    def show(cell: GridCell) -> str:
        return changes.get(cell.cell_id or cell.text, said(cell))

    return html_page(FORM, FIGURES[year], year, show)


GRANTED = "requests/outcome.granted/natural_person"


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("", None, "cells-blank"),
        ("/", None, "cells-blank"),
        ("—", None, "cells-blank"),
        ("22（其中修订16件）", None, "cell-unread"),
        ("见附表", None, "cell-unread"),
        ("12 34", None, "cell-unread"),
        ("约1175件", Decimal(1175), "cell-worded"),
        ("十二", None, "cell-unread"),
        ("1175.5", None, "cell-unread"),
    ],
)
def test_a_cell_that_is_not_read_is_nothing_and_said(
    text: str, value: Decimal | None, code: str, tmp_path: Path
) -> None:
    report = read(saved(tmp_path, "年报.html", printed({GRANTED: text})))
    assert codes(report) == [code]
    assert report.cells == {**FIGURES[2023], GRANTED: value}
    place = report.findings[0].address.sheet
    assert place == "表2 第6行第4列"
    if code != "cells-blank":
        assert report.findings[0].details["cell"] == GRANTED
        assert report.findings[0].details["value"] == text


@pytest.mark.parametrize(
    ("blank", "value", "found"), [("zero", Decimal(0), []), ("fault", None, ["cell-unread"] * 2)]
)
def test_blanks_are_read_by_the_rule_that_is_given(
    blank: BlankRule, value: Decimal | None, found: list[str], tmp_path: Path
) -> None:
    other = "cases/review/upheld"
    report = read(saved(tmp_path, "年报.html", printed({GRANTED: "", other: "/"})), blank=blank)
    assert codes(report) == found
    assert (report.cells[GRANTED], report.cells[other]) == (value, value)


def test_blanks_are_said_once_a_table(tmp_path: Path) -> None:
    cells = {id_: "" for id_ in FIGURES[2023] if "/research" in id_}
    report = read(saved(tmp_path, "年报.html", printed(cells)))
    assert codes(report) == ["cells-blank"]
    assert report.findings[0].details == {"table": "三", "count": len(cells)}


@pytest.mark.parametrize(
    ("printed_label", "label"),
    [
        ("2.其他法律行政止公开", "其他法律行政法规禁止公开"),
        ("2.没有现成信息需另行制作", "没有现成信息需要另行制作"),
        ("2.重复申清", "重复申请"),
        ("社会公益组只", "社会公益组织"),
    ],
)
def test_a_garbled_label_is_taken_for_the_one_it_is_close_to_and_said(
    printed_label: str, label: str, tmp_path: Path
) -> None:
    ordinal = "" if label == "社会公益组织" else "2."
    report = read(saved(tmp_path, "年报.html", printed({ordinal + label: printed_label})))
    assert report.cells == FIGURES[2023]
    assert [(one.code, one.details) for one in report.findings] == [
        ("label-garbled", {"value": printed_label, "label": label})
    ]


def test_a_label_that_could_be_another_is_not_taken_for_it(tmp_path: Path) -> None:
    report = read(saved(tmp_path, "年报.html", printed({"2.重复申请": "2.办结情况"})))
    assert codes(report) == ["line-missing"]
    assert {id_ for id_, value in report.cells.items() if value is None} == {
        id_ for id_ in FIGURES[2023] if "unprocessed.repeated" in id_
    }


def test_what_stands_behind_the_end_of_a_page_is_read(tmp_path: Path) -> None:
    """The whole page appended again: a browser shows both."""
    page = f"<html><body>{printed({})}</body></html>"
    again = f"<html><body>{printed({GRANTED: '3526'})}</body></html>"
    once = read(saved(tmp_path, "一份.html", page))
    assert read(saved(tmp_path, "两份.html", page * 2)).cells == once.cells
    report = read(saved(tmp_path, "年报.html", page + again))
    assert codes(report) == ["cell-unread"]


def test_a_line_that_is_not_there_is_missing(tmp_path: Path) -> None:
    page = re.sub(r"<tr>(?:(?!</tr>).)*重复申请.*?</tr>", "", printed({}), flags=re.DOTALL)
    page = page.replace('rowspan="22"', 'rowspan="21"').replace('rowspan="5"', 'rowspan="4"')
    report = read(saved(tmp_path, "年报.html", page))
    assert [(one.code, one.details["line"]) for one in report.findings] == [
        ("line-missing", "2.重复申请")
    ]


def test_a_line_of_2019_in_a_later_report_is_itself_without_its_parts(tmp_path: Path) -> None:
    parts = ("not_corrected", "fee_unpaid", "miscellaneous")
    whole = {
        id_: value
        for id_, value in FIGURES[2023].items()
        if not any(f"other.{part}/" in id_ for part in parts)
    }

    def one_line(page: str) -> str:
        rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
        first, *rest = [
            row for row in rows if "（六）其他处理" in row or "逾期" in row or "3.其他<" in row
        ]
        numbers = "".join(f"<td>{n}</td>" for n in range(7))
        page = page.replace(first, f"<tr><td colspan='2'>（六）其他处理</td>{numbers}</tr>")
        for row in rest:
            page = page.replace(row, "")
        return page.replace('rowspan="22"', 'rowspan="20"')

    report = read(saved(tmp_path, "年报.html", one_line(printed({}))))
    others = {id_: value for id_, value in report.cells.items() if "outcome.other/" in id_}
    assert [int(value or 0) for value in others.values()] == list(range(7))
    assert {id_: report.cells[id_] for id_ in whole} == whole
    assert "line-missing" not in codes(report)


def test_a_form_of_another_year_is_told(tmp_path: Path) -> None:
    form = Edition.by_id("2019")
    figures = {"/".join(cell): Decimal(number) for cell, number in flat(PUBLISHED_2020)}
    report = read(saved(tmp_path, "年报.html", html_page(form, figures, 2022)))
    assert (report.year, report.edition.id, codes(report)) == (2022, "2019", ["edition-other"])
    assert report.findings[0].severity == "error"


def test_a_report_on_2019_might_keep_the_form_before() -> None:
    (found,) = other_edition("年报.docx", Edition.by_id("2021"), 2019)
    assert (found.code, str(found.address), found.severity) == (
        "edition-other", "年报.docx", "warning",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("picture", "code"), [("", "table-missing"), ("<p><img src='a.png'></p>", "table-picture")]
)
def test_a_table_that_is_not_there_or_a_picture_is_told(
    picture: str, code: str, tmp_path: Path
) -> None:
    page = re.sub(
        r"(复议、行政诉讼情况</p>)<table>.*?</table>", rf"\1{picture}", printed({}), flags=re.DOTALL
    )
    report = read(saved(tmp_path, "年报.html", page))
    assert [(one.code, one.details["table"]) for one in report.findings] == [(code, "四")]
    assert not any(id_.startswith("cases/") for id_ in report.cells)


def test_a_table_that_stands_twice_is_read_if_both_agree(tmp_path: Path) -> None:
    once, other = printed({}), printed({GRANTED: "1"})
    table = re.findall(r"<table>.*?</table>", once, re.DOTALL)[1]
    wrong = re.findall(r"<table>.*?</table>", other, re.DOTALL)[1]
    assert codes(read(saved(tmp_path, "a.html", once.replace(table, table * 2)))) == []
    report = read(
        saved(tmp_path, "b.html", once.replace(table, f"{table}<p>{'更正' * 9}</p>{wrong}"))
    )
    assert [(one.code, one.details["value"]) for one in report.findings] == [
        ("cell-unread", "1175 / 1")
    ]
    assert report.cells[GRANTED] is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("信.html", "<html><body><p>关于报送年报的通知</p></body></html>", "published-no-tables"),
        ("信.md", "# 通知\n\n请于1月31日前报送。", "published-no-tables"),
        (
            "表.html",
            "<table><tr><td>姓名</td><td>电话</td></tr><tr><td>甲</td><td>1</td></tr></table>",
            "published-no-tables",
        ),
        ("空.md", "  \n", "input-empty"),
        ("扫描.pdf", "%PDF-1.7", "input-damaged"),
    ],
)
def test_what_is_no_report_is_refused(name: str, content: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read(saved(tmp_path, name, content))
    assert (refusal.value.status, refusal.value.code) == (3, code)


def two_years(folder: Path) -> Path:
    """A page with the reports on two years."""
    older = "".join(
        f"<p>{one}、{title}</p>{html_table(grid)}"
        for one, title, grid in grids(FORM, FIGURES[2023])
    )
    text = html_page(FORM, FIGURES[2024], 2024)
    return saved(
        folder,
        "年报.html",
        text.replace("</body>", f"<h2>{title_of_report(2023)}</h2>{older}</body>"),
    )


def test_of_two_reports_in_one_file_the_year_tells_which(tmp_path: Path) -> None:
    page = two_years(tmp_path)
    with pytest.raises(Refusal) as refused:
        read(page)
    assert (refused.value.code, refused.value.details["what"]) == (
        "published-several",
        "2024、2023",
    )
    for year in (2023, 2024):
        report = read(page, year)
        assert (report.year, report.cells, codes(report)) == (year, FIGURES[year], [])


@pytest.mark.parametrize("kind", ["html", "xlsx"])
def test_lines_without_any_number_keep_their_cells(kind: str, tmp_path: Path) -> None:
    """Blanks behind the label of a line are numbers that are not there, however many lines have none."""
    blank = {
        id_
        for id_ in FIGURES[2024]
        if id_.startswith(("requests/outcome.refused", "requests/outcome.unable"))
    }

    def show(cell: GridCell) -> str:
        return "" if cell.cell_id in blank else said(cell)

    if kind == "html":
        tables = "".join(without_spans(grid, show) for _, _, grid in grids(FORM, FIGURES[2024]))
        path = saved(tmp_path, "年报.html", f"<h1>{title_of_report(2024)}</h1>{tables}")
    else:
        path = book_of_sheets(FIGURES[2024], 2024, tmp_path, show)
    report = read(path, blank="zero")
    assert {id_ for id_, number in report.cells.items() if number != FIGURES[2024][id_]} == {
        id_ for id_ in blank if FIGURES[2024][id_]
    }
    assert codes(report) == []


def test_the_year_is_given_where_no_title_names_it(tmp_path: Path) -> None:
    page = printed({}).replace("2023年", "")
    assert read(saved(tmp_path, "年报.html", page)).year is None
    assert read(saved(tmp_path, "年报.html", page), year=2023).year == 2023
    assert read(saved(tmp_path, "年报.html", printed({})), year=2022).year == 2023


def test_prose_is_what_is_outside_the_tables_without_menus(tmp_path: Path) -> None:
    report = read(saved(tmp_path, "年报.html", printed({})))
    assert [text for _, text in report.prose] == [
        title_of_report(2023), "一、总体情况", "本机关认真贯彻条例。", "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况", "培训不够。", "六、其他需要报告的事项", "无。",
    ]  # fmt: skip
    assert [address.row for address, _ in report.prose] == list(range(1, 11))


def test_the_year_of_a_decree_before_the_title_is_not_that_of_the_report() -> None:
    line = "按照（国办公开办函〔2021〕30号）的要求，现公布本机关2024年政府信息公开工作年度报告"
    assert year_of([SourceLine(line)]) == 2024
