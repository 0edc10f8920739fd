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


# As offices write, in other words than the form.
RIGHT_IN_OTHER_WORDS_2020 = """
全年共收到政府信息公开申请401件，其中网络申请86件，纸质申请297件，传真18件。
线下渠道收到申请315件，主要为信函和当面递交。
收到书面申请315件。
26件申请因法定期限未满，顺延至下年度办理。
截至年底，26件申请尚未办结，转入下一年度办理。
年末未办结申请26件，延续至2021年办理。
上年度遗留申请17件已于年初全部办结。
行政复议案件15件，复议机关作出复议决定13件，尚未作出决定2件。
复议机关共作出复议决定13件，其中维持8件，纠正2件，其他3件。
法院共作出裁判8件，其中维持4件。
对32件申请内容不明确的发出补正通知书。
对申请内容不明确的32件，依法一次性告知补正。
没有收取信息处理费。
全年未收取信息处理费，未发出收费通知书。
未发生重大舆情。
未出现因信息公开工作不到位引发的群体性事件。
未收到群众来信来访投诉。
未接到关于政府信息公开工作的举报。
本年度没有逾期答复的情况，按时答复率100%。
本机关未制定政府规章。
没有出台规章。
申请总量401件，结构上以自然人为主，占88.8%。
公民申请356件，占比近九成。
自然人申请占88.8%，法人和其他组织占11.2%。
申请人既有公民，也有企业和律师事务所。
信函168件、当面129件，两项合计297件。
共办结392件，其中予以公开和部分公开197件，占一半以上。
在答复的392件中，不予公开50件，主要为行政查询事项19件、第三方合法权益9件、过程性信息8件。
无法提供86件，其中本机关不掌握69件，没有现成信息需要另行制作13件，补正后仍不明确4件。
不予处理33件，其中信访举报投诉类18件、重复申请9件、要求提供公开出版物1件、无正当理由大量反复申请3件、要求确认或重新出具已获取信息2件。
行政诉讼案件10件，一审判决维持4件，纠正1件。
全年行政复议被纠正2件，行政诉讼被纠正1件。
复议维持率53.3%，诉讼维持率40%。
未经复议直接起诉5件，复议后起诉5件。
举办在线访谈3期，召开新闻发布会2场，开展意见征集5次，网上直播1次。
发布政策解读5篇，其中图解3篇、问答2篇。
主动公开信息4939条，其中门户网站4901条。
全局2名专职工作人员、5名兼职人员参加了市里组织的培训。
12件申请经批准延期答复。
收到的401件申请中，有32件经补正后受理。
从申请主体看，自然人居多；从申请内容看，征地拆迁类较多。
新收申请401件加上年结转17件，减去办结392件，结转下年26件。
没有出现应公开未公开的情况。
所有办结申请均未超过法定时限。
作出予以公开答复171件、部分公开答复26件、不予公开答复50件。
已办结392件。
"""
RIGHT_IN_OTHER_WORDS_2024 = """
2024年共接收政府信息公开申请61件，上年度结转6件，当年应办理67件。
本年度办理政府信息公开申请67件，其中办结61件，6件转入2025年办理。
办理信息公开申请67件，已答复61件，尚在办理期限内6件。
从答复情况看，予以公开23件、部分公开2件、不予公开15件、无法提供9件、不予处理4件、其他处理8件。
全年共办结依申请公开事项61件，同比增长17.3%。
来自自然人的申请48件，来自法人或其他组织的申请13件。
自然人申请48件，占78.7%，较上年增加5件。
律师事务所提出申请2件，较上年减少1件。
线上申请33件，线下申请28件。
邮寄申请16件，当面申请11件，传真申请1件。
信函和现场提交的申请27件。
不予公开15件，较上年增加10件，主要原因是行政查询事项增多。
因申请内容涉及第三方合法权益不予公开2件。
本机关不掌握相关信息6件，需要另行制作1件，补正后仍不明确2件。
逾期不补正3件，逾期未缴费1件，其他4件。
全年行政复议7件，比上年增加4件。
复议维持3件、纠正1件、其他结果2件、尚未审结1件，纠错率14.3%。
行政应诉3件，维持2件，尚未审结1件。
被提起行政诉讼3件，未出现败诉。
我局未收到针对信息公开工作的举报投诉。
全年未发生失泄密事件。
没有因信息公开问题被通报批评。
全年没有发生因信息公开引发的负面舆情。
全年无逾期答复，依法按时办结率100%。
共收取信息处理费1260元，涉及3件申请。
发布行政规范性文件4件，宣布失效3件，继续有效12件。
作出行政许可941件、行政处罚33件、行政强制3件。
行政许可941件，同比增加13件，增长1.4%。
政务新媒体发布信息15条。
举办政策解读3次。
2024年申请量是2023年的1.1倍。
新收申请较2023年的54件增加7件。
2023年收到申请54件，办结52件；2024年收到申请61件，办结61件。
申请总量上升，不予公开数量亦有所上升。
部分公开由7件减至2件。
需要说明的是，个别申请人一次提出多项诉求。
没有需要向上级报告的其他事项。
今年以来，未接到上级机关责令改正的通知。
收到信息公开申请61件（其中自然人48件，占78.69%）。
结转下年度6件均在法定期限内。
2024年，我局收到纸质申请27件，网上申请33件。
通过信函、当面等线下方式提交的纸质申请27件。
全年收到纸质申请27件、电子邮件申请6件、网站申请27件、传真1件。
顺延至下一年度继续办理6件。
6件申请顺延至2025年答复。
另有6件因年底收到，转下年继续办理。
尚有6件正在办理中，顺延下年答复。
行政复议7件，其中6件已作出复议决定，1件仍在审理中。
全年发生行政复议7件，复议机关做了复议决定6件。
行政诉讼3件，法院已作出判决2件，1件尚在审理。
对7件内容不明确的申请发出补正告知书。
对内容不明确的7件申请，一次性告知申请人补正。
向7名申请人发出补正通知书。
2024年未发生因政府信息公开被纠正的行政诉讼案件。
全年无逾期答复的情况。
未发生大量、反复申请的情形。
没有因国家秘密以外的原因不予公开的申请1件。
未收到其他组织以外的投诉举报。
按期办结率与上年持平，均为100%。
申请量由54件上升到61件。
申请数从54件增至61件，增长13%。
不予公开率较上年提高15个百分点。
予以公开23件，占办结总数的37.7%，较上年下降0.8个百分点。
行政复议案件由上年的3件增加到7件。
新收申请数量同比有所增加，行政复议案件也有所增加。
申请总量上升，办结量同步上升。
申请量稳中有升。
共收到申请61件，较上年略有上升。
部分公开的申请较上年有所减少。
自然人申请48件，商业企业6件，其他各类主体7件。
办结的61件申请均在法定期限内答复。
所有申请均已按期答复，未收到举报投诉。
信息公开申请均做到件件有回复。
公开政策解读3条，形式包括图解、问答和文字各1条。
微信公众号发布信息15条。
我局制发规范性文件4件，废止3件，现行有效12件。
全年发出信息处理费收费通知3件，收取1260元。
全年没有向社会公众收取其他费用。
未收到人大代表关于政府信息公开的建议。
行政复议结果维持3件，纠正1件，其他2件，尚未审结1件。
行政诉讼无结果纠正案件。
因政府信息公开引发的行政诉讼案件3件，无一败诉。
以电子邮件形式提出的申请6件，以传真形式提出的1件。
新收61件申请中，网络渠道33件，其余28件为信函、当面等方式。
主动公开信息90条，均在门户网站公开。
收到申请61件，同比增加7件，增长率为12.96%。
办结量为52件增加到61件。
两件因重复申请不予处理。
"""
# Of another scope, or of the office's own documents: nobody knows these numbers, and no figure of
# the report contradicts them.
OF_SOMETHING_ELSE = """
2020 | 本机关全年印发公文520件，其中主动公开310件、依申请公开95件、不予公开115件。
2020 | 发文520件，其中不予公开115件，占22.1%。
2020 | 代表市政府本级办理申请73件，其中予以公开30件、不予公开12件。
2020 | 全市各部门共受理申请2300件。
2020 | 各区县收到申请1890件。
2024 | 全年制发公文30件，其中主动公开18件，不予公开12件。
2024 | 制发文件30件，其中依申请公开8件，不予公开12件，主动公开10件。
2024 | 办公室全年发文45件，公文属性为不予公开的20件。
2024 | 代表县政府办理政府信息公开申请19件。
2024 | 县政府本级收到申请112件，答复109件。
2024 | 全县各级行政机关共收到申请523件。
2024 | 各乡镇、街道共收到申请88件。
2024 | 答复的61件中，予以公开、部分公开共25件，不予公开及无法提供等36件。
2024 | 按照县政府统一部署，开展2次专项检查，未发现泄密问题。
"""


