"""What a number in prose speaks of: from the words beside it to the figures that it may be.

Where words leave several figures open, all of them are given, and the number is right if it is any
of them: who reads the report as the office meant it must not be told that it is wrong. No figures
means that nobody can tell what the number counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from reportcli.count.facts import CATEGORY_FACTS
from reportcli.law.edition import Edition
from reportcli.proof.terms import Term, claim_words, mapping_of
from reportcli.prose.figures import Figure, Figures

REQUESTS, CASES, DOCUMENTS, PUBLICATIONS = "requests", "cases", "documents", "publications"
FAMILIES = {
    "line": REQUESTS, "column": REQUESTS, "way": REQUESTS, "kind": CASES, "result": CASES,
    "document": DOCUMENTS, "channel": PUBLICATIONS, "topic": PUBLICATIONS, "form": PUBLICATIONS,
}  # fmt: skip
GENERAL = {"verb", "noun", "act", "rest"}  # words that need others beside them
CONCLUDED = "requests.outcome.total.total"
RECEIVED = "requests.received.total"
HANDLED = "requests.handled"
ITEMS = "publications.items"
INTERPRETATIONS = "publications.interpretations"
LINE_FACTS = {"handled": HANDLED}
FEES = "requests.fees"
ON_TIME = "requests.on_time"
RESULTS = {"settled": ["upheld", "corrected", "other"]}


class Known(msgspec.Struct, frozen=True):
    """A figure, or the sum of several: its value now and last year, money in 元; where it stands;
    of which figures it is a share; and their names.
    """

    value: Decimal
    unit: str
    source: str
    before: Decimal | None = None
    wholes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether its value is known: no log need list the trainings, so that none there may be
        some all the same.
        """
        return bool(self.value) or not all(name in CATEGORY_FACTS for name in self.names)

    @property
    def kinds(self) -> list[str]:
        """The kinds of case that it counts."""
        return list(
            dict.fromkeys(name.split(".")[1] for name in self.names if name.startswith("cases."))
        )


class Claim(msgspec.Struct, frozen=True):
    """A number that was read: the figures that it may be, the one it is, if any, and what the text
    says."""

    said: Decimal
    unit: str
    meant: tuple[Known, ...] = ()
    known: Known | None = None

    @property
    def figures(self) -> tuple[Known, ...]:
        """The figure that it is, else those that it may be."""
        return (self.known,) if self.known else self.meant


@dataclass
class Context:
    """What the words so far were about: the sentence's lines, columns and claims, the paragraph's
    cases and documents, the family of figures, and the heading's cases.
    """

    family: str = REQUESTS
    kinds: list[str] = field(default_factory=list)
    headed: list[str] = field(default_factory=list)
    document: str = ""
    lines: dict[str, None] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    listed: str = ""
    terms: tuple[Term, ...] = ()
    told: tuple[Known, ...] = ()
    claims: list[Claim] = field(default_factory=list)

    def end_sentence(self) -> None:
        """Forget what held for one sentence."""
        self.lines, self.columns, self.claims, self.terms = {}, [], [], ()

    def end_paragraph(self) -> None:
        """Forget what held for one paragraph."""
        self.end_sentence()
        self.kinds, self.document, self.listed, self.told = self.headed, "", "", ()

    def end_heading(self) -> None:
        """Keep what a heading spoke of for the paragraphs under it."""
        self.headed = self.kinds
        self.end_paragraph()

    def note(self, terms: Sequence[Term]) -> None:
        """Take in the words of a clause."""
        ids = mapping_of(terms)
        for term in terms:
            if len(term.groups) == 1 and (family := FAMILIES.get(term.meanings[0].group)):
                self.family = family
            elif term.meanings[0] == ("noun", "request"):
                self.family = REQUESTS
        self.kinds = ids.get("kind") or self.kinds
        self.document = next(reversed(ids.get("document", [])), self.document)
        self.lines |= dict.fromkeys(ids.get("line", []))
        self.columns = ids.get("column") or self.columns


