"""What the words before a number were about, as a value that is handed on from number to number.

A number alone says little: 其中维持8件 is of the reviews that the heading named. A context holds what
is still in mind; each step gives a new one, so that a rule can be tested with any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportcli.proof.evidence import Evidence
from reportcli.proof.terms import Term, mapping_of

REQUESTS, CASES, DOCUMENTS, PUBLICATIONS = "requests", "cases", "documents", "publications"
FAMILIES = {
    "line": REQUESTS, "column": REQUESTS, "way": REQUESTS, "kind": CASES, "result": CASES,
    "document": DOCUMENTS, "channel": PUBLICATIONS, "topic": PUBLICATIONS, "form": PUBLICATIONS,
}  # fmt: skip
MOST_CLAIMS = 40  # numbers of a sentence that are remembered: bounds the work on a runaway sentence


@dataclass(frozen=True)
class Claim:
    """A number that was read: what the text says, the figures that it may be, and the one it is,
    if any; whether it is last year's, and said without 约 or 余; where it stands, and the group of
    the word that names it."""

    said: Decimal
    unit: str
    meant: tuple[Evidence, ...] = ()
    borne_out: Evidence | None = None
    is_past: bool = False
    is_exact: bool = True
    place: int = 0
    group: str = ""

    @property
    def figures(self) -> tuple[Evidence, ...]:
        """The figure that it is, else those that it may be."""
        return (self.borne_out,) if self.borne_out else self.meant


@dataclass(frozen=True)
class Context:
    """What is in mind at a place of a text.

    Of the heading: `headed`, its kinds of case. Of the paragraph: whether it tells of plans or, by
    now, of another scope than the report's; the places of years that are wrong in it, the kinds of
    case and the document it spoke of, and `told`, the figures of its last number. Of the sentence:
    where it turns to last year (True) or to this one, its lines, columns and claims, the terms of
    its last number, and the claims of those before it in the paragraph (`earlier`).
    """

    family: str = REQUESTS
    headed: tuple[str, ...] = ()
    is_plan: bool = False
    is_elsewhere: bool = False
    misdated: frozenset[int] = frozenset()
    kinds: tuple[str, ...] = ()
    document: str = ""
    listed: str = ""
    told: tuple[Evidence, ...] = ()
    turns: tuple[tuple[int, bool], ...] = ()
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    claims: tuple[Claim, ...] = ()
    earlier: tuple[Claim, ...] = ()

    def noting(self, terms: Sequence[Term]) -> Context:
        """Take in the words of a clause."""
        if not terms:
            return self
        ids = mapping_of(terms)
        documents = ids.get("document", [self.document])
        return replace(
            self,
            family=family_of(terms) or self.family,
            kinds=tuple(ids.get("kind", self.kinds)),
            document=documents[-1],
            lines=tuple(dict.fromkeys([*self.lines, *ids.get("line", [])])),
            columns=tuple(ids.get("column", self.columns)),
        )

    def remembering(self, claim: Claim, terms: tuple[Term, ...], group: str) -> Context:
        """Keep a number, and the words that name it, for what follows in the sentence."""
        kinds = self.kinds
        if claim.borne_out and "kind" not in mapping_of(terms):
            # The results that follow are of the same kind of case.
            kinds = claim.borne_out.kinds or kinds
        return replace(
            self,
            listed=group or self.listed,
            terms=terms if group else self.terms,
            claims=(*self.claims[-MOST_CLAIMS:], claim),
            told=claim.figures,
            kinds=kinds,
        )

    def going_on_from(self, subject: tuple[Evidence, ...]) -> Context:
        """Keep the figures of which a change was told, for a change or a value that follows."""
        return replace(self, told=subject)

    def after_sentence(self) -> Context:
        """Forget what held for one sentence."""
        earlier = (*self.earlier, *self.claims)[-MOST_CLAIMS:]
        return replace(self, turns=(), lines=(), columns=(), claims=(), terms=(), earlier=earlier)

    def after_paragraph(self) -> Context:
        """Forget what held for one paragraph."""
        ended = self.after_sentence()
        return replace(
            ended, kinds=self.headed, document="", listed="", told=(), is_elsewhere=False
        )

    def after_heading(self) -> Context:
        """Keep what a heading spoke of for the paragraphs under it."""
        return replace(self, headed=self.kinds).after_paragraph()


def family_of(terms: Sequence[Term]) -> str:
    """The family of figures that the last decisive word names; empty where none does."""
    family = ""
    for term in terms:
        # A word of several groups (公报, a channel and a fact) decides nothing.
        first = term.meanings[0]
        if len(term.groups) == 1 and first.group in FAMILIES:
            family = FAMILIES[first.group]
        elif first == ("noun", "request"):
            family = REQUESTS
    return family
