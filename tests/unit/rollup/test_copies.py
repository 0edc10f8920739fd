"""Units that delivered what another did."""

from __future__ import annotations

from array import array

from reportcli.rollup.copies import Copy, find_copies
from reportcli.rollup.doubles import find_doubles
from reportcli.rollup.result import ReadFile, UnitResult
from tests.unit.rollup.test_doubles import unit

FIGURES = {"requests": {"received/total": 1}}


def sent(code: str, *digests: str, empty: bool = False) -> UnitResult:
    """A unit with files of some digests."""
    files = tuple(ReadFile(f"{code}/{n}.xlsx", digest) for n, digest in enumerate(digests))
    return UnitResult(code, inputs=files, tables={"requests": {}} if empty else FIGURES)


def told(code: str, *sentences: tuple[str, int]) -> UnitResult:
    """A unit whose report has some sentences, each with its length."""
    prose = b"".join(name.encode().ljust(8) for name, _ in sentences)
    return UnitResult(code, prose=prose, lengths=array("H", [n for _, n in sentences]).tobytes())


def test_the_same_file_of_two_units_is_a_copy() -> None:
    units = [sent("A", "1", "2"), sent("B", "3", "2"), sent("C", "4")]
    assert find_copies(units, []) == [Copy("B", "A", "file", 50)]


def test_an_empty_template_that_both_were_given_is_none() -> None:
    assert find_copies([sent("A", "1", empty=True), sent("B", "1", empty=True)], []) == []


def test_records_that_are_nearly_all_those_of_another_are_a_copy_and_few_are_doubles() -> None:
    numbers = [f"2024-{n}" for n in range(6)]
    units = [
        unit("A", *numbers),
        unit("B", *numbers[:5], "2024-9"),
        unit("C", *numbers[:4], "x", "y"),
    ]
    assert find_copies(units, find_doubles(units)) == [Copy("B", "A", "records", 83)]


def test_prose_of_which_more_than_half_is_that_of_another_is_a_copy() -> None:
    common, half = ("同一句", 60), ("另一句", 50)
    units = [
        told("A", common, half),
        told("B", common, ("自己的", 50)),
        told("C", half, ("也是自己的", 51)),
    ]
    assert find_copies(units, []) == [Copy("B", "A", "prose", 54)]
