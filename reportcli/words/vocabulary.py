"""The words of outcomes, applicants and cases, as `wordings.toml` has them.

What the words mean is data here and nowhere else; how they are weighed is in `outcome.py`,
`applicant.py` and `case.py`. Not for plain vocabularies such as channels (`fields.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from reportcli.shipped import load_shipped


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of outcome lines, and the words that name it without saying which line."""

    id: str
    words: list[str]
    spoken: tuple[str, ...] = ()


class VocabularyLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome line. `uncertain` words yield to others; a line that `absorbs` another outdoes
    it. `spoken`: how prose names it; `printed`: how copies of the form label it."""

    id: str
    exact: list[str] = []
    exact_uncertain: list[str] = []
    words: list[str] = []
    uncertain: list[str] = []
    absorbs: list[str] = []
    spoken: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


class OutcomeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the outcome and ground cells; `lines` in the order of the form."""

    negations: list[str]
    verbs: list[str]
    fillers: list[str]
    joiners: list[str]
    deniers: list[str]
    neutral: list[str]
    legacy: list[str]
    archive: list[str]
    pending: list[str]
    empty: list[str]
    harmless: list[str]
    withdrawals: list[str]
    nameable: list[str]
    roles: dict[str, list[str]]
    groups: list[Group]
    lines: list[VocabularyLine]


class ArticleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which lines an article of 政府信息公开条例 stands for; patterns of what names that law, or
    another."""

    own: str
    other: str
    lines: dict[str, list[str]]


class Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Credit codes that begin so, held by bodies whose name matches, belong to the column."""

    prefixes: list[str]
    column: str
    name: str = ""


class ApplicantWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Types of applicant as written, and what code and name tell where the type does not.

    `endings`: column → how the names of its bodies end. `presumed`: what an undecided type comes to
    where nothing tells more.
    """

    surnames: str
    compound_surnames: list[str]
    roles: list[str]
    nameless: list[str]
    latin_bodies: dict[str, list[str]]
    types: dict[str, list[str]]
    presumed: dict[str, str]
    registrations: list[Registration]
    endings: dict[str, list[str]]


class CaseWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Results and kinds of cases: class of result, or kind, → words."""

    labels: dict[str, list[str]]
    foreign: list[str]
    refused_filing: list[str]
    overturned: list[str]
    affirmed: list[str]
    review: dict[str, list[str]]
    suit: dict[str, list[str]]
    kinds: dict[str, list[str]]
    matters: dict[str, list[str]]


class CategoryWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the lines of table 二 inside other categories, and what around them decides."""

    lines: dict[str, list[str]]
    topics: list[str]
    ends: list[str]
    past: list[str]
    neutral: list[str]


class FlagWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands for yes and for no in a column of flags."""

    yes: list[str]
    no: list[str]


class Variants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Traditional signs, place for place with the simplified ones; slips, each with what is meant."""

    traditional: str
    simplified: str
    slips: list[tuple[str, str]]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `wordings.toml`."""

    variants: Variants
    outcome: OutcomeWords
    articles: ArticleWords
    applicant: ApplicantWords
    case: CaseWords
    category: CategoryWords
    flags: FlagWords


@cache
def vocabulary() -> Vocabulary:
    """The words, loaded strictly: an unknown key is an error that names it."""
    return load_shipped("words/wordings.toml", Vocabulary)


@cache
def spoken_outcomes() -> Mapping[str, tuple[str, ...]]:
    """Group or line of outcomes → how prose names it, as regular expressions."""
    words = vocabulary().outcome
    groups = {group.id: group.spoken for group in words.groups}
    return groups | {line.id: line.spoken for line in words.lines}


@cache
def printed_outcomes() -> Mapping[str, tuple[str, ...]]:
    """Line of outcomes → how copies of the form label it beside its official label."""
    return {line.id: line.printed for line in vocabulary().outcome.lines if line.printed}
