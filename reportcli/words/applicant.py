"""From type, code and name of an applicant to the column of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from reportcli.words.cells import is_blank, shown
from reportcli.words.classified import Classified, fault, mapped_by, unplaced
from reportcli.words.numerals import ONE_TO_TEN
from reportcli.words.text import squeeze, wording_key
from reportcli.words.vocabulary import vocabulary

CREDIT_CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
SEVERAL_PEOPLE = re.compile(rf"等(?:[0-9{ONE_TO_TEN}几多]*[人户名位])?$")


def is_identity_number(code: str) -> bool:
    """Whether the text is a resident identity number, with a birth date in it and a sound check
    digit.

    GB 11643-1999, checked by ISO 7064 MOD 11-2. It tells a person from a credit code of the same
    length.
    """
    if not IDENTITY.fullmatch(code):
        return False
    try:
        born = date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return False
    values = [10 if char == "X" else int(char) for char in code]
    return (
        born.year >= 1900
        and sum(value << (17 - place) for place, value in enumerate(values)) % 11 == 1
    )


def registered_by(code: str) -> str:
    """The first two characters of a unified social credit code (GB 32100-2015), or nothing.

    A code of digits alone may be a mistyped identity number, which begins with a province: 32 is
    Jiangsu and also a notary. Such a code has to pass the check of the standard; no province begins
    with 9.
    """
    if not CREDIT_CODE.fullmatch(code):
        return ""
    if IDENTITY.fullmatch(code) and not code.startswith("9"):
        values = [CREDIT_CODE_CHARS.index(char) for char in code]
        if (
            sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1])) + values[-1]
        ) % 31:
            return ""
    return code[:2]


@cache
def applicant_types() -> Mapping[str, str]:
    return {
        wording_key(text): column
        for column, texts in vocabulary().applicant.types.items()
        for text in texts
    }


def applicant_type(kind: str) -> str | None:
    """The column that the type names, `undecided`, or None; 法人或其他组织—商业企业 is 商业企业."""
    types, key = applicant_types(), wording_key(kind)
    if key in types:
        return types[key]
    heads = [
        text for text, column in types.items() if column == "undecided" and key.startswith(text)
    ]
    return types.get(key.removeprefix(max(heads, key=len))) if heads else None


def is_undecided(kind: str) -> bool:
    """Whether the type leaves the column to code and name: 法人, 单位, 法人或其他组织."""
    return applicant_type(kind) == "undecided"


def column_of_code(code: str, name: str) -> str | None:
    """The column that the code tells, with the name where the registrar has bodies of two kinds."""
    registered = registered_by(code)
    for rule in vocabulary().applicant.registrations:
        if registered in rule.prefixes and re.search(rule.name, name):
            return rule.column
    return None


def column_of_name(name: str) -> str | None:
    """The column that the name of an organisation tells."""
    for rule in vocabulary().applicant.names:
        if len(name) > rule.longer_than and re.search(rule.pattern, name):
            return rule.column
    return None


def names_people(name: str) -> bool:
    """Whether the name is that of a person or of several: 张三, 张三、李四等5人."""
    people = re.split("[、,;/]", SEVERAL_PEOPLE.sub("", name))
    return all(re.fullmatch(vocabulary().applicant.person, person) for person in people)


def classify_applicant(
    kind: str,
    code: str,
    name: str,
    *,
    individual_business: str = "natural_person",
    wordings: Mapping[str, str] = {},
) -> Classified:
    """The column of the applicant: what the type says, else the code, else the name.

    An official or known type always wins. Name and code are a person's and are in no fault.
    `individual_business` is the column of 个体工商户, whom the form does not place;
    民法典第五十四条 has them among the natural persons.
    """
    if (mapped := mapped_by(kind, wordings)) is not None:
        return Classified(mapped)
    column = "blank" if is_blank(kind) else applicant_type(kind)
    if column is None:
        return unplaced("applicant-type-unknown", value=shown(kind))
    name = squeeze(name)
    if column in ("blank", "undecided"):
        code = re.sub("[^0-9A-Z]", "", squeeze(code).upper())
        told = column_of_code(code, name) or column_of_name(name)
        if told is None and is_identity_number(code):  # a company may give its agent's number
            told = "natural_person"
        if told is None and column == "blank" and names_people(name):
            return Classified("natural_person", (fault("applicant-by-name"),))
        if told is None:
            return Classified(
                "other_organisation", (fault("applicant-undecided", value=shown(kind)),)
            )
        column = told
    return Classified(individual_business if column == "individual_business" else column)
