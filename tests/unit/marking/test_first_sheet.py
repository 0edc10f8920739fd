"""A sheet before all others."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook, load_workbook

from reportcli.files.opc import OFFICE_RELATIONS
from reportcli.marking.first_sheet import add_first_sheet
from reportcli.marking.outline import (
    Edit,
)
from reportcli.marking.package import Package
from tests.packaged import (
    BOOK,
    EMPTY_SHEET,
    MAIN,
    changed,
    saved,
    sheet_book,
)


def test_a_sheet_before_all_others_leaves_the_others_what_they_had() -> None:
    book = Workbook()
    book.active.title = "封面"
    log = book.create_sheet("台账")
    log.print_area = "A1:C9"
    log.print_title_rows = "1:1"
    log.auto_filter.ref = "A1:C9"
    book.active = log
    source = io.BytesIO()
    book.save(source)
    package = Package(source)
    add_first_sheet(package, "清单 <&>", f"<worksheet {MAIN}><sheetData/></worksheet>".encode())
    again = load_workbook(io.BytesIO(saved(package)))
    assert again.sheetnames == ["清单 <&>", "封面", "台账"]
    assert again.active.title == "台账"
    assert again["台账"].print_area == "'台账'!$A$1:$C$9"
    assert again["台账"].print_title_rows == "$1:$1"
    assert again["封面"].print_area == again["清单 <&>"].print_area == ""


def test_a_workbook_without_a_view_gets_one_that_shows_the_sheet_it_showed() -> None:
    package = sheet_book("")
    book = package.read("xl/workbook.xml")
    start, stop = book.index(b"<bookViews>"), book.index(b"</bookViews>") + len(b"</bookViews>")
    package.change("xl/workbook.xml", [Edit(start, stop, b"")])
    add_first_sheet(package, "清单", f"<worksheet {MAIN}><sheetData/></worksheet>".encode())
    assert load_workbook(io.BytesIO(saved(package))).active.title == "台账"


def test_the_sheet_at_the_left_end_of_the_tabs_stays_there() -> None:
    package = changed(BOOK, 'firstSheet="0"', 'firstSheet="2"')
    add_first_sheet(package, "清单", EMPTY_SHEET)
    assert load_workbook(io.BytesIO(saved(package))).views[0].firstSheet == 3


def test_a_link_is_named_by_the_prefix_that_the_part_has_for_it() -> None:
    package = changed(BOOK, f"<workbook {MAIN}", f'<workbook {MAIN} xmlns:rel="{OFFICE_RELATIONS}"')
    add_first_sheet(package, "清单", EMPTY_SHEET)
    (entry,) = re.findall('<sheet name="清单"[^>]*>', package.read(BOOK).decode())
    assert re.search(' rel:id="rId[0-9]+"/>$', entry)
    assert load_workbook(io.BytesIO(saved(package))).sheetnames == ["清单", "台账"]
