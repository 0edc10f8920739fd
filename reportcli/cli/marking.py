"""The marked-up copy of a log that `check --mark` asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reportcli.cli.deliver import Speaker
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.report import Report


def refuse_mark(mark: str, inputs: Sequence[str], speaker: Speaker, *, force: bool) -> None:
    """Refuse a marked-up copy that must not be written, before any work is done."""
    from reportcli.export.target import refuse_targets

    if Path(mark).suffix.lower() != ".xlsx":
        raise speaker.usage("suffix", value=printable(mark), known="xlsx")
    refuse_targets([mark], inputs, force=force)


def write_mark(
    report: Report, mark: str, logs: Sequence[str], memory: int, speaker: Speaker
) -> None:
    """Write the marked-up copy of the one file that has findings."""
    from reportcli.export.target import write_files
    from reportcli.intake.child.parent import Limits, ask_for_cells
    from reportcli.marking.mark import write_marked

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
