"""Places that the office still has to fill."""

from __future__ import annotations

from reportcli.prose.blocks import Paragraph, Part, Run, plain_paragraph
from reportcli.prose.gaps import find_gaps
from tests.sample import report_of

GAP = Paragraph((Run("（此处填写）", "gap"),))


def found(preamble: Paragraph, *parts: Part) -> list[tuple[str, str]]:
    gaps = find_gaps([preamble], parts, report_of(2020))
    return [(one.code, str(one.details.get("part", ""))) for one in gaps]


def test_a_gap_in_the_preamble_is_whom_to_ask() -> None:
    assert found(GAP) == [("contact-missing", "")]
    assert found(plain_paragraph("联系我们")) == []


def test_a_part_that_the_office_wrote_has_no_gap_of_ours() -> None:
    assert found(plain_paragraph("前言"), Part("五", "问题", (GAP,))) == [("part-unwritten", "五")]
    assert found(plain_paragraph("前言"), Part("五", "问题", (GAP,), file="五.md")) == []
