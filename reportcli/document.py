"""From a `Report` to the annual report as a document: six parts in the official order, and what is
wrong in their words.

Every writer of documents (docx, html, md, json) takes a `Document`; what it looks like is theirs.
Here is which words stand where: the office's own, else those written from the figures, else a
marked gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportcli.filling.fill import Filling, plan_filling, read_template
from reportcli.finding import Address, Detail, Finding
from reportcli.judge.identities import Previous
from reportcli.law.edition import Section, Table
from reportcli.proof.prove import prove, prove_template
from reportcli.proof.similarity import compare_with_last_year
from reportcli.prose.blocks import Block, FormTable, Paragraph, Part, Run
from reportcli.prose.figures import Figures
from reportcli.prose.manuscript import PREAMBLE, Manuscript, read_manuscripts
from reportcli.prose.method import method_note
from reportcli.prose.sentences import Writer, gap, official_date, title_of
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
    preamble: tuple[Block, ...]
    parts: tuple[Part, ...]
    signature: tuple[str, ...] = ()
    annex: Part | None = None
    earlier: tuple[Previous, ...] = ()
    voice: Voice = CHINESE
    filling: Filling | None = None

    @property
    def is_draft(self) -> bool:
        """Whether an error remains, so that every page has to say that this is no final text."""
        return any(
            finding.severity == "error" and not finding.waived for finding in self.report.findings
        )

    def table(self, block: FormTable) -> Table:
        """The table of the form that stands at a place."""
        return self.report.edition.table(block.table)


def compile_document(
    report: Report,
    *,
    text: Path | None = None,
    template: Path | None = None,
    previous_report: Path | None = None,
    earlier: Sequence[Previous] = (),
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
    manuscripts = read_manuscripts(text, report.edition, figures) if text else {}
    writer = Writer(report, figures)
    preamble = manuscripts[PREAMBLE].blocks if PREAMBLE in manuscripts else tuple(writer.preamble())
    parts = tuple(
        compile_part(section, manuscripts.get(section.number), writer, report)
        for section in report.edition.sections
    )
    found = [finding for one in manuscripts.values() for finding in one.findings]
    if not template:  # whose own words stand there
        found += gaps(preamble, parts, report)
    for one in manuscripts.values():
        found += prove(one.file, one.blocks, figures, report)
    filling = None
    if template:
        opened = read_template(template)
        own_words = opened.paragraphs  # as they are before the fields among them are filled
        filling = plan_filling(opened, figures, report)
        found += [*filling.findings, *prove_template(str(template), own_words, figures, report)]
    if previous_report:
        found += compare_with_last_year(parts, previous_report)
    judged = replace(report, findings=[*report.findings, *found])
    return Document(
        report=judged,
        figures=figures,
        title=title_of(report),
        preamble=preamble,
        parts=parts,
        signature=(
            report.settings.agency or "",
            official_date(report.settings.published or report.as_of),
        ),
        annex=method_note(judged, voice.language) if with_annex else None,
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
    note = method_note(document.report, document.voice.language)
    return replace(
        document, title=note.title, preamble=note.blocks, parts=(), annex=None, signature=()
    )


def compile_part(
    section: Section, manuscript: Manuscript | None, writer: Writer, report: Report
) -> Part:
    """One part: the office's words or ours, and in a part with a table the table under them."""
    blocks: tuple[Block, ...] = manuscript.blocks if manuscript else ()
    if section.kind == "table":
        has_table = section.table in report.tables
        blocks += (FormTable(section.table) if has_table else writer.missing_table(section),)
    elif not blocks:
        blocks = tuple(words_for(section.number, writer))
    return Part(
        section.number,
        section.title,
        blocks,
        section.title_en,
        manuscript.file if manuscript else "",
    )


def words_for(number: str, writer: Writer) -> Iterator[Block]:
    """What is said in a part for which the office wrote nothing."""
    match number:
        case "一":
            yield from writer.general_situation()
        case "六":
            yield from writer.other_matters()
        case _:
            yield gap(number)


def gaps(preamble: Sequence[Block], parts: Sequence[Part], report: Report) -> Iterator[Finding]:
    """A finding for each place that the office still has to fill."""
    if not report.settings.agency:
        yield Finding("agency-missing", Address(report.settings.path or ""))
    if any(is_gap(run) for run in runs_of(preamble)):
        yield Finding("contact-missing", Address(report.settings.path or ""))
    kinds = {section.number: section for section in report.edition.sections}
    for part in parts:
        section = kinds[part.number]
        words: dict[str, Detail] = {"part": part.number, "title": part.title}
        if section.kind == "table" and section.table not in report.tables:
            yield Finding("part-without-log", Address(part.file), words)
        elif not part.file:
            for run in runs_of(part.blocks):
                if is_gap(run):
                    gap_words: dict[str, Detail] = {**words, "value": run.text}
                    yield Finding("part-unwritten", Address(""), gap_words)


def runs_of(blocks: Sequence[Block]) -> Iterator[Run]:
    """The runs of every paragraph."""
    return (run for block in blocks if isinstance(block, Paragraph) for run in block.runs)


def is_gap(run: Run) -> bool:
    """Whether a run marks a place to be filled."""
    return run.style == "gap"
