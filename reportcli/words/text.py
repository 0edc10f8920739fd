"""Text as it is compared: what differs between two copies of one wording and means nothing is gone.

The one home for widths (NFKC), white space, invisible characters, ordinals and punctuation. Not for
what words mean, nor for text that is made harmless to print (`messages.py`). It runs in the reader's
child process and imports nothing of ours but numerals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

from reportcli.words.numerals import ONE_TO_TEN

# What takes no ink: controls but the white ones, soft hyphen, joiners, bidi marks, fillers,
# variation selectors, the byte order mark, tags; and lone surrogates, with which no file could be
# written.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
WITHOUT_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』")
# 一、 (二) 3. before a line of the form
ORDINAL = re.compile(rf"\(?(?:[{ONE_TO_TEN}]{{1,3}}|[0-9]{{1,3}})[)、.]")
# Han characters, ASCII and the punctuation of Chinese: NFKC leaves all but NARROWED as they are.
_ORDINARY = "!-~、。《》〈〉【】〔〕“”‘’—·\u4e00-\u9fff，：；（）？！"
ORDINARY = re.compile(f"[{_ORDINARY}]*+")
ORDINARY_LINES = re.compile(f"[{_ORDINARY}\n]*+")
AT_A_TIME = 256  # texts; more at once make no difference to speed
NARROWED = tuple(zip("，：；（）？！", ",:;()?!", strict=True))
# A remark behind a heading or a name; nested ones are none that a log has.
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
# What tells one paper or call from another: 〔2024〕5号, a bracket or a long number with a digit in it,
# a day, a time of day.
PARTICULARS = re.compile(
    r"\([^()]*[0-9][^()]*\)|[〔\[(【][0-9]{4}[〕\])】]第?[0-9]+号?|[0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[A-Za-z]{0,4}[0-9]{7,}"
)
NO_LETTER = re.compile(r"[\W_]+")  # what two copies of a label may differ in


def visible(text: str) -> str:
    """The text in its plain width, without what takes no ink; white space stays."""
    return INVISIBLE.sub("", normalize("NFKC", text))


@lru_cache(AT_A_TIME)
def squeeze(text: str) -> str:
    """The text without width variants, white space and invisible characters.

    The last texts are kept: what reads a wording asks ten times for the same one.
    """
    if ORDINARY.fullmatch(text):  # most texts, and fast: nothing but the punctuation is wide
        return narrowed(text)
    return "".join(visible(text).split())


def squeeze_all(texts: Sequence[str]) -> Iterator[str]:
    """Many texts as `squeeze` makes each; those that are ordinary in one go, many at a time."""
    for start in range(0, len(texts), AT_A_TIME):
        some = texts[start : start + AT_A_TIME]
        listed = "\n".join(some)
        if ORDINARY_LINES.fullmatch(listed) and listed.count("\n") == len(some) - 1:
            yield from narrowed(listed).split("\n")
        else:
            yield from map(squeeze, some)


def narrowed(text: str) -> str:
    """An ordinary text with the punctuation in its plain width."""
    for wide, narrow in NARROWED:
        text = text.replace(wide, narrow)
    return text


def without_particulars(squeezed: str) -> str:
    """A squeezed text without numbers of papers, days and calls, which say nothing of its kind; as
    it is where nothing else stands in it."""
    return PARTICULARS.sub("", squeezed) or squeezed


def one_line(text: str) -> str:
    """The text in its plain width with single spaces, as a label is kept."""
    return " ".join(visible(text).split())


def unquoted(text: str) -> str:
    """The squeezed text without quotation marks: in it words are looked for."""
    return squeeze(text).translate(WITHOUT_QUOTES)


def letters(text: str) -> str:
    """The letters and digits alone: copies of a label differ in everything else."""
    return NO_LETTER.sub("", squeeze(text))


def wording_key(text: str) -> str:
    """A wording as a whole: its letters, without the ordinals that the form puts before a line."""
    return key_of_squeezed(squeeze(text))


def key_of_squeezed(squeezed: str) -> str:
    """The same of a text that is squeezed already."""
    return NO_LETTER.sub("", ORDINAL.sub("", squeezed))
