"""The annual report that the command line asks for: where it goes, and from what it is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportcli.cli.asking import Counted, places_for
from reportcli.cli.deliver import Delivery, Speaker, format_of_file
from reportcli.cli.options import Output, Writing

if TYPE_CHECKING:
    from reportcli.document import Document


def places_of_report(
    writing: Writing, output: Output, inputs: Sequence[str], speaker: Speaker
) -> list[Delivery]:
    """Where the report goes; of html only a fragment where that was asked for."""
    read = [*inputs, *filter(None, [writing.template, writing.previous_report])]
    note = [writing.method] if writing.method else []
    places = places_for("report", output, read, speaker, beside=note)
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


def compile_asked(writing: Writing, counted: Counted, speaker: Speaker) -> Document:
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
