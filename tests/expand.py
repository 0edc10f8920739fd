"""Turns published tables back into the logs they could have been counted from.

A published report gives the figures of three tables but never the logs. `expand` invents such logs, row by
row, so that an honest tally of them gives back every cell; a test that expands and tallies holds the whole
package to real figures. The same set and seed give the same rows. Nobody in the rows exists.

Rows are also sound by the other rules: nothing is closed before it was received or answered later than 20
working days, no number or title comes twice, and no wording is one that needs a warning.
"""

import csv
import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import chinese_calendar
from openpyxl import Workbook

Row = list[object]

COLUMNS = [
    "natural_person",
    "business",
    "research",
    "social_welfare",
    "legal_services",
    "other_organisation",
]


def read_published(name: str) -> dict[str, Any]:
    """A published set kept beside the tests, such as `suqian-2023`."""
    return json.loads(
        (Path(__file__).parent / "published" / f"{name}.json").read_text(encoding="utf-8")
    )


def _by_column(*figures: int) -> dict[str, int]:
    return {**dict(zip(COLUMNS, figures, strict=True)), "total": sum(figures)}


# No office published these: an invented year on the older form. Some items decrease, every identity holds.
PUBLISHED_2020: dict[str, Any] = {
    "year": 2020,
    "edition": "2019",
    "tables": {
        "publications": {
            "rules": {"made": 1, "disclosed": 2, "disclosed_total": 7},
            "normative_documents": {"made": 23, "disclosed": 24, "disclosed_total": 186},
            "licensing": {"items_last_year": 142, "items_change": -6, "decisions": 31877},
            "other_services": {"items_last_year": 205, "items_change": 11, "decisions": 9412},
            "penalties": {"items_last_year": 318, "items_change": -2, "decisions": 4506},
            "coercion": {"items_last_year": 27, "items_change": 0, "decisions": 63},
            "fees": {"items_last_year": 12, "items_change": -1},
            "procurement": {"projects": 37, "amount": 48211360.75},
        },
        "requests": {
            "received": _by_column(210, 34, 2, 3, 9, 4),
            "brought_forward": _by_column(9, 2, 0, 0, 1, 0),
            "outcome.granted": _by_column(82, 12, 1, 2, 4, 1),
            "outcome.partial": _by_column(31, 6, 1, 0, 2, 0),
            "outcome.refused.state_secret": _by_column(1, 0, 0, 0, 0, 0),
            "outcome.refused.prohibited_by_law": _by_column(2, 0, 0, 0, 0, 0),
            "outcome.refused.security_stability": _by_column(1, 0, 0, 0, 0, 0),
            "outcome.refused.third_party": _by_column(4, 1, 0, 0, 1, 0),
            "outcome.refused.internal_affairs": _by_column(3, 1, 0, 0, 0, 0),
            "outcome.refused.deliberative": _by_column(5, 0, 0, 1, 0, 0),
            "outcome.refused.enforcement_file": _by_column(3, 1, 0, 0, 0, 0),
            "outcome.refused.register_query": _by_column(6, 2, 0, 0, 1, 0),
            "outcome.unavailable.not_held": _by_column(29, 5, 0, 0, 1, 1),
            "outcome.unavailable.needs_creation": _by_column(5, 1, 0, 0, 0, 0),
            "outcome.unavailable.unclear": _by_column(4, 1, 0, 0, 0, 0),
            "outcome.unprocessed.petition": _by_column(9, 0, 0, 0, 0, 1),
            "outcome.unprocessed.repeated": _by_column(4, 1, 0, 0, 0, 0),
            "outcome.unprocessed.published_material": _by_column(1, 1, 0, 0, 0, 0),
            "outcome.unprocessed.excessive": _by_column(3, 0, 0, 0, 0, 0),
            "outcome.unprocessed.reconfirmation": _by_column(2, 1, 0, 0, 0, 0),
            "outcome.other": _by_column(12, 2, 0, 0, 0, 0),
            "outcome.total": _by_column(207, 35, 2, 3, 9, 3),
            "carried_forward": _by_column(12, 1, 0, 0, 1, 1),
        },
        "cases": {
            "review": {"upheld": 14, "corrected": 3, "other": 5, "pending": 2, "total": 24},
            "suit_direct": {"upheld": 2, "corrected": 1, "other": 3, "pending": 1, "total": 7},
            "suit_after_review": {
                "upheld": 4,
                "corrected": 0,
                "other": 2,
                "pending": 2,
                "total": 8,
            },
        },
    },
}

# -- days ---------------------------------------------------------------------------------------------------


