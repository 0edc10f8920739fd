"""One cell to one typed value: dates, counts, money, identifiers, labels, flags.

Pure functions on what a spreadsheet reader returns. What cannot be read with certainty becomes a
`Fault`, never a guess, never today, never an exception. This room knows no columns, no rows, no
wording of outcomes. It runs in the reader's child process, once for each distinct value of a
column, and must start fast: it imports almost nothing, and forms that a clean log does not need are
text until they are first tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TypeAlias
from unicodedata import category

from reportcli.finding import Fault
from reportcli.words.numerals import ONE_TO_TEN, ZERO, in_digits, spelled_value
from reportcli.words.patterns import late_pattern
from reportcli.words.text import one_line, squeeze, visible

# What readers return; to the type checker an int or a bool is a float, and a datetime is a date.
Cell: TypeAlias = str | float | date | time | timedelta | None

# --- text ---

# Telephone and identity numbers are masked wherever they are shown.
_LONG_NUMBER = late_pattern(r"\d{10,}[\dXx]")
# Has a digit, and nothing that has another width, takes no ink, or is part of an error or of
# 3.2E+17.
_PLAIN_NUMBER = r"[A-Za-z\u4e00-\u9fff〔〕\[\]()-]*[0-9][0-9A-Za-z\u4e00-\u9fff〔〕\[\]()-]*"
_ORDINARY_NUMBER = late_pattern(_PLAIN_NUMBER)
# One a line; possessive, because of what fits no line there are many ways to try.
_ORDINARY_NUMBERS = late_pattern(rf"(?:{_PLAIN_NUMBER}(?:\n(?!\Z)|\Z))++")
_BLANKS = frozenset({"不详", "N/A", "NA", "NULL", "空", "暂无"})  # what people write for nothing
_STROKES = "-‐‒–—―−─/\\、"  # dashes of every length; a cell of them alone is blank
_CELL_ERROR = "#(?:N/A|[A-Z_]+(?:/0)?[!?]|GETTING_DATA|#+)|ERR:[0-9]{3}"
# Stands in place of the value of a formula that no program has computed (`scan.py`).
FORMULA_LOST = "#UNCACHED!"


def shown(cell: Cell) -> str:
    """A cell as evidence in a message: squeezed, at most 40 characters, long numbers masked.

    Eleven digits are a telephone number and eighteen an identity card, and messages leave the
    office. Masked before it is cut, so that the cut cannot leave the greater part of a number
    standing.
    """
    text = _LONG_NUMBER.sub(lambda run: f"{run[0][:3]}…{run[0][-4:]}", squeeze(as_typed(cell)))
    return text if len(text) <= 40 else text[:39] + "…"


def is_blank(cell: Cell, *, none_is_value: bool = False) -> bool:
    """Whether a cell says nothing: empty, invisible, or one of the marks that clerks put into empty
    cells.

    Where 无 is an answer (`none_is_value`), as under 延期, 无 says something; a dash still does
    not.
    """
    if not isinstance(cell, str):
        return cell is None
    text = squeeze(cell).upper()
    if text == "无":
        return not none_is_value
    return text in _BLANKS or not text.strip(_STROKES)


def is_error(text: str) -> bool:
    """Whether this stands in place of a value: #N/A, #REF!, Err:502, or #### where a column was
    narrow."""
    return text[:1] in ("#", "E", "e") and re.fullmatch(_CELL_ERROR, text.upper()) is not None


def read_text(cell: Cell) -> str | Fault:
    """A label: one line, single spaces, no width variants; 3.0 is `3` and a date is ISO."""
    text = one_line(as_typed(cell))
    return _error(cell) if is_error(text) else text


def read_identifier(cell: Cell) -> str | Fault:
    """A number that is a name (登记编号, 文号, 信用代码): text, kept as it stands, so `001` stays
    `001`.

    A number of 16 digits or more, or text such as `3.20102E+17`, has lost its last digits in Excel
    already: two requests could seem one, so it is a fault. Blank is the empty text.
    """
    if isinstance(cell, str) and _ORDINARY_NUMBER.fullmatch(cell):  # most of a column, and fast
        return cell
    if isinstance(cell, int | float) and not abs(cell) < 1e15:  # also NaN
        return _fault("identifier-damaged", cell)
    text = visible(as_typed(cell)).strip()
    if is_error(text):
        return _error(cell)
    if isinstance(cell, str) and re.fullmatch(
        r"[0-9](\.[0-9]+)?E\+[0-9]{2,3}", text, re.IGNORECASE
    ):
        return _fault("identifier-damaged", cell)
    return "" if is_blank(text) else text


def read_identifiers(cells: Sequence[Cell]) -> list[str | Fault]:
    """Many cells as `read_identifier` reads each; where all are ordinary they are looked at in one
    go."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    listed = "\n".join(texts)
    is_ordinary = len(texts) == len(cells) and listed.count("\n") == len(texts) - 1
    if is_ordinary and _ORDINARY_NUMBERS.fullmatch(listed):
        return [*texts]
    return list(map(read_identifier, cells))


