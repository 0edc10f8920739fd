"""The commands: what each asks for, and what it does with it.

Thin: a command reads, asks one question of what was read, and delivers the answer. Statuses: 0
done, 1 findings at or above `--fail-on`; every other stands with its refusal in `findings.toml`.
Imports that cost time stand in the functions that need them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from reportcli import __version__
from reportcli.cli import comparing
from reportcli.cli.deliver import (
    deliver,
    deliveries_of,
    failing,
    terminal_encoding,
)
from reportcli.cli.options import (
    Counting,
    Judging,
    Lang,
    Output,
    PrintedReading,
    Proving,
    Reading,
    Stdout,
    Talk,
    Writing,
    argument,
    flag,
    option,
    spread_options,
    taken,
)
from reportcli.cli.program import HELP, Command, CommandLine, Program
from reportcli.cli.rolling import rollup
from reportcli.cli.typed import year_meant
from reportcli.finding import Refusal
from reportcli.words.messages import printable

app = CommandLine(
    cls=Program,
    help=HELP.say("help", "app"),
    epilog=HELP.say("help", "next"),
    no_args_is_help=True,
    options_metavar=taken("[OPTIONS]"),
    subcommand_metavar=taken("COMMAND [ARGS]..."),
    rich_markup_mode=None,  # rich doubles the time of --help
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

LogFiles = Annotated[list[str], argument("logs", "LOG...")]


def command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a command, its help from the messages."""
    told = HELP.say("help", name)
    return app.command(name, cls=Command, help=told, options_metavar=taken("[OPTIONS]"))


