"""The program as typer runs it, its help and its errors in the language of the messages.

Typer words both in English alone. What it says is looked up in `messages.toml` by its own wording,
whose placeholders stand for what it fills in; help is laid out here, because Chinese characters are
two columns wide. Knows none of the commands.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from reportcli.cli.typed import as_meant
from reportcli.finding import Language
from reportcli.words.folding import INDENT, columns_of_text, fold
from reportcli.words.messages import Voice, locale_language, messages, printable

PLACEHOLDER = re.compile(r"\{(\w+)\}")  # {name} in a wording of typer
# What an option does, then [default: 2048; x>=64].
ADDED = re.compile(r"(?P<text>.*?)  ?\[(?P<added>[^\]]+)\]", re.DOTALL)
GUTTER, WIDEST_NAME = 2, 30  # a longer name has its meaning on the line below


def asked_language(words: Sequence[str]) -> Language | None:
    """The language asked for by `--lang`, wherever it stands, or by REPORTCLI_LANG."""
    named = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--lang"]
    named += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    asked = [*named, os.environ.get("REPORTCLI_LANG", "")][0]
    return cast(Language, asked) if asked in ("zh", "en") else None


def voice_of(words: Sequence[str]) -> Voice:
    """The voice in which a command line is answered before its options are read."""
    return Voice(asked_language(words) or locale_language())


class Worded:
    """Help in the language of the messages; mixed into typer's own commands."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """How the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=label("usage"))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that asks for help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = label("help")
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options, each with what it does."""
        for kind in ("argument", "option"):
            params = self.get_params(ctx)  # type: ignore[attr-defined]
            of_kind = [param for param in params if param.param_type_name == kind]
            records = [param.get_help_record(ctx) for param in of_kind]
            write_rows(formatter, label(f"{kind}s"), [one for one in records if one])


class Command(Worded, TyperCommand):
    """A command whose help is in the language of the messages."""


class Program(Worded, TyperGroup):
    """All commands; reads the words as they were meant, and says in one language what is wrong with
    them."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options of the program itself, then its commands."""
        for param in self.get_params(ctx):
            # Typer words the two options of shell completion itself.
            if param.name in ("install_completion", "show_completion"):
                param.help = label(str(param.name))  # type: ignore[attr-defined]
        super().format_options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.help or "") for name, command in commands if command]
        write_rows(formatter, label("commands"), rows)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words as they were meant."""
        return super().parse_args(ctx, as_meant(args))

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run the program; what is wrong with the words is told in the language they ask for."""
        words = as_meant(sys.argv[1:] if args is None else args)
        try:
            status = super().main(words, standalone_mode=False, **extra)
        except Exception as fault:
            is_usage = hasattr(fault, "format_message")
            if not standalone_mode or not (is_usage or isinstance(fault, typer.Abort)):
                raise
            if is_usage:
                tell_usage(fault, voice_of(words))
            sys.exit(getattr(fault, "exit_code", 1))
        if standalone_mode:
            sys.exit(status if isinstance(status, int) else 0)
        return status


class CommandLine(typer.Typer):
    """All commands, of which only the one that is asked for is laid out with its options: the others
    would take longer than many a command runs."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        words = as_meant(args[0] if args else sys.argv[1:])
        every = self.registered_commands
        # The help of a command is another command's, and shell completion has no words.
        asked = [one for one in every if words and one.name == words[0] != "help"]
        self.registered_commands = asked or every
        try:
            return super().__call__(*args, **kwargs)
        finally:
            self.registered_commands = every


def label(key: str) -> str:
    """A heading of the help."""
    return HELP.say("typer", key)


def write_rows(formatter: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Names and what they mean in two columns, under a heading."""
    if not rows:
        return
    told = [(INDENT + name, in_our_words(text)) for name, text in rows]
    widths = (columns_of_text(name) for name, _ in told)
    column = min(max(widths), WIDEST_NAME) + GUTTER
    lines = [f"\n{heading}"]
    for name, text in told:
        first, *more = fold(text, max(formatter.width - column, WIDEST_NAME))
        room = column - columns_of_text(name)
        if room < GUTTER:
            lines += [name, " " * column + first]
        else:
            lines.append(name + " " * room + first)
        lines += [" " * column + line for line in more]
    formatter.write("\n".join(line.rstrip() for line in lines) + "\n")


def in_our_words(text: str) -> str:
    """What an option does, with what typer adds in brackets: its default, whether it is needed."""
    found = ADDED.fullmatch(text)
    if not found:
        return text
    added = "；".join(translated(one.strip(), HELP) for one in found["added"].split(";"))
    return f"{found['text']} [{added}]" if HELP.language == "zh" else text


def tell_usage(fault: Any, voice: Voice) -> None:
    """Say on stderr how the command is called, and what is wrong with the words."""
    if type(fault).__name__ == "NoArgsIsHelpError":
        typer.echo(fault.ctx.get_help(), err=True)
        return
    if fault.ctx is not None:
        typer.echo(fault.ctx.get_usage(), err=True)
        hint = f"{fault.ctx.command_path} --help"
        typer.echo(voice.say("typer", "hint", command=hint) + "\n", err=True)
    message = printable(wording_of(fault, voice))
    typer.echo(voice.say("typer", "error", message=message), err=True)


def wording_of(fault: Any, voice: Voice) -> str:
    """What is wrong with the words; where nothing was named that a command works on, what to do
    next."""
    missing = f"{getattr(getattr(fault, 'param', None), 'name', '')}-missing"
    if missing in messages()["usage"]:
        return voice.say("usage", missing, command=fault.ctx.info_name)
    text: str = fault.format_message()
    told = translated(text, voice)
    is_left = told == text and voice.language == "zh" and text.isascii()
    return f"{voice.say('typer', 'other')}：{text}" if is_left else told


def translated(text: str, voice: Voice) -> str:
    """What typer says in English in the language of the messages; what it was given stays.

    A message that is not in the catalogue is told in general terms where English would not be
    understood.
    """
    if voice.language == "en":
        return text
    for pattern, wording in wordings():
        if found := pattern.fullmatch(text):
            filled = {name: translated(part, voice) for name, part in found.groupdict("").items()}
            return wording.format_map(filled)
    return text


@cache
def wordings() -> list[tuple[re.Pattern[str], str]]:
    """What typer says as patterns, each with its Chinese."""
    return list(patterns())


def patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    """The catalogue of typer's wordings: English with its placeholders, and Chinese."""
    for message in messages()["typer-says"].values():
        parts = PLACEHOLDER.split(message.en)
        fixed = [re.escape(part) for part in parts[::2]]
        names = [f"(?P<{name}>.+?)" for name in parts[1::2]]
        joined = "".join(piece for pair in zip(fixed, [*names, ""], strict=True) for piece in pair)
        yield re.compile(joined, re.DOTALL), message.zh


HELP = voice_of(as_meant(sys.argv[1:]))
