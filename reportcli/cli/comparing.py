"""The commands that compare: `diff`, two sets of figures, and `trend`, those of several years.

What is named is opened, compared and delivered; which cells are meant is asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from reportcli.cli.deliver import Speaker, deliver
from reportcli.cli.options import (
    FailOn,
    Output,
    Sources,
    Talk,
    argument,
    flag,
    option,
    spread_options,
)
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.cli.opening import Opening
    from reportcli.finding import Finding
    from reportcli.law.edition import Edition


class By(StrEnum):
    """By what the changes are listed."""

    cell = "cell"
    row = "row"
    unit = "unit"


@spread_options
def diff(
    old: Annotated[str, argument("side_old", "OLD")],
    new: Annotated[str, argument("side_new", "NEW")],
    sources: Sources,
    output: Annotated[Output, "diff"],
    talk: Talk,
    cell: Annotated[list[str] | None, flag("diff_cell", "--cell", metavar="ID")] = None,
    by: Annotated[By | None, flag("diff_by", "--by")] = None,
    exit_code: Annotated[bool, flag("exit_code", "--exit-code")] = False,
) -> int:
    """Say what changed between two sets of figures, and which rows did it."""
    from reportcli.answer.compare import compare_sides
    from reportcli.answer.revisions import HowListed, key_of_nothing
    from reportcli.cli.asking import places_for
    from reportcli.cli.opening import files_named, open_two

    speaker = talk.speaker
    named = [*files_named(old), *files_named(new)]
    places = places_for("diff", output, [*named, *sources.inputs], speaker)
    first, second = open_two(opening_of(sources, speaker), old, new)
    found = compare_sides(first, second)
    forms = [second.edition, first.edition]
    found = found.about(cells_under(cells_meant(cell or [], forms, speaker), forms))
    usual = By.unit if first.units and second.units and not cell else By.cell
    deliver(places, speaker, found, HowListed((by or usual).value, talk.verbose))
    if first.report and second.report and not sources.year:
        speaker.say("diff-year", year=second.year)
    for remark in found.remarks:
        speaker.tell(remark_line(remark, speaker))
    if found.is_empty:
        speaker.say(key_of_nothing(found))
    return int(exit_code and not found.is_empty)


@spread_options
def trend(
    files: Annotated[list[str], argument("trend_files", "FILE...")],
    sources: Sources,
    output: Annotated[Output, "trend"],
    talk: Talk,
    cell: Annotated[list[str] | None, flag("trend_cell", "--cell", metavar="ID")] = None,
    fail_on: Annotated[FailOn, option("fail_on", "--fail-on")] = FailOn.error,
) -> int:
    """Put the figures of several years side by side."""
    from reportcli.answer.trend import trend_of
    from reportcli.cli.asking import places_for
    from reportcli.cli.opening import files_named, open_years
    from reportcli.cli.telling import tell_findings
    from reportcli.terminal.findings import FindingList

    speaker = talk.speaker
    named = [file for name in files for file in files_named(name)]
    places = places_for("trend", output, [*named, *sources.inputs], speaker)
    found = trend_of(open_years(opening_of(sources, speaker), files))
    forms = {side.edition.id: side.edition for side in reversed(found.sides)}
    found = found.about(cells_meant(cell or [], list(forms.values()), speaker))
    deliver(places, speaker, found, talk.verbose or bool(cell))
    listed = FindingList(found.findings, {}, talk.verbose)
    return tell_findings(listed, fail_on.value, speaker, listing=True)


def remark_line(finding: Finding, speaker: Speaker) -> str:
    """What has to be known of the two sides, on a line."""
    voice = speaker.voice
    severity = voice.say("severity", finding.severity)
    message = printable(finding.message(voice.language))
    return f"{severity}  {message}  {finding.code}"


def opening_of(sources: Sources, speaker: Speaker) -> Opening:
    """How what is named is to be opened."""
    from reportcli.cli.asking import day_asked, known_edition, possible_year
    from reportcli.cli.opening import Opening
    from reportcli.cli.progress import reading_progress
    from reportcli.intake.child.parent import Limits
    from reportcli.settings import load_settings

    return Opening(
        settings=load_settings(Path(sources.config)) if sources.config else None,
        year=possible_year(sources.year),
        edition=known_edition(sources.edition),
        as_of=day_asked(sources.as_of, speaker),
        limits=Limits(memory=sources.max_memory),
        watching=lambda: reading_progress(speaker),
    )


def cells_meant(names: Sequence[str], editions: Sequence[Edition], speaker: Speaker) -> list[str]:
    """The ids of the cells that a person names, in the first form that has them; also of the sum
    under a group, which no form prints (三/不予公开/总计)."""
    from reportcli.law.cell_names import CellError, find_number

    found = []
    for name in names:
        close: tuple[str, ...] = ()
        for edition in editions:
            try:
                found.append(find_number(edition, name))
                break
            except CellError as fault:
                close = close or fault.close
        else:
            raise speaker.usage("cell", value=name, known=", ".join(close))
    return found


def cells_under(numbers: Sequence[str], editions: Sequence[Edition]) -> list[str]:
    """Each cell that is meant, and of a group those under it, in any of the forms."""
    from reportcli.answer.group import parts_of_group

    return [
        cell for number in numbers for form in editions for cell in parts_of_group(form, number)
    ]
