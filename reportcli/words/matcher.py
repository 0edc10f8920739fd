"""Known words found in a text: the longest match counts, and a negated one is told apart.

Pure, and ignorant of what the words stand for. Not for whole wordings, which are compared as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

from reportcli.words.patterns import late_pattern
from reportcli.words.vocabulary import vocabulary

NEUTRAL = "neutral"
TITLE_IN_BRACKETS = late_pattern("《[^《》]*》")
REACH = 60  # characters between the members of a list, or before an article with its law
NEGATION_REACH = 12  # signs: 没有（相关）信息 is denied, a word farther off is not
GAPS = {  # what a sign in a word stands for
    "…": "[^,。;:!?()]{0,12}?",
    # Nothing is denied in it, nor made a part: 第三方~同意 is not 第三方不同意, nor 第三方部分同意.
    "~": "[^,。;:!?()不未没无非拒反难部隐删除仅只]{0,12}?",
}
ANY_GAP = late_pattern("[…~]")


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


CHOICE = late_pattern(r"\{([^{}]*)\}")  # {没有|无} in a list of words


def spelled_out(text: str) -> list[str]:
    """The words that one line of the vocabulary stands for: {没有|无}{相关|此}信息 is four."""
    if "{" not in text:
        return [text]
    parts = CHOICE.split(text)  # fixed and open parts in turn
    options = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*options)]


def words_of(classes: Mapping[str, Iterable[str]]) -> list[Word]:
    """The words of classes, each with its class as what it stands for."""
    return [
        Word(text, target)
        for target, texts in classes.items()
        for written in texts
        for text in spelled_out(written)
    ]


def open_pattern(text: str) -> re.Pattern[str]:
    """A word with gaps as a pattern."""
    return late_pattern("".join(GAPS.get(sign) or re.escape(sign) for sign in text))


class OpenWord(NamedTuple):
    """A word with gaps: what stands before the first of them, and all of it as a pattern."""

    head: str
    pattern: re.Pattern[str]
    word: Word


class Lexicon:
    """Words by their text, and the lengths of those that begin with the same two signs: most places
    of a text cost one look-up.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        self.plain: dict[str, list[Word]] = {}
        self.lengths: dict[str, list[int]] = {}
        self.open: dict[str, list[OpenWord]] = {}
        for word in set(words):
            text = word.text
            if gap := ANY_GAP.search(text):
                head = text[: gap.start()]
                self.open.setdefault(head[0], []).append(OpenWord(head, open_pattern(text), word))
                continue
            self.plain.setdefault(text, []).append(word)
            lengths = self.lengths.setdefault(text[:2], [])
            if len(text) not in lengths:
                lengths.append(len(text))
        for lengths in self.lengths.values():
            lengths.sort(reverse=True)
        for same in self.plain.values():
            same.sort()
        for open_words in self.open.values():  # of two that end alike the longer one counts
            open_words.sort(key=lambda one: (-len(one.word.text), one.word))

    def at(self, text: str, place: int) -> list[Hit]:
        """The longest words that begin at a place; several where one text stands for several
        things."""
        found: list[Hit] = []
        for length in self.lengths.get(text[place : place + 2], ()):
            if words := self.plain.get(text[place : place + length]):
                end = place + len(words[0].text)  # at the end of a text the part is shorter
                found = [Hit(place, end, word.target, word.sure) for word in words]
                break
        else:
            if words := self.plain.get(text[place]):
                found = [Hit(place, place + 1, word.target, word.sure) for word in words]
        for head, pattern, word in self.open.get(text[place], ()):
            if not text.startswith(head, place):
                continue
            match = pattern.match(text, place)
            if match and (not found or match.end() > found[0].end):
                found = [Hit(place, match.end(), word.target, word.sure)]
        return found

    def find(self, text: str) -> Iterator[Hit]:
        """Every hit from left to right, but none inside a longer one (同意公开 in 不同意公开)."""
        widest = 0
        for place in range(len(text)):
            found = self.at(text, place)
            if found and found[0].end > widest:
                yield from found
                widest = found[0].end

    def finds_any(self, text: str) -> bool:
        """Whether any word stands in a text."""
        return any(self.at(text, place) for place in range(len(text)))


def find_hits(text: str, lexicon: Lexicon) -> list[Hit]:
    """What the text says, from left to right: negated hits are no hits."""
    return [hit for hit, is_negated in weigh_hits(text, lexicon) if not is_negated]


def weigh_hits(text: str, lexicon: Lexicon) -> list[tuple[Hit, bool]]:
    """What the text says, from left to right, and whether it is denied.

    A title in 《》 holds no hits, be it of a law (《档案法》) or of what was asked for, unless the
    title is itself a word.
    """
    titles = [title.span() for title in TITLE_IN_BRACKETS.finditer(text)] if "《" in text else []
    hits = [
        hit
        for hit in lexicon.find(text)
        if hit.target != NEUTRAL and not any(a < hit.start and hit.end < b for a, b in titles)
    ]
    return list(mark_negated(text, hits))


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


def denial_before(text: str, place: int) -> int:
    """Where a denial begins that ends right before a place; the place itself where there is none."""
    found = negation()[0].search(text, max(0, place - NEGATION_REACH), place)
    return found.start() if found else place


def lists_on(between: str) -> bool:
    """Whether this text between two hits, or two articles, makes them members of one list."""
    return len(between) <= REACH and negation()[1].fullmatch(between) is not None


def mark_negated(text: str, hits: Iterable[Hit]) -> Iterator[tuple[Hit, bool]]:
    """The hits, and whether each is negated; a negation holds for the whole list that follows it.

    A list has members of one group: in 不涉及国家秘密、予以公开 and 不涉及国家秘密、不予公开 it has
    one.
    """
    negated: Hit | None = None
    own = tuple(vocabulary().outcome.negations)
    for hit in hits:
        is_listed = (
            negated is not None
            and group_of(negated.target) == group_of(hit.target)
            and not text.startswith(own, hit.start)
            and lists_on(text[negated.end : hit.start])
        )
        is_negated = is_listed or negates(text[: hit.start])
        negated = hit if is_negated else None
        yield hit, is_negated


def group_of(line: str) -> str:
    """The group of a line; 予以公开 and 部分公开 are groups of their own."""
    return ".".join(line.split(".")[:2])
