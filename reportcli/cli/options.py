"""The options of the command line: each is said once, in the group it is asked with.

A command takes groups (`counting: Counting`), which `spread_options` lays out for typer as the
single options that they are; a new option of several commands is one line in its group. Help is
worded at import, from the messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cached_property, update_wrapper
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, NoReturn, get_args, get_origin, get_type_hints

import typer

from reportcli.cli.deliver import Speaker, discard_stdout
from reportcli.cli.formats import formats_of
from reportcli.cli.program import HELP
from reportcli.cli.typed import files_meant, year_meant
from reportcli.finding import Address, Refusal
from reportcli.words.messages import Voice, messages, printable

SHEETS_NAMED = 3  # of those that one refusal is about
WORD = re.compile(r"[A-Z]{2,}")  # metavars are capitals: FILE, DATE


class Lang(StrEnum):
    """The languages of messages."""

    zh = "zh"
    en = "en"


class FailOn(StrEnum):
    """The least severity that ends a run with status 1."""

    error = "error"
    warning = "warning"


class BlankMeans(StrEnum):
    """What a blank stands for in a finished report."""

    absent = "absent"
    zero = "zero"
    fault = "fault"


def option(key: str, *names: str, metavar: str | None = None, **kwargs: Any) -> Any:
    """An option whose help comes from the messages, and whose variable is REPORTCLI_ and its
    name."""
    kwargs.setdefault("show_envvar", False)
    if names and names[0].startswith("--"):
        kwargs.setdefault("envvar", "REPORTCLI_" + names[0][2:].upper().replace("-", "_"))
    if metavar:
        kwargs["metavar"] = taken(metavar)
    return typer.Option(*names, help=HELP.say("help", key), **kwargs)


def flag(key: str, *names: str, **kwargs: Any) -> Any:
    """An option of one run alone, which no variable sets."""
    return option(key, *names, envvar=None, **kwargs)


def argument(key: str, metavar: str) -> Any:
    """An argument whose help comes from the messages."""
    return typer.Argument(help=HELP.say("help", key), metavar=taken(metavar))


def taken(metavar: str) -> str:
    """What an option takes, in the language of the help: `FILE.docx`, `[LOG...]`."""
    known = messages()["metavar"]
    return WORD.sub(
        lambda found: HELP.say("metavar", found[0]) if found[0] in known else found[0], metavar
    )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How files are read."""

    config: Annotated[str | None, option("config", "--config", metavar="FILE")] = None
    max_memory: Annotated[int, option("max_memory", "--max-memory", metavar="MB", min=64)] = 2048

    @property
    def inputs(self) -> list[str]:
        """The files beside the logs that are read, none of which may be an output."""
        return [self.config] if self.config else []


@dataclass(frozen=True, kw_only=True)
class Judging(Reading):
    """How what was read is judged: on which day, and from which severity on the run fails."""

    as_of: Annotated[str | None, option("as_of", "--as-of", metavar="DATE")] = None
    fail_on: Annotated[FailOn, option("fail_on", "--fail-on")] = FailOn.error


@dataclass(frozen=True, kw_only=True)
class Counting(Judging):
    """How the logs are counted."""

    year: Annotated[int | None, option("year", "--year", metavar="YEAR", parser=year_meant)] = None
    edition: Annotated[str | None, option("edition", "--edition", metavar="EDITION")] = None
    previous: Annotated[list[str] | None, option("previous", "--previous", metavar="FILE")] = None

    @property
    def inputs(self) -> list[str]:
        """The files beside the logs that are read."""
        return [*(self.previous or []), *super().inputs]


@dataclass(frozen=True, kw_only=True)
class Sources(Reading):
    """How what is compared is opened: of logs, for which year, in which form, as of which day."""

    as_of: Annotated[str | None, option("as_of", "--as-of", metavar="DATE")] = None
    year: Annotated[int | None, option("year", "--year", metavar="YEAR", parser=year_meant)] = None
    edition: Annotated[str | None, option("edition", "--edition", metavar="EDITION")] = None


@dataclass(frozen=True, kw_only=True)
class PrintedReading:
    """How a finished report is read, where the files are no logs."""

    blank: Annotated[BlankMeans, option("blank", "--blank")] = BlankMeans.absent


@dataclass(frozen=True, kw_only=True)
class Proving(PrintedReading):
    """What a finished report is held against beside its own figures and last year's."""

    recount: Annotated[list[str] | None, option("recount", "--logs", metavar="PATH")] = None
    published_on: Annotated[
        str | None, option("published_on", "--published-on", metavar="DATE")
    ] = None


@dataclass(frozen=True, kw_only=True)
class Stdout:
    """In which format a result goes to stdout."""

    format: Annotated[str | None, option("format", "-f", "--format", metavar="FORMAT")] = None


