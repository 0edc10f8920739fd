"""What a file is, by its content and never by its suffix: its bytes, its kind by name, its text.

A log is often not what its name says: office systems export pages as `.xls`, and WPS calls an xlsx
`.et`. What is no spreadsheet is refused by the name that people know it by. Not for opening it:
that is for `workbook.py`. Runs in the reader's child process, so it imports nothing heavy.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from reportcli.files.archive import Archive
from reportcli.files.guard import ODS_CONTENT
from reportcli.files.ole import compound_streams
from reportcli.files.opc import elements, main_type
from reportcli.finding import Address, Refusal, is_lock_file

ZIP_MAGIC = b"PK\x03\x04"
# An encrypted OOXML workbook is a compound file that holds a stream of this name (MS-OFFCRYPTO
# 2.3.4).
ENCRYPTED_STREAM = "EncryptedPackage"
# Of OpenDocument. Not every program writes the first; the other lists the parts.
MEDIA_TYPE, MANIFEST = "mimetype", "META-INF/manifest.xml"
MANIFEST_PREFIX = "manifest:"
FULL_PATH = f"{MANIFEST_PREFIX}full-path"
SAMPLE_SIZE = 64 * 1024  # bytes by which the kind of a file is told

# What a file is that is no spreadsheet. The names are the same in every language.
KINDS_BY_MAGIC = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"PK\x05\x06": "ZIP",
    b"PK\x07\x08": "ZIP",
    b"SQLite format 3\0": "SQLite",
    b"\0\x01\0\0Standard ": "Access (mdb, accdb)",
    b"{\\rtf": "RTF",
    b"MZ\x90\0": "EXE",
    # Excel before it had compound files (BIFF): the record that begins a sheet, and its size.
    b"\x09\0\x04\0": "Excel 2–4 (BIFF)",
    b"\x09\x02\x06\0": "Excel 2–4 (BIFF)",
    b"\x09\x04\x06\0": "Excel 2–4 (BIFF)",
    b"\x09\x08\x08\0": "Excel 5 (BIFF)",
    b"\x09\x08\x10\0": "Excel 8 (BIFF)",
}
KINDS_BY_TYPE = {
    "sheet.binary": "xlsb",
    "ms-excel": "xlsm",
    "spreadsheetml": "xlsx",
    "word": "Word (docx)",
    "presentation": "PowerPoint (pptx)",
    "powerpoint": "PowerPoint (pptx)",
    "visio": "Visio (vsdx)",
}
KINDS_BY_MEDIA = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "OpenDocument (odt)",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument (odp)",
    "application/vnd.oasis.opendocument": "OpenDocument",
    "application/vnd.sun.xml": "OpenOffice 1 (sxc, sxw)",
    "application/epub": "EPUB",
}
KINDS_BY_PART = {
    "xl/workbook.bin": "xlsb",
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "Word (docx)",
    "ppt/presentation.xml": "PowerPoint (pptx)",
    "ofd.xml": "OFD",
    "index/document.iwa": "iWork (numbers, pages, key)",
    "meta-inf/manifest.mf": "JAR",
}
KINDS_BY_STREAM = {
    "workbook": "xls",
    "book": "xls",  # of Excel 5 and 95
    "worddocument": "Word / WPS (doc, wps)",
    "powerpoint document": "PowerPoint / WPS (ppt, dps)",
    "visiodocument": "Visio (vsd)",
    "__properties_version1.0": "Outlook (msg)",
    "\x05hwpsummaryinformation": "HWP",
    "matost": "Works (wps)",
    "catalog": "Thumbs.db",
    # the table _Tables, as it is packed
    "\u4840\u3f7f\u4164\u422f\u4836": "Windows Installer (msi)",
}


def is_folder(path: str | Path) -> bool:
    """Whether a path is a folder; one that cannot be asked for, its name being too long, is none."""
    return os.path.isdir(path)  # noqa: PTH112 (Path.is_dir raises there)


def is_regular(path: str | Path) -> bool:
    """Whether a path is a file, and no pipe or device; one that cannot be asked for is none."""
    return os.path.isfile(path)  # noqa: PTH113 (Path.is_file raises there)


def read_bytes(file: str) -> bytes:
    """Read a file whole, so that what is hashed is what is read; only a regular file is read."""
    path = Path(file)
    address = Address(file)
    if is_lock_file(file):
        raise Refusal("input-lock-file", address)
    try:
        if path.is_dir():
            raise Refusal("input-folder", address, name=file)
        if not path.exists():
            raise Refusal("input-missing", address)
        if not path.is_file():
            raise Refusal("input-not-regular", address)
        data = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Refusal("input-unreadable", address, reason=reason) from fault
    return data


def refuse_format(file: str, what: str) -> NoReturn:
    """Refuse a file that is no spreadsheet, naming what it is."""
    raise Refusal("input-not-a-spreadsheet", Address(file), what=what)


# --- kinds ---


def kind_by_magic(data: bytes) -> str:
    """Name a kind that its first bytes tell; empty where they tell none."""
    return next((kind for magic, kind in KINDS_BY_MAGIC.items() if data.startswith(magic)), "")


def archive_kind(archive: Archive) -> str:
    """Name what a zip archive is, by the parts that exist to say so, else by the others' names."""
    if main := main_type(archive):
        return first_kind(KINDS_BY_TYPE, main.__contains__) or "ZIP"
    media = archive.text(MEDIA_TYPE) or media_in_manifest(archive.text(MANIFEST))
    # Some programs pack an ods without saying anywhere what it is: its content does.
    if not media and "office:spreadsheet" in archive.text(ODS_CONTENT):
        return "ods"
    by_media = first_kind(KINDS_BY_MEDIA, media.startswith)
    return by_media or first_kind(KINDS_BY_PART, archive.__contains__) or "ZIP"


