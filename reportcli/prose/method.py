"""The method note (方法说明): how the figures came to be, so that another person could count them
again.

The edition and its decree, the logs with their digests and what became of every row, the choices
that the law leaves open, the findings that were let stand, and the version of the program. No
personal field is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from reportcli import __version__
from reportcli.count.part import COUNTED, OUTSIDE
from reportcli.finding import count_severities
from reportcli.intake.child.wire import FileReading
from reportcli.law.edition import label_text
from reportcli.prose.blocks import (
    ANNEX,
    Paragraph,
    Part,
    PlainTable,
    ProseBlock,
    Run,
    plain_paragraph,
)
from reportcli.report import Report
from reportcli.settings import Settings
from reportcli.words.messages import Voice, both_wordings, printable

# The choices of the settings by the log that they bear on.
CHOICES = {
    "requests": ("individual_business", "first_day_counts"),
    "cases": (
        "recount_pending_cases",
        "dismissed_suit",
        "count_refused_filings",
        "count_co_defendant_suits",
    ),
    "": ("undecided_applicants",),  # told only where the office settled it
}


def method_note(report: Report, voice: Voice) -> Part:
    """The note as the annex of a document."""
    title, title_en = both_wordings("method", "title")
    return Part(ANNEX, title, tuple(blocks(report, voice)), title_en)


def blocks(report: Report, voice: Voice) -> Iterator[ProseBlock]:
    """The sentences and tables of the note."""
    yield plain_paragraph("".join(opening(report, voice)))
    yield heading_paragraph("inputs", voice)
    yield plain_paragraph(voice.say("method", "account"))
    for file in report.inputs:
        yield plain_paragraph(
            f"{file_name(file.file)}（{voice.say('method', 'input_digest')}：{file.sha256}）"
        )
        heads = ("input_sheet", "read", "counted", "outside_year", "set_aside")
        yield table(heads, fates_of(file, report, voice), voice)
    yield heading_paragraph("choices", voice)
    yield table(("choice", "value", "set_by"), choices(report, voice), voice)
    yield heading_paragraph("waivers", voice)
    waived = list(waivers(report, voice))
    if waived:
        yield table(("where", "finding", "reason", "date"), waived, voice)
    else:
        yield plain_paragraph(voice.say("method", "no_waivers"))
    counts = count_severities(report.findings, report.findings_omitted)
    totals = {"errors": counts["error"], "warnings": counts["warning"]}
    yield plain_paragraph(voice.say("method", "open_findings", **totals))


def heading_paragraph(key: str, voice: Voice) -> Paragraph:
    """A heading of the note."""
    return Paragraph((Run(voice.say("method", key)),), "heading")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], voice: Voice) -> PlainTable:
    """A table under its headings."""
    every = [[voice.say("method", head) for head in heads], *rows]
    return PlainTable(tuple(tuple((Run(text),) for text in row) for row in every))


def opening(report: Report, voice: Voice) -> Iterator[str]:
    """With what, in which form, for which year and when the tables were counted, and from what
    else."""
    edition, settings = report.edition, report.settings
    yield voice.say(
        "method",
        "made_with",
        tool=f"reportcli {__version__}",
        form=voice.choose(edition.title, edition.title_en),
        document=edition.document,
        year=report.year,
        day=report.as_of.isoformat(),
    )
    if report.previous:
        yield voice.say("method", "previous", file=file_name(report.previous.file))
    if settings.path and settings.sha256:
        file = file_name(settings.path)
        yield voice.say("method", "settings_file", file=file, sha256=settings.sha256)


def file_name(path: str) -> str:
    """The name of a file alone: the folders of a clerk are nobody's business, and the digest tells
    files of one name apart.
    """
    return printable(PurePath(path).name)


def fates_of(file: FileReading, report: Report, voice: Voice) -> Iterator[Sequence[str]]:
    """What became of the rows of each sheet."""
    for sheet in file.sheets:
        if sheet.kind is None:
            reason = voice.say("skipped", sheet.skipped or "sheet-no-log")
            said = voice.say("method", "skipped", reason=reason)
            if sheet.filled:
                said += f"；{voice.say('inspect', 'rows-unread', rows=sheet.filled)}"
            yield printable(sheet.sheet), "—", "—", "—", said
            continue
        fates = dict(report.fates[file.file, *sheet.place])
        counted, outside = fates.pop(COUNTED, 0), fates.pop(OUTSIDE, 0)
        aside = "；".join(f"{voice.fate(fate)} {number}" for fate, number in fates.items())
        yield printable(sheet.sheet), str(sheet.rows_read), str(counted), str(outside), aside or "0"


def choices(report: Report, voice: Voice) -> Iterator[Sequence[str]]:
    """The choices that bear on the logs that were counted, and all that the office settled
    otherwise."""
    settings, usual = report.settings, Settings()
    kinds = {part.log.kind for part in report.tally.parts}
    for kind, names in CHOICES.items():
        for name in names:
            value, default = getattr(settings, name), getattr(usual, name)
            if kind in kinds or value != default:
                set_by = "default" if value == default else "chosen"
                yield (
                    voice.say("method", name),
                    value_words(value, report, voice),
                    voice.say("method", set_by),
                )
    registered = sum(map(len, [*settings.columns.values(), *settings.values.values()]))
    if registered:
        yield (
            voice.say("method", "wordings"),
            str(registered),
            voice.say("method", "chosen"),
        )


def value_words(value: bool | str, report: Report, voice: Voice) -> str:
    """The value of a choice in words: yes or no, or the column of the form that it names."""
    if isinstance(value, bool):
        return voice.say("method", "yes" if value else "no")
    blocks = (block for table in report.edition.tables for block in table.blocks)
    return next(
        label_text(column, voice)
        for block in blocks
        for column in block.columns
        if column.id == value
    )


def waivers(report: Report, voice: Voice) -> Iterator[Sequence[str]]:
    """Every finding that a person let stand: where, what, why and since when."""
    for finding in report.findings:
        if finding.waived:
            where = printable(str(finding.address)) or str(finding.details.get("cell", ""))
            message, reason = (
                printable(finding.message(voice.language)),
                printable(finding.waived.reason),
            )
            yield where, message, reason, finding.waived.day.isoformat()
