"""What the report says where the office wrote nothing: title, preamble, part 一, the fees of part
六.

The wording is in `sentences.toml`; here is which sentence is said when. A sentence whose figures
are unknown is not said, and what only the office can know is a marked gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from string import Template

from reportcli.law.edition import Section
from reportcli.prose.blocks import Block, FormTable, Paragraph, Part, Run
from reportcli.prose.figures import Figure, Figures
from reportcli.prose.manuscript import PREAMBLE, Manuscript
from reportcli.report import Report
from reportcli.settings import Settings
from reportcli.shipped import load_shipped
from reportcli.words.fields import log_kinds
from reportcli.words.numerals import ONE_TO_TEN

TOPICS_NAMED = 6
PLATFORMS = ("own_site", "city_portal", "disclosure_platform", "wechat", "weibo")
OUTCOME_GROUPS = ("granted", "partial", "refused", "unavailable", "unprocessed", "other")
CONTACT = ("address", "postcode", "telephone", "email", "website")


@cache
def sentence_words() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by group and key."""
    return load_shipped("prose/sentences.toml", dict[str, dict[str, str]])


def wording(group: str, key: str, **words: object) -> str:
    """One wording with its words put in; its fields are still to be filled."""
    return Template(sentence_words()[group][key]).substitute(
        {name: str(value) for name, value in words.items()}
    )


