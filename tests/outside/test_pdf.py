"""The PDF that LibreOffice prints: what stands on its pages and where, and what happens without LibreOffice."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportcli.document import Document, compile_document, compile_tables
from reportcli.export import pdf
from reportcli.export.docx import write_docx
from reportcli.export.pdf import font_lists, stilled, write_pdf
from reportcli.filling.save import write_filled
from reportcli.finding import Refusal
from reportcli.report import Report
from reportcli.settings import Fonts
from reportcli.words.messages import ENGLISH
from tests.letterhead import png
from tests.outside.programs import needed
from tests.places import SAMPLES
from tests.reaching import reaching

NEEDED = ("soffice", "pdfinfo", "pdftotext", "pdffonts", "pdftoppm")
MILLIMETRE = 72 / 25.4  # points
LEFT, RIGHT = 28, 210 - 26
TITLES = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
TITLES += [
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "附件：方法说明",
]


@pytest.fixture(scope="session")
def _programs() -> None:
    """What prints and what looks."""
    for program in NEEDED:
        needed(program)


def printed(document: Document) -> bytes:
    """The file."""
    target = io.BytesIO()
    write_pdf(partial(write_docx, document), document.report.settings.fonts, target)
    return target.getvalue()


@pytest.fixture(scope="session")
def report(_programs: None, annual: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annual report of one year, its method note behind it."""
    return saved(annual, tmp_path_factory)


