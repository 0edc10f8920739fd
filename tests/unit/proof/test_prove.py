"""The office's prose against the sample reports: what is wrong is found at its line, what is right is not."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.finding import Finding
from reportcli.proof.prove import prove_template
from reportcli.prose.figures import Figures
from reportcli.prose.manuscript import read_manuscript
from reportcli.words.numerals import narrow, read_numerals
from tests.sample import declaring, places, proved, report_of

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.md"))


def year_of(text: Path) -> int:
    return int(text.stem[:4])


# --- texts that are right ---


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_a_right_text_gives_no_finding(text: Path) -> None:
    assert [
        finding.message("zh") for finding in proved(text.read_text("utf-8"), year_of(text))
    ] == []


RIGHT_2020 = """
2020年，本机关共收到政府信息公开申请401件，其中自然人356件、法人和其他组织45件。
收到401件政府信息公开申请，上年结转17件，共计418件。
我局全年共受理依申请公开件418件（含上年结转17件），已办结392件，结转下年度26件。
新收申请401件中，网上申请86件，书面申请315件。
收到申请401件，其中自然人356件，其他45件。
通过信函提交168件、当面提交129件、网站61件、电子邮件25件、传真18件。
171件予以公开，26件部分公开，50件不予公开，86件无法提供，33件不予处理，26件其他处理。
予以公开和部分公开共197件，占办结总数的50.3%。
自然人、法人或其他组织申请分别为356件、45件，分别占88.8%、11.2%。
予以公开、部分公开、不予公开分别为171、26、50件。
收到申请４０１件，其中自然人３５６件，占８８．８％。
行政复议案件15件，其中维持8件、纠正2件、其他3件，未审结2件；诉讼案件10件，其中维持4件，纠正1件，其他3件，未审结2件。
未经复议直接起诉的5件中，维持2件，其他结果2件，尚未审结1件；复议后起诉的5件中，维持2件，纠正1件，其他结果1件，尚未审结1件。
全年发生行政复议15起，被纠正2起；行政诉讼10起，败诉1起。行政复议维持率53.3%。
本机关共发生行政复议、行政诉讼案件25件。
补正告知32件，延期答复12件，无逾期答复情况。
新制作规范性文件8件，新公开9件，对外公开总数24件。
行政许可处理决定2,136件，其他对外管理服务事项24289件；行政处罚125件；行政强制3件。
政府集中采购项目11个，采购金额11923311.3元（约1192万元）。
主动公开信息近5000条，其中网站4900余条，主动公开总数不到5000条，超过4900条。
全年主动公开政府信息四千九百三十九条。召开新闻发布会两场，在线访谈三期，意见征集5次。
收到申请四百零一件，办结三百九十二件，按期办结率为百分之百。
2020年未收取信息处理费，未发出收费通知。
截至2020年12月31日，尚有26件正在办理中。
根据《条例》第三十六条第（一）项、第三十九条，按照第20条规定，于2020年6月30日前完成。
按照“三审三校”要求，实行7×24小时值班，2020年第3季度完成整改，20个工作日内答复。
地址：河海东路23号，邮编213022，电话0519-85682118，邮箱a1@b2.cn，网址http://www.x.gov.cn/2019/12.html。
从申请内容看，主要集中在征地拆迁、规划许可、土地供应等三个方面，健全三项制度，一手抓公开，一手抓服务。
2019年结转的17件申请已全部办结，2020年新收申请中26件结转2021年。
自2019年5月15日新修订的《条例》施行以来，我局严格按照新规定办理。
按照《江苏省2020年政务公开工作要点》（苏政办发〔2020〕30号）要求，“十三五”期间（2016—2020年）稳步推进。
2021年，我局将进一步加强队伍建设，计划组织培训。
上年转来17件，结转下年26件。
上年遗留17件，新收401件，结转2021年26件。
应公开尽公开，公开率100%。
新收申请量同比下降。
行政诉讼未因工作零星而减少。
已审结的行政诉讼案件情况见表。
"""
RIGHT_2024 = """
与2023年相比，申请量增长13.0%，2023年为54件，2024年为61件。
2023年收到申请54件，2024年收到61件，增加7件，增幅13%。
申请量由2023年的54件上升到61件，是上年的1.1倍。
同比增长13%，其中网上申请33件，占54.1%。
行政处罚33件，较上年增加1件；行政强制3件，较上年增加1件。
收费金额569.904万元，同比增长9.6%；收费569.90万元，比上年多收50万余元。
办结61件，办结率91.0%，按时答复率为100%。
行政诉讼3件，均未败诉。已审结的2件行政诉讼案件均维持。
1件行政复议被纠正，纠错率14.3%。
2023年以来，我局持续推进政务公开标准化建设；2023年印发的《规程》继续有效。
针对2023年度政府信息公开工作年度报告中反映的问题，我局逐项整改。
2025年1月，完成年度报告编制。2025年是“十四五”规划收官之年，我局将继续努力。
2024年结转下年度6件。结转2025年度继续办理6件。
《青禾县国土空间总体规划（2021—2035年）》获批并公开。
2021年修订的《行政处罚法》、2023年9月1日修订的《行政复议法》自2024年1月1日起施行。
于2024年12月20日前在县政府网站公开2025年部门预算；公开2023年度部门决算。
2024年，较上年同期，申请总量略有增长。特别是2022年以来，申请数量逐年上升。
要进一步细化操作流程，可根据《条例》第三十条一次性告知补正。如需申请，请填写《政府信息公开申请表》。
确保全部按期办结，力争不发生行政复议被纠正的案件。
上年转来6件，结转下年6件。
2023年转入6件，新收61件，办结61件，结转2025年6件。
新收申请61件，同比增长13%；行政诉讼3件，其中2件均胜诉，1件未审结。
结转下年度办理6件。新收申请较上年的54件增加7件，同比上升13%。
下一步，我局将加强队伍建设，2025年组织培训2次。
下一步，我局将加强队伍建设。2025年，我局组织人员轮训。
办结61件，未按期答复0件。
未按时办结0件。
2024年，我局将政府信息公开纳入绩效考核。
2024年，我局将持续优化营商环境作为工作主线。
青禾县自然资源局2023年政府信息公开工作年度报告反映的问题已整改。
已审结的行政诉讼案件均胜诉。
新收申请量同比上升，较去年有所增加。
新收申请61件，较去年有所增加。
第三季度，新收申请量同比下降；自然人新收申请量同比减少。
2023年新收申请量较上年减少。
共收到申请六十余件，走访企业百余家。
"""


@pytest.mark.parametrize(
    ("year", "line"),
    [(2020, line) for line in RIGHT_2020.split("\n") if line]
    + [(2024, line) for line in RIGHT_2024.split("\n") if line],
)
def test_a_right_sentence_gives_no_finding(year: int, line: str) -> None:
    assert [finding.message("zh") for finding in proved(line, year)] == []


# --- texts that are wrong ---

WRONG_2020 = """
figure-contradicted | 402件 | 本机关共收到政府信息公开申请402件。
figure-contradicted | 402件 | 收到402件政府信息公开申请。
figure-contradicted | 四百零二件 | 本机关共收到政府信息公开申请四百零二件。
figure-contradicted | 393件 | 已办结393件。
figure-contradicted | 18件 | 上年结转18件。
figure-contradicted | 27件 | 结转下年度继续办理27件。
figure-contradicted | 357件 | 自然人申请357件。
figure-contradicted | 46件 | 法人和其他组织申请46件。
figure-contradicted | 46件 | 自然人、法人或其他组织申请分别为356件、46件。
figure-contradicted | 21.5% | 网上申请占比21.5%。
figure-contradicted | 43.7% | 予以公开171件，占43.7%。
figure-contradicted | 11.3% | 自然人、法人或其他组织申请分别占88.8%、11.3%。
figure-contradicted | 169件 | 信函申请169件。
figure-contradicted | 27件 | 171件予以公开，27件部分公开。
figure-contradicted | 198件 | 予以公开和部分公开共198件。
figure-contradicted | 51件 | 予以公开、部分公开、不予公开分别为171、26、51件。
figure-contradicted | 9件 | 行政复议15件，其中维持9件。
figure-contradicted | 11件 | 行政诉讼案件11件。
figure-contradicted | 3件 | 因属于国家秘密不予公开3件。
figure-contradicted | 19件 | 信访举报投诉类19件。
figure-contradicted | 9件 | 新制作规范性文件9件。
figure-contradicted | 2137件 | 作出行政许可决定2137件。
figure-contradicted | 11923311.4元 | 采购金额11923311.4元。
figure-contradicted | 4938条 | 主动公开政府信息4938条。
figure-contradicted | 4902条 | 通过局网站公开信息4902条。
figure-contradicted | 3751条 | 规划公示3751条。
figure-contradicted | 6篇 | 全年发布政策解读6篇。
figure-contradicted | 3场 | 召开新闻发布会3场。
figure-contradicted | 99.7% | 按期办结率99.7%。
figure-contradicted | 500余件 | 共收到申请500余件。
figure-contradicted | 近400件 | 共收到申请近400件。
figure-contradicted | 约450件 | 收到申请约450件。
figure-contradicted | 百余件 | 共收到申请百余件。
figure-contradicted | 近百件 | 共收到申请近百件。
figure-contradicted | 超过500件 | 收到申请超过500件。
figure-unmatched | 100元 | 收取信息处理费100元。
figure-unmatched | 17家 | 走访企业17家。
figure-unmatched | 92条 | 处理群众留言92条。
figure-unmatched | 17条 | 公开人事信息17条。
claim-contradicted | 均被维持 | 行政复议、诉讼案件均被维持。
claim-contradicted | 无败诉 | 行政诉讼无败诉案件。
claim-contradicted | 无行政复议 | 无行政复议案件。
claim-contradicted | 未发生因政府信息公开引起的行政诉讼 | 未发生因政府信息公开引起的行政诉讼。
claim-contradicted | 均胜诉 | 行政诉讼10件，均胜诉。
claim-contradicted | 没有案件被纠正 | 没有案件被纠正。
claim-contradicted | 行政诉讼数量为零 | 行政诉讼数量为零。
claim-contradicted | 行政复议案件数量为零 | 行政复议案件数量为零。
figure-contradicted | 0 | 行政诉讼数量为0。
claim-contradicted | 无结转下 | 全年无结转下年度的申请。
claim-contradicted | 已全部办结 | 收到的申请已全部办结。
year-wrong | 2019年 | 2019年，我局主动公开政府信息4939条。
year-wrong | 2019年 | 本报告所列数据的统计期限自2019年1月1日起至12月31日止。
year-wrong | 2020年 | 结转2020年继续办理26件。
year-wrong | 2018年 | 2018年结转17件。
year-wrong | 2021年 | 2021年，我局收到政府信息公开申请401件。
year-wrong | 2019年 | 现公布我局2019年政府信息公开工作年度报告。
year-wrong | 二〇一九年 | 二〇一九年，我局高度重视政府信息公开工作。
instruction-left | （此处填写主要问题） | （此处填写主要问题）
instruction-left | 请填写 | 请填写本单位主动公开情况。
instruction-left | ×× | 共公开××条信息。
instruction-left | XX | XX局高度重视。
instruction-left | 某某 | 某某局高度重视。
instruction-left | （可根据实际情况增加内容） | （可根据实际情况增加内容）
instruction-left | ____ | ____局政府信息公开工作。
instruction-left | □□ | 收到申请□□件。
instruction-left | 【】 | 【】局
instruction-left | 「待补充」 | 「待补充」
instruction-left | TODO | TODO
instruction-left | 填报说明 | 填报说明
instruction-left | {{ | {{ 未写完
"""
WRONG_2024 = """
figure-contradicted | 8件 | 新收申请61件，较上年增加8件。
figure-contradicted | 7件 | 新收申请61件，比上年减少7件。
figure-contradicted | 12% | 新收申请61件，同比增长12%。
figure-contradicted | 13% | 新收申请61件，同比下降13%。
figure-contradicted | 55件 | 上年收到申请55件。
figure-contradicted | 1.2倍 | 新收申请61件，是上年的1.2倍。
figure-contradicted | 570.904万元 | 行政事业性收费570.904万元。
figure-contradicted | 1260万元 | 收取信息处理费1260万元。
figure-contradicted | 2件 | 科研机构和社会公益组织各2件。
figure-contradicted | 五十余件 | 共收到申请五十余件。
figure-contradicted | 7件 | 上年转来7件，结转下年6件。
figure-contradicted | 1件 | 未按期答复1件。
figure-contradicted | 8件 | 结转下年度办理6件。新收申请较上年的54件增加8件。
figure-unmatched | 15% | 新收申请61件，主动公开90条，较上年增长15%。
figure-unmatched | 38件 | 2024年新收申请61件，2023年54件，2022年38件。
claim-contradicted | 均胜诉 | 行政诉讼3件，均胜诉。
claim-contradicted | 新收申请量同比下降 | 公开渠道畅通。新收申请量同比下降。
claim-contradicted | 收到政府信息公开申请数量较去年有所减少 | 公开渠道畅通。2024年，我局收到政府信息公开申请数量较去年有所减少。
claim-contradicted | 较去年有所减少 | 新收申请61件，较去年有所减少。
year-wrong | 2023年 | 2023年，青禾县自然资源局认真贯彻落实《条例》。
year-wrong | 2023年 | 2023年，本机关认真贯彻落实《条例》。
year-wrong | 2024年 | 2024年，我局将继续加强政府信息公开工作。
year-wrong | 2024年 | 2024年下一步工作打算
year-wrong | 2025年 | 2025年，青禾县自然资源局组织人员轮训。
claim-contradicted | 与上年持平 | 新收申请61件，与上年持平。
claim-contradicted | 均维持 | 政府信息公开行政复议案件7件，均维持原行政行为。
claim-contradicted | 未收取任何费用 | 未收取任何费用。
"""


def planted(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|", 2)] for line in table.split("\n") if line]


@pytest.mark.parametrize(
    ("year", "code", "figure", "sentence"),
    [(2020, *row) for row in planted(WRONG_2020)] + [(2024, *row) for row in planted(WRONG_2024)],
)
def test_a_wrong_sentence_is_found_at_its_line(
    year: int, code: str, figure: str, sentence: str
) -> None:
    found = proved(f"前面一段没有数字。\n\n第一行，\n{sentence}", year)
    assert {
        (finding.address.file, *place) for finding, place in zip(found, places(found), strict=True)
    } == {("一.md", 4, code)}
    assert figure in {finding.evidence for finding in found}


def test_what_is_known_instead_is_told_with_its_place() -> None:
    (finding,) = proved("本机关共收到政府信息公开申请402件。", 2020)
    assert str(finding.address) == "一.md:1"
    assert finding.message("zh") == (
        "“本机关共收到政府信息公开申请402件”中的“402件”与数据不符，应为 401件（三/本年新收政府信息公开申请数量/总计）"
    )


def test_ten_contradictions_planted_in_a_right_text_are_found_each_at_its_line() -> None:
    lines = (Path(__file__).parent / "texts" / "2020-部门.md").read_text("utf-8").splitlines()
    plants = [
        ("主动公开政府信息4939条", "主动公开政府信息4993条"),
        ("图解3篇、简明问答2篇", "图解3篇、简明问答3篇"),
        ("新收政府信息公开申请401件", "新收政府信息公开申请402件"),
        ("网上申请86件，占21.4%", "网上申请86件，占24.1%"),
        ("部分公开26件", "部分公开62件"),
        ("告知补正32件", "告知补正23件"),
        ("结果纠正2件，其他结果3件", "均维持"),
        ("对外公开规范性文件总数24件", "对外公开规范性文件总数42件"),
        ("全年新制作", "2019年，本机关全年新制作"),
        ("（五）监督保障情况", "（五）监督保障情况（此处填写）"),
    ]  # fmt: skip
    wanted = set()
    for old, new in plants:
        (at,) = (number for number, line in enumerate(lines) if old in line)
        lines[at] = lines[at].replace(old, new)
        wanted.add(at + 1)
    found = [finding for finding in proved("\n".join(lines), 2020) if finding.severity == "error"]
    assert {finding.address.row for finding in found} == wanted


# --- every number of a right text, changed by one ---


def changed_by_one(text: str) -> list[tuple[int, str]]:
    """The text with one number one more or one less in its last place, and the line of that number."""
    found = []
    held = [field.span() for field in re.finditer(r"\{\{.*?\}\}", text)]
    lines = text.split("\n")
    before = 0
    for row, line in enumerate(lines):
        for numeral in read_numerals(narrow(line)):
            digits = re.search(r"\d[\d,]*(?:\.\d+)?", line[numeral.start : numeral.end])
            if digits is None or any(start <= before + numeral.start < end for start, end in held):
                continue
            at = numeral.start + digits.start()
            number = Decimal(digits[0].replace(",", ""))
            step = Decimal(1).scaleb(int(number.as_tuple().exponent))
            for new in (number + step, number - step):
                if new >= 0:
                    other = f"{line[:at]}{new}{line[at + len(digits[0]) :]}"
                    found.append((row + 1, "\n".join([*lines[:row], other, *lines[row + 1 :]])))
        before += len(line) + 1
    return found


def test_any_number_changed_by_one_is_found_mostly_as_an_error() -> None:
    outcomes: Counter[str] = Counter()
    for text in TEXTS:
        for line, changed in changed_by_one(text.read_text("utf-8")):
            here = [
                finding for finding in proved(changed, year_of(text)) if finding.address.row == line
            ]
            outcomes[
                max(
                    (finding.severity for finding in here),
                    default="silent",
                    key="warning error".find,
                )
            ] += 1
    assert outcomes["silent"] == 0
    assert outcomes["error"] / outcomes.total() > 0.95, outcomes


# --- fields, declared figures, tables, templates ---


def test_what_a_field_filled_is_not_proved_and_what_follows_is_measured_by_it() -> None:
    text = "收到申请{{ requests.received.total }}件，同比增长{}%，其中自然人占{}%。"
    assert proved(text.replace("{}", "13", 1).replace("{}", "78.7"), 2024) == []
    wrong = proved(text.replace("{}", "14", 1).replace("{}", "78.8"), 2024)
    assert [finding.evidence for finding in wrong] == ["14%", "78.8%"]


def test_a_declared_figure_bears_out_a_number_and_is_held_against_it() -> None:
    report = declaring(2020, 走访企业=17, 业务培训场次=3)
    assert proved("全年走访企业17家，举办业务培训3场。", report) == []
    (finding,) = proved("全年走访企业18家。", report)
    assert (finding.code, finding.evidence) == ("figure-contradicted", "18家")


TABLE = """
| 申请方式 | 件数 | 占比 | 备注 |
|---|---|---|---|
| 网上申请 | 86 | 21.4% | |
| 其他方式 | 315 | 78.6% | 含信函 |
| 合计 | 401 | 100% | |
"""


def test_a_table_is_read_by_its_heads() -> None:
    assert proved(TABLE, 2020) == []
    assert places(proved(TABLE.replace("315", "314"), 2020)) == [(5, "figure-contradicted")]
    assert places(proved(TABLE.replace("401", "402"), 2020)) == [(6, "figure-unmatched")]
    assert places(proved(TABLE.replace("78.6", "78.7"), 2020)) == [(5, "figure-contradicted")]


@pytest.mark.parametrize("blank", ["", "/", "-", "—", "无"])
def test_a_blank_cell_among_numbers_is_found(blank: str) -> None:
    assert places(proved(TABLE.replace("315", blank), 2020)) == [(5, "cell-blank")]


def test_a_cell_of_words_may_be_blank() -> None:
    assert proved("| 问题 | 措施 |\n|---|---|\n| 形式单一 | / |\n| 更新较慢 | 已整改 |", 2020) == []


@pytest.mark.parametrize(
    "text",
    [
        "下一步，本局将组织业务培训12次。",
        "下一步，2021年将从两个方面改进：\n\n1. 组织12期业务培训；\n2. 收到申请后7日内答复，办结400件。",
        "### （三）下一步工作计划\n\n举办在线访谈12期。",
    ],
)
def test_what_is_still_to_come_is_no_figure_of_the_year(text: str) -> None:
    assert proved(text, 2020) == []


def test_a_list_of_plans_ends_with_the_list() -> None:
    text = "下一步将：\n\n- 组织12期培训。\n\n全年收到政府信息公开申请402件。"
    assert [(one.code, one.address.row) for one in proved(text, 2020)] == [
        ("figure-contradicted", 5)
    ]


def test_what_no_log_records_may_have_been_all_the_same() -> None:
    assert [one.code for one in proved("全年组织业务培训3次。", 2020)] == ["figure-unmatched"]


def test_a_heading_says_what_the_numbers_under_it_are_of() -> None:
    assert places(proved("### （二）行政复议情况\n\n共15件，其中维持9件。", 2020)) == [
        (3, "figure-contradicted")
    ]


def test_the_words_of_a_template_are_proved_by_paragraph() -> None:
    texts = (
        "一、总体情况",
        "收到申请{{ requests.received.total }}件。",
        "办结393件。",
        "XX局",
    )
    report = report_of(2020)
    found = list(prove_template("上年.docx", enumerate(texts, start=1), Figures(report), report))
    assert places(found) == [(3, "figure-contradicted"), (4, "instruction-left")]


def test_a_title_and_a_date_left_in_a_template_are_of_the_wrong_year() -> None:
    texts = (
        "青禾县自然资源局2023年政府信息公开工作年度报告",
        "青禾县自然资源局2024年政府信息公开工作年度报告",
        "《2023年政府信息公开工作年度报告》",
        "2024年1月18日",
        "二〇二四年一月十八日印发",
        "2025年1月18日",
        "《条例》自2024年1月18日施行",
    )
    report = report_of(2024)
    found = list(prove_template("上年.docx", enumerate(texts, start=1), Figures(report), report))
    assert [(one.address.row, one.code, str(one.details["wanted"])) for one in found] == [
        (1, "year-wrong", "2024"),
        (4, "year-wrong", "2025"),
        (5, "year-wrong", "2025"),
    ]


# --- other years, other offices, hostile text ---


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_the_text_of_another_year_is_told_so(text: Path) -> None:
    other = 2024 if year_of(text) == 2020 else 2020
    codes = {finding.code for finding in proved(text.read_text("utf-8"), other)}
    assert codes & {"figure-contradicted", "year-wrong"}


WORDS = st.sampled_from(
    ["收到", "申请", "自然人", "占", "%", "件", "，", "。", "、", "分别", "2023年", "上年", "增长", "行政复议", "均", "维持",
     "{{", "}}", "|", "---", "\n", "《", "》", "（", "）", "1", "12.5", "三", "百", "万", "余", "约", "第", "\u202e", "\x00", "\ud800"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(WORDS, max_size=40).map("".join)))
def test_no_text_is_too_odd(text: str) -> None:
    for finding in proved(text, 2024):
        assert isinstance(finding, Finding)
        assert finding.message("zh").isprintable() or finding.code.startswith(("field-", "filter-"))


def test_the_time_for_a_text_grows_with_its_length() -> None:
    """What would take for ever if it did not; how long it does take depends on the machine."""
    report = report_of(2020)
    for piece in (
        "1",
        "12，",
        "（《“【",
        "自然人申请356件，占88.8%、",
        "2023年",
        "无没有未收到",
        "×_□某",
        "{{ x }}",
    ):
        text = piece * (60_000 // len(piece))
        assert read_manuscript("一.md", text, Figures(report)).file
        proved(text, report)
