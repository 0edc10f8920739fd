"""Wordings as offices write them, and where each belongs on the form."""

from typing import Any

import pytest

from reportcli.finding import catalogue, word
from reportcli.words.applicant import classify_applicant
from reportcli.words.case import case_group, classify_case
from reportcli.words.classified import Classified
from reportcli.words.outcome import classify_outcome, is_pending, labels
from reportcli.words.vocabulary import vocabulary
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


def test_the_words_are_of_the_lines_of_the_form_in_its_order() -> None:
    words = vocabulary().outcome
    places = [line.id for line in words.lines]
    assert [place for place in labels() if place not in GROUPS] == places
    assert {group.id for group in words.groups} == GROUPS


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
        ("书面告知获取渠道", GRANTED, []),
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
        ("予以公开", "国家秘密", GRANTED, ["granted-with-ground"]),
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


@pytest.mark.parametrize(
    "piece", ["第一条", "第1条(1)", "不涉及投诉或者", "国家秘密、", "1", "十", "《", "(", "张、"]
)
def test_long_cells_take_no_long_time(piece: str) -> None:
    """Excel's longest cell, full of what the patterns look for; a quadratic search would hang the suite."""
    whole = (piece * 32767)[:32767]
    for text in (whole, f"张{whole[2:]}张"):
        outcome("不予公开", text)
        outcome(text)
        classify_applicant("", text, text)
        classify_case("suit_direct", text)
        case_group(text, text)


def test_a_wording_that_the_office_maps_to_an_open_request_has_no_line() -> None:
    assert outcome("承办处室研究", wordings={"承办处室研究": "pending"}) == Classified(None)


@pytest.mark.parametrize(
    ("wording", "ground", "faults"),
    [
        ("予以公开", "依法主动公开", []),
        ("予以公开", "涉及国家秘密", ["granted-with-ground"]),
        ("予以公开", "条例第三十七条", ["granted-with-ground"]),
        ("予以公开", "区分处理", ["granted-with-ground"]),
        ("予以公开", "条例36条（四）", ["granted-with-ground"]),
        ("予以公开", "条例第三十六条第（六）项", ["granted-with-ground"]),
        ("予以公开", "条例第十五条", ["granted-with-ground"]),
        ("信息不存在", "属于国家秘密", ["ground-differs"]),
        ("信息不存在", "条例第三十六条第（四）项", []),
    ],
)
def test_outcome_and_ground_agree_or_it_is_said(
    wording: str, ground: str, faults: list[str]
) -> None:
    assert codes(outcome(wording, ground)) == faults


def test_a_number_that_no_article_has_names_none() -> None:
    assert outcome("不予公开", "条例第十五条").line == THIRD_PARTY
    assert outcome("不予公开", "条例第十十条").line == REFUSED


def test_an_answer_in_place_of_an_outcome_is_named_at_once() -> None:
    """A cell of 30,000 letters is no outcome, and the work on its clauses would never end."""
    assert outcome("不予公开第三方，" * 4000, "").faults[0].code == "outcome-unknown"
    assert outcome("不予公开", "第三方的商业秘密，" * 4000).faults[0].code == "outcome-unknown"
