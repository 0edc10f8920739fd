"""The statistical tables of the annual report on government information disclosure, from the
office's own logs.

`compile_report` is the whole pipeline; it is imported on first use, because it brings pandas with
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportcli.report import Report, compile_report

__all__ = ["Report", "__version__", "compile_report"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in ("Report", "compile_report"):
        from reportcli import report

        return getattr(report, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
