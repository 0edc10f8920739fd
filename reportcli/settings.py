"""`reportcli.toml`: who the office is, how its headings and words map, and the choices the law
leaves open.

Loaded strictly: an unknown key, or a value of the wrong kind, is refused with the name of the file
and the key. Every choice has a default here; those that mattered are named in the method note of
the report.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from reportcli.finding import Address, Refusal, catalogue
from reportcli.shipped import read_toml
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.messages import printable
from reportcli.words.values import field_meant, known_values, value_named

FILE_NAME = "reportcli.toml"
# What a heading is mapped to whose column is not to be used.
UNUSED = ("", "ignore")
# “ ” ＝ and the like, where TOML wants its own signs.
OF_A_CHINESE_KEYBOARD = str.maketrans("“”＂‘’＝［］，．\u3000", '"""\'\'=[],. ')
LONGEST_SHOWN = 60  # characters of a wrong value in a message
MOST_DECLARED = 1e15  # no figure of a report is larger
# What msgspec says of a value: its key, and how a value of the type that it wants is written.
UNKNOWN_KEY = re.compile(r"unknown field `(.*?)`")
KEY = re.compile(r"at `\$\.?(.+?)`")  # where msgspec says that something is wrong
WANTED = re.compile(r"Expected `(\w+)")  # what msgspec wanted there
WRITTEN_AS = {
    "int": "2024",
    "float": "1.5",
    "str": '"…"',
    "bool": "true / false",
    "date": "2025-01-12",
    "array": "[…]",
    "object": "[…]",
}
# Where a finding is, as it is printed: a sheet, a cell or a whole row of it, its file before it or
# not; a line of a text (五.md:1); or a number of the form, by its id.
PLACE = re.compile(
    r"(?:(?P<file>.*\S)\s+)?'(?P<sheet>(?:[^']|'')+)'(?:!(?P<cell>[A-Z]{1,3}[1-9]\d{0,6}|([1-9]\d{0,6}):\4))?"
    r"|(?P<figure>[a-z]+/[a-z0-9_.]+/[a-z0-9_]+)"
    r"|(?P<text>.*\S\.(?i:md|markdown|txt|docx|html?))(?::(?P<line>[1-9]\d{0,6}))?"
)


class SheetSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decided about one sheet: its kind, where its header is or which other sheet's
    it has, that it is to be left out, or that it counts although it repeats the rows of another.

    `values` are what all its rows have, where no column says it; `unit` is that of its amounts.
    """

    kind: KindId | None = None
    header_rows: list[int] | None = None
    header_of: str | None = None
    skip: bool = False
    count_again: bool = False
    values: dict[str, str] = {}
    unit: Literal["元", "千元", "万元", "百万元", "亿元"] | None = None


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One year's holiday notice of the State Council: days off, and make-up days worked."""

    off: list[date] = []
    work: list[date] = []


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that a person lets stand: its code, where it is (`where`, as findings print it, or
    the `number` of the record), why, and since when.

    `hash` is that of the row's values as `check -v` and JSON show it: once they change, the finding
    is back.
    """

    code: str
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    day: date = msgspec.field(name="date")
    where: str | None = None
    number: str | None = None
    row_hash: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}$")] | None = msgspec.field(
        name="hash", default=None
    )


class CountOnce(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of several units of a roll-up counts a record that they all have: `number` as it stands
    in their logs, `unit` the code of the one that counts it."""

    code: Literal["request-doubled", "document-doubled", "case-doubled"]
    number: Annotated[str, msgspec.Meta(min_length=1)]
    unit: Annotated[str, msgspec.Meta(min_length=1)]


FontName = Annotated[str, msgspec.Meta(min_length=1, max_length=31)]  # what Word takes
FontNames = Annotated[tuple[FontName, ...], msgspec.Meta(min_length=1)]


