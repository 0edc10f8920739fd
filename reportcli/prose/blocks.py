"""What a text is made of: paragraphs of runs, and tables, each knowing the line of the file it came
from.

Every reader of prose gives these and every writer of a document takes them. Not here: the tables of
the form.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Style = Literal["plain", "strong", "emphasis", "gap"]


class Run(msgspec.Struct, frozen=True):
    """Text of one style. `figure` is the name of the figure that it was filled from, `line` where
    it stands in its file (1-based; 0 where it was written by the program).

    A `gap` is a place that the office still has to fill.
    """

    text: str
    style: Style = "plain"
    figure: str = ""
    line: int = 0


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """One paragraph: `body`, a `heading` of the part (level 1 is （一）), or an `item` of a list.

    `marker` is what stands before an item: `•` or `1.`; `level` how deep a heading or an item
    stands.
    """

    runs: tuple[Run, ...]
    role: Literal["body", "heading", "item"] = "body"
    level: int = 1
    marker: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


class PlainTable(msgspec.Struct, frozen=True, tag="table"):
    """A table that is none of the form: each row a tuple of cells, each cell a tuple of runs; the
    first row heads the others.
    """

    rows: tuple[tuple[tuple[Run, ...], ...], ...]


class FormTable(msgspec.Struct, frozen=True, tag="form"):
    """The place of a table of the form, by its id; its numbers are in the report."""

    table: str


ProseBlock = Paragraph | PlainTable | FormTable
ANNEX = "附件"  # what stands in place of a number over the annex


class Part(msgspec.Struct, frozen=True):
    """One numbered part of the report: 一 总体情况 and so on; `file` is where its prose came
    from."""

    number: str
    title: str
    blocks: tuple[ProseBlock, ...]
    title_en: str = ""
    file: str = ""


def plain_paragraph(text: str) -> Paragraph:
    """A paragraph of body text in one run."""
    return Paragraph((Run(text),))
