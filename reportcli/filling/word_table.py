"""A figure put into a cell of a Word table: the look of what stood there is kept, its unit too, and
whatever would show the old number again (a field of Word, a bound control) is undone.

Not here: which figure belongs into which cell (`fill.py`, `published/grid.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from decimal import Decimal

from lxml import etree

from reportcli.count.number import Number
from reportcli.files.docx import SIGNS, R, T, WordElement, live, paragraphs_in, qualified, unwrap
from reportcli.files.table import TableCell
from reportcli.law.edition import Block, Line
from reportcli.published.numbers import MONEY_SCALES, MONEY_UNIT, read_printed
from reportcli.words.messages import CHINESE
from reportcli.words.numerals import number_text
from reportcli.words.text import squeeze

RUN_PROPERTIES = qualified("w:rPr")
CONTROL, CONTROL_PROPERTIES = qualified("w:sdt"), qualified("w:sdtPr")
RUN_STYLE = qualified("w:rStyle")
# What a number may be made of. A field of Word (=SUM(LEFT)) goes with its code, or Word would count
# again.
SAID = {T, *SIGNS, *(qualified(f"w:{local}") for local in ("fldChar", "instrText", "sym", "ptab"))}
FIELD_OF_WORD = qualified("w:fldSimple")
# What only the change of a run has, not the run beside it.
TRACKED = {qualified(f"w:{local}") for local in ("ins", "del", "moveFrom", "moveTo", "rPrChange")}
# A control that is bound to data would show that again; one that shows its prompt shows it grey.
BINDING, PROMPTING, PROMPT = "dataBinding", "showingPlcHdr", "PlaceholderText"


def figure_text(number: Number, shown_before: str, heading: str, block: Block, column: Line) -> str:
    """Word a number as its place shows it: with the unit that stood there, money in the unit of its
    heading."""
    printed = read_printed(shown_before)
    shown = printed.unit if printed else ""
    unit = block.unit_of(column, CHINESE)
    if unit not in MONEY_SCALES:
        return number_text(number) + shown
    headed = found[0] if (found := MONEY_UNIT.search(squeeze(heading))) else ""
    scale = MONEY_SCALES.get(shown) or MONEY_SCALES.get(headed) or MONEY_SCALES[unit]
    if not shown and not headed and column.unit_in_cell:
        shown = unit
    return number_text(Decimal(number) * MONEY_SCALES[unit] / scale) + shown


def runs_of_cell(cell: WordElement) -> list[WordElement]:
    """The runs of a cell that are on the page."""
    return [one for one in live_in(cell) if one.tag == R]


def live_in(cell: WordElement) -> Iterator[WordElement]:
    """What is on the page in the paragraphs of a cell."""
    return (one for paragraph in paragraphs_in(cell) for one in live(paragraph))


def write_figure(place: TableCell, text: str, patterns: Sequence[TableCell]) -> None:
    """Put a text into the first run of a cell, in place of all that stood there; into a cell
    without runs in the look of the number next to it.
    """
    for field in [one for one in live_in(place.cell) if one.tag == FIELD_OF_WORD]:
        unwrap(field)
    runs = runs_of_cell(place.cell)
    with_text = [one for one in runs if one.find(T) is not None]
    run = next(iter(with_text or runs), None)
    if run is None:
        run = new_run(place, patterns)
    for one in runs:
        empty(one)
    etree.SubElement(run, T).text = text
    release(run)


def empty(run: WordElement) -> None:
    """Take out of a run what it says; its look stays."""
    for child in [child for child in run if child.tag in SAID]:
        run.remove(child)


def new_run(place: TableCell, patterns: Sequence[TableCell]) -> WordElement:
    """A run in a cell without any, with the properties of a run in the nearest cell with a
    number."""
    paragraph = next(paragraphs_in(place.cell))
    run = etree.SubElement(paragraph, R)
    near = [one for one in patterns if one.table is place.table]
    if near:
        nearest = min(near, key=lambda one: (abs(one.top - place.top), abs(one.left - place.left)))
        properties = runs_of_cell(nearest.cell)[0].find(RUN_PROPERTIES)
        if properties is not None:
            run.append(deepcopy(properties))
            for tracked in [one for one in run[0] if one.tag in TRACKED]:
                run[0].remove(tracked)
    return run


def release(element: WordElement) -> None:
    """Unbind the controls around what was filled: one bound to data would show that again."""
    for control in element.iterancestors(CONTROL):
        for properties in control.findall(CONTROL_PROPERTIES):
            names = {
                etree.QName(one).localname: one for one in properties if isinstance(one.tag, str)
            }
            if BINDING in names:
                names[BINDING].getparent().remove(names[BINDING])
            if PROMPTING in names:
                names[PROMPTING].getparent().remove(names[PROMPTING])
                drop_prompt_look(control)


def drop_prompt_look(control: WordElement) -> None:
    """Take the grey of a prompt from what a control shows."""
    for style in list(control.iter(RUN_STYLE)):
        if style.get(qualified("w:val")) == PROMPT:
            style.getparent().remove(style)
