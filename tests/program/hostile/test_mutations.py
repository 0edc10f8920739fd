"""Workbooks broken by chance: bytes changed, cut, doubled and moved, in the file and in its inflated parts.

Whatever comes of it, it is read or refused: no fault of ours, no time-out, and every row is accounted for.
Seeded, so that a failure comes again; a few hundred in each run, and as many as MUTATIONS says when it is set
(`MUTATIONS=20000 pytest tests/hostile/test_mutations.py`). What ever failed stands in the cases by its name.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from reportcli.finding import Refusal
from reportcli.intake.child.wire import Broken, FileReading, Job, Refused
from reportcli.report import compile_report
from reportcli.settings import Settings
from tests.containers import archive, ods, xlsb
from tests.program.hostile.archives import parts_of
from tests.program.hostile.binaries import xls
from tests.program.hostile.books import ODS_LOG, xlsb_log
from tests.program.hostile.case import HEADINGS, LOG, delimited, log
from tests.program.hostile.run import LIMITS, KeptChild, kept_child
from tests.program.hostile.texts import letter, page, xml_2003

MUTATIONS = int(os.environ.get("MUTATIONS", "450"))


def openpyxl_book() -> bytes:
    """The sound log as openpyxl writes it, with all that it writes beside: dates, merges, a comment, names."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    for texts in LOG:
        sheet.append([date.fromisoformat(t) if t.startswith("2024-0") else t for t in texts])
    sheet.merge_cells("A9:C9")
    sheet["A10"] = "=SUM(1)"
    book.create_sheet("封面").append(["说明", 1, True, None, datetime(2024, 1, 1, 12)])
    book.create_sheet("图").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    "xlsx": log,
    "openpyxl": openpyxl_book,
    "ods": lambda: ods(ODS_LOG),
    "xlsb": lambda: xlsb(xlsb_log()),
    "xls": xls,
    "csv": lambda: delimited().encode(),
    "gb18030": lambda: delimited().encode("gb18030"),
    "html": lambda: page().encode(),
    "mht": lambda: letter(page().encode()),
    "xml": lambda: xml_2003().encode(),
}
IN_PARTS = ("xlsx", "openpyxl", "ods", "xlsb")
TELLING = [
    b"\0",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&",
    b"/",
    b"-1",
    b"999999999",
    b"\xff" * 4,
    b"\n",
    b",",
    b"1e400",
    b"r=",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed in one of the ways in which files break."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        size = chance.choice((1, 1, 2, 4, 8, 64, 500))
        match chance.randrange(8):
            case 0:
                changed[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
            case 1:
                changed[at:at] = chance.choice(TELLING)
            case 2:
                del changed[at : at + size]
            case 3:
                other = chance.randrange(len(changed) + 1)
                changed[at:at] = changed[other : other + size]
            case 4:
                changed[at : at + 1] = (
                    bytes([changed[at] ^ 1 << chance.randrange(8)]) if at < len(changed) else b""
                )
            case 5:
                changed[at : at + size] = chance.choice(TELLING)
            case 6 if chance.random() < 0.3:
                del changed[at:]
            case _:
                other = chance.randrange(len(changed) + 1)
                piece = changed[other : other + size]
                changed[at : at + size] = piece
        if not changed:
            return b""
    return bytes(changed)


def broken(kind: str, seed: int) -> bytes:
    """A sound file of a kind, broken by chance: as it is, or in one of its parts, packed again."""
    chance = random.Random(f"{kind} {seed}")
    sound = SOUND[kind]()
    if kind not in IN_PARTS or chance.random() < 0.3:
        return mutated(sound, chance)
    parts = parts_of(sound)
    for name in chance.choices(sorted(parts), k=chance.choice((1, 1, 2))):
        parts[name] = mutated(parts[name], chance)
    return archive(parts)


@pytest.fixture(scope="module")
def child() -> Iterator[KeptChild]:
    one = KeptChild()
    yield one
    one.end()


@pytest.mark.parametrize("kind", SOUND)
def test_a_file_broken_by_chance_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    with kept_child():
        for seed in range(MUTATIONS // len(SOUND)):
            path = tmp_path / f"{seed}.bin"
            path.write_bytes(broken(kind, seed))
            check_end(path, f"{kind} {seed}")
            path.unlink()


def check_end(path: Path, name: str) -> None:
    """A file is refused for one reason, or every row of it is accounted for."""
    refused: list[tuple[int, str]] = []
    codes: set[str] = set()
    read, accounted = [0], [0]
    try:
        report = compile_report([path], year=2024, limits=LIMITS)
    except Refusal as refusal:
        refused = [(refusal.status, refusal.code)]
    except ExceptionGroup as group:
        refused = [(one.status, one.code) for one in group.exceptions if isinstance(one, Refusal)]
    except Exception as fault:
        fault.add_note(name)
        raise
    else:
        accounted = [sum(part.rows_by_fate().values()) for part in report.tally.parts]
        read = [sheet.rows_read for file in report.inputs for sheet in file.sheets if sheet.kind]
        codes = {finding.code for finding in report.findings}
    assert accounted == read, name
    assert len(refused) == 1 or sum(read) or "no-records" in codes, name
    assert {status for status, _ in refused} <= {3, 4}, name
    assert "input-over-time" not in {code for _, code in refused}, name


@pytest.mark.parametrize("kind", SOUND)
def test_the_sound_ones_are_read(child: KeptChild, kind: str) -> None:
    reply = child.ask(Job(kind, Settings(), SOUND[kind]()))
    assert isinstance(reply, FileReading)
    assert reply.sheets[0].rows_read >= 3


# --- generated workbooks and cells ---

text = st.text(st.characters(codec="utf-8"), max_size=12).map(
    lambda one: ILLEGAL_CHARACTERS_RE.sub("", one)
)
wording = st.sampled_from(
    [
        "自然人",
        "予以公开",
        "不予公开",
        "合计",
        "2024-02-30",
        "2024年3月5日",
        "=1+1",
        "、",
        "9" * 30,
        "－",
    ]
)
days = st.dates(date(1901, 1, 1), date(2100, 1, 1))
cells = st.one_of(
    st.none(), text, wording, days, st.integers(), st.floats(), st.booleans(),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)), st.times().map(lambda t: time(t.hour, t.minute)),
)  # fmt: skip
heads = st.lists(
    st.one_of(st.sampled_from([*HEADINGS, "申请方式", "理由", "收到日期"]), text),
    min_size=1,
    max_size=9,
)


@settings(max_examples=max(40, MUTATIONS // 10), suppress_health_check=list(HealthCheck))
@given(head=heads, rows=st.lists(st.lists(cells, max_size=9), max_size=8), merges=st.booleans())
def test_any_workbook_is_read_or_refused(
    child: KeptChild, head: list[str], rows: list[list[object]], merges: bool
) -> None:
    book = Workbook()
    for row in ([*HEADINGS, *head], head, *rows):
        book.active.append(row)
    if merges:
        book.active.merge_cells("A2:B4")
    out = io.BytesIO()
    book.save(out)
    reply = child.ask(Job("log.xlsx", Settings(), out.getvalue()))
    assert not isinstance(reply, Broken)
    assert isinstance(reply, (FileReading, Refused))


@settings(max_examples=max(60, MUTATIONS // 8), suppress_health_check=list(HealthCheck))
@given(
    content=st.text(st.characters(codec="utf-8"), max_size=400),
    sound=st.booleans(),
    encoding=st.sampled_from(
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "utf-32", "utf-7"]
    ),
)
def test_any_text_is_read_or_refused(
    child: KeptChild, content: str, sound: bool, encoding: str
) -> None:
    data = ((delimited() if sound else "") + content).encode(encoding)
    reply = child.ask(Job("log.csv", Settings(), data or b" "))
    assert not isinstance(reply, Broken)


@settings(max_examples=max(60, MUTATIONS // 8), suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=600), begin=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"<?xml", b"MIME-Version: 1.0\n", b"\xff\xfe", b"sep="]))  # fmt: skip
def test_any_bytes_are_read_or_refused(child: KeptChild, data: bytes, begin: bytes) -> None:
    assert not isinstance(child.ask(Job("log.xls", Settings(), begin + data or b" ")), Broken)
