"""The terminal and the files: who is spoken to, in which language and encoding, and where a result
is delivered.

Results go to stdout or to files, everything else to stderr. Knows nothing of commands and options.
"""

from __future__ import annotations

import os
import shutil
import sys
from codecs import getincrementalencoder
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from reportcli.cli.formats import FORMATS, SPOKEN, format_of_suffix, formats_of, writer_of
from reportcli.cli.interruption import INTERRUPTED
from reportcli.finding import Language, Refusal, Severity
from reportcli.words.messages import NARROW, WIDE, Voice, locale_language, printable


class Speaker:
    """What is said on stderr, in one language; nothing when quiet.

    `voice` is that of the messages, `tables` that of results, which are Chinese unless a language
    was asked for.
    """

    def __init__(self, lang: Language | None, *, quiet: bool = False) -> None:
        self.voice = Voice(lang or locale_language())
        self.tables = Voice(lang or "zh")
        self.quiet = quiet

    def tell(self, text: str) -> None:
        """A line of talk."""
        if not self.quiet and text:
            self.insist(text)

    def insist(self, text: str) -> None:
        """A line that is said even when quiet."""
        if sys.stderr is not None:
            encoding = sys.stderr.encoding or "utf-8"
            print(text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)  # noqa: T201

    def say(self, key: str, **details: object) -> None:
        """A line of talk, from the messages."""
        self.tell(self.voice.say("say", key, **details))

    def usage(self, key: str, **details: object) -> Refusal:
        """A refusal of the command line itself."""
        return Refusal("usage", reason=self.voice.say("usage", key, **details))


class Delivery(NamedTuple):
    """A result for one place: the file, or stdout where that is empty; its format, and which result
    it is."""

    file: str
    format: str
    result: str
    values: tuple[object, ...] = ()

    @property
    def is_bytes(self) -> bool:
        """Whether what is written is no text."""
        return FORMATS[self.format].is_bytes

    def voice(self, speaker: Speaker) -> Voice:
        """The voice in which it is written, as it gets through to its place."""
        is_talk = self.format == "text" and self.result in SPOKEN
        voice = speaker.voice if is_talk else speaker.tables
        if self.file:
            return voice
        return replace(voice, width=terminal_width(), ascii_only=not is_utf8(terminal_encoding()))

    def text(self, speaker: Speaker) -> str:
        """The result as text."""
        return "".join(self.pieces(speaker))

    def pieces(self, speaker: Speaker) -> Iterable[str]:
        """The result as text, in pieces where its writer gives some."""
        told: str | Iterable[str] = writer_of(self.result, self.format)(
            *self.values, self.voice(speaker)
        )
        return [told] if isinstance(told, str) else told

    def write(self, speaker: Speaker, target: IO[bytes]) -> None:
        """Write the result to an open file.

        CSV and JSON are for other programs and the same everywhere.
        """
        if self.is_bytes:
            writer_of(self.result, self.format)(*self.values, self.voice(speaker), target)
        else:
            # Excel takes a CSV file for UTF-8 only when a mark at its start says so.
            encoding = "utf-8-sig" if self.format == "csv" else "utf-8"
            encoder = getincrementalencoder(encoding)("backslashreplace")
            for piece in self.pieces(speaker):
                target.write(encoder.encode(piece))
        if INTERRUPTED.is_set():  # a library may swallow the exception where it tidies up
            raise KeyboardInterrupt


def deliveries_of(
    result: str, files: Sequence[str], asked: str | None, speaker: Speaker
) -> list[Delivery]:
    """Where a result is to go: to every file in the format of its suffix, and to stdout where no
    file is named or a format is asked for, which is that of stdout alone.
    """
    places = [Delivery(file, format_of_file(file, result, speaker), result) for file in files]
    if asked is None:
        return places or [Delivery("", formats_of(result)[0], result)]
    if asked not in formats_of(result):
        raise speaker.usage("format", value=asked, known=", ".join(formats_of(result)))
    if not FORMATS[asked].is_bytes:
        places.append(Delivery("", asked, result))
    elif not files:
        raise speaker.usage("binary", value=asked)
    return places


def format_of_file(file: str, result: str, speaker: Speaker) -> str:
    """The format that the suffix of a file asks for; one that the result has not is refused."""
    name = format_of_suffix(Path(file).suffix)
    if name is None or name not in formats_of(result):
        raise speaker.usage("suffix", value=printable(file), known=", ".join(formats_of(result)))
    return name


def deliver(places: Sequence[Delivery], speaker: Speaker, *values: object) -> None:
    """Write a result to every place it was asked for: of the files all or none, then stdout."""
    from reportcli.export.target import write_files, write_stdout

    filled = [place if place.values else place._replace(values=values) for place in places]
    files = [place for place in filled if place.file]
    write_files([(place.file, partial(place.write, speaker)) for place in files])
    for place in files:
        speaker.say("written", file=printable(place.file))
    for place in filled:
        if not place.file:
            # Text takes what the terminal takes, a character that it lacks escaped.
            is_read_here = place.format in ("text", "md")
            encoding = terminal_encoding() if is_read_here else "utf-8"
            write_stdout(place.text(speaker), encoding)


def failing(counts: Mapping[str, int], fail_on: Severity) -> int:
    """The exit status that findings of each severity ask for."""
    return int(bool(counts["error"] or (fail_on == "warning" and counts["warning"])))


def terminal_width() -> int:
    """How many columns text may take: those of the terminal, within reason."""
    columns = shutil.get_terminal_size((NARROW, 24)).columns
    return min(max(columns, NARROW), WIDE)


def terminal_encoding() -> str:
    """The encoding of stdout; there is no stdout where it was closed before we started."""
    return (sys.stdout.encoding if sys.stdout is not None else "") or "utf-8"


def is_utf8(encoding: str) -> bool:
    """Whether an encoding goes by one of the names of UTF-8."""
    return encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")


def discard_stdout() -> None:
    """Nothing more is to be flushed at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
