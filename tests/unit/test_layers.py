"""Who may import whom: the table of the architecture, held against every import of the package.

Imports under `TYPE_CHECKING` and inside functions count like any other. A room that is not in the table
fails.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
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
# What each room may know beside the leaves and itself: rooms before it only, so that there is no circle. A part of a
# room that stands elsewhere than the room is a row of its own: what fills is planned before the document is made,
# and written after.
BELOW = {"report", "judge", "count", "law", "words"}
ROOMS: dict[str, set[str]] = {
    "words": set(),
    "law": {"words"},
    "files": {"words"},
    "intake": {"files", "words"},
    "count": {"intake.log", "intake.child.wire", "law", "words"},
    "judge": {"intake.log", "intake.child.wire", "count", "law", "words"},
    "published": {
        "intake.child.parent",
        "intake.child.wire",
        "intake.child.worker",
        "count.number",
        "count.previous",
        "files",
        "law",
        "words",
    },
    "report": {"intake", "count", "judge", "published", "law", "words"},
    "rollup": {"published", "files", "intake", *BELOW},
    "answer": {"intake", "published", *BELOW},
    "prose": {"intake.child.wire", "files", *BELOW},
    "proof": {"prose", "published", "files", *BELOW},
    "filling": {"prose", "published", "files", *BELOW},
    "document": {"prose", "proof", "published", "filling.fill", *BELOW},
    "finished": {"proof", "published", "intake.child.wire", *BELOW},
    "export": {"rollup", "answer", "prose", "document", "finished", "intake.child.wire", *BELOW},
    "filling.draft": {"export", "filling", "files"},
    "filling.save": {"export", "document", "filling", "filling.draft", "files"},
    "marking": {"export", "answer", "intake", "files", *BELOW},
    "terminal": {"export", "rollup", "answer", "document", "finished", "prose", "proof", *BELOW},
}
ENTRIES = {"cli", "__main__", ""}  # the program, and the package itself: they may know everything


@cache
def imports(path: Path) -> list[str]:
    """Every module that a file imports, wherever in the file."""
    return list(imported_by(path))


def imported_by(path: Path) -> Iterator[str]:
    """The same, one after another."""
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


def place(module: str) -> str:
    """The row of the table that a module of ours stands in."""
    inside = module.removeprefix("reportcli").lstrip(".")
    return inside if inside in ROOMS else room(module)


def may_import(importer: str, imported: str) -> bool:
    """Whether the table allows a module of ours to import another."""
    here, there = place(importer), place(imported)
    inside = imported.removeprefix("reportcli").lstrip(".")
    if room(importer) in ENTRIES or here == there or imported == "reportcli":
        return True
    leaf = importer.removeprefix("reportcli.")
    if leaf in LEAVES:
        return inside in LEAVES[: LEAVES.index(leaf)]
    return inside in LEAVES or bool({there, inside} & ROOMS[here])


def test_no_room_knows_one_that_comes_after_it() -> None:
    rooms = list(ROOMS)
    later = {
        (here, there)
        for at, here in enumerate(rooms)
        for there in ROOMS[here]
        if (there if there in ROOMS else there.split(".")[0]) not in rooms[:at]
    }
    assert later == set()


def test_no_module_knows_itself_through_others() -> None:
    """A circle of modules, imports inside functions counted too."""
    known = {
        module: {name for name in imports(path) if name in MODULES} - {module}
        for module, path in MODULES.items()
        if room(module) not in ENTRIES
    }
    reached = {module: set(names) for module, names in known.items()}
    grew = True
    while grew:
        grew = False
        for names in reached.values():
            further = set().union(*(reached.get(name, set()) for name in names)) - names
            grew |= bool(further)
            names |= further
    assert [module for module, names in reached.items() if module in names] == []


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