def official_date(day: date) -> str:
    """A date as official documents write it: 2025年1月12日."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_of(report: Report, key: str = "report") -> str:
    """The title of the report, or of its `tables` alone."""
    agency = report.settings.agency or wording("title", "agency_missing")
    return wording("title", key, agency=literal(agency), year=report.year)


def signature_of(report: Report) -> tuple[str, str]:
    """Whose report it is, and of which day."""
    day = report.settings.published or report.as_of
    return report.settings.agency or "", official_date(day)


def literal(text: str) -> str:
    """Words of the settings among fields: what looks like a field in them is none."""
    return text.replace("{{", "{ {")


def gap(key: str, **words: object) -> Paragraph:
    """A marked place that only the office can fill."""
    return Paragraph((Run(wording("gap", "mark", text=wording("gap", key, **words)), "gap"),))


class ReportWriter:
    """Writes the parts of one report from its figures."""

    def __init__(self, report: Report, figures: Figures) -> None:
        self.report, self.figures = report, figures

    def sentence(self, group: str, key: str, **words: object) -> list[Run]:
        """One sentence, or nothing when a figure that it needs is unknown."""
        runs, faults = self.figures.fill(wording(group, key, **words))
        return [] if faults else runs

    def preamble(self, manuscripts: Mapping[str, Manuscript]) -> tuple[Block, ...]:
        """What stands before the parts: the office's words, else the program's."""
        own = manuscripts.get(PREAMBLE)
        return own.blocks if own else tuple(self.usual_preamble())

    def parts(self, manuscripts: Mapping[str, Manuscript]) -> tuple[Part, ...]:
        """The numbered parts of the form, each with the office's words if there are any."""
        sections = self.report.edition.sections
        return tuple(self.part(section, manuscripts.get(section.number)) for section in sections)

    def part(self, section: Section, manuscript: Manuscript | None) -> Part:
        """One part: the office's words or ours, and in a part with a table the table under
        them."""
        blocks: tuple[Block, ...] = manuscript.blocks if manuscript else ()
        if section.kind == "table":
            blocks += (self.table(section),)
        elif not blocks:
            blocks = tuple(self.usual_words(section.number))
        file = manuscript.file if manuscript else ""
        return Part(section.number, section.title, blocks, section.title_en, file)

    def table(self, section: Section) -> Block:
        """The place of a table, or of one whose log was not given."""
        if section.table in self.report.tables:
            return FormTable(section.table)
        return gap("table", label=log_kinds()[section.table].label)  # type: ignore[index]

    def usual_words(self, number: str) -> Iterator[Block]:
        """What is said in a part for which the office wrote nothing."""
        match number:
            case "一":
                yield from self.general_situation()
            case "六":
                yield from self.other_matters()
            case _:
                yield gap(number)

    def usual_preamble(self) -> Iterator[Block]:
        """The legal basis, the period, the parts and whom to ask."""
        edition, settings = self.report.edition, self.report.settings
        agency = literal(settings.agency or wording("preamble", "we"))
        basis = self.sentence(
            "preamble", "basis", form=edition.title, document=edition.document, agency=agency
        )
        titles = "、".join(section.title for section in edition.sections)
        count = ONE_TO_TEN[len(edition.sections) - 1]
        parts = self.sentence("preamble", "parts", parts=titles, count=count)
        yield Paragraph((*basis, *parts, *self.sentence("preamble", "period")))
        yield Paragraph(tuple(self.contact(settings, agency)))

    def contact(self, settings: Settings, agency: str) -> list[Run]:
        """Whom to ask; a gap where the settings name neither address nor telephone."""
        given = [
            wording("contact", key, value=literal(value))
            for key in CONTACT
            if (value := getattr(settings, key))
        ]
        missing = not (settings.address and settings.telephone)
        runs: list[Run] = []
        before, _, after = wording("preamble", "contact", agency=agency, contact="\0").partition(
            "\0"
        )
        runs.append(Run(before + "；".join(given)))
        if missing:
            runs.append(Run(("；" if given else "") + wording("contact", "missing"), "gap"))
        return [*runs, Run(after)]

    def general_situation(self) -> Iterator[Block]:
        """Part 一, in the five headings that the State Council's office names for it."""
        parts = {
            "disclosure": self.disclosure(),
            "requests": self.requests(),
            "management": self.management(),
            "platform": self.platform(),
            "supervision": self.supervision(),
        }
        for key, sentences in parts.items():
            yield Paragraph((Run(wording("heading", key)),), "heading")
            paragraphs = [Paragraph(tuple(runs)) for runs in sentences if runs]
            yield from paragraphs or [gap(key)]

    def disclosure(self) -> Iterator[list[Run]]:
        """（一）: items by channel and topic, interpretations by form, events."""
        if "publications.items" not in self.figures:
            return
        channels = self.parts_of("publications.by_channel")
        topics = self.parts_of("publications.by_topic")
        key = "topics" if len(topics) <= TOPICS_NAMED else "topics_first"
        yield [
            *self.sentence("disclosure", "items"),
            *self.listed("disclosure", "channels", map(with_number, channels)),
            *self.listed("disclosure", key, map(with_number, topics[:TOPICS_NAMED])),
        ]
        forms = self.parts_of("publications.interpretations_by_form")
        events = [
            wording("event", name, number=field(figure), unit=figure.unit)
            for name in sentence_words()["event"]
            if (figure := self.figures.find(name)) and figure.value
        ]
        interpretations: list[Run] = []
        if self.figures["publications.interpretations"].value:
            interpretations = self.listed(
                "disclosure", "interpretations_by_form", map(with_number, forms)
            ) or self.sentence("disclosure", "interpretations")
        yield [*interpretations, *self.listed("disclosure", "events", events)]

    def requests(self) -> Iterator[list[Run]]:
        """（二）: requests by channel, applicant and outcome, on-time rate, reviews and suits."""
        yield [*self.sentence("requests", "received"), *self.change()]
        yield [*self.sentence("requests", "channels"), *self.applicants()]
        yield [*self.outcomes(), *self.sentence("requests", "carried_forward")]
        yield [
            run
            for key in ("on_time", "extended", "corrected")
            for run in self.sentence("requests", key)
        ]
        yield [*self.cases("reviews", "review"), *self.cases("suits", "suit")]

    def change(self) -> list[Run]:
        """The requests received against last year's, where those are known."""
        change = "{{ requests.received.total | 同比 }}"
        return self.sentence("requests", "change", change=change)

    def applicants(self) -> list[Run]:
        """The requests received by applicant, as far as there are any."""
        columns = self.report.edition.table("requests").blocks[0].columns
        found = [
            self.shared("applicant", figure, column.label)
            for column in columns
            if column.kind == "leaf"
            and (figure := self.figures.find(f"requests.received.{column.id}"))
            and figure.value
        ]
        return self.listed("requests", "applicants", found)

    def outcomes(self) -> list[Run]:
        """The outcomes by group, each with its share of all that was concluded."""
        concluded = self.figures.find("requests.outcome.total.total")
        if concluded is None:
            return []
        if not concluded.value:
            return self.sentence("requests", "none_concluded")
        found = [
            self.shared("outcome", figure, figure.label)
            for group in OUTCOME_GROUPS
            if (figure := self.figures.find(f"requests.outcome.{group}.total"))
        ]
        return self.listed("requests", "outcomes", found)

    def shared(self, key: str, figure: Figure, label: str) -> str:
        """A number of requests with its share."""
        return wording(
            "requests", key, label=label, number=field(figure), share=field(figure, "占比")
        )

    def cases(self, key: str, line: str) -> list[Run]:
        """The reviews or suits by result."""
        total = self.figures.find(f"cases.{line}.total")
        if total is None:
            return []
        columns = self.report.edition.table("cases").blocks[0].columns
        results = [
            wording("requests", "result", label=column.label, number=field(figure))
            for column in columns
            if column.kind == "leaf" and (figure := self.figures.find(f"cases.{line}.{column.id}"))
        ]
        named = wording("requests", "results", list="、".join(results)) if total.value else ""
        return self.sentence("requests", key, list=named)

    def management(self) -> Iterator[list[Run]]:
        """（三）: the normative documents of table 二, in the columns that the edition has."""
        found = [
            wording("management", name, number=field(figure))
            for name in sentence_words()["management"]
            if name != "sentence" and (figure := self.figures.find(f"publications.{name}"))
        ]
        yield self.listed("management", "sentence", found)

    def platform(self) -> Iterator[list[Run]]:
        """（四）: what was published on each platform."""
        found = [
            wording("platform", "channel", label=part_words(figure), number=field(figure))
            for channel in PLATFORMS
            if (figure := self.figures.find(f"publications.by_channel.{channel}"))
        ]
        yield self.listed("platform", "sentence", found)

    def supervision(self) -> Iterator[list[Run]]:
        """（五）: trainings; what else was done only the office knows."""
        trainings = self.figures.find("publications.trainings")
        yield self.sentence("supervision", "trainings") if trainings and trainings.value else []

    def other_matters(self) -> Iterator[Block]:
        """Part 六: the fees of the year, which every report has to state (国办函〔2020〕109号), and
        a gap."""
        if fees := [*self.sentence("matters", "notices"), *self.sentence("matters", "fees")]:
            yield Paragraph(tuple(fees))
        else:
            yield gap("fees")
        yield gap("六")

    def parts_of(self, fact: str) -> list[Figure]:
        """The parts of a fact that are not zero, in its order."""
        return [
            figure
            for name, figure in self.figures.named.items()
            if name.startswith(f"{fact}.") and figure.value
        ]

    def listed(self, group: str, key: str, items: Iterable[str]) -> list[Run]:
        """A sentence with a list in it; none without items."""
        found = list(items)
        stroke = "；" if any("，" in item for item in found) else "、"
        return self.sentence(group, key, list=stroke.join(found)) if found else []


def field(figure: Figure, filter_: str = "") -> str:
    """The field that a figure fills."""
    return f"{{{{ {figure.name}{f' | {filter_}' if filter_ else ''} }}}}"


def part_words(figure: Figure) -> str:
    """The words of a part of a fact alone."""
    return literal(figure.label.partition("：")[2])


def with_number(figure: Figure) -> str:
    """A part of a fact with its number and unit."""
    return f"{part_words(figure)}{field(figure)}{figure.unit}"
