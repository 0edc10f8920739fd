"""Whether a number in prose is what it says: a count, a sum of money, a share, a rate, a change on
last year.

The answer is nothing where the number is right; else what is known instead, which is nothing where
nobody knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import msgspec

from reportcli.proof.meanings import (
    CONCLUDED,
    HANDLED,
    ITEMS,
    RECEIVED,
    Claim,
    Context,
    Known,
    Lookup,
    names_of,
)
from reportcli.proof.spots import LEAD, Sentence, Spot
from reportcli.proof.terms import Rate, any_of, claim_words, is_idle, mapping_of
from reportcli.prose.figures import DECLARED, Figures
from reportcli.words.numerals import Numeral, number_text

STRAY = 4  # characters between the words and the number that may be anything
LEVEL = 60  # characters behind a number in which it may be said to be last year's
CLAIMS = (
    40  # numbers of a sentence that are remembered: one without end is no reason to take for ever
)
TOTALS = (RECEIVED, CONCLUDED, HANDLED, ITEMS)
EACH = re.compile(r"各(?:有|为|占)?\s{0,2}$")
CARRIED = {"carried", "brought_forward", "carried_forward"}
GIVEN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年度?")
RATIOS = {"%": 100, "倍": 1, "成": 10}
EXACT = {"channel", "topic", "form", "fact"}  # groups that any other word beside them narrows
# So counted in Chinese numerals, a number mostly is a manner of speaking: 三项制度, 五个方面.
ROUND = {1, 100, 1000, 10_000}
LOOSE_UNITS = {"个", "项", "类", "种", "位", "轮", ""}
Verdict = list[str] | None


class Judge:
    """Judges the numbers of one text in order, remembering what the words before were about."""

    def __init__(self, figures: Figures, year: int) -> None:
        self.year = year
        self.lookup = Lookup(figures)
        self.context = Context()
        self.past = past_pattern(year - 1)
        self.present = re.compile(any_of([*claim_words().compared["present"], f"{year}年"]))
        self.marks: list[tuple[int, bool]] = []
        self.ahead = ahead_pattern(year + 1)
        self.plans = False  # whether the paragraph as a whole tells of what is to come
        self.wrong: set[int] = set()  # the places of years that should be this one
        self.rates = [pair for rate in rates() for pair in self.quotients(rate.rate)]
        self.by_unit = values_by_unit(figures, self.lookup)
        self.declared = [
            (figure.label, Decimal(figure.value))
            for figure in figures.named.values()
            if figure.name.startswith(f"{DECLARED}.")
        ]

    def begin(self, sentence: Sentence) -> None:
        """Turn to a sentence."""
        self.marks = list(self.year_marks(sentence))

    def year_marks(self, sentence: Sentence) -> Iterator[tuple[int, bool]]:
        """Where a sentence turns to last year (True) or to this one, in order; what is only
        compared with is no turn.
        """
        found = [(mark, True) for mark in self.past.finditer(sentence.text)]
        found += [(mark, False) for mark in self.present.finditer(sentence.text)]
        for mark, is_past in sorted(found, key=lambda pair: pair[0].start()):
            compared = pattern_of("compared", "against").search(
                sentence.text, max(mark.start() - 8, 0), mark.start()
            )
            if not is_past or not compared:
                place = mark.start() + sentence.begin
                yield place, is_past and place not in self.wrong

    def judge(self, spot: Spot, sentence: Sentence) -> Verdict:
        """What is known instead of a number; what it is becomes part of the context."""
        if spot.field:
            self.take_field(spot)
            return None
        if pattern_of("plan").search(spot.lead) or self.is_ahead(spot, sentence):
            return None
        if self.is_of_other_year(spot):
            return []
        change = change_at_end().search(spot.lead)
        if change:
            return self.judge_change(spot, grew=change["more"] is not None)
        match spot.numeral.unit:
            case "倍" | "成":
                return self.judge_multiple(spot)
            case "%":
                return self.judge_share(spot, sentence)
            case "百分点" | "个百分点" | "‰":
                return []
        return self.judge_value(spot, sentence)

    def is_of_other_year(self, spot: Spot) -> bool:
        """Whether a year that is neither this one nor the last stands directly before a number:
        nobody knows its figures.
        """
        years = [*GIVEN_YEAR.finditer(spot.lead)]
        if not years or not is_idle(spot.lead[years[-1].end() :]):
            return False
        place = spot.start + years[-1].start()
        is_told = place in self.wrong or any(term.start <= place < term.end for term in spot.terms)
        return int(years[-1][1]) not in (self.year, self.year - 1) and not is_told

    def is_ahead(self, spot: Spot, sentence: Sentence) -> bool:
        """Whether a number is of what is to come: said so before it, or of the whole paragraph."""
        told = sentence.text[: spot.numeral.start - sentence.begin]
        is_plan = self.plans or self.ahead.search(told) is not None
        return is_plan and not pattern_of("plan", "behind").search(spot.lead)

    def take_field(self, spot: Spot) -> None:
        """Remember what a field was filled with; a share or a change is no number to go on from."""
        known = self.lookup.known(spot.field)
        if known:
            self.claim(spot, (known,), known)

    def claim(self, spot: Spot, meant: Sequence[Known], known: Known | None) -> None:
        """Remember a number for what comes after it in the sentence."""
        named = names_of(spot.terms)
        if named:
            self.context.listed = named[-1].meanings[0].group
            self.context.terms = spot.terms
        del self.context.claims[:-CLAIMS]
        claim = Claim(spot.numeral.value, spot.numeral.unit, tuple(meant), known)
        self.context.claims.append(claim)
        self.context.told = claim.figures or self.context.told
        if known and known.kinds and "kind" not in mapping_of(spot.terms):
            self.context.kinds = known.kinds  # the results that follow are of the same kind

    # --- counts and money ---

    def judge_value(self, spot: Spot, sentence: Sentence) -> Verdict:
        """Whether a count or a sum of money is what it says; None if so, else what is known
        (nothing, where nothing is).
        """
        numeral = spot.numeral
        meant = self.meant(spot, sentence)
        is_until = pattern_of("compared", "until").search(spot.lead) is not None
        is_past = not is_until and self.is_past(spot)
        is_bare = is_idle(pattern_of("compared", "against").sub("", self.past.sub("", spot.lead)))
        if not meant and (is_until or (is_bare and (is_past or self.present.search(spot.lead)))):
            meant = list(self.context.told)  # 2023年为54件，2024年为61件
        if not meant and is_bare and numeral.unit == "元":
            # 政府集中采购11项，共计1192.33万元: what the sum is of has been said.
            meant = self.lookup.meant(self.context.terms, "元", self.context)
        values = [(known, known.before if is_past else known.value) for known in meant]
        fitting = [known for known, value in values if value is not None and numeral.fits(value)]
        self.claim(spot, meant, fitting[0] if fitting else None)
        if (each := self.judge_each(spot)) is not None:
            return each or None
        if fitting or self.is_declared(spot):
            return None
        if "rest" in mapping_of(spot.terms) and self.is_remainder(numeral):
            return None
        told = [
            told_as(known, value)
            for known, value in values
            if value is not None and known.is_recorded
        ]
        if told and not (numeral.spelled and numeral.value == 1 and not numeral.hedge):
            return told
        # That there was nothing of a kind is borne out by logs that tell of nothing of the kind.
        if not numeral.value or self.is_known_somewhere(spot, is_past=is_past) or is_loose(numeral):
            return None
        return []

    def judge_each(self, spot: Spot) -> Verdict:
        """What is known where a number is told of each of several (科研机构、公益组织各1件), else
        None."""
        names = names_of(spot.terms)
        names = [term for term in names if term.groups & names[-1].groups]
        if len(names) < 2 or not EACH.search(spot.lead):
            return None
        told = []
        for name in names:
            known = self.lookup.meant([name], spot.numeral.unit, self.context)
            if not known:
                return None
            if not any(spot.numeral.fits(one.value) for one in known):
                told.append(told_as(known[0], known[0].value))
        return told

    def meant(self, spot: Spot, sentence: Sentence) -> list[Known]:
        """The figures that the words at a number mean; none where they are of a part only."""
        ids = mapping_of(spot.terms)
        names = names_of(spot.terms)
        told = {group for term in names[-1:] for group in term.groups}
        place = spot.numeral.start - sentence.begin
        before = sentence.text[max(place - LEAD, 0) : place]
        is_part = (
            (pattern_of("partial").search(spot.clause) and not told & {"declared", "line"})
            or len(spot.stray) - self.compared_length(spot) > (0 if told <= EXACT else STRAY)
            or (not names and self.is_of_some_items(spot, ids))
            or (
                not names
                and "noun" not in ids
                and pattern_of("partial", "elsewhere").search(before)
            )
            # 其中疫情防控新闻发布会2场
            or (
                "fact" in told
                and "其中" in spot.clause
                and pattern_of("held").sub("", spot.qualified)
            )
        )
        around = before + sentence.text[place : place + LEAD]
        return (
            []
            if is_part
            else self.lookup.meant(spot.terms, spot.numeral.unit, self.context, around)
        )

    def compared_length(self, spot: Spot) -> int:
        """How many characters before a number only compare it with last year:
        新收申请较上年的54件."""
        for mark in self.past.finditer(spot.lead):
            against = pattern_of("compared", "against").search(spot.lead[: mark.start()][-2:])
            if against and is_idle(spot.lead[mark.end() :]):
                return len(against[0]) + len(mark[0])
        return 0

    def is_of_some_items(self, spot: Spot, ids: Mapping[str, list[str]]) -> bool:
        """Whether a number is of some of the items only: of a channel that the logs do not tell, or
        of a kind (人事信息12条).
        """
        published = "publish" in ids.get("verb", [])
        if published and pattern_of("partial", "published").search(spot.clause):
            return True
        named = published or "information" in ids.get("noun", [])
        return named and ("rest" in ids or (not published and bool(spot.qualified)))

    def is_past(self, spot: Spot) -> bool:
        """Whether a number is last year's: said so directly before it, or by the subject of the
        clause."""
        said = [
            mark
            for mark in self.past.finditer(spot.lead)
            if spot.start + mark.start() not in self.wrong
        ]
        if said:
            between = spot.lead[said[-1].end() :]
            if is_idle(between) or not pattern_of("compared", "against").search(
                spot.lead[: said[-1].start()][-8:]
            ):
                return not self.present.search(between)
            return False
        if self.present.search(spot.lead) or is_carried(spot):
            return False
        at = bisect_left(self.marks, (spot.start, False)) - 1
        return at >= 0 and self.marks[at][1]

    def is_declared(self, spot: Spot) -> bool:
        """Whether a declared figure whose name has words in common with the clause says the
        same."""
        return any(
            spot.numeral.fits(value)
            and any(name[at : at + 2] in spot.clause for at in range(len(name) - 1))
            for name, value in self.declared
        )

    def is_remainder(self, numeral: Numeral) -> bool:
        """Whether a number is what the others of the sentence leave of the first."""
        counts = [claim.said for claim in self.context.claims if claim.unit == numeral.unit]
        return len(counts) > 2 and numeral.fits(counts[0] - sum(counts[1:-1]))

    def is_known_somewhere(self, spot: Spot, *, is_past: bool) -> bool:
        """Whether any figure of that unit, or any declared one, has the value of a number that does
        not say what it counts.
        """
        numeral = spot.numeral
        values = self.by_unit.get((numeral.unit, is_past), set())
        if numeral.unit == "":
            values = {
                value
                for (_, past), known in self.by_unit.items()
                if past == is_past
                for value in known
            }
        return any(numeral.fits(value) for value in values) or any(
            numeral.fits(value) for _, value in self.declared
        )

    # --- changes and shares ---

    def judge_change(self, spot: Spot, *, grew: bool) -> Verdict:
        """Whether a figure changed so on last year."""
        told: list[str] = []
        numeral = spot.numeral
        for known in self.changed(spot):
            if known.before is None:
                continue
            change = known.value - known.before if grew else known.before - known.value
            if numeral.unit in RATIOS:
                if not known.before:
                    continue
                change = change * RATIOS[numeral.unit] / known.before
            if agrees(numeral, change):
                self.context.told = (known,)
                return None
            told.append(change_told(known))
        if told or numeral.unit not in RATIOS:
            return [] if self.is_changed_unknown(spot) else told
        received = self.lookup.known(RECEIVED)  # 同比增长13%, before anything is said of what
        if received is None or not received.before:
            return []
        change = (received.value - received.before) * RATIOS[numeral.unit] / received.before
        return None if agrees(numeral, change if grew else -change) else []

    def judge_multiple(self, spot: Spot) -> Verdict:
        """Whether a figure is so many times last year's."""
        befores = [(known, known.before) for known in self.changed(spot) if known.before]
        if any(
            agrees(spot.numeral, known.value * RATIOS[spot.numeral.unit] / before)
            for known, before in befores
        ):
            return None
        return [change_told(known) for known, _ in befores]

    def changed(self, spot: Spot) -> list[Known]:
        """The figures of which a change is told: those that the clause names, else those of the
        sentence."""
        named = self.lookup.meant(spot.terms, "", self.context, spot.clause) if spot.terms else []
        claims = [claim for claim in reversed(self.context.claims) if claim.unit not in RATIOS]
        if named or claims:  # what a sentence before told of is no subject any more
            return named or [known for claim in claims for known in claim.figures]
        return list(self.context.told)

    def is_changed_unknown(self, spot: Spot) -> bool:
        """Whether a change is most likely of something whose figure of last year nobody knows: of
        the items that the clause names, or of the number before it.
        """
        if spot.terms:
            ids = mapping_of(spot.terms)
            return "publish" in ids.get("verb", []) or "information" in ids.get("noun", [])
        claims = [claim for claim in self.context.claims if claim.unit not in RATIOS]
        return bool(claims) and all(known.before is None for known in claims[-1].figures)

    def level(self, behind: str) -> tuple[re.Match[str], str] | None:
        """与上年持平, said of a number that differs from last year's: the words, what is known."""
        level = pattern_of("compared", "level").search(behind[:LEVEL])
        if level is None or not self.context.claims:
            return None
        known = next(iter(self.context.claims[-1].figures), None)
        if known is None or known.before is None or known.value == known.before:
            return None
        return level, change_told(known)

    def direction_behind(self, behind: str) -> tuple[re.Match[str], str] | None:
        """较去年有所减少, said without a number of requests that became more: the words, what is
        known."""
        direction = direction_pattern().match(behind[:LEVEL])
        received = self.lookup.known(RECEIVED)
        known = self.context.claims[-1].known if self.context.claims else None
        if (
            direction is None
            or known is None
            or known != received
            or self.context.claims[-1].said != known.value
        ):
            return None
        return self.opposed(direction)

    def direction_of(self, text: str) -> tuple[re.Match[str], str] | None:
        """The same of a sentence that opens with the requests received, and counts nothing
        before."""
        direction = opening_direction().search(text)
        if (
            direction is None
            or not is_idle(text[: direction.start()])
            or self.past.search(text, 0, direction.start())
        ):
            return None
        return self.opposed(direction)

    def opposed(self, direction: re.Match[str]) -> tuple[re.Match[str], str] | None:
        """The words for a direction, where the requests received went the other way."""
        received = self.lookup.known(RECEIVED)
        if received is None or received.before is None:
            return None
        change = received.value - received.before
        is_true = change > 0 if direction["more"] else change < 0
        return None if is_true else (direction, change_told(received))

    def judge_share(self, spot: Spot, sentence: Sentence) -> Verdict:
        """Whether a percentage is the share, or the rate, that it is said to be."""
        numeral = spot.numeral
        told_before = sentence.text[: numeral.start - sentence.begin]
        if numeral.value == 100 and pattern_of("share", "stock").search(told_before):
            return None
        for rate in rates():
            if rate.pattern.search(spot.clause):
                return self.judge_quotients(numeral, self.quotients(rate.rate))
        told = pattern_of("share").search(spot.lead)
        if told is None and not is_idle(spot.lead):
            return None if self.is_some_share(numeral) else []
        cut = spot.start + (told.start() if told else len(spot.lead))
        behind = [term for term in spot.terms if term.start >= cut]
        parts = self.lookup.meant(
            [term for term in spot.terms if term not in behind], "", self.context, spot.clause
        )
        wholes = self.lookup.meant(behind, "", self.context, spot.clause)
        claims = [claim for claim in self.context.claims if claim.unit not in ("%", "倍")]
        numerators = [(known.source, known.value) for known in parts]
        if not numerators and len(claims) >= spot.row - spot.place:
            # 分别为356件、45件，分别占88.8%、11.2%: each share is of the number at its place.
            of = claims[spot.place - spot.row]
            numerators = [(known.source, known.value) for known in of.figures] or [("", of.said)]
            parts = list(of.figures)
        if not numerators:
            return None if self.is_some_share(numeral) else []
        if wholes:
            denominators = [(known.source, known.value) for known in wholes]
        else:
            names = dict.fromkeys(name for known in parts for name in known.wholes)
            denominators = [
                (known.source, known.value) for known in self.lookup.named(names or TOTALS)
            ]
            denominators += [("", claim.said) for claim in claims]
        pairs = [
            (f"{part} / {whole}".strip(" /"), top, bottom)
            for part, top in numerators
            for whole, bottom in denominators
            if bottom and 0 <= top <= bottom
        ]
        return self.judge_quotients(numeral, pairs)

    def quotients(self, rate: Rate) -> Iterator[tuple[str, Decimal, Decimal]]:
        """The quotients that a rate may be."""
        for part in self.lookup.named(rate.part):
            for whole in self.lookup.named(rate.whole):
                if whole.value:
                    yield f"{part.source} / {whole.source}", part.value, whole.value

    def judge_quotients(
        self, numeral: Numeral, pairs: Iterable[tuple[str, Decimal, Decimal]]
    ) -> Verdict:
        """Whether a percentage is one of some quotients."""
        told = []
        for source, part, whole in pairs:
            share = part * 100 / whole
            if agrees(numeral, share):
                return None
            told.append((share, source))
        decimals = min(numeral.step, Decimal("0.1"))
        return [
            f"{share.quantize(decimals, ROUND_HALF_UP)}%（{source}）" for share, source in told[:1]
        ]

    def is_some_share(self, numeral: Numeral) -> bool:
        """Whether a percentage that does not say of what is a known rate, or a declared figure."""
        return self.judge_quotients(numeral, self.rates) is None or any(
            numeral.fits(value) for _, value in self.declared
        )


