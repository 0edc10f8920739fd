"""A decision listed once a channel is one decision; others that share its number all count."""

from __future__ import annotations

import pytest

from tests.logs import filled, judged, told

HEAD = "信息名称 | 文号 | 信息类别 | 制发日期 | 公开日期 | 公开渠道 | 数量 | 收费金额（元）\n"
PENALTY = "处罚决定 | 某罚〔2024〕1号 | 行政处罚 | 2024-03-01 | 2024-03-05 | 本机关网站 | |\n"
FEE = "登记费 | 某价〔2020〕9号 | 行政事业性收费 | 2024-03-01 | 2024-03-05 | 本机关网站 | | 80\n"
RULE = "某办法 | 某规〔2024〕1号 | 规范性文件 | 2024-03-01 | 2024-03-05 | 本机关网站 | |\n"


@pytest.mark.parametrize(
    "second",
    [
        PENALTY.replace("本机关网站", "信用中国网站"),
        PENALTY.replace("2024-03-05", "2024-03-09"),
        PENALTY.replace("〔2024〕1", "[2024]001").replace("本机关网站", "政务微信"),
        PENALTY.replace("本机关网站", ""),
        PENALTY,
    ],
)
@pytest.mark.parametrize("in_one_sheet", [True, False])
def test_a_decision_listed_again_is_one_decision(second: str, in_one_sheet: bool) -> None:
    more = PENALTY.replace("1号", "8号") + PENALTY.replace("1号", "9号")
    tables = [HEAD + PENALTY + second] if in_one_sheet else [HEAD + PENALTY, HEAD + second + more]
    tally = judged(*tables)
    assert filled(tally, "publications")["penalties/decisions"] == (1 if in_one_sheet else 3)


@pytest.mark.parametrize(
    "second",
    [
        PENALTY.replace("处罚决定", "另一处罚决定"),
        PENALTY.replace("2024-03-01", "2024-03-02"),
        PENALTY.replace("网站 | |", "网站 | 3 |"),
        PENALTY.replace("2024-03-01", ""),
        PENALTY.replace("处罚决定", ""),
    ],
)
def test_other_decisions_with_one_number_count_with_a_warning(second: str) -> None:
    tally = judged(HEAD + PENALTY + second)
    assert filled(tally, "publications")["penalties/decisions"] == (4 if "| 3 |" in second else 2)
    assert told(tally) == [("decision-number-shared", "1!B3")]


def test_decisions_without_a_number_are_never_doubles() -> None:
    tally = judged(HEAD + PENALTY.replace("某罚〔2024〕1号", "") * 3)
    assert filled(tally, "publications")["penalties/decisions"] == 3
    assert told(tally) == []


@pytest.mark.parametrize(
    ("second", "amount", "codes"),
    [
        (FEE.replace("本机关网站", "政务微信"), "0.008", ["decision-listed-again"]),
        (FEE.replace("2024-03-05", "2024-03-09"), "0.008", ["decision-listed-again"]),
        (FEE, "0.016", ["decision-number-shared"]),  # a second payment on one day
        (FEE.replace(" 80", " 90"), "0.017", ["decision-number-shared"]),
        (FEE.replace("2024-03-01", "2024-03-02"), "0.016", ["decision-number-shared"]),
    ],
)
def test_fees_share_the_number_that_they_rest_on(
    second: str, amount: str, codes: list[str]
) -> None:
    tally = judged(HEAD + FEE + second)
    assert str(filled(tally, "publications")["fees/amount"]) == amount
    assert [code for code, _ in told(tally)] == codes


@pytest.mark.parametrize(
    ("row", "second", "expected"),
    [
        (PENALTY, "2024-03-09", "1"),
        (FEE, "2024-03-09", "0.016"),  # a second payment, most likely
        (FEE.replace("本机关网站", "甲网站"), "2024-03-05", "0.008"),
    ],
)
def test_where_only_the_day_of_publication_is_known_it_tells_payments_apart(
    row: str, second: str, expected: str
) -> None:
    first = row.replace("2024-03-01", "")
    other = first.replace("2024-03-05", second).replace("甲网站", "乙网站")
    numbers = filled(judged(HEAD + first + other), "publications")
    assert str(numbers.get("fees/amount", numbers.get("penalties/decisions"))) == expected


def test_licences_and_penalties_with_one_number_are_two() -> None:
    licence = PENALTY.replace("行政处罚", "行政许可")
    numbers = filled(judged(HEAD + PENALTY + licence), "publications")
    assert (numbers["penalties/decisions"], numbers["licensing/decisions"]) == (1, 1)


DOCUMENTS = "信息名称 | 文号 | 信息类别 | 制发日期 | 公开日期 | 公开渠道 | 废止日期\n"


@pytest.mark.parametrize(
    ("first", "second", "repealed", "codes"),
    [
        (RULE, RULE.replace("本机关网站", "政务微信"), 0, []),
        (
            RULE,
            RULE.replace("| |", "| | 2024-08-01").replace("| | 2", "| 2"),
            1,
            ["document-superseded"],
        ),
        (RULE, RULE.replace("2024-03-01", "2024-02-01"), 0, ["record-contradicts"] * 2),
    ],
)
def test_a_document_listed_again_is_one_document(
    first: str, second: str, repealed: int, codes: list[str]
) -> None:
    tally = judged(DOCUMENTS + first.replace("| |\n", "|\n") + second.replace("| |\n", "|\n"))
    numbers = filled(tally, "publications")
    assert numbers["normative_documents/issued"] == 1
    assert numbers.get("normative_documents/repealed", 0) == repealed
    assert [code for code, _ in told(tally)] == codes
