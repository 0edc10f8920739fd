"""The words of a command line as they were meant: what an input method makes of them, and options
that stand before the command.

Only what is certain is changed: quotes of both ends where no file has them in its name, dashes that
a word processor joined, `--lang` and `--help` before the command, patterns that no shell expanded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportcli.finding import is_lock_file
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.cli.deliver import Speaker

QUOTE_SIGNS = (
    "“”‘’「」『』＂＇\"'"  # input methods have them; a shell takes only the last two for quotes
)
# What an input method or a word processor makes of the two hyphens, and of one.
LONG_DASH = re.compile(r"^(?:[—―–]+|－－)(?=[a-z])")
WIDE_HYPHEN = re.compile(r"^－(?=[a-z])")  # －f, from an input method
# --output=“表.xlsx”: the quotes are of the value
OPTION_WITH_VALUE = re.compile(r"(--[a-z-]+=)(.+)", re.DOTALL)
HELP_WORDS = ("-h", "--help")
PATTERN = re.compile(r"[*?\[]")  # cmd.exe hands patterns on as they are


def as_meant(words: Sequence[str]) -> list[str]:
    """The words with hyphens and without quotes, options of a command behind it."""
    return options_behind([out_of_quotes(hyphened(word)) for word in words])


def hyphened(word: str) -> str:
    """An option with the hyphens that it was typed with."""
    return word if is_file(word) else WIDE_HYPHEN.sub("-", LONG_DASH.sub("--", word))


def out_of_quotes(word: str) -> str:
    """A word, or the value of an option, without quotes around it that the shell does not take for
    quotes."""
    if named := OPTION_WITH_VALUE.fullmatch(word):
        return named[1] + out_of_quotes(named[2])
    is_quoted = len(word) > 2 and word[0] in QUOTE_SIGNS and word[-1] in QUOTE_SIGNS
    return word[1:-1] if is_quoted and not is_file(word) else word


def is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long, or with a character that no name has
        return False


def options_behind(words: Sequence[str]) -> list[str]:
    """`--lang` and `--help` behind the command that they were typed before; without a command as
    they were."""
    moved: list[str] = []
    kept: list[str] = []
    rest = list(words)
    while rest and rest[0].startswith("-"):
        word = rest.pop(0)
        if word == "--lang" and rest:
            moved += [word, rest.pop(0)]
        elif word.startswith("--lang=") or word in HELP_WORDS:
            moved.append(word)
        else:
            kept.append(word)
    if not rest:
        # Nothing but options: the language is known to the help already, and is no option of it.
        return [*kept, *(word for word in moved if word in HELP_WORDS)]
    return [*kept, rest[0], *moved, *rest[1:]]


def year_meant(text: str) -> int:
    """A year as it is typed: 2024, 2024年, 2024年度."""
    number = re.fullmatch(r"\s*(\d{1,5})\s*(?:年度?)?\s*", str(text))
    if number is None:
        raise typer.BadParameter(f"{text!r} is not a valid int.")  # as typer says it
    return int(number[1])


def files_meant(names: Sequence[str], speaker: Speaker) -> list[str]:
    """The files that were named: those that patterns stand for where no shell expanded them, and
    none that a program put beside a workbook that it has open, which `*.xlsx` brings along.

    A pattern that matches nothing stays, and so does a lock file that stands alone: it was meant,
    and reading it is refused by its name.
    """
    found = [file for name in names for file in files_of_pattern(name)]
    kept = [file for file in found if not is_lock_file(file)]
    for file in found if kept else ():
        if is_lock_file(file):
            speaker.say("lock-file", file=printable(file))
    return kept or found


def files_of_pattern(name: str) -> list[str]:
    """The files that a pattern stands for; any other name alone."""
    if not PATTERN.search(name) or is_file(name):
        return [name]
    return sorted(glob(name)) or [name]  # noqa: PTH207 - a pattern may begin at the root
