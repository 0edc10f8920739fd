"""The numbers in tables of the office's own: what counts them stands in the head of the column and
at the start of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from reportcli.proof.passages import OwnTable, Passage
from reportcli.proof.spots import Sentence, Spot
from reportcli.proof.terms import SpokenWords, Term, is_idle, spoken_words
from reportcli.words.numerals import Numeral, read_numerals

WAN = 10_000


def is_uncounted(head: Passage) -> bool:
    """Whether a column tells of something else than numbers: 备注, 日期."""
    return re.search(spoken_words().cell.uncounted, head.text) is not None


def sole_numeral(cell: Passage) -> Numeral | None:
    """The number of a cell with nothing that counts before it."""
    numerals = read_numerals(cell.text)
    if len(numerals) == 1 and is_idle(cell.text[: numerals[0].start]):
        return numerals[0]
    return None


def sole_number(cell: Passage) -> Decimal | None:
    """The number of a cell that holds nothing else."""
    numeral = sole_numeral(cell)
    return numeral.value if numeral and is_idle(cell.text[numeral.end :]) else None


def sentence_of_cell(
    cell: Passage, numeral: Numeral, start: Passage, head: Passage, vocabulary: SpokenWords
) -> Sentence:
    """A cell as a sentence of its own: the start of its row, the head of its column, its number."""
    words = f"{start.text}，{head.text}"
    heads = head.text + start.text
    # The unit of money stands in the head of the column more often than in its cells.
    scale = WAN if "万元" in heads and not numeral.unit else 1
    spot = Spot(
        numeral=msgspec.structs.replace(
            numeral,
            unit=numeral.unit or unit_in(head.text) or unit_in(start.text),
            value=numeral.value * scale,
            step=numeral.step * scale,
            start=len(words),
            end=len(words),
        ),
        said=cell.text.strip(),
        terms=tuple(lines_last(vocabulary.terms(words))),
        clause=words,
        start=0,
        end=len(words),
        field=cell.fields[0][2] if cell.fields else "",
    )
    return Sentence(0, len(words), words, spot.terms, (spot,))


def unit_in(text: str) -> str:
    """The unit in the head of a column: 件数, 金额（万元）, 占比（%）; money in 元."""
    words = spoken_words().cell
    found = re.search(words.unit, text)
    if found:
        return (found["alone"] or found["count"])[-1]
    return "%" if re.search(words.share, text) else ""


def lines_last(terms: Sequence[Term]) -> list[Term]:
    """The terms of a cell, the line of the form behind its column."""
    # The last term decides what is counted; in a table the line names it, wherever it stands.
    return sorted(terms, key=lambda term: bool(term.groups & {"line", "result", "act"}))


def is_sum_of_column(table: OwnTable, number: int, column: int) -> bool:
    """Whether a number is the sum of those above it, and its row says so."""
    row = table.rows[number]
    if not re.search(spoken_words().cell.total, row[0].text):
        return False
    rows_above = [one for one in table.rows[1:number] if column < len(one)]
    numbers = [sole_number(one[column]) for one in rows_above]
    # A dash above counts as nought, as in the form.
    total = sum((one or Decimal(0) for one in numbers), Decimal(0))
    return sole_number(row[column]) == total


def blank_cells(table: OwnTable) -> Iterator[tuple[Passage, str]]:
    """The cells without a number in columns of numbers, and what stands there or over them."""
    for column in range(1, max(map(len, table.rows), default=0)):
        head, cells = column_at(table, column)
        if is_uncounted(head):
            continue
        blank = [cell for cell in cells if is_blank_cell(cell)]
        told = [cell for cell in cells if not is_blank_cell(cell)]
        if holds_numbers(told, head.text):
            yield from ((cell, cell.text.strip() or head.text) for cell in blank)


def column_at(table: OwnTable, column: int) -> tuple[Passage, list[Passage]]:
    """The head of a column and its cells; rows may be shorter than others."""
    # Merged cells leave rows of other lengths.
    cells = [row[column] for row in table.rows[1:] if column < len(row)]
    heads = table.rows[0]
    head = heads[column] if column < len(heads) else Passage("", (0,), (0,))
    return head, cells


def is_blank_cell(cell: Passage) -> bool:
    """Whether a cell holds nothing, or a dash; a gap is told of already."""
    return cell.text.strip() in spoken_words().cell.blank and not cell.gaps


def holds_numbers(told: Sequence[Passage], head: str) -> bool:
    """Whether a column is one of numbers, by its cells, or by its head where all are blank."""
    if not told:
        return re.search(spoken_words().cell.counted, head) is not None
    numbers = [cell for cell in told if sole_number(cell) is not None]
    # Most of the column is numbers: a dash in it is a number that somebody forgot.
    return len(numbers) > len(told) / 2
