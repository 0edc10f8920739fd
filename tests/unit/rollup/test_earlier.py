"""A roll-up read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.finding import Refusal
from reportcli.report import Report
from reportcli.rollup.earlier import read_rollup


def codes(report: Report) -> list[str]:
    """The codes of the findings."""
    return [one.code for one in report.findings]


@pytest.mark.parametrize("text", ["{}", "[]", '{"format": "reportcli-tally/1"}', "{"])
def test_what_is_no_roll_up_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "汇总.json"
    file.write_text(text, "utf-8")
    with pytest.raises(Refusal) as caught:
        read_rollup(str(file))
    assert caught.value.code == "rollup-json-invalid"
