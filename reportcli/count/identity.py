"""Which numbers name the same record: identifiers as they are compared, and the year they carry.

A number that carries its year (2024-003, 〔2024〕3号) names a record by itself; any other (3) starts
anew each year, in each office, and names one only together with the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

# Brackets, dashes and strokes that one clerk writes so and the next otherwise.
ONE_MARK = {
    **dict.fromkeys("〔【[（｛{", "("),
    **dict.fromkeys("〕】]）｝}", ")"),
    **dict.fromkeys("—–－_", "-"),
    "／": "/",
}
MARKS_AS_ONE = str.maketrans(ONE_MARK)
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")  # 001 and 1 are one number, 100 and 1 are not
# 2024-17: a number that names its year is of that year alone
YEAR_IN_NUMBER = re.compile(r"(?<!\d)(?:19|20)\d\d")
# A running number of its own may be a year by accident: the 2024th request is no request of 2024.
BARE_NUMBER = re.compile(r"\d{1,4}")
BETWEEN_NUMBERS = "\n"


def normal_numbers(numbers: Sequence[str]) -> list[str]:
    """Numbers as they are compared: 0012 is 12, and 〔2024〕3号 is [2024]3号."""
    return list(map(normal_number, numbers))


def normal_number(number: str) -> str:
    """A number as it is compared."""
    return LEADING_ZEROS.sub("", number.translate(MARKS_AS_ONE).upper())


def normal_codes(numbers: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each of some distinct numbers, which number it is once it is normal.

    A hundred thousand numbers are looked at in every run, and nearly always all of them are written
    in one way: then no two of them can be one, and none has to be looked at by itself.
    """
    if are_written_alike(numbers):
        return np.arange(len(numbers), dtype=np.int64)
    known: dict[str, int] = {}
    codes = [known.setdefault(normal_number(number), len(known)) for number in numbers]
    return np.array(codes, dtype=np.int64)


def are_written_alike(numbers: Sequence[str]) -> bool:
    """Whether distinct numbers are distinct numbers also once they are normal: in one case, with
    one sort of brackets and dashes, and of one length or without a leading nought."""
    joined = BETWEEN_NUMBERS.join(numbers)
    # Each sign as a number: a hundred thousand numbers have a million signs, and twenty of them.
    signs = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    used = set(map(chr, np.flatnonzero(np.bincount(signs)).tolist()))
    normal = {ONE_MARK.get(mark, mark).upper() for mark in used}
    if len(normal) < len(used):
        return False
    return len(set(map(len, numbers))) <= 1 or not LEADING_ZEROS.search(joined)


def carries_year(number: str, year: int | None) -> bool:
    """Whether a number says of which year it is, which is that of receipt or one beside it."""
    if BARE_NUMBER.fullmatch(number):
        return False
    found = [int(text) for text in YEAR_IN_NUMBER.findall(number)]
    return any(year is None or abs(one - year) <= 1 for one in found)
