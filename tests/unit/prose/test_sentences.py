"""The wording of the program's sentences, filled with figures."""

from __future__ import annotations

from datetime import date

from reportcli.prose.blocks import Run
from reportcli.prose.sentences import (
    as_literal,
    field,
    gap,
    in_prose,
    official_date,
    signature_of,
    title_of,
    wording,
)
from tests.sample import report_of
from tests.unit.prose.saying import sentences_with


def test_title_date_and_signature() -> None:
    assert title_of(report_of(2024)) == "青禾县自然资源局2024年政府信息公开工作年度报告"
    assert official_date(date(2025, 1, 2)) == "2025年1月2日"
    assert signature_of(report_of(2024)) == ("青禾县自然资源局", "2025年1月12日")


def test_a_sentence_whose_figure_is_unknown_is_not_said() -> None:
    sentences = sentences_with({"requests.extended": None})
    assert sentences.say("requests", "extended") == []
    assert sentences.value("requests.extended") is None


def test_every_number_is_filled_from_a_field() -> None:
    runs = sentences_with({"requests.extended": 4}).say("requests", "extended")
    assert runs[1] == Run("4", figure="requests.extended")


def test_a_list_whose_items_have_commas_is_parted_by_semicolons() -> None:
    sentences = sentences_with({})
    assert (
        sentences.listed("disclosure", "topics", ["甲，乙", "丙"])[0].text
        == "按栏目分，甲，乙；丙。"
    )
    assert sentences.listed("disclosure", "topics", []) == []


def test_a_gap_is_marked_and_what_looks_like_a_field_is_none() -> None:
    assert gap("六").runs[0].style == "gap"
    assert as_literal("{{ x }}") == "{ { x }}"
    assert wording("contact", "telephone", value="0") == "联系电话：0"


def test_labels_in_full_and_fields_with_filters() -> None:
    figure = sentences_with({}).figures["requests.extended"]
    assert field(figure, "占比") == "{{ requests.extended | 占比 }}"
    assert (in_prose("微信"), in_prose("网站")) == ("微信公众号", "网站")
