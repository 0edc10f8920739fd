"""What is asked of the files that are given before anything is read, and after a refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportcli.finding import Address, Refusal
from reportcli.intake.given import (
    files_that_are_no_log,
    looks_like_json,
    looks_like_log,
    refuse_doubles,
)


@pytest.mark.parametrize("link", ["hardlink_to", "symlink_to"])
def test_a_file_that_is_named_twice_is_refused(tmp_path: Path, link: str) -> None:
    log, other = tmp_path / "log.csv", tmp_path / "other.csv"
    log.write_text("x")
    getattr(other, link)(log)
    with pytest.raises(Refusal) as refused:
        refuse_doubles([str(log), str(other)])
    assert (refused.value.code, refused.value.address) == ("input-doubled", Address(str(other)))


def test_files_that_are_missing_are_for_the_reader_to_say(tmp_path: Path) -> None:
    refuse_doubles([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps({"year": 2023}).encode(), True),
        (b"\xef\xbb\xbf  {", True),
        (b"[]", True),
        ("登记编号,收到日期".encode(), False),
        (b"", False),
    ],
)
def test_json_is_told_by_its_first_character(
    tmp_path: Path, content: bytes, expected: bool
) -> None:
    file = tmp_path / "previous"
    file.write_bytes(content)
    assert looks_like_json(file) is expected
    assert not looks_like_json(tmp_path / "none")


def test_what_has_no_header_or_is_no_spreadsheet_is_left_to_other_readers() -> None:
    stopped = ExceptionGroup(
        "several",
        [
            Refusal("header-missing", Address("report.docx"), seen="", closest=""),
            Refusal("input-not-a-spreadsheet", Address("report.pdf"), what="PDF"),
            Refusal("input-unreadable", Address("gone.xlsx"), reason="gone"),
        ],
    )
    assert files_that_are_no_log(stopped) == {"report.docx", "report.pdf"}


def test_a_header_that_lacks_a_column_is_nearly_a_log() -> None:
    address = Address("a.xlsx")
    nearly = Refusal(
        "header-incomplete",
        address,
        id="requests",
        kind="依申请",
        missing="收到日期",
        seen="",
        closest="",
    )
    assert looks_like_log(nearly)
    assert not looks_like_log(Refusal("header-missing", address, seen="", closest=""))
