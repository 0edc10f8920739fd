"""The transcript of a guide page: files that the page holds, and commands that are run on them in the order of the page.

A block whose head names a file (```csv 台账.csv) is that file, in a folder of its own, from there on; in a block
```console what stands below a line `$ reportcli …` is what the command says, results first and then messages, as far
as the page shows it: of a table the lines that hold more than zeros. `python -m tests.transcript --write` fills it in.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from pathlib import Path

from reportcli.finding import Language
from tests import forge
from tests.places import PACKAGE

PAGES = [PACKAGE / "guide" / f"clerk.{language}.md" for language in ("zh", "en")]
BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```\n", re.DOTALL | re.MULTILINE
)
# A line of table 三 in which nobody stands, and the lines that long labels are folded into.
OF_NOBODY = re.compile(
    r"(.*\s0){7}|\s+(情形）|政府信息公开申请|再处理其政府信息公开申请|已获取信息)"
)
DAY_OF_TODAY = re.compile(r"\d{4}-\d\d-\d\d(?= 由 reportcli)")


def language_of(page: Path) -> Language:
    """The language of a page, by its name."""
    return "zh" if page.name.endswith(".zh.md") else "en"


def replayed(page: Path, folder: Path) -> str:
    """The page with what its commands say today, run in a folder."""
    environment = {"LANG": f"{language_of(page)}_XX.UTF-8", "COLUMNS": "100"}

    def of_block(block: re.Match[str]) -> str:
        if block["name"]:
            (folder / block["name"]).write_text(block["text"], encoding="utf-8")
        if block["kind"] != "console":
            return block[0]
        command, _, _ = block["text"].partition("\n")
        words = shlex.split(command.removeprefix("$ reportcli "))
        done = forge.run(*words, cwd=folder, env=environment)
        told = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
        shown = "".join(f"{line}\n" for line in told if not OF_NOBODY.fullmatch(line))
        if "--write-settings" in words:
            settings = (folder / words[-1]).read_text("utf-8")
            shown += f"\n$ type {words[-1]}\n{DAY_OF_TODAY.sub('2025-01-10', settings)}"
        return f"```console\n{command}\n{shown}```\n"

    return BLOCK.sub(of_block, page.read_text("utf-8"))


if __name__ == "__main__":
    for path in PAGES if "--write" in sys.argv else ():
        with tempfile.TemporaryDirectory() as place:
            path.write_text(replayed(path, Path(place)), encoding="utf-8")
