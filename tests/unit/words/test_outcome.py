"""Wordings as offices write them, and where each belongs on the form."""

import subprocess
import sys
from typing import Any

import pytest

from reportcli.finding import Fault, catalogue, word
from reportcli.words.outcome import (
    Classified,
    affirmed,
    case_group,
    classify_applicant,
    classify_case,
    classify_outcome,
    doubt_granted,
    is_identity_number,
    is_pending,
    is_undecided,
    vocabulary,
)
from tests.places import FORM

GRANTED, PARTIAL = "outcome.granted", "outcome.partial"
REFUSED, UNAVAILABLE, UNPROCESSED, OTHER = (
    "outcome.refused",
    "outcome.unavailable",
    "outcome.unprocessed",
    "outcome.other",
)
GROUPS = {REFUSED, UNAVAILABLE, UNPROCESSED, OTHER}
STATE_SECRET = f"{REFUSED}.state_secret"
PROHIBITED_BY_LAW = f"{REFUSED}.prohibited_by_law"
SECURITY_STABILITY = f"{REFUSED}.security_stability"
THIRD_PARTY = f"{REFUSED}.third_party"
INTERNAL_AFFAIRS = f"{REFUSED}.internal_affairs"
DELIBERATIVE = f"{REFUSED}.deliberative"
ENFORCEMENT_FILE = f"{REFUSED}.enforcement_file"
REGISTER_QUERY = f"{REFUSED}.register_query"
NOT_HELD = f"{UNAVAILABLE}.not_held"
NEEDS_CREATION = f"{UNAVAILABLE}.needs_creation"
UNCLEAR = f"{UNAVAILABLE}.unclear"
PETITION = f"{UNPROCESSED}.petition"
REPEATED = f"{UNPROCESSED}.repeated"
PUBLISHED_MATERIAL = f"{UNPROCESSED}.published_material"
EXCESSIVE = f"{UNPROCESSED}.excessive"
RECONFIRMATION = f"{UNPROCESSED}.reconfirmation"
NOT_CORRECTED = f"{OTHER}.not_corrected"
FEE_UNPAID = f"{OTHER}.fee_unpaid"
MISCELLANEOUS = f"{OTHER}.miscellaneous"


def codes(found: Classified) -> list[str]:
    return [fault.code for fault in found.faults]


def outcome(
    wording: str, ground: str = "", *, corrected: bool = True, **settings: Any
) -> Classified:
    return classify_outcome(wording, ground, corrected=corrected, **settings)


def reference(name: str) -> Any:
    """A reference form, where it is at hand beside the repository."""
    yaml = pytest.importorskip("yaml")
    if not FORM.is_dir():
        pytest.skip(f"no reference forms at {FORM}")
    return yaml.safe_load((FORM / name).read_text("utf-8"))


# --- outcomes: the reference ---

