"""Files whose structure cannot be used: no log is recognised in them, or one that lacks a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.finding import Address, Refusal
from reportcli.intake.child.wire import FileReading, Misfit, SheetReading
from reportcli.words.fields import Kind, log_kinds

# Of 100 by RapidFuzz: how alike a known heading must be to be offered.
TERM_LIKENESS = 50
SHOWN_HEADINGS = 12
SHOWN_CLOSEST = 6


def structural_refusals(file: FileReading) -> Iterator[Refusal]:
    """Tell why a file's structure cannot be used.

    A sheet that is nearly a log is refused also beside sound ones: its rows would be missing from
    every figure.
    """
    unsound = [sheet for sheet in file.sheets if nearly_a_log(sheet)]
    if not unsound and not any(sheet.kind for sheet in file.sheets):
        unsound = [likeliest_log(file.sheets)] if file.sheets else []
    for sheet in unsound:
        yield misfit_refusal(Address(file.file, sheet.sheet), sheet.misfit or Misfit(None, 0, []))


def likeliest_log(sheets: Sequence[SheetReading]) -> SheetReading:
    """The sheet with the most known headings, of those that were looked at if there is any."""
    looked_at = [sheet for sheet in sheets if sheet.misfit] or sheets
    return max(looked_at, key=lambda sheet: sheet.misfit.known if sheet.misfit else 0)


def nearly_a_log(sheet: SheetReading) -> bool:
    """Whether a sheet lacks so little of a log that it must be one."""
    misfit = sheet.misfit
    if sheet.skipped != "sheet-unsound" or misfit is None or misfit.kind is None:
        return False
    lacks_one = len(misfit.missing) == 1 and misfit.known > 2
    return not misfit.missing or lacks_one


def misfit_refusal(address: Address, misfit: Misfit) -> Refusal:
    """What is missing, doubled or unknown, and the closest known headings."""
    seen = "、".join(misfit.unknown[:SHOWN_HEADINGS]) or "—"
    if misfit.is_card:
        return Refusal("header-card", address, seen=seen)
    closest = closest_headings(misfit)
    if misfit.kind is None:
        return Refusal("header-missing", address, seen=seen, closest=closest)
    kind = log_kinds()[misfit.kind]
    of_kind = {"kind": kind.label, "id": misfit.kind}
    for field, headings in misfit.doubled.items():
        label, doubled = kind.field(field).label, "、".join(headings)
        return Refusal(
            "header-doubled", address, **of_kind, field=label, field_id=field, headings=doubled
        )
    missing = missing_labels(kind, misfit.missing)
    return Refusal(
        "header-incomplete", address, **of_kind, missing=missing, seen=seen, closest=closest
    )


def missing_labels(kind: Kind, missing: Sequence[Sequence[str]]) -> str:
    """The fields that are missing, alternatives beside each other: 申请人类型/申请人、答复日期."""
    labels = ((kind.field(one).label for one in group) for group in missing)
    return "、".join(map("/".join, labels))


def closest_headings(misfit: Misfit) -> str:
    """The known headings most like those that were seen, else the first usual ones."""
    from rapidfuzz import process

    kinds = log_kinds()
    wanted = [kinds[misfit.kind]] if misfit.kind else list(kinds.values())
    known = [heading for kind in wanted for field in kind.fields for heading in field.headings]
    seen = misfit.unknown[:SHOWN_HEADINGS]
    found = (process.extractOne(one, known, score_cutoff=TERM_LIKENESS) for one in seen)
    closest = list(dict.fromkeys(best[0] for best in found if best))
    usual = [field.label for field in wanted[0].fields]
    return "、".join((closest or usual)[:SHOWN_CLOSEST])
