"""How much of the prose of a finished report is last year's, or another office's.

Of many reports only sentences that are the same but for their figures are looked for, so that two
hundred take no longer than their reading. Not for the office's own files of prose
(`similarity.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from reportcli.finding import Address, Finding
from reportcli.proof.repeated import MOST_SENTENCES, Copied, told_too_long
from reportcli.proof.similarity import part_begun
from reportcli.words.messages import printable
from reportcli.words.sentences import masked, sentences

LEAST_SHARED = 80  # characters; less is what all reports say
FORMULA_FROM = 20  # reports that have a sentence: no office copied it from another

ProseLines = Sequence[tuple[Address, str]]


class PartOfProse(NamedTuple):
    """A part of a finished report: the place of its heading, and its lines."""

    address: Address
    lines: list[str]


def repeats_last_year(now: ProseLines, before: ProseLines) -> Iterator[Finding]:
    """A warning for each part of a finished report that stood for more than half in last year's."""
    earlier = parts_of_prose(before)
    for number, part in parts_of_prose(now).items():
        if number not in earlier:
            continue
        then = sentences(earlier[number].lines)
        yield from told_too_long(earlier[number].address, then)
        copied = Copied.of(sentences(part.lines), then)
        if copied.is_too_much and copied.again >= LEAST_SHARED:
            yield copied.finding("text-repeated", part.address, part=number)


def shared_between(reports: Sequence[ProseLines]) -> list[list[Finding]]:
    """For each of several reports a warning for each part that is another one's, word for word but
    for figures, for more than half."""
    every = [parts_of_prose(prose) for prose in reports]
    found: list[list[Finding]] = [[] for _ in reports]
    for number in sorted({number for parts in every for number in parts}):
        for at, finding in shared_parts(number, [one.get(number) for one in every]):
            found[at].append(finding)
    return found


def shared_parts(number: str, parts: Sequence[PartOfProse | None]) -> Iterator[tuple[int, Finding]]:
    """The reports whose part of this number is another one's, by their place."""
    told = [sentences(one.lines)[:MOST_SENTENCES] if one else [] for one in parts]
    for at, others in shared_characters([{*map(masked, one)} for one in told]).items():
        other = max(others, key=lambda one: (others[one], -one))
        part, source = parts[at], parts[other]
        copied = copied_from(told[at], told[other])
        if part and source and copied.is_too_much and copied.again >= LEAST_SHARED:
            name = printable(source.address.file)
            yield at, copied.finding("text-shared", part.address, part=number, other=name)


def copied_from(told: Sequence[str], other: Sequence[str]) -> Copied:
    """The sentences that stand in another part, but for their figures."""
    known = {*map(masked, other)}
    return Copied([one for one in told if masked(one) in known], sum(map(len, told)))


def shared_characters(texts: Sequence[set[str]]) -> Mapping[int, Counter[int]]:
    """For each text, by its number, how many characters it shares with each other one."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for sentence in text:
            holders[sentence].append(number)
    common: dict[int, Counter[int]] = defaultdict(Counter)
    for sentence, numbers in holders.items():
        for one, other in combinations(numbers, 2) if len(numbers) < FORMULA_FROM else ():
            common[one][other] += len(sentence)
            common[other][one] += len(sentence)
    return common


def parts_of_prose(prose: ProseLines) -> dict[str, PartOfProse]:
    """The parts of a finished report by their number."""
    found: dict[str, PartOfProse] = {}
    at = ""
    for address, line in prose:
        number = part_begun(line)
        if number and number not in found:
            at = number
            found[at] = PartOfProse(address, [])
        elif at:
            found[at].lines.append(line)
    return found
