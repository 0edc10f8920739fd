"""What in the logs contradicts itself, the law or another log, although every row of it could be counted.

One rule is one function that yields a code, a field and the rows it holds for; the wording, the remedy and
the article are in the catalogue. Only rows that count in the year are looked at. Identities of the form and
last year's figures are the business of `check.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from reportcli.calendar import WorkingCalendar
from reportcli.deadlines import RULES, clock
from reportcli.fields import KindId
from reportcli.finding import Address, Detail, Finding
from reportcli.intake.log import Log
from reportcli.settings import Settings
from reportcli.tally import COUNTED, Tally

# 行政复议法 of 2023, article 23(4): against a refusal to disclose, review comes before suit.
REVIEW_FIRST = pd.Timestamp(2024, 1, 1)
# 立法法 articles 91 and 93: rules are made by ministries, provinces and cities divided into districts.
MAY_MAKE_RULES = ("ministry", "province", "city")
# A running number is shorter; a registration number that is told from it may not stand on two sheets of a
# file.
REGISTRATION_LENGTH = 6


@dataclass(frozen=True)
class Audited:
    """The rows of one log that count in the year, and what the rules need to judge them."""

    log: Log
    frame: pd.DataFrame
    calendar: WorkingCalendar
    as_of: pd.Timestamp
    settings: Settings
    siblings: Mapping[KindId, list[pd.DataFrame]]

    def keeps(self, field: str) -> bool:
        """Whether the log has a column for a field: where it has none, nothing can be missing from it."""
        return bool(self.log.source.column(field))


Rule = Callable[[Audited], Iterator[tuple[str, str, pd.Series]]]


def audit(tally: Tally, calendar: WorkingCalendar, as_of: date, settings: Settings) -> Iterator[Finding]:
    """Every finding of every rule, log by log."""
    frames: dict[KindId, list[pd.DataFrame]] = {}
    for part in tally.parts:
        frames.setdefault(part.log.kind, []).append(part.log.frame[part.fate == COUNTED])
    places = {kind: iter(found) for kind, found in frames.items()}
    day = pd.Timestamp(as_of)
    for part in tally.parts:
        frame = next(places[part.log.kind])
        audited = Audited(part.log, frame, calendar, day, settings, frames)
        for rule in RULES_OF[part.log.kind] if len(frame) else ():
            for code, field, rows in rule(audited):
                yield from findings_at(audited, code, field, rows)
    yield from numbers_on_two_sheets(tally, frames)
    yield from empty_tables(tally)


def findings_at(audited: Audited, code: str, field: str, rows: pd.Series) -> Iterator[Finding]:
    """A finding at each row of a mask."""
    source = audited.log.source
    column = source.column(field)
    for row in rows.index[rows.fillna(False).to_numpy(dtype=bool)].tolist():
        yield Finding(code, Address(source.file, source.sheet, row, column))


def dates_in_the_future(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Nothing that has happened is dated after the day of the run."""
    for field in ("received", "closed", "made", "published", "filed"):
        if field in audited.frame:
            yield "date-in-future", field, audited.frame[field] > audited.as_of


