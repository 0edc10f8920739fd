"""Waivers: a finding that a person lets stand is out of the count, stays on record, and is back when its row
changes.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from reportcli.contract import schema_of
from reportcli.finding import Finding, Refusal
from reportcli.intake.child.parent import Limits
from reportcli.judge.waivers import hash_rows
from reportcli.report import compile_report
from reportcli.settings import Settings, Waiver, load_settings
from tests.logs import log_of, write_log

LOG = """
    登记编号 | 收到日期   | 申请人 | 申请人类型 | 申请方式 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 赵某某 | 自然人     | 小程序   | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 钱某某 | 自然人     | 网上     | 2024-02-20 | 不知所云
    2024-3   | 2024-03-05 | 孙某某 | 自然人     | 网上     | 2024-06-20 | 予以公开
"""
FOUND = [("channel-unknown", "E2"), ("outcome-unknown", "G3"), ("answered-late", "F4")]
DAY = date(2025, 1, 2)
HASH = "3455fc8a"  # of row 4


def waiver(code: str, **choice: Any) -> Waiver:
    return Waiver(code, "局长已同意", DAY, **choice)


def findings(folder: Path, *waivers: Waiver, table: str = LOG, **options: Any) -> list[Finding]:
    log = write_log(folder / "log.xlsx", table)
    settings = Settings(waive=list(waivers))
    report = compile_report(
        [log], settings=settings, as_of=date(2025, 1, 12), limits=Limits(seconds=60), **options
    )
    return list(report.findings)


def split(found: list[Finding]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(code, cell) of the findings that stand, and of those that are waived."""
    return (
        {(one.code, one.address.cell) for one in found if not one.waived},
        {(one.code, one.address.cell) for one in found if one.waived},
    )


# -- which finding a waiver is about ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "choice", "cell"),
    [
        ("answered-late", {"where": "'台账'!F4"}, "F4"),
        ("answered-late", {"where": "log.xlsx '台账'!F4"}, "F4"),
        ("answered-late", {"number": "2024-3"}, "F4"),
        ("answered-late", {"number": "2024-3", "where": "'台账'!F4"}, "F4"),
        ("outcome-unknown", {"number": "2024-2"}, "G3"),
    ],
)
def test_a_waiver_takes_its_finding_out_of_the_count(
    tmp_path: Path, code: str, choice: dict[str, str], cell: str
) -> None:
    stands, waived = split(findings(tmp_path, waiver(code, **choice)))
    assert waived == {(code, cell)}
    assert stands == set(FOUND) - waived


@pytest.mark.parametrize(
    ("code", "choice"),
    [
        ("answered-late", {"where": "'台账'!F3"}),
        ("answered-late", {"where": "'台账'"}),
        ("answered-late", {"where": "'别的'!F4"}),
        ("answered-late", {"number": "2024-1"}),
        ("answered-late", {"number": "2024-1", "where": "'台账'!F4"}),
        ("closing-date-missing", {"where": "'台账'!F4"}),
    ],
)
def test_a_waiver_that_fits_nothing_is_a_warning(
    tmp_path: Path, code: str, choice: dict[str, str]
) -> None:
    found = findings(tmp_path, waiver(code, **choice))
    assert split(found) == ({*FOUND, ("waiver-unused", "")}, set())
    (unused,) = (one for one in found if one.code == "waiver-unused")
    assert unused.severity == "warning"
    assert unused.details["waived"] == code
    assert unused.details["place"] in choice.values()


def test_a_waiver_about_a_file_that_is_not_read_is_left_alone(tmp_path: Path) -> None:
    assert split(findings(tmp_path, waiver("answered-late", where="cases.xlsx '台账'!F4"))) == (
        set(FOUND),
        set(),
    )


