"""What results share, and that they stay what they are."""

from __future__ import annotations

from reportcli.finding import Address, Finding
from reportcli.rollup.result import UnitResult, decode_result, encode_result
from reportcli.rollup.sharing import SharedValues


def result_of(code: str) -> UnitResult:
    """A result with texts of its own, as it is decoded."""
    late = Finding("answered-late", Address(f"{code}/a.xlsx", "台账", 3, 9), {"days": 4})
    result = UnitResult(
        code,
        tables={"requests": {"received/total": 3}},
        facts={"requests.by_channel": {"online": 3}, "requests.received": 3},
        findings=(
            late,
            Finding("answered-late", Address(f"{code}/a.xlsx", "台账", 4, 9), {"days": 4}),
        ),
        ways=({"requests/received/total": 1},),
    )
    return decode_result(encode_result(result))


def test_what_is_equal_is_there_once_and_nothing_else_is_changed() -> None:
    shared = SharedValues()
    one, two = shared.result(result_of("A")), shared.result(result_of("B"))
    assert (one, two) == (result_of("A"), result_of("B"))
    assert encode_result(one) == encode_result(result_of("A"))
    assert one.ways[0] is two.ways[0]
    assert one.findings[0].details is two.findings[1].details
    assert one.findings[0].address.file is one.findings[1].address.file
    assert next(iter(one.tables["requests"])) is next(iter(two.tables["requests"]))


def test_mappings_in_another_order_are_kept_apart() -> None:
    shared = SharedValues()
    assert shared.mapping({"a": 1, "b": 2}) is not shared.mapping({"b": 2, "a": 1})
