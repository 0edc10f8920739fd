"""One request or case on several rows: each row of the table in the design, five times over."""

from __future__ import annotations

import pytest

from tests.logs import filled, judged, told

HEAD = "登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果\n"
ONE = "2024-001 | 2024-03-01 | 甲某 | 自然人 | 某路规划 | 2024-03-20 | 予以公开\n"


# -- equal in every deciding cell
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ONE, ONE),
        (ONE, ONE.replace("甲某", "")),  # a copy that leaves the name out
        (ONE, ONE.replace("某路规划", "")),
        (ONE, ONE.replace("2024-001", "2024-01")),
        (
            ONE.replace("2024-001", "依申请〔2024〕1号"),
            ONE.replace("2024-001", "依申请[2024]001号"),
        ),
        (ONE.replace("2024-001", "7"), ONE.replace("2024-001", "007")),  # the same day of receipt
    ],
)
@pytest.mark.parametrize("in_one_sheet", [True, False])
def test_equal_rows_of_one_number_count_once(first: str, second: str, in_one_sheet: bool) -> None:
    others = [
        f"2024-00{n} | 2024-05-0{n} | 丁{n} | 自然人 | 其他 | 2024-05-20 | 予以公开\n"
        for n in (8, 9)
    ]
    tables = [HEAD + first + others[0], HEAD + second + others[1]]
    tally = judged(HEAD + first + second) if in_one_sheet else judged(*tables)
    assert filled(tally)["received/total"] == (1 if in_one_sheet else 3)
    [(code, place)] = told(tally)
    assert code == "record-doubled"
    assert place == ("1!A3" if in_one_sheet else "2!A2")


def test_the_finding_names_the_row_that_counts() -> None:
    tally = judged(HEAD + ONE + ONE)
    [finding] = [one for part in tally.parts for one in part.log.findings(part.fate.index[:0])]
    assert finding.details == {"other": "log1.xlsx '台账'!2:2"}
    assert finding.severity == "warning"


# -- an open and a closed version
# ----------------------------------------------------------------------------------------------

OPEN = "2023-007 | 2023-12-20 | 乙某 | 自然人 | 会议纪要 | |\n"
CLOSED = "2023-007 | 2023-12-20 | 乙某 | 自然人 | 会议纪要 | 2024-01-10 | 部分公开\n"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (OPEN, CLOSED),
        (OPEN.replace("会议纪要", ""), CLOSED),
        (OPEN.replace("2023-007", "3"), CLOSED.replace("2023-007", "03")),
        (OPEN.replace("乙某", ""), CLOSED),
        (OPEN.replace("自然人", "商业企业"), CLOSED.replace("自然人", "企业")),
    ],
)
@pytest.mark.parametrize("is_swapped", [False, True])
def test_the_closed_version_counts(older: str, newer: str, is_swapped: bool) -> None:
    tables = [HEAD + older, HEAD + newer]
    tally = judged(*(reversed(tables) if is_swapped else tables))
    assert filled(tally)["brought_forward/total"] == 1
    assert filled(tally)["outcome.partial/total"] == 1
    assert "carried_forward/total" not in filled(tally)
    assert told(tally) == [("record-superseded", "2!A2" if is_swapped else "1!A2")]


def test_two_open_versions_and_a_closed_one_are_one_request() -> None:
    tally = judged(HEAD + OPEN, HEAD + OPEN, HEAD + CLOSED)
    assert filled(tally)["brought_forward/total"] == 1
    assert sorted(code for code, _ in told(tally)) in (
        ["record-doubled", "record-superseded"],
        ["record-superseded", "sheet-copy"],
    )


