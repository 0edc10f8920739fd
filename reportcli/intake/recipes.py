"""How each column of each log is read: from the cells of which fields, and by what.

A field that is read together with others, because together they are one wording, is one row of a
table here. What a wording means is the business of `words/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, partial
from hashlib import blake2b
from typing import Any

from reportcli.finding import Fault
from reportcli.intake.child.wire import EPOCH, YES, Column, WireValue
from reportcli.intake.gather import (
    DITTOS,
    Conflict,
    Getter,
    TickedWordings,
    Ticks,
    by_side,
    getter_of,
    sides_of,
)
from reportcli.intake.header import Header
from reportcli.settings import Choices, SheetSettings
from reportcli.words.applicant import classify_applicant, is_undecided
from reportcli.words.case import affirmed, case_group, case_matter, classify_case
from reportcli.words.category import classify_category
from reportcli.words.cells import (
    Cell,
    is_blank,
    is_error,
    read_count,
    read_date,
    read_extension,
    read_flag_or_date,
    read_identifier,
    read_identifiers,
    read_money,
    read_text,
    shown,
    unit_of,
)
from reportcli.words.channel import channels_in
from reportcli.words.classified import Classified
from reportcli.words.columns import column_words
from reportcli.words.fields import SEVERAL, Field, FieldType, KindId, log_kinds
from reportcli.words.outcome import classify_outcome
from reportcli.words.text import squeeze, squeeze_all
from reportcli.words.values import known_words

# Vocabularies that a wording has to come from: the fault where it does not.
CLOSED_VOCABULARIES: dict[tuple[KindId, str], str] = {
    ("requests", "channel"): "channel-unknown",
    ("publications", "validity"): "validity-unknown",
    ("publications", "mode"): "mode-unknown",
}
# A number that names several requests: 001至005, 2024-001～2024-005, 2024-001—2024-005, 001等3件,
# 001、002. Most have none of the signs.
SEVERAL_SIGNS = re.compile(r"[至到~～、,，;；等共]|--|[—–]")
SEVERAL_NUMBERS = (
    re.compile(r"\d[号]?[至到~].{0,12}\d"),
    re.compile(r"\d[号]?[、,;].{0,12}\d"),
    re.compile(r"^(\D*(?:\d+\D+)?)\d+(?:-|—|–)+\1\d+$"),
    re.compile(r"[等共][\d一二三四五六七八九十两几]+[件个份宗项]"),
)
MARK_BITS = 2**63 - 1
LONGEST_ERROR = 14  # #GETTING_DATA
# Faults of a case's way to court, which stand in a column of their own.
ABOUT_AFTER_REVIEW = ("after-review-missing", "flag-invalid")

Read = tuple[WireValue, tuple[Fault, ...]]


@dataclass(frozen=True)
class Terms:
    """What the cells of one sheet are read with: its columns, its year, and what the office settled."""

    header: Header
    choices: Choices
    year: int | None = None
    epoch_1904: bool = False
    # What all rows of the sheet have, where no column says it: field → cell.
    fixed: Mapping[str, str] = field(default_factory=dict)
    # Units of money in the lines above the header and the name of the sheet, the nearest first.
    units: Sequence[str] = ()
    sheet: str = ""

    @property
    def kind(self) -> KindId:
        """The kind of log."""
        return self.header.kind

    @cached_property
    def columns(self) -> Mapping[str, list[Column]]:
        """Field → its columns, in the order in which they are preferred."""
        return self.header.fields

    def holds(self, field_id: str) -> bool:
        """Whether a column holds the field, or all rows have one value of it."""
        return field_id in self.columns or field_id in self.fixed

    def getter(self, field_id: str) -> Getter:
        """What takes the cells of a field from some rows."""
        if field_id == "applicant_type":
            types = self.columns.get(field_id, [])
            sides = sides_of(self.columns.get("applicant", []))
            if sides and not any(column.part for column in types):
                return by_side(types, sides)
        return getter_of(self.columns.get(field_id, ()), self.fixed.get(field_id))

    def units_of(self, field_id: str) -> list[str]:
        """The units that are named for a column of amounts, the nearest first.

        In its heading, in what stands over that, in the lines above the table, in the sheet's name.
        """
        if (settled := self.choices.sheets.get(self.sheet, SheetSettings()).unit) is not None:
            return [settled]
        column = self.columns[field_id][0]
        named = map(unit_of, filter(None, (column.heading, column.path)))
        return [*filter(None, named), *self.units]

    @cached_property
    def settled(self) -> Mapping[str, Mapping[str, str]]:
        """Field → the office's own wordings, as compared; those it left open are none."""
        return {
            field: {squeeze(word): value for word, value in words.items() if value}
            for field, words in self.choices.values.items()
        }

    def wordings(self, field: str) -> Mapping[str, str]:
        """The office's own wordings of one field."""
        return self.settled.get(field, {})

    def day(self, cell: Cell) -> date | Fault | None:
        """A cell read as a date of this sheet."""
        return read_date(cell, year=self.year, epoch_1904=self.epoch_1904)

    def vocabulary(self, field: str) -> Mapping[str, str]:
        """Wording → id of the vocabulary of a field, as compared."""
        return known_words(self.kind, field)


