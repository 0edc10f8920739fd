"""From a `Report` to the annual report as a document: six parts in the official order, and what is
wrong in their words.

Every writer of documents (docx, html, md, json) takes a `Document`; what it looks like is theirs.
Here is which words stand where: the office's own, else those written from the figures, else a
marked gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportcli.count.previous import EarlierFigures
from reportcli.filling.fill import Filling, plan_filling, read_template
from reportcli.finding import Finding
from reportcli.law.edition import Table
from reportcli.proof.prove import prove, prove_template
from reportcli.proof.similarity import compare_with_last_year
from reportcli.prose.blocks import FormTable, Part, ProseBlock
from reportcli.prose.figures import Figures
from reportcli.prose.gaps import find_gaps
from reportcli.prose.manuscript import read_manuscripts
from reportcli.prose.method import method_note
from reportcli.prose.sentences import signature_of, title_of
from reportcli.prose.writer import ReportWriter
from reportcli.report import Report
from reportcli.words.messages import CHINESE, Voice


@dataclass(frozen=True)
class Document:
    """The annual report, or its tables alone: what every writer of documents takes.

    `report` has the findings of the words beside those of the logs. `signature` is whose it is and
    of which day, empty for tables alone. `annex` is the method note, where it was asked for.
    `earlier` are the figures of the years before, the latest first. `filling` is what becomes of
    the office's own docx.
    """

    report: Report
    figures: Figures
    title: str
    preamble: tuple[ProseBlock, ...]
    parts: tuple[Part, ...]
    signature: tuple[str, ...] = ()
    annex: Part | None = None
    earlier: tuple[EarlierFigures, ...] = ()
    voice: Voice = CHINESE
    filling: Filling | None = None

    @property
    def is_draft(self) -> bool:
        """Whether an error remains, so that every page has to say that this is no final text."""
        # A warning may stand in a final text, and what was waived somebody has answered for.
        errors = (one for one in self.report.findings if one.severity == "error")
        return any(not error.waived for error in errors)

    def table(self, block: FormTable) -> Table:
        """The table of the form that stands at a place."""
        return self.report.edition.table(block.table)


def compile_document(
    report: Report,
    *,
    text: Path | None = None,
    template: Path | None = None,
    previous_report: Path | None = None,
    earlier: Sequence[EarlierFigures] = (),
    with_annex: bool = False,
    voice: Voice = CHINESE,
) -> Document:
    """The annual report on what was counted.

    `text` is the folder of the office's own prose, `template` its own docx, whose words are proved
    like any other, `previous_report` last year's report as docx, md or html. What is wrong in the
    words is among the findings of the document's report; a folder or a file that cannot be read is
    a `Refusal`.
    """
    figures = Figures(report)
    writer = ReportWriter(report, figures)
    manuscripts = read_manuscripts(text, report.edition, figures) if text else {}
    # Which words stand where: the office's own, else ours, else a gap.
    preamble = writer.preamble(manuscripts)
    parts = writer.parts(manuscripts)
    filling = None
    found: list[Finding] = []
    for manuscript in manuscripts.values():
        found += manuscript.findings
        found += prove(manuscript.file, manuscript.blocks, figures, report)
    if template:
        # Its own words stand where ours would leave gaps. They are proved as they are before the
        # fields among them are filled.
        opened = read_template(template)
        own_words = opened.paragraphs
        filling = plan_filling(opened, figures, report)
        found += [*filling.findings, *prove_template(str(template), own_words, figures, report)]
    else:
        found += find_gaps(preamble, parts, report)
    if previous_report:
        found += compare_with_last_year(parts, previous_report)
    # The files in which a waiver may name a line.
    texts = [one.file for one in manuscripts.values()]
    if template:
        texts.append(str(template))
    judged = report.with_words(texts, found)
    return Document(
        report=judged,
        figures=figures,
        title=title_of(report),
        preamble=preamble,
        parts=parts,
        signature=signature_of(report),
        annex=method_note(judged, voice) if with_annex else None,
        earlier=(*filter(None, [report.previous]), *earlier),
        voice=voice,
        filling=filling,
    )


def compile_tables(report: Report, voice: Voice) -> Document:
    """The tables of the form alone, as a document."""
    parts = tuple(
        Part(section.number, section.title, (FormTable(section.table),), section.title_en)
        for section in report.edition.sections
        if section.table in report.tables
    )
    return Document(report, Figures(report), title_of(report, "tables"), (), parts, voice=voice)


def method_document(document: Document) -> Document:
    """The method note as a document of its own."""
    note = method_note(document.report, document.voice)
    return replace(
        document, title=note.title, preamble=note.blocks, parts=(), annex=None, signature=()
    )
