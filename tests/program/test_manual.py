"""README.md and the guide show what the program prints; and what shows it works."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
import typer

from reportcli import __version__
from reportcli.cli.commands import app
from tests.manual import GUIDE, PAGES, Part, output, parts, parts_of, rendered, rewrite
from tests.places import ROOT

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
README = ROOT / "README.md"
SHOWN = [(page.name, part) for page in PAGES for part in parts_of(page)]


@pytest.fixture(scope="module")
def fresh() -> Iterator[dict[Part, Future[str]]]:
    """What is to stand in each part; the commands are run several at a time."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {part: pool.submit(rendered, part) for _, part in SHOWN}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_the_program_prints(page: Path, fresh: dict[Part, Future[str]]) -> None:
    stale = [part.command for part in parts_of(page) if part.text != fresh[part].result()]
    assert stale == [], "rewrite the pages: python -m tests.manual --write"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_is_shown(command: str, language: str) -> None:
    shown = [part.command for part in parts_of(GUIDE / f"help.{language}.md")]
    assert f"reportcli {command} --help" in shown


def test_nothing_shown_hangs_on_the_day() -> None:
    """What counts logs is told the day; what does not look at them has none."""
    dayless = re.compile(
        r"--help|--version|--code|--schema|--as-of|\b(?:inspect|editions|template|guide)\b"
    )
    assert [
        part.command
        for _, part in SHOWN
        if part.kind.startswith("run") and not dayless.search(part.command)
    ] == []


def test_nothing_shown_is_wider_than_a_page() -> None:
    shown = [part.text for _, part in SHOWN if part.kind != "codes"]
    assert [line for text in shown for line in text.split("\n") if len(line) > 125] == []


def test_every_page_stands_in_both_languages() -> None:
    names = {page.name for page in PAGES if page != README}
    alone = {name for name in names if name.replace(".en.", ".zh.") not in names}
    assert alone == set()


def test_every_link_leads_somewhere() -> None:
    broken = [
        (page.name, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def test_the_readme_is_a_door() -> None:
    lines = README.read_text("utf-8").splitlines()
    assert len(lines) <= 250
    assert lines.index("## 中文快速上手") < 120
    assert any("python -m pytest" in line for line in lines)


# ---- what shows it

TEXT = """
before
<!-- run: reportcli --version -->
old
<!-- /run -->
between
<!-- run: for n in 1 2 3 4; do echo $n; done lines=2-3 -->
<!-- /run -->
<!-- run+err: reportcli tally missing.xlsx || true -->
<!-- /run -->
after
"""
REWRITTEN = """
before
<!-- run: reportcli --version -->
```console
$ reportcli --version
reportcli VERSION
```
<!-- /run -->
between
<!-- run: for n in 1 2 3 4; do echo $n; done lines=2-3 -->
```console
$ for n in 1 2 3 4; do echo $n; done
2
3
```
<!-- /run -->
<!-- run+err: reportcli tally missing.xlsx || true -->
```console
$ reportcli tally missing.xlsx || true
missing.xlsx: no such file; check the path and the name
```
<!-- /run -->
after
"""


def test_parts_are_rewritten_in_place_and_once_only() -> None:
    shown = REWRITTEN.replace("VERSION", __version__)
    assert rewrite(TEXT) == rewrite(shown) == shown


def test_help_is_shown_under_the_name_a_person_types() -> None:
    (tally,) = parts("<!-- help: tally -->\n<!-- /help -->\n")
    (program,) = parts("<!-- help: -->\n<!-- /help -->\n")
    assert (tally.command, program.command) == ("reportcli tally --help", "reportcli --help")
    assert output(program).startswith("Usage: reportcli [OPTIONS] COMMAND [ARGS]...\n")


@pytest.mark.parametrize(
    "text",
    [
        "<!-- run: true -->\n",
        "<!-- /run -->\n",
        "<!-- run: true -->\n<!-- /help -->\n",
        "<!-- help: tally -->\n<!-- run: true -->\n<!-- /run -->\n",
        "<!-- run: true -->\n<!-- run: false -->\n<!-- /run -->\n",
    ],
)
def test_markers_that_do_not_pair_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="do not pair"):
        list(parts(text))


def test_a_command_that_fails_is_not_shown() -> None:
    (part,) = parts("<!-- run: reportcli tally missing.xlsx -->\n<!-- /run -->\n")
    with pytest.raises(RuntimeError, match=r"status 3: missing\.xlsx: no such file"):
        output(part)
