"""From the wordings of outcome and ground to the line of the form.

Every function is pure, takes what stands in a cell, and is called once for each distinct wording.
The office's own map comes first, then whole wordings, then what the clauses say (`acts.py`); the
ground is asked where the outcome names a group only, and doubted where the two disagree. A wording
that does not decide is a fault, never a guess. It runs in the reader's child process and must start
fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain

from reportcli.law.edition import Edition
from reportcli.words.acts import MISCELLANEOUS, lines_by_id
from reportcli.words.article import cited_articles
from reportcli.words.cells import is_blank, shown
from reportcli.words.classified import Classified, fault, mapped_by, unplaced
from reportcli.words.clauses import ARCHIVE, GRANTED, LEGACY, PARTIAL, ParsedWording
from reportcli.words.close import Close
from reportcli.words.matcher import group_of, spelled_out
from reportcli.words.patterns import late_pattern
from reportcli.words.text import squeeze
from reportcli.words.understand import refusals_in, understand
from reportcli.words.variants import plain_key, plain_wording
from reportcli.words.vocabulary import vocabulary

EDITION = "2021"  # has every line of that of 2019, and the three of 其他处理 beside
PENDING = "pending"  # what an office maps its word for an open request to
UNCLEAR = "outcome.unavailable.unclear"
# 予以公开？ asks, and 已发补正通知 is a step on the way to an outcome.
OPEN_END = late_pattern(
    r"[?]$|(?<!未按)(?:发出|发|出具|下达|送达|寄送)[^,;。未]{0,6}补正(?:通知|告知)[^,;。]{0,4}$"
)
NESTED = str.maketrans("“”", "‘’")  # quotes within quotes


@cache
def exact_outcomes() -> Mapping[str, tuple[str, bool]]:
    """Key of the whole wording → line, and whether for certain."""
    lines = vocabulary().outcome.lines
    sure = {
        plain_key(text): (line.id, True)
        for line in lines
        for text in [labels()[line.id], *line.exact]
    }
    return sure | {
        plain_key(text): (line.id, False) for line in lines for text in line.exact_uncertain
    }


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
    return frozenset(plain_key(text) for text in vocabulary().outcome.pending)


@cache
def empty_wordings() -> frozenset[str]:
    """What says of what kind a request is, and not how it ended."""
    return frozenset(plain_key(text) for text in vocabulary().outcome.empty)


# Characters: a cell that holds more is no outcome but the answer itself, and the work on its
# clauses grows with the square of their number.
LONGEST_UNDERSTOOD = 1000


def lines_named(places: Iterable[str]) -> str:
    """The official labels of lines or groups, for a message, without what they say in brackets."""
    official = (labels()[place].partition("（")[0].translate(NESTED) for place in places)
    return "、".join(f"“{label}”" for label in official)


def is_pending(text: str) -> bool:
    """Whether the request is still open: the cell says nothing, or a state such as 待补正 or
    征求意见."""
    return is_blank(text) or plain_key(text) in pending_wordings()


def classify_outcome(
    outcome: str, ground: str, *, corrected: bool, wordings: Mapping[str, str] = {}
) -> Classified:
    """The line of edition 2021 that the outcome falls under; the ground helps where it names a
    group only.

    A group that the ground does not decide is returned as the group: the edition of 2019 has a line
    其他处理. `corrected`: a correction notice was sent (条例第三十条).
    """
    mapped = mapped_by(outcome, wordings)
    if mapped in lines_by_id():
        return Classified(mapped)
    if mapped == PENDING or (mapped is None and is_pending(outcome)):
        return Classified(None)
    if mapped is not None:
        return from_ground({mapped}, None, outcome, ground, corrected=corrected)
    return doubted(understood_outcome(outcome, ground, corrected=corrected), outcome, ground)


def understood_outcome(outcome: str, ground: str, *, corrected: bool) -> Classified:
    """The line that the words of the outcome say, with the ground where they name a group only."""
    if max(len(outcome), len(ground)) > LONGEST_UNDERSTOOD:
        return unplaced("outcome-unknown", value=shown(outcome))
    if (exact := exact_outcome(outcome)) is not None:
        line, sure = exact
        return settled([line], outcome, sure=sure, corrected=corrected)
    if plain_key(outcome) in empty_wordings():
        return unplaced("outcome-unknown", value=shown(outcome))
    said, reading = understand(plain_wording(outcome))
    if said.rivals:
        return ambiguous(outcome, said.rivals)
    if said.lines:
        found = settled(said.lines, outcome, sure=said.sure, corrected=corrected)
    elif said.groups:
        found = from_ground(set(said.groups), reading, outcome, ground, corrected=corrected)
    else:
        return no_line(reading, outcome) or close_outcome(outcome)
    return with_unread(found, reading, outcome)


def exact_outcome(text: str) -> tuple[str, bool] | None:
    """The line whose label, or whole wording, a text is."""
    return exact_outcomes().get(plain_key(text))


# --- what is said beside the line ---


def with_unread(found: Classified, reading: ParsedWording, outcome: str) -> Classified:
    """The line with a warning for every clause in which no word is known; no line where such a
    clause seems to give something that the others refuse."""
    if found.line is None:
        return found
    if found.line not in (GRANTED, PARTIAL) and reading.hinting:
        return ambiguous(outcome, [PARTIAL, found.line])
    unread = tuple(
        fault(
            "outcome-clause-unread",
            value=shown(outcome),
            clause=shown(clause),
            counted=lines_named([found.line]),
        )
        for clause in reading.unread
    )
    return Classified(found.line, (*found.faults, *unread))


def doubted(found: Classified, outcome: str, ground: str) -> Classified:
    """The line with a warning where the ground is one of another, or an article beside the outcome:
    予以公开 with 第三十七条.

    Outcome and ground are of one answer, so that one of them is wrong (条例第三十六条). A part that
    was given may have any ground for the rest.
    """
    cites = "条" in outcome
    if found.line in (None, PARTIAL) or (is_blank(ground) and not cites):
        return found
    if any(one.code in ("grounds-several", "ground-contradicts") for one in found.faults):
        return found
    group = group_of(found.line)
    told = [*words_of_ground(ground), *articles_of_ground(ground)]
    told += articles_of_ground(outcome) if cites else []
    elsewhere = [lines for lines in told if group not in map(group_of, lines)]
    if not elsewhere:
        return found
    code = "granted-with-ground" if found.line == GRANTED else "ground-differs"
    doubt = fault(
        code,
        value=shown(outcome if is_blank(ground) else ground),
        counted=lines_named([found.line]),
        lines=lines_named(dict.fromkeys(chain(*elsewhere))),
    )
    return Classified(found.line, (*found.faults, doubt))


def words_of_ground(ground: str) -> list[Sequence[str]]:
    """The lines that the words of a ground surely name."""
    exact = exact_outcome(ground)
    if exact is not None:
        return [] if exact[0] == MISCELLANEOUS else [[exact[0]]]  # 其他 may be of any group
    said, _ = understand(plain_wording(ground))
    return [said.lines] if said.lines and said.sure else []


def articles_of_ground(ground: str) -> list[Sequence[str]]:
    """The lines that each article of a ground may stand for."""
    return [lines for _, lines in cited_articles(plain_wording(ground))]


# --- a group, and the ground ---


def from_ground(
    groups: set[str], reading: ParsedWording | None, outcome: str, ground: str, *, corrected: bool
) -> Classified:
    """The line of the groups that the ground names in words, or else in articles; `reading` is that
    of the outcome, if it was not the office's own word."""
    wording = ground or outcome
    plain = plain_wording(ground)
    said, of_ground = understand(plain)
    if said.sure and set(said.lines) & {GRANTED, PARTIAL}:
        return contradicted(outcome, ground, said.lines)
    lines, sure = exact_within(groups, ground) or refusals_in(plain, groups)
    if lines:
        return settled_within(lines, ground, sure=sure, corrected=corrected)
    certain, left_open = articles_within(groups, f"{plain};{plain_wording(outcome)}")
    if certain and not left_open:
        return settled_within(certain, wording, sure=True, corrected=corrected)
    none = (reading and no_line(reading, outcome)) or no_line(of_ground, ground)
    return none or group_alone(groups, left_open, outcome, wording)


