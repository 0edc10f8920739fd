"""The instances of one suit: first instance, appeal and retrial are one case (表四).

Which rows are of one suit is settled here, whatever the year; which of them is in force is a
question of the year that is counted (`cases.py`). A suit is told by the request it is about: same
request, same way to court, and stages that follow each other. Where two suits about one request
were both appealed, the claimant tells which appeal is whose; else nothing is joined_suits, and that is
said.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.identity import normal_codes
from reportcli.count.verdicts import Verdicts

NO_SUIT = -1  # of a case that is the only row of its suit
UNKNOWN = -1  # a claimant or an organ that the log does not name
MOST_SUITS = 2000  # no office has more suits; a file that says so is no log of suits
FIRST, APPEAL, RETRIAL = 1, 2, 3
# The instances of 行政诉讼法, chapters 7 and 8, and the marks that case numbers bear for them
# (法〔2015〕137号: 行初, 行终, 行申, 行再, 行抗, 行监).
STAGES = (
    (RETRIAL, re.compile("再审|申诉|抗诉|审判监督|行[再申抗监]")),
    (APPEAL, re.compile("二审|第二审|终审|上诉|行终")),
    (FIRST, re.compile("一审|第一审|初审|行初")),
)


@dataclass(frozen=True)
class Instance:
    """One row of a suit."""

    place: int
    office: int
    stage: int
    filed: int
    claimant: int
    request: int
    kind: int


def stage_of(text: str) -> int:
    """The instance that a wording or a case number names; 0 where it names none."""
    return next((stage for stage, named in STAGES if named.search(text)), 0)


def stages(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The instance of each case: as the log says, else as its number shows."""
    found = np.zeros(len(frame), dtype=np.int64)
    for field in ("number", "stage"):  # the latter has the last word
        if field not in frame:
            continue
        column = frame[field].array
        known = np.array([*map(stage_of, map(str, column.categories)), 0], dtype=np.int64)
        told = known[column.codes]
        found = np.where(told > 0, told, found)
    return found


def suits_of(verdicts: Verdicts) -> npt.NDArray[np.int64]:
    """For each case the number of its suit, where several rows are of one; else `NO_SUIT`."""
    suits = np.full(len(verdicts.stack.frame), NO_SUIT, dtype=np.int64)
    for number, places in enumerate(joined_suits(verdicts)):
        suits[places] = number
    return suits


def joined_suits(verdicts: Verdicts) -> Iterator[list[int]]:
    """The rows of each suit that has several, from the first instance on."""
    for _, of_office in groupby(instances(verdicts), key=attrgetter("office")):
        yield from joined_suits_of_office(verdicts, list(of_office))


def joined_suits_of_office(verdicts: Verdicts, every: Sequence[Instance]) -> Iterator[list[int]]:
    """The same of the suits of one office."""
    alone: list[Instance] = []
    for suit in suits(every):
        if is_one_suit(suit):
            yield [one.place for one in sorted(suit, key=lambda one: one.stage)]
        else:
            alone += suit
    for later in (one for one in alone if one.stage != FIRST):
        before = [one for one in alone[:MOST_SUITS] if may_follow(one, later)]
        if len(before) == 1 and UNKNOWN != later.claimant == before[0].claimant:
            yield [before[0].place, later.place]
        elif before:
            verdicts.tell(later.place, "case-instances-unclear", "stage")


def suits(every: Sequence[Instance]) -> Iterator[list[Instance]]:
    """The instances that are about one request; of one claimant where they are no one suit."""
    for rows in by_request(every):
        yield from [rows] if is_one_suit(rows) else by_claimant(rows)


def may_follow(one: Instance, later: Instance) -> bool:
    """Whether an instance may be the one before a later one: the same way to court, not filed after
    it, and nothing known of both that differs."""
    same_request = one.request == later.request or UNKNOWN in (one.request, later.request)
    same_claimant = one.claimant == later.claimant or UNKNOWN in (one.claimant, later.claimant)
    follows = one.stage < later.stage and one.filed <= later.filed
    return one.kind == later.kind and same_request and same_claimant and follows


def is_one_suit(rows: Sequence[Instance]) -> bool:
    """Whether rows are the instances of one suit: one of each, filed one after the other, by one
    claimant as far as the log keeps who it is."""
    ordered = sorted(rows, key=lambda one: one.stage)
    days = [one.filed for one in ordered]
    claimants = {one.claimant for one in rows if one.claimant != UNKNOWN}
    is_distinct = len({one.stage for one in rows}) == len(rows)
    return len(rows) > 1 and is_distinct and days == sorted(days) and len(claimants) <= 1


def by_claimant(rows: Sequence[Instance]) -> list[list[Instance]]:
    """Rows about one request, claimant by claimant."""
    found: dict[int, list[Instance]] = {}
    for one in rows:
        found.setdefault(one.claimant, []).append(one)
    return list(found.values())


def instances(verdicts: Verdicts) -> list[Instance]:
    """The suits of which the instance is known."""
    frame = verdicts.stack.frame
    stage = stages(frame)
    is_suit = frame["kind"].isin(["suit_direct", "suit_after_review"]).to_numpy(dtype=bool)
    places = np.flatnonzero(verdicts.sound & is_suit & (stage > 0))
    about = frame["request_number"].array
    # One more, which stands for no number.
    requests = np.append(normal_codes(about.categories), UNKNOWN)[about.codes[places]]
    each = zip(
        places.tolist(),
        verdicts.stack.offices[places].tolist(),
        stage[places].tolist(),
        frame["filed"].to_numpy().astype("datetime64[D]").astype(np.int64)[places].tolist(),
        pd.factorize(frame["claimant_mark"].iloc[places])[0].tolist(),
        requests.tolist(),
        frame["kind"].array.codes[places].tolist(),
        strict=True,
    )
    return [Instance(*values) for values in each]


def by_request(every: Sequence[Instance]) -> Iterator[list[Instance]]:
    """The suits that took one way to court about one request; one about none that is known is by
    itself."""
    groups: dict[Hashable, list[Instance]] = {}
    for one in every:
        key = (one.request, one.kind) if one.request != UNKNOWN else (UNKNOWN, one.place)
        groups.setdefault(key, []).append(one)
    yield from groups.values()
