"""Which words of a finished report changed: paragraph by paragraph where both sides have one layout, else
sentence by sentence, wherever a sentence stands.

Not for: whether what is said is true (`proof/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from reportcli.words.text import squeeze

SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")
# What stands alone and says nothing, a heading, a figure in a chart's table, is of the layout.
SAYS_SOMETHING = re.compile("[。！？!?，,]")
PAGE_NUMBER = re.compile(r"[-—–─]*\d{1,3}[-—–─]*")
# Above it paragraphs are not put in order: the work grows with the square of those that are alike.
MOST_IN_ORDER = 2_000


def changed_words(
    old: Sequence[str], new: Sequence[str], *, is_one_layout: bool
) -> tuple[list[str], list[str]]:
    """What is gone and what is new; nothing where one side has no words.

    Compared without white space and width: a line that is broken otherwise says the same, and a PDF
    has its punctuation narrow.
    """
    if not (old and new):
        return [], []
    if is_one_layout and max(len(old), len(new)) <= MOST_IN_ORDER:
        return changed_paragraphs(old, new)
    return list(sentences_not_in(new, old)), list(sentences_not_in(old, new))


def changed_paragraphs(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paragraphs that are gone and those that are new."""
    gone: list[str] = []
    came: list[str] = []
    matcher = SequenceMatcher(
        None, list(map(squeeze, old)), list(map(squeeze, new)), autojunk=False
    )
    for what, start, end, begin, stop in matcher.get_opcodes():
        if what != "equal":
            gone += [" ".join(text.split()) for text in old[start:end]]
            came += [" ".join(text.split()) for text in new[begin:stop]]
    return gone, came


def sentences_not_in(others: Sequence[str], paragraphs: Sequence[str]) -> Iterator[str]:
    """The sentences of some paragraphs that the others do not have.

    A half that a page break left of a sentence is in the whole one.
    """
    keys = map(squeeze, others)
    whole = "".join(key for key in keys if not PAGE_NUMBER.fullmatch(key))
    for paragraph in paragraphs:
        for sentence in SENTENCE.findall(" ".join(paragraph.split())):
            if SAYS_SOMETHING.search(sentence) and squeeze(sentence) not in whole:
                yield sentence.strip()