def group_alone(
    groups: set[str], left_open: Sequence[tuple[str, list[str]]], outcome: str, wording: str
) -> Classified:
    """The one group without a line; an error where there are two, or the ground is of another."""
    if len(groups) > 1:
        return ambiguous(outcome, groups)
    if left_open:
        article, lines = left_open[0]
        return unplaced(
            "article-ambiguous", value=shown(wording), article=article, lines=lines_named(lines)
        )
    elsewhere = [*words_of_ground(wording), *articles_of_ground(wording)]
    if elsewhere:
        return contradicted(outcome, wording, chain(*elsewhere))
    (group,) = groups
    return Classified(group)


def exact_within(groups: set[str], ground: str) -> tuple[list[str], bool] | None:
    """The line of the groups whose label the ground is."""
    line, sure = exact_outcome(ground) or ("", True)
    return ([line], sure) if line and group_of(line) in groups else None


def articles_within(groups: set[str], text: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The lines of the groups that articles name for certain, and the articles that leave several
    open.

    36(3) beside 15 says no more than 15 does; 14 beside 15 leaves open which line is the first.
    """
    cited = cited_articles(text)
    within = [
        (article, [line for line in lines if group_of(line) in groups]) for article, lines in cited
    ]
    certain = {lines[0] for _, lines in within if len(lines) == 1}
    several = [(article, lines) for article, lines in within if len(lines) > 1]
    undecided = [(article, lines) for article, lines in several if certain.isdisjoint(lines)]
    return [line for line in lines_by_id() if line in certain], undecided


def settled_within(
    lines: Sequence[str], wording: str, *, sure: bool, corrected: bool
) -> Classified:
    """The first of the lines, unless the outcome left two groups open and the ground names lines of
    both."""
    if len({group_of(line) for line in lines}) > 1:
        return ambiguous(wording, lines)
    return settled(lines, wording, sure=sure, corrected=corrected)


def settled(lines: Sequence[str], wording: str, *, sure: bool, corrected: bool) -> Classified:
    """The first of the lines, of one group and in the order of the form, and what is worth a
    look."""
    line = lines[0]
    value, counted = shown(wording), lines_named([line])
    faults = []
    if len(lines) > 1:
        faults.append(
            fault("grounds-several", value=value, lines=lines_named(lines), counted=counted)
        )
    if not sure or OPEN_END.search(squeeze(wording)):
        faults.append(fault("outcome-uncertain", value=value, counted=counted))
    if line == UNCLEAR and not corrected:
        faults.append(fault("unclear-without-correction", value=value))
    return Classified(line, tuple(faults))


# --- no line ---


def no_line(reading: ParsedWording, wording: str) -> Classified | None:
    """The fault of a wording that is no line of the form: 三需要, abolished in 2019, or a mere
    档案."""
    targets = {hit.target for hit in reading.hits}
    for target, code in ((LEGACY, "outcome-legacy"), (ARCHIVE, "outcome-archive")):
        if target in targets:
            return unplaced(code, value=shown(wording))
    return None


@cache
def close_outcomes() -> Close:
    """The wordings of the form and of the vocabulary, to be found by a slip of one sign."""
    known = {key: line for key, (line, sure) in exact_outcomes().items() if sure}
    known |= {
        word: line.id
        for line in lines_by_id().values()
        for written in line.words
        for word in spelled_out(written)
    }
    return Close(known)


def close_outcome(wording: str) -> Classified:
    """The line that a wording of the form with one slip must mean, said as a guess; none where there
    is no such line."""
    line = close_outcomes().find(plain_key(wording))
    if line is None:
        return unplaced("outcome-unknown", value=shown(wording))
    guess = fault("outcome-uncertain", value=shown(wording), counted=lines_named([line]))
    return Classified(line, (guess,))


def contradicted(outcome: str, ground: str, lines: Iterable[str]) -> Classified:
    """No place, because outcome and ground name different ones."""
    where = lines_named(dict.fromkeys(lines))
    return unplaced("ground-contradicts", value=shown(outcome), ground=shown(ground), lines=where)


def ambiguous(wording: str, places: Iterable[str]) -> Classified:
    """No place, because the wording names several, of different groups."""
    several = set(places)
    in_order = lines_named(place for place in labels() if place in several)
    return unplaced("outcome-ambiguous", value=shown(wording), lines=in_order)
