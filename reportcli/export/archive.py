"""Zip archives that carry no time of their own, so that the same input gives the same bytes."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# Fixed, so that the same input gives the same bytes; 1980 is the first year a zip archive can name.
MOMENT = datetime(1980, 1, 1)


class StillZip(ZipFile):
    """A zip archive whose members carry no time of their own."""

    def writestr(  # type: ignore[override]
        self,
        name: str | ZipInfo,
        data: Any,
        *args: Any,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        """Write one member from memory."""
        super().writestr(
            still(name if isinstance(name, str) else name.filename), data, ZIP_DEFLATED
        )

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Write one member from a file."""
        with (
            Path(filename).open("rb") as source,
            self.open(still(arcname or filename), "w") as target,
        ):
            shutil.copyfileobj(source, target)


def still(name: str) -> ZipInfo:
    """A member of the archive with the fixed time."""
    info = ZipInfo(name, MOMENT.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return info


def copy_still(source: IO[bytes], target: IO[bytes]) -> None:
    """The same archive without the times of its members, written to an open file."""
    with ZipFile(source) as timed, StillZip(target, "w", ZIP_DEFLATED) as archive:
        for name in timed.namelist():
            archive.writestr(name, timed.read(name))
