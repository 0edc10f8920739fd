"""The office's own prose: Markdown files in a folder, `一.md` for part 一, `前言.md` for the
preamble.

Parsed as CommonMark with tables; fields are filled on the way. Links, pictures and raw HTML keep
their words only. Every run knows its line, so that what is wrong with it can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Literal

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportcli.files.kinds import decode, read_bytes
from reportcli.finding import Address, Finding, Refusal
from reportcli.law.edition import Edition
from reportcli.prose.blocks import Paragraph, PlainTable, ProseBlock, Run, Style
from reportcli.prose.figures import FIELD, Figures
from reportcli.words.numerals import ONE_TO_TEN

PREAMBLE = "前言"
SUFFIXES = (".md", ".markdown", ".txt")
# A part may be named by its number, also with its title behind it: 五.md, 5.md,
# 五、存在的主要问题.md
STEM = re.compile(r"(?:第?(?P<number>[一二三四五六七八九十]|[1-9])(?:部分)?)(?:[、.．\s_-].*)?$")
# Stands for a field while Markdown is parsed, so that nothing in the field is taken for markup.
HELD = re.compile("\ue000(\\d+)\ue001")


class Manuscript(msgspec.Struct, frozen=True):
    """The blocks of one file and what is wrong with its fields."""

    file: str
    blocks: tuple[ProseBlock, ...]
    findings: tuple[Finding, ...] = ()


def read_manuscripts(folder: Path, edition: Edition, figures: Figures) -> dict[str, Manuscript]:
    """The manuscript of each part by its number, or by `前言`; a file that names no part is
    refused."""
    found: dict[str, Manuscript] = {}
    for path in files_in(folder):
        number = part_named(path, edition)
        if number in found:
            raise Refusal("text-doubled", Address(str(path)), other=found[number].file)
        text, _ = decode(str(path), read_bytes(str(path)))
        found[number] = read_manuscript(str(path), text, figures)
    return found


def files_in(folder: Path) -> list[Path]:
    """The texts in a folder, by name."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as fault:
        reason = fault.strerror or ""
        raise Refusal("text-unreadable", Address(str(folder)), reason=reason) from fault


def part_named(path: Path, edition: Edition) -> str:
    """The part that a file is for; one that the form does not have is refused."""
    number = part_number(path.stem)
    numbers = [section.number for section in edition.sections]
    if number not in (PREAMBLE, *numbers):
        known = "、".join(f"{one}.md" for one in (PREAMBLE, *numbers))
        raise Refusal("text-unknown", Address(str(path)), known=known)
    return number


def part_number(stem: str) -> str:
    """The number of the part that a file name names; empty where it names none."""
    if stem.strip() == PREAMBLE:
        return PREAMBLE
    named = STEM.match(stem.strip())
    if named is None:
        return ""
    number = named["number"]
    return ONE_TO_TEN[int(number) - 1] if number.isdigit() else number


def read_manuscript(file: str, text: str, figures: Figures) -> Manuscript:
    """One file, its fields filled."""
    fields: list[str] = []

    def hold(field: re.Match[str]) -> str:
        fields.append(field[0])
        return f"\ue000{len(fields) - 1}\ue001"

    # What was in the text of our own marks would be taken for a field.
    held = FIELD.sub(hold, text.replace("\ue000", "").replace("\ue001", ""))
    reader = TokenReader(file, fields, figures)
    blocks = tuple(reader.read(parser().parse(held)))
    return Manuscript(file, blocks, tuple(reader.findings))


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables; raw HTML is text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


