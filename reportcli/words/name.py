"""Whose name it is: a person's, or a body's and of which column.

The end of a body's name decides, for a name grows at its front: 某研究院有限公司 is a company and
某公司工会 is not. What people are called is left to patterns, surnames and roles, all of them data.
Not for types and credit codes (`applicant.py`). No name is ever kept or printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from reportcli.words.numerals import ONE_TO_TEN
from reportcli.words.patterns import late_pattern
from reportcli.words.text import BRACKETED
from reportcli.words.vocabulary import ApplicantWords, vocabulary

PERSON, UNDECIDED = "natural_person", "undecided"
HAN = "[一-鿿]"
IN_A_NUMBER = f"[0-9{ONE_TO_TEN}几多]"
# 赵甲等3人, 赵甲等. A number is tried from its first sign alone: a cell of digits would take seconds.
SEVERAL_PEOPLE = late_pattern(
    rf"等?(?:(?<!{IN_A_NUMBER}){IN_A_NUMBER}++[人户名位](?:村民|居民|业主|职工|群众)?|等)$"
)
# Numbers of telephones and entries, and what joins people: 钱某13800000000, 孙某、李某共同申请.
BESIDE_A_NAME = late_pattern(
    "^[0-9]{4,}[.、:]?|(?<![0-9-])[0-9-]{7,}+$|(?:共同|联名|联合)申请$|[.,;。]$"
)
CLASS_OF = late_pattern("^[0-9]{2,4}[级届](?:[0-9一二三四五六]+班)?")  # 2021级学生冯某
BETWEEN_APPLICANTS = late_pattern("[、,;/&]")
JOINED_NAMES = late_pattern(
    "(?<!^)[和与及](?!$)"
)  # 赵甲和钱乙; a name may begin or end with such a sign
MASK = "*×○Xx某□_"  # what offices put in place of a name: 张*, 李某某
MASKED = late_pattern(rf"{HAN}{{0,2}}[{MASK}]{{1,3}}{HAN}?")
DOTTED = late_pattern(rf"{HAN}+(?:[·•・.]{HAN}+)+某?")  # 买买提·艾力, 约翰·史密斯
LATIN = late_pattern("[A-Za-z][A-Za-z .,'’·&-]+")
FOREIGN = late_pattern("[぀-ヿ가-힣]+")  # kana and hangul
SHORTEST, LONGEST = 2, 4  # signs of a Chinese name


def words() -> ApplicantWords:
    """The words about applicants."""
    return vocabulary().applicant


@cache
def endings() -> Mapping[str, str]:
    """How names of bodies end → column."""
    return {ending: column for column, known in words().endings.items() for ending in known}


@cache
def longest_ending() -> int:
    """Signs of the longest ending."""
    return max(map(len, endings()))


def column_of_name(name: str) -> str | None:
    """The column that a squeezed name tells: `natural_person` for people, a column for bodies,
    `undecided` for a body of a kind that may be of several; None where it tells nothing.

    Several names tell something where all tell the same.
    """
    name = BESIDE_A_NAME.sub("", name) or name
    bare = SEVERAL_PEOPLE.sub("", BRACKETED.sub("", name)) or BRACKETED.sub("", name)
    if not bare:
        bare = name.strip("()[]【】")
    if not bare or bare in words().nameless:
        return None
    if is_latin(bare):
        return column_of_latin(bare)
    told = {column_of_one(part) for part in BETWEEN_APPLICANTS.split(bare) if part}
    if len(told) > 1:
        return UNDECIDED
    return told.pop() if told != {None} else column_of_pair(bare)


def column_of_one(name: str) -> str | None:
    """The column of one name without brackets."""
    name = without_role_ahead(name)
    if DOTTED.fullmatch(name) or FOREIGN.search(name):
        return PERSON
    ending = ending_of(name)
    if ending is not None and not is_a_short_name(name, ending):
        return column_of_body(name, ending)
    if is_person(name) or names_a_member(name):
        return PERSON
    return None


def column_of_pair(name: str) -> str | None:
    """The column of two people joined by a word, which may be part of a name as well: 张某与李某."""
    parts = JOINED_NAMES.split(name)
    return PERSON if len(parts) > 1 and all(map(is_person, parts)) else None


def without_role_ahead(name: str) -> str:
    """A name without 法定代表人 or the like before it."""
    for role in words().roles:
        if name.startswith(role) and is_person(name.removeprefix(role).lstrip(":")):
            return name.removeprefix(role).lstrip(":")
    return name


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return LATIN.fullmatch(name) is not None


def column_of_latin(name: str) -> str:
    """The column of a name in Latin letters: a person's, unless it ends as bodies' names do."""
    last = name.lower().rstrip("., ")
    for column, known in words().latin_bodies.items():
        if any(last.endswith(ending) and len(last) > len(ending) for ending in known):
            return column
    return PERSON


def ending_of(name: str) -> str | None:
    """The longest ending of a body's name that the name has."""
    for length in range(min(longest_ending(), len(name)), 0, -1):
        if (ending := name[-length:]) in endings():
            return ending
    return None


def is_a_short_name(name: str, ending: str) -> bool:
    """Whether a name that ends like a body's is a person's all the same: 张学会 has a surname before
    a word of two signs."""
    return len(name) == 3 and len(ending) == 2 and name[0] in words().surnames and ending != "公司"


def column_of_body(name: str, ending: str) -> str:
    """The column of a body; a short name that begins like a person's leaves it open: 马家店."""
    if len(ending) == 1 and len(name) <= 3 and name[0] in words().surnames:
        return UNDECIDED
    return endings()[ending]


def is_person(name: str) -> bool:
    """Whether a name is one person's: two to four signs, masked or not, with a title or not."""
    if name in words().nameless:
        return False
    bare = without_title(name)
    if MASKED.fullmatch(bare) or DOTTED.fullmatch(bare):
        return True
    if bare != name and starts_with_surname(bare):  # 王先生, 李律师
        return len(bare) <= LONGEST
    return SHORTEST <= len(bare) <= LONGEST and re.fullmatch(f"{HAN}+", bare) is not None


def without_title(name: str) -> str:
    """A name without the title behind it."""
    for role in words().roles:
        if name.endswith(role) and len(name) > len(role):
            return name.removesuffix(role)
    return name


def starts_with_surname(name: str) -> bool:
    """Whether a name starts with a known surname, or with a mask in its place."""
    return name[:1] in words().surnames + MASK or name.startswith(tuple(words().compound_surnames))


def names_a_member(name: str) -> bool:
    """Whether somebody is named behind a body: 某公司职工王某, 某大学学生, 某商会会长李某某."""
    return any(is_member(rest) for rest in behind_bodies(name))


def behind_bodies(name: str) -> Iterator[str]:
    """What stands behind each ending of a body in a name, the last first."""
    for end in range(len(name) - 1, 1, -1):
        if ending_of(name[:end]) is not None:
            yield CLASS_OF.sub("", name[end:].removeprefix("的"))


def is_member(rest: str) -> bool:
    """Whether a person, or one told by role alone, is named: 职工王某, 王某, 学生, 李律师."""
    roles = words().roles
    if rest in roles:
        return True
    bare = rest
    while ahead := next((role for role in roles if bare.startswith(role)), None):
        bare = bare.removeprefix(ahead)
    if bare != rest and not bare:
        return True
    named = without_title(bare)
    is_short = 1 <= len(named) <= 3 or named.startswith(tuple(words().compound_surnames))
    if named == bare and len(named) < SHORTEST:
        return False
    return is_short and len(named) <= LONGEST and starts_with_surname(named)