# --- dates ---

_MONTH = "(?:0?[1-9]|1[0-2])"
_D = "[0-9]{1,2}"
_WEEKDAY = r"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"  # 2024-01-05（星期五）
_TIME = (
    r"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?|[时点](?:[0-5]?[0-9]分?)?)"
)
_CLOCK = f"(?:(?:上午|下午|凌晨|早上|中午|晚上)(?:{_TIME})?|{_TIME}(?:[AP]M)?)"
# A clock needs something between it and the day: "2020-3-1 19:30" must not become the 11th, nor the
# 119th.
_TAIL = f"{_WEEKDAY}(?:(?:[ T]|(?<![0-9])|(?=[上下凌早中晚])){_CLOCK})?{_WEEKDAY}"
_DAY = late_pattern(
    rf"([0-9]{{4}})(?:-({_D})-({_D})|/({_D})/({_D})|\.({_D})\.({_D})|年({_D})月({_D})[日号]|([0-9]{{2}})([0-9]{{2}}))"
    + _TAIL
)
_DAY_OF_MONTH = f"({_D})月({_D})[日号]{_TAIL}"
_CLOCK_WITH_ZONE = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})"
_INSTANT = f"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK_WITH_ZONE}"
_SERIAL = r"[0-9]{5}(\.[0-9]+)?"
# What is no day, in the order in which it is looked for.
_YEAR = "(?:19|20)[0-9]{2}"
_NO_DAYS = {
    "date-year-missing": f"{_MONTH}[-/]{_D}",
    "date-incomplete": (
        f"{_YEAR}(?:[-/.]{_MONTH}|年(?:{_MONTH}月(?:[初中底末份]|[上中下]旬)?)?|0[1-9]|1[0-2])?"
    ),
    "date-two-digit-year": (
        rf"(?:{_D}(?:-{_D}-{_D}|/{_D}/{_D}|\.{_D}\.{_D}|年{_D}月{_D}[日号])|[0-9]{{2}}(?:0[1-9]|1[0-2])[0-3][0-9])"
        + _TAIL
    ),
    "date-range": (
        rf"(?:{_YEAR}(?:([-/.]){_D}(?:\1{_D})?|年(?:{_D}月(?:{_D}[日号]?)?)?|[0-9]{{4}})|{_D}月(?:{_D}[日号]?)?)"
        "(?:[-~至到、,;和及与 ]+|(?<=[日号]))"
        f"(?:{_D}|{_YEAR}(?:[0-9]{{4}})?)(?:[-/.年月日号].*)?"
    ),
}