class Days:
    """The working days around one year, as a list: a date is a place in it, a limit a distance."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.all = _working_days(date(year - 2, 1, 1), date(year + 1, 1, 31))
        self.first = next(place for place, day in enumerate(self.all) if day.year == year)
        self.last = max(place for place, day in enumerate(self.all) if day.year == year)

    def __getitem__(self, place: int) -> date:
        return self.all[place]

    def place(self, day: date) -> int:
        return self.all.index(day)


@cache
def _working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if chinese_calendar.is_workday(day)]


def _day_between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(rng.randint(0, (last - first).days))


_CHINESE_DIGITS = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _chinese_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = ("" if tens < 2 else _CHINESE_DIGITS[tens]) + "十" if tens else ""
    return ten + (_CHINESE_DIGITS[ones] if ones else "")


def _chinese_date(day: date) -> str:
    year = "".join(_CHINESE_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_chinese_number(day.month)}月{_chinese_number(day.day)}日"


DATE_FORMS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda day: f"{day.year}-{day.month}-{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日".translate(_FULL_WIDTH),
    _chinese_date,
]


def _lay_out(
    headings: list[str], records: Iterable[dict[str, object]], rng: random.Random, noise: bool
) -> list[Row]:
    """Records as rows under the headings; with noise in any order and one date in seven as text."""
    rows = [[record.get(heading) for heading in headings] for record in records]
    if noise:
        rng.shuffle(rows)
        for row in rows:
            for at, cell in enumerate(row):
                if isinstance(cell, date) and rng.random() < 0.15:
                    row[at] = rng.choice(DATE_FORMS)(cell)
    return [list(headings), *rows]


# -- applicants ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ApplicantWords:
    """How a log may show that an applicant belongs to one column."""

    types: list[str]  # decide by themselves
    coded: list[
        tuple[str, str]
    ]  # start of the credit code, end of the name: decide where the type does not
    named: list[str]  # ends of names: decide where neither does


APPLICANTS = {
    "natural_person": ApplicantWords(
        ["自然人", "公民", "个人", "公民个人", "群众", "居民", "村民"],
        [("92", "小吃店"), ("92", "理发店")],  # 个体工商户, by the default of `individual_business`
        [],
    ),
    "business": ApplicantWords(
        ["商业企业", "企业", "公司", "企业法人"],
        [("91", "置业有限公司"), ("91", "建设集团有限公司"), ("93", "种植专业合作社")],
        ["置业有限公司", "农业研究院有限公司", "建设集团", "机械厂", "村镇银行", "水稻合作社"],
    ),
    "research": ApplicantWords(
        ["科研机构", "科研院所", "研究机构"],
        [("12", "农业科学研究所"), ("12", "大学"), ("52", "环境研究院")],
        ["水利研究院", "土壤研究所", "材料实验室", "大学"],
    ),
    "social_welfare": ApplicantWords(
        ["社会公益组织", "公益组织", "社会组织", "社会团体"],
        [("51", "环境保护协会"), ("52", "公益服务社"), ("53", "助学基金会")],
        ["环境保护协会", "助学基金会", "志愿服务队", "公益促进会"],
    ),
    "legal_services": ApplicantWords(
        ["法律服务机构", "律师事务所", "律所", "法律服务"],
        [("31", "律师事务所"), ("32", "公证处"), ("33", "法律服务所")],
        ["律师事务所", "公证处", "法律服务所", "仲裁委员会"],
    ),
    "other_organisation": ApplicantWords(
        ["其他", "其他组织", "机关", "事业单位", "村委会", "居委会"],
        [("11", "镇人民政府"), ("12", "文化服务中心"), ("54", "村民委员会")],
        ["村民委员会", "社区居民委员会", "业主委员会"],
    ),
}
UNDECIDED_TYPES = [None, "法人", "单位", "法人或其他组织", "法人和其他组织"]

_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静丽强磊洋勇艳杰娟涛超霞平刚桂建国志文宇欣"
_STEMS = [
    "青禾",
    "云岭",
    "柏川",
    "临溪",
    "望湖",
    "松原",
    "东篱",
    "南浦",
    "石桥",
    "双塘",
    "白鹭",
    "长垣",
]


def credit_code(rng: random.Random, start: str) -> str:
    """An 18-character credit code (GB 32100) with both check characters right; nobody's."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"{rng.randrange(10**8):08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = -sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    code = f"{start}999999{body}{'X' if check == 10 else check}"
    return (
        code + signs[-sum(signs.index(sign) * pow(3, at, 31) for at, sign in enumerate(code)) % 31]
    )


def _applicant(rng: random.Random, column: str) -> dict[str, object]:
    words = APPLICANTS[column]
    way = rng.random()
    stem = rng.choice(_STEMS) + rng.choice(["", "镇", "县"])
    if column == "natural_person" and way < 0.97:
        person = rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.randint(1, 2)))
        return {"申请人": person, "申请人类型": _mostly_first(rng, words.types)}
    if words.named and way < 0.2:
        return {"申请人": stem + rng.choice(words.named), "申请人类型": rng.choice(UNDECIDED_TYPES)}
    start, ending = rng.choice(words.coded)
    code = credit_code(rng, start)
    if column == "natural_person" or way < 0.5:
        return {
            "申请人": stem + ending,
            "申请人类型": rng.choice(UNDECIDED_TYPES),
            "统一社会信用代码": code,
        }
    kind = _mostly_first(rng, words.types)
    return {
        "申请人": stem + ending,
        "申请人类型": kind,
        "统一社会信用代码": rng.choice([code, None]),
    }