# --- words and values ---


class Quotient(msgspec.Struct, frozen=True):
    """A rate with the words that name it."""

    pattern: re.Pattern[str]
    rate: Rate


@cache
def rates() -> tuple[Quotient, ...]:
    """The rates, in the order of the file: the narrower words first."""
    return tuple(Quotient(re.compile(any_of(rate.words)), rate) for rate in claim_words().rate)


@cache
def change_at_end() -> re.Pattern[str]:
    """Words for a change directly before a number."""
    words = claim_words().change
    more, less = any_of(words["more"]), any_of(words["less"])
    return re.compile(
        rf"(?:(?P<more>{more})|(?P<less>{less}))(?:幅度|率)?(?:了|约|近|共|达到?|为|：|:|\s){{0,3}}$"
    )


def told_direction() -> str:
    """Words that tell a direction on last year, and no number: 较去年有所减少."""
    words = claim_words().direction
    return (
        rf"{any_of(words['on'])}{any_of(words['degree'])}?"
        rf"(?:(?P<more>{any_of(words['more'])})|(?:{any_of(words['less'])})){any_of(words['end'])}"
    )


@cache
def direction_pattern() -> re.Pattern[str]:
    """Such words directly behind a number."""
    return re.compile(rf"，?{told_direction()}")


@cache
def opening_direction() -> re.Pattern[str]:
    """Such words of the requests received."""
    return re.compile(rf"{any_of(claim_words().direction['subject'])}，?{told_direction()}")


