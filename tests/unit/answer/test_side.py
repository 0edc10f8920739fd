"""A side of a comparison, whatever it came from: a tally, a roll-up, a finished report, an annual report as JSON."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportcli.answer.side import (
    agency_in,
    paragraphs_in_json,
    side_of_published,
    side_of_tally,
)
from reportcli.contract import FindingJson, TallyJson
from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.published.read import Published

FORM = Edition.by_id("2021")


def test_a_tally_keeps_facts_flat_and_takes_the_form_of_its_year() -> None:
    told = TallyJson(
        year=2024,
        tables={"publications": {"fees": {"amount": "1.5"}}},
        facts={"requests.on_time": 3, "requests.by_channel": {"online": 2}},
    )
    side = side_of_tally(told, "a.json")
    assert (side.origin, side.edition.id) == ("json", "2021")
    assert side.number("publications", ("fees", "amount")) == Decimal("1.5")
    assert side.facts == {"requests.on_time": 3, "requests.by_channel.online": 2}


def test_errors_that_are_left_make_a_draft_unless_it_is_published() -> None:
    fault = FindingJson("cell-unread", "error", "", "", "a", None, None, None, None, None, None)
    told = TallyJson(year=2024, tables={}, findings=[fault])
    assert side_of_tally(told, "a.json").is_draft
    told.source = "published"
    assert not side_of_tally(told, "a.json").is_draft


def published(year: int | None, cells: dict[str, Decimal | None]) -> Published:
    return Published(
        "年报.docx", "docx", year, FORM, cells, {}, [], [], ["某市2024年政府信息公开工作年度报告"]
    )


def test_a_finished_report_has_none_where_nothing_was_read() -> None:
    side = side_of_published(
        published(2024, {"cases/review/total": None, "cases/review/other": Decimal(3)})
    )
    assert side.tables == {"cases": {("review", "total"): None, ("review", "other"): 3}}
    assert isinstance(side.number("cases", ("review", "other")), int)
    assert (side.origin, side.agency) == ("report", "某市")


def test_a_report_without_a_year_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        side_of_published(published(None, {}))
    assert refused.value.code == "published-without-year"


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("某市人民政府 2024 年政府信息公开工作年度报告", "某市人民政府"),
        ("2024年政府信息公开工作年度报告", None),
        ("某局 2024年工作总结", None),
    ],
)
def test_whose_report_it_is(title: str, agency: str | None) -> None:
    assert agency_in([title]) == agency


def test_a_title_on_two_lines_names_whose_report_it_is() -> None:
    assert agency_in(["某市某局 2024 年", "政府信息公开工作年度报告"]) == "某市某局"


def test_the_paragraphs_of_an_annual_report_in_json() -> None:
    part = {
        "title": "总体情况",
        "blocks": [{"type": "paragraph", "runs": [{"text": "甲"}, {"text": "乙。"}]}],
    }
    assert list(paragraphs_in_json([part])) == ["甲乙。"]
