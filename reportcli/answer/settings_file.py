"""Questions written into a settings file as proposals: what stands there stays, what is new comes
under a comment with the day.

A proposal is a comment that is valid once its `#` is gone; one that was answered is written as it
is. Nothing is ever erased, and a file that could not be read afterwards is not made.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from reportcli.answer.fitting import Held
from reportcli.answer.proposals import Question, every_meaning
from reportcli.intake.headings import IGNORE
from reportcli.words.fields import log_kinds
from reportcli.words.messages import Voice, printable

# Evidence is cut and its numbers masked before it leaves the reader: such a wording fits no cell.
CUT = "…"
SAMPLES = 3  # sorts of value that are told of a column, never the values
BARE = re.compile(r"[A-Za-z0-9_-]+")  # a key of TOML that needs no quotes
HEADER = re.compile(r"\s*\[(?!\[)\s*(?P<name>[^#]*?)\s*\]\s*(?:#.*)?$")
ANY_HEADER = re.compile(r"\s*\[")
# Each part of a dotted key: quoted, literal or bare.
KEY_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')


def merged(
    text: str,
    asked: Sequence[Question],
    answers: Mapping[int, str],
    voice: Voice,
    day: date,
) -> str:
    """A settings file with questions in it: `answers` are those that a person gave, by the place of
    the question; the others are proposed in comments.

    A question whose key stands in its table already, also as a comment, is not put again.
    """
    lines = text.splitlines()
    if not lines:
        lines = [f"# {line}" for line in voice.say("proposal", "preamble").split("\n")]
    numbered = sorted(enumerate(asked), key=lambda pair: pair[1].table)
    for table, of_table in groupby(numbered, key=lambda pair: pair[1].table):
        place = section_of(lines, table)
        known = "\n".join(lines[place[0] : place[1]]) if place else ""
        new = [
            line
            for number, one in of_table
            if f"{question_key(one)} =" not in known
            for line in lines_of_question(one, answers.get(number), voice)
        ]
        if new:
            dated = f"# {voice.say('proposal', 'added', day=day)}"
            insert(lines, place, table, [dated, *new])
    return "\n".join(lines).rstrip("\n") + "\n"


def section_of(lines: Sequence[str], table: tuple[str, str]) -> tuple[int, int] | None:
    """The lines of a table, from the one after its header to the one before the next."""
    for start, line in enumerate(lines):
        found = HEADER.fullmatch(line)
        if found and tuple(keys_of_table(found["name"])) == table:
            after = range(start + 1, len(lines))
            return start + 1, next((n for n in after if ANY_HEADER.match(lines[n])), len(lines))
    return None


def keys_of_table(name: str) -> Iterator[str]:
    """The keys of a table's name: `sheets."2月"`."""
    for found in KEY_PART.finditer(name):
        quoted_part, literal, bare = found.groups()
        yield json.loads(f'"{quoted_part}"') if quoted_part is not None else literal or bare


def insert(
    lines: list[str], place: tuple[int, int] | None, table: tuple[str, str], new: list[str]
) -> None:
    """Put lines at the end of a table, which is made where there is none."""
    if place is None:
        first, second = table
        head = f"[{first}.{second if BARE.fullmatch(second) else toml_string(second)}]"
        lines += ["", head, *new]
        return
    end = place[1]
    while end > place[0] and not lines[end - 1].strip():
        end -= 1
    lines[end:end] = new


def lines_of_question(one: Question, answer: str | None, voice: Voice) -> Iterator[str]:
    """What is asked, and the answer: given, proposed, or left to be chosen."""
    yield f"# {comment(worded(one, voice))}"
    if CUT in one.key:
        yield f"# {comment(voice.say('proposal', 'too-long'))}"
        return
    assignment = f"{question_key(one)} = "
    if answer is not None:
        yield assignment + toml_string(answer)
    elif one.is_sure:
        others = " / ".join(f"{o.value} {voice.choose(o.label, o.label_en)}" for o in one.answers)
        yield f"# {assignment}{toml_string(one.answers[0].value)}  # {comment(others)}"
    else:
        choose = comment(voice.say("proposal", "choose", choices=choices_told(one, voice)))
        # An empty wording is undecided; an empty field would switch the column off.
        is_open = one.table[0] == "values"
        yield f'{assignment}""  # {choose}' if is_open else f"# {choose}"


def choices_told(one: Question, voice: Voice) -> str:
    """The answers that may be given, each by value and name; all of them where none is likely."""
    likely = [(answer.value, voice.choose(answer.label, answer.label_en)) for answer in one.answers]
    found = likely or list(all_choices(*one.table, voice))
    if one.table[0] == "columns":
        found.append((IGNORE, voice.say("proposal", "ignore")))
    return "; ".join(f"{value} {label}" for value, label in found) or "?"


def all_choices(about: str, name: str, voice: Voice) -> Iterator[tuple[str, str]]:
    """Every field that a column of a kind of log may be, every meaning of a field's wordings."""
    if about == "columns":
        kind = next(kind for known, kind in log_kinds().items() if known == name)
        yield from ((one.id, voice.choose(one.label, one.label_en)) for one in kind.fields)
    elif about == "values":
        yield from dict.fromkeys((value, label) for label, value in every_meaning(name))


def worded(one: Question, voice: Voice) -> str:
    """A question in one sentence: where, what, and what the cells hold."""
    where = f"{one.file} '{one.sheet}'" + (f"!{one.cell}" if one.cell else "")
    field = voice.choose(one.answers[0].label, one.answers[0].label_en) if one.answers else ""
    details = {"where": where, "key": one.key, "count": one.count, "field": field}
    text = voice.say("proposal", one.why, **details)
    return text + told_holds(one.holds, voice) if one.holds else text


def told_holds(holds: Mapping[Held, int], voice: Voice) -> str:
    """Up to three kinds of value that the cells of a column hold, the most frequent first."""
    ranked = sorted(holds.items(), key=lambda pair: -pair[1])[:SAMPLES]
    told = [voice.say("holds", held, count=count) for held, count in ranked]
    return voice.say("proposal", "holds", told=voice.choose("、", ", ").join(told))


def question_key(one: Question) -> str:
    """The key of a question as it stands in its table."""
    return one.key if one.table[0] == "sheets" else toml_string(one.key)


def toml_string(text: str) -> str:
    """A TOML basic string: JSON escapes the same characters in the same way, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def comment(text: str) -> str:
    """Text that stays on its line, without what a comment in TOML may not hold."""
    return printable(" ".join(text.split()))


def decode_settings(data: bytes) -> tuple[str, str]:
    """The text of a settings file and its encoding: UTF-8, or what Notepad in China saves."""
    marked = "utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8"
    for encoding in (marked, "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "surrogateescape"), "utf-8"
