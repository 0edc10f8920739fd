"""From type, code and name of an applicant to the column of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from reportcli.finding import Fault
from reportcli.words.cells import is_blank, shown
from reportcli.words.classified import Classified, fault, mapped_by, unplaced
from reportcli.words.name import PERSON, UNDECIDED, column_of_name
from reportcli.words.text import BRACKETED, squeeze
from reportcli.words.variants import plain_key, plain_wording, simplified
from reportcli.words.vocabulary import vocabulary

CREDIT_CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: neither I, O, S, V nor Z
# GB 32100: 17 signs and one that checks them.
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
IDENTITY = re.compile(r"[0-9]{17}[0-9X]")  # GB 11643: the number of a person, its last sign a check
FILLED = re.compile("类|型|性质|申请|[的及或和与]")  # between the parts of a type
BLANK, RESEARCH = "blank", "research"


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
        plain_key(text): column
        for column, texts in vocabulary().applicant.types.items()
        for text in texts
    }


def applicant_type(kind: str) -> str | None:
    """The column that the type names, `undecided`, or None.

    A type may name its group first, or say the same twice: 法人或其他组织—商业企业, 企业（有限公司）.
    """
    types, key = applicant_types(), plain_key(kind)
    if key in types:
        return types[key]
    parts = parts_of_type(key)
    columns = {types[part] for part in parts}
    if not parts or "".join(parts) != FILLED.sub("", key):
        return type_beside_a_name(kind)
    return settled_type(columns)


def type_beside_a_name(kind: str) -> str | None:
    """The type before a bracket that names nobody's type: 公民（卫某）, but not 其他（某企业）."""
    wording = plain_wording(kind)
    column = applicant_types().get(plain_key(BRACKETED.sub("", wording)))
    told = "".join(BRACKETED.findall(wording))
    rivals = (text for text, other in applicant_types().items() if other != column)
    return None if not told or any(text in told for text in rivals) else column


def settled_type(columns: set[str]) -> str | None:
    """The one column that the parts of a type name, or `undecided` where they name none."""
    certain = columns - {UNDECIDED}
    if not certain:
        return UNDECIDED
    if certain == {PERSON} and UNDECIDED in columns:
        return None  # 公民、法人 is whichever of the two
    return certain.pop() if len(certain) == 1 else None


def parts_of_type(key: str) -> list[str]:
    """The known types that follow one another in a type, the longest first at each place."""
    parts: list[str] = []
    rest = FILLED.sub("", key)
    while rest:
        part = next(
            (rest[:end] for end in range(len(rest), 0, -1) if rest[:end] in applicant_types()), None
        )
        if part is None:
            return []
        parts.append(part)
        rest = rest.removeprefix(part)
    return parts


def is_undecided(kind: str) -> bool:
    """Whether the type leaves the column to code and name: 法人, 单位, 法人或其他组织."""
    return applicant_type(kind) == UNDECIDED


def column_of_code(code: str, name: str) -> str | None:
    """The column that the code tells, with the name where the registrar has bodies of two kinds."""
    registered = registered_by(code)
    for rule in vocabulary().applicant.registrations:
        if registered in rule.prefixes and re.search(rule.name, name):
            return rule.column
    return None


def classify_applicant(
    kind: str,
    code: str,
    name: str,
    *,
    individual_business: str = "natural_person",
    undecided: str = "error",
    wordings: Mapping[str, str] = {},
) -> Classified:
    """The column of the applicant: what the type says, else the code, else the name.

    An official or known type always wins. Name and code are a person's and are in no fault.
    `individual_business` is the column of 个体工商户, whom the form does not place;
    民法典第五十四条 has them among the natural persons. `undecided` is the column of those whom
    nothing tells, or `error`.
    """
    if (mapped := mapped_by(kind, wordings)) is not None:
        return Classified(mapped)
    column = BLANK if is_blank(kind) else applicant_type(kind)
    if column is None:
        return unplaced("applicant-type-unknown", value=shown(kind))
    faults: tuple[Fault, ...] = ()
    if column in (BLANK, UNDECIDED):
        found = column_beside(column, kind, code, name)
        if found is None:
            return not_told(kind, undecided)
        faults = found.faults
        column = found.line or ""
    return Classified(individual_business if column == "individual_business" else column, faults)


def column_beside(column: str, kind: str, code: str, name: str) -> Classified | None:
    """The column that code and name tell beside a type that tells none."""
    name = simplified(squeeze(name))
    code = re.sub("[^0-9A-Z]", "", squeeze(code).upper())
    if (registered := column_of_code(code, name)) is not None:
        return Classified(registered)
    named = column_of_name(name)
    presumed = vocabulary().applicant.presumed.get(plain_key(kind))
    if presumed and named != RESEARCH:
        return Classified(presumed)
    if named not in (None, UNDECIDED, PERSON):
        return Classified(named)
    if is_identity_number(code):  # a company may give its agent's number
        return Classified(PERSON)
    if named == PERSON and column == BLANK:
        return Classified(PERSON, (fault("applicant-by-name"),))
    return None


def not_told(kind: str, undecided: str) -> Classified:
    """The column that the office settled for those whom nothing tells, or the error."""
    if undecided != "error":
        return Classified(undecided, (fault("applicant-presumed", value=shown(kind)),))
    return unplaced("applicant-undecided", value=shown(kind))
