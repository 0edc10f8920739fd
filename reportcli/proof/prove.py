"""The figures in the office's prose, held against the tables, the facts and what the office
declared.

A number that says what it counts and differs is an error; one that nothing bears out, a warning.
Here too: phrases that deny what a table shows, years that are not the report's, what is left of a
template, and blank cells. What the words mean is in `claims.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path

import msgspec

from reportcli.finding import Address, Detail, Finding
from reportcli.proof.passages import Grid, Passage, passages_of
from reportcli.proof.rules import Judge, pattern_of, told_as
from reportcli.proof.spots import Sentence, Spot, sentences_of
from reportcli.proof.terms import (
    Denial,
    Term,
    Vocabulary,
    claim_words,
    is_idle,
    mapping_of,
    without_titles,
)
from reportcli.proof.years import Wrong, is_title_alone, wrong_date, wrong_years
from reportcli.prose.blocks import Block, Paragraph
from reportcli.prose.figures import Figures
from reportcli.report import Report
from reportcli.words.messages import printable
from reportcli.words.numerals import read_numerals

SHOWN = 48  # characters of a clause
Found = tuple[int, Finding]


def prove(
    file: str, blocks: Sequence[Block], figures: Figures, report: Report
) -> Iterator[Finding]:
    """A finding for each figure or phrase of a text that nothing bears out."""
    prover = Prover(file, figures, report)
    for passage in passages_of(blocks):
        yield from prover.table(passage) if isinstance(passage, Grid) else prover.paragraph(passage)


def prove_template(template: Path, figures: Figures, report: Report) -> Iterator[Finding]:
    """The same of the words of a docx that is to be filled in; `row` is the number of the
    paragraph."""
    from reportcli.filling.text import paragraphs_of

    blocks, dates = [], []
    for number, text in paragraphs_of(template):
        runs, _ = figures.fill(
            text, number
        )  # what cannot be filled is told by the plan of the filling
        blocks.append(Paragraph(tuple(runs), role="heading" if is_title_alone(text) else "body"))
        if wrong := wrong_date(text, report.year):
            details: dict[str, Detail] = {"value": printable(wrong.text), "wanted": wrong.wanted}
            dates.append(Finding("year-wrong", Address(str(template), row=number), details))
    yield from prove(str(template), blocks, figures, report)
    yield from dates


class Prover:
    """Reads one file, paragraph by paragraph."""

    def __init__(self, file: str, figures: Figures, report: Report) -> None:
        self.file, self.year, self.agency = file, report.year, report.settings.agency
        self.vocabulary = Vocabulary(report, figures)
        self.judge = Judge(figures, report.year)
        self.context = self.judge.context
        self.is_plan = self.opens_plan = (
            False  # whether a heading, or the start of a list, was of plans
        )

    def paragraph(self, passage: Passage) -> Iterator[Finding]:
        """Everything that is wrong in a paragraph, in the order of its words."""
        if passage.is_heading:
            self.context.kinds = []
            self.is_plan = pattern_of("plan", "heading").search(passage.text) is not None
        self.opens_plan = self.opens_plan and passage.is_item
        self.judge.plans = self.is_plan or self.opens_plan
        wrong = [*self.wrong_years(passage)]
        self.judge.wrong = {year.place for year in wrong}
        found = [*self.instructions(passage), *self.years(passage, wrong)]
        for sentence in sentences_of(passage, self.vocabulary):
            found += self.sentence(sentence, passage)
        if passage.text.endswith("：") and self.judge.ahead.search(passage.text):
            self.opens_plan = True
        if passage.is_heading:
            self.context.end_heading()
        else:
            self.context.end_paragraph()
        yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]))

    def wrong_years(self, passage: Passage) -> list[Wrong]:
        """The years of a passage that should be another; those of plans are to come."""
        found = wrong_years(passage, self.year, self.agency)
        told = self.judge.ahead.search(passage.text)
        ahead = 0 if self.judge.plans else told.end() if told else len(passage.text)
        return [one for one in found if not (one.is_next and one.place >= ahead)]

    def sentence(self, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """What is wrong in the numbers of a sentence, and in what it denies."""
        self.judge.begin(sentence)
        noted = 0
        for spot, following in zip_longest(sentence.spots, sentence.spots[1:]):
            while noted < len(sentence.terms) and sentence.terms[noted].end <= spot.start:
                self.context.note(sentence.terms[noted : noted + 1])
                noted += 1
            verdict = self.judge.judge(spot, sentence)
            if verdict is not None:
                yield spot.numeral.start, self.fault(spot, verdict, passage)
            self.context.note(spot.terms)
            while noted < len(sentence.terms) and sentence.terms[noted].start < spot.end:
                noted += 1
            behind = passage.text[spot.end : following.start if following else sentence.end]
            if level := self.judge.level(behind) or self.judge.direction_behind(behind):
                words, known = level
                place = spot.end + words.start()
                told = words[0].strip("，")
                yield (
                    place,
                    self.finding("claim-contradicted", place, passage, value=told, known=known),
                )
        if direction := self.judge.direction_of(sentence.text):
            words, known = direction
            place = sentence.begin + words.start()
            yield (
                place,
                self.finding("claim-contradicted", place, passage, value=words[0], known=known),
            )
        yield from self.denials(sentence, passage)
        self.context.note(sentence.terms[noted:])
        self.context.end_sentence()

    def finding(self, code: str, place: int, passage: Passage, **details: Detail) -> Finding:
        """A finding at a place of a passage; its words are made fit to be shown."""
        shown = {name: printable(str(detail)) for name, detail in details.items()}
        return Finding(code, Address(self.file, row=passage.line_at(place)), dict(shown))

    def fault(self, spot: Spot, known: Sequence[str], passage: Passage) -> Finding:
        """A contradiction of what is known, or a number that nothing bears out."""
        number, words = spot.said, spot.clause.strip("，。；：、 \n\0")[-SHOWN:]
        if known:
            return self.finding(
                "figure-contradicted",
                spot.numeral.start,
                passage,
                value=number,
                words=words,
                known="；".join(dict.fromkeys(known)),
            )
        return self.finding(
            "figure-unmatched", spot.numeral.start, passage, value=number, words=words
        )

    def denials(self, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """Phrases that say that something did not happen, where a table says that it did."""
        text = without_titles(sentence.text)
        if pattern_of("wish").search(text):
            return
        for pattern, unless, denial in denial_patterns():
            match = pattern.search(text)
            if match is None or (unless and unless.search(text)):
                continue
            place = sentence.begin + match.start()
            kinds = self.kinds_at(sentence, place, match) or ["review", "suit"]
            denied = self.judge.lookup.named(
                name.format(kind=kind) for name in denial.zero for kind in kinds
            )
            told = [told_as(known, known.value) for known in denied if known.value]
            if told:
                yield (
                    place,
                    self.finding(
                        "claim-contradicted", place, passage, value=match[0], known="；".join(told)
                    ),
                )

    def kinds_at(self, sentence: Sentence, place: int, match: re.Match[str]) -> list[str]:
        """The kinds of case that a phrase is about: those of the last clause so far that names
        any."""
        end = place + len(match[0])
        named = [term for term in sentence.terms if term.start < end and "kind" in term.groups]
        if not named:
            return self.context.kinds
        clause = (
            max(sentence.text.rfind("，", 0, named[-1].start - sentence.begin), 0) + sentence.begin
        )
        return mapping_of([term for term in named if term.start >= clause])["kind"]

    def instructions(self, passage: Passage) -> Iterator[Found]:
        """What is left of a template: instructions and places to be filled."""
        text = passage.plain
        end = 0
        for match in instruction_pattern().finditer(text):
            if match.start() >= end and "\0" not in match[0]:
                end = match.end()
                finding = self.finding(
                    "instruction-left",
                    match.start(),
                    passage,
                    value=match[0].strip()[:SHOWN] or match[0],
                )
                yield match.start(), finding

    def years(self, passage: Passage, years: Iterable[Wrong]) -> Iterator[Found]:
        """Years that should be another."""
        for wrong in years:
            finding = self.finding(
                "year-wrong", wrong.place, passage, value=wrong.text, wanted=wrong.wanted
            )
            yield wrong.place, finding

    # --- tables ---

    def table(self, grid: Grid) -> Iterator[Finding]:
        """What is wrong in a table of the office's own: the words of its cells, numbers, and
        blanks."""
        for row in grid.rows:
            for cell in row:
                found = [*self.instructions(cell), *self.years(cell, self.wrong_years(cell))]
                yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]))
        yield from self.blank_cells(grid)
        for number, row in enumerate(grid.rows[1:], start=1):
            for column in range(1, len(row)):
                yield from self.cell(grid, number, column)
            self.context.end_sentence()

    def cell(self, grid: Grid, number: int, column: int) -> Iterator[Finding]:
        """The numbers of one cell, whose words are the head of its column and the start of its
        row."""
        row = grid.rows[number]
        head = grid.rows[0][column] if column < len(grid.rows[0]) else row[column]
        if re.search(claim_words().cell.uncounted, head.text):
            return
        numerals = read_numerals(row[column].text)
        if len(numerals) != 1 or not is_idle(row[column].text[: numerals[0].start]):
            yield from self.paragraph_in_cell(row[column])
            return
        words = f"{row[0].text}，{head.text}"
        numeral = numerals[0]
        unit = numeral.unit or unit_in(head.text) or unit_in(row[0].text)
        scale = 10_000 if "万元" in head.text + row[0].text and not numeral.unit else 1
        spot = Spot(
            numeral=msgspec.structs.replace(
                numeral,
                unit=unit,
                value=numeral.value * scale,
                step=numeral.step * scale,
                start=len(words),
                end=len(words),
            ),
            said=row[column].text.strip(),
            terms=tuple(lines_last(self.vocabulary.terms(words))),
            clause=words,
            start=0,
            end=len(words),
            field=row[column].fields[0][2] if row[column].fields else "",
        )
        sentence = Sentence(0, len(words), words, tuple(spot.terms), (spot,))
        self.judge.begin(sentence)
        verdict = self.judge.judge(spot, sentence)
        if verdict is not None and not self.is_sum_of_column(grid, number, column):
            yield self.fault(spot, verdict, row[column])

    def paragraph_in_cell(self, cell: Passage) -> Iterator[Finding]:
        """The numbers of a cell with words of its own."""
        for sentence in sentences_of(cell, self.vocabulary):
            yield from (finding for _, finding in self.sentence(sentence, cell))

    def is_sum_of_column(self, grid: Grid, number: int, column: int) -> bool:
        """Whether a number is the sum of those above it, and its row says so."""
        if not re.search(claim_words().cell.total, grid.rows[number][0].text):
            return False
        above = [
            value
            for row in grid.rows[1:number]
            if column < len(row)
            for value in [sole_number(row[column])]
        ]
        return sole_number(grid.rows[number][column]) == sum(
            (one for one in above if one is not None), Decimal(0)
        )

    def blank_cells(self, grid: Grid) -> Iterator[Finding]:
        """Cells of columns with numbers that have none."""
        words = claim_words().cell
        for column in range(1, max(map(len, grid.rows), default=0)):
            cells = [row[column] for row in grid.rows[1:] if column < len(row)]
            head = grid.rows[0][column].text if column < len(grid.rows[0]) else ""
            blank = [cell for cell in cells if cell.text.strip() in words.blank and not cell.gaps]
            told = [cell for cell in cells if cell not in blank]
            numbers = [cell for cell in told if sole_number(cell) is not None]
            is_counted = 2 * len(numbers) > len(told) if told else re.search(words.counted, head)
            if is_counted and not re.search(words.uncounted, head):
                for cell in blank:
                    yield self.finding("cell-blank", 0, cell, value=cell.text.strip() or head)


@cache
def denial_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, Denial], ...]:
    """The phrases that deny something."""
    return tuple(
        (re.compile(denial.words), re.compile(denial.unless) if denial.unless else None, denial)
        for denial in claim_words().claim
    )


@cache
def instruction_pattern() -> re.Pattern[str]:
    """What a template leaves."""
    return re.compile("|".join(claim_words().instruction["words"]))


def unit_in(text: str) -> str:
    """The unit in the head of a column: 件数, 金额（万元）, 占比（%）; money in 元."""
    words = claim_words().cell
    found = re.search(words.unit, text)
    if found:
        return (found["alone"] or found["count"])[-1]
    return "%" if re.search(words.share, text) else ""


def lines_last(terms: Sequence[Term]) -> list[Term]:
    """The terms of a cell, the line of the form behind its column."""
    return sorted(terms, key=lambda term: bool(term.groups & {"line", "result", "act"}))


def sole_number(cell: Passage) -> Decimal | None:
    """The number of a cell that holds nothing else."""
    numerals = read_numerals(cell.text)
    if len(numerals) == 1 and is_idle(
        cell.text[: numerals[0].start] + cell.text[numerals[0].end :]
    ):
        return numerals[0].value
    return None
