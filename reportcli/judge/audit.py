"""What in the logs contradicts itself, the law or another log, although every row of it could be
counted.

One rule is one function that yields a code, a field and the rows it holds for; the wording, the
remedy and the article are in the catalogue. Only rows that count in the year are looked at. Not
for: identities of the form and last year's figures (`identities.py`), what stands twice
(`count/doubles.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.identity import normal_numbers
from reportcli.count.sorting import YearSpan
from reportcli.count.tally import Tally
from reportcli.finding import Address, Alike, Detail, Finding
from reportcli.intake.log import Flags, Stack, by_log
from reportcli.judge.audited import Audited, Rule, RuleHit, places_of
from reportcli.judge.date_order import (
    dates_in_the_future,
    dates_out_of_order,
    future_outside_the_year,
)
from reportcli.judge.time_limits import (
    corrections_in_time,
    fees_in_time,
    notices_and_answers,
    overdue_when_carried,
)
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import TimeLimits
from reportcli.settings import Settings
from reportcli.words.fields import KindId, log_kinds

# 行政复议法 of 2023, article 23(4): against a refusal to disclose, review comes before suit.
REVIEW_FIRST = pd.Timestamp(2024, 1, 1)
# 立法法 articles 91 and 93: rules are made by ministries, provinces and cities divided into
# districts.
MAY_MAKE_RULES = ("ministry", "province", "city")
DayNumbers = npt.NDArray[np.int64]
OFFICES = 1 << 31  # more than are ever counted together


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
    return audit_each([tally], tally, calendar, as_of, settings, clocks)[0]


def audit_each(
    tallies: Sequence[Tally],
    together: Tally,
    calendar: WorkingCalendar,
    as_of: date,
    settings: Settings,
    clocks: pd.DataFrame | None = None,
) -> list[Iterator[Finding | Alike]]:
    """The same of the tally of each office; the rules ask once about the rows of all `together`."""
    span, today = YearSpan(together.year), pd.Timestamp(as_of)
    counted = together.counted
    held = {
        kind: iter(rules_held(Audited(stack, span, calendar, today, settings, clocks, counted)))
        for kind, stack in counted.items()
    }
    of_parts = [[next(held[part.log.kind]) for part in tally.parts] for tally in tallies]
    return [
        chain(
            chain.from_iterable(found),
            future_outside_the_year(tally, today),
            empty_tables(tally),
        )
        for found, tally in zip(of_parts, tallies, strict=True)
    ]


def rules_held(audited: Audited) -> list[list[Alike]]:
    """What every rule holds for, in each log of a stack."""
    stack = audited.stack
    found: list[list[Alike]] = [[] for _ in stack.logs]
    rows = stack.frame.index.to_numpy(dtype=np.int32)
    for rule in RULES_OF[stack.kind] if len(rows) else ():
        for held in rule(audited):
            places = places_of(held.rows)
            for number, part in by_log(places, stack.starts):
                source = stack.logs[number].source
                column = Address(source.file, source.sheet, column=source.column(held.field))
                at = rows[places[part]].tolist()
                found[number].append(Alike(held.code, column, at, dict(held.details)))
    return found


def contradicting_status(audited: Audited) -> Iterator[RuleHit]:
    """A request that is said to be open has no closing date, and one that is said to be closed has
    one."""
    status, is_closed = audited.frame["status"], audited.frame["closed"].notna()
    yield RuleHit(
        "status-contradicts",
        "status",
        (status.isin(["open"]) & is_closed) | (status.isin(["closed"]) & ~is_closed),
    )


def missing_consultation(audited: Audited) -> Iterator[RuleHit]:
    """Whoever withholds to protect a third party has asked it (条例 32)."""
    refused = audited.frame["outcome"].isin(["outcome.refused.third_party"]) & audited.keeps(
        "consulted"
    )
    yield RuleHit("consultation-missing", "consulted", refused & audited.frame["consulted"].isna())


def document_faults(audited: Audited) -> Iterator[RuleHit]:
    """Rules and normative documents: number, validity, repeal, and who may make them."""
    frame = audited.frame
    documents = frame["category"].isin(["rules", "normative_documents"])
    unnumbered = documents & audited.keeps("document_number") & frame["document_number"].isna()
    yield RuleHit("document-number-missing", "document_number", unnumbered)
    unsaid = (
        documents & audited.keeps("validity") & frame["validity"].isna() & frame["repealed"].isna()
    )
    yield RuleHit("validity-missing", "validity", unsaid)
    repealed = frame["repealed"]
    yield RuleHit("repealed-before-made", "repealed", repealed < frame["made"])
    in_force, lapsed = (
        frame["validity"].isin(["in_force"]),
        frame["validity"].isin(["not_in_force"]),
    )
    contradicts = (in_force & (repealed <= audited.as_of)) | (
        documents & lapsed & (repealed > audited.as_of)
    )
    yield RuleHit("validity-contradicts", "validity", contradicts)
    yield RuleHit("repeal-date-missing", "repealed", documents & lapsed & repealed.isna())
    if audited.settings.agency_level and audited.settings.agency_level not in MAY_MAKE_RULES:
        yield RuleHit("rules-not-competent", "category", frame["category"].isin(["rules"]))


def amounts_of_no_line(audited: Audited) -> Iterator[RuleHit]:
    """An amount beside a topic: 收费公示 may mean the fees of table 二, which it does not say."""
    frame = audited.frame
    lines = [*log_kinds()["publications"].values["category"]]
    of_topic = frame["category"].notna() & ~frame["category"].isin(lines)
    has_amount = frame["amount"].notna() & ~frame["amount"].isin(["0", "0.0", "0.00"])
    yield RuleHit("amount-uncounted", "amount", of_topic & has_amount)


def publishing_faults(audited: Audited) -> Iterator[RuleHit]:
    """Published in time (条例 26) and after a review for secrets (条例 17), where the log keeps
    one."""
    frame = audited.frame
    due = audited.calendar.add(frame["made"].to_numpy(), TimeLimits.publication.days)
    yield RuleHit("published-late", "published", frame["published"] > due)
    if "reviewed" in frame:
        unreviewed = (
            audited.keeps("reviewed") & frame["reviewed"].isna() & frame["published"].notna()
        )
        yield RuleHit("review-missing", "reviewed", unreviewed)


def linked_cases(audited: Audited) -> Iterator[RuleHit]:
    """A case is about a request that is in the log, and a suit after review has its review."""
    cases, kind = audited.stack, audited.frame["kind"]
    known: dict[str, int] = {}
    about = numbers_of(cases, "request_number", known)
    reviewed = about[kind.isin(["review"]) & (about >= 0)]
    after = kind.isin(["suit_after_review"]) & unlisted(cases, about, reviewed)
    yield RuleHit("review-case-missing", "request_number", after)
    if "requests" not in audited.every:
        return
    requests = audited.every["requests"]
    numbers = numbers_of(requests, "number", known)
    not_found = unlisted(cases, about, numbers[numbers >= 0])
    yield RuleHit("request-not-found", "request_number", np.flatnonzero(not_found))
    refused = numbers[refused_since_review_comes_first(requests.frame) & (numbers >= 0)]
    direct = kind.isin(["suit_direct"]) & np.isin(about, refused)
    yield RuleHit("review-comes-first", "kind", direct)


def refused_since_review_comes_first(requests: pd.DataFrame) -> pd.Series:
    """Requests refused since review has to come before a suit."""
    refused = requests["outcome"].astype("str").str.startswith("outcome.refused.")
    return refused & (requests["closed"] >= REVIEW_FIRST)


def numbers_of(stack: Stack, field: str, known: dict[str, int]) -> DayNumbers:
    """A column of numbers as they are compared (one log may write 0012, the other 12), each as a
    whole number that tells its office too, for every office counts from 1; negative where there is
    none.

    `known` numbers the texts, and grows.
    """
    column = stack.frame[field].array
    normal = normal_numbers([str(number) for number in column.categories])
    codes = [known.setdefault(number, len(known)) for number in normal]
    found: DayNumbers = np.array([*codes, -1], dtype=np.int64)[column.codes]
    return np.where(found < 0, found, found * OFFICES + stack.offices)


def unlisted(stack: Stack, numbers: DayNumbers, listed: DayNumbers) -> Flags:
    """Which rows bear a number that their office does not list, where it lists any."""
    lists = np.isin(stack.offices, listed % OFFICES)
    return (numbers >= 0) & lists & ~np.isin(numbers, listed)


RULES_OF: Mapping[KindId, tuple[Rule, ...]] = {
    "requests": (
        dates_in_the_future,
        dates_out_of_order,
        contradicting_status,
        missing_consultation,
        notices_and_answers,
        fees_in_time,
        corrections_in_time,
        overdue_when_carried,
    ),
    "publications": (
        dates_in_the_future,
        dates_out_of_order,
        document_faults,
        publishing_faults,
        amounts_of_no_line,
    ),
    "cases": (dates_in_the_future, dates_out_of_order, linked_cases),
}


def empty_tables(tally: Tally) -> Iterator[Finding]:
    """A table of zeros although its logs have rows: most likely the year or a column is wrong."""
    for table, numbers in tally.tables.items():
        parts = [part for part in tally.parts if part.log.kind == table]
        if not any(numbers.values()) and any(len(part.log.frame) for part in parts):
            source = parts[0].log.source
            details: dict[str, Detail] = {"year": tally.year}
            yield Finding("table-all-zero", Address(source.file, source.sheet), details)
