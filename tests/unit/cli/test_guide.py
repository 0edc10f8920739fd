"""The manual on the terminal: its topics, and its pages as people read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.cli.guide import PAGES, find_topic, guide_topics, list_topics, read_page
from reportcli.words.messages import CHINESE, ENGLISH, Voice


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.name)
def test_a_page_is_printed_without_what_fills_it_in(path: Path) -> None:
    page = read_page(path)
    assert "<!--" not in page
    assert page.startswith("# ")
    assert page.count("```") % 2 == 0


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_every_topic_has_a_page_and_is_found_by_its_name(voice: Voice) -> None:
    for topic, path in guide_topics(voice).items():
        assert path.is_file()
        assert find_topic(topic.upper(), voice) == path
        # A page that stands in the other language alone is read when it is asked for by name.
        is_own = path.name.endswith(f".{voice.language}.md")
        assert (f"  {topic} " in list_topics(voice)) == is_own


def test_what_names_no_page_or_several_is_none() -> None:
    assert find_topic("没有这一页", CHINESE) is None
    assert find_topic("e", ENGLISH) is None