# -- versions that contradict each other
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "line"),
    [
        (ONE.replace("予以公开", "部分公开"), "outcome.partial"),  # read last
        (
            ONE.replace("2024-03-20", "2024-03-25").replace("予以公开", "部分公开"),
            "outcome.partial",
        ),
        (
            ONE.replace("2024-03-20", "2024-03-15").replace("予以公开", "部分公开"),
            "outcome.granted",
        ),
        (ONE.replace("2024-03-01", "2024-03-02"), "outcome.granted"),
        (ONE.replace("自然人", "商业企业"), "outcome.granted"),
        (ONE.replace("2024-03-20", "2025-01-03"), "carried_forward"),
    ],
)
@pytest.mark.parametrize("in_one_sheet", [True, False])
def test_versions_that_contradict_are_an_error_at_both_and_count_once(
    second: str, line: str, in_one_sheet: bool
) -> None:
    tables = [HEAD + ONE + second] if in_one_sheet else [HEAD + ONE, HEAD + second]
    tally = judged(*tables)
    assert filled(tally)["received/total"] == 1
    assert filled(tally)[f"{line}/total"] == 1
    places = ["1!A2", "1!A3"] if in_one_sheet else ["1!A2", "2!A2"]
    assert told(tally) == [("record-contradicts", place) for place in places]


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_row_that_is_wrong_only_for_the_next_year_is_no_second_request(year: int) -> None:
    late = ONE.replace("2024-03-01", "2024-12-20").replace("2024-03-20", "2025-01-06")
    unknown = late.replace("予以公开", "复议事项")
    still_open = late.replace("2025-01-06 | 予以公开", "|")
    for tables in ([HEAD + unknown + unknown], [HEAD + unknown, HEAD + still_open]):
        numbers = filled(judged(*tables, year=year))
        expected = {"received": 1, "carried_forward": 1} if year == 2024 else {}
        for line in ("received", "brought_forward", "carried_forward"):
            assert numbers.get(f"{line}/total", 0) == expected.get(line, 0)


# -- numbers that restart, and numbers of two offices
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1", "07", "A-3", "第5号", "2024"])
def test_a_number_without_its_year_starts_anew(number: str) -> None:
    rows = "".join(
        ONE.replace("2024-001", number).replace("2024-03-01", day).replace("甲某", name)
        for day, name in (("2024-03-01", "甲某"), ("2024-03-04", "乙某"), ("2023-11-06", "甲某"))
    )
    tally = judged(HEAD + rows)
    assert filled(tally)["outcome.granted/total"] == 3
    assert told(tally) == []


@pytest.mark.parametrize(
    "other",
    [
        ONE.replace("甲某", "周某"),
        ONE.replace("某路规划", "某工伤认定"),
        ONE.replace("甲某", "周某").replace("予以公开", "部分公开"),
        ONE.replace("甲某", "周某").replace("2024-03-20 | 予以公开", "|"),
        ONE.replace("某路规划", "某工伤认定").replace("2024-03-01", "2024-03-02"),
    ],
)
def test_equal_numbers_of_two_offices_are_two_requests(other: str) -> None:
    tally = judged(HEAD + ONE, HEAD + other)
    assert filled(tally)["received/total"] == 2
    assert told(tally) == []


def test_equal_numbers_of_two_people_on_one_sheet_are_an_error_and_both_count() -> None:
    tally = judged(HEAD + ONE + ONE.replace("甲某", "周某"))
    assert filled(tally)["received/total"] == 2
    assert told(tally) == [("number-doubled", "1!A3")]


# -- requests without a number
# ----------------------------------------------------------------------------------------------

BARE = ONE.replace("2024-001", "")


@pytest.mark.parametrize(
    "rows",
    [
        BARE * 2,
        BARE * 3,
        BARE + BARE.replace("予以公开", "部分公开"),
        BARE + ONE,
        ONE + ONE.replace("2024-001", "2024-002"),
    ],
)
def test_alike_rows_on_one_sheet_all_count_with_a_warning(rows: str) -> None:
    tally = judged(HEAD + rows)
    count = rows.count("\n")
    assert filled(tally)["received/total"] == count
    assert {code for code, _ in told(tally)} == {"request-repeated"}
    assert len(told(tally)) == count - 1


@pytest.mark.parametrize(
    ("first", "second", "received", "code"),
    [
        (BARE, BARE, 1, "record-doubled"),
        (BARE, ONE, 1, "record-doubled"),  # numbered since
        (BARE.replace("2024-03-20 | 予以公开", "|"), BARE, 1, "record-superseded"),
        (BARE, BARE.replace("2024-03-20 | 予以公开", "|"), 1, "record-superseded"),
        (BARE, BARE.replace("予以公开", "部分公开"), 2, "request-repeated-elsewhere"),
    ],
)
def test_alike_rows_of_two_sheets_count_once_where_nothing_differs(
    first: str, second: str, received: int, code: str
) -> None:
    more = "2024-0{n} | 2024-07-0{n} | 戊某{n} | 自然人 | 其他 | |\n"
    others = [more.format(n=n) for n in (1, 2, 3, 4)]
    tally = judged(HEAD + first + others[0] + others[1], HEAD + second + others[2] + others[3])
    assert filled(tally)["received/total"] == received + 4
    assert [one for one, _ in told(tally)] == [code]


