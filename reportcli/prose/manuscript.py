"""The office's own prose: Markdown files in a folder, `一.md` for part 一, `前言.md` for the
preamble.

Parsed as CommonMark with tables; fields are filled on the way. Links, pictures and raw HTML keep
their words only. Every run knows its line, so that what is wrong with it can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportcli.files.kinds import decode, read_bytes
from reportcli.finding import Address, Finding, Refusal
from reportcli.law.edition import Edition
from reportcli.prose.blocks import Block, Paragraph, PlainTable, Run, Style
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
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


def read_manuscripts(folder: Path, edition: Edition, figures: Figures) -> dict[str, Manuscript]:
    """The manuscript of each part by its number, or by `前言`; a file that names no part is
    refused."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as fault:
        raise Refusal(
            "text-unreadable", Address(str(folder)), reason=fault.strerror or ""
        ) from fault
    found: dict[str, Manuscript] = {}
    for path in files:
        number = part_of(path.stem)
        if number != PREAMBLE and number not in {section.number for section in edition.sections}:
            known = "、".join(f"{section.number}.md" for section in edition.sections)
            raise Refusal("text-unknown", Address(str(path)), known=f"{PREAMBLE}.md、{known}")
        if number in found:
            raise Refusal("text-doubled", Address(str(path)), other=found[number].file)
        text, _ = decode(str(path), read_bytes(str(path)))
        found[number] = read_manuscript(str(path), text, figures)
    return found


def part_of(stem: str) -> str:
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
    reader = Reader(file, fields, figures)
    blocks = tuple(reader.read(parser().parse(held)))
    return Manuscript(file, blocks, tuple(reader.findings))


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables; raw HTML is text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


class Reader:
    """Turns the tokens of one file into blocks."""

    def __init__(self, file: str, fields: Sequence[str], figures: Figures) -> None:
        self.file, self.fields, self.figures = file, fields, figures
        self.findings: list[Finding] = []
        self.lists: list[
            int | None
        ] = []  # the open lists: the number to come, or None of a bulleted one

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Every block in order."""
        marker = ""
        rows: list[list[tuple[Run, ...]]] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            match token.type:
                case "bullet_list_open":
                    self.lists.append(None)
                case "ordered_list_open":
                    self.lists.append(int(token.attrGet("start") or 1))
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    marker = self.next_marker()
                case "heading_open":
                    # A file opens with #, ## or ###, as its writer likes; ### and deeper say how
                    # deep.
                    level = max(int(token.tag[1:]) - 2, 1)
                    yield Paragraph(self.runs(tokens[at + 1]), "heading", level)
                    at += 1
                case "paragraph_open":
                    runs = self.runs(tokens[at + 1])
                    role = "item" if self.lists else "body"
                    if runs:
                        yield Paragraph(runs, role, max(len(self.lists), 1), marker)  # type: ignore[arg-type]
                    marker = ""
                    at += 1
                case "tr_open":
                    rows.append([])
                case "th_open" | "td_open":
                    rows[-1].append(self.runs(tokens[at + 1]))
                    at += 1
                case "table_close":
                    yield PlainTable(tuple(map(tuple, rows)))
                    rows = []
                case "fence" | "code_block":
                    line = token.map[0] + 1 if token.map else 0
                    # Four spaces before a paragraph are how Chinese text is indented, not a
                    # program.
                    for number, text in enumerate(token.content.splitlines(), start=line):
                        if text.strip():
                            yield Paragraph(tuple(self.fill(text.strip(), number, "plain")))
            at += 1

    def next_marker(self) -> str:
        """What stands before the next item of the innermost list."""
        number = self.lists[-1]
        if number is None:
            return "•"
        self.lists[-1] = number + 1
        return f"{number}."

    def runs(self, token: Token) -> tuple[Run, ...]:
        """The runs of one stretch of text."""
        line = token.map[0] + 1 if token.map else 0
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
                    # A new line inside a paragraph is a space between Latin words and nothing in
                    # Chinese.
                    if runs and runs[-1].text[-1:].isascii() and runs[-1].text[-1:].isalnum():
                        runs.append(Run(" ", styles[-1], line=line))
                case "hardbreak":
                    line += 1
                    runs.append(Run("\n", styles[-1], line=line))
                case _:
                    if child.content:
                        runs += self.fill(child.content, line, styles[-1])
        return tuple(runs)

    def fill(self, text: str, line: int, style: Style) -> Iterator[Run]:
        """Text with its fields filled; a fault of a field is a finding at its line."""
        whole = HELD.sub(lambda held: self.fields[int(held[1])], text)
        runs, faults = self.figures.fill(whole, line)
        place = Address(self.file, row=line)
        self.findings += [Finding(fault.code, place, fault.details) for fault in faults]
        for run in runs:
            yield (
                run
                if run.style == "gap" or style == "plain"
                else msgspec.structs.replace(run, style=style)
            )
