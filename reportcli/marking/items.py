"""The findings of one file as they are marked and listed: each with the unit that has to look at it,
the number of its record, and the cell that it is marked at.

No personal value is in them. Not for how they are drawn (`listing.py`, `mark.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reportcli.finding import Finding
from reportcli.intake.log import Log, LogsByPlace
from reportcli.marking.sheet import CellPlace
from reportcli.report import Report
from reportcli.words.fields import log_kinds
from reportcli.words.messages import printable
from reportcli.words.units import without_persons

TOP_OF_SHEET: CellPlace = (1, 1)


@dataclass(frozen=True)
class Item:
    """One finding, the unit that has to look at it, the number of its record, and the cell it is
    marked at.

    `unit` is empty where the log does not say, and None where the finding is about no record.
    """

    finding: Finding
    unit: str | None
    number: str
    sheet: str
    place: CellPlace | None


def items_of(report: Report, file: str) -> list[Item]:
    """Every finding that is not waived, with the place in this file where it is marked, if there is
    one; down the sheets in their order, those of no sheet last."""
    order = [sheet.sheet for one in report.inputs if one.file == file for sheet in one.sheets]
    marker = Marker(report, file)
    items = [marker.item(finding) for finding in report.findings if not finding.waived]

    def down_the_sheets(item: Item) -> tuple[int, int, int]:
        address = item.finding.address
        return (order.index(item.sheet) if item.sheet else len(order), address.row, address.column)

    return sorted(items, key=down_the_sheets)


class Marker:
    """Knows where in one file a finding is marked, and whose record it is about."""

    def __init__(self, report: Report, file: str) -> None:
        self.file = file
        self.logs = LogsByPlace(part.log for part in report.tally.parts)
        rows: dict[tuple[str, str, int, int], set[int]] = {}
        logs: dict[tuple[str, str, int, int], Log] = {}
        for finding in report.findings:
            if finding.address.file == file and (log := self.logs.at(finding.address)):
                logs[log.source.place] = log
                rows.setdefault(log.source.place, set()).add(finding.address.row)
        self.records = {place: records_of(logs[place], rows[place]) for place in rows}

    def item(self, finding: Finding) -> Item:
        """A finding at its place: at its cell or the first known one of its row, else at the top of
        its sheet, else nowhere in this file.
        """
        address = finding.address
        if address.file != self.file or not address.sheet:
            return Item(finding, None, "", "", None)
        log = self.logs.at(address)
        if log is None or not address.row:
            return Item(finding, None, "", address.sheet, TOP_OF_SHEET)
        column = address.column or min(one.column for one in log.source.columns if one.field)
        unit, number = self.records[log.source.place].get(address.row, (None, ""))
        return Item(finding, unit, number, address.sheet, (address.row, column))


def records_of(log: Log, rows: set[int]) -> Mapping[int, tuple[str | None, str]]:
    """Row → the unit in charge of its record, and its number."""
    frame = log.frame.loc[log.frame.index.isin(list(rows))]
    units = frame["unit"].astype(object) if "unit" in frame else [None] * len(frame)
    numbers = frame[log_kinds()[log.kind].number].astype(object)
    return {
        row: (without_persons(shown_value(unit)), shown_value(number))
        for row, unit, number in zip(frame.index.tolist(), units, numbers, strict=True)
    }


def shown_value(value: object) -> str:
    """A value of a frame as text."""
    return "" if value is None or pd.isna(value) else printable(str(value))
