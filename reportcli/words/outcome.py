"""From the wordings of outcome and ground to the line of the form.

Every function is pure, takes what stands in a cell, and is called once for each distinct wording.
Here is how hits, negations, grounds and articles are weighed. A wording that does not decide is a
fault, never a guess. It runs in the reader's child process and must start fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from reportcli.law.edition import Edition
from reportcli.words.article import cited_articles
from reportcli.words.cells import is_blank, shown
from reportcli.words.classified import Classified, fault, mapped_by, unplaced
from reportcli.words.matcher import NEUTRAL, Hit, Word, find_hits, group_of, words_of
from reportcli.words.text import unquoted, wording_key
from reportcli.words.vocabulary import Line, vocabulary

EDITION = "2021"  # has every line of that of 2019, and the three of 其他处理 beside
GRANTED = "outcome.granted"
PENDING = "pending"  # what an office maps its word for an open request to
PARTIAL = "outcome.partial"
UNCLEAR = "outcome.unavailable.unclear"
LEGACY, ARCHIVE = "legacy", "archive"
NESTED = str.maketrans("“”", "‘’")


@cache
def outcome_words() -> tuple[Word, ...]:
    words = vocabulary().outcome
    table = words_of({NEUTRAL: words.neutral, LEGACY: words.legacy, ARCHIVE: words.archive})
    for group in words.groups:
        table += words_of({group.id: group.words})
    for line in words.lines:
        # A label is a word too, so that nothing else is read inside it; but 其他 stands in many
        # wordings.
        label = [] if labels()[line.id] == "其他" else [unquoted(labels()[line.id])]
        table += words_of({line.id: [*line.words, *label]})
        table += [Word(text, line.id, sure=False) for text in line.uncertain]
    return tuple(table)


@cache
def exact_outcomes() -> Mapping[str, tuple[str, bool]]:
    """Key of the whole wording → line, and whether for certain."""
    lines = vocabulary().outcome.lines
    sure = {
        wording_key(text): (line.id, True)
        for line in lines
        for text in [labels()[line.id], *line.exact]
    }
    return sure | {
        wording_key(text): (line.id, False) for line in lines for text in line.exact_uncertain
    }


@cache
def outcome_lines() -> Mapping[str, Line]:
    """The outcome lines by id, in the order of the form."""
    return {line.id: line for line in vocabulary().outcome.lines}


@cache
def labels() -> Mapping[str, str]:
    """The official labels of the groups and lines of outcomes, in the order of the form."""
    lines = Edition.by_id(EDITION).table("requests").lines
    return {
        line.id: line.label
        for line in lines
        if line.id.startswith("outcome.") and line.kind != "total"
    }


@cache
def pending_wordings() -> frozenset[str]:
    return frozenset(wording_key(text) for text in vocabulary().outcome.pending)


def named(places: Iterable[str]) -> str:
    """The official labels of lines or groups, for a message, without what they say in brackets."""
    official = (labels()[place].partition("（")[0].translate(NESTED) for place in places)
    return "、".join(f"“{label}”" for label in official)


def is_pending(text: str) -> bool:
    """Whether the request is still open: the cell says nothing, or a state such as 待补正 or
    征求意见."""
    return is_blank(text) or wording_key(text) in pending_wordings()


def classify_outcome(
    outcome: str, ground: str, *, corrected: bool, wordings: Mapping[str, str] = {}
) -> Classified:
    """The line of edition 2021 that the outcome falls under; the ground helps where it names a
    group only.

    The office's own map comes first, then whole wordings, then words. 部分公开 wins over
    everything, because the form says so (区分处理的，只计这一情形). A group that the ground does
    not decide is returned as the group: the edition of 2019 has a line 其他处理. `corrected`: a
    correction notice was sent (条例第三十条).
    """
    groups: set[str] = set()
    hits: list[Hit] = []
    mapped = mapped_by(outcome, wordings)
    if mapped in outcome_lines():
        return Classified(mapped)
    if mapped == PENDING:
        return Classified(None)
    if mapped is not None:
        groups = {mapped}
    elif is_pending(outcome):
        return Classified(None)
    elif (exact := exact_outcomes().get(wording_key(outcome))) is not None:
        line, sure = exact
        return settled([line], outcome, sure=sure, corrected=corrected)
    else:
        hits = find_hits(unquoted(outcome), outcome_words())
        groups = {
            hit.target
            for hit in hits
            if hit.target in labels() and hit.target not in outcome_lines()
        }
        lines, sure = lines_said(hits)
        if lines:
            # A granted request that also says 不予公开 is no more granted than refused.
            rivals = groups if group_of(lines[0]) == GRANTED else set()
            if len({group_of(line) for line in lines} | rivals) > 1:
                return ambiguous(outcome, [*lines, *rivals])
            return settled(lines, outcome, sure=sure, corrected=corrected)
        if not groups:
            return no_line(hits, outcome) or unplaced("outcome-unknown", value=shown(outcome))
    return from_ground(groups, hits, outcome, ground, corrected=corrected)


def doubt_granted(found: Classified, ground: str) -> Classified:
    """A granted request whose ground names a case for not disclosing is counted as granted, with a
    warning.
    """
    named = lines_said(hit for hit in find_hits(unquoted(ground), outcome_words()) if hit.sure)[0]
    if all(group_of(line) in (GRANTED, PARTIAL) for line in named):
        return found
    return Classified(
        found.line, (*found.faults, fault("granted-with-ground", value=shown(ground)))
    )


def lines_said(hits: Iterable[Hit], groups: Iterable[str] = ()) -> tuple[list[str], bool]:
    """The lines that the hits name (of `groups`, if given), in the order of the form, and whether
    surely."""
    hits, wanted = list(hits), set(groups)
    for sure in (True, False):
        named = {hit.target for hit in hits if hit.sure is sure and hit.target in outcome_lines()}
        if PARTIAL in named:
            named = {PARTIAL}
        absorbed = {other for line in named for other in outcome_lines()[line].absorbs}
        lines = [line for line in outcome_lines() if line in named - absorbed]
        if wanted:
            lines = [line for line in lines if group_of(line) in wanted]
        if lines:
            return lines, sure
    return [], True


def from_ground(
    groups: set[str], said: list[Hit], outcome: str, ground: str, *, corrected: bool
) -> Classified:
    """The line of the groups that the ground names in words, or else in articles; `said` by the
    outcome."""
    exact, sure = exact_outcomes().get(wording_key(ground), ("", True))
    if exact and group_of(exact) in groups:
        return settled([exact], ground, sure=sure, corrected=corrected)
    hits = find_hits(unquoted(ground), outcome_words())
    lines, sure = lines_said(hits, groups)
    if lines:
        return settled_within(lines, ground, sure=sure, corrected=corrected)

    cited = cited_articles(f"{unquoted(ground)};{unquoted(outcome)}")
    within = [
        (article, [line for line in lines if group_of(line) in groups]) for article, lines in cited
    ]
    certain = {lines[0] for _, lines in within if len(lines) == 1}
    # 36(3) beside 15 says no more than 15 does; 14 beside 15 leaves open which line is the first.
    undecided = [
        (article, lines) for article, lines in within if len(lines) > 1 and not certain & set(lines)
    ]
    if certain and not undecided:
        in_order = [line for line in outcome_lines() if line in certain]
        return settled_within(in_order, ground or outcome, sure=True, corrected=corrected)

    if (none := no_line(said, outcome) or no_line(hits, ground)) is not None:
        return none
    if len(groups) > 1:
        return ambiguous(outcome, groups)
    (group,) = groups
    wording = ground or outcome
    if undecided:
        article, lines = undecided[0]
        return unplaced(
            "article-ambiguous", value=shown(wording), article=article, lines=named(lines)
        )
    elsewhere = lines_said(hit for hit in hits if hit.sure)[0] or [
        line for _, lines in cited for line in lines
    ]
    if elsewhere:
        where = named(dict.fromkeys(elsewhere))
        return unplaced(
            "ground-contradicts", value=shown(outcome), ground=shown(wording), lines=where
        )
    return Classified(group)


def settled_within(lines: list[str], wording: str, *, sure: bool, corrected: bool) -> Classified:
    """The first of the lines, unless the outcome left two groups open and the ground names lines of
    both."""
    if len({group_of(line) for line in lines}) > 1:
        return ambiguous(wording, lines)
    return settled(lines, wording, sure=sure, corrected=corrected)


def settled(lines: list[str], wording: str, *, sure: bool, corrected: bool) -> Classified:
    """The first of the lines, of one group and in the order of the form, and what is worth a
    look."""
    line = lines[0]
    value, counted = shown(wording), named([line])
    faults = []
    if len(lines) > 1:
        faults.append(fault("grounds-several", value=value, lines=named(lines), counted=counted))
    if not sure:
        faults.append(fault("outcome-uncertain", value=value, counted=counted))
    if line == UNCLEAR and not corrected:
        faults.append(fault("unclear-without-correction", value=value))
    return Classified(line, tuple(faults))


def no_line(hits: Iterable[Hit], wording: str) -> Classified | None:
    """The fault of a wording that is no line of the form: 三需要, abolished in 2019, or a mere
    档案."""
    targets = {hit.target for hit in hits}
    for target, code in ((LEGACY, "outcome-legacy"), (ARCHIVE, "outcome-archive")):
        if target in targets:
            return unplaced(code, value=shown(wording))
    return None


def ambiguous(wording: str, places: Iterable[str]) -> Classified:
    """No place, because the wording names several, of different groups."""
    several = set(places)
    in_order = named(place for place in labels() if place in several)
    return unplaced("outcome-ambiguous", value=shown(wording), lines=in_order)