# outcome, ground → line; None: no line, or only a group.
REFERENCE = [
    ("予以公开", "", GRANTED),
    ("同意公开", "", GRANTED),
    ("主动公开", "", GRANTED),
    ("告知已主动公开", "", GRANTED),
    ("部分公开", "涉及个人隐私", PARTIAL),
    ("同意部分公开", "", PARTIAL),
    ("不予公开", "国家秘密", STATE_SECRET),
    ("国家秘密不予公开", "", STATE_SECRET),
    ("商业秘密不予公开", "", THIRD_PARTY),
    ("个人隐私不予公开", "", THIRD_PARTY),
    ("三安全一稳定不予公开", "", SECURITY_STABILITY),
    ("不予公开", "条例第十六条第一款", INTERNAL_AFFAIRS),
    ("不予公开", "", None),
    ("不于公开", "", None),
    ("其他不予公开", "", None),
    ("不同意公开", "第三方不同意公开", THIRD_PARTY),
    ("不予公开", "不涉及国家秘密，属于过程性信息", DELIBERATIVE),
    ("信息不存在", "", NOT_HELD),
    ("政府信息不存在", "", NOT_HELD),
    ("非本部门掌握", "", NOT_HELD),
    ("非本机关公开职权范围", "", NOT_HELD),
    ("不属于本机关公开职责权限范围", "", NOT_HELD),
    ("无法提供", "需要另行制作", NEEDS_CREATION),
    ("无法提供", "", None),
    ("无法提供", "第三十八条", NEEDS_CREATION),
    ("申请内容不明确", "", UNCLEAR),
    ("信访事项", "", PETITION),
    ("信访活动函告", "", PETITION),
    ("重复申请不予答复处理", "", REPEATED),
    ("多次重复申请不作处理", "", REPEATED),
    ("不予处理", "无正当理由大量反复申请", EXCESSIVE),
    ("不予处理", "要求行政机关确认或重新出具已获取信息", RECONFIRMATION),
    ("未补正，视为自动放弃", "", NOT_CORRECTED),
    ("逾期未补正，视为放弃申请", "", NOT_CORRECTED),
    ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "", NOT_CORRECTED),
    ("申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "", FEE_UNPAID),
    ("申请人主动撤销", "", MISCELLANEOUS),
    ("申请人撤回申请", "", MISCELLANEOUS),
    ("房地产登记事项", "", REGISTER_QUERY),
    ("其他法律法规另有规定（其他）", "", REGISTER_QUERY),
    ("特定领域信息函告", "", REGISTER_QUERY),
    ("非规定所指政府信息", "", MISCELLANEOUS),
    ("咨询函告", "", MISCELLANEOUS),
    ("涉及商业秘密、个人隐私公开", "", GRANTED),
    ("不足以证明三需要不予公开", "", None),
    ("复议事项", "", None),
    ("档案", "", None),
    ("要求提供公开出版物", "", PUBLISHED_MATERIAL),
    ("本机关不掌握相关政府信息", "", NOT_HELD),
    ("没有现成信息需要另行制作", "", NEEDS_CREATION),
    ("补正后申请内容仍不明确", "", UNCLEAR),
    ("属于行政执法案卷", "", ENFORCEMENT_FILE),
    ("属于行政查询事项", "", REGISTER_QUERY),
    ("属于三类内部事务信息", "", INTERNAL_AFFAIRS),
    ("属于四类过程性信息", "", DELIBERATIVE),
    ("保护第三方合法权益", "", THIRD_PARTY),
    ("其他法律行政法规禁止公开", "", PROHIBITED_BY_LAW),
    ("危及“三安全一稳定”", "", SECURITY_STABILITY),
    ("信访举报投诉类申请", "", PETITION),
]


@pytest.mark.parametrize(("wording", "ground", "line"), REFERENCE)
def test_reference_wording(wording: str, ground: str, line: str | None) -> None:
    found = outcome(wording, ground).line
    assert found in GROUPS | {None} if line is None else found == line


def test_reference_list_is_complete() -> None:
    rows = reference("vocabulary.yaml")["outcome_tests"]
    assert [tuple(row) for row in rows] == REFERENCE


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(
    "dressed", ["{label}", "{ordinal}{label}", " {ordinal} {label}。", "{group}-{label}"]
)
def test_official_label(edition: str, dressed: str) -> None:
    form = reference(f"edition-{edition}.yaml")
    lines = next(table for table in form["tables"] if table["id"] == "requests")["lines"]
    labels = {line["id"]: line["label_zh"] for line in lines}
    for line in lines:
        if not line["id"].startswith("outcome.") or line["kind"] == "total":
            continue
        group = labels[line["parent"]] if line["parent"] in GROUPS else "本年度办理结果"
        wording = dressed.format(label=line["label_zh"], ordinal=line["ordinal"], group=group)
        assert outcome(wording) == Classified(line["id"]), wording


def test_labels_and_order_are_those_of_the_form() -> None:
    lines = next(t for t in reference("edition-2021.yaml")["tables"] if t["id"] == "requests")[
        "lines"
    ]
    official = [
        (line["id"], line["label_zh"]) for line in lines if line["id"].startswith("outcome.")
    ]
    known = {group.id: group.label for group in vocabulary().outcome.groups}
    known |= {line.id: line.label for line in vocabulary().outcome.lines}
    assert dict(official[:-1]) == known
    assert [place for place, _ in official if place in known and place not in GROUPS] == [
        line.id for line in vocabulary().outcome.lines
    ]


