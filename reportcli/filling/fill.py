"""Filling an office's own docx: the figures of its statistical tables, found by their labels, and
the fields in its text. Nothing else of it is changed.

A template is laid out and matched once (`read_template`), and that one value is handed on. What
cannot be placed is a finding, and a number that has several places, or a table of another form, is
left alone. Not here: how a cell takes its figure (`word_table.py`), and the archive (`save.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

from lxml import etree

from reportcli.count.number import Number
from reportcli.files.docx import Docx, WordElement, serialised
from reportcli.files.external import Cut, cut_off
from reportcli.files.table import LaidTable, TableCell
from reportcli.filling.text import fill_part
from reportcli.filling.word_table import figure_text, runs_of_cell, write_figure
from reportcli.finding import Address, Detail, Finding
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition, Line, Table, cell_id
from reportcli.prose.figures import FIELD, Figures
from reportcli.published.docx import WordForm, read_form
from reportcli.published.grid import Matching, labels_around, labels_told_apart
from reportcli.published.numbers import PrintedNumber, read_printed
from reportcli.report import Report
from reportcli.words.messages import messages, printable

MOST_TARGET = 120  # characters that are shown of where something led
CellNumbers = Mapping[tuple[str, str], Number]


@dataclass(frozen=True)
class Filling:
    """A template, the parts of it that differ once filled, and what could not be filled."""

    template: Docx
    parts: Mapping[str, bytes]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Template:
    """An office's own docx, laid out and matched once: what fills it and what proves it take this.

    `cuts` is what reached out of the file; it is cut off already.
    """

    form: WordForm
    cuts: Sequence[Cut]

    @property
    def paragraphs(self) -> list[tuple[int, str]]:
        """Its own words, paragraph by paragraph, as they are before they are filled."""
        return self.form.paragraphs


def read_template(path: Path) -> Template:
    """Read a template, in whose cells a field may stand for a number; one that cannot be read is a
    `Refusal`."""
    docx = Docx(path)
    cuts = cut_off(docx)
    return Template(read_form(docx, read_field_or_number), cuts)


def read_field_or_number(text: str) -> PrintedNumber | None:
    """What stands in a cell of a template as a number; a field stands for one."""
    return read_printed(FIELD.sub("0", text))


def plan_filling(template: Template, figures: Figures, report: Report) -> Filling:
    """What a template becomes. Its tree is filled in place, so that it is planned once only."""
    form = template.form
    docx = form.docx
    rows = {paragraph: number for number, paragraph in enumerate(form.prose, start=1)}
    texts = docx.texts()
    before = {name: etree.tostring(root) for name, root in texts}
    findings = [
        *say_cuts(template.cuts, docx.file),
        *find_blanks(form),
        *fill_tables(form, report),
    ]
    for name, root in texts:
        place = Address(docx.file, "" if name == docx.main else name)
        findings += fill_part(root, place, rows, figures)
    parts = {name: serialised(root) for name, root in texts if etree.tostring(root) != before[name]}
    return Filling(docx, parts, tuple(findings))


def say_cuts(cuts: Sequence[Cut], file: str) -> Iterator[Finding]:
    """A finding for each thing outside of the template that it would have fetched."""
    words = messages()["external"]
    for what, target in dict.fromkeys(
        (words.get(cut.kind, words["other"]), cut.target) for cut in cuts
    ):
        shown = printable(" ".join(target.split()))[:MOST_TARGET]
        details: dict[str, Detail] = {"value": shown, "what": what.zh, "what_en": what.en}
        yield Finding("template-external", Address(file), details)


# --- the tables of the form ---


def fill_tables(template: WordForm, report: Report) -> list[Finding]:
    """Put the figures of the report into the tables of a template; what went wrong."""
    file = template.docx.file
    ours = template.matchings[report.edition.id]
    findings: list[Finding] = []
    filled: set[WordElement] = set()
    for table in report.edition.tables:
        numbers = report.every_table.get(table.id)
        if other := form_that_fits_better(table, template, report.edition):
            words = table_words(table, form=other.document, wanted=report.edition.document)
            findings.append(Finding("template-other-form", Address(file), words))
        elif numbers is not None:
            findings += fill_table(table, numbers, ours, file)
            filled |= {place.table for place in places_in_table(table, ours)}
        elif ours.count(table.id):
            findings.append(Finding("template-table-unfilled", Address(file), table_words(table)))
    return [*findings, *left_over(ours, filled, file)]


def form_that_fits_better(table: Table, template: WordForm, edition: Edition) -> Edition | None:
    """The other edition that knows more cells of a table than ours, which does not know all."""
    known = template.matchings[edition.id].count(table.id)
    if known >= len(list(table.cells())):
        return None
    others = [one for one in template.matchings.values() if one.edition.id != edition.id]
    other = max(others, key=lambda one: one.count(table.id))
    return other.edition if other.count(table.id) > known else None


def left_over(ours: Matching, filled: set[WordElement], file: str) -> Iterator[Finding]:
    """A finding for each number or blank in a table that was filled, but in no cell of the form."""
    strange = [place for place in ours.strange if not FIELD.search(place.text)]
    for code, places in (("template-figure-unknown", strange), ("cell-blank", ours.empty)):
        for place in places:
            if place.table in filled:
                yield Finding(code, address_of(place, file), {"value": place.text.strip()})


def table_words(table: Table, **more: Detail) -> dict[str, Detail]:
    """How a table is spoken of."""
    return {"table": table.section, "title": table.title, **more}


def places_in_table(table: Table, matching: Matching) -> Iterator[TableCell]:
    """Every place of every cell of a table."""
    for id_, places in matching.found.items():
        if id_.startswith(f"{table.id}/"):
            yield from places


def address_of(place: TableCell, file: str) -> Address:
    """Where a place is: Word names the cells of a table like Excel."""
    return Address(file, place.sheet, place.top + 1, place.left + 1)


def places_to_copy(matching: Matching) -> list[TableCell]:
    """The cells that hold something: how their text looks is how an empty one is to look."""
    every = (place for places in matching.found.values() for place in places)
    return [place for place in every if runs_of_cell(place.cell)]


def fill_table(
    table: Table, numbers: CellNumbers, matching: Matching, file: str
) -> Iterator[Finding]:
    """Put the figures of one table into their places; a finding for each that has none, or
    several."""
    if not matching.count(table.id):
        yield Finding("template-table-missing", Address(file), table_words(table))
        return
    patterns = places_to_copy(matching)
    for line, cells in groupby(table.cells(), key=lambda cell: cell[0]):
        missing: list[Line] = []
        for _, column, block in cells:
            id_ = cell_id(table.id, line.id, column.id)
            match matching.found.get(id_, []):
                case []:
                    missing.append(column)
                case [place]:
                    heading = matching.heading_of(place)
                    number = numbers[line.id, column.id]
                    text = figure_text(number, place.text, heading, block, column)
                    write_figure(place, text, patterns)
                case places:
                    yield doubled(id_, cell_words(matching.edition, id_), places, file)
        if missing:
            yield lacking(table, line, missing, file)


def lacking(table: Table, line: Line, missing: Sequence[Line], file: str) -> Finding:
    """That a form has no place for some columns of a line."""
    ids = "、".join(cell_id(table.id, line.id, column.id) for column in missing)
    columns = "、".join(column.label for column in missing)
    details = table_words(table, line=line.label, value=ids, columns=columns)
    return Finding("template-cell-missing", Address(file), details)


def doubled(id_: str, label: str, places: Sequence[TableCell], file: str) -> Finding:
    """The finding for a cell of the form that has several places."""
    where = "、".join(str(address_of(place, "")).strip() for place in places)
    details: dict[str, Detail] = {"value": id_, "label": label, "places": where}
    return Finding("template-cell-doubled", address_of(places[0], file), details)


# --- other tables ---


def find_blanks(template: WordForm) -> Iterator[Finding]:
    """A finding for each blank cell, or one with a stroke, among the numbers of a table that is
    none of the form."""
    known = set().union(*(matching.tables for matching in template.matchings.values()))
    for table in template.tables:
        for place in blanks_among_numbers(table, known):
            address = address_of(place, template.docx.file)
            yield Finding("cell-blank", address, {"value": place.text.strip()})


def blanks_among_numbers(table: LaidTable, known: set[WordElement]) -> Iterator[TableCell]:
    """The blank cells of a table outside the form, if it is statistical: at least half of the cells
    that have a label on their left and one above are numbers.
    """
    cells = [cell for cell in table.cells if cell.table not in known]
    words, numbers = labels_told_apart(cells, read_field_or_number)
    edges = [0, *accumulate(table.widths)]
    labelled = [one for one in numbers if all(labels_around(one[0], words, edges))]
    counted = sum(bool(printed.digits) for _, printed in labelled)
    if counted < 2 or counted < len(labelled) / 2:
        return
    for place, _ in labelled:
        if not any(map(str.isalnum, place.text)):
            yield place
