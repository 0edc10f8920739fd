"""From a wording to its place on the form: outcomes to lines, applicants to columns, cases to
results.

Every function is pure, takes what stands in a cell, and is called once for each distinct wording.
What the words mean is data (`words/wordings.toml`); here is how hits, negations, grounds and
articles are weighed. A wording that does not decide is a fault, never a guess. Not for dates,
counts and money (`values.py`), nor for plain vocabularies such as channels (`fields.py`). It runs
in the reader's child process and must start fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

import msgspec

from reportcli.finding import Fault
from reportcli.shipped import load_shipped
from reportcli.words.cells import is_blank, shown
from reportcli.words.numerals import ONE_TO_TEN, spelled_value
from reportcli.words.text import squeeze, unquoted, wording_key

GRANTED = "outcome.granted"
PENDING = "pending"  # what an office maps its word for an open request to
PARTIAL = "outcome.partial"
UNCLEAR = "outcome.unavailable.unclear"
NEUTRAL, LEGACY, ARCHIVE = "neutral", "legacy", "archive"


class Classified(msgspec.Struct, frozen=True):
    """A place on the form, or none, and what is to be said about it.

    With an error `line` is None. An outcome may also be open (None, no fault) or undecided within
    its group (`outcome.refused`, a group and no line).
    """

    line: str | None
    faults: tuple[Fault, ...] = ()


# --- the vocabulary ---


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of outcome lines, and the words that name it without saying which line."""

    id: str
    label: str
    words: list[str]


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome line. `uncertain` words yield to others; a line that `absorbs` another outdoes
    it."""

    id: str
    label: str
    exact: list[str] = []
    exact_uncertain: list[str] = []
    words: list[str] = []
    uncertain: list[str] = []
    absorbs: list[str] = []


class _Outcomes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the outcome and ground cells; `lines` in the order of the form."""

    negations: list[str]
    verbs: list[str]
    fillers: list[str]
    joiners: list[str]
    neutral: list[str]
    legacy: list[str]
    archive: list[str]
    pending: list[str]
    groups: list[_Group]
    lines: list[_Line]


class _Articles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which lines an article of 政府信息公开条例 stands for; patterns of what names that law, or
    another."""

    own: str
    other: str
    lines: dict[str, list[str]]


class _Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Credit codes that begin so, held by bodies whose name matches, belong to the column."""

    prefixes: list[str]
    column: str
    name: str = ""


class _Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bodies whose name matches belong to the column."""

    pattern: str
    column: str
    longer_than: int = 0


class _Applicants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Types of applicant as written, and what code and name tell where the type does not."""

    person: str
    types: dict[str, list[str]]
    registrations: list[_Registration]
    names: list[_Name]


class _Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Results and kinds of cases: class of result, or kind, → words."""

    labels: dict[str, list[str]]
    refused_filing: list[str]
    review: dict[str, list[str]]
    suit: dict[str, list[str]]
    kinds: dict[str, list[str]]


class _Flags(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands for yes and for no in a column of flags."""

    yes: list[str]
    no: list[str]


class _Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `wordings.toml`."""

    outcome: _Outcomes
    articles: _Articles
    applicant: _Applicants
    case: _Cases
    flags: _Flags


@cache
def vocabulary() -> _Vocabulary:
    """The words, loaded strictly: an unknown key is an error that names it."""
    return load_shipped("words/wordings.toml", _Vocabulary)


# --- text ---

_NESTED = str.maketrans("“”", "‘’")
_TITLE = re.compile("《[^《》]*》")
_REACH = 60  # characters between the members of a list, or before an article with its law
_NEGATION_REACH = 12


def _mapped(text: str, wordings: Mapping[str, str]) -> str | None:
    """What the office's own map says about the wording."""
    if not wordings:
        return None
    return {squeeze(wording): target for wording, target in wordings.items()}.get(squeeze(text))


# --- hits ---


class _Word(NamedTuple):
    """A word, what it stands for, and whether it does so for certain."""

    text: str
    target: str
    sure: bool = True


class _Hit(NamedTuple):
    """A word found: text[start:end] stands for `target`."""

    start: int
    end: int
    target: str
    sure: bool = True