# --- outcomes: how wordings are weighed ---


@pytest.mark.parametrize(
    ("wording", "line", "faults"),
    [
        # whole wordings
        ("公 开", GRANTED, []),
        ("依申请公开", GRANTED, []),
        ("不予公开-国家秘密", STATE_SECRET, []),
        ("（三）不予公开 1.属于国家秘密", STATE_SECRET, []),
        ("三、本年度办理结果（三）不予公开1．属于国家秘密", STATE_SECRET, []),
        ("其他处理-其他", MISCELLANEOUS, []),
        ("（六）其他处理/3.其他", MISCELLANEOUS, []),
        ("其他处理—逾期不补正", NOT_CORRECTED, []),
        ("其他处理", OTHER, []),
        ("党政混合信息公开", GRANTED, ["outcome-uncertain"]),
        ("查阅案卷函告", ENFORCEMENT_FILE, ["outcome-uncertain"]),
        # 部分公开 wins
        ("部分公开，部分信息不存在", PARTIAL, []),
        ("部分不予公开（商业秘密）", PARTIAL, []),
        ("不能作区分处理，不予公开", REFUSED, []),
        # a negation holds for the list
        ("未涉及商业秘密和个人隐私", None, ["outcome-unknown"]),
        ("未涉及国家秘密、商业秘密和个人隐私", None, ["outcome-unknown"]),
        ("不涉及国家秘密、商业秘密、个人隐私，予以公开", GRANTED, []),
        ("不涉及国家秘密、工作秘密及个人隐私，予以公开", GRANTED, []),
        ("未发现涉及他人个人隐私，同意公开", GRANTED, []),
        ("不涉及国家秘密、予以公开", GRANTED, []),
        ("不涉及国家秘密、不予公开", REFUSED, []),
        ("不涉及国家秘密，涉及商业秘密和个人隐私", THIRD_PARTY, []),
        ("不涉及国家秘密、但属于商业秘密和个人隐私", THIRD_PARTY, []),
        ("不涉及“国家秘密”，同意公开", GRANTED, []),
        ("无需另行制作，予以提供", GRANTED, []),
        ("第三方不同意公开", THIRD_PARTY, []),
        ("经第三方同意公开", GRANTED, []),
        ("未征得第三方同意，不予公开", THIRD_PARTY, []),
        # what holds a word of a line and does not mean it
        ("已征求第三方意见，予以公开", GRANTED, []),
        ("《信访工作条例》文本，予以公开", GRANTED, []),
        ("非本机关掌握，建议咨询信访局", NOT_HELD, []),
        ("不予重复处理", REPEATED, []),
        ("档案信息不存在", NOT_HELD, []),
        # a word beats a group word
        ("信息不存在，不予公开", NOT_HELD, []),
        ("重复申请，不再处理", REPEATED, []),
        # ... but what is granted is not refused
        ("主动公开，不予公开", None, ["outcome-ambiguous"]),
        ("信息不存在，予以公开", None, ["outcome-ambiguous"]),
        ("涉及国家秘密但予以公开", None, ["outcome-ambiguous"]),
        ("信访事项，信息不存在", None, ["outcome-ambiguous"]),
        ("不予公开、无法提供", None, ["outcome-ambiguous"]),
        # 条例第三十条 and what follows from it
        ("内容不明确，逾期未补正，视为放弃", NOT_CORRECTED, []),
        ("未在规定期限内补正", NOT_CORRECTED, []),
        ("逾期未缴费，视为放弃申请", FEE_UNPAID, []),
        ("视为放弃申请", OTHER, []),
        ("不再处理", None, ["outcome-ambiguous"]),
        # several grounds, one group
        ("商业秘密、过程性信息", THIRD_PARTY, ["grounds-several"]),
        ("过程性信息，涉及商业秘密", THIRD_PARTY, ["grounds-several"]),
        ("重复申请、大量反复", REPEATED, ["grounds-several"]),
        ("第三方商业秘密、个人隐私", THIRD_PARTY, []),
        # uncertain, none, and abolished
        ("咨询函告", MISCELLANEOUS, ["outcome-uncertain"]),
        ("告知获取方式", GRANTED, []),
        ("书面告知获取渠道", GRANTED, ["outcome-uncertain"]),
        ("复议事项", None, ["outcome-unknown"]),
        ("条例第十五条", None, ["outcome-unknown"]),
        ("不足以证明三需要不予公开", None, ["outcome-legacy"]),
        ("不符合“三需要”，涉及个人隐私", THIRD_PARTY, []),
        ("档案", None, ["outcome-archive"]),
    ],
)
def test_outcome_without_ground(wording: str, line: str | None, faults: list[str]) -> None:
    found = outcome(wording)
    assert (found.line, codes(found)) == (line, faults)


