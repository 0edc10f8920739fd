"""Write the workbooks of `sample_data/`: the same bytes at each run.

    python tests/make_sample_data.py [OUTDIR]

Two offices. `2020/` holds the published figures of 常州市自然资源和规划局 for 2020, filled out with invented
people, outcomes and documents; `2024/` is a small county bureau that does not exist. What is taken and what
is invented stands in `sample_data/README.md`. This script imports nothing of the package: what it counts for
last year's tally is a second opinion, not an echo.
"""

import io
import json
import os
import random
import re
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

os.environ["OPENPYXL_LXML"] = (
    "False"  # with lxml about, openpyxl writes the same XML in other bytes
)

import chinese_calendar
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

T = TypeVar("T")
Cell = str | int | float | date | None

OFFICE_2020 = "常州市自然资源和规划局"
OFFICE_2024 = "青禾县自然资源局"
# The day each log was closed: what happened later its clerk cannot have written.
KNOWN_2020 = date(2021, 1, 11)
KNOWN_2024 = date(2025, 1, 10)


# ------------------------------------------------------------------------------- text, chance and days


def words(text: str) -> list[str]:
    return text.split()


def headings(text: str) -> list[str]:
    """The headings of a sheet; ↵ stands for the line break that the clerk made inside a cell."""
    return [word.replace("↵", "\n") for word in text.split()]


def numbers(text: str) -> dict[str, int]:
    """`granted 189 partial 27` as a mapping."""
    parts = text.split()
    return {name: int(count) for name, count in zip(parts[::2], parts[1::2], strict=True)}


def wordings(text: str) -> dict[str, list[tuple[str, str]]]:
    """One line of the form a row: its id, then what the clerk writes, `outcome+ground`."""
    table = {}
    for row in text.split("\n"):
        if leaf_and_words := row.split():
            leaf, *written_as = leaf_and_words
            table[leaf] = [(word.partition("+")[0], word.partition("+")[2]) for word in written_as]
    return table


class Draw:
    """Chance with a fixed seed; only `random()` is used, whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random

    def between(self, low: int, high: int) -> int:
        return low + int(self._next() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.between(0, len(choices) - 1)]

    def happens(self, percent: int) -> bool:
        return self._next() * 100 < percent

    def shuffled(self, things: Sequence[T]) -> list[T]:
        order = sorted((self._next(), place) for place in range(len(things)))
        return [things[place] for _, place in order]

    def shuffled_deck(self, counts: dict[str, int]) -> list[str]:
        return self.shuffled([card for card, count in counts.items() for _ in range(count)])


def working_day_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself does not count (article 33, PRC calendar)."""
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


def working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if chinese_calendar.is_workday(day)]


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


# -------------------------------------------------------------------------------------- invented words

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程吕丁沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国志文宇欣晓春海玉林峰慧颖凯琳倩瑞宁雪梅荣昌德福茂远"
BRANDS = words(
    "沅茸 晗柘 珏榆 苒栎 砚汀 翊榕 棠屿 禾柠 筱砺 岑澍 昀桦 栀川 朔楹 澄橡 芃泽 霁槐 漪枫 皓菱"
)
TRADES = words(
    "置业有限公司 机械制造有限公司 房地产开发有限公司 新材料科技有限公司 建设工程有限公司"
)
TOWNS = words("青禾镇 柳塘街道 云桥镇 荷溪街道 石渡镇 枫埠街道 麦浦镇 芦汀街道 桑园镇 白鹭街道")
VILLAGES = words("稻香村 桃岸村 南栅村 北塍村 菱湖村 槐荫村 三棵树村 竹篱村 芦花村 新篁村")
ROADS = words("采薇路 鹤鸣路 归雁路 听松路 望蓉路 揽翠路 栖霞巷 书带草路")
ESTATES = words("花苑 家园 科技园 产业园 名邸 厂房 商务楼 实验学校")
PHASES = words("一期 二期 三期 A地块 B地块 C地块")
PAPERS = words("""
    集体土地征收批复文件及附图 征地补偿安置方案及公告 建设用地规划许可证及附图 建设工程规划许可证及总平面图
    国有土地使用权出让合同 土地利用现状图及规划图 控制性详细规划图则 征收土地勘测定界报告 宅基地审批材料
    规划条件变更批准文件 土地权属来源材料 征地补偿款支付凭证 项目用地预审意见 规划核实合格书
    被征地农民社会保障资金落实情况 临时用地批准文件
""")
MATTERS = words("""
    工业用地出让 临时用地管理 设施农业用地管理 建设工程规划核实 规划条件变更 地名标志设置 基准地价更新
    征地补偿标准 耕地占补平衡 测绘成果汇交 不动产登记资料查询 土地开发整理项目 户外设施规划管理
    城乡规划公示 采矿权出让 地质灾害防治 建设用地批后监管 低效用地再开发 农村宅基地规划 建筑日照分析
    停车场地规划 市政管线规划 历史建筑保护 国有农用地承包 不动产统一登记 土地储备管理 地下空间利用
    村庄规划编制 信用管理 规划编制单位考核
""")
UNITS_2020 = words(
    "法规处 国土空间规划处 用途管制处 耕地保护处 工程规划处 权益处 执法监督处 登记中心"
)
UNITS_2024 = words("办公室 法规股 规划股 耕保股 权益股 执法大队")

COLUMNS = words("natural_person business research social_welfare legal_services other_organisation")
LEAVES = words("""
    granted partial
    refused.state_secret refused.prohibited_by_law refused.security_stability refused.third_party
    refused.internal_affairs refused.deliberative refused.enforcement_file refused.register_query
    unavailable.not_held unavailable.needs_creation unavailable.unclear
    unprocessed.petition unprocessed.repeated unprocessed.published_material unprocessed.excessive
    unprocessed.reconfirmation other.not_corrected other.fee_unpaid other.miscellaneous
""")

TYPES = {
    "natural_person": words("自然人 自然人 公民 个人"),
    "business": words("商业企业 企业 公司 法人或其他组织"),
    "research": words("科研机构"),
    "social_welfare": words("社会公益组织 社会团体"),
    "legal_services": words("法律服务机构 律师事务所"),
    "other_organisation": words("其他组织 村委会 其他"),
}
WAYS = {
    "web": words("网上申请 网上 门户网站 网络"),
    "email": words("电子邮件 邮箱"),
    "letter": words("信函 邮寄 EMS 信函申请"),
    "in_person": words("当面 现场申请 当面申请 窗口"),
    "fax": words("传真"),
}
WORDINGS_2020 = wordings("""
    granted                         予以公开 予以公开 同意公开 告知已主动公开 全部公开 依申请公开
    partial                         部分公开 部分公开 同意部分公开
    refused.state_secret            不予公开+国家秘密
    refused.prohibited_by_law       其他法律行政法规禁止公开
    refused.security_stability      危及“三安全一稳定”
    refused.third_party             不予公开+商业秘密 不予公开+个人隐私 保护第三方合法权益
    refused.internal_affairs        不予公开+内部事务信息 属于三类内部事务信息
    refused.deliberative            不予公开+过程性信息 属于四类过程性信息
    refused.enforcement_file        不予公开+行政执法案卷 属于行政执法案卷
    refused.register_query          属于行政查询事项 不予公开+不动产登记资料查询 房地产登记事项
    unavailable.not_held            信息不存在 政府信息不存在 本机关不掌握相关政府信息 非本机关公开职权范围
    unavailable.needs_creation      没有现成信息需要另行制作 无法提供+需要另行制作
    unavailable.unclear             补正后申请内容仍不明确
    unprocessed.petition            信访事项 信访举报投诉类申请
    unprocessed.repeated            重复申请 不予处理+重复申请
    unprocessed.published_material  要求提供公开出版物
    unprocessed.excessive           不予处理+无正当理由大量反复申请
    unprocessed.reconfirmation      要求行政机关确认或重新出具已获取信息
    other.not_corrected             逾期未补正，视为自动放弃
    other.miscellaneous             申请人撤回申请 申请人主动撤回
""")
# The clerk of 2024 names an article of the Regulations (政府信息公开条例) nearly each time.
WORDINGS_2024 = wordings("""
    granted                         予以公开+条例第三十六条第二项 告知已主动公开+条例第三十六条第一项
    partial                         部分公开+条例第三十七条
    refused.state_secret            不予公开+属于国家秘密
    refused.third_party             不予公开+条例第十五条 不予公开+涉及商业秘密
    refused.internal_affairs        不予公开+条例第十六条第一款
    refused.deliberative            不予公开+属于过程性信息
    refused.enforcement_file        不予公开+属于行政执法案卷
    refused.register_query          属于行政查询事项+条例第三十六条第七项
    unavailable.not_held  信息不存在+条例第三十六条第四项 不属于本机关公开职责权限范围+条例第三十六条第五项
    unavailable.needs_creation      无法提供+条例第三十八条 没有现成信息需要另行制作+条例第三十八条
    unavailable.unclear             补正后申请内容仍不明确+条例第三十条
    unprocessed.petition            信访举报投诉类申请+条例第三十九条第一款
    unprocessed.repeated            重复申请+条例第三十六条第六项
    unprocessed.published_material  要求提供公开出版物+条例第三十九条第二款
    other.not_corrected  申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请+条例第三十条
    other.fee_unpaid  申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请+条例第四十二条
    other.miscellaneous             申请人撤回申请
""")


