"""Each contract is a schema, and says of every key that the program writes that it has to be there."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from reportcli.contract import CONTRACTS, TallyJson, format_of, schema_of


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_contract_has_a_schema(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == format_of(CONTRACTS[name])
    assert schema["title"].startswith("reportcli-")


def test_what_a_person_may_leave_out_is_written_always() -> None:
    shapes = schema_of("tally")["$defs"]
    known = list(shapes["TallyJson"]["properties"])
    known.remove("source")  # of a finished report alone
    assert shapes["TallyJson"]["required"] == known
    assert "skipped" not in shapes["SheetJson"]["required"]
    assert "rows" in shapes["SheetJson"]["properties"]


def test_the_format_is_the_first_key_of_each_contract() -> None:
    for contract in CONTRACTS.values():
        assert contract.__struct_fields__[0] == "format"


def test_an_unknown_contract_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        schema_of("other")


def test_the_annual_report_has_all_that_a_tally_has() -> None:
    assert set(TallyJson.__struct_fields__) < set(CONTRACTS["report"].__struct_fields__)
