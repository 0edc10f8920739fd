"""The words as data: they lead to places of the form only."""

from __future__ import annotations

from reportcli.law.edition import Edition
from reportcli.words.vocabulary import printed_outcomes, spoken_outcomes, vocabulary


def test_vocabulary_names_known_places_only() -> None:
    words = vocabulary()
    lines = {line.id for line in words.outcome.lines}
    columns = {
        column.id for column in Edition.by_id("2021").table("requests").blocks[0].leaves("columns")
    }
    assert {other for line in words.outcome.lines for other in line.absorbs} <= lines
    assert {line for cited in words.articles.lines.values() for line in cited} <= lines
    assert set(words.applicant.types) == columns - {"total"} | {"individual_business", "undecided"}
    ruled = {rule.column for rule in words.applicant.registrations}
    ruled |= set(words.applicant.endings) - {"undecided"}
    ruled |= {*words.applicant.presumed.values(), *words.applicant.latin_bodies}
    assert ruled <= columns | {"individual_business"}
    assert set(words.case.labels) == {"upheld", "corrected", "other", "pending"}
    assert set(words.case.review) == {*words.case.labels, "ambiguous"}
    assert set(words.case.suit) == {*words.case.labels, "ambiguous", "dismissed_suit"}


def test_prose_has_words_for_every_line_and_group_but_the_rest() -> None:
    unspoken = [place for place, words in spoken_outcomes().items() if not words]
    assert unspoken == ["outcome.other.miscellaneous"]


def test_copies_of_the_form_have_labels_of_their_own() -> None:
    assert "逾期不补正" in printed_outcomes()["outcome.other.not_corrected"]
