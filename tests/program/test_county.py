"""A county of 40 made-up units, added up once: the tables, the statement and the findings are right."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import Workbook

from reportcli.contract import schema_of
from reportcli.finding import catalogue
from tests import forge
from tests.county import WHOLE, write_county

RUN = ("rollup", ".", "--year", "2024", "--as-of", "2025-02-15", "--previous", "上年汇总.json")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county with all that one run writes of it, each as `汇总` with its suffix."""
    folder = tmp_path_factory.mktemp("county")
    write_county(folder)
    outputs = [f"-o汇总{suffix}" for suffix in (".json", ".md", ".csv", ".xlsx", ".html", ".txt")]
    ran = forge.run(*RUN, *outputs, "--lang", "zh", cwd=folder)
    assert ran.returncode == 1, ran.stderr
    return folder


@pytest.fixture(scope="module")
def told(county: Path) -> Any:
    """The roll-up as JSON."""
    return json.loads((county / "汇总.json").read_text("utf-8"))


def test_the_sum_is_that_of_the_units_that_delivered(told: Any) -> None:
    assert told["tables"] == WHOLE
    assert told["edition"] == "2021"
    received = {
        kind: tables["requests"]["received"]["total"] for kind, tables in told["by_kind"].items()
    }
    assert received == {
        "government_office": 5, "department": 33, "township": 4, "subdistrict": 3, "committee": 1, "branch": 1,
    }  # fmt: skip
    summed = [one for one in told["units"] if one["status"] in ("complete", "draft")]
    assert sum(one["tables"]["requests"]["received"]["total"] for one in summed) == sum(
        received.values()
    )


def test_every_status_is_met(told: Any) -> None:
    status = {one["code"]: one["status"] for one in told["units"]}
    assert len(status) == 41  # with one that is on no list
    assert Counter(status.values()) == {
        "complete": 29, "draft": 2, "missing": 1, "unreadable": 1, "other-year": 1, "other-edition": 1, "aggregate": 1,
        "not-due": 1, "vertical": 2, "outside": 1, "unexpected": 1,
    }  # fmt: skip
    assert {code: status[code] for code in ("A04", "A05", "A06", "A07", "A08", "A09", "X00", "Z99")} == {
        "A04": "draft", "A05": "missing", "A06": "unreadable", "A07": "other-year", "A08": "other-edition",
        "A09": "not-due", "X00": "aggregate", "Z99": "unexpected",
    }  # fmt: skip


def test_the_statement_adds_up(told: Any) -> None:
    assert told["completeness"] == {
        "due": 35, "in_time": 30, "late": 1, "missing": 4, "unreadable": 1, "other_year": 1, "other_edition": 1,
        "summed": 31, "rate": 0.8857,
    }  # fmt: skip


def test_each_rule_of_what_may_not_be_added_is_met_once(told: Any) -> None:
    found: dict[str, list[str]] = {}
    for one in told["findings"]:
        found.setdefault(one["code"], []).append(one["unit"])
    assert found["request-doubled"] == ["A02"]
    assert found["document-doubled"] == ["A03"]
    assert found["case-doubled"] == ["A03"]
    assert sorted(found["unit-copied"]) == ["A13", "T02"]
    assert found["unit-differs"] == ["A11"]
    assert found["rollup-carry-over"] == ["T03"]
    assert found["amount-doubtful"] == ["A14"]
    assert found["rollup-stock"] == [None]
    assert found["rollup-members-changed"] == [None]
    assert found["unit-late"] == ["A10"]
    assert found["unit-own-errors"] == ["A04"]
    assert found["unit-missing"] == ["A05"]
    assert found["unit-unexpected"] == ["Z99"]
    assert found["unit-other-year"] == ["A07"]
    assert found["unit-other-edition"] == ["A08"]
    assert found["input-damaged"] == ["A06"]
    assert found["unit-file-skipped"] == ["A15"]
    assert set(found["rollup-differs"]) == {"X00"}
    assert "count-once-unused" not in found


def test_an_aggregate_is_compared_cell_by_cell_and_never_summed(told: Any) -> None:
    differing = {one["cell"]: (one["delivered"], one["sum"]) for one in told["differences"]}
    assert differing == {
        f"requests/{line}/{column}": (49, 47)
        for line in ("received", "outcome.granted", "outcome.total")
        for column in ("natural_person", "total")
    }


def test_a_double_that_a_person_settled_counts_once(told: Any) -> None:
    assert told["settled"] == [
        {
            "code": "document-doubled",
            "number": "某政规〔2024〕5号",
            "unit": "A03",
            "others": ["A02"],
        }
    ]
    issued = {
        one["code"]: one["tables"]["publications"]["normative_documents"]["issued"]
        for one in told["units"]
        if one["code"] in ("A01", "A02", "A03")
    }
    assert issued == {"A01": 1, "A02": 0, "A03": 2}


def test_the_json_keeps_its_contract_and_names_no_person(county: Path, told: Any) -> None:
    Draft202012Validator(schema_of("rollup")).validate(told)
    for file in county.glob("汇总.*"):
        text = file.read_bytes()
        assert not any(name.encode() in text for name in ("赵甲", "钱乙", "征地批文")), file


def test_the_statement_and_the_reminders_can_be_sent_on(county: Path) -> None:
    text = (county / "汇总.md").read_text("utf-8")
    assert "应报 35 个单位：按时 30，迟报 1，未报 4" in text
    assert "- **某县民政局 (A05)** 未报：请报送，期限 2025-01-31。" in text
    assert "outcome-unknown" in text  # what A04 has to mend
    assert "某县水利局 (A10) 2025-02-10 报送" in text
    assert "按设置由 A03 统计" in text


