"""None in words, of whatever the vocabulary names: 没有部分公开的申请, 行政复议、诉讼均未发生.

Phrases that need more than a negation and a name (均按期办结) are in `denials.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reportcli.proof.context import Context
from reportcli.proof.evidence import Evidence
from reportcli.proof.meanings import ON_TIME, Wording, names_of
from reportcli.proof.spots import Sentence
from reportcli.proof.terms import (
    Term,
    any_of,
    between_terms,
    idle_pattern,
    mapping_of,
    pattern_of,
    spoken_words,
    without_titles,
)
from reportcli.proof.told import Contradiction, Grounds

CLAUSE = re.compile(r"[^，；：（）()]+")
# A column, a way or a form is a word of everyday, unless requests are spoken of.
OF_REQUESTS = {"way", "column"}
DENIABLE = {"line", "kind", "result", "document", "decision", "fact", *OF_REQUESTS}
OF_THEM = {"receive", "accept", "conclude"}


def nothing_told(sentence: Sentence, context: Context, grounds: Grounds) -> Iterator[Contradiction]:
    """The words of a sentence that tell of none, each with what there was."""
    text = without_titles(sentence.text)
    if context.is_plan or pattern_of("wish").search(text):
        return
    for clause in CLAUSE.finditer(text):
        if is_of_something_else(clause[0]) or grounds.past.search(clause[0]):
            continue
        # One finding a clause: its phrases deny the same thing in other words.
        contradictions = nothing_in(clause, sentence, context, grounds)
        first = next(contradictions, None)
        if first:
            yield first


def nothing_in(
    clause: re.Match[str], sentence: Sentence, context: Context, grounds: Grounds
) -> Iterator[Contradiction]:
    """The phrases of a clause that tell of none where there was one."""
    text = clause.string
    for start, said_start, said_end, end in phrases(clause, sentence):
        terms = sentence.terms_between(said_start, said_end)
        if not is_only_names(text, terms, said_start, said_end, sentence.begin):
            continue
        said = text[said_start:said_end]
        denied = denied_figures(terms, said, context, grounds)
        happened = next((one for one in denied if one.value), None)
        if happened:
            yield Contradiction(start, text[start:end], happened.told)


def phrases(clause: re.Match[str], sentence: Sentence) -> Iterator[tuple[int, int, int, int]]:
    """Where words of none may stand in a clause: the phrase, and what it says there is none of."""
    begin, end = clause.span()
    if behind := pattern_of("nothing", "behind").search(clause.string, begin, end):
        yield begin, begin, behind.start(), behind.end()
    for before in pattern_of("nothing", "before").finditer(clause.string, begin, end):
        place = sentence.begin + before.start()
        is_in_word = any(term.start <= place < term.end for term in sentence.terms)
        # 零 alone counts only what stands directly behind it: 零复议.
        is_apart = before[0] == "零" and not any(
            term.start == sentence.begin + before.end() for term in sentence.terms
        )
        if not is_in_word and not is_apart:
            yield before.start(), before.end(), end, end


def is_of_something_else(clause: str) -> bool:
    """Whether a clause is of a part of the year or the office, or of what is no request."""
    if pattern_of("nothing", "unless").search(clause):
        return True
    # 涉及国家秘密 names a line here, and narrows nothing.
    return pattern_of("partial").search(re.sub("涉及|关于", "", clause)) is not None


def is_only_names(text: str, terms: Sequence[Term], start: int, end: int, begin: int) -> bool:
    """Whether nothing but names and idle words stands there: 没有申请 and not 没有申请依据."""
    return not empty_words().sub("", between_terms(text, terms, start, end, begin))


def alike_with_last(names: Sequence[Term]) -> list[Term]:
    """未发生行政复议、行政诉讼 denies each of those that are alike."""
    last = names[-1].groups & DENIABLE
    return [name for name in names if name.groups & last]


def denied_figures(
    terms: Sequence[Term], said: str, context: Context, grounds: Grounds
) -> Iterator[Evidence]:
    """The figures of each thing that is named; none where one of them may be nought."""
    names = names_of(terms)
    if not names:
        yield from denied_by_verbs(terms, context, grounds)
        return
    if {"line", "result"} <= {group for name in names for group in name.groups}:
        return  # 无不予公开决定被撤销: of which decisions a review was, no table says
    alike = alike_with_last(names)
    beside = [term for term in terms if term not in alike]
    for name in alike:
        if not speaks_of(name, terms, said):
            continue
        found = grounds.meanings.meant(Wording((*beside, name), "", context))
        if surely_happened(found):
            yield found[0]


def surely_happened(found: Sequence[Evidence]) -> bool:
    """Whether each of the figures that a name may mean is recorded, and more than nought: one that
    is not may be what the phrase is about, which is then true.
    """
    return bool(found) and all(one.value and one.is_recorded for one in found)


def speaks_of(name: Term, terms: Sequence[Term], said: str) -> bool:
    """Whether a name is meant as one of the form, and no word of everyday."""
    ids = mapping_of(terms)
    if name.groups <= OF_REQUESTS:
        return "申请" in said or bool(OF_THEM & set(ids.get("verb", [])))
    facts = mapping_of([name]).get("fact", [])
    if ON_TIME in facts:  # 没有按时答复 may say that all were late
        return False
    return not (facts and "publish" in ids.get("verb", []) and not facts[-1].startswith("publ"))


def denied_by_verbs(
    terms: Sequence[Term], context: Context, grounds: Grounds
) -> Iterator[Evidence]:
    """The requests, where nothing else is said to be none: 全年未收到申请."""
    ids = mapping_of(terms)
    if "request" not in ids.get("noun", []) or set(ids.get("verb", [])) - OF_THEM:
        return
    found = grounds.meanings.meant(Wording(tuple(terms), "", context))
    if found and all(one.value for one in found):
        yield found[0]


@cache
def empty_words() -> re.Pattern[str]:
    """Words between a negation and a name that say nothing of their own, and idle ones."""
    filler = any_of(spoken_words().nothing["filler"])
    return re.compile(f"{filler}|{idle_pattern().pattern}")
