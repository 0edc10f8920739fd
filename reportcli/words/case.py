"""From kind and result of a review or suit to the line and column of table 四."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from reportcli.finding import Fault
from reportcli.words.cells import is_blank, shown
from reportcli.words.classified import Classified, fault, mapped_by, unplaced
from reportcli.words.matcher import Hit, Lexicon, find_hits, words_of
from reportcli.words.text import squeeze
from reportcli.words.variants import plain_key, plain_wording
from reportcli.words.vocabulary import vocabulary

AMBIGUOUS, PENDING = "ambiguous", "pending"
OVERTURNED, AFFIRMED = "overturned", "affirmed"


@cache
def result_words(reviewed: bool) -> Lexicon:
    """The words of results, of a review or of a suit."""
    cases = vocabulary().case
    classes = dict(cases.review if reviewed else cases.suit) | {
        "refused_filing": cases.refused_filing
    }
    if not reviewed:
        classes |= {OVERTURNED: cases.overturned, AFFIRMED: cases.affirmed}
    return Lexicon(words_of(classes))


@cache
def result_labels() -> Mapping[str, str]:
    return {
        plain_key(text): result
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
    classes = classes_in(find_hits(plain_wording(result), result_words(group == "review")))
    if classes == {"refused_filing"}:
        return Classified("other" if count_refused_filings else "not_counted")
    if classes == {"dismissed_suit"}:
        return Classified(dismissed_suit)
    if (mapped := mapped_by(result, wordings)) is not None:
        return Classified(mapped)
    if (label := result_labels().get(plain_key(result))) is not None:
        return Classified(label)
    if not classes:
        return unplaced("result-unknown", value=shown(result))
    if len(classes) > 1 or AMBIGUOUS in classes:
        return unplaced("result-ambiguous", value=shown(result))
    return Classified(classes.pop())


def classes_in(hits: Sequence[Hit]) -> set[str]:
    """The classes of result that are in force, of all that were named.

    What was overturned counts no more, and what a higher instance affirmed counts as it was
    (行政诉讼法第八十九条). A case is pending where that was said last: 已上诉, 发回重审.
    """
    overturned = [hit.end for hit in hits if hit.target == OVERTURNED]
    if overturned:
        return {hit.target for hit in hits if hit.start >= overturned[-1]} or {AMBIGUOUS}
    if any(hit.target == AFFIRMED for hit in hits):
        return classes_affirmed(hits)
    return without_pending_before(hits)


def classes_affirmed(hits: Sequence[Hit]) -> set[str]:
    """What the instance before decided, which 驳回上诉 or 维持原判 alone does not tell."""
    decided = [hit for hit in hits if hit.target not in (AFFIRMED, AMBIGUOUS)]
    return without_pending_before(decided) or {AMBIGUOUS}


def without_pending_before(hits: Sequence[Hit]) -> set[str]:
    """The classes named: pending where that was said last, and else what was decided since."""
    classes = {hit.target for hit in hits}
    last = max((hit.start for hit in hits if hit.target != AMBIGUOUS), default=-1)
    if any(hit.target == PENDING and hit.start == last for hit in hits):
        return {PENDING}
    return classes - {PENDING}


@cache
def kind_words() -> Lexicon:
    return Lexicon(words_of(vocabulary().case.kinds))


def way_to_court(text: str) -> str | None:
    """`suit_direct` or `suit_after_review`, when the text says which."""
    ways = {
        hit.target
        for hit in find_hits(plain_wording(text), kind_words())
        if hit.target.startswith("suit_")
    }
    return ways.pop() if len(ways) == 1 else None


def case_group(kind: str, after_review: str) -> Classified:
    """The group of a case: `review`, `suit_direct` or `suit_after_review`.

    The form parts suits by whether a reconsideration came before; a suit that does not say is not
    guessed.
    """
    if is_foreign(kind):  # set aside for its matter, so that its way to court is nobody's question
        return Classified("suit_direct")
    if (way := way_to_court(kind)) is not None:
        return Classified(way)
    targets = {hit.target for hit in find_hits(plain_wording(kind), kind_words())}
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


DISCLOSURE, GENERAL, OTHER_MATTER = "disclosure", "general", "other"
ASSUMED = "assumed"  # general words, where something else says that all is about disclosure


@cache
def matter_words() -> Lexicon:
    """The words of what cases are about."""
    return Lexicon(words_of(vocabulary().case.matters))


def is_foreign(kind: str) -> bool:
    """Whether a kind of case is none of the form's: 民事诉讼."""
    text = plain_wording(kind)
    return any(word in text for word in vocabulary().case.foreign)


def case_matter(matter: str, kind: str = "") -> str | None:
    """What a case is about: `disclosure`, another matter (`other`), or what only general words
    tell; None where nothing is told.

    条例第五十条第三项 and 国办公开办函〔2016〕201号 count cases about disclosure alone. 信息公开
    outdoes all else, for 不服信息公开答复（土地征收） is a disclosure case; a matter that no word
    tells is another one.
    """
    if is_foreign(kind):
        return OTHER_MATTER
    if is_blank(matter):
        return None
    found = {hit.target for hit in matter_words().find(plain_wording(matter))}
    return next((one for one in (DISCLOSURE, OTHER_MATTER, GENERAL) if one in found), OTHER_MATTER)


def affirmed(text: str) -> bool | Fault:
    """Whether a flag says yes: 是, √, 1 … A blank is no; what is neither is a fault."""
    flags, word = vocabulary().flags, squeeze(text).casefold()
    if word in flags.yes:
        return True
    if word in flags.no or is_blank(text):
        return False
    return fault("flag-invalid", value=shown(text))
