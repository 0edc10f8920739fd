"""What a file really is, and its cells from row 1, column A on."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reportcli.files.kinds import read_bytes
from reportcli.files.sheet import Row, Sheet
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from tests.logs import write_log
from tests.unit.files.opened import cells, refused, rows_of

TABLE = """
收到日期   | 办理结果
2024-03-05 | 予以公开
"""
HEADINGS = ["收到日期", "办理结果"]
DATES = {datetime(2024, 3, 5), datetime(2024, 3, 5).date(), "2024-03-05"}


def sheets_of(path: Path) -> list[Sheet]:
    return open_workbook(str(path), read_bytes(str(path))).sheets


def text_of(path: Path, content: str | bytes, encoding: str = "utf-8") -> list[Row]:
    """The rows of a text file of that content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    (sheet,) = sheets_of(path)
    return cells(sheet)


# --- text files ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "登记编号,办理结果\n〔2024〕1号,予以公开，㐀"
    expected = [["登记编号", "办理结果"], ["〔2024〕1号", "予以公开，㐀"]]
    assert text_of(tmp_path / "log.csv", text, encoding) == expected


def test_big_endian_utf_16(tmp_path: Path) -> None:
    content = b"\xfe\xff" + "收到日期,办理结果".encode("utf-16-be")
    assert text_of(tmp_path / "log.csv", content) == [HEADINGS]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("收到日期,办理结果\n2024-03-05,予以公开\n", [HEADINGS, ["2024-03-05", "予以公开"]]),
        ("收到日期;办理结果\n2024-03-05;予以公开\n", [HEADINGS, ["2024-03-05", "予以公开"]]),
        ("收到日期\t办理结果\n2024-03-05\t予以公开\n", [HEADINGS, ["2024-03-05", "予以公开"]]),
        ("收到日期,办理结果\r\n2024-03-05,予以公开\r\n", [HEADINGS, ["2024-03-05", "予以公开"]]),
        # As Excel shows it: a blank line is a row, a line break inside quotes is none.
        ("依申请公开台账,\n\n收到日期,办理结果\n", [["依申请公开台账"], [], HEADINGS]),
        (
            '收到日期,"办理\n结果"\n2024-03-05,公开',
            [["收到日期", "办理\n结果"], ["2024-03-05", "公开"]],
        ),
        ('收到日期,办理结果\n2024-03-05,"A ""B"", C"', [HEADINGS, ["2024-03-05", 'A "B", C']]),
        # The delimiter is what divides into columns, not what is most frequent in some text.
        ("收到日期\t办理结果\n2024-03-05\tA,B,C,D\n", [HEADINGS, ["2024-03-05", "A,B,C,D"]]),
        ("收到日期,办理结果\n2024-03-05,A;B;C;D\n", [HEADINGS, ["2024-03-05", "A;B;C;D"]]),
    ],
)
def test_delimited_text(tmp_path: Path, content: str, rows: list[Row]) -> None:
    assert text_of(tmp_path / "log.csv", content) == rows


def test_a_text_file_is_one_sheet_named_after_the_file(tmp_path: Path) -> None:
    (sheet,) = sheets_of(write_log(tmp_path / "2024年台账.csv", TABLE))
    assert sheet.name == "2024年台账"


@pytest.mark.parametrize(
    "content",
    [
        '收到日期,办理结果\n2024-03-05,"予以公开\n2024-03-06,予以公开\n',  # never closed
        '收到日期,办理结果\n2024-03-05,"予以公开"？\n2024-03-06,"予以公开\n',
    ],
)
def test_a_broken_quotation_is_refused_and_swallows_no_rows(tmp_path: Path, content: str) -> None:
    with pytest.raises(Refusal) as caught:
        text_of(tmp_path / "log.csv", content)
    assert (caught.value.status, caught.value.code) == (3, "input-broken-text")


# --- content, not suffix ---


@pytest.mark.parametrize(
    ("true_suffix", "suffix"),
    [
        (".xlsx", ".csv"),
        (".xlsx", ".xls"),
        (".xlsx", ".et"),
        (".csv", ".xls"),
        (".csv", ".xlsx"),
        (".csv", ""),
    ],
)
def test_a_false_suffix_changes_nothing(tmp_path: Path, true_suffix: str, suffix: str) -> None:
    path = write_log(tmp_path / f"true{true_suffix}", TABLE).rename(tmp_path / f"log{suffix}")
    (sheet,) = sheets_of(path)
    header, (day, outcome) = cells(sheet)
    assert (header, outcome) == (HEADINGS, "予以公开")
    assert day in DATES


