"""The figures in the office's prose, held against the tables, the facts and what the office
declared.

A number that says what it counts and differs is an error; one that nothing bears out, a warning.
Here is who is asked in which order, and what is found: whether a number is right is decided in
`rules.py`, what the words mean in `terms.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, zip_longest

from reportcli.finding import Address, Detail, Finding
from reportcli.proof.cells import (
    blank_cells,
    is_sum_of_column,
    is_uncounted,
    sentence_of_cell,
    sole_numeral,
)
from reportcli.proof.context import Context
from reportcli.proof.denials import denied
from reportcli.proof.directions import direction_behind, directions_of
from reportcli.proof.formalities import is_government
from reportcli.proof.nothing import nothing_told
from reportcli.proof.passages import OwnTable, Passage, passages_of
from reportcli.proof.rules import judge, remember
from reportcli.proof.spots import Sentence, Spot, sentences_of
from reportcli.proof.terms import SpokenWords, pattern_of, spoken_words
from reportcli.proof.told import Contradiction, Grounds, ToldNumber, Verdict
from reportcli.proof.years import WrongYear, is_title_alone, wrong_date, wrong_years
from reportcli.prose.blocks import Paragraph, ProseBlock
from reportcli.prose.figures import Figured, Figures
from reportcli.words.messages import printable

LONGEST_QUOTED = 48  # characters of a clause
# Characters; the reports of provinces have 30,000.
MOST_PROVED, LONGEST_PASSAGE, CELL_LENGTH = 200_000, 50_000, 10
Found = tuple[int, Finding]


def prove(
    file: str, blocks: Sequence[ProseBlock], figures: Figures, report: Figured
) -> Iterator[Finding]:
    """A finding for each figure or phrase of a text that nothing bears out.

    A text that is many times as long as a report is proved up to there, and that is said.
    """
    prover = Prover(file, figures, report)
    left = MOST_PROVED
    for passage in passages_of(blocks):
        size, line = extent_of(passage)
        left -= size
        if left < 0 or size > LONGEST_PASSAGE:
            yield Finding("text-too-long", Address(file, row=line), {"count": MOST_PROVED})
            return
        if isinstance(passage, OwnTable):
            yield from prover.table(passage)
        else:
            yield from prover.paragraph(passage)


def extent_of(passage: Passage | OwnTable) -> tuple[int, int]:
    """How long a passage is, in characters, each cell of a table being a few; and its line."""
    if isinstance(passage, OwnTable):
        cells = [cell for row in passage.rows for cell in row]
        line = cells[0].line_at(0) if cells else 0
        return sum(len(cell.text) + CELL_LENGTH for cell in cells), line
    return len(passage.text), passage.line_at(0)


def prove_template(
    file: str, paragraphs: Iterable[tuple[int, str]], figures: Figures, report: Figured
) -> Iterator[Finding]:
    """The same of the numbered paragraphs of a docx that is to be filled in; `row` is the number
    of the paragraph."""
    blocks = []
    dates: list[Finding] = []
    for number, text in paragraphs:
        # What cannot be filled is told by the plan of the filling.
        runs, _ = figures.fill(text, number)
        blocks.append(Paragraph(tuple(runs), role="heading" if is_title_alone(text) else "body"))
        dates += misdated(text, report.year, Address(file, row=number))
    yield from prove(file, blocks, figures, report)
    yield from dates


def misdated(text: str, year: int, address: Address) -> Iterator[Finding]:
    """A finding for a paragraph that is nothing but a date, of which a report on a year cannot
    be."""
    if wrong := wrong_date(text, year):
        details: dict[str, Detail] = {"value": printable(wrong.text), "wanted": wrong.wanted}
        yield Finding("year-wrong", address, details)


class Prover:
    """Reads one file, passage by passage, with what is in mind so far."""

    def __init__(self, file: str, figures: Figures, report: Figured) -> None:
        self.file, self.year, self.agency = file, report.year, report.agency
        self.vocabulary = SpokenWords(report, figures)
        is_of_area = is_government(report.agency or "")
        self.grounds = Grounds(figures, report.year, is_of_area=is_of_area)
        self.context = Context()
        self.is_under_plans = False  # the last heading was of plans
        self.is_list_of_plans = False  # the list that is open was announced as one of plans

    def paragraph(self, passage: Passage) -> Iterator[Finding]:
        """Everything that is wrong in a paragraph, in the order of its words."""
        misdated = self.enter(passage)
        found = [*self.instructions(passage), *self.years(passage, misdated)]
        for sentence in sentences_of(passage, self.vocabulary):
            found += self.sentence(sentence, passage)
        # 下一步将： opens a list of which every item is to come.
        if passage.text.endswith("：") and self.grounds.ahead.search(passage.text):
            self.is_list_of_plans = True
        if passage.is_heading:
            self.context = self.context.after_heading()
        else:
            self.context = self.context.after_paragraph()
        yield from in_order(found)

    def enter(self, passage: Passage) -> list[WrongYear]:
        """Turn to a paragraph: whether it is of plans, and which of its years are wrong."""
        kinds = self.context.kinds
        if passage.is_heading:
            kinds = ()
            self.is_under_plans = pattern_of("plan", "heading").search(passage.text) is not None
        self.is_list_of_plans = self.is_list_of_plans and passage.is_item
        is_plan = self.is_under_plans or self.is_list_of_plans
        self.context = replace(self.context, kinds=kinds, is_plan=is_plan)
        wrong = self.wrong_years(passage)
        places = frozenset(year.place for year in wrong)
        self.context = replace(self.context, misdated=places)
        return wrong

    def wrong_years(self, passage: Passage) -> list[WrongYear]:
        """The years of a passage that should be another; those of plans are to come."""
        found = wrong_years(passage, self.year, self.agency)
        told = self.grounds.ahead.search(passage.text)
        ahead = told.end() if told else len(passage.text)
        if self.context.is_plan:
            ahead = 0
        return [one for one in found if not (one.is_next and one.place >= ahead)]

    def sentence(self, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """What is wrong in the numbers of a sentence, and in what it says without any."""
        turns = tuple(self.grounds.turns(sentence, self.context.misdated))
        self.context = replace(self.context, turns=turns)
        yield from self.numbers(sentence, passage)
        for contradiction in self.contradictions(sentence):
            yield self.contradicted(contradiction, sentence.begin, passage)
        last = sentence.spots[-1].end if sentence.spots else sentence.begin
        rest = [term for term in sentence.terms if term.start >= last]
        if sentence.spots:
            # 代表区政府受理申请24件。其中予以公开8件: what goes on from numbers is of the same.
            before = self.context.is_elsewhere
            is_elsewhere = self.grounds.is_elsewhere(sentence.text, before=before)
            self.context = replace(self.context, is_elsewhere=is_elsewhere)
        self.context = self.context.noting(rest).after_sentence()

    def contradictions(self, sentence: Sentence) -> list[Contradiction]:
        """What a sentence says in words that is not so, each place once."""
        found = [*directions_of(sentence, self.context, self.grounds)]
        found += denied(sentence, self.context, self.grounds.records)
        told = [range(one.place, one.place + len(one.words)) for one in found]
        for one in nothing_told(sentence, self.context, self.grounds):
            words = range(one.place, one.place + len(one.words))
            # What a phrase of its own denies need not be said again.
            if not any(overlaps(words, other) for other in told):
                found.append(one)
        return [one for one in found if not self.is_of_another_scope(one, sentence)]

    def is_of_another_scope(self, told: Contradiction, sentence: Sentence) -> bool:
        """Whether words that deny a figure are not of what the report is on."""
        said = sentence.text[: told.place + len(told.words)]
        return self.grounds.is_elsewhere(said, before=self.context.is_elsewhere)

    def numbers(self, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """What is wrong in the numbers of a sentence, and in the words directly behind each."""
        noted = 0
        for spot, following in zip_longest(sentence.spots, sentence.spots[1:]):
            # The words since the last number are in mind before this one is judged.
            while noted < len(sentence.terms) and sentence.terms[noted].end <= spot.start:
                self.context = self.context.noting(sentence.terms[noted : noted + 1])
                noted += 1
            verdict = self.judge(spot, sentence)
            if not verdict.is_right:
                yield spot.numeral.start, self.fault(spot, verdict, passage)
            self.context = self.context.noting(spot.terms)
            while noted < len(sentence.terms) and sentence.terms[noted].start < spot.end:
                noted += 1
            end = following.start if following else sentence.end
            behind = passage.text[spot.end : end]
            if told := direction_behind(behind, self.context):
                yield self.contradicted(told, spot.end, passage)

    def judge(self, spot: Spot, sentence: Sentence) -> Verdict:
        """Judge a number, and keep it in mind."""
        told = ToldNumber(spot, sentence, self.context, self.grounds)
        verdict = judge(told)
        self.context = remember(told, verdict)
        return verdict

    # --- findings ---

    def finding(self, code: str, place: int, passage: Passage, **details: Detail) -> Finding:
        """A finding at a place of a passage; its words are made fit to be shown."""
        shown = {name: printable(str(detail)) for name, detail in details.items()}
        return Finding(code, Address(self.file, row=passage.line_at(place)), dict(shown))

    def fault(self, spot: Spot, verdict: Verdict, passage: Passage) -> Finding:
        """A contradiction of what is known, or a number that nothing bears out."""
        details: dict[str, Detail] = {
            "value": spot.said,
            "words": spot.clause.strip("，。；：、 \n\0")[-LONGEST_QUOTED:],
        }
        place = spot.numeral.start
        if not verdict.instead:
            return self.finding("figure-unmatched", place, passage, **details)
        known = "；".join(dict.fromkeys(verdict.instead))
        return self.finding("figure-contradicted", place, passage, **details, known=known)

    def contradicted(self, told: Contradiction, begin: int, passage: Passage) -> Found:
        """A finding for words that deny what is known, or tell another direction."""
        place = begin + told.place
        details: dict[str, Detail] = {"value": told.words, "known": told.known}
        return place, self.finding("claim-contradicted", place, passage, **details)

    def instructions(self, passage: Passage) -> Iterator[Found]:
        """What is left of a template: instructions and places to be filled."""
        end = 0
        for match in instruction_pattern().finditer(passage.plain):
            if match.start() >= end and "\0" not in match[0]:
                end = match.end()
                value = match[0].strip()[:LONGEST_QUOTED] or match[0]
                yield (
                    match.start(),
                    self.finding("instruction-left", match.start(), passage, value=value),
                )

    def years(self, passage: Passage, years: Iterable[WrongYear]) -> Iterator[Found]:
        """Years that should be another."""
        for wrong in years:
            finding = self.finding(
                "year-wrong", wrong.place, passage, value=wrong.text, wanted=wrong.wanted
            )
            yield wrong.place, finding

    # --- tables ---

    def table(self, table: OwnTable) -> Iterator[Finding]:
        """What is wrong in a table of the office's own: the words of its cells, numbers, and
        blanks."""
        for cell in chain.from_iterable(table.rows):
            wrong = self.wrong_years(cell)
            found = [*self.instructions(cell), *self.years(cell, wrong)]
            yield from in_order(found)
        for cell, value in blank_cells(table):
            yield self.finding("cell-blank", 0, cell, value=value)
        for number, row in enumerate(table.rows[1:], start=1):
            for column in range(1, len(row)):
                yield from self.cell(table, number, column)
            self.context = self.context.after_sentence()

    def cell(self, table: OwnTable, number: int, column: int) -> Iterator[Finding]:
        row = table.rows[number]
        cell = row[column]
        head = table.rows[0][column] if column < len(table.rows[0]) else cell
        if is_uncounted(head):
            return
        numeral = sole_numeral(cell)
        if numeral is None:  # a cell with words of its own
            for sentence in sentences_of(cell, self.vocabulary):
                yield from (finding for _, finding in self.sentence(sentence, cell))
            return
        sentence = sentence_of_cell(cell, numeral, row[0], head, self.vocabulary)
        turns = tuple(self.grounds.turns(sentence, self.context.misdated))
        self.context = replace(self.context, turns=turns)
        (spot,) = sentence.spots
        verdict = self.judge(spot, sentence)
        if not verdict.is_right and not is_sum_of_column(table, number, column):
            yield self.fault(spot, verdict, cell)


def overlaps(one: range, other: range) -> bool:
    """Whether two stretches of a text have a place in common."""
    return max(one.start, other.start) < min(one.stop, other.stop)


def in_order(found: Iterable[Found]) -> Iterator[Finding]:
    """What was found in a passage, by its place."""
    return (finding for _, finding in sorted(found, key=lambda pair: pair[0]))


@cache
def instruction_pattern() -> re.Pattern[str]:
    """What a template leaves."""
    return re.compile("|".join(spoken_words().instruction["words"]))