def doubled_numbers(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """One registration number, one request; a case number may stand once for each instance."""
    numbers = audited.frame["number"]
    yield "number-doubled", "number", numbers.notna() & numbers.duplicated(keep="first")


def contradicting_status(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """A request that is said to be open has no closing date, and one that is said to be closed has one."""
    status, is_closed = audited.frame["status"], audited.frame["closed"].notna()
    yield (
        "status-contradicts",
        "status",
        (status.isin(["open"]) & is_closed) | (status.isin(["closed"]) & ~is_closed),
    )


def missing_consultation(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Whoever withholds to protect a third party has asked it (条例 32)."""
    if audited.keeps("consulted"):
        refused = audited.frame["outcome"].isin(["outcome.refused.third_party"])
        yield "consultation-missing", "consulted", refused & audited.frame["consulted"].isna()


def time_limits(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Notices, extensions and answers within the time that the Regulation gives (条例 30, 33)."""
    frame, calendar = audited.frame, audited.calendar
    notice_due = calendar.add(frame["received"].to_numpy(), RULES.correction_notice.days)
    yield "correction-notice-late", "correction_notified", frame["correction_notified"] > notice_due
    yield "extension-too-long", "extension_days", frame["extension_days"] > RULES.extension.days
    clocks = clock(frame, calendar, as_of=audited.as_of.date())
    yield "answered-late", "closed", clocks["state"] == "late"
    comparable = frame["due"].notna() & clocks["due"].notna() & ~clocks["provisional"]
    yield "due-date-differs", "due", comparable & (frame["due"] != clocks["due"])


def document_faults(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Rules and normative documents: number, validity, repeal, and who may make them."""
    frame = audited.frame
    documents = frame["category"].isin(["rules", "normative_documents"])
    if audited.keeps("document_number"):
        yield "document-number-missing", "document_number", documents & frame["document_number"].isna()
    if audited.keeps("validity"):
        yield "validity-missing", "validity", documents & frame["validity"].isna() & frame["repealed"].isna()
    repealed = frame["repealed"]
    yield "repealed-before-made", "repealed", repealed < frame["made"]
    in_force, lapsed = frame["validity"].isin(["in_force"]), frame["validity"].isin(["not_in_force"])
    contradicts = (in_force & (repealed <= audited.as_of)) | (documents & lapsed & (repealed > audited.as_of))
    yield "validity-contradicts", "validity", contradicts
    yield "repeal-date-missing", "repealed", documents & lapsed & repealed.isna()
    if audited.settings.agency_level and audited.settings.agency_level not in MAY_MAKE_RULES:
        yield "rules-not-competent", "category", frame["category"].isin(["rules"])


def publishing_faults(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """Published in time (条例 26) and after a review for secrets (条例 17), where the log keeps one."""
    frame = audited.frame
    due = audited.calendar.add(frame["made"].to_numpy(), RULES.publication.days)
    yield "published-late", "published", frame["published"] > due
    if audited.keeps("reviewed"):
        yield "review-missing", "reviewed", frame["reviewed"].isna() & frame["published"].notna()


def linked_cases(audited: Audited) -> Iterator[tuple[str, str, pd.Series]]:
    """A case is about a request that is in the log, and a suit after review has its review."""
    frame = audited.frame
    about = frame["request_number"]
    reviewed = numbers_in(
        audited.siblings["cases"], "request_number", lambda cases: cases["kind"].isin(["review"])
    )
    after = frame["kind"].isin(["suit_after_review"]) & about.notna()
    if reviewed:
        yield "review-case-missing", "request_number", after & ~about.isin(list(reviewed))
    requests = audited.siblings.get("requests", [])
    if known := numbers_in(requests, "number", lambda found: found["number"].notna()):
        yield "request-not-found", "request_number", about.notna() & ~about.isin(list(known))
    refused = numbers_in(requests, "number", refused_since_review_comes_first)
    yield "review-comes-first", "kind", frame["kind"].isin(["suit_direct"]) & about.isin(list(refused))


def refused_since_review_comes_first(requests: pd.DataFrame) -> pd.Series:
    """Requests refused since review has to come before a suit."""
    refused = requests["outcome"].astype("str").str.startswith("outcome.refused.")
    return refused & (requests["closed"] >= REVIEW_FIRST)


def numbers_in(frames: list[pd.DataFrame], field: str, rows: Callable[[pd.DataFrame], pd.Series]) -> set[str]:
    """The numbers that a field holds in the rows that a test picks, over several logs."""
    return {str(number) for frame in frames for number in frame[field][rows(frame)].dropna()}


RULES_OF: Mapping[KindId, tuple[Rule, ...]] = {
    "requests": (
        dates_in_the_future,
        doubled_numbers,
        contradicting_status,
        missing_consultation,
        time_limits,
    ),
    "publications": (dates_in_the_future, document_faults, publishing_faults),
    "cases": (dates_in_the_future, linked_cases),
}


def numbers_on_two_sheets(tally: Tally, frames: Mapping[KindId, list[pd.DataFrame]]) -> Iterator[Finding]:
    """A full registration number stands on one sheet of a file only."""
    seen: dict[str, set[str]] = {}
    requests = [part.log.source for part in tally.parts if part.log.kind == "requests"]
    sheets = Counter(source.file for source in requests)
    for source, frame in zip(requests, frames.get("requests", []), strict=True):
        if sheets[source.file] < 2:
            continue
        numbers = frame["number"].dropna().astype(object)
        numbers = numbers[numbers.str.len() >= REGISTRATION_LENGTH]
        known = seen.setdefault(source.file, set())
        for row in numbers.index[numbers.isin(list(known))].tolist():
            yield Finding("number-doubled", Address(source.file, source.sheet, row, source.column("number")))
        known.update(numbers)


def empty_tables(tally: Tally) -> Iterator[Finding]:
    """A table of zeros although its logs have rows: most likely the year or a column is wrong."""
    for table, numbers in tally.tables.items():
        parts = [part for part in tally.parts if part.log.kind == table]
        if not any(numbers.values()) and any(len(part.log.frame) for part in parts):
            source = parts[0].log.source
            details: dict[str, Detail] = {"year": tally.year}
            yield Finding("table-all-zero", Address(source.file, source.sheet), details)