def _mostly_first(rng: random.Random, wordings: Sequence[Any]) -> Any:
    return wordings[0] if rng.random() < 0.4 else rng.choice(wordings)


# -- outcomes -----------------------------------------------------------------------------------------------

# Line of the form → wordings of outcome and ground, the official label first. None calls for a warning.
OUTCOMES: dict[str, list[tuple[str, str | None]]] = {
    "outcome.granted": [
        ("予以公开", None),
        ("同意公开", None),
        ("公开", None),
        ("全部公开", None),
        ("主动公开", None),
        ("告知已主动公开", None),
        ("予以提供", None),
        ("涉及商业秘密、个人隐私公开", None),
    ],
    "outcome.partial": [
        ("部分公开", None),
        ("同意部分公开", None),
        ("部分公开", "涉及个人隐私"),
        ("部分公开", "部分内容属于过程性信息"),
        ("部分公开（区分处理的，只计这一情形，不计其他情形）", None),
    ],
    "outcome.refused.state_secret": [
        ("属于国家秘密", None),
        ("不予公开", "属于国家秘密"),
        ("国家秘密不予公开", None),
    ],
    "outcome.refused.prohibited_by_law": [
        ("其他法律行政法规禁止公开", None),
        ("不予公开", "其他法律行政法规禁止公开"),
        ("不予公开", "法律、行政法规禁止公开"),
    ],
    "outcome.refused.security_stability": [
        ("危及“三安全一稳定”", None),
        ("三安全一稳定不予公开", None),
        ("不予公开", "公开后可能危及社会稳定"),
    ],
    "outcome.refused.third_party": [
        ("保护第三方合法权益", None),
        ("商业秘密不予公开", None),
        ("个人隐私不予公开", None),
        ("不同意公开", "第三方不同意公开"),
        ("不予公开", "条例第十五条"),
    ],
    "outcome.refused.internal_affairs": [
        ("属于三类内部事务信息", None),
        ("不予公开", "条例第十六条第一款"),
        ("不予公开", "属于人事管理方面的内部事务信息"),
    ],
    "outcome.refused.deliberative": [
        ("属于四类过程性信息", None),
        ("不予公开", "属于过程性信息"),
        ("不予公开", "不涉及国家秘密，属于过程性信息"),
    ],
    "outcome.refused.enforcement_file": [
        ("属于行政执法案卷", None),
        ("不予公开", "属于行政执法案卷信息"),
    ],
    "outcome.refused.register_query": [
        ("属于行政查询事项", None),
        ("房地产登记事项", None),
        ("特定领域信息函告", None),
        ("不予公开", "不动产登记资料"),
        ("不予公开", "条例第三十六条第七项"),
    ],
    "outcome.unavailable.not_held": [
        ("本机关不掌握相关政府信息", None),
        ("信息不存在", None),
        ("政府信息不存在", None),
        ("非本部门掌握", None),
        ("不属于本机关公开职责权限范围", None),
        ("无法提供", "本机关不掌握相关政府信息"),
        ("无法提供", "条例第三十六条第四项"),
    ],
    "outcome.unavailable.needs_creation": [
        ("没有现成信息需要另行制作", None),
        ("无法提供", "需要另行制作"),
        ("无法提供", "条例第三十八条"),
    ],
    "outcome.unavailable.unclear": [
        ("补正后申请内容仍不明确", None),
        ("申请内容不明确", None),
        ("无法提供", "补正后申请内容仍不明确"),
    ],
    "outcome.unprocessed.petition": [
        ("信访举报投诉类申请", None),
        ("信访事项", None),
        ("信访活动函告", None),
        ("不予处理", "属于信访事项"),
        ("不予处理", "条例第三十九条第一款"),
    ],
    "outcome.unprocessed.repeated": [
        ("重复申请", None),
        ("重复申请不予答复处理", None),
        ("多次重复申请不作处理", None),
        ("不予处理", "条例第三十六条第六项"),
    ],
    "outcome.unprocessed.published_material": [
        ("要求提供公开出版物", None),
        ("不予处理", "要求提供公开出版物"),
    ],
    "outcome.unprocessed.excessive": [
        ("无正当理由大量反复申请", None),
        ("不予处理", "无正当理由大量反复申请"),
        ("不予处理", "条例第三十五条"),
    ],
    "outcome.unprocessed.reconfirmation": [
        ("要求行政机关确认或重新出具已获取信息", None),
        ("不予处理", "要求行政机关确认或重新出具已获取信息"),
    ],
    "outcome.other.not_corrected": [
        ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", None),
        ("未补正，视为自动放弃", None),
        ("逾期未补正，视为放弃申请", None),
        ("其他处理", "逾期不补正"),
    ],
    "outcome.other.fee_unpaid": [
        ("申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", None),
        ("逾期未缴费", None),
        ("其他处理", "逾期未缴费"),
    ],
    "outcome.other.miscellaneous": [
        ("其他处理", "其他"),
        ("其他处理-其他", None),
        ("申请人主动撤销", None),
        ("申请人撤回申请", None),
        ("放弃申请", None),
    ],
}
_OTHER_LINES = [line for line in OUTCOMES if line.startswith("outcome.other.")]


