"""What crosses between the child process that reads finished reports and its parent.

Not for what a report says (`read.py`), nor for how a child is started (`intake/child`).
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from reportcli.finding import Address, Finding
from reportcli.intake.child.wire import Broken, Refused
from reportcli.law.edition import Edition
from reportcli.published.read import BlankRule, Published


class ReportJob(msgspec.Struct, frozen=True):
    """One finished report to read; `year` is for one whose title names none."""

    file: str
    year: int | None = None
    blank: BlankRule = "absent"


class ReportReading(msgspec.Struct, frozen=True, tag="report"):
    """A finished report read, with the digest of the file; numbers are decimal text."""

    file: str
    sha256: str
    format: str
    year: int | None
    edition: str
    cells: dict[str, str | None]
    places: dict[str, Address]
    prose: list[tuple[Address, str]]
    findings: list[Finding]
    titles: list[str]

    @classmethod
    def of(cls, read: Published, sha256: str) -> ReportReading:
        """What was read, as a message."""
        return cls(
            file=read.file,
            sha256=sha256,
            format=read.kind,
            year=read.year,
            edition=read.edition.id,
            cells={id_: None if one is None else str(one) for id_, one in read.cells.items()},
            places=dict(read.places),
            prose=list(read.prose),
            findings=list(read.findings),
            titles=list(read.titles),
        )

    def published(self) -> Published:
        """The report that the message tells of."""
        return Published(
            file=self.file,
            kind=self.format,
            year=self.year,
            edition=Edition.by_id(self.edition),
            cells={id_: None if one is None else Decimal(one) for id_, one in self.cells.items()},
            places=self.places,
            prose=self.prose,
            findings=self.findings,
            titles=self.titles,
            sha256=self.sha256,
        )


ReportReply = ReportReading | Refused | Broken
REPORT_DECODER: msgspec.msgpack.Decoder[ReportReply] = msgspec.msgpack.Decoder(ReportReply)
