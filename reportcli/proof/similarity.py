"""How much of the office's prose repeats last year's report, sentence by sentence.

Inspectors deduct for a report that was copied with new figures, so figures and years do not make a
sentence another one. The preamble is law and the tables are figures: only the prose of a part is
compared, with that of the same part. Between finished reports see `shared.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree, html
from rapidfuzz import fuzz

from reportcli.files.kinds import decode, read_bytes
from reportcli.finding import Address, Finding, Refusal
from reportcli.law.edition import editions
from reportcli.proof.repeated import Copied, told_too_long
from reportcli.prose.blocks import Paragraph, Part
from reportcli.prose.manuscript import SUFFIXES, parser
from reportcli.published.docx import paragraphs_of
from reportcli.words.sentences import sentences

HEADING = re.compile(r"[#\s]*(?P<number>[一二三四五六])\s*[、.．]\s*(?P<title>\S{1,30})\s*$")
TITLE_ALIKE = 50  # of 100
NOT_PROSE = ("script", "style", "table", "svg", "nav", "template")
WITHIN_A_LINE = {
    "a",
    "b",
    "data",
    "em",
    "font",
    "i",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}


def compare_with_last_year(parts: Sequence[Part], previous_report: Path) -> Iterator[Finding]:
    """A warning for each part whose own prose stood for more than half in last year's report."""
    before = lines_by_part(read_lines(previous_report))
    for part in parts:
        if not part.file:
            continue
        earlier = sentences(before.get(part.number, []))
        yield from told_too_long(Address(str(previous_report)), earlier)
        copied = Copied.of(sentences(written_paragraphs(part)), earlier)
        if copied.is_too_much:
            yield copied.finding("text-repeated", Address(part.file), part=part.number)


def written_paragraphs(part: Part) -> Iterator[str]:
    """The paragraphs of a part; what is still to be filled is none."""
    for block in part.blocks:
        if isinstance(block, Paragraph) and block.role != "heading":
            yield "".join(run.text for run in block.runs if run.style != "gap")


def lines_by_part(lines: Iterable[str]) -> dict[str, list[str]]:
    """The lines of each part by its number."""
    found: dict[str, list[str]] = {}
    at = ""
    for line in lines:
        number = part_begun(line)
        if number and number not in found:
            at = number
            found[at] = []
        elif at:
            found[at].append(line)
    return found


def part_begun(line: str) -> str:
    """The number of the part that a line is the heading of; empty where it is none."""
    heading = HEADING.match(line)
    is_of_part = heading and is_part_title(heading["number"], heading["title"])
    return heading["number"] if heading and is_of_part else ""


def is_part_title(number: str, title: str) -> bool:
    """Whether words are much like the official title of a part: a list inside a part begins no
    other."""
    titles = [
        part.title for edition in editions() for part in edition.sections if part.number == number
    ]
    return any(fuzz.ratio(title, official) >= TITLE_ALIKE for official in titles)


def read_lines(path: Path) -> list[str]:
    """The paragraphs of last year's report, its tables left out; what cannot be read is a
    `Refusal`."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return [text for _, text in paragraphs_of(path)]
    if suffix not in (".html", ".htm", *SUFFIXES):
        raise Refusal("previous-report-unreadable", Address(str(path)), reason=suffix or path.name)
    text, _ = decode(str(path), read_bytes(str(path)))
    return markdown_lines(text) if suffix in SUFFIXES else html_lines(str(path), text)


def markdown_lines(text: str) -> list[str]:
    """The paragraphs of a Markdown text."""
    lines: list[str] = []
    in_table = False
    for token in parser().parse(text):
        in_table = {"table_open": True, "table_close": False}.get(token.type, in_table)
        if token.type == "inline" and not in_table:
            lines += token.content.splitlines()
    return lines


def html_lines(file: str, text: str) -> list[str]:
    """The paragraphs of a web page: what stands between the ends of its blocks."""
    try:
        root: Any = html.document_fromstring(
            text.encode(), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise Refusal("previous-report-unreadable", Address(file), reason=str(fault)) from fault
    # Words in a script or a table are none of the prose.
    etree.strip_elements(root, *NOT_PROSE, etree.Comment, with_tail=False)
    for element in root.iter():
        if element.tag not in WITHIN_A_LINE:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    return [line for line in root.text_content().splitlines() if line.strip()]