def _word(rng: random.Random, line: str) -> tuple[str, str, str | None]:
    """Line, outcome and ground; the older form has one line 其他处理, for all that the newer divides."""
    if line == "outcome.other":
        if rng.random() < 0.2:
            return line, "其他处理", None
        line = rng.choice(_OTHER_LINES)
    return line, *_mostly_first(rng, OUTCOMES[line])


# -- requests -----------------------------------------------------------------------------------------------

LIMIT = 19  # working days after receipt: in time by article 33 whether or not the first day counts
LONGEST_STEPS = (
    12  # working days that an outcome may presuppose: a correction asked for and waited for
)
REQUEST_HEADINGS = [
    "登记编号", "收到日期", "申请人", "申请人类型", "统一社会信用代码", "申请方式", "申请内容",
    "补正通知日期", "补正日期", "征求意见日期", "收到意见日期", "答复日期", "办理结果", "理由", "办理状态",
    "承办科室", "备注",
]  # fmt: skip
# What a log does not say in so many words: column and line of the form, for a layout that ticks them.
TRUTH = ["#column", "#line"]
_CHANNELS = [
    "网上申请",
    "网站",
    "互联网",
    "电子邮件",
    "信函",
    "邮寄",
    "EMS",
    "当面",
    "窗口",
    "传真",
    "其他",
]
_OPEN_STATES = ["办理中", "在办", "待答复", None]
_CLOSED_STATES = ["已办结", "已答复", "已完成", None]
_UNITS = ["办公室", "法规科", "规划科", "执法科", "财务科"]
_SUBJECTS = [
    "征地批复及附图",
    "建设工程规划许可",
    "拆迁补偿方案",
    "专项资金使用",
    "环评批复",
    "招投标",
]


@dataclass(frozen=True)
class Request:
    """One request: when, by whom, and how it was handled. `line` is None as long as it is open."""

    column: str
    received: date
    number: str = ""
    about: dict[str, object] = field(default_factory=dict)  # applicant, channel, subject: for life
    line: str | None = None
    closed: date | None = None
    handling: dict[str, object] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        dated = {"登记编号": self.number, "收到日期": self.received, "答复日期": self.closed}
        return {
            **dated,
            **self.about,
            **self.handling,
            **dict(zip(TRUTH, (self.column, self.line), strict=True)),
        }


def carry(
    published: dict[str, Any],
    *,
    seed: int = 0,
    brought_forward: dict[str, list[Request]] | None = None,
) -> dict[str, list[Request]]:
    """Column → the requests open at the end of the year, for the next year's `expand` to bring forward."""
    carried: dict[str, list[Request]] = {column: [] for column in COLUMNS}
    for request in _requests(published, seed, brought_forward):
        if request.closed is None or request.closed.year > published["year"]:
            carried[request.column].append(request)
    return carried


def carried_numbers(carried: dict[str, list[Request]]) -> dict[str, list[str]]:
    """Column → the numbers (登记编号) of the requests carried, in ascending order."""
    return {
        column: sorted(request.number for request in requests)
        for column, requests in carried.items()
    }


def _requests(
    published: dict[str, Any], seed: int, brought_forward: dict[str, list[Request]] | None
) -> list[Request]:
    """The requests behind section 三: each has one outcome or is open, and is new or brought forward."""
    year, table = published["year"], published["tables"]["requests"]
    rng = random.Random(f"{year} requests {seed}")
    days = Days(year)
    lines = [line for line in table if line.startswith("outcome.") and line != "outcome.total"]
    old: list[Request] = []
    new: list[Request] = []
    for column in COLUMNS:
        outcomes = [line for line in lines for _ in range(table[line][column])]
        rng.shuffle(outcomes)
        expected = table["brought_forward"][column]
        if brought_forward is None:
            late = range(days.first - LIMIT + 1, days.first)
            before = [Request(column, days[rng.choice(late)]) for _ in range(expected)]
        else:
            before = brought_forward[column]
        if len(before) != expected:
            raise ValueError(
                f"{column}: {len(before)} requests carried, {expected} brought forward"
            )
        for request in before:
            if (
                request.line in outcomes
            ):  # answered in January, and the former year's log knew it already
                outcomes.remove(request.line)
                old.append(request)
            else:
                old.append(_answer(rng, request, outcomes.pop(), days, days.first, days.last))
        new += [_answered_this_year(rng, column, line, days) for line in outcomes]
        new += [_carried_over(rng, column, days) for _ in range(table["carried_forward"][column])]
        if len(outcomes) + table["carried_forward"][column] != table["received"][column]:
            raise ValueError(f"{column}: the flow of the published figures does not hold")
    return [*_register(rng, old, year - 1, first=3000), *_register(rng, new, year)]


