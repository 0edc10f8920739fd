"""Wordings as they are looked for: traditional signs simplified and common slips mended.

The table is data (`wordings.toml`). Not for evidence: what a message shows is what was written.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reportcli.words.text import key_of_squeezed, unquoted
from reportcli.words.vocabulary import vocabulary


@cache
def signs() -> dict[int, int]:
    """Traditional sign → simplified, as `str.translate` wants it."""
    words = vocabulary().variants
    return str.maketrans(words.traditional, words.simplified)


@cache
def slips() -> tuple[re.Pattern[str], dict[str, str]]:
    """Any slip that is no other word, and what each means."""
    known = dict(vocabulary().variants.slips)
    return re.compile("|".join(map(re.escape, known))), known


def simplified(text: str) -> str:
    """The text in simplified signs, without the common slips."""
    pattern, meant = slips()
    return pattern.sub(lambda found: meant[found[0]], text.translate(signs()))


@lru_cache(maxsize=256)
def plain_wording(text: str) -> str:
    """The text in which words are looked for: squeezed, unquoted, simplified."""
    return simplified(unquoted(text))


@lru_cache(maxsize=256)
def plain_key(text: str) -> str:
    """A plain wording as a whole, without ordinals and punctuation."""
    return key_of_squeezed(plain_wording(text))
