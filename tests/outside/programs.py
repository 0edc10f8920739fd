"""Programs of others that tests look with: a test is skipped without its program, but fails where all is checked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def needed(*names: str) -> str:
    """The path of the first program (or file) of these that there is.

    Where none is, the test is skipped with the reason; in CI, which installs them all, it fails.
    """
    for name in names:
        if found := shutil.which(name) or (name if Path(name).is_file() else None):
            return found
    if os.environ.get("CI"):
        pytest.fail(f"{names[0]} is not installed")
    pytest.skip(f"{names[0]} is not installed")
