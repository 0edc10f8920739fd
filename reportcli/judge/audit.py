"""What in the logs contradicts itself, the law or another log, although every row of it could be
counted.

One rule is one function that yields a code, a field and the rows it holds for; the wording, the
remedy and the article are in the catalogue. Only rows that count in the year are looked at.
Identities of the form and last year's figures are the business of `check.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from reportcli.count.tally import Tally
from reportcli.finding import Address, Alike, Detail, Finding
from reportcli.intake.log import Flags, Rows, Stack, by_log
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import RULES, clock
from reportcli.settings import Settings
from reportcli.words.fields import KindId

# 行政复议法 of 2023, article 23(4): against a refusal to disclose, review comes before suit.
REVIEW_FIRST = pd.Timestamp(2024, 1, 1)
# 立法法 articles 91 and 93: rules are made by ministries, provinces and cities divided into
# districts.
MAY_MAKE_RULES = ("ministry", "province", "city")


@dataclass(frozen=True)
class Audited:
    """The rows of the logs of one kind that count in the year, and what the rules need to judge
    them."""

    stack: Stack
    calendar: WorkingCalendar
    as_of: pd.Timestamp
    settings: Settings
    clocks: pd.DataFrame | None
    every: Mapping[KindId, Stack]

    @property
    def frame(self) -> pd.DataFrame:
        """The rows."""
        return self.stack.frame

    def keeps(self, field: str) -> Flags:
        """Which rows are of a log with a column for a field: where it has none, nothing can be
        missing."""
        kept = np.array([bool(log.source.column(field)) for log in self.stack.logs])
        return kept[self.stack.log_numbers]


Rule = Callable[[Audited], Iterator[tuple[str, str, pd.Series]]]
Held = tuple[str, str, Rows]
"""A code, a field, and the rows of one log that a rule holds for."""


def audit(
    tally: Tally,
    calendar: WorkingCalendar,
    as_of: date,
    settings: Settings,
    clocks: pd.DataFrame | None = None,
) -> Iterator[Finding | Alike]:
    """Every finding of every rule, log by log; `clocks` are those of the counted requests, where
    they are known.
    """
    held = {
        kind: iter(
            rules_held(
                Audited(stack, calendar, pd.Timestamp(as_of), settings, clocks, tally.counted)
            )
        )
        for kind, stack in tally.counted.items()
    }
    for part in tally.parts:
        source = part.log.source
        for code, field, rows in next(held[part.log.kind]):
            column = Address(source.file, source.sheet, column=source.column(field))
            yield Alike(code, column, rows.tolist())
    yield from empty_tables(tally)


def rules_held(audited: Audited) -> list[list[Held]]:
    """What every rule holds for, in each log of a stack."""
    stack = audited.stack
    held: list[list[Held]] = [[] for _ in stack.logs]
    rows = stack.frame.index.to_numpy(dtype=np.int32)
    for rule in RULES_OF[stack.kind] if len(rows) else ():
        for code, field, found in rule(audited):
            places = np.flatnonzero(found.fillna(False).to_numpy(dtype=bool))
            for number, part in by_log(places, stack.starts):
                held[number].append((code, field, rows[places[part]]))
    return held


def dates_in_the_future(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Nothing that has happened is dated after the day of the run."""
    for field in ("received", "closed", "made", "published", "filed"):
        if field in audited.frame:
            yield "date-in-future", field, audited.frame[field] > audited.as_of