@dataclass(frozen=True, kw_only=True)
class Output(Stdout):
    """Where a result goes: to stdout, or to files, each in the format of its suffix."""

    output: Annotated[list[str] | None, option("output", "-o", "--output", metavar="FILE")] = None
    force: Annotated[bool, flag("force", "--force")] = False


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What goes into the annual report beside the figures, and what becomes of it."""

    text: Annotated[str | None, option("text", "--text", metavar="DIR")] = None
    template: Annotated[
        str | None, option("report_template", "--template", metavar="FILE.docx")
    ] = None
    previous_report: Annotated[
        str | None, option("previous_report", "--previous-report", metavar="FILE")
    ] = None
    own: Annotated[list[str] | None, flag("own", "--own", metavar="FILE")] = None
    own_text: Annotated[str | None, flag("own_text", "--own-text", metavar="DIR")] = None
    fragment: Annotated[bool, flag("fragment", "--fragment")] = False
    annex: Annotated[bool, flag("annex", "--annex")] = False
    method: Annotated[str | None, flag("method", "--method", metavar="FILE")] = None
    strict: Annotated[bool, flag("strict", "--strict")] = False


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What is said beside the result, and in which language."""

    quiet: Annotated[bool, option("quiet", "-q", "--quiet")] = False
    verbose: Annotated[bool, option("verbose", "-v", "--verbose")] = False
    lang: Annotated[Lang | None, option("lang", "--lang")] = None
    debug: Annotated[bool, flag("debug", "--debug")] = False

    @cached_property
    def speaker(self) -> Speaker:
        """Who speaks to the person at the terminal."""
        return Speaker(self.lang.value if self.lang else None, quiet=self.quiet)


class SpreadCommand:
    """A function that takes groups of options, as a command for typer.

    The command takes every option of the groups by its own name; whatever stops the function is a
    line a fault and an exit status, as is the status that it gives. `Annotated[Output, "tally"]`
    names the result whose formats the help lists. Options are laid out when typer asks for them,
    for one command of all.
    """

    def __init__(self, run: Callable[..., int | None]) -> None:
        self.run = run
        # Without its annotations, which are those of the groups.
        update_wrapper(self, run, assigned=("__module__", "__name__", "__qualname__", "__doc__"))

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The annotations of the function's own parameters."""
        return get_type_hints(self.run, include_extras=True)

    @cached_property
    def groups(self) -> dict[str, type]:
        """The groups that the function takes, by parameter."""
        found = {name: group_in(hint)[0] for name, hint in self.hints.items()}
        return {name: group for name, group in found.items() if group}

    @cached_property
    def __signature__(self) -> Signature:
        parameters: list[Parameter] = []
        for parameter in signature(self.run).parameters.values():
            hint = self.hints[parameter.name]
            group, result = group_in(hint)
            if group is None:
                own = parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hint)
                parameters.append(own)
            else:
                parameters += options_in(group, result)
        return Signature(parameters)

    @cached_property
    def __annotations__(self) -> dict[str, Any]:  # type: ignore[override]
        return {name: one.annotation for name, one in self.__signature__.parameters.items()}

    def __call__(self, **given: Any) -> None:
        for name, group in self.groups.items():
            given[name] = group(**{one.name: given.pop(one.name) for one in fields(group)})
        talk: Talk = given["talk"]
        for files in ("logs", "files", "paths"):
            if given.get(files):
                given[files] = files_meant(given[files], talk.speaker)
        with faults(talk.speaker, debug=talk.debug):
            status = self.run(**given)
        raise typer.Exit(status or 0)


def spread_options(run: Callable[..., int | None]) -> Callable[..., None]:
    """Make a command for typer of a function that takes groups of options."""
    return SpreadCommand(run)


def group_in(hint: Any) -> tuple[type | None, str]:
    """The group of options that an annotation names, and the result whose formats it offers."""
    result = ""
    if get_origin(hint) is Annotated and is_dataclass(get_args(hint)[0]):
        hint, result = get_args(hint)
    return (hint if isinstance(hint, type) and is_dataclass(hint) else None), result


def options_in(group: type, result: str) -> Iterator[Parameter]:
    """The options of a group as parameters of a command."""
    hints = get_type_hints(group, include_extras=True)
    for one in fields(group):
        kind, told = get_args(hints[one.name])
        if one.name == "format":
            told = copy(told)
            told.help = told.help.format(known="、".join(formats_of(result)))
        hint: Any = Annotated[kind, told]
        yield Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=hint)


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
        speaker.insist(speaker.voice.say("say", "broken", reason=type(fault).__name__))
        raise typer.Exit(70) from fault


def stop(speaker: Speaker, refusals: Sequence[Refusal]) -> NoReturn:
    """Say why the run cannot go on, each cause once, and end it with the status of the first."""
    for alike in same_cause(refusals):
        speaker.insist(printable(worded_refusal(alike, speaker.voice)))
    raise typer.Exit(refusals[0].status)


def same_cause(refusals: Sequence[Refusal]) -> list[list[Refusal]]:
    """Refusals that say the same of several sheets of one file, together."""
    found: dict[object, list[Refusal]] = {}
    for one in refusals:
        file = one.address.file if one.address else ""
        is_of_sheet = one.address is not None and one.address.sheet and not one.address.row
        key = (one.code, file, *one.details.items()) if is_of_sheet else id(one)
        found.setdefault(key, []).append(one)
    return list(found.values())


def worded_refusal(alike: Sequence[Refusal], voice: Voice) -> str:
    """One refusal, or the same of several sheets, of which the first are named."""
    first = alike[0]
    message = first.message(voice.language)
    if len(alike) == 1 or first.address is None:
        return message
    sheets = [f"'{one.address.sheet}'" for one in alike[:SHEETS_NAMED] if one.address]
    named = voice.say(
        "say", "sheets", sheets=voice.choose("、", ", ").join(sheets), count=len(alike)
    )
    where = Address(first.address.file)
    return message.replace(str(first.address), f"{where} {named}", 1)
