"""The commands. The only room that knows of typer, of the terminal and of exit statuses; thin.

Results go to stdout or to files, everything else to stderr. Statuses: 0 done, 1 findings at or above
`--fail-on`, 2 usage, 3 an input cannot be read, 4 structure not recognised, 5 no edition for the year, 6
output
cannot be written, 130 interrupted. Imports that cost time stand in the functions that need them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn, cast

import typer

from reportcli import __version__
from reportcli.fields import KINDS
from reportcli.finding import Language, Refusal
from reportcli.wording import locale_language, say

if TYPE_CHECKING:
    from reportcli.export.target import Write
    from reportcli.report import Report


def asked_language() -> Language | None:
    """The language asked for by `--lang` or REPORTCLI_LANG; looked up here because help is worded at
    import.
    """
    words = sys.argv[1:]
    named = [after for word, after in pairwise(words) if word == "--lang"]
    named += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    named.append(os.environ.get("REPORTCLI_LANG", ""))
    return cast(Language, named[0]) if named[0] in ("zh", "en") else None


HELP: Language = asked_language() or locale_language()
FORMATS = ("text", "json", "csv", "md", "xlsx")
SUFFIXES = {".txt": "text", **{f".{name}": name for name in FORMATS}}


class Lang(StrEnum):
    """The languages of messages."""

    zh = "zh"
    en = "en"


class FailOn(StrEnum):
    """The least severity that ends a run with status 1."""

    error = "error"
    warning = "warning"


app = typer.Typer(
    help=say("help", "app", HELP),
    no_args_is_help=True,
    rich_markup_mode=None,  # rich doubles the time of --help
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def option(key: str, *names: str, **kwargs: Any) -> Any:
    """An option whose help comes from the messages, and whose variable is REPORTCLI_ and its name."""
    if names and names[0].startswith("--"):
        kwargs.setdefault("envvar", "REPORTCLI_" + names[0][2:].upper().replace("-", "_"))
    return typer.Option(*names, help=say("help", key, HELP), **kwargs)


Logs = Annotated[list[str], typer.Argument(help=say("help", "logs", HELP), metavar="LOG...")]
Year = Annotated[int | None, option("year", "--year", show_envvar=False)]
EditionId = Annotated[str | None, option("edition", "--edition", show_envvar=False)]
Previous = Annotated[str | None, option("previous", "--previous", metavar="FILE", show_envvar=False)]
Output = Annotated[list[str] | None, option("output", "-o", "--output", metavar="FILE")]
Force = Annotated[bool, option("force", "--force", envvar=None)]
Config = Annotated[str | None, option("config", "--config", metavar="FILE", show_envvar=False)]
AsOf = Annotated[str | None, option("as_of", "--as-of", metavar="DATE", show_envvar=False)]
FailOnOption = Annotated[FailOn, option("fail_on", "--fail-on", show_envvar=False)]
MaxMemory = Annotated[int, option("max_memory", "--max-memory", metavar="MB", min=64, show_envvar=False)]
Quiet = Annotated[bool, option("quiet", "-q", "--quiet")]
Verbose = Annotated[bool, option("verbose", "-v", "--verbose")]
LangOption = Annotated[Lang | None, option("lang", "--lang", show_envvar=False)]
Debug = Annotated[bool, option("debug", "--debug", envvar=None)]


class Speaker:
    """What is said on stderr, in one language; nothing when quiet."""

    def __init__(self, lang: Lang | None, *, quiet: bool = False) -> None:
        self.language: Language = lang.value if lang else locale_language()
        self.tables: Language = lang.value if lang else "zh"
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


@contextmanager
def faults(speaker: Speaker, *, debug: bool) -> Iterator[None]:
    """Turn whatever stops a run into one line a fault and an exit status."""
    try:
        yield
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); nothing more is to be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Refusal as refusal:
        stop(speaker, [refusal])
    except ExceptionGroup as group:
        stop(speaker, [one for one in group.exceptions if isinstance(one, Refusal)])
    except OSError as fault:
        stop(speaker, [Refusal(6, "output-unwritable", reason=fault.strerror or str(fault))])
    except Exception as fault:
        if debug:
            raise
        reason = f"{type(fault).__name__}"
        speaker.insist(say("say", "broken", speaker.language, reason=reason))
        raise typer.Exit(70) from fault


def stop(speaker: Speaker, refusals: Sequence[Refusal]) -> NoReturn:
    """Say why the run cannot go on, and end it with the status of the first reason."""
    from reportcli.wording import printable

    for refusal in refusals:
        speaker.insist(printable(refusal.message(speaker.language)))
    raise typer.Exit(refusals[0].status)


def usage(key: str, speaker: Speaker, **details: object) -> Refusal:
    """A refusal of the command line itself."""
    return Refusal(2, "usage", reason=say("usage", key, speaker.language, **details))


@app.callback(invoke_without_command=False)
def main_options(
    version: Annotated[
        bool,
        option(
            "version", "--version", envvar=None, is_eager=True, callback=lambda asked: show_version(asked)
        ),
    ] = False,
) -> None:
    """Options of the program itself."""


def show_version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        typer.echo(f"reportcli {__version__}")
        raise typer.Exit


@app.command(help=say("help", "tally", HELP))
def tally(
    logs: Logs,
    year: Year = None,
    edition: EditionId = None,
    table: Annotated[str | None, option("table", "--table", envvar=None)] = None,
    previous: Previous = None,
    format_: Annotated[str | None, option("format", "-f", "--format")] = None,
    output: Output = None,
    force: Force = False,
    config: Config = None,
    as_of: AsOf = None,
    fail_on: FailOnOption = FailOn.error,
    max_memory: MaxMemory = 2048,
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    """Count the logs."""
    speaker = Speaker(lang, quiet=quiet)
    with faults(speaker, debug=debug):
        from reportcli.export.target import refuse_targets, write_files, write_stdout

        outputs = [(file, format_of(file, format_, speaker)) for file in output or []]
        to_stdout = None if outputs else format_of("", format_ or "text", speaker)
        refuse_targets([file for file, _ in outputs], [*logs, *filter(None, [previous, config])], force=force)
        kind = next((kind for kind in KINDS if kind == table), None)
        if table and not kind:
            raise usage("table", speaker, value=table, known=", ".join(KINDS))
        given = Given(logs, year, edition, previous, config, as_of, max_memory)
        report = count(given, speaker).showing(kind)
        if to_stdout:
            write_stdout(*render(report, to_stdout, speaker, in_file=False))
        else:
            write_files([(file, writer(report, name, speaker)) for file, name in outputs])
            for file, _ in outputs:
                speaker.tell(say("say", "written", speaker.language, file=file))
        status = summarise(report, speaker, fail_on, verbose=verbose)
    raise typer.Exit(status)


class Given(NamedTuple):
    """What the command line says about the logs and how they are to be counted."""

    logs: list[str]
    year: int | None = None
    edition: str | None = None
    previous: str | None = None
    config: str | None = None
    as_of: str | None = None
    max_memory: int = 2048


def count(given: Given, speaker: Speaker) -> Report:
    """The report on the logs that the command line names."""
    from reportcli.intake.reader import Limits
    from reportcli.report import compile_report
    from reportcli.settings import load_settings

    return compile_report(
        given.logs,
        year=given.year,
        edition=given.edition,
        previous=given.previous,
        settings=load_settings(Path(given.config)) if given.config else None,
        as_of=read_day(given.as_of, speaker),
        limits=Limits(memory=given.max_memory),
    )


def format_of(file: str, asked: str | None, speaker: Speaker) -> str:
    """The format of one output: the one asked for, else that of its suffix."""
    known = ", ".join(FORMATS)
    if asked is not None:
        if asked not in FORMATS:
            raise usage("format", speaker, value=asked, known=known)
        if asked == "xlsx" and not file:
            raise usage("binary", speaker)
        return asked
    name = SUFFIXES.get(Path(file).suffix.lower())
    if name is None:
        raise usage("suffix", speaker, value=file, known=known)
    return name


def read_day(text: str | None, speaker: Speaker) -> date | None:
    """The day named on the command line."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise usage("date", speaker, value=text) from None


