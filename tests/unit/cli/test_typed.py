"""The words of a command line as they were meant, whatever an input method made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from reportcli.cli.deliver import Speaker
from reportcli.cli.typed import as_meant, files_meant, year_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tally log.xlsx", "tally log.xlsx"),
        ("tally —output 表.xlsx", "tally --output 表.xlsx"),
        ("tally －f json", "tally -f json"),
        ("tally － json", "tally － json"),  # no letter behind it: no option
        ("tally “台账.xlsx”", "tally 台账.xlsx"),
        ("tally --output=“表.xlsx”", "tally --output=表.xlsx"),
        ("tally “", "tally “"),
        ("--lang en tally log.xlsx", "tally --lang en log.xlsx"),
        ("--lang=en tally log.xlsx", "tally --lang=en log.xlsx"),
        ("--help tally", "tally --help"),
        ("--version", "--version"),
        ("--lang en", ""),
        ("--lang en --help", "--help"),
    ],
)
def test_the_words_that_were_meant(typed: str, meant: str) -> None:
    assert as_meant(typed.split()) == meant.split()


def test_a_file_that_has_quotes_or_dashes_in_its_name_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("“台账”", "—log"):
        Path(name).touch()
    assert as_meant(["tally", "“台账”", "—log"]) == ["tally", "“台账”", "—log"]


@pytest.mark.parametrize("typed", ["2024", " 2024年", "2024年度"])
def test_a_year_as_it_is_typed(typed: str) -> None:
    assert year_meant(typed) == 2024


@pytest.mark.parametrize("typed", ["二〇二四", "2024.5", "202400", ""])
def test_what_is_no_year(typed: str) -> None:
    with pytest.raises(typer.BadParameter):
        year_meant(typed)


def test_a_pattern_stands_for_its_files_without_the_locks_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "other.csv"):
        Path(name).touch()
    speaker = Speaker("en")
    assert files_meant(["*.xlsx"], speaker) == ["a.xlsx", "b.xlsx"]
    assert capsys.readouterr().err == "skipped ~$a.xlsx: the lock file of an open workbook\n"
    # One that stands alone was meant, and is refused by its name when it is read.
    assert files_meant(["~$a.xlsx"], speaker) == ["~$a.xlsx"]
    assert files_meant(["none*.xlsx"], speaker) == ["none*.xlsx"]
