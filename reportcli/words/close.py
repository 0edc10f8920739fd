"""The one wording of the form that a cell must have meant, but for one slipped sign.

A look-up instead of a search, so that thousands of unknown wordings cost nothing: each known wording
stands under itself with each of its signs left open.
"""

from __future__ import annotations

from collections.abc import Mapping

SHORTEST_WORDING = 4  # signs of a wording that one slip does not make another
# A slip never turns a yes into a no: 准予公开 is no 不予公开.
DECIDING = "不未无非免拒禁难勿部全可应"


def gaps(wording: str) -> list[tuple[str, str]]:
    """The wording with each of its signs left open, and the sign."""
    return [(f"{wording[:n]}\0{wording[n + 1 :]}", sign) for n, sign in enumerate(wording)]


class Close:
    """Known wordings, each with what it stands for, to be found by a slip of one sign.

    No sign of `deciding` is taken for a slip.
    """

    def __init__(self, known: Mapping[str, str], deciding: str = DECIDING) -> None:
        self.known: dict[str, set[str]] = {}
        self.deciding = deciding
        for wording, target in known.items():
            if len(wording) >= SHORTEST_WORDING:
                for gap, sign in gaps(wording):
                    if sign not in deciding:
                        self.known.setdefault(gap, set()).add(target)

    def find(self, wording: str) -> str | None:
        """What the one close wording stands for; None where there is none, or more than one."""
        if not SHORTEST_WORDING <= len(wording) <= 40:
            return None
        found: set[str] = set()
        for gap, sign in gaps(wording):
            if sign not in self.deciding:
                found |= self.known.get(gap, set())
        return found.pop() if len(found) == 1 else None