@dataclass(frozen=True)
class Recipe:
    """How one column of a log is made: `read` takes the terms and a cell for each field of `cells`.

    Error cells (#REF!) in the fields of `blamed` are faults of this column, and leave it without a
    value; one elsewhere is a fault of its own column, and is blank here. `alone` tells
    that the first cell is enough, and the others are not looked at. `personal` cells are read for
    their faults, and their values go no further. `many` reads a whole list of cells at once.
    """

    cells: tuple[str, ...]
    read: Callable[..., Read]
    blamed: tuple[str, ...] = ()
    alone: Callable[[Cell], bool] | None = None
    personal: bool = False
    many: Callable[[Terms, Sequence[Cell]], list[Read]] | None = None

    def read_all(self, terms: Terms, raws: Iterable[Any]) -> list[Read]:
        """The value and the faults of each distinct cell, or tuple of cells."""
        raws = settle_ticks(self.cells, terms, raws)
        if self.many is not None:
            return self.many(terms, list(raws))
        if len(self.cells) == 1:
            return [self.read(terms, raw) for raw in raws]
        if not self.blamed:
            return [self.read(terms, *raw) for raw in raws]
        return [self.read_together(terms, raw) for raw in raws]

    def read_together(self, terms: Terms, raw: Sequence[Cell]) -> Read:
        """The value of several cells, unless one that is to blame shows an error."""
        found = {part: error_of(cell) for part, cell in zip(self.cells, raw, strict=True)}
        errors = {part: error for part, error in found.items() if error is not None}
        own = tuple(
            Fault(error.code, error.details, part)
            for part, error in errors.items()
            if part in self.blamed
        )
        if own:
            return None, own
        cells = zip(self.cells, raw, strict=True)
        return self.read(terms, *(None if part in errors else cell for part, cell in cells))


def settle_ticks(fields: Sequence[str], terms: Terms, raws: Iterable[Any]) -> Iterable[Any]:
    """What ticks say in place of the ticks: all marks of the sheet are known now."""
    for place, field_id in enumerate(fields):
        parts = [one for one in terms.columns.get(field_id, ()) if one.part.startswith("ticks:")]
        if not parts:
            continue
        raws = list(raws)
        ticked = [raw[place] for raw in raws if isinstance(raw[place], Ticks)]
        wordings = TickedWordings(parts, (mark for ticks in ticked for mark in ticks))
        raws = [
            (*raw[:place], wordings.said(raw[place]), *raw[place + 1 :])
            if isinstance(raw[place], Ticks)
            else raw
            for raw in raws
        ]
    return raws


def error_of(cell: Cell | Fault | Conflict) -> Fault | None:
    """The fault of a cell that shows an error, or that could not be made of its columns."""
    if isinstance(cell, Fault):
        return cell
    if isinstance(cell, Conflict):
        return Fault(cell.code)
    if not isinstance(cell, str) or is_blank(cell):
        return None
    if cell in DITTOS:
        return Fault("ditto-lost", {"value": cell})
    text = read_text(cell)
    return text if isinstance(text, Fault) else None


def compared_text(cell: Cell) -> str:
    """A cell as compared text; empty where it is blank or shows an error."""
    if is_blank(cell):
        return ""
    text = read_text(cell)
    return "" if isinstance(text, Fault) else squeeze(text)


def as_read(value: WireValue | Fault) -> Read:
    """What one reading function gives, as value and faults; the empty text is no value."""
    if isinstance(value, Fault):
        return None, (value,)
    return (None if value == "" else value), ()


def as_days(day: date | Fault | None) -> int | Fault | None:
    """A date as days since 1970-01-01."""
    return day.toordinal() - EPOCH if isinstance(day, date) else day


# --- one cell, by the type of its field ---


