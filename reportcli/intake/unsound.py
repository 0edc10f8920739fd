"""What makes a record impossible to count, whatever the year: rules that look at one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from reportcli.words.fields import KindId

# (code, field, rows), in the order in which a row's first error is named.
Unsound = tuple[str, str, Any]


class ByField(Protocol):
    """The values of records by field: a frame, or what stands for one where nothing is counted."""

    def __getitem__(self, field: str, /) -> Any: ...


def unsound_requests(frame: ByField) -> Iterator[Unsound]:
    """Requests without a day of receipt, or whose outcome and closing date do not go together."""
    yield "received-missing", "received", frame["received"].isna()
    yield "closed-before-received", "closed", frame["closed"] < frame["received"]
    yield "outcome-missing", "outcome", frame["closed"].notna() & frame["outcome"].isna()
    yield "closing-date-missing", "closed", frame["closed"].isna() & frame["outcome"].notna()


def unsound_publications(frame: ByField) -> Iterator[Unsound]:
    """Items without a date; rules and normative documents are counted by the day they were made."""
    documents = frame["category"].isin(["rules", "normative_documents"])
    yield "made-missing", "made", documents & frame["made"].isna()
    yield "date-missing", "published", frame["made"].isna() & frame["published"].isna()


def unsound_cases(frame: ByField) -> Iterator[Unsound]:
    """Cases without a day of filing, or whose result and closing date do not go together."""
    pending = frame["result"].isin(["pending"])
    yield "filed-missing", "filed", frame["filed"].isna()
    yield "closed-before-filed", "closed", frame["closed"] < frame["filed"]
    yield "result-missing", "result", frame["closed"].notna() & pending
    yield (
        "case-closing-date-missing",
        "closed",
        frame["closed"].isna() & ~pending & frame["result"].notna(),
    )


UNSOUND: Mapping[KindId, Callable[[ByField], Iterator[Unsound]]] = {
    "requests": unsound_requests,
    "publications": unsound_publications,
    "cases": unsound_cases,
}
