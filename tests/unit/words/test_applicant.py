"""Applicants as offices write them, and the column of the form that each belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from reportcli.words.applicant import classify_applicant, is_identity_number, is_undecided
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


PERSON, BUSINESS, RESEARCH = "natural_person", "business", "research"
WELFARE, LEGAL, OTHER_BODY = "social_welfare", "legal_services", "other_organisation"


@pytest.mark.parametrize(
    ("kind", "code", "name", "column", "faults"),
    [
        # the type
        ("自然人", "91320100MA1AAAAA01", "某某有限公司", PERSON, []),
        (" 公民 ", "", "", PERSON, []),
        ("商业企业", "", "张三", BUSINESS, []),
        ("1.商业企业", "", "", BUSINESS, []),
        ("法人或其他组织—商业企业", "", "", BUSINESS, []),
        ("法人或其他组织（社会公益组织）", "", "", WELFARE, []),
        ("科研机构", "", "", RESEARCH, []),
        ("法律服务机构", "", "", LEGAL, []),
        ("其他", "", "某某有限公司", OTHER_BODY, []),
        ("企业法人", "", "", BUSINESS, []),
        ("个体工商户", "", "", PERSON, []),
        ("外籍", "", "张三", None, ["applicant-type-unknown"]),
        # the code
        ("", "320106190001010015", "", PERSON, []),
        ("法人", "11010519491231002x", "", PERSON, []),
        ("", "320106190001010015", "某某有限公司", BUSINESS, []),
        ("", "31320000MD0123456M", "", LEGAL, []),
        ("", "51320000509160001Q", "", WELFARE, []),
        ("", "52320000MJ5000001N", "某某中心", WELFARE, []),
        ("", "52320000MJ5000001N", "某某研究院", RESEARCH, []),
        ("单位", "91320100MA1AAAAA01", "", BUSINESS, []),
        ("", " 9132 0100 ma1a aaaa 01 ", "", BUSINESS, []),
        ("", "93320100MA1AAAAA0T", "", BUSINESS, []),
        ("", "92320100MA1AAAAA0X", "张三", PERSON, []),
        ("", "123200004660000017", "某某大学", RESEARCH, []),
        ("", "123200004660000017", "某某医院", OTHER_BODY, []),
        ("", "113200000140000016", "", OTHER_BODY, []),
        ("", "N1320100MF00000018", "", OTHER_BODY, []),
        # a mistyped identity number of Jiangsu is no notary's code
        ("", "320106190001010016", "张三", PERSON, ["applicant-by-name"]),
        # the name
        ("", "", "某某律师事务所", LEGAL, []),
        ("法人或其他组织", "", "某某研究院有限公司", BUSINESS, []),
        ("", "", "某某纺织厂", BUSINESS, []),
        ("", "", "某某志愿者协会", WELFARE, []),
        ("", "", "某某科学院", RESEARCH, []),
        ("", "", "某某村民委员会", OTHER_BODY, []),
        ("", "", "张三", PERSON, ["applicant-by-name"]),
        ("", "", "张学会", PERSON, ["applicant-by-name"]),
        ("", "", "阿不都·热合曼", PERSON, ["applicant-by-name"]),
        ("", "", "张**", PERSON, ["applicant-by-name"]),
        ("", "", "张三、李四等5人", PERSON, ["applicant-by-name"]),
        ("法人", "", "张三", None, ["applicant-undecided"]),
        ("", "", "某某读书小组", None, ["applicant-undecided"]),
        ("", "", "", None, ["applicant-undecided"]),
    ],
)
def test_applicant(kind: str, code: str, name: str, column: str | None, faults: list[str]) -> None:
    found = classify_applicant(kind, code, name)
    assert (found.line, codes(found)) == (column, faults)
    shown = str([fault.details for fault in found.faults])
    assert not (name and name in shown)
    assert not (code and code in shown)


@pytest.mark.parametrize("column", [PERSON, BUSINESS, OTHER_BODY])
@pytest.mark.parametrize(("kind", "code"), [("个体工商户", ""), ("", "92320100MA1AAAAA0X")])
def test_individual_business_follows_the_setting(kind: str, code: str, column: str) -> None:
    assert classify_applicant(kind, code, "", individual_business=column) == Classified(column)


def test_own_applicant_types_come_first() -> None:
    own = {"外 籍": PERSON, "企业": OTHER_BODY}
    assert classify_applicant("外籍", "", "", wordings=own) == Classified(PERSON)
    assert classify_applicant("企业", "", "", wordings=own) == Classified(OTHER_BODY)


def test_types_that_leave_the_column_open() -> None:
    assert is_undecided("法人或其他组织")
    assert not is_undecided("法人或其他组织-商业企业")
    assert not is_undecided("外籍")


def test_published_types() -> None:
    values = reference("vocabulary.yaml")["applicant_type_values"]
    for column, words in values.items():
        for text in words:
            found = classify_applicant(text, "", "").line
            assert is_undecided(text) if column == "undecided" else found == column, text


@pytest.mark.parametrize(
    ("code", "sound"),
    [
        ("11010519491231002X", True),
        ("320106190001010015", True),
        ("320106190001010016", False),  # the check digit
        ("510106190402290017", True),
        ("510106190002290015", False),  # 1900 had no 29 February
        ("11010519491231002", False),
        ("91320100134900000N", False),
    ],
)
def test_identity_number(code: str, sound: bool) -> None:
    assert is_identity_number(code) is sound


@pytest.mark.parametrize(
    ("kind", "name", "column"),
    [
        ("法人", "某某有限公司", "business"),
        ("法人", "张三", None),
        ("法人或者其他组织", "某某协会", "social_welfare"),
        ("法人、其他组织", "某某村委会", "other_organisation"),
        ("民营企业", "某某", "business"),
        ("外资企业", "", "business"),
        ("国有企业", "", "business"),
        ("民办非企业单位", "某某服务中心", "social_welfare"),
        ("民办非企业单位", "某某研究院", "research"),
        ("民办非企业单位", "某某", "social_welfare"),
        ("高校", "某某大学", "research"),
        ("高校", "某某", None),
        ("公民", "某某公司", "natural_person"),
        ("个人", "某律师事务所", "natural_person"),
        ("自然人（公民）", "", "natural_person"),
        ("企业（有限公司）", "", "business"),
        ("法人或其他组织—商业企业", "", "business"),
        ("企业/个人", "", None),
    ],
)
def test_a_type_as_offices_write_it(kind: str, name: str, column: str | None) -> None:
    assert classify_applicant(kind, "", name).line == column


def test_an_office_may_settle_where_undecided_applicants_count() -> None:
    found = classify_applicant("单位", "", "某某超市", undecided="other_organisation")
    assert (found.line, codes(found)) == ("other_organisation", ["applicant-presumed"])
