"""Figures by name, and sums of them."""

from __future__ import annotations

from decimal import Decimal

from reportcli.proof.evidence import Register
from reportcli.prose.figures import Figures
from tests.sample import declaring, report_of


def records(year: int = 2024) -> Register:
    return Register(Figures(report_of(year)))


def test_a_figure_is_told_as_on_paper_with_last_years() -> None:
    received = records().find("requests.received.total")
    assert received is not None
    assert received.told == "61件（三/本年新收政府信息公开申请数量/总计）"
    assert received.change == "54 → 61件（三/本年新收政府信息公开申请数量/总计）"


def test_a_sum_is_known_when_each_part_is() -> None:
    both = records().find("requests.outcome.granted.total+requests.outcome.partial.total")
    assert both is not None
    assert both.source == "三/予以公开/总计＋三/部分公开/总计"
    assert records().find("requests.received.total+requests.nothing") is None


def test_money_is_in_yuan() -> None:
    fees = records().find("publications.fees.amount")
    assert fees is not None
    assert (fees.unit, fees.value) == ("元", Decimal("5699040"))


def test_several_are_all_together_or_the_last_alone() -> None:
    names = [["requests.received.natural_person"], ["requests.received.business"]]
    together, last = records(2020).several(names)
    assert together.value > last.value


def test_what_no_log_need_record_is_not_known_to_be_nought() -> None:
    trainings = records(2020).find("publications.trainings")
    received = records(2020).find("requests.received.total")
    assert trainings is not None
    assert received is not None
    assert (trainings.is_recorded, received.is_recorded) == (bool(trainings.value), True)


def test_the_kinds_of_case_that_a_sum_counts() -> None:
    both = records().find("cases.review.total+cases.suit.total")
    assert both is not None
    assert both.kinds == ("review", "suit")


def test_declared_figures_by_name() -> None:
    assert Register(Figures(declaring(2020, 走访企业=17))).declared() == [("走访企业", Decimal(17))]
