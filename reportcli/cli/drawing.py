"""A result in the format that was asked for: tables, the annual report, an explanation, a marked
copy.

Between the commands, which know what was asked, and the writers, which know one format each. Each
writer is imported only when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reportcli.cli.deliver import Draw, Speaker, as_it_reads, usage
from reportcli.finding import Refusal
from reportcli.words.messages import Voice, printable

if TYPE_CHECKING:
    from reportcli.document import Document
    from reportcli.export.target import Write
    from reportcli.report import Report


def drawn_tables(report: Report, voice: Voice, name: str, in_file: bool) -> str | Write:
    """The tables and facts in one format."""
    voice = as_it_reads(voice, in_file)
    match name:
        case "json":
            from reportcli.export.data import write_json

            return write_json(report, voice)
        case "csv":
            from reportcli.export.data import write_csv

            return write_csv(report, voice)
        case "md":
            from reportcli.export.markdown import write_tally

            return write_tally(report, voice)
        case "html" | "docx":
            from reportcli.document import compile_tables

            return drawn_document(compile_tables(report, voice), name, in_file)
        case "xlsx":
            from reportcli.export.xlsx import write_xlsx

            return partial(write_xlsx, report, voice)
        case _:
            from reportcli.terminal.tables import write_text

            return write_text(report, voice)


def drawn_document(
    document: Document,
    name: str,
    in_file: bool,
    *,
    template: str | None = None,
    fragment: bool = False,
) -> str | Write:
    """A document in one format."""
    match name:
        case "json":
            from reportcli.export.data import write_report_json

            return write_report_json(document, as_it_reads(document.voice, in_file))
        case "html":
            from reportcli.export.html import write_html

            return write_html(document, fragment=fragment)
        case "docx":
            return paper_writer(document, template)
        case "pdf":
            from reportcli.export.pdf import write_pdf

            return partial(
                write_pdf, paper_writer(document, template), document.report.settings.fonts
            )
        case _:
            from reportcli.export.markdown import write_document

            return write_document(document)


def paper_writer(document: Document, template: str | None) -> Write:
    """What writes the Word document: ours, or the office's own filled in."""
    if template:
        from reportcli.filling.save import write_filled

        return partial(write_filled, document, Path(template))
    from reportcli.export.docx import write_docx

    return partial(write_docx, document)


def require_code(code: str, speaker: Speaker) -> None:
    """Refuse a code that the catalogue does not have, naming the closest."""
    from reportcli.finding import catalogue

    if code not in catalogue():
        from reportcli.terminal.explained import close_codes

        raise usage("code", speaker, value=code, known=", ".join(close_codes(code)))


def explained_code(code: str, speaker: Speaker) -> Draw:
    """What draws a code of the catalogue; pandas is not loaded for it."""
    from reportcli.terminal import explained as explanation

    require_code(code, speaker)

    def draw(name: str, in_file: bool) -> str:
        voice = as_it_reads(speaker.tables, in_file)
        if name == "json":
            data = explanation.code_data(code, voice)
            return voice.json(data)
        return explanation.write_code(code, speaker.voice)

    return draw


def explained_cell(report: Report, name: str, speaker: Speaker) -> Draw:
    """What draws a number and the rows behind it."""
    from reportcli.answer.cell import LogMissing, explain_cell
    from reportcli.law.cell_names import CellError
    from reportcli.terminal import explained as explanation

    try:
        found = explain_cell(report, name)
    except CellError as fault:
        raise usage("cell", speaker, value=name, known=", ".join(fault.close)) from None
    except LogMissing as fault:
        raise log_missing(fault.kind, speaker) from None

    def draw(name: str, in_file: bool) -> str:
        voice = as_it_reads(speaker.tables, in_file)
        if name == "json":
            data = explanation.cell_data(found, report, voice)
            return voice.json(data)
        return explanation.write_cell(found, report, voice)

    return draw


def explained_row(
    report: Report, name: str, file: str | None, memory: int | None, speaker: Speaker
) -> Draw:
    """What draws a row and the numbers behind it; with `memory` for reading them, its cells as they
    stand."""
    from reportcli.answer.row import RowError, explain_row, find_row
    from reportcli.terminal import explained as explanation

    try:
        address = find_row(report, name, file)
    except RowError as fault:
        raise usage(fault.key, speaker, **fault.details) from None
    found = explain_row(report, address)
    values = None
    if memory is not None:
        from reportcli.intake.child.parent import Limits, read_row

        sheets = (
            sheet for one in report.inputs if one.file == address.file for sheet in one.sheets
        )
        columns = next(sheet.columns for sheet in sheets if sheet.sheet == address.sheet)
        headings = {column.column: column.heading for column in columns}
        values = explanation.headed(
            headings, read_row(address, report.settings, Limits(memory=memory))
        )

    def draw(name: str, in_file: bool) -> str:
        voice = as_it_reads(speaker.tables, in_file)
        if name == "json":
            data = explanation.row_data(found, report, voice, values)
            return voice.json(data)
        return explanation.write_row(found, report, voice, values)

    return draw


def log_missing(kind: str, speaker: Speaker) -> Refusal:
    """The refusal of a question about a log that was not given."""
    from reportcli.words.fields import log_kinds

    named = next(known for id_, known in log_kinds().items() if id_ == kind)
    label = speaker.voice.choose(named.label, named.label_en)
    return Refusal("log-missing", label=label)


def refuse_mark(mark: str, inputs: Sequence[str], speaker: Speaker, *, force: bool) -> None:
    """Refuse a marked-up copy that must not be written, before any work is done."""
    from reportcli.export.target import refuse_targets

    if Path(mark).suffix.lower() != ".xlsx":
        raise usage("suffix", speaker, value=printable(mark), known="xlsx")
    refuse_targets([mark], inputs, force=force)


def write_mark(
    report: Report, mark: str, logs: Sequence[str], memory: int, speaker: Speaker
) -> None:
    """Write the marked-up copy of the one file that has findings."""
    read = [one.file for one in report.inputs]
    found = {finding.address.file for finding in report.findings if not finding.waived}
    faulty = [file for file in read if file in found]
    if len(faulty) > 1:
        raise usage("mark-several", speaker, known=", ".join(map(printable, faulty)))

    from reportcli.export.target import write_files
    from reportcli.intake.child.parent import STDIN, Limits, read_cells
    from reportcli.marking.mark import write_marked

    file = (faulty or read)[0]
    if file == STDIN:
        raise usage("mark-stdin", speaker)
    path = logs[read.index(file)]  # a name in another encoding is told differently
    cells = partial(read_cells, path, report.settings, Limits(memory=memory))
    told: list[str] = []

    def write(target: IO[bytes]) -> None:
        told.extend(write_marked(report, file, speaker.tables, target, cells, path))

    write_files([(mark, write)])
    for line in [*told, speaker.voice.say("say", "written", file=printable(mark))]:
        speaker.tell(line)
