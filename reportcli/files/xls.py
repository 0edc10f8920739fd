"""Workbooks in compound files: xls, as Excel since version 5 and WPS write it."""

from __future__ import annotations

import re

from reportcli.files.biff import (
    book_counts_from_1904,
    book_records,
    foreign_encoding,
    in_known_page,
    is_garbled,
    recoded,
    recoded_rows,
    scan_book,
)
from reportcli.files.extent import check_records
from reportcli.files.kinds import KINDS_BY_MAGIC, compound_kind, refuse_format
from reportcli.files.reader import calamine_sheets, completed
from reportcli.files.sheet import Sheet, Workbook
from reportcli.finding import Address, Refusal

# That the workbook is encrypted (MS-XLS 2.4.117) stands next to the record that begins it.
FILE_PASS = re.compile(
    rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL
)


def open_compound(file: str, data: bytes) -> Workbook:
    """Open a workbook in a compound file: xls, as Excel since version 5 and WPS write it.

    One that is too broken to tell what it holds is left to the reader.
    """
    kind = compound_kind(file, data)
    if FILE_PASS.search(data):
        raise Refusal("input-encrypted", Address(file))
    if kind not in ("", "xls"):
        refuse_format(file, kind)
    book = book_records(file, data)
    if is_garbled(book):
        refuse_format(file, KINDS_BY_MAGIC[b"\x09\x08\x08\0"])
    check_records(file, book)
    sheets = completed(read_book_sheets(file, data, book), scan_book(book))
    return Workbook("xls", sheets, epoch_1904=book_counts_from_1904(book))


def read_book_sheets(file: str, data: bytes, book: bytes) -> list[Sheet]:
    """Read the sheets of an xls; of a code page that calamine does not know, by way of another."""
    encoding = foreign_encoding(book)
    if encoding is None:
        return calamine_sheets(file, data, "xls")
    sheets = calamine_sheets(file, in_known_page(data), "xls")
    for sheet in sheets:
        sheet.name = recoded(sheet.name, encoding)
        sheet.rows = recoded_rows(sheet.rows, encoding)
    return sheets
