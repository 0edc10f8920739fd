"""What the name of a sheet and the lines above its header say of all its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

from reportcli.files.sheet import Row
from reportcli.words.case import DISCLOSURE, case_matter
from reportcli.words.cells import unit_of
from reportcli.words.text import squeeze

# 2024年; of 2023—2024年 both.
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[-—–~至到、/]+(?:19|20)\d\d)")
BARE_YEAR = re.compile(r"^((?:19|20)\d\d)$")  # a sheet named 2024
CASE_WORDS = {"行政复议": re.compile("复议"), "行政诉讼": re.compile("诉讼|应诉|起诉")}
# The year of a law says nothing of the rows: 政府信息公开条例(2019年修订).
OF_A_LAW = re.compile(r"(?:19|20)\d\d年\d{0,2}月?(?:修订|修正|施行|公布|版)")


@cache
def kind_of_cases(text: str) -> str:
    """The kind of all cases of a sheet that its name or title tells: 行政复议 or 行政诉讼."""
    return "、".join(kind for kind, word in CASE_WORDS.items() if word.search(text))


class Titles:
    """The name of a sheet, and the rows above its header."""

    def __init__(self, sheet: str, rows: Sequence[Row]) -> None:
        self.sheet = squeeze(sheet)
        self.lines = [[squeeze(cell) for cell in row if isinstance(cell, str)] for row in rows]

    @property
    def texts(self) -> list[str]:
        """All that is said, the nearest to the header first and the name of the sheet last."""
        return [text for line in reversed(self.lines) for text in line] + [self.sheet]

    @cached_property
    def year(self) -> int | None:
        """The one year that is spoken of, for days that are written without one."""
        texts = (OF_A_LAW.sub("", text) for text in self.texts)
        years = {year for text in texts for year in YEAR.findall(text)}
        years |= {*BARE_YEAR.findall(self.sheet)}
        return int(years.pop()) if len(years) == 1 else None

    def case_kind(self, file: str) -> str:
        """The one kind of case that the nearest of title, sheet and file speaks of."""
        told = map(kind_of_cases, [*self.texts, squeeze(Path(file).stem)])
        return next((kind for kind in told if kind in CASE_WORDS), "")

    def speak_of_disclosure(self, file: str) -> bool:
        """Whether title, sheet or file says that all is about disclosure."""
        told = map(case_matter, [*self.texts, squeeze(Path(file).stem)])
        return DISCLOSURE in told

    @cached_property
    def units(self) -> list[str]:
        """The units of money that are named, the nearest first."""
        return [unit for text in self.texts if (unit := unit_of(text)) is not None]