def render(report: Report, name: str, speaker: Speaker, *, in_file: bool) -> tuple[str, str]:
    """The report in one text format, and the encoding it is to have on stdout.

    CSV and JSON are for other programs and the same everywhere; text takes what the terminal takes. Where that
    is not UTF-8, JSON is escaped to ASCII, which every reader of JSON understands.
    """
    terminal = sys.stdout.encoding or "utf-8"
    match name:
        case "json":
            from reportcli.export import data

            return data.write_json(
                report, speaker.tables, ascii_only=not (in_file or is_utf8(terminal))
            ), "utf-8"
        case "csv":
            from reportcli.export import data

            return data.write_csv(report, speaker.tables), "utf-8"
        case "md":
            from reportcli.export.text import write_markdown

            return write_markdown(report, speaker.tables), terminal
        case _:
            from reportcli.export import text

            columns = text.NARROW if in_file else shutil.get_terminal_size((text.NARROW, 24)).columns
            width = min(max(columns, text.NARROW), text.WIDE)
            return text.write_text(report, speaker.tables, width), terminal


def is_utf8(encoding: str) -> bool:
    """Whether an encoding goes by one of the names of UTF-8."""
    return encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")


def writer(report: Report, name: str, speaker: Speaker) -> Write:
    """What writes the report in one format to an open binary file."""
    if name == "xlsx":
        from reportcli.export.xlsx import write_xlsx

        return lambda target: write_xlsx(report, speaker.tables, target)
    # Excel takes a CSV file for UTF-8 only when a mark at its start says so.
    encoding = "utf-8-sig" if name == "csv" else "utf-8"

    def write(target: IO[bytes]) -> None:
        target.write(render(report, name, speaker, in_file=True)[0].encode(encoding))

    return write


