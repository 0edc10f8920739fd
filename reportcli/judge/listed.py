"""How many findings are listed: a thousand of a code, and the number of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reportcli.finding import Alike, Finding

MOST_LISTED = 1000  # of one code; the number of the rest is told


def listed(found: Iterable[Finding | Alike]) -> tuple[list[Finding], dict[str, int]]:
    """At most `MOST_LISTED` findings of a code, in the order of files, sheets and rows, and how many
    more there are.

    A million bad rows are one fault many times over; a list of them helps nobody. What a person
    waived is listed always, so that no count hides it.
    """
    kept: list[Finding] = []
    counts: Counter[str] = Counter()
    for one in found:
        if isinstance(one, Alike):
            # Alike findings are made one by one only as far as they are listed.
            kept += one.findings(max(MOST_LISTED - counts[one.code], 0))
            counts[one.code] += len(one.rows)
            continue
        counts[one.code] += one.waived is None
        if one.waived or counts[one.code] <= MOST_LISTED:
            kept.append(one)
    return kept, {
        code: count - MOST_LISTED for code, count in counts.items() if count > MOST_LISTED
    }
