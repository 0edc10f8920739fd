"""What the value of a field may be: lines and columns of the form, else the vocabulary."""

from __future__ import annotations

import pytest

from reportcli.law.choices import form_items, meanings, possible_values
from reportcli.law.edition import Edition


def test_an_outcome_is_a_line_of_the_form_or_a_group_that_its_ground_decides() -> None:
    lines = [line.id for line in form_items("requests", "outcome", Edition.by_id("2021"))]
    assert lines[:3] == ["outcome", "outcome.granted", "outcome.partial"]
    assert {"received", "outcome.total", "carried_forward"}.isdisjoint(lines)


def test_what_the_editions_differ_in_may_be_meant_in_either() -> None:
    values = possible_values("outcome")
    assert values
    assert {"outcome.other", "outcome.other.fee_unpaid", "pending"} <= values


@pytest.mark.parametrize(
    ("field", "some", "none"),
    [
        ("applicant_type", {"natural_person", "business"}, {"total", "organisation"}),
        ("kind", {"review", "suit_direct"}, {"upheld"}),
        ("result", {"upheld", "not_counted"}, {"total", "review"}),
        ("category", {"rules", "licensing"}, {"news"}),
        ("mode", {"proactive", "on_request"}, {"in_force"}),
    ],
)
def test_the_values_of_a_field(field: str, some: set[str], none: set[str]) -> None:
    values = possible_values(field)
    assert values
    assert some <= values
    assert values.isdisjoint(none)


def test_a_text_may_be_anything_and_a_field_that_no_log_has_nothing() -> None:
    assert possible_values("stage") == set()
    assert possible_values("colour") is None
    assert possible_values("received") is None  # a date is no wording


def test_meanings_are_offered_by_the_labels_of_the_form() -> None:
    assert meanings("cases", "result")["结果维持"] == "upheld"
    assert meanings("requests", "applicant_type")["商业企业"] == "business"
    assert "不予公开" not in meanings("requests", "outcome")
    assert meanings("requests", "channel")["电子邮件"] == "email"