@pytest.mark.parametrize(
    ("wording", "ground", "line", "faults"),
    [
        ("不予公开", "商业秘密", THIRD_PARTY, []),
        ("不予公开", "未涉及国家秘密和商业秘密，属于内部管理信息", INTERNAL_AFFAIRS, []),
        ("不予公开", "商业秘密、过程性信息", THIRD_PARTY, ["grounds-several"]),
        ("不予公开", "个人隐私，可向信访部门反映", THIRD_PARTY, []),
        ("不予公开", "领导意见", REFUSED, []),
        ("不予公开", "其他", REFUSED, []),
        ("其他处理", "其他", MISCELLANEOUS, []),
        ("其他处理", "转办", MISCELLANEOUS, ["outcome-uncertain"]),
        ("视为放弃申请", "逾期未补正", NOT_CORRECTED, []),
        ("不再处理", "重复申请", REPEATED, []),
        ("不再处理", "逾期未缴费", FEE_UNPAID, []),
        ("不再处理", "重复申请，且逾期未缴费", None, ["outcome-ambiguous"]),
        # a line of another group
        ("不予公开", "信息不存在", None, ["ground-contradicts"]),
        ("不予公开", "第三十六条第（四）项", None, ["ground-contradicts"]),
        ("其他处理", "信访事项", None, ["ground-contradicts"]),
        ("无法提供", "内容不明确，逾期未补正", None, ["ground-contradicts"]),
        ("不予公开", "涉及个人隐私的部分作区分处理", None, ["ground-contradicts"]),
        # abolished, or no ground
        ("不予公开", "不符合三需要", None, ["outcome-legacy"]),
        ("不予公开", "属于档案", None, ["outcome-archive"]),
        ("不予公开", "属于档案，依据第三十六条第七项", REGISTER_QUERY, []),
        # a full line asks no ground
        ("予以公开", "国家秘密", GRANTED, []),
        ("部分公开", "信息不存在", PARTIAL, []),
    ],
)
def test_outcome_with_ground(
    wording: str, ground: str, line: str | None, faults: list[str]
) -> None:
    found = outcome(wording, ground)
    assert (found.line, codes(found)) == (line, faults)


