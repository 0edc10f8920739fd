"""Channels: by which way a request came in, and where an item was published.

A cell may name several, with any sign between them, and each in more words than the vocabulary has:
EMS邮寄 is by letter, 某某局微信公众号 is WeChat. What no word tells is left to the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from reportcli.words.fields import KindId, log_kinds
from reportcli.words.matcher import Lexicon, Word
from reportcli.words.text import PARTICULARS, squeeze, visible
from reportcli.words.values import known_words
from reportcli.words.variants import simplified

# What stands between several values of one cell, white space among it.
BETWEEN_CHANNELS = re.compile(r"[、;；,，/／|｜+＋&＆\s]+")
JOINED_CHANNELS = re.compile("以及|[和及与]")  # may be part of a name as well
SHORTEST_INSIDE = 2  # signs of a word that is looked for inside others


@cache
def channel_lexicon(kind: KindId) -> Lexicon:
    """The words of a vocabulary as they are looked for inside longer wordings."""
    values = log_kinds()[kind].values["channel"]
    return Lexicon(
        Word(squeeze(text).casefold(), name)
        for name, value in values.items()
        for text in value.words
        if len(text) >= SHORTEST_INSIDE
    )


def channels_in(
    kind: KindId, cell: str, own: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    """Each part of a cell with the channel that it names, by the office's own words first; None
    where no word tells it."""
    for part in BETWEEN_CHANNELS.split(cell if cell in own else named_alone(cell)):
        if squeeze(part):
            yield from channels_of_part(kind, squeeze(part), own)


def named_alone(cell: str) -> str:
    """A cell without the number of a parcel or the minute of an entry."""
    return PARTICULARS.sub("", visible(cell)) or cell


def channels_of_part(
    kind: KindId, part: str, own: Mapping[str, str]
) -> list[tuple[str, str | None]]:
    """A part without signs between: one channel, or several joined by a word where all are
    known."""
    pieces = [piece for piece in JOINED_CHANNELS.split(part) if piece]
    each = [(piece, own.get(piece) or channel_of(kind, piece)) for piece in pieces]
    if len(pieces) > 1 and all(value is not None for _, value in each):
        return each
    return [(part, own.get(part) or channel_of(kind, part))]


def channel_of(kind: KindId, wording: str) -> str | None:
    """The one channel whose words a wording is or holds; None where it holds none, or those of two."""
    plain = simplified(squeeze(wording)).casefold()
    known = known_words(kind, "channel")
    if (exact := known.get(squeeze(wording))) is not None:
        return exact
    found = {hit.target for hit in channel_lexicon(kind).find(plain)}
    certain = found - vague(kind)
    return certain.pop() if len(certain) == 1 else None


@cache
def vague(kind: KindId) -> frozenset[str]:
    """Channels that yield to any other: 其他, and words such as 书面 that leave it half open."""
    values = log_kinds()[kind].values["channel"]
    return frozenset(name for name, value in values.items() if value.uncertain or name == "other")
