"""What is settled about the rows of a stack before they are counted, and the logs that result.

A verdict is a finding at a row, and perhaps that the row is set aside. Not for: which verdict it
is (`repeats.py`, `copies.py`, `listings.py`).
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from reportcli.finding import Address, Detail, Fault
from reportcli.intake.child.wire import Faults
from reportcli.intake.log import Flags, Log, Places, Stack, spans


@dataclass(frozen=True)
class RowVerdict:
    """A finding at a place of a stack, in the column of a field."""

    place: int
    field: str
    fault: Fault
    is_counted: bool


class Verdicts:
    """The verdicts on the rows of the logs of one kind; places are those of the stack."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.rows = stack.frame.index.to_numpy(dtype=np.int32)
        self.aside: dict[int, str] = {}
        self.told: list[RowVerdict] = []
        self.sound: Flags = (stack.frame["fault"] == "").to_numpy(dtype=bool, copy=True)
        # What no verdict has taken out yet: unsound rows are compared too, for what is wrong with
        # one may be a matter of another year.
        self.standing: Flags = np.ones(len(stack.frame), dtype=np.bool_)

    @cached_property
    def log_numbers(self) -> Places:
        return self.stack.log_numbers

    def address(self, place: int) -> Address:
        """Where a place stands, as a whole row."""
        source = self.stack.logs[self.log_numbers[place]].source
        return Address(source.file, source.sheet, int(self.rows[place]))

    def addresses(self, places: Sequence[int]) -> str:
        """Where some places stand, as one text."""
        return "、".join(str(self.address(place)) for place in places)

    def leave_out(self, place: int, code: str, field: str, **details: Detail) -> None:
        """Do not count a row, and say why."""
        self.leave_out_silently(place, code)
        self.told.append(RowVerdict(place, field, Fault(code, details), is_counted=False))

    def leave_out_silently(self, place: int, code: str) -> None:
        """Do not count a row that a finding elsewhere speaks of."""
        self.aside[place] = code
        self.sound[place] = self.standing[place] = False

    def tell(self, place: int, code: str, field: str, **details: Detail) -> None:
        """Say something of a row that counts."""
        self.told.append(RowVerdict(place, field, Fault(code, details), is_counted=True))

    def logs(self) -> list[Log]:
        """The logs with what was settled about them."""
        aside: dict[int, dict[int, str]] = {}
        for place, code in self.aside.items():
            aside.setdefault(int(self.log_numbers[place]), {})[place] = code
        told: dict[int, list[RowVerdict]] = {}
        for one in sorted(self.told, key=lambda one: one.place):
            told.setdefault(int(self.log_numbers[one.place]), []).append(one)
        return [
            self.settled(log, span.start, aside.get(number, {}), told.get(number, []))
            for number, (log, span) in enumerate(
                zip(self.stack.logs, spans(self.stack.starts), strict=True)
            )
        ]

    def settled(
        self, log: Log, start: int, aside: Mapping[int, str], told: Sequence[RowVerdict]
    ) -> Log:
        """One log, whose rows begin at a place, with what was settled about it."""
        if not aside and not told:
            return log
        fault = log.frame["fault"]
        known = fault.cat.categories
        codes = [*known, *(one for one in dict.fromkeys(aside.values()) if one not in known)]
        numbers = fault.cat.codes.to_numpy(copy=True)
        numbers[[place - start for place in aside]] = [codes.index(one) for one in aside.values()]
        faults = list(log.faults)
        if aside:
            # What was wrong with a row that is not counted is wrong with nothing.
            dropped = set(self.rows[list(aside)].tolist())
            faults = [one.without(dropped) for one in faults]
        frame = log.frame.assign(fault=pd.Categorical.from_codes(numbers, categories=codes))
        return replace(log, frame=frame, faults=[*faults, *self.faults_of(log, told)])

    def faults_of(self, log: Log, told: Sequence[RowVerdict]) -> list[Faults]:
        """Findings as the faults of the columns that they stand in."""
        by_field: dict[str, list[RowVerdict]] = {}
        for one in told:
            by_field.setdefault(one.field, []).append(one)
        return [
            Faults(
                # An ignored column has no field, as a finding about the whole row has none.
                column=log.source.column(field) if field else 0,
                decides=True,
                rows=array("i", [int(self.rows[one.place]) for one in found]).tobytes(),
                which=array("i", range(len(found))).tobytes(),
                kinds=[[one.fault] for one in found],
            )
            for field, found in by_field.items()
        ]
