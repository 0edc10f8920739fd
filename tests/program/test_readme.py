"""README.md shows what the program prints; and what shows it works."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import typer

from reportcli import __version__
from reportcli.cli.commands import app
from tests.readme import README, Block, blocks, output, rendered, rewrite

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
BLOCKS = list(blocks(README.read_text("utf-8"))) if README.is_file() else []


@pytest.fixture(scope="module")
def fresh() -> Iterator[dict[Block, Future[str]]]:
    """What is to stand in each block; the commands are run several at a time."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {block: pool.submit(rendered, block) for block in BLOCKS}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.command)
def test_a_block_shows_what_the_command_prints(
    block: Block, fresh: dict[Block, Future[str]]
) -> None:
    assert block.text == fresh[block].result(), "rewrite the blocks: python tests/readme.py --write"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_is_shown(command: str) -> None:
    assert f"reportcli {command} --help" in [block.command for block in BLOCKS]


def test_the_first_run_on_the_sample_data_is_shown() -> None:
    assert "reportcli tally sample_data/2020/*.xlsx" in [block.command for block in BLOCKS]


def test_nothing_shown_is_wider_than_a_page() -> None:
    shown = [block.text for block in BLOCKS if not block.catalogue]
    assert [line for text in shown for line in text.split("\n") if len(line) > 125] == []


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
SHOWN = """
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


def test_blocks_are_rewritten_in_place_and_once_only() -> None:
    shown = SHOWN.replace("VERSION", __version__)
    assert rewrite(TEXT) == rewrite(shown) == shown


def test_help_is_shown_under_the_name_a_person_types() -> None:
    (tally,) = blocks("<!-- help: tally -->\n<!-- /help -->\n")
    (program,) = blocks("<!-- help: -->\n<!-- /help -->\n")
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
        list(blocks(text))


def test_a_command_that_fails_is_not_shown() -> None:
    (block,) = blocks("<!-- run: reportcli tally missing.xlsx -->\n<!-- /run -->\n")
    with pytest.raises(RuntimeError, match=r"status 3: missing\.xlsx: no such file"):
        output(block)
