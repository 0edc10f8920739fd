"""Notes beside those that a sheet has, whatever it has; where that is too intricate, nothing is changed."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pytest
from openpyxl import Workbook, load_workbook

from reportcli.files.opc import OFFICE_RELATIONS
from reportcli.marking.notes import add_notes
from reportcli.marking.outline import (
    SPREADSHEET_NS,
    NotInPlace,
    outline_of,
)
from reportcli.marking.package import Package
from reportcli.marking.shapes import Note
from reportcli.marking.sheet import SheetFrame, read_frame

SHEET, LINKS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
TEXTS, SHAPES = "xl/comments1.xml", "xl/drawings/shapes.vml"
OURS = Note((1, 1), [("错误 date-invalid", ["原因：没有这一天"])])
LEGACY = f'<legacyDrawing xmlns:r="{OFFICE_RELATIONS}" r:id="rId1"/>'
SHAPE = b'<xml><v:shape id="_x0000_s1025"/><v:shapetype id="_x0000_t202"/></xml>'


def links(**targets: str) -> bytes:
    """The links of the sheet: kind and target, in order."""
    found = (
        f'<Relationship Id="rId{number}" Type="{OFFICE_RELATIONS}/{kind}" Target="/{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f"<Relationships>{''.join(found)}</Relationships>".encode()


def old_note(text: str) -> bytes:
    """The texts of a sheet whose cell A1 has a note."""
    note = f'<comment ref="A1" authorId="0">{text}</comment>'
    body = f"<authors><author>某某</author></authors><commentList>{note}</commentList>"
    return f'<comments xmlns="{SPREADSHEET_NS}">{body}</comments>'.encode()


NOTED = {LINKS: links(vmlDrawing=SHAPES, comments=TEXTS), SHAPES: SHAPE}


def annotated(after: str, parts: Mapping[str, bytes]) -> Package:
    """A workbook with these parts, whose sheet has got our note."""
    out = io.BytesIO()
    Workbook().save(out)
    package = Package(out)
    package.parts |= parts
    part = (
        f'<worksheet xmlns="{SPREADSHEET_NS}"><sheetData></sheetData>{after}</worksheet>'.encode()
    )
    root = outline_of(part)
    cells = root.only("sheetData").tag_stop
    package.edits[SHEET] = add_notes(package, SHEET, SheetFrame(part, root, cells, cells), [OURS])
    return package


def runs(package: Package) -> list[str]:
    """The pieces of the first note's text."""
    return re.findall("<t[^>]*>([^<]*)</t>", package.read(TEXTS).decode())


def test_a_note_of_a_sheet_that_has_none_is_read_by_others() -> None:
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "2024-2-30"
    book.save(out)
    package = Package(out)
    package.edits[SHEET] = add_notes(package, SHEET, read_frame(package, SHEET), [OURS])
    package.save(changed := io.BytesIO())
    comment = load_workbook(changed).active["A1"].comment
    assert (comment.text, comment.author) == ("错误 date-invalid\n原因：没有这一天", "reportcli")


@pytest.mark.parametrize(
    "text",
    [
        "<t>请改</t>",
        "<r><t>请改</t></r>",
        "<r><t>请改</t></r><phoneticPr/>",
        "<t>请改</t><rPh><t/></rPh>",
    ],
)
def test_ours_follows_what_an_old_note_says(text: str) -> None:
    package = annotated(LEGACY, {**NOTED, TEXTS: old_note(f"<text>{text}</text>")})
    assert [run for run in runs(package) if run] == [
        "请改",
        "\n错误 date-invalid\n",
        "原因：没有这一天",
    ]
    assert outline_of(package.read(TEXTS)).only("commentList").only("comment").only("text")
    assert package.read(SHAPES) == SHAPE  # it has its shape


def test_what_an_old_note_says_already_is_not_said_again() -> None:
    said = old_note("<text><t>错误 date-invalid</t></text>")
    assert annotated(LEGACY, {**NOTED, TEXTS: said}).read(TEXTS) == said


@pytest.mark.parametrize("shapes", [SHAPE, SHAPE.replace(b"202", b"75"), b"<xml></xml>"])
def test_shapes_of_other_things_are_kept_beside_that_of_the_note(shapes: bytes) -> None:
    package = annotated(LEGACY, {LINKS: links(vmlDrawing=SHAPES), SHAPES: shapes})
    written = package.read(SHAPES)
    assert written.startswith(shapes.removesuffix(b"</xml>"))
    assert written.count(b'id="_x0000_t202"') == 1
    ids = re.findall(rb'id="_x0000_s([0-9]+)"', written)
    assert len(ids) == len(set(ids)) == 1 + shapes.count(b"<v:shape ")
    assert runs(package) == ["错误 date-invalid\n", "原因：没有这一天"]


INTRICATE = {
    "threads": ("", {LINKS: links(threadedComment="xl/threadedComments/one.xml")}),
    "notes without shapes": (
        "",
        {LINKS: links(comments=TEXTS), TEXTS: old_note("<text><t>a</t></text>")},
    ),
    "a link to nothing": (LEGACY, {LINKS: links()}),
    "a link to a part that is not there": (LEGACY, {LINKS: links(vmlDrawing=SHAPES)}),
    "shapes in UTF-16": (
        LEGACY,
        {LINKS: links(vmlDrawing=SHAPES), SHAPES: SHAPE.decode().encode("utf-16")},
    ),
    "shapes without an end": (LEGACY, {LINKS: links(vmlDrawing=SHAPES), SHAPES: SHAPE[:-6]}),
    "a note without text": (LEGACY, {**NOTED, TEXTS: old_note("<text/>")}),
    "a note of two texts": (LEGACY, {**NOTED, TEXTS: old_note("<text><t>a</t></text><text/>")}),
}


@pytest.mark.parametrize(("after", "parts"), INTRICATE.values(), ids=INTRICATE)
def test_what_is_too_intricate_is_left_alone(after: str, parts: Mapping[str, bytes]) -> None:
    out = io.BytesIO()
    Workbook().save(out)
    package = Package(out)
    package.parts |= parts
    part = (
        f'<worksheet xmlns="{SPREADSHEET_NS}"><sheetData></sheetData>{after}</worksheet>'.encode()
    )
    with pytest.raises(NotInPlace):
        add_notes(package, SHEET, SheetFrame(part, outline_of(part), 0, 0), [OURS])
    assert package.parts == dict(parts)
