"""What stands in a cell of a finished report: a number, a blank, or words.

A number is never made: what cannot be read for certain is None and says what stood there. Not for
which cell of the form it is (`grid.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from reportcli.published.labels import form_words
from reportcli.words.text import squeeze, visible


class PrintedNumber(NamedTuple):
    """What stands in a cell for a number: its digits (none in a blank cell) and the unit behind
    them."""

    digits: str
    unit: str


ReadCell = Callable[[str], PrintedNumber | None]


@cache
def number_pattern() -> re.Pattern[str]:
    """A number with its unit, after `squeeze`."""
    units = "|".join(sorted(map(re.escape, form_words().cell["units"]), key=len, reverse=True))
    return re.compile(rf"[¥]?(?P<digits>[-+\u2212]?\d[\d,]*(?:\.\d+)?)(?P<unit>(?:{units})?)")


@cache
def blank_words() -> frozenset[str]:
    """What stands in a cell for want of a number, after `squeeze`."""
    return frozenset(map(squeeze, form_words().cell["blanks"]))


def read_printed(text: str) -> PrintedNumber | None:
    """What stands in a cell as a number, or for want of one; None of any other text."""
    told = squeeze(text)
    if found := number_pattern().fullmatch(told):
        return PrintedNumber(found["digits"], found["unit"])
    if told in blank_words():
        return PrintedNumber("", "")
    for unit in form_words().cell["units"]:
        # A unit behind a stroke (—件) stands for no number; a unit alone is a label.
        if told.endswith(unit) and told.removesuffix(unit) in blank_words() - {""}:
            return PrintedNumber("", unit)
    return None


def is_unit(text: str) -> bool:
    """Whether a text says only what is counted: 件, （单位：万元）."""
    said = squeeze(text).strip("()").removeprefix("单位").lstrip(":")
    return said in form_words().cell["units"]


# --- the number itself ---

MONEY_SCALES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
MONEY_UNIT = re.compile("亿元|万元|元")
LONGEST_NUMBER = 15  # digits
# 1,234 and 12,345,678; 1,23 is no number
GROUPED = re.compile(r"[-+\u2212]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
TORN = re.compile(r"\d\s+[\d.,]")  # 12 34: one number torn, or two
ANY_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# A word before a number that stands alone (增13, 共计5件), and words behind it without another; not
# what makes it a date, a share or the number of an article.
WORDED = re.compile(
    r"(?P<before>\D{0,4}?)(?P<digits>[-+\u2212]?\d[\d,]*(?:\.\d+)?)(?P<after>(?![年月日号条第%‰.:/])\D{0,12})"
)
LESS = re.compile("[减降少下]")  # 减少13 in the column 本年增/减 is −13

HowSaid = Literal["number", "blank", "worded", "unread"]


class CellNumber(NamedTuple):
    """What a cell says: its number, None of a blank and of what cannot be read; and how it is said.

    `worded` is a number among words, the only one there.
    """

    value: Decimal | None
    said: HowSaid


class Wanted(NamedTuple):
    """What number a cell of the form wants: its unit, whether it may be negative (本年增/减), and
    the words that head its place, which may name another unit of money.
    """

    unit: str
    is_change: bool = False
    heading: str = ""


def number_in_cell(text: str, wanted: Wanted) -> CellNumber:
    """The number of a cell in the unit that the form wants."""
    told = squeeze(text)
    printed = read_printed(text)
    if printed is not None and not printed.digits:
        return CellNumber(None, "blank")
    if TORN.search(visible(text).strip()):
        return CellNumber(None, "unread")
    if printed is not None:
        value = value_of(printed.digits, printed.unit, wanted)
        return CellNumber(value, "unread" if value is None else "number")
    worded = WORDED.fullmatch(told)
    if worded is None or len(ANY_NUMBER.findall(told)) != 1:
        return CellNumber(None, "unread")
    is_less = LESS.search(worded["before"]) is not None
    if is_less and not wanted.is_change:
        return CellNumber(None, "unread")
    value = value_of(worded["digits"], unit_behind(worded["after"]), wanted)
    if value is None:
        return CellNumber(None, "unread")
    return CellNumber(-abs(value) if is_less else value, "worded")


def unit_behind(words: str) -> str:
    """The unit of money with which words begin; others make no difference."""
    found = MONEY_UNIT.match(words)
    return found[0] if found else ""


def value_of(digits: str, unit: str, wanted: Wanted) -> Decimal | None:
    """The value of digits in the unit that is wanted; None of what is no such number."""
    plain = digits.replace("\u2212", "-")
    if "," in plain:
        if not GROUPED.fullmatch(plain):
            return None
        plain = plain.replace(",", "")
    if sum(map(str.isdigit, plain)) > LONGEST_NUMBER:
        return None
    value = Decimal(plain)
    if value < 0 and not wanted.is_change:
        return None
    if wanted.unit in MONEY_SCALES:
        is_money = not unit or unit in MONEY_SCALES
        return value * money_scale(unit, wanted) if is_money else None
    if unit in MONEY_SCALES or value != value.to_integral_value():
        return None  # nobody counts 12.5 requests
    return value.quantize(Decimal(1))


def money_scale(unit: str, wanted: Wanted) -> Decimal:
    """By what an amount is multiplied: its own unit comes first, then that of its heading."""
    headed = MONEY_UNIT.search(squeeze(wanted.heading))
    shown = unit if unit in MONEY_SCALES else headed[0] if headed else wanted.unit
    return MONEY_SCALES[shown] / MONEY_SCALES[wanted.unit]
