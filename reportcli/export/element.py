"""HTML and SVG as a tree of elements: the one way in which text gets into a page.

Text and attributes are strings, which lxml escapes when it writes the tree, so that no writer can
forget to; what XML forbids and what no eye sees (control characters, bidi marks, lone surrogates)
is left out on the way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from lxml import etree, html

Element = Any  # lxml has no types of its own
UNSEEN = {"Cc", "Cf", "Cs"}  # controls, formats (bidi marks, joiners) and halves of pairs
BREAKS = "\t\n\v\f\r\x85\u2028\u2029"  # a line of a page ends where its block ends, nowhere else
BLOCKS = ("header", "nav", "section", "p", "li", "figure", "table", "tr", "h1", "h2", "h3")


def element(tag: str, /, *children: Element | str | None, **attributes: str | None) -> Element:
    """An element with its text and elements in order, without those that are None.

    An underscore in the name of an attribute is a hyphen, and one at its end stands for nothing,
    because `class` and `for` are words of Python.
    """
    made = etree.Element(tag)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_").replace("_", "-"), clean(value))
    append(made, children)
    return made


def append(parent: Element, children: Iterable[Element | str | None]) -> None:
    """Add text and elements behind what an element holds."""
    for child in children:
        if isinstance(child, str):
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + clean(child)
            else:
                parent.text = (parent.text or "") + clean(child)
        elif child is not None:
            parent.append(child)


def clean(text: str) -> str:
    """Text without what XML forbids and what no eye sees; a tab or a line break is a space."""
    return "".join(filter(is_seen, (" " if char in BREAKS else char for char in text)))


def is_seen(char: str) -> bool:
    """Whether a character may stand in a page: no control, no bidi mark, no half of a pair, no code
    point that Unicode keeps from ever being a character.
    """
    code = ord(char)
    return not (
        unicodedata.category(char) in UNSEEN or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    )


def style_sheet(text: str) -> Element:
    """A style element; what stands in it is ours and is written as it is."""
    made = etree.Element("style")
    made.text = text
    return made


def write_elements(root: Element, *, doctype: str | None = None) -> str:
    """The tree as HTML, each block on lines of its own."""
    for block in root.iter(*BLOCKS):
        block.tail = f"{block.tail or ''}\n"
    text: str = html.tostring(root, encoding="unicode", doctype=doctype)
    return f"{text.rstrip()}\n"
