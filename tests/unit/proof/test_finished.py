"""Finished reports: clean ones are not accused, each fault is found at its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportcli.contract import TallyJson
from reportcli.finding import Finding
from reportcli.proof.finished import prove_finished, year_before
from tests.places import ROOT
from tests.published_prose import figures_of_form, finished

REPORTS = ROOT / "tests" / "unit" / "proof" / "reports"
NOW = figures_of_form(
    {
        "requests/received": "48 6 1 1 2 3",
        "requests/brought_forward": "5 1",
        "requests/outcome.granted": "15 2 0 0 1",
        "requests/outcome.partial": "6 1",
        "requests/outcome.refused.state_secret": "1",
        "requests/outcome.refused.third_party": "2 1",
        "requests/outcome.refused.internal_affairs": "3",
        "requests/outcome.refused.enforcement_file": "5 1 0 0 1 1",
        "requests/outcome.unavailable.not_held": "6 0 1",
        "requests/outcome.unavailable.needs_creation": "1",
        "requests/outcome.unavailable.unclear": "1",
        "requests/outcome.unprocessed.petition": "2 0 0 1",
        "requests/outcome.unprocessed.repeated": "1",
        "requests/outcome.other.not_corrected": "2",
        "requests/outcome.other.fee_unpaid": "1",
        "requests/outcome.other.miscellaneous": "3 1 0 0 0 1",
        "requests/carried_forward": "4 1 0 0 0 1",
        "publications/normative_documents": "4 3 12",
        "publications/licensing": "941",
        "publications/penalties": "33",
        "publications/coercion": "3",
        "publications/fees": "569.9",
        "cases/review": "3 1 2 1",
        "cases/suit_direct": "1 0 0 1",
        "cases/suit_after_review": "1",
    }
)
BEFORE = figures_of_form(
    {
        "requests/received": "44 5 1 0 1 3",
        "requests/brought_forward": "3",
        "requests/outcome.granted": "20 2 0 0 1",
        "requests/outcome.unavailable.not_held": "22 2 1 0 0 3",
        "requests/carried_forward": "5 1",
        "publications/normative_documents": "2 1 11",
        "publications/licensing": "928",
        "publications/penalties": "41",
        "publications/fees": "500",
        "cases/review": "2 1 1",
        "cases/suit_direct": "2",
    }
)
NOUGHTS = figures_of_form({})
FIGURES = {"town": NOUGHTS, "street": NOUGHTS}
OF_AN_AREA = {"district", "area", "city", "of_a_district"}
TITLE = "青山县林业局2024年政府信息公开工作年度报告"
LAST_YEAR = finished(BEFORE, "青山县林业局2023年政府信息公开工作年度报告", 2023, "上年.docx")


def text_of(name: str) -> str:
    """The words of a report."""
    return (REPORTS / f"{name}.txt").read_text("utf-8")


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    """Code and address of each finding."""
    return [(one.code, str(one.address)) for one in found]


def proved(
    name: str, old: str = "", new: str = "", *, with_last_year: bool = True
) -> list[Finding]:
    """What is found in a report, some of its words replaced once."""
    text = text_of(name)
    assert not old or text.count(old) == 1, f"{old}: {text.count(old)}"
    report = finished(FIGURES.get(name, NOW), text.replace(old, new) if old else text)
    is_compared = with_last_year and name not in {*FIGURES, *OF_AN_AREA}
    return prove_finished(report, previous=LAST_YEAR if is_compared else None)


@pytest.mark.parametrize("with_last_year", [False, True])
@pytest.mark.parametrize("name", sorted(path.stem for path in REPORTS.glob("*.txt")))
def test_a_clean_report_is_not_accused(name: str, *, with_last_year: bool) -> None:
    found = proved(name, with_last_year=with_last_year)
    assert [one.message("zh") for one in found] == []


FIGURE, CLAIM = "figure-contradicted", "claim-contradicted"


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "line"),
    [
        # a number that the tables have otherwise
        ("bureau", "共收到政府信息公开申请61件", "共收到政府信息公开申请62件", FIGURE, 6),
        ("bureau", "自然人48件", "自然人47件", FIGURE, 6),
        ("bureau", "法人和其他组织13件", "法人和其他组织14件", FIGURE, 6),
        ("bureau", "上年结转6件", "上年结转5件", FIGURE, 6),
        ("bureau", "共办结61件", "共办结60件", FIGURE, 6),
        ("bureau", "部分公开7件", "部分公开8件", FIGURE, 6),
        ("bureau", "不予公开15件", "不予公开16件", FIGURE, 6),
        ("bureau", "结转下年度继续办理6件", "结转下年度继续办理7件", FIGURE, 6),
        ("bureau", "废止3件", "废止2件", FIGURE, 7),
        ("bureau", "现行有效12件", "现行有效13件", FIGURE, 7),
        ("bureau", "行政复议7件", "行政复议8件", FIGURE, 13),
        ("bureau", "纠正1件，其他结果2件", "纠正2件，其他结果2件", FIGURE, 13),
        ("bureau", "行政诉讼3件", "行政诉讼4件", FIGURE, 13),
        ("bureau", "行政复议纠错1件", "行政复议纠错2件", FIGURE, 15),
        ("bureau2", "商业企业6件", "商业企业7件", FIGURE, 6),
        ("bureau2", "结转到2025年办理的6件", "结转到2025年办理的9件", FIGURE, 6),
        ("bureau2", "国家秘密1件", "国家秘密2件", FIGURE, 6),
        ("bureau2", "内部事务信息3件", "内部事务信息4件", FIGURE, 6),
        ("bureau2", "重复申请1件", "重复申请3件", FIGURE, 6),
        ("bureau2", "行政复议案件7起", "行政复议案件6起", FIGURE, 7),
        ("bureau2", "判决维持的2起", "判决维持的3起", FIGURE, 7),
        ("bureau2", "现行有效的12件规范性文件", "现行有效的11件规范性文件", FIGURE, 8),
        ("bureau2", "行政处罚决定33件", "行政处罚决定34件", FIGURE, 9),
        ("bureau2", "569.9万元", "596.9万元", FIGURE, 9),
        ("district", "共收到政府信息公开申请61件", "共收到政府信息公开申请63件", FIGURE, 6),
        ("district", "公开规范性文件12件", "公开规范性文件21件", FIGURE, 5),
        ("district", "全区行政复议被纠正1件", "全区行政复议被纠正2件", FIGURE, 14),
        # shares
        ("bureau", "占54.1%", "占55.1%", FIGURE, 6),
        ("bureau2", "占78.7%", "占87.7%", FIGURE, 6),
        ("bureau2", "占29.5%", "占30.5%", FIGURE, 6),
        # changes on last year
        ("bureau", "同比增长13%", "同比增长15%", FIGURE, 6),
        ("bureau2", "同比上升12.96%", "同比上升13.96%", FIGURE, 6),
        ("bureau2", "增加136条", "增加146条", FIGURE, 5),
        ("bureau2", "增长11.8%", "增长12.8%", FIGURE, 5),
        ("bureau2", "比上年增加3起", "比上年增加4起", FIGURE, 7),
        ("bureau2", "2023年为54件", "2023年为55件", FIGURE, 6),
        # sums that prose makes of its own numbers
        ("bureau2", "合计67件", "合计69件", FIGURE, 6),
        # none, or all, in words
        ("bureau", "未收取任何费用", "未收取任何费用，无结转下年度申请", CLAIM, 6),
        ("bureau", "纠错1件", "未发生行政诉讼", CLAIM, 15),
        ("town", "未收到政府信息公开申请，", "收到政府信息公开申请2件，", FIGURE, 7),
        ("district", "全区行政复议被纠正1件", "全区未发生行政复议案件", CLAIM, 14),
        # years
        ("bureau", "（二）依申请公开情况。2024年", "（二）依申请公开情况。2023年", "year-wrong", 6),
        ("bureau", "2025年1月20日", "2024年1月20日", "year-wrong", 19),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_line(name: str, old: str, new: str, code: str, line: int) -> None:
    assert (code, f"年报.docx:{line}") in codes(proved(name, old, new))


def sentences_in(name: str) -> list[str]:
    """Sentences of offices, all of the same figures, one a line."""
    return (REPORTS / f"{name}.lines").read_text("utf-8").splitlines()


def found_in_sentence(sentence: str) -> list[str]:
    """What is found in a sentence under the first heading of a report."""
    report = finished(NOW, f"{TITLE}\n一、总体情况\n{sentence}")
    found = prove_finished(report, previous=LAST_YEAR)
    return [one.message("zh") for one in found if one.address.row == 3]


@pytest.mark.parametrize("sentence", sentences_in("right"))
def test_a_right_sentence_is_not_accused(sentence: str) -> None:
    assert found_in_sentence(sentence) == []


@pytest.mark.parametrize("sentence", sentences_in("wrong"))
def test_a_wrong_sentence_is(sentence: str) -> None:
    assert found_in_sentence(sentence) != []


# --- what frames a report ---


def test_a_title_with_another_year_than_the_words_is_wrong() -> None:
    title, text = TITLE.replace("2024", "2023"), text_of("bureau").replace(TITLE, "")
    found = prove_finished(finished(NOW, title + text, 2023), previous=LAST_YEAR)
    assert codes(found) == [("year-wrong", "年报.docx:1")]
    assert found[0].details["wanted"] == "2024"


PREAMBLE = "根据《中华人民共和国政府信息公开条例》第五十条编制。统计期限自2024年1月1日起至2024年12月31日止。"


def framed(
    title: str = TITLE, preamble: str = PREAMBLE, published_on: date | None = None
) -> list[tuple[str, str]]:
    """What is found in a report of a title and a preamble."""
    report = finished(NOW, f"{title}\n{preamble}\n一、总体情况\n本机关认真贯彻条例。")
    return codes(prove_finished(report, published_on=published_on))


@pytest.mark.parametrize(
    ("title", "is_right"),
    [
        (TITLE, True),
        ("2024年度青山县政府信息公开年度报告", True),
        ("青山县林业局2024年政府信息公开工作年报", True),
        ("青山县林业局2024年政府信息公开工作报告", False),
        ("青山县林业局2024年度政府信息公开工作报告", False),
        ("青山县林业局2024年政务公开工作总结", False),
        ("青山县林业局关于报送2024年政府信息公开工作年度报告的函", False),
        ("关于2024年政府信息公开工作情况的报告", False),
    ],
)
def test_a_title_is_that_of_an_annual_report(title: str, *, is_right: bool) -> None:
    assert framed(title) == ([] if is_right else [("title-wrong", "年报.docx:1")])


@pytest.mark.parametrize(
    "preamble",
    [
        "根据《关于报送2024年度政府信息公开工作年度报告的通知》要求，编制本报告。",
        "现将青山县林业局2024年政府信息公开工作年度报告公布如下。",
        "按照县政府办公室关于报送政府信息公开工作年度报告的要求，编制本报告。",
    ],
)
def test_a_preamble_that_names_a_letter_is_none(preamble: str) -> None:
    assert framed(preamble=preamble) == []


def test_the_office_may_stand_over_the_title() -> None:
    title = "青山县人民政府\n2024年政府信息公开工作年度报告"
    assert framed(title, published_on=date(2025, 3, 20)) == []
    assert framed(title, published_on=date(2025, 4, 2)) == [("late-published", "年报.docx")]


def test_a_covering_letter_is_told_at_its_line() -> None:
    letter = "县政府办公室：现将我局2024年政府信息公开工作年度报告报送如下。"
    assert framed(preamble=letter) == [("title-wrong", "年报.docx:2")]


@pytest.mark.parametrize(
    "words",
    [
        "根据《中华人民共和国政府信息公开条例》第三十一条、第三十二条编制",
        "按照国办公开办函〔2019〕60号的要求编制",
        "按照国办公开办函[2019]60号的要求编制",
        "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制",
        "全文包括概述、主动公开政府信息的情况、依申请公开政府信息的情况、收费及减免情况",
        "本报告由概述、主动公开情况等八部分组成",
    ],
)
def test_a_preamble_names_no_law_and_no_part_that_is_gone(words: str) -> None:
    assert framed(preamble=words) == [("preamble-outdated", "年报.docx:2")]


@pytest.mark.parametrize(
    ("words", "published_on", "expected"),
    [
        ("统计期限自2024年1月1日至2024年12月31日", None, []),
        ("统计期限为2024年1月1日—12月31日", None, []),
        ("统计期限自2024年1月1日至2024年11月30日", None, ["年报.docx:2"]),
        ("统计期限自2023年1月1日至2023年12月31日", None, ["年报.docx:2"]),
        ("数据的统计期限为2023年1月1日至2024年12月31日", None, ["年报.docx:2"]),
        ("数据的统计期限为2024年1月1日至2024年12月31日", date(2024, 12, 20), ["年报.docx:1"]),
    ],
)
def test_the_period_is_the_year_of_the_report(
    words: str, published_on: date | None, expected: list[str]
) -> None:
    found = framed(preamble=words, published_on=published_on)
    assert found == [("period-wrong", place) for place in expected]


@pytest.mark.parametrize(
    ("title", "published_on", "is_late"),
    [
        (TITLE, date(2025, 1, 31), False),
        (TITLE, date(2025, 2, 1), True),
        ("青山县人民政府2024年政府信息公开工作年度报告", date(2025, 3, 31), False),
        ("青山县2024年政府信息公开工作年度报告", date(2025, 3, 1), False),
        ("青山县人民政府2024年政府信息公开工作年度报告", date(2025, 4, 1), True),
        ("青山县石桥镇人民政府2024年政府信息公开工作年度报告", date(2025, 2, 1), True),
        ("青山县人民政府办公室2024年政府信息公开工作年度报告", date(2025, 2, 1), True),
    ],
)
def test_offices_publish_in_january_and_governments_by_march(
    title: str, published_on: date, *, is_late: bool
) -> None:
    found = framed(title, published_on=published_on)
    assert found == ([("late-published", "年报.docx")] if is_late else [])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024年，我局共收到申请。", [("zero-all-doubtful", "年报.docx")]),
        ("2024年，我局未收到政府信息公开申请。", []),
        ("2024年，我局收到政府信息公开申请0件。", []),
    ],
)
def test_noughts_alone_are_doubtful_unless_the_words_say_so(
    words: str, expected: list[tuple[str, str]]
) -> None:
    report = finished(NOUGHTS, f"{TITLE}\n一、总体情况\n{words}")
    assert codes(prove_finished(report)) == expected


def test_another_scope_than_last_year_is_said() -> None:
    now = finished(NOW, "青山县人民政府2024年政府信息公开工作年度报告")
    before = finished(
        BEFORE, "青山县人民政府办公室2023年政府信息公开工作年度报告", 2023, "上年.docx"
    )
    (found,) = prove_finished(now, previous=before)
    assert codes([found]) == [("scope-changed", "年报.docx:1")]
    assert found.details == {"value": "青山县人民政府", "before": "青山县人民政府办公室"}
    assert prove_finished(finished(NOW, TITLE), previous=LAST_YEAR) == []


# --- tables ---


def test_a_wrong_cell_is_found_where_it_is_printed() -> None:
    cell = "requests/outcome.granted/natural_person"
    found = prove_finished(finished({**NOW, cell: Decimal(16)}, TITLE))
    assert codes(found) == [("identity-broken", f"年报.docx '{cell}'")]
    assert (found[0].details["found"], found[0].details["expected"]) == ("16", "15")


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("requests/received/total", 62),
        ("requests/outcome.granted/total", 19),
        ("cases/review/total", 8),
    ],
)
def test_words_that_are_right_are_not_accused_for_a_slip_in_a_table(
    cell: str, printed: int
) -> None:
    report = finished({**NOW, cell: Decimal(printed)}, text_of("bureau"))
    found = prove_finished(report, previous=LAST_YEAR)
    assert codes(found) == [("identity-broken", f"年报.docx '{cell}'")]


def test_what_was_carried_and_what_is_in_force_is_held_against_last_year() -> None:
    cells = {
        "requests/carried_forward/natural_person": Decimal(6),
        "requests/carried_forward/total": Decimal(7),
        "publications/normative_documents/in_force": Decimal(10),
    }
    before = finished({**BEFORE, **cells}, "", 2023, "上年.docx")
    found = prove_finished(finished(NOW, TITLE), previous=before)
    assert codes(found) == [
        ("identity-broken", "年报.docx 'requests/brought_forward/natural_person'"),
        ("identity-broken", "年报.docx 'requests/brought_forward/total'"),
        ("identity-doubtful", "年报.docx 'publications/normative_documents/in_force'"),
    ]


def test_a_report_of_another_year_is_not_compared() -> None:
    other = finished(BEFORE, "", 2022, "上年.docx")
    found = prove_finished(finished(NOW, TITLE), previous=other)
    assert codes(found) == [("previous-other-year", "上年.docx")]


def test_every_cell_is_held_against_a_recount() -> None:
    recount = TallyJson(
        year=2024,
        tables={"requests": {"received": {"natural_person": 49, "total": 61}, "no.line": {"a": 1}}},
    )
    found = prove_finished(finished(NOW, TITLE), recount=recount)
    assert codes(found) == [("recount-differs", "年报.docx 'requests/received/natural_person'")]
    assert found[0].details["expected"] == "49"


def test_a_cell_that_was_not_read_is_held_against_nothing() -> None:
    cell = "requests/received/total"
    words = f"{TITLE}\n一、总体情况\n2024年，我局共收到政府信息公开申请62件。"
    recount = TallyJson(year=2024, tables={"requests": {"received": {"total": 61}}})
    report = finished({**NOW, cell: None}, words)
    assert prove_finished(report, recount=recount, previous=LAST_YEAR) == []


def test_without_a_year_no_year_is_wrong() -> None:
    words = "政府信息公开工作年度报告\n一、总体情况\n2024年，我局共收到政府信息公开申请62件。"
    assert codes(prove_finished(finished(NOW, words, None))) == [(FIGURE, "年报.docx:3")]
    assert year_before(finished(NOW, words, None)) is None
