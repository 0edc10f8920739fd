"""Articles of the regulation that are cited as a ground, and those of other laws that are not."""

from __future__ import annotations

import pytest

from reportcli.words.article import cited_articles


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("条例第十五条", [["outcome.refused.third_party"]]),
        ("第36条第4项", [["outcome.unavailable.not_held"]]),
        ("三十六条(六)", [["outcome.unprocessed.repeated"]]),
        ("第三十七条", [["outcome.partial"]]),
        ("行政处罚法第十五条", []),
        ("不属于条例第十五条规定的情形", []),
        ("第九十九条", []),
    ],
)
def test_cited_articles(text: str, lines: list[list[str]]) -> None:
    assert [found for _, found in cited_articles(text)] == lines