def test_two_alike_rows_and_a_copy_of_them_are_two_requests() -> None:
    other = "2024-1 | 2024-07-01 | 戊某 | 自然人 | 其他 | |\n"
    tally = judged(HEAD + BARE * 2, HEAD + BARE * 2 + other)
    assert filled(tally)["received/total"] == 3


@pytest.mark.parametrize(
    "rows",
    [
        "| 2024-03-01 | | 自然人 | | 2024-03-20 | 予以公开\n",
        "| 2024-03-01 | 甲某 | 自然人 | | 2024-03-20 | 予以公开\n",
        "| 2024-03-01 | | 自然人 | 某路规划 | 2024-03-20 | 予以公开\n",
        "| 2024-03-01 | | 商业企业 | | |\n",
        "| 2024-12-30 | | 自然人 | | |\n",
    ],
)
def test_rows_that_name_nobody_are_different_requests_however_alike(rows: str) -> None:
    other = "| 2024-09-0{n} | | 自然人 | | |\n"
    tally = judged(HEAD + rows * 2, HEAD + rows + other.format(n=2))
    assert filled(tally)["received/total"] == 4
    assert told(tally) == []


# -- cases
# ----------------------------------------------------------------------------------------------

CASES = "案号 | 案件类型 | 申请人/原告 | 受理日期 | 是否经过复议 | 审理结果 | 结案日期\n"
SUIT = "（2024）某01行初12号 | 行政诉讼 | 甲某 | 2024-03-01 | 否 | 驳回诉讼请求 | 2024-06-01\n"


@pytest.mark.parametrize(
    ("second", "result", "codes"),
    [
        (SUIT, "upheld", ["record-doubled"]),
        (SUIT.replace("甲某", "乙某"), "upheld", ["record-doubled"]),  # joint claimants, a row each
        (SUIT.replace("驳回诉讼请求 | 2024-06-01", "|"), "upheld", ["record-superseded"]),
        (
            SUIT.replace("驳回诉讼请求 | 2024-06-01", "判决撤销 | 2024-09-01"),
            "corrected",
            ["case-on-several-rows"],
        ),
        (
            SUIT.replace("驳回诉讼请求", "判决撤销"),
            "corrected",
            ["record-contradicts", "record-contradicts"],
        ),
    ],
)
def test_one_case_number_is_one_case(second: str, result: str, codes: list[str]) -> None:
    tally = judged(CASES + SUIT + second)
    assert filled(tally, "cases") == {f"suit_direct/{result}": 1, "suit_direct/total": 1}
    assert [code for code, _ in told(tally)] == codes


def test_one_case_in_two_files_is_one_and_numbers_of_two_courts_are_two() -> None:
    other = SUIT.replace("某01", "某02")
    assert filled(judged(CASES + SUIT, CASES + SUIT), "cases")["suit_direct/total"] == 1
    assert filled(judged(CASES + SUIT + other), "cases")["suit_direct/total"] == 2


UNNUMBERED = SUIT.replace("（2024）某01行初12号", "")


@pytest.mark.parametrize(
    ("first", "second", "cases", "codes"),
    [
        (UNNUMBERED, UNNUMBERED, 1, ["record-doubled"]),
        (
            UNNUMBERED,
            UNNUMBERED.replace("驳回诉讼请求 | 2024-06-01", "|"),
            1,
            ["record-superseded"],
        ),
        (UNNUMBERED, UNNUMBERED.replace("甲某", "乙某"), 2, []),
        (UNNUMBERED, UNNUMBERED.replace("2024-03-01", "2024-03-02"), 2, []),
        (UNNUMBERED, UNNUMBERED.replace("驳回", "支持"), 2, ["request-repeated-elsewhere"]),
    ],
)
def test_cases_without_a_number_are_told_by_claimant_and_day(
    first: str, second: str, cases: int, codes: list[str]
) -> None:
    others = [SUIT.replace("甲某", f"丙{n}").replace("12", f"8{n}") for n in range(4)]
    tally = judged(CASES + first + others[0] + others[1], CASES + second + others[2] + others[3])
    assert filled(tally, "cases")["suit_direct/total"] == cases + 4
    assert [code for code, _ in told(tally)] == codes


def test_alike_cases_on_one_sheet_all_count_with_a_warning() -> None:
    tally = judged(CASES + UNNUMBERED * 2)
    assert filled(tally, "cases")["suit_direct/total"] == 2
    assert told(tally) == [("request-repeated", "1!C3")]