def _register(
    rng: random.Random, requests: list[Request], year: int, first: int = 1
) -> list[Request]:
    """Numbers in the order of receipt, and who asked for what; a request that has a number keeps its own."""
    numbers = count(first)
    ordered = sorted(requests, key=lambda request: request.received)
    return [
        request if request.number else _introduce(rng, request, year, next(numbers))
        for request in ordered
    ]


def _introduce(rng: random.Random, request: Request, year: int, number: int) -> Request:
    about = {
        **_applicant(rng, request.column),
        "申请方式": rng.choice(_CHANNELS),
        "申请内容": f"{rng.choice(_STEMS)}片区{rng.choice(_SUBJECTS)}（{year}年第{number}件）",
        "承办科室": rng.choice(_UNITS),
        "备注": rng.choice([None, None, None, "已电话沟通", "纸质件寄送"]),
    }
    return replace(request, number=f"{year}-{number:05d}", about=about)


def _answered_this_year(rng: random.Random, column: str, line: str, days: Days) -> Request:
    received = days[rng.randint(days.first, days.last - LONGEST_STEPS)]
    return _answer(rng, Request(column, received), line, days, days.first, days.last)


def _carried_over(rng: random.Random, column: str, days: Days) -> Request:
    """Open at the end of the year; some were answered early in the next, before the log was handed in."""
    request = Request(column, days[rng.randint(days.last - LIMIT + 2, days.last)])
    if column == "natural_person" and rng.random() < 0.25:
        line = rng.choice(["outcome.granted", "outcome.unavailable.not_held"])
        return _answer(rng, request, line, days, days.last + 1, days.last + 6)
    return replace(request, handling={"办理状态": rng.choice(_OPEN_STATES)})


def _answer(
    rng: random.Random, request: Request, line: str, days: Days, earliest: int, latest: int
) -> Request:
    """The request answered between two places in the year, and the steps that its outcome presupposes."""
    received = days.place(request.received)
    detail, outcome, ground = _word(rng, line)
    consults = detail == "outcome.refused.third_party" or "隐私" in (ground or "")
    corrects = detail == "outcome.unavailable.unclear"
    shortest = (
        LONGEST_STEPS
        if detail == "outcome.other.not_corrected"
        else 8
        if consults or corrects
        else 0
    )
    closed = rng.randint(max(earliest, received + shortest), min(latest, received + LIMIT))
    handling: dict[str, object] = {"办理结果": outcome, "理由": ground}
    handling["办理状态"] = rng.choice(_CLOSED_STATES)
    if consults:
        sent = received + rng.randint(1, 2)
        handling |= {"征求意见日期": days[sent], "收到意见日期": days[sent + rng.randint(1, 4)]}
    elif detail == "outcome.other.not_corrected":
        handling["补正通知日期"] = days[received + rng.randint(1, 3)]
    elif corrects or (closed - received >= 8 and rng.random() < 0.05):
        notified = received + rng.randint(1, 3)
        handling |= {"补正通知日期": days[notified], "补正日期": days[notified + rng.randint(1, 4)]}
    return replace(request, line=line, closed=days[closed], handling=handling)


def _requests_of_other_years(rng: random.Random, days: Days, how_many: int) -> list[Request]:
    """Received and answered two years ago, or received in the year after: in no line of this year's form."""
    long_ago = max(place for place, day in enumerate(days.all) if day.year == days.year - 2)
    former: list[Request] = []
    later: list[Request] = []
    for _ in range(how_many):
        column, line = rng.choice(COLUMNS), rng.choice(list(OUTCOMES))
        received = Request(column, days[rng.randint(0, long_ago - LIMIT)])
        former.append(_answer(rng, received, line, days, 0, long_ago))
        later.append(Request(rng.choice(COLUMNS), days[days.last + rng.randint(1, 6)]))
    later[::2] = [
        _answer(rng, request, "outcome.granted", days, 0, days.last + 6) for request in later[::2]
    ]
    return [*_register(rng, former, days.year - 2), *_register(rng, later, days.year + 1)]