# Other keys for the same sign: what an input method types for a hyphen, a dot and a tilde.
_DATE_SIGNS = str.maketrans(
    dict.fromkeys("‐‒–—―−─", "-") | {"。": "."} | dict.fromkeys("〜∼∽", "~")
)
_SPACE_BY_SIGN = "(?<=[^0-9]) | (?=[^0-9])"
_NUMERALS = f"{ZERO}O0{ONE_TO_TEN}元"
_NUMERAL = f"(?<![1-9{_NUMERALS}])[{_NUMERALS}]+(?=[年月日号])"
_EARLIEST = date(
    1949, 10, 1
)  # a normative document still in force may be old, but not older than the state
_LATEST = date(2079, 12, 31)  # a later day is a slip of the keyboard
_DAY_0 = date(1899, 12, 30)
_FIRST_SERIAL = (
    date(1990, 1, 1) - _DAY_0
).days  # a bare number is doubtful: 1899 and 20305 are no days
_LAST_SERIAL = (_LATEST - _DAY_0).days
_CHINA = timezone(timedelta(hours=8))  # China has one zone and no summer time


def read_date(
    cell: Cell, *, year: int | None = None, epoch_1904: bool = False
) -> date | Fault | None:
    """The day a cell names, by a strict table of forms, each matched as a whole; blank is None.

    Accepted: true dates, serials of the 1900 or 1904 system, 2020-3-5, 2020/3/5, 2020.3.5,
    2020年3月5日 (号), 20200305, Chinese numerals, any width, with or without clock and weekday;
    3月5日 if the `year` is known. Time limits run from these days (条例第三十三条), so what leaves
    a day open is a fault.
    """
    if type(cell) is datetime:
        return _plausible(cell.date(), cell)
    if type(cell) is date:
        return _plausible(cell, cell)
    if cell is None:
        return None
    if isinstance(cell, bool):
        return _fault("date-invalid", cell)
    if isinstance(cell, int | float):
        return _from_serial(cell, epoch_1904) or _date_in_words(
            as_typed(cell), cell, None, epoch_1904
        )
    if isinstance(cell, str) and (found := _DAY.fullmatch(cell)):  # most of a column, and fast
        return _make_date(found, cell)
    text = as_typed(cell)
    if is_blank(text):
        return None
    if is_error(squeeze(text)):
        return _error(cell)
    return _date_in_words(_without_notes(text), cell, year, epoch_1904)


def _date_in_words(text: str, cell: Cell, year: int | None, epoch_1904: bool) -> date | Fault:
    """The day a text names, or the fault that says best why it names none."""
    text = one_line(text).upper().translate(_DATE_SIGNS)
    if len(text) > 80:  # no date is; and nothing below should walk through an essay
        return _fault("date-invalid", cell)
    text = re.sub(_NUMERAL, _spell_in_digits, re.sub(_SPACE_BY_SIGN, "", text))
    if found := _DAY.fullmatch(text):
        return _make_date(found, cell)
    if found := re.fullmatch(_DAY_OF_MONTH, text):
        if year is not None:
            return _make_date(found, cell, year)
        leap = _make_date(found, cell, 2000)
        return leap if isinstance(leap, Fault) else _fault("date-year-missing", cell)
    if re.fullmatch(_INSTANT, text):
        return _from_instant(text, cell)
    if re.fullmatch(_SERIAL, text) and (day := _from_serial(float(text), epoch_1904)):
        return day
    codes = (code for code, form in _NO_DAYS.items() if re.fullmatch(form, text))
    return _fault(next(codes, "date-invalid"), cell)


def _make_date(found: re.Match[str], cell: Cell, year: int | None = None) -> date | Fault:
    """The date of the numbers that a form captured; 2023-02-30 has the form and is no day."""
    numbers = [int(number) for number in found.groups() if number]
    try:
        return _plausible(date(*numbers) if year is None else date(year, *numbers), cell)
    except ValueError:
        return _fault("date-invalid", cell)


def _from_serial(number: float, epoch_1904: bool) -> date | None:
    """The day of an Excel serial (the clock is its fraction), or None if the number is none of our
    years.

    The 1900 system counts a 29 February 1900 that never was (serial 60). Taking 30 December 1899 as
    day 0 is right from serial 61 on, and what lies before is far outside the accepted years.
    """
    serial = number + 1462 if epoch_1904 else number
    if not _FIRST_SERIAL <= serial < _LAST_SERIAL + 1:  # turns NaN away too
        return None
    return _DAY_0 + timedelta(days=int(serial))


