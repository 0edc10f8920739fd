"""Changes inside the archive: what is not named stays, byte for byte, and nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reportcli.marking import package as packaging
from reportcli.marking.first_sheet import add_first_sheet
from reportcli.marking.outline import (
    SPREADSHEET_NS,
    NotInPlace,
)
from reportcli.marking.package import Package
from reportcli.marking.styles import Styles
from tests.packaged import (
    BOOK,
    EMPTY_SHEET,
    LINKS,
    STYLES,
    TYPES,
    changed,
    saved,
    sheet_book,
)


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


def test_a_link_takes_an_id_that_no_other_has() -> None:
    package = changed(LINKS, 'Id="rId1"', 'Id="rId4"')
    assert package.link(BOOK, "worksheet", "xl/worksheets/sheet2.xml") == "rId5"
    assert package.link("xl/worksheets/sheet1.xml", "comments", "xl/comments1.xml") == "rId1"
    ids = [link.id for link in package.relations(BOOK)]
    assert len(ids) == len(set(ids))


UNUSUAL = {
    "no styles": (LINKS, "relationships/styles", "relationships/looks"),
    "two lists of fonts": (STYLES, "<fonts", "<fonts/><fonts"),
    "styles of another name space": (STYLES, SPREADSHEET_NS, "urn:x"),
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
    with pytest.raises(NotInPlace):
        use(changed(name, old, new))


def test_two_parts_of_one_name_are_not_guessed() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("a.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.xml", b"<b/>")
    with pytest.raises(NotInPlace):
        Package(source)


def test_a_large_part_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    package = sheet_book("")
    monkeypatch.setattr(packaging, "MOST_OF_A_PART", 10)
    with pytest.raises(NotInPlace, match="large"):
        package.read(STYLES)
