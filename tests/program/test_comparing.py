"""`diff` and `trend` as a person runs them: two versions of a log, JSON of years, what is said and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import validate
from openpyxl import load_workbook

from reportcli.contract import schema_of
from tests.forge import run
from tests.logs import write_log

HEAD = "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 不予公开理由 | 承办科室"
ROWS = {
    "1": "2024-001 | 2024-01-05 | 自然人 | 2024-01-20 | 予以公开 | | 法规科",
    "2": "2024-002 | 2024-02-05 | 自然人 | 2024-02-20 | 部分公开 | | 规划科",
    "2 refused": "2024-002 | 2024-02-05 | 自然人 | 2024-02-20 | 不予公开 | 危及三安全一稳定 | 规划科",
    "3": "2024-003 | 2024-03-05 | 自然人 | 2024-03-20 | 予以公开 | | 法规科",
}  # fmt: skip
UNSHOWN = 201
AS_OF = ("--as-of", "2025-01-12")


def log(folder: Path, *rows: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return write_log(folder / "依申请.xlsx", "\n".join([HEAD, *(ROWS[row] for row in rows)]))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    log(tmp_path / "old", "1", "2")
    log(tmp_path / "new", "1", "2 refused", "3")
    return tmp_path / "old", tmp_path / "new"


def test_the_summary_comes_first_and_then_each_cell_with_its_rows(two: tuple[Path, Path]) -> None:
    done = run("diff", *two, *AS_OF, "--lang", "zh", env={"COLUMNS": "80"})
    assert done.returncode == 0
    assert done.stdout.split("\n\n")[0] == (
        "表三 10 处不同；涉及台账 2 行\n"
        "  新收/自然人        2 → 3  +1  ＋2024-003（第 4 行）\n"
        "  予以公开/自然人    1 → 2  +1  ＋2024-003（第 4 行）\n"
        "  部分公开/自然人    1 → 0  −1  2024-002（第 3 行）改为 不予公开/3\n"
        "  不予公开/3/自然人  0 → 1  +1  2024-002（第 3 行）改为 不予公开/3\n"
        "  …（总计行列随之变化，-v 逐格列出）"
    )


def test_in_english_at_eighty_columns(two: tuple[Path, Path]) -> None:
    done = run("diff", *two, *AS_OF, "--lang", "en", env={"COLUMNS": "80"})
    assert "  Received/Natural persons          2 → 3  +1  ＋2024-003 (row 4)\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("by", "line"),
    [
        (
            "row",
            "  2024-002（第 3 行）改为 不予公开/3\n      部分公开/自然人 −1；不予公开/3/自然人 +1\n",
        ),
        ("unit", "  规划科\n      部分公开/自然人 −1；不予公开/3/自然人 +1\n"),
    ],
)
def test_by_row_and_by_unit(two: tuple[Path, Path], by: str, line: str) -> None:
    assert line in run("diff", *two, *AS_OF, "--lang", "zh", "--by", by).stdout


def test_a_log_with_itself_is_empty(two: tuple[Path, Path]) -> None:
    done = run("diff", two[0], two[0], *AS_OF, "--exit-code")
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_exit_code_as_git_has_it(two: tuple[Path, Path]) -> None:
    assert run("diff", *two, *AS_OF, "--exit-code").returncode == 1


def test_json_has_a_schema_and_its_rows_sum_to_the_change(two: tuple[Path, Path]) -> None:
    told = json.loads(run("diff", *two, *AS_OF, "-f", "json").stdout)
    validate(told, schema_of("diff"))
    assert len(told["cells"]) == 10
    for cell in told["cells"]:
        assert sum(row["contribution"] for row in cell["rows"]) == cell["delta"] != 0
    by_cell = {cell["cell"]: cell for cell in told["cells"]}
    (row,) = by_cell["requests/outcome.partial/natural_person"]["rows"]
    assert (row["cause"], row["from"], row["to"]) == (
        "moved",
        ["requests/outcome.partial/natural_person"],
        ["requests/outcome.refused.security_stability/natural_person"],
    )


def test_one_cell_alone(two: tuple[Path, Path]) -> None:
    done = run("diff", *two, *AS_OF, "--cell", "三/予以公开/自然人", "-f", "csv")
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == [
        "cell",
        "requests/outcome.granted/natural_person",
    ]


def test_a_group_is_the_cells_under_it(two: tuple[Path, Path]) -> None:
    done = run("diff", *two, *AS_OF, "--lang", "zh", "--cell", "三/不予公开/总计")
    assert done.stdout == (
        "表三 1 处不同；涉及台账 1 行\n  不予公开/3/总计  0 → 1  +1  2024-002（第 3 行）\n"
    )


def test_of_what_is_not_asked_for_nothing_is_said(two: tuple[Path, Path]) -> None:
    done = run("diff", *two, *AS_OF, "--lang", "zh", "--cell", "三/新收/商业企业")
    assert (done.stdout, done.stderr.splitlines()[-1]) == ("", "所问的数字没有不同")


def test_figures_without_rows_are_compared_and_that_is_said(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    figures = tmp_path / "old.json"
    run("tally", two[0] / "依申请.xlsx", *AS_OF, "-o", figures)
    done = run("diff", figures, two[1], *AS_OF, "--lang", "zh")
    assert done.stdout.startswith("表三 10 处不同；没有两份台账的行，只列变动\n")
    told = json.loads(run("diff", figures, two[1], *AS_OF, "-f", "json").stdout)
    assert {cell["rows"] is None for cell in told["cells"]} == {True}


def test_the_workbook_of_a_revision(two: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("diff", *two, *AS_OF, "-o", tmp_path / "修订.xlsx", "-o", tmp_path / "修订.md")
    assert done.returncode == 0, done.stderr
    book = load_workbook(tmp_path / "修订.xlsx")
    assert book.sheetnames == ["修订", "由来"]
    assert book["修订"]["A2"].value == "1 张表中 10 个数字有修订"
    row = [cell.value for cell in book["修订"][6]]
    assert row == ["三", "新收/自然人", 2, 3, 1, "＋2024-003（第 4 行）"]
    assert "| 新收/自然人" in (tmp_path / "修订.md").read_text("utf-8")


def test_several_files_of_one_side_are_joined_with_a_comma(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    cases = write_log(
        tmp_path / "案件.xlsx",
        "案件类型 | 受理日期 | 审理结果 | 审结日期\n行政复议 | 2024-02-01 | 维持 | 2024-03-01",
    )
    one = two[0] / "依申请.xlsx"
    done = run("diff", f"{one},{cases}", one, *AS_OF, "--lang", "zh")
    assert done.stdout == ""
    assert "没有表四" in done.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1}', "不是 reportcli 的统计结果"),
        ('{"year": 2024, "tables": {"x": {"y": {"z": -1}}}}', "$.tables.x.y.z"),
    ],
)
def test_json_of_something_else_is_refused(
    two: tuple[Path, Path], tmp_path: Path, text: str, code: str
) -> None:
    other = tmp_path / "other.json"
    other.write_text(text, "utf-8")
    done = run("diff", other, two[1], "--lang", "zh")
    assert done.returncode == 3
    assert code in done.stderr


def test_a_folder_without_logs_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("diff", tmp_path / "empty", two[1], "--lang", "zh")
    assert done.returncode == 3
    assert "文件夹中没有台账，也没有年度报告" in done.stderr


# --- several years ---


@pytest.fixture
def years(tmp_path: Path) -> list[Path]:
    """Figures of 2020 to 2022, made up: one line of the requests, one of publications, both forms."""
    files = []
    for year, (brought, carried), other in (
        (2020, (0, 4), 7),
        (2021, (4, 5), 8),
        (2022, (6, 2), 9),
    ):
        parts = (
            ("other",)
            if year < 2021
            else ("other.not_corrected", "other.fee_unpaid", "other.miscellaneous")
        )
        requests = {f"outcome.{part}": {"total": other} for part in parts}
        requests |= {"brought_forward": {"total": brought}, "carried_forward": {"total": carried}}
        column = "disclosed_total" if year < 2021 else "in_force"
        tables = {"requests": requests, "publications": {"rules": {column: 3}}}
        files.append(tmp_path / f"{year}.json")
        files[-1].write_text(json.dumps({"year": year, "tables": tables}), "utf-8")
    return files


def test_years_side_by_side(years: list[Path]) -> None:
    done = run("trend", *years, "--lang", "zh", "-q", env={"COLUMNS": "80"})
    assert done.stdout == (
        "2020—2022年政府信息公开统计数据\n"
        "\n"
        "二、主动公开政府信息情况\n"
        "                     2020  2021  2022\n"
        "-------------------  ----  ----  ----\n"
        "规章/现行有效件数            |3     3\n"
        "规章/对外公开总数量     3\n"
        "\n"
        "三、收到和处理政府信息公开申请情况\n"
        "            2020  2021  2022\n"
        "----------  ----  ----  ----\n"
        "上年结转       0     4     6\n"
        "其他处理       7   24+   27+\n"
        "其他处理/1     —     8     9\n"
        "其他处理/2     —     8     9\n"
        "其他处理/3     —     8     9\n"
        "结转下年       4     5     2\n"
        "\n"
        f"另有 {UNSHOWN} 行（分申请人的各列和各年都是 0 的行，-v 全部列出）\n"
        "\n"
        "  + 由细项相加；| 从这一年起口径不同；— 当年的格式没有这一行\n"
        "结转核对：2020→2021 ✓  2021→2022 ✗\n"
    )


def test_the_carry_over_that_fails_is_an_error_at_its_file(years: list[Path]) -> None:
    done = run("trend", *years, "--lang", "zh")
    assert done.returncode == 1
    assert f"{years[2]}  表三“二、上年结转政府信息公开申请数量”总计为 6，应为 5" in done.stderr


def test_the_long_table_as_json_and_csv(years: list[Path]) -> None:
    told = json.loads(run("trend", *years, "-f", "json").stdout)
    validate(told, schema_of("trend"))
    sums = {
        one["year"]: (one["value"], one["status"])
        for one in told["values"]
        if one["cell"] == "requests/outcome.other/total"
    }
    assert sums == {2020: (7, "ok"), 2021: (24, "sum"), 2022: (27, "sum")}
    assert [one["holds"] for one in told["checks"]] == [True, False]
    lines = run("trend", *years, "-f", "csv", "--cell", "二/规章/现行有效件数").stdout.splitlines()
    assert lines[0] == "year,edition,cell,label,value,status,note"
    assert [line.split(",")[:6] for line in lines[1:]] == [
        ["2021", "2021", "publications/rules/in_force", "规章/现行有效件数", "3", "break"],
        ["2022", "2021", "publications/rules/in_force", "规章/现行有效件数", "3", "ok"],
    ]


def test_in_english_no_line_is_chinese_but_labels(years: list[Path]) -> None:
    done = run("trend", *years, "--lang", "en", "--cell", "requests/outcome.other/total")
    assert "Other handling     7   24+   27+" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_two_files_of_one_year_are_said(years: list[Path], tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    again.write_text(years[2].read_text("utf-8").replace('"total": 9', '"total": 11'), "utf-8")
    done = run("trend", *years, again, "--lang", "zh", "--cell", "三/其他处理/2/总计")
    assert "11r" in done.stdout
    assert "2022 年有不止一份数据" in done.stderr
