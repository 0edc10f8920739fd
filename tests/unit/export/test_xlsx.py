"""The workbook, read back: the official layout with the numbers of the JSON, and every row of every log."""

from __future__ import annotations

import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reportcli.count.facts import flat_facts
from reportcli.export import xlsx
from reportcli.export.data import tables_json
from reportcli.export.grid import GridCell, lay_out, number_text
from reportcli.export.xlsx import as_number, lines_in_cell, row_heights, write_xlsx
from reportcli.law.edition import Table, editions
from reportcli.report import Report, compile_report
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.drawn import PERSONAL
from tests.logs import rows_of, write_log

ABOVE = 2  # rows over each table: its title, and whose and of which year it is
SHEETS = {"publications": "二 主动公开", "requests": "三 依申请公开", "cases": "四 复议诉讼"}


def saved(report: Report, path: Path, voice: Voice = CHINESE) -> Path:
    """The workbook of a report in a file."""
    with path.open("wb") as target:
        write_xlsx(report, voice, target)
    return path


@pytest.fixture(scope="module", params=[CHINESE, ENGLISH])
def voice(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(scope="module")
def sample_file(sample: Report, voice: Voice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(sample, tmp_path_factory.mktemp("sample") / "tables.xlsx", voice)


@pytest.fixture(scope="module")
def sample_book(sample_file: Path) -> Workbook:
    return load_workbook(sample_file)


@pytest.fixture(scope="module")
def faulty_file(faulty: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(faulty, tmp_path_factory.mktemp("faulty") / "tables.xlsx")


# ---- the official tables


@pytest.mark.parametrize("table", SHEETS)
def test_cells_are_merged_as_the_grid_spans_them(
    sample: Report, sample_book: Workbook, table: Any, voice: Voice
) -> None:
    grid = lay_out(sample.edition.table(table), sample.tables[table], voice)
    spanned = {
        f"{get_column_letter(cell.column)}{cell.row + ABOVE}:"
        f"{get_column_letter(cell.column + cell.colspan - 1)}{cell.row + ABOVE + cell.rowspan - 1}"
        for cell in grid.cells
        if cell.rowspan > 1 or cell.colspan > 1
    }
    last = get_column_letter(grid.columns)
    sheet = sample_book[SHEETS[table]]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == spanned | {
        f"A1:{last}1",
        f"A2:{last}2",
    }
    assert (sheet.max_row, sheet.max_column) == (grid.rows + ABOVE, grid.columns)


@pytest.mark.parametrize("table", SHEETS)
def test_every_number_is_that_of_the_json_and_every_label_that_of_the_form(
    sample: Report, sample_book: Workbook, table: Any, voice: Voice
) -> None:
    sheet = sample_book[SHEETS[table]]
    grid = lay_out(sample.edition.table(table), sample.tables[table], voice)
    numbers = tables_json(sample)[table]
    seen = 0
    for cell in grid.cells:
        written = sheet.cell(cell.row + ABOVE, cell.column)
        if cell.cell_id:
            _, line, column = cell.cell_id.split("/")
            assert (written.data_type, Decimal(repr(written.value))) == (
                "n",
                Decimal(numbers[line][column]),
            )
            seen += 1
        else:
            assert (written.data_type, written.value) == ("s", cell.text)
    assert seen == sum(len(row) for row in numbers.values())


def test_the_unit_that_no_label_names_stands_beside_the_number(
    sample: Report, sample_book: Workbook
) -> None:
    sheet = sample_book[SHEETS["publications"]]
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row} - {"General"}
    assert {name.split('"')[1].split(" ")[0] for name in formats} == (
        {"元"} if sample.edition.id == "2019" else set()
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-12", -12),
        ("999999999999999", 999999999999999),
        ("1234567890123456", "1234567890123456"),
        ("11923311.3", 11923311.3),
        ("0.000001", 0.000001),
        ("-96171.600005", -96171.600005),
        ("1234567890123.456", "1234567890123.456"),
    ],
)
def test_a_number_of_more_digits_than_excel_keeps_stays_text(
    text: str, number: float | str
) -> None:
    found = as_number(text)
    assert (type(found), found) == (type(number), number)


@pytest.mark.parametrize(
    ("text", "value", "format_"),
    [
        ("96171.6", 96171.6, 'General"元"'),
        ("1234567890123.456", "1234567890123.456元", 'General"元"'),
    ],
)
def test_a_number_that_stays_text_has_its_unit_in_the_text(
    text: str, value: object, format_: str
) -> None:
    sheet = Workbook(write_only=True).create_sheet()
    cell = GridCell(1, 1, text, "body", cell_id="publications/procurement/amount", unit="元")
    drawn = xlsx.grid_position(sheet, cell, is_first=True)
    assert (drawn.value, drawn.number_format) == (value, format_)
    assert xlsx.grid_position(sheet, cell, is_first=False).value is None


def test_title_and_year_stand_above(sample: Report, sample_book: Workbook) -> None:
    for table in sample.edition.tables:
        sheet = sample_book[SHEETS[table.id]]
        assert sheet["A1"].value.startswith(f"{table.section}、{table.title}")
        assert sheet["A2"].value == f"{sample.settings.agency}　{sample.year}年度"


def test_the_agency_stands_before_the_year(tmp_path: Path) -> None:
    (tmp_path / "reportcli.toml").write_text('agency = "=常州市自然资源和规划局"', encoding="utf-8")
    log = write_log(
        tmp_path / "cases.csv", "行政复议/行政诉讼|受理日期|审理结果\n行政复议|2024-01-01|"
    )
    sheet = load_workbook(saved(compile_report([log], year=2024), tmp_path / "x.xlsx"))[
        SHEETS["cases"]
    ]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=常州市自然资源和规划局　2024年度")


def test_it_prints_on_a4_one_page_wide(sample_book: Workbook) -> None:
    for sheet in sample_book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == (1 if sheet.title in SHEETS.values() else 0)
    for sheet in sample_book.worksheets[len(SHEETS) :]:
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "A2"


TABLES = [
    pytest.param(table, id=f"{edition.id}-{table.id}")
    for edition in editions()
    for table in edition.tables
]


@pytest.mark.parametrize("table", TABLES)
def test_no_label_is_cut_off(table: Table, voice: Voice) -> None:
    grid = lay_out(table, {}, voice)
    widths = xlsx.column_widths(table, grid, voice)
    heights = row_heights(grid, widths)
    for cell in grid.cells:
        width = sum(widths[cell.column - 1 : cell.column - 1 + cell.colspan])
        height = sum(heights[cell.row - 1 : cell.row - 1 + cell.rowspan])
        assert height + 1e-6 >= lines_in_cell(cell.text, width) * xlsx.LINE


def test_the_facts_stand_in_a_sheet_of_their_own(
    sample: Report, sample_book: Workbook, voice: Voice
) -> None:
    sheet = sample_book.worksheets[len(SHEETS)]
    rows = [tuple(map(str, row)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows == [
        (label, number_text(number), unit)
        for label, number, unit in flat_facts(sample.facts, sample.edition, voice)
    ]


# ---- the rows of the logs


def listed(book: Workbook) -> list[tuple[Any, ...]]:
    """The rows of every sheet 明细, without its headings."""
    sheets = [sheet for sheet in book if sheet.title.startswith(("明细", "Rows"))]
    return [row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_every_row_that_was_read_is_listed_once_with_its_fate(
    sample: Report, sample_book: Workbook, voice: Voice
) -> None:
    rows = listed(sample_book)
    assert len(rows) == sum(
        sheet.rows_read for file in sample.inputs for sheet in file.sheets if sheet.kind
    )
    assert len({row[:3] for row in rows}) == len(rows)
    expected = Counter(
        {
            (part.log.source.file, part.log.source.sheet, voice.fate(fate)): number
            for part in sample.tally.parts
            for fate, number in part.rows_by_fate().items()
        }
    )
    assert Counter((file, sheet, fate) for file, sheet, _, _, fate, *_ in rows) == expected


def test_a_row_names_the_lines_and_columns_that_it_counted_in(tmp_path: Path) -> None:
    table = """
        登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        2024-1   | 2024-01-05 | 商业企业   | 2024-01-20 | 予以公开
        2023-7   | 2023-12-05 | 自然人     | 2024-01-20 | 不知所云
        2023-9   | 2023-12-25 | 自然人     | 2024-01-20 | 信访举报投诉类申请
        2022-1   | 2022-12-25 | 自然人     | 2023-01-20 | 予以公开

        2024-2   | 2024-12-25 | 自然人     |            |
        合计     |            |            |            |
    """
    book = load_workbook(
        saved(
            compile_report([write_log(tmp_path / "log.xlsx", table)], year=2024),
            tmp_path / "x.xlsx",
        )
    )
    assert [row[2:] for row in listed(book)] == [
        (2, "依申请公开", "计入", "一、本年新收政府信息公开申请数量；（一）予以公开", "商业企业"),
        (3, "依申请公开", "outcome-unknown", None, None),
        (
            4,
            "依申请公开",
            "计入",
            "二、上年结转政府信息公开申请数量；1.信访举报投诉类申请",
            "自然人",
        ),
        (5, "依申请公开", "年度以外", None, None),
        (6, "依申请公开", "空行", None, None),
        (
            7,
            "依申请公开",
            "计入",
            "一、本年新收政府信息公开申请数量；四、结转下年度继续办理",
            "自然人",
        ),
        (8, "依申请公开", "合计行", None, None),
    ]


def test_the_list_can_be_filtered(sample_book: Workbook) -> None:
    sheet = sample_book.worksheets[-1]
    assert sheet.auto_filter.ref == f"A1:G{sheet.max_row}"


def test_nothing_personal_is_in_any_part(faulty_file: Path) -> None:
    with zipfile.ZipFile(faulty_file) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert [(name, text) for name, part in parts.items() for text in PERSONAL if text in part] == []


@pytest.mark.parametrize(
    ("rows_per_sheet", "sheets"),
    [
        (4, {"明细": 3, "明细 2": 3, "明细 3": 1}),
        (5, {"明细": 4, "明细 2": 3}),
        (8, {"明细": 7}),
    ],
)
def test_a_full_sheet_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_per_sheet: int, sheets: dict[str, int]
) -> None:
    monkeypatch.setattr(xlsx, "ROWS_PER_SHEET", rows_per_sheet)
    lines = "".join(f"2024-{n}|2024-01-05|自然人|2024-01-20|予以公开\n" for n in range(7))
    log = write_log(
        tmp_path / "log.csv", f"登记编号|收到日期|申请人类型|答复日期|办理结果\n{lines}"
    )
    book = load_workbook(saved(compile_report([log]), tmp_path / "x.xlsx"))
    overflow = [sheet for sheet in book if sheet.title.startswith("明细")]
    assert {sheet.title: sheet.max_row - 1 for sheet in overflow} == sheets
    assert {tuple(cell.value for cell in sheet[1]) for sheet in overflow} == {
        ("文件", "工作表", "行号", "表", "去向", "计入的行", "计入的列")
    }
    assert [row[2] for row in listed(book)] == list(range(2, 9))


# ---- text that wants to be more than text

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "'=1", "=HYPERLINK(A1)"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.title = name
    for row in rows_of(
        "收到日期|申请人类型|答复日期|办理结果\n2024-01-05|自然人|2024-01-20|予以公开"
    ):
        book.active.append(row)
    book.save(f"{name}.xlsx")
    written = load_workbook(saved(compile_report([f"{name}.xlsx"]), tmp_path / "out.xlsx"))
    file, sheet = written["明细"]["A2"], written["明细"]["B2"]
    assert (file.data_type, file.value) == ("s", f"{name}.xlsx")
    assert (sheet.data_type, sheet.value) == ("s", name)
    assert bool(file.quotePrefix) == bool(sheet.quotePrefix) == (name[0] != "'")
    types = {cell.data_type for page in written for row in page.iter_rows() for cell in row}
    assert types <= {"s", "n"}


def test_topics_stay_text_and_nothing_points_outside(faulty_file: Path) -> None:
    book = load_workbook(faulty_file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(faulty_file) as archive:
        assert not any(
            "external" in name.lower() or "vba" in name.lower() for name in archive.namelist()
        )
        assert not any(
            b'TargetMode="External"' in archive.read(name) for name in archive.namelist()
        )


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"], ids=ascii)
def test_what_xml_forbids_is_left_out(char: str) -> None:
    assert xlsx.text_cell(Workbook(write_only=True).create_sheet(), f"台{char}账").value == "台账"


# ---- the file itself


def test_it_is_a_sound_archive_without_times(sample_file: Path) -> None:
    with zipfile.ZipFile(sample_file) as archive:
        assert archive.testzip() is None
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")
