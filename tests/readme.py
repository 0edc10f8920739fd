"""The blocks of README.md that show what the program prints: found, run again, and rewritten in place.

A block stands between `<!-- help: tally -->` and `<!-- /help -->` (the help of a command, or of the program)
or between `<!-- run: reportcli … -->` and `<!-- /run -->` (the output of a command line, as a shell runs it
at the top of the repository) or between `<!-- codes: … -->` and `<!-- /codes -->` (the catalogue, its codes that begin
with … left out). `run+err` shows stderr too; `lines=1-40` at the end of the comment keeps only
those lines. `python tests/readme.py --write` rewrites every block.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from reportcli.finding import catalogue

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(
    r"<!-- (?P<kind>help|run|run\+err|codes):(?P<words>[^\n]*?)(?: lines=(?P<first>\d+)-(?P<last>\d+))? -->\n"
    r"(?P<text>.*?)<!-- /(?P<end>\w+) -->\n",
    re.DOTALL,
)
MARKER = re.compile(r"^<!-- /?(?:help|run|codes)\b", re.MULTILINE)
# The program under this interpreter, by the name that a person types.
PROGRAM = "import sys; sys.argv[0] = 'reportcli'; from reportcli.cli.process import main; main()"
SURROUNDINGS = {"COLUMNS": "100", "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Block:
    """One block: the command line that it shows, which of its lines, and what stands in the file now."""

    command: str
    with_stderr: bool
    text: str
    first: int = 1
    last: int | None = None
    catalogue: bool = False


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order; a marker without its counterpart raises."""
    found = list(BLOCK.finditer(text))
    stray = len(MARKER.findall(text)) - 2 * len(found)
    crossed = [
        match["words"] for match in found if match["kind"].removesuffix("+err") != match["end"]
    ]
    if stray or crossed or any(MARKER.search(match["text"]) for match in found):
        raise ValueError(f"markers that do not pair: {crossed or stray}")
    for match in found:
        words = match["words"].strip()
        if match["kind"] == "codes":
            yield Block(words, False, match["text"], catalogue=True)
            continue
        command = (
            " ".join(["reportcli", *words.split(), "--help"]) if match["kind"] == "help" else words
        )
        lines = (int(match["first"]), int(match["last"])) if match["first"] else ()
        yield Block(command, match["kind"] == "run+err", match["text"], *lines)


def surroundings() -> dict[str, str]:
    """The environment in which the commands are run: English, a hundred columns, no settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("REPORTCLI_", "LC_"))
    }
    return kept | SURROUNDINGS


def output(block: Block) -> str:
    """What the command of a block prints, cut to the lines it shows."""
    program = shlex.join([sys.executable, "-c", PROGRAM])
    script = f'reportcli() {{ {program} "$@"; }}\n{block.command}'
    done = subprocess.run(
        ["bash", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if block.with_stderr else subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=ROOT,
        env=surroundings(),
        timeout=120,
        check=False,
    )
    if done.returncode not in (0, 1):  # 1: done, and there are findings
        raise RuntimeError(
            f"{block.command}: status {done.returncode}: {done.stderr or done.stdout}"
        )
    return "".join(
        f"{line.rstrip()}\n" for line in done.stdout.splitlines()[block.first - 1 : block.last]
    )


def rendered(block: Block) -> str:
    """What is to stand between the markers of a block."""
    if block.catalogue:
        return code_table(tuple(block.command.split()))
    return f"```console\n$ {block.command}\n{output(block)}```\n"


def code_table(left_out: tuple[str, ...]) -> str:
    """Every code of the catalogue with its severity, what it says in both languages, and its law."""
    rows = [
        f"| `{code}` | {entry.severity} | {entry.text_en} | {entry.text_zh} | {entry.law} |"
        for code, entry in catalogue().items()
        if not code.startswith(left_out)
    ]
    return "\n".join(
        ["| code | severity | meaning | 含义 | law |", "|---|---|---|---|---|", *rows, ""]
    )


def rewrite(text: str) -> str:
    """The text with every block as it should be; the commands are run several at a time."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        fresh = pool.map(rendered, blocks(text))

    def replace(match: re.Match[str]) -> str:
        start, end = (at - match.start() for at in match.span("text"))
        return match[0][:start] + next(fresh) + match[0][end:]

    return BLOCK.sub(replace, text)


if __name__ == "__main__":
    before = README.read_text("utf-8")
    after = rewrite(before)
    if "--write" in sys.argv[1:]:
        README.write_text(after, "utf-8")
    elif after != before:
        sys.exit(
            "README.md shows what the program no longer prints; python tests/readme.py --write"
        )
