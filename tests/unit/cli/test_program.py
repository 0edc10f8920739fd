"""What typer says, in the language of the messages."""

from __future__ import annotations

import pytest

from reportcli.cli import program
from reportcli.cli.program import asked_language, in_our_words, translated, write_rows
from reportcli.words.messages import CHINESE, ENGLISH


@pytest.mark.parametrize(
    ("words", "variable", "language"),
    [
        (["tally", "--lang", "en"], "", "en"),
        (["--lang=zh", "tally"], "en", "zh"),
        (["tally"], "en", "en"),
        (["tally"], "fr", None),
        (["tally", "--lang"], "", None),  # nothing stands behind it
    ],
)
def test_the_language_that_is_asked_for(
    words: list[str], variable: str, language: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTCLI_LANG", variable)
    assert asked_language(words) == language


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("No such option: --yaer", "没有选项 --yaer"),
        ("Missing argument 'LOG...'.", "缺少参数 'LOG...'。"),
        ("Invalid value for '--year': 'x' is not a valid int.", None),
        ("Something new under the sun", "Something new under the sun"),
    ],
)
def test_what_typer_says_is_told_in_chinese_and_what_it_was_given_stays(
    said: str, chinese: str | None
) -> None:
    told = translated(said, CHINESE)
    if chinese is None:
        assert "--year" in told
        assert "Invalid" not in told
        assert "valid int" not in told
    else:
        assert told == chinese
    assert translated(said, ENGLISH) == said


def test_what_typer_adds_to_a_help_is_in_the_language_of_the_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "HELP", CHINESE)
    assert in_our_words("内存上限  [default: 2048; x>=64]") == "内存上限 [默认：2048；不小于 64]"
    assert in_our_words("内存上限") == "内存上限"


class Page:
    """A page of help of 60 columns."""

    width = 60
    text = ""

    def write(self, text: str) -> None:
        self.text += text


def test_names_and_what_they_mean_stand_in_two_columns_by_the_width_of_chinese() -> None:
    page = Page()
    long = "--a-name-that-is-longer-than-any-other"
    write_rows(page, "选项", [("-q", "安静"), ("--语言", "zh 或 en"), (long, "短")])
    assert page.text.splitlines() == [
        "",
        "选项",
        "  -q                            安静",
        "  --语言                        zh 或 en",
        f"  {long}",
        "                                短",
    ]
    write_rows(page, "空", [])
    assert "空" not in page.text


def test_only_the_command_that_is_asked_for_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[list[str]] = []
    app = program.CommandLine()
    for name in ("count", "tell", "help"):
        app.command(name)(lambda: None)
    monkeypatch.setattr(
        program.typer.Typer,
        "__call__",
        lambda self, *_: laid_out.append([one.name for one in self.registered_commands]),
    )
    for words in (["count"], ["tell", "--help"], ["help", "count"], ["--help"], ["cuont"], []):
        app(words)
    every = ["count", "tell", "help"]
    assert laid_out == [["count"], ["tell"], every, every, every, every]
    assert [one.name for one in app.registered_commands] == every
