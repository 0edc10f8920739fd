"""Who may import whom: the table of the architecture, held against every import of the package.

Imports under `TYPE_CHECKING` and inside functions count like any other. A room that is not in the table
fails.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "reportcli"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# A leaf knows no room, and of the leaves only those before it.
LEAVES = ["shipped", "finding", "fields", "calendar", "edition", "wording", "settings"]
# What each room may know beside the leaves and itself, the rooms before it only. All may know the `Log` that
# intake makes; and a report is made of tallies and facts, so that what draws it knows these.
ROOMS: dict[str, set[str]] = {
    "intake": set(),
    "tally": {"intake.log"},
    "deadlines": {"intake.log"},
    "facts": {"tally", "deadlines", "intake.log"},
    "audit": {"tally", "deadlines", "intake.log"},
    "check": {"tally", "deadlines", "facts", "intake.log"},
    "waivers": {"tally", "intake.log"},
    "report": {"intake", "tally", "deadlines", "facts", "audit", "check", "waivers"},
    "prose": {"intake.workbook", "intake.guards", "tally", "facts", "check", "report"},
    "method": {"prose", "intake.messages", "tally", "report"},
    "document": {"check", "method", "prose", "report"},
    "explain": {"intake.log", "tally", "deadlines", "report", "waivers"},
    "inspection": {"intake"},
    "export": {
        "intake.limits",
        "report",
        "tally",
        "deadlines",
        "facts",
        "explain",
        "inspection",
        "prose",
        "method",
        "document",
    },
    "console": {"report", "export"},
    "progress": {"console"},
    "drawing": {"intake", "explain", "document", "report", "export", "console"},
}
ENTRIES = {"cli", "__main__", ""}  # the program, and the package itself: they may know everything


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [name for name in inner if name in MODULES] or [node.module]
            assert node.level == 0, f"{path}: imports are absolute here"


def room(module: str) -> str:
    """The room a module of ours is in: `reportcli.intake.log` is in `intake`."""
    return module.removeprefix("reportcli").lstrip(".").split(".")[0]


def may_import(importer: str, imported: str) -> bool:
    """Whether the table allows a module of ours to import another."""
    here, there = room(importer), room(imported)
    inside = imported.removeprefix("reportcli").lstrip(".")
    if here in ENTRIES or here == there or imported == "reportcli":
        return True
    if here in LEAVES:
        return there in LEAVES[: LEAVES.index(here)]
    return there in LEAVES or bool({there, inside} & ROOMS[here])


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may_know(module: str) -> None:
    assert room(module) in {*LEAVES, *ROOMS, *ENTRIES}, "a new room: give it its place in the table"
    ours = [name for name in imports(MODULES[module]) if name.split(".")[0] == "reportcli"]
    assert [name for name in ours if not may_import(module, name)] == []


def test_the_table_has_no_arrow_back() -> None:
    for name, known in ROOMS.items():
        order = list(ROOMS)
        assert all(order.index(other.split(".")[0]) < order.index(name) for other in known)


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("typer", {"cli"}),
        ("click", set()),
        ("openpyxl", {"export"}),
        ("python_calamine", {"intake"}),
        ("tabulate", {"export"}),
        ("rich", {"progress"}),
        ("chinese_calendar", {"calendar"}),
    ],
)
def test_a_library_is_known_in_its_rooms_only(library: str, rooms: set[str]) -> None:
    found = {
        room(module)
        for module, path in MODULES.items()
        if library in {name.split(".")[0] for name in imports(path)}
    }
    assert found <= rooms


def test_the_readers_child_loads_nothing_heavy() -> None:
    heavy = ["pandas", "numpy", "openpyxl", "docx", "tabulate", "typer", "rapidfuzz", "chinese_calendar"]
    script = f"import sys, reportcli.intake.child; print(sorted(set({heavy}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