def show_version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        typer.echo(f"reportcli {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=False)
def main_options(
    version: Annotated[
        bool, flag("version", "--version", is_eager=True, callback=show_version)
    ] = False,
) -> None:
    """Options of the program itself."""


@command("tally")
@spread_options
def tally(
    logs: LogFiles,
    counting: Counting,
    output: Annotated[Output, "tally"],
    printed: PrintedReading,
    talk: Talk,
    table: Annotated[str | None, flag("table", "--table", metavar="TABLE")] = None,
) -> int:
    """Count the logs: the mandated tables, and the facts for the prose; or read back those of a
    finished report."""
    from reportcli.cli.asking import count_logs, kind_asked, log_missing, places_for
    from reportcli.cli.telling import tell_of

    speaker = talk.speaker
    places = places_for("tally", output, [*logs, *counting.inputs], speaker)
    kind = kind_asked(table, speaker) if table else None
    try:
        counted = count_logs(logs, counting, speaker).report
    except (Refusal, ExceptionGroup) as stopped:
        from reportcli.cli.finished import reports_instead, tally_report

        read = reports_instead(stopped, logs, printed, counting, speaker)
        counted = tally_report(read, printed, counting, speaker)
    report = counted.showing(kind)
    if kind and kind not in report.tables:
        raise log_missing(kind, speaker)
    deliver(places, speaker, report)
    return tell_of(report, counting.fail_on.value, talk)


@command("report")
@spread_options
def report(
    logs: LogFiles,
    counting: Counting,
    output: Annotated[Output, "report"],
    writing: Writing,
    talk: Talk,
) -> int:
    """Write the annual report; of a roll-up the government's, and the office's own with `--own`."""
    from reportcli.cli.telling import tell_of
    from reportcli.cli.writing import (
        compile_asked,
        compile_own,
        count_for_report,
        places_of_note,
        places_of_own,
        places_of_report,
    )

    speaker = talk.speaker
    places = places_of_report(writing, output, [*logs, *counting.inputs], speaker)
    notes = places_of_note(writing, speaker)
    own_places = places_of_own(writing, speaker)
    counted, own_line = count_for_report(logs, counting, writing, speaker)
    document = compile_asked(writing, counted, speaker)
    own = compile_own(writing, own_line, speaker) if own_line else None
    documents = [document, *([own] if own else [])]
    is_draft = any(one.is_draft for one in documents)
    is_refused = writing.strict and is_draft
    if not is_refused:
        from reportcli.document import method_document

        beside = [note._replace(values=(method_document(document),)) for note in notes]
        beside += [place._replace(values=(own,)) for place in own_places]
        deliver([*places, *beside], speaker, document)
    status = tell_of(document.report, counting.fail_on.value, talk)
    if own:
        speaker.say("own-report")
        status = max(status, tell_of(own.report, counting.fail_on.value, talk))
    if is_refused:
        speaker.insist(speaker.voice.say("say", "strict"))
    elif is_draft:
        speaker.say("draft")
    return 1 if is_draft else status


@command("explain")
@spread_options
def explain(
    counting: Counting,
    output: Annotated[Output, "cell"],
    talk: Talk,
    logs: Annotated[list[str] | None, argument("logs_optional", "[LOG...]")] = None,
    cell: Annotated[str | None, flag("cell", "--cell", metavar="ID")] = None,
    row: Annotated[str | None, flag("row", "--row", metavar="ROW")] = None,
    file: Annotated[str | None, flag("file", "--file", metavar="FILE")] = None,
    code: Annotated[str | None, flag("code", "--code", metavar="CODE")] = None,
    unit: Annotated[str | None, flag("unit_of_rollup", "--unit", metavar="CODE")] = None,
    mask: Annotated[bool, flag("mask", "--mask/--no-mask")] = True,
) -> int:
    """Say what lies behind a number, a row or a finding."""
    from reportcli.cli.explaining import ExplainQuery, explain_query

    query = ExplainQuery(cell, row, file, code, unit, mask=mask)
    return explain_query(query, logs or [], counting, output, talk)


@command("deadlines")
@spread_options
def deadlines(
    logs: LogFiles,
    judging: Judging,
    output: Annotated[Output, "deadlines"],
    talk: Talk,
    within: Annotated[int | None, flag("within", "--within", metavar="N", min=0)] = None,
    answered: Annotated[bool, flag("answered", "--all")] = False,
    why: Annotated[bool, flag("why", "--why")] = False,
    unit: Annotated[str | None, flag("unit", "--unit", metavar="UNIT")] = None,
    year: Annotated[
        int | None, flag("received_in", "--year", metavar="YEAR", parser=year_meant)
    ] = None,
) -> int:
    """Say which requests are due when."""
    from reportcli.cli.asking import day_asked, log_missing, places_for, read_logs
    from reportcli.cli.telling import tell_of_watch

    speaker = talk.speaker
    places = places_for("deadlines", output, [*logs, *judging.inputs], speaker)
    if within is not None and answered:
        raise speaker.usage("within-answered")
    found = read_logs(logs, judging, speaker)

    from reportcli.answer.cell import LogMissing
    from reportcli.answer.watch import watch_deadlines
    from reportcli.law import calendar

    today = day_asked(judging.as_of, speaker) or calendar.today()

    try:
        watch = watch_deadlines(
            found,
            today,
            year=year,
            within=within,
            answered=answered,
            day_by_day=why,
            unit=unit,
            with_settled=any(place.format == "ics" for place in places),
        )
    except LogMissing as fault:
        raise log_missing(fault.kind, speaker) from None
    deliver(places, speaker, watch)
    return tell_of_watch(watch, judging.fail_on.value, talk)


@command("check")
@spread_options
def check(
    logs: LogFiles,
    counting: Counting,
    output: Annotated[Output, "checked"],
    proving: Proving,
    talk: Talk,
    mark: Annotated[str | None, flag("mark", "--mark", metavar="FILE")] = None,
    ignore: Annotated[list[str] | None, flag("ignore", "--ignore", metavar="CODE")] = None,
) -> int:
    """List every finding."""
    from reportcli.cli import asking, finished, marking
    from reportcli.cli.telling import listing_of
    from reportcli.finding import count_severities
    from reportcli.terminal.findings import write_account

    speaker = talk.speaker
    logs = finished.reports_named(logs)
    places = asking.places_for("checked", output, [*logs, *counting.inputs], speaker)
    for code in ignore or ():
        asking.require_code(code, speaker)
    if mark is not None:
        marking.refuse_mark(mark, [*logs, *counting.inputs], speaker, force=output.force)
    try:
        report = asking.count_logs(logs, counting, speaker).report.ignoring(ignore or ())
    except (Refusal, ExceptionGroup) as stopped:
        read = finished.reports_instead(stopped, logs, proving, counting, speaker)
        found = finished.prove_reports(read, proving, counting, speaker)
        listed, status = finished.check_reports(found, ignore or (), counting.fail_on.value, talk)
        if mark is not None:
            marking.write_report_mark(read, listed.reports, mark, speaker)
        deliver(places, speaker, listed)
        return status
    if proving.recount or proving.published_on:
        raise speaker.usage("report-options")
    places = asking.places_for("check", output, [*logs, *counting.inputs], speaker)
    if mark is not None:
        marking.write_mark(report, mark, logs, counting.max_memory, speaker)
    deliver(places, speaker, listing_of(report, talk))
    for line in write_account(report, speaker.voice) if talk.verbose else ():
        speaker.tell(line)
    counts = count_severities(report.findings, report.findings_omitted)
    return failing(counts, counting.fail_on.value)


# Many offices have a module of their own.
command("rollup")(rollup)


@command("inspect")
@spread_options
def inspect(
    files: Annotated[list[str], argument("files", "FILE...")],
    reading: Reading,
    output: Annotated[Stdout, "inspection"],
    talk: Talk,
    settings_file: Annotated[
        str | None, flag("write_settings", "--write-settings", metavar="FILE")
    ] = None,
    ask: Annotated[bool, flag("ask", "--ask")] = False,
    force: Annotated[bool, flag("force", "--force")] = False,  # noqa: ARG001 - nothing is replaced
) -> None:
    """Describe files."""
    from reportcli.cli import settling
    from reportcli.cli.progress import reading_progress
    from reportcli.export.target import refuse_targets
    from reportcli.intake.child.parent import Limits, Readings

    speaker = talk.speaker
    places = deliveries_of("inspection", [], output.format, speaker)
    target = settings_file or (settling.default_target(files) if ask else None)
    # Settings are merged, so that the file that is read may be the one that is written.
    refuse_targets([target] if target else [], files, force=True)
    settings = settling.settings_for(files, reading.config, target)
    readings = Readings(files, settings, Limits(memory=reading.max_memory))
    # Imported here, because the readers work meanwhile.
    from reportcli.answer.inspect import inspect_files

    with reading_progress(speaker) as watch:
        inputs = readings.result(watch)
    found = inspect_files(inputs)
    if not ask:
        deliver(places, speaker, found)
    if target:
        asked, answers = settling.asked_in_rounds(
            files,
            inputs,
            settings,
            reading.max_memory,
            lambda new: settling.ask_all(new, speaker) if ask else {},
        )
        settling.write_proposals(target, asked, answers, speaker)
        settling.tell_written(target, len(asked) - len(answers), speaker, is_asked=ask)


@command("template")
@spread_options
def template(
    kind: Annotated[str, argument("kind", "KIND")],
    talk: Talk,
    edition: Annotated[
        str | None, option("template_edition", "--edition", metavar="EDITION")
    ] = None,
    output: Annotated[
        str | None, option("template_output", "-o", "--output", metavar="FILE")
    ] = None,
    force: Annotated[bool, flag("force", "--force")] = False,
) -> None:
    """Write an empty log."""
    from reportcli.cli.asking import kind_asked, known_edition
    from reportcli.export.target import refuse_targets, write_files
    from reportcli.export.template import write_template
    from reportcli.law.edition import Edition, editions
    from reportcli.words.fields import log_kinds

    speaker = talk.speaker
    log_kind = kind_asked(kind, speaker)
    asked = known_edition(edition)
    form = Edition.by_id(asked) if asked else editions()[-1]
    file = output or f"{log_kinds()[log_kind].label}.xlsx"
    if Path(file).suffix.lower() != ".xlsx":
        raise speaker.usage("suffix", value=printable(file), known="xlsx")
    refuse_targets([file], [], force=force)
    write_files([(file, lambda target: write_template(log_kind, form, speaker.tables, target))])
    speaker.say("written", file=printable(file))


@command("editions")
@spread_options
def list_editions(
    talk: Talk,
    edition: Annotated[str | None, argument("edition_id", "[ID]")] = None,
    schema: Annotated[bool, flag("schema", "--schema")] = False,
) -> None:
    """List or print the editions of the form."""
    from reportcli.export.target import write_stdout
    from reportcli.law.edition import Edition, editions

    if schema:
        from reportcli.cli.asking import schema_asked

        text = talk.speaker.tables.json(schema_asked(edition or "tally", talk.speaker))
    elif edition:
        from reportcli.cli.asking import known_edition
        from reportcli.terminal.tables import write_form

        known_edition(edition)
        text = write_form(Edition.by_id(edition), talk.speaker.tables)
    else:
        text = "".join(
            f"{one.id}  {one.report_years}  {one.document}  {one.title}\n" for one in editions()
        )
    write_stdout(text, terminal_encoding())


command("diff")(comparing.diff)
command("trend")(comparing.trend)


@command("guide")
@spread_options
def guide(talk: Talk, topic: Annotated[str | None, argument("topic", "[TOPIC]")] = None) -> None:
    """Print the manual."""
    from reportcli.cli.guide import find_topic, guide_topics, list_topics, read_page
    from reportcli.export.target import write_stdout

    voice = talk.speaker.voice
    if topic is None:
        write_stdout(list_topics(voice), terminal_encoding())
        return
    page = find_topic(topic, voice)
    if page is None:
        raise talk.speaker.usage(
            "topic", value=printable(topic), known=", ".join(guide_topics(voice))
        )
    write_stdout(read_page(page), terminal_encoding())


@command("help")
def show_help(
    ctx: typer.Context,
    name: Annotated[str | None, argument("command", "[COMMAND]")] = None,
    lang: Annotated[Lang | None, option("lang", "--lang")] = None,  # noqa: ARG001 - read before
) -> None:
    """Show how a command is used."""
    words = [name, "--help"] if name else ["--help"]
    root = ctx.find_root()
    root.command.main(words, prog_name=root.info_name, standalone_mode=False)