# --- what is named ---


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\1\0", "GIF"),
        (b"Rar!\x1a\7\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"PK\5\6" + bytes(18), "ZIP"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\0\1\0\0Standard ACE DB\0", "Access (mdb, accdb)"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"\x09\0\4\0\2\0\x10\0", "Excel 2–4 (BIFF)"),
        (b"\x09\2\6\0\0\3\x10\0\0\0", "Excel 2–4 (BIFF)"),
        (b"\x09\4\6\0\0\4\x10\0\0\0", "Excel 2–4 (BIFF)"),
        (b"\x7fELF\2\1\1" + bytes(9), "BIN 7f454c46"),
        ("收到日期", "TXT"),
        ("P\n\n", "TXT"),
        (b"a,b\n\x80\xff,c\n", "TXT (≠ UTF-8, GB18030)"),
    ],
)  # fmt: skip
def test_anything_else_is_named(content: bytes | str, what: str) -> None:
    found = refused(content)
    assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})
    for language in ("zh", "en"):
        assert what in found.message(language)
        assert "xlsx" in found.message(language)


@pytest.mark.parametrize("content", ["MZ编号,日期\n1,2", "GIF,日期\n1,2"])
def test_text_that_begins_like_something_else(content: str) -> None:
    assert len(rows_of(content)) == 2


# --- what is refused ---


def refused_path(path: Path | str) -> tuple[int, str]:
    """Status and code of the refusal of one file, which names it."""
    with pytest.raises(Refusal) as caught:
        open_workbook(str(path), read_bytes(str(path)))
    assert str(path) in caught.value.message("zh")
    return caught.value.status, caught.value.code


def lock_file(name: str) -> Callable[[Path], Path]:
    return lambda folder: write_log(folder / "x.xlsx", TABLE).rename(folder / name)


def holding(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "log.xlsx").write_bytes(content)
        return folder / "log.xlsx"

    return make


def a_folder(folder: Path) -> Path:
    (folder / "台账.xlsx").mkdir()
    return folder / "台账.xlsx"


def a_link_to_a_folder(folder: Path) -> Path:
    (folder / "link.xlsx").symlink_to(folder)
    return folder / "link.xlsx"


def a_fifo(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.xlsx")
    return folder / "pipe.xlsx"


def a_link_to_a_fifo(folder: Path) -> Path:
    (folder / "link.xlsx").symlink_to(a_fifo(folder))
    return folder / "link.xlsx"


@pytest.mark.skipif(os.name == "nt", reason="no FIFOs, and links need privileges")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lock_file("~$x.xlsx"), "input-lock-file", id="Excel's lock"),
        pytest.param(lock_file(".~lock.x.xlsx#"), "input-lock-file", id="LibreOffice's lock"),
        pytest.param(a_folder, "input-folder", id="folder"),
        pytest.param(a_link_to_a_folder, "input-folder", id="link to a folder"),
        pytest.param(a_fifo, "input-not-regular", id="FIFO"),
        pytest.param(a_link_to_a_fifo, "input-not-regular", id="link to a FIFO"),
        pytest.param(lambda _: Path("/dev/zero"), "input-not-regular", id="device"),
        pytest.param(lambda folder: folder / "没有.xlsx", "input-missing", id="missing"),
        pytest.param(
            lambda folder: folder / "x.xlsx" / "y.xlsx",
            "input-missing",
            id="in a folder that is missing",
        ),
        pytest.param(holding(b""), "input-empty", id="empty"),
        pytest.param(holding(b" \r\n\t\n"), "input-empty", id="white space"),
    ],
)
def test_what_is_no_log_by_its_name_or_nature(
    tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    assert refused_path(make(tmp_path)) == (3, code)


COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_SPREADSHEET = {"input-not-a-spreadsheet", "input-damaged"}


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        pytest.param(b"a,b\n\x80\xff,c\n", NO_SPREADSHEET, id="a byte no encoding explains"),
        pytest.param("收到日期,公开".encode() + b"\xff", NO_SPREADSHEET, id="such a byte at the end"),
        pytest.param(b"\xef\xbb\xbfa,\xff\n", NO_SPREADSHEET, id="such a byte after a byte order mark"),
        pytest.param(b"\xff\xfea\x00,", NO_SPREADSHEET, id="half a character of UTF-16"),
        pytest.param(b"a,b\0\n", NO_SPREADSHEET, id="a NUL"),
        pytest.param(b"\xef\xbb\xbf\r\n", {"input-empty", *NO_SPREADSHEET}, id="a byte order mark alone"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR,,,;", NO_SPREADSHEET, id="a picture"),
        pytest.param(b"PK\x03\x04" + b"\0" * 200, NO_SPREADSHEET, id="a broken zip"),
        pytest.param(COMPOUND_FILE + b"\0" * 2000, NO_SPREADSHEET, id="a broken compound file"),
        pytest.param(
            COMPOUND_FILE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000,
            {"input-encrypted"},
            id="encrypted",
        ),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_by_its_content(
    tmp_path: Path, content: bytes, codes: set[str]
) -> None:
    status, code = refused_path(holding(content)(tmp_path))
    assert status == 3
    assert code in codes


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = write_log(tmp_path / "whole.xlsx", TABLE).read_bytes()
    path = tmp_path / "log.xlsx"
    for length in range(5, len(whole) - 1, len(whole) // 12):
        path.write_bytes(whole[:length])
        with pytest.raises(Refusal) as caught:
            [list(sheet.rows) for sheet in sheets_of(path)]
        assert caught.value.status == 3
