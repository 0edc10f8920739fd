"""From the tables and lines of a finished report to its figures: each cell of the form by its label,
with its place, and what could not be read.

A cell that was not read is None and a finding, never 0. Not for how a sort of file has its tables
(`docx.py` and the others), and not for whether the figures agree (`judge`, `proof`).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Literal

from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address, Detail, Finding, Refusal
from reportcli.law.cell_names import cell_words, short_name
from reportcli.law.edition import Block, Edition, Line, Table, cell_id
from reportcli.published.grid import Matching
from reportcli.published.joined import join_tables
from reportcli.published.matched import match_report
from reportcli.published.numbers import CellNumber, Wanted, number_in_cell
from reportcli.published.several import is_mixture, report_of_year
from reportcli.published.source import Picture, Source, SourceBlock, SourceLine
from reportcli.published.titles import year_of
from reportcli.words.messages import CHINESE, printable
from reportcli.words.text import letters

BlankRule = Literal["absent", "zero", "fault"]
"""What a printed blank stands for: nothing that is known, nought, or a fault of the report."""

# 国办公开办函〔2019〕60号 came when reports on 2019 were being written.
YEAR_OF_EITHER_FORM = 2019
SHOWN_OF_CELL = 40  # characters of what stood in a cell


@dataclass(frozen=True)
class Published:
    """A finished report, read back.

    `cells` are the figures by the id of their cell, None where nothing was read; a line that this
    form has as a group, but the report as one line (2019's 其他处理), is there by its id. `places`
    are where they stand, `prose` the lines outside the form's tables, `titles` those of the page.
    """

    file: str
    kind: str
    year: int | None
    edition: Edition
    cells: Mapping[str, Decimal | None]
    places: Mapping[str, Address]
    prose: Sequence[tuple[Address, str]]
    findings: Sequence[Finding]
    titles: Sequence[str] = ()
    sha256: str = ""


def read_source(
    source: Source, *, year: int | None = None, blank: BlankRule = "absent"
) -> Published:
    """Read a finished report; `year` is for one whose title names none. Raises a `Refusal` where no
    table of the form is found."""
    tables = join_tables(source.blocks)
    lines = [one for one in source.blocks if isinstance(one, SourceLine)]
    told = year_of([*map(SourceLine, source.titles), *lines]) or year
    matched = match_report(tables, told)
    ours = matched.ours
    if is_mixture(ours):
        return read_source(report_of_year(source, year), year=year, blank=blank)
    if not ours.found:
        raise Refusal("published-no-tables", Address(source.file))
    reading = ReportCells(source, ours, blank)
    for one in matched.garbled:
        reading.say_garbled(one.cell, one.meaning.item)
    for table in ours.edition.tables:
        reading.read_table(table)
    reading.read_groups(matched.others)
    reading.findings += missing_tables(source, ours)
    reading.findings += other_edition(source.file, ours.edition, told)
    return Published(
        file=source.file,
        kind=source.kind,
        year=told,
        edition=ours.edition,
        cells=reading.cells,
        places=reading.places,
        prose=list(prose_of(source, tables, [ours, *matched.others])),
        findings=reading.findings,
        titles=source.titles,
    )


# --- which form ---


def other_edition(file: str, edition: Edition, year: int | None) -> Iterator[Finding]:
    """A finding where the year and the form disagree; a remark for the year that might keep the
    form before."""
    if year is not None and year not in edition.report_years:
        details: dict[str, Detail] = {"year": year, "form": edition.document}
        yield Finding("edition-other", Address(file), details, counted=year == YEAR_OF_EITHER_FORM)


# --- the cells ---


@dataclass
class ReportCells:
    """The cells of one report, read table by table."""

    source: Source
    matching: Matching
    blank: BlankRule
    cells: dict[str, Decimal | None] = field(default_factory=dict)
    places: dict[str, Address] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, address: Address, **details: Detail) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, address, details))

    def say_garbled(self, cell: TableCell, item: Line) -> None:
        """Note that a label was taken for another that is close to it."""
        said = shown_text(cell.text)
        self.say("label-garbled", self.source.address_of(cell), value=said, label=item.label)

    def read_table(self, table: Table) -> None:
        """Read every cell of a table, if the report has it."""
        if not self.matching.count(table.id):
            return
        blanks: list[str] = []
        for line, cells in groupby(table.cells(), key=lambda cell: cell[0]):
            of_line = list(cells)
            found = [
                cell_id(table.id, line.id, column.id)
                for _, column, _ in of_line
                if cell_id(table.id, line.id, column.id) in self.matching.found
            ]
            if not found:
                self.miss_line(table, line)
            for _, column, block in of_line:
                id_ = cell_id(table.id, line.id, column.id)
                if id_ in self.matching.found:
                    if self.read_cell(id_, block, column).said == "blank":
                        blanks.append(id_)
                else:
                    self.cells[id_] = None
                    if found:
                        self.say("cell-unread", Address(self.source.file), **self.words(id_, ""))
        self.settle_blanks(table, blanks)

    def miss_line(self, table: Table, line: Line) -> None:
        """Note that a line of the form is not there; not one whose group stands as one line."""
        if group_read_whole(line, self.matching):
            return
        where = self.source.address_of(self.matching.first_of(table.id))
        label = f"{line.ordinal}{line.label}"
        self.say("line-missing", replace_place(where), table=table.section, line=label)

    def read_cell(self, id_: str, block: Block, column: Line) -> CellNumber:
        """Read one cell at its place, or its places, which must agree."""
        wanted = wanted_of(block, column, self.matching.heading_of(self.matching.found[id_][0]))
        read = [(cell, number_in_cell(cell.text, wanted)) for cell in self.matching.found[id_]]
        # A merged cell may be drawn as several, and a row be cut by the end of a page.
        told = [one for one in read if one[1].said != "blank"] or read[:1]
        cell, number = told[0]
        self.places[id_] = self.place_of(id_, cell)
        if len({one.value for _, one in told}) > 1:
            both = " / ".join(shown_text(one.text) for one, _ in told)
            number = CellNumber(None, "unread")
            self.say("cell-unread", self.places[id_], **self.words(id_, both))
        elif number.said in ("unread", "worded"):
            code = "cell-unread" if number.said == "unread" else "cell-worded"
            self.say(code, self.places[id_], **self.words(id_, shown_text(cell.text)))
        self.cells[id_] = number.value
        return number

    def place_of(self, id_: str, cell: TableCell) -> Address:
        """Where a person finds a cell; on a page of paper, by its line and column."""
        where = self.source.address_of(cell)
        if self.source.kind != "pdf":
            return where
        form = self.matching.edition
        section = form.table(id_.partition("/")[0]).section
        return Address(where.file, f"{where.sheet} 表{section} {short_name(form, id_, CHINESE)}")

    def words(self, id_: str, value: str) -> dict[str, Detail]:
        """How a cell is spoken of, and what stood there."""
        label = cell_words(self.matching.edition, id_)
        return {"cell": id_, "label": label, "value": value}

    def settle_blanks(self, table: Table, blanks: Sequence[str]) -> None:
        """Read blanks by the rule that was given; by default they are said once a table."""
        if self.blank == "zero":
            self.cells |= dict.fromkeys(blanks, Decimal(0))
        elif self.blank == "fault":
            for id_ in blanks:
                self.say("cell-unread", self.places[id_], **self.words(id_, ""))
        elif blanks:
            first = self.places[blanks[0]]
            self.say("cells-blank", first, table=table.section, count=len(blanks))

    def read_groups(self, others: Sequence[Matching]) -> None:
        """Read lines that our form has as a group and another as one line, as 其他处理 was in
        2019."""
        for other in others:
            for table in self.matching.edition.tables:
                groups = {line.id for line in table.lines if line.kind == "group"}
                other_cells = other.edition.table(table.id).cells()
                for line, cells in groupby(other_cells, key=lambda cell: cell[0]):
                    if line.id in groups:
                        self.read_group(other, table.id, list(cells))

    def read_group(
        self, other: Matching, table: str, cells: Sequence[tuple[Line, Line, Block]]
    ) -> None:
        """Read a line as the other form has it, if each of its cells has a place."""
        ids = [cell_id(table, line.id, column.id) for line, column, _ in cells]
        places = [other.found.get(id_, []) for id_ in ids]
        if all(places) and any(map(holds_digit, places)):
            for id_, (_, column, block) in zip(ids, cells, strict=True):
                self.read_group_cell(other, id_, block, column)

    def read_group_cell(self, other: Matching, id_: str, block: Block, column: Line) -> None:
        """Read a cell as the other form has it."""
        asked = ReportCells(self.source, other, self.blank)
        asked.read_cell(id_, block, column)
        self.cells |= asked.cells
        self.places |= asked.places
        self.findings += asked.findings


def holds_digit(cells: Sequence[TableCell]) -> bool:
    """Whether a number stands at one of several places: a heading has none beside it."""
    return any(char.isdigit() for cell in cells for char in cell.text)


def group_read_whole(line: Line, matching: Matching) -> bool:
    """Whether a line is part of a group that stands in the report as one line with numbers."""
    beside = {meaning.item.id for cell in matching.strange for meaning in matching.left_of(cell)}
    return bool(line.parent) and line.parent in beside


def wanted_of(block: Block, column: Line, heading: str) -> Wanted:
    """What number a column wants."""
    unit = column.unit or block.unit
    return Wanted(unit, is_change="增/减" in column.label, heading=heading)


def replace_place(address: Address) -> Address:
    """The sheet or page of a place, without the cell."""
    return Address(address.file, address.sheet if address.row else "")


def shown_text(text: str) -> str:
    """What stood in a cell, made fit to be shown."""
    return printable(" ".join(text.split()))[:SHOWN_OF_CELL]


# --- tables that are not there ---


def missing_tables(source: Source, matching: Matching) -> Iterator[Finding]:
    """A finding for each table of the form of which no cell was found: that it is not there, or
    that there is a picture under its heading."""
    pictured = set(pictured_sections(source, matching.edition))
    for table in matching.edition.tables:
        if not matching.count(table.id):
            code = "table-picture" if table.section in pictured else "table-missing"
            details: dict[str, Detail] = {"table": table.section, "title": table.title}
            yield Finding(code, Address(source.file), details)


def pictured_sections(source: Source, edition: Edition) -> Iterator[str]:
    """The numbers of the sections under whose heading a picture stands."""
    titles = {letters(section.title): section.number for section in edition.sections}
    under = ""
    for block in source.blocks:
        if isinstance(block, SourceLine):
            said = letters(block.text)
            ends = [
                title for title in titles if said.endswith(title) and len(said) < len(title) + 4
            ]
            under = titles[ends[0]] if ends else under
        elif isinstance(block, Picture) and under:
            yield under


# --- the words ---


def prose_of(
    source: Source, tables: Sequence[LaidTable], matchings: Sequence[Matching]
) -> Iterator[tuple[Address, str]]:
    """The lines outside the form's tables, those of other tables too, with their numbers."""
    if source.kind == "xlsx":
        return  # its lines are cells
    of_the_form = tables_of_the_form(tables, matchings)
    lines = (line for block in source.blocks for line in lines_of_block(block, of_the_form))
    for number, line in enumerate(lines, start=1):
        if text := line.text.strip():
            yield Address(source.file, row=line.number or number), text


def tables_of_the_form(tables: Sequence[LaidTable], matchings: Sequence[Matching]) -> set[object]:
    """The elements of the form's tables, with those that were joined to one."""
    found: set[object] = set().union(*(matching.tables for matching in matchings))
    cells = [cell for table in tables for cell in table.cells if cell.table in found]
    return found | {cell.origin[0] for cell in cells if cell.origin}


def lines_of_block(block: SourceBlock, of_the_form: Container[object]) -> Iterator[SourceLine]:
    """The lines of a paragraph, or of the cells of a table that is not of the form."""
    if isinstance(block, SourceLine):
        yield block
    elif isinstance(block, LaidTable):
        for cell in block.cells:
            if cell.table not in of_the_form:
                yield from map(SourceLine, cell.text.split("\n"))
