"""Answers in words: what a number is called, why a row counts in it, what became of a row."""

from __future__ import annotations

import pytest

from reportcli.answer.cell import FormNumber, explain_cell
from reportcli.answer.fact import explain_fact
from reportcli.answer.row import explain_row, find_row
from reportcli.answer.wording import (
    field_label,
    name_of_fact,
    name_of_number,
    number_label,
    sentence,
    shown_number,
    verdict,
)
from reportcli.finding import catalogue
from reportcli.law.edition import editions
from reportcli.report import Report
from reportcli.words.messages import CHINESE, ENGLISH, Voice, messages
from tests.unit.answer.test_cell import logs, report

__all__ = ["logs", "report"]


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_every_cell_of_every_edition_has_a_rule(report: Report, voice: Voice) -> None:
    for edition in editions():
        for table in edition.tables:
            for line, column, block in table.cells():
                figure = FormNumber(table, line, column, block, 0)
                assert bool(sentence(figure, report, voice)) != figure.is_derived
                assert figure.basis.startswith("条例") or not figure.basis


def test_every_fate_has_a_reason() -> None:
    plain = set(messages()["fate"]) - {"counted", "outside-year", "error"}
    assert plain <= set(messages()["why"]) | set(catalogue())


@pytest.mark.parametrize(
    ("cell", "chinese", "english"),
    [
        (
            "requests/outcome.refused.state_secret/business",
            "（三）不予公开 / 1.属于国家秘密 / 法人或其他组织 / 商业企业",
            "（三）不予公开 / 1.属于国家秘密 State secrets / 法人或其他组织 / 商业企业 Commercial enterprises",
        ),
        ("requests/received/total", "一、本年新收政府信息公开申请数量 / 总计", None),
    ],
)
def test_a_number_is_called_by_its_line_and_column_behind_their_headings(
    report: Report, cell: str, chinese: str, english: str | None
) -> None:
    figure = explain_cell(report, cell).figure
    assert name_of_number(figure, CHINESE) == chinese
    if english:
        assert name_of_number(figure, ENGLISH) == english


def test_the_rules_of_a_number_are_one_sentence(report: Report) -> None:
    figure = explain_cell(report, "requests/received/natural_person").figure
    assert sentence(figure, report, CHINESE).count("；") == len(figure.rules) - 1
    assert sentence(figure, report, ENGLISH)[0].isupper()
    assert "2024" in sentence(figure, report, ENGLISH)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (3, "计入"),  # counted
        (4, "outcome-unknown"),  # faulty
        (6, "空行"),
        (10, "合计"),
    ],
)
def test_what_became_of_a_row_is_said_with_the_reason(report: Report, row: int, words: str) -> None:
    explanation = explain_row(report, find_row(report, f"{row}", "requests.xlsx"))
    assert words in verdict(explanation, report, CHINESE)


def test_a_fact_is_called_by_its_label_and_its_part(report: Report) -> None:
    name = name_of_fact(explain_fact(report, "requests.late"), report, CHINESE)
    assert name
    assert "：" not in name


def test_money_is_a_decimal_also_where_no_row_adds_any(report: Report) -> None:
    money = explain_cell(report, "publications/fees/amount").figure
    count = explain_cell(report, "requests/received/total").figure
    assert shown_number(money, 0) == "0"
    assert shown_number(count, 0) == 0


def test_fields_by_their_usual_headings() -> None:
    assert field_label("requests", "received", CHINESE) == "收到日期"
    assert field_label("requests", "received", ENGLISH) == "Date received"
    assert number_label("cases", CHINESE) == field_label("cases", "number", CHINESE)
