"""What stands on the terminal: no wider than it is, no more than a person reads, nothing smuggled in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from wcwidth import wcswidth

from reportcli.finding import Address, Finding, Waived, count_severities
from reportcli.law.edition import editions
from reportcli.report import Report, compile_report
from reportcli.terminal.findings import write_account, write_findings
from reportcli.terminal.tables import fold, fold_list, write_form, write_text
from reportcli.words.messages import say
from tests.drawn import PERSONAL
from tests.logs import write_log

LANGUAGES = ["zh", "en"]
WIDTHS = [80, 120]
SMUGGLED = "\x1b[31m\u202e\u2028\x07\x85\u200b\ufeff\ud800"


def widest(text: str) -> int:
    """The width of the widest line in columns of a terminal; -1 where a character cannot be printed."""
    widths = [wcswidth(line) for line in text.split("\n")]
    return -1 if -1 in widths else max(widths)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(sample: Report, language: Any, width: int) -> None:
    assert 0 < widest(write_text(sample, language, width)) <= width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_names_that_fit_no_line_are_folded(faulty: Report, language: Any, width: int) -> None:
    text = write_text(faulty, language, width)
    assert 0 < widest(text) <= width
    assert re.sub(r"\s", "", text).count("x" * 300) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_an_empty_form_is_no_wider_either(edition: Any, language: Any) -> None:
    assert 0 < widest(write_form(edition, language)) <= 80


def numbers_of(lines: list[str], label: str) -> list[str]:
    """The numbers at the end of the one line that starts with a label."""
    (line,) = (line for line in lines if line.strip().startswith(label))
    return re.findall(r"(?<!\S)-?\d+(?:\.\d+)?(?!\S)", line)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_numbers_stand_behind_their_labels(sample: Report, language: Any, width: int) -> None:
    lines = write_text(sample, language, width).split("\n")
    table = sample.tables["requests"]
    columns = [column.id for column in sample.edition.table("requests").blocks[0].leaves("columns")]
    labels = {
        "received": "一、本年新收",
        "outcome.granted": "（一）予以公开",
        "carried_forward": "四、结转",
    }
    for line, label in labels.items():
        assert numbers_of(lines, label) == [str(table[line, column]) for column in columns]


def test_a_table_without_a_log_is_not_shown(faulty: Report) -> None:
    text = write_text(faulty, "zh", 80)
    assert "二、主动公开" in text
    assert "四、政府信息公开行政复议" not in text
    assert "文字部分所用数据" in text


def test_one_table_alone(faulty: Report) -> None:
    text = write_text(faulty.showing("requests"), "zh", 80)
    assert text.startswith("三、收到和处理政府信息公开申请情况\n")
    assert "二、主动公开" not in text
    assert "文字部分所用数据" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_personal_is_shown(faulty: Report, language: Any) -> None:
    shown = [
        write_text(faulty, language, 80),
        write_findings(faulty.findings, {}, language, every=True),
        *write_account(faulty, language),
    ]
    assert [text for text in PERSONAL if text in "\n".join(shown)] == []


# ---- folding

PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z", "M"]) | st.just(" "), max_size=120)


@settings(deadline=None)
@given(
    PRINTABLE, st.integers(12, 40), st.sampled_from(["", "  ", "    "]), st.sampled_from(["", "  "])
)
def test_folding_loses_nothing_and_keeps_to_the_width(
    text: str, width: int, indent: str, hang: str
) -> None:
    lines = fold(indent, text, width, hang=hang)
    assert max(map(wcswidth, lines)) <= width
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@settings(deadline=None)
@given(st.lists(PRINTABLE.filter(str.strip), min_size=1, max_size=8), st.integers(12, 40))
def test_folding_a_list_does_too(items: list[str], width: int) -> None:
    lines = list(fold_list(items, width))
    assert max(map(wcswidth, lines)) <= width
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", "；".join(items))


def test_a_list_of_nothing_takes_no_line() -> None:
    assert list(fold_list([], 20)) == []


def test_words_and_closing_punctuation_are_not_torn() -> None:
    assert fold("", "部分公开（区分处理的，只计这一情形）Partially disclosed", 16, hang="") == [
        "部分公开（区分处",
        "理的，只计这一情",
        "形）Partially",
        "disclosed",
    ]


# ---- findings


def finding(
    row: int, code: str = "outcome-unknown", value: str = "不予公", sheet: str = "台账"
) -> Finding:
    return Finding(code, Address("requests.xlsx", sheet, row, 8), {"value": value})


MANY = [
    finding(2, "channel-unknown"),
    *[finding(row) for row in range(3, 16)],
    finding(16, "channel-unknown"),
    finding(17, "closed-before-received"),
]


def codes_of(text: str) -> list[str]:
    """The code that ends each line of a finding."""
    return re.findall(r"^\S.*  ([a-z-]+)$", text, re.MULTILINE)


def test_findings_are_grouped_by_code_errors_first_and_at_most_ten_of_a_kind() -> None:
    text = write_findings(MANY, {}, "zh", every=False)
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
    ("language", "wording"),
    [("zh", "另有 {} 处（-v 全部列出）"), ("en", "{} more (-v lists all)")],
)
def test_the_number_left_is_said(
    omitted: dict[str, int], left: int, language: Any, wording: str
) -> None:
    lines = write_findings(MANY, omitted, language, every=False).split("\n")
    assert lines[10].strip() == wording.format(left)
    assert sum(wording.format("").strip() in line for line in lines) <= 1


def test_every_finding_is_listed_when_asked() -> None:
    text = write_findings(MANY, {}, "en", every=True)
    assert codes_of(text).count("outcome-unknown") == 13
    assert " more" not in text


def test_what_is_waived_is_listed_with_its_reason_when_asked() -> None:
    waived = msgspec.structs.replace(
        finding(4), waived=Waived("已核对", date(2025, 1, 2)), row_hash="0a1b2c3d"
    )
    assert codes_of(write_findings([finding(3), waived], {}, "zh", every=False)) == [
        "outcome-unknown"
    ]
    assert write_findings([waived], {}, "zh", every=False) == ""
    line, reason, _ = write_findings([waived], {}, "zh", every=True).split("\n")
    assert line.endswith("  outcome-unknown  0a1b2c3d")
    assert not line.startswith("错误")
    assert "已核对" in reason
    assert "2025-01-02" in reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_remedy_is_said_once_for_each_code(language: Any) -> None:
    lines = write_findings(MANY, {}, language, every=True).split("\n")
    remedies = [line.strip() for line in lines if line.startswith("  ")]
    assert remedies == [MANY[at].remedy(language) for at in (1, -1, 0)]


def test_a_finding_is_one_line_that_can_be_pasted_into_the_name_box() -> None:
    first, _ = write_findings([finding(17)], {}, "zh", every=False).split("\n")
    assert first.startswith("错误  requests.xlsx '台账'!H17  办理结果“不予公”")
    assert first.endswith("  outcome-unknown")


def test_no_findings_no_words() -> None:
    assert write_findings([], {}, "zh", every=False) == ""


@pytest.mark.parametrize("place", ["value", "sheet"])
@pytest.mark.parametrize("char", SMUGGLED.replace("[31m", ""), ids=ascii)
def test_what_a_file_smuggles_in_is_shown_escaped(place: Any, char: str) -> None:
    text = write_findings([finding(3, **{place: f"不{char}公"})], {}, "zh", every=False)
    assert char not in text
    assert f"\\u{ord(char):04x}" in text
    assert len(text.split("\n")) == 2
    assert widest(text) > 0


def test_severities_are_counted_with_those_never_kept() -> None:
    counts = count_severities(MANY, {"outcome-unknown": 4000, "channel-unknown": 1})
    assert counts == {"error": 14 + 4000, "warning": 2 + 1}


# ---- the account


def test_the_account_says_what_became_of_every_row(faulty: Report) -> None:
    requests, publications = write_account(faulty, "zh")
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
    lines = list(write_account(compile_report([tmp_path / "log.xlsx"], year=2024), "zh"))
    assert [re.findall("“(.+?)”", line)[0] for line in lines] == ["台账", "说明", "空"]
    assert "读 1 行" in lines[0]
    assert lines[1].endswith(say("skipped", "sheet-no-log", "zh"))
    assert lines[2].endswith(say("skipped", "sheet-blank", "zh"))
