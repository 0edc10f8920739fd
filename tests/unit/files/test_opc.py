"""How the parts of an OOXML file belong together."""

from __future__ import annotations

import pytest

from reportcli.files.archive import Archive, open_zip
from reportcli.files.opc import (
    PartRelation,
    counts_from_1904,
    is_computed_on_load,
    main_type,
    parse_relations,
    relations_name,
    relations_of,
    sheet_entries,
    sheet_parts,
    target_of,
)
from tests.containers import MAIN, OFFICE, SHEET_TYPE, xlsx

CELLS = '<row r="1"><c r="A1"><v>1</v></c></row>'


def opened(**changes: str) -> Archive:
    """A workbook with another list of sheets or other relations."""
    names = {"book": "xl/workbook.xml", "links": "xl/_rels/workbook.xml.rels"}
    parts = {names[key]: text.encode() for key, text in changes.items()}
    return open_zip("log.xlsx", xlsx(CELLS, parts))


def book(sheets: str) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'


def link(number: int, target: str, kind: str = "worksheet", more: str = "") -> str:
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("", "_rels/.rels"),
        ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        ("word/document.xml", "word/_rels/document.xml.rels"),
    ],
)
def test_where_the_relations_of_a_part_stand(part: str, name: str) -> None:
    assert relations_name(part) == name


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("./worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../docProps/core.xml", "docProps/core.xml"),
        ("../../../etc/passwd", "etc/passwd"),
    ],
)
def test_what_a_relation_leads_to(target: str, name: str) -> None:
    assert target_of("xl/workbook.xml", target) == name


def test_relations() -> None:
    text = f"""<Relationships>{link(1, "worksheets/sheet1.xml")}
        <r:Relationship Target='a&amp;b.xml' Type='{OFFICE}/styles' Id='rId2'/>
        {link(3, "file:///C:/a.xlsx", "externalLink", ' TargetMode="External"')}</Relationships>"""
    assert parse_relations(text, "xl/workbook.xml") == [
        PartRelation("rId1", "worksheet", "xl/worksheets/sheet1.xml"),
        PartRelation("rId2", "styles", "xl/a&b.xml"),
        PartRelation("rId3", "externalLink", "file:///C:/a.xlsx", is_external=True),
    ]


def test_relations_of_the_file_itself_and_of_a_part_that_has_none() -> None:
    archive = opened()
    assert relations_of(archive) == [PartRelation("rId1", "officeDocument", "xl/workbook.xml")]
    assert relations_of(archive, "xl/styles.xml") == []


def test_the_type_of_a_file() -> None:
    assert main_type(opened()) == SHEET_TYPE


def test_sheets_in_their_order_with_what_they_say() -> None:
    sheets = (
        '<sheet name="二月" sheetId="2" r:id="rId2" state="hidden"/>'
        '<sheet name="一月 &amp; 三月" sheetId="1" r:id="rId1"/><sheet name="宏" sheetId="3" r:id=""/>'
    )
    links = link(1, "worksheets/sheet1.xml") + link(2, "styles.xml")
    archive = opened(book=book(sheets), links=f"<Relationships>{links}</Relationships>")
    found = [(one.name, one.state, one.part and one.part.name) for one in sheet_entries(archive)]
    assert found == [
        ("二月", "hidden", "xl/styles.xml"),
        ("一月 & 三月", "visible", "xl/worksheets/sheet1.xml"),
        ("宏", "visible", None),
    ]
    assert list(sheet_parts(archive)) == ["二月", "一月 & 三月"]


def test_a_part_is_found_whatever_the_case_of_its_name() -> None:
    archive = opened(links=f"<Relationships>{link(1, 'Worksheets/SHEET1.xml')}</Relationships>")
    assert [part.name for part in sheet_parts(archive).values()] == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("properties", "is_1904", "leaves_computing"),
    [
        ("<workbookPr/>", False, False),
        ('<workbookPr date1904="1"/>', True, False),
        ('<workbookPr date1904="false"/><calcPr calcId="1" fullCalcOnLoad="1"/>', False, True),
        ("<calcPr fullCalcOnLoad='true'/>", False, True),
        ('<calcPr fullCalcOnLoad="0"/>', False, False),
    ],
)
def test_what_the_workbook_says_of_all_its_sheets(
    properties: str, is_1904: bool, leaves_computing: bool
) -> None:
    archive = open_zip("log.xlsx", xlsx(CELLS, properties=properties))
    assert counts_from_1904(archive) is is_1904
    assert is_computed_on_load(archive) is leaves_computing
