"""Outcomes, results, applicants, categories and channels in the words of offices."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program.field.situation import Situation, judge, named


def outcome(told: str, right: str = "", *, ground: str = "", manner: str = "right") -> Situation:
    """One request with an outcome in these words; `right` is its line, nothing where it has to be an error."""
    table = f"""
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | {told} | {ground}
        """
    name = f"{told}（{ground}）" if ground else told
    figures = f"{right}/total 1, outcome.total/total 1" if right else "outcome.total/total 0"
    said = {"right": "", "either": "2", "both": "2"}.get(manner, "2!")
    return Situation(name, table, figures, said, manner if right else "both")  # type: ignore[arg-type]


GRANTED, PARTIAL = "outcome.granted", "outcome.partial"
REFUSED, OTHER = "outcome.refused", "outcome.other"
UNAVAILABLE, UNPROCESSED = "outcome.unavailable", "outcome.unprocessed"

OUTCOMES = [
    # several answers in one cell: a part is a part (条例第三十七条)
    outcome("第1项予以公开；第2项不存在", PARTIAL),
    outcome("予以公开1条，不存在1条", PARTIAL),
    outcome("事项一公开，事项二涉及国家秘密不公开", PARTIAL),
    outcome("第1项公开；第2项信访", PARTIAL),
    outcome("第一项予以公开，第二项本机关不掌握", PARTIAL),
    outcome("公开3份，另2份属商业秘密不予公开", PARTIAL),
    outcome("除第三人信息外予以公开", PARTIAL),
    outcome("隐去个人信息后提供", PARTIAL),
    outcome("遮盖第三方信息后予以公开", PARTIAL),
    outcome("打码后提供", PARTIAL),
    outcome("批复予以公开，附图不予公开", PARTIAL),
    # nothing given, several reasons: named
    Situation(
        "no part is given, and the reasons are several",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-005 | 2024-03-01 | 自然人 | 2024-03-20 | 第1项不存在；第2项涉及个人隐私
        2024-006 | 2024-03-01 | 自然人 | 2024-03-20 | 部分信息不存在，其余不予公开
        2024-007 | 2024-03-01 | 自然人 | 2024-03-20 | 不存在；其余属过程性信息不予公开
        2024-008 | 2024-03-01 | 自然人 | 2024-03-20 | 不予公开 商业秘密 已征求第三方意见，第三方同意部分公开
        """,
        right="outcome.partial/total 0, outcome.granted/total 0",
        said="2 3 4 5",
        manner="both",
    ),
    # outcome and ground agree, or it is said
    Situation(
        "granted, and the ground is that of another outcome",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由
        2024-001 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 条例第三十七条
        2024-002 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 区分处理
        2024-003 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 条例36条（四）
        2024-004 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 条例第三十六条第（六）项
        2024-005 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 条例第十五条
        """,
        said="2 3 4 5 6",
        manner="said",
    ),
    outcome("予以公开", GRANTED, ground="条例第三十六条第（一）项"),
    outcome("予以公开", GRANTED, ground="条例第三十六条第（二）项"),
    outcome("予以公开", GRANTED, ground="第三十八条", manner="either"),
    outcome(
        "不予公开", REFUSED + ".register_query", ground="条例第三十六条第（七）项", manner="either"
    ),
    # a ground that is lifted
    outcome("已解密，予以公开", GRANTED, manner="either"),
    outcome("第三方无异议，予以公开", GRANTED, manner="either"),
    outcome("经征求意见第三方同意公开，予以公开", GRANTED, manner="either"),
    outcome("后已补正，予以公开", GRANTED, manner="either"),
    outcome("提供信访答复意见书", GRANTED, manner="either"),
    outcome("公开行政执法案卷", GRANTED, manner="either"),
    # needlessly refused once
    *(
        outcome(told, GRANTED)
        for told in ("可以公开", "已公开", "准予公开", "完全公开", "予以公开（邮寄）")
    ),
    outcome("经查无此信息", UNAVAILABLE + ".not_held"),
    outcome("申请人撤回申请", OTHER + ".miscellaneous"),
    # withdrawn in part is not withdrawn
    outcome("部分撤回，其余予以公开", GRANTED, manner="either"),
    outcome("申请人撤回第2项，第1项不予公开"),
    outcome("公开出版物", UNPROCESSED + ".published_material", manner="either"),
    outcome("告知公开出版物获取途径", UNPROCESSED + ".published_material", manner="either"),
]


@pytest.mark.parametrize("situation", named(OUTCOMES))
def test_outcomes(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


def result(kind: str, told: str, column: str, *, closed: str = "2024-06-01") -> Situation:
    """One case with a result in these words."""
    table = f"""
        案号 | 案件类型 | 受理日期 | 是否经过复议 | 审理结果 | 审结日期
        某1号 | {kind} | 2024-03-01 | 否 | {told} | {closed}
        """
    line = "review" if kind == "行政复议" else "suit_direct"
    return Situation(
        f"{kind} {told}", table, f"cases:{line}/{column} 1, cases:{line}/total 1", "", "right"
    )


RESULTS = [
    result("行政复议", "撤销申请", "other"),
    result("行政复议", "申请人撤回，终止", "other"),
    result("行政复议", "责令限期答复", "corrected"),
    result("行政复议", "责令重新答复", "corrected"),
    result("行政复议", "确认答复违法", "corrected"),
    result("行政诉讼", "撤销起诉", "other"),
    result("行政诉讼", "原告主动撤销", "other"),
    result("行政诉讼", "准许撤诉", "other"),
    result("行政诉讼", "已上诉", "pending", closed=""),
    result("行政诉讼", "二审审理中", "pending", closed=""),
    result("行政诉讼", "发回重审", "pending", closed=""),
    result("行政诉讼", "指令继续审理", "pending", closed=""),
    Situation(
        "cases about other matters",
        """
        案号 | 案由 | 案件类型 | 受理日期 | 是否经过复议 | 审理结果 | 结案日期
        复1 | 政府信息公开 | 行政复议 | 2024-03-01 | | 维持 | 2024-05-01
        复2 | 行政处罚 | 行政复议 | 2024-03-01 | | 撤销 | 2024-05-01
        行1 | 土地征收 | 行政诉讼 | 2024-03-01 | 否 | 驳回诉讼请求 | 2024-05-01
        行2 | 不履行法定职责 | 行政诉讼 | 2024-03-01 | 是 | |
        行3 | 信息公开 | 行政诉讼 | 2024-03-01 | 是 | |
        民1 | 合同纠纷 | 民事诉讼 | 2024-03-01 | 否 | 驳回诉讼请求 | 2024-05-01
        """,
        right="cases:review/total 1, cases:suit_direct/total 0, cases:suit_after_review/total 1",
        said="3 4 5 7",
    ),
    *(
        Situation(
            f"a case about {matter}",
            f"""
            案号 | 案由 | 案件类型 | 受理日期 | 审理结果 | 审结日期
            复1 | {matter} | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
            复2 | 政府信息公开 | 行政复议 | 2024-03-01 | 撤销 | 2024-05-01
            """,
            right="cases:review/total 1, cases:review/upheld 0",
            said="2",
        )
        for matter in ("行政许可", "房屋征收补偿", "工伤认定", "行政强制", "不动产登记")
    ),
    Situation(
        "general words count where the title names disclosure",
        """
        2024年政府信息公开行政复议台账 | | | | |
        案号 | 案由 | 案件类型 | 受理日期 | 审理结果 | 审结日期
        复1 | 不服答复 | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
        """,
        right="cases:review/upheld 1",
        manner="right",
    ),
]


@pytest.mark.parametrize("situation", named(RESULTS))
def test_results_of_cases(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


def applicant(name: str, column: str, *, manner: str = "right") -> Situation:
    """One request of an applicant whose type no column tells."""
    table = f"""
        登记编号 | 收到日期 | 申请人 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | {name} | 2024-03-20 | 予以公开
        """
    right = f"received/{column} 1, received/total 1" if column else "received/total 0"
    return Situation(
        f"applicant {name}", table, right, "2!" if not column else "2", manner if column else "both"
    )  # type: ignore[arg-type]


PERSON, BODY = "natural_person", "other_organisation"
APPLICANTS = [
    applicant("张某（某律师事务所）", PERSON),
    applicant("某公司职工王某", PERSON),
    applicant("某大学学生李某", PERSON),
    applicant("某商会会长李某", PERSON),
    applicant("王**", PERSON),
    applicant("买买提·某", PERSON),
    applicant("扎西某", PERSON),
    applicant("John Smith", PERSON),
    applicant("赵甲", PERSON),
    applicant("甲、乙、丙等12人", PERSON, manner="either"),
    applicant("某市企业家协会", "social_welfare"),
    applicant("某某置业公司业主委员会", BODY),
    applicant("某集团工会委员会", BODY),
    applicant("某某置业有限公司", "business"),
    applicant("某某超市", "business", manner="either"),
    applicant("北京某律师事务所", "legal_services"),
    applicant("某县供电局", BODY, manner="either"),
    applicant("某县纪委", BODY, manner="either"),
    applicant("某某小学", BODY, manner="either"),
    applicant("某市红十字会", "social_welfare", manner="either"),
    Situation(
        "twelve who ask together are one request",
        """
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 甲、乙、丙等12人 | 自然人 | 2024-03-20 | 予以公开
        """,
        right="received/total 1",
        manner="right",
    ),
    *(
        Situation(
            f"type {told}",
            f"""
            登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
            2024-1 | 2024-03-01 | {told} | 2024-03-20 | 予以公开
            """,
            right=f"received/{column} 1",
            manner="right",
        )
        for told, column in (
            ("民营企业", "business"),
            ("外资企业", "business"),
            ("民办非企业单位", "social_welfare"),
            ("公民", PERSON),
            ("个人", PERSON),
        )
    ),
    Situation(
        "a person's name under the type of a body is not guessed over",
        """
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 赵甲 | 科研机构 | 2024-03-20 | 予以公开
        """,
        right="received/research 1",
        manner="right",
    ),
]


@pytest.mark.parametrize("situation", named(APPLICANTS))
def test_applicants(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


def category(told: str, line: str) -> Situation:
    """One publication of a category; `line` is where it counts, nothing where it is a topic."""
    table = f"""
        信息名称 | 文号 | 信息类别 | 制发日期 | 公开日期 | 有效性
        某件 | 某〔2024〕1号 | {told} | 2024-03-01 | 2024-03-05 | 有效
        """
    every = ("licensing/decisions", "penalties/decisions", "coercion/decisions", "rules/issued")
    lines = (*every, "normative_documents/issued")
    right = ",".join(f"publications:{one} {int(one == line)}" for one in lines)
    return Situation(f"category {told}", table, right, "2!", "either" if line else "right")


CATEGORIES = [
    category("行政处罚决定书", "penalties/decisions"),
    category("行政许可结果", "licensing/decisions"),
    category("部门规范性文件", "normative_documents/issued"),
    category("地方政府规章", "rules/issued"),
    category("行政强制决定书", "coercion/decisions"),
    *(
        category(told, "")
        for told in (
            "办事指南",
            "通知公告",
            "规范性文件解读",
            "行政处罚裁量基准",
            "行政许可事项目录",
            "行政强制流程",
            "规章征求意见",
        )
    ),
]


@pytest.mark.parametrize("situation", named(CATEGORIES))
def test_categories(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


CHANNELS = [
    Situation(
        "several channels in a cell",
        {
            "chan.csv": """
                信息名称,信息类别,公开日期,公开渠道
                顿号,通知公告,2024-03-01,网站、微信公众号
                逗号,通知公告,2024-03-01,网站，微信公众号
                分号,通知公告,2024-03-01,网站；微信公众号
                换行,通知公告,2024-03-01,"网站
                微信公众号"
                空格,通知公告,2024-03-01,网站 微信公众号
                斜杠,通知公告,2024-03-01,网站/微信公众号
                加号,通知公告,2024-03-01,网站+微信公众号
                和,通知公告,2024-03-01,网站和微信公众号
                及,通知公告,2024-03-01,网站及微信公众号
                """
        },
        right="facts:publications.by_channel.own_site 9, facts:publications.by_channel.wechat 9",
        manner="right",
    ),
    *(
        Situation(
            f"channel {told}",
            f"""
            登记编号 | 收到日期 | 申请人类型 | 申请方式 | 答复日期 | 办理结果
            2024-1 | 2024-03-01 | 自然人 | {told} | 2024-03-20 | 予以公开
            """,
            right=f"facts:requests.by_channel_in_detail.{channel} 1",
            manner="right",
        )
        for told, channel in (
            ("EMS邮寄", "letter"),
            ("挂号信", "letter"),
            ("网上提交", "web"),
            ("网络平台", "web"),
            ("线上申请", "web"),
            ("来访", "in_person"),
            ("当面递交", "in_person"),
            ("E-mail", "email"),
        )
    ),
    Situation(
        "a channel that nobody knows is no other way",
        """
        登记编号 | 收到日期 | 申请人类型 | 申请方式 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 飞鸽 | 2024-03-20 | 予以公开
        """,
        right="facts:requests.by_channel.other_ways 0",
        said="2?",
        manner="both",
    ),
]


@pytest.mark.parametrize("situation", named(CHANNELS))
def test_channels(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)
