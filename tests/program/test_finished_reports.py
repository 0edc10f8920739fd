"""`check` and `tally` on finished reports: told from logs by their content, each read, proved or refused."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.logs import write_log
from tests.printed import html_page
from tests.program.hostile.run import run
from tests.program.office import SOUND
from tests.program.test_published_reader import reports_of
from tests.unit.published.test_read import FIGURES, FORM

LETTER = "# 关于报送年度报告的通知\n\n请于1月31日前报送。\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one report in four kinds of file."""
    monkeypatch.chdir(tmp_path)
    reports_of(tmp_path, FIGURES[2024])
    return tmp_path


def test_a_report_in_every_kind_of_file_is_tallied_and_found_clean(office: Path) -> None:
    told = set()
    for file in sorted(office.iterdir()):
        data = json.loads(run("tally", file.name, "-f", "json").stdout)
        assert (data["source"], data["year"], data["carried_forward"]) == ("published", 2024, None)
        told.add(json.dumps(data["tables"], sort_keys=True))
        done = run("check", file.name)
        assert (done.exit_code, done.stdout) == (0, "")
    assert len(told) == 1


def test_every_format_of_a_tally_takes_a_report(office: Path) -> None:
    names = ["t.csv", "t.md", "t.html", "t.xlsx", "t.txt", "t.docx"]
    words = [word for name in names for word in ("-o", name)]
    assert run("tally", "年报.docx", *words).exit_code == 0
    assert all((office / name).stat().st_size for name in names)
    assert figure_in(Path("t.csv").read_text("utf-8-sig")) == "3525"


def figure_in(text: str) -> str:
    """The number of requests received, in a table of values."""
    rows = csv.reader(text.splitlines())
    (value,) = [row[-1] for row in rows if row[:3] == ["requests", "received", "total"]]
    return value


def test_a_cell_that_was_not_read_is_shown_as_unknown(office: Path) -> None:
    page = office / "年报.html"
    received = FIGURES[2024]["requests/received/total"]
    page.write_text(page.read_text("utf-8").replace(f">{received}<", ">若干<"), "utf-8")
    done = run("tally", "年报.html", "-f", "json")
    data = json.loads(done.stdout)
    assert data["tables"]["requests"]["received"]["total"] is None
    assert [(one["code"], one["cell"]) for one in data["findings"]] == [
        ("cell-unread", "requests/received/total")
    ]
    assert "—" in run("tally", "年报.html").stdout
    assert figure_in(run("tally", "年报.html", "-f", "csv").stdout) == ""


def test_several_reports_have_a_line_each_and_what_cannot_be_read_costs_none(office: Path) -> None:
    (office / "通知.md").write_text(LETTER, "utf-8")
    review = FIGURES[2024]["cases/review/total"]
    page = office / "年报.html"
    page.write_text(page.read_text("utf-8").replace(f">{review}<", f">{review + 1}<"), "utf-8")
    done = run("check", ".", "-o", "../t.xlsx", "-f", "text", "--force")
    assert done.exit_code == 3
    *_, docx, html, md, xlsx, letter, every = done.stdout.splitlines()
    assert docx == "年报.docx  nothing found"
    assert html == "年报.html  errors: 1, warnings: 0"
    assert (md, xlsx) == ("年报.md  nothing found", "年报.xlsx  nothing found")
    assert letter == "通知.md  not read"
    assert every == "reports: 5; nothing found: 3; with findings: 1; not read: 1"
    book = load_workbook("../t.xlsx")
    heads, *rows = book["Reports"].values
    assert heads == ("File", "Year", "Outcome", "identity-broken")
    assert [row[3] for row in rows] == [None, 1, None, None, None]
    data = json.loads(run("check", ".", "-f", "json").stdout)
    assert [one["refused"] for one in data["reports"]] == [None] * 4 + ["published-no-tables"]
    assert [one["code"] for one in data["findings"]] == ["identity-broken"]


def test_last_year_may_be_a_report_too(office: Path) -> None:
    last = office / "2023.html"
    last.write_text(html_page(FORM, FIGURES[2023], 2023), "utf-8")
    assert run("check", "年报.docx", "--previous", "2023.html").exit_code == 0
    brought = FIGURES[2023]["requests/carried_forward/total"]
    text = last.read_text("utf-8").replace(f">{brought}<", f">{brought + 3}<")
    last.write_text(text, "utf-8")
    done = run("check", "年报.docx", "--previous", "2023.html", "-f", "json")
    assert done.exit_code == 1
    assert "requests/brought_forward/total" in {
        one["cell"] for one in json.loads(done.stdout)["findings"]
    }


def test_the_logs_behind_a_report_are_counted_again(office: Path) -> None:
    write_log(office / "台账.csv", SOUND)
    done = run("check", "年报.html", "--logs", "台账.csv", "-f", "json")
    codes = {one["code"] for one in json.loads(done.stdout)["findings"]}
    assert codes == {"recount-differs"}


