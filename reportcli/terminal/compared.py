"""What changed, for people: the summary first, then each cell with what did it.

Which cells are named, and in which words, is settled in `answer/revisions.py`; here they are laid
out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from string import Formatter
from typing import NamedTuple

from wcwidth import wcswidth

from reportcli.answer import revisions as said
from reportcli.answer.compare import CellChange, Comparison, ToldFinding
from reportcli.answer.revisions import HowListed
from reportcli.contract import FindingJson
from reportcli.finding import Finding, catalogue
from reportcli.words.folding import INDENT, fold, fold_list
from reportcli.words.messages import Voice, printable
from reportcli.words.numerals import number_text

WIDEST_NAME, NARROWEST_NAME = 32, 20
ROOM_FOR_REASONS = 30  # a row, where it stands, and what became of it, on a line
REASONS_NAMED = 5
FINDINGS_LISTED = 10
PASSAGES_LISTED = 5  # of each, gone and new
GAP_BETWEEN = 2


class CellLine(NamedTuple):
    """One line of the list: a name, both numbers, by how much, and what did it."""

    name: str
    old: str
    new: str
    delta: str
    reasons: Sequence[str]


def write_comparison(found: Comparison, asked: HowListed, voice: Voice) -> str:
    """The whole difference; nothing where there is none."""
    if found.is_empty:
        return ""
    lines = fold(said.summary_of_changes(found, voice), voice.width, hang=INDENT)
    lines += [f"{INDENT}{line}".rstrip() for line in LISTINGS[asked.by](found, asked, voice)]
    if unknown := said.unknown_changes(found):
        lines += unknown_lines(unknown, found, asked, voice)
    lines += fact_changes(found, voice)
    lines += word_changes(found, asked, voice)
    lines += finding_changes(found, asked, voice)
    return "\n".join(lines) + "\n"


# --- by cell, by row, by unit ---


def list_cells(found: Comparison, asked: HowListed, voice: Voice) -> list[str]:
    """The cells that changed, each with what did it."""
    shown = said.shown_cells(found, verbose=asked.verbose)
    lines = [
        CellLine(
            said.cell_name(found, one.cell, voice),
            said.side_number(one.old, one.delta),
            said.side_number(one.new, one.delta),
            said.signed_change(one.delta or 0),
            some(said.reasons_for(one, found, voice), asked, voice),
        )
        for one in shown
    ]
    listed = list(lay_out_cells(lines, voice.width - len(INDENT)))
    if len(shown) + len(said.unknown_changes(found)) < len(found.cells):
        listed.append(voice.say("diff", "totals-folded"))
    return listed


def some(reasons: Sequence[str], asked: HowListed, voice: Voice) -> list[str]:
    """The first of what did it, and how many there are."""
    if asked.verbose or len(reasons) <= REASONS_NAMED + 1:
        return list(reasons)
    return [*reasons[:REASONS_NAMED], voice.say("diff", "more", count=len(reasons))]


def width_of_names(lines: Sequence[CellLine], beside: int) -> int:
    """How wide names may be in the columns that numbers leave: a long one is folded before the
    reasons are."""
    widest = min(max(wcswidth(one.name) for one in lines), WIDEST_NAME)
    if any(one.reasons for one in lines):
        return min(widest, max(beside - ROOM_FOR_REASONS, NARROWEST_NAME))
    return widest


def lay_out_cells(lines: Sequence[CellLine], width: int) -> Iterator[str]:
    """Names at the left, numbers under each other, and in what is left what did it."""
    if not lines:
        return
    old, new, delta = (
        max(wcswidth(getattr(one, key)) for one in lines) for key in ("old", "new", "delta")
    )
    numbers = old + len(" → ") + new + GAP_BETWEEN + delta
    beside = width - numbers - 2 * GAP_BETWEEN
    name_width = width_of_names(lines, beside)
    room = beside - name_width
    for one in lines:
        told = f"{padded(one.old, old)} → {padded(one.new, new)}  {padded(one.delta, delta)}"
        reasons = [line for text in one.reasons for line in fold(text, room, hang=INDENT)]
        names = fold_name(one.name, name_width)
        for at, (name, reason) in enumerate(zip_longest(names, reasons, fillvalue="")):
            middle = told if at == 0 else " " * numbers
            yield f"{name}{' ' * (name_width - wcswidth(name))}  {middle}  {reason}"


def fold_name(name: str, width: int) -> list[str]:
    """A name on lines that break after a stroke, where one is near, rather than within a word."""
    if wcswidth(name) <= width:
        return [name]
    lines = fold(name.replace("/", "/ "), width, hang=INDENT)
    return [line.replace("/ ", "/").rstrip() for line in lines]


def padded(text: str, width: int) -> str:
    """A number at the right of its column."""
    return " " * (width - wcswidth(text)) + text


def list_rows(found: Comparison, asked: HowListed, voice: Voice) -> list[str]:
    """The rows that did something, each with the cells that it changed."""
    lines = []
    for deed in said.deeds(found, verbose=asked.verbose):
        first = deed.cells[0][0] if deed.cells else ""
        cell = next((one for one, _ in deed.cells if one in deed.row.came_from), first)
        if cell:
            lines += fold(said.deed_words(deed.row, cell, found, voice), voice.width - 2)
            told = [
                f"{said.cell_name(found, one, voice)} {said.signed_change(number)}"
                for one, number in deed.cells
            ]
            lines += [INDENT + line for line in fold_list(told, voice.width - 4)]
    return lines


def list_units(found: Comparison, asked: HowListed, voice: Voice) -> list[str]:
    """The offices, or the units in charge of the rows, each with the cells that it changed."""
    by_unit: dict[str, list[str]] = {}
    for unit, cell, number in said.units_in_rows(found, verbose=asked.verbose):
        change = f"{said.cell_name(found, cell, voice)} {said.signed_change(number)}"
        by_unit.setdefault(unit, []).append(change)
    lines: list[str] = []
    for unit, told in by_unit.items():
        lines.append(printable(unit) or voice.say("diff", "no-unit"))
        lines += [INDENT + line for line in fold_list(told, voice.width - 4)]
    return lines


LISTINGS = {"cell": list_cells, "row": list_rows, "unit": list_units}


# --- what else differs ---


def unknown_lines(
    unknown: Sequence[CellChange], found: Comparison, asked: HowListed, voice: Voice
) -> Iterator[str]:
    """The cells of which one side does not know the number, and so nobody the change."""
    yield from fold(voice.say("diff", "unknown", count=len(unknown)), voice.width, hang=INDENT)
    shown = unknown if asked.verbose else unknown[:REASONS_NAMED]
    told = [
        f"{said.cell_name(found, one.cell, voice)} "
        f"{said.side_number(one.old, None)} → {said.side_number(one.new, None)}"
        for one in shown
    ]
    yield from fold_list(told, voice.width)


def fact_changes(found: Comparison, voice: Voice) -> Iterator[str]:
    """The facts for the prose that differ."""
    if found.facts:
        yield ""
        yield voice.say("diff", "facts", count=len(found.facts))
    for one in found.facts:
        name = said.name_of_changed_fact(one.fact, found.new.edition, voice)
        old, new = (
            said.NOT_THERE if number is None else number_text(number)
            for number in (one.old, one.new)
        )
        told = f"{name}  {old} → {new}"
        if one.old is not None and one.new is not None:
            told += f"  {said.signed_change(one.new - one.old)}"
        yield from fold(told, voice.width, indent=INDENT, hang=INDENT)


def word_changes(found: Comparison, asked: HowListed, voice: Voice) -> Iterator[str]:
    """The paragraphs of a finished report that differ."""
    gone, came = found.words_gone, found.words_new
    if not (gone or came):
        return
    yield ""
    yield voice.say("diff", "words", gone=len(gone), new=len(came))
    # Some of each: what came is not to be pushed out by what is gone.
    listed = None if asked.verbose else PASSAGES_LISTED
    shown = [*(f"－{text}" for text in gone[:listed]), *(f"＋{text}" for text in came[:listed])]
    for passage in shown:
        yield from fold(passage, voice.width, indent=INDENT, hang=INDENT)
    if left := len(gone) + len(came) - len(shown):
        yield INDENT + voice.say("say", "more", count=left)


def marked_findings(found: Comparison, *, with_remained: bool) -> list[tuple[str, ToldFinding]]:
    """Each finding with the sign for what became of it."""
    marked = [*(("＋", one) for one in found.appeared), *(("－", one) for one in found.vanished)]
    if with_remained:
        marked += [("＝", one) for one in found.remained]
    return marked


def finding_changes(found: Comparison, asked: HowListed, voice: Voice) -> Iterator[str]:
    """The findings that came, went and stayed."""
    if not (found.appeared or found.vanished):
        return
    yield ""
    counts = {"new": found.appeared, "gone": found.vanished, "still": found.remained}
    yield voice.say("diff", "findings", **{key: len(one) for key, one in counts.items()})
    marked = marked_findings(found, with_remained=asked.verbose)
    shown = marked if asked.verbose else marked[:FINDINGS_LISTED]
    for mark, finding in shown:
        text = mark + finding_words(finding, voice)
        yield from fold(text, voice.width, indent=INDENT, hang=INDENT)
    if len(shown) < len(marked):
        yield INDENT + voice.say("say", "more", count=len(marked) - len(shown))


def finding_words(finding: ToldFinding, voice: Voice) -> str:
    """How grave a finding is, where, what is wrong, and its code."""
    severity = voice.say("severity", "waived" if finding.waived else finding.severity)
    place, message = place_and_message(finding, voice)
    return "  ".join(filter(None, [severity, printable(place), printable(message), finding.code]))


def place_and_message(finding: ToldFinding, voice: Voice) -> tuple[str, str]:
    """Where a finding is, and what it says; of one that was read back the wording of its code, for
    its own is in the language in which it was written."""
    if isinstance(finding, Finding):
        place = str(finding.address) or str(finding.details.get("cell", ""))
        return place, finding.message(voice.language)
    return place_told(finding), wording_of_code(finding, voice)


def place_told(finding: FindingJson) -> str:
    """Where a finding that was read back is."""
    sheet = f"'{finding.sheet}'" if finding.sheet else ""
    place = f"{sheet}!{finding.cell}" if sheet and finding.cell else sheet or finding.cell or ""
    return " ".join(filter(None, [finding.file, place]))


def wording_of_code(finding: FindingJson, voice: Voice) -> str:
    """What a code says in the language of the reader, with what is known of it filled in."""
    entry = catalogue().get(finding.code)
    if entry is None:
        return ""
    known = {"value": finding.evidence or "…", "cell": finding.cell or "…"}
    pieces = Formatter().parse(voice.choose(entry.text_zh, entry.text_en))
    return "".join(
        text + ("" if name is None else known.get(name, "…")) for text, name, _, _ in pieces
    )