@pytest.fixture(scope="session")
def draft(_programs: None, faulty: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that is not to be published yet."""
    return saved(compile_document(faulty), tmp_path_factory)


@pytest.fixture(scope="session")
def english(_programs: None, sample: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables with English beside every label."""
    return saved(compile_tables(sample, ENGLISH), tmp_path_factory)


def saved(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in a folder of its own."""
    path = tmp_path_factory.mktemp("printed") / "report.pdf"
    path.write_bytes(printed(document))
    return path


def told(*words: str | Path) -> str:
    """What a program says on stdout."""
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout


def facts_of(path: Path) -> dict[str, str]:
    """What pdfinfo tells of the whole file."""
    return dict(re.findall(r"^(.+?):\s+(.*)$", told("pdfinfo", path), re.MULTILINE))


def pages_of(path: Path) -> list[str]:
    """The words of each page."""
    return told("pdftotext", "-layout", path, "-").split("\f")[:-1]


def test_all_parts_are_there_on_few_pages_of_a4(report: Path, annual: Document) -> None:
    facts = facts_of(report)
    assert "(A4)" in facts["Page size"]
    assert 6 <= int(facts["Pages"]) <= 8
    assert facts["Tagged"] == "yes"
    assert (facts["Title"], facts["Author"]) == (annual.title, annual.report.settings.agency)
    words = re.sub(r"\s", "", "".join(pages_of(report)))
    places = [words.index(title) for title in TITLES]
    assert places == sorted(places)
    assert all(line in words for line in annual.signature)
    assert "草稿" not in words


def test_pages_are_numbered(report: Path) -> None:
    for number, words in enumerate(pages_of(report), start=1):
        assert words.rstrip().splitlines()[-1].replace(" ", "") == f"—{number}—"


def test_each_table_of_the_form_stands_on_one_page(report: Path) -> None:
    pages = [re.sub(r"\s", "", words) for words in pages_of(report)]
    for first, last in [
        ("二、主动公开", "第二十条第（八）项"),
        ("三、收到和处理", "四、结转下年度继续办理"),
        ("四、政府信息公开行政复议", "复议后起诉"),
    ]:
        starts = [
            page
            for page in pages
            if re.search(rf"{first}.*?(第二十条第（一）项|申请人情况|未经复议)", page)
        ]
        assert len(starts) == 1
        assert last in starts[0]


def test_nothing_stands_beside_the_text(report: Path) -> None:
    for left, right in edges_of_ink(report):
        assert left >= LEFT - 1
        assert right <= RIGHT + 2, "punctuation may hang over by half a character"


def test_english_beside_stays_on_the_page(english: Path) -> None:
    for left, right in edges_of_ink(english):
        assert left >= 24
        assert right <= 273


def test_no_word_of_english_is_broken(english: Path) -> None:
    words = set(re.findall(r"[A-Za-z]+", "\n".join(pages_of(english))))
    assert {
        "Commercial",
        "organisations",
        "institutions",
        "Corrected",
        "concluded",
        "Outcomes",
    } <= words


def pictures(path: Path, dots: int = 72) -> list[list[bytes]]:
    """Each page as rows of grey dots, so many to the inch: 0 is black, 255 white."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        told("pdftoppm", "-r", str(dots), "-gray", path, f"{folder}/page")
        for picture in sorted(Path(folder).iterdir()):
            head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data := picture.read_bytes())
            assert head
            width, height, start = int(head[1]), int(head[2]), head.end()
            found.append(
                [data[start + row * width : start + (row + 1) * width] for row in range(height)]
            )
    assert found
    return found


def edges_of_ink(path: Path) -> list[tuple[float, float]]:
    """How far ink reaches to the left and right on each page, in millimetres from its left edge."""
    found = []
    for rows in pictures(path):
        inked = [column for column, dots in enumerate(zip(*rows, strict=True)) if min(dots) < 128]
        assert inked, "a page without a word"
        found.append((inked[0] / 72 * 25.4, (inked[-1] + 1) / 72 * 25.4))
    return found


def test_every_font_is_in_the_file_and_has_the_glyphs(report: Path) -> None:
    lines = told("pdffonts", report).splitlines()[2:]
    assert len(lines) >= 3
    assert {re.split(r"\s+", line)[-5] for line in lines} == {"yes"}, "embedded"
    assert "\ufffd" not in "".join(pages_of(report))


def test_each_page_of_a_draft_says_so(draft: Path) -> None:
    pages = pages_of(draft)
    assert len(pages) > 3
    assert all("草稿" in words.splitlines()[0] for words in pages)
    for left, right in edges_of_ink(draft):  # the light word across the page is no ink
        assert left >= LEFT - 1
        assert right <= RIGHT + 2


def test_the_word_across_the_page_is_drawn(draft: Path, report: Path) -> None:
    def share_of_light_grey(path: Path) -> list[float]:
        pages = [b"".join(rows) for rows in pictures(path)]
        return [sum(222 <= dot <= 224 for dot in page) / len(page) for page in pages]

    assert min(share_of_light_grey(draft)) > 0.03
    assert max(share_of_light_grey(report)) < 0.02


def test_same_input_gives_the_same_bytes(report: Path, annual: Document) -> None:
    assert printed(annual) == report.read_bytes()


def test_the_language_is_chinese(report: Path) -> None:
    assert re.search(rb"/Type/Catalog.{0,400}/Lang\(zh-CN\)", report.read_bytes(), re.DOTALL)


def test_time_and_identity_are_taken_out() -> None:
    def file(day: bytes, identity: bytes, words: bytes = b"words") -> bytes:
        return (
            b"%PDF-1.6 " + words + b" <</CreationDate(D:" + day + b"Z')>> trailer <</ID [ <" + identity + b">\n<"
            + identity + b"> ] /DocChecksum /" + identity + b">>"
        )  # fmt: skip

    first, second = file(b"20250112080000", b"A1" * 16), file(b"20260112080001", b"B2" * 16)
    assert stilled(first) == stilled(second)
    assert len(stilled(first)) == len(first)
    assert b"(D:19800101000000Z')" in stilled(first)
    assert stilled(first) != stilled(file(b"20250112080000", b"A1" * 16, b"other"))
    assert b"A1" * 16 not in stilled(first)
    assert stilled(first)[-34:-2] != stilled(file(b"20250112080000", b"A1" * 16, b"other"))[-34:-2]


def test_a_missing_font_is_the_next_of_its_list() -> None:
    root = etree.fromstring(font_lists(Fonts(body=("甲&", "乙", "丙"))))
    lists = {
        alias.findtext("family"): [one.text for one in alias.find("accept")]
        for alias in root.findall("alias")
    }
    assert lists["甲&"] == ["乙", "丙"]
    assert lists["黑体"] == ["SimHei", "Noto Sans CJK SC"]


# ---- a template that reaches out of itself


class Listener(ThreadingHTTPServer):
    """A server that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Asked)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Asked(BaseHTTPRequestHandler):
    """Notes the address that is asked for, whatever the method."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server, closed afterwards."""
    with Listener() as server:
        yield server
        server.shutdown()


def printed_template(content: bytes, annual: Document, folder: Path) -> tuple[Path, Document]:
    """A report filled into a template and printed."""
    template = folder / "last.docx"
    template.write_bytes(content)
    document = compile_document(annual.report, template=template)
    path = folder / "report.pdf"
    with path.open("wb") as target:
        write_pdf(partial(write_filled, document, template), annual.report.settings.fonts, target)
    return path, document


@pytest.mark.usefixtures("_programs")
@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "open"])
def test_a_template_fetches_nothing_and_takes_no_file_in(
    is_closed: bool,
    annual: Document,
    listener: Listener,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(33))
    if not is_closed:  # what is cut off is enough by itself
        monkeypatch.setattr(pdf, "CLOSED", ())
        monkeypatch.setattr(pdf, "SURROUNDINGS", {"LC_ALL": "zh_CN.UTF-8", "TZ": "UTC"})
    path, document = printed_template(reaching(listener.url, secret), annual, tmp_path)
    assert listener.asked == []
    assert "看这里" in "".join(pages_of(path))
    assert len(told("pdfimages", "-list", path).splitlines()) == 2, "a head and no picture"
    found = [one for one in document.report.findings if one.code == "template-external"]
    assert {str(one.details["value"]).rpartition("/")[2] for one in found} >= {
        "linked.png", "secret.png", "object.xlsx", "chunk.docx", "sub.docx", "template.dotx", "href.png", "src.png",
    }  # fmt: skip


