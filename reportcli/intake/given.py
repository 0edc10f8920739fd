"""What the files are that somebody gives: none twice, JSON told from logs, and which of them a refusal
leaves to other readers.

Their content is read elsewhere (`child`); here is only what is asked before, and after a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportcli.finding import Address, Refusal, identity_of

# What is no log ends a run with this status; what is no spreadsheet is refused by this code.
NO_LOG, NO_SPREADSHEET = 4, "input-not-a-spreadsheet"
# Headings of a log were found, and which log it is.
NEARLY_A_LOG = ("header-incomplete", "header-doubled")


def refusals_among(stopped: Exception) -> list[Refusal]:
    """The refusals that stopped a run, of one file or of several."""
    several = stopped.exceptions if isinstance(stopped, ExceptionGroup) else (stopped,)
    return [one for one in several if isinstance(one, Refusal)]


def files_that_are_no_log(stopped: Exception) -> set[str]:
    """The files that stopped a run because they are no log, whatever else they may be."""
    return {
        one.address.file
        for one in refusals_among(stopped)
        if one.address and (one.status == NO_LOG or one.code == NO_SPREADSHEET)
    }


def looks_like_log(stopped: Exception) -> bool:
    """Tell whether what stopped a run is nearly a log."""
    return any(one.code in NEARLY_A_LOG for one in refusals_among(stopped))


def looks_like_json(path: Path) -> bool:
    """Whether a file holds JSON and no log, by its first character; a pipe is not waited for."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError:
        return False


def refuse_doubles(files: Sequence[str]) -> None:
    """Refuse a file that is named twice, also through a link: its rows would count twice."""
    seen: set[tuple[int, int]] = set()
    for file in files:
        identity = identity_of(Path(file))
        if identity in seen:
            raise Refusal("input-doubled", Address(file))
        # A file that is missing has none; reading it says so, with the others that are.
        if identity:
            seen.add(identity)
