"""What only a person can decide about some files, as questions with ranked answers.

Ranked by what the cells hold and by which required field is missing, then by likeness of the
heading; an answer below the threshold is not proposed. No value of a cell stands in a question but
the wording that is asked about. Not here: how questions become a settings file
(`settings_file.py`) or are asked on a terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportcli.answer.fitting import Held, fit_of, held_by
from reportcli.intake.child.wire import FileReading, Misfit, SheetReading
from reportcli.intake.coverage import coverage_of
from reportcli.intake.headings import IGNORE
from reportcli.words.cells import Cell, is_blank
from reportcli.words.fields import KINDS, Field, KindId, log_kinds
from reportcli.words.text import squeeze
from reportcli.words.values import meanings, name_in_label

CellRows = Sequence[Sequence[Cell]]
CellsOf = Callable[[str, str], CellRows]
"""The cells of a sheet, by file and sheet."""

ANSWERS = 3  # more are no help to choose among
FITS = 0.6  # the share of cells that a field must be able to read
SOME = 0.25  # the share from which a heading that is like a known one is believed
ALIKE = 60  # of 100: how like a known heading or wording a new one must be to speak for itself
NEAR = 0.05  # two answers closer than this are not told apart
DENIALS = "不未无非否拒"  # 不予公开 is never proposed for 予以公开, however alike they are


@dataclass(frozen=True)
class Answer:
    """One answer: the value for the settings, what people call it, and how well it fits."""

    value: str
    label: str
    label_en: str
    score: float = 0.0


@dataclass(frozen=True)
class Question:
    """One thing to decide: the table and key of the settings, where it was met, and the answers,
    the best first.

    `is_sure` tells that the first may be proposed. `why` is the key of the sentence that says why it
    is asked, `count` how often it was met, and `holds` what the cells of a column hold.
    """

    table: tuple[str, str]
    key: str
    why: str
    file: str
    sheet: str
    answers: Sequence[Answer]
    is_sure: bool
    count: int = 0
    cell: str = ""
    holds: Counter[Held] | None = None


def questions(
    inputs: Sequence[FileReading], inspection: Mapping[str, Any], cells_of: CellsOf
) -> list[Question]:
    """Everything that has to be decided about some files, each once however many sheets hold
    it."""
    found: dict[tuple[tuple[str, str], str], Question] = {}
    for file in inputs:
        for sheet in file.sheets:
            of_headings = list(about_headings(file, sheet, cells_of))
            # A sheet whose headings may be understood has no need of those of another.
            has_own = any(one.why == "missing" and one.is_sure for one in of_headings)
            for one in of_headings if has_own else (*about_sheet(file, sheet), *of_headings):
                found.setdefault((one.table, one.key), one)
    for one in about_wordings(inspection):
        found.setdefault((one.table, one.key), one)
    return list(found.values())


# --- sheets ---


def about_sheet(file: FileReading, sheet: SheetReading) -> Iterator[Question]:
    """Whether a sheet that looks like a log has the header of another."""
    for account in coverage_of([file]).unread:
        if account.sheet == sheet.sheet and account.looks_like_log and account.model:
            answer = Answer(account.model, account.model, account.model, 1)
            table = ("sheets", sheet.sheet)
            yield Question(table, "header_of", "sheet", file.file, sheet.sheet, [answer], True)


# --- headings ---


def about_headings(file: FileReading, sheet: SheetReading, cells_of: CellsOf) -> Iterator[Question]:
    """Which field the columns are that are missing, that claim one field, or that could decide."""
    yield from about_unread(file, sheet, cells_of)
    if sheet.misfit is not None:
        yield from about_doubled(file, sheet, sheet.misfit)
        yield from about_missing(file, sheet, sheet.misfit, cells_of)


def about_unread(file: FileReading, sheet: SheetReading, cells_of: CellsOf) -> Iterator[Question]:
    """Which field the columns of a log are that nobody reads and that could decide."""
    unread = [column for column in sheet.columns if column.how == "unread"]
    if not sheet.kind or not unread:
        return
    held = SheetColumns(cells_of(file.file, sheet.sheet), max(sheet.header_rows, default=1))
    absent = absent_fields(sheet.kind, {column.field for column in sheet.columns})
    for column in unread:
        cells = held.below(column.column)
        yield heading_question(sheet.kind, column.heading, "unread", file, sheet, absent, cells)


def about_missing(
    file: FileReading, sheet: SheetReading, misfit: Misfit, cells_of: CellsOf
) -> Iterator[Question]:
    """Which of the unknown columns of a sheet hold the fields without which it is no log."""
    if not misfit.unknown:
        return
    held = SheetColumns(cells_of(file.file, sheet.sheet), misfit.row)
    kind = misfit.kind or likely_kind(misfit.unknown, held)
    if kind is None:
        return
    missing = misfit.missing if misfit.kind else log_kinds()[kind].required
    for group, heading in assigned(kind, missing, misfit.unknown, held):
        fields = [log_kinds()[kind].field(one) for one in group]
        cells = held.under(heading)
        yield heading_question(kind, heading, "missing", file, sheet, fields, cells)


def about_doubled(file: FileReading, sheet: SheetReading, misfit: Misfit) -> Iterator[Question]:
    """Which of several columns that claim one field holds it: the first is proposed."""
    if misfit.kind is None:
        return
    for field_id, headings in misfit.doubled.items():
        field = log_kinds()[misfit.kind].field(field_id)
        of_no_use = Answer(IGNORE, IGNORE, IGNORE)
        holds_it = Answer(field.id, field.label, field.label_en)
        for number, heading in enumerate(dict.fromkeys(headings)):
            answers = [of_no_use, holds_it] if number else [holds_it, of_no_use]
            table = ("columns", misfit.kind)
            yield Question(table, heading, "doubled", file.file, sheet.sheet, answers, True)


class SheetColumns:
    """The columns of a sheet below a row of headings."""

    def __init__(self, rows: CellRows, header: int) -> None:
        self.header, self.rows = header, rows

    def below(self, number: int) -> list[Cell]:
        """The cells of a column, by its number."""
        place = number - 1
        return [row[place] for row in self.rows[self.header :] if place < len(row)]

    def under(self, heading: str) -> list[Cell]:
        """The cells of the column under a heading."""
        heads = self.rows[self.header - 1] if len(self.rows) >= self.header else []
        wanted = squeeze(heading)
        named = {n: squeeze(str(head)) for n, head in enumerate(heads, 1) if not is_blank(head)}
        found = [n for n, head in named.items() if head == wanted]
        # A heading of several rows is named whole; this row has the end of it.
        found = found or [n for n, head in named.items() if wanted.endswith(head)]
        return self.below(found[0]) if len(found) == 1 else []


def absent_fields(kind: KindId, present: set[str]) -> list[Field]:
    """The fields that a sheet has no column for, and those that several columns may hold."""
    return [one for one in log_kinds()[kind].fields if one.id not in present or one.several]


def likely_kind(headings: Sequence[str], held: SheetColumns) -> KindId | None:
    """The kind of log whose required fields the columns of a sheet could hold; None where two are
    not met."""
    covered = {
        kind: len({tuple(group) for group, _ in assigned(kind, log.required, headings, held)})
        for kind, log in log_kinds().items()
    }
    best = max(covered, key=lambda kind: covered[kind])
    return best if covered[best] > 1 else None


def assigned(
    kind: KindId, missing: Sequence[Sequence[str]], headings: Sequence[str], held: SheetColumns
) -> Iterator[tuple[Sequence[str], str]]:
    """For each missing field, or group of alternatives, the heading that may be it, the best pairs
    first; a heading is given once."""
    pairs = [
        (
            max(
                score(kind, log_kinds()[kind].field(one), heading, held.under(heading))
                for one in group
            ),
            number,
            heading,
        )
        for number, group in enumerate(missing)
        for heading in headings
    ]
    given: set[str] = set()
    settled: set[int] = set()
    for best, number, heading in sorted(pairs, reverse=True):
        if best >= FITS and heading not in given and number not in settled:
            given.add(heading)
            settled.add(number)
            yield missing[number], heading


def heading_question(
    kind: KindId,
    heading: str,
    why: str,
    file: FileReading,
    sheet: SheetReading,
    fields: Iterable[Field],
    cells: Sequence[Cell],
) -> Question:
    """Which of some fields a column is."""
    ranked = sorted(
        (
            Answer(one.id, one.label, one.label_en, score(kind, one, heading, cells))
            for one in fields
        ),
        key=lambda answer: -answer.score,
    )
    fitting = [answer for answer in ranked if answer.score >= FITS][:ANSWERS]
    return Question(
        ("columns", kind), heading, why, file.file, sheet.sheet, fitting, stands_out(fitting),
        holds=held_by(cells),
    )  # fmt: skip


def score(kind: KindId, field: Field, heading: str, cells: Sequence[Cell]) -> float:
    """How well a column is a field: what its cells hold counts twice, its heading once.

    A column that holds what the field cannot be is not it, whatever its heading.
    """
    fit = fit_of(kind, field, cells)
    likeness = likeness_of(heading, field.headings) / 100
    if fit < 0.5:
        # Words of an office's own among some that are known, under a heading that is nearly known.
        return FITS if fit >= SOME and likeness * 100 >= ALIKE else 0.0
    return (2 * fit + likeness) / 3 if fit >= FITS else (fit + likeness) / 2


def stands_out(answers: Sequence[Answer]) -> bool:
    """Whether the best answer stands out."""
    if not answers:
        return False
    return len(answers) == 1 or answers[0].score - answers[1].score > NEAR


# --- wordings ---


def about_wordings(inspection: Mapping[str, Any]) -> Iterator[Question]:
    """What each wording means that nobody knows."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {}
    for file in inspection["files"]:
        for sheet in file["sheets"]:
            for unknown in sheet["unknown"]:
                key = (unknown["settle_in"], unknown["wording"])
                counts[key] += unknown["count"]
                first.setdefault(key, (file["file"], sheet, unknown))
    for (field, wording), (name, sheet, unknown) in first.items():
        answers = likely_meanings(sheet["kind"], field, wording)
        yield Question(
            ("values", field), wording, "wording", name, sheet["sheet"], answers,
            stands_out(answers), counts[field, wording], unknown["first"],
        )  # fmt: skip


