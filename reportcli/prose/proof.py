"""The figures in the office's prose, held against the tables, the facts and what the office declared.

A number that says what it counts and differs is an error; one that nothing bears out, a warning. Here too:
phrases that deny what a table shows, years that are not the report's, what is left of a template, and blank
cells. What the words mean is in `claims.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import msgspec

from reportcli.finding import Address, Detail, Finding
from reportcli.prose.blocks import Block, Paragraph
from reportcli.prose.claims import CONCLUDED, GENERAL, HANDLED, ITEMS, RECEIVED, Claim, Context, Known, Lookup
from reportcli.prose.figures import DECLARED, Figures, number_words
from reportcli.prose.numerals import Numeral, read_numerals
from reportcli.prose.passages import Grid, Passage, passages_of
from reportcli.prose.spots import Sentence, Spot, sentences_of
from reportcli.prose.terms import (
    Denial,
    Rate,
    Term,
    Vocabulary,
    any_of,
    claim_words,
    is_idle,
    mapping_of,
    partial_pattern,
    without_titles,
)
from reportcli.prose.years import Wrong, wrong_years
from reportcli.report import Report
from reportcli.wording import printable

STRAY = 4  # characters between the words and the number that may be anything
SHOWN = 48
TOTALS = (RECEIVED, CONCLUDED, HANDLED, ITEMS)
# So counted in Chinese numerals, a number mostly is a manner of speaking: 三项制度, 五个方面.
EACH = re.compile(r"各(?:有|为|占)?\s{0,2}$")
RATIOS = {"%": 100, "倍": 1, "成": 10}
LOOSE_UNITS = {"个", "项", "类", "种", "位", "轮", ""}
Found = tuple[int, Finding]


def prove(file: str, blocks: Sequence[Block], figures: Figures, report: Report) -> Iterator[Finding]:
    """A finding for each figure or phrase of a text that nothing bears out."""
    prover = Prover(file, figures, report)
    for passage in passages_of(blocks):
        yield from prover.table(passage) if isinstance(passage, Grid) else prover.paragraph(passage)


def prove_template(template: Path, figures: Figures, report: Report) -> Iterator[Finding]:
    """The same of the words of a docx that is to be filled in; `row` is the number of the paragraph."""
    from reportcli.prose.docx_text import paragraphs_of

    blocks = []
    for number, text in paragraphs_of(template):
        runs, faults = figures.fill(text, number)
        blocks.append(Paragraph(tuple(runs)))
        for fault in faults:
            yield Finding(fault.code, Address(str(template), row=number), fault.details)
    yield from prove(str(template), blocks, figures, report)


class Prover:
    """Reads one file, paragraph by paragraph, remembering what the words before were about."""

    def __init__(self, file: str, figures: Figures, report: Report) -> None:
        self.file, self.figures, self.report = file, figures, report
        self.vocabulary = Vocabulary(report, figures)
        self.lookup = Lookup(figures)
        self.context = Context()
        self.wrong: set[int] = set()  # the places of years that should be this one
        self.past = past_pattern(report.year - 1)
        self.present = re.compile(rf"今年|本年度?|{report.year}年")
        self.by_unit = values_by_unit(figures, self.lookup)

    # --- paragraphs ---

    def paragraph(self, passage: Passage) -> Iterator[Finding]:
        """Everything that is wrong in a paragraph, in the order of its words."""
        wrong = [*wrong_years(passage, self.report.year)]
        self.wrong = {year.place for year in wrong}
        found = [*self.instructions(passage), *self.years(passage, wrong)]
        for sentence in sentences_of(passage, self.vocabulary):
            found += self.sentence(sentence, passage)
        self.context.end_paragraph()
        yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]))

    def sentence(self, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """What is wrong in the numbers of a sentence, and in what it denies."""
        noted = 0
        for spot in sentence.spots:
            while noted < len(sentence.terms) and sentence.terms[noted].end <= spot.start:
                self.context.note(sentence.terms[noted : noted + 1])
                noted += 1
            finding = self.judge(spot, sentence, passage)
            if finding:
                yield spot.numeral.start, finding
            self.context.note(spot.terms)
            while noted < len(sentence.terms) and sentence.terms[noted].start < spot.end:
                noted += 1
            yield from self.levels(spot, sentence, passage)
        yield from self.denials(sentence, passage)
        self.context.note(sentence.terms[noted:])
        self.context.end_sentence()

    def finding(self, code: str, place: int, passage: Passage, **details: Detail) -> Finding:
        """A finding at a place of a passage; its words are made fit to be shown."""
        shown = {name: printable(str(detail)) for name, detail in details.items()}
        return Finding(code, Address(self.file, row=passage.line_at(place)), {**shown})

    # --- numbers ---

    def judge(self, spot: Spot, sentence: Sentence, passage: Passage) -> Finding | None:
        """What is wrong with one number, if anything; what it is becomes part of the context."""
        if spot.field:
            self.take_field(spot)
            return None
        change = change_at_end().search(spot.lead)
        if change:
            fault = self.judge_change(spot, grew=change["more"] is not None)
        elif spot.numeral.unit in ("倍", "成"):
            fault = self.judge_multiple(spot)
        elif spot.numeral.unit == "%":
            fault = self.judge_share(spot)
        elif spot.numeral.unit in ("百分点", "个百分点", "‰"):
            fault = []
        else:
            fault = self.judge_value(spot, sentence)
        if fault is None:
            return None
        return self.fault(spot, fault, passage)

    def fault(self, spot: Spot, known: Sequence[str], passage: Passage) -> Finding:
        """A contradiction of what is known, or a number that nothing bears out."""
        number, words = spot.said, spot.clause.strip("，。；：、 \n\0")[-SHOWN:]
        if known:
            return self.finding(
                "figure-contradicted",
                spot.numeral.start,
                passage,
                value=number,
                words=words,
                known="；".join(dict.fromkeys(known)),
            )
        return self.finding("figure-unmatched", spot.numeral.start, passage, value=number, words=words)

    def take_field(self, spot: Spot) -> None:
        """Remember what a field was filled with; a share or a change is no number to go on from."""
        known = self.lookup.known(spot.field)
        if known:
            self.claim(spot, (known,), known)

    def claim(self, spot: Spot, meant: Sequence[Known], known: Known | None) -> None:
        """Remember a number for what comes after it in the sentence."""
        named = [term for term in spot.terms if not term.groups <= GENERAL]
        if named:
            self.context.listed = named[-1].meanings[0].group
            self.context.terms = spot.terms
        del self.context.claims[:-40]  # a sentence without end is no reason to take for ever
        claim = Claim(spot.numeral.value, spot.numeral.unit, tuple(meant), known)
        self.context.claims.append(claim)
        self.context.told = claim.figures or self.context.told
        if known and known.kinds and "kind" not in mapping_of(spot.terms):
            self.context.kinds = known.kinds  # the results that follow are of the same kind

    def judge_value(self, spot: Spot, sentence: Sentence) -> list[str] | None:
        """Whether a count or a sum of money is what it says; None if so, else what is known (nothing, where
        nothing is).
        """
        numeral = spot.numeral
        meant = self.meant(spot, sentence)
        is_until = until_at_end().search(spot.lead) is not None
        is_past = not is_until and self.is_past(spot, sentence)
        is_bare = is_idle(against_pattern().sub("", self.past.sub("", spot.lead)))
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
        if ("rest", "rest") in meanings_of(spot.terms) and self.is_remainder(numeral):
            return None
        told = [told_as(known, value) for known, value in values if value is not None]
        if told and not (numeral.spelled and numeral.value == 1 and not numeral.hedge):
            return told
        if self.is_known_somewhere(spot, is_past=is_past) or is_loose(numeral):
            return None
        return []

    def judge_each(self, spot: Spot) -> list[str] | None:
        """What is known where a number is told of each of several (科研机构、公益组织各1件); None where not."""
        names = [term for term in spot.terms if not term.groups <= GENERAL]
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
        specific = [term for term in spot.terms if not term.groups <= GENERAL]
        told = {group for term in specific[-1:] for group in term.groups}
        if partial_pattern("words").search(spot.clause) and not told & {"declared", "line"}:
            return []
        if len(spot.stray) > (0 if told <= {"channel", "topic", "form", "fact"} else STRAY):
            return []
        if not specific and self.is_of_some_items(spot, ids):
            return []
        before = sentence.text[: spot.numeral.start - sentence.begin]
        if not specific and "noun" not in ids and partial_pattern("elsewhere").search(before):
            return []
        if "fact" in told and "其中" in spot.clause and held_words().sub("", spot.qualified):
            return []  # 其中疫情防控新闻发布会2场
        return self.lookup.meant(spot.terms, spot.numeral.unit, self.context, sentence.text)

    def is_of_some_items(self, spot: Spot, ids: Mapping[str, list[str]]) -> bool:
        """Whether a number is of some of the items only: of a channel that the logs do not tell, or of a kind
        (人事信息12条).
        """
        published = "publish" in ids.get("verb", [])
        if published and partial_pattern("published").search(spot.clause):
            return True
        named = published or "information" in ids.get("noun", [])
        return named and ("rest" in ids or (not published and bool(spot.qualified)))

    def is_past(self, spot: Spot, sentence: Sentence) -> bool:
        """Whether a number is last year's: said so directly before it, or by the subject of the clause."""
        said = [mark for mark in self.past.finditer(spot.lead) if spot.start + mark.start() not in self.wrong]
        if said:
            between = spot.lead[said[-1].end() :]
            if is_idle(between) or not against_pattern().search(spot.lead[: said[-1].start()][-8:]):
                return not self.present.search(between)
            return False
        if self.present.search(spot.lead):
            return False
        earlier = sentence.text[: spot.start - sentence.begin]
        marks = [(mark.start(), mark.start() + sentence.begin not in self.wrong) for mark in self.past.finditer(earlier)]
        marks += [(mark.start(), False) for mark in self.present.finditer(earlier)]
        if not marks:
            return False
        place, is_last = max(marks)
        return is_last and not against_pattern().search(earlier[max(place - 8, 0) : place])

    def is_declared(self, spot: Spot) -> bool:
        """Whether a declared figure whose name has words in common with the clause says the same."""
        return any(
            spot.numeral.fits(value) and any(name[at : at + 2] in spot.clause for at in range(len(name) - 1))
            for name, value in self.declared()
        )

    def declared(self) -> Iterator[tuple[str, Decimal]]:
        """The declared figures by name."""
        for figure in self.figures.named.values():
            if figure.name.startswith(f"{DECLARED}."):
                yield figure.label, Decimal(figure.value)

    def is_remainder(self, numeral: Numeral) -> bool:
        """Whether a number is what the others of the sentence leave of the first."""
        counts = [claim.said for claim in self.context.claims if claim.unit == numeral.unit]
        return len(counts) > 2 and numeral.fits(counts[0] - sum(counts[1:-1]))

    def is_known_somewhere(self, spot: Spot, *, is_past: bool) -> bool:
        """Whether any figure of that unit, or any declared one, has the value of a number that does not say
        what it counts.
        """
        numeral = spot.numeral
        values = self.by_unit.get((numeral.unit, is_past), set())
        if numeral.unit == "":
            values = {value for (_, past), known in self.by_unit.items() if past == is_past for value in known}
        return any(numeral.fits(value) for value in values) or any(
            numeral.fits(value) for _, value in self.declared()
        )

    # --- changes and shares ---

    def judge_change(self, spot: Spot, *, grew: bool) -> list[str] | None:
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
            return told
        received = self.lookup.known(RECEIVED)  # 同比增长13%, before anything is said of what
        return self.judge_change_of(received, numeral, grew=grew) if received else []

    def judge_change_of(self, known: Known, numeral: Numeral, *, grew: bool) -> list[str] | None:
        """Whether a change that does not say of what is that of a figure; if not, nobody knows."""
        if not known.before:
            return []
        change = (known.value - known.before) * RATIOS[numeral.unit] / known.before
        return None if agrees(numeral, change if grew else -change) else []

    def judge_multiple(self, spot: Spot) -> list[str] | None:
        """Whether a figure is so many times last year's."""
        befores = [(known, known.before) for known in self.changed(spot) if known.before]
        if any(agrees(spot.numeral, known.value * RATIOS[spot.numeral.unit] / before) for known, before in befores):
            return None
        return [change_told(known) for known, _ in befores]

    def changed(self, spot: Spot) -> list[Known]:
        """The figures of which a change is told: those that the clause names, else those of the sentence."""
        named = self.lookup.meant(spot.terms, "", self.context, spot.clause) if spot.terms else []
        claims = [claim for claim in reversed(self.context.claims) if claim.unit not in RATIOS]
        return named or [known for claim in claims for known in claim.figures] or list(self.context.told)

    def judge_share(self, spot: Spot) -> list[str] | None:
        """Whether a percentage is the share, or the rate, that it is said to be."""
        numeral = spot.numeral
        for rate in rates():
            if rate.pattern.search(spot.clause):
                return self.judge_quotients(numeral, self.quotients(rate.rate))
        told = share_pattern().search(spot.lead)
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
            denominators = [(known.source, known.value) for known in self.lookup.named(names or TOTALS)]
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
    ) -> list[str] | None:
        """Whether a percentage is one of some quotients."""
        told = []
        for source, part, whole in pairs:
            share = part * 100 / whole
            if agrees(numeral, share):
                return None
            told.append(f"{share.quantize(min(numeral.step, Decimal('0.1')), ROUND_HALF_UP)}%（{source}）")
        return told[:1]

    def is_some_share(self, numeral: Numeral) -> bool:
        """Whether a percentage that does not say of what is a known rate, or a declared figure."""
        quotients = [pair for rate in rates() for pair in self.quotients(rate.rate)]
        return self.judge_quotients(numeral, quotients) is None or any(
            numeral.fits(value) for _, value in self.declared()
        )

    def levels(self, spot: Spot, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """与上年持平, said of the number before it."""
        places = [other.start for other in sentence.spots if other.start > spot.start]
        end = min([*places[:1], sentence.end])
        level = level_pattern().search(passage.text, spot.end, end)
        if level and self.context.claims and not any(start <= level.start() < stop for start, stop, _ in passage.fields):
            known = next(iter(self.context.claims[-1].figures), None)
            if known and known.before is not None and known.value != known.before:
                yield (
                    level.start(),
                    self.finding(
                        "claim-contradicted", level.start(), passage, value=level[0], known=change_told(known)
                    ),
                )

    # --- what is denied, years, templates ---

    def denials(self, sentence: Sentence, passage: Passage) -> Iterator[Found]:
        """Phrases that say that something did not happen, where a table says that it did."""
        text = without_titles(sentence.text)
        if wish_pattern().search(text):
            return
        for pattern, unless, denial in denial_patterns():
            match = pattern.search(text)
            if match is None or (unless and unless.search(text)):
                continue
            place = sentence.begin + match.start()
            kinds = self.kinds_at(sentence, place, match) or ["review", "suit"]
            denied = self.lookup.named(name.format(kind=kind) for name in denial.zero for kind in kinds)
            told = [told_as(known, known.value) for known in denied if known.value]
            if told:
                yield (
                    place,
                    self.finding(
                        "claim-contradicted", place, passage, value=match[0], known="；".join(told)
                    ),
                )

    def kinds_at(self, sentence: Sentence, place: int, match: re.Match[str]) -> list[str]:
        """The kinds of case that a phrase is about: those of the last clause before its end that names any."""
        end = place + len(match[0])
        named = [term for term in sentence.terms if term.start < end and "kind" in term.groups]
        if not named:
            return self.context.kinds
        clause = max(sentence.text.rfind("，", 0, named[-1].start - sentence.begin), 0) + sentence.begin
        return mapping_of([term for term in named if term.start >= clause])["kind"]

    def instructions(self, passage: Passage) -> Iterator[Found]:
        """What is left of a template: instructions and places to be filled."""
        text = passage.plain
        end = 0
        for match in instruction_pattern().finditer(text):
            if match.start() >= end and "\0" not in match[0]:
                end = match.end()
                finding = self.finding(
                    "instruction-left", match.start(), passage, value=match[0].strip()[:SHOWN] or match[0]
                )
                yield match.start(), finding

    def years(self, passage: Passage, years: Iterable[Wrong]) -> Iterator[Found]:
        """Years that should be another."""
        for wrong in years:
            finding = self.finding("year-wrong", wrong.place, passage, value=wrong.text, wanted=wrong.wanted)
            yield wrong.place, finding

    # --- tables ---

    def table(self, grid: Grid) -> Iterator[Finding]:
        """What is wrong in a table of the office's own: the words of its cells, numbers, and blanks."""
        for row in grid.rows:
            for cell in row:
                found = [*self.instructions(cell), *self.years(cell, wrong_years(cell, self.report.year))]
                yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]))
        yield from self.blank_cells(grid)
        for number, row in enumerate(grid.rows[1:], start=1):
            for column in range(1, len(row)):
                yield from self.cell(grid, number, column)
            self.context.end_sentence()

    def cell(self, grid: Grid, number: int, column: int) -> Iterator[Finding]:
        """The numbers of one cell, whose words are the head of its column and the start of its row."""
        row = grid.rows[number]
        head = grid.rows[0][column] if column < len(grid.rows[0]) else row[column]
        if re.search(str(claim_words().cell["uncounted"]), head.text):
            return
        numerals = read_numerals(row[column].text)
        if len(numerals) != 1 or not is_idle(row[column].text[: numerals[0].start]):
            yield from self.paragraph_in_cell(row[column])
            return
        words = f"{row[0].text}，{head.text}"
        numeral = numerals[0]
        unit = numeral.unit or unit_in(head.text) or unit_in(row[0].text)
        scale = 10_000 if "万元" in head.text + row[0].text and not numeral.unit else 1
        spot = Spot(
            numeral=msgspec.structs.replace(
                numeral,
                unit=unit,
                value=numeral.value * scale,
                step=numeral.step * scale,
                start=len(words),
                end=len(words),
            ),
            said=row[column].text.strip(),
            terms=tuple(lines_last(self.vocabulary.terms(words))),
            clause=words,
            start=0,
            end=len(words),
            field=next((name for _, _, name in row[column].fields), ""),
        )
        finding = self.judge(spot, Sentence(0, len(words), words, (), ()), row[column])
        if finding and not self.is_sum_of_column(grid, number, column):
            yield finding

    def paragraph_in_cell(self, cell: Passage) -> Iterator[Finding]:
        """The numbers of a cell with words of its own."""
        for sentence in sentences_of(cell, self.vocabulary):
            yield from (finding for _, finding in self.sentence(sentence, cell))

    def is_sum_of_column(self, grid: Grid, number: int, column: int) -> bool:
        """Whether a number is the sum of those above it, and its row says so."""
        if not re.search("合计|总计|小计", grid.rows[number][0].text):
            return False
        above = [value for row in grid.rows[1:number] if column < len(row) for value in [sole_number(row[column])]]
        return sole_number(grid.rows[number][column]) == sum((one for one in above if one is not None), Decimal(0))

    def blank_cells(self, grid: Grid) -> Iterator[Finding]:
        """Cells of columns with numbers that have none."""
        words = claim_words().cell
        for column in range(1, max(map(len, grid.rows), default=0)):
            cells = [row[column] for row in grid.rows[1:] if column < len(row)]
            head = grid.rows[0][column].text if column < len(grid.rows[0]) else ""
            blank = [cell for cell in cells if cell.text.strip() in words["blank"] and not cell.gaps]
            told = [cell for cell in cells if cell not in blank]
            numbers = [cell for cell in told if sole_number(cell) is not None]
            if re.search(str(words["uncounted"]), head):
                continue
            counted = 2 * len(numbers) > len(told) if told else bool(re.search(str(words["counted"]), head))
            for cell in blank if counted else []:
                yield self.finding("cell-blank", 0, cell, value=cell.text.strip() or head)


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
    return re.compile(rf"(?:(?P<more>{more})|(?P<less>{less}))(?:幅度|率)?(?:了|约|近|共|达到?|为|：|:|\s){{0,3}}$")


