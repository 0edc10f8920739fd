"""What a hostile case is, and the sound log that most of them are made of.

A case is a file made to do harm, or merely broken, and what has to become of it: the codes of the refusals
that are right for it, or how many of its rows are counted. Small, built by code, and named by what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from reportcli.finding import column_letters
from tests.containers import MAIN, XML, xlsx

Table = Sequence[Sequence[str]]

HEADINGS = ["登记编号", "收到日期", "申请人类型", "答复日期", "办理结果"]
RECORDS = [
    ["2024-1", "2024-01-05", "自然人", "2024-01-20", "予以公开"],
    ["2024-2", "2024-02-05", "商业企业", "2024-02-20", "予以公开"],
    ["2024-3", "2024-03-05", "自然人", "2024-03-20", "予以公开"],
]
LOG: Table = [HEADINGS, *RECORDS]


class Case(NamedTuple):
    """A file: what is wrong with it, what is to become of it, its suffix, and its bytes.

    `outcome` is a number of rows counted, or the codes that may refuse it, divided by spaces.
    """

    name: str
    outcome: int | str
    build: Callable[[], bytes]
    suffix: str = ".xlsx"


def cell(place: str, text: str, attributes: str = "") -> str:
    """A cell of text in xlsx."""
    return f'<c r="{place}" t="inlineStr"{attributes}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row(number: int, texts: Sequence[str], attributes: str = "") -> str:
    """A row of texts in xlsx."""
    cells = "".join(
        cell(f"{column_letters(at)}{number}", text) for at, text in enumerate(texts, start=1)
    )
    return f'<row r="{number}"{attributes}>{cells}</row>'


def rows(table: Table = LOG, first: int = 1) -> str:
    """The rows of a table in xlsx."""
    return "".join(row(number, texts) for number, texts in enumerate(table, start=first))


STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
).encode()


def log(changes: Mapping[str, bytes] | None = None, more: str = "", **options: str) -> bytes:
    """The sound log as xlsx, with other parts and with rows below."""
    return xlsx(rows() + more, {"xl/styles.xml": STYLES, **(changes or {})}, **options)


def delimited(table: Table = LOG, delimiter: str = ",", newline: str = "\r\n") -> str:
    """The sound log as delimited text."""
    return "".join(delimiter.join(texts) + newline for texts in table)