def summarise(report: Report, speaker: Speaker, fail_on: FailOn, *, verbose: bool) -> int:
    """Say on stderr what a person must know of the run; the exit status its findings ask for."""
    from reportcli.export import talk

    language = speaker.language
    counts = talk.count_severities(report.findings, report.findings_omitted)
    if not speaker.quiet:
        faulty = sum(part.set_aside_by_error() for part in report.tally.parts)
        if faulty:
            speaker.tell(say("say", "set-aside", language, rows=faulty))
        if report.year_is_inferred:
            speaker.tell(say("say", "year-inferred", language, year=report.year))
        if verbose:
            for line in talk.write_account(report, language):
                speaker.tell(line)
            if report.previous is None:
                speaker.tell(say("say", "no-previous", language))
        if counts:
            speaker.tell(
                talk.write_findings(report.findings, report.findings_omitted, language, every=verbose)
            )
            totals = {"errors": counts["error"], "warnings": counts["warning"]}
            speaker.tell(say("say", "findings", language, **totals))
    return int(bool(counts["error"] or (fail_on is FailOn.warning and counts["warning"])))


@app.command(help=say("help", "editions", HELP))
def editions(
    edition: Annotated[str | None, typer.Argument(help=say("help", "edition_id", HELP), metavar="ID")] = None,
    schema: Annotated[bool, option("schema", "--schema", envvar=None)] = False,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    """List or print the editions of the form."""
    speaker = Speaker(lang)
    with faults(speaker, debug=debug):
        from reportcli.edition import Edition, editions
        from reportcli.export.target import write_stdout

        terminal = sys.stdout.encoding or "utf-8"
        if schema:
            import json

            from reportcli.export.data import json_schema

            write_stdout(json.dumps(json_schema(), indent=2) + "\n", terminal)
        elif edition:
            from reportcli.export.text import write_form

            write_stdout(write_form(Edition.by_id(edition), speaker.tables), terminal)
        else:
            lines = (f"{one.id}  {one.report_years}  {one.document}  {one.title}\n" for one in editions())
            write_stdout("".join(lines), terminal)


def main() -> None:
    """The entry point: as typer runs it, but interruption ends with status 130."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
