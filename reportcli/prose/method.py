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
from reportcli.finding import Language, count_severities
from reportcli.intake.child.wire import FileReading
from reportcli.law.edition import label_text
from reportcli.prose.blocks import ANNEX, Block, Paragraph, Part, PlainTable, Run, plain
from reportcli.report import Report
from reportcli.settings import Settings
from reportcli.words.messages import Voice, printable, say, say_fate

# The choices of the settings by the log that they bear on.
CHOICES = {
    "requests": ("individual_business", "first_day_counts"),
    "cases": (
        "recount_pending_cases",
        "dismissed_suit",
        "count_refused_filings",
        "count_co_defendant_suits",
    ),
}


def method_note(report: Report, language: Language) -> Part:
    """The note as the annex of a document."""
    title, title_en = say("method", "title", "zh"), say("method", "title", "en")
    return Part(ANNEX, title, tuple(blocks(report, language)), title_en)


def blocks(report: Report, language: Language) -> Iterator[Block]:
    """The sentences and tables of the note."""
    yield plain("".join(opening(report, language)))
    yield heading("inputs", language)
    yield plain(say("method", "account", language))
    for file in report.inputs:
        yield plain(
            f"{file_name(file.file)}（{say('method', 'input_digest', language)}：{file.sha256}）"
        )
        heads = ("input_sheet", "read", "counted", "outside_year", "set_aside")
        yield table(heads, fates_of(file, report, language), language)
    yield heading("choices", language)
    yield table(("choice", "value", "set_by"), choices(report, language), language)
    yield heading("waivers", language)
    waived = list(waivers(report, language))
    if waived:
        yield table(("where", "finding", "reason", "date"), waived, language)
    else:
        yield plain(say("method", "no_waivers", language))
    counts = count_severities(report.findings, report.findings_omitted)
    totals = {"errors": counts["error"], "warnings": counts["warning"]}
    yield plain(say("method", "open_findings", language, **totals))


def heading(key: str, language: Language) -> Paragraph:
    """A heading of the note."""
    return Paragraph((Run(say("method", key, language)),), "heading")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], language: Language) -> PlainTable:
    """A table under its headings."""
    every = [[say("method", head, language) for head in heads], *rows]
    return PlainTable(tuple(tuple((Run(text),) for text in row) for row in every))


def opening(report: Report, language: Language) -> Iterator[str]:
    """With what, in which form, for which year and when the tables were counted, and from what
    else."""
    edition, settings = report.edition, report.settings
    yield say(
        "method",
        "made_with",
        language,
        tool=f"reportcli {__version__}",
        form=edition.title if language == "zh" else edition.title_en,
        document=edition.document,
        year=report.year,
        day=report.as_of.isoformat(),
    )
    if report.previous:
        yield say("method", "previous", language, file=file_name(report.previous.file))
    if settings.path and settings.sha256:
        file = file_name(settings.path)
        yield say("method", "settings_file", language, file=file, sha256=settings.sha256)


def file_name(path: str) -> str:
    """The name of a file alone: the folders of a clerk are nobody's business, and the digest tells
    files of one name apart.
    """
    return printable(PurePath(path).name)


def fates_of(file: FileReading, report: Report, language: Language) -> Iterator[Sequence[str]]:
    """What became of the rows of each sheet."""
    for sheet in file.sheets:
        if sheet.kind is None:
            reason = say("skipped", sheet.skipped or "sheet-no-log", language)
            yield (
                printable(sheet.sheet),
                "—",
                "—",
                "—",
                say("method", "skipped", language, reason=reason),
            )
            continue
        fates = dict(report.fates[file.file, *sheet.place])
        counted, outside = fates.pop(COUNTED, 0), fates.pop(OUTSIDE, 0)
        aside = "；".join(f"{say_fate(fate, language)} {number}" for fate, number in fates.items())
        yield printable(sheet.sheet), str(sheet.rows_read), str(counted), str(outside), aside or "0"


def choices(report: Report, language: Language) -> Iterator[Sequence[str]]:
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
                    say("method", name, language),
                    value_words(value, report, language),
                    say("method", set_by, language),
                )
    registered = sum(map(len, [*settings.columns.values(), *settings.values.values()]))
    if registered:
        yield (
            say("method", "wordings", language),
            str(registered),
            say("method", "chosen", language),
        )


def value_words(value: bool | str, report: Report, language: Language) -> str:
    """The value of a choice in words: yes or no, or the column of the form that it names."""
    if isinstance(value, bool):
        return say("method", "yes" if value else "no", language)
    blocks = (block for table in report.edition.tables for block in table.blocks)
    return next(
        label_text(column, Voice(language))
        for block in blocks
        for column in block.columns
        if column.id == value
    )


def waivers(report: Report, language: Language) -> Iterator[Sequence[str]]:
    """Every finding that a person let stand: where, what, why and since when."""
    for finding in report.findings:
        if finding.waived:
            where = printable(str(finding.address)) or str(finding.details.get("cell", ""))
            message, reason = printable(finding.message(language)), printable(finding.waived.reason)
            yield where, message, reason, finding.waived.day.isoformat()
