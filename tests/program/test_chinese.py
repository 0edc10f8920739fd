"""Under a Chinese locale every line is Chinese, help and usage errors included; under an English one none is,
but for labels of the form and what is quoted from files.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests import forge
from tests.logs import write_log
from tests.printed import html_page
from tests.program.office import CASES, DOUBTFUL, FAULTY, INCOMPLETE, NO_HEADER, SOUND, TIED
from tests.unit.published.test_read import FIGURES, FORM

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
# A reason that somebody else gave, in the middle of a Chinese line.
PHRASE = re.compile(r"\b(?<!reportcli )(?!reportcli)[A-Za-z]+(?: [a-z]{2,}){2,}")
# What stands in no language: a file with its format, a place in it, the number of a record before that.
PLACE = re.compile(
    r"(?:[\w-]+ +'\w+'!.*)|(?:[\w-]+ +)?\S+\.csv(?: +csv utf-8| +'\w+'(?:![\d:]+)?)?"
)
COMMANDS = [
    "tally", "report", "explain", "deadlines", "check", "inspect", "template", "editions", "guide", "help",
    "diff", "trend",
]  # fmt: skip
SAID = [
    *[f"{command} --help" for command in COMMANDS],
    *[f"help {command}" for command in COMMANDS],
    "", "-h", "help", "guide",
    "tally", "report", "check", "deadlines", "inspect", "template", "explain",
    "tally sound.csv", "tally faulty.csv -v", "tally doubtful.csv", "tally tied.csv", "tally noheader.csv",
    "tally incomplete.csv", "tally missing.csv", "tally cases.csv --year 2024", "tally sound.csv faulty.csv cases.csv",
    "tally sound.csv --year x", "tally sound.csv --year 1999", "tally sound.csv --fail-on never",
    "tally sound.csv --lang fr", "tally sound.csv --nonsense", "tally sound.csv -o", "tally sound.csv -o new.doc",
    "tally sound.csv -f yaml", "tally sound.csv -f xlsx", "tally sound.csv --table 五", "tally sound.csv --as-of 明天",
    "tally sound.csv --edition 1999", "tally sound.csv --max-memory 1", "tally sound.csv --config nowhere.toml",
    "tally sound.csv --previous nowhere.json", "tally sound.csv -o sound.csv", "tally sound.csv -o nowhere/t.xlsx",
    "tally sound.csv --table cases",
    "check faulty.csv", "check faulty.csv -v", "check sound.csv --ignore nonsense", "check faulty.csv --mark t.doc",
    "explain --code outcome-unknown", "explain --code nonsense", "explain sound.csv --cell 三/予以公开/总计",
    "explain sound.csv --cell 按期办结", "explain sound.csv --cell 天气", "explain faulty.csv --row 3",
    "explain faulty.csv --row 99", "explain faulty.csv --row 3 --no-mask", "explain sound.csv --cell a --row 3",
    "deadlines faulty.csv --why --all", "deadlines sound.csv --within 3 --all", "deadlines cases.csv",
    "inspect faulty.csv noheader.csv", "inspect faulty.csv --write-settings new.toml", "inspect missing.csv",
    "template nonsense", "template requests --edition 1999", "editions", "editions 1999",
    "report sound.csv", "report sound.csv --text nowhere", "report sound.csv --template nowhere.docx -o r.docx",
    "diff", "diff sound.csv", "diff sound.csv sound.csv", "diff sound.csv faulty.csv", "diff sound.csv faulty.csv -v",
    "diff sound.csv faulty.csv --by row", "diff sound.csv faulty.csv --by unit", "diff sound.csv faulty.csv --by x",
    "diff sound.csv cases.csv --year 2024", "diff sound.csv missing.csv", "diff sound.csv noheader.csv",
    "diff sound.csv faulty.csv --cell 天气", "diff sound.csv faulty.csv -f xlsx", "diff sound.csv . -f md",
    "trend", "trend sound.csv", "trend sound.csv sound.csv -v", "trend missing.csv", "trend sound.csv --cell 天气",
    "trend sound.csv -f md", "trend noheader.csv", "trend sound.csv -o t.doc",
    "report sound.csv --text sound.csv", "tally .", "check nowhere.docx", "tally sound.csv --year",
    "deadlines sound.csv --within x", "deadlines sound.csv --within -1", "tally sound.csv --blank x",
    "check sound.csv --logs sound.csv", "explain sound.csv --cell a --no-mask", "tally sound.csv --table",
    "tally letter.md", "check letter.md", "tally page.html", "tally page.html -v", "check page.html -v",
    "tally page.html sound.csv", "tally page.html --previous nowhere", "check page.html --logs sound.csv",
    "check page.html --logs nowhere.csv", "check page.html --mark t.doc", "explain page.html --cell 三/予以公开/总计",
    "rollup", "rollup nowhere", "rollup . --year x", "rollup . --jobs 0",
    "rollup . --units nowhere.csv", "rollup . --year 2024 -f yaml", "rollup . --year 2024 -o t.doc",
    "rollup . --fail-on never",
    "guide nonsense", "help nonsense", "nonsense", "taly", "editions 2021 2019", "--nonsense",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs, sound and faulty."""
    made = tmp_path_factory.mktemp("office")
    tables = {
        "sound": SOUND, "faulty": FAULTY, "doubtful": DOUBTFUL, "tied": TIED, "cases": CASES,
        "noheader": NO_HEADER, "incomplete": INCOMPLETE,
    }  # fmt: skip
    for name, table in tables.items():
        write_log(made / f"{name}.csv", table)
    (made / "letter.md").write_text("# 通知\n\n请报送。\n", encoding="utf-8")
    (made / "page.html").write_text(html_page(FORM, FIGURES[2024], 2024), encoding="utf-8")
    return made


def lines_of(folder: Path, line: str, language: str) -> list[str]:
    """What a command line says, on both streams."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    spoken = kept | {"LANG": language, "COLUMNS": "200"}
    done = forge.run(*line.split(), env=spoken, only=True, cwd=folder)
    assert "Traceback" not in done.stderr
    return [told for told in (done.stdout + done.stderr).splitlines() if told.strip()]


@pytest.mark.parametrize("line", SAID)
def test_no_line_is_english_under_a_chinese_locale(folder: Path, line: str) -> None:
    told = lines_of(folder, line, "zh_CN.UTF-8")
    assert told or "check" in line
    english = [one for one in told if LATIN.search(one) and not HAN.search(one)]
    english += [one for one in told if PHRASE.search(one)]
    assert [one for one in english if not PLACE.fullmatch(one)] == []


# Results hold what is Chinese by decree or stands in the files: help and errors do not.
RESULT = re.compile(
    r"(tally|report|explain|check|deadlines|inspect|editions|guide|diff|trend|rollup)"
)
HELP_AND_ERRORS = [line for line in SAID if "--help" in line or not RESULT.match(line)]


@pytest.mark.parametrize("line", HELP_AND_ERRORS)
def test_help_and_errors_have_no_chinese_under_an_english_locale(folder: Path, line: str) -> None:
    told = lines_of(folder, line, "C.UTF-8")
    quoted = re.compile(r"“[^”]*”|'[^']*'|\[[^]]*\]|`[^`]*`|\S*\.(csv|toml|docx|xlsx|md)\S*")
    unquoted = [quoted.sub("", one) for one in told]
    # Labels of the form are official wherever they are named: 三/予以公开/自然人, 台账.
    labels = re.compile(r"三/[^\s;]*|台账:?\S*|依申请公开\S*|按期办结|一\.md.*|五\.md.*")
    assert [one for one in unquoted if HAN.search(labels.sub("", one))] == []
