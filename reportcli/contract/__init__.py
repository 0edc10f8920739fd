"""The JSON contracts: one struct is what is written, what is read back, and the published schema.

Within `/1` keys are only added. Fields that a person may leave out of figures typed in by hand have
a default here; the program itself writes every key, and so the schema asks for all of them. Not
for: how a report fills a contract (`export/data.py` and the rooms that answer), nor what the figures
read back are compared with (`count/previous.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from reportcli.contract.answers import (
    AddendJson,
    BehindJson,
    CountedDayJson,
    CountedInJson,
    DeadlineJson,
    DeadlinesJson,
    ExplainCellJson,
    ExplainCodeJson,
    ExplainRowJson,
    FileJson,
    RuleJson,
)
from reportcli.contract.changes import (
    CarryCheckJson,
    Cause,
    CellChangeJson,
    DiffJson,
    FactChangeJson,
    FindingChangesJson,
    ProseChangesJson,
    RowChangeJson,
    SideJson,
    TrendJson,
    ValueStatus,
    YearValueJson,
)
from reportcli.contract.figures import (
    TABLE_IDS,
    CheckedJson,
    CheckJson,
    Code,
    Count,
    DayText,
    Facts,
    FigureJson,
    FigureTables,
    FigureValue,
    FindingJson,
    InputJson,
    Place,
    ReportJson,
    RowHash,
    RowsJson,
    SettingsJson,
    Sha256,
    SheetJson,
    SheetState,
    TallyJson,
    UnusedColumnJson,
    WaivedJson,
)
from reportcli.contract.rollup import (
    CompletenessJson,
    DifferenceJson,
    ExplainRollupJson,
    RollupJson,
    RollupUnitJson,
    SettledJson,
    UnitFindingJson,
    UnitShareJson,
)

__all__ = [
    "CONTRACTS",
    "TABLE_IDS",
    "AddendJson",
    "BehindJson",
    "CarryCheckJson",
    "Cause",
    "CellChangeJson",
    "CheckJson",
    "CheckedJson",
    "Code",
    "CompletenessJson",
    "Count",
    "CountedDayJson",
    "CountedInJson",
    "DayText",
    "DeadlineJson",
    "DeadlinesJson",
    "DiffJson",
    "DifferenceJson",
    "ExplainCellJson",
    "ExplainCodeJson",
    "ExplainRollupJson",
    "ExplainRowJson",
    "FactChangeJson",
    "Facts",
    "FigureJson",
    "FigureTables",
    "FigureValue",
    "FileJson",
    "FindingChangesJson",
    "FindingJson",
    "InputJson",
    "Place",
    "ProseChangesJson",
    "ReportJson",
    "RollupJson",
    "RollupUnitJson",
    "RowChangeJson",
    "RowHash",
    "RowsJson",
    "RuleJson",
    "SettingsJson",
    "SettledJson",
    "Sha256",
    "SheetJson",
    "SheetState",
    "SideJson",
    "TallyJson",
    "TrendJson",
    "UnitFindingJson",
    "UnitShareJson",
    "UnusedColumnJson",
    "ValueStatus",
    "WaivedJson",
    "YearValueJson",
    "format_of",
    "schema_of",
]

CONTRACTS: Mapping[str, type[msgspec.Struct]] = {
    "tally": TallyJson,
    "report": ReportJson,
    "check": CheckJson,
    "explain-cell": ExplainCellJson,
    "explain-row": ExplainRowJson,
    "explain-code": ExplainCodeJson,
    "deadlines": DeadlinesJson,
    "rollup": RollupJson,
    "explain-rollup": ExplainRollupJson,
    "diff": DiffJson,
    "trend": TrendJson,
}


def schema_of(name: str = "tally") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a contract; a `KeyError` when there is none of that name.

    A key with a default may be left out by a person; the program writes it, and so it is required
    all the same. Only what is `UNSET` by default may be absent.
    """
    contract = CONTRACTS[name]
    schema = msgspec.json.schema(contract)
    for shape in schema["$defs"].values():
        described = shape.get("properties", {})
        needed = {*shape.get("required", ())}
        needed |= {key for key, one in described.items() if one.pop("default", UNSET) is not UNSET}
        shape["required"] = [key for key in described if key in needed]
    title = format_of(contract)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def format_of(contract: type[msgspec.Struct]) -> str:
    """The name and version that a contract goes by."""
    [field] = [one for one in msgspec.structs.fields(contract) if one.name == "format"]
    return str(field.default)
