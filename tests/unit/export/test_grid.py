"""The layouts that follow from the trees, held against the merges of the decreed form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportcli.export.grid import Grid, GridCell, Numbers, lay_out, outline
from reportcli.law.edition import Edition, Table, editions
from reportcli.words.messages import CHINESE, ENGLISH
from reportcli.words.numerals import number_text
from tests.places import FORM

OLD, NEW = Edition.by_id("2019"), Edition.by_id("2021")
TABLES = [
    pytest.param(table, id=f"{edition.id}-{table.id}")
    for edition in editions()
    for table in edition.tables
]


def reference(year: str, table: int) -> Any:
    """A table of the reference form, or a skip where it is not at hand."""
    path = FORM / f"edition-{year}.yaml"
    if not path.is_file():
        pytest.skip(f"no reference form at {path}")
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(path.read_text("utf-8"))["tables"][table]


def labels(grid: Grid) -> set[tuple[tuple[int, int, int, int], str]]:
    """Every cell of head and stub as ([row, column, rowspan, colspan], text)."""
    return {(place(cell), cell.text) for cell in grid.cells if cell.role in {"head", "stub"}}


def place(cell: GridCell) -> tuple[int, int, int, int]:
    return cell.row, cell.column, cell.rowspan, cell.colspan


def cell_of(grid: Grid, cell_id: str) -> GridCell:
    (found,) = (cell for cell in grid.cells if cell.cell_id == cell_id)
    return found


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
@pytest.mark.parametrize(("table", "ordinal"), [("requests", 1), ("cases", 2)])
def test_head_and_stub_are_merged_as_decreed(edition: Edition, table: str, ordinal: int) -> None:
    decreed = reference(edition.id, ordinal)
    grid = lay_out(edition.table(table), {}, CHINESE)
    assert (grid.rows, grid.columns) == (decreed["grid"]["rows"], decreed["grid"]["cols"])
    assert labels(grid) == {
        (tuple(cell["cell"]), cell.get("ordinal", "") + cell["label_zh"])
        for cell in [*decreed["header"], *decreed.get("lines", [])]
    }


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_publications_are_stacked_as_decreed(edition: Edition) -> None:
    decreed = reference(edition.id, 0)
    wanted: set[tuple[tuple[int, int, int, int], str]] = set()
    row = 1
    for block in decreed["blocks"]:
        wanted.add(((row, 1, 1, 4), block["caption_zh"]))
        wanted.add(((row + 1, 1, 1, 1), block["stub_head_zh"]))
        column = 2
        for head in block["columns"]:
            wanted.add(((row + 1, column, 1, head["span"]), head["label_zh"]))
            column += head["span"]
        row += 2
        for line in block["lines"]:
            wanted.add(((row, 1, 1, 1), line["label_zh"]))
            row += 1
    grid = lay_out(edition.table("publications"), {}, CHINESE)
    assert (grid.rows, grid.columns) == (row - 1, 4)
    assert labels(grid) == wanted


@pytest.mark.parametrize(
    ("edition", "table", "size"),
    [
        (OLD, "publications", (18, 4)),
        (NEW, "publications", (14, 4)),
        (OLD, "requests", (26, 10)),
        (NEW, "requests", (28, 10)),
        (OLD, "cases", (4, 15)),
        (NEW, "cases", (4, 15)),
    ],
)
def test_sizes(edition: Edition, table: str, size: tuple[int, int]) -> None:
    grid = lay_out(edition.table(table), {}, CHINESE)
    assert (grid.rows, grid.columns) == size


@pytest.mark.parametrize("table", TABLES)
def test_cells_cover_every_position_once_and_row_by_row(table: Table) -> None:
    grid = lay_out(table, {}, CHINESE)
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    assert sorted(covered) == [
        (row, column) for row in range(1, grid.rows + 1) for column in range(1, grid.columns + 1)
    ]
    assert [(cell.row, cell.column) for cell in grid.cells] == sorted(
        (cell.row, cell.column) for cell in grid.cells
    )


@pytest.mark.parametrize("table", TABLES)
def test_each_number_stands_in_the_cell_of_its_own_line_and_column(table: Table) -> None:
    numbers = {
        (line.id, column.id): n for n, (line, column, _) in enumerate(table.cells(), start=1)
    }
    grid = lay_out(table, numbers, CHINESE)
    drawn = {cell.cell_id: cell.text for cell in grid.cells if cell.cell_id}
    assert drawn == {f"{table.id}/{line}/{column}": str(n) for (line, column), n in numbers.items()}
    assert {cell.role for cell in grid.cells if not cell.cell_id} <= {"head", "stub"}


def test_a_piece_of_requests() -> None:
    grid = lay_out(NEW.table("requests"), {("outcome.granted", "business"): 7}, CHINESE)
    assert grid.cells[0] == GridCell(
        1, 1, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "head", 3, 3
    )
    assert {
        ((1, 4, 1, 7), "申请人情况"),
        ((2, 5, 1, 5), "法人或其他组织"),
        ((2, 10, 2, 1), "总计"),
        ((4, 1, 1, 3), "一、本年新收政府信息公开申请数量"),
        ((6, 1, 22, 1), "三、本年度办理结果"),
        ((8, 2, 8, 1), "（三）不予公开"),
        ((8, 3, 1, 1), "1.属于国家秘密"),
        ((27, 2, 1, 2), "（七）总计"),
    } <= labels(grid)
    assert cell_of(grid, "requests/outcome.granted/business") == GridCell(
        6, 5, "7", "body", cell_id="requests/outcome.granted/business"
    )
    assert cell_of(grid, "requests/outcome.granted/natural_person").text == "0"
    assert cell_of(grid, "requests/outcome.granted/total").role == "total"
    assert cell_of(grid, "requests/outcome.total/business").role == "total"


def test_cases_stand_side_by_side() -> None:
    numbers = {("suit_after_review", "upheld"): 3, ("review", "total"): 5}
    grid = lay_out(NEW.table("cases"), numbers, CHINESE)
    assert place(cell_of(grid, "cases/suit_after_review/upheld")) == (4, 11, 1, 1)
    assert cell_of(grid, "cases/suit_after_review/upheld").text == "3"
    assert cell_of(grid, "cases/review/total") == GridCell(
        4, 5, "5", "total", cell_id="cases/review/total"
    )
    assert ((1, 6, 1, 10), "行政诉讼") in labels(grid)
    assert ((2, 1, 2, 1), "结果维持") in labels(grid)
    assert ((3, 6, 1, 1), "结果维持") in labels(grid)


def test_the_last_column_of_a_narrow_block_takes_the_rest() -> None:
    numbers: Numbers = {("fees", "amount"): Decimal("96171.60")}
    grid = lay_out(NEW.table("publications"), numbers, CHINESE)
    assert cell_of(grid, "publications/fees/amount") == GridCell(
        14, 2, "96171.6", "body", colspan=3, cell_id="publications/fees/amount"
    )


def test_a_number_whose_label_names_no_unit_carries_it() -> None:
    grid = lay_out(
        OLD.table("publications"), {("procurement", "amount"): Decimal("1200.50")}, CHINESE
    )
    assert [(cell.text, cell.unit) for cell in grid.cells if cell.unit] == [("1200.5", "元")]
    assert cell_of(grid, "publications/procurement/amount").unit == "元"


def test_english_stands_beside_every_label() -> None:
    texts = {cell.text for cell in lay_out(NEW.table("publications"), {}, ENGLISH).cells}
    assert {
        "第二十条第（一）项 Article 20(1)",
        "信息内容 Information",
        "现行有效件数 Currently in force",
        "行政处罚 Administrative penalties",
    } <= texts


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1200, "1200"),
        (-3, "-3"),
        (10**17 + 1, "100000000000000001"),
        (Decimal("96171.600"), "96171.6"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1200"), "1200"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal("1E-9"), "0.000000001"),
        (Decimal("-0.00"), "0"),
        (Decimal("12345678901234567890123456789.10"), "12345678901234567890123456789.1"),
    ],
)
def test_numbers_are_plain_and_exact(number: int | Decimal, text: str) -> None:
    assert number_text(number) == text


def test_outline_of_requests_is_indented() -> None:
    (block,) = outline(
        NEW.table("requests"), {("outcome.refused.state_secret", "total"): 2}, CHINESE
    )
    assert (block.caption, block.unit) == ("", "件")
    assert block.headers[1:] == (
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    )
    rows = {row.label: row for row in block.rows}
    assert len(block.rows) == 30
    assert (rows["（三）不予公开"].depth, rows["（三）不予公开"].values) == (1, ("",) * 7)
    assert (rows["1.属于国家秘密"].depth, rows["1.属于国家秘密"].values) == (2, ("0",) * 6 + ("2",))


def test_outline_of_cases_has_a_row_for_each_line() -> None:
    (block,) = outline(NEW.table("cases"), {("suit_direct", "other"): 4}, CHINESE)
    assert block.headers == ("", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    assert [(row.depth, row.label, row.values) for row in block.rows] == [
        (0, "行政复议", ("0",) * 5),
        (0, "行政诉讼", ("",) * 5),
        (1, "未经复议直接起诉", ("0", "0", "4", "0", "0")),
        (1, "复议后起诉", ("0",) * 5),
    ]


def test_outline_of_publications_names_caption_and_units() -> None:
    blocks = outline(OLD.table("publications"), {}, CHINESE)
    assert [(block.caption, block.unit) for block in blocks] == [
        ("第二十条第（一）项", "件"),
        ("第二十条第（五）项", "项 / 项 / 件"),
        ("第二十条第（六）项", "项 / 项 / 件"),
        ("第二十条第（八）项", "项"),
        ("第二十条第（九）项", "项 / 元"),
    ]
    assert blocks[3].headers == ("信息内容", "上一年项目数量", "本年增/减")
    assert [row.label for row in blocks[1].rows] == ["行政许可", "其他对外管理服务事项"]


@pytest.mark.parametrize("table", TABLES)
def test_outline_and_grid_show_the_same_numbers(table: Table) -> None:
    numbers = {
        (line.id, column.id): n for n, (line, column, _) in enumerate(table.cells(), start=1)
    }
    drawn = [cell.text for cell in lay_out(table, numbers, CHINESE).cells if cell.cell_id]
    listed = [
        value
        for block in outline(table, numbers, CHINESE)
        for row in block.rows
        for value in row.values
        if value
    ]
    assert listed == drawn == [str(n) for n in numbers.values()]
