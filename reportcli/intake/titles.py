"""What the name of a sheet and the lines above its header say of all its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportcli.files.sheet import Row
from reportcli.words.text import squeeze

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def title_year(sheet: str, titles: Iterable[Row]) -> int | None:
    """The one year that the sheet's name and the rows above the header speak of."""
    texts = [sheet, *(cell for row in titles for cell in row if isinstance(cell, str))]
    years = {year for text in texts for year in YEAR.findall(squeeze(text))}
    return int(years.pop()) if len(years) == 1 else None