@cache
def until_at_end() -> re.Pattern[str]:
    """Words for what a figure has become, directly before a number: 增至, 下降到."""
    return re.compile(r"(?:增|升|减|降|增加|增长|上升|提高|减少|下降|回落)(?:至|到了?)\s{0,2}$")


@cache
def past_pattern(year: int) -> re.Pattern[str]:
    """Words for last year, but not where something was carried over from it."""
    return re.compile(rf"(?:上一?年度?|去年度?|{year}年度?)(?:同期)?(?!度?的?(?:政府信息公开)?(?:申请)?结转)|同期")


@cache
def against_pattern() -> re.Pattern[str]:
    """Words by which last year is only compared with."""
    return re.compile("较|比|与|同(?!期)|和|跟|相对")


@cache
def held_words() -> re.Pattern[str]:
    """Verbs that say nothing of which events are counted."""
    return re.compile(any_of(claim_words().held["words"]))


@cache
def share_pattern() -> re.Pattern[str]:
    """Words for a share."""
    return re.compile(any_of(claim_words().share["words"]))


@cache
def level_pattern() -> re.Pattern[str]:
    """Words for no change at all."""
    return re.compile(r"(?:与|同|和|较)[^，。；]{0,10}(?:上年|去年|同期|\d{4}年)[^，。；基]{0,6}持平|同比持平")


