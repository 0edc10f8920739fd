"""The one judge of what stands twice: requests, cases, decisions and documents, within a sheet,
between sheets, files and years that are given together.

It is settled before anything is counted, so that no figure can have a record twice, and every row
that does not count for it says which other one does. The order matters: whole sheets first, so that
a copy is one warning and not a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

from reportcli.count.copies import set_copies_aside
from reportcli.count.instances import suits_of
from reportcli.count.listings import listed_again
from reportcli.count.repeats import judge_numbered, judge_unnumbered
from reportcli.count.verdicts import Verdicts
from reportcli.intake.log import Log, Stack
from reportcli.settings import Settings, SheetSettings
from reportcli.words.fields import KINDS, KindId


def judge_doubles(logs: Sequence[Log], settings: Settings) -> list[Log]:
    """The logs with every record once: rows that repeat one are set aside, those that list a
    document again are marked, and each says so."""
    judged: dict[KindId, list[Log]] = {}
    for kind in KINDS:
        of_kind = [log for log in logs if log.kind == kind]
        if of_kind:
            judged[kind] = judge_kind(Verdicts(Stack.of(of_kind)), settings)
    each = {kind: iter(of_kind) for kind, of_kind in judged.items()}
    return [next(each[log.kind]) for log in logs]


def judge_kind(verdicts: Verdicts, settings: Settings) -> list[Log]:
    """The logs of one kind with every record once."""
    circles = circles_of(verdicts.stack.logs, settings)
    kind = verdicts.stack.kind
    set_copies_aside(verdicts, circles)
    if kind != "publications":
        judge_numbered(verdicts, circles)
        judge_unnumbered(verdicts, circles)
    marked: dict[str, npt.NDArray[Any]] = {}
    if kind == "publications":
        marked["again"] = listed_again(verdicts)
    if kind == "cases":
        marked["suit"] = suits_of(verdicts)
    logs = verdicts.logs()
    return Stack.of(logs).logs_with(**marked) if marked else logs


def circles_of(logs: Sequence[Log], settings: Settings) -> list[int]:
    """Which logs are compared with each other: those of equal number.

    They are those of one office; a sheet that is to count although it repeats another is compared
    with itself only.
    """
    offices = 1 + max(log.source.office for log in logs)
    return [
        offices + number
        if settings.sheets.get(log.source.sheet, SheetSettings()).count_again
        else log.source.office
        for number, log in enumerate(logs)
    ]