def likely_meanings(kind: KindId, field: str, wording: str) -> list[Answer]:
    """What a wording may mean, the likeliest first; one that denies is never what affirms."""
    found = []
    for label, value in meanings(kind, field).items():
        named = name_in_label(label)
        if any((sign in wording) != (sign in named) for sign in DENIALS):
            continue
        alike = likeness_of(wording, [named])
        if alike >= ALIKE:
            found.append(Answer(value, label, label, alike / 100))
    return sorted(found, key=lambda answer: -answer.score)[:ANSWERS]


def likeness_of(text: str, known: Sequence[str]) -> float:
    """How like the nearest of some known texts one is, of 100; one that leaves characters out of it
    is liker than its length tells."""
    from rapidfuzz import fuzz

    wanted = squeeze(text)
    return max(
        (
            max(
                fuzz.ratio(wanted, squeeze(one)),
                ALIKE + 5 if is_shortened_from(wanted, squeeze(one)) else 0,
            )
        )
        for one in known
    )


def is_shortened_from(short: str, long: str) -> bool:
    """Whether a text is another with characters left out: 部公 of 部分公开."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)


# --- answers ---


def meant_answer(one: Question, typed: str) -> str | None:
    """The value that a person means by the number of an answer, its value or its name; None where
    there is none."""
    if typed.isdecimal() and 0 < int(typed) <= len(one.answers):
        return one.answers[int(typed) - 1].value
    wanted = squeeze(typed)
    known = {squeeze(name): value for name, value in every_answer(one)}
    return known.get(wanted)


def every_answer(one: Question) -> Iterator[tuple[str, str]]:
    """Every name that an answer goes by, and its value."""
    for answer in one.answers:
        yield from ((name, answer.value) for name in (answer.value, answer.label, answer.label_en))
    first, second = one.table
    if first == "columns":
        kind = next(kind for known, kind in log_kinds().items() if known == second)
        for field in kind.fields:
            yield from ((name, field.id) for name in (field.id, *field.headings))
        yield IGNORE, IGNORE
    elif first == "values":
        for label, value in every_meaning(second):
            yield from ((label, value), (value, value))


def every_meaning(field: str) -> Iterator[tuple[str, str]]:
    """Label and id of all that a wording of a field may be settled as."""
    for kind in KINDS:
        yield from meanings(kind, field).items()
