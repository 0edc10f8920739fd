"""What a number in prose speaks of: from the words beside it to the figures that it may be.

Where words leave several figures open, all of them are given, and the number is right if it is any
of them: who reads the report as the office meant it must not be told that it is wrong. No figures
means that nobody can tell what the number counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportcli.proof.context import REQUESTS, Context
from reportcli.proof.evidence import Evidence, Register
from reportcli.proof.terms import Term, mapping_of, spoken_words

GENERAL = {"verb", "noun", "act", "rest"}  # words that need others beside them
CONCLUDED = "requests.outcome.total.total"
ALL_RECEIVED = "requests.received.total"
HANDLED = "requests.handled"
ITEMS = "publications.items"
INTERPRETATIONS = "publications.interpretations"
BY_CHANNEL = "publications.by_channel"
LINE_FACTS = {"handled": HANDLED}
FEES = "requests.fees"
ON_TIME = "requests.on_time"
# 驳回起诉, 撤诉: in which column offices count these is for them to settle.
RESULT_COLUMNS = {"settled": ["upheld", "corrected", "other"], "unsettled": []}
# What a line of table 二 counts in a unit; in any other it counts decisions.
DECISION_COLUMNS = {
    "元": ["amount"],
    "项": ["items_last_year", "projects", "items_last_year+items_change"],
}


@dataclass(frozen=True)
class Wording:
    """The words at a number with its unit, the clause they stand in, and what was in mind before
    them."""

    terms: tuple[Term, ...]
    unit: str
    context: Context
    clause: str = ""

    @cached_property
    def ids(self) -> Mapping[str, list[str]]:
        """For each group what the words name."""
        return mapping_of(self.terms)

    @cached_property
    def names(self) -> list[Term]:
        """The terms that name something by themselves."""
        return names_of(self.terms)

    @property
    def verbs(self) -> set[str]:
        """What was done, by its words."""
        return set(self.ids.get("verb", []))

    @property
    def nouns(self) -> set[str]:
        """What it was done to."""
        return set(self.ids.get("noun", []))

    @property
    def is_of_requests(self) -> bool:
        """Whether the words, or those before, are about requests."""
        return (
            "request" in self.nouns
            or bool(self.verbs & {"receive", "accept"})
            or "申请" in self.clause
            or self.context.family == REQUESTS
        )


class Meanings:
    """Finds the figures that words mean."""

    def __init__(self, records: Register) -> None:
        self.records = records
        self.units: Mapping[str, frozenset[str]] = spoken_words().units
        self.by_group: Mapping[str, Callable[[Wording], list[Evidence]]] = {
            "kind": self.of_cases,
            "result": self.of_cases,
            "line": self.of_lines,
            "column": self.of_columns,
            "way": self.of_ways,
            "channel": self.of_channels,
            "fact": self.of_facts,
            "form": self.of_forms,
            "topic": lambda words: records.several([[name] for name in words.ids["topic"]]),
            "declared": lambda words: records.several([[name] for name in words.ids["declared"]]),
            "document": self.of_documents,
            "decision": self.of_decisions,
        }

    def meant(self, words: Wording) -> list[Evidence]:
        """The figures that the words at a number may mean; none where nobody can tell."""
        if not words.names:
            return self.of_verbs(words)
        groups = dict.fromkeys(meaning.group for meaning in words.names[-1].meanings)
        return [
            evidence
            for group in groups
            if group in self.by_group and self.counts(group, words)
            for evidence in self.by_group[group](words)
        ]

    def counts(self, group: str, words: Wording) -> bool:
        """Whether a group is counted in the unit; a cell of a table may leave it to its head."""
        if not words.unit or group == "declared":
            return True
        if group == "decision" and words.unit in DECISION_COLUMNS:
            return True
        return words.unit in (self.units_of_fact(words) if group == "fact" else self.units[group])

    def units_of_fact(self, words: Wording) -> frozenset[str]:
        """The units in which the last fact is counted."""
        last = words.ids["fact"][-1]
        if last.startswith(REQUESTS):
            return self.units["line"] | self.units["money"]
        return self.units["interpretation" if last == INTERPRETATIONS else "fact"]

    # --- by the group of the last name ---

    def of_cases(self, words: Wording) -> list[Evidence]:
        """Reviews and suits by result; without a kind those that the words before spoke of."""
        kinds = words.ids.get("kind", [])
        choices = [kinds] if kinds else kinds_before(words.context)
        return self.of_results(choices, words.ids.get("result", ["total"]))

    def of_results(
        self, choices: Iterable[Sequence[str]], results: Sequence[str]
    ) -> list[Evidence]:
        """The cases of some kinds by result: of the last kind or of all, by the last result or all
        together."""
        each = [RESULT_COLUMNS.get(result, [result]) for result in results]
        together = [column for columns in each for column in columns]
        names = [
            case_cells(kinds, columns)
            for choice in choices
            for kinds in kinds_within(choice)
            for columns in (each[-1], together)
        ]
        return self.records.named(names)

    def of_lines(self, words: Wording) -> list[Evidence]:
        """Lines of table 三, in the columns that are named, else in total."""
        columns = words.ids.get("column", [])
        lines = narrowest_of(words.ids["line"])
        if lines[-1] == "carried":
            return self.of_carried(lines, columns)
        found = self.records.several([self.cells(line, columns) for line in lines])
        if not columns and words.context.columns:
            found += self.records.named(self.cells(lines[-1], words.context.columns))
        # 受理申请67件（含上年结转）: what was taken in may hold what was left over.
        if lines[-1] == "brought_forward" and words.verbs & {"receive", "accept"}:
            found += self.records.named([HANDLED])
        return found

    def of_carried(self, lines: Sequence[str], columns: Sequence[str]) -> list[Evidence]:
        """结转 alone, which is from last year or to the next unless another word says so."""
        told = [line for line in lines if line != "carried"]
        either = told or ["brought_forward", "carried_forward"]
        cells = (cell for line in either for cell in self.cells(line, columns))
        return self.records.named(cells)

    def cells(self, line: str, columns: Sequence[str]) -> list[str]:
        """The names of a line's cells: of some columns together and of the last alone, else of the
        total."""
        if line in LINE_FACTS:
            return [LINE_FACTS[line]]
        each = [self.column_cells(line, column) for column in columns]
        each = each or [[f"requests.{line}.total"]]
        together = "+".join(dict.fromkeys(cell for cells in each for cell in cells))
        return list(dict.fromkeys([together, "+".join(each[-1])]))

    def column_cells(self, line: str, column: str) -> list[str]:
        """A column's cell in a line; of 法人或其他组织 those of its columns."""
        columns = self.records.organisations if column == "organisation" else [column]
        return [f"requests.{line}.{one}" for one in columns]

    def of_columns(self, words: Wording) -> list[Evidence]:
        """Applicants: of the lines that the sentence spoke of, and of those received."""
        # 企业、个人 are words of everyday where no requests are spoken of.
        if not words.is_of_requests:
            return []
        said = words.ids.get("line") or words.context.lines
        lines = [line for line in said if line not in LINE_FACTS and line != "carried"]
        if "conclude" in words.verbs:
            lines.append("outcome.total")
        if "line" not in words.ids:
            lines.append("received")
        columns = words.ids["column"]
        return self.records.named(cell for line in lines for cell in self.cells(line, columns))

    def of_ways(self, words: Wording) -> list[Evidence]:
        """How requests came in; of those concluded, or of one applicant, nobody counted it."""
        if not words.is_of_requests:
            return []
        if "column" in words.ids or words.verbs & {"conclude", "publish"}:
            return []
        is_received = bool(words.verbs & {"receive", "accept"}) or "noun" in words.ids
        if words.unit in self.units["item"] and not is_received:
            return []
        return self.of_parts(words, "way", self.way_names)

    def way_names(self, way: str) -> list[str]:
        """The facts that count a way, which may be several together: 纸质 is 信函 and 当面."""
        names = []
        for fact in ("requests.by_channel_in_detail", "requests.by_channel"):
            each = (f"{fact}.{one}" for one in way.split("+"))
            names.append("+".join(name for name in each if name in self.records.figures))
        return [name for name in names if name]

    def of_channels(self, words: Wording) -> list[Evidence]:
        """Items published in a channel; of several together."""
        # 网站 is a channel of items (条, 篇) and a way of requests (件).
        if words.is_of_requests and words.unit not in self.units["item"]:
            return []
        return self.of_parts(words, "channel", self.channel_names)

    def channel_names(self, channel: str) -> list[str]:
        """The fact that counts a channel, if the logs tell of it."""
        name = f"{BY_CHANNEL}.{channel}"
        return [name] if name in self.records.figures else []

    def of_parts(
        self, words: Wording, group: str, names_of_part: Callable[[str], list[str]]
    ) -> list[Evidence]:
        """Parts of a fact by their words; nothing where one of them is not counted."""
        parts = [
            [name for id_ in ids_of(term, group) for name in names_of_part(id_)]
            for term in words.terms
            if group in term.groups
        ]
        return self.records.several(parts) if all(parts) else []

    def of_forms(self, words: Wording) -> list[Evidence]:
        """Interpretations, or other items, by their form."""
        last = ids_of(words.names[-1], "form")
        facts = (INTERPRETATIONS + "_by_form", "publications.by_form")
        return self.records.named(f"{fact}.{id_}" for fact in facts for id_ in last)

    def of_facts(self, words: Wording) -> list[Evidence]:
        """Facts by name; of fees the amount or the number of requests, by the unit."""
        facts = words.ids["fact"]
        if facts[-1] == FEES:
            cells = ["requests.fee_cases", "requests.fee_notices"]
            return self.records.named(["requests.fees_charged"] if words.unit == "元" else cells)
        found = self.records.several([[name] for name in facts if name != FEES])
        if facts[-1] == ON_TIME and "request" in words.nouns:
            # 按时答复申请61件 may only say that all were, of a total.
            found += self.records.named([ALL_RECEIVED, HANDLED, CONCLUDED])
        return found

    def of_documents(self, words: Wording) -> list[Evidence]:
        """Rules and normative documents: those issued, repealed or in force, else any of these."""
        before = [words.context.document] if words.context.document else []
        documents = words.ids.get("document") or before
        columns = self.document_columns()
        acts = [act for act in words.ids.get("act", []) if act in columns] or columns
        return [
            evidence
            for act in acts
            for evidence in self.records.several(
                [[f"publications.{document}.{act}"] for document in documents]
            )
        ]

    def document_columns(self) -> list[str]:
        """The columns of the block of table 二 that holds rules and normative documents."""
        for block in self.records.edition.table("publications").blocks:
            if any(line.id == "rules" for line in block.lines):
                return [column.id for column in block.columns]
        return []

    def of_decisions(self, words: Wording) -> list[Evidence]:
        """Decisions, items of authority or money of a line of table 二, by the unit."""
        # 行政许可信息33条 are items, 受理许可申请953件 applications: no decisions.
        is_asked_for = "request" in words.nouns or bool(words.verbs & {"receive", "accept"})
        if "information" in words.nouns or is_asked_for:
            return []
        columns = DECISION_COLUMNS.get(words.unit, ["decisions", "projects"])
        return [
            evidence
            for column in columns
            for evidence in self.records.several(
                [[decision_name(line, column)] for line in words.ids["decision"]]
            )
        ]

    # --- by verbs and general nouns ---

    def speaks_of_documents(self, words: Wording) -> bool:
        """Whether the number is of documents that stand in the sentence, in their unit or none."""
        is_of_document = "act" in words.ids and bool(words.context.document)
        return is_of_document and (not words.unit or words.unit in self.units["document"])

    def of_verbs(self, words: Wording) -> list[Evidence]:
        """What is counted where only verbs and general nouns say it: all requests, or all items."""
        unit = words.unit
        if "rest" in words.ids and not words.verbs:
            return self.of_rest(words.context)
        if self.asks_for_requests(words):
            return self.records.named(request_totals(words.verbs, words.clause))
        is_of_items = "publish" in words.verbs or "information" in words.nouns
        if unit in self.units["item"] and is_of_items:
            return self.of_all_items()
        if self.speaks_of_documents(words):
            return self.of_documents(words)
        if "rest" in words.ids:
            return self.of_rest(words.context)
        return []

    def asks_for_requests(self, words: Wording) -> bool:
        """Whether general words count requests."""
        if words.unit and words.unit not in self.units["line"]:
            return False
        if "request" in words.nouns:
            return True
        is_done = bool(words.verbs & {"receive", "accept", "conclude"})
        return is_done and words.context.family == REQUESTS

    def of_all_items(self) -> list[Evidence]:
        """All items published, each once or once in each channel."""
        channels = [
            name for name in self.records.figures.named if name.startswith(f"{BY_CHANNEL}.")
        ]
        return self.records.named([ITEMS, "+".join(channels)])

    def of_rest(self, context: Context) -> list[Evidence]:
        """其他: the last column of what was listed."""
        named = self.records.named
        match context.listed:
            case "column":
                lines = (*context.lines, "received")
                alone = [f"requests.{line}.other_organisation" for line in lines]
                both = ["+".join(self.column_cells(line, "organisation")) for line in lines]
                return named([*alone, *both])
            case "result" | "kind":
                return self.of_results(kinds_before(context), ["other"])
            case "line":
                outcomes = ("outcome.other", "outcome.other.miscellaneous")
                return named(f"requests.{outcome}.total" for outcome in outcomes)
            case "way":
                return named(
                    ["requests.by_channel.other_ways", "requests.by_channel_in_detail.other"]
                )
        return []


