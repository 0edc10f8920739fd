"""The commands. The only room that knows of typer and of exit statuses; thin.

Statuses: 0 done, 1 findings at or above `--fail-on`, 2 usage, 3 an input cannot be read, 4
structure not recognised, 5 no edition for the year, 6 output cannot be written, 130 interrupted.
Imports that cost time stand in the functions that need them.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn, cast

import typer

from reportcli import __version__
from reportcli.cli.deliver import (
    DEADLINE_FORMATS,
    FORMATS,
    INTERRUPTED,
    NOTE_FORMATS,
    REPORT_FORMATS,
    Speaker,
    as_it_reads,
    deliver,
    discard_stdout,
    failing,
    format_of,
    interrupt,
    summarise,
    targets_of,
    terminal_encoding,
    usage,
)
from reportcli.cli.drawing import (
    drawn_document,
    drawn_tables,
    explained_cell,
    explained_code,
    explained_row,
    log_missing,
    refuse_mark,
    require_code,
    write_mark,
)
from reportcli.finding import Language, Refusal
from reportcli.words.fields import KINDS
from reportcli.words.messages import locale_language, printable, say

if TYPE_CHECKING:
    from reportcli.count.previous import EarlierFigures
    from reportcli.report import Logs, Report


def asked_language() -> Language | None:
    """The language asked for by `--lang` or REPORTCLI_LANG; looked up here because help is worded
    at import.
    """
    words = sys.argv[1:]
    named = [after for word, after in pairwise(words) if word == "--lang"]
    named += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    named.append(os.environ.get("REPORTCLI_LANG", ""))
    return cast(Language, named[0]) if named[0] in ("zh", "en") else None


HELP: Language = asked_language() or locale_language()


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
    """An option whose help comes from the messages, and whose variable is REPORTCLI_ and its
    name."""
    if names and names[0].startswith("--"):
        kwargs.setdefault("envvar", "REPORTCLI_" + names[0][2:].upper().replace("-", "_"))
    return typer.Option(*names, help=say("help", key, HELP), **kwargs)


LogFiles = Annotated[list[str], typer.Argument(help=say("help", "logs", HELP), metavar="LOG...")]
Year = Annotated[int | None, option("year", "--year", show_envvar=False)]
EditionId = Annotated[str | None, option("edition", "--edition", show_envvar=False)]
Previous = Annotated[
    str | None, option("previous", "--previous", metavar="FILE", show_envvar=False)
]
Output = Annotated[list[str] | None, option("output", "-o", "--output", metavar="FILE")]
Force = Annotated[bool, option("force", "--force", envvar=None)]
Config = Annotated[str | None, option("config", "--config", metavar="FILE", show_envvar=False)]
AsOf = Annotated[str | None, option("as_of", "--as-of", metavar="DATE", show_envvar=False)]
FailOnOption = Annotated[FailOn, option("fail_on", "--fail-on", show_envvar=False)]
MaxMemory = Annotated[
    int, option("max_memory", "--max-memory", metavar="MB", min=64, show_envvar=False)
]
Quiet = Annotated[bool, option("quiet", "-q", "--quiet")]
Verbose = Annotated[bool, option("verbose", "-v", "--verbose")]
LangOption = Annotated[Lang | None, option("lang", "--lang", show_envvar=False)]
Debug = Annotated[bool, option("debug", "--debug", envvar=None)]


@contextmanager
def faults(speaker: Speaker, *, debug: bool) -> Iterator[None]:
    """Turn whatever stops a run into one line a fault and an exit status."""
    try:
        yield
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`).
        discard_stdout()
        raise typer.Exit(0) from None
    except Refusal as refusal:
        stop(speaker, [refusal])
    except ExceptionGroup as group:
        stop(speaker, [one for one in group.exceptions if isinstance(one, Refusal)])
    except OSError as fault:
        stop(speaker, [Refusal("output-unwritable", reason=fault.strerror or str(fault))])
    except Exception as fault:
        if debug:
            raise
        reason = f"{type(fault).__name__}"
        speaker.insist(speaker.voice.say("say", "broken", reason=reason))
        raise typer.Exit(70) from fault


def stop(speaker: Speaker, refusals: Sequence[Refusal]) -> NoReturn:
    """Say why the run cannot go on, and end it with the status of the first reason."""
    for refusal in refusals:
        speaker.insist(printable(refusal.message(speaker.voice.language)))
    raise typer.Exit(refusals[0].status)


@app.callback(invoke_without_command=False)
def main_options(
    version: Annotated[
        bool,
        option(
            "version",
            "--version",
            envvar=None,
            is_eager=True,
            callback=lambda asked: show_version(asked),
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
    logs: LogFiles,
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
    speaker = Speaker(lang.value if lang else None, quiet=quiet)
    with faults(speaker, debug=debug):
        from reportcli.export.target import refuse_targets

        targets = targets_of(output, format_, FORMATS, speaker)
        refuse_targets(
            [file for file, _ in targets if file],
            [*logs, *filter(None, [previous, config])],
            force=force,
        )
        kind = next((kind for kind in KINDS if kind == table), None)
        if table and not kind:
            raise usage("table", speaker, value=table, known=", ".join(KINDS))
        given = Given(logs, year, edition, previous, config, as_of, max_memory)
        report = count(given, speaker).showing(kind)
        if kind and kind not in report.tables:
            raise log_missing(kind, speaker)
        deliver(targets, partial(drawn_tables, report, speaker.tables), speaker)
        status = summarise(report, speaker, fail_on.value, verbose=verbose)
    raise typer.Exit(status)


@app.command("report", help=say("help", "report", HELP))
def report_(
    logs: LogFiles,
    text: Annotated[str | None, option("text", "--text", metavar="DIR", show_envvar=False)] = None,
    template: Annotated[
        str | None, option("report_template", "--template", metavar="FILE.docx", show_envvar=False)
    ] = None,
    year: Year = None,
    edition: EditionId = None,
    previous: Annotated[
        list[str] | None,
        option("previous_several", "--previous", metavar="FILE", show_envvar=False),
    ] = None,
    previous_report: Annotated[
        str | None,
        option("previous_report", "--previous-report", metavar="FILE", show_envvar=False),
    ] = None,
    format_: Annotated[str | None, option("report_format", "-f", "--format", envvar=None)] = None,
    output: Output = None,
    fragment: Annotated[bool, option("fragment", "--fragment", envvar=None)] = False,
    annex: Annotated[bool, option("annex", "--annex", envvar=None)] = False,
    method: Annotated[str | None, option("method", "--method", metavar="FILE", envvar=None)] = None,
    strict: Annotated[bool, option("strict", "--strict", envvar=None)] = False,
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
    """Write the annual report."""
    speaker = Speaker(lang.value if lang else None, quiet=quiet)
    with faults(speaker, debug=debug):
        from reportcli.export.target import refuse_targets

        targets = targets_of(output, format_, REPORT_FORMATS, speaker)
        if template and not any(name in ("docx", "pdf") for _, name in targets):
            raise usage("template-docx", speaker)
        inputs = [*logs, *(previous or []), *filter(None, [config, template, previous_report])]
        outputs = [file for file, _ in targets if file] + ([method] if method else [])
        refuse_targets(outputs, inputs, force=force)
        note_format = format_of(method, None, speaker, NOTE_FORMATS) if method else ""
        if "pdf" in [note_format, *(name for _, name in targets)]:
            from reportcli.export.pdf import find_office

            find_office()
        if template and text:
            speaker.insist(speaker.voice.say("say", "template-words"))
        last_year, earlier = years_before(previous or [], speaker)
        given = Given(logs, year, edition, last_year, config, as_of, max_memory)
        report = count(given, speaker)

        from reportcli.document import compile_document, method_document

        document = compile_document(
            report,
            text=Path(text) if text else None,
            template=Path(template) if template else None,
            previous_report=Path(previous_report) if previous_report else None,
            earlier=earlier,
            with_annex=annex,
            voice=speaker.tables,
        )
        refused = strict and document.is_draft
        if not refused:
            drawn = partial(drawn_document, document, template=template, fragment=fragment)
            drawn_note = partial(drawn_document, method_document(document))
            deliver(targets, drawn, speaker, [(method, note_format, drawn_note)] if method else [])
        status = summarise(document.report, speaker, fail_on.value, verbose=verbose)
        if document.is_draft:
            say_so = speaker.insist if refused else speaker.tell
            say_so(speaker.voice.say("say", "strict" if refused else "draft"))
            status = 1
    raise typer.Exit(status)


def years_before(files: Sequence[str], speaker: Speaker) -> tuple[str | None, list[EarlierFigures]]:
    """The file of last year's figures, and the figures of the years before that, the latest
    first."""
    if len(files) < 2:
        return (files[0] if files else None), []
    from reportcli.count.previous import read_previous
    from reportcli.report import looks_like_json

    if not all(looks_like_json(Path(file)) for file in files):
        raise usage("previous-several", speaker)
    loaded = sorted((read_previous(file) for file in files), key=lambda one: one.year, reverse=True)
    if len({one.year for one in loaded}) < len(loaded):
        raise usage("previous-several", speaker)
    return loaded[0].file, loaded[1:]


class Given(NamedTuple):
    """What the command line says about the logs and how they are to be counted."""

    logs: list[str]
    year: int | None = None
    edition: str | None = None
    previous: str | None = None
    config: str | None = None
    as_of: str | None = None
    max_memory: int = 2048


def read_logs(given: Given, speaker: Speaker) -> Logs:
    """Read the logs that the command line names."""
    from reportcli.cli.progress import reading_progress
    from reportcli.intake.child.parent import Limits
    from reportcli.report import read
    from reportcli.settings import load_settings

    settings = load_settings(Path(given.config)) if given.config else None
    with reading_progress(speaker) as watch:
        return read(
            given.logs, settings=settings, limits=Limits(memory=given.max_memory), watch=watch
        )


def count(given: Given, speaker: Speaker) -> Report:
    """Count the logs that the command line names."""
    from reportcli.intake.child.parent import Limits
    from reportcli.report import count

    asked_year = possible_year(given.year)
    asked_edition = known_edition(given.edition)
    day = read_day(given.as_of, speaker)
    return count(
        read_logs(given, speaker),
        year=asked_year,
        edition=asked_edition,
        previous=given.previous,
        as_of=day,
        limits=Limits(memory=given.max_memory),
    )


def possible_year(year: int | None) -> int | None:
    """A year that a calendar has; no edition covers any other."""
    if year is not None and not date.min.year <= year <= date.max.year:
        from reportcli.law.edition import editions

        known = ", ".join(str(one.report_years) for one in editions())
        raise Refusal("edition-missing", year=year, known=known)
    return year


def known_edition(edition: str | None) -> str | None:
    """The id of an edition that there is, as it was given."""
    if edition is not None:
        from reportcli.law.edition import editions

        known = [one.id for one in editions()]
        if edition not in known:
            raise Refusal("edition-unknown", edition=edition, known=", ".join(known))
    return edition


def read_day(text: str | None, speaker: Speaker) -> date | None:
    """The day named on the command line."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise usage("date", speaker, value=text) from None


