"""What the program says, in both languages; and text from files made safe to print."""

from __future__ import annotations

import locale
import unicodedata
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.words.messages import (
    CHINESE,
    ENGLISH,
    Message,
    locale_language,
    messages,
    printable,
)

# --- text from a file ---


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("台账 2024.xlsx", "台账 2024.xlsx"),
        ("“不予公开”（第三方）——100%", "“不予公开”（第三方）——100%"),
        ("Ärger, 𠮷野家, é, 😀", "Ärger, 𠮷野家, é, 😀"),
        ("", ""),
        # controls: what a terminal obeys
        ("\x1b[2J\x1b]0;owned\x07", "\\u001b[2J\\u001b]0;owned\\u0007"),
        ("a\nb\rc\td\be\x00", "a\\u000ab\\u000dc\\u0009d\\u0008e\\u0000"),
        ("\x7f\x85\x9b31m", "\\u007f\\u0085\\u009b31m"),
        # marks that turn the direction of what follows, or take no ink
        ("\u202exslx.exe\u202c", "\\u202exslx.exe\\u202c"),
        ("\u2066a\u2069\u200e\u200f\u061c", "\\u2066a\\u2069\\u200e\\u200f\\u061c"),
        ("公\u200b开\ufeff\u00ad", "公\\u200b开\\ufeff\\u00ad"),
        ("\U000e0041", "\\ue0041"),
        # separators of lines, paragraphs and words that are no plain space
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("a\u3000b\u00a0c", "a\\u3000b\\u00a0c"),
        # no terminal and no file can take these
        ("\ud800x\udfff", "\\ud800x\\udfff"),
        ("\ue000", "\\ue000"),
    ],
)
def test_printable(text: str, safe: str) -> None:
    assert printable(text) == safe


@given(st.text())
def test_what_is_printable_is_one_line_of_ink_that_every_encoding_of_unicode_takes(
    text: str,
) -> None:
    safe = printable(text)
    assert len(f"{safe}.".splitlines()) == 1
    assert {unicodedata.category(char)[0] for char in safe if char != " "}.isdisjoint("CZ")
    assert safe.encode("utf-8").decode("utf-8") == safe
    assert printable(safe) == safe


# --- the language ---


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zh-Hans"}, "zh"),
        ({"LANG": "ZH_cn.gbk"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "C", "LANG": "C"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_CTYPE": "zh_CN.UTF-8", "LANG": "C"}, "en"),  # an encoding, not a language
    ],
)
def test_the_language_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert locale_language() == language


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Chinese (Simplified)_China", "zh"),
        ("zh_CN", "zh"),
        ("English_United Kingdom", "en"),
        (None, "en"),
    ],
)
def test_without_variables_the_system_is_asked(
    monkeypatch: pytest.MonkeyPatch, name: str | None, language: str
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda *_: (name, None))
    assert locale_language() == language


# --- messages ---

EVERY = {
    f"{group}.{key}": found for group, keys in messages().items() for key, found in keys.items()
}


def placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


@pytest.mark.parametrize("name", EVERY)
def test_a_message_says_the_same_in_both_languages(name: str) -> None:
    message: Message = EVERY[name]
    assert message.zh.strip()
    assert message.en.strip()
    in_english = {one.removesuffix("_en") for one in placeholders(message.en)}
    if name.startswith(
        "template."
    ):  # there the English stands beside the Chinese, which says it already
        assert in_english <= placeholders(message.zh)
    else:
        assert in_english == placeholders(message.zh)


def test_say_fills_the_placeholders() -> None:
    assert CHINESE.say("say", "written", file="年报.json") == "已写入 年报.json"
    assert ENGLISH.say("say", "written", file="年报.json") == "wrote 年报.json"


@pytest.mark.parametrize(("group", "key"), [("say", "nonsense"), ("nonsense", "written")])
def test_a_message_that_does_not_exist_raises(group: str, key: str) -> None:
    with pytest.raises(KeyError):
        CHINESE.say(group, key)


def test_a_detail_that_is_missing_raises() -> None:
    with pytest.raises(KeyError):
        CHINESE.say("say", "written", colour="red")


def test_fates_are_worded_and_codes_stand_for_themselves() -> None:
    assert (CHINESE.fate("total-row"), ENGLISH.fate("total-row")) == ("合计行", "total")
    assert CHINESE.fate("date-invalid") == "date-invalid"