def read_day(terms: Terms, cell: Cell) -> Read:
    """A date."""
    return as_read(as_days(terms.day(cell)))


def read_done(terms: Terms, cell: Cell) -> Read:
    """A cell that says that something was done, or on which day."""
    done = read_flag_or_date(cell, year=terms.year, epoch_1904=terms.epoch_1904)
    if isinstance(done, bool):
        return (YES if done else None), ()
    return as_read(as_days(done))


def read_extension_days(terms: Terms, days: Cell, extended: Cell) -> Read:
    """By how many days the time for an answer was extended: as a column of its own says, else as
    the column 延期 says in words (条例第三十三条: by up to 20 working days)."""
    return read_whole_number(terms, days) if not is_blank(days) else (read_extension(extended), ())


def read_whole_number(_: Terms, cell: Cell) -> Read:
    """A count."""
    return as_read(read_count(cell))


def read_amount(field: str, terms: Terms, cell: Cell) -> Read:
    """An amount in yuan as decimal text, in the unit that stands nearest to it."""
    amount = read_money(cell, unit=next(iter(terms.units_of(field)), "元"))
    return as_read(f"{amount:f}" if isinstance(amount, Decimal) else amount)


def read_name(_: Terms, cell: Cell) -> Read:
    """A number that is a name."""
    return as_read(read_identifier(cell))


def read_names(_: Terms, cells: Sequence[Cell]) -> list[Read]:
    """Numbers that are names, many at once."""
    return list(map(as_read, read_identifiers(cells)))


def read_request_numbers(terms: Terms, cells: Sequence[Cell]) -> list[Read]:
    """Registration numbers; one that names several requests needs a column that counts them."""
    read = read_names(terms, cells)
    if terms.holds("count"):
        return read
    return [names_several(value) or (value, faults) for value, faults in read]


def names_several(number: WireValue) -> Read | None:
    """The fault of 2024-001至2024-005 and 2024-001等3件: nothing tells how many rows they would be."""
    if not isinstance(number, str) or not SEVERAL_SIGNS.search(number):
        return None
    text = squeeze(number)
    if not any(form.search(text) for form in SEVERAL_NUMBERS):
        return None
    return number, (Fault("number-several", {"value": shown(number)}),)


def read_remark(_: Terms, outcome: Cell, closed: Cell, remark: Cell) -> Read:
    """A warning where a remark says that a request was closed which the log has as open."""
    if is_blank(outcome) and is_blank(closed) and isinstance(remark, str):
        text = squeeze(remark)
        told = [word for word in column_words().closing_remarks if word in text]
        if told:
            return None, (Fault("closed-in-remarks", {"value": told[0]}, "remarks"),)
    return None, ()


def says_something(cell: Cell) -> bool:
    """Whether a cell is filled, so that the others need not be looked at."""
    return not is_blank(cell)


def read_request_count(_: Terms, cell: Cell) -> Read:
    """How many requests a row stands for, one at least."""
    count = read_count(cell)
    return as_read(Fault("count-invalid", {"value": "0"}) if count == 0 else count)


def read_label(_: Terms, cell: Cell) -> Read:
    """A text as it stands."""
    return as_read(read_text(cell))


def read_word(field: str, terms: Terms, cell: Cell) -> Read:
    """The id of a wording, and a warning where the words leave it half open."""
    value = word_of(field, terms, cell)
    known = log_kinds()[terms.kind].values.get(field, {})
    if isinstance(value, str) and value in known and known[value].uncertain:
        return value, (Fault("channel-uncertain", {"value": shown(cell)}),)
    return as_read(value)


def word_of(field: str, terms: Terms, cell: Cell) -> str | Fault | None:
    """The id of a wording: the office's own map first, then the vocabulary.

    A wording that neither knows stays itself where the field is open (a topic, a channel of
    publication); where the vocabulary is closed it is a fault.
    """
    if (error := error_of(cell)) is not None:
        return error
    if not (text := compared_text(cell)):
        return None
    if (own := own_word(field, terms, text)) is not None:
        return own
    if (known := terms.vocabulary(field).get(text)) is not None:
        return known
    if (told := told_by_words(field, terms, cell)) is not None:
        return told
    if (code := CLOSED_VOCABULARIES.get((terms.kind, field))) is not None:
        return Fault(code, {"value": shown(text)})
    return read_text(cell)


def told_by_words(field: str, terms: Terms, cell: Cell) -> str | Fault | None:
    """What the words in a wording tell that is no entry of the vocabulary; None where they tell
    nothing."""
    if field == "channel":
        return told_channels(terms, str(cell))
    if field == "category":
        found = classify_category(compared_text(cell))
        return (found.line or found.faults[0]) if found else None
    return None