def test_a_log_among_reports_is_counted_by_nobody(office: Path) -> None:
    write_log(office / "台账.csv", SOUND)
    done = run("tally", "台账.csv", "年报.html")
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith("年报.html")
    done = run("tally", "台账.csv", "年报.docx")
    assert (done.exit_code, done.stdout) == (3, "")


def test_what_is_neither_is_refused_as_a_log_is(office: Path) -> None:
    (office / "通知.md").write_text(LETTER, "utf-8")
    done = run("check", "通知.md")
    assert (done.exit_code, done.stdout) == (4, "")
    done = run("check", "台账不在.docx")
    assert (done.exit_code, done.stdout) == (3, "")


def test_options_of_reports_go_with_reports(office: Path) -> None:
    write_log(office / "台账.csv", SOUND)
    done = run("check", "台账.csv", "--published-on", "2025-01-20")
    assert done.exit_code == 2
    assert "--published-on" in done.stderr


@pytest.mark.usefixtures("office")
def test_a_report_that_came_late_is_said() -> None:
    done = run("check", "年报.html", "--published-on", "2025-05-20", "-f", "json")
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["late-published"]


def wrong_reports(folder: Path) -> None:
    """The same report in every kind of file with one number that breaks its sums."""
    reports_of(folder, {**FIGURES[2024], "requests/outcome.granted/natural_person": Decimal(1409)})


def test_a_copy_with_comments_is_written_of_a_word_file(office: Path) -> None:
    wrong_reports(office)
    done = run("check", "年报.docx", "--mark", "批注.docx")
    assert (done.exit_code, "批注.docx" in done.stderr) == (1, True)
    marked = docx.Document("批注.docx")
    # The report had a comment of its own.
    own, ours = marked.comments
    assert (own.author, ours.author, "1409" in ours.text) == ("办公室", "reportcli", True)


def test_of_another_kind_of_file_a_list_is_written(office: Path) -> None:
    wrong_reports(office)
    assert run("check", "年报.html", "--mark", "清单.docx").exit_code == 1
    table = docx.Document("清单.docx").tables[0]
    assert [cell.text for cell in table.rows[1].cells][-1] == "identity-broken"


@pytest.mark.parametrize(
    ("mark", "status"),
    [("批注.xlsx", 2), ("批注.txt", 2), ("年报.docx", 6), ("年报.md", 2)],
)
def test_a_copy_of_a_report_is_a_docx_and_no_input(office: Path, mark: str, status: int) -> None:
    before = (office / "年报.docx").read_bytes()
    assert run("check", "年报.docx", "--mark", mark).exit_code == status
    assert (office / "年报.docx").read_bytes() == before


def test_a_log_is_marked_in_a_workbook(office: Path) -> None:
    log = write_log(office / "台账.xlsx", SOUND)
    assert run("check", str(log), "--year", "2024", "--mark", "批注.docx").exit_code == 2


def test_reports_that_have_the_same_words_are_said(office: Path) -> None:
    text = (office / "年报.md").read_text("utf-8")
    words = "少数科室对政府信息公开工作的重要性认识不足，主动公开的意识还不够强。" * 3
    for name in ("甲.md", "乙.md"):
        (office / name).write_text(
            f"{text}\n\n## 五、存在的主要问题及改进情况\n\n{words}\n", "utf-8"
        )
    found = json.loads(run("check", "甲.md", "乙.md", "-f", "json").stdout)["findings"]
    assert [(one["code"], one["file"]) for one in found] == [
        ("text-shared", "甲.md"),
        ("text-shared", "乙.md"),
    ]


def test_the_figures_of_last_years_report_are_taken_back_in(office: Path) -> None:
    assert run("tally", "年报.docx", "-o", "2024.json").exit_code == 0
    tables = json.loads((office / "2024.json").read_text("utf-8"))["tables"]
    assert tables["requests"]["received"]["total"] == 3525
    done = run("check", "年报.html", "--previous", "2024.json", "-f", "json")
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["previous-other-year"]


@pytest.mark.parametrize("words", [[], ["--year", "2024"]])
def test_a_log_whose_headings_are_unknown_is_refused_as_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Its outcomes are worded like the lines of table 三, which makes it no report."""
    monkeypatch.chdir(tmp_path)
    outcomes = ["予以公开", "部分公开", "属于国家秘密", "重复申请", "补正后申请内容仍不明确"]
    rows = [f"{n},2024-03-0{n},甲,公民,{one}" for n, one in enumerate(outcomes, 1)]
    text = "\n".join(["编号,日期,申请人,申请人类型,答复种类", *rows])
    Path("台账.csv").write_text(text, encoding="utf-8")
    done = run("tally", "台账.csv", "--lang", "zh", *words)
    assert done.exit_code == 4
    assert "缺少必需的列" in done.stderr
    assert "--write-settings" in done.stderr
