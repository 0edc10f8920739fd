"""Findings that a person lets stand (`[[waive]]` in `reportcli.toml`), and the hash by which a row
is known.

A waiver takes a finding out of the count that decides how a run ends, and nothing else: a row that
an error set aside stays out of every figure until the log itself is mended. It holds as long as the
row does: the hash is over everything that the log keeps of the row, and once that differs the
finding is back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd

from reportcli.count.tally import Tally
from reportcli.finding import Address, Alike, Detail, Finding, Waived
from reportcli.intake.child.wire import MARK_COLUMNS
from reportcli.intake.log import Log, LogsByPlace, Stack, spans
from reportcli.settings import FILE_NAME, PLACE, Settings, Waiver
from reportcli.words.fields import log_kinds

# Columns that do not come from the row itself: what the rules made of it, beside the other rows.
# Nor digests of personal texts, which are there to find doubles.
NOT_OF_THE_ROW = {"fault", "again", "suit", *MARK_COLUMNS}
HASH_BYTES = 4
RowHashes = Mapping[tuple[str, str], Mapping[int, str]]


class Waivers:
    """The waivers of one run, and which of them have fitted a finding."""

    def __init__(self, logs: Iterable[Log], settings: Settings) -> None:
        self.settings = settings
        self.logs = LogsByPlace(logs)
        self.by_code: dict[str, list[Waiver]] = {}
        for waiver in settings.waive:
            self.by_code.setdefault(waiver.code, []).append(waiver)
        self.used: set[int] = set()

    def apply(self, found: Iterable[Finding | Alike]) -> Iterator[Finding | Alike]:
        """What was found, the findings that are waived marked so."""
        for one in found:
            if isinstance(one, Finding):
                yield from self.mark([one])
            elif one.code in self.by_code:
                yield from self.mark(one.findings())
            else:
                yield one

    def mark(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, those that are waived marked so."""
        for finding in findings:
            fitting = [one for one in self.by_code.get(finding.code, ()) if self.fits(one, finding)]
            if fitting:
                self.used.update(map(id, fitting))
                waived = Waived(fitting[0].reason, fitting[0].day)
                yield msgspec.structs.replace(finding, waived=waived)
            else:
                yield finding

    def fits(self, waiver: Waiver, finding: Finding) -> bool:
        """Whether a waiver of its code is about this finding, and about the row as it is now."""
        if waiver.where is not None and not names_place(waiver.where, finding):
            return False
        if waiver.number is not None and waiver.number != self.number(finding):
            return False
        return waiver.row_hash is None or waiver.row_hash == self.row_hash(finding.address)

    def number(self, finding: Finding) -> str | None:
        """The number of the record that a finding is about, or that it names."""
        log = self.logs.at(finding.address)
        if log is not None and finding.address.row in log.frame.index:
            number = log.frame[log_kinds()[log.kind].number].loc[finding.address.row]
            if not pd.isna(number):
                return str(number)
        return str(finding.details["number"]) if "number" in finding.details else None

    def row_hash(self, address: Address) -> str:
        """The hash of the row at an address; empty where there is no record."""
        log = self.logs.at(address)
        return hash_rows(log, [address.row]).get(address.row, "") if log else ""

    def unused(self) -> Iterator[Finding]:
        """A warning for each waiver that fitted nothing, once every finding was seen.

        One that names a file which is not among those read is not looked at, and one that names a
        line of a text belongs to the report that is written with it.
        """
        read = {name for file, _ in self.logs.by_sheet for name in (file, Path(file).name)}
        for waiver in self.settings.waive:
            place = PLACE.fullmatch(waiver.where or "")
            is_elsewhere = place and place["file"] and place["file"] not in read
            if not is_elsewhere and not (place and place["text"]):
                yield from self.unless_used(waiver)

    def unused_in(self, texts: Iterable[str]) -> Iterator[Finding]:
        """The same of those that name a place in the texts that were read."""
        read = {name for file in texts for name in (file, Path(file).name)}
        for waiver in self.settings.waive:
            place = PLACE.fullmatch(waiver.where or "")
            if place and place["text"] in read:
                yield from self.unless_used(waiver)

    def unless_used(self, waiver: Waiver) -> Iterator[Finding]:
        """A warning for a waiver that fitted nothing so far."""
        if id(waiver) not in self.used:
            details: dict[str, Detail] = {
                "waived": waiver.code,
                "place": waiver.where or waiver.number or "",
            }
            yield Finding("waiver-unused", Address(self.settings.path or FILE_NAME), details)


def names_place(where: str, finding: Finding) -> bool:
    """Whether a place in Excel's notation, or the id of a number, is that of a finding."""
    place = PLACE.fullmatch(where)
    if place is None:
        return False
    if place["figure"]:
        return place["figure"] == finding.details.get("cell")
    return names_line(place, finding) if place["text"] else names_cell(place, finding)


