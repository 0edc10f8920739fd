"""Who may import whom: the table of the architecture, held against every import of the package.

Imports under `TYPE_CHECKING` and inside functions count like any other. A room that is not in the table
fails.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import PACKAGE, ROOT

MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

TESTS = ROOT / "tests"

# A leaf knows no room, and of the leaves only those before it.
LEAVES = [
    "shipped",
    "words.numerals",
    "words.text",
    "finding",
    "words.messages",
    "law.edition",
    "words.fields",
    "words.values",
    "settings",
    "contract",
]
# What each room may know beside the leaves and itself: the rooms before it only.
ROOMS: dict[str, set[str]] = {
    "words": set(),
    "law": {"words"},
    "files": {"words"},
    "intake": {"files", "words"},
    "count": {"intake.log", "intake.child.wire", "law", "words"},
    "judge": {"intake.log", "intake.child.wire", "count", "law", "words"},
    "report": {"intake", "count", "judge", "law", "words"},
    "answer": {"report", "intake", "count", "judge", "law", "words"},
    "prose": {"report", "intake", "count", "judge", "files", "law", "words"},
    "published": {"files", "law", "words"},
    "filling": {
        "prose",
        "report",
        "published",
        "count",
        "files",
        "law",
        "words",
        "document",
        "export",
    },
    "proof": {"prose", "report", "published", "count", "files", "law", "words"},
    "document": {"prose", "proof", "filling", "report", "count", "law", "words"},
    "export": {
        "intake.child.wire",
        "document",
        "answer",
        "prose",
        "proof",
        "report",
        "count",
        "law",
        "words",
        "terminal",
    },
    "terminal": {
        "export",
        "document",
        "answer",
        "prose",
        "proof",
        "report",
        "count",
        "law",
        "words",
    },
    "marking": {
        "export",
        "document",
        "answer",
        "report",
        "intake",
        "count",
        "files",
        "law",
        "words",
    },
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
    leaf = importer.removeprefix("reportcli.")
    if leaf in LEAVES:
        return inside in LEAVES[: LEAVES.index(leaf)]
    return inside in LEAVES or bool({there, inside} & ROOMS[here])


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may_know(module: str) -> None:
    assert {room(module), module.removeprefix("reportcli.")} & {*LEAVES, *ROOMS, *ENTRIES}, (
        "a new room: give it its place in the table"
    )
    ours = [name for name in imports(MODULES[module]) if name.split(".")[0] == "reportcli"]
    assert [name for name in ours if not may_import(module, name)] == []


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("typer", {"cli"}),
        ("click", set()),
        ("openpyxl", {"export", "marking"}),
        ("python_calamine", {"files"}),
        ("tabulate", {"terminal", "export"}),
        ("rich", {"cli"}),
        ("chinese_calendar", {"law"}),
    ],
)
def test_a_library_is_known_in_its_rooms_only(library: str, rooms: set[str]) -> None:
    found = {
        room(module)
        for module, path in MODULES.items()
        if library in {name.split(".")[0] for name in imports(path)}
    }
    assert found <= rooms


def test_tests_of_this_folder_start_no_process() -> None:
    """What starts one belongs to tests/program, what needs another program to tests/outside."""
    starting = [
        str(path.relative_to(TESTS))
        for path in sorted((TESTS / "unit").rglob("*.py"))
        if {"subprocess", "multiprocessing"} & {name.split(".")[0] for name in imports(path)}
    ]
    assert starting == []
