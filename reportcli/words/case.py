"""From kind and result of a review or suit to the line and column of table 四."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from reportcli.finding import Fault
from reportcli.words.cells import is_blank, shown
from reportcli.words.classified import Classified, fault, mapped_by, unplaced
from reportcli.words.matcher import Lexicon, find_hits, words_of
from reportcli.words.text import squeeze, unquoted, wording_key
from reportcli.words.vocabulary import vocabulary


@cache
def result_words(reviewed: bool) -> Lexicon:
    cases = vocabulary().case
    classes = cases.review if reviewed else cases.suit
    return Lexicon(words_of({**classes, "refused_filing": cases.refused_filing}))


@cache
def result_labels() -> Mapping[str, str]:
    return {
        wording_key(text): result
        for result, texts in vocabulary().case.labels.items()
        for text in texts
    }


def classify_case(
    group: str,
    result: str,
    *,
    dismissed_suit: str = "other",
    count_refused_filings: bool = False,
    wordings: Mapping[str, str] = {},
) -> Classified:
    """The result that a case is counted under: `upheld`, `corrected`, `other`, `pending`, or
    `not_counted`.

    The settings decide 驳回起诉 and 不予受理 before the office's own map is asked. A bare 驳回 is
    ambiguous: of the claim it upholds the act (行政诉讼法、行政复议法第六十九条), of the filing it
    leaves it alone.
    """
    if is_blank(result):
        return Classified("pending")
    hits = find_hits(unquoted(result), result_words(group == "review"))
    classes = {hit.target for hit in hits}
    if classes == {"refused_filing"}:
        return Classified("other" if count_refused_filings else "not_counted")
    if classes == {"dismissed_suit"}:
        return Classified(dismissed_suit)
    if (mapped := mapped_by(result, wordings)) is not None:
        return Classified(mapped)
    if (label := result_labels().get(wording_key(result))) is not None:
        return Classified(label)
    if not classes:
        return unplaced("result-unknown", value=shown(result))
    if len(classes) > 1 or classes == {"ambiguous"}:
        return unplaced("result-ambiguous", value=shown(result))
    return Classified(classes.pop())


@cache
def kind_words() -> Lexicon:
    return Lexicon(words_of(vocabulary().case.kinds))


def way_to_court(text: str) -> str | None:
    """`suit_direct` or `suit_after_review`, when the text says which."""
    ways = {
        hit.target
        for hit in find_hits(unquoted(text), kind_words())
        if hit.target.startswith("suit_")
    }
    return ways.pop() if len(ways) == 1 else None


def case_group(kind: str, after_review: str) -> Classified:
    """The group of a case: `review`, `suit_direct` or `suit_after_review`.

    The form parts suits by whether a reconsideration came before; a suit that does not say is not
    guessed.
    """
    if (way := way_to_court(kind)) is not None:
        return Classified(way)
    targets = {hit.target for hit in find_hits(unquoted(kind), kind_words())}
    if targets == {"review"}:
        return Classified("review")
    if targets != {"suit"}:
        return unplaced("case-kind-unknown", value=shown(kind))
    if is_blank(after_review, none_is_value=True):
        return unplaced("after-review-missing", value=shown(kind))
    if (way := way_to_court(after_review)) is not None:
        return Classified(way)
    flag = affirmed(after_review)
    if isinstance(flag, Fault):
        return Classified(None, (flag,))
    return Classified("suit_after_review" if flag else "suit_direct")


def affirmed(text: str) -> bool | Fault:
    """Whether a flag says yes: 是, √, 1 … A blank is no; what is neither is a fault."""
    flags, word = vocabulary().flags, squeeze(text).casefold()
    if word in flags.yes:
        return True
    if word in flags.no or is_blank(text):
        return False
    return fault("flag-invalid", value=shown(text))
