"""Whether the dates of a row can have come in the order in which they stand.

Where two of them lie in different years and one decides in which year a row counts, the other order
would be another figure: an error. Elsewhere the row counts as it stands, and it is a warning. What
makes a row impossible to count (answered before received) is settled by intake (`unsound.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from reportcli.count.part import OUTSIDE
from reportcli.count.tally import Tally
from reportcli.finding import Address, Alike, Detail
from reportcli.judge.audited import Audited, RuleHit
from reportcli.words.fields import KindId, log_kinds

# (earlier, later): neither may be on a day before the other.
DATE_ORDER: Mapping[KindId, tuple[tuple[str, str], ...]] = {
    "requests": (
        ("received", "correction_notified"),
        ("correction_notified", "corrected"),
        ("corrected", "closed"),
        ("correction_notified", "closed"),
        ("received", "extension_date"),
        ("extension_date", "closed"),
        ("received", "consulted"),
        ("consulted", "consultation_answered"),
        ("consulted", "closed"),
        ("received", "fee_notified"),
        ("fee_notified", "fee_paid"),
        ("fee_notified", "closed"),
        ("received", "due"),
    ),
    "publications": (("made", "published"), ("published", "repealed")),
    "cases": (),
}
DECIDING_YEAR: Mapping[KindId, tuple[str, ...]] = {
    "requests": ("received", "closed"),
    "publications": ("made", "published", "repealed"),
    "cases": ("filed", "closed"),
}
# The day of an extension stands in the column that also takes a mere yes.
FIELD_OF = {"extension_date": "extended"}
HAPPENED = ("received", "closed", "made", "published", "filed")


def dates_in_the_future(audited: Audited) -> Iterator[RuleHit]:
    """Nothing that has happened is dated after the day of the run."""
    for field in HAPPENED:
        if field in audited.frame:
            yield RuleHit("date-in-future", field, audited.frame[field] > audited.as_of)


def future_outside_the_year(tally: Tally, today: pd.Timestamp) -> Iterator[Alike]:
    """The same of records that no figure of the year takes: 2042 for 2024 would drop a request in
    silence.

    A log may go on after the day of the run, where that day was told: the year that follows the
    year of the tally is no slip.
    """
    latest = max(today, pd.Timestamp(tally.year + 1, 12, 31))
    for part in tally.parts:
        frame, source = part.log.frame, part.log.source
        is_outside = (part.fate == OUTSIDE).to_numpy(dtype=bool)
        for field in HAPPENED:
            if field not in frame:
                continue
            is_late = (frame[field] > latest).to_numpy(dtype=bool, na_value=False) & is_outside
            if is_late.any():
                column = Address(source.file, source.sheet, column=source.column(field))
                yield Alike("date-in-future", column, frame.index[is_late].tolist(), {})


def dates_out_of_order(audited: Audited) -> Iterator[RuleHit]:
    """Every pair of dates that cannot be in the order in which it is."""
    frame, kind = audited.frame, audited.stack.kind
    for earlier, later in DATE_ORDER[kind]:
        if earlier not in frame or later not in frame:
            continue
        wrong = frame[later] < frame[earlier]
        if later == "repealed":  # `repealed-before-made` has said it already
            wrong &= ~(frame["repealed"] < frame["made"])
        if not wrong.any():
            continue
        decides = {earlier, later} & {*DECIDING_YEAR[kind]}
        other_year = frame[later].dt.year != frame[earlier].dt.year
        changes_year = other_year if decides else pd.Series(False, index=frame.index)
        details = date_names(kind, earlier, later)
        field = FIELD_OF.get(later, later)
        yield RuleHit("dates-out-of-order", field, wrong & ~changes_year, details)
        yield RuleHit("dates-in-two-years", field, wrong & changes_year, details)


def date_names(kind: KindId, earlier: str, later: str) -> Mapping[str, Detail]:
    """What two dates are called, in both languages."""
    known = log_kinds()[kind]
    first = known.field(FIELD_OF.get(earlier, earlier))
    second = known.field(FIELD_OF.get(later, later))
    return {
        "earlier": first.label,
        "later": second.label,
        "earlier_en": first.label_en,
        "later_en": second.label_en,
    }