class Fonts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fonts of the Word report: those of official documents (GB/T 9704-2012), the numbers in
    `latin`.

    A computer without the first shows the next of the list that it has.
    """

    title: FontNames = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "宋体")
    heading: FontNames = ("黑体", "SimHei", "Noto Sans CJK SC")
    subheading: FontNames = ("楷体_GB2312", "楷体", "KaiTi", "Noto Serif CJK SC")
    body: FontNames = ("仿宋_GB2312", "仿宋", "FangSong", "Noto Serif CJK SC")
    table: FontNames = ("宋体", "SimSun", "Noto Serif CJK SC")
    latin: FontName = "Times New Roman"


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of the file. `columns` maps heading to field, `values` maps wording to id,
    `declared` a name to a number of the report's prose that no log tells.
    """

    agency: str | None = None
    address: str | None = None
    postcode: str | None = None
    telephone: str | None = None
    email: str | None = None
    website: str | None = None
    published: date | None = None
    year: int | None = None
    agency_level: (
        Literal["ministry", "province", "city", "county", "township", "department"] | None
    ) = None
    individual_business: Literal["natural_person", "business", "other_organisation"] = (
        "natural_person"
    )
    undecided_applicants: Literal["error", "other_organisation"] = "error"
    recount_pending_cases: bool = True
    dismissed_suit: Literal["other", "upheld"] = "other"
    count_refused_filings: bool = False
    count_co_defendant_suits: bool = False
    first_day_counts: bool = False
    columns: dict[KindId, dict[str, str]] = {}
    values: dict[str, dict[str, str]] = {}
    sheets: dict[str, SheetSettings] = {}
    calendar: dict[str, Notice] = {}
    waive: list[Waiver] = []
    count_once: list[CountOnce] = []
    declared: dict[str, int | float] = {}
    fonts: Fonts = Fonts()


class Settings(Choices, frozen=True):
    """The settings of one office, and the file they came from, if any."""

    path: str | None = None
    sha256: str | None = None


def load_settings(path: Path) -> Settings:
    """The settings in the file at `path`, every name in them as its id; a fault is refused (exit 2)
    with its key, or with its line and column where the file is no TOML.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # A pipe would be waited for until somebody writes into it.
            raise Refusal("input-not-regular", Address(str(path)))
        raw = path.read_bytes()
    except OSError as fault:
        raise Refusal(
            "settings-unreadable", Address(str(path)), reason=fault.strerror or ""
        ) from fault
    choices = with_ids(read_choices(path, decoded_settings(path, raw)))
    for name, number in choices.declared.items():
        # Neither below nought nor inf or nan, which TOML has.
        if not 0 <= number < MOST_DECLARED:
            key = printable(f"declared.{name}")
            raise Refusal("settings-value", Address(str(path)), key=key, expected="12 / 98.5")
    if faults := list(unknown_names(choices)):
        raise Refusal("settings-invalid", Address(str(path)), reason="; ".join(faults))
    digest = hashlib.sha256(raw).hexdigest()
    return Settings(**msgspec.structs.asdict(choices), path=str(path), sha256=digest)


def decoded_settings(path: Path, raw: bytes) -> str:
    """The text of the file: UTF-8, else GB18030, in which an older 记事本 saves."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("settings-encoding", Address(str(path)))


def read_choices(path: Path, text: str) -> Choices:
    """The choices in a text.

    Quotes and signs that a Chinese keyboard makes are read as those of TOML only where the text is
    none as it stands: inside a value they are the office's own.
    """
    try:
        return read_toml(text, Choices)
    except msgspec.ValidationError as fault:
        raise refused_value(path, str(fault)) from fault
    except msgspec.DecodeError as fault:
        first = fault
    try:
        return read_toml(text.translate(OF_A_CHINESE_KEYBOARD), Choices)
    except msgspec.ValidationError as fault:
        raise refused_value(path, str(fault)) from fault
    except msgspec.DecodeError as fault:
        place = getattr(first.__cause__, "lineno", 0), getattr(first.__cause__, "colno", 0)
        if not place[0]:
            # Brackets, tables or numbers without end.
            reason = printable(str(first))[:LONGEST_SHOWN]
            raise Refusal("settings-invalid", Address(str(path)), reason=reason) from fault
        lines = text.splitlines()
        value = lines[place[0] - 1].strip() if 0 < place[0] <= len(lines) else ""
        details = {"line": place[0], "column": place[1], "value": printable(value)[:LONGEST_SHOWN]}
        raise Refusal("settings-broken", Address(str(path), row=place[0]), **details) from fault