def _words(classes: Mapping[str, Iterable[str]]) -> list[_Word]:
    return [_Word(text, target) for target, texts in classes.items() for text in texts]


def _spans(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the word stands in the text; `…` in a word is up to twelve characters of the same
    clause."""
    if "…" in word:
        pattern = "[^,。;:!?]{0,12}?".join(map(re.escape, word.split("…")))
        yield from (found.span() for found in re.finditer(pattern, text))
        return
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


def _hits(text: str, words: Iterable[_Word]) -> list[_Hit]:
    """What the text says, from left to right: hits inside a longer hit and negated hits are no
    hits.

    A title in 《》 holds no hits either, be it of a law (《档案法》) or of what was asked for.
    """
    found = {
        _Hit(*span, word.target, word.sure) for word in words for span in _spans(word.text, text)
    }
    found |= {_Hit(*title.span(), NEUTRAL) for title in _TITLE.finditer(text)}
    longest = _drop_contained(sorted(found, key=lambda hit: (hit.start, -hit.end, hit.target)))
    return _drop_negated(text, [hit for hit in longest if hit.target != NEUTRAL])


def _drop_contained(hits: Iterable[_Hit]) -> list[_Hit]:
    """The hits, by start and falling end, without those inside a longer one (同意公开 in
    不同意公开)."""
    kept: list[_Hit] = []
    widest = (0, 0)
    for hit in hits:
        span = (hit.start, hit.end)
        if span == widest or hit.end > widest[1]:
            kept.append(hit)
            widest = span
    return kept


@cache
def _negation() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a negated hit, and what stands between two members of one negated list."""
    words = vocabulary().outcome

    def any_of(texts: Iterable[str]) -> str:
        return "(?:" + "|".join(map(re.escape, sorted(texts, key=len, reverse=True))) + ")"

    joiner, filler = f"(?>{any_of(words.joiners)})", any_of(words.fillers)
    before = f"{any_of(words.negations)}{any_of([*words.verbs, *words.fillers])}*$"
    # The list may hold members that are nobody's word: 国家秘密、工作秘密和个人隐私.
    member = f"{joiner}[^、和及与或,。;:但而却属涉为]{{1,8}}"
    between = f"(?:的|等)?(?:{member})*{joiner}{filler}*|的?{filler}*"
    return re.compile(before), re.compile(between)


def _negates(ahead: str) -> bool:
    """Whether this text denies what comes right after it."""
    return _negation()[0].search(ahead, max(0, len(ahead) - _NEGATION_REACH)) is not None


def _lists_on(between: str) -> bool:
    """Whether this text between two hits, or two articles, makes them members of one list."""
    return len(between) <= _REACH and _negation()[1].fullmatch(between) is not None


def _drop_negated(text: str, hits: Iterable[_Hit]) -> list[_Hit]:
    """The hits without the negated ones; a negation holds for the whole list that follows it.

    A list has members of one group: in 不涉及国家秘密、予以公开 and 不涉及国家秘密、不予公开 it has
    one.
    """
    kept: list[_Hit] = []
    negated: _Hit | None = None
    own = tuple(vocabulary().outcome.negations)
    for hit in hits:
        listed = (
            negated is not None
            and _group(negated.target) == _group(hit.target)
            and not text.startswith(own, hit.start)
            and _lists_on(text[negated.end : hit.start])
        )
        if listed or _negates(text[: hit.start]):
            negated = hit
        else:
            negated = None
            kept.append(hit)
    return kept


# --- outcomes ---


@cache
def _outcome_words() -> tuple[_Word, ...]:
    words = vocabulary().outcome
    table = _words({NEUTRAL: words.neutral, LEGACY: words.legacy, ARCHIVE: words.archive})
    for group in words.groups:
        table += _words({group.id: group.words})
    for line in words.lines:
        # A label is a word too, so that nothing else is read inside it; but 其他 stands in many
        # wordings.
        label = [] if line.label == "其他" else [unquoted(line.label)]
        table += _words({line.id: [*line.words, *label]})
        table += [_Word(text, line.id, sure=False) for text in line.uncertain]
    return tuple(table)


@cache
def _exact_outcomes() -> Mapping[str, tuple[str, bool]]:
    """Key of the whole wording → line, and whether for certain."""
    lines = vocabulary().outcome.lines
    sure = {
        wording_key(text): (line.id, True) for line in lines for text in [line.label, *line.exact]
    }
    return sure | {
        wording_key(text): (line.id, False) for line in lines for text in line.exact_uncertain
    }


@cache
def _lines() -> Mapping[str, _Line]:
    """The outcome lines by id, in the order of the form."""
    return {line.id: line for line in vocabulary().outcome.lines}


@cache
def _labels() -> Mapping[str, str]:
    outcome = vocabulary().outcome
    groups = {group.id: group.label for group in outcome.groups}
    return groups | {line.id: line.label for line in outcome.lines}


@cache
def _pending() -> frozenset[str]:
    return frozenset(wording_key(text) for text in vocabulary().outcome.pending)


def _group(line: str) -> str:
    """The group of a line; 予以公开 and 部分公开 are groups of their own."""
    return ".".join(line.split(".")[:2])


def _named(places: Iterable[str]) -> str:
    """The official labels of lines or groups, for a message, without what they say in brackets."""
    labels = [_labels()[place].partition("（")[0].translate(_NESTED) for place in places]
    return "、".join(f"“{label}”" for label in labels)


def is_pending(text: str) -> bool:
    """Whether the request is still open: the cell says nothing, or a state such as 待补正 or
    征求意见."""
    return is_blank(text) or wording_key(text) in _pending()


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
    hits: list[_Hit] = []
    mapped = _mapped(outcome, wordings)
    if mapped in _lines():
        return Classified(mapped)
    if mapped == PENDING:
        return Classified(None)
    if mapped is not None:
        groups = {mapped}
    elif is_pending(outcome):
        return Classified(None)
    elif (exact := _exact_outcomes().get(wording_key(outcome))) is not None:
        line, sure = exact
        return _settled([line], outcome, sure=sure, corrected=corrected)
    else:
        hits = _hits(unquoted(outcome), _outcome_words())
        groups = {
            hit.target for hit in hits if hit.target in _labels() and hit.target not in _lines()
        }
        lines, sure = _said(hits)
        if lines:
            # A granted request that also says 不予公开 is no more granted than refused.
            rivals = groups if _group(lines[0]) == GRANTED else set()
            if len({_group(line) for line in lines} | rivals) > 1:
                return _ambiguous(outcome, [*lines, *rivals])
            return _settled(lines, outcome, sure=sure, corrected=corrected)
        if not groups:
            return _no_line(hits, outcome) or _unplaced("outcome-unknown", value=shown(outcome))
    return _from_ground(groups, hits, outcome, ground, corrected=corrected)


def doubt_granted(found: Classified, ground: str) -> Classified:
    """A granted request whose ground names a case for not disclosing is counted as granted, with a
    warning.
    """
    named = _said(hit for hit in _hits(unquoted(ground), _outcome_words()) if hit.sure)[0]
    if all(_group(line) in (GRANTED, PARTIAL) for line in named):
        return found
    return Classified(
        found.line, (*found.faults, _fault("granted-with-ground", value=shown(ground)))
    )


def _said(hits: Iterable[_Hit], groups: Iterable[str] = ()) -> tuple[list[str], bool]:
    """The lines that the hits name (of `groups`, if given), in the order of the form, and whether
    surely."""
    hits, wanted = list(hits), set(groups)
    for sure in (True, False):
        named = {hit.target for hit in hits if hit.sure is sure and hit.target in _lines()}
        if PARTIAL in named:
            named = {PARTIAL}
        absorbed = {other for line in named for other in _lines()[line].absorbs}
        lines = [line for line in _lines() if line in named - absorbed]
        if wanted:
            lines = [line for line in lines if _group(line) in wanted]
        if lines:
            return lines, sure
    return [], True


def _from_ground(
    groups: set[str], said: list[_Hit], outcome: str, ground: str, *, corrected: bool
) -> Classified:
    """The line of the groups that the ground names in words, or else in articles; `said` by the
    outcome."""
    exact, sure = _exact_outcomes().get(wording_key(ground), ("", True))
    if exact and _group(exact) in groups:
        return _settled([exact], ground, sure=sure, corrected=corrected)
    hits = _hits(unquoted(ground), _outcome_words())
    lines, sure = _said(hits, groups)
    if lines:
        return _settled_within(lines, ground, sure=sure, corrected=corrected)

    cited = _cited(f"{unquoted(ground)};{unquoted(outcome)}")
    within = [
        (article, [line for line in lines if _group(line) in groups]) for article, lines in cited
    ]
    certain = {lines[0] for _, lines in within if len(lines) == 1}
    # 36(3) beside 15 says no more than 15 does; 14 beside 15 leaves open which line is the first.
    undecided = [
        (article, lines) for article, lines in within if len(lines) > 1 and not certain & set(lines)
    ]
    if certain and not undecided:
        in_order = [line for line in _lines() if line in certain]
        return _settled_within(in_order, ground or outcome, sure=True, corrected=corrected)

    if (no_line := _no_line(said, outcome) or _no_line(hits, ground)) is not None:
        return no_line
    if len(groups) > 1:
        return _ambiguous(outcome, groups)
    (group,) = groups
    wording = ground or outcome
    if undecided:
        article, lines = undecided[0]
        return _unplaced(
            "article-ambiguous", value=shown(wording), article=article, lines=_named(lines)
        )
    elsewhere = _said(hit for hit in hits if hit.sure)[0] or [
        line for _, lines in cited for line in lines
    ]
    if elsewhere:
        named = _named(dict.fromkeys(elsewhere))
        return _unplaced(
            "ground-contradicts", value=shown(outcome), ground=shown(wording), lines=named
        )
    return Classified(group)


def _settled_within(lines: list[str], wording: str, *, sure: bool, corrected: bool) -> Classified:
    """The first of the lines, unless the outcome left two groups open and the ground names lines of
    both."""
    if len({_group(line) for line in lines}) > 1:
        return _ambiguous(wording, lines)
    return _settled(lines, wording, sure=sure, corrected=corrected)


def _settled(lines: list[str], wording: str, *, sure: bool, corrected: bool) -> Classified:
    """The first of the lines, of one group and in the order of the form, and what is worth a
    look."""
    line = lines[0]
    value, counted = shown(wording), _named([line])
    faults = []
    if len(lines) > 1:
        faults.append(_fault("grounds-several", value=value, lines=_named(lines), counted=counted))
    if not sure:
        faults.append(_fault("outcome-uncertain", value=value, counted=counted))
    if line == UNCLEAR and not corrected:
        faults.append(_fault("unclear-without-correction", value=value))
    return Classified(line, tuple(faults))


def _no_line(hits: Iterable[_Hit], wording: str) -> Classified | None:
    """The fault of a wording that is no line of the form: 三需要, abolished in 2019, or a mere
    档案."""
    targets = {hit.target for hit in hits}
    for target, code in ((LEGACY, "outcome-legacy"), (ARCHIVE, "outcome-archive")):
        if target in targets:
            return _unplaced(code, value=shown(wording))
    return None


def _ambiguous(wording: str, places: Iterable[str]) -> Classified:
    """No place, because the wording names several, of different groups."""
    several = set(places)
    in_order = _named(place for place in _labels() if place in several)
    return _unplaced("outcome-ambiguous", value=shown(wording), lines=in_order)


def _fault(code: str, **details: str) -> Fault:
    return Fault(code, {**details})


def _unplaced(code: str, **details: str) -> Classified:
    """No place on the form, and why."""
    return Classified(None, (_fault(code, **details),))


# --- articles ---

_NUMBER = rf"(?:[0-9]{{1,4}}|[{ONE_TO_TEN}百零〇]{{1,6}})"
# 第三十六条第（四）项, 36条4项, 十六条(一), 第三十六条第四、五项
_CITATION = re.compile(
    rf"第?({_NUMBER})条"
    rf"((?:[、和及与或]?(?:第?\(?{_NUMBER}\)?(?:[、和及与或]第?\(?{_NUMBER}\)?)*[款项]|\({_NUMBER}\)))*)"
)
_PART = re.compile(rf"({_NUMBER})|[款项]")
_BETWEEN_LAW_AND_ARTICLE = re.compile(r"(?:\([^()]*\)|[的之])*$")


def _number(text: str) -> int:
    """An Arabic or Chinese number; 0 where it is none."""
    return int(text) if text.isascii() else spelled_value(text) or 0


def _part_numbers(parts: str) -> list[int]:
    """The items (项) named after an article, else its paragraphs (款): 第一款第（四）项 is item
    4."""
    paragraphs: list[int] = []
    numbers: list[int] = []
    for found in _PART.finditer(parts):
        if found[1]:
            numbers.append(_number(found[1]))
        elif found[0] == "款":
            paragraphs, numbers = numbers, []
    return numbers or paragraphs


@cache
def _laws() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names the regulation itself, and what names another law, at the end of a text."""
    articles = vocabulary().articles
    return re.compile(f"(?:{articles.own})$"), re.compile(f"(?:{articles.other})$")


def _cites_regulation(ahead: str) -> bool:
    """Whether an article that follows this text is one of 政府信息公开条例 itself, and not
    denied."""
    own, other = _laws()
    ahead = _BETWEEN_LAW_AND_ARTICLE.sub("", ahead)
    if named := own.search(ahead):
        ahead = ahead[: named.start()]
    elif other.search(ahead):
        return False
    return not _negates(ahead)


def _cited(text: str) -> list[tuple[str, list[str]]]:
    """The articles of 政府信息公开条例 that the text cites, as written, and the lines they stand
    for."""
    cited: list[tuple[str, list[str]]] = []
    end, counts = 0, True
    for found in _CITATION.finditer(text):
        listed = end > 0 and _lists_on(text[end : found.start()])
        if (
            not listed
        ):  # in a list the law and the negation before it hold on: 《档案法》第十九条、第二十条
            counts = _cites_regulation(text[max(0, found.start() - _REACH) : found.start()])
        end = found.end()
        if counts:
            article = str(_number(found[1]))
            known = vocabulary().articles.lines
            keys = [f"{article}.{part}" for part in _part_numbers(found[2])] or [article]
            cited += [
                (found[0], lines) for key in keys if (lines := known.get(key) or known.get(article))
            ]
    return cited


# --- applicants ---

_CREDIT_CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_SEVERAL_PEOPLE = re.compile(rf"等(?:[0-9{ONE_TO_TEN}几多]*[人户名位])?$")


def is_identity_number(code: str) -> bool:
    """Whether the text is a resident identity number, with a birth date in it and a sound check
    digit.

    GB 11643-1999, checked by ISO 7064 MOD 11-2. It tells a person from a credit code of the same
    length.
    """
    if not _IDENTITY.fullmatch(code):
        return False
    try:
        born = date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return False
    values = [10 if char == "X" else int(char) for char in code]
    return (
        born.year >= 1900
        and sum(value << (17 - place) for place, value in enumerate(values)) % 11 == 1
    )


def _registration(code: str) -> str:
    """The first two characters of a unified social credit code (GB 32100-2015), or nothing.

    A code of digits alone may be a mistyped identity number, which begins with a province: 32 is
    Jiangsu and also a notary. Such a code has to pass the check of the standard; no province begins
    with 9.
    """
    if not _CREDIT_CODE.fullmatch(code):
        return ""
    if _IDENTITY.fullmatch(code) and not code.startswith("9"):
        values = [_CREDIT_CODE_CHARS.index(char) for char in code]
        if (
            sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1])) + values[-1]
        ) % 31:
            return ""
    return code[:2]


@cache
def _applicant_types() -> Mapping[str, str]:
    return {
        wording_key(text): column
        for column, texts in vocabulary().applicant.types.items()
        for text in texts
    }


def _applicant_type(kind: str) -> str | None:
    """The column that the type names, `undecided`, or None; 法人或其他组织—商业企业 is 商业企业."""
    types, key = _applicant_types(), wording_key(kind)
    if key in types:
        return types[key]
    heads = [
        text for text, column in types.items() if column == "undecided" and key.startswith(text)
    ]
    return types.get(key.removeprefix(max(heads, key=len))) if heads else None


def is_undecided(kind: str) -> bool:
    """Whether the type leaves the column to code and name: 法人, 单位, 法人或其他组织."""
    return _applicant_type(kind) == "undecided"


def _column_of_code(code: str, name: str) -> str | None:
    """The column that the code tells, with the name where the registrar has bodies of two kinds."""
    registered = _registration(code)
    for rule in vocabulary().applicant.registrations:
        if registered in rule.prefixes and re.search(rule.name, name):
            return rule.column
    return None


def _column_of_name(name: str) -> str | None:
    """The column that the name of an organisation tells."""
    for rule in vocabulary().applicant.names:
        if len(name) > rule.longer_than and re.search(rule.pattern, name):
            return rule.column
    return None


def _names_people(name: str) -> bool:
    """Whether the name is that of a person or of several: 张三, 张三、李四等5人."""
    people = re.split("[、,;/]", _SEVERAL_PEOPLE.sub("", name))
    return all(re.fullmatch(vocabulary().applicant.person, person) for person in people)


def classify_applicant(
    kind: str,
    code: str,
    name: str,
    *,
    individual_business: str = "natural_person",
    wordings: Mapping[str, str] = {},
) -> Classified:
    """The column of the applicant: what the type says, else the code, else the name.

    An official or known type always wins. Name and code are a person's and are in no fault.
    `individual_business` is the column of 个体工商户, whom the form does not place;
    民法典第五十四条 has them among the natural persons.
    """
    if (mapped := _mapped(kind, wordings)) is not None:
        return Classified(mapped)
    column = "blank" if is_blank(kind) else _applicant_type(kind)
    if column is None:
        return _unplaced("applicant-type-unknown", value=shown(kind))
    name = squeeze(name)
    if column in ("blank", "undecided"):
        code = re.sub("[^0-9A-Z]", "", squeeze(code).upper())
        told = _column_of_code(code, name) or _column_of_name(name)
        if told is None and is_identity_number(code):  # a company may give its agent's number
            told = "natural_person"
        if told is None and column == "blank" and _names_people(name):
            return Classified("natural_person", (_fault("applicant-by-name"),))
        if told is None:
            return Classified(
                "other_organisation", (_fault("applicant-undecided", value=shown(kind)),)
            )
        column = told
    return Classified(individual_business if column == "individual_business" else column)


# --- cases ---


@cache
def _result_words(reviewed: bool) -> tuple[_Word, ...]:
    cases = vocabulary().case
    classes = cases.review if reviewed else cases.suit
    return tuple(_words({**classes, "refused_filing": cases.refused_filing}))


@cache
def _result_labels() -> Mapping[str, str]:
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
    hits = _hits(unquoted(result), _result_words(group == "review"))
    classes = {hit.target for hit in hits}
    if classes == {"refused_filing"}:
        return Classified("other" if count_refused_filings else "not_counted")
    if classes == {"dismissed_suit"}:
        return Classified(dismissed_suit)
    if (mapped := _mapped(result, wordings)) is not None:
        return Classified(mapped)
    if (label := _result_labels().get(wording_key(result))) is not None:
        return Classified(label)
    if not classes:
        return _unplaced("result-unknown", value=shown(result))
    if len(classes) > 1 or classes == {"ambiguous"}:
        return _unplaced("result-ambiguous", value=shown(result))
    return Classified(classes.pop())


@cache
def _kind_words() -> tuple[_Word, ...]:
    return tuple(_words(vocabulary().case.kinds))


def _way_to_court(text: str) -> str | None:
    """`suit_direct` or `suit_after_review`, when the text says which."""
    ways = {
        hit.target for hit in _hits(unquoted(text), _kind_words()) if hit.target.startswith("suit_")
    }
    return ways.pop() if len(ways) == 1 else None


def case_group(kind: str, after_review: str) -> Classified:
    """The group of a case: `review`, `suit_direct` or `suit_after_review`.

    The form parts suits by whether a reconsideration came before; a suit that does not say is not
    guessed.
    """
    if (way := _way_to_court(kind)) is not None:
        return Classified(way)
    targets = {hit.target for hit in _hits(unquoted(kind), _kind_words())}
    if targets == {"review"}:
        return Classified("review")
    if targets != {"suit"}:
        return _unplaced("case-kind-unknown", value=shown(kind))
    if is_blank(after_review, none_is_value=True):
        return _unplaced("after-review-missing", value=shown(kind))
    if (way := _way_to_court(after_review)) is not None:
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
    return _fault("flag-invalid", value=shown(text))