@pytest.mark.parametrize(
    ("wording", "ground", "line", "faults"),
    [
        ("不予公开", "第十六条第一款", INTERNAL_AFFAIRS, []),
        ("不予公开", "第16条第1款", INTERNAL_AFFAIRS, []),
        ("不予公开", "十六条（一）", INTERNAL_AFFAIRS, []),
        ("不予公开（条例第十六条第一款）", "", INTERNAL_AFFAIRS, []),
        ("无法提供", "第三十六条第（四）项", NOT_HELD, []),
        ("无法提供", "第36条第四项", NOT_HELD, []),
        ("无法提供", "36条5项", NOT_HELD, []),
        ("无法提供", "第三十六条第一款第（五）项", NOT_HELD, []),
        ("无法提供", "第三十六条第㈣项", NOT_HELD, []),
        ("不予处理", "第三十六条（六）", REPEATED, []),
        ("不予处理", "第三十五条", EXCESSIVE, []),
        ("不予处理", "第三十九条第二款", PUBLISHED_MATERIAL, []),
        ("不予公开", "第三十六条第三、七项", REGISTER_QUERY, []),
        ("不予公开", "第三十三条第二款第一项、第三十六条第（三）项、第十五条", THIRD_PARTY, []),
        ("不予公开", "第十五条、第十六条第一款", THIRD_PARTY, ["grounds-several"]),
        # an article may stand for several lines; within a group it may stand for one
        ("不予公开", "第十四条", None, ["article-ambiguous"]),
        ("不予公开", "第十四条、第十五条", None, ["article-ambiguous"]),
        ("不予公开", "第十六条第二款", None, ["article-ambiguous"]),
        ("不予公开", "第十六条", None, ["article-ambiguous"]),
        ("不予公开", "第三十六条第三项", None, ["article-ambiguous"]),
        ("不予处理", "第三十九条", None, ["article-ambiguous"]),
        ("无法提供", "第三十条", UNCLEAR, []),
        ("其他处理", "第三十条", NOT_CORRECTED, []),
        # words come before articles
        ("不予公开", "第十四条，国家秘密", STATE_SECRET, []),
        # the regulation by its names, other laws, and what is denied
        (
            "不予公开",
            "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第十五条",
            THIRD_PARTY,
            [],
        ),
        ("不予公开", "依据条例第十五条", THIRD_PARTY, []),
        ("不予公开", "《条例》第十五条", THIRD_PARTY, []),
        ("不予公开", "《行政处罚法》第十五条", REFUSED, []),
        ("不予公开", "《行政处罚法》第五条、第十五条", REFUSED, []),
        ("不予公开", "行政处罚法第十五条", REFUSED, []),
        ("不予公开", "信访条例第十五条", REFUSED, []),
        ("不予公开", "《信访工作条例》第十五条", REFUSED, []),
        ("不予公开", "民法典第一百一十五条", REFUSED, []),
        ("不予公开", "《行政处罚法》第五条，《条例》第十五条", THIRD_PARTY, []),
        (
            "不予公开",
            "不属于条例第十四条、第十五条规定的情形，属于第十六条第一款",
            INTERNAL_AFFAIRS,
            [],
        ),
        ("不予公开", "第三十六条", REFUSED, []),
        ("不予公开", "第三十六条第九项", REFUSED, []),
    ],
)
def test_article(wording: str, ground: str, line: str | None, faults: list[str]) -> None:
    found = outcome(wording, ground)
    assert (found.line, codes(found)) == (line, faults)


@pytest.mark.parametrize(
    ("wording", "ground"),
    [("申请内容不明确", ""), ("补正后申请内容仍不明确", ""), ("无法提供", "内容不明确")],
)
def test_unclear_wants_a_correction_notice(wording: str, ground: str) -> None:
    assert outcome(wording, ground, corrected=True) == Classified(UNCLEAR)
    found = outcome(wording, ground, corrected=False)
    assert (found.line, codes(found)) == (UNCLEAR, ["unclear-without-correction"])


@pytest.mark.parametrize(
    "wording", ["", " ", "—", "/", "待补正", "征求意见", "办理中", "征求第三方意见", "延 期"]
)
def test_pending(wording: str) -> None:
    assert is_pending(wording)
    assert outcome(wording, "国家秘密") == Classified(None)


@pytest.mark.parametrize("wording", ["予以公开", "不予公开", "复议事项", "已征求意见"])
def test_not_pending(wording: str) -> None:
    assert not is_pending(wording)


@pytest.mark.parametrize(
    ("wording", "ground", "line"),
    [
        ("信访转办", "", GRANTED),
        ("待补正", "", GRANTED),
        ("甲类 办结", "", NOT_HELD),
        ("乙类", "商业秘密", THIRD_PARTY),
    ],
)
def test_the_map_of_the_office_comes_first(wording: str, ground: str, line: str) -> None:
    own = {"信访转办": GRANTED, "待 补正": GRANTED, "甲类办结": NOT_HELD, "乙类": REFUSED}
    assert outcome(wording, ground, wordings=own) == Classified(line)


def test_evidence_is_short_and_masked() -> None:
    (fault,) = outcome("按320106190001010015号来信答复，" + "内容较多" * 20).faults
    assert fault.code == "outcome-unknown"
    assert "190001010" not in str(fault.details["value"])
    assert len(str(fault.details["value"])) == 40