class Lookup:
    """Finds the figures that words mean."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.edition: Edition = figures.edition
        self.found: dict[str, Known | None] = {}
        self.units: Mapping[str, frozenset[str]] = claim_words().units
        columns = self.edition.table("requests").blocks[0].columns
        self.organisation = next(one.label for one in columns if one.id == "organisation")
        self.organisations = [one.id for one in columns if one.parent == "organisation"]

    # --- figures by name ---

    def known(self, name: str) -> Known | None:
        """The figure of a name; names joined by `+` are summed."""
        if name not in self.found:
            parts = [self.figures.named.get(part) for part in name.split("+")]
            found = [part for part in parts if part]
            self.found[name] = self.sum(found) if found and len(found) == len(parts) else None
        return self.found[name]

    def sum(self, figures: Sequence[Figure]) -> Known:
        """Several figures as one."""
        scale = 10_000 if figures[0].unit == "万元" else 1
        befores = [figure.before for figure in figures]
        before = (
            None
            if None in befores
            else sum((Decimal(b) for b in befores if b is not None), Decimal(0))
        )
        return Known(
            value=sum((Decimal(figure.value) for figure in figures), Decimal(0)) * scale,
            unit="元" if scale > 1 else figures[0].unit,
            source=self.place_of_sum(figures),
            before=None if before is None else before * scale,
            wholes=tuple(dict.fromkeys(figure.whole for figure in figures if figure.whole)),
            names=tuple(figure.name for figure in figures),
        )

    def place_of_sum(self, figures: Sequence[Figure]) -> str:
        """Where the figures of a sum stand; those of all organisations in a line under the head of
        these."""
        if [figure.column for figure in figures] == self.organisations and len(
            {f.line for f in figures}
        ) == 1:
            return f"{self.place(figures[0]).rpartition('/')[0]}/{self.organisation}"
        return "＋".join(self.place(figure) for figure in figures)

    def place(self, figure: Figure) -> str:
        """Where a figure stands: in a table as on paper (三/予以公开/总计), else its name."""
        if not figure.table:
            return figure.name
        table = self.edition.table(figure.table)
        line = table.line(figure.line).label.partition("（")[0]
        column = next(
            one.label for block in table.blocks for one in block.columns if one.id == figure.column
        )
        return f"{table.section}/{line}/{column.partition('（')[0]}"

    def named(self, names: Iterable[str]) -> list[Known]:
        """The figures of some names, as far as there are any."""
        found = (self.known(name) for name in dict.fromkeys(names))
        return [known for known in found if known]

    def several(self, groups: Sequence[Sequence[str]]) -> list[Known]:
        """What a list of words may mean: all of them together, or the last alone. Each has its
        names."""
        if not groups:
            return []
        names = list(groups[-1])
        if len(groups) > 1:
            firsts = [group[0] for group in groups if group]
            names.insert(0, "+".join(dict.fromkeys(firsts)))
        return self.named(names)

    # --- figures by words ---

    def meant(
        self, terms: Sequence[Term], unit: str, context: Context, clause: str = ""
    ) -> list[Known]:
        """The figures that the words at a number may mean; none where nobody can tell."""
        ids = mapping_of(terms)
        specific = names_of(terms)
        if not specific:
            return self.of_verbs(ids, unit, context, clause)
        found: list[Known] = []
        for group in dict.fromkeys(meaning.group for meaning in specific[-1].meanings):
            if group not in GENERAL and self.counts(group, unit, ids):
                found += self.of_group(group, ids, unit, context, specific, clause)
        return found

    def counts(self, group: str, unit: str, ids: Mapping[str, list[str]]) -> bool:
        """Whether a group is counted in a unit; a cell of a table may leave it to its head."""
        if not unit or group == "declared":
            return True
        if group == "fact":
            last = ids["fact"][-1]
            allowed = "interpretation" if last == INTERPRETATIONS else "fact"
            return unit in (
                self.units["line"] | self.units["money"]
                if last.startswith(REQUESTS)
                else self.units[allowed]
            )
        if group == "decision" and unit in ("元", "项"):
            return True
        return unit in self.units[group]

    def of_group(
        self,
        group: str,
        ids: Mapping[str, list[str]],
        unit: str,
        context: Context,
        terms: Sequence[Term],
        clause: str,
    ) -> list[Known]:
        """The figures of the last word's group."""
        match group:
            case "kind" | "result":
                return self.of_cases(ids, context)
            case "line":
                return self.of_lines(ids, context)
            case "column":
                return (
                    self.of_columns(ids, context)
                    if speaks_of_requests(ids, context, clause)
                    else []
                )
            case "way":
                return (
                    self.of_ways(ids, unit, terms)
                    if speaks_of_requests(ids, context, clause)
                    else []
                )
            case "channel":
                asked = speaks_of_requests(ids, context, clause) and unit not in self.units["item"]
                return [] if asked else self.of_channels(terms)
            case "fact":
                totals = (
                    self.named([RECEIVED, HANDLED, CONCLUDED])
                    if "request" in ids.get("noun", [])
                    else []
                )
                return self.of_facts(ids["fact"], unit) + (
                    totals if ids["fact"][-1] == ON_TIME else []
                )
            case "form":
                last = [meaning.id for meaning in terms[-1].meanings if meaning.group == "form"]
                facts = (INTERPRETATIONS + "_by_form", "publications.by_form")
                return self.named(f"{fact}.{id_}" for fact in facts for id_ in last)
            case "topic" | "declared":
                return self.several([[name] for name in ids[group]])
            case "document":
                return self.of_documents(ids, context)
            case "decision":
                return (
                    []
                    if "noun" in ids and "information" in ids["noun"]
                    else self.of_decisions(ids, unit)
                )
        return []

    def of_cases(self, ids: Mapping[str, list[str]], context: Context) -> list[Known]:
        """Reviews and suits by result; without a kind those that the words before spoke of."""
        kinds = ids.get("kind", [])
        choices = [kinds] if kinds else kinds_before(context)
        results = [RESULTS.get(result, [result]) for result in ids.get("result", ["total"])]
        wanted = [results[-1], [one for result in results for one in result]]
        names: dict[str, None] = {}
        for choice in choices:
            for several in (choice[-1:], choice if not is_nested(choice) else []):
                for columns in wanted if several else []:
                    cells = [f"cases.{kind}.{column}" for kind in several for column in columns]
                    names["+".join(dict.fromkeys(cells))] = None
        return self.named(names)

    def of_lines(self, ids: Mapping[str, list[str]], context: Context) -> list[Known]:
        """Lines of table 三, in the columns that are named, else in total."""
        lines = leaves_of(ids["line"])
        if lines[-1] == "carried":
            lines = [line for line in lines if line != "carried"] or [
                "brought_forward",
                "carried_forward",
            ]
            return self.named(
                cell for line in lines for cell in self.cells(line, ids.get("column", []))
            )
        found = self.several([self.cells(line, ids.get("column", [])) for line in lines])
        if context.columns and "column" not in ids:
            found += self.named(cell for cell in self.cells(lines[-1], context.columns))
        if lines[-1] == "brought_forward" and {"receive", "accept"} & set(ids.get("verb", [])):
            found += self.named([HANDLED])
        return found

    def cells(self, line: str, columns: Sequence[str]) -> list[str]:
        """The names of a line's cells: of some columns together and of the last alone, else of the
        total."""
        if line in LINE_FACTS:
            return [LINE_FACTS[line]]
        each = [self.column_cells(line, column) for column in columns] or [
            [f"requests.{line}.total"]
        ]
        together = "+".join(dict.fromkeys(cell for cells in each for cell in cells))
        return list(dict.fromkeys([together, "+".join(each[-1])]))

    def column_cells(self, line: str, column: str) -> list[str]:
        """A column's cell in a line; of 法人或其他组织 those of its columns."""
        columns = self.organisations if column == "organisation" else [column]
        return [f"requests.{line}.{one}" for one in columns]

    def of_columns(self, ids: Mapping[str, list[str]], context: Context) -> list[Known]:
        """Applicants: of the lines that the sentence spoke of, and of those received."""
        said = ids.get("line") or context.lines
        lines = [line for line in said if line not in LINE_FACTS and line != "carried"]
        if "conclude" in ids.get("verb", []):
            lines.append("outcome.total")
        if "line" not in ids:
            lines.append("received")
        return self.named(cell for line in lines for cell in self.cells(line, ids["column"]))

    def of_ways(
        self, ids: Mapping[str, list[str]], unit: str, terms: Sequence[Term]
    ) -> list[Known]:
        """How requests came in; of those concluded, or of one applicant, nobody counted it."""
        verbs = set(ids.get("verb", []))
        if "column" in ids or verbs & {"conclude", "publish"}:
            return []
        if unit in self.units["item"] and not {"receive", "accept"} & verbs and "noun" not in ids:
            return []
        groups = [
            [
                name
                for meaning in term.meanings
                if meaning.group == "way"
                for name in self.way_names(meaning.id)
            ]
            for term in terms
            if "way" in term.groups
        ]
        return self.several(groups) if all(groups) else []

    def way_names(self, way: str) -> list[str]:
        """The facts that count a way."""
        names = (f"requests.by_channel_in_detail.{way}", f"requests.by_channel.{way}")
        return [name for name in names if name in self.figures]

    def of_channels(self, terms: Sequence[Term]) -> list[Known]:
        """Items published in a channel; of several together."""
        groups = [
            [
                name
                for group, id_ in term.meanings
                if group == "channel" and (name := f"publications.by_channel.{id_}") in self.figures
            ]
            for term in terms
            if "channel" in term.groups
        ]
        return self.several(groups) if all(groups) else []

    def of_facts(self, names: Sequence[str], unit: str) -> list[Known]:
        """Facts by name; of fees the amount or the number of requests, by the unit."""
        if names[-1] != FEES:
            return self.several([[name] for name in names if name != FEES])
        if unit == "元":
            return self.named(["requests.fees_charged"])
        return self.named(["requests.fee_cases", "requests.fee_notices"])

    def of_documents(self, ids: Mapping[str, list[str]], context: Context) -> list[Known]:
        """Rules and normative documents: those issued, repealed or in force, else any of these."""
        documents = ids.get("document") or ([context.document] if context.document else [])
        lines = {
            line.id: block
            for block in self.edition.table("publications").blocks
            for line in block.lines
        }
        columns = [column.id for column in lines["rules"].columns]
        acts = [act for act in ids.get("act", []) if act in columns] or columns
        found: list[Known] = []
        for act in acts:
            found += self.several([[f"publications.{document}.{act}"] for document in documents])
        return found

    def of_decisions(self, ids: Mapping[str, list[str]], unit: str) -> list[Known]:
        """Decisions, items of authority or money of a line of table 二, by the unit."""
        columns = {
            "元": ["amount"],
            "项": ["items_last_year", "projects", "items_last_year+items_change"],
        }.get(unit, ["decisions", "projects"])
        return [
            known
            for column in columns
            for known in self.several(
                [
                    ["+".join(f"publications.{line}.{one}" for one in column.split("+"))]
                    for line in ids["decision"]
                ]
            )
        ]

    def of_verbs(
        self, ids: Mapping[str, list[str]], unit: str, context: Context, clause: str
    ) -> list[Known]:
        """What is counted where only verbs and general nouns say it: all requests, or all items."""
        verbs, nouns = set(ids.get("verb", [])), set(ids.get("noun", []))
        asked = "request" in nouns or (
            context.family == REQUESTS and verbs & {"receive", "accept", "conclude"}
        )
        if asked and (not unit or unit in self.units["line"]):
            return self.named(request_totals(verbs, clause))
        if unit in self.units["item"] and ("publish" in verbs or "information" in nouns):
            channels = [
                name for name in self.figures.named if name.startswith("publications.by_channel.")
            ]
            return self.named([ITEMS, "+".join(channels)])
        if "act" in ids and context.document and (not unit or unit in self.units["document"]):
            return self.of_documents(ids, context)
        if "rest" in ids:
            return self.of_rest(context)
        return []

    def of_rest(self, context: Context) -> list[Known]:
        """其他: the last column of what was listed."""
        match context.listed:
            case "column":
                names = [
                    f"requests.{line}.other_organisation" for line in (*context.lines, "received")
                ]
                both = [
                    self.column_cells(line, "organisation") for line in (*context.lines, "received")
                ]
                return self.named([*names, *("+".join(cells) for cells in both)])
            case "result" | "kind":
                return self.of_cases({"result": ["other"]}, context)
            case "line":
                return self.named(
                    ["requests.outcome.other.total", "requests.outcome.other.miscellaneous.total"]
                )
            case "way":
                return self.named(
                    ["requests.by_channel.other_ways", "requests.by_channel_in_detail.other"]
                )
        return []


