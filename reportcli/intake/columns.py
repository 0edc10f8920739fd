"""From a sheet to typed columns, with every row accounted for.

Cells are read once per distinct value; one that cannot be read becomes a fault at its address. Runs
in the reader's child process, and what it returns crosses to the parent as a message: personal text
is used here (to tell who applied, to recognise the same item) and goes no further.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from hashlib import blake2b
from itertools import chain, compress
from typing import Any

from reportcli.files.sheet import Batch, NotPlain, Row, Sheet, in_batches, rows_of
from reportcli.finding import Fault
from reportcli.intake.child.wire import ABSENT, YES, Column, Faults, SheetReading, Values
from reportcli.intake.header import Header, find_header
from reportcli.intake.rows import Known, MergedCells, RowSorter
from reportcli.settings import Choices, SheetSettings
from reportcli.words import cells as values
from reportcli.words.applicant import classify_applicant, is_undecided
from reportcli.words.case import affirmed, case_group, classify_case
from reportcli.words.cells import Cell
from reportcli.words.classified import Classified
from reportcli.words.fields import SEVERAL, Field, KindId, log_kinds
from reportcli.words.outcome import GRANTED, classify_outcome, doubt_granted
from reportcli.words.text import squeeze

EPOCH = date(1970, 1, 1).toordinal()
LOOKAHEAD = 40
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")

# Vocabularies that a wording has to come from: the fault where it does not.
# What stands between several values of one cell: 局网站、微信公众号.
BETWEEN = re.compile("[、;；,，/|+＋]")
CLOSED_VOCABULARIES: dict[tuple[KindId, str], str] = {
    ("requests", "channel"): "channel-unknown",
    ("publications", "validity"): "validity-unknown",
    ("publications", "mode"): "mode-unknown",
}

# Fields that are read as one wording with others, and of these the parts whose error cells are
# found with them.
READ_TOGETHER: dict[str, tuple[str, ...]] = {
    "outcome": ("outcome", "ground", "correction_notified"),
    "applicant_type": ("applicant_type", "applicant_code", "applicant"),
    "kind": ("kind", "after_review"),
    "result": ("kind", "after_review", "result"),
}
OWN_PARTS: dict[str, tuple[str, ...]] = {
    "outcome": ("outcome", "ground"),
    "applicant_type": READ_TOGETHER["applicant_type"],
    "kind": READ_TOGETHER["kind"],
    "result": ("result",),
}
TOGETHER = {*READ_TOGETHER, "item"}
# Faults of a case's way to court, which stand in a column of their own.
ABOUT_AFTER_REVIEW = ("after-review-missing", "flag-invalid")

Read = tuple[int | str | None, tuple[Fault, ...]]
# The faults of distinct values, by their number.
Faulty = dict[int, tuple[Fault, ...]]
# A raw value is a cell, or a tuple of the cells that are read together.
Getter = Callable[["Records"], Iterable[Any]]


class Codes(dict[object, int]):
    """Distinct values numbered in order of appearance: looking up a new value gives it the next
    number."""

    def __missing__(self, value: object) -> int:
        code = self[value] = len(self)
        return code


class Records:
    """The records among a batch of rows, column by column."""

    def __init__(self, batch: Batch, kept: Sequence[bool]) -> None:
        self.batch, self.kept, self.count = batch, kept, sum(kept)
        self.columns: dict[int, Sequence[Cell]] = {}

    def column(self, place: int) -> Sequence[Cell]:
        """The cells of one column."""
        if place not in self.columns:
            cells = self.batch.column(place)
            self.columns[place] = (
                cells if self.count == len(cells) else list(compress(cells, self.kept))
            )
        return self.columns[place]


def read_sheet(sheet: Sheet, choices: Choices, *, epoch_1904: bool = False) -> SheetReading:
    """The records of one sheet, or why it has none."""
    reading = SheetReading(sheet.name, sheet.state)
    settled = choices.sheets.get(sheet.name, SheetSettings())
    if settled.skip:
        reading.skipped = "sheet-left-out"
    elif not sheet.is_worksheet:
        reading.skipped = "sheet-without-cells"
    else:
        batches = sheet.batches or in_batches(sheet.rows)
        begin, first = first_rows(batches, max([LOOKAHEAD, *(settled.header_rows or [])]))
        batches = chain(begin, batches)
        found = find_header(first, choices.columns, settled.kind, settled.header_rows)
        if isinstance(found, Header):
            reading.kind, reading.header_rows, reading.columns = (
                found.kind,
                found.rows,
                found.columns,
            )
            year = title_year(sheet.name, first[: found.rows[0] - 1])
            merged = MergedCells(sheet.merges, found)
            every = merged.fill(batches) if merged.waiting else batches
            sorter = RowSorter(found, year, merged.continued, epoch_1904=epoch_1904)
            read_records(
                reading, sorter, every, CellReader(found, choices, year, epoch_1904=epoch_1904)
            )
            reading.merged = merged.filled
            if sheet.batches and MergedCells(sheet.merges, found).waiting:
                raise NotPlain  # merged cells have to be known before they are read
        elif all(values.is_blank(cell) for row in rows_of(batches) for cell in row):
            reading.skipped = "sheet-blank"
        else:
            reading.misfit = found
            reading.skipped = "sheet-unsound" if found.kind else "sheet-no-log"
    reading.hidden_rows = sheet.hidden_rows
    return reading


def first_rows(batches: Iterator[Batch], wanted: int) -> tuple[list[Batch], list[Row]]:
    """As many rows as a header is looked for in, and the batches that they were taken from."""
    begin: list[Batch] = []
    rows: list[Row] = []
    while len(rows) < wanted and (batch := next(batches, None)) is not None:
        begin.append(batch)
        rows += (batch.row(place) for place in range(min(len(batch), wanted - len(rows))))
    return begin, rows


def title_year(sheet: str, titles: Iterable[Row]) -> int | None:
    """The one year that the sheet's name and the rows above the header speak of, for dates written
    without one.
    """
    texts = [sheet, *(str(cell) for row in titles for cell in row if isinstance(cell, str))]
    years = {year for text in texts for year in YEAR.findall(squeeze(text))}
    return int(years.pop()) if len(years) == 1 else None


def read_records(
    reading: SheetReading, sorter: RowSorter, batches: Iterable[Batch], reader: CellReader
) -> None:
    """Sort every row, encode the columns of the records, then read each distinct value once."""
    kept = array("i")
    aside: dict[str, array[int]] = {}
    getters = reader.getters()
    codes = {name: array("i") for name in getters}
    distinct = {name: Codes() for name in getters}
    repeats = Repeats(reader)
    number = 0
    for batch in batches:
        reasons = sorter.reasons(number + 1, batch)
        records = Records(batch, [reason is None for reason in reasons])
        numbers = range(number + 1, number + 1 + len(batch))
        if records.count < len(batch):
            for at, reason in zip(numbers, reasons, strict=True):
                if reason is not None:
                    aside.setdefault(reason, array("i")).append(at)
        begin, number = len(kept), number + len(batch)
        kept.extend(compress(numbers, records.kept))
        for name, get in getters.items():
            codes[name].extend(map(distinct[name].__getitem__, get(records)))
        repeats.look(kept[begin:], records)
    reading.rows_read = number - len(aside.pop("header"))
    reading.rows = kept.tobytes()
    reading.set_aside = {reason: numbers.tobytes() for reason, numbers in aside.items()}
    if repeats.rows:
        reading.faults.append(repeats.faults())
    for name in getters:
        raws, own_codes = distinct.pop(name), codes.pop(name)
        read, faulty = reader.read_all(name, raws)
        if not reader.is_personal(name):
            reading.data[name] = spread(own_codes, read)
        reading.faults.extend(reader.faults_at(name, kept, own_codes, faulty))


class Repeats:
    """Requests by the same applicant about the same subject on the same day, which may be one
    entered twice.

    Told by a hash that never leaves this process: the cells it is made of are personal.
    """

    FIELDS = ("applicant", "subject", "received")

    def __init__(self, reader: CellReader) -> None:
        self.column = reader.columns["subject"][0].column if "subject" in reader.columns else 0
        asked = all(field in reader.columns for field in self.FIELDS)
        self.together = reader.together(*self.FIELDS) if asked else None
        self.seen: dict[int, int] = {}
        self.rows: list[tuple[int, int]] = []

    def look(self, numbers: Sequence[int], records: Records) -> None:
        """Note which records of a batch repeat one before them; errors repeat nothing."""
        if self.together is None:
            return
        told = list(map(hash, self.together(records)))
        new = dict(zip(told, numbers, strict=True))
        if len(new) == len(told) and self.seen.keys().isdisjoint(new):  # most batches, and fast
            self.seen.update(new)
            return
        for number, mark, cells in zip(numbers, told, self.together(records), strict=True):
            if not (cells[0] and cells[1]):
                continue
            first = self.seen.setdefault(mark, number)
            if first != number and not any(
                isinstance(c, str) and values.is_error(c) for c in cells
            ):
                self.rows.append((number, first))

    def faults(self) -> Faults:
        """A warning at each repetition, naming the row it repeats."""
        return Faults(
            self.column,
            False,
            array("i", [row for row, _ in self.rows]).tobytes(),
            array("i", range(len(self.rows))).tobytes(),
            [[Fault("request-repeated", {"row": first})] for _, first in self.rows],
        )


def spread(codes: array[int], read: Sequence[int | str | None]) -> Values:
    """The values read, spread back over the records, equal values once."""
    distinct = [value for value in dict.fromkeys(read) if value is not None]
    if len(distinct) < len(read):
        numbers: dict[int | str | None, int] = {
            value: number for number, value in enumerate(distinct)
        }
        codes = array("i", map([numbers.get(value, ABSENT) for value in read].__getitem__, codes))
    return Values(codes.tobytes(), distinct)


class CellReader:
    """How the cells of one sheet are taken from its rows and read, field by field.

    Some columns are read together, because together they are one wording: outcome with ground and
    correction notice, type of applicant with code and name, result of a case with its kind.
    """

    def __init__(
        self, header: Header, choices: Choices, year: int | None, *, epoch_1904: bool
    ) -> None:
        self.header, self.choices, self.year, self.epoch_1904 = header, choices, year, epoch_1904
        self.kind = log_kinds()[header.kind]
        self.columns = header.fields
        self.own: dict[str, dict[str, str]] = {}

    def getters(self) -> dict[str, Getter]:
        """Field → what takes its raw values from a batch of records."""
        plain = {
            f.id: self.cells(f.id)
            for f in self.kind.fields
            if f.id in self.columns and not f.personal
        }
        if self.header.kind == "requests":
            plain["outcome"] = self.together(*READ_TOGETHER["outcome"])
            plain["applicant_type"] = self.applicants()
            if "applicant_code" in self.columns:
                plain["applicant_code"] = self.damaged_numbers("applicant_code")
            plain.pop("ground", None)
        elif self.header.kind == "cases":
            plain["kind"] = self.together(*READ_TOGETHER["kind"])
            plain["result"] = self.together(*READ_TOGETHER["result"])
            plain.pop("after_review", None)
        else:
            if "reviewed" in self.columns:
                reviewed = self.cells("reviewed")
                plain["reviewed"] = lambda records: (
                    None if values.is_blank(cell) else YES for cell in reviewed(records)
                )
            plain["item"] = self.together("document_number", "url", "title", "published")
            for told_by_item in ("title", "url"):
                plain.pop(told_by_item, None)
        return plain

    def is_personal(self, name: str) -> bool:
        """Whether what a getter takes is read for its faults alone, and goes no further."""
        return (
            any(field.id == name and field.personal for field in self.kind.fields)
            and name != "reviewed"
        )

    def cells(self, field_id: str) -> Getter:
        """The raw cells of one field; of several columns the first that is filled."""
        places = [column.column - 1 for column in self.columns.get(field_id, [])]
        if not places:
            return lambda records: [None] * records.count
        if len(places) == 1:
            return lambda records: records.column(places[0])
        return lambda records: [
            next((cell for cell in cells if not values.is_blank(cell)), None)
            for cells in zip(*map(records.column, places), strict=True)
        ]

    def together(self, *field_ids: str) -> Getter:
        """The raw cells of several fields as tuples."""
        parts = [self.cells(field_id) for field_id in field_ids]
        return lambda records: zip(*(part(records) for part in parts), strict=True)

    def damaged_numbers(self, field_id: str) -> Getter:
        """The cells of a personal identifier that Excel keeps as a number, and so has rounded; no
        others."""
        get = self.cells(field_id)
        return lambda records: (
            cell if isinstance(cell, float | int) else None for cell in get(records)
        )

    def applicants(self) -> Getter:
        """(type, code, name) of each record; code and name only where the type leaves the column
        open."""
        kinds, raw = self.cells("applicant_type"), self.together(*READ_TOGETHER["applicant_type"])
        settled = Known(settled_applicant)

        def get(records: Records) -> Iterable[Any]:
            found = list(map(settled.__getitem__, kinds(records)))
            if None not in found:
                return found
            return (one or cells for one, cells in zip(found, raw(records), strict=True))

        return get

    def read_all(self, name: str, raws: Iterable[Any]) -> tuple[list[int | str | None], Faulty]:
        """The values of the distinct raw cells (or tuples of cells) of a field, and the faults of
        some."""
        if name in TOGETHER:
            both = [self.read_together(name, raw) for raw in raws]
            return [value for value, _ in both], {
                at: faults for at, (_, faults) in enumerate(both) if faults
            }
        field = self.kind.field(name)
        if field.type == "identifier":
            read: Sequence[int | str | Fault | None] = values.read_identifiers(list(raws))
        else:
            read = list(map(self.value_reader(field), raws))
        faulty: Faulty = {at: (value,) for at, value in enumerate(read) if isinstance(value, Fault)}
        uncertain = {
            key for key, known in self.kind.values.get(name, {}).items() if known.uncertain
        }
        for at, (raw, value) in enumerate(zip(raws, read, strict=True)) if uncertain else ():
            if isinstance(value, str) and value in uncertain:
                faulty[at] = (Fault("channel-uncertain", {"value": values.shown(raw)}),)
        return [
            None if value == "" or isinstance(value, Fault) else value for value in read
        ], faulty

    def value_reader(self, field: Field) -> Callable[[Cell], int | str | Fault | None]:
        """What reads a cell by the type of its field; a blank is None or the empty text."""
        match field.type:
            case "date":
                return lambda raw: as_days(self.date(raw))
            case "flag_or_date":
                return self.flag_or_date
            case "count":
                return values.read_count
            case "money":
                return partial(
                    self.money, values.unit_of(self.columns[field.id][0].heading) or "元"
                )
            case "wording":
                return partial(self.read_wording, field.id)
            case _:
                return values.read_text

    def flag_or_date(self, raw: Cell) -> int | str | Fault | None:
        """A cell that says that something was done, or on which day."""
        flag = values.read_flag_or_date(raw, year=self.year, epoch_1904=self.epoch_1904)
        return (YES if flag else None) if isinstance(flag, bool) else as_days(flag)

    def money(self, unit: str, raw: Cell) -> str | Fault | None:
        """An amount in yuan as decimal text."""
        amount = values.read_money(raw, unit=unit)
        return f"{amount:f}" if isinstance(amount, Decimal) else amount

    def date(self, raw: Cell) -> date | Fault | None:
        """A cell read as a date of this sheet."""
        return values.read_date(raw, year=self.year, epoch_1904=self.epoch_1904)

    def read_wording(self, field_id: str, raw: Cell) -> str | Fault | None:
        """The id of a wording: the office's own map first, then the vocabulary.

        A wording that neither knows stays itself where the field is open (a topic, a channel of
        publication); where the vocabulary is closed it is a fault.
        """
        text = self.text(raw)
        if isinstance(text, Fault) or not text:
            return text or None
        vocabulary = self.kind.values.get(field_id)
        own = self.own_wordings(field_id).get(text)
        if own is not None and (vocabulary is None or own in vocabulary):
            return own
        if field_id == "co_defendant":
            flag = affirmed(text)
            return flag if isinstance(flag, Fault) else (YES if flag else None)
        known = known_words(self.header.kind, field_id)
        if text in known:
            return known[text]
        if (code := CLOSED_VOCABULARIES.get((self.header.kind, field_id))) is not None:
            return Fault(code, {"value": values.shown(text)})
        if self.kind.field(field_id).multiple and BETWEEN.search(text):
            parts = [self.read_wording(field_id, part) for part in BETWEEN.split(text) if part]
            return SEVERAL.join(dict.fromkeys(map(str, parts))) or None
        return values.read_text(raw)

    def text(self, raw: Cell) -> str | Fault:
        """A cell as compared text; empty where it is blank, a fault where Excel shows an error in
        it."""
        if values.is_blank(raw):
            return ""
        text = values.read_text(raw)
        return text if isinstance(text, Fault) else squeeze(text)

    def own_wordings(self, field_id: str) -> dict[str, str]:
        """The office's own wordings of a field from its settings, as compared."""
        if field_id not in self.own:
            self.own[field_id] = {
                squeeze(word): value
                for word, value in self.choices.values.get(field_id, {}).items()
                if value
            }
        return self.own[field_id]

    def read_together(self, name: str, raw: tuple[Cell, ...]) -> Read:
        """Cells that are one wording together, read by the algorithm for it."""
        if name == "item":
            return self.item(*raw), ()
        parts = READ_TOGETHER[name]
        texts = [self.text(cell) for cell in raw]
        errors = [
            (part, text) for part, text in zip(parts, texts, strict=True) if isinstance(text, Fault)
        ]
        if own_errors := [
            Fault(text.code, text.details, part) for part, text in errors if part in OWN_PARTS[name]
        ]:
            return None, tuple(own_errors)
        # An error in a part that is read elsewhere too is a finding there.
        words = ["" if isinstance(text, Fault) else text for text in texts]
        if errors and name == "result":
            return None, ()
        if name == "outcome":
            outcome, ground, notice = words
            own = self.own_wordings("outcome")
            found = classify_outcome(outcome, ground, corrected=bool(notice), wordings=own)
            if found.line == GRANTED and ground:
                found = doubt_granted(found, ground)
        elif name == "applicant_type":
            kind, _, applicant = words
            code = values.read_identifier(raw[1])
            found = classify_applicant(
                kind,
                code if isinstance(code, str) else "",
                applicant,
                individual_business=self.choices.individual_business,
                wordings=self.own_wordings("applicant_type"),
            )
        else:
            own_kinds = self.own_wordings("kind")
            found = case_group(own_kinds.get(words[0], words[0]), words[1])
            if name == "result":
                found = self.result(found.line, words[2])
            found = Classified(found.line, tuple(map(self.place_after_review, found.faults)))
        return found.line, found.faults

    def place_after_review(self, fault: Fault) -> Fault:
        """A fault of a case at the cell that says how it went to court, where the log has such a
        column."""
        if fault.code in ABOUT_AFTER_REVIEW and "after_review" in self.columns:
            return Fault(fault.code, fault.details, "after_review")
        return fault

    def result(self, group: str | None, result: str) -> Classified:
        """The result of a case; nothing where its group is not known, which is a fault of its
        own."""
        if group is None:
            return Classified(None)
        return classify_case(
            group,
            result,
            dismissed_suit=self.choices.dismissed_suit,
            count_refused_filings=self.choices.count_refused_filings,
            wordings=self.own_wordings("result"),
        )

    def item(self, document_number: Cell, url: Cell, title: Cell, published: Cell) -> int | None:
        """What makes two rows the same item: document number, else url, else title and day of
        publication.

        A digest, so that neither title nor address leaves this process.
        """
        for part in (document_number, url):
            if text := self.told(part):
                return digest(text)
        return digest(f"{text} {self.date(published)}") if (text := self.told(title)) else None

    def told(self, raw: Cell) -> str:
        """A cell as compared text; empty where it is blank, or where an error stands in place of
        the text."""
        text = "" if values.is_blank(raw) else squeeze(str(raw))
        return "" if values.is_error(text) else text

    def faults_at(
        self, name: str, kept: array[int], codes: array[int], faulty: Faulty
    ) -> Iterator[Faults]:
        """The faults of distinct values, at the cells that hold them: column by column."""
        for field in dict.fromkeys(
            fault.field or name for faults in faulty.values() for fault in faults
        ):
            here = {
                code: [fault for fault in faults if (fault.field or name) == field]
                for code, faults in faulty.items()
            }
            number = {
                code: place for place, code in enumerate(code for code, own in here.items() if own)
            }
            at = [
                (row, number[code]) for row, code in zip(kept, codes, strict=True) if code in number
            ]
            columns = self.columns.get(field) or self.columns.get("applicant") or [Column(0, "")]
            yield Faults(
                column=columns[0].column,
                decides=self.kind.field(name).decides,
                rows=array("i", (row for row, _ in at)).tobytes(),
                which=array("i", (which for _, which in at)).tobytes(),
                kinds=[faults for faults in here.values() if faults],
            )


def settled_applicant(kind: Cell) -> tuple[Cell, None, None] | None:
    """A type of applicant alone, where it needs neither code nor name beside it."""
    is_open = values.is_blank(kind) or is_undecided(squeeze(str(kind)))
    return None if is_open else (kind, None, None)


@cache
def known_words(kind: KindId, field_id: str) -> dict[str, str]:
    """Wording → id of one vocabulary, as compared."""
    vocabulary = log_kinds()[kind].values.get(field_id, {})
    return {
        squeeze(word): value_id for value_id, value in vocabulary.items() for word in value.words
    }


def as_days(day: date | Fault | None) -> int | Fault | None:
    """A date as days since 1970-01-01."""
    return day.toordinal() - EPOCH if isinstance(day, date) else day


def digest(text: str) -> int:
    """A 63-bit digest, the same on every machine and in every run."""
    return (
        int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1
    )
