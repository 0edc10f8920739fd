"""Phrases that deny what a table shows: 未发生行政复议, 均已办结.

Which phrase denies which figures stands in `terms.toml`; here is whether the sentence means it, and
of which kind of case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reportcli.proof.context import Context
from reportcli.proof.evidence import Evidence, Register
from reportcli.proof.spots import Sentence
from reportcli.proof.terms import Denial, mapping_of, pattern_of, spoken_words, without_titles
from reportcli.proof.told import Contradiction

KIND_STOP = re.compile("[，；]")


def denied(sentence: Sentence, context: Context, records: Register) -> Iterator[Contradiction]:
    """The phrases of a sentence that say that something did not happen, each with what did."""
    text = without_titles(sentence.text)
    if pattern_of("wish").search(text):
        return
    for pattern, unless, denial in denial_patterns():
        match = pattern.search(text)
        if match is None or (unless and unless.search(text)):
            continue
        kinds = kinds_at(sentence, match, context) or ("review", "suit")
        happened = figures_denied(denial, kinds, records)
        if happened:
            known = "；".join(evidence.told for evidence in happened)
            yield Contradiction(match.start(), match[0], known)


def figures_denied(denial: Denial, kinds: Sequence[str], records: Register) -> list[Evidence]:
    """The figures that should be nought and are not."""
    names = (name.format(kind=kind) for name in denial.zero for kind in kinds)
    return [evidence for evidence in records.named(names) if evidence.value]


def kinds_at(sentence: Sentence, match: re.Match[str], context: Context) -> Sequence[str]:
    """The kinds of case that a phrase is about: those of the last clause so far that names any."""
    kinds = [term for term in sentence.terms if "kind" in term.groups]
    phrase_end = sentence.begin + match.end()
    so_far = [term for term in kinds if term.start < phrase_end]
    if not so_far:
        # 未发生被纠正的行政诉讼案件: the kind stands behind, in the same clause.
        clause_end = sentence.begin + end_of_clause(sentence.text, match.end())
        behind = [term for term in kinds if term.start < clause_end]
        return mapping_of(behind).get("kind", context.kinds)
    comma = sentence.text.rfind("，", 0, so_far[-1].start - sentence.begin)
    clause_start = sentence.begin + max(comma, 0)
    of_clause = [term for term in so_far if term.start >= clause_start]
    return mapping_of(of_clause)["kind"]


def end_of_clause(text: str, at: int) -> int:
    """Where the clause ends in which a place stands."""
    stop = KIND_STOP.search(text, at)
    return stop.start() if stop else len(text)


@cache
def denial_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, Denial], ...]:
    """The phrases that deny something, and those under which they say something else."""
    return tuple(
        (re.compile(denial.words), re.compile(denial.unless) if denial.unless else None, denial)
        for denial in spoken_words().denial
    )