def names_line(place: re.Match[str], finding: Finding) -> bool:
    """Whether a line of a text (`五.md:1`), or the text as a whole, is that of a finding."""
    address = finding.address
    is_line = not place["line"] or int(place["line"]) == address.row
    return is_line and not address.sheet and names_file(place["text"], address.file)


def names_cell(place: re.Match[str], finding: Finding) -> bool:
    """Whether a cell, or a sheet as a whole, is that of a finding."""
    address = finding.address
    return (
        (place["file"] is None or names_file(place["file"], address.file))
        and place["sheet"].replace("''", "'") == address.sheet
        and (place["cell"] or "") == address.cell
    )


def names_file(name: str, file: str) -> bool:
    """Whether a name, with its folders or without, is that of a file."""
    return name in (file, Path(file).name)


def with_row_hashes(findings: Iterable[Finding], hashes: RowHashes) -> list[Finding]:
    """The findings, each with the hash of its row; one that is about no record has none."""
    return [
        msgspec.structs.replace(
            finding,
            row_hash=hashes.get((finding.address.file, finding.address.sheet), {}).get(
                finding.address.row, ""
            ),
        )
        for finding in findings
    ]


def row_hashes(findings: Iterable[Finding], tally: Tally) -> RowHashes:
    """The hashes of the rows that some findings are about, by file and sheet, and by row."""
    rows: dict[tuple[str, str], set[int]] = {}
    for finding in findings:
        rows.setdefault((finding.address.file, finding.address.sheet), set()).add(
            finding.address.row
        )
    hashes: dict[tuple[str, str], dict[int, str]] = {}
    for stack in tally.stacks.values():
        places = [(log.source.file, log.source.sheet) for log in stack.logs]
        wanted = [rows.get(place, set()) for place in places]
        for place, of_rows in zip(places, hash_stack(stack, wanted), strict=True):
            hashes.setdefault(place, {}).update(of_rows)
    return hashes


def hash_rows(log: Log, rows: Iterable[int]) -> dict[int, str]:
    """Row → eight hex digits over its values, of some rows of a log."""
    return next(hash_stack(Stack.of([log]), [set(rows)]))


def hash_stack(stack: Stack, wanted: Sequence[Set[int]]) -> Iterator[dict[int, str]]:
    """Of each log, row → eight hex digits over its values, for the rows that are wanted of it.

    The same on every machine, in every run and with any pandas. Blank values are left out, so that
    a field that a later version learns to read changes no hash by itself.
    """
    every = stack.frame.index.to_numpy()
    chosen = [
        np.isin(every[span], list(rows))
        for span, rows in zip(spans(stack.starts), wanted, strict=True)
    ]
    stack = stack.holding(np.concatenate(chosen))
    fields = sorted(name for name in stack.frame if name not in NOT_OF_THE_ROW)
    texts = list(zip(*(texts_of(stack.frame[field]) for field in fields), strict=True))
    for log, span in zip(stack.logs, spans(stack.starts), strict=True):
        rows = stack.frame.index[span]
        unread = unread_values(log, rows)
        hashes = {}
        for row, values in zip(rows.tolist(), texts[span], strict=True):
            said = [f"{field}={text}" for field, text in zip(fields, values, strict=True) if text]
            digest = blake2b(digest_size=HASH_BYTES)
            digest.update(
                "\n".join(said + sorted(unread.get(row, ()))).encode("utf-8", "surrogatepass")
            )
            hashes[row] = digest.hexdigest()
        yield hashes


def unread_values(log: Log, rows: pd.Index) -> dict[int, list[str]]:
    """Row → the values that could not be read, which the frame has blank, and what was wrong with
    them."""
    found: dict[int, list[str]] = {}
    for column in log.faults:
        at, which = (
            np.frombuffer(column.rows, dtype=np.int32),
            np.frombuffer(column.which, dtype=np.int32),
        )
        hit = np.isin(at, rows)
        for row, kind in zip(at[hit].tolist(), which[hit].tolist(), strict=True):
            texts = [
                f"{fault.code}={fault.details.get('value', '')}" for fault in column.kinds[kind]
            ]
            found.setdefault(row, []).extend(texts)
    return found


def texts_of(column: pd.Series) -> list[str]:
    """The values of a column as text; empty where there is none, and for no as for nothing."""
    if pd.api.types.is_datetime64_dtype(column):
        return [
            str(day) if day is not None else "" for day in column.to_numpy("datetime64[D]").tolist()
        ]
    missing = column.isna().tolist()
    return [
        "" if is_missing or value is False else str(value)
        for value, is_missing in zip(column.astype(object).tolist(), missing, strict=True)
    ]
