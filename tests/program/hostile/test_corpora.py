"""What the test files of other projects taught: each is made here as small as can be.

They are files that Excel or LibreOffice opens without a word, from the suites of LibreOffice, Apache POI,
orcus, frictionless, oletools and more: what is in them must be read, or be refused for what it is.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from reportcli.intake import header
from reportcli.intake.child.wire import Misfit
from reportcli.intake.header import find_header
from reportcli.words.cells import FORMULA_LOST, read_date
from tests.containers import archive, compound_file, ods, relations
from tests.program.hostile.binaries import (
    CELLS,
    END,
    NUMBER,
    Record,
    label,
    records,
    sheet_entry,
    stream,
    xls,
)
from tests.program.hostile.books import BOOK, BOOK_LINKS, book, named
from tests.program.hostile.case import LOG, log
from tests.program.hostile.run import kept_child, run

ERRORS = '<row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="B5"><f>1+1</f></c><c r="C5"><v>1</v></c></row>'


def last_row(data: bytes) -> list[object]:
    """The last row of the first sheet."""
    return list(open_workbook("log", data).sheets[0].rows)[-1]


def refusal(data: bytes) -> Refusal:
    """How the bytes are refused."""
    with pytest.raises(Refusal) as caught:
        open_workbook("log", data)
    return caught.value


# --- names of parts ---


@pytest.mark.parametrize(
    "rename",
    [lambda name: name.replace("/", "\\"), str.upper, str.lower],
    ids=["backslashes", "large", "small"],
)
def test_parts_are_found_however_their_names_are_written(rename: Callable[[str], str]) -> None:
    """Calamine finds them, so that the scan for what it loses and the epoch must find them too."""
    sound = zipfile.ZipFile(io.BytesIO(log(more=ERRORS, properties='<workbookPr date1904="1"/>')))
    data = archive({rename(name): sound.read(name) for name in sound.namelist()})
    assert last_row(data)[:3] == ["#REF!", FORMULA_LOST, 1.0]
    assert open_workbook("log", data).epoch_1904


# --- archives in archives ---


def with_stored(content: bytes, comment: bytes = b"", behind: bytes = b"") -> bytes:
    """The sound log with a part that is not packed, last in the archive."""
    target = io.BytesIO(log())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as opened:
        opened.writestr("xl/embeddings/oleObject1.bin", content)
        opened.comment = comment
    return target.getvalue() + behind


def test_a_workbook_stored_in_a_workbook_does_not_make_it_unsafe() -> None:
    assert last_row(with_stored(log()))[0] == "2024-3"


def test_of_two_ends_outside_the_parts_it_is_open_which_counts() -> None:
    """A reader that the last end does not satisfy goes on to the one in the part."""
    assert refusal(with_stored(log(), behind=b"more")).code == "input-unsafe"
    assert refusal(with_stored(b"", comment=log()[-22:])).code in ("input-unsafe", "input-damaged")


def test_a_table_of_the_first_openoffice_is_named() -> None:
    found = refusal(archive({"mimetype": b"application/vnd.sun.xml.calc", "content.xml": b"<a/>"}))
    assert found.details == {"what": "OpenOffice 1 (sxc, sxw)"}


# --- sheets that are none ---

MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
MODULE = named("Module1", 2, "", ' state="veryHidden"')


def with_macros(*sheets: str) -> bytes:
    """The sound log between sheets of the macros of old versions."""
    links = relations(
        "worksheet worksheets/sheet1.xml", "styles styles.xml", "sharedStrings sharedStrings.xml"
    )
    macros = f'<Relationship Id="rId9" Type="{MACROS}" Target="macrosheets/sheet1.xml"/></Relationships>'.encode()
    return log(
        {
            BOOK: book("".join(sheets)),
            BOOK_LINKS: links.replace(b"</Relationships>", macros),
            "xl/macrosheets/sheet1.xml": b"<xm:macrosheet/>",
        }
    )


@pytest.mark.parametrize(
    "sheets",
    [
        (named("Macro1", 3, "rId9"), named("台账"), MODULE),
        (MODULE, named("台账")),
        (named("台账"), named("Macro1", 3, "rId9")),
    ],
)
def test_sheets_of_old_macros_are_named_as_skipped(tmp_path: Path, sheets: tuple[str, ...]) -> None:
    """Excel 2016 still writes `r:id=""` for a module of Excel 5."""
    path = tmp_path / "log.xlsx"
    path.write_bytes(with_macros(*sheets))
    with kept_child():
        done = run("tally", str(path), "--year", "2024", "-f", "json")
    assert done.exit_code == 0, done.stderr
    read = {one["sheet"]: one for one in json.loads(done.stdout)["inputs"][0]["sheets"]}
    assert list(read) == [sheet.split('"')[1] for sheet in sheets]
    assert read.pop("台账")["rows"]["counted"] == 3
    assert all(one["skipped"] for one in read.values())


def test_macros_alone_are_no_workbook_to_read() -> None:
    assert refusal(with_macros(MODULE)).code == "input-damaged"


# --- ods ---


def indented(texts: list[str], more: str = "") -> str:
    """A row of an ods as LibreOffice writes it when it is asked to write for people to look at."""
    cells = "".join(
        f'\n     <table:table-cell office:value-type="string">\n      <text:p>{text}</text:p>\n     </table:table-cell>'
        for text in texts
    )
    return f"\n    <table:table-row>{cells}{more}\n    </table:table-row>"


ERROR_CELL = (
    '\n     <table:table-cell office:value-type="string" calcext:value-type="error">'
    "\n      <text:p>#DIV/0!</text:p>\n     </table:table-cell>"
)


def test_an_ods_may_be_indented() -> None:
    data = ods("".join(indented(texts) for texts in LOG) + indented(["a  b", ""], ERROR_CELL))
    rows = list(open_workbook("log", data).sheets[0].rows)
    assert rows[:4] == LOG
    assert rows[4][0] == "a  b"
    assert rows[4][2] == "#DIV/0!"


def test_an_ods_that_is_damaged_stays_so() -> None:
    assert (
        refusal(ods("\n<table:table-row>\n<table:nonsense/>\n</table:table-row>")).code
        == "input-damaged"
    )


# --- xls ---

OLD_FORMULA, ERROR, NUMBERS, DAYS = 0x0406, 0x0205, 0x00BD, 0x0022


def below(*cells: Record) -> bytes:
    """The stream of the sound log with cells after its own."""
    return stream([*CELLS, *cells])


BAD = (ERROR, struct.pack("<HHHBB", 4, 0, 0, 0x17, 1))


STRAY = NUMBER, struct.pack("<HHHd", 65535, 255, 0, 1.0)


def test_the_stream_of_an_xls_may_be_named_in_capitals() -> None:
    """A stray cell is refused in it, and what the reader loses is found."""
    assert last_row(compound_file({"WORKBOOK": below(BAD)}))[0] == "#REF!"
    assert refusal(compound_file({"WORKBOOK": below(STRAY)})).code == "input-over-cells"


def test_behind_the_name_of_a_stream_there_may_be_what_was_there_before() -> None:
    clean, left = ("Workbook\0".encode("utf-16-le") + more for more in (bytes(8), b"\x12\x34" * 4))
    assert last_row(compound_file({"Workbook": below(BAD)}).replace(clean, left))[0] == "#REF!"
    assert refusal(xls(STRAY).replace(clean, left)).code == "input-over-cells"


def test_the_first_record_of_an_xls_may_be_short() -> None:
    whole = below(BAD)
    short = records([(0x0809, struct.pack("<HHHH", 0x600, 5, 0, 0)), sheet_entry(0), (END, b"")])
    sheet = whole[
        whole.index(records([(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))])) :
    ]
    data = short.replace(records([sheet_entry(0)]), records([sheet_entry(len(short))])) + sheet
    assert last_row(compound_file({"Workbook": data}))[0] == "#REF!"


def excel_95(code_page: int, name: str, texts: list[str]) -> bytes:
    """An xls of Excel 95 with a row of texts and an error below: texts are in a code page, and its stream has
    a shorter name.
    """

    def narrow(text: str) -> bytes:
        return text.encode(f"cp{code_page}")

    def begin(kind: int) -> Record:
        return 0x0809, struct.pack("<HHHH", 0x500, kind, 0, 0)

    def workbook(start: int) -> bytes:
        listed = 0x85, struct.pack("<IBBB", start, 0, 0, len(narrow(name))) + narrow(name)
        return records([begin(5), (0x42, struct.pack("<H", code_page)), listed, (END, b"")])

    cells = [
        (0x204, struct.pack("<HHHH", 3, column, 0, len(narrow(text))) + narrow(text))
        for column, text in enumerate(texts)
    ]
    sheet = records([begin(0x10), *cells, BAD, (END, b"")])
    return compound_file({"Book": workbook(len(workbook(0))) + sheet})


def test_an_error_in_an_xls_of_excel_95_is_found() -> None:
    data = excel_95(1251, "Лист1", ["дата", "ответ"])
    (sheet,) = open_workbook("log", data).sheets
    assert sheet.name == "Лист1"
    assert list(sheet.rows)[3:] == [["дата", "ответ"], ["#REF!", ""]]


def test_an_xls_of_excel_95_in_chinese_is_refused_rather_than_garbled() -> None:
    found = refusal(excel_95(936, "台账", LOG[0]))  # type: ignore[arg-type]
    assert (found.code, found.details["what"]) == ("input-not-a-spreadsheet", "Excel 5 (BIFF)")


def test_a_formula_in_a_record_of_an_older_version_is_not_a_blank() -> None:
    """Numbers writes it so, and the reader passes over it."""
    formula = OLD_FORMULA, struct.pack("<HHHdHIH", 4, 1, 0, 45416.0, 0, 0, 0)
    assert last_row(xls(label(4, 0, "2024-4"), formula))[:2] == ["2024-4", FORMULA_LOST]


def test_a_record_of_many_numbers_reaches_as_far_as_its_last() -> None:
    """Only its first column stands where that of other cells does."""
    numbers = struct.pack("<HH", 65535, 0) + struct.pack("<Hi", 0, 4) * 256 + struct.pack("<H", 255)
    found = refusal(xls((NUMBERS, numbers)))
    assert found.code == "input-over-cells"
    assert found.details["filled"] == len(LOG) * 5 + 256


@pytest.mark.parametrize(("since_1904", "day"), [(1, date(2024, 1, 2)), (0, date(2020, 1, 1))])
def test_days_of_an_xls_without_a_format_count_from_its_epoch(since_1904: int, day: date) -> None:
    options = [(DAYS, struct.pack("<H", since_1904))]
    number = NUMBER, struct.pack("<HHHd", 4, 1, 0, 43831.0)
    data = compound_file({"Workbook": stream([*CELLS, number], options)})
    found = open_workbook("log", data)
    assert found.epoch_1904 == bool(since_1904)
    assert read_date(list(found.sheets[0].rows)[-1][1], epoch_1904=found.epoch_1904) == day


# --- text ---

PAGE = "<!DOCTYPE html>\n<html><body><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></body>"


@pytest.mark.parametrize("end", ["</html>", "</html", "</html\n", "", "</body></html"])
def test_a_page_may_end_before_its_last_tag_does(end: str) -> None:
    assert last_row((PAGE + end).encode()) == ["1", "2"]


@pytest.mark.parametrize("cut", [20, 40])
def test_a_page_that_ends_in_its_table_is_damaged(cut: int) -> None:
    assert refusal(PAGE[:-cut].encode()).code == "input-damaged"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!DOCTYPE html><html><body><p>a</p></body></html>", "HTML"),
        ('<?xml version="1.0"?><!DOCTYPE dialogs SYSTEM "dialog.dtd"><dialogs/>', "XML"),
    ],
)
def test_a_document_that_is_no_table_is_named_and_not_suspected(text: str, what: str) -> None:
    found = refusal(text.encode())
    assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})


@pytest.mark.parametrize("root", ["Workbook", "a", "html"])
def test_entities_of_its_own_stay_unsafe_in_any_document(root: str) -> None:
    assert (
        refusal(f'<!DOCTYPE {root} [<!ENTITY a "b">]><{root}>&a;</{root}>'.encode()).code
        == "input-unsafe"
    )


# --- width ---


def test_a_header_is_looked_for_in_as_many_columns_as_a_log_can_have() -> None:
    """Every heading is compared with every known one, so that 16,384 would take a minute."""
    found = find_header([[f"h{column}" for column in range(16_384)]] * 40, {})
    assert isinstance(found, Misfit)
    assert len(found.unknown) <= header.WIDEST
    wide = [[*LOG[0], *[f"h{column}" for column in range(16_000)]], LOG[1]]
    known = find_header(wide, {})
    assert not isinstance(known, Misfit)
    assert [column.heading for column in known.columns[:5]] == LOG[0]
