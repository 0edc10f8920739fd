"""What is wrong, where, and what to do about it: addresses, findings, refusals and their one
catalogue.

A fault in a log is a value (`Finding`), collected and shown together; only a fault that leaves
nothing to count (an unreadable file, no header, no edition) is raised, as a `Refusal`. Every code
of both sorts has its wording, remedy, example and exit status in `findings.toml`; no message is
worded elsewhere.
"""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from reportcli.shipped import load_shipped

Severity = Literal["error", "warning"]
Language = Literal["zh", "en"]
Detail = str | int


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of the catalogue: its wording, what to do, and an example of a cell that causes it.

    `status` is the exit status of the run that a refusal ends, 0 for a finding, which ends none.
    """

    text_zh: str
    text_en: str
    remedy_zh: str
    remedy_en: str
    severity: Severity = "error"
    status: int = 0
    example: str = ""
    law: str = ""


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Every code and its entry, loaded strictly: an unknown key is an error that names the code."""
    return load_shipped("findings.toml", dict[str, CatalogueEntry])


def column_letters(column: int) -> str:
    """Excel's letters of a 1-based column number: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_number(letters: str) -> int:
    """Read Excel's letters as a 1-based column number: A is 1, AA is 27; whatever their case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


# A place in a finished report, as a person counts it, which stands for the sheet there.
PLACE_IN_REPORT = re.compile(r"(?:第\d+页 ?)?(?:表\d+ 第\d+行第\d+列)?|第\d+页 .+")


class Address(msgspec.Struct, frozen=True, order=True):
    """Where a fault is: a file, and as far as known its sheet, worksheet row and column (both
    1-based); of a text, which has no sheets, `row` is the line.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The cell as Excel names it (`H17`), a whole row as `17:17`, or nothing for a sheet or a
        file."""
        if not self.sheet:
            return ""
        if self.row and self.column:
            return f"{column_letters(self.column)}{self.row}"
        return f"{self.row}:{self.row}" if self.row else ""

    def __str__(self) -> str:
        """Excel's own notation after the file, fit for the Name Box: `requests.xlsx '台账'!H17`; a
        line of a text as `一.md:12`, a cell of a finished report as `年报.docx 表2 第7行第4列`.
        """
        if not self.sheet:
            return f"{self.file}:{self.row}" if self.row else self.file
        if PLACE_IN_REPORT.fullmatch(self.sheet):
            return f"{self.file} {self.sheet}"
        place = "'" + self.sheet.replace("'", "''") + "'"
        return f"{self.file} {place}!{self.cell}" if self.cell else f"{self.file} {place}"


class Fault(msgspec.Struct, frozen=True):
    """A finding that has no address yet: what a pure function on one cell can say about it.

    `details` fill the placeholders of the wording in the catalogue. `field` is the field of the log
    whose cell is at fault, where several cells are read together.
    """

    code: str
    details: dict[str, Detail] = {}
    field: str = ""


class Waived(msgspec.Struct, frozen=True):
    """Why a person lets a finding stand, and since when."""

    reason: str
    day: date


class Finding(msgspec.Struct, frozen=True):
    """One fault at one place. Its wording comes from the catalogue, in the language of the reader.

    `counted`: the row is counted all the same, because no table needs the cell; an error is then a
    warning.
    """

    code: str
    address: Address
    details: dict[str, Detail] = {}
    counted: bool = False
    waived: Waived | None = None
    row_hash: str = ""

    @property
    def severity(self) -> Severity:
        """`error`: a number would be wrong. `warning`: counted, but look."""
        return "warning" if self.counted else catalogue()[self.code].severity

    @property
    def evidence(self) -> str:
        """What stood in the cell, where it is not personal; empty where there is nothing to
        show."""
        return str(self.details.get("value", ""))

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return word(self.code, "text", language, self.details)

    def remedy(self, language: Language) -> str:
        """What to do about it, in one sentence."""
        return word(self.code, "remedy", language, self.details)


