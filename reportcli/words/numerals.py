"""Numbers in words and in figures: Chinese numerals, numbers as text, and the numbers that a text
tells with their units.

The one home for Chinese numerals. What in a text is no figure stands here too: dates, ordinals,
document numbers, telephone numbers, periods of time, names. Not for the cells of a log
(`cells.py`), whose child process imports this: patterns are text until they are first tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

ONE_TO_TEN = "一二三四五六七八九十"
ZERO = "零〇○◯"  # ring and zero of every keyboard
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys(ZERO, 0)
CHINESE_DIGITS = DIGITS | {"两": 2}  # 两 counts and is no digit of a year
Hedge = Literal["", "odd", "nearly", "about", "above", "below"]

# Full-width digits and signs as their narrow forms, one for one, so that places in the text stay.
NARROW = str.maketrans("０１２３４５６７８９．％＋－，", "0123456789.%+-,")
WIDE_COMMA = r"(?<!\d),|,(?!\d{3}(?!\d))"  # 1,234 is one number, 1,23 is two

# What has digits and is no figure. Every repeat is bounded, so that time is linear in the text.
NO_FIGURE = (
    r"《[^《》\n]{0,120}》"  # titles
    r"|https?://[^\s，。；）)]{0,200}|www\.[^\s，。；）)]{0,200}|[A-Za-z0-9._+-]{1,60}@[A-Za-z0-9.-]{1,60}"
    # 〔2019〕60号
    r"|[〔\[【（(]\s*(?:19|20)\d\d\s*(?:年度?)?\s*[〕\]】）)](?:\s*第?\s*\d{1,5}\s*号)?"
    r"|(?:19|20)\d\d\s*年?\s*[-—–~～至到]{1,2}\s*(?:19|20)\d\d\s*年?"
    r"|(?:19|20)\d\d\s*年度?(?:\s*\d{1,2}\s*月份?(?:\s*\d{1,2}\s*[日号])?)?"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    r"|\d{1,2}(?:\s*[-—–~～至到、]\s*\d{1,2})?\s*月份?"
    r"|第\s*[\d〇零一二两三四五六七八九十百千]{1,8}"
    r"|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[）)]"
    r"|(?:^|(?<=[。；：！？\n]))\s{0,9}(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[.、．)）](?!\d)"
    # the number of a drawing: 图2 申请的办理结果
    r"|(?:^|(?<=[。；：！？\n见如（(]))\s{0,9}(?:图表?|表|附图|附表|附件)\s?\d{1,3}(?!\s?[件个幅张条项篇期])"
    r"|(?<!\d)0\d{2,3}[-—]\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?:电话|传真|邮编|邮政编码|热线|号码|代码|文号|编号|案号)[^\d，。；\n]{0,6}\d[\d-]{2,20}"
    r"|(?<!\d)\d{5,6}(?=[^，。；\d\n]{0,10}热线)|(?<!\d)12345(?!\d)"
    r"|(?<!\d)\d{1,2}[:：]\d{2}(?!\d)"
    r"|\d{1,9}\s?[×xX*]\s?24(?:\s?小时)?"
    r"|\d{1,9}(?:\.\d{1,4})?\s?(?:[-—–~～至到]\s?\d{1,9}(?:\.\d{1,4})?\s?)?个?(?:法定|连续)?"
    r"(?:工作日|自然日|小时|分钟|秒|天|日|月|周|星期|年|季度|学时|课时|岁|字|级|版|时(?!限))"
    r"|\d{1,9}\s?(?:号楼?|楼|室|栋|幢|单元|层|弄)"
    r"|[A-Za-z][A-Za-z-]{0,9}\d[\dA-Za-z.]{0,9}|\d{1,6}(?:\.\d{1,4})?[A-Za-z]"
    r"|\d{1,3}(?:\s?\+\s?[\dNnXx]{1,3}){1,4}"
    r"|[“\"‘「][^“”\"‘’「」\n]{0,30}[”\"’」]"  # names: “三审三校”
    r"|[一二两三四五六七八九十]{1,3}个?(?:工作日|小时|天|年|月|季度|周)"
)

CHINESE_UNITS = (
    "个百分点|百分点|%|‰|万元|亿元|人次|场次|批次|期次|班次|条次|件次|户次|平方米|平方公里|公里|公顷|亩|吨|倍|成"
    "|[件条次场期个篇份名人家项元宗起例封户处册张幅组轮类则部批种页位本套只台辆站点]"
)
ARABIC = (
    r"(?P<before>约为?|大约|近|将近|接近|超过|超|逾|突破|不足|不到)?\s{0,3}"
    r"(?P<sign>(?<![\w%）)])-)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s{0,3}(?P<scale>万|亿|千|百)?\s{0,3}(?P<more>余|多|来)?\s{0,3}(?P<scale_behind>万|亿)?\s{0,3}"
    rf"(?P<unit>{CHINESE_UNITS})?(?P<after>以上|左右|上下|以内)?"
)
CHINESE = (
    r"(?P<before>约|大约|近|将近|接近|超过|逾|突破|不足|不到)?"
    r"(?<![第其〇零一二两三四五六七八九十百千万几数多\d])(?<!\d\s)(?P<digits>[一二两三四五六七八九十百千万][〇零一二两三四五六七八九十百千万]{0,11})"
    r"(?P<more>余|多|来)?"
    r"(?P<unit>人次|场次|万元|[件条次场期个篇份名人家项元宗起例封轮类种位])(?P<after>以上|左右|上下|以内)?"
)
PER_CENT = (
    r"百分之(?P<digits>[〇零一二两三四五六七八九十百]{1,5})"
    r"(?:点(?P<decimals>[〇零一二三四五六七八九]{1,3}))?"
)
SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HEDGES: dict[str, Hedge] = {
    "约": "about", "约为": "about", "大约": "about", "左右": "about", "上下": "about", "来": "about",
    "近": "nearly", "将近": "nearly", "接近": "nearly", "余": "odd", "多": "odd",
    "不足": "below", "不到": "below", "以内": "below",
    "超过": "above", "超": "above", "逾": "above", "突破": "above", "以上": "above",
}  # fmt: skip
LONGEST_NUMERAL = 18  # digits; longer ones are no figure of a report


class Numeral(msgspec.Struct, frozen=True):
    """A number at a place in a text, with its unit; `step` is what its last digit but noughts is
    worth.

    `hedge` is what the words at it make of it: 余 `odd`, 近 `nearly`, 约 `about`, 超过 `above`,
    不足 `below`. `spelled`: in Chinese numerals.
    """

    start: int
    end: int
    value: Decimal
    unit: str = ""
    step: Decimal = Decimal(1)
    hedge: Hedge = ""
    spelled: bool = False

    def fits(self, known: Decimal) -> bool:
        """Whether a known number bears this one out.

        余 and 近 leave room of one step, 超过 and 不足 more; with 约, and in 1.2万, the number is
        rounded; money may be.
        """
        match self.hedge:
            case "odd":
                return self.value <= known < self.value + self.step
            case "nearly":
                return self.value - self.step <= known <= self.value
            case "about":
                return abs(known - self.value) <= self.step / 2
            case "above":
                return self.value <= known <= self.value * 2
            case "below":
                return self.value / 2 <= known <= self.value
        if self.step > 1 or (self.step < 1 and self.unit == "元"):
            return -self.step / 2 <= known - self.value < self.step / 2
        return known == self.value


def narrow(text: str) -> str:
    """Text with narrow digits, and with a comma for a comma where it groups no thousands."""
    return re.sub(WIDE_COMMA, "，", text.translate(NARROW))


def read_numerals(text: str) -> list[Numeral]:
    """Every number in a text that has been made `narrow`, in order, but what is no figure."""
    bare = re.sub(NO_FIGURE, lambda found: "\0" * len(found[0]), text)
    # 百分之 first, so that its numeral is not read a second time.
    found = [*per_cents(bare)]
    bare = re.sub(PER_CENT, lambda match: "\0" * len(match[0]), bare)
    return sorted([*found, *arabic(bare), *chinese(bare)], key=lambda numeral: numeral.start)


def arabic(text: str) -> Iterator[Numeral]:
    """The numbers in digits."""
    for match in re.finditer(ARABIC, text):
        digits = match["digits"].replace(",", "")
        if len(digits) > LONGEST_NUMERAL:
            continue
        scale = SCALES[match["scale"] or ""] * SCALES[match["scale_behind"] or ""]
        unit = match["unit"] or ""
        if unit in ("万元", "亿元"):
            scale, unit = scale * SCALES[unit[0]], "元"
        value = Decimal(digits) * scale
        yield Numeral(
            match.start(),
            match.end(),
            -value if match["sign"] else value,
            unit,
            step_of(digits, scale, hedged(match)),
            hedged(match),
        )


def chinese(text: str) -> Iterator[Numeral]:
    """The numbers in Chinese numerals; 二期 and the like are ordinals."""
    for match in re.finditer(CHINESE, text):
        hedge = hedged(match)
        value = spelled_value(match["digits"])
        if (
            hedge in ("odd", "nearly") and match["digits"] in SCALES
        ):  # 百余件, 近百件: of one hundred
            value = SCALES[match["digits"]]
        if value is None or match["digits"] == "二":
            continue
        scale, unit = (10_000, "元") if match["unit"] == "万元" else (1, match["unit"])
        yield Numeral(
            match.start(),
            match.end(),
            Decimal(value) * scale,
            unit,
            step_of(str(value), scale, hedge),
            hedge,
            spelled=True,
        )


def per_cents(text: str) -> Iterator[Numeral]:
    """百分之九十五点五."""
    for match in re.finditer(PER_CENT, text):
        value = 100 if match["digits"] == "百" else spelled_value(match["digits"])
        if value is not None:
            decimals = "".join(str(CHINESE_DIGITS[digit]) for digit in match["decimals"] or "")
            step = Decimal(1).scaleb(-len(decimals))
            yield Numeral(
                match.start(), match.end(), Decimal(f"{value}.{decimals or 0}"), "%", step
            )


def hedged(match: re.Match[str]) -> Hedge:
    """What the words at a number make of it."""
    for part in (match["more"], match["after"], match["before"]):
        if part:
            return HEDGES[part]
    return ""


def step_of(digits: str, scale: int, hedge: Hedge) -> Decimal:
    """What the last digit is worth that says something: 1500余 is 1500 to 1599, 1.2万 is to the
    thousand."""
    _, point, decimals = digits.partition(".")
    if point:
        return Decimal(scale).scaleb(-len(decimals))
    noughts = len(digits) - len(digits.rstrip("0")) if hedge else 0
    return Decimal(scale).scaleb(min(noughts, len(digits) - 1))


def spell(number: int) -> str:
    """A number below a hundred in words: 16 is 十六, as articles of a law are numbered."""
    tens, ones = number // 10, number % 10
    numeral = ["", *ONE_TO_TEN]
    ten = numeral[tens] + "十" if tens > 1 else "十" * tens
    return f"{ten}{numeral[ones]}"


def in_digits(text: str) -> str:
    """Numerals digit by digit: 二〇二〇 is 2020; what is no digit is `?`."""
    return "".join(str(DIGITS.get(sign, "?")) for sign in text)


def number_text(number: float | Decimal) -> str:
    """A number as it is printed: exact, without exponent or idle zeros."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def spelled_value(text: str) -> int | None:
    """The value of Chinese numerals: 三百零五 is 305; None where they are no number."""
    total = section = digit = 0
    for character in text:
        if character in CHINESE_DIGITS:
            if digit:  # 三四次: no number
                return None
            digit = CHINESE_DIGITS[character]
        elif character == "万":
            if not section + digit:
                return None
            total, section, digit = (section + digit) * 10_000, 0, 0
        elif character not in "十百千":
            return None
        else:
            if not digit and (character != "十" or section % 100):  # 百家, 千家: no number
                return None
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + section + digit or None
