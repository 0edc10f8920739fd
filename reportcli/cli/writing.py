"""The annual report that the command line asks for: where it goes, and from what it is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportcli.cli.asking import CountedLogs, places_for
from reportcli.cli.deliver import Delivery, Speaker, format_of_file
from reportcli.cli.options import Counting, Output, Writing

if TYPE_CHECKING:
    from reportcli.document import Document
    from reportcli.report import Report


def places_of_report(
    writing: Writing, output: Output, inputs: Sequence[str], speaker: Speaker
) -> list[Delivery]:
    """Where the report goes; of html only a fragment where that was asked for."""
    read = [*inputs, *filter(None, [writing.template, writing.previous_report])]
    beside = [*filter(None, [writing.method]), *(writing.own or [])]
    places = places_for("report", output, read, speaker, beside=beside)
    if writing.template and not any(place.format in ("docx", "pdf") for place in places):
        raise speaker.usage("template-docx")
    require_office(places)
    if writing.template and writing.text:
        speaker.insist(speaker.voice.say("say", "template-words"))
    if not writing.fragment:
        return places
    return [
        place._replace(result="fragment") if place.format == "html" else place for place in places
    ]


def places_of_note(writing: Writing, speaker: Speaker) -> list[Delivery]:
    """Where the method note goes as a file of its own."""
    if not writing.method:
        return []
    name = format_of_file(writing.method, "note", speaker)
    places = [Delivery(writing.method, name, "note")]
    require_office(places)
    return places


def require_office(places: Sequence[Delivery]) -> None:
    """Refuse a PDF, before any work is done, where nothing can print it."""
    if any(place.format == "pdf" for place in places):
        from reportcli.export.pdf import find_office

        find_office()


def count_for_report(
    files: Sequence[str], counting: Counting, writing: Writing, speaker: Speaker
) -> tuple[CountedLogs, Report | None]:
    """What the report is on: logs, or a roll-up; of that also the office's own line, where its
    report is asked for."""
    from reportcli.cli.asking import count_logs
    from reportcli.rollup.earlier import is_rollup_file

    if len(files) == 1 and is_rollup_file(files[0]):
        from reportcli.cli.rolling import count_rollup

        return count_rollup(files[0], counting, speaker, with_own=bool(writing.own))
    if writing.own:
        raise speaker.usage("own-rollup")
    return count_logs(files, counting, speaker), None


def places_of_own(writing: Writing, speaker: Speaker) -> list[Delivery]:
    """Where the office's own report goes, beside that on the sum of its units."""
    files = writing.own or []
    places = [Delivery(one, format_of_file(one, "report", speaker), "report") for one in files]
    require_office(places)
    return places


def compile_own(writing: Writing, own: Report, speaker: Speaker) -> Document:
    """The office's own report, with its own words."""
    from reportcli.document import compile_document

    text = path_of(writing.own_text)
    return compile_document(own, text=text, with_annex=writing.annex, voice=speaker.tables)


def compile_asked(writing: Writing, counted: CountedLogs, speaker: Speaker) -> Document:
    """The annual report on what was counted, with the office's own words and template."""
    from reportcli.document import compile_document

    return compile_document(
        counted.report,
        text=path_of(writing.text),
        template=path_of(writing.template),
        previous_report=path_of(writing.previous_report),
        earlier=counted.earlier,
        with_annex=writing.annex,
        voice=speaker.tables,
    )


def path_of(name: str | None) -> Path | None:
    """The path that was named, if any was."""
    return Path(name) if name else None