def _from_instant(text: str, cell: Cell) -> date | Fault:
    """The day in China of an ISO time with a zone: 2020-03-04T16:00:00Z is midnight of 5 March
    there."""
    try:
        return _plausible(datetime.fromisoformat(text).astimezone(_CHINA).date(), cell)
    except (ValueError, OverflowError):
        return _fault("date-invalid", cell)


def _plausible(day: date, cell: Cell) -> date | Fault:
    """The day if it is a possible one: Excel shows a stray 0 or 2020 in a date column as 1900 or
    1905."""
    return day if _EARLIEST <= day <= _LATEST else _fault("date-invalid", cell)


def _spell_in_digits(found: re.Match[str]) -> str:
    """二〇二〇年 as 2020, 十二月 as 12, 元月 as 1; what is no numeral stays, and then matches no
    form.

    Digit by digit only for years, and 〇五 for 05: 一二月 is January and February, not December.
    """
    word, sign = found[0], found.string[found.end()]
    number = _spelled(word)
    if number is not None:
        return str(number)
    if word == "元" and sign == "月":
        return "1"
    digits = in_digits(word.replace("O", "〇").replace("0", "〇"))
    return digits if len(digits) in (2, 4) and (sign == "年" or digits[0] == "0") else word


def _spelled(word: str) -> int | None:
    """The value of Chinese numerals as a day or a count has them: 零 is 0, and 〇五 is none."""
    if word in ("零", "〇"):
        return 0
    return None if word[0] in "零〇" else spelled_value(word)


# --- numbers ---

MONEY_UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
# no count of requests or documents is greater; a telephone number in the wrong column is
_MOST = 999_999_999
_COUNTER = "(?:人次|[个件条项次场宗份期篇])?"
# 13, 13.0, 1,234件
_COUNT = rf"([0-9]{{1,9}}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}})(?:\.0+)?{_COUNTER}"
_COUNT_IN_WORDS = f"([零〇两{ONE_TO_TEN}]+){_COUNTER}"  # 十三件
# At most 27 digits: within the 28 that Decimal keeps, so that no product is rounded.
_MONEY = r"(人民币)?(¥)?([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,12})?(百万元|千元|万元?|亿元?|元)?整?"
_UNIT = r"百万元|(?<![十百千万])(?:千元|万元|亿元)|(?:(?<=[(\[【:,/币])|(?<=单位))元(?=$|[)\]】,])"


