"""Filling an office's own docx: the figures of its statistical tables, found by their labels, and
the fields in its text. Nothing else of it is changed.

What cannot be placed is a finding, and a number that has several places, or a table of another
form, is left alone. Not here: the archive (`export/filled.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, groupby
from pathlib import Path

from lxml import etree

from reportcli.count.tally import Number
from reportcli.files.docx import SIGNS, Docx, Element, P, R, T, is_gone, live, name_of, pieces
from reportcli.filling.text import prose_of
from reportcli.filling.word_table import (
    Matching,
    Place,
    grids_of,
    labels_around,
    match,
    read_written,
    told_apart,
)
from reportcli.finding import Address, Detail, Finding
from reportcli.law.edition import Block, Line, Table, cell_id, editions
from reportcli.prose.figures import FIELD, Figures
from reportcli.report import Report
from reportcli.words.messages import CHINESE
from reportcli.words.numerals import number_text
from reportcli.words.text import squeeze

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
RUN_PROPERTIES, PARAGRAPH_PROPERTIES = name_of("w:rPr"), name_of("w:pPr")
CONTROL, CONTROL_PROPERTIES, RUN_STYLE = name_of("w:sdt"), name_of("w:sdtPr"), name_of("w:rStyle")
# What a number may be made of. A field of Word (=SUM(LEFT)) goes with its code, or Word would count
# again.
SAID = {T, *SIGNS, *(name_of(f"w:{local}") for local in ("fldChar", "instrText", "sym", "ptab"))}
FIELD_OF_WORD = name_of("w:fldSimple")
# What only the change of a run has, not the run beside it.
TRACKED = {name_of(f"w:{local}") for local in ("ins", "del", "moveFrom", "moveTo", "rPrChange")}
# A control that is bound to data would show that again; one that shows its prompt shows it grey.
BINDING, PROMPTING, PROMPT = "dataBinding", "showingPlcHdr", "PlaceholderText"
SCALES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
MONEY = re.compile("亿元|万元|元")


@dataclass(frozen=True)
class Filling:
    """A template, the parts of it that differ once filled, and what could not be filled."""

    template: Docx
    parts: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def plan_filling(template: Path, figures: Figures, report: Report) -> Filling:
    """What a template becomes; one that cannot be read is a `Refusal`."""
    docx = Docx(template)
    texts = docx.texts()
    before = {name: etree.tostring(root) for name, root in texts}
    findings = [
        *find_blanks(docx.document, docx.file),
        *fill_tables(docx.document, docx.file, report),
    ]
    for name, root in texts:
        findings += fill_part(root, docx.file, "" if name == docx.main else name, figures)
    parts = {name: serialised(root) for name, root in texts if etree.tostring(root) != before[name]}
    return Filling(docx, parts, tuple(findings))


def serialised(root: Element) -> bytes:
    """A part as the bytes of its file."""
    tree = root.getroottree()
    written: bytes = etree.tostring(
        tree, encoding="UTF-8", xml_declaration=True, standalone=tree.docinfo.standalone
    )
    return written


# --- the tables of the form ---


def fill_tables(root: Element, file: str, report: Report) -> list[Finding]:
    """Put the figures of the report into the tables of a document; what went wrong."""
    ours = match(root, report.edition)
    others = [match(root, edition) for edition in editions() if edition.id != report.edition.id]
    findings: list[Finding] = []
    filled: set[Element] = set()
    for table in report.edition.tables:
        other = max(others, key=lambda one: one.count(table.id))
        if ours.count(table.id) < len(list(table.cells())) and ours.count(table.id) < other.count(
            table.id
        ):
            words = words_of(table, form=other.edition.document, wanted=report.edition.document)
            findings.append(Finding("template-other-form", Address(file), words))
        elif (numbers := report.tables.get(table.id)) is not None:
            findings += fill_table(table, numbers, ours, file)
            filled |= {place.table for id_, place in placed(ours) if id_.startswith(f"{table.id}/")}
        elif ours.count(table.id):
            findings.append(Finding("template-table-unfilled", Address(file), words_of(table)))
    for code, places in (("template-figure-unknown", ours.strange), ("cell-blank", ours.empty)):
        findings += [
            Finding(code, address_of(place, file), {"value": place.text.strip()})
            for place in places
            if place.table in filled
        ]
    return findings


def words_of(table: Table, **more: Detail) -> dict[str, Detail]:
    """How a table is spoken of."""
    return {"table": table.section, "title": table.title, **more}


def placed(matching: Matching) -> Iterator[tuple[str, Place]]:
    """Every cell with its place, or its places."""
    return ((id_, place) for id_, places in matching.found.items() for place in places)


def address_of(place: Place, file: str) -> Address:
    """Where a place is: Word names the cells of a table like Excel."""
    return Address(file, place.sheet, place.top + 1, place.left + 1)


def fill_table(
    table: Table, numbers: Mapping[tuple[str, str], Number], matching: Matching, file: str
) -> Iterator[Finding]:
    """Put the figures of one table into their places; a finding for each that has none, or
    several."""
    if not matching.count(table.id):
        yield Finding("template-table-missing", Address(file), words_of(table))
        return
    patterns = [place for _, place in placed(matching) if runs_in(place.cell)]
    for line, cells in groupby(table.cells(), key=lambda cell: cell[0]):
        missing: list[str] = []
        for _, column, block in cells:
            id_ = cell_id(table.id, line.id, column.id)
            match matching.found.get(id_, []):
                case []:
                    missing.append(id_)
                case [place]:
                    number = numbers[line.id, column.id]
                    text = figure_text(number, place, matching.headings[id(place)], block, column)
                    write_figure(place, text, patterns)
                case [first, *_] as places:
                    where = "、".join(str(address_of(place, "")).strip() for place in places)
                    details: dict[str, Detail] = {"value": id_, "places": where}
                    yield Finding("template-cell-doubled", address_of(first, file), details)
        if missing:
            details = words_of(table, line=line.label, value="、".join(missing))
            yield Finding("template-cell-missing", Address(file), details)


def figure_text(number: Number, place: Place, heading: str, block: Block, column: Line) -> str:
    """A number as its place shows it: with the unit that stood there, money in the unit of its
    heading."""
    written = read_written(place.text)
    shown = written.unit if written else ""
    unit = block.unit_of(column, CHINESE)
    if unit not in SCALES:
        return number_text(number) + shown
    headed = found[0] if (found := MONEY.search(squeeze(heading))) else ""
    scale = SCALES.get(shown) or SCALES.get(headed) or SCALES[unit]
    if not shown and not headed and column.unit_in_cell:
        shown = unit
    return number_text(Decimal(number) * SCALES[unit] / scale) + shown


def runs_in(cell: Element) -> list[Element]:
    """The runs of a cell that are on the page."""
    return [one for one in live_in(cell) if one.tag == R]


def live_in(cell: Element) -> Iterator[Element]:
    """What is on the page in the paragraphs of a cell."""
    return (one for paragraph in cell.iter(P) if not is_gone(paragraph) for one in live(paragraph))


def write_figure(place: Place, text: str, patterns: Sequence[Place]) -> None:
    """Put a text into the first run of a cell, in place of all that stood there; into a cell
    without runs in the look of the number next to it.
    """
    for field in [one for one in live_in(place.cell) if one.tag == FIELD_OF_WORD]:
        unwrap(field)
    runs = runs_in(place.cell)
    run = next((one for one in runs if one.find(T) is not None), runs[0] if runs else None)
    if run is None:
        run = new_run(place, patterns)
    for one in runs:
        for child in [child for child in one if child.tag in SAID]:
            one.remove(child)
    etree.SubElement(run, T).text = text
    release(run)


def unwrap(element: Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def new_run(place: Place, patterns: Sequence[Place]) -> Element:
    """A run in a cell without any, with the properties of a run in the nearest cell with a
    number."""
    paragraph = next(one for one in place.cell.iter(P) if not is_gone(one))
    run = etree.SubElement(paragraph, R)
    near = [one for one in patterns if one.table is place.table]
    if near:
        nearest = min(near, key=lambda one: (abs(one.top - place.top), abs(one.left - place.left)))
        properties = runs_in(nearest.cell)[0].find(RUN_PROPERTIES)
        if properties is not None:
            run.append(deepcopy(properties))
            for tracked in [one for one in run[0] if one.tag in TRACKED]:
                run[0].remove(tracked)
    return run


def release(element: Element) -> None:
    """Unbind the controls around what was filled: one bound to data would show that again."""
    for control in element.iterancestors(CONTROL):
        for own in control.findall(CONTROL_PROPERTIES):
            for one in list(own):
                local = etree.QName(one).localname if isinstance(one.tag, str) else ""
                if local in (BINDING, PROMPTING):
                    own.remove(one)
                if local == PROMPTING:
                    for style in list(control.iter(RUN_STYLE)):
                        if style.get(name_of("w:val")) == PROMPT:
                            style.getparent().remove(style)


# --- fields ---


def fill_part(root: Element, file: str, part: str, figures: Figures) -> Iterator[Finding]:
    """Fill the fields in every paragraph of a part; a finding for each that cannot be filled."""
    rows = {paragraph: number for number, paragraph in enumerate(prose_of(root), start=1)}
    for paragraph in root.iter(P):
        place = Address(file, part) if part else Address(file, row=rows.get(paragraph, 0))
        findings = fill_fields(paragraph, figures, place)
        if not is_gone(paragraph):  # the copy for older programs has the same once more
            yield from findings


def fill_fields(paragraph: Element, figures: Figures, place: Address) -> list[Finding]:
    """Fill the fields of one paragraph; each takes the look of the run in which it begins."""
    said = pieces(paragraph)
    findings: list[Finding] = []
    # From the last to the first, so that the places of those before stay what they are.
    for field in reversed(list(FIELD.finditer("".join(text for _, text in said)))):
        runs, faults = figures.fill(field[0])
        findings[:0] = [Finding(fault.code, place, fault.details) for fault in faults]
        if not faults:
            put(said, field.start(), field.end(), legal("".join(run.text for run in runs)))
    return findings


def put(said: Sequence[tuple[Element, str]], start: int, end: int, text: str) -> None:
    """Put a text where the characters from `start` to before `end` stand, at the first of them."""
    starts = [0, *accumulate(len(words) for _, words in said)]
    for (element, words), begin in zip(said, starts, strict=False):
        if begin + len(words) <= start or begin >= end:
            continue
        if element.tag != T:
            element.getparent().remove(element)
            continue
        now = element.text or ""
        before, after = now[: max(start - begin, 0)], now[min(end - begin, len(words)) :]
        element.text = before + (text if begin <= start else "") + after
        element.set(SPACE, "preserve")
        release(element)


def legal(text: str) -> str:
    """Text without what XML forbids and without marks that turn its direction or that nobody
    sees."""
    kept = (" " if char in "\t\n\r" else char for char in text)
    return "".join(
        char for char in kept if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")
    )


# --- other tables ---


def find_blanks(root: Element, file: str) -> Iterator[Finding]:
    """A finding for each blank cell, or one with a stroke, among the numbers of a table that is
    none of the form.

    A table is statistical where at least half of the cells that have a label on their left and one
    above are numbers.
    """
    known = {table for edition in editions() for table in match(root, edition).tables}
    for grid in grids_of(root):
        words, numbers = told_apart(place for place in grid.places if place.table not in known)
        edges = [0, *accumulate(grid.widths)]
        labelled = [one for one in numbers if all(labels_around(one[0], words, edges))]
        counted = sum(bool(written.digits) for _, written in labelled)
        if counted < 2 or counted * 2 < len(labelled):
            continue
        for place, _ in labelled:
            if not any(map(str.isalnum, place.text)):
                yield Finding("cell-blank", address_of(place, file), {"value": place.text.strip()})