def first_kind(kinds: Mapping[str, str], tells: Callable[[str], bool]) -> str:
    """Give the kind of the first mark that is there; empty where none is."""
    return next((kind for mark, kind in kinds.items() if tells(mark)), "")


def media_in_manifest(manifest: str) -> str:
    """Find the media type of the whole file, which the list of parts of OpenDocument says too."""
    whole = (one for one in elements(manifest, "file-entry") if one.get(FULL_PATH) == "/")
    return next((one.get(f"{MANIFEST_PREFIX}media-type", "") for one in whole), "")


def compound_kind(file: str, data: bytes) -> str:
    """Name what a compound file is: `xls`, or what it is instead; empty where it is too broken.

    One that holds an encrypted workbook is refused.
    """
    streams = {name.casefold() for name in compound_streams(file, data)}
    is_broken = not streams
    names_encryption = is_broken and ENCRYPTED_STREAM.encode("utf-16-le") in data
    if ENCRYPTED_STREAM.casefold() in streams or names_encryption:
        raise Refusal("input-encrypted", Address(file))
    if is_broken:
        return ""
    return next((kind for name, kind in KINDS_BY_STREAM.items() if name in streams), "OLE2")


# --- text ---

# What begins a text comes before any guess.
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
LEAST_NULS = 20  # of so many bytes one is NUL, or a text is not UTF-16


def decode(file: str, data: bytes) -> tuple[str, str]:
    """Give the text and its encoding: by its byte order mark, else UTF-8, else GB18030.

    The whole file, strictly: a byte that no accepted encoding explains refuses it.
    """
    for encoding in possible_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    is_binary = b"\0" in data[:SAMPLE_SIZE]
    refuse_format(file, f"BIN {data[:4].hex()}" if is_binary else "TXT (≠ UTF-8, GB18030)")


def possible_encodings(data: bytes) -> list[str]:
    """List the encodings that a text may be in, in the order in which they are tried."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return [encoding]
    if unmarked := unmarked_utf_16(data):
        return [unmarked]
    return ["utf-8", "gb18030"]


def unmarked_utf_16(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: ASCII characters have a NUL, all on one side, and few others
    have any.
    """
    sample = data[:SAMPLE_SIZE]
    big, little = sample[::2].count(0), sample[1::2].count(0)
    if max(big, little) * LEAST_NULS < len(sample):
        return None
    if little > 2 * big:
        return "utf-16-le"
    return "utf-16-be" if big > 2 * little else None
