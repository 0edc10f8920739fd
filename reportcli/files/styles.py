"""What the styles of an xlsx say of its cells: their number format, and whether they are struck out.

Of `xl/styles.xml` (ECMA-376 part 1, 18.8) only three lists are looked at: number formats, fonts,
and the formats of cells, which name one of each. Not for what a format shows (`number_format.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from reportcli.files.archive import Archive
from reportcli.files.number_format import ShownNumber, number_shown
from reportcli.files.opc import elements

STYLES_PART = "xl/styles.xml"
CELL_FORMATS = re.compile(r"<(?:[\w.-]+:)?cellXfs[ >].*?</(?:[\w.-]+:)?cellXfs>", re.DOTALL)
FONTS = re.compile(r"<(?:[\w.-]+:)?fonts[ >].*?</(?:[\w.-]+:)?fonts>", re.DOTALL)
FONT = re.compile(r"<(?:[\w.-]+:)?font(?:/>|>.*?</(?:[\w.-]+:)?font>)", re.DOTALL)
STRIKE = re.compile(r"""<(?:[\w.-]+:)?strike\s*(?:val\s*=\s*["'](\w+)["']\s*)?/?>""")
CELL_FORMAT = re.compile(r"<(?:[\w.-]+:)?xf(?=[\s/>])([^<>]*)>")
FORMAT_ID = re.compile(r"""\bnumFmtId\s*=\s*["']([0-9]{1,5})["']""")
FONT_ID = re.compile(r"""\bfontId\s*=\s*["']([0-9]{1,5})["']""")


class CellFormat(NamedTuple):
    """One format of cells: the number of its number format, the code of one of the file's own, and
    whether its font is struck out.
    """

    number: int
    code: str | None = None
    is_struck: bool = False

    @property
    def shown(self) -> ShownNumber | None:
        """How it shows a number, where that is no plain number."""
        return number_shown(self.code) if self.code else None


def cell_formats(text: str) -> list[CellFormat]:
    """Read the formats of cells, in the order in which cells count them."""
    codes = dict(own_codes(text))
    struck = struck_fonts(text)
    found = CELL_FORMATS.search(text)
    formats = []
    for attributes in CELL_FORMAT.findall(found[0]) if found else ():
        number = id_in(FORMAT_ID, attributes)
        formats.append(CellFormat(number, codes.get(number), id_in(FONT_ID, attributes) in struck))
    return formats


def own_codes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number formats of the file's own, by their numbers."""
    for one in elements(text, "numFmt"):
        number = one.get("numFmtId", "")
        if number.isdecimal():
            yield int(number), unescape(one.get("formatCode", ""))


def struck_fonts(text: str) -> set[int]:
    """Tell which fonts are struck out, by their places in the list of fonts."""
    found = FONTS.search(text)
    fonts = FONT.findall(found[0]) if found else []
    struck = set()
    for place, font in enumerate(fonts):
        strike = STRIKE.search(font)
        if strike and strike[1] not in ("0", "false"):
            struck.add(place)
    return struck


def id_in(attribute: re.Pattern[str], attributes: str) -> int:
    """Read an attribute that is a number; without it the first of a list is meant."""
    found = attribute.search(attributes)
    return int(found[1]) if found else 0


class Looks(NamedTuple):
    """Which formats of cells have to be looked at, by their places: most files have none."""

    shown: dict[int, ShownNumber]
    struck: frozenset[int]

    @property
    def of_interest(self) -> list[int]:
        """The places of all of them."""
        return sorted(self.shown.keys() | self.struck)


NO_LOOKS = Looks({}, frozenset())


def looks_of(formats: list[CellFormat]) -> Looks:
    """Pick the formats whose cells say more than their values."""
    shown: dict[int, ShownNumber] = {}
    struck = set()
    for place, one in enumerate(formats):
        if one.shown is not None:
            shown[place] = one.shown
        if one.is_struck:
            struck.add(place)
    return Looks(shown, frozenset(struck))


def read_looks(archive: Archive) -> Looks:
    """Read which formats of an xlsx have to be looked at."""
    return looks_of(cell_formats(archive.text(STYLES_PART)))