class Applicants:
    """Invented applicants of one office; a natural person may ask several times, as some do."""

    def __init__(self, draw: Draw, persons: int) -> None:
        self.draw = draw
        names: dict[str, None] = {}
        while len(names) < persons:
            given = "".join(draw.pick(GIVEN) for _ in range(draw.pick([1, 2, 2, 2])))
            names[draw.pick(SURNAMES) + given] = None
        self.persons = list(names)
        self.codes: dict[str, str] = {}

    def name(self, column: str) -> str:
        if column == "natural_person":
            return self.draw.pick(self.persons)
        if column == "other_organisation":
            return self.draw.pick(TOWNS) + self.draw.pick(VILLAGES) + "村民委员会"
        endings = {
            "business": self.draw.pick(TRADES),
            "research": "城乡规划研究院",
            "social_welfare": "环境保护协会",
            "legal_services": "律师事务所",
        }
        return self.draw.pick(BRANDS) + endings[column]

    def code(self, name: str, column: str) -> str:
        kinds = dict(zip(COLUMNS[1:], words("91 52 51 31 54"), strict=True))
        if column in kinds and name not in self.codes:
            self.codes[name] = credit_code(kinds[column], f"{len(self.codes) + 1:08d}")
        return self.codes.get(name, "")


def credit_code(kind: str, serial: str) -> str:
    """An invented unified social credit code: right check digits (GB 11714, GB 32100), no such region."""
    total = sum(
        int(digit) * weight for digit, weight in zip(serial, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    body = kind + "990001" + serial + "0123456789X0"[11 - total % 11]
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + signs[-total % 31]


# -------------------------------------------------------------------------------------------- requests


@dataclass
class Request:
    """One request with all that happens to it; `as_known_on` hides what a clerk cannot know yet."""

    number: str
    received: date
    applicant: str
    type: str
    column: str
    way: str
    subject: str
    unit: str
    leaf: str
    outcome: str
    ground: str
    code: str = ""
    notified: date | None = None
    corrected: date | None = None
    consulted: date | None = None
    answered: date | None = None
    extended: date | None = None
    extension_days: int | None = None
    fee_notified: date | None = None
    fee: int | None = None
    paid: date | None = None
    closed: date | None = None
    remarks: str = ""

    def as_known_on(self, day: date) -> "Request":
        dates = words("notified corrected consulted answered extended fee_notified paid closed")
        hidden: dict[str, Any] = {
            name: None for name in dates if (getattr(self, name) or day) > day
        }
        if "closed" in hidden:
            hidden |= {"outcome": "", "ground": "", "remarks": ""}
        if "extended" in hidden:
            hidden["extension_days"] = None
        if "fee_notified" in hidden:
            hidden["fee"] = None
        return replace(self, **hidden)

    @property
    def due(self) -> date | None:
        """Article 33; blank while a correction is awaited, and where a consultation stops the clock."""
        if self.consulted or (self.notified and not self.corrected):
            return None
        return working_day_after(self.corrected or self.received, 40 if self.extended else 20)

    @property
    def is_extended(self) -> str:
        return "是" if self.extended else "否"

    @property
    def status(self) -> str:
        if self.closed:
            return "已办结"
        if self.notified and not self.corrected:
            return "待补正"
        return "征求意见" if self.consulted and not self.answered else "办理中"

    def open_at_end_of(self, year: int) -> bool:
        return self.received.year <= year and (self.closed is None or self.closed.year > year)


def run_clock(draw: Draw, request: Request) -> None:
    """Give the request its dates: lawful ones, some by way of a correction, a consultation, an extension."""
    leaf, start = request.leaf, request.received
    quick = leaf.startswith("unprocessed") or leaf == "other.miscellaneous"
    days = (
        draw.between(3, 12)
        if quick
        else draw.pick([6, 9, 11, 13, 14, 15, 16, 17, 18, 18, 19, 19, 20])
    )
    if (
        leaf == "other.not_corrected"
    ):  # told at once, given ten working days, closed inside the first twenty
        request.notified = working_day_after(start, draw.between(1, 4))
        days = draw.between(16, 19)
    elif (
        leaf == "other.fee_unpaid"
    ):  # twenty working days to pay (国办函〔2020〕109号), hence the extension
        request.fee_notified, request.fee = working_day_after(start, 4), 700
        request.extended, request.extension_days = working_day_after(start, 15), 20
        days = 27
    elif leaf == "refused.third_party" or (leaf == "partial" and draw.happens(30)):
        asked, answer = draw.between(2, 4), draw.between(11, 16)
        request.consulted = working_day_after(start, asked)
        request.answered = working_day_after(start, answer)
        days = draw.between(
            answer + 1, answer + 10
        )  # past the twentieth day at times: waiting is free
        request.remarks = "征求第三方意见时间不计入答复期限"
    elif leaf == "unavailable.unclear" or (not quick and draw.happens(7)):
        request.notified = working_day_after(start, draw.between(1, 6))
        start = request.corrected = working_day_after(request.notified, draw.between(3, 12))
    elif not quick and draw.happens(6):
        request.extended = working_day_after(start, draw.between(14, 19))
        request.extension_days = draw.pick([10, 20, 20])
        days = draw.between(22, 29 if request.extension_days == 10 else 38)
    request.closed = working_day_after(start, days)


@dataclass
class Plan:
    """What a stretch of requests is to show, request by request."""

    number: Sequence[str]
    received: Sequence[date]
    leaf: Sequence[str]
    column: Sequence[str]
    way: Sequence[str]


def deal_leaves(draw: Draw, counts: dict[str, int], rare: range) -> list[str]:
    """Deal the outcomes; the rare ones fall inside `rare`, so that the year counts them."""
    few = draw.shuffled_deck({leaf: count for leaf, count in counts.items() if count < 10})
    common = iter(
        draw.shuffled_deck({leaf: count for leaf, count in counts.items() if count >= 10})
    )
    places = dict(zip(draw.shuffled(rare), few, strict=False))
    return [
        places[place] if place in places else next(common) for place in range(sum(counts.values()))
    ]


def deal_columns(draw: Draw, leaves: Sequence[str], organisations: dict[str, int]) -> list[str]:
    """Who repeats a request or writes in bulk is a natural person here."""
    people = {"unprocessed.repeated", "unprocessed.excessive"}
    eligible = [place for place, leaf in enumerate(leaves) if leaf not in people]
    places = dict(zip(draw.shuffled(eligible), draw.shuffled_deck(organisations), strict=False))
    return [places.get(place, "natural_person") for place in range(len(leaves))]


def make_requests(
    draw: Draw,
    applicants: Applicants,
    plan: Plan,
    wording: dict[str, list[tuple[str, str]]],
    units: Sequence[str],
) -> list[Request]:
    requests: list[Request] = []
    asked: set[tuple[str, str]] = set()
    for number, day, leaf, column, way in zip(
        plan.number, plan.received, plan.leaf, plan.column, plan.way, strict=True
    ):
        name, label, subject = applicants.name(column), draw.pick(TYPES[column]), ""
        while not subject or (name, subject) in asked:
            place = draw.pick(
                [
                    f"{draw.pick(TOWNS)}{draw.pick(VILLAGES)}{draw.between(1, 12)}组",
                    f"{draw.pick(ROADS)}{draw.between(1, 188)}号地块",
                    f"{draw.pick(BRANDS)}项目",
                ]
            )
            subject = f"申请公开{place}{draw.pick(PAPERS)}"
        if leaf == "unprocessed.repeated":  # the same person asks again for what was given before
            earlier = draw.pick(
                [
                    r
                    for r in requests
                    if (r.leaf, r.column) == ("granted", column) and r.closed and r.closed < day
                ]
            )
            name, label, subject = earlier.applicant, earlier.type, earlier.subject
        asked.add((name, subject))
        outcome, ground = draw.pick(wording[leaf])
        request = Request(
            number,
            day,
            name,
            label,
            column,
            draw.pick(WAYS[way]),
            subject,
            draw.pick(units),
            leaf,
            outcome,
            ground,
            applicants.code(name, column),
        )
        run_clock(draw, request)
        if not request.remarks and draw.happens(8):
            request.remarks = draw.pick(words("邮寄送达 已电话沟通 与前件合并答复 申请人自取"))
        requests.append(request)
    return requests


def requests_of_2020() -> list[Request]:
    """418 requests: 17 of 2019 open at New Year; 401 received in 2020, 86 of them online (as published)."""
    draw = Draw(2020)
    applicants = Applicants(draw, 190)
    received = sorted(draw.shuffled(working_days(date(2019, 12, 3), date(2019, 12, 31)))[:17])
    for month, count in enumerate([22, 12, 38, 41, 36, 42, 35, 33, 37, 31, 38, 36], 1):
        open_days = working_days(date(2020, month, 1), month_end(2020, month))
        received += sorted(draw.pick(open_days) for _ in range(count))
    leaves = deal_leaves(
        draw,
        numbers("""
        granted 189 partial 27
        refused.state_secret 2 refused.prohibited_by_law 1 refused.security_stability 1 refused.third_party 9
        refused.internal_affairs 6 refused.deliberative 8 refused.enforcement_file 4 refused.register_query 19
        unavailable.not_held 76 unavailable.needs_creation 13 unavailable.unclear 4
        unprocessed.petition 18 unprocessed.repeated 9 unprocessed.published_material 1
        unprocessed.excessive 3 unprocessed.reconfirmation 2 other.not_corrected 7 other.miscellaneous 19
    """),
        range(60, 330),
    )
    organisations = numbers(
        "business 27 research 1 social_welfare 2 legal_services 12 other_organisation 7"
    )
    plan = Plan(
        [f"依申〔2019〕{n:03d}号" for n in range(352, 369)]
        + [f"依申〔2020〕{n:03d}号" for n in range(1, 402)],
        received,
        leaves,
        deal_columns(draw, leaves, organisations),
        draw.shuffled_deck(numbers("web 3 letter 9 in_person 5"))
        + draw.shuffled_deck(numbers("web 61 email 25 letter 168 in_person 129 fax 18")),
    )
    requests = make_requests(draw, applicants, plan, WORDINGS_2020, UNITS_2020)
    for request in requests[:17]:
        if request.closed and request.closed < date(2020, 1, 1):  # open at New Year by definition
            request.closed = working_day_after(date(2020, 1, 1), draw.between(1, 3))
    return [request.as_known_on(KNOWN_2020) for request in requests]


def requests_of_2023_and_2024() -> list[Request]:
    """Two years of the invented county bureau, with four requests of 2022 that were open when 2023 began."""
    draw = Draw(2024)
    applicants = Applicants(draw, 48)
    received = working_days(date(2022, 12, 26), date(2022, 12, 31))[:4]
    for year, count in (
        (2023, 47),
        (2024, 54),
    ):  # and seven in December, so that some stay open at New Year
        received += sorted(
            draw.shuffled(working_days(date(year, 1, 3), date(year, 11, 30)))[:count]
        )
        received += sorted(draw.shuffled(working_days(date(year, 12, 4), date(year, 12, 31)))[:7])
    leaves = deal_leaves(
        draw,
        numbers("""
        granted 46 partial 10 refused.state_secret 1 refused.third_party 5 refused.internal_affairs 3
        refused.deliberative 4 refused.enforcement_file 2 refused.register_query 5
        unavailable.not_held 19 unavailable.needs_creation 4 unavailable.unclear 2
        unprocessed.petition 4 unprocessed.repeated 2 unprocessed.published_material 1
        other.not_corrected 4 other.fee_unpaid 2 other.miscellaneous 5
    """),
        range(16, 112),
    )
    organisations = numbers(
        "business 13 research 1 social_welfare 2 legal_services 6 other_organisation 4"
    )
    plan = Plan(
        [
            f"{year}-{n:03d}"
            for year, first, last in ((2022, 47, 50), (2023, 1, 54), (2024, 1, 61))
            for n in range(first, last + 1)
        ],
        received,
        leaves,
        deal_columns(draw, leaves, organisations),
        draw.shuffled_deck(numbers("web 52 email 9 letter 34 in_person 23 fax 1")),
    )
    requests = make_requests(draw, applicants, plan, WORDINGS_2024, UNITS_2024)
    for request in requests[:4]:
        request.closed = max(request.closed or request.received, date(2023, 1, 4))
    for request in requests:
        if request.type == "法人或其他组织":
            request.type = "法人"
    plain = [
        r
        for r in requests
        if r.received.year == 2024
        and r.leaf == "granted"
        and not (r.notified or r.extended or r.consulted)
        and r.closed
        and r.closed >= working_day_after(r.received, 14)
    ]
    for request, fee in zip(plain, (140, 420), strict=False):
        request.fee, request.fee_notified = fee, working_day_after(request.received, 3)
        request.paid = working_day_after(request.received, 6)
    return [request.as_known_on(KNOWN_2024) for request in requests]


# ----------------------------------------------------------------------------------------------- cases


@dataclass
class Case:
    kind: str
    after_review: str
    claimant: str
    respondent: str
    filed: date
    result: str
    closed: date | None
    request_number: str = ""
    number: str = ""
    stage: str = "一审"


RESULTS = {  # wording: column of the form
    "维持": "upheld",
    "驳回行政复议请求": "upheld",
    "驳回诉讼请求": "upheld",
    "驳回原告诉讼请求": "upheld",
    "确认违法": "corrected",
    "撤销": "corrected",
    "撤销并责令重新作出答复": "corrected",
    "终止": "other",
    "驳回行政复议申请": "other",
    "撤诉": "other",
    "准许撤诉": "other",
    "驳回起诉": "other",
}
CONTESTED = ("refused", "unavailable", "unprocessed.petition", "partial")


def make_cases(
    draw: Draw,
    requests: Sequence[Request],
    office: str,
    known: date,
    reviews: Sequence[str],
    direct: Sequence[str] = (),
    after: Sequence[str] = (),
) -> list[Case]:
    """Cases against answers in the log, by the results wanted: "" for none; none is later than `known`.

    Suits after review follow those reviews that upheld the answer, in order of time.
    """
    year = known.year - 1
    contested = [
        (r.closed, r)
        for r in requests
        if r.closed
        and date(year, 1, 1) <= r.closed <= date(year, 11, 10)
        and r.leaf.startswith(CONTESTED)
    ]
    contested.sort(key=lambda pair: (pair[0], pair[1].number))
    wanted = len(reviews) + len(direct)
    chosen = [contested[place * (len(contested) - 1) // (wanted - 1)] for place in range(wanted)]
    for_direct = [
        chosen.pop((place + 1) * len(chosen) // (len(direct) + 1)) for place in range(len(direct))
    ]

    def case(
        kind: str,
        after_review: str,
        claimant: str,
        number: str,
        filed: date,
        days: int,
        result: str,
    ) -> Case:
        closed = working_day_after(filed, days) if result else None
        if closed and closed > known:
            result, closed = "", None
        return Case(kind, after_review, claimant, office, filed, result, closed, number)

    found: list[Case] = []
    for (answered, r), result in zip(chosen, reviews, strict=True):
        filed = working_day_after(answered, draw.between(10, 25))
        found.append(
            case("行政复议", "", r.applicant, r.number, filed, draw.between(30, 40), result)
        )
    lost = [(c, c.closed) for c in found if c.closed and RESULTS[c.result] == "upheld"]
    for (answered, r), result in zip(for_direct, direct, strict=True):
        filed = working_day_after(answered, draw.between(20, 60))
        found.append(
            case("行政诉讼", "否", r.applicant, r.number, filed, draw.between(50, 70), result)
        )
    for (review, decided), result in zip(lost, after, strict=False):
        filed = working_day_after(decided, draw.between(5, 9))
        days = draw.between(55, 80)
        found.append(
            case("行政诉讼", "是", review.claimant, review.request_number, filed, days, result)
        )
    return found


def number_cases(cases: list[Case]) -> list[Case]:
    """In order of filing; the numbers carry 示 (for 示例), which no court and no review organ uses."""
    cases.sort(key=lambda case: (case.kind != "行政复议", case.filed, case.request_number))
    counts: dict[tuple[str, int], int] = {}
    for case in cases:
        key = (case.kind, case.filed.year)
        counts[key] = counts.get(key, 0) + 1
        form = "〔{}〕示行复第{}号" if case.kind == "行政复议" else "（{}）示行初{}号"
        case.number = form.format(case.filed.year, counts[key])
    return cases


def cases_of_2020(requests: Sequence[Request]) -> list[Case]:
    draw = Draw(45)
    one, two, three = Applicants(draw, 3).persons
    office = OFFICE_2020
    earlier = [  # against answers of 2019 that are not in this log; the first lies outside the year
        Case("行政复议", "", one, office, date(2019, 8, 12), "维持", date(2019, 10, 10)),
        Case("行政复议", "", two, office, date(2019, 11, 25), "维持", date(2020, 1, 20)),
        Case(
            "行政诉讼", "否", three, office, date(2019, 10, 21), "驳回诉讼请求", date(2020, 4, 24)
        ),
    ]
    reviews = [
        "维持",
        "驳回行政复议请求",
        "确认违法",
        "维持",
        "终止",
        "维持",
        "驳回行政复议申请",
        "维持",
        "撤销",
        "终止",
        "维持",
        "维持",
        "维持",
        "",
    ]
    return number_cases(
        earlier
        + make_cases(
            draw,
            requests,
            office,
            KNOWN_2020,
            reviews,
            ["驳回原告诉讼请求", "撤诉", "驳回起诉", ""],
            ["驳回诉讼请求", "撤销并责令重新作出答复", "准许撤诉", "驳回诉讼请求", ""],
        )
    )


def cases_of_2023_and_2024(requests: Sequence[Request]) -> list[Case]:
    """No direct suit against an answer of 2024: since 2024-01-01 a review comes first (行政复议法 23)."""
    draw = Draw(46)
    one, two, three, four = Applicants(draw, 4).persons
    office = OFFICE_2024
    of_2023 = [
        Case("行政复议", "", one, office, date(2023, 3, 14), "维持", date(2023, 5, 9)),
        Case("行政复议", "", two, office, date(2023, 6, 20), "终止", date(2023, 7, 28)),
        Case("行政复议", "", three, office, date(2023, 12, 11), "维持", date(2024, 2, 5)),
        Case("行政诉讼", "否", four, office, date(2023, 11, 16), "驳回诉讼请求", date(2024, 3, 22)),
    ]
    received = [r for r in requests if r.received.year == 2024]
    reviews = ["维持", "驳回行政复议请求", "确认违法", "终止", "驳回行政复议申请", ""]
    of_2024 = make_cases(draw, received, office, KNOWN_2024, reviews, after=["驳回诉讼请求", ""])
    return number_cases(of_2023 + of_2024)


# ---------------------------------------------------------------------------------------- publications


@dataclass
class Document:
    """A normative document of the register."""

    title: str
    number: str
    made: date
    published: date
    repealed: date | None = None
    category: str = "规范性文件"

    @property
    def validity(self) -> str:
        return "废止" if self.repealed else "有效"


@dataclass
class Item:
    """A web item: the document number, where there is one, else the address says which item it is."""

    title: str
    category: str
    topic: str
    published: date
    url: str = ""
    form: str = ""
    number: str = ""
    made: date | None = None


def make_documents(
    draw: Draw, prefix: str, made: Iterable[str], repealed: dict[int, str], late: dict[int, int]
) -> list[Document]:
    """`repealed` and `late` (working days until publication) go by the place of the document in `made`."""
    documents = []
    counts: dict[int, int] = {}
    for place, day in enumerate(map(date.fromisoformat, made)):
        counts[day.year] = counts.get(day.year, 0) + 1
        title = draw.pick(
            ["关于印发《{}办法》的通知", "关于规范{}工作的通知", "关于加强{}工作的意见"]
        )
        published = working_day_after(day, late.get(place, draw.between(1, 6)))
        gone = date.fromisoformat(repealed[place]) if place in repealed else None
        number = f"{prefix}〔{day.year}〕{counts[day.year]}号"
        documents.append(Document(title.format(MATTERS[place]), number, day, published, gone))
    return documents


def documents_of_2020() -> list[Document]:
    """Two made in 2019 and published in 2020, one made in 2020 and published in 2021, four repealed."""
    made = words("""
        2011-05-16 2012-03-08 2012-11-20 2013-06-07 2014-04-22 2014-09-15 2015-02-10 2015-08-26 2016-01-19
        2016-06-30 2016-12-07 2017-03-21 2017-07-18 2017-11-03 2018-04-12 2018-08-29 2018-12-18 2019-05-09
        2019-07-24 2019-10-16 2019-12-20 2019-12-27 2020-03-04 2020-04-21 2020-05-29 2020-07-08 2020-08-19
        2020-09-23 2020-11-11 2020-12-28
    """)
    repealed = {0: "2018-06-29", 1: "2020-04-30", 2: "2020-04-30", 4: "2020-09-30", 6: "2020-12-31"}
    return make_documents(Draw(11), "常自规示", made, repealed, {20: 11, 21: 5, 29: 8})


def documents_of_2024() -> list[Document]:
    made = words("""
        2013-04-17 2014-10-09 2015-06-23 2016-03-15 2017-09-06 2018-05-24 2019-08-13 2020-06-11 2021-03-30
        2021-11-18 2022-07-05 2023-02-21 2023-09-12 2024-03-19 2024-06-25 2024-08-27 2024-11-26
    """)
    repealed = {0: "2021-12-31", 1: "2023-06-30", 2: "2024-06-30", 4: "2024-06-30", 7: "2024-12-15"}
    return make_documents(Draw(12), "青自然资示", made, repealed, {})


FEW = [  # category, topic, form, title, how many: as published
    ("政策解读", "政策解读", "简明问答", "《{}办法》热点问答", 2),
    ("政策解读", "政策解读", "图解", "一图读懂《{}办法》", 3),
    ("在线访谈", "互动交流", "文字", "局领导在线谈{}", 3),
    ("调查征集", "互动交流", "", "关于{}管理规定征集意见的公告", 5),
    ("新闻发布会", "新闻发布", "", "{}情况新闻发布会", 2),
    ("专题专栏", "专题专栏", "", "{}专题", 2),
    ("网上直播", "互动交流", "视频", "{}听证会网上直播", 1),
]
MANY = [  # topic, category, how many, titles; 规划公示 as published, the rest of the 4,901 invented
    (
        "规划公示",
        "公告公示",
        3750,
        words("""
        {project}{phase}建设工程规划许可批前公示 {project}{phase}规划设计方案公示
        {project}{phase}竣工规划核实公示 {road}（{n}号地块）规划条件公示
        {town}控制性详细规划（第{n}单元）修改公示 {road}{n}号既有住宅增设电梯公示
        {town}{village}村庄规划草案公示 {road}市政管线工程第{n}标段规划公示
    """),
    ),
    (
        "土地市场",
        "公告公示",
        430,
        words("""
        国有建设用地使用权挂牌出让公告（{road}{n}号地块） {road}{n}号地块成交结果公示
        {town}{n}号地块划拨用地公示
    """),
    ),
    (
        "征地信息",
        "公告公示",
        272,
        words("""
        {town}{village}{n}组征收土地预公告 {town}{village}{n}组征地补偿安置方案公告
    """),
    ),
    (
        "工作动态",
        "工作动态",
        231,
        words("""
        我局召开{matter}工作推进会 局领导赴{town}调研{matter}工作 {town}开展{matter}宣传
    """),
    ),
    ("地质矿产测绘", "业务信息", 64, words("{town}{matter}情况通报（{n}） 第{n}批测绘资质信息")),
    (
        "通知公告",
        "公告公示",
        127,
        words("""
        关于{matter}有关事项的公告（第{n}号） 关于开展{matter}检查的通知（{town}）
    """),
    ),
]
FOLDERS = {"规划公示": "ghgs", "土地市场": "tdsc", "征地信息": "zdxx", "工作动态": "gzdt"}


def own_site_items(draw: Draw, documents: Sequence[Document]) -> list[Item]:
    """The 4,901 items of the bureau's own website, 3,750 of them planning notices (as published)."""
    open_days = working_days(date(2020, 1, 2), date(2020, 12, 31))
    items = [
        Item(d.title, "政策文件", "政策文件", d.published, number=d.number, made=d.made)
        for d in documents
        if d.published.year == 2020
    ]
    matter = iter(draw.shuffled(MATTERS))
    for category, topic, form, title, count in FEW:
        for _ in range(count):
            items.append(
                Item(title.format(next(matter)), category, topic, draw.pick(open_days), form=form)
            )
    taken: set[tuple[str, date]] = set()
    for topic, category, count, titles in MANY:
        full = len(taken) + count
        while len(taken) < full:
            title = draw.pick(titles).format(
                project=draw.pick(BRANDS) + draw.pick(ESTATES),
                phase=draw.pick(PHASES),
                road=draw.pick(ROADS),
                town=draw.pick(TOWNS),
                village=draw.pick(VILLAGES),
                n=draw.between(1, 60),
                matter=draw.pick(MATTERS),
            )
            day = draw.pick(open_days)
            if (title, day) not in taken:
                taken.add((title, day))
                items.append(Item(title, category, topic, day))
    items.sort(key=lambda item: (item.published, item.topic, item.title))
    serial = 20100
    for item in items:
        serial += draw.between(1, 4)
        folder = FOLDERS.get(item.topic, "xxgk")
        item.url = f"http://zrgh.example/{folder}/{item.published:%Y%m}/{serial}.html"
    announcements = [item for item in items if item.topic == "通知公告"]
    for n, item in enumerate(
        announcements[::2], 1
    ):  # half of the announcements are numbered documents
        item.number = f"常自规示告〔2020〕{n}号"
        item.made = working_days(item.published - timedelta(days=20), item.published)[
            -draw.between(2, 5)
        ]
    return items


def on_the_portal(draw: Draw, own: Sequence[Item]) -> list[Item]:
    """103 items that the city portal took (as published): 91 of the own site's, same address; 12 others."""
    shared = [item for item in own if item.category == "政策解读"]
    for topic, count in (("规划公示", 12), ("工作动态", 58), ("通知公告", 16)):
        shared += draw.shuffled([item for item in own if item.topic == topic])[:count]
    days = draw.shuffled(working_days(date(2020, 1, 6), date(2020, 12, 25)))[:12]
    others = [
        Item(
            f"自然资源部门{matter}工作情况",
            "工作动态",
            "部门动态",
            day,
            f"http://city.example/bmdt/{day:%Y%m%d}.html",
        )
        for day, matter in zip(days, MATTERS, strict=False)
    ]
    return sorted(shared + others, key=lambda item: (item.published, item.url))


def on_the_platform(draw: Draw, own: Sequence[Item]) -> list[Item]:
    """119 items on the disclosure platform (as published): 104 of the own site's, 15 that stand nowhere else.

    64 of the 104 are known by their document number only, for the platform gives them addresses of its own.
    """
    numbered_items = draw.shuffled([item for item in own if item.number])
    numbered_items.sort(
        key=lambda item: item.topic != "政策文件"
    )  # normative documents, then announcements
    shared = [
        replace(item, url=f"http://open.example/xxgk/{60000 + 11 * n}.html")
        for n, item in enumerate(numbered_items[:64])
    ]
    shared += draw.shuffled([item for item in own if item.topic in ("征地信息", "土地市场")])[:40]
    days = draw.shuffled(working_days(date(2020, 1, 6), date(2020, 12, 25)))[:15]
    others = [
        Item(
            f"{matter}指南",
            "办事指南",
            "",
            day,
            f"http://open.example/bszn/{day:%Y%m%d}.html",
            made=day,
        )
        for day, matter in zip(days, MATTERS, strict=False)
    ]
    return sorted(shared + others, key=lambda item: (item.published, item.url))


# ---------------------------------------------------------------------------------------------- sheets


@dataclass
class Sheet:
    name: str
    title: str
    note: tuple[str, str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell]
    footer: str
    widths: dict[int, int] = field(default_factory=dict)
    header_row: int = 3
    ruled: bool = True


STYLES = {
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "han": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "true": lambda day: day,
}


def written(rows: Iterable[Sequence[Cell]], style: str) -> list[list[Cell]]:
    """The rows with their dates as this clerk types them: as text of a kind, or as true dates."""
    return [
        [STYLES[style](cell) if isinstance(cell, date) else cell for cell in row] for row in rows
    ]


def numbered(rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    return [[place, *row] for place, row in enumerate(rows, 1)]


def fields_of(things: Iterable[object], names: str) -> list[list[Cell]]:
    return [[getattr(thing, name) for name in names.split()] for thing in things]


def draw_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    width = len(sheet.headings)
    middle = width // 2 + 1
    line = Side(style="thin")
    border = Border(left=line, right=line, top=line, bottom=line)
    centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    page.merge_cells(start_row=2, start_column=1, end_row=2, end_column=middle)
    page.merge_cells(start_row=2, start_column=middle + 1, end_row=2, end_column=width)
    page.cell(1, 1, sheet.title).font = Font(name="黑体", size=16)
    page.cell(1, 1).alignment = centred
    page.row_dimensions[1].height = 30
    page.cell(2, 1, sheet.note[0])
    page.cell(2, middle + 1, sheet.note[1]).alignment = Alignment(horizontal="right")
    page.row_dimensions[sheet.header_row].height = 30
    for column, heading in enumerate(sheet.headings, 1):
        cell = page.cell(sheet.header_row, column, heading)
        cell.font, cell.alignment, cell.border = Font(bold=True), centred, border
        page.column_dimensions[get_column_letter(column)].width = sheet.widths.get(column, 12)
    row_number = sheet.header_row
    for row in [*sheet.rows, sheet.total]:
        row_number += 1
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = page.cell(row_number, column, value)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
        if sheet.ruled:
            for column in range(1, width + 1):
                page.cell(row_number, column).border = border
    page.merge_cells(
        start_row=row_number + 2, start_column=1, end_row=row_number + 2, end_column=width
    )
    page.cell(row_number + 2, 1, sheet.footer)
    page.freeze_panes = page.cell(sheet.header_row + 1, 1)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0  # as wide as the paper, as many pages as it takes
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def save(path: Path, title: str, sheets: Sequence[Sheet], day: date) -> None:
    """Write the workbook, then pack it again with fixed times, so that the same content is the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        draw_sheet(book, sheet)
    stamp = datetime(day.year, day.month, day.day, 9)
    book.properties.creator = "示例数据"
    book.properties.title = title
    book.properties.description = "示例数据：人员、申请内容、办理结果、文件、案件均为虚构"
    book.properties.created = stamp
    raw, packed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    modified = rb"\g<1>" + f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            part = source.read(name)
            if name == "docProps/core.xml":  # openpyxl puts the hour of the run here
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", modified, part)
            if name == "docProps/app.xml":  # and its own version here
                part = re.sub(rb"<AppVersion>[^<]*</AppVersion>", b"", part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the operating system shows
            target.writestr(entry, part, compresslevel=9)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())


# ------------------------------------------------------------------------------------------------ 2020


def write_requests_2020(path: Path, requests: Sequence[Request]) -> None:
    columns = headings("""
        序号 登记编号 收到日期 申请人 申请人↵类型 申请方式 申请内容 补正通知↵日期 收到补正↵日期 征求意见↵日期
        意见反馈↵日期 是否延期 答复期限 答复日期 办理结果 不予公开理由 办理状态 承办处室 备注
    """)
    names = """number received applicant type way subject notified corrected consulted answered is_extended
               due closed outcome ground status unit remarks"""
    sheets = []
    for quarter, (name, style, total) in enumerate(
        (
            ("上年结转", "dots", "合计"),
            ("一季度", "dots", "合计"),
            ("二季度", "true", "合计"),
            ("三季度", "han", "合　计"),
            ("四季度", "true", "合计"),
        )
    ):
        part = [
            r
            for r in requests
            if (r.received.month + 2) // 3 * (r.received.year == 2020) == quarter
        ]
        rows = numbered(fields_of(part, names))
        if quarter == 4:  # a second hand types its own dates for a while
            rows[30:48] = written(rows[30:48], "slashes")
        sheets.append(
            Sheet(
                name,
                f"{OFFICE_2020}2020年度政府信息公开申请登记台账（{name}）（示例）",
                (f"填报单位：{OFFICE_2020}", "单位：件"),
                columns,
                written(rows, style),
                [total, len(part)],
                "填表人：法规处　　填表日期：2021年1月12日",
                {1: 6, 2: 18, 4: 24, 7: 44, 15: 22, 16: 22, 19: 28},
            )
        )
    save(path, "2020年度政府信息公开申请登记台账（示例）", sheets, date(2021, 1, 12))


def write_cases_2020(path: Path, cases: Sequence[Case]) -> None:
    sheets = []
    for kind, style, columns, names in (
        (
            "行政复议",
            "true",
            "序号 案件类型 案号 申请人 被申请人 受理日期 复议结果 审结日期 关联申请编号",
            "kind number claimant respondent filed result closed request_number",
        ),
        (
            "行政诉讼",
            "dots",
            "序号 案件类型 案号 原告 被告 立案日期 是否经过↵复议 审级 裁判结果 审结日期 关联申请编号",
            "kind number claimant respondent filed after_review stage result closed request_number",
        ),
    ):
        part = [case for case in cases if case.kind == kind]
        sheets.append(
            Sheet(
                kind,
                f"2020年政府信息公开{kind}案件台账（示例）",
                (f"填报单位：{OFFICE_2020}", "单位：件"),
                headings(columns),
                written(numbered(fields_of(part, names)), style),
                ["合计", len(part)],
                "填表人：法规处",
                {1: 6, 3: 22, 4: 24, 5: 26, 9: 22, 11: 22},
                header_row=4,
            )
        )
    save(path, "2020年政府信息公开复议诉讼案件台账（示例）", sheets, date(2021, 1, 12))


POWERS_2020 = {  # category: title, then how many at the end of 2019, repealed in 2020, new in 2020
    "行政许可事项": ("{}许可", 27, 3, 1),
    "其他对外管理服务事项": ("{}服务", 34, 0, 2),
    "行政处罚事项": ("对违反{}规定行为的处罚", 58, 2, 3),
    "行政强制事项": ("对违反{}规定行为的强制措施", 5, 0, 0),
    "行政事业性收费项目": ("{}费", 6, 1, 0),
}
DECISIONS_2020 = {  # by month, or by half-year
    "行政许可": [118, 41, 166, 190, 203, 221, 198, 187, 214, 162, 205, 231],
    "行政处罚": [6, 1, 9, 12, 14, 11, 10, 8, 13, 7, 15, 19],
    "其他对外管理服务": [10412, 13877],
    "行政强制": [2, 1],
}
PURCHASES_2020: dict[str, str | int | float] = {  # in yuan, some as text with separators
    "国土空间总体规划编制服务采购": "3,860,000",
    "地理信息数据更新项目采购": 1294500,
    "不动产登记档案数字化服务采购": 986400.5,
    "办公设备采购": 238760,
    "信息系统运行维护服务采购": "672,000.00",
    "地质灾害隐患点监测服务采购": 415300,
    "土地变更调查服务采购": 1178000,
    "卫星影像采购": 520000,
    "控制性详细规划编制服务采购": 1863200,
    "物业管理服务采购": 798650.8,
    "执法记录设备采购": 96500,
}


def power_rows() -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for category, (title, last_year, repealed, new) in POWERS_2020.items():
        for n in range(last_year + new):
            name = title.format(MATTERS[n % 30]) + ("", "（二）", "（三）")[n // 30]
            made = date(2020, 10, 15) if n >= last_year else date(2016 + n % 3, 6, 30)
            gone = n < repealed
            repealed_on, validity = (date(2020, 9, 28), "废止") if gone else (None, "有效")
            rows.append([name, category, made, repealed_on, validity])
    return rows


def write_publications_2020(path: Path) -> None:
    draw = Draw(4901)
    documents = documents_of_2020()
    own = own_site_items(draw, documents)
    portal, platform = on_the_portal(draw, own), on_the_platform(draw, own)
    web = headings("序号 信息标题 文号 信息类别 所属栏目 公开渠道 公开形式 公开日期 网址")
    widths = {1: 6, 2: 52, 3: 24, 6: 18, 9: 46}
    count_note, case_note = ((f"填报单位：{OFFICE_2020}", f"单位：{unit}") for unit in ("条", "件"))

    def web_sheet(
        name: str, title: str, items: Sequence[Item], channels: str, style: str, footer: str
    ) -> Sheet:
        rows: list[list[Cell]] = [
            [
                i.title,
                i.number,
                i.category,
                i.topic,
                draw.pick(channels.split()),
                i.form,
                i.published,
                i.url,
            ]
            for i in items
        ]
        return Sheet(
            name,
            f"{title}（示例）",
            count_note,
            web,
            written(numbered(rows), style),
            ["合计", len(items)],
            footer,
            widths,
            ruled=len(items) < 1000,
        )

    first = [item for item in own if item.published.month <= 6]
    second = [item for item in own if item.published.month > 6]
    sheets = [
        web_sheet(
            "本局网站上半年",
            f"{OFFICE_2020}网站信息发布台账（2020年1—6月）",
            first,
            "本局网站",
            "true",
            "填表人：信息中心",
        ),
        web_sheet(
            "本局网站下半年",
            f"{OFFICE_2020}网站信息发布台账（2020年7—12月）",
            second,
            "本局网站 局网站",
            "slashes",
            "填表人：信息中心",
        ),
        web_sheet(
            "市政府门户",
            "2020年市政府门户网站采用信息台账",
            portal,
            "市政府门户网站",
            "han",
            "填表人：办公室",
        ),
    ]
    rows: list[list[Cell]] = [
        [
            f"示例2020-{n:05d}",
            i.title,
            i.number,
            i.category,
            i.made,
            i.published,
            draw.pick(["政府信息公开平台", "信息公开系统平台"]),
            "主动公开",
            "有效",
            i.url,
        ]
        for n, i in enumerate(platform, 1)
    ]
    sheets.append(
        Sheet(
            "信息公开平台",
            "2020年政府信息公开平台公开目录（示例）",
            count_note,
            headings("索引号 信息名称 文号 信息类别 生成日期 公开日期 公开渠道 公开方式 时效 网址"),
            written(rows, "true"),
            ["合计", len(platform)],
            "填表人：办公室",
            {1: 16, 2: 52, 3: 24, 7: 20, 10: 40},
        )
    )
    rows = fields_of(documents, "title number category made published repealed validity made")
    sheets.append(
        Sheet(
            "规范性文件",
            "规范性文件目录（2020年）（示例）",
            case_note,
            headings("序号 文件名称 文号 信息类别 制发日期 公开日期 废止日期 有效性 保密审查↵日期"),
            written(numbered(rows), "dots"),
            ["合计", len(documents)],
            "填表人：法规处",
            {1: 6, 2: 48, 3: 24},
        )
    )
    rows = power_rows()
    sheets.append(
        Sheet(
            "权责事项",
            "权责清单及收费目录（2020年）（示例）",
            (f"填报单位：{OFFICE_2020}", "单位：项"),
            headings("序号 名称 信息类别 制定日期 废止日期 有效性"),
            written(numbered(rows), "han"),
            ["合计", len(rows)],
            "填表人：行政审批处",
            {1: 6, 2: 44, 3: 24, 4: 16, 5: 16},
        )
    )
    rows = []
    for category, counts in DECISIONS_2020.items():
        months = 12 // len(counts)
        for n, count in enumerate(counts, 1):
            last = month_end(2020, n * months)
            period = f"{n}月" if months == 1 else ("上半年", "下半年")[n - 1]
            rows.append([f"{period}{category}决定", category, count, last])
    total = sum(sum(counts) for counts in DECISIONS_2020.values())
    sheets.append(
        Sheet(
            "处理决定",
            "2020年处理决定数量统计表（示例）",
            case_note,
            headings("序号 名称 信息类别 数量↵（件） 生成日期"),
            written(numbered(rows), "true"),
            ["合计", None, None, total],
            "填表人：行政审批处",
            {1: 6, 2: 36, 3: 22},
        )
    )
    days = sorted(
        draw.shuffled(working_days(date(2020, 2, 10), date(2020, 12, 15)))[: len(PURCHASES_2020)]
    )
    rows = [
        [name, "政府集中采购", amount, day]
        for (name, amount), day in zip(PURCHASES_2020.items(), days, strict=True)
    ]
    spent = sum(Decimal(str(amount).replace(",", "")) for amount in PURCHASES_2020.values())
    sheets.append(
        Sheet(
            "政府采购",
            "2020年政府集中采购项目台账（示例）",
            (f"填报单位：{OFFICE_2020}", "单位：元"),
            headings("序号 名称 信息类别 采购金额（元） 公开日期"),
            written(numbered(rows), "true"),
            ["合计", None, None, float(spent)],
            "填表人：财务处",
            {1: 6, 2: 36, 3: 16, 4: 16},
        )
    )
    save(path, "2020年主动公开台账（示例）", sheets, date(2021, 1, 12))


# --------------------------------------------------------------------------------------- 2023 and 2024


def write_requests_2024(path: Path, requests: Sequence[Request]) -> None:
    columns = headings("""
        序号 受理编号 收件日期 申请人姓名↵或名称 申请人类别 统一社会信用代码 提交方式 所需信息的↵内容描述
        补正告知日期 补正日期 延期告知日期 延期天数 征求第三方意见 意见反馈日期 收费通知日期 收费金额（元）
        缴费日期 办结日期 答复结果 依据 状态 责任科室 备注
    """)
    rows = numbered(
        fields_of(
            requests,
            """
        number received applicant type code way subject notified corrected extended extension_days consulted
        answered fee_notified fee paid closed outcome ground status unit remarks
    """,
        )
    )
    half = len(rows) // 2  # the clerk changed in summer
    sheet = Sheet(
        "依申请公开",
        f"{OFFICE_2024}2024年依申请公开登记台账（示例）",
        (f"填报单位：{OFFICE_2024}", "单位：件"),
        columns,
        written(rows[:half], "han") + rows[half:],
        ["合计", len(rows)],
        "填表人：办公室　　填表日期：2025年1月10日",
        {1: 6, 4: 22, 6: 22, 8: 44, 19: 30, 20: 24, 23: 28},
    )
    save(path, "2024年依申请公开登记台账（示例）", [sheet], KNOWN_2024)


def write_cases_2024(path: Path, cases: Sequence[Case]) -> None:
    rows = fields_of(
        cases, "number kind claimant respondent filed after_review result closed request_number"
    )
    sheet = Sheet(
        "复议诉讼",
        f"{OFFICE_2024}2024年复议诉讼台账（示例）",
        (f"填报单位：{OFFICE_2024}", "单位：件"),
        headings("""
            序号 案号 案件类型 申请人/原告 被申请人/被告 受理日期 是否经过↵复议 审理结果 结案日期 关联申请
        """),
        written(numbered(rows), "slashes"),
        ["合计", len(rows)],
        "填表人：法规股",
        {1: 6, 2: 22, 4: 22, 5: 22, 8: 22},
    )
    save(path, "2024年复议诉讼台账（示例）", [sheet], KNOWN_2024)


DECISIONS = {  # by quarter
    2023: {"行政许可": [214, 236, 251, 227], "行政处罚": [5, 9, 7, 11], "行政强制": [0, 1, 0, 1]},
    2024: {"行政许可": [198, 241, 263, 239], "行政处罚": [7, 6, 12, 8], "行政强制": [1, 0, 0, 2]},
}
FEES = {  # by quarter, in 10,000 yuan
    2023: {
        "不动产登记费": words("38.62 41.05 36.9 44.178"),
        "耕地开垦费": words("120 86.4 0 152.75"),
    },
    2024: {
        "不动产登记费": words("35.27 43.604 39.18 47.3"),
        "耕地开垦费": words("98.5 110.25 64 131.8"),
    },
}
ORDINALS = "一二三四"


def fees_of(year: int) -> Decimal:
    return sum(
        (Decimal(amount) for quarters in FEES[year].values() for amount in quarters), Decimal(0)
    )


def web_rows_2024(draw: Draw) -> list[list[Cell]]:
    """86 items, some of them in two or three channels at the same address."""
    kinds = [
        ("公告公示", "规划公示", "{brand}项目规划设计方案公示"),
        ("公告公示", "征地信息", "{town}{village}征收土地公告"),
        ("公告公示", "土地市场", "{road}地块挂牌出让公告"),
        ("工作动态", "工作动态", "我局部署{matter}工作"),
        ("意见征集", "互动交流", "关于{matter}管理规定征求意见的公告"),
    ]
    interpretations = {
        15: ("图解", "一图读懂《{matter}办法》"),
        45: ("问答", "《{matter}办法》问答"),
        75: ("文字解读", "《{matter}办法》解读"),
    }
    open_days = working_days(date(2024, 1, 22), date(2024, 12, 20))
    rows: list[list[Cell]] = []
    for n, day in enumerate(sorted(draw.pick(open_days) for _ in range(86))):
        category, topic, title = draw.pick(kinds)
        form = ""
        if n in interpretations:
            category, topic, (form, title) = "政策解读", "政策解读", interpretations[n]
        title = title.format(
            brand=draw.pick(BRANDS),
            town=draw.pick(TOWNS),
            village=draw.pick(VILLAGES),
            road=draw.pick(ROADS),
            matter=draw.pick(MATTERS),
        )
        made = working_days(day - timedelta(days=20), day)[-draw.between(2, 6)]
        url = f"http://qh.example/xxgk/{day:%Y%m}/{4100 + 9 * n}.html"
        channels = ["本局网站"] + ["微信公众号"] * (n % 6 == 0) + ["市政府门户网站"] * (n % 10 == 3)
        rows += [
            [title, "", category, topic, channel, form, made, day, None, "", day, "主动公开", url]
            for channel in channels
        ]
    return rows


def write_publications_2024(path: Path, documents: Sequence[Document]) -> None:
    rows: list[list[Cell]] = [
        [
            d.title,
            d.number,
            "行政规范性文件",
            "政策文件",
            "本局网站",
            "",
            d.made,
            d.published,
            d.repealed,
            d.validity,
            d.made,
            "主动公开",
            f"http://qh.example/zcwj/{d.published:%Y%m%d}.html",
        ]
        for d in documents
    ]
    rows += web_rows_2024(Draw(90))
    sheets = [
        Sheet(
            "主动公开",
            f"{OFFICE_2024}2024年主动公开信息台账（示例）",
            (f"填报单位：{OFFICE_2024}", "单位：条"),
            headings("""
            序号 标题 文件编号 类别 所属栏目 发布渠道 发布形式 成文日期 发布日期 失效日期 是否有效
            保密审查↵日期 公开属性 链接地址
        """),
            written(numbered(rows), "true"),
            ["合计", len(rows)],
            "填表人：办公室",
            {1: 6, 2: 46, 3: 24, 6: 16, 14: 40},
        )
    ]
    rows = [
        [f"第{ORDINALS[q]}季度{category}决定", category, count, month_end(2024, 3 * q + 3)]
        for category, counts in DECISIONS[2024].items()
        for q, count in enumerate(counts)
        if count
    ]
    total = sum(sum(counts) for counts in DECISIONS[2024].values())
    sheets.append(
        Sheet(
            "处理决定",
            "2024年处理决定统计表（示例）",
            (f"填报单位：{OFFICE_2024}", "单位：件"),
            headings("序号 名称 类别 件数 生成日期"),
            written(numbered(rows), "dots"),
            ["合计", None, None, total],
            "填表人：行政审批股",
            {1: 6, 2: 36},
        )
    )
    rows = [
        [
            f"{name}（第{ORDINALS[q]}季度）",
            "行政事业性收费",
            float(amount),
            month_end(2024, 3 * q + 3),
        ]
        for name, quarters in FEES[2024].items()
        for q, amount in enumerate(quarters)
    ]
    sheets.append(
        Sheet(
            "收费",
            "2024年行政事业性收费情况表（示例）",
            (f"填报单位：{OFFICE_2024}", "单位：万元"),
            headings("序号 名称 类别 收费金额↵（万元） 生成日期"),
            written(numbered(rows), "dots"),
            ["合计", None, None, float(fees_of(2024))],
            "填表人：财务股",
            {1: 6, 2: 30, 3: 18},
        )
    )
    save(path, "2024年主动公开台账（示例）", sheets, KNOWN_2024)


def count_requests(requests: Sequence[Request], year: int) -> dict[str, dict[str, int]]:
    outcomes = [f"outcome.{leaf}" for leaf in LEAVES]
    lines = ["received", "brought_forward", *outcomes, "outcome.total", "carried_forward"]
    table = {line: dict.fromkeys([*COLUMNS, "total"], 0) for line in lines}
    for request in requests:
        counted = []
        if request.received.year == year:
            counted.append("received")
        if request.open_at_end_of(year - 1):
            counted.append("brought_forward")
        if request.closed and request.closed.year == year:
            counted += [f"outcome.{request.leaf}", "outcome.total"]
        if request.open_at_end_of(year):
            counted.append("carried_forward")
        for line in counted:
            table[line][request.column] += 1
            table[line]["total"] += 1
    return table


def count_cases(cases: Sequence[Case], year: int) -> dict[str, dict[str, int]]:
    groups = {"": "review", "否": "suit_direct", "是": "suit_after_review"}
    results = words("upheld corrected other pending total")
    table = {group: dict.fromkeys(results, 0) for group in groups.values()}
    for case in cases:
        if case.filed.year <= year and not (case.closed and case.closed.year < year):
            closed = case.closed and case.closed.year == year
            table[groups[case.after_review]][RESULTS[case.result] if closed else "pending"] += 1
            table[groups[case.after_review]]["total"] += 1
    return table


def count_publications(documents: Sequence[Document], year: int) -> dict[str, dict[str, int | str]]:
    decisions = {category: sum(counts) for category, counts in DECISIONS[year].items()}
    made = [d for d in documents if d.made.year <= year]
    return {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {
            "issued": sum(d.made.year == year for d in made),
            "repealed": sum(d.repealed is not None and d.repealed.year == year for d in made),
            "in_force": sum(d.repealed is None or d.repealed.year > year for d in made),
        },
        "licensing": {"decisions": decisions["行政许可"]},
        "penalties": {"decisions": decisions["行政处罚"]},
        "coercion": {"decisions": decisions["行政强制"]},
        "fees": {"amount": str(fees_of(year))},
    }


def last_year(
    requests: Sequence[Request], cases: Sequence[Case], documents: Sequence[Document]
) -> dict[str, Any]:
    """The tally of 2023 as `reportcli tally -f json` would have left it behind."""
    return {
        "format": "reportcli-tally/1",
        "tool": "reportcli 0.1.0",
        "as_of": "2024-01-10",
        "year": 2023,
        "edition": "2021",
        "agency": OFFICE_2024,
        "settings": None,
        "previous": None,
        "inputs": [],
        "tables": {
            "publications": count_publications(documents, 2023),
            "requests": count_requests(requests, 2023),
            "cases": count_cases(cases, 2023),
        },
        "carried_forward": [r.number for r in requests if r.open_at_end_of(2023)],
        "facts": {},
        "findings": [],
        "findings_omitted": {},
    }


def main(folder: Path) -> None:
    requests = requests_of_2020()
    write_requests_2020(folder / "2020" / "requests.xlsx", requests)
    write_cases_2020(folder / "2020" / "cases.xlsx", cases_of_2020(requests))
    write_publications_2020(folder / "2020" / "publications.xlsx")

    requests = requests_of_2023_and_2024()
    cases, documents = cases_of_2023_and_2024(requests), documents_of_2024()
    of_2024 = [r for r in requests if r.received.year == 2024 or r.open_at_end_of(2023)]
    write_requests_2024(folder / "2024" / "requests.xlsx", of_2024)
    open_cases = [case for case in cases if not case.closed or case.closed.year > 2023]
    write_cases_2024(folder / "2024" / "cases.xlsx", open_cases)
    write_publications_2024(folder / "2024" / "publications.xlsx", documents)
    previous = json.dumps(last_year(requests, cases, documents), ensure_ascii=False, indent=1)
    (folder / "2024" / "previous-2023.json").write_text(
        previous + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "sample_data")