@app.command(help=say("help", "explain", HELP))
def explain(
    logs: Annotated[
        list[str] | None,
        typer.Argument(help=say("help", "logs_optional", HELP), metavar="[LOG...]"),
    ] = None,
    cell: Annotated[str | None, option("cell", "--cell", metavar="ID", envvar=None)] = None,
    row: Annotated[str | None, option("row", "--row", metavar="ROW", envvar=None)] = None,
    file: Annotated[str | None, option("file", "--file", metavar="FILE", envvar=None)] = None,
    code: Annotated[str | None, option("code", "--code", metavar="CODE", envvar=None)] = None,
    mask: Annotated[bool, option("mask", "--mask/--no-mask", envvar=None)] = True,
    year: Year = None,
    edition: EditionId = None,
    previous: Previous = None,
    format_: Annotated[str | None, option("format_explain", "-f", "--format")] = None,
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
    """Say what lies behind a number, a row or a finding."""
    speaker = Speaker(lang.value if lang else None, quiet=quiet)
    status = 0
    with faults(speaker, debug=debug):
        from reportcli.export.target import refuse_targets

        targets = targets_of(output, format_, ("text", "json"), speaker)
        inputs = [*(logs or []), *filter(None, [previous, config])]
        refuse_targets([file for file, _ in targets if file], inputs, force=force)
        if sum(one is not None for one in (cell, row, code)) != 1:
            raise usage("explain-one", speaker)
        if not mask and row is None:
            raise usage("no-mask-row", speaker)
        if code is not None:
            deliver(targets, explained_code(code, speaker), speaker)
        elif not logs:
            raise usage("logs-missing", speaker)
        else:
            report = count(Given(logs, year, edition, previous, config, as_of, max_memory), speaker)
            if cell is not None:
                draw = explained_cell(report, cell, speaker)
            else:
                draw = explained_row(report, row or "", file, None if mask else max_memory, speaker)
            deliver(targets, draw, speaker)
            status = summarise(report, speaker, fail_on.value, verbose=verbose, listing=False)
    raise typer.Exit(status)


@app.command(help=say("help", "deadlines", HELP))
def deadlines(
    logs: LogFiles,
    within: Annotated[
        int | None, option("within", "--within", metavar="N", min=0, envvar=None)
    ] = None,
    answered: Annotated[bool, option("answered", "--all", envvar=None)] = False,
    why: Annotated[bool, option("why", "--why", envvar=None)] = False,
    year: Annotated[
        int | None, option("received_in", "--year", min=1, max=9999, envvar=None)
    ] = None,
    format_: Annotated[str | None, option("format_deadlines", "-f", "--format")] = None,
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
    """Say which requests are due when."""
    speaker = Speaker(lang.value if lang else None, quiet=quiet)
    with faults(speaker, debug=debug):
        from reportcli.export.target import refuse_targets

        targets = targets_of(output, format_, DEADLINE_FORMATS, speaker)
        refuse_targets(
            [file for file, _ in targets if file], [*logs, *filter(None, [config])], force=force
        )
        if within is not None and answered:
            raise usage("within-answered", speaker)
        given = Given(logs, config=config, max_memory=max_memory)
        found = read_logs(given, speaker)

        from reportcli.answer.cell import LogMissing
        from reportcli.answer.watch import watch_deadlines
        from reportcli.finding import count_severities
        from reportcli.law import calendar
        from reportcli.report import listed
        from reportcli.terminal import deadlines as clock
        from reportcli.terminal import findings as talk

        today = read_day(as_of, speaker) or calendar.today()
        try:
            watch = watch_deadlines(
                found, today, year=year, within=within, answered=answered, day_by_day=why
            )
        except LogMissing as fault:
            raise log_missing(fault.kind, speaker) from None

        def draw(name: str, in_file: bool) -> str:
            voice = as_it_reads(speaker.tables, in_file)
            match name:
                case "json":
                    return clock.write_json(watch, voice)
                case "csv":
                    return clock.write_csv(watch, voice)
                case "ics":
                    return clock.write_ics(watch, voice)
            return clock.write_text(watch, voice, within=within)

        deliver(targets, draw, speaker)
        voice = speaker.voice
        if watch.left_out:
            speaker.tell(voice.say("say", "deadlines-left-out", rows=watch.left_out))
        if watch.unpublished:
            years = ", ".join(map(str, watch.unpublished))
            speaker.tell(
                voice.say("say", "calendar-unpublished", years=years, first=watch.unpublished[0])
            )
        findings, omitted = listed(watch.findings)
        counts = count_severities(findings, omitted)
        if counts:
            if verbose:
                speaker.tell(talk.write_findings(findings, omitted, voice, every=True))
            totals = {"errors": counts["error"], "warnings": counts["warning"]}
            speaker.tell(
                voice.say("say", "findings" if verbose else "findings-elsewhere", **totals)
            )
        status = failing(counts, fail_on.value)
    raise typer.Exit(status)


@app.command(help=say("help", "check", HELP))
def check(
    logs: LogFiles,
    year: Year = None,
    edition: EditionId = None,
    previous: Previous = None,
    format_: Annotated[str, option("check_format", "-f", "--format")] = "text",
    mark: Annotated[str | None, option("mark", "--mark", metavar="FILE.xlsx", envvar=None)] = None,
    force: Force = False,
    ignore: Annotated[
        list[str] | None, option("ignore", "--ignore", metavar="CODE", envvar=None)
    ] = None,
    config: Config = None,
    as_of: AsOf = None,
    fail_on: FailOnOption = FailOn.error,
    max_memory: MaxMemory = 2048,
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    """List every finding."""
    speaker = Speaker(lang.value if lang else None, quiet=quiet)
    with faults(speaker, debug=debug):
        from reportcli.export.data import write_findings_json
        from reportcli.finding import count_severities
        from reportcli.terminal.findings import write_account, write_findings

        targets = targets_of(None, format_, ("text", "json", "jsonl"), speaker)
        for code in ignore or ():
            require_code(code, speaker)
        if mark is not None:
            refuse_mark(mark, [*logs, *filter(None, [previous, config])], speaker, force=force)
        given = Given(logs, year, edition, previous, config, as_of, max_memory)
        report = count(given, speaker).ignoring(ignore or ())
        if mark is not None:
            write_mark(report, mark, logs, max_memory, speaker)

        def draw(name: str, in_file: bool) -> str:
            if name == "text":
                every = write_findings(
                    report.findings, report.findings_omitted, speaker.voice, every=verbose
                )
                return every + "\n" if every else ""
            voice = as_it_reads(speaker.tables, in_file)
            return write_findings_json(report, voice, lines=name == "jsonl")

        deliver(targets, draw, speaker)
        for line in write_account(report, speaker.voice) if verbose else ():
            speaker.tell(line)
        status = failing(count_severities(report.findings, report.findings_omitted), fail_on.value)
    raise typer.Exit(status)


@app.command("inspect", help=say("help", "inspect", HELP))
def inspect_(
    files: Annotated[list[str], typer.Argument(help=say("help", "files", HELP), metavar="FILE...")],
    format_: Annotated[str, option("data_format", "-f", "--format")] = "text",
    settings_file: Annotated[
        str | None, option("write_settings", "--write-settings", metavar="FILE", envvar=None)
    ] = None,
    force: Force = False,
    config: Config = None,
    max_memory: MaxMemory = 2048,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    """Describe files."""
    speaker = Speaker(lang.value if lang else None)
    with faults(speaker, debug=debug):
        from reportcli.cli.progress import reading_progress
        from reportcli.export.target import refuse_targets
        from reportcli.intake.child.parent import Limits, Readings
        from reportcli.settings import find_settings, load_settings

        targets = targets_of(None, format_, ("text", "json"), speaker)
        refuse_targets(
            [settings_file] if settings_file else [], [*files, *filter(None, [config])], force=force
        )
        settings = (
            load_settings(Path(config)) if config else find_settings([Path(file) for file in files])
        )
        readings = Readings(files, settings, Limits(memory=max_memory))
        from reportcli.answer import inspect as inspection

        with reading_progress(speaker) as watch:
            found = inspection.inspect_files(readings.result(watch))

        def draw(name: str, in_file: bool) -> str:
            if name == "json":
                return as_it_reads(speaker.voice, in_file).json(found)
            from reportcli.terminal.inspected import write_inspection

            return write_inspection(found, speaker.voice)

        deliver(targets, draw, speaker)
        if settings_file:
            from reportcli.export.target import write_files

            written = inspection.write_settings(found).encode()
            write_files([(settings_file, lambda target: target.write(written))])
            speaker.tell(speaker.voice.say("inspect", "written", file=settings_file))


class LogKind(StrEnum):
    """The kinds of log."""

    requests = "requests"
    publications = "publications"
    cases = "cases"


@app.command(help=say("help", "template", HELP))
def template(
    kind: Annotated[LogKind, typer.Argument(help=say("help", "kind", HELP), metavar="KIND")],
    edition: Annotated[
        str | None, option("template_edition", "--edition", show_envvar=False)
    ] = None,
    output: Annotated[
        str | None, option("template_output", "-o", "--output", metavar="FILE")
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    """Write an empty log."""
    speaker = Speaker(lang.value if lang else None, quiet=quiet)
    with faults(speaker, debug=debug):
        from reportcli.export.target import refuse_targets, write_files
        from reportcli.export.template import write_template
        from reportcli.law.edition import Edition, editions
        from reportcli.words.fields import log_kinds

        asked = known_edition(edition)
        form = Edition.by_id(asked) if asked else editions()[-1]
        file = output or f"{log_kinds()[kind.value].label}.xlsx"
        if Path(file).suffix.lower() != ".xlsx":
            raise usage("suffix", speaker, value=printable(file), known="xlsx")
        refuse_targets([file], [], force=force)
        write_files(
            [(file, lambda target: write_template(kind.value, form, speaker.tables, target))]
        )
        speaker.tell(speaker.voice.say("say", "written", file=printable(file)))


@app.command(help=say("help", "editions", HELP))
def editions(
    edition: Annotated[
        str | None, typer.Argument(help=say("help", "edition_id", HELP), metavar="ID")
    ] = None,
    schema: Annotated[bool, option("schema", "--schema", envvar=None)] = False,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    """List or print the editions of the form."""
    speaker = Speaker(lang.value if lang else None)
    with faults(speaker, debug=debug):
        from reportcli.export.target import write_stdout
        from reportcli.law.edition import Edition, editions

        terminal = terminal_encoding()
        if schema:
            import json

            from reportcli.contract import schema_of

            write_stdout(json.dumps(schema_of(), indent=2) + "\n", terminal)
        elif edition:
            from reportcli.terminal.tables import write_form

            known_edition(edition)
            write_stdout(write_form(Edition.by_id(edition), speaker.tables), terminal)
        else:
            lines = (
                f"{one.id}  {one.report_years}  {one.document}  {one.title}\n" for one in editions()
            )
            write_stdout("".join(lines), terminal)


def main() -> None:
    """The entry point: as typer runs it, but interruption ends with status 130 and no output with a
    trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "--debug" not in sys.argv:
        # A writer that is broken off half-way is tidied up by its library alone, which says so at
        # length.
        sys.unraisablehook = lambda _: None
    atexit.register(
        end_interrupted
    )  # registered first, so that it comes last, after libraries tidied up
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # help or version into `| true`
            sys.exit(0)
        leave(end.code)
    except OSError as fault:  # help or version to a full disk
        discard_stdout()
        speaker = Speaker(None)
        refusal = Refusal("output-unwritable", reason=fault.strerror or str(fault))
        speaker.insist(refusal.message(speaker.voice.language))
        sys.exit(refusal.status)


def end_interrupted() -> None:
    """End a run that was interrupted with status 130.

    Where the interruption came amid an `exec`, as libraries have when they are imported, Python
    would end itself by SIGINT instead.
    """
    if INTERRUPTED.is_set():
        end_at_once(130)


def leave(code: object) -> NoReturn:
    """End with a status that was settled, everything written and every child ended.

    Where pandas is loaded, tidying up its modules would take an eighth of a small run for nothing.
    A run that was broken off may have left temporary files to a library, which are gone after an
    orderly end alone.
    """
    if "pandas" in sys.modules and isinstance(code, int) and code in (0, 1):
        end_at_once(code)
    sys.exit(cast("int | str | None", code))


def end_at_once(status: int) -> NoReturn:
    """End with a status, what was printed flushed, nothing else tidied up."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # results were flushed when written
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