def request_totals(verbs: set[str], clause: str) -> Iterator[str]:
    """The totals of table 三 that verbs may mean."""
    if verbs & {"receive", "accept"}:
        yield ALL_RECEIVED
        if "结转" in clause or "accept" in verbs:
            yield HANDLED
    if "conclude" in verbs:
        yield CONCLUDED
    if "handle" in verbs:
        yield from (HANDLED, CONCLUDED, ALL_RECEIVED)
    if not verbs & {"receive", "accept", "conclude", "handle"}:
        yield from (ALL_RECEIVED, HANDLED, CONCLUDED)


def decision_name(line: str, columns: str) -> str:
    """The cells of a line of table 二, joined as their columns are."""
    return "+".join(f"publications.{line}.{column}" for column in columns.split("+"))


def names_of(terms: Iterable[Term]) -> list[Term]:
    """The terms that name something, and need no others beside them."""
    return [term for term in terms if not term.groups <= GENERAL]


def ids_of(term: Term, group: str) -> list[str]:
    """What a term may mean within one group."""
    return [meaning.id for meaning in term.meanings if meaning.group == group]


def narrowest_of(lines: Sequence[str]) -> list[str]:
    """Lines without those that stand over another of them: 因属于国家秘密不予公开 is the line
    alone."""
    return [line for line in lines if not any(other.startswith(f"{line}.") for other in lines)]


def is_nested(kinds: Sequence[str]) -> bool:
    """Whether one of some kinds of case is a part of another."""
    return "suit" in kinds and any(kind.startswith("suit_") for kind in kinds)


def kinds_within(choice: Sequence[str]) -> Iterator[Sequence[str]]:
    """The last of some kinds alone, and all of them together unless that counts one twice."""
    if not choice:
        return
    yield choice[-1:]
    if not is_nested(choice):
        yield choice


def case_cells(kinds: Sequence[str], columns: Sequence[str]) -> str:
    """The cells of some kinds of case in some columns, each once, as the name of their sum."""
    cells = (f"cases.{kind}.{column}" for kind in kinds for column in columns)
    return "+".join(dict.fromkeys(cells))


def kinds_before(context: Context) -> Iterator[Sequence[str]]:
    """The kinds of case that a result may be of: the last that was named, what it is a part of, or
    all."""
    if context.kinds:
        yield context.kinds[-1:]
        if context.kinds[-1].startswith("suit_"):
            yield ["suit"]
        if len(context.kinds) > 1:
            yield context.kinds
