"""What the program says beside findings, from `messages.toml`; and the one escaper for text that
came from a file.
"""

from __future__ import annotations

import json
import locale
import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import msgspec

from reportcli.finding import Language
from reportcli.shipped import load_shipped


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wording in both languages."""

    zh: str
    en: str


@cache
def messages() -> Mapping[str, Mapping[str, Message]]:
    """Every wording by group and key."""
    return load_shipped("words/messages.toml", dict[str, dict[str, Message]])


def say(group: str, key: str, language: Language, **details: object) -> str:
    """One wording, its placeholders filled; an unknown key is a fault of ours and raises."""
    wording: str = getattr(messages()[group][key], language)
    return wording.format_map(details) if details else wording


def say_fate(fate: str, language: Language) -> str:
    """What became of a row; the code of a finding stands for itself."""
    return say("fate", fate, language) if fate in messages()["fate"] else fate


def locale_language() -> Language:
    """Chinese where the locale is Chinese, else English; Windows names it in words, others in the
    environment.
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def printable(text: str) -> str:
    """Text from a file made safe for a terminal: no control, bidi or separator character, no lone
    surrogate.
    """
    return "".join(
        char if char == " " or unicodedata.category(char)[0] not in "CZ" else f"\\u{ord(char):04x}"
        for char in text
    )


# What JSON lets stand in a text, and a terminal or a reader's eye is steered by.
STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def json_text(data: object, *, ascii_only: bool = False, indent: int | None = 2) -> str:
    """Data as JSON, on lines of its own; what steers a terminal is escaped, which no reader of JSON
    sees."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
