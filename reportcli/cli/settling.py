"""What `inspect` asks a person to decide: proposals merged into a settings file, or questions on the
terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from reportcli.cli.deliver import Speaker
from reportcli.finding import Address, Refusal
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.answer.proposals import CellRows, Question
    from reportcli.intake.child.wire import FileReading
    from reportcli.settings import Settings
    from reportcli.words.fields import KindId

ROUNDS = 3  # headings, the wordings under them and columns that then can be told, wordings there


def asked_of(
    inputs: Sequence[FileReading],
    inspection: Mapping[str, Any],
    settings: Settings,
    memory: int,
) -> list[Question]:
    """Everything that has to be decided about some files; their cells are read again only where
    they have to tell which field a column is."""
    from reportcli.answer.proposals import questions
    from reportcli.intake.child.parent import Limits, ask_for_cells

    @cache
    def sheets_of(file: str) -> dict[str, CellRows]:
        # What the reader hands over are the cells that words are read from.
        return dict(
            cast("list[tuple[str, CellRows]]", ask_for_cells(file, settings, Limits(memory=memory)))
        )

    def cells_of(file: str, sheet: str) -> CellRows:
        return sheets_of(file).get(sheet, [])

    return questions(inputs, inspection, cells_of)


def asked_in_rounds(
    files: Sequence[str],
    inputs: Sequence[FileReading],
    settings: Settings,
    memory: int,
    answer: Callable[[Sequence[Question]], Mapping[int, str]],
) -> tuple[list[Question], dict[int, str]]:
    """Everything that has to be decided until the files can be counted, and the answers given.

    A column that is understood has wordings that nobody knows, and lets others be told apart: the
    files are read again with the answers, or what is proposed where there are none.
    """
    from reportcli.answer.inspect import inspect_files
    from reportcli.intake.child.parent import Limits, Readings

    asked: list[Question] = []
    answers: dict[int, str] = {}
    for _ in range(ROUNDS):
        known = {(one.table, one.key) for one in asked}
        every = asked_of(inputs, inspect_files(inputs), settings, memory)
        new = [one for one in every if (one.table, one.key) not in known]
        given = answer(new)
        answers |= {len(asked) + place: value for place, value in given.items()}
        asked += new
        further = settled_by(settings, new, given)
        if further == settings:
            break
        settings = further
        try:
            inputs = Readings(files, settings, Limits(memory=memory)).result()
        except (Refusal, ExceptionGroup):  # what is proposed does not go together: a person decides
            break
    return asked, answers


def settled_by(
    settings: Settings, asked: Sequence[Question], answers: Mapping[int, str]
) -> Settings:
    """The settings with what was answered, or else is proposed, about columns and sheets."""
    from reportcli.settings import SheetSettings

    columns = {kind: dict(headings) for kind, headings in settings.columns.items()}
    sheets = dict(settings.sheets)
    for number, one in enumerate(asked):
        first, second = one.table
        value = answers.get(number) or (one.answers[0].value if one.is_sure else "")
        if not value:
            continue
        if first == "columns":
            columns.setdefault(cast("KindId", second), {}).setdefault(one.key, value)
        elif first == "sheets" and one.key == "header_of":
            sheet = sheets.get(second, SheetSettings())
            sheets[second] = msgspec.structs.replace(sheet, header_of=value)
    return msgspec.structs.replace(settings, columns=columns, sheets=sheets)


def write_proposals(
    target: str, asked: Sequence[Question], answers: Mapping[int, str], speaker: Speaker
) -> None:
    """Merge questions and answers into a settings file."""
    from reportcli.answer.settings_file import decode_settings, merged
    from reportcli.export.target import write_files
    from reportcli.law import calendar

    path = Path(target)
    before, encoding = decode_settings(path.read_bytes()) if path.exists() else ("", "utf-8")
    text = merged(before, asked, answers, speaker.tables, calendar.today())
    require_valid(text, target, speaker)
    written = text.encode(encoding)
    write_files([(target, lambda stream: stream.write(written))])


def require_valid(text: str, target: str, speaker: Speaker) -> None:
    """Refuse to write a settings file that could not be read."""
    from reportcli.settings import Choices
    from reportcli.shipped import read_toml

    try:
        read_toml(text, Choices)
    except msgspec.DecodeError as fault:
        reason = speaker.voice.say("proposal", "unsound", file=target, reason=str(fault))
        raise Refusal("settings-invalid", Address(target), reason=reason) from fault


def ask_all(
    asked: Sequence[Question], speaker: Speaker, read: Callable[[], str] | None = None
) -> dict[int, str]:
    """Put every question on the terminal; the answers by the place of the question."""
    from reportcli.answer.settings_file import worded

    voice, answers = speaker.voice, dict[int, str]()
    for number, one in enumerate(asked):
        question = printable(worded(one, voice))
        speaker.insist(voice.say("proposal", "ask", number=number + 1, question=question))
        for place, answer in enumerate(one.answers, start=1):
            label = voice.choose(answer.label, answer.label_en)
            details = {"number": place, "label": label, "value": answer.value}
            speaker.insist(voice.say("proposal", "answer", **details))
        given = ask_one(one, speaker, read or read_line)
        if given is None:
            break
        if given:
            answers[number] = given
    return answers


def ask_one(one: Question, speaker: Speaker, read: Callable[[], str]) -> str | None:
    """The answer to one question; empty where it is left open, None where nobody answers."""
    from reportcli.answer.proposals import meant_answer

    while True:
        speaker.insist(speaker.voice.say("proposal", "prompt"))
        try:
            typed = read()
        except EOFError:
            return None
        if not typed.strip():
            return ""
        if (value := meant_answer(one, typed.strip())) is not None:
            return value
        speaker.insist(speaker.voice.say("proposal", "unknown", value=printable(typed.strip())))


def read_line() -> str:
    """A line that a person types; `EOFError` at the end."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def default_target(files: Sequence[str]) -> str:
    """The settings file in the folder of the first file."""
    from reportcli.settings import FILE_NAME

    return str(Path(files[0]).parent / FILE_NAME)


def settings_for(files: Sequence[str], config: str | None, target: str | None) -> Settings:
    """The settings in force: those that are named, those that are to be merged, else those in the
    folder of the files."""
    from reportcli.settings import find_settings, load_settings

    named = config or (target if target and Path(target).is_file() else None)
    return load_settings(Path(named)) if named else find_settings([Path(file) for file in files])


def tell_written(target: str, left: int, speaker: Speaker, *, is_asked: bool) -> None:
    """Say what was written, and how much is still to be decided."""
    if not is_asked:
        speaker.tell(speaker.voice.say("inspect", "written", file=printable(target)))
        return
    speaker.say("written", file=printable(target))
    if left:
        speaker.tell(speaker.voice.say("proposal", "left", count=left, file=printable(target)))
