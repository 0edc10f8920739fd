"""A sheet put before all others of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from reportcli.marking.outline import Edit, PartElement, descendants, main_root, with_attribute
from reportcli.marking.package import SHEET_TYPE, Package, relation_attribute


def add_first_sheet(package: Package, name: str, part: bytes) -> None:
    """Put a sheet before all others. The sheet that was in front stays in front, and names that
    belong to a sheet (areas to print, filters) go on with it: both count sheets from the first.
    """
    place = package.unused("xl/worksheets/sheet{}.xml")
    package.add(place, part, SHEET_TYPE)
    link = package.link(package.workbook, "worksheet", place)
    book = package.read(package.workbook)
    root = main_root(book, "workbook")
    sheets = root.only("sheets")
    number = max(int(sheet.attributes.get("sheetId", 0)) for sheet in sheets.children) + 1
    identity = relation_attribute(root, link)
    entry = f'<sheet name={quoteattr(name)} sheetId="{number}" {identity}/>'.encode()
    edits = [
        Edit(sheets.tag_stop, sheets.tag_stop, entry),
        *views_moved_on(root, book),
        *names_moved_on(root, book),
    ]
    package.change(package.workbook, edits)


def views_moved_on(root: PartElement, book: bytes) -> Iterator[Edit]:
    """The edits by which each view of the workbook shows what it showed."""
    views = [
        view for child in root.children if child.name == "bookViews" for view in child.children
    ]
    for view in views:
        tag = book[view.start : view.tag_stop]
        tag = with_attribute(tag, "activeTab", int(view.attributes.get("activeTab", 0)) + 1)
        if first := int(view.attributes.get("firstSheet", 0)):
            tag = with_attribute(tag, "firstSheet", first + 1)
        yield Edit(view.start, view.tag_stop, tag)
    if not views:
        start = root.only("sheets").start
        yield Edit(start, start, b'<bookViews><workbookView activeTab="1"/></bookViews>')


def names_moved_on(root: PartElement, book: bytes) -> Iterator[Edit]:
    """The edits by which each name goes on belonging to its sheet."""
    for named in descendants(root):
        if named.name == "definedName" and "localSheetId" in named.attributes:
            tag = book[named.start : named.tag_stop]
            tag = with_attribute(tag, "localSheetId", int(named.attributes["localSheetId"]) + 1)
            yield Edit(named.start, named.tag_stop, tag)
