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
SAME_MARKS = str.maketrans("〔〕【】[]（）｛｝{}—–－_／", "()()()()()()----/")
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
YEAR_IN_NUMBER = re.compile(r"(?<!\d)(?:19|20)\d\d")
# A running number of its own may be a year by accident: the 2024th request is no request of 2024.
BARE_NUMBER = re.compile(r"\d{1,4}")
BETWEEN_NUMBERS = "\n"


def normal_numbers(numbers: Sequence[str]) -> list[str]:
    """Numbers as they are compared: 0012 is 12, and 〔2024〕3号 is [2024]3号.

    All of them at once: a hundred thousand numbers are looked at in every run.
    """
    if not len(numbers):
        return []
    joined = BETWEEN_NUMBERS.join(numbers).translate(SAME_MARKS).upper()
    normal = LEADING_ZEROS.sub("", joined).split(BETWEEN_NUMBERS)
    if len(normal) == len(numbers):
        return normal
    # A number with a line break in it: one by one.
    return [LEADING_ZEROS.sub("", one.translate(SAME_MARKS).upper()) for one in numbers]


def normal_codes(numbers: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each of some distinct numbers, which number it is once it is normal."""
    known: dict[str, int] = {}
    codes = [known.setdefault(number, len(known)) for number in normal_numbers(numbers)]
    return np.array(codes, dtype=np.int64)


def carries_year(number: str, year: int | None) -> bool:
    """Whether a number says of which year it is, which is that of receipt or one beside it."""
    if BARE_NUMBER.fullmatch(number):
        return False
    found = [int(text) for text in YEAR_IN_NUMBER.findall(number)]
    return any(year is None or abs(one - year) <= 1 for one in found)