def request_totals(verbs: set[str], clause: str) -> Iterator[str]:
    """The totals of table 三 that verbs may mean."""
    carried = "结转" in clause
    if verbs & {"receive", "accept"}:
        yield RECEIVED
        if carried or "accept" in verbs:
            yield HANDLED
    if "conclude" in verbs:
        yield CONCLUDED
    if "handle" in verbs:
        yield from (HANDLED, CONCLUDED, RECEIVED)
    if not verbs & {"receive", "accept", "conclude", "handle"}:
        yield from (RECEIVED, HANDLED, CONCLUDED)


def speaks_of_requests(ids: Mapping[str, list[str]], context: Context, clause: str) -> bool:
    """Whether the words at a number, or those before, are about requests."""
    verbs, nouns = ids.get("verb", []), ids.get("noun", [])
    told = "request" in nouns or "receive" in verbs or "accept" in verbs or "申请" in clause
    return told or context.family == REQUESTS


def names_of(terms: Iterable[Term]) -> list[Term]:
    """The terms that name something, and need no others beside them."""
    return [term for term in terms if not term.groups <= GENERAL]


def leaves_of(lines: Sequence[str]) -> list[str]:
    """Lines without those that stand over another of them: 因属于国家秘密不予公开 is the line
    alone."""
    return [line for line in lines if not any(other.startswith(f"{line}.") for other in lines)]


def is_nested(kinds: Sequence[str]) -> bool:
    """Whether one of some kinds of case is a part of another."""
    return "suit" in kinds and any(kind.startswith("suit_") for kind in kinds)


def kinds_before(context: Context) -> Iterator[list[str]]:
    """The kinds of case that a result may be of: the last that was named, what it is a part of, or
    all."""
    if context.kinds:
        yield context.kinds[-1:]
        if context.kinds[-1].startswith("suit_"):
            yield ["suit"]
        if len(context.kinds) > 1:
            yield context.kinds
