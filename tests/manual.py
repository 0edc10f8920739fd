"""The parts of README.md and of the guide that the program prints: found, made again, and rewritten in place.

A part stands between two comments:

- `<!-- run: reportcli … -->` and `<!-- /run -->`: a command line and its output, as a shell runs it at the top of
  the repository. `run+err` shows stderr too; `lines=1-40` at the end of the comment keeps only those lines;
- `<!-- help: tally -->` and `<!-- /help -->`: the help of a command, or of the program;
- `<!-- codes: -->` and `<!-- /codes -->`: the catalogue of findings and refusals.

A page that ends with `.zh.md` is in Chinese, any other in English. `python -m tests.manual --write` rewrites every page.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from reportcli.finding import catalogue
from tests import forge
from tests.places import PACKAGE, ROOT

GUIDE = PACKAGE / "guide"
PAGES = [path for path in [ROOT / "README.md", *sorted(GUIDE.glob("*.md"))] if path.is_file()]
PART = re.compile(
    r"<!-- (?P<kind>help|run|run\+err|codes):(?P<words>[^\n]*?)(?: lines=(?P<first>\d+)-(?P<last>\d+))? -->\n"
    r"(?P<text>.*?)<!-- /(?P<end>\w+) -->\n",
    re.DOTALL,
)
MARKER = re.compile(r"^<!-- /?(?:help|run|codes)\b", re.MULTILINE)
# The program under this interpreter, by the name that a person types.
PROGRAM = "import sys; sys.argv[0] = 'reportcli'; from reportcli.cli.process import main; main()"
SHELL = set("|&;<>$`(){}*?[]#~\\\n")
DONE = (0, 1)  # 1: done, and there are findings


@dataclass(frozen=True)
class Part:
    """One part of a page: the command line that it shows, in which language, and what stands there now."""

    kind: str
    command: str
    text: str
    is_chinese: bool = False
    first: int = 1
    last: int | None = None


def parts(text: str, *, is_chinese: bool = False) -> Iterator[Part]:
    """The parts of a page, in order; a marker without its counterpart raises."""
    found = list(PART.finditer(text))
    stray = len(MARKER.findall(text)) - 2 * len(found)
    crossed = [
        match["words"] for match in found if match["kind"].removesuffix("+err") != match["end"]
    ]
    if stray or crossed or any(MARKER.search(match["text"]) for match in found):
        raise ValueError(f"markers that do not pair: {crossed or stray}")
    for match in found:
        words = match["words"].strip()
        if match["kind"] == "help":
            words = " ".join(["reportcli", *words.split(), "--help"])
        lines = (int(match["first"]), int(match["last"])) if match["first"] else ()
        yield Part(match["kind"], words, match["text"], is_chinese, *lines)


def parts_of(page: Path) -> list[Part]:
    """The parts of a page of the manual."""
    return list(parts(page.read_text("utf-8"), is_chinese=page.name.endswith(".zh.md")))


def surroundings(part: Part) -> dict[str, str]:
    """The environment in which a command is run: a language, a hundred columns, no settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("REPORTCLI_", "LC_"))
    }
    return kept | {"COLUMNS": "100", "LANG": "zh_CN.UTF-8" if part.is_chinese else "C.UTF-8"}


def output(part: Part) -> str:
    """What the command of a part prints, cut to the lines it shows."""
    simple = simple_words(part.command)
    done = run_simple(simple, part) if simple else run_in_shell(part)
    if done.returncode not in DONE:
        raise RuntimeError(
            f"{part.command}: status {done.returncode}: {done.stderr or done.stdout}"
        )
    said = done.stdout + (done.stderr if part.kind == "run+err" and simple else "")
    return "".join(f"{line.rstrip()}\n" for line in said.splitlines()[part.first - 1 : part.last])


def simple_words(command: str) -> list[str]:
    """The words of a command line that needs no shell but for the names of files, else none."""
    words = shlex.split(command)
    if words[0] != "reportcli" or SHELL - set("*") & set(command):
        return []
    expanded = (
        sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word)) if "*" in word else [word]
        for word in words[1:]
    )
    return [word for group in expanded for word in group]


def run_simple(words: Sequence[str], part: Part) -> subprocess.CompletedProcess[str]:
    """Run the program alone."""
    return forge.run(*words, cwd=ROOT, env=surroundings(part), only=True)


def run_in_shell(part: Part) -> subprocess.CompletedProcess[str]:
    """Run a command line as it stands."""
    program = shlex.join([sys.executable, "-c", PROGRAM])
    return subprocess.run(
        ["bash", "-c", f'reportcli() {{ {program} "$@"; }}\n{part.command}'],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if part.kind == "run+err" else subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=ROOT,
        env=surroundings(part),
        timeout=120,
        check=False,
    )


def rendered(part: Part) -> str:
    """What is to stand between the markers of a part."""
    if part.kind == "codes":
        return code_table(is_chinese=part.is_chinese)
    return f"```console\n$ {part.command}\n{output(part)}```\n"


def code_table(*, is_chinese: bool) -> str:
    """Every code of the catalogue: how grave it is, what it says, what to do, and its law."""
    head = (
        ("代码", "级别", "含义", "改法", "依据")
        if is_chinese
        else ("code", "severity", "meaning", "remedy", "law")
    )
    rows = [head, ("---",) * len(head)]
    for code, entry in sorted(catalogue().items()):
        severity = f"exit {entry.status}" if entry.status else entry.severity
        if is_chinese:
            severity = {"error": "错误", "warning": "提醒"}.get(severity, f"退出码 {entry.status}")
            told = (entry.text_zh, entry.remedy_zh)
        else:
            told = (entry.text_en, entry.remedy_en)
        rows.append(
            (f"`{code}`", severity, *(text.replace("|", "\\|") for text in told), entry.law)
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def rewrite(text: str, *, is_chinese: bool = False) -> str:
    """The text with every part as it should be; the commands are run several at a time."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        fresh = pool.map(rendered, parts(text, is_chinese=is_chinese))

    def replace(match: re.Match[str]) -> str:
        start, end = (at - match.start() for at in match.span("text"))
        return match[0][:start] + next(fresh) + match[0][end:]

    return PART.sub(replace, text)


def main() -> None:
    """Rewrite every page, or say which are out of date."""
    stale = []
    for page in PAGES:
        before = page.read_text("utf-8")
        after = rewrite(before, is_chinese=page.name.endswith(".zh.md"))
        if after != before:
            stale.append(page.name)
            if "--write" in sys.argv[1:]:
                page.write_text(after, "utf-8")
    if stale and "--write" not in sys.argv[1:]:
        sys.exit(f"{stale} show what the program no longer prints; python -m tests.manual --write")


if __name__ == "__main__":
    main()
