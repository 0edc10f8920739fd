"""Articles of the regulation (政府信息公开条例) that are named as the ground, and the lines they
stand for.

Another law's articles are no cue, nor is a denied one. Not for deadlines (`law/`).
"""

from __future__ import annotations

import re
from functools import cache

from reportcli.words.matcher import REACH, lists_on, negates
from reportcli.words.numerals import ONE_TO_TEN, spelled_value
from reportcli.words.patterns import late_pattern
from reportcli.words.vocabulary import vocabulary

ARTICLE_NUMBER = rf"(?:[0-9]{{1,4}}|[{ONE_TO_TEN}百零〇]{{1,6}})"  # 36, 三十六
# 第三十六条第（四）项, 36条4项, 十六条(一), 第三十六条第四、五项
CITATION = late_pattern(
    rf"第?({ARTICLE_NUMBER})条"
    rf"((?:[、和及与或]?(?:第?\(?{ARTICLE_NUMBER}\)?(?:[、和及与或]第?\(?{ARTICLE_NUMBER}\)?)*[款项]|\({ARTICLE_NUMBER}\)))*)"
)
ARTICLE_PART = late_pattern(rf"({ARTICLE_NUMBER})|[款项]")
BETWEEN_LAW_AND_ARTICLE = late_pattern(r"(?:\([^()]*\)|[的之])*$")


def number_of(text: str) -> int:
    """An Arabic or Chinese number; 0 where it is none."""
    return int(text) if text.isascii() else spelled_value(text) or 0


def part_numbers(parts: str) -> list[int]:
    """The items (项) named after an article, else its paragraphs (款): 第一款第（四）项 is item
    4."""
    paragraphs: list[int] = []
    numbers: list[int] = []
    for found in ARTICLE_PART.finditer(parts):
        if found[1]:
            numbers.append(number_of(found[1]))
        elif found[0] == "款":
            paragraphs, numbers = numbers, []
    return numbers or paragraphs


@cache
def laws() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names the regulation itself, and what names another law, at the end of a text."""
    articles = vocabulary().articles
    return re.compile(f"(?:{articles.own})$"), re.compile(f"(?:{articles.other})$")


def cites_regulation(ahead: str) -> bool:
    """Whether an article that follows this text is one of 政府信息公开条例 itself, and not
    denied."""
    own, other = laws()
    ahead = BETWEEN_LAW_AND_ARTICLE.sub("", ahead)
    if named := own.search(ahead):
        ahead = ahead[: named.start()]
    elif other.search(ahead):
        return False
    return not negates(ahead)


def cited_articles(text: str) -> list[tuple[str, list[str]]]:
    """The articles of 政府信息公开条例 that the text cites, as written, and the lines they stand
    for."""
    cited: list[tuple[str, list[str]]] = []
    end, counts = 0, True
    for found in CITATION.finditer(text):
        listed = end > 0 and lists_on(text[end : found.start()])
        if (
            not listed
        ):  # in a list the law and the negation before it hold on: 《档案法》第十九条、第二十条
            counts = cites_regulation(text[max(0, found.start() - REACH) : found.start()])
        end = found.end()
        if counts:
            article = str(number_of(found[1]))
            known = vocabulary().articles.lines
            keys = [f"{article}.{part}" for part in part_numbers(found[2])] or [article]
            cited += [
                (found[0], lines) for key in keys if (lines := known.get(key) or known.get(article))
            ]
    return cited