def test_a_line_a_unit_and_a_column_a_cell(county: Path) -> None:
    [head, *rows] = (county / "汇总.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 41
    place = head.split(",").index("requests/received/total")
    values = {row.split(",")[0]: row.split(",")[place] for row in rows}
    assert (values["A02"], values["A05"], values["X00"]) == ("3", "", "49")


def test_the_same_run_gives_the_same_bytes(county: Path) -> None:
    before = {one.suffix: one.read_bytes() for one in county.glob("汇总.*")}
    outputs = [f"-o汇总{suffix}" for suffix in before]
    forge.run(*RUN, *outputs, "--lang", "zh", "--force", cwd=county)
    assert {one.suffix: one.read_bytes() for one in county.glob("汇总.*")} == before


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("missing", 1), ("warning", 1)])
def test_a_missing_unit_fails_a_run_that_asks_for_it(
    tmp_path: Path, fail_on: str, status: int
) -> None:
    (tmp_path / "units.csv").write_text("代码,名称\nA,甲局\n", "utf-8")
    ran = forge.run("rollup", "units.csv", "--year", "2024", "--fail-on", fail_on, cwd=tmp_path)
    assert ran.returncode == status, ran.stderr


def test_a_first_list_is_written_for_a_person_to_confirm(tmp_path: Path) -> None:
    for name in ("甲镇政府", "某县税务局"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "申请.xlsx").touch()
    ran = forge.run("rollup", ".", "--write-units", "units.csv", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    text = (tmp_path / "units.csv").read_text("utf-8-sig")
    assert text.splitlines() == [
        "code,name,parent,kind,due,files,scope,delivered",
        "某县税务局,某县税务局,,vertical,,某县税务局/申请.xlsx,own,",
        "甲镇政府,甲镇政府,,township,,甲镇政府/申请.xlsx,own,",
    ]


def test_a_faulty_list_is_refused_at_its_lines(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("代码,名称,类别,上级\nA,甲,衙门,\nA,乙,,C\n", "utf-8")
    ran = forge.run("rollup", "units.csv", "--year", "2024", "--lang", "zh", cwd=tmp_path)
    assert ran.returncode == 2
    said = ran.stderr.splitlines()
    assert [line.partition(" ")[0] for line in said] == [
        "units.csv:2:",
        "units.csv:3:",
        "units.csv:3:",
    ]


def test_a_list_may_be_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["某县单位清单"],
        ["单位代码", "单位名称", "期限"],
        [1, "甲局", datetime(2025, 2, 5)],
    ):
        book.active.append(row)
    book.save(tmp_path / "单位清单.xlsx")
    words = ["rollup", "单位清单.xlsx", "--year", "2024", "-f", "json", "-q"]
    ran = forge.run(*words, cwd=tmp_path)
    [unit] = json.loads(ran.stdout)["units"]
    assert (unit["code"], unit["name"], unit["due"]) == ("1", "甲局", "2025-02-05")


def test_one_run_writes_the_governments_report_and_the_offices_own(
    county: Path, tmp_path: Path
) -> None:
    files = {name: tmp_path / name for name in ("政府.md", "政府.docx", "本级.md", "本级.docx")}
    ran = forge.run(
        "report", "汇总.json", "--previous", "上年汇总.json", "--as-of", "2025-03-20", "--lang", "zh",
        *(f"-o{files[name]}" for name in ("政府.md", "政府.docx")),
        *(f"--own={files[name]}" for name in ("本级.md", "本级.docx")),
        cwd=county,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr  # errors are left in the roll-up
    assert "rollup-errors-left" in ran.stderr
    assert all(file.stat().st_size for file in files.values())
    whole, own = (files[name].read_text("utf-8") for name in ("政府.md", "本级.md"))
    assert whole.startswith("# 某县2024年政府信息公开工作年度报告")
    assert own.startswith("# 某县政府办公室2024年政府信息公开工作年度报告")
    row = re.compile(r"\| 一、本年新收政府信息公开申请数量 +\|(?: +\d+ \|){6} +(\d+) \|")
    assert [found[1] for text in (whole, own) if (found := row.search(text))] == ["47", "5"]


def test_a_roll_up_of_another_year_is_no_last_year_of_a_report(
    county: Path, tmp_path: Path
) -> None:
    place = f"-o{tmp_path / '政府.md'}"
    ran = forge.run(
        "report", "汇总.json", "--previous", "汇总.json", place, "--lang", "zh", cwd=county
    )
    refused = catalogue()["rollup-previous-other-year"]
    assert ran.returncode == refused.status == 2
    assert refused.text_zh.format(year=2024, wanted=2023) in ran.stderr


def test_the_own_report_is_asked_of_a_roll_up_only(county: Path) -> None:
    ran = forge.run("report", "A01/依申请公开.xlsx", "--own", "本级.md", "--lang", "zh", cwd=county)
    assert ran.returncode == 2
    assert "--own" in ran.stderr


def test_a_number_leads_to_its_units_and_on_to_their_rows(county: Path) -> None:
    cell = ("explain", "汇总.json", "--cell", "requests/outcome.granted/total")
    told = json.loads(forge.run(*cell, "-f", "json", cwd=county).stdout)
    Draft202012Validator(schema_of("explain-rollup")).validate(told)
    assert sum(one["contribution"] for one in told["units"]) == told["value"] == 47
    rows = forge.run(*cell, "--unit", "A02", "-f", "json", cwd=county)
    assert sum(one["contribution"] for one in json.loads(rows.stdout)["rows"]) == 2
    assert forge.run(*cell, "--unit", "A04", cwd=county).returncode == 2  # it delivered JSON
