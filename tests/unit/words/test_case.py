"""Kinds and results of reviews and suits, and where each belongs on the form."""

from __future__ import annotations

from typing import Any

import pytest

from reportcli.finding import Fault
from reportcli.words.case import affirmed, case_group, case_matter, classify_case
from reportcli.words.classified import Classified
from tests.places import FORM


def codes(found: Classified) -> list[str]:
    return [fault.code for fault in found.faults]


def reference(name: str) -> Any:
    """A reference form, where it is at hand beside the repository."""
    yaml = pytest.importorskip("yaml")
    if not FORM.is_dir():
        pytest.skip(f"no reference forms at {FORM}")
    return yaml.safe_load((FORM / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("group", "result", "line", "faults"),
    [
        # the labels of the form
        ("review", "结果维持", "upheld", []),
        ("review", "维持", "upheld", []),
        ("review", "结果纠正", "corrected", []),
        ("review", "纠正", "corrected", []),
        ("review", "其他结果", "other", []),
        ("review", "其他", "other", []),
        ("review", "尚未审结", "pending", []),
        ("suit_direct", "结果维持", "upheld", []),
        ("suit_direct", "结果维持（驳回诉讼请求）", "upheld", []),
        ("suit_direct", "结果纠正", "corrected", []),
        ("suit_direct", "其他结果", "other", []),
        ("suit_direct", "尚未审结", "pending", []),
        # reconsideration
        ("review", "", "pending", []),
        ("review", "审理中", "pending", []),
        ("review", "终止", "other", []),
        ("review", "申请人撤回", "other", []),
        ("review", "驳回行政复议申请", "other", []),
        ("review", "驳回申请人的行政复议请求", "upheld", []),
        ("review", "撤销并责令限期重新作出答复", "corrected", []),
        ("review", "撤销及确认违法", "corrected", []),
        ("review", "责令被申请人三十日内履行", "corrected", []),
        ("review", "驳回", None, ["result-ambiguous"]),
        ("review", "部分撤销、部分维持", None, ["result-ambiguous"]),
        ("review", "已结案", None, ["result-unknown"]),
        # suits
        ("suit_direct", "", "pending", []),
        ("suit_direct", "上诉中", "pending", []),
        ("suit_direct", "撤诉", "other", []),
        ("suit_direct", "准许原告撤回起诉", "other", []),
        ("suit_direct", "驳回起诉", "other", []),
        ("suit_direct", "裁定驳回原告张三的起诉", "other", []),
        ("suit_direct", "驳回诉讼请求", "upheld", []),
        ("suit_after_review", "驳回原告张三的全部诉讼请求", "upheld", []),
        ("suit_after_review", "判决撤销并重新作出答复", "corrected", []),
        ("suit_after_review", "判决被告履行", "corrected", []),
        ("suit_direct", "维持", None, ["result-ambiguous"]),
        ("suit_direct", "驳回上诉，维持原判", None, ["result-ambiguous"]),
        ("suit_direct", "撤销原判，发回重审", "pending", []),
        ("suit_direct", "驳回", None, ["result-ambiguous"]),
        ("suit_direct", "部分撤销，驳回其他诉讼请求", None, ["result-ambiguous"]),
        ("suit_direct", "已结案", None, ["result-unknown"]),
    ],
)
def test_case_result(group: str, result: str, line: str | None, faults: list[str]) -> None:
    found = classify_case(group, result)
    assert (found.line, codes(found)) == (line, faults)


@pytest.mark.parametrize("result", ["不予受理", "不予立案"])
def test_refused_filing_follows_the_setting(result: str) -> None:
    assert classify_case("suit_direct", result) == Classified("not_counted")
    assert classify_case("review", result, count_refused_filings=True) == Classified("other")


def test_settings_come_before_the_map_of_the_office() -> None:
    own = {"驳回起诉": "corrected", "不予受理": "corrected", "维 持": "upheld", "已结案": "other"}
    assert (
        classify_case("suit_direct", "驳回起诉", dismissed_suit="upheld", wordings=own).line
        == "upheld"
    )
    assert classify_case("review", "不予受理", wordings=own).line == "not_counted"
    assert classify_case("suit_direct", "维持", wordings=own).line == "upheld"
    assert classify_case("review", "已结案", wordings=own).line == "other"


def test_published_results() -> None:
    outcomes = reference("vocabulary.yaml")["case_outcomes"]
    for section, group in (("review", "review"), ("litigation", "suit_direct")):
        for line, words in outcomes[section].items():
            for text in words["match"]:
                found = classify_case(group, text, count_refused_filings=True)
                if text == "发回重审":  # the first instance is open again
                    assert found == Classified("pending")
                elif line == "ambiguous":
                    assert codes(found) == ["result-ambiguous"], text
                else:
                    assert found == Classified(line), text


@pytest.mark.parametrize(
    ("kind", "after_review", "group", "faults"),
    [
        ("行政复议", "", "review", []),
        ("复议", "是", "review", []),
        ("行政诉讼", "是", "suit_after_review", []),
        ("行政诉讼", "否", "suit_direct", []),
        ("行政诉讼", "无", "suit_direct", []),
        ("诉讼", "复议后起诉", "suit_after_review", []),
        ("一审", "未经复议直接起诉", "suit_direct", []),
        ("行政应诉", "直接起诉", "suit_direct", []),
        ("行政诉讼", "未经复议", "suit_direct", []),
        ("行政诉讼", "经复议", "suit_after_review", []),
        ("行政诉讼（复议后起诉）", "", "suit_after_review", []),
        ("未经复议直接起诉", "", "suit_direct", []),
        ("行政诉讼（复议后起诉）", "否", "suit_after_review", []),
        ("行政诉讼", "", None, ["after-review-missing"]),
        ("行政诉讼", "不清楚", None, ["flag-invalid"]),
        ("行政复议、行政诉讼", "", None, ["case-kind-unknown"]),
        ("仲裁", "", None, ["case-kind-unknown"]),
        ("", "", None, ["case-kind-unknown"]),
        *((group, "", group, []) for group in ("review", "suit_direct", "suit_after_review")),
    ],
)
def test_case_group(kind: str, after_review: str, group: str | None, faults: list[str]) -> None:
    found = case_group(kind, after_review)
    assert (found.line, codes(found)) == (group, faults)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *((yes, True) for yes in ("是", "有", "√", "Y", "ｙ", "1", "TRUE")),
        *((no, False) for no in ("否", "无", "×", "N", "0", "", " ", "—", "false")),
        ("也许", Fault("flag-invalid", {"value": "也许"})),
    ],
)
def test_flag(text: str, meaning: bool | Fault) -> None:
    assert affirmed(text) == meaning