def refused_value(path: Path, reason: str) -> Refusal:
    """The refusal of a key that there is not, or of a value that its key cannot have."""
    address = Address(str(path))
    if unknown := UNKNOWN_KEY.search(reason):
        return Refusal("settings-key-unknown", address, key=printable(unknown[1]))
    key = KEY.search(reason)
    wanted = WANTED.search(reason)
    if key and wanted and wanted[1] in WRITTEN_AS:
        return Refusal(
            "settings-value", address, key=printable(key[1]), expected=WRITTEN_AS[wanted[1]]
        )
    return Refusal("settings-invalid", address, reason=reason)


def with_ids(choices: Choices) -> Choices:
    """The choices with ids in place of the names of fields, lines and columns."""
    columns = {
        kind: {heading: field_meant(kind, field) for heading, field in headings.items()}
        for kind, headings in choices.columns.items()
    }
    values = {
        field: {wording: value_named(field, value) for wording, value in wordings.items()}
        for field, wordings in choices.values.items()
    }
    return msgspec.structs.replace(choices, columns=columns, values=values)


def unknown_names(choices: Choices) -> Iterator[str]:
    """The keys that map to what does not exist (a field, a line, a code, a place)."""
    yield from unknown_fields(choices.columns)
    for field, wordings in choices.values.items():
        yield from unknown_values(field, wordings)
    for number, waiver in enumerate(choices.waive, start=1):
        for fault in waiver_faults(waiver):
            yield f"[[waive]] {number}{fault}"


def unknown_fields(columns: Mapping[KindId, Mapping[str, str]]) -> Iterator[str]:
    """Headings that are mapped to a field that their kind of log does not have."""
    for kind, headings in columns.items():
        known = {field.id for field in log_kinds()[kind].fields} | {*UNUSED}
        for heading, field in headings.items():
            if field not in known:
                yield f"[columns.{kind}] {heading!r}: {field!r}"


def unknown_values(field: str, wordings: Mapping[str, str]) -> Iterator[str]:
    """Wordings that are mapped to what their field cannot be."""
    known = known_values(field)
    if known is None:
        yield f"[values.{field}]"
        return
    for wording, value in wordings.items():
        if value and known and value not in known:
            yield f"[values.{field}] {wording!r}: {value!r} ≠ {', '.join(sorted(known))}"


def waiver_faults(waiver: Waiver) -> Iterator[str]:
    """What makes a waiver fit no finding whatever the logs say."""
    if waiver.code not in catalogue():
        yield f", code: {waiver.code!r}"
    if waiver.where is None and waiver.number is None:
        yield ": where / number"
    if waiver.where is not None and not PLACE.fullmatch(waiver.where):
        yield f", where: {waiver.where!r}"


def real_path(log: Path) -> str:
    """Where a log really lies, or is said to where no system can follow its name: a link in a circle
    or a name too long is for the reader to say."""
    try:
        # Of a link in a circle this gives an answer, where Path fails.
        return os.path.realpath(log)
    except OSError:  # Windows, at names that it has no room for
        return os.path.abspath(log)  # noqa: PTH100


def find_settings(logs: Iterable[Path]) -> Settings:
    """The `reportcli.toml` in the folder of the logs, when they share one; defaults otherwise."""
    folders = {os.path.dirname(real_path(log)): log.parent for log in logs}  # noqa: PTH120
    if len(folders) == 1:
        (folder,) = folders.values()
        candidate = folder / FILE_NAME
        if os.path.isfile(candidate):  # noqa: PTH113
            return load_settings(candidate)
    return Settings()
