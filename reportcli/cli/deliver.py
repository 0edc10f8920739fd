"""The terminal and the files: who is spoken to, in which language and encoding, and where a result
is delivered.

Results go to stdout or to files, everything else to stderr. Knows nothing of commands and options.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

from reportcli.finding import Language, Refusal, Severity, count_severities
from reportcli.words.messages import NARROW, WIDE, Voice, locale_language, printable

if TYPE_CHECKING:
    from reportcli.export.target import Write
    from reportcli.report import Report

FORMATS = ("text", "json", "csv", "md", "html", "xlsx", "docx")
NOTE_FORMATS = ("md", "html", "docx", "pdf")
REPORT_FORMATS = (*NOTE_FORMATS, "json")
DEADLINE_FORMATS = ("text", "json", "csv", "ics")
BINARY = ("xlsx", "docx", "pdf")
SUFFIXES = {
    ".txt": "text",
    ".htm": "html",
    **{f".{name}": name for name in (*FORMATS, *REPORT_FORMATS, *DEADLINE_FORMATS)},
}

INTERRUPTED = threading.Event()

Draw = Callable[[str, bool], "str | Write"]
"""What draws a result in a format, for a file or for stdout: text, or what writes bytes."""


class Speaker:
    """What is said on stderr, in one language; nothing when quiet."""

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


def usage(key: str, speaker: Speaker, **details: object) -> Refusal:
    """A refusal of the command line itself."""
    return Refusal("usage", reason=speaker.voice.say("usage", key, **details))


def format_of(
    file: str, asked: str | None, speaker: Speaker, formats: Sequence[str] = FORMATS
) -> str:
    """The format of one output: the one asked for, else that of its suffix."""
    known = ", ".join(formats)
    if asked is not None:
        if asked not in formats:
            raise usage("format", speaker, value=asked, known=known)
        if asked in BINARY and not file:
            raise usage("binary", speaker, value=asked)
        return asked
    name = SUFFIXES.get(Path(file).suffix.lower())
    if name is None or name not in formats:
        raise usage("suffix", speaker, value=file, known=known)
    return name


def targets_of(
    output: list[str] | None, format_: str | None, formats: Sequence[str], speaker: Speaker
) -> list[tuple[str, str]]:
    """Every file to be written and its format; without a file the empty name, which stands for
    stdout, in the first of the formats unless one was asked for.
    """
    if not output:
        return [("", format_of("", format_ or formats[0], speaker, formats))]
    return [(file, format_of(file, format_, speaker, formats)) for file in output]


def deliver(
    targets: Sequence[tuple[str, str]],
    draw: Draw,
    speaker: Speaker,
    beside: Sequence[tuple[str, str, Draw]] = (),
) -> None:
    """Write one result to every place it was asked for, and what else goes `beside` it, all or
    none.

    CSV and JSON are for other programs and the same everywhere; text takes what the terminal takes.
    """
    from reportcli.export.target import write_files, write_stdout

    def write(name: str, draw: Draw, target: IO[bytes]) -> None:
        drawn = draw(name, True)
        if isinstance(drawn, str):
            # Excel takes a CSV file for UTF-8 only when a mark at its start says so.
            target.write(
                drawn.encode("utf-8-sig" if name == "csv" else "utf-8", errors="backslashreplace")
            )
        else:
            drawn(target)
        if INTERRUPTED.is_set():  # a library may swallow the exception where it tidies up
            raise KeyboardInterrupt

    files = [*((file, name, draw) for file, name in targets if file), *beside]
    write_files([(file, partial(write, name, draw)) for file, name, draw in files])
    for file, _, _ in files:
        speaker.tell(speaker.voice.say("say", "written", file=printable(file)))
    if not targets[0][0]:
        name = targets[0][1]
        text = draw(name, False)
        assert isinstance(text, str)
        write_stdout(text, terminal_encoding() if name in ("text", "md") else "utf-8")


def summarise(
    report: Report, speaker: Speaker, fail_on: Severity, *, verbose: bool, listing: bool = True
) -> int:
    """Say on stderr what a person must know of the run; the exit status its findings ask for.

    Without `listing` findings are counted only, so that they do not bury the answer to a question.
    """
    from reportcli.terminal import findings as talk

    voice = speaker.voice
    counts = count_severities(report.findings, report.findings_omitted)
    if not speaker.quiet:
        faulty = sum(part.set_aside_by_error() for part in report.tally.parts)
        if faulty:
            speaker.tell(voice.say("say", "set-aside", rows=faulty))
        if report.year_is_inferred:
            speaker.tell(voice.say("say", "year-inferred", year=report.year))
        if verbose:
            for line in talk.write_account(report, voice):
                speaker.tell(line)
            if report.previous is None:
                speaker.tell(voice.say("say", "no-previous"))
        if counts:
            if listing or verbose:
                speaker.tell(
                    talk.write_findings(
                        report.findings, report.findings_omitted, voice, every=verbose
                    )
                )
            totals = {"errors": counts["error"], "warnings": counts["warning"]}
            key = "findings" if listing or verbose else "findings-elsewhere"
            speaker.tell(voice.say("say", key, **totals))
    return failing(counts, fail_on)


def failing(counts: Mapping[str, int], fail_on: Severity) -> int:
    """The exit status that findings of each severity ask for."""
    return int(bool(counts["error"] or (fail_on == "warning" and counts["warning"])))


def text_width(*, in_file: bool) -> int:
    """How many columns text may take: those of the terminal, within reason."""
    columns = NARROW if in_file else shutil.get_terminal_size((NARROW, 24)).columns
    return min(max(columns, NARROW), WIDE)


def terminal_encoding() -> str:
    """The encoding of stdout; there is no stdout where it was closed before we started."""
    return (sys.stdout.encoding if sys.stdout is not None else "") or "utf-8"


def is_utf8(encoding: str) -> bool:
    """Whether an encoding goes by one of the names of UTF-8."""
    return encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")


def as_it_reads(voice: Voice, in_file: bool) -> Voice:
    """The voice as it gets through to a file, or to stdout."""
    width, escaped = text_width(in_file=in_file), ascii_only(in_file)
    return replace(voice, width=width, ascii_only=escaped)


def ascii_only(in_file: bool) -> bool:
    """Whether JSON is to be escaped to ASCII, which every reader takes, because stdout takes no
    UTF-8."""
    return not (in_file or is_utf8(terminal_encoding()))


def interrupt(_number: int, _frame: object) -> NoReturn:
    """What SIGINT and SIGTERM do: end the run, with every temporary file removed on the way out, in
    which no second signal interferes.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    INTERRUPTED.set()
    raise KeyboardInterrupt


def discard_stdout() -> None:
    """Nothing more is to be flushed at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
