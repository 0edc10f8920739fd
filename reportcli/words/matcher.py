"""Known words found in a text: the longest match counts, and a negated one does not.

Pure, and ignorant of what the words stand for. Not for whole wordings, which are compared as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from reportcli.words.vocabulary import vocabulary

NEUTRAL = "neutral"
TITLE = re.compile("《[^《》]*》")
REACH = 60  # characters between the members of a list, or before an article with its law
NEGATION_REACH = 12


class Word(NamedTuple):
    """A word, what it stands for, and whether it does so for certain."""

    text: str
    target: str
    sure: bool = True


class Hit(NamedTuple):
    """A word found: text[start:end] stands for `target`."""

    start: int
    end: int
    target: str
    sure: bool = True


def words_of(classes: Mapping[str, Iterable[str]]) -> list[Word]:
    return [Word(text, target) for target, texts in classes.items() for text in texts]


def spans(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the word stands in the text; `…` in a word is up to twelve characters of the same
    clause."""
    if "…" in word:
        pattern = "[^,。;:!?]{0,12}?".join(map(re.escape, word.split("…")))
        yield from (found.span() for found in re.finditer(pattern, text))
        return
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


def find_hits(text: str, words: Iterable[Word]) -> list[Hit]:
    """What the text says, from left to right: hits inside a longer hit and negated hits are no
    hits.

    A title in 《》 holds no hits either, be it of a law (《档案法》) or of what was asked for.
    """
    found = {
        Hit(*span, word.target, word.sure) for word in words for span in spans(word.text, text)
    }
    found |= {Hit(*title.span(), NEUTRAL) for title in TITLE.finditer(text)}
    longest = drop_contained(sorted(found, key=lambda hit: (hit.start, -hit.end, hit.target)))
    return drop_negated(text, [hit for hit in longest if hit.target != NEUTRAL])


def drop_contained(hits: Iterable[Hit]) -> list[Hit]:
    """The hits, by start and falling end, without those inside a longer one (同意公开 in
    不同意公开)."""
    kept: list[Hit] = []
    widest = (0, 0)
    for hit in hits:
        span = (hit.start, hit.end)
        if span == widest or hit.end > widest[1]:
            kept.append(hit)
            widest = span
    return kept


@cache
def negation() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a negated hit, and what stands between two members of one negated list."""
    words = vocabulary().outcome

    def any_of(texts: Iterable[str]) -> str:
        return "(?:" + "|".join(map(re.escape, sorted(texts, key=len, reverse=True))) + ")"

    joiner, filler = f"(?>{any_of(words.joiners)})", any_of(words.fillers)
    before = f"{any_of(words.negations)}{any_of([*words.verbs, *words.fillers])}*$"
    # The list may hold members that are nobody's word: 国家秘密、工作秘密和个人隐私.
    member = f"{joiner}[^、和及与或,。;:但而却属涉为]{{1,8}}"
    between = f"(?:的|等)?(?:{member})*{joiner}{filler}*|的?{filler}*"
    return re.compile(before), re.compile(between)


def negates(ahead: str) -> bool:
    """Whether this text denies what comes right after it."""
    return negation()[0].search(ahead, max(0, len(ahead) - NEGATION_REACH)) is not None


def lists_on(between: str) -> bool:
    """Whether this text between two hits, or two articles, makes them members of one list."""
    return len(between) <= REACH and negation()[1].fullmatch(between) is not None


def drop_negated(text: str, hits: Iterable[Hit]) -> list[Hit]:
    """The hits without the negated ones; a negation holds for the whole list that follows it.

    A list has members of one group: in 不涉及国家秘密、予以公开 and 不涉及国家秘密、不予公开 it has
    one.
    """
    kept: list[Hit] = []
    negated: Hit | None = None
    own = tuple(vocabulary().outcome.negations)
    for hit in hits:
        listed = (
            negated is not None
            and group_of(negated.target) == group_of(hit.target)
            and not text.startswith(own, hit.start)
            and lists_on(text[negated.end : hit.start])
        )
        if listed or negates(text[: hit.start]):
            negated = hit
        else:
            negated = None
            kept.append(hit)
    return kept


def group_of(line: str) -> str:
    """The group of a line; 予以公开 and 部分公开 are groups of their own."""
    return ".".join(line.split(".")[:2])
