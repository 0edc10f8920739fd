"""Patterns that are compiled when they are first asked for.

Every reader starts afresh and sees one file, most of whose texts need a few patterns: to compile all
of them took a third of its start. Not for patterns that every file needs, which `re` compiles at once.
"""

from __future__ import annotations

import re
from typing import Any, cast


class LatePattern:
    """A pattern in waiting; each of its methods is the compiled one's from the first call on."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        # Asked only for what is not here yet; `re` keeps what it compiled for the next method.
        method = getattr(re.compile(self.pattern), name)
        setattr(self, name, method)
        return method


def late_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern of text that is compiled by its first use."""
    return cast("re.Pattern[str]", LatePattern(pattern))