@pytest.mark.parametrize(
    ("year", "line"),
    [(2020, line) for line in RIGHT_IN_OTHER_WORDS_2020.split("\n") if line]
    + [(2024, line) for line in RIGHT_IN_OTHER_WORDS_2024.split("\n") if line],
)
def test_what_is_right_in_other_words_is_not_accused(year: int, line: str) -> None:
    assert [finding.message("zh") for finding in proved(line, year)] == []


@pytest.mark.parametrize("row", [row for row in OF_SOMETHING_ELSE.split("\n") if row])
def test_what_is_of_something_else_contradicts_nothing(row: str) -> None:
    year, _, line = row.partition(" | ")
    assert {finding.code for finding in proved(line, int(year))} == {"figure-unmatched"}


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
claim-contradicted | 我局收到政府信息公开申请数量较去年有所减少 | 公开渠道畅通。2024年，我局收到政府信息公开申请数量较去年有所减少。
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


# None in words, directions, points and other words for the lines of the form: each is an error.
WRONG_IN_WORDS_2020 = """
全年无人申请公开政府信息。
本年度未接到任何公民、法人或者其他组织的政府信息公开申请。
全年未受理政府信息公开申请。
2020年本机关依申请公开工作为零申请。
未收到法人或其他组织的申请。
未收到企业申请。
没有科研机构提出申请。
未收到律师事务所提出的申请。
没有通过电子邮件提交的申请。
未收到网上申请。
没有线下申请。
申请均为自然人提出。
申请人全部为公民个人。
申请全部来自网上。
申请均通过信函方式提出。
收到的申请均已同意公开。
对全部申请均予以公开。
已办结申请均全部公开。
所有申请均全文公开。
无部分公开的申请。
没有一件申请不予公开。
未出现不予公开的情况。
无不予处理情形。
不存在无法提供的情况。
没有信息不存在的情形。
没有涉及第三方合法权益的申请。
未发生延期答复。
没有申请需要补正。
未制发补正通知书。
无申请结转至下年度。
全部申请已于年内办结，无结转。
所有申请均已办结。
收到的申请全部办结完毕。
年初无结转申请。
行政复议案件已全部审结。
行政复议15件，均已办结。
行政诉讼10件，全部结案。
复议案件均获维持。
未发生政府信息公开行政复议案件。
没有因政府信息公开被申请行政复议。
未被提起行政诉讼。
全年零诉讼。
行政复议、行政诉讼案件数均为零。
没有行政复议和行政诉讼。
行政诉讼无败诉。
行政复议无纠正。
未作出行政处罚。
没有实施行政强制。
未召开新闻发布会。
未举办在线访谈。
没有开展网上直播。
未发布解读材料。
没有新制作规范性文件。
未开展意见征集活动。
收到纸质申请298件。
顺延至下年度27件。
复议机关作出复议决定14件。
对33件申请内容不明确的发出补正通知书。
行政复议案件16件，复议机关作出复议决定13件。
线下渠道收到申请316件。
"""
WRONG_IN_WORDS_2024 = """
2024年共接收政府信息公开申请54件，上年度结转4件。
本年度办理政府信息公开申请66件。
全年共办结依申请公开事项61件，同比增长18.3%。
全年没有收到政府信息公开申请。
我局全年未有公民申请信息公开。
未有自然人申请。
无信函申请。
没有传真申请。
全年未出现行政复议案件。
全年没有行政诉讼。
全年无行政诉讼案件发生。
未引发行政复议和行政诉讼。
行政复议、行政诉讼均为零。
行政复议零发生。
全年无被纠错案件。
行政复议案件均得到维持。
所有申请均全部公开。
对收到的申请均予以公开，无不予公开情况。
未有不予公开的申请。
均未涉及不予公开。
不存在不予公开、不予处理的情况。
无无法提供信息的情形。
没有申请信息不存在的情况。
不存在重复申请。
未有延期。
所有申请均未延期。
未向申请人发出补正通知。
未收取任何费用。
未产生信息处理费。
全年没有结转。
年末无未办结申请。
无未办结件。
未新制发规范性文件。
没有废止规范性文件。
未作出行政许可。
无行政处罚。
各项数据均较上年下降。
申请量较上年下降明显。
行政复议数量较上年下降。
不予公开数量同比减少。
与上年相比，申请量减少。
申请总数比去年少。
办结量较上年持平。
部分公开由7件增至2件。
部分公开数量与上年基本持平。
自然人申请量较上年有所下降。
律师事务所申请量较上年有所增加。
新收申请较2023年的53件增加7件。
线上申请32件，线下申请28件。
信函和现场提交的申请28件。
被提起行政诉讼3件，均败诉。
2024年，我局未收到政府信息公开申请。
全年未收到公民、法人和其他组织提出的政府信息公开申请。
本年度没有收到任何依申请公开政府信息的申请。
全年没有公民向我局提出政府信息公开申请。
未收到自然人提出的申请。
未收到商业企业提出的申请。
未收到以信函形式提交的申请。
未收到通过传真提交的申请。
没有当面提交的申请。
收到的61件申请均予以公开。
全部申请均已依法予以公开。
办结的申请全部公开。
答复的申请中，全部予以公开。
申请人均为自然人。
申请均由自然人提出。
申请全部通过网上提交。
均为网上申请，无其他方式。
行政复议案件已全部办结。
行政复议案件7件，已全部办结。
行政诉讼案件均已结案。
复议、诉讼案件全部审结。
全年未发生行政复议。
未发生行政复议、行政诉讼案件。
行政复议、行政诉讼均未发生。
行政复议和行政诉讼案件均为零。
行政复议为零。
依申请公开数量为零。
政府信息公开申请量为零。
实现零复议、零诉讼。
实现行政复议零纠错。
零申请。
无不予公开情形。
未作出不予公开决定。
不存在部分公开的情况。
没有部分公开的申请。
没有延期答复的申请。
无延期答复情况。
未出现无法提供的情形。
没有不予处理的申请。
不存在信访举报投诉类申请。
未出现重复申请。
没有涉及国家秘密不予公开的申请。
没有需要补正的申请。
未发出补正告知书。
未收取信息处理费。
未发出收费通知。
无结转下年度申请。
收到的申请已全部办结。
无上年结转申请。
上年无结转。
没有制发规范性文件。
未废止规范性文件。
未开展意见征集。
未发布政策解读。
各项指标均有所下降。
各项数据较上年均有所下降。
申请量同比下降。
申请数量有所下降。
收到申请数量较上年明显减少。
办结数量同比减少。
不予公开数量较上年有所减少。
行政复议案件数量同比下降。
予以公开的申请较上年减少。
部分公开的申请较上年有所增加。
行政诉讼案件较上年持平。
纸质申请28件。
顺延至下一年度7件。
行政复议作出复议决定5件。
对8件内容不明确的申请发出补正告知书。
不予公开率较上年提高20个百分点。
予以公开占办结总数的37.7%，较上年提高0.8个百分点。
申请量由53件上升到61件。
收到申请五十四件。
收到申请零件。
"""


@pytest.mark.parametrize(
    ("year", "line"),
    [(2020, line) for line in WRONG_IN_WORDS_2020.split("\n") if line]
    + [(2024, line) for line in WRONG_IN_WORDS_2024.split("\n") if line],
)
def test_what_is_wrong_in_words_is_an_error(year: int, line: str) -> None:
    assert {finding.severity for finding in proved(line, year)} >= {"error"}


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


@pytest.mark.parametrize(
    ("texts", "row"),
    [
        (["办结393件。" * 30_000], 1),
        (["收到申请。", "办结。" * 100_000], 2),
        (["五是加强学习，提高认识。" * 10] * 1800, 1667),
    ],
    ids=["one paragraph", "the second", "many"],
)
def test_a_text_without_an_end_is_proved_up_to_there(texts: list[str], row: int) -> None:
    report = report_of(2020)
    found = list(prove_template("上年.docx", enumerate(texts, start=1), Figures(report), report))
    assert places(found)[-1] == (row, "text-too-long")


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
