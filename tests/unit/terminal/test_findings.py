"""What a person is told of a run: findings grouped and folded, and what became of every row."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook
from wcwidth import wcswidth

from reportcli.finding import Address, Finding, Waived, count_severities
from reportcli.report import Report, compile_report
from reportcli.terminal.findings import FindingList, write_account, write_listing
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.logs import write_log

VOICES = [CHINESE, ENGLISH]
SMUGGLED = "\x1b[31m\u202e\u2028\x07\x85\u200b\ufeff\ud800"


def finding(
    row: int, code: str = "outcome-unknown", value: str = "不予公", sheet: str = "台账"
) -> Finding:
    return Finding(code, Address("requests.xlsx", sheet, row, 8), {"value": value})


MANY = [
    finding(2, "channel-unknown", "小程序"),
    *[finding(row, value=f"不予公{row}") for row in range(3, 16)],
    finding(16, "channel-unknown"),
    finding(17, "closed-before-received"),
]


def codes_of(text: str) -> list[str]:
    """The code that ends each line of a finding."""
    return re.findall(r"^\S.*  ([a-z-]+)$", text, re.MULTILINE)


def test_findings_are_grouped_by_code_errors_first_and_at_most_ten_of_a_kind() -> None:
    text = write_listing(FindingList(MANY, {}, every=False), CHINESE)
    assert codes_of(text) == [
        *["outcome-unknown"] * 10,
        "closed-before-received",
        *["channel-unknown"] * 2,
    ]
    assert re.findall(r"'!H(\d+)", text) == [*map(str, range(3, 13)), "17", "2", "16"]


@pytest.mark.parametrize(
    ("omitted", "left"),
    [({}, 3), ({"outcome-unknown": 4000}, 4003)],
    ids=["all-kept", "some-never-kept"],
)
@pytest.mark.parametrize(
    ("voice", "wording"),
    [(CHINESE, "另有 {} 处（-v 全部列出）"), (ENGLISH, "{} more (-v lists all)")],
)
def test_the_number_left_is_said(
    omitted: dict[str, int], left: int, voice: Voice, wording: str
) -> None:
    lines = write_listing(FindingList(MANY, omitted, every=False), voice).split("\n")
    assert lines[10].strip() == wording.format(left)
    assert sum(wording.format("").strip() in line for line in lines) <= 1


def test_every_finding_is_listed_when_asked() -> None:
    text = write_listing(FindingList(MANY, {}, every=True), ENGLISH)
    assert codes_of(text).count("outcome-unknown") == 13
    assert " more" not in text


def test_what_is_waived_is_listed_with_its_reason_when_asked() -> None:
    waived = msgspec.structs.replace(
        finding(4), waived=Waived("已核对", date(2025, 1, 2)), row_hash="0a1b2c3d"
    )
    assert codes_of(write_listing(FindingList([finding(3), waived], {}, every=False), CHINESE)) == [
        "outcome-unknown"
    ]
    assert write_listing(FindingList([waived], {}, every=False), CHINESE) == ""
    line, reason, _ = write_listing(FindingList([waived], {}, every=True), CHINESE).splitlines()
    assert line.endswith("  outcome-unknown  0a1b2c3d")
    assert not line.startswith("错误")
    assert "已核对" in reason
    assert "2025-01-02" in reason


@pytest.mark.parametrize("voice", VOICES)
def test_the_remedy_is_said_once_for_each_code(voice: Voice) -> None:
    lines = write_listing(FindingList(MANY, {}, every=True), voice).split("\n")
    remedies = [line.strip() for line in lines if line.startswith("  ")]
    assert remedies == [MANY[at].remedy(voice.language) for at in (1, -1, 0)]


def test_a_finding_is_one_line_that_can_be_pasted_into_the_name_box() -> None:
    first, _ = write_listing(FindingList([finding(17)], {}, every=False), CHINESE).splitlines()
    assert first.startswith("错误  requests.xlsx '台账'!H17  办理结果“不予公”")
    assert first.endswith("  outcome-unknown")


def test_no_findings_no_words() -> None:
    assert write_listing(FindingList([], {}, every=False), CHINESE) == ""


@pytest.mark.parametrize("place", ["value", "sheet"])
@pytest.mark.parametrize("char", SMUGGLED.replace("[31m", ""), ids=ascii)
def test_what_a_file_smuggles_in_is_shown_escaped(place: Any, char: str) -> None:
    text = write_listing(
        FindingList([finding(3, **{place: f"不{char}公"})], {}, every=False), CHINESE
    )
    assert char not in text
    assert f"\\u{ord(char):04x}" in text
    assert len(text.splitlines()) == 2
    assert min(map(wcswidth, text.splitlines())) > 0


def test_severities_are_counted_with_those_never_kept() -> None:
    counts = count_severities(MANY, {"outcome-unknown": 4000, "channel-unknown": 1})
    assert counts == {"error": 14 + 4000, "warning": 2 + 1}


# ---- the account


def test_the_account_says_what_became_of_every_row(faulty: Report) -> None:
    requests, publications = write_account(faulty, CHINESE)
    assert re.search(
        r"requests\.xlsx “台账”：依申请公开台账，读 7 行 = 计入 2 \+ 年度以外 1 \+ .*合计行 1$",
        requests,
    )
    assert publications.endswith("读 5 行 = 计入 5")
    for line in (requests, publications):
        read, *met = map(int, re.findall(r" (\d+)(?= |$)", line))
        assert read == sum(met)


def test_the_account_names_sheets_that_are_no_log_and_why(tmp_path: Path) -> None:
    book = load_workbook(
        write_log(tmp_path / "log.xlsx", "案件类型 | 受理日期 | 审理结果\n行政复议 | 2024-01-05 |")
    )
    book.create_sheet("说明")["A1"] = "填写说明"
    book.create_sheet("空")
    book.save(tmp_path / "log.xlsx")
    lines = list(write_account(compile_report([tmp_path / "log.xlsx"], year=2024), CHINESE))
    assert [re.findall("“(.+?)”", line)[0] for line in lines] == ["台账", "说明", "空"]
    assert "读 1 行" in lines[0]
    assert lines[1].endswith(CHINESE.say("skipped", "sheet-no-log"))
    assert lines[2].endswith(CHINESE.say("skipped", "sheet-blank"))


def test_one_cause_is_one_line_with_its_places_and_the_units_that_look_at_them() -> None:
    rows = [finding(row) for row in (17, 19, 23, 29)]
    units = {17: "规划科", 19: "法规科", 23: "规划科", 29: ""}
    found = FindingList(rows, {}, unit_of=lambda one: units[one.address.row])
    first, by_unit, _ = write_listing(found, CHINESE).splitlines()
    assert first.startswith("错误  requests.xlsx '台账'!H17、H19、H23 等 4 处  办理结果“不予公”")
    assert by_unit == "  规划科 2 处；法规科 1 处"


def test_places_on_several_sheets_are_counted() -> None:
    found = FindingList([finding(17), finding(17, sheet="2月")], {})
    first, _ = write_listing(found, ENGLISH).splitlines()
    assert first.startswith("error  requests.xlsx '台账'!H17 and others, 2 in all  the outcome")