@cache
def pattern_of(group: str, key: str = "words") -> re.Pattern[str]:
    """The words under a key of `claims.toml` as an expression for any of them."""
    return re.compile(any_of(getattr(claim_words(), group)[key]))


def past_pattern(year: int) -> re.Pattern[str]:
    """Words for last year, but not where something was carried over from it."""
    return re.compile(
        any_of([word.replace("{last}", str(year)) for word in claim_words().compared["past"]])
    )


def ahead_pattern(year: int) -> re.Pattern[str]:
    """Words from which on a sentence tells of the year to come."""
    return re.compile(
        any_of([word.replace("{next}", str(year)) for word in claim_words().plan["ahead"]])
    )


def values_by_unit(figures: Figures, lookup: Lookup) -> dict[tuple[str, bool], set[Decimal]]:
    """Every known value by its unit, this year's and (True) last year's."""
    values: dict[tuple[str, bool], set[Decimal]] = {}
    for name in figures.named:
        known = lookup.known(name)
        if known:
            values.setdefault((known.unit, False), set()).add(known.value)
            if known.before is not None:
                values.setdefault((known.unit, True), set()).add(known.before)
    return values


def agrees(numeral: Numeral, exact: Decimal) -> bool:
    """Whether a number is an exact one, rounded half up to as many decimals."""
    if numeral.hedge:
        return numeral.fits(exact)
    return exact.quantize(min(numeral.step, Decimal(1)), ROUND_HALF_UP) == numeral.value


def is_carried(spot: Spot) -> bool:
    """Whether a number is told of what was carried over, whose year its own words say."""
    lines = mapping_of(spot.terms).get("line", [])
    return bool(lines) and lines[-1] in CARRIED


def is_loose(numeral: Numeral) -> bool:
    """Whether a number in Chinese numerals is a manner of speaking: 一件, 三项, 百余家."""
    return numeral.spelled and (numeral.value in ROUND or numeral.unit in LOOSE_UNITS)


def told_as(known: Known, value: Decimal) -> str:
    """A figure with where it stands."""
    return f"{number_text(value)}{known.unit}（{known.source}）"


def change_told(known: Known) -> str:
    """A figure with that of last year."""
    return f"{number_text(known.before or 0)} → {number_text(known.value)}{known.unit}（{known.source}）"
