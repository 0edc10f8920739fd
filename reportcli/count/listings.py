"""One document or decision listed once for each channel that it was published in.

The form counts documents and decisions, and the facts count items in each channel: such a row is
marked `again`, adds nothing to table 二, and is one item more where its channel is told. A document
number names a document; of decisions it names one only together with all else that the row says,
because fees bear the number of the document that they rest on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import pandas as pd

from reportcli.count.identity import normal_codes
from reportcli.count.publications import DOCUMENTS
from reportcli.count.verdicts import Verdicts
from reportcli.intake.log import Flags, Places

# Money is paid many times under one number on one day; these are one only where another channel
# or day of publication tells them from a second payment.
PAYMENTS = ("fees", "procurement")
# 条例第二十条: licences, penalties, coercion and fees are counted by decision
DECISIONS = ("licensing", "penalties", "coercion", "other_services", *PAYMENTS)
# A finding names a few of the rows that it is about.
MOST_SITES_NAMED = 4
SAME_DECISION = ("title_mark", "made", "count", "amount")


def listed_again(verdicts: Verdicts) -> Flags:
    """Which rows list again what a row before them has; what contradicts it is said."""
    again = np.zeros(len(verdicts.stack.frame), dtype=np.bool_)
    for rows in documents(verdicts):
        again[judge_document(verdicts, rows)] = True
    for rows in decisions(verdicts):
        again[judge_decision(verdicts, rows)] = True
    return again


def documents(verdicts: Verdicts) -> Iterator[pd.DataFrame]:
    """The rows of each rule or normative document that is listed several times."""
    frame = verdicts.stack.frame
    chosen = frame["category"].isin(DOCUMENTS) & frame["item"].notna()
    sound = chosen.to_numpy(dtype=bool) & verdicts.sound
    yield from repeated_by(verdicts, sound, frame["item"])


def decisions(verdicts: Verdicts) -> Iterator[pd.DataFrame]:
    """The rows of each line of decisions or money that share a document number."""
    frame = verdicts.stack.frame
    numbers = frame["document_number"].array
    chosen = (frame["category"].isin(DECISIONS) & frame["document_number"].notna()).to_numpy()
    if not chosen.any():
        return
    codes = pd.Series(normal_codes(numbers.categories)[numbers.codes], index=frame.index)
    key = codes.astype(str) + frame["category"].astype(object).fillna("").astype(str)
    yield from repeated_by(verdicts, chosen & verdicts.sound, key)


def repeated_by(verdicts: Verdicts, chosen: Flags, key: pd.Series) -> Iterator[pd.DataFrame]:
    """The chosen rows of one office that share a key, group by group, their index the place in the
    stack."""
    places: Places = np.flatnonzero(chosen)
    offices = verdicts.stack.offices[places]
    keys = pd.DataFrame({"office": offices, "key": key.iloc[places].to_numpy()}, index=places)
    keys = keys[keys.duplicated(keep=False)]
    if keys.empty:
        return
    rows = verdicts.stack.frame.iloc[keys.index].set_axis(keys.index, axis=0)
    for _, group in rows.groupby([keys["office"], keys["key"]], sort=False):
        yield group


def judge_document(verdicts: Verdicts, rows: pd.DataFrame) -> list[int]:
    """The places that list a document again: one document, whatever channel it is listed for.

    Of a row that knows of the repeal and one that does not, the first is the later version.
    """
    repealed = rows["repealed"]
    if rows["made"].nunique() > 1 or repealed.nunique() > 1:
        counted = int(rows.index[-1])
        tell_contradiction(verdicts, rows.index.tolist(), counted)
    else:
        counted = int(rows.index[repealed.notna().to_numpy().argmax()])
        superseded = rows.index[repealed.isna()].tolist() if repealed.notna().any() else []
        for place in superseded:
            other = str(verdicts.address(counted))
            verdicts.tell(place, "document-superseded", "repealed", other=other)
    return [place for place in rows.index.tolist() if place != counted]


def tell_contradiction(verdicts: Verdicts, places: Sequence[int], counted: int) -> None:
    """Say at each of some rows that the others contradict it, and which one counts."""
    address = str(verdicts.address(counted))
    for place in places:
        others = verdicts.addresses([one for one in places[:MOST_SITES_NAMED] if one != place])
        verdicts.tell(place, "record-contradicts", "document_number", other=others, counted=address)


def judge_decision(verdicts: Verdicts, rows: pd.DataFrame) -> list[int]:
    """The places that list a decision again; others that share its number count, with a warning."""
    is_payment = rows["category"].iloc[0] in PAYMENTS
    alike: dict[Hashable, list[int]] = {}
    again: list[int] = []
    # Equal values are equal numbers, so that a blank is equal to a blank.
    keys = {name: pd.factorize(rows[name])[0] for name in SAME_DECISION}
    for at, place in enumerate(rows.index.tolist()):
        listed = alike.setdefault(tuple(int(codes[at]) for codes in keys.values()), [])
        is_elsewhere = all(is_told_apart(verdicts, rows, place, one) for one in listed)
        if listed and (is_elsewhere or not is_payment):
            again.append(place)
            verdicts.tell(place, "decision-listed-again", "document_number")
        elif listed or len(alike) > 1:
            verdicts.tell(place, "decision-number-shared", "document_number")
        listed.append(place)
    return again


def is_told_apart(verdicts: Verdicts, rows: pd.DataFrame, place: int, other: int) -> bool:
    """Whether two equal payments were published in two ways, or stand on two sheets; another day of
    publication alone tells of two ways only where the day of the decision is known to be one."""
    if verdicts.log_numbers[place] != verdicts.log_numbers[other]:
        return True
    one, two = rows.loc[place], rows.loc[other]
    other_channel = pd.notna(one["channel"]) and one["channel"] != two["channel"]
    other_day = pd.notna(one["published"]) and one["published"] != two["published"]
    return bool(other_channel or (other_day and pd.notna(one["made"])))
