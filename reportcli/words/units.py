"""The unit in charge of a record, as it heads a group of findings: without the names of persons and
the telephones that stand with it, because a list that goes round the house holds no personal data.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from reportcli.shipped import load_shipped

LONGEST_NAME = 4  # characters of a person's name; only those with a compound surname have so many
BETWEEN_NAMES = re.compile(r"[\s、，,;；/|（）()：:]+")
TELEPHONE = re.compile(r"\d{7}")  # seven digits running are no name of a unit


class UnitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names of persons begin and those of units end: `units.toml`."""

    surnames: tuple[str, ...]
    compound_surnames: tuple[str, ...]
    unit_ends: tuple[str, ...]


@cache
def unit_words() -> UnitWords:
    """The words of `units.toml`, held strictly to their shape."""
    return load_shipped("words/units.toml", UnitWords)


def without_persons(text: str) -> str:
    """The name of a unit without the names of persons and the telephones beside it."""
    text = text.strip()
    parts = [part for part in BETWEEN_NAMES.split(text) if part]
    kept = [part for part in parts if not is_personal(part)]
    return text if kept == parts else " ".join(kept)


def is_personal(text: str) -> bool:
    """Whether a text is most likely a person's name, or a telephone."""
    words = unit_words()
    # Names of other peoples are written with a dot: 阿依古丽·买买提.
    if TELEPHONE.search(text) or "·" in text:
        return True
    if len(text) == LONGEST_NAME:
        is_name = text.startswith(words.compound_surnames)
    else:
        is_name = 2 <= len(text) < LONGEST_NAME and text.startswith(
            (*words.surnames, *words.compound_surnames)
        )
    is_unit = len(text) > 2 and text.endswith(words.unit_ends)
    return is_name and not is_unit
