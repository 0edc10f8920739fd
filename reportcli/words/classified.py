"""What a wording comes to: a place on the form, or none, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from reportcli.finding import Fault
from reportcli.words.text import squeeze


class Classified(msgspec.Struct, frozen=True):
    """A place on the form, or none, and what is to be said about it.

    With an error `line` is None. An outcome may also be open (None, no fault) or undecided within
    its group (`outcome.refused`, a group and no line).
    """

    line: str | None
    faults: tuple[Fault, ...] = ()


def fault(code: str, **details: str) -> Fault:
    return Fault(code, {**details})


def unplaced(code: str, **details: str) -> Classified:
    """No place on the form, and why."""
    return Classified(None, (fault(code, **details),))


def mapped_by(text: str, wordings: Mapping[str, str]) -> str | None:
    """What the office's own map says about the wording."""
    if not wordings:
        return None
    return {squeeze(wording): target for wording, target in wordings.items()}.get(squeeze(text))
