"""What the name of a sheet and the lines above its header say of all its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from reportcli.files.sheet import Row
from reportcli.words.cells import unit_of
from reportcli.words.text import squeeze

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# The year of a law says nothing of the rows: 政府信息公开条例(2019年修订).
OF_A_LAW = re.compile(r"(?:19|20)\d\d年\d{0,2}月?(?:修订|修正|施行|公布|版)")


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
        return int(years.pop()) if len(years) == 1 else None

    @cached_property
    def units(self) -> list[str]:
        """The units of money that are named, the nearest first."""
        return [unit for text in self.texts if (unit := unit_of(text)) is not None]