# --- applicants ---

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
        ("法人", "", "张三", OTHER_BODY, ["applicant-undecided"]),
        ("", "", "某某读书小组", OTHER_BODY, ["applicant-undecided"]),
        ("", "", "", OTHER_BODY, ["applicant-undecided"]),
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


# --- cases ---


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
        ("suit_direct", "撤销原判，发回重审", None, ["result-ambiguous"]),
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
                if line == "ambiguous":
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


# --- the module ---

FAULTY = [
    outcome("复议事项"),
    outcome("信息不存在，予以公开"),
    outcome("三需要"),
    outcome("档案"),
    outcome("不予公开", "信息不存在"),
    outcome("不予公开", "第十四条"),
    outcome("商业秘密、过程性信息"),
    outcome("咨询函告"),
    outcome("申请内容不明确", corrected=False),
    classify_applicant("外籍", "", ""),
    classify_applicant("", "", "张三"),
    classify_applicant("法人", "", ""),
    classify_case("review", "已结案"),
    classify_case("review", "驳回"),
    case_group("行政诉讼", ""),
    case_group("行政诉讼", "不清楚"),
    case_group("仲裁", ""),
]


@pytest.mark.parametrize("found", FAULTY, ids=lambda found: found.faults[0].code)
def test_faults_are_worded_and_errors_place_nothing(found: Classified) -> None:
    (fault,) = found.faults
    for language in ("zh", "en"):
        assert word(fault.code, "text", language, fault.details)
        assert word(fault.code, "remedy", language, fault.details)
    assert (found.line is None) == (catalogue()[fault.code].severity == "error")


def test_vocabulary_names_known_places_only() -> None:
    words = vocabulary()
    lines = {line.id for line in words.outcome.lines}
    columns = {PERSON, BUSINESS, RESEARCH, WELFARE, LEGAL, OTHER_BODY}
    assert {other for line in words.outcome.lines for other in line.absorbs} <= lines
    assert {line for cited in words.articles.lines.values() for line in cited} <= lines
    assert set(words.applicant.types) == columns | {"individual_business", "undecided"}
    ruled = {rule.column for rule in words.applicant.registrations}
    ruled |= {rule.column for rule in words.applicant.names}
    assert ruled <= columns | {"individual_business"}
    assert set(words.case.labels) == {"upheld", "corrected", "other", "pending"}
    assert set(words.case.review) == {*words.case.labels, "ambiguous"}
    assert set(words.case.suit) == {*words.case.labels, "ambiguous", "dismissed_suit"}


@pytest.mark.parametrize(
    "piece", ["第一条", "第1条(1)", "不涉及投诉或者", "国家秘密、", "1", "十", "《", "(", "张、"]
)
def test_long_cells_take_no_long_time(piece: str) -> None:
    """Excel's longest cell, full of what the patterns look for; a quadratic search would hang the suite."""
    text = (piece * 32767)[:32767]
    outcome("不予公开", text)
    outcome(text)
    classify_applicant("", text, text)
    classify_case("suit_direct", text)
    case_group(text, text)


def test_loads_nothing_slow() -> None:
    """The reader's child process starts with this module."""
    script = (
        "import sys, reportcli.words.outcome; print({'pandas', 'rapidfuzz'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_a_wording_that_the_office_maps_to_an_open_request_has_no_line() -> None:
    assert outcome("承办处室研究", wordings={"承办处室研究": "pending"}) == Classified(None)


def test_a_granted_request_with_a_ground_for_refusal_is_doubted() -> None:
    found = outcome("予以公开")
    assert doubt_granted(found, "依法主动公开") == found
    doubted = doubt_granted(found, "涉及国家秘密")
    assert (doubted.line, codes(doubted)) == (GRANTED, ["granted-with-ground"])


def test_a_number_that_no_article_has_names_none() -> None:
    assert outcome("不予公开", "条例第十五条").line == THIRD_PARTY
    assert outcome("不予公开", "条例第十十条").line == REFUSED
