"""What every sort of file comes to before it is understood: the tables and lines of a finished
report, in their order, each with the place where a person finds it.

The readers of this room (`docx.py`, `html.py`, `xlsx.py`, `markdown.py`) make these, and `read.py`
takes them. Not for what a table or a line says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address

SourceKind = Literal["docx", "html", "pdf", "xlsx", "markdown"]


class SourceLine(NamedTuple):
    """A paragraph; `number` is its line in a file of text, else 0: paragraphs are counted once it
    is known which of them are of the form."""

    text: str
    number: int = 0


class Picture(NamedTuple):
    """A picture, in which a table may be that nobody can read."""

    name: str = ""


SourceBlock = LaidTable | SourceLine | Picture


@dataclass(frozen=True)
class Source:
    """A finished report as its file has it; `titles` are those of a page as a whole."""

    file: str
    kind: SourceKind
    blocks: Sequence[SourceBlock]
    address_of: Callable[[TableCell], Address]
    titles: Sequence[str] = ()
