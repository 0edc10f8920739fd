"""What a field's value may be: by id, by word, and as it is chosen from a list."""

from __future__ import annotations

import pytest

from reportcli.law.edition import Edition
from reportcli.words.fields import KINDS, KindId, log_kinds
from reportcli.words.values import (
    OFFERED,
    choices_of,
    is_counted,
    known_values,
    known_words,
    meanings,
)

FORM = Edition.by_id("2021")


@pytest.mark.parametrize(
    ("name", "some", "none"),
    [
        ("outcome", {"outcome.granted", "outcome.refused", "pending"}, {"outcome.total"}),
        ("applicant_type", {"natural_person", "business"}, {"total"}),
        ("kind", {"review", "suit_direct"}, {"total"}),
        ("result", {"upheld", "not_counted"}, {"total"}),
        ("category", {"rules", "licensing"}, {"topic"}),
        # requests and publications both have channels
        ("channel", {"letter", "wechat"}, set()),
    ],
)
def test_a_wording_may_stand_for_ids(name: str, some: set[str], none: set[str]) -> None:
    known = known_values(name)
    assert known is not None
    assert some <= known
    assert not none & known


def test_a_field_without_vocabulary_may_stand_for_anything() -> None:
    assert known_values("topic") == set()


@pytest.mark.parametrize("name", ["received", "nonsense"])
def test_no_wording_is_no_field(name: str) -> None:
    assert known_values(name) is None


@pytest.mark.parametrize(
    ("kind", "field", "chosen"),
    [
        ("requests", "outcome", "不予公开：属于国家秘密"),
        ("requests", "applicant_type", "社会公益组织"),
        ("cases", "kind", "行政诉讼"),
        ("cases", "result", "结果纠正"),
        ("cases", "after_review", "是"),
        ("publications", "category", "行政许可"),
    ],
)
def test_what_is_offered(kind: KindId, field: str, chosen: str) -> None:
    offered = choices_of(kind, log_kinds()[kind].field(field), FORM.table(kind))
    assert chosen in [choice.text for choice in offered]


def test_every_word_of_a_vocabulary_is_known_once() -> None:
    for kind in KINDS:
        for field, vocabulary in log_kinds()[kind].values.items():
            words = [word for value in vocabulary.values() for word in (*value.words, *value.whole)]
            assert len(known_words(kind, field)) == len(words), (kind, field)


def test_only_categories_that_the_form_counts_are_offered() -> None:
    table = FORM.table("publications")
    assert is_counted("licensing", table)
    assert not is_counted("licensing_item", table)
    assert is_counted("interpretation", table)


def test_values_of_the_form_are_those_of_fields() -> None:
    assert all(log_kinds()[kind].field(field).type == "wording" for kind, field in OFFERED)


def test_meanings_are_offered_by_the_labels_of_the_form() -> None:
    assert meanings("cases", "result")["结果维持"] == "upheld"
    assert meanings("requests", "applicant_type")["商业企业"] == "business"
    assert "不予公开" not in meanings("requests", "outcome")
    assert meanings("requests", "channel")["电子邮件"] == "email"
