"""One child for many files: what a file comes to does not hang on those before it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportcli.finding import Address
from reportcli.intake.child import living
from reportcli.intake.child.living import LivingReader
from reportcli.intake.child.parent import Limits
from reportcli.intake.child.wire import FileReading, Job, Refused, Reply
from reportcli.settings import Settings

READ = FileReading("", "", "xlsx", "", [])
# What a child says of its first, its second, … file.
Behaviour = Callable[[int, int], str]


class ScriptedChild:
    """A child that ends, or has no memory, as a test says."""

    made = 0
    behaviour: Behaviour

    def __init__(self, _: Limits, __: int) -> None:
        type(self).made += 1
        self.number, self.read, self.code = self.made, 0, ""
        self.process = self

    def poll(self) -> int | None:
        return -9 if self.code == "input-killed-reader" else None

    def ask(self, job: Job) -> Reply:
        self.read += 1
        self.code = type(self).behaviour(self.number, self.read)
        return Refused(self.code, Address(job.file), {}) if self.code else READ

    def close(self) -> None:
        pass


def told(monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour) -> tuple[list[str], int]:
    """The codes of three files, and how many children it took."""
    child = type("Child", (ScriptedChild,), {"made": 0, "behaviour": staticmethod(behaviour)})
    monkeypatch.setattr(living, "Child", child)
    with LivingReader(Limits(), 0) as reader:
        replies = [reader.ask(file, Settings()) for file in ("a", "b", "c")]
    return [one.code if isinstance(one, Refused) else "" for one in replies], child.made


KILLED, MEMORY = "input-killed-reader", "input-over-memory"


@pytest.mark.parametrize(
    ("behaviour", "codes", "children"),
    [
        (lambda *_: "", ["", "", ""], 1),
        (lambda *_: "input-corrupt", ["input-corrupt"] * 3, 1),
        # Somebody ended the first child, or it fell over what the first file left.
        (lambda child, file: KILLED if (child, file) == (1, 2) else "", ["", "", ""], 2),
        (lambda child, _: KILLED if child == 1 else "", ["", "", ""], 2),
        (lambda child, file: MEMORY if (child, file) == (1, 2) else "", ["", "", ""], 2),
        # No memory in a new child is the file's own fault.
        (lambda child, _: MEMORY if child in (1, 3) else "", [MEMORY, "", ""], 2),
        # A file that ends each child is the cause.
        (lambda child, file: KILLED if 2 <= child <= 3 or file == 2 else "", ["", KILLED, ""], 4),
    ],
)
def test_only_what_a_new_child_says_is_held_against_a_file(
    monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, codes: list[str], children: int
) -> None:
    assert told(monkeypatch, behaviour) == (codes, children)