def read_count(cell: Cell) -> int | Fault | None:
    """How many: 13, 13.0, `13件`, `1,234`, 十三; blank is None, a negative or a fraction is a
    fault."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (
            int(cell) if 0 <= cell <= _MOST and cell == int(cell) else _fault("count-invalid", cell)
        )
    text = _figures(cell)
    if not isinstance(text, str):
        return text
    if found := re.fullmatch(_COUNT, text):
        return int(found[1].replace(",", ""))
    if found := re.fullmatch(_COUNT_IN_WORDS, text):
        number = _spelled(found[1])
        return _fault("count-invalid", cell) if number is None else number
    return _fault("count-invalid", cell)


def read_money(cell: Cell, *, unit: str) -> Decimal | Fault | None:
    """An amount in yuan, exact to the last digit; blank is None.

    `unit` is the heading's (a key of `MONEY_UNITS`); a unit in the cell wins, and ¥ or 人民币 alone means
    元. A float goes through its shortest decimal form, so that 0.1 is 0.1: the form prints 万元 and
    never rounds.
    """
    if cell is None:
        return None
    factor = MONEY_UNITS[unit]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (
            Decimal(as_typed(abs(cell))) * factor
            if 0 <= cell < 1e15
            else _fault("amount-invalid", cell)
        )
    text = _figures(cell)
    if not isinstance(text, str):
        return text
    found = re.fullmatch(_MONEY, text)
    if not found:
        return _fault("amount-invalid", cell)
    words, sign, whole, fraction, own = found.groups(default="")
    if own or words or sign:
        factor = MONEY_UNITS[unit_in(words, sign, own)]
    return Decimal(whole.replace(",", "") + fraction) * factor


def unit_in(words: str, sign: str, own: str) -> str:
    """The unit that a cell names of itself: of ¥ and 人民币 alone it is 元."""
    if own:
        return own if own.endswith("元") else own + "元"
    return "元" if words or sign else ""


def unit_of_amount(cell: Cell) -> str:
    """The unit that stands in the cell of an amount; empty where it has none."""
    text = _figures(cell) if isinstance(cell, str) else None
    found = re.fullmatch(_MONEY, text) if isinstance(text, str) else None
    if not found:
        return ""
    words, sign, _, _, own = found.groups(default="")
    return unit_in(words, sign, own)


def unit_of(heading: str) -> str | None:
    """The unit of money that a heading names: 收费金额（万元） is 万元, 所属单元 has none."""
    found = re.search(_UNIT, squeeze(heading))
    return found[0] if found else None


def _figures(cell: Cell) -> str | Fault | None:
    """The text of a cell that should be a number: tidied, None when blank, a fault when Excel's
    error."""
    text = as_typed(cell)
    if is_blank(text):
        return None
    if is_error(squeeze(text)):
        return _error(cell)
    # White space within a number stays: "12 3" is two numbers or a slip, not 123.
    return re.sub(_SPACE_BY_SIGN, "", one_line(_without_notes(text)))


# --- flags ---

# What a clerk writes for yes.
_YES = frozenset({"是", "有", "√", "✓", "✔", "Y", "YES", "TRUE", "1", "已延期", "延期"})
_EXTENDED_BY = late_pattern(
    "(?:已|同意|经批准|经同意)*(?:延期|延长)(?:答复)?(?:期限|时间)?(?:至多|了)?"
    "([0-9]{1,2}|[一二两三四五六七八九十]{1,3})个?(?:工作)?[日天]"
)
_NO = frozenset(
    {"否", "无", "没有", "×", "✗", "✘", "X", "N", "NO", "FALSE", "0", "未延期", "不延期"}
)


def read_flag_or_date(
    cell: Cell, *, year: int | None = None, epoch_1904: bool = False
) -> bool | date | Fault:
    """Whether something was done, or the day it was: one column 延期 holds either. Blank is no."""
    if isinstance(cell, bool):
        return cell
    word = squeeze(as_typed(cell)).upper()
    if word in _YES or _EXTENDED_BY.fullmatch(word):
        return True
    if word in _NO or is_blank(word):
        return False
    day = read_date(cell, year=year, epoch_1904=epoch_1904)
    if isinstance(day, Fault) and not is_error(word):
        return _fault("flag-invalid", cell)
    return False if day is None else day


def read_extension(cell: Cell) -> int | None:
    """By how many working days a cell 延期 says that the time was extended; None where it names no
    number."""
    said = None if cell is None or isinstance(cell, bool) else squeeze(as_typed(cell))
    told = _EXTENDED_BY.fullmatch(said.upper()) if said else None
    if told is None:
        return None
    return int(told[1]) if told[1].isdecimal() else spelled_value(told[1])


# --- shared ---


def _fault(code: str, cell: Cell) -> Fault:
    return Fault(code, {"value": shown(cell)})


def _error(cell: Cell) -> Fault:
    """The fault of a cell that shows an error, or whose formula was never computed."""
    return Fault("formula-uncached") if cell == FORMULA_LOST else _fault("cell-error", cell)


def _without_notes(text: str) -> str:
    """The text with ① ² ½ made unreadable: plain width would turn the footnote of `13①` into
    `131`."""
    return (
        text
        if text.isascii()
        else "".join("?" if category(sign) == "No" else sign for sign in text)
    )


def as_typed(cell: Cell) -> str:
    """A cell as a person would type it: 3 for 3.0, TRUE, ISO dates without an empty clock."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(float(cell))
    if isinstance(cell, int):
        return str(cell) if cell.bit_length() < 4096 else "…"  # Python refuses to print longer ones
    if type(cell) is datetime:
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return str(cell)
