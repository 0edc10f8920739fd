"""Every figure has its name, and a field says what it is asked for, or that it cannot."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.prose.figures import Figures, change_words, percentage
from reportcli.words.numerals import number_text
from tests.logs import figures_of_year
from tests.sample import declaring, report_of


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("{{ requests.received.total }}", "61"),
        ("{{requests/received/total}}", "61"),
        ("{{ 三/予以公开/自然人 }}", "20"),
        ("{{ requests.outcome.refused.total }}", "15"),  # a group: the sum of the lines under it
        ("{{ cases.suit.upheld }}", "2"),
        ("{{ requests.by_channel.online | 占比 }}", "54.1%"),
        ("{{ requests.received.natural_person | 占比 }}", "78.7%"),
        ("{{ requests.received.total | 同比 }}", "增长13%"),
        ("{{ requests.received.total | 上年 }}", "54"),
        ("{{ publications.fees.amount }}", "569.904"),
        ("{{ publications.by_topic.征地信息 }}", "21"),
        (
            "{{ year }}年{{ next_year }}年{{ last_year }}年{{ agency }}",
            "2024年2025年2023年青禾县自然资源局",
        ),
        ("{{ declared.走访企业 }}", "17"),
    ],
)
def test_what_a_field_says(field: str, said: str) -> None:
    runs, faults = Figures(declaring(2024, 走访企业=17)).fill(field)
    assert ("".join(run.text for run in runs), faults) == (said, [])


OLD_FORM = figures_of_year(
    2020,
    {
        "publications": {
            "normative_documents": {"made": 4, "disclosed_total": 30},
            "fees": {"items_last_year": 5, "items_change": 1},
        },
        "requests": {"outcome.other": {"total": 2}, "outcome.refused.third_party": {"total": 9}},
    },
)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("{{ publications.normative_documents.issued | 上年 }}", "4"),  # under its name of then
        ("{{ requests.outcome.other.total | 上年 }}", "2"),  # one line that is three now
        ("{{ requests.outcome.refused.third_party.total | 上年 }}", "9"),
        # Another measure, a line that there was not, and a sum of which parts are not known.
        ("{{ publications.normative_documents.in_force | 上年 }}", None),
        ("{{ publications.fees.amount | 同比 }}", None),
        ("{{ requests.outcome.other.miscellaneous.total | 上年 }}", None),
        ("{{ requests.outcome.refused.total | 上年 }}", None),
    ],
)
def test_last_year_in_the_form_before(field: str, said: str | None) -> None:
    report = replace(report_of(2024), previous=OLD_FORM)
    runs, faults = Figures(report).fill(field)
    told = None if faults else "".join(run.text for run in runs)
    assert told == said


@pytest.mark.parametrize(
    ("year", "field", "code"),
    [
        (2024, "{{ requests.recieved.total }}", "field-unknown"),
        (2024, "{{ 三/予以公开/别人 }}", "field-unknown"),
        (2024, "{{ }}", "field-unknown"),
        (2024, "{{ requests.received.total | 环比 }}", "filter-unknown"),
        (2024, "{{ year | 同比 }}", "field-unknown"),  # a word, and no figure
        (
            2020,
            "{{ requests.received.total | 同比 }}",
            "field-incomparable",
        ),  # nothing known of last year
        (2024, "{{ requests.received.total | 占比 }}", "field-incomparable"),  # the whole
    ],
)
def test_a_field_that_cannot_be_filled_stays_as_a_gap(year: int, field: str, code: str) -> None:
    runs, (fault,) = Figures(report_of(year)).fill(f"前{field}后", 7)
    assert [(run.text, run.style, run.line) for run in runs] == [
        ("前", "plain", 7),
        (field, "gap", 7),
        ("后", "plain", 7),
    ]
    assert fault.code == code


def test_an_unknown_name_is_answered_with_those_close_to_it() -> None:
    _, (fault,) = Figures(report_of(2024)).fill("{{ requests.recieved.total }}")
    assert "requests.received.total" in str(fault.details["close"])


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (61, 54, "增长13%"),
        (54, 61, "下降11.5%"),
        (7, 7, "持平"),
        (0, 0, "持平"),
        (7, 0, None),
        (2, 3, "下降33.3%"),
        (1, 800, "下降99.9%"),
        (10001, 10000, "增长0%"),
    ],
)
def test_a_change_in_words(now: int, before: int, said: str | None) -> None:
    assert change_words(now, before) == said


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_rounded_half_up(part: int, whole: int) -> None:
    share = percentage(part, whole)
    assert share is not None
    assert -Decimal("0.05") <= share - Decimal(part) * 100 / whole <= Decimal("0.05")


def test_a_number_has_no_exponent_and_no_idle_noughts() -> None:
    assert [number_text(Decimal(text)) for text in ("1E+3", "2.50", "0.0", "12")] == [
        "1000",
        "2.5",
        "0",
        "12",
    ]
