"""The form as data: that the shipped editions are the decreed ones, and that a slip in one never loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reportcli.finding import Refusal
from reportcli.law import edition as room
from reportcli.law.edition import (
    Edition,
    EditionError,
    Line,
    addends,
    editions,
    label_text,
    load,
)
from reportcli.words.messages import CHINESE, ENGLISH
from tests.places import FORM
from tests.unit.law.forms import SMALL

SHIPPED = Path(room.__file__).parent / "editions"

OLD, NEW = Edition.by_id("2019"), Edition.by_id("2021")


def reference(year: str) -> Any:
    """The reference form, or a skip where it is not at hand."""
    path = FORM / f"edition-{year}.yaml"
    if not path.is_file():
        pytest.skip(f"no reference form at {path}")
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(path.read_text("utf-8"))


# Every fault is one slip in a sound text: what is replaced, by what, and the key and the fault in the error.
SLIPS = {
    "form before that is none": (
        "report_years = {from = 2021}",
        'report_years = {from = 2021}\nfollows = {edition = "1999", relations = []}',
        "2021.toml: $.follows.edition: ",
        "no edition '1999'",
    ),
    "relation of a cell that is none": (
        "report_years = {from = 2021}",
        "report_years = {from = 2021}\n"
        'follows = {edition = "2021", relations = [{kind = "equal", before = ["requests/received"],'
        ' after = ["requests/other/total"], note = "", note_en = ""}]}',
        "2021.toml: $.follows.relations[0].after: ",
        "no cell 'requests/other/total'",
    ),
    "not TOML": ('id = "2021"', "id = 2021 2", "2021.toml: ", "line 2"),
    "missing key": ('document = "文号"', "", "2021.toml: $: ", "document"),
    "unknown key": (
        'unit = "件"',
        'unit = "件"\ncolour = 1',
        "2021.toml: $.tables[0].blocks[0]: ",
        "colour",
    ),
    "unknown key of a line": (
        'label_en = "Received"',
        'label_en = "Received", hint = ""',
        "$.tables[0].blocks[0].lines[0]: ",
        "hint",
    ),
    "slash in an id": (
        'id = "received"',
        'id = "a/b"',
        "$.tables[0].blocks[0].lines[0].id: ",
        "regex",
    ),
    "orphan line": (
        'parent = "outcome", kind = "leaf"',
        'parent = "result", kind = "leaf"',
        "2021.toml: $.tables[0].blocks[0].lines[2].parent: ",
        "no line 'result'",
    ),
    "orphan column": (
        '"person", kind',
        '"person", parent = "applicants", kind',
        "$.tables[0].blocks[0].columns[0].parent: ",
        "no column 'applicants'",
    ),
    "child before its group": (
        'id = "received", kind',
        'id = "received", parent = "outcome", kind',
        "lines[0].parent: ",
        "'received' does not stand under 'outcome'",
    ),
    "group in itself": (
        'id = "outcome", kind',
        'id = "outcome", parent = "outcome", kind',
        "lines[1].parent: ",
        "'outcome' does not stand under 'outcome'",
    ),
    "line twice": (
        'id = "received"',
        'id = "outcome.total"',
        "lines[3].id: ",
        "'outcome.total' stands twice",
    ),
    "column twice": ('id = "person"', 'id = "total"', "columns[1].id: ", "'total' stands twice"),
    "section twice": (
        'number = "二"',
        'number = "一"',
        "$.sections[1].number: ",
        "'一' stands twice",
    ),
    "group without lines": (
        'id = "received", kind = "leaf"',
        'id = "received", kind = "group"',
        "lines[0].kind: ",
        "the group 'received' has no line under it",
    ),
    "leaf with lines": (
        '"outcome", kind = "group"',
        '"outcome", kind = "leaf"',
        "lines[1].kind: ",
        "the leaf 'outcome' has lines under it",
    ),
    "unknown kind": (
        '"outcome", kind = "group"',
        '"outcome", kind = "head"',
        "lines[1].kind: ",
        "head",
    ),
    "identity of no table": (
        '"flow", table = "requests"',
        '"flow", table = "cases"',
        "$.identities[0].table: ",
        "no table 'cases'",
    ),
    "identity of no line": (
        '["outcome.granted"]',
        '["received", "partial"]',
        "$.identities[0].lines[1]: ",
        "no line 'partial'",
    ),
    "identity of no function": (
        'function = "flow"',
        'function = "balance"',
        "$.identities[0].function: ",
        "balance",
    ),
    "section of no table": (
        'kind = "table", table = "requests"',
        'kind = "table", table = "cases"',
        "$.sections[0].table: ",
        "no table 'cases'",
    ),
    "table section without its table": (
        'kind = "prose", title = "问题"',
        'kind = "table", title = "问题"',
        "$.sections[1].table: ",
        "names its table",
    ),
    "table that no section shows": (
        'section = "一"',
        'section = "九"',
        "$.tables[0].section: ",
        "section '九' does not show 'requests'",
    ),
    "years backwards": (
        "{from = 2021}",
        "{from = 2021, to = 2020}",
        "$.report_years.to: ",
        "before 2021",
    ),
}


@pytest.mark.parametrize(("sound", "slip", "place", "fault"), SLIPS.values(), ids=SLIPS)
def test_a_slip_never_loads_and_is_named(sound: str, slip: str, place: str, fault: str) -> None:
    assert SMALL.count(sound) == 1
    with pytest.raises(EditionError) as caught:
        load({"2021.toml": SMALL.replace(sound, slip)})
    first = str(caught.value).splitlines()[0]
    assert first.startswith("2021.toml: ")
    assert place in first
    assert fault in first


def test_every_fault_of_a_file_is_named_at_once() -> None:
    twice = SMALL.replace('["outcome.granted"]', '["partial"]').replace(
        'section = "一"', 'section = "九"'
    )
    with pytest.raises(EditionError) as caught:
        load({"2021.toml": twice})
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("years", "fault"),
    [
        ("{from = 2019, to = 2021}", "2021.toml: $.report_years.from: 2021 is covered twice"),
        ("{from = 2019}", "2021.toml: $.report_years.from: 2021 is covered twice"),
        (
            "{from = 2018, to = 2019}",
            "2021.toml: $.report_years.from: 2020 is covered by no edition",
        ),
    ],
)
def test_every_year_has_one_edition(years: str, fault: str) -> None:
    older = SMALL.replace('id = "2021"', 'id = "2019"').replace("{from = 2021}", years)
    with pytest.raises(EditionError) as caught:
        load({"2021.toml": SMALL, "2019.toml": older})
    assert str(caught.value) == fault


def test_two_editions_never_share_an_id() -> None:
    older = SMALL.replace("{from = 2021}", "{from = 2019, to = 2020}")
    with pytest.raises(EditionError, match=r"2021\.toml: \$\.id: '2021' stands twice"):
        load({"2019.toml": older, "2021.toml": SMALL})


def test_sound_texts_load_oldest_first() -> None:
    older = SMALL.replace('id = "2021"', 'id = "2019"').replace(
        "{from = 2021}", "{from = 2019, to = 2020}"
    )
    assert [edition.id for edition in load({"2021.toml": SMALL, "2019.toml": older})] == [
        "2019",
        "2021",
    ]


def test_a_line_id_is_unique_across_the_blocks_of_its_table() -> None:
    block = SMALL[SMALL.index("[[tables.blocks]]") :]
    with pytest.raises(
        EditionError, match=r"\$\.tables\[0\]\.blocks\[1\]\.lines\[0\]\.id: 'received'"
    ):
        load({"2021.toml": SMALL + block})


@pytest.mark.parametrize("year", range(2019, 2031))
def test_each_year_has_its_edition(year: int) -> None:
    assert Edition.for_year(year).id == ("2019" if year < 2021 else "2021")


@pytest.mark.parametrize("year", [2018, 0, -1])
def test_a_year_before_the_first_decree_is_refused(year: int) -> None:
    with pytest.raises(Refusal) as caught:
        Edition.for_year(year)
    assert caught.value.status == 5
    assert caught.value.details == {"year": year, "known": "2019–2020, 2021–"}


def test_editions_are_read_once() -> None:
    assert editions() is editions()
    assert Edition.by_id("2021") is Edition.for_year(2024)


def test_an_unknown_id_names_the_known_ones() -> None:
    with pytest.raises(Refusal, match="2020; known: 2019, 2021"):
        Edition.by_id("2020")


@pytest.mark.parametrize(
    ("edition", "line", "leaf"),
    [
        (NEW, "outcome.granted", "outcome.granted"),
        (NEW, "outcome.other.miscellaneous", "outcome.other.miscellaneous"),
        (OLD, "outcome.other.miscellaneous", "outcome.other"),
        (OLD, "outcome.other.fee_unpaid", "outcome.other"),
        (NEW, "outcome.other", None),
        (NEW, "outcome.refused", None),
        (NEW, "outcome.refused.unheard_of", None),
        (NEW, "outcome.total", None),
        (NEW, "unheard_of", None),
    ],
)
def test_a_meaning_falls_to_the_nearest_counted_line(
    edition: Edition, line: str, leaf: str | None
) -> None:
    assert edition.leaf_for("requests", line) == leaf


@pytest.mark.parametrize(
    ("edition", "table", "count"),
    [
        (OLD, "publications", 6 + 6 + 6 + 2 + 2),
        (OLD, "requests", 23 * 7),
        (OLD, "cases", 15),
        (NEW, "publications", 6 + 1 + 2 + 1),
        (NEW, "requests", 25 * 7),
        (NEW, "cases", 15),
    ],
)
def test_cells_are_leaves_and_totals_in_the_order_of_the_form(
    edition: Edition, table: str, count: int
) -> None:
    cells = list(edition.table(table).cells())
    assert len(cells) == count
    assert all("group" not in (line.kind, column.kind) for line, column, _ in cells)
    assert all(line in block.lines and column in block.columns for line, column, block in cells)


def test_a_total_sums_the_leaves_under_its_parent() -> None:
    requests = NEW.table("requests").blocks[0]
    outcomes = addends(requests.lines, NEW.table("requests").line("outcome.total"))
    assert len(outcomes) == 21
    assert {outcome.partition(".")[0] for outcome in outcomes} == {"outcome"}
    assert "outcome.total" not in outcomes
    assert addends(requests.columns, requests.columns[-1]) == (
        "natural_person",
        "business",
        "research",
        "social_welfare",
        "legal_services",
        "other_organisation",
    )
    cases = NEW.table("cases").blocks[0]
    assert addends(cases.columns, cases.columns[-1]) == ("upheld", "corrected", "other", "pending")


def test_labels_are_official_with_english_beside() -> None:
    granted = NEW.table("requests").line("outcome.granted")
    assert label_text(granted, CHINESE) == "（一）予以公开"
    assert label_text(granted, ENGLISH) == "（一）予以公开 Disclosed"


def test_a_column_may_have_a_unit_of_its_own() -> None:
    block = OLD.table("publications").blocks[1]
    assert [block.unit_of(column, CHINESE) for column in block.columns] == ["项", "项", "件"]
    assert block.unit_of(block.columns[-1], ENGLISH) == "件 decisions"


def test_an_unknown_table_or_line_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        NEW.table("unheard_of")
    with pytest.raises(KeyError):
        NEW.table("requests").line("unheard_of")


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_one_line_of_the_form_is_one_line_of_the_file(edition: Edition) -> None:
    text = (SHIPPED / f"{edition.id}.toml").read_text("utf-8")
    written = [line for line in text.splitlines() if line.startswith("  {id = ")]
    axes = [
        axis
        for table in edition.tables
        for block in table.blocks
        for axis in (block.lines, block.columns)
    ]
    assert len(written) == sum(map(len, axes)) + len(edition.identities)


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_the_form_is_the_decreed_one(edition: Edition) -> None:
    decreed = reference(edition.id)
    years = edition.report_years
    assert (edition.document, edition.title) == (
        decreed["edition"]["document"],
        decreed["edition"]["title_zh"],
    )
    assert (years.first, years.last) == (
        decreed["edition"]["report_years"]["from"],
        decreed["edition"]["report_years"].get("to"),
    )
    assert [
        {
            "number": part.number,
            "title_zh": part.title,
            "title_en": part.title_en,
            "kind": part.kind,
        }
        for part in edition.sections
    ] == decreed["sections"]
    assert [(table.id, table.section, table.title, table.title_en) for table in edition.tables] == [
        (table["id"], table["section"], table["title_zh"], table["title_en"])
        for table in decreed["tables"]
    ]
    assert [(item.id, item.table, item.severity, item.source) for item in edition.identities] == [
        (item["id"], item["table"], item["severity"], item["source"])
        for item in decreed["identities"]
    ]
    assert [", ".join(item.lines) for item in edition.identities] == [
        "" if item["scope"].startswith("every ") else item["scope"]
        for item in decreed["identities"]
    ]


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_the_lines_of_requests_are_the_decreed_ones(edition: Edition) -> None:
    _, decreed, _ = reference(edition.id)["tables"]
    # What a line is called for short is ours.
    lines = (replace(line, short="", short_en="") for line in edition.table("requests").lines)
    assert tuple(lines) == tuple(
        Line(
            id=line["id"],
            kind=line["kind"],
            label=line["label_zh"],
            label_en=line["label_en"],
            parent=line["parent"] or "",
            ordinal=line["ordinal"],
            basis="" if line["legal_basis"] == "—" else line["legal_basis"],
        )
        for line in decreed["lines"]
    )
    columns = edition.table("requests").blocks[0].leaves("columns")
    assert [(column.id, column.label) for column in columns] == [
        (column["id"], column["label_zh"]) for column in decreed["columns"]
    ]


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_the_cells_of_cases_are_the_decreed_ones(edition: Edition) -> None:
    _, _, decreed = reference(edition.id)["tables"]
    assert [f"{line.id}.{column.id}" for line, column, _ in edition.table("cases").cells()] == [
        column["id"] for column in decreed["columns"]
    ]


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_the_blocks_of_publications_are_the_decreed_ones(edition: Edition) -> None:
    decreed, _, _ = reference(edition.id)["tables"]
    blocks = edition.table("publications").blocks
    assert len(blocks) == len(decreed["blocks"])
    for block, wanted in zip(blocks, decreed["blocks"], strict=True):
        assert (block.caption, block.caption_en) == (wanted["caption_zh"], wanted["caption_en"])
        assert (block.stub_head, block.stub_head_en) == (
            wanted["stub_head_zh"],
            wanted["stub_head_en"],
        )
        for axis in ("lines", "columns"):
            assert [(item.id, item.label, item.label_en) for item in getattr(block, axis)] == [
                (item["id"], item["label_zh"], item["label_en"]) for item in wanted[axis]
            ]
        units = [block.unit_of(column, CHINESE) for column in block.columns]
        named = wanted["unit"].partition(" (")[0].split(" / ")
        assert units == (named * len(units) if len(named) == 1 else named)
