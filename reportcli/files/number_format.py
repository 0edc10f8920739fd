"""Numbers that their number format shows as something else: 0012, 2024-013, 第3号, 256.5万元.

Excel keeps the number and shows a text, and the text is what the office means: the same identifier
stands as text in another log, and an amount is in the unit that is shown. So such a number comes
out as it is shown, exact to its last digit (ECMA-376 part 1, 18.8.30; the sign `!` is what Excel
and WPS write in Chinese for `\\`). A format that only rounds, colours, pads or groups says nothing,
and its numbers stay numbers; so do those of a form that is not known here. Which section of a
format shows a number may hang on the number ([>=10000]0!.0,"万元";0"元"). A number that a format
hides (;;;) comes out as a text that is no number, so that whatever needs it says so.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportcli.words.cells import Cell

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<skipped>_.|\*.)"  # the width of a character, and a character that fills the cell
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<sign>[0#?.,%@/;]|[A-Za-z])"
    r"|(?P<other>.)",
    re.DOTALL,
)
COLOUR_NAMES = re.compile(
    "(?:black|blue|cyan|green|magenta|red|white|yellow|[黑蓝青绿红白黄洋].{0,2}|(?:color|颜色) ?[0-9]{1,2})",
    re.IGNORECASE,
)
SPELLED = re.compile("DBNum[1-4]", re.IGNORECASE)  # digits in Chinese: the number is the same
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
HIDDEN = "（不显示）"
LOCALE = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
# Says nothing about the number: brackets and signs of a currency, which stand beside figures in
# 万元 too.
QUIET = " \u00a0()（）+¥￥$€£"
UNIT_IN_FORMAT = re.compile("(?:百万元|千元|万元|亿元|元|万|亿)整?")
MONEY_WORDS = ("", "人民币")
MOST_SHOWN = 10**15  # a float knows no more digits


class Token(NamedTuple):
    """A piece of a format: a `digit` (0 or #), a `text` that is shown as it stands, or a `sign`."""

    kind: str
    text: str


Piece = tuple[str, str]  # a kind of `TOKEN`, and its text
SECTION_ENDS = ("sign", ";")
NOUGHT, POINT, DRAWN_POINT = Token("digit", "0"), Token("sign", "."), Token("text", ".")
FORMAT_SIGNS = {
    "0": NOUGHT,
    "#": Token("digit", "#"),
    "?": Token("digit", "#"),
    ".": POINT,
    ",": Token("sign", ","),
}


class ShownNumber(NamedTuple):
    """How a format shows a number.

    `slots` are the digits of the whole part and the texts before, between and after them; `scale`
    is by how much the number is divided before it is shown; `unit` is a unit of money after it.
    `cases` are the sections of a format that asks for the number, the first that holds shows it.
    """

    slots: tuple[Token, ...] = ()
    decimals: int = 0
    scale: int = 1
    unit: str = ""
    hides: bool = False
    cases: tuple[Case, ...] = ()

    def show(self, number: Cell) -> Cell:
        """Give the number as it is shown; what is not shown so by this format stays a number."""
        if isinstance(number, bool) or not isinstance(number, int | float):
            return number
        if self.cases:
            shown_by = next((case.shown for case in self.cases if case.holds(number)), None)
            return shown_by.show(number) if shown_by else number
        return self.show_alone(number)

    def show_alone(self, number: int | float) -> Cell:
        """Give the number as a format shows it that has no conditions."""
        if not 0 <= number < MOST_SHOWN:
            return number
        if self.hides:
            return f"{plain_decimal(Decimal(repr(number)))}{HIDDEN}" if number else number
        if self.unit or self.scale > 1:
            shown = plain_decimal(Decimal(repr(number)) / self.scale)
            return f"{shown}{self.unit}" if self.unit else float(shown)
        if self.decimals or number != int(number):
            return number
        return filled(self.slots, str(int(number)))


class Case(NamedTuple):
    """A section of a format and the numbers that it shows; without a condition all of them."""

    sign: str
    bound: float
    shown: ShownNumber | None

    def holds(self, number: float) -> bool:
        """Whether the section shows a number."""
        return not self.sign or COMPARISONS[self.sign](number, self.bound)


def plain_decimal(number: Decimal) -> str:
    """Write a number without an exponent and without noughts at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(POINT.text) if POINT.text in text else text


def filled(slots: tuple[Token, ...], digits: str) -> str:
    """Put digits into their slots from the right on; what is left of them goes to the first."""
    shown: list[str] = []
    left = sum(slot.kind == "digit" for slot in slots)
    for slot in reversed(slots):
        if slot.kind != "digit":
            shown.append(slot.text)
            continue
        left -= 1
        taken = digits[-1:] if left else digits
        digits = digits[: len(digits) - len(taken)]
        shown.append(taken or slot.text.strip("#"))
    return "".join(reversed(shown)).strip()


@lru_cache(256)
def number_shown(code: str) -> ShownNumber | None:
    """Understand a number format; None where it shows a number as a number, or something else."""
    sections = [*sections_of(code)]
    conditions = [condition_of(section) for section in sections]
    if not any(conditions):
        return section_shown(sections[0]) if sections else None
    cases = (
        Case(*(condition or ("", 0.0)), section_shown(section))
        for condition, section in zip(conditions, sections, strict=True)
    )
    return ShownNumber(cases=tuple(cases))


def sections_of(code: str) -> Iterator[list[Piece]]:
    """Yield the pieces of each section of a format, up to the one for texts."""
    section: list[Piece] = []
    for found in TOKEN.finditer(code):
        piece = (found.lastgroup or "", found[found.lastgroup or 0])
        if piece == SECTION_ENDS:
            yield section
            section = []
        else:
            section.append(piece)
    if section:
        yield section


def condition_of(section: list[Piece]) -> tuple[str, float] | None:
    """The condition of a section, as sign and bound."""
    for kind, text in section:
        if kind == "bracket" and (found := CONDITION.fullmatch(text)):
            return found[1], float(found[2])
    return None


def section_shown(section: list[Piece]) -> ShownNumber | None:
    """Understand one section; one that shows nothing hides the number."""
    tokens: list[Token] = []
    for token in tokens_of(section):
        if token is None:
            return None
        tokens.append(token)
    places = [place for place, token in enumerate(tokens) if token.kind == "digit"]
    if places:
        return understood(tokens, places)
    # 1 may be shown as 是, and any number as nothing at all.
    is_silent = not texts_in(tokens).strip()
    return ShownNumber(hides=True) if is_silent else ShownNumber(tuple(tokens))


def tokens_of(section: list[Piece]) -> Iterator[Token | None]:
    """Yield what a section shows of a number.

    None stands for what makes it no plain number: a date, a fraction, a share.
    """
    for kind, text in section:
        if kind == "bracket":
            yield from in_brackets(text)
        elif kind == "general":
            yield Token("digit", "#")
        elif kind == "sign":
            yield FORMAT_SIGNS.get(text)
        elif kind != "skipped":
            yield Token("text", text)


def in_brackets(text: str) -> Iterator[Token | None]:
    """Yield what is shown of a bracket: of a colour nothing, of a locale its currency."""
    if COLOUR_NAMES.fullmatch(text) or CONDITION.fullmatch(text) or SPELLED.fullmatch(text):
        return
    locale = LOCALE.fullmatch(text)
    yield Token("text", locale[1]) if locale else None


def understood(tokens: list[Token], places: list[int]) -> ShownNumber | None:
    """Put a section together, whose digits are at `places`; None where it shows a plain number."""
    first, last = places[0], places[-1]
    before = texts_in(tokens[:first]).strip(QUIET)
    unit = texts_in(tokens[last:]).strip(QUIET)
    point = tokens.index(POINT) if POINT in tokens else len(tokens)
    decimals = sum(place > point for place in places)
    scale = scale_of(tokens, places)
    if UNIT_IN_FORMAT.fullmatch(unit) and before in MONEY_WORDS:
        return ShownNumber(decimals=decimals, scale=scale, unit=unit)
    if scale > 1:
        return ShownNumber(decimals=decimals, scale=scale)
    slots = tuple(token for token in tokens if token.kind != "sign")
    # 2024-0001 shown of 1 is the number of a request; 0.00 shows a number, only with decimals.
    return ShownNumber(slots) if says_more(slots) and not decimals else None


def says_more(slots: Sequence[Token]) -> bool:
    """Tell whether a format adds words, or noughts before the number."""
    return bool(texts_in(slots).strip(QUIET)) or slots.count(NOUGHT) > 1


def texts_in(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens if token.kind == "text")


def scale_of(tokens: list[Token], places: list[int]) -> int:
    """Tell by how much a number is divided before it is shown."""
    first, last = places[0], places[-1]
    # A comma after the last digit divides by a thousand; between digits it only groups them.
    thousands = tokens[last:].count(Token("sign", ","))
    # WPS shows 元 as 万元 by a point that is a text: 0!.0,"万元" is the whole part with a point in
    # it, so that each digit after the point divides by ten.
    drawn = next((at for at in range(first, last) if tokens[at] == DRAWN_POINT), last)
    digits_behind = sum(place > drawn for place in places)
    by_commas: int = 1000**thousands
    by_point: int = 10**digits_behind
    return by_commas * by_point
