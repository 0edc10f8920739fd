"""The whole report: the office's own words where it wrote any, else the program's.

Part 一 is written in `situation.py`, the wording stands in `sentences.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportcli.law.edition import Section
from reportcli.prose.blocks import FormTable, Paragraph, Part, ProseBlock, Run
from reportcli.prose.figures import Figures
from reportcli.prose.manuscript import PREAMBLE, Manuscript
from reportcli.prose.sentences import Sentences, as_literal, gap, wording
from reportcli.prose.situation import general_situation
from reportcli.report import Report
from reportcli.settings import Settings
from reportcli.words.fields import log_kinds
from reportcli.words.numerals import ONE_TO_TEN

CONTACT = ("address", "postcode", "telephone", "email", "website")


class ReportWriter:
    """Writes the parts of one report from its figures."""

    def __init__(self, report: Report, figures: Figures) -> None:
        self.report = report
        self.sentences = Sentences(figures)

    def preamble(self, manuscripts: Mapping[str, Manuscript]) -> tuple[ProseBlock, ...]:
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
        blocks: tuple[ProseBlock, ...] = manuscript.blocks if manuscript else ()
        if section.kind == "table":
            blocks += (self.table(section),)
        elif not blocks:
            blocks = tuple(self.usual_words(section.number))
        file = manuscript.file if manuscript else ""
        return Part(section.number, section.title, blocks, section.title_en, file)

    def table(self, section: Section) -> ProseBlock:
        """The place of a table, or of one whose log was not given."""
        if section.table in self.report.tables:
            return FormTable(section.table)
        return gap("table", label=log_kinds()[section.table].label)  # type: ignore[index]

    def usual_words(self, number: str) -> Iterator[ProseBlock]:
        """What is said in a part for which the office wrote nothing."""
        match number:
            case "一":
                yield from general_situation(self.sentences)
            case "六":
                yield from self.other_matters()
            case _:
                yield gap(number)

    def usual_preamble(self) -> Iterator[ProseBlock]:
        """The legal basis, the period, the parts and whom to ask."""
        edition, settings = self.report.edition, self.report.settings
        agency = as_literal(settings.agency or wording("preamble", "we"))
        basis = self.sentences.say(
            "preamble", "basis", form=edition.title, document=edition.document, agency=agency
        )
        titles = "、".join(section.title for section in edition.sections)
        count = ONE_TO_TEN[len(edition.sections) - 1]
        parts = self.sentences.say("preamble", "parts", parts=titles, count=count)
        yield Paragraph((*basis, *parts, *self.sentences.say("preamble", "period")))
        yield Paragraph(tuple(self.contact(settings, agency)))

    def contact(self, settings: Settings, agency: str) -> list[Run]:
        """Whom to ask; a gap where the settings name neither address nor telephone."""
        given = [
            wording("contact", key, value=as_literal(value))
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

    def other_matters(self) -> Iterator[ProseBlock]:
        """Part 六: the fees of the year, which every report has to state (国办函〔2020〕109号), and
        a gap."""
        fees = self.fees()
        yield Paragraph(tuple(fees)) if fees else gap("fees")
        yield gap("六")

    def fees(self) -> list[Run]:
        """What was charged for giving information; nothing where no log tells of fees."""
        # A log without the columns of fees tells nothing of them, and is no proof of none.
        notices = self.sentences.value("requests.fee_notices")
        charged = self.sentences.value("requests.fees_charged")
        keys = [
            "notices" if notices else "no_notices" if notices is not None else "",
            "fees" if charged else "no_fees" if charged is not None else "",
        ]
        return self.sentences.joined("matters", [key for key in keys if key])