def told_channels(terms: Terms, cell: str) -> str | None:
    """The channels that a cell names; one that is not known stays itself where any may be named.

    A request came in by one channel: several are as good as none.
    """
    parts = dict(channels_in(terms.kind, cell, terms.wordings("channel")))
    if log_kinds()[terms.kind].field("channel").multiple:
        return SEVERAL.join(dict.fromkeys(value or part for part, value in parts.items()))
    known = set(parts.values())
    return known.pop() if len(known) == 1 else None


def own_word(field: str, terms: Terms, text: str) -> str | None:
    """What the office settled that a wording means, where the field can have that value."""
    own = terms.wordings(field).get(text)
    vocabulary = log_kinds()[terms.kind].values.get(field)
    return own if vocabulary is None or own in vocabulary else None


# --- requests ---


def read_outcome_cells(terms: Terms, outcome: Cell, ground: Cell, correction: Cell) -> Read:
    """The line of the form that outcome and ground say together.

    Whether a correction was asked for tells whether 申请内容不明确 may be an outcome at all
    (条例第三十条).
    """
    found = classify_outcome(
        compared_text(outcome),
        compared_text(ground),
        corrected=bool(compared_text(correction)),
        wordings=terms.wordings("outcome"),
    )
    return found.line, found.faults


def read_applicant(terms: Terms, kind: Cell, code: Cell, name: Cell) -> Read:
    """The column of the applicant: by type, else by credit code, else by name."""
    identifier = read_identifier(code)
    found = classify_applicant(
        compared_text(kind),
        identifier if isinstance(identifier, str) else "",
        compared_text(name),
        individual_business=terms.choices.individual_business,
        undecided=terms.choices.undecided_applicants,
        wordings=terms.wordings("applicant_type"),
    )
    return found.line, found.faults


def settles_applicant(kind: Cell) -> bool:
    """Whether the type of an applicant needs neither code nor name beside it."""
    if isinstance(kind, Ticks | Conflict):
        return False
    return not is_blank(kind) and not is_undecided(squeeze(str(kind)))


def read_damaged_number(_: Terms, cell: Cell) -> Read:
    """The fault of an identifier that Excel keeps as a number, and so has rounded."""
    return as_read(read_identifier(cell) if isinstance(cell, float | int) else None)


# --- cases ---


def read_case_kind(terms: Terms, kind: Cell, after_review: Cell) -> Read:
    """The group of a case: review, direct suit, suit after a review."""
    found = group_of_case(terms, kind, after_review)
    return found.line, tuple(place_after_review(terms, fault) for fault in found.faults)


def read_case_result(terms: Terms, kind: Cell, after_review: Cell, result: Cell) -> Read:
    """The result of a case; none where its group is not known, which is a fault of its own."""
    group = group_of_case(terms, kind, after_review).line
    if group is None:
        return None, ()
    found = classify_case(
        group,
        compared_text(result),
        dismissed_suit=terms.choices.dismissed_suit,
        count_refused_filings=terms.choices.count_refused_filings,
        wordings=terms.wordings("result"),
    )
    return found.line, found.faults


def group_of_case(terms: Terms, kind: Cell, after_review: Cell) -> Classified:
    """The group that kind and way to court say together."""
    text = compared_text(kind)
    return case_group(terms.wordings("kind").get(text, text), compared_text(after_review))


def place_after_review(terms: Terms, fault: Fault) -> Fault:
    """The fault at the cell that says how a case went to court, where the log has such a column."""
    if fault.code in ABOUT_AFTER_REVIEW and "after_review" in terms.columns:
        return Fault(fault.code, fault.details, "after_review")
    return fault


def read_matter(_: Terms, matter: Cell, kind: Cell) -> Read:
    """What a case is about, of the three that counting tells apart."""
    return case_matter(compared_text(matter), compared_text(kind)), ()


def read_co_defendant(terms: Terms, cell: Cell) -> Read:
    """Whether the office is sued only as the organ of review."""
    if (error := error_of(cell)) is not None:
        return None, (error,)
    if (own := own_word("co_defendant", terms, compared_text(cell))) is not None:
        return own, ()
    flag = affirmed(compared_text(cell))
    return as_read(flag) if isinstance(flag, Fault) else (YES if flag else None, ())


# --- publications ---


def read_presence(_: Terms, cell: Cell) -> Read:
    """That a cell says something; who reviewed an item is a person's name and goes no further."""
    return (None if is_blank(cell) else YES), ()


