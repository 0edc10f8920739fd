"""A roll-up as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from reportcli.contract import schema_of
from reportcli.export.rollup.data import write_rollup_json
from reportcli.rollup.earlier import read_rollup
from reportcli.rollup.whole import Rollup
from reportcli.words.messages import CHINESE, Voice
from tests.rolled import rolled_up, small


def as_json(rollup: Rollup, voice: Voice = CHINESE) -> str:
    """A roll-up as JSON."""
    return "".join(write_rollup_json(rollup, voice))


def test_json_keeps_its_contract_and_has_a_line_a_unit_and_a_finding() -> None:
    text = as_json(small())
    told = json.loads(text)
    Draft202012Validator(schema_of("rollup")).validate(told)
    lines = [line for line in text.splitlines() if line.startswith('    {"code"')]
    assert len(lines) == len(told["units"]) + len(told["findings"])
    assert told["tables"]["requests"]["received"]["total"] == 8
    assert told["tables"]["publications"]["fees"]["amount"] == "0.5"


def test_json_of_nothing_is_json_all_the_same() -> None:
    told = json.loads(as_json(rolled_up()))
    assert (told["units"], told["findings"], told["completeness"]["rate"]) == ([], [], None)


def test_json_in_ascii_is_the_same_data() -> None:
    plain, ascii_only = (
        as_json(small(), voice) for voice in (CHINESE, Voice("zh", ascii_only=True))
    )
    assert ascii_only.isascii()
    assert json.loads(ascii_only) == json.loads(plain)


def test_json_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "汇总.json"
    file.write_text(as_json(small()), "utf-8")
    assert sorted(read_rollup(str(file)).summed) == ["A02", "T01", "X01"]
