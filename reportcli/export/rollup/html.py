"""A roll-up as one page of HTML: the statement, the tables of the whole, the sums by kind, every unit
in a list that can be sorted, and what is wrong with whom.

Nothing is loaded: style and script stand in the page, and its policy lets this one script run and no
other, by its digest. Without a script the page is the same, in the order of the list.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache

from reportcli.export.element import Element, element, style_sheet, write_elements
from reportcli.export.grid import lay_out
from reportcli.export.html import SCOPE, SCROLLS_BEYOND, draw_grid, scroller, style
from reportcli.export.rollup.key_cells import (
    KeyCell,
    day_label,
    delivery_label,
    group_label,
    key_cells,
    kind_label,
    status_label,
)
from reportcli.export.rollup.statement import (
    rate_text,
    settled_texts,
    statement_text,
    title_of_rollup,
)
from reportcli.law.edition import table_title
from reportcli.rollup.rules import UnitFinding
from reportcli.rollup.statement import UnitLine
from reportcli.rollup.whole import Rollup
from reportcli.shipped import FOLDER
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from reportcli.words.numerals import number_text

MOST_FINDINGS_SHOWN = 2000  # a page has to open in a browser
STATEMENT = ("due", "in_time", "late", "missing")
WRONG = ("missing", "unreadable", "other-year", "other-edition", "draft", "unexpected")


def write_rollup_page(rollup: Rollup, voice: Voice) -> str:
    """The roll-up as a page."""
    return write_elements(RollupPage(rollup, voice).page(), doctype="<!DOCTYPE html>")


@cache
def shipped_text(name: str) -> str:
    """A file that the page carries in itself."""
    return FOLDER.joinpath("export", "rollup", name).read_text("utf-8")


def policy() -> str:
    """What the page may do: show itself, and run the one script that it carries."""
    digest = hashlib.sha256(shipped_text("rollup.js").encode()).digest()
    script = f"script-src 'sha256-{base64.b64encode(digest).decode()}'"
    return f"default-src 'none'; style-src 'unsafe-inline'; {script}; base-uri 'none'; form-action 'none'"


class RollupPage:
    """Draws one roll-up."""

    def __init__(self, rollup: Rollup, voice: Voice) -> None:
        self.rollup, self.voice = rollup, voice
        self.cells = key_cells(rollup.edition, rollup.tables)

    def say(self, key: str, **details: object) -> str:
        """A wording of the page."""
        return self.voice.say("rollup", key, **details)

    def page(self) -> Element:
        title = title_of_rollup(self.rollup, self.voice)
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy()),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", title),
            style_sheet(style("report") + style("page") + shipped_text("rollup.css")),
        )
        skip = element("a", self.voice.both("page", "skip"), class_="skip", href=f"#{SCOPE}-text")
        main = element("main", *self.sections(), id=f"{SCOPE}-text", tabindex="-1")
        script = element("script")
        script.text = shipped_text("rollup.js")
        body = element(
            "body", skip, element("header", element("h1", title)), main, script, class_=SCOPE
        )
        return element("html", head, body, lang=self.voice.choose("zh-CN", "en"))

    def sections(self) -> Iterator[Element]:
        """Every part of the page under its heading."""
        yield self.section("statement", self.statement())
        for table in self.rollup.edition.tables:
            if table.id in self.rollup.tables:
                heading = table_title(table, self.voice)
                yield self.section(table.id, self.form_table(table.id), heading)
        if self.rollup.by_kind and self.cells:
            yield self.section("by-kind", [self.kinds()])
        yield self.section("units", self.units())
        if self.rollup.findings:
            yield self.section("findings", self.findings())

    def section(self, name: str, content: object, heading: str = "") -> Element:
        head = element("h2", heading or self.say(f"part-{name}"), id=f"{SCOPE}-{name}")
        return element("section", head, *content, aria_labelledby=f"{SCOPE}-{name}")  # type: ignore[misc]

    def statement(self) -> Iterator[Element]:
        """How complete the whole is: a few figures, and a sentence."""
        one = self.rollup.completeness
        shown = [(self.say(f"count-{key}"), str(getattr(one, key))) for key in STATEMENT]
        shown.append((self.say("count-rate"), rate_text(one.rate)))
        items = (element("li", element("strong", number), label) for label, number in shown)
        yield element("ul", *items, class_="glance")
        yield element("p", statement_text(self.rollup, self.voice))
        for settled in settled_texts(self.rollup, self.voice):
            yield element("p", settled)

    def form_table(self, table_id: str) -> Iterator[Element]:
        """A table of the form, with the sums of the whole."""
        table = self.rollup.edition.table(table_id)
        grid = lay_out(table, self.rollup.tables[table_id], self.voice)
        year = self.rollup.year
        caption = self.voice.label(
            CHINESE.say("page", "caption", title=table.title, year=year),
            ENGLISH.say("page", "caption", title=table.title_en, year=year),
        )
        hint = (
            element("p", self.voice.both("page", "scroll"), class_="hint")
            if grid.columns > SCROLLS_BEYOND
            else None
        )
        drawn = draw_grid(grid, caption, f"{SCOPE}-{table.id}")
        yield element("div", hint, scroller(drawn, caption), class_="form")

    def kinds(self) -> Element:
        """The key cells by kind of unit, and of the whole."""
        heads = [self.say("kind"), *(self.say(f"key-{cell.key}") for cell in self.cells)]
        rows = [
            self.sum_row(
                group_label(kind, self.voice), [cell.number(tables) for cell in self.cells]
            )
            for kind, tables in self.rollup.by_kind.items()
        ]
        whole = [cell.number(self.rollup.tables) for cell in self.cells]
        rows.append(self.sum_row(self.say("whole"), whole))
        name = self.say("table-of", name=self.say("part-by-kind"))
        return scroller(plain_table(heads, rows, name), name)

    def sum_row(self, label: str, numbers: Sequence[object]) -> Element:
        cells = (element("td", number_text(number), class_="count") for number in numbers)  # type: ignore[arg-type]
        return element("tr", element("th", label, scope="row", class_="stub"), *cells)

    def units(self) -> Iterator[Element]:
        """Every unit with its status and key cells; the filter shows once the script runs."""
        box = element("input", type="search", id=f"{SCOPE}-filter", autocomplete="off")
        label = element("label", self.say("filter"), " ", box, for_=f"{SCOPE}-filter")
        yield element("p", label, element("output", aria_live="polite"), class_="filter", hidden="")
        keys = ("code", "name", "kind", "status", "delivery", "day", "errors", "warnings")
        heads = [self.say(f"head-{key}") for key in keys]
        heads += [self.say(f"key-{cell.key}") for cell in self.cells]
        name = self.say("table-of", name=self.say("part-units"))
        table = plain_table(heads, [self.unit_row(line) for line in self.rollup.lines], name)
        yield element("p", self.voice.both("page", "scroll"), class_="hint")
        yield element("div", scroller(table, name), class_="units")

    def unit_row(self, line: UnitLine) -> Element:
        unit, result = line.unit, line.result
        counts = (
            [str(result.errors), str(result.warnings)]
            if result.source or result.errors
            else ["", ""]
        )
        texts = [
            ("", kind_label(unit.kind, self.voice)),
            ("status", status_label(line, self.voice)),
            ("", delivery_label(line, self.voice)),
            ("day", day_label(line, self.voice)),
            *(("count", count) for count in counts),
            *(("count", key_text(cell, line)) for cell in self.cells),
        ]
        return element(
            "tr",
            element("td", unit.code, class_="code"),
            element("th", unit.name, scope="row"),
            *(element("td", text, class_=kind or None) for kind, text in texts),
            class_="wrong" if line.status in WRONG else None,
        )

    def findings(self) -> Iterator[Element]:
        """What is wrong, unit by unit, errors first."""
        names = {line.unit.code: line.unit.name for line in self.rollup.lines}
        ordered = sorted(self.rollup.findings, key=lambda one: one.finding.severity != "error")
        heads = [self.say(f"head-{key}") for key in ("unit", "severity", "place", "message")]
        rows = [self.finding_row(one, names) for one in ordered[:MOST_FINDINGS_SHOWN]]
        name = self.say("table-of", name=self.say("part-findings"))
        yield element("div", scroller(plain_table(heads, rows, name), name), class_="findings")
        more = len(ordered) - len(rows) + sum(self.rollup.omitted.values())
        if more:
            yield element("p", self.voice.say("say", "more", count=more))

    def finding_row(self, one: UnitFinding, names: dict[str, str]) -> Element:
        finding = one.finding
        place = str(finding.address) or str(finding.details.get("cell", ""))
        message = element(
            "td",
            finding.message(self.voice.language),
            element("br"),
            finding.remedy(self.voice.language),
        )
        unit = f"{one.unit} {names.get(one.unit, '')}".strip() or self.say("whole")
        severity = self.voice.say("severity", finding.severity)
        return element(
            "tr", element("td", unit), element("td", severity), element("td", place), message
        )


def plain_table(heads: Sequence[str], rows: Sequence[Element], caption: str) -> Element:
    """A table with one row of headings."""
    head = element("tr", *(element("th", element("span", text), scope="col") for text in heads))
    kind = "wide" if len(heads) > SCROLLS_BEYOND else None
    return element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *rows),
        class_=kind,
    )


def key_text(cell: KeyCell, line: UnitLine) -> str:
    """A key cell of a unit; blank where it has no such table."""
    number = cell.of_unit(line.result)
    return "" if number is None else number_text(number)