@cache
def wish_pattern() -> re.Pattern[str]:
    """Words of a sentence that says what is to be, not what was."""
    return re.compile("确保|力争|争取|避免|防止|杜绝|应当|下一步|若|如果|努力")


@cache
def denial_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, Denial], ...]:
    """The phrases that deny something."""
    return tuple(
        (re.compile(denial.words), re.compile(denial.unless) if denial.unless else None, denial)
        for denial in claim_words().claim
    )


@cache
def instruction_pattern() -> re.Pattern[str]:
    """What a template leaves."""
    return re.compile("|".join(claim_words().instruction["words"]))


def meanings_of(terms: Iterable[Term]) -> set[tuple[str, str]]:
    """All that some words may mean."""
    return {tuple(meaning) for term in terms for meaning in term.meanings}


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


def is_loose(numeral: Numeral) -> bool:
    """Whether a number in Chinese numerals is a manner of speaking."""
    return numeral.spelled and (numeral.value == 1 or numeral.unit in LOOSE_UNITS)


def told_as(known: Known, value: Decimal) -> str:
    """A figure with where it stands."""
    return f"{number_words(value)}{known.unit}（{known.source}）"


def change_told(known: Known) -> str:
    """A figure with that of last year."""
    return f"{number_words(known.before or 0)} → {number_words(known.value)}{known.unit}（{known.source}）"


def unit_in(text: str) -> str:
    """The unit in the head of a column: 件数, 金额（万元）, 占比（%）."""
    found = re.search(r"[（(](?:单位[:：])?(万?元|[件条次场期个篇份%人项])[）)]|([件条次场期])数", text)
    unit = (found[1] or found[2]) if found else "%" if re.search("占比|比例|比重|率", text) else ""
    return unit[-1:]


def lines_last(terms: Sequence[Term]) -> list[Term]:
    """The terms of a cell, the line of the form behind its column."""
    return sorted(terms, key=lambda term: bool(term.groups & {"line", "result", "act"}))


def sole_number(cell: Passage) -> Decimal | None:
    """The number of a cell that holds nothing else."""
    numerals = read_numerals(cell.text)
    if len(numerals) == 1 and is_idle(cell.text[: numerals[0].start] + cell.text[numerals[0].end :]):
        return numerals[0].value
    return None
