"""Which sentences of a text stood in another one, but for their numbers and a word or two; and how
much of it that is.

Of a text that is many times as long as a report the first sentences are compared, and that is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from reportcli.finding import Address, Detail, Finding
from reportcli.words.messages import printable
from reportcli.words.sentences import masked

TOO_MUCH = 50  # per cent of the characters of a part
SAME_FROM = 90  # of 100, by edit distance: the same sentence with a word changed
SHOWN, CUT = 3, 40
# Of one part; a report of a province has a thousand sentences in all.
MOST_SENTENCES, LONGEST_SENTENCE = 2_000, 300
# A sentence with at most a tenth of its characters changed keeps one of its pieces of three whole:
# by these the few are found that are worth a comparison.
PIECE, MOST_HOLDERS, MOST_CANDIDATES = 3, 40, 5


class Copied(NamedTuple):
    """The sentences of a part that stood elsewhere, and all that it has, in characters."""

    repeated: Sequence[str]
    whole: int

    @classmethod
    def of(cls, now: Sequence[str], before: Sequence[str]) -> Copied:
        """What of some sentences stood among others."""
        compared = now[:MOST_SENTENCES]
        return cls(repeated_sentences(compared, before), sum(map(len, compared)))

    @property
    def again(self) -> int:
        """How many characters stood elsewhere."""
        return sum(map(len, self.repeated))

    @property
    def is_too_much(self) -> bool:
        """Whether more than half of the part did."""
        return 100 * self.again > TOO_MUCH * self.whole

    def finding(self, code: str, address: Address, **details: Detail) -> Finding:
        """A finding that shows the first of the sentences."""
        shown = "；".join(sentence[:CUT] for sentence in self.repeated[:SHOWN])
        share: Detail = 100 * self.again // self.whole
        return Finding(code, address, {**details, "share": share, "value": printable(shown)})


def told_too_long(address: Address, found: Sequence[str]) -> Iterator[Finding]:
    """A finding for a text of which not every sentence is compared."""
    if len(found) > MOST_SENTENCES:
        count = sum(map(len, found[:MOST_SENTENCES]))
        yield Finding("text-too-long", address, {"count": count})


def repeated_sentences(now: Sequence[str], before: Sequence[str]) -> list[str]:
    """The sentences that stood in another text, but for their numbers and a word or two."""
    known = list(dict.fromkeys(map(masked, before[:MOST_SENTENCES])))
    # Looked up exactly first: the distance to a sentence costs much more.
    exact = set(known)
    cut = [sentence[:LONGEST_SENTENCE] for sentence in known]
    holders = holders_of_pieces(cut)

    def stood(sentence: str) -> bool:
        if sentence in exact:
            return True
        alike = sentence[:LONGEST_SENTENCE]
        candidates = [cut[number] for number in most_alike(alike, holders)]
        best = process.extractOne(alike, candidates, scorer=fuzz.ratio, score_cutoff=SAME_FROM)
        return best is not None

    return [sentence for sentence in now if stood(masked(sentence))]


def holders_of_pieces(texts: Sequence[str]) -> Mapping[str, list[int]]:
    """The numbers of the texts in which each piece stands: of the first ones that have it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for start in range(len(text) - PIECE + 1):
            held = holders[text[start : start + PIECE]]
            if len(held) < MOST_HOLDERS and number not in held[-1:]:
                held.append(number)
    return holders


def most_alike(text: str, holders: Mapping[str, list[int]]) -> list[int]:
    """The numbers of the texts that have most pieces of one."""
    shared: Counter[int] = Counter()
    for start in range(0, len(text) - PIECE + 1, PIECE):
        shared.update(holders.get(text[start : start + PIECE], ()))
    return [number for number, _ in shared.most_common(MOST_CANDIDATES)]