def _request_log(
    published: dict[str, Any],
    seed: int,
    noise: bool,
    brought_forward: dict[str, list[Request]] | None,
    truth: bool,
) -> list[Row]:
    requests = _requests(published, seed, brought_forward)
    rng = random.Random(f"{published['year']} requests noise {seed}")
    if noise:
        requests += _requests_of_other_years(rng, Days(published["year"]), 3 + len(requests) // 100)
    headings = [*REQUEST_HEADINGS, *TRUTH] if truth else REQUEST_HEADINGS
    return _lay_out(headings, (request.record() for request in requests), rng, noise)


# -- publications -------------------------------------------------------------------------------------------

CATEGORIES = {
    "rules": ["规章", "政府规章"],
    "normative_documents": ["行政规范性文件", "规范性文件"],
    "licensing": ["行政许可", "行政许可决定"],
    "other_services": ["其他对外管理服务", "其他对外管理服务决定"],
    "penalties": ["行政处罚", "行政处罚决定"],
    "coercion": ["行政强制", "行政强制决定"],
    "fees": ["行政事业性收费"],
    "procurement": ["政府集中采购", "政府采购"],
}
ITEM_CATEGORIES = {
    "licensing": ["行政许可事项"],
    "other_services": ["其他对外管理服务事项"],
    "penalties": ["行政处罚事项"],
    "coercion": ["行政强制事项"],
    "fees": ["行政事业性收费项目", "收费项目"],
}
AMOUNT_HEADINGS = {"2019": "采购金额（元）", "2021": "收费金额（万元）"}
_WEB_CATEGORIES = [
    "政策解读",
    "新闻发布会",
    "在线访谈",
    "调查征集",
    "专题专栏",
    "通知公告",
    "规划公示",
]
_WEB_CHANNELS = ["本局网站", "市政府门户网站", "政府信息公开平台", "微信公众号", "公告栏"]
_PREFIXES = {"rules": "政府令", "normative_documents": "政规"}


class _Publications:
    """The rows behind section 二, gathered line by line. `sign` makes titles and document numbers unique."""

    def __init__(self, published: dict[str, Any], seed: int, noise: bool) -> None:
        self.year: int = published["year"]
        self.amount_heading = AMOUNT_HEADINGS[published["edition"]]
        self.noise = noise
        self.rng = random.Random(f"{self.year} publications {seed}")
        self.sign = count(1)
        self.records: list[dict[str, object]] = []

    def add(
        self, categories: list[str], made: date | None, published: date | None, **cells: object
    ) -> None:
        """One row. `amount` stands for the heading of the edition, which names the unit."""
        if "amount" in cells:
            cells[self.amount_heading] = cells.pop("amount")
        category = _mostly_first(self.rng, categories)
        self.records.append({
            "信息名称": f"{self.rng.choice(_STEMS)}{category}第{next(self.sign)}号",
            "信息类别": category,
            "公开渠道": self.rng.choice(_WEB_CHANNELS),
            "制发日期": made,
            "公开日期": published,
            "公开方式": self.rng.choice(["主动公开", None]),
            **cells,
        })  # fmt: skip

    def day(self, month: int = 1, until: int = 12) -> date:
        """Any day of the year, or of a span of its months (up to the 28th of the last, unless December)."""
        return _day_between(
            self.rng, date(self.year, month, 1), date(self.year, until, 31 if until == 12 else 28)
        )

    def day_before(self) -> date:
        """Any day of the fifteen years before but their last month, so that it was also public by then."""
        return _day_between(self.rng, date(self.year - 15, 1, 1), date(self.year - 1, 11, 30))

    def soon_after(self, day: date) -> date:
        return day + timedelta(self.rng.randint(0, 12))

    def document(self, line: str, made: date, published: date | None, **cells: object) -> None:
        number = f"{_PREFIXES[line]}〔{made.year}〕{next(self.sign)}号"
        if "废止日期" not in cells:
            cells.setdefault("有效性", "有效")
        self.add(CATEGORIES[line], made, published, 文号=number, **cells)

    def documents_2021(self, line: str, issued: int, repealed: int, in_force: int) -> None:
        """Rules and normative documents: what was issued, what was repealed, and the stock that stands."""
        short_lived = max(issued - in_force, 0)  # issued and repealed within the year
        for n in range(issued):
            made = self.day(1, 9) if n < short_lived else self.day()
            cells: dict[str, object] = {"有效性": self.rng.choice(["有效", "现行有效"])}
            if n < short_lived:
                cells = {"有效性": "废止", "废止日期": self.day(10)}
            self.document(line, made, self.soon_after(made), **cells)
        for n in range(in_force - issued + short_lived):
            made = self.day_before()
            cells = {"有效性": self.rng.choice(["有效", "现行有效"])}
            if self.noise and n % 50 == 7:  # repealed since, but in force when the year ended
                cells = {"废止日期": date(self.year + 1, 1, self.rng.randint(1, 8))}
            self.document(line, made, self.soon_after(made), **cells)
        for _ in range(repealed - short_lived):
            made = self.day_before()
            validity = self.rng.choice(["废止", "已废止", "失效", None])
            self.document(line, made, self.soon_after(made), 废止日期=self.day(), 有效性=validity)
        if self.noise:
            self._documents_of_other_years(line)

    def documents_2019(self, line: str, made: int, disclosed: int, disclosed_total: int) -> None:
        """Rules and normative documents: made in the year, public since the year, and public in all."""
        at_once = max(min(made, disclosed) - 1, 0)
        for _ in range(at_once):
            day = self.day(1, 11)
            self.document(line, day, self.soon_after(day))
        for _ in range(made - at_once):  # made in the last days, public in January or not yet
            public = self.rng.choice([None, date(self.year + 1, 1, self.rng.randint(1, 8))])
            self.document(line, date(self.year, 12, self.rng.randint(20, 31)), public)
        for _ in range(disclosed - at_once):  # made in the last days of the year before
            day = date(self.year - 1, 12, self.rng.randint(20, 31))
            self.document(line, day, date(self.year, 1, self.rng.randint(2, 8)))
        for _ in range(disclosed_total - disclosed):
            day = self.day_before()
            self.document(
                line, day, self.soon_after(day), 有效性=self.rng.choice(["有效", "现行有效"])
            )
        for _ in range(2):
            day = self.day_before()
            self.document(line, day, self.soon_after(day), 废止日期=self.day(), 有效性="废止")
        if self.noise:
            self._documents_of_other_years(line)

    def _documents_of_other_years(self, line: str) -> None:
        """Made in the year after; repealed in a year before; no longer valid without a day of repeal."""
        later = date(self.year + 1, 1, self.rng.randint(2, 8))
        self.document(line, later, later)
        for _ in range(3):
            made = _day_between(self.rng, date(self.year - 12, 1, 1), date(self.year - 4, 12, 31))
            repealed = _day_between(
                self.rng, date(self.year - 3, 1, 1), date(self.year - 1, 12, 31)
            )
            self.document(line, made, self.soon_after(made), 废止日期=repealed, 有效性="已废止")
            self.document(line, made, self.soon_after(made), 有效性="失效")

    def decisions(self, line: str, total: int) -> None:
        """Up to forty rows of one decision each, the rest as counts of like ones, a row for each batch."""
        single = min(total, 40)
        for _ in range(single):
            self._dated(CATEGORIES[line], 数量=self.rng.choice([None, 1]))
        for batch in _split(self.rng, total - single, 12):
            self._dated(
                CATEGORIES[line], 数量=self.rng.choice([batch, batch, float(batch), str(batch)])
            )
        if self.noise:
            self._dated_in_other_years(CATEGORIES[line], 数量=977)

    def _dated(self, categories: list[str], **cells: object) -> None:
        """Within the year, by 制发日期 or, where that is blank, by 公开日期."""
        day = self.day()
        made, published = self.rng.choice([(day, None), (None, day), (day, self.soon_after(day))])
        self.add(categories, made, published, **cells)

    def _dated_in_other_years(self, categories: list[str], **cells: object) -> None:
        """Made in the last days of the year before, though public in this one; and published in the next."""
        self.add(categories, date(self.year - 1, 12, 28), date(self.year, 1, 5), **cells)
        self.add(categories, None, date(self.year + 1, 1, 6), **cells)

    def items(self, line: str, last_year: int, change: int) -> None:
        """Items in force (…事项) at the end of the year before, those struck out since, and those added."""
        struck = max(-change, 0) + min(last_year, 1)
        for _ in range(last_year - struck):
            day = self.day_before()
            made, published = self.rng.choice(
                [(day, None), (None, day), (day, self.soon_after(day))]
            )
            self.add(
                ITEM_CATEGORIES[line], made, published, 有效性=self.rng.choice(["有效", "现行有效"])
            )
        for _ in range(struck):
            day = self.day_before()
            self.add(
                ITEM_CATEGORIES[line],
                day,
                self.soon_after(day),
                废止日期=self.day(),
                有效性="已废止",
            )
        for _ in range(struck + change):
            self._dated(ITEM_CATEGORIES[line])
        if self.noise:
            later = date(self.year + 1, 1, self.rng.randint(2, 8))
            self.add(ITEM_CATEGORIES[line], later, later)

    def amounts(self, line: str, total: float, rows: int, decimals: int) -> None:
        """A sum of money over several rows, exact in decimals: as numbers and as text."""
        for part in _split(self.rng, int(Decimal(str(total)).scaleb(decimals)), rows):
            amount = Decimal(part).scaleb(-decimals)
            self._dated(
                CATEGORIES[line],
                amount=self.rng.choice([float(amount), float(amount), str(amount)]),
            )
        if self.noise:
            self._dated_in_other_years(CATEGORIES[line], amount=88.5)

    def web_items(self) -> None:
        """What no line of the form takes."""
        for _ in range(40):
            self._dated([self.rng.choice(_WEB_CATEGORIES)])


def _split(rng: random.Random, total: int, parts: int) -> list[int]:
    """A number as a sum of so many positive ones; as fewer when it is too small for that."""
    if total <= parts:
        return [1] * total
    cuts = sorted(rng.sample(range(1, total), parts - 1))
    return [right - left for left, right in zip([0, *cuts], [*cuts, total], strict=True)]


def _publication_log(published: dict[str, Any], seed: int, noise: bool) -> list[Row]:
    log = _Publications(published, seed, noise)
    for line, figures in published["tables"]["publications"].items():
        if "issued" in figures:
            log.documents_2021(line, figures["issued"], figures["repealed"], figures["in_force"])
        elif "made" in figures:
            log.documents_2019(
                line, figures["made"], figures["disclosed"], figures["disclosed_total"]
            )
        if "items_last_year" in figures:
            log.items(line, figures["items_last_year"], figures["items_change"])
        if "decisions" in figures:
            log.decisions(line, figures["decisions"])
        if "projects" in figures:
            log.amounts(line, figures["amount"], rows=figures["projects"], decimals=2)
        elif "amount" in figures:
            log.amounts(line, figures["amount"], rows=24, decimals=4)
    if noise:
        log.web_items()
    headings = [
        "信息名称", "文号", "信息类别", "公开渠道", "制发日期", "公开日期", "废止日期", "有效性", "公开方式",
        "数量", log.amount_heading,
    ]  # fmt: skip
    return _lay_out(headings, log.records, log.rng, noise)


# -- cases --------------------------------------------------------------------------------------------------

CASE_HEADINGS = [
    "案件类型", "案号", "申请人/原告", "被申请人/被告", "受理日期", "是否经过复议", "审级", "审理结果",
    "审结日期", "关联申请",
]  # fmt: skip
REVIEW_RESULTS = {
    "upheld": ["维持", "决定维持", "驳回行政复议请求"],
    "corrected": ["撤销", "变更", "确认违法", "责令履行", "撤销并责令重新作出"],
    "other": ["终止", "申请人撤回", "调解", "和解", "驳回行政复议申请"],
}
SUIT_RESULTS = {
    "upheld": ["驳回原告的诉讼请求", "判决驳回诉讼请求", "驳回原告诉讼请求"],
    "corrected": ["撤销", "确认违法", "责令履行", "撤销并责令重新作出"],
    "other": ["原告撤诉", "准许撤诉", "裁定驳回起诉", "调解", "终结"],
}
_PENDING_RESULTS = [None, None, "审理中", "尚未审结", "中止"]


def _case_log(published: dict[str, Any], seed: int, noise: bool) -> list[Row]:
    """The cases behind section 四; a case still pending may have been decided early in the next year."""
    year, table = published["year"], published["tables"]["cases"]
    rng = random.Random(f"{year} cases {seed}")
    days = Days(year)
    sign = count(1)
    records: list[dict[str, object]] = []

    def add(group: str, result: str | None, filed: int, closed: int | None) -> None:
        review = group == "review"
        number = f"〔{days[filed].year}〕{'行复第' if review else '行初'}{next(sign)}号"
        records.append({
            "案件类型": "行政复议" if review else "行政诉讼",
            "案号": number,
            "申请人/原告": rng.choice(_SURNAMES) + "某",
            "被申请人/被告": "某局",
            "受理日期": days[filed],
            "是否经过复议": None if review else "是" if group == "suit_after_review" else "否",
            "审级": None if review else "一审",
            "审理结果": result,
            "审结日期": None if closed is None else days[closed],
        })  # fmt: skip

    for group, figures in table.items():
        results = REVIEW_RESULTS if group == "review" else SUIT_RESULTS
        for column, wordings in results.items():
            for _ in range(figures[column]):
                filed = rng.randint(days.first - 30, days.last - 1)
                closed = rng.randint(max(days.first, filed + 1), min(days.last, filed + 60))
                add(group, rng.choice(wordings), filed, closed)
        for n in range(figures["pending"]):
            filed = rng.randint(days.last - 45, days.last)
            if n % 5 == 4:
                add(group, rng.choice(results["upheld"]), filed, days.last + rng.randint(1, 6))
            else:
                add(group, rng.choice(_PENDING_RESULTS), filed, None)
        for _ in range(4 if noise else 0):
            filed = rng.randint(0, days.first - 60)
            add(group, rng.choice(results["corrected"]), filed, filed + rng.randint(1, 59))
            add(group, None, days.last + rng.randint(1, 6), None)
    return _lay_out(CASE_HEADINGS, records, rng, noise)


# -- the whole ----------------------------------------------------------------------------------------------


def expand(
    published: dict[str, Any],
    *,
    seed: int = 0,
    noise: bool = True,
    brought_forward: dict[str, list[Request]] | None = None,
    truth: bool = False,
) -> dict[str, list[Row]]:
    """Kind of log → rows, headings first, that an honest tally turns back into the published set.

    `brought_forward` takes what `carry` gave for the year before; without it such requests are invented.
    Noise adds rows of other years, shuffles, and writes some dates as text: it changes no cell of the form.
    With `truth` the requests have the columns `TRUTH` beside.
    """
    return {
        "requests": _request_log(published, seed, noise, brought_forward, truth),
        "publications": _publication_log(published, seed, noise),
        "cases": _case_log(published, seed, noise),
    }


def write_xlsx(rows_by_sheet: dict[str, list[Row]], path: Path | str) -> None:
    """A workbook with one sheet for each entry; dates become true dates."""
    workbook = Workbook(write_only=True)
    for title, rows in rows_by_sheet.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)


def write_csv(rows: list[Row], path: Path | str, encoding: str = "utf-8") -> None:
    """A text file as an office's spreadsheet program would save it: ISO dates, nothing in blank cells."""
    with Path(path).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