def test_findings_without_a_cell_can_be_waived(tmp_path: Path) -> None:
    previous = tmp_path / "previous.json"
    tables = {"requests": {"carried_forward": {"natural_person": 5}}}
    previous.write_text(json.dumps({"year": 2023, "tables": tables, "carried_forward": ["2023-7"]}))
    cell = "requests/brought_forward/natural_person"
    found = findings(
        tmp_path,
        waiver("identity-broken", where=cell),
        waiver("carried-missing", number="2023-7"),
        previous=previous,
    )
    assert {one.code for one in found if one.waived} == {"identity-broken", "carried-missing"}
    assert "waiver-unused" not in {one.code for one in found}
    empty = findings(tmp_path, waiver("table-all-zero", where="'台账'"), year=2019)
    assert ("table-all-zero", "") in split(empty)[1]


def test_a_waived_error_does_not_count_its_row(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx", LOG)
    waived = compile_report(
        [log], settings=Settings(waive=[waiver("outcome-unknown", number="2024-2")])
    )
    assert waived.tables == compile_report([log]).tables
    assert waived.tally.parts[0].set_aside_by_error() == 1


def test_what_is_waived_does_not_count_among_those_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportcli.judge.listed.MOST_LISTED", 1)
    table = LOG.replace("网上", "小程序")
    settings = Settings(waive=[waiver("channel-unknown", where="'台账'!E4")])
    report = compile_report([write_log(tmp_path / "log.xlsx", table)], settings=settings)
    found = [
        (one.address.cell, bool(one.waived))
        for one in report.findings
        if one.code == "channel-unknown"
    ]
    assert found == [("E2", False), ("E4", True)]
    assert report.findings_omitted == {"channel-unknown": 1}


# -- the hash of a row --------------------------------------------------------------------------------------


def test_a_waiver_holds_as_long_as_its_row(tmp_path: Path) -> None:
    (late,) = (one for one in findings(tmp_path) if one.code == "answered-late")
    held = waiver("answered-late", where="'台账'!F4", row_hash=late.row_hash)
    assert split(findings(tmp_path, held))[1] == {("answered-late", "F4")}
    changed = LOG.replace("2024-06-20", "2024-06-21")
    stands, waived = split(findings(tmp_path, held, table=changed))
    assert waived == set()
    assert stands == {*FOUND, ("waiver-unused", "")}


def hashes(table: str) -> dict[int, str]:
    return hash_rows(log_of(table), range(2, 5))


def test_the_hash_is_that_of_the_row_alone() -> None:
    before = hashes(LOG)
    assert len(set(before.values())) == 3
    assert hashes(LOG) == before
    # Another row, other personal values, the order of columns and a blank column make no difference.
    assert hashes(LOG.replace("小程序", "信函"))[3] == before[3]
    assert hashes(LOG.replace("赵某某", "李某某")) == before
    lines = [line.split("|") for line in LOG.strip().splitlines()]
    assert hashes("\n".join("|".join([*line[1:], line[0]]) for line in lines)) == before
    heads = ["备注|补正日期|延期", "||", "||", "||否"]
    assert (
        hashes(
            "\n".join("|".join(line) + "|" + head for line, head in zip(lines, heads, strict=True))
        )
        == before
    )


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("2024-1 ", "2024-9 ", 2),
        ("2024-01-05", "2024-01-06", 2),
        ("小程序", "扫码", 2),  # neither is known
        ("不知所云", "无人能懂", 3),  # a fault either way
        ("2024-06-20", "2024-6-31", 4),
    ],
)
def test_any_change_of_a_row_changes_its_hash(old: str, new: str, row: int) -> None:
    before, after = hashes(LOG), hashes(LOG.replace(old, new))
    assert [number for number in before if before[number] != after[number]] == [row]


def test_the_hash_is_the_same_on_every_machine_and_with_every_pandas() -> None:
    """Waivers of last year must still fit: their hash is over this text, and has this value."""
    text = """
        applicant_type=natural_person
        channel=web
        closed=2024-06-20
        number=2024-3
        outcome=outcome.granted
        received=2024-03-05
    """
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    assert hashes(LOG)[4] == blake2b(lines.encode(), digest_size=4).hexdigest() == HASH


# -- the file -----------------------------------------------------------------------------------------------

WAIVED = """
[[waive]]
code = "answered-late"
where = "'台账'!F4"
reason = "局长已同意"
date = 2025-01-02
"""