def contradicting_status(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """A request that is said to be open has no closing date, and one that is said to be closed has
    one."""
    status, is_closed = audited.frame["status"], audited.frame["closed"].notna()
    yield (
        "status-contradicts",
        "status",
        (status.isin(["open"]) & is_closed) | (status.isin(["closed"]) & ~is_closed),
    )


def missing_consultation(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Whoever withholds to protect a third party has asked it (条例 32)."""
    refused = audited.frame["outcome"].isin(["outcome.refused.third_party"]) & audited.keeps(
        "consulted"
    )
    yield "consultation-missing", "consulted", refused & audited.frame["consulted"].isna()


def time_limits(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Notices, extensions and answers within the time that the Regulation gives (条例 30, 33)."""
    frame, calendar = audited.frame, audited.calendar
    notice_due = calendar.add(frame["received"].to_numpy(), RULES.correction_notice.days)
    yield "correction-notice-late", "correction_notified", frame["correction_notified"] > notice_due
    yield "extension-too-long", "extension_days", frame["extension_days"] > RULES.extension.days
    clocks = audited.clocks
    if clocks is None:
        clocks = clock(frame, calendar, as_of=audited.as_of.date())
    yield "answered-late", "closed", clocks["state"] == "late"
    comparable = frame["due"].notna() & clocks["due"].notna() & ~clocks["provisional"]
    yield "due-date-differs", "due", comparable & (frame["due"] != clocks["due"])


def document_faults(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Rules and normative documents: number, validity, repeal, and who may make them."""
    frame = audited.frame
    documents = frame["category"].isin(["rules", "normative_documents"])
    unnumbered = documents & audited.keeps("document_number") & frame["document_number"].isna()
    yield "document-number-missing", "document_number", unnumbered
    unsaid = (
        documents & audited.keeps("validity") & frame["validity"].isna() & frame["repealed"].isna()
    )
    yield "validity-missing", "validity", unsaid
    repealed = frame["repealed"]
    yield "repealed-before-made", "repealed", repealed < frame["made"]
    in_force, lapsed = (
        frame["validity"].isin(["in_force"]),
        frame["validity"].isin(["not_in_force"]),
    )
    contradicts = (in_force & (repealed <= audited.as_of)) | (
        documents & lapsed & (repealed > audited.as_of)
    )
    yield "validity-contradicts", "validity", contradicts
    yield "repeal-date-missing", "repealed", documents & lapsed & repealed.isna()
    if audited.settings.agency_level and audited.settings.agency_level not in MAY_MAKE_RULES:
        yield "rules-not-competent", "category", frame["category"].isin(["rules"])


def publishing_faults(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Published in time (条例 26) and after a review for secrets (条例 17), where the log keeps
    one."""
    frame = audited.frame
    due = audited.calendar.add(frame["made"].to_numpy(), RULES.publication.days)
    yield "published-late", "published", frame["published"] > due
    if "reviewed" in frame:
        unreviewed = (
            audited.keeps("reviewed") & frame["reviewed"].isna() & frame["published"].notna()
        )
        yield "review-missing", "reviewed", unreviewed


def linked_cases(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """A case is about a request that is in the log, and a suit after review has its review."""
    frame = audited.frame
    about = frame["request_number"]
    reviewed = numbers_in(frame, "request_number", lambda cases: cases["kind"].isin(["review"]))
    after = frame["kind"].isin(["suit_after_review"]) & about.notna()
    if reviewed:
        yield "review-case-missing", "request_number", after & ~about.isin(list(reviewed))
    if "requests" not in audited.every:
        return
    requests = audited.every["requests"].frame
    if known := numbers_in(requests, "number", lambda found: found["number"].notna()):
        yield "request-not-found", "request_number", about.notna() & ~about.isin(list(known))
    refused = numbers_in(requests, "number", refused_since_review_comes_first)
    yield (
        "review-comes-first",
        "kind",
        frame["kind"].isin(["suit_direct"]) & about.isin(list(refused)),
    )


def refused_since_review_comes_first(requests: pd.DataFrame) -> pd.Series:
    """Requests refused since review has to come before a suit."""
    refused = requests["outcome"].astype("str").str.startswith("outcome.refused.")
    return refused & (requests["closed"] >= REVIEW_FIRST)


def numbers_in(
    frame: pd.DataFrame, field: str, rows: Callable[[pd.DataFrame], pd.Series]
) -> set[str]:
    """The numbers that a field holds in the rows that a test picks."""
    return {str(number) for number in frame[field][rows(frame)].dropna()}


RULES_OF: Mapping[KindId, tuple[Rule, ...]] = {
    "requests": (
        dates_in_the_future,
        contradicting_status,
        missing_consultation,
        time_limits,
    ),
    "publications": (dates_in_the_future, document_faults, publishing_faults),
    "cases": (dates_in_the_future, linked_cases),
}


def empty_tables(tally: Tally) -> Iterator[Finding]:
    """A table of zeros although its logs have rows: most likely the year or a column is wrong."""
    for table, numbers in tally.tables.items():
        parts = [part for part in tally.parts if part.log.kind == table]
        if not any(numbers.values()) and any(len(part.log.frame) for part in parts):
            source = parts[0].log.source
            details: dict[str, Detail] = {"year": tally.year}
            yield Finding("table-all-zero", Address(source.file, source.sheet), details)