# review or suit | result | class; `-`: none, which is an error
RESULTS = """
review | 维持 | upheld
review | 维持原答复 | upheld
review | 驳回行政复议请求 | upheld
review | 驳回申请人的行政复议请求 | upheld
review | 撤销 | corrected
review | 撤销原答复，责令重新答复 | corrected
review | 责令限期答复 | corrected
review | 责令重新答复 | corrected
review | 确认答复违法 | corrected
review | 确认逾期答复行为违法 | corrected
review | 撤销申请 | other
review | 申请人撤销申请 | other
review | 申请人主动撤销 | other
review | 申请人撤回行政复议申请，终止审理 | other
review | 撤回 | other
review | 终止 | other
review | 调解结案 | other
review | 驳回行政复议申请 | other
review | 驳回 | -
review | 审理中 | pending
review | 中止 | pending
review | 部分维持部分撤销 | -
review | 变更 | corrected
review | 不予受理 | not_counted
review | 责令受理 | pending
suit | 驳回诉讼请求 | upheld
suit | 判决驳回原告的诉讼请求 | upheld
suit | 驳回原告全部诉讼请求 | upheld
suit | 驳回确认违法的诉讼请求 | upheld
suit | 撤诉 | other
suit | 裁定准许原告撤诉 | other
suit | 撤销起诉 | other
suit | 原告撤回起诉 | other
suit | 主动撤销 | other
suit | 按撤诉处理 | other
suit | 判决撤销答复 | corrected
suit | 撤销被诉答复，责令重新答复 | corrected
suit | 确认违法 | corrected
suit | 确认答复行为违法 | corrected
suit | 责令限期公开 | corrected
suit | 判决公开 | corrected
suit | 已上诉 | pending
suit | 一审驳回诉讼请求，原告已上诉 | pending
suit | 二审审理中 | pending
suit | 一审判决撤销，二审审理中 | pending
suit | 发回重审 | pending
suit | 撤销一审判决，发回重审 | pending
suit | 指令继续审理 | pending
suit | 撤销一审裁定，指令继续审理 | pending
suit | 中止审理 | pending
suit | 中止后恢复审理，判决驳回诉讼请求 | upheld
suit | 驳回上诉，维持原判 | -
suit | 一审驳回诉讼请求，二审驳回上诉维持原判 | upheld
suit | 一审撤销，二审维持 | corrected
suit | 一审驳回诉讼请求，二审改判撤销 | corrected
suit | 撤销一审判决，驳回诉讼请求 | upheld
suit | 撤销原判 | -
suit | 维持 | -
suit | 驳回起诉 | other
suit | 裁定驳回起诉 | other
suit | 驳回 | -
suit | 移送管辖 | other
suit | 未开庭 | pending
suit | 待判决 | pending
suit | 终结诉讼 | other
suit | 胜诉 | -
suit | 部分撤销 | -
suit | 一审驳回起诉，二审指令继续审理 | pending
suit | 行政机关改变原答复，原告撤诉 | other
suit | 被告自行撤销答复，原告撤诉 | -
suit | 不予立案 | not_counted
"""


@pytest.mark.parametrize(
    ("group", "result", "expected"),
    [tuple(line.split(" | ")) for line in RESULTS.strip().splitlines()],
)
def test_a_result_as_offices_write_it(group: str, result: str, expected: str) -> None:
    found = classify_case(group if group == "review" else "suit_direct", result)
    assert (found.line or "-") == expected


@pytest.mark.parametrize(
    ("matter", "kind", "told"),
    [
        ("政府信息公开", "行政复议", "disclosure"),
        ("不服政府信息公开答复", "", "disclosure"),
        ("政府信息公开（征地补偿）", "", "disclosure"),
        ("行政处罚", "行政复议", "other"),
        ("土地征收", "行政诉讼", "other"),
        ("合同纠纷", "民事诉讼", "other"),
        ("", "民事诉讼", "other"),
        ("不服行政处罚决定", "", "other"),
        ("从未见过", "", "other"),
        ("不履行法定职责", "", "general"),
        ("不服答复", "", "general"),
        ("", "行政诉讼", None),
    ],
)
def test_what_a_case_is_about(matter: str, kind: str, told: str | None) -> None:
    assert case_matter(matter, kind) == told
