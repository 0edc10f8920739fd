"""The marked-up copy of a log: the clerk's own workbook, its faulty cells coloured and annotated,
and before its sheets one that lists the findings by the unit in charge, with links to the cells.

Nothing else of the workbook changes (`package.py`). A workbook that has not the plain shape for that
is read and saved by openpyxl first (`resave.py`), and a file that is no xlsx becomes one that holds
its values (`values.py`). No personal value is in what is added.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO
from zipfile import BadZipFile

from reportcli.finding import Address, Finding, Refusal
from reportcli.marking.first_sheet import add_first_sheet
from reportcli.marking.items import Item, items_of
from reportcli.marking.listing import Listing, voices_of
from reportcli.marking.notes import add_notes
from reportcli.marking.outline import NotInPlace
from reportcli.marking.package import WORKBOOK_TYPE, Package
from reportcli.marking.resave import save_again
from reportcli.marking.shapes import Note
from reportcli.marking.sheet import CellPlace, read_frame, restyle
from reportcli.marking.styles import Styles, solid_fill
from reportcli.marking.values import Sheets, book_of_values, free_name
from reportcli.report import Report
from reportcli.words.messages import Voice, printable

SEVERITY_COLOURS = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
# What goes wrong with a workbook that cannot be changed in place.
NOT_CHANGEABLE = (
    NotInPlace,
    BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    RecursionError,
)
# Parts that know of all sheets and that a sheet more would put out of step, or that sign what is
# changed.
INTRICATE = ("xl/revisions/", "_xmlsignatures/")


def write_marked(
    report: Report,
    file: str,
    voice: Voice,
    target: IO[bytes],
    read_sheets: Callable[[], Sheets],
    path: str | None = None,
) -> list[str]:
    """Write the marked-up copy of one of the report's files; gives what its reader should be told.

    `read_sheets` is asked for the values of the file where they are needed; `path` is where it is,
    where the report knows it by another name.
    """
    marking = Marking(report, file, voice, items_of(report, file))
    with open_unchanged(report, file, path or file) as source:
        if (told := tried(marking, source, target)) is not None:
            return told
        source.seek(0)
        again = save_again(source.read())
    if again is not None and (told := tried(marking, io.BytesIO(again), target)) is not None:
        return [voice.say("mark", "saved-again"), *told]
    states = {
        sheet.sheet: sheet.state
        for one in report.inputs
        if one.file == file
        for sheet in one.sheets
    }
    book, titles = book_of_values(read_sheets(), states)
    renamed = [replace(item, sheet=titles.get(item.sheet, "")) for item in marking.items]
    told = replace(marking, items=renamed).write(Package(book), target)
    return [voice.say("mark", "values-only"), *told]


def open_unchanged(report: Report, file: str, path: str) -> IO[bytes]:
    """The file, which must be what was read: else the marks would stand at other cells."""
    try:
        source = open(path, "rb")  # noqa: SIM115, PTH123 - closed by the caller
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Refusal("input-unreadable", Address(file), reason=reason) from fault
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    if digest not in (one.sha256 for one in report.inputs if one.file == file):
        source.close()
        raise Refusal("input-changed", Address(file))
    source.seek(0)
    return source


def tried(marking: Marking, source: IO[bytes], target: IO[bytes]) -> list[str] | None:
    """What the reader of the marked workbook should be told; None where it cannot be changed in
    place."""
    try:
        return marking.write(Package(source), target)
    except NOT_CHANGEABLE:
        return None


@dataclass(frozen=True)
class Marking:
    """What is to be marked in which file, and how its reader is spoken to."""

    report: Report
    file: str
    voice: Voice
    items: Sequence[Item]

    def write(self, package: Package, target: IO[bytes]) -> list[str]:
        """Write the workbook with its marks; gives what its reader should be told. Raises
        `NotInPlace` before anything is written.
        """
        refuse_intricate(package)
        sheets = {sheet.name: sheet for sheet in package.sheets()}
        styles = Styles(package)
        fills = {
            severity: styles.add("fills", solid_fill(colour))
            for severity, colour in SEVERITY_COLOURS.items()
        }
        told = []
        for name, found in self.marks_by_sheet().items():
            if name not in sheets:
                raise NotInPlace(f"no sheet {name}")
            if not self.mark_sheet(package, sheets[name].part, found, styles, fills):
                told.append(self.voice.say("mark", "no-notes", sheet=printable(name)))
        visible = {name for name, sheet in sheets.items() if sheet.state == "visible"}
        listing = Listing(styles, fills, visible, self.voice)
        title = free_name(self.voice.both("mark", "sheet"), sheets)
        add_first_sheet(package, title, listing.draw(self.items, self.report, self.file))
        styles.finish()
        target.seek(0)
        target.truncate()  # what an attempt before this one may have left
        package.save(target)
        return told

    def marks_by_sheet(self) -> Mapping[str, Mapping[CellPlace, list[Finding]]]:
        """The findings at each cell of each sheet; those of a sheet as a whole are only listed."""
        marks: dict[str, dict[CellPlace, list[Finding]]] = {}
        for item in self.items:
            if item.place and item.finding.address.row:
                marks.setdefault(item.sheet, {}).setdefault(item.place, []).append(item.finding)
        return marks

    def mark_sheet(
        self,
        package: Package,
        part: str,
        found: Mapping[CellPlace, list[Finding]],
        styles: Styles,
        fills: Mapping[str, int],
    ) -> bool:
        """Colour the cells of one sheet and put notes on them; False where it takes no notes."""
        frame = read_frame(package, part)
        uncovered = frame.uncovered(found)
        joined: dict[CellPlace, list[Finding]] = {}
        for place, findings in found.items():
            joined.setdefault(uncovered[place], []).extend(findings)

        def style(place: CellPlace, old: int) -> int:
            return styles.filled(old, fills[gravest(joined[place])])

        package.edits[part] = list(restyle(package, part, frame, joined, style))
        notes = [
            Note(place, [self.paragraph(finding) for finding in findings])
            for place, findings in sorted(joined.items())
        ]
        try:
            package.edits[part] += add_notes(package, part, frame, notes)
        except NotInPlace:
            return False
        return True

    def paragraph(self, finding: Finding) -> tuple[str, list[str]]:
        """What a note says of a finding: its severity and code, the cause, and what to do about
        it."""
        head = f"{self.voice.both('severity', finding.severity)} {finding.code}"
        return head, list(cause_and_remedy(finding, self.voice))


def cause_and_remedy(finding: Finding, voice: Voice) -> Iterator[str]:
    """The lines of a note under its head."""
    for one in voices_of(voice):
        yield one.say("explain", "message") + printable(finding.message(one.language))
        yield one.say("explain", "remedy") + printable(finding.remedy(one.language))


def refuse_intricate(package: Package) -> None:
    """Raise `NotInPlace` for a workbook with parts that a change would put out of step."""
    if package.content_type(package.workbook) != WORKBOOK_TYPE:
        raise NotInPlace("macros, a template, or no workbook")
    if any(name.startswith(INTRICATE) for name in package.infos):
        raise NotInPlace("shared or signed")


def gravest(findings: Sequence[Finding]) -> str:
    """The severity by which a cell is coloured."""
    return "error" if any(finding.severity == "error" for finding in findings) else "warning"
