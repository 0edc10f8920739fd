"""Results of tens of thousands of units in little memory: what is equal in them is there once.

Units have the same cells, the same ways to be counted and, row by row, the same findings; as they
are decoded each has texts and mappings of its own. Nothing that is shared is ever changed. Not for:
what a result has (`result.py`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from reportcli.finding import Address, Finding
from reportcli.rollup.result import UnitResult

Value = TypeVar("Value")


class SharedValues:
    """The texts and mappings that results have had so far."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.mappings: dict[Hashable, dict[str, Any]] = {}

    def text(self, text: str) -> str:
        """The one text of all that are equal."""
        return self.texts.setdefault(text, text)

    def mapping(self, mapping: Mapping[str, Any]) -> dict[str, Any]:
        """The one mapping of all that are equal, also in their order."""
        key = tuple(mapping.items())
        known = self.mappings.get(key)
        if known is None:
            known = self.mappings[key] = self.by_text(mapping)
        return known

    def by_text(self, mapping: Mapping[str, Value]) -> dict[str, Value]:
        """A mapping by texts that others have too."""
        return {self.text(key): value for key, value in mapping.items()}

    def finding(self, finding: Finding) -> Finding:
        """A finding whose texts and details are those of others."""
        at = finding.address
        address = Address(self.text(at.file), self.text(at.sheet), at.row, at.column)
        return replace(
            finding,
            code=self.text(finding.code),
            address=address,
            details=self.mapping(finding.details),
        )

    def result(self, result: UnitResult) -> UnitResult:
        """An equal result that shares what it can."""
        facts = {
            self.text(fact): self.by_text(value) if isinstance(value, dict) else value
            for fact, value in result.facts.items()
        }
        return replace(
            result,
            tables={self.text(name): self.by_text(cells) for name, cells in result.tables.items()},
            facts=facts,
            findings=tuple(map(self.finding, result.findings)),
            ways=tuple(map(self.mapping, result.ways)),
        )