class TokenReader:
    """Turns the tokens of one file into blocks."""

    def __init__(self, file: str, fields: Sequence[str], figures: Figures) -> None:
        self.file, self.fields, self.figures = file, fields, figures
        self.findings: list[Finding] = []
        # The open lists: the number to come, or None of a bulleted one.
        self.lists: list[int | None] = []
        self.marker = ""
        self.rows: list[list[tuple[Run, ...]]] = []

    def read(self, tokens: Sequence[Token]) -> Iterator[ProseBlock]:
        """Every block in order. The words of a block are the token behind the one that opens it."""
        for token, words in zip_longest(tokens, tokens[1:]):
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self.open_list(token)
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.marker = self.next_marker()
                case "heading_open":
                    # A file opens with #, ## or ###, as its writer likes; ### and deeper say how
                    # deep.
                    yield Paragraph(self.runs(words), "heading", max(int(token.tag[1:]) - 2, 1))
                case "paragraph_open":
                    yield from self.paragraph(words)
                case "fence" | "code_block":
                    yield from self.indented(token)
                case _:
                    yield from self.table(token, words)

    def table(self, token: Token, words: Token) -> Iterator[ProseBlock]:
        """A table, when its last token has come; its rows are kept until then."""
        match token.type:
            case "tr_open":
                self.rows.append([])
            case "th_open" | "td_open":
                self.rows[-1].append(self.runs(words))
            case "table_close":
                yield PlainTable(tuple(map(tuple, self.rows)))
                self.rows = []

    def open_list(self, token: Token) -> None:
        """Begin a list, inside another or not."""
        is_bulleted = token.type == "bullet_list_open"
        self.lists.append(None if is_bulleted else int(token.attrGet("start") or 1))

    def paragraph(self, words: Token) -> Iterator[ProseBlock]:
        """A paragraph, or an item of a list; only its first paragraph has the marker."""
        role: Literal["item", "body"] = "item" if self.lists else "body"
        if runs := self.runs(words):
            yield Paragraph(runs, role, max(len(self.lists), 1), self.marker)
        self.marker = ""

    def indented(self, token: Token) -> Iterator[ProseBlock]:
        """What Markdown takes for a program: four spaces are how Chinese paragraphs are
        indented."""
        first = line_of(token)
        for number, text in enumerate(token.content.splitlines(), start=first):
            if text.strip():
                yield Paragraph(tuple(self.fill(text.strip(), number, "plain")))

    def next_marker(self) -> str:
        """What stands before the next item of the innermost list."""
        number = self.lists[-1]
        if number is None:
            return "•"
        self.lists[-1] = number + 1
        return f"{number}."

    def runs(self, token: Token) -> tuple[Run, ...]:
        """The runs of one stretch of text."""
        line = line_of(token)
        styles: list[Style] = ["plain"]
        runs: list[Run] = []
        for child in token.children or ():
            match child.type:
                case "strong_open":
                    styles.append("strong")
                case "em_open":
                    styles.append("emphasis")
                case "strong_close" | "em_close":
                    styles.pop()
                case "softbreak":
                    line += 1
                    if runs and ends_in_latin(runs[-1].text):
                        runs.append(Run(" ", styles[-1], line=line))
                case "hardbreak":
                    line += 1
                    runs.append(Run("\n", styles[-1], line=line))
                case _ if child.content:
                    runs += self.fill(child.content, line, styles[-1])
        return tuple(runs)

    def fill(self, text: str, line: int, style: Style) -> Iterator[Run]:
        """Text with its fields filled; a fault of a field is a finding at its line."""
        whole = HELD.sub(lambda held: self.fields[int(held[1])], text)
        runs, faults = self.figures.fill(whole, line)
        place = Address(self.file, row=line)
        self.findings += [Finding(fault.code, place, fault.details) for fault in faults]
        for run in runs:
            if style != "plain" and run.style != "gap":
                run = msgspec.structs.replace(run, style=style)
            yield run


def line_of(token: Token) -> int:
    """The line of the file in which a token starts."""
    return token.map[0] + 1 if token.map else 0


def ends_in_latin(text: str) -> bool:
    """Whether a new line after it is a space: between Latin words it is, in Chinese nothing."""
    return text[-1:].isascii() and text[-1:].isalnum()