def read_item(terms: Terms, number: Cell, url: Cell, title: Cell, published: Cell) -> Read:
    """What makes two rows the same item: number, else address, else title and day of publication.

    A digest, so that neither title nor address leaves this process.
    """
    for cell in (number, url):
        if text := told(cell):
            return digest(text), ()
    if text := told(title):
        return digest(f"{text} {terms.day(published)}"), ()
    return None, ()


def marks_of(cells: Iterable[Cell]) -> Iterator[int | None]:
    """Digests of personal texts, to tell whether two rows say the same; the texts stay here."""
    texts = squeeze_all(["" if cell is None else str(cell) for cell in cells])
    return map(text_mark, texts)


def text_mark(text: str) -> int | None:
    """The digest of a squeezed text that says something.

    Only a short one can be a blank (不详, 暂无) or an error: most are not looked at twice.
    """
    is_short = len(text) <= LONGEST_ERROR and (len(text) <= 2 or text[0] < "一")
    if is_short and (is_blank(text) or is_error(text)):
        return None
    # The readers of one run hash alike (`child/parent.py`), and no mark leaves the run.
    return hash(text) & MARK_BITS


def told(cell: Cell) -> str:
    """A cell as compared text; empty where it is blank, or an error stands in place of the text."""
    text = "" if is_blank(cell) else squeeze(str(cell))
    return "" if is_error(text) else text


def digest(text: str) -> int:
    """A 63-bit digest, the same on every machine and in every run."""
    hashed = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(hashed.digest()) >> 1


# --- the tables ---

BY_TYPE: Mapping[FieldType, Callable[..., Read]] = {
    "date": read_day,
    "flag_or_date": read_done,
    "count": read_whole_number,
    "text": read_label,
}
# These need to know which field they read.
BY_TYPE_AND_FIELD: Mapping[FieldType, Callable[..., Read]] = {
    "money": read_amount,
    "wording": read_word,
}
WAY_TO_COURT = ("kind", "after_review")
# Columns that are made in another way than their type says. Where none of the cells has a column
# the recipe is not asked, but for those that every log must have.
OWN_WAYS: Mapping[KindId, Mapping[str, Recipe | None]] = {
    "requests": {
        "outcome": Recipe(
            ("outcome", "ground", "correction_notified"), read_outcome_cells, ("outcome", "ground")
        ),
        "ground": None,
        "number": Recipe(("number",), read_name, many=read_request_numbers),
        "count": Recipe(("count",), read_request_count),
        "remarks": Recipe(
            ("outcome", "closed", "remarks"), read_remark, alone=says_something, personal=True
        ),
        "applicant_type": Recipe(
            ("applicant_type", "applicant_code", "applicant"),
            read_applicant,
            ("applicant_type", "applicant_code", "applicant"),
            alone=settles_applicant,
        ),
        "extension_days": Recipe(("extension_days", "extended"), read_extension_days),
        "applicant_code": Recipe(("applicant_code",), read_damaged_number, personal=True),
    },
    "publications": {
        "reviewed": Recipe(("reviewed",), read_presence),
        "item": Recipe(("document_number", "url", "title", "published"), read_item),
        "title": None,
        "url": None,
    },
    "cases": {
        "kind": Recipe(WAY_TO_COURT, read_case_kind, WAY_TO_COURT),
        "after_review": None,
        "result": Recipe((*WAY_TO_COURT, "result"), read_case_result, ("result",)),
        "matter": Recipe(("matter", "kind"), read_matter),
        "co_defendant": Recipe(("co_defendant",), read_co_defendant),
    },
}


@cache
def recipes_of(kind: KindId) -> Mapping[str, Recipe]:
    """The recipe of each column of a kind of log, in the order of its fields."""
    own = OWN_WAYS[kind]
    plain = {one.id: usual_recipe(one) for one in log_kinds()[kind].fields if not one.personal}
    made = {name: recipe for name, recipe in own.items() if recipe is not None}
    return {name: recipe for name, recipe in (plain | made).items() if own.get(name, recipe)}


def usual_recipe(of: Field) -> Recipe:
    """How a column is read that needs no other."""
    if of.type == "identifier":
        return Recipe((of.id,), read_name, many=read_names)
    if of.type in BY_TYPE_AND_FIELD:
        return Recipe((of.id,), partial(BY_TYPE_AND_FIELD[of.type], of.id))
    return Recipe((of.id,), BY_TYPE[of.type])
