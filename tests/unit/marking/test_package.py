"""Changes inside the archive: what is not named stays, byte for byte, and nothing is guessed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from reportcli.marking import package as patch
from reportcli.marking.package import (
    Edit,
    NotPlain,
    Package,
    RowText,
    Styles,
    add_first_sheet,
    find_rows,
    outline,
    read_frame,
    relationships_of,
    restyle,
    spliced,
    with_attribute,
)

MAIN = f'xmlns="{patch.MAIN}"'


def cut(text: bytes, size: int) -> Iterator[bytes]:
    """A part in pieces of so many bytes."""
    return (text[at : at + size] for at in range(0, len(text), size))


# -- edits --------------------------------------------------------------------------------------------------


@given(st.binary(max_size=60), st.data(), st.integers(1, 9))
def test_edits_are_the_same_however_the_part_is_cut(
    part: bytes, data: st.DataObject, size: int
) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(part)), max_size=8)))
    edits = [
        Edit(start, stop, b"<%d>" % start)
        for start, stop in zip(places[::2], places[1::2], strict=False)
    ]
    expected, at = b"", 0
    for edit in edits:
        expected += part[at : edit.start] + edit.text
        at = edit.stop
    expected += part[at:]
    assert spliced(part, edits) == expected
    assert b"".join(patch.splice(cut(part, size), edits)) == expected


@pytest.mark.parametrize(
    ("tag", "name", "value", "expected"),
    [
        (b'<c r="A1">', "s", 3, b'<c r="A1" s="3">'),
        (b'<c r="A1" s="12" t="s">', "s", 3, b'<c r="A1" s="3" t="s">'),
        (b"<c r='A1' s='12'/>", "s", 3, b"<c r='A1' s=\"3\"/>"),
        (b'<c r="A1" t="s" />', "s", 3, b'<c r="A1" t="s" s="3"/>'),
        (b'<xf xfId="0" fillId="2"/>', "Id", 3, b'<xf xfId="0" fillId="2" Id="3"/>'),
        (b"<fills>", "count", 3, b'<fills count="3">'),
    ],
)
def test_an_attribute_is_replaced_or_added(
    tag: bytes, name: str, value: int, expected: bytes
) -> None:
    assert with_attribute(tag, name, value) == expected


def test_an_outline_says_where_elements_lie() -> None:
    part = "<?xml version='1.0'?>\n<甲 a='1>2'><b/><c x='y' >文</c ></甲>".encode()
    root = outline(part)
    assert root.attributes == {"a": "1>2"}
    assert [part[child.start : child.stop].decode() for child in root.children] == [
        "<b/>",
        "<c x='y' >文</c >",
    ]
    assert [child.is_empty_tag for child in root.children] == [True, False]
    inner = root.children[1]
    assert part[inner.tag_stop : inner.inner_stop].decode() == "文"


@pytest.mark.parametrize(
    "part",
    [
        b"<a>",
        b"<!DOCTYPE a><a/>",
        "<a/>".encode("utf-16"),
        "<a/>".encode("utf-16-le"),  # without a mark, which says so
        b"<?xml version='1.0' encoding='gbk'?><a/>",
    ],
)
def test_a_part_that_is_not_plain_is_not_touched(part: bytes) -> None:
    with pytest.raises(NotPlain):
        outline(part)


def test_a_part_of_any_number_of_elements_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch, "MOST_ELEMENTS", 3)
    assert len(outline(b"<a><b/><c/></a>").children) == 2
    with pytest.raises(NotPlain):
        outline(b"<a><b/><c/><d/></a>")


# -- rows and cells -----------------------------------------------------------------------------------------

ROWS = b'<row r="2" ht="9"><c r="A2"/><c r="C2" s="1"><f>A2&lt;1</f></c></row><row r="5"/><row r="6"></row>'


@pytest.mark.parametrize("size", [1, 7, 20, 1000])
def test_rows_are_found_however_the_sheet_is_cut(size: int) -> None:
    text = b"<sheetData>" + ROWS + b"</sheetData>"
    stop = text.index(b"</sheetData>")
    found = list(find_rows(cut(text, size), [1, 2, 4, 5, 7], stop))
    assert [(row.number, row.text) for row in found] == [
        (1, b""),
        (2, ROWS[: ROWS.index(b'<row r="5"')]),
        (4, b""),
        (5, b'<row r="5"/>'),
        (7, b""),
    ]
    starts = {row.number: text[row.start :] for row in found}
    assert starts[1].startswith(b'<row r="2"')
    assert starts[4].startswith(b'<row r="5"')
    assert starts[7] == b"</sheetData>"


def test_nothing_is_read_behind_the_last_row_that_is_wanted() -> None:
    pieces = cut(ROWS, 9)
    assert [row.number for row in find_rows(pieces, [2], len(ROWS))] == [2]
    assert b"".join(pieces).endswith(b'<row r="6"></row>')


@pytest.mark.parametrize(
    "rows", [b"<row><c/></row>", b'<row r="3"/><row r="2"/>', b'<row r="2"/><row r="2"/>']
)
def test_rows_that_do_not_say_their_place_are_not_guessed(rows: bytes) -> None:
    with pytest.raises(NotPlain):
        list(find_rows([rows], [9], len(rows)))


def test_a_row_of_any_length_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch, "LONGEST_ROW", 100)
    monkeypatch.setattr(patch, "PIECE", 10)
    long = b'<row r="1">' + b"<c/>" * 100
    with pytest.raises(NotPlain):
        list(find_rows(cut(long, 10), [1], len(long)))


def sheet_book(sheet_data: str, before: str = "", after: str = "") -> Package:
    """A workbook whose one sheet has these cells."""
    out = io.BytesIO()
    book = Workbook()
    book.active.title = "台账"
    book.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cells = f"<sheetData>{sheet_data}</sheetData>"
                part = f"<worksheet {MAIN}>{before}{cells}{after}</worksheet>".encode()
            new.writestr(name, part)
    return Package(changed)


def styled(package: Package, *places: tuple[int, int]) -> str:
    """The cells of the sheet after these have got style 9; the style they had is noted as 100 times it."""
    name = "xl/worksheets/sheet1.xml"
    frame = read_frame(package, name)
    edits = restyle(package, name, frame, places, lambda _, old: 9 + 100 * old)
    text = b"".join(patch.splice(package.pieces(name), edits)).decode()
    return text.partition("<sheetData>")[2].partition("</sheetData>")[0]


COLS = '<cols><col min="2" max="4" width="9" style="7"/></cols>'


@pytest.mark.parametrize(
    ("cells", "place", "expected"),
    [
        # there
        ('<row r="1"><c r="A1"/></row>', (1, 1), '<row r="1"><c r="A1" s="9"/></row>'),
        (
            '<row r="1" spans="1:1"><c r="A1" s="2" t="s"><v>0</v></c></row>',
            (1, 1),
            '<row r="1" spans="1:1"><c r="A1" s="209" t="s"><v>0</v></c></row>',
        ),
        # not there: before, between and after others; it has the style of its column
        ('<row r="1"><c r="B1"/></row>', (1, 1), '<row r="1"><c r="A1" s="9"/><c r="B1"/></row>'),
        (
            '<row r="1" spans="1:3"><c r="A1"/><c r="C1"><v>1</v></c></row>',
            (1, 2),
            '<row r="1"><c r="A1"/><c r="B1" s="709"/><c r="C1"><v>1</v></c></row>',
        ),
        ('<row r="1"><c r="A1"/></row>', (1, 28), '<row r="1"><c r="A1"/><c r="AB1" s="9"/></row>'),
        # … or that of its row
        (
            '<row r="1" s="4" customFormat="1"/>',
            (1, 2),
            '<row r="1" s="4" customFormat="1"><c r="B1" s="409"/></row>',
        ),
        ('<row r="1" s="4"/>', (1, 5), '<row r="1" s="4"><c r="E1" s="9"/></row>'),
        # no row
        ('<row r="3"/>', (2, 1), '<row r="2"><c r="A2" s="9"/></row><row r="3"/>'),
        ('<row r="3"/>', (4, 1), '<row r="3"/><row r="4"><c r="A4" s="9"/></row>'),
    ],
)  # fmt: skip
def test_a_cell_gets_another_style(cells: str, place: tuple[int, int], expected: str) -> None:
    assert styled(sheet_book(cells, COLS), place) == expected


def test_several_cells_of_a_row_at_once() -> None:
    cells = (
        '<row r="1"><c r="B1" t="inlineStr"><is><t>&lt;c r="C1"&gt;</t></is></c><c r="E1"/></row>'
    )
    assert styled(sheet_book(cells), (1, 1), (1, 2), (1, 3), (1, 4), (1, 6)) == (
        '<row r="1"><c r="A1" s="9"/><c r="B1" t="inlineStr" s="9"><is><t>&lt;c r="C1"&gt;</t></is></c>'
        '<c r="C1" s="9"/><c r="D1" s="9"/><c r="E1"/><c r="F1" s="9"/></row>'
    )


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"><is><t><![CDATA[<c r="B1">]]></t></is></c></row>',
        '<!-- <row r="1"/> --><row r="1"/>',
    ],
)
def test_cells_that_cannot_be_told_by_their_tags_are_not_guessed(cells: str) -> None:
    with pytest.raises(NotPlain):
        styled(sheet_book(cells), (1, 1))


@pytest.mark.parametrize("size", [1, 5, 64, 4096])
def test_what_stands_around_the_cells_is_read_however_it_is_cut(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(patch, "PIECE", size)
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:C2", "B4:B9", "G7", "nowhere"))
    merges = f'<mergeCells count="4">{merges}</mergeCells>'
    package = sheet_book(ROWS.decode(), COLS, merges)
    frame = read_frame(package, "xl/worksheets/sheet1.xml")
    whole = package.read("xl/worksheets/sheet1.xml")
    assert frame.part == whole.replace(ROWS, b"")
    assert whole[frame.cells_start : frame.cells_stop] == ROWS
    assert whole[frame.place(frame.root.inner_stop) :] == b"</worksheet>"
    assert frame.uncovered([(1, 1), (2, 3), (2, 4), (7, 2), (7, 3)]) == {
        (1, 1): (1, 1),
        (2, 3): (1, 1),
        (2, 4): (2, 4),
        (7, 2): (4, 2),
        (7, 3): (7, 3),
    }


def test_a_sheet_that_holds_much_beside_its_cells_is_not_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patch, "MOST_OF_A_PART", 500)
    assert read_frame(sheet_book(ROWS.decode() * 99), "xl/worksheets/sheet1.xml")
    with pytest.raises(NotPlain, match="beside its cells"):
        read_frame(sheet_book("", after="<a/>" * 99), "xl/worksheets/sheet1.xml")


def test_a_row_that_is_missing_has_no_text() -> None:
    assert RowText(3, 17) == RowText(3, 17, b"")


# -- the archive --------------------------------------------------------------------------------------------


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def test_parts_that_are_not_changed_are_copied_as_they_are_packed(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr("stored.bin", bytes(range(256)))
        archive.writestr("packed.bin", b"x" * 9000, zipfile.ZIP_DEFLATED, 1)
        with archive.open("streamed.bin", "w") as stream:
            stream.write(b"y" * 9000)
    with old.open("rb") as source:
        package = Package(source)
        package.parts["stored.bin"] = b"new"
        package.parts["another.bin"] = b"more"
        new = saved(package)
        assert new == saved(package)
    with zipfile.ZipFile(io.BytesIO(new)) as archive, zipfile.ZipFile(old) as before:
        assert archive.testzip() is None
        assert archive.namelist() == ["stored.bin", "packed.bin", "streamed.bin", "another.bin"]
        assert archive.read("stored.bin") == b"new"
        for name in ("packed.bin", "streamed.bin"):
            assert archive.getinfo(name).compress_size == before.getinfo(name).compress_size
            assert archive.read(name) == before.read(name)


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


BOOK, LINKS, STYLES, TYPES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "[Content_Types].xml",
)
EMPTY_SHEET = f"<worksheet {MAIN}><sheetData/></worksheet>".encode()


def changed(name: str, old: str, new: str) -> Package:
    """A workbook with a part in which something else stands."""
    package = sheet_book("")
    part = package.read(name).decode()
    assert old in part
    package.parts[name] = part.replace(old, new).encode()
    return package


def test_the_sheet_at_the_left_end_of_the_tabs_stays_there() -> None:
    package = changed(BOOK, 'firstSheet="0"', 'firstSheet="2"')
    add_first_sheet(package, "清单", EMPTY_SHEET)
    assert load_workbook(io.BytesIO(saved(package))).views[0].firstSheet == 3


def test_a_link_is_named_by_the_prefix_that_the_part_has_for_it() -> None:
    package = changed(BOOK, f"<workbook {MAIN}", f'<workbook {MAIN} xmlns:rel="{patch.OFFICE}"')
    add_first_sheet(package, "清单", EMPTY_SHEET)
    (entry,) = re.findall('<sheet name="清单"[^>]*>', package.read(BOOK).decode())
    assert re.search(' rel:id="rId[0-9]+"/>$', entry)
    assert load_workbook(io.BytesIO(saved(package))).sheetnames == ["清单", "台账"]


def test_a_link_takes_an_id_that_no_other_has() -> None:
    package = changed(LINKS, 'Id="rId1"', 'Id="rId4"')
    assert package.link(BOOK, "worksheet", "xl/worksheets/sheet2.xml") == "rId5"
    assert package.link("xl/worksheets/sheet1.xml", "comments", "xl/comments1.xml") == "rId1"
    ids = [link.id for link in package.relationships(BOOK)]
    assert len(ids) == len(set(ids))


def test_lists_that_are_empty_are_opened() -> None:
    package = sheet_book("")
    fills = re.search("<fills.*</fills>", package.read(STYLES).decode())
    assert fills
    package = changed(STYLES, fills[0], '<fills count="0"/>')
    package.parts[relationships_of("xl/worksheets/sheet1.xml")] = b"<Relationships />"
    styles = Styles(package)
    assert styles.add("fills", "<fill/>") == 0
    styles.finish()
    assert '<fills count="1"><fill/></fills>' in package.read(STYLES).decode()
    package.link("xl/worksheets/sheet1.xml", "comments", "xl/comments1.xml")
    (link,) = package.relationships("xl/worksheets/sheet1.xml")
    assert (link.kind, link.target) == ("comments", "xl/comments1.xml")


UNUSUAL = {
    "no styles": (LINKS, "relationships/styles", "relationships/looks"),
    "two lists of fonts": (STYLES, "<fonts", "<fonts/><fonts"),
    "styles of another name space": (STYLES, patch.MAIN, "urn:x"),
    "another root in place of the styles": (STYLES, "styleSheet", "stylesheet"),
    "no workbook": ("_rels/.rels", "relationships/officeDocument", "relationships/letter"),
    "a sheet without a link": (BOOK, "r:id=", "id="),
    "a sheet linked with nothing": (LINKS, 'Id="rId1"', 'Id="rId9"'),
    "a sheet without a name": (BOOK, ' name="台账"', ""),
    "another root in place of the links": (LINKS, "Relationships", "Links"),
    "another root in place of the types": (TYPES, "Types", "Kinds"),
}


@pytest.mark.parametrize(("name", "old", "new"), UNUSUAL.values(), ids=UNUSUAL)
def test_a_workbook_of_another_shape_is_not_guessed(name: str, old: str, new: str) -> None:
    def use(package: Package) -> None:
        Styles(package)
        package.sheets()
        add_first_sheet(package, "清单", EMPTY_SHEET)

    use(sheet_book(""))
    with pytest.raises(NotPlain):
        use(changed(name, old, new))


def test_two_parts_of_one_name_are_not_guessed() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("a.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.xml", b"<b/>")
    with pytest.raises(NotPlain):
        Package(source)


def test_a_large_part_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    package = sheet_book("")
    monkeypatch.setattr(patch, "MOST_OF_A_PART", 10)
    with pytest.raises(NotPlain, match="large"):
        package.read(STYLES)


def test_there_are_no_more_formats_than_excel_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    styles = Styles(sheet_book(""))
    monkeypatch.setattr(patch, "MOST_FORMATS", len(styles.lists["cellXfs"].children))
    styles.filled(0, 5)
    with pytest.raises(NotPlain):
        styles.filled(0, 6)


def test_a_format_keeps_all_but_its_fill() -> None:
    package = sheet_book("")
    styles = Styles(package)
    count = len(styles.lists["cellXfs"].children)
    assert styles.filled(0, 5) == styles.filled(0, 5) == count
    assert styles.filled(0, 6) == count + 1
    with pytest.raises(NotPlain):
        styles.filled(999, 5)
    styles.finish()
    after = Styles(package).lists["cellXfs"]
    assert after.attributes["count"] == str(len(after.children)) == str(count + 2)
    old, new = after.children[0].attributes, after.children[count].attributes
    assert {**old, "fillId": "5", "applyFill": "1"} == new
