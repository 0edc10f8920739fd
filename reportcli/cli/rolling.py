"""The command for many offices: `rollup`, from a list or folders of units to their sum.

What is named becomes members, members are read, their results are added up and delivered. Not for:
how units are read many at a time (`rollup/engine.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from reportcli.cli.deliver import Speaker, deliver
from reportcli.cli.options import (
    Counting,
    Output,
    Reading,
    Talk,
    argument,
    flag,
    option,
    spread_options,
)
from reportcli.cli.running import Running, read_members
from reportcli.cli.typed import year_meant
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.cli.asking import CountedLogs
    from reportcli.report import Report
    from reportcli.rollup.asked import Asked
    from reportcli.rollup.whole import Rollup
    from reportcli.settings import Settings


class FailOnUnits(StrEnum):
    """From what on a roll-up ends with status 1; a unit that is missing is graver than an error."""

    missing = "missing"
    error = "error"
    warning = "warning"


@dataclass(frozen=True, kw_only=True)
class Rolling(Reading):
    """Which units are added up, and for which year."""

    units: Annotated[str | None, flag("units", "--units", metavar="FILE.csv")] = None
    year: Annotated[
        int | None, option("year_of_rollup", "--year", metavar="YEAR", parser=year_meant)
    ] = None
    edition: Annotated[str | None, option("edition", "--edition", metavar="EDITION")] = None
    as_of: Annotated[str | None, option("as_of", "--as-of", metavar="DATE")] = None
    previous: Annotated[
        str | None, option("previous_rollup", "--previous", metavar="FILE.json")
    ] = None
    fail_on: Annotated[FailOnUnits, option("fail_on_units", "--fail-on")] = FailOnUnits.error

    @property
    def inputs(self) -> list[str]:
        """The files beside the units that are read, none of which may be an output."""
        return [*filter(None, [self.units, self.previous]), *super().inputs]


@spread_options
def rollup(
    paths: Annotated[list[str], argument("paths", "PATH...")],
    rolling: Rolling,
    running: Running,
    output: Annotated[Output, "rollup"],
    talk: Talk,
    write_units: Annotated[
        str | None, flag("write_units", "--write-units", metavar="FILE.csv")
    ] = None,
) -> int:
    """Add up the figures of many units, and say who is missing."""
    from msgspec.structs import replace

    from reportcli.cli.asking import places_for
    from reportcli.files.kinds import is_regular
    from reportcli.rollup.earlier import read_rollup
    from reportcli.rollup.members import find_members
    from reportcli.rollup.whole import compile_rollup

    speaker = talk.speaker
    if write_units is not None:
        return write_first_list(paths, write_units, rolling, output, speaker)
    inputs = [*paths, *rolling.inputs]
    places = places_for("rollup", output, [one for one in inputs if is_regular(one)], speaker)
    asked = asked_of_units(paths, rolling, speaker)
    beside = [*rolling.inputs, *(place.file for place in places if place.file)]
    members = find_members(paths, rolling.units, asked.year, beside)
    previous = read_rollup(rolling.previous) if rolling.previous else None
    store, secret = running.store(members.everyone, speaker)
    asked = replace(asked, secret=secret)
    # What was read is held by nobody once it is compiled: most of it serves to compare units.
    whole = compile_rollup(
        members, read_members(members.everyone, asked, store, running, speaker), asked, previous
    )
    deliver(places, speaker, whole)
    if rolling.year is None:
        speaker.say("rollup-year", year=asked.year)
    return tell_of_rollup(whole, rolling.fail_on, talk)


def asked_of_units(files: Sequence[str], rolling: Rolling, speaker: Speaker) -> Asked:
    """What is asked of every unit: the year before the day taken for today, where none is named.
    The secret is that of the work folder, and not known yet."""
    from reportcli.cli.asking import day_asked, known_edition, possible_year
    from reportcli.intake.child.parent import Limits
    from reportcli.law import calendar
    from reportcli.law.edition import Edition
    from reportcli.rollup.asked import Asked

    settings = settings_of_rollup(files, rolling)
    today = day_asked(rolling.as_of, speaker) or calendar.today()
    year = possible_year(rolling.year) or settings.year or today.year - 1
    edition = known_edition(rolling.edition) or Edition.for_year(year).id
    limits = Limits(memory=rolling.max_memory)
    return Asked(year, edition, today, b"", settings, limits)


def settings_of_rollup(files: Sequence[str], rolling: Rolling) -> Settings:
    """The settings of the roll-up: those named, else those beside the list or in the folder."""
    from reportcli.settings import FILE_NAME, Settings, load_settings

    if rolling.config:
        return load_settings(Path(rolling.config))
    places = [Path(rolling.units)] if rolling.units else [Path(file) for file in files]
    folders = [place if place.is_dir() else place.parent for place in places]
    found = [folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()]
    return load_settings(found[0]) if found else Settings()


def deliver_units_behind(file: str, cell: str, output: Output, speaker: Speaker) -> None:
    """Name the units behind a number of a roll-up."""
    from reportcli.cli.asking import places_for
    from reportcli.law.cell_names import CellError
    from reportcli.rollup.behind import units_behind
    from reportcli.rollup.earlier import read_rollup

    places = places_for("units", output, [file], speaker)
    try:
        found = units_behind(read_rollup(file), cell)
    except CellError as fault:
        raise speaker.usage("cell", value=cell, known=", ".join(fault.close)) from None
    deliver(places, speaker, found)


def counting_of_unit(
    file: str, code: str | None, counting: Counting, speaker: Speaker
) -> tuple[list[str], Counting]:
    """The logs of one unit of a roll-up, and how they were counted in it."""
    from reportcli.rollup.behind import files_of_unit
    from reportcli.rollup.earlier import read_rollup

    if code is None:
        raise speaker.usage("rollup-unit")
    told = read_rollup(file)
    files = files_of_unit(told, code)
    return files, replace(counting, year=told.year, edition=told.told.edition)


def count_rollup(
    file: str, counting: Counting, speaker: Speaker, *, with_own: bool
) -> tuple[CountedLogs, Report | None]:
    """The report on the sum in a roll-up, and with `with_own` that on the office's own line."""
    import msgspec

    from reportcli.cli.asking import CountedLogs, day_asked
    from reportcli.finding import Address, Refusal
    from reportcli.law import calendar
    from reportcli.rollup.earlier import is_rollup_file, read_rollup
    from reportcli.rollup.reported import own_line, report_of_own_line, report_of_whole
    from reportcli.settings import find_settings, load_settings

    told = read_rollup(file)
    settings = (
        load_settings(Path(counting.config)) if counting.config else find_settings([Path(file)])
    )
    settings = msgspec.structs.replace(settings, agency=settings.agency or told.told.agency)
    today = day_asked(counting.as_of, speaker) or calendar.today()
    earlier = counting.previous or []
    if len(earlier) > 1 or not all(map(is_rollup_file, earlier)):
        raise speaker.usage("previous-rollup")
    before = read_rollup(earlier[0]) if earlier else None
    if before and before.year != told.year - 1:
        raise Refusal(
            "rollup-previous-other-year",
            Address(before.file),
            year=before.year,
            wanted=told.year - 1,
        )
    whole = report_of_whole(told, settings, today, before)
    own = None
    if with_own:
        named = msgspec.structs.replace(settings, agency=own_line(told).name, agency_level=None)
        own = report_of_own_line(told, named, today, before)
    return CountedLogs(whole, []), own


