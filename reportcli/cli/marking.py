"""The marked-up copy that `check --mark` asks for: of a log a workbook, of a finished report a Word
file with comments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reportcli.cli.deliver import Speaker
from reportcli.finding import Refusal
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.finished import ProvedReport
    from reportcli.published.read import Published
    from reportcli.report import Report

OF_LOGS, OF_REPORTS = ".xlsx", ".docx"


def refuse_mark(mark: str, inputs: Sequence[str], speaker: Speaker, *, force: bool) -> None:
    """Refuse a marked-up copy that must not be written, before any work is done."""
    from reportcli.export.target import refuse_targets

    require_suffix(mark, (OF_LOGS, OF_REPORTS), speaker)
    refuse_targets([mark], inputs, force=force)


def require_suffix(mark: str, suffixes: Sequence[str], speaker: Speaker) -> None:
    """Refuse a copy in another format than there is."""
    if Path(mark).suffix.lower() not in suffixes:
        known = ", ".join(one.lstrip(".") for one in suffixes)
        raise speaker.usage("suffix", value=printable(mark), known=known)


def write_mark(
    report: Report, mark: str, logs: Sequence[str], memory: int, speaker: Speaker
) -> None:
    """Write the marked-up copy of the one file that has findings."""
    from reportcli.export.target import write_files
    from reportcli.intake.child.parent import Limits, ask_for_cells
    from reportcli.marking.mark import write_marked

    require_suffix(mark, (OF_LOGS,), speaker)
    file = faulty_file(report, speaker)
    path = logs[[one.file for one in report.inputs].index(file)]  # told otherwise where escaped
    cells = partial(ask_for_cells, path, report.settings, Limits(memory=memory))
    told: list[str] = []

    def write(target: IO[bytes]) -> None:
        told.extend(write_marked(report, file, speaker.tables, target, cells, path))

    write_files([(mark, write)])
    for line in told:
        speaker.tell(line)
    speaker.say("written", file=printable(mark))


def faulty_file(report: Report, speaker: Speaker) -> str:
    """The one file that has findings, or the first where none has."""
    from reportcli.intake.child.parent import STDIN

    read = [one.file for one in report.inputs]
    found = {finding.address.file for finding in report.findings if not finding.waived}
    faulty = [file for file in read if file in found]
    if len(faulty) > 1:
        raise speaker.usage("mark-several", known=", ".join(map(printable, faulty)))
    file = (faulty or read)[0]
    if file == STDIN:
        raise speaker.usage("mark-stdin")
    return file


def report_to_mark(reports: Sequence[Report], speaker: Speaker) -> Report:
    """The one report with findings, else the first: one file is asked for, and one can be
    marked."""
    faulty = [one for one in reports if any(not finding.waived for finding in one.findings)]
    if len(faulty) > 1:
        names = ", ".join(printable(one.inputs[0].file) for one in faulty)
        raise speaker.usage("mark-several", known=names)
    return (faulty or reports)[0]


def write_report_mark(
    read: Sequence[Published | Refusal],
    proved: Sequence[ProvedReport],
    mark: str,
    speaker: Speaker,
) -> None:
    """Write the copy with comments of the one finished report that has findings; a list of them
    where it is no Word file."""
    from reportcli.export.target import write_files
    from reportcli.marking.comments import write_commented, write_finding_list

    require_suffix(mark, (OF_REPORTS,), speaker)
    known = {one.file: one for one in read if not isinstance(one, Refusal)}
    reports = [one.report for one in proved if one.report and one.file in known]
    if not reports:
        return
    report = report_to_mark(reports, speaker)
    source = known[report.inputs[0].file]
    told: list[str] = []

    def write(target: IO[bytes]) -> None:
        if source.kind == "docx":
            path, prose = Path(source.file), source.prose
            told.extend(write_commented(path, report.findings, prose, speaker.tables, target))
        else:
            write_finding_list(source.file, report.findings, speaker.tables, target)

    write_files([(mark, write)])
    for line in told:
        speaker.tell(line)
    speaker.say("written", file=printable(mark))