class Alike(msgspec.Struct, frozen=True):
    """The same fault at many rows of one column: findings that are made when they are asked for.

    A million bad rows are one fault many times over, of which a thousand are listed.
    """

    code: str
    column: Address
    rows: Sequence[int]
    details: dict[str, Detail] = {}

    def findings(self, most: int | None = None) -> Iterator[Finding]:
        """The finding at each row, of the first `most` rows."""
        file, sheet, column = self.column.file, self.column.sheet, self.column.column
        return (
            Finding(self.code, Address(file, sheet, row, column), self.details)
            for row in self.rows[:most]
        )


class Refusal(Exception):  # noqa: N818 - a refusal is what it is; the exit status says how it ended
    """A run that cannot go on: `code` and `details` for the catalogue, which knows the exit
    status."""

    def __init__(self, code: str, address: Address | None = None, **details: Detail) -> None:
        self.code, self.address, self.details = code, address, details
        super().__init__(self.message("en"))

    @property
    def status(self) -> int:
        """The exit status of the run."""
        return catalogue()[self.code].status

    def message(self, language: Language) -> str:
        """Where, what, and what to do, on one line."""
        where = f"{self.address}: " if self.address else ""
        text = word(self.code, "text", language, self.details)
        remedy = word(self.code, "remedy", language, self.details)
        return (
            f"{where}{text}{'; ' if language == 'en' else '；'}{remedy}"
            if remedy
            else f"{where}{text}"
        )


def word(
    code: str, part: Literal["text", "remedy"], language: Language, details: Mapping[str, Detail]
) -> str:
    """The wording of `code` with its details filled in; a missing detail is a fault of ours and
    raises."""
    wording: str = getattr(catalogue()[code], f"{part}_{language}")
    if language == "zh" and isinstance(reason := details.get("reason"), str):
        details = {**details, "reason": said_by_system().get(reason, reason)}
    return wording.format_map(details)


@cache
def said_by_system() -> Mapping[str, str]:
    """What the system says in English of files, in Chinese."""
    known = load_shipped("system.toml", dict[str, str])
    numbers = {name: getattr(errno, name, None) for name in known}
    return {os.strerror(number): known[name] for name, number in numbers.items() if number}


def count_severities(findings: Iterable[Finding], omitted: Mapping[str, int]) -> Counter[str]:
    """How many findings there are of each severity; those that are waived are of none."""
    counts: Counter[str] = Counter()
    seen: dict[str, str] = {}
    for finding in findings:
        counts[finding.severity] += finding.waived is None
        seen[finding.code] = finding.severity
    for code, more in omitted.items():
        counts[seen[code]] += more
    return counts


LOCK_PREFIXES = ("~$", ".~lock.")  # of Excel and WPS, and of LibreOffice


def is_lock_file(file: str) -> bool:
    """Tell whether a program put the file beside a workbook that it has open."""
    return Path(file).name.startswith(LOCK_PREFIXES)


def identity_of(path: Path) -> tuple[int, int] | None:
    """Device and inode, which tell a file through any link; None where there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Folded(msgspec.Struct, frozen=True):
    """Findings that have one cause and say the same: one line for a reader, with every place."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all of them, at the first place."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """How many places it is about."""
        return len(self.findings)


def fold_findings(findings: Iterable[Finding]) -> list[Folded]:
    """Fold findings that say the same of many rows of a column, or of a dozen like sheets.

    The same cause is the same code in one column with the same details: then the sentence is the
    same, and only the sheet and the row differ. What a person waived is folded apart. Errors come
    first, then warnings, then what is waived, and each in the order in which it was found.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        details = frozenset(finding.details.items())
        column = finding.address.column
        cause = (finding.code, finding.severity, finding.waived, column, details)
        alike.setdefault(cause, []).append(finding)
    folded = [Folded(tuple(found)) for found in alike.values()]
    return sorted(folded, key=lambda one: urgency(one.first))


def urgency(finding: Finding) -> int:
    """Where a finding stands in a list: errors, warnings, waived."""
    if finding.waived:
        return 2
    return 0 if finding.severity == "error" else 1