def test_a_waiver_is_read_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "reportcli.toml").write_text(WAIVED + 'hash = "0123abcd"\n', "utf-8")
    assert load_settings(tmp_path / "reportcli.toml").waive == [
        waiver("answered-late", where="'台账'!F4", row_hash="0123abcd")
    ]


@pytest.mark.parametrize(
    ("change", "says", "code"),
    [
        (('"answered-late"', '"answered-lat"'), "code: 'answered-lat'", "settings-invalid"),
        (("where = \"'台账'!F4\"", ""), "where / number", "settings-invalid"),
        (("'台账'!F4", "F4"), "where: 'F4'", "settings-invalid"),
        (("'台账'!F4", "'台账'!4:5"), "where:", "settings-invalid"),
        (("局长已同意", ""), "reason", "settings-value"),
        (("date = 2025-01-02", ""), "date", "settings-invalid"),
        (("date = 2025-01-02", 'date = 2025-01-02\nhash = "1"'), "hash", "settings-value"),
        (("reason", "why"), "why", "settings-key-unknown"),
    ],
)
def test_a_waiver_that_is_not_sound_is_refused(
    tmp_path: Path, change: tuple[str, str], says: str, code: str
) -> None:
    path = tmp_path / "reportcli.toml"
    path.write_text(WAIVED.replace(*change), "utf-8")
    with pytest.raises(Refusal) as caught:
        load_settings(path)
    assert (caught.value.code, caught.value.status) == (code, 2)
    assert says in caught.value.message("zh")


# -- the commands -------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with one warning, and its waiver beside it."""
    monkeypatch.chdir(tmp_path)
    write_log(tmp_path / "log.xlsx", LOG.replace("小程序", "网上").replace("不知所云", "予以公开"))
    (tmp_path / "reportcli.toml").write_text(WAIVED, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(
        app, [*words, "--lang", "zh", "--as-of", "2025-01-12"], prog_name="reportcli"
    )


def test_check_is_silent_where_all_is_waived(office: Path) -> None:
    done = run("check", "log.xlsx", "--fail-on", "warning")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    (office / "reportcli.toml").unlink()
    assert run("check", "log.xlsx", "--fail-on", "warning").exit_code == 1


@pytest.mark.usefixtures("office")
def test_check_shows_what_is_waived_when_asked() -> None:
    lines = run("check", "log.xlsx", "-v").stdout.splitlines()
    assert lines[0].startswith("豁免  log.xlsx '台账'!F4  ")
    assert lines[0].split()[-2:] == ["answered-late", HASH]
    assert lines[1] == "  豁免理由：局长已同意（2025-01-02）"


@pytest.mark.usefixtures("office")
def test_json_keeps_what_is_waived() -> None:
    (found,) = json.loads(run("check", "log.xlsx", "-f", "json").stdout)["findings"]
    assert found["waived"] == {"reason": "局长已同意", "date": "2025-01-02"}
    assert found["row_hash"] == HASH
    (line,) = run("check", "log.xlsx", "-f", "jsonl").stdout.splitlines()
    assert json.loads(line) == found
    data = json.loads(run("tally", "log.xlsx", "-f", "json").stdout)
    assert data["findings"] == [found]
    Draft202012Validator(schema_of()).validate(data)


@pytest.mark.usefixtures("office")
def test_other_commands_count_it_no_more() -> None:
    for words in ("tally log.xlsx", "explain log.xlsx --row 4", "deadlines log.xlsx"):
        done = run(*words.split(), "--fail-on", "warning")
        assert done.exit_code == 0
        assert "提醒 1" not in done.stderr
    shown = run("explain", "log.xlsx", "--row", "4").stdout
    assert "豁免  F4" in shown
    assert "豁免理由：局长已同意（2025-01-02）" in shown
    data = json.loads(run("explain", "log.xlsx", "--row", "4", "-f", "json").stdout)
    assert [one["waived"] for one in data["findings"]] == [
        {"reason": "局长已同意", "date": "2025-01-02"}
    ]