def write_first_list(
    files: Sequence[str], target: str, rolling: Rolling, output: Output, speaker: Speaker
) -> int:
    """Write a first list of the units in some folders, for a person to confirm."""
    from reportcli.export.rollup.csv import write_unit_list
    from reportcli.export.target import refuse_targets, write_files
    from reportcli.files.kinds import is_regular
    from reportcli.law import calendar
    from reportcli.rollup.members import find_members

    year = rolling.year or calendar.today().year - 1
    refuse_targets([target], [one for one in files if is_regular(one)], force=output.force)
    members = find_members(files, rolling.units, year)
    text = write_unit_list(members.units, Path(target).absolute().parent)
    # Excel takes a CSV file for UTF-8 only when a mark at its start says so.
    write_files([(target, lambda open_file: open_file.write(text.encode("utf-8-sig")) and None)])
    speaker.say("units-written", file=printable(target), count=len(members.units))
    return 0


def tell_of_rollup(whole: Rollup, fail_on: FailOnUnits, talk: Talk) -> int:
    """Say what a person must know of the run, and give its status."""
    from reportcli.cli.telling import tell_findings
    from reportcli.finding import Finding, Severity
    from reportcli.terminal.findings import FindingList

    findings: list[Finding] = [one.finding for one in whole.findings]
    found = FindingList(findings, whole.omitted, talk.verbose)
    severity: Severity = "warning" if fail_on is FailOnUnits.warning else "error"
    status = tell_findings(found, severity, talk.speaker, listing=True)
    is_missing = fail_on is FailOnUnits.missing and whole.completeness.missing > 0
    return 1 if is_missing else status
