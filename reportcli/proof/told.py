"""A number told in prose with all that bears on it, and the verdict on it: what rules take and give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from reportcli.proof.context import Claim, Context
from reportcli.proof.evidence import Evidence, Register
from reportcli.proof.meanings import Meanings, Wording, ids_of, names_of
from reportcli.proof.spots import LEAD, Sentence, Spot
from reportcli.proof.terms import (
    Term,
    any_of,
    change_at_end,
    is_idle,
    mapping_of,
    pattern_of,
    spoken_words,
)
from reportcli.prose.figures import Figures
from reportcli.words.numerals import Numeral

STRAY = 4  # characters between the words and the number that may be anything
BESIDE = 8  # characters before a year in which a word may say that it is only compared with
CARRIED_LINES = {"carried", "brought_forward", "carried_forward"}
# 2023 or 2023年度, not a part of a longer number
GIVEN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年度?")
UNCLEAR, CORRECTED = "outcome.unavailable.unclear", "requests.corrected"
OF_A_SORT = re.compile("[（(][^（）()信息公开]{1,12}类[）)]")
IN_BRACKETS = re.compile("[（(][^（）()]{0,80}[）)]")
RATIOS = {"%": 100, "倍": 1, "成": 10}  # as what each is of: 成 is a tenth
POINTS = {"百分点", "个百分点", "‰"}  # differences of shares, which no figure of the form is
EXACT = {"channel", "topic", "form", "fact"}  # groups that any other word beside them narrows


@dataclass(frozen=True)
class Verdict:
    """Whether a number is right; if not, what is known instead, which is nothing where nobody
    knows.

    `subject` are the figures that the words after it go on from, where the verdict settled them.
    """

    is_right: bool
    instead: tuple[str, ...] = ()
    subject: tuple[Evidence, ...] = ()


RIGHT = Verdict(is_right=True)
NO_SOURCE = Verdict(is_right=False)


@dataclass(frozen=True)
class Contradiction:
    """Words without a number that say what is not so: where they stand, and what is known."""

    place: int
    words: str
    known: str


def wrong(instead: Iterable[str]) -> Verdict:
    """The verdict on a number that is not what is known."""
    return Verdict(is_right=False, instead=tuple(instead))


class Grounds:
    """What the numbers of one report's prose are held against: its figures, and the words for its
    years."""

    def __init__(self, figures: Figures, year: int, *, is_of_area: bool = False) -> None:
        self.year = year
        self.other_scope = pattern_of("partial", "scope")
        self.own_scope = pattern_of("partial", "own")
        if is_of_area:
            scopes = spoken_words().partial
            own = scopes["area"]
            others = [one for one in (*scopes["scope"], *scopes["office"]) if one not in own]
            self.other_scope, self.own_scope = (re.compile(any_of(one)) for one in (others, own))
        self.records = Register(figures)
        self.meanings = Meanings(self.records)
        self.declared = self.records.declared()
        self.by_unit = self.records.by_unit()
        words = spoken_words()
        # Words for last year, but not where something was carried over from it.
        self.past = pattern_for_year(words.compared["past"], last=year - 1)
        self.present = re.compile(any_of([*words.compared["present"], f"{year}年"]))
        # Words from which on a sentence tells of the year to come.
        self.ahead = pattern_for_year(words.plan["ahead"], next=year + 1)

    def is_elsewhere(self, words: str, *, before: bool) -> bool:
        """Whether some words leave the report's own figures for those of another scope, or were
        there `before` and do not come back.
        """
        others = [found.end() for found in self.other_scope.finditer(words)]
        own = [found.end() for found in self.own_scope.finditer(words)]
        if not others and not own:
            return before
        return max(others, default=0) > max(own, default=0)

    def turns(self, sentence: Sentence, misdated: frozenset[int]) -> Iterator[tuple[int, bool]]:
        """Where a sentence turns to last year (True) or to this one, in order; what is only
        compared with is no turn.
        """
        text = sentence.text
        marks = [(mark.start(), True) for mark in self.past.finditer(text)]
        marks += [(mark.start(), False) for mark in self.present.finditer(text)]
        past = [place for place, is_past in marks if is_past]
        marks += [(stop, False) for stop in ends_of_brackets(text, past)]
        # 上年为0件；其他处理9件: nor does it hold beyond a semicolon.
        marks += [(stop, False) for stop in semicolons_behind(text, marks)]
        for start, is_past in sorted(marks, key=lambda pair: pair[0]):
            place = sentence.begin + start
            if not is_past:
                yield place, False
            elif not is_compared(text[:start]):
                # A year written by mistake is meant to be this one: its own finding says so.
                yield place, place not in misdated


def ends_of_brackets(text: str, past: Sequence[int]) -> list[int]:
    """新收61件（2023年为54件），合计67件: what brackets turn to last year ends with them."""
    return [
        found.end()
        for found in IN_BRACKETS.finditer(text)
        if any(found.start() < place < found.end() for place in past)
    ]


def semicolons_behind(text: str, marks: Sequence[tuple[int, bool]]) -> Iterator[int]:
    """Where the first semicolon is behind each mark of last year."""
    for place, is_past in marks:
        stop = text.find("；", place)
        if is_past and stop >= 0:
            yield stop


def pattern_for_year(words: Iterable[str], **years: int) -> re.Pattern[str]:
    """An expression for any of some words that hold a year by name."""
    filled = list(words)
    for name, year in years.items():
        filled = [word.replace(f"{{{name}}}", str(year)) for word in filled]
    return re.compile(any_of(filled))


def is_compared(before: str) -> bool:
    """Whether the words directly before a year only compare with it: 较上年."""
    return pattern_of("compared", "against").search(before[-BESIDE:]) is not None


@dataclass(frozen=True)
class ToldNumber:
    """A number with its words, its sentence, what was in mind before it, and the grounds to judge
    it on."""

    spot: Spot
    sentence: Sentence
    context: Context
    grounds: Grounds

    @property
    def numeral(self) -> Numeral:
        """The number itself."""
        return self.spot.numeral

    @property
    def unit(self) -> str:
        """What the number is counted in."""
        return self.spot.numeral.unit

    @property
    def lead(self) -> str:
        """The words of the clause before it."""
        return self.spot.lead

    @cached_property
    def text_before(self) -> str:
        """The sentence up to it."""
        return self.sentence.text[: self.numeral.start - self.sentence.begin]

    @cached_property
    def ids(self) -> Mapping[str, list[str]]:
        """For each group what its words name."""
        return mapping_of(self.spot.terms)

    @cached_property
    def names(self) -> list[Term]:
        """Its words that name something by themselves."""
        return names_of(self.spot.terms)

    def asked(self, terms: Iterable[Term], unit: str, clause: str = "") -> list[Evidence]:
        """The figures that some words may mean here."""
        wording = Wording(tuple(terms), unit, self.context, clause)
        return self.grounds.meanings.meant(wording)

    # --- when ---

    @cached_property
    def is_planned(self) -> bool:
        """Whether it is of what is to come: said so at it, before it, or of the whole paragraph."""
        if pattern_of("plan").search(self.lead):
            return True
        told = self.sentence.text[: self.numeral.start - self.sentence.begin]
        is_plan = self.context.is_plan or self.grounds.ahead.search(told) is not None
        return is_plan and not pattern_of("plan", "behind").search(self.lead)

    @cached_property
    def is_of_another_year(self) -> bool:
        """Whether a year that is neither this one nor the last stands directly before it, or opens
        its clause: nobody knows its figures.
        """
        years = [*GIVEN_YEAR.finditer(self.lead)]
        if not years:
            return False
        # 2022年49件, and 2022年收到49件: it stands before the number, or opens the clause.
        is_beside = is_idle(self.lead[years[-1].end() :])
        if not is_beside and not is_idle(self.lead[: years[-1].start()]):
            return False
        if int(years[-1][1]) in (self.grounds.year, self.grounds.year - 1):
            return False
        place = self.spot.start + years[-1].start()
        is_in_word = any(term.start <= place < term.end for term in self.spot.terms)
        return place not in self.context.misdated and not is_in_word

    @cached_property
    def is_until(self) -> bool:
        """Whether it is what a figure has become, and no change: 增加到61件, 由4件上升为7件."""
        if pattern_of("compared", "until").search(self.lead):
            return True
        return pattern_of("compared", "become").search(self.text_before) is not None

    @cached_property
    def is_past(self) -> bool:
        """Whether it is last year's: said so directly before it, or by the subject of the
        clause."""
        if self.is_until:
            return False
        behind = self.sentence.text[self.spot.numeral.end - self.sentence.begin :]
        if pattern_of("compared", "onward").match(behind):
            return True  # 由54件上升到61件
        if mark := self.past_mark:
            between = self.lead[mark.end() :]
            # 较上年的54件 is last year's; 较上年新收54件 is this year's, only compared.
            is_told = is_idle(between) or not is_compared(self.lead[: mark.start()])
            return is_told and not self.grounds.present.search(between)
        if self.grounds.present.search(self.lead) or self.is_carried:
            return False
        return self.is_in_past_turn()

    @property
    def past_mark(self) -> re.Match[str] | None:
        """The last words for last year before it; a year that was written by mistake is none."""
        marks = [
            mark
            for mark in self.grounds.past.finditer(self.lead)
            if self.spot.start + mark.start() not in self.context.misdated
        ]
        return marks[-1] if marks else None

    def is_in_past_turn(self) -> bool:
        """Whether the sentence last turned to last year before it."""
        turns = self.context.turns
        at = bisect_left(turns, (self.spot.start, False)) - 1
        return at >= 0 and turns[at][1]

    @property
    def is_carried(self) -> bool:
        """Whether it is of what was carried over, whose year its own words say."""
        lines = self.ids.get("line", [])
        return bool(lines) and lines[-1] in CARRIED_LINES

    # --- what ---

    @cached_property
    def change(self) -> re.Match[str] | None:
        """The words for a change directly before it: 增加7件, 增长13%."""
        return None if self.is_until else change_at_end().search(self.lead)

    @property
    def is_count(self) -> bool:
        """Whether it is a count or a sum of money of the year or the last, to go on from."""
        if self.spot.field or self.is_planned or self.is_of_another_year:
            return False
        return self.change is None and self.unit not in RATIOS and self.unit not in POINTS

    @cached_property
    def is_bare(self) -> bool:
        """Whether nothing before it but words for a year says what it counts."""
        without_year = self.grounds.past.sub("", self.lead)
        return is_idle(pattern_of("compared", "against").sub("", without_year))

    @cached_property
    def meant(self) -> list[Evidence]:
        """The figures that it may be: by its words, else those that were spoken of before it."""
        if meant := self.meant_by_words():
            return meant
        is_dated = self.is_past or self.grounds.present.search(self.lead)
        if self.is_until or (self.is_bare and is_dated):
            # 2023年为54件，2024年为61件
            meant = list(self.context.told)
        if not meant and self.is_bare and self.unit == "元":
            # 政府集中采购11项，共计1192.33万元: what the sum is of has been said.
            meant = self.asked(self.context.terms, "元")
        return meant

    def meant_by_words(self) -> list[Evidence]:
        """The figures that its words mean; none where they are of a part only."""
        place = self.numeral.start - self.sentence.begin
        before = self.sentence.text[max(place - LEAD, 0) : place]
        if self.is_part(before) or self.is_elsewhere(before):
            return []
        around = before + self.sentence.text[place : place + LEAD]
        if predicate := self.predicate():
            return self.asked(predicate, self.unit, around)
        found = self.asked(self.spot.terms, self.unit, around)
        if self.ids.get("line", [""])[-1] == UNCLEAR and pattern_of("corrected").search(around):
            # 对7件内容不明确的申请发出补正告知书 counts the notices.
            found += self.grounds.records.named([CORRECTED])
        return found

    def terms_before(self) -> list[Term]:
        """The words of its place that do not stand behind the number."""
        return [term for term in self.spot.terms if term.start < self.numeral.end]

    def predicate(self) -> list[Term]:
        """The words behind it that say which requests it counts: 26件申请因期限未满，顺延至下年度;
        none where words before it do, or it says no more than that these are requests.
        """
        # 其余6件结转至下年度: the rest is as general as the requests.
        before = self.terms_before()
        is_rest = bool(before) and all(term.groups == {"rest"} for term in before)
        is_of_requests = is_rest or (not before and "request" in self.ids.get("noun", []))
        lead = self.lead[before[-1].end - self.spot.start :] if is_rest else self.lead
        if self.names or not is_of_requests or not is_idle(lead):
            return []
        behind = self.terms_behind()
        return [*self.spot.terms, *behind] if names_of(behind) else []

    def terms_behind(self) -> list[Term]:
        """The words behind it, up to the next number: from there on they are told of that one."""
        start = self.numeral.start
        limit = min(
            (spot.start for spot in self.sentence.spots if spot.start > start),
            default=self.sentence.end,
        )
        end = self.numeral.end
        return [term for term in self.sentence.terms if end <= term.start < limit]

    def is_elsewhere(self, before: str) -> bool:
        """Whether the words before it are of another office, or of its own documents."""
        said = before + self.spot.clause
        if self.grounds.is_elsewhere(said, before=self.context.is_elsewhere):
            return True  # 县政府本级收到申请112件，答复109件
        lines = self.ids.get("line", [])
        is_outcome = any(line.startswith("outcome.") for line in lines)
        if not is_outcome and "依申请公开" not in self.spot.clause:
            return False
        sent = [*pattern_of("partial", "sent").finditer(before)]
        if not sent:
            return False
        # 依申请 is how a document may be read, and no request for one.
        between = before[sent[-1].end() :].replace("依申请", "")
        return "申请" not in between

    def is_part(self, before: str) -> bool:
        """Whether a word beside it says that it is of a part only, and no figure of the report."""
        if pattern_of("partial", "asked").search(self.spot.clause):
            return True  # 其中2件第三方不同意公开
        if self.is_of_other_years(before) or self.is_of_all_cases():
            return True
        is_partial = pattern_of("partial").search(self.spot.clause) is not None
        if is_partial and not self.named_last & {"declared", "line"}:
            return True
        # What stands unexplained between words and number narrows what it counts.
        narrowing = len(self.spot.stray) - self.compared_length()
        if narrowing > (0 if self.named_last <= EXACT else STRAY):
            return True
        return self.is_part_by_name() if self.names else self.is_part_without_name(before)

    def is_of_other_years(self, before: str) -> bool:
        """Whether it counts what came since an earlier year: 自2019年以来，累计收到286件."""
        since = [*pattern_of("partial", "since").finditer(before)]
        own_year = f"{self.grounds.year}年"
        return bool(since) and not before[: since[-1].start()].endswith(own_year)

    def is_of_all_cases(self) -> bool:
        """Whether it counts reviews or suits about anything, and not those about disclosure."""
        if not self.named_last & {"kind", "result"}:
            return False
        place = self.numeral.end - self.sentence.begin
        behind = self.sentence.text[place:]
        is_whole = pattern_of("partial", "of_all_cases").search(behind) is not None
        # 受理行政复议申请12件（土地权属类）
        is_of_a_sort = OF_A_SORT.match(behind) is not None
        return (
            is_whole
            or is_of_a_sort
            or bool(pattern_of("partial", "cases").search(self.text_before))
        )

    @cached_property
    def named_last(self) -> set[str]:
        """The groups of the last word that names something."""
        return self.names[-1].groups if self.names else set()

    def is_part_by_name(self) -> bool:
        """Whether what is named is a part: 其中疫情防控新闻发布会2场."""
        if "way" in self.named_last and self.is_of_those_concluded():
            return True
        is_of_fact = "fact" in self.named_last and "其中" in self.spot.clause
        return is_of_fact and bool(pattern_of("held").sub("", self.spot.qualified))

    def is_part_without_name(self, before: str) -> bool:
        """Whether verbs and general nouns alone say that it is a part."""
        if self.is_of_some_items():
            return True
        if "rest" in self.ids and self.context.listed:
            return False  # 维持3件、纠正1件、其他2件
        if pattern_of("partial", "object").search(self.lead):
            return True  # 对3件申请征求了第三方意见
        if "其中" in self.text_before and self.spot.qualified:
            return True  # 其中向区政府提出的申请45件
        if pattern_of("partial", "apart").search(self.lead):
            return True  # 另有6件因年底收到: the words behind it are no count of their own
        # 热线办结12件: received or concluded were no requests.
        is_elsewhere = pattern_of("partial", "elsewhere").search(before) is not None
        return "noun" not in self.ids and is_elsewhere

    def is_of_those_concluded(self) -> bool:
        """Whether the last verb so far is of what was concluded: nobody counts by which way these
        came in (共办理并答复申请3件、纸质申请36件).
        """
        verbs = [
            verb
            for term in self.sentence.terms
            if term.end <= self.numeral.start
            for verb in ids_of(term, "verb")
        ]
        return bool(verbs) and verbs[-1] in ("conclude", "handle")

    def compared_length(self) -> int:
        """How many characters before it only compare it with last year: 新收申请较上年的54件."""
        for mark in self.grounds.past.finditer(self.lead):
            word_before = self.lead[: mark.start()][-2:]  # 较, 相比
            against = pattern_of("compared", "against").search(word_before)
            behind = self.lead[mark.end() :]
            if against and is_idle(behind):
                return len(against[0]) + len(mark[0])
        return 0

    def is_of_some_items(self) -> bool:
        """Whether it is of some of the items only: of a channel that the logs do not tell, or of a
        kind (人事信息12条).
        """
        is_published = "publish" in self.ids.get("verb", [])
        if is_published:
            is_elsewhere = pattern_of("partial", "published").search(self.spot.clause)
            return is_elsewhere is not None or "rest" in self.ids
        is_information = "information" in self.ids.get("noun", [])
        return is_information and ("rest" in self.ids or bool(self.spot.qualified))

    @cached_property
    def values(self) -> list[tuple[Evidence, Decimal]]:
        """Each figure that it may be with its value in the year that it is told of."""
        values = [(one, one.before if self.is_past else one.value) for one in self.meant]
        return [(evidence, value) for evidence, value in values if value is not None]

    @cached_property
    def borne_out(self) -> Evidence | None:
        """The figure that it is."""
        fitting = (evidence for evidence, value in self.values if self.numeral.fits(value))
        return next(fitting, None)

    @property
    def counted_before(self) -> list[Claim]:
        """The numbers of the sentence so far that are no shares or changes."""
        return [claim for claim in self.context.claims if claim.unit not in RATIOS]


def agrees(numeral: Numeral, exact: Decimal) -> bool:
    """Whether a number is an exact one, rounded half up to as many decimals."""
    if numeral.hedge:
        return numeral.fits(exact)
    return exact.quantize(min(numeral.step, Decimal(1)), ROUND_HALF_UP) == numeral.value
