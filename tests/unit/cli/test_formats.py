"""One table of formats: every writer that it names is there, and a suffix asks for one format."""

from __future__ import annotations

import pytest

from reportcli.cli.formats import FORMATS, SPOKEN, format_of_suffix, formats_of, writer_of

WRITERS = [(name, result) for name, known in FORMATS.items() for result in known.writers]


@pytest.mark.parametrize(("name", "result"), WRITERS)
def test_every_writer_that_is_named_is_there(name: str, result: str) -> None:
    assert callable(writer_of(result, name))


@pytest.mark.parametrize(
    ("suffix", "name"),
    [(".xlsx", "xlsx"), (".XLSX", "xlsx"), (".htm", "html"), (".txt", "text"), (".doc", None), ("", None)],
)  # fmt: skip
def test_a_suffix_asks_for_a_format(suffix: str, name: str | None) -> None:
    assert format_of_suffix(suffix) == name


def test_no_suffix_asks_for_two_formats() -> None:
    suffixes = [suffix for known in FORMATS.values() for suffix in known.suffixes]
    assert len(suffixes) == len({*suffixes})


def test_the_first_format_of_a_result_is_its_default() -> None:
    assert formats_of("tally")[0] == "text"
    assert formats_of("report")[0] == "md"
    assert formats_of("nothing") == ()


def test_what_is_spoken_has_a_text() -> None:
    assert all("text" in formats_of(result) for result in SPOKEN)
