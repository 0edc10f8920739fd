"""What is found of a unit, made small enough to keep tens of thousands of: cells without noughts, the
first findings of each code, digests of open requests.

Not for: what a result has (`result.py`), nor where it comes from (`delivery.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from reportcli.contract import Facts
from reportcli.count.number import FactValue, LineColumn, Number, exact_number, plain_number
from reportcli.finding import Finding, count_severities
from reportcli.law.edition import Edition
from reportcli.rollup.records import number_key
from reportcli.rollup.result import SparseTables

MOST_OF_A_CODE = 10  # of a unit: all units are held in memory
MOST_FINDINGS = 100  # of a unit; the unit itself lists them all with `check`


def plain_facts(facts: Mapping[str, FactValue]) -> Facts:
    """The facts as the contract has them."""
    return {
        fact: dict(value) if isinstance(value, Mapping) else plain_number(value)
        for fact, value in facts.items()
    }


def carried_keys(numbers: Iterable[str], secret: bytes) -> bytes:
    """The open requests as digests, in an order that does not hang on the rows."""
    return b"".join(sorted(number_key(secret, "requests", number) for number in numbers))


def sparse(tables: Mapping[str, Mapping[LineColumn, Number]], edition: Edition) -> SparseTables:
    """Tables in the order of the form, without noughts."""
    found: SparseTables = {}
    for table in edition.tables:
        if table.id in tables:
            numbers = tables[table.id]
            cells = [(line.id, column.id) for line, column, _ in table.cells()]
            found[table.id] = {
                "/".join(cell): plain_number(exact_number(numbers[cell], cell[1]))
                for cell in cells
                if numbers.get(cell)
            }
    return found


def bounded(
    findings: Sequence[Finding], omitted: Mapping[str, int]
) -> tuple[list[Finding], dict[str, int], Counter[str]]:
    """The first findings of each code, how many more there are, and how many of each severity in
    all; what a person waived is of none, and not handed on."""
    standing = [one for one in findings if one.waived is None]
    counts = count_severities(standing, omitted)
    seen = Counter[str]()
    kept: list[Finding] = []
    for one in standing:
        seen[one.code] += 1
        if seen[one.code] <= MOST_OF_A_CODE and len(kept) < MOST_FINDINGS:
            kept.append(replace(one, row_hash=""))
    listed = Counter(one.code for one in kept)
    more = seen + Counter(omitted) - listed
    return kept, dict(sorted(more.items())), counts