@pytest.mark.usefixtures("_programs")
def test_libreoffice_reaches_no_network_though_a_document_asks_it_to(
    listener: Listener, tmp_path: Path
) -> None:
    target = io.BytesIO()
    content = reaching(listener.url, tmp_path / "nothing")
    write_pdf(lambda paper: paper.write(content), Fonts(), target)
    assert target.getvalue().startswith(b"%PDF")
    assert listener.asked == []


# ---- without LibreOffice, or with one that fails


def test_without_libreoffice_nothing_is_written(
    annual: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-office",))
    with pytest.raises(Refusal) as caught:
        printed(annual)
    assert (caught.value.status, caught.value.code) == (6, "output-program-missing")
    assert "LibreOffice" in caught.value.message("zh")
    assert "LibreOffice" in caught.value.message("en")


def stand_in(folder: Path, script: str) -> str:
    """A program that is called like LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


posix = pytest.mark.skipif(os.name == "nt", reason="a script stands in for LibreOffice")


@posix
def test_a_libreoffice_that_prints_nothing_is_told(
    annual: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", (stand_in(tmp_path, "exit 1"),))
    with pytest.raises(Refusal) as caught:
        printed(annual)
    assert (caught.value.status, caught.value.code) == (6, "output-program-failed")


@posix
def test_a_libreoffice_that_does_not_end_is_ended_with_its_children(
    annual: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    monkeypatch.setattr(
        pdf, "PROGRAMS", (stand_in(tmp_path, f"sleep 100 & echo $! > {child}; wait"),)
    )
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(Refusal) as caught:
        printed(annual)
    assert caught.value.code == "output-program-failed"
    assert is_gone(int(child.read_text()))


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_libreoffice_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    child, place = tmp_path / "child", tmp_path / "temporary"
    place.mkdir()
    stand_in(tmp_path, f"sleep 100 & echo $! > {child}.new; mv {child}.new {child}; wait")
    surroundings = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(place)}
    logs = sorted((SAMPLES / "2024").glob("*.xlsx"))
    run = subprocess.Popen(
        [sys.executable, "-m", "reportcli", "report", *logs, "-o", tmp_path / "报告.pdf"],
        env=surroundings,
        stderr=subprocess.PIPE,
    )
    wait_for(child.exists)
    run.send_signal(number)
    _, _ = run.communicate(timeout=60)
    assert run.returncode == 130
    assert is_gone(int(child.read_text()))
    assert list(place.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"child", "soffice", "temporary"}


def test_on_windows_libreoffice_is_ended_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.sys, "platform", "win32")
    monkeypatch.delattr(os, "killpg", raising=False)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as office:
        pdf.end(office)
        assert office.returncode not in (None, 0)


def is_gone(process: int) -> bool:
    """Whether a process ends within a second; one that nobody waits for yet is gone too."""

    def ended() -> bool:
        try:
            return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except FileNotFoundError:
            return True

    return wait_for(ended)


def wait_for(what: Any) -> bool:
    """Wait until something holds; it must within a minute."""
    for _ in range(600):
        if what():
            return True
        time.sleep(0.1)
    raise AssertionError("nothing came of it")
