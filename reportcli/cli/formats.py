"""Which format a result can be written in, by which suffix a file asks for it, and who writes it.

One table; a new format is a row, and a new writer an entry in one. A writer of text takes what is to
be written and a `Voice` and gives a string; one of bytes takes the open file as well. Writers are
named, not imported, so that a run loads only those it needs. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from reportcli.words.messages import Voice

if TYPE_CHECKING:
    from reportcli.document import Document
    from reportcli.report import Report


class Format(NamedTuple):
    """The suffixes of its files, who writes which result in it, and whether it is bytes, which go
    to no terminal.
    """

    suffixes: tuple[str, ...]
    writers: Mapping[str, str]
    is_bytes: bool = False


# In the order in which they are offered; the first that takes a result is its default.
FORMATS: Mapping[str, Format] = {
    "text": Format(
        (".txt",),
        {
            "tally": "terminal.tables:write_text",
            "check": "terminal.findings:write_listing",
            "checked": "terminal.checked:write_checked",
            "cell": "terminal.explained:write_cell",
            "fact": "terminal.explained:write_fact",
            "row": "terminal.explained:write_row",
            "code": "terminal.explained:write_code",
            "deadlines": "terminal.deadlines:write_watch",
            "inspection": "terminal.inspected:write_inspection",
            "rollup": "terminal.rollup:write_rollup",
            "units": "terminal.rollup:write_units_behind",
            "diff": "terminal.compared:write_comparison",
            "trend": "terminal.trended:write_trend",
        },
    ),
    "md": Format(
        (".md",),
        {
            "tally": "export.markdown:write_tally",
            "report": "export.markdown:write_document",
            "note": "export.markdown:write_document",
            "diff": "export.compared:write_diff_markdown",
            "trend": "export.trended:write_trend_markdown",
            "rollup": "export.rollup.statement:write_statement",
        },
    ),
    "html": Format(
        (".html", ".htm"),
        {
            "tally": "cli.formats:write_tables_as_page",
            "report": "export.html:write_page",
            "note": "export.html:write_page",
            "fragment": "export.html:write_fragment",
            "trend": "export.trend_page:write_trend_page",
            "rollup": "export.rollup.html:write_rollup_page",
        },
    ),
    "docx": Format(
        (".docx",),
        {
            "tally": "cli.formats:write_tables_as_paper",
            "report": "cli.formats:write_paper",
            "note": "cli.formats:write_paper",
        },
        is_bytes=True,
    ),
    "pdf": Format(
        (".pdf",),
        {"report": "cli.formats:print_paper", "note": "cli.formats:print_paper"},
        is_bytes=True,
    ),
    "xlsx": Format(
        (".xlsx",),
        {
            "tally": "export.xlsx:write_xlsx",
            "checked": "export.checked_book:write_checked_book",
            "cell": "export.answer_book:write_cell_xlsx",
            "fact": "export.answer_book:write_fact_xlsx",
            "row": "export.answer_book:write_row_xlsx",
            "rollup": "export.rollup.xlsx:write_rollup_xlsx",
            "diff": "export.compared_book:write_diff_xlsx",
            "trend": "export.trend_book:write_trend_xlsx",
        },
        is_bytes=True,
    ),
    "json": Format(
        (".json",),
        {
            "tally": "export.data:write_json",
            "report": "export.data:write_report_json",
            "check": "terminal.findings:write_listing_json",
            "checked": "export.checked:write_checked_json",
            "cell": "export.answers:write_cell_json",
            "fact": "export.answers:write_fact_json",
            "row": "export.answers:write_row_json",
            "code": "export.answers:write_code_json",
            "deadlines": "export.answers:write_deadlines_json",
            "inspection": "export.answers:write_inspection_json",
            "rollup": "export.rollup.data:write_rollup_json",
            "units": "export.rollup.data:write_units_behind_json",
            "diff": "export.compared:write_diff_json",
            "trend": "export.trended:write_trend_json",
        },
    ),
    "jsonl": Format(
        (".jsonl",),
        {
            "check": "terminal.findings:write_listing_lines",
            "checked": "export.checked:write_checked_lines",
        },
    ),
    "csv": Format(
        (".csv",),
        {
            "tally": "export.csv:write_tally_csv",
            "cell": "export.csv:write_cell_csv",
            "fact": "export.csv:write_fact_csv",
            "row": "export.csv:write_row_csv",
            "deadlines": "export.csv:write_deadlines_csv",
            "rollup": "export.rollup.csv:write_rollup_csv",
            "units": "export.rollup.csv:write_units_behind_csv",
            "diff": "export.compared:write_diff_csv",
            "trend": "export.trended:write_trend_csv",
        },
    ),
    "ics": Format((".ics",), {"deadlines": "export.ics:write_ics"}),
}

# What is read as talk is, in the language of the messages; all else is Chinese unless asked for.
SPOKEN = ("check", "checked", "code", "inspection")


def formats_of(result: str) -> tuple[str, ...]:
    """The formats in which a result can be written."""
    return tuple(name for name, known in FORMATS.items() if result in known.writers)


def format_of_suffix(suffix: str) -> str | None:
    names = (name for name, known in FORMATS.items() if suffix.lower() in known.suffixes)
    return next(names, None)


def writer_of(result: str, name: str) -> Callable[..., Any]:
    """What writes a result in a format, imported now."""
    module, _, function = FORMATS[name].writers[result].partition(":")
    writer: Callable[..., Any] = getattr(import_module(f"reportcli.{module}"), function)
    return writer


def write_tables_as_page(report: Report, voice: Voice) -> str:
    """The tables of a tally as a web page."""
    from reportcli.document import compile_tables
    from reportcli.export.html import write_page

    return write_page(compile_tables(report, voice), voice)


def write_tables_as_paper(report: Report, voice: Voice, target: IO[bytes]) -> None:
    """The tables of a tally as a Word document."""
    from reportcli.document import compile_tables

    write_paper(compile_tables(report, voice), voice, target)


def write_paper(document: Document, _voice: Voice, target: IO[bytes]) -> None:
    """The Word document: the office's own filled in where there is one, else ours."""
    if document.filling:
        from reportcli.filling.save import write_filled

        write_filled(document, Path(document.filling.template.file), target)
    else:
        from reportcli.export.docx import write_docx

        write_docx(document, target)


def print_paper(document: Document, voice: Voice, target: IO[bytes]) -> None:
    """The Word document as PDF."""
    from reportcli.export.pdf import write_pdf

    write_pdf(partial(write_paper, document, voice), document.report.settings.fonts, target)
