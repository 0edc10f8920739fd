"""What stands under a group of lines or columns in each form."""

from __future__ import annotations

import pytest

from reportcli.answer.group import parts_of_group
from reportcli.law.edition import Edition


@pytest.mark.parametrize(
    ("form", "number", "cells"),
    [
        ("2021", "requests/received/total", ["requests/received/total"]),
        ("2021", "requests/outcome.other/research", [
            "requests/outcome.other.not_corrected/research",
            "requests/outcome.other.fee_unpaid/research",
            "requests/outcome.other.miscellaneous/research",
        ]),
        # A line of its own in the older form.
        ("2019", "requests/outcome.other/research", ["requests/outcome.other/research"]),
        ("2021", "requests/no_such_line/research", []),
    ],
)  # fmt: skip
def test_a_group_is_the_cells_under_it(form: str, number: str, cells: list[str]) -> None:
    assert parts_of_group(Edition.by_id(form), number) == cells
