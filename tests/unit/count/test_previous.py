"""Figures of a year before: read back strictly, refused at the path of what is wrong in them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportcli.contract import TallyJson
from reportcli.count.previous import read_previous
from reportcli.export.data import write_json
from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.report import Report
from reportcli.words.messages import CHINESE
from tests.logs import figures_of_year


def test_last_year_is_read_with_a_mark_at_its_start_and_with_keys_that_are_not_known(
    tmp_path: Path,
) -> None:
    file = tmp_path / "2023.json"
    text = json.dumps(
        {"year": 2023, "agency": "某局", "tables": {"publications": {"fees": {"amount": "1.50"}}}}
    )
    file.write_text(text, encoding="utf-8-sig")
    previous = read_previous(str(file))
    assert (previous.year, previous.carried_forward, previous.file) == (2023, None, str(file))
    assert str(previous.number("publications", ("fees", "amount"))) == "1.50"
    assert previous.number("publications", ("fees", "decisions")) is None
    assert previous.number("requests", ("received", "total")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"tables": {}}',
        '{"year": 2023}',
        '{"year": "2023", "tables": {}}',
        '{"year": 2023, "tables": {"requests": {"received": 5}}}',
        '{"year": 2023, "tables": {"requests": {"received": {"total": "many"}}}}',
        '{"year": 2023, "tables": {"requests": {"received": {"total": null}}}}',
        '{"year": 2023, "tables": {"requests": {"received": {"total": "NaN"}}}}',
        '{"year": 2023, "tables": {"requests": {"received": {"total": "Infinity"}}}}',
        '{"year": 2023, "tables": {}, "carried_forward": [1, 2]}',
    ],
)
def test_what_is_no_tally_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2023.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_previous(str(file))
    assert (refused.value.status, refused.value.code) == (3, "previous-invalid")
    assert str(refused.value).startswith(str(file))


def test_bytes_that_are_no_text_and_files_that_are_not_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "2023.json"
    file.write_bytes(
        '{"year": 2023, "tables": {}, "carried_forward": ["依2023-1"]}'.encode("gb18030")
    )
    with pytest.raises(Refusal) as refused:
        read_previous(str(file))
    assert refused.value.code == "previous-invalid"
    with pytest.raises(Refusal) as refused:
        read_previous(str(tmp_path / "2022.json"))
    assert (refused.value.status, refused.value.code) == (3, "input-unreadable")


def written(tmp_path: Path, **changes: Any) -> str:
    """A file with the figures of 2023, with some keys changed."""
    whole = {
        "format": "reportcli-tally/1",
        "year": 2023,
        "tables": {"requests": {"received": {"total": 5}}},
    }
    file = tmp_path / "2023.json"
    file.write_text(json.dumps(whole | changes), encoding="utf-8")
    return str(file)


def refused(file: str) -> str:
    """Why a file is refused."""
    with pytest.raises(Refusal) as caught:
        read_previous(file)
    assert caught.value.code == "previous-invalid"
    return str(caught.value.details["reason"])


@pytest.mark.parametrize("value", [-1, 1.5, "5", "5.5.5", "", "１２", True, None, "1e5", [], "-3"])
def test_a_count_that_is_no_count_is_refused_at_its_path(tmp_path: Path, value: object) -> None:
    told = written(tmp_path, tables={"requests": {"received": {"total": value}}})
    assert "$.tables.requests.received.total" in refused(told)


def test_a_fact_is_as_strict(tmp_path: Path) -> None:
    assert "$.facts.requests.late" in refused(written(tmp_path, facts={"requests.late": -2}))
    by_channel = {"requests.by_channel": {"online": "many"}}
    assert "requests.by_channel.online" in refused(written(tmp_path, facts=by_channel))


@pytest.mark.parametrize("amount", ["1.50", 1.5, 2, "0.0001"])
def test_money_is_taken_as_text_or_as_a_number_and_is_exact(tmp_path: Path, amount: object) -> None:
    file = written(tmp_path, tables={"publications": {"fees": {"amount": amount}}})
    assert read_previous(file).number("publications", ("fees", "amount")) == Decimal(str(amount))


@pytest.mark.parametrize("amount", [-1, "-1.5", "1,5", "一万", 1e300, "9" * 60])
def test_money_that_is_none_is_refused(tmp_path: Path, amount: object) -> None:
    file = written(tmp_path, tables={"publications": {"fees": {"amount": amount}}})
    assert "$.tables.publications.fees.amount" in refused(file)


def test_a_change_of_items_may_be_below_nought(tmp_path: Path) -> None:
    file = written(tmp_path, tables={"publications": {"licensing": {"items_change": -4}}})
    assert read_previous(file).number("publications", ("licensing", "items_change")) == -4


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"year": 2023, "year": 2022, "tables": {}}', "$.year"),
        (
            '{"year": 2023, "tables": {"requests": {"received": {"total": 5, "total": 6}}}}',
            "$.tables.requests.received.total",
        ),
        (
            '{"year": 2023, "tables": {"requests": {}, "requests": {}}}',
            "$.tables.requests",
        ),
        ('{"year": 2023, "tables": {}, "findings": [], "facts": {"a": 1, "a": 1}}', "$.facts.a"),
    ],
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, text: str, path: str) -> None:
    file = tmp_path / "2023.json"
    file.write_text(text, encoding="utf-8")
    assert refused(str(file)).startswith(path)


@pytest.mark.parametrize("name", ["reportcli-tally/2", "reportcli-check/1", "other", 5])
def test_a_format_that_is_not_known_is_refused(tmp_path: Path, name: object) -> None:
    assert "format" in refused(written(tmp_path, format=name))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"year": ' + "9" * 5000 + ', "tables": {}}', '{"tables": 5, "year": 1}'],
)
def test_nothing_of_a_hostile_file_gets_further_than_a_refusal(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2023.json"
    file.write_text(text, encoding="utf-8")
    assert refused(str(file))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_previous(str(tmp_path))
    assert caught.value.code == "input-not-regular"


def test_what_is_written_is_read_back(faulty: Report, tmp_path: Path) -> None:
    file = tmp_path / "2024.json"
    file.write_text(write_json(faulty, CHINESE), encoding="utf-8")
    earlier = read_previous(str(file))
    assert {table: dict(cells) for table, cells in earlier.tables.items()} == {
        table: dict(cells) for table, cells in faulty.tables.items()
    }
    assert (earlier.year, earlier.carried_forward) == (2024, ["2024-4"])
    assert earlier.facts == dict(faulty.facts)
    assert earlier.number("publications", ("fees", "amount")) == Decimal("96171.600005")


def test_the_contract_has_a_default_for_what_a_person_leaves_out() -> None:
    assert TallyJson(year=2023, tables={}).carried_forward is None


def test_a_number_of_the_form_before_by_its_name_of_then() -> None:
    old = figures_of_year(2020, {"publications": {"rules": {"made": 3, "disclosed_total": 8}}})
    form = Edition.by_id("2021")
    assert old.number_in(form, "publications", ("rules", "issued")) == 3
    # Another measure, and one that there was not.
    assert old.number_in(form, "publications", ("rules", "in_force")) is None
    assert old.number_in(form, "publications", ("rules", "repealed")) is None
