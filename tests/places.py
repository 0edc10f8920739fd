"""Where things stand: the repository, its sample data, and the reference beside it, where that is at hand."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reportcli"
SAMPLES = ROOT / "sample_data"
SHARED = ROOT.parent / "shared"
FORM = SHARED / "form"
