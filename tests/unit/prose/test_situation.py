"""Part 一: none, one, many, with last year and without, late answers, only reviews, only suits."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.proof.prove import prove
from reportcli.prose import situation
from reportcli.prose.blocks import Run, plain_paragraph
from reportcli.prose.figures import Figures
from reportcli.prose.sentences import Sentences
from tests.sample import report_of
from tests.unit.prose.saying import Values, figures_with, sentences_with, words_of_blocks

RECEIVED, BROUGHT = "requests.received.total", "requests.brought_forward.total"
TYPES = ("natural_person", "business", "research", "social_welfare", "legal_services")
OUTCOMES = ("granted", "partial", "refused", "unavailable", "unprocessed", "other")
CONCLUDED, CARRIED = "requests.outcome.total.total", "requests.carried_forward.total"


def said(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("received", "brought", "words"),
    [
        (0, 0, "2024年，本机关未收到政府信息公开申请。"),
        (0, 6, "2024年，本机关未收到新的政府信息公开申请，办理上年结转的申请6件。"),
        (1, 0, "2024年，本机关新收政府信息公开申请1件。"),
        (61, 6, "2024年，本机关新收政府信息公开申请61件，上年结转6件，共收办67件。"),
    ],
)
def test_requests_received(received: int, brought: int, words: str) -> None:
    values = {RECEIVED: received, BROUGHT: brought, "requests.handled": received + brought}
    assert said(situation.received(sentences_with(values))) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (61, None, ""),
        (0, 0, ""),
        (54, 54, "新收申请数量与上年持平。"),
        (61, 54, "新收申请数量与上年（54件）相比，增长13%。"),
        (27, 54, "新收申请数量与上年（54件）相比，下降50%。"),
        (61, 12, "新收申请数量是上年（12件）的5.1倍。"),
        (48, 12, "新收申请数量与上年（12件）相比，增长300%。"),
        (61, 0, "上年未收到申请。"),
        (0, 54, "上年收到申请54件。"),
    ],
)
def test_the_change_on_last_year(now: int, before: int | None, words: str) -> None:
    values = {RECEIVED: now if before is None else (now, before)}
    assert said(situation.change(sentences_with(values))) == words


def test_one_request_has_no_shares() -> None:
    values: Values = {
        RECEIVED: 1,
        "requests.by_channel.online": 0,
        "requests.by_channel.other_ways": 1,
        "requests.by_channel_in_detail.letter": 1,
        **{f"requests.by_channel_in_detail.{one}": None for one in ("web", "email", "in_person", "fax")},
        **{f"requests.received.{one}": 0 for one in (*TYPES, "other_organisation")},
        "requests.received.natural_person": 1,
    }  # fmt: skip
    sentences = sentences_with(values)
    assert said(situation.ways(sentences)) == "该申请通过信函提出。"
    assert said(situation.tell_applicants(sentences)) == "申请人为自然人。"


def outcome_values(**outcomes: int) -> Values:
    total = sum(outcomes.values())
    each = {f"requests.outcome.{one}.total": outcomes.get(one, 0) for one in OUTCOMES}
    return {CONCLUDED: total, **each}


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({"refused": 1}, "本年度办结1件，结果为不予公开。"),
        ({"granted": 3}, "本年度共办结3件，结果均为予以公开。"),
        (
            {"granted": 3, "other": 1},
            "本年度共办结4件。其中，予以公开3件，占办结总数的75%；其他处理1件，占25%。",
        ),
        ({}, "本年度没有办结的申请。"),
    ],
)
def test_outcomes(outcomes: dict[str, int], words: str) -> None:
    assert said(situation.tell_outcomes(sentences_with(outcome_values(**outcomes)))) == words


@pytest.mark.parametrize(
    ("on_time", "late", "words"),
    [
        (61, 0, "办结的申请均在法定期限内办结，按期办结率为100%。"),
        (60, 1, "在办结的申请中，按期办结60件，按期办结率为98.4%；逾期办结1件。"),
        (0, 61, "在办结的申请中，逾期办结61件。"),
    ],
)
def test_a_late_answer_is_said(on_time: int, late: int, words: str) -> None:
    values = {"requests.on_time": on_time, "requests.late": late, "requests.concluded": 61}
    assert said(situation.in_time(sentences_with({CONCLUDED: 61, **values}))) == words


def case_values(line: str, **results: int) -> dict[str, int]:
    each = {
        f"cases.{line}.{one}": results.get(one, 0)
        for one in ("upheld", "corrected", "other", "pending")
    }
    return {**each, f"cases.{line}.total": sum(results.values())}


def routes(direct: int, after: int) -> dict[str, int]:
    return {"cases.suit_direct.total": direct, "cases.suit_after_review.total": after}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {**case_values("review"), **case_values("suit")},
            "2024年，本机关未发生因政府信息公开引起的行政复议、行政诉讼。",
        ),
        (
            {**case_values("review", upheld=1), **case_values("suit")},
            "全年发生政府信息公开行政复议案件1件，结果维持。全年未发生因政府信息公开引起的行政诉讼。",
        ),
        (
            {**case_values("review"), **case_values("suit", pending=2), **routes(2, 0)},
            "全年未发生因政府信息公开引起的行政复议。"
            "全年发生政府信息公开行政诉讼案件2件，均为未经复议直接起诉，均尚未审结。",
        ),
        (
            {**case_values("review", upheld=2), **case_values("suit", upheld=1, other=2), **routes(1, 2)},
            "全年发生政府信息公开行政复议案件2件，结果均为维持。"
            "全年发生政府信息公开行政诉讼案件3件，其中未经复议直接起诉1件、复议后起诉2件；"
            "按审理结果分，结果维持1件、其他结果2件。",
        ),
    ],
)  # fmt: skip
def test_reviews_and_suits(values: Values, words: str) -> None:
    assert said(situation.cases(sentences_with(values))) == words


@pytest.mark.parametrize(
    ("issued", "repealed", "in_force", "words"),
    [
        (4, 3, 12, "2024年，本机关制发行政规范性文件4件，废止3件，现行有效12件。"),
        (0, 3, 12, "2024年，本机关未制发行政规范性文件，废止3件，现行有效12件。"),
        (0, 0, 0, "2024年，本机关未制发行政规范性文件。"),
        (4, 0, 4, "2024年，本机关制发行政规范性文件4件，现行有效4件。"),
    ],
)
def test_normative_documents(issued: int, repealed: int, in_force: int, words: str) -> None:
    name = "publications.normative_documents"
    values = {f"{name}.issued": issued, f"{name}.repealed": repealed, f"{name}.in_force": in_force}
    assert [said(runs) for runs in situation.management(sentences_with(values))] == [words]


def test_where_items_stand_is_said_once_when_it_is_one_place() -> None:
    values = {"publications.by_channel.wechat": 0, "publications.by_channel.city_portal": 0}
    sentences = sentences_with(values)
    assert said(situation.tell_channels(sentences)) == "上述信息均通过本机关网站公开。"
    assert [said(runs) for runs in situation.platform(sentences)] == [
        "2024年，通过本机关网站公开信息90条。"
    ]


def test_what_no_log_tells_is_a_gap() -> None:
    figures = Figures(report_of(2024))
    figures.named = {}
    words = words_of_blocks([*situation.general_situation(Sentences(figures))])
    assert words.count("此处填写") == 5


SMALL = st.sampled_from([0, 0, 1, 2, 7, 100])


@settings(max_examples=60, deadline=None)
@given(st.lists(SMALL, min_size=6, max_size=6), st.lists(SMALL, min_size=8, max_size=8), SMALL)
def test_no_figures_make_an_odd_sentence_or_one_that_the_proof_takes_for_wrong(
    outcomes: list[int], results: list[int], brought: int
) -> None:
    concluded = sum(outcomes)
    late = concluded // 3
    values = {
        **outcome_values(**dict(zip(OUTCOMES, outcomes, strict=True))),
        **case_values("review", upheld=results[0], corrected=results[1], pending=results[2]),
        **case_values("suit", upheld=results[4], other=results[5]),
        **routes(results[4], results[5]),
        "requests.concluded": concluded,
        "requests.on_time": concluded - late,
        "requests.late": late,
        BROUGHT: brought,
        "requests.handled": concluded + 6,
    }
    figures = figures_with(values)
    words = words_of_blocks([*situation.general_situation(Sentences(figures))])
    for odd in (
        "新收政府信息公开申请0件",
        "、0件",
        "分0件",
        "占0%",
        "占100%",
        "其中。",
        "，。",
        "，，",
    ):
        assert odd not in words
    blocks = [plain_paragraph(line) for line in words.split("\n") if "此处填写" not in line]
    found = prove("一.md", blocks, figures, report_of(2024))
    assert [one.message("zh") for one in found if one.severity == "error"] == []
