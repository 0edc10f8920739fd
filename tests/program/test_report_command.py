"""`reportcli report` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from tests.logs import write_log
from tests.unit.test_document import CASES, PUBLICATIONS, REQUESTS

SETTINGS = 'agency = "某县某局"\naddress = "某路1号"\ntelephone = "0000-1"\n'
FAULTY = REQUESTS + "    2024-4   | 2024-02-05 | 自然人     | 网站     | 2024-02-20 | 不知所云\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the three logs of an office, its settings and its prose."""
    for name, table in (("requests", REQUESTS), ("publications", PUBLICATIONS), ("cases", CASES)):
        write_log(tmp_path / f"{name}.xlsx", table)
    (tmp_path / "reportcli.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "五.md").write_text("收到申请 {{ requests.received.total }} 件。", "utf-8")
    return tmp_path


def run(office: Path, *words: str, lang: str = "en") -> Result:
    logs = [str(office / f"{name}.xlsx") for name in ("requests", "publications", "cases")]
    return CliRunner().invoke(app, ["report", *logs, "--lang", lang, *words])


def previous(office: Path, year: int, received: int) -> str:
    """A tally of an earlier year that knows one number."""
    file = office / f"tally-{year}.json"
    tables = {"requests": {"received": {"total": received}}}
    file.write_text(json.dumps({"year": year, "tables": tables}), "utf-8")
    return str(file)


def test_the_report_goes_to_stdout_as_markdown_and_talk_to_stderr(office: Path) -> None:
    done = run(office, "--text", str(office / "text"), lang="zh")
    assert done.exit_code == 0
    assert done.stdout.startswith("# 某县某局2024年政府信息公开工作年度报告\n")
    assert "收到申请 3 件。" in done.stdout
    assert "part-unwritten" in done.stderr
    assert "part-unwritten" not in done.stdout


def test_json_has_the_tally_the_figures_and_the_text(office: Path) -> None:
    found = json.loads(run(office, "-f", "json").stdout)
    assert found["format"] == "reportcli-report/1"
    assert found["tables"]["requests"]["received"]["total"] == 3
    assert found["figures"]["requests.received.total"] == {
        "label": "本年新收政府信息公开申请数量",
        "unit": "件",
        "value": 3,
        "last_year": None,
    }
    assert found["title"] == "某县某局2024年政府信息公开工作年度报告"
    assert [part["number"] for part in found["parts"]] == list("一二三四五六")
    assert found["draft"] is False


def test_every_file_asked_for_is_written_and_the_method_note_beside_them(office: Path) -> None:
    files = [office / name for name in ("年报.docx", "年报.html", "年报.md", "年报.json")]
    asked = [word for file in files for word in ("-o", str(file))]
    done = run(office, *asked, "--method", str(office / "方法.md"))
    assert done.exit_code == 0, done.stderr
    assert all(file.stat().st_size > 1000 for file in files)
    assert (office / "方法.md").read_text("utf-8").startswith("# 方法说明\n")
    assert done.stdout == ""


def test_an_annex_stands_in_the_report_only_when_asked_for(office: Path) -> None:
    assert "方法说明" not in run(office).stdout
    assert "## 附件：方法说明" in run(office, "--annex", lang="zh").stdout


def test_errors_make_a_draft_and_status_1(office: Path) -> None:
    write_log(office / "requests.xlsx", FAULTY)
    done = run(office, lang="zh")
    assert done.exit_code == 1
    assert "**草稿**" in done.stdout
    assert "每页标注“草稿”" in done.stderr


def test_strict_writes_nothing_while_there_are_errors(office: Path) -> None:
    write_log(office / "requests.xlsx", FAULTY)
    done = run(office, "--strict", "-o", str(office / "a.md"), "--method", str(office / "m.md"))
    assert done.exit_code == 1
    assert not (office / "a.md").exists()
    assert not (office / "m.md").exists()
    assert "nothing was written" in done.stderr


def test_strict_writes_where_there_are_warnings_only(office: Path) -> None:
    assert run(office, "--strict", "-o", str(office / "a.md")).exit_code == 0


def test_an_error_in_the_prose_makes_a_draft_too(office: Path) -> None:
    (office / "text" / "六.md").write_text("一\n二 {{ nichts }}", "utf-8")
    done = run(office, "--text", str(office / "text"))
    assert done.exit_code == 1
    assert "六.md:2" in done.stderr
    assert "field-unknown" in done.stderr


def test_last_year_may_be_compared_and_years_before_be_given(office: Path) -> None:
    (office / "text" / "五.md").write_text("同比{{ requests.received.total | 同比 }}。", "utf-8")
    words = ["--text", str(office / "text"), "--previous", previous(office, 2022, 9)]
    done = run(office, *words, "--previous", previous(office, 2023, 2))
    assert "同比增长50%。" in done.stdout


@pytest.mark.parametrize("second", ["the same year", "a log"])
def test_several_previous_are_json_of_different_years(office: Path, second: str) -> None:
    other = str(office / "cases.xlsx") if second == "a log" else previous(office, 2023, 2)
    done = run(office, "--previous", previous(office, 2023, 2), "--previous", other)
    assert done.exit_code == 2
    assert "--previous" in done.stderr


def test_a_template_goes_with_a_docx(office: Path) -> None:
    done = run(office, "--template", str(office / "t.docx"))
    assert done.exit_code == 2
    assert "--template" in done.stderr


def test_a_docx_does_not_go_to_a_terminal(office: Path) -> None:
    done = run(office, "-f", "docx")
    assert done.exit_code == 2
    assert "docx does not go to a terminal" in done.stderr


def test_an_input_is_never_an_output(office: Path) -> None:
    file = previous(office, 2023, 2)
    done = run(office, "--previous", file, "-o", file, "--force")
    assert done.exit_code == 6


@pytest.mark.parametrize("format_", ["html", "docx"])
def test_the_tables_alone_may_be_asked_for_as_documents(office: Path, format_: str) -> None:
    file = office / f"tables.{format_}"
    done = CliRunner().invoke(
        app, ["tally", str(office / "requests.xlsx"), "-o", str(file), "--table", "requests"]
    )
    assert done.exit_code == 0, done.stderr
    assert file.stat().st_size > 1000


def test_with_a_template_its_own_words_are_judged_and_not_ours(office: Path) -> None:
    last_year = str(office / "last.docx")
    assert run(office, "-o", last_year).exit_code == 0
    done = run(office, "--template", last_year, "-o", str(office / "this.docx"))
    assert done.exit_code == 1
    assert "part-unwritten" not in done.stderr
    assert (
        "instruction-left" in done.stderr
    )  # （此处填写…）, which our own report of last year still had
