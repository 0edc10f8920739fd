"""What a rule of the audit is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from reportcli.count.sorting import YearSpan
from reportcli.finding import Detail
from reportcli.intake.log import Flags, Places, Stack
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import clock
from reportcli.settings import Settings
from reportcli.words.fields import KindId


class RuleHit(NamedTuple):
    """A finding at each of the rows that a rule holds for, in the column of a field; `rows` is a
    mask, or the places of the rows, which ascend."""

    code: str
    field: str
    rows: pd.Series | Places
    details: Mapping[str, Detail] = {}


@dataclass(frozen=True)
class Audited:
    """The rows of the logs of one kind that count in the year, and what the rules need to judge
    them."""

    stack: Stack
    span: YearSpan
    calendar: WorkingCalendar
    as_of: pd.Timestamp
    settings: Settings
    known_clocks: pd.DataFrame | None
    every: Mapping[KindId, Stack]

    @property
    def frame(self) -> pd.DataFrame:
        return self.stack.frame

    @cached_property
    def clocks(self) -> pd.DataFrame:
        """The clock of each request, as it stands on the day of the run."""
        if self.known_clocks is not None:
            return self.known_clocks
        return clock(self.frame, self.calendar, as_of=self.as_of.date())

    @property
    def end(self) -> pd.Timestamp:
        """The last day that the figures of the year can know of."""
        return min(self.as_of, self.span.last)

    def keeps(self, field: str) -> Flags:
        """Which rows are of a log with a column for a field: where it has none, nothing can be
        missing."""
        kept = np.array([bool(log.source.column(field)) for log in self.stack.logs])
        return kept[self.stack.log_numbers]


Rule = Callable[[Audited], Iterator[RuleHit]]


def places_of(rows: pd.Series | Places) -> Places:
    """Where a rule holds."""
    if isinstance(rows, pd.Series):
        return np.flatnonzero(rows.fillna(False).to_numpy(dtype=bool))
    return rows
