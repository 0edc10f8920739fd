"""The category of a publication: the line of table 二 that its words name, or a topic of its own.

行政处罚决定书 is a penalty, and 行政处罚裁量基准 only speaks of them: a word behind decides. What has the
word of a line and is neither is an error, for a free topic would leave the line short in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from reportcli.words.cells import shown
from reportcli.words.classified import Classified, unplaced
from reportcli.words.close import Close
from reportcli.words.fields import log_kinds
from reportcli.words.matcher import NEUTRAL, Lexicon, words_of
from reportcli.words.text import squeeze, without_particulars
from reportcli.words.variants import plain_key
from reportcli.words.vocabulary import vocabulary

JOINING = ("及", "和", "与")  # 规范性文件及解读 is both
ITEM_SUFFIX = "_item"  # the suffix of a category that counts items (事项), not decisions


@cache
def category_lexicon() -> Lexicon:
    """The words of the lines of table 二, and those that hold one and mean nothing for it."""
    words = vocabulary().category
    return Lexicon(words_of({**words.lines, NEUTRAL: words.neutral}))


@cache
def topic_words() -> Lexicon:
    """The words behind the word of a line that make a topic of it."""
    return Lexicon(words_of({"topic": vocabulary().category.topics}))


def classify_category(text: str) -> Classified | None:
    """The category that a wording outside the vocabulary names, or why it leaves it open; None for
    a topic.
    """
    key = plain_key(without_particulars(squeeze(text)))
    found = list(category_lexicon().find(key))
    hits = [hit for hit in found if hit.target != NEUTRAL]
    if not hits:
        return None if found else slip(text, key)
    behind = key[hits[-1].end :]
    if topic_words().finds_any(behind) and not behind.startswith(JOINING):
        return None
    lines = {hit.target for hit in hits}
    is_past = key.startswith(tuple(vocabulary().category.past))
    is_plain = behind.removeprefix("事项") in vocabulary().category.ends
    if len(lines) > 1 or is_past or not is_plain:
        return unplaced("category-unclear", value=shown(text), lines=categories_named(lines))
    (line,) = lines
    return Classified(line + ITEM_SUFFIX if behind.startswith("事项") and has_items(line) else line)


@cache
def close_categories() -> Close:
    """The words of the lines, to be found by a slip of one sign (行政许克)."""
    lines = vocabulary().category.lines
    return Close({word: line for line, words in lines.items() for word in words}, deciding="")


def slip(text: str, key: str) -> Classified | None:
    """The error of a wording that is the word of a line but for one sign; None for a topic."""
    bodies = [key.removesuffix(end) for end in vocabulary().category.ends if key.endswith(end)]
    parts = (body[begin:] for body in bodies for begin in range(len(body)))
    lines = set(map(close_categories().find, parts)) - {None}
    if not lines:
        return None
    named = categories_named(filter(None, lines))
    return unplaced("category-unclear", value=shown(text), lines=named)


def has_items(line: str) -> bool:
    """Whether the items of a line are a category of their own."""
    return line + ITEM_SUFFIX in log_kinds()["publications"].values["category"]


def categories_named(lines: Iterable[str]) -> str:
    """The labels of some categories, for a message."""
    labels = log_kinds()["publications"].values["category"]
    return "、".join(f"“{labels[line].label}”" for line in sorted(lines))
