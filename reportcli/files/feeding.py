"""Markup given to a parser of lxml piece by piece, so that no tree of all of it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportcli.finding import Address, Refusal

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser
    from lxml.etree import _Element as Element

FED_PIECE = 64 * 1024
SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def feed(file: str, parser: XMLPullParser, text: str) -> Iterator[tuple[str, Element]]:
    """The events of a parser that is given a text piece by piece, so that no tree of all of it is
    needed."""
    from lxml import etree

    try:
        for at in range(0, len(text), FED_PIECE):
            parser.feed(text[at : at + FED_PIECE].encode())
            yield from parser.read_events()
        parser.close()
    except etree.XMLSyntaxError as fault:
        raise Refusal("input-damaged", Address(file), reason="XML") from fault
    yield from parser.read_events()
