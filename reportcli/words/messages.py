"""What the program says beside findings, from `messages.toml`, and the voice it says it in; and
the one escaper for text that came from a file.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from reportcli.finding import Language
from reportcli.shipped import load_shipped
from reportcli.words.patterns import late_pattern


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wording in both languages."""

    zh: str
    en: str


@cache
def messages() -> Mapping[str, Mapping[str, Message]]:
    """Every wording by group and key."""
    return load_shipped("words/messages.toml", dict[str, dict[str, Message]])


NARROW, WIDE = 80, 120  # columns: of a terminal that tells no width, and of the widest that is read


@dataclass(frozen=True)
class Voice:
    """How a reader is spoken to: in which language, in lines of how many columns, and whether only
    ASCII gets through to where he reads.

    Everything that is written for a person takes the value and a voice.
    """

    language: Language = "zh"
    width: int = NARROW
    ascii_only: bool = False

    def say(self, group: str, key: str, /, **details: object) -> str:
        """One wording, its placeholders filled; an unknown key is a fault of ours and raises."""
        wording: str = getattr(messages()[group][key], self.language)
        return wording.format_map(details) if details else wording

    def both(self, group: str, key: str, /, **details: object) -> str:
        """A wording in Chinese, with English beside it for a reader of English: what stands next to
        the Chinese of the form.
        """
        return self.label(*both_wordings(group, key, **details))

    def stacked(self, group: str, key: str, /, **details: object) -> str:
        """The same with the English on the line below."""
        return self.label(*both_wordings(group, key, **details), "\n")

    def label(self, text: str, text_en: str, joiner: str = " ") -> str:
        """An official label, which is Chinese always, with English beside it for a reader of
        English."""
        return f"{text}{joiner}{text_en}" if self.language == "en" and text_en else text

    def choose(self, text: str, text_en: str) -> str:
        """One of two texts that say the same, where one is enough."""
        return text_en if self.language == "en" else text

    def fate(self, fate: str) -> str:
        """What became of a row; the code of a finding stands for itself."""
        return self.say("fate", fate) if fate in messages()["fate"] else fate

    def json(self, data: object) -> str:
        """Data as one JSON value, two spaces deep, in the characters that get through."""
        return json_text(data, ascii_only=self.ascii_only)


CHINESE, ENGLISH = Voice("zh"), Voice("en")


def both_wordings(group: str, key: str, /, **details: object) -> tuple[str, str]:
    """A wording in Chinese and in English."""
    return CHINESE.say(group, key, **details), ENGLISH.say(group, key, **details)


def locale_language() -> Language:
    """Chinese where the locale is Chinese, else English; Windows names it in words, others in the
    environment.
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    import locale

    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def printable(text: str) -> str:
    """Text from a file made safe for a terminal: no control, bidi or separator character, no lone
    surrogate.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char == " " or unicodedata.category(char)[0] not in "CZ" else f"\\u{ord(char):04x}"
        for char in text
    )


# What JSON lets stand in a text, and a terminal or a reader's eye is steered by.
STEERING = late_pattern(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def json_text(data: object, *, ascii_only: bool = False, indent: int | None = 2) -> str:
    """Data as JSON, on lines of its own; what steers a terminal is escaped, which no reader of JSON
    sees."""
    if not ascii_only:
        try:
            # Nought is one line, divided as `json` does.
            formatted = msgspec.json.format(msgspec.json.encode(data), indent=indent or 0)
            return safe_json(formatted.decode()) + "\n"
        except (UnicodeEncodeError, OverflowError):
            pass  # a lone surrogate in the name of a file, a number without end: as below
    plain = msgspec.to_builtins(data)
    text = safe_json(json.dumps(plain, ensure_ascii=ascii_only))
    if indent is None:
        return text + "\n"
    try:
        return msgspec.json.format(text, indent=indent) + "\n"
    except msgspec.DecodeError:
        # A lone surrogate, in the name of a file, is JSON to `json` alone, which indents slowly.
        return safe_json(json.dumps(plain, ensure_ascii=ascii_only, indent=indent)) + "\n"


def safe_json(text: str) -> str:
    """JSON in which what steers a terminal is escaped."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
