"""Where results go: stdout, or files that are written whole or not at all.

Every writer's file handling is here. A file is written beside its target under a temporary name, flushed to
the disk and renamed; of several outputs all appear or none. An input is never an output, and an existing file
is replaced only when asked.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from reportcli.finding import Address, Refusal, identity_of

Write = Callable[[IO[bytes]], object]


def refuse_targets(outputs: Sequence[str], inputs: Sequence[str], *, force: bool) -> None:
    """Refuse, before any work is done, an output that must not be written (exit 6)."""
    taken = [identity for file in inputs if (identity := identity_of(Path(file)))]
    seen: set[Path] = set()
    for output in outputs:
        path, address = Path(output), Address(output)
        if path.resolve() in seen:
            raise Refusal(6, "output-doubled", address)
        seen.add(path.resolve())
        if identity_of(path) in taken:
            raise Refusal(6, "output-is-input", address)
        if path.exists() and not path.is_file():
            raise Refusal(6, "output-not-regular", address)
        if path.exists() and not force:
            raise Refusal(6, "output-exists", address)
        if not path.parent.is_dir():
            raise Refusal(6, "output-unwritable", address, reason=os.strerror(2))


def write_files(writes: Sequence[tuple[str, Write]]) -> None:
    """Write every file, all or none; a failure leaves what was there before and no temporary file."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for output, write in writes:
            target = Path(output).resolve()
            try:
                waiting.append((write_beside(target, write), target))
            except OSError as fault:
                raise Refusal(
                    6, "output-unwritable", Address(output), reason=fault.strerror or str(fault)
                ) from fault
        replace_all(waiting)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


def write_beside(target: Path, write: Write) -> Path:
    """The finished temporary file in the folder of its target, on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:20]}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def umask() -> int:
    """The permissions that new files are not to have; reading it means setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_all(waiting: Sequence[tuple[Path, Path]]) -> None:
    """Rename every file into place; when that stops half-way, those renamed are put back as they were."""
    kept: dict[Path, Path] = {}
    failed = ""
    try:
        for temporary, target in waiting:
            failed = str(target)
            if len(waiting) > 1 and target.exists():
                kept[target] = temporary.with_suffix(".old")
                shutil.copy2(target, kept[target])
        for temporary, target in waiting:
            failed = str(target)
            temporary.replace(target)
    except BaseException as fault:
        renamed = [target for temporary, target in waiting if not temporary.exists()]
        for target in renamed if len(renamed) < len(waiting) else ():
            if target in kept:
                kept[target].replace(target)
            else:
                target.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            reason = fault.strerror or str(fault)
            raise Refusal(6, "output-unwritable", Address(failed), reason=reason) from fault
        raise
    finally:
        for old in kept.values():
            old.unlink(missing_ok=True)


def write_stdout(text: str, encoding: str) -> None:
    """Results to stdout; a character that the encoding lacks is shown escaped."""
    if sys.stdout is None:
        raise Refusal(6, "output-unwritable", reason=os.strerror(errno.EBADF))
    sys.stdout.flush()
    rest = memoryview(text.encode(encoding, errors="backslashreplace"))
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]  # unbuffered (python -u), it takes what the pipe takes
    sys.stdout.buffer.flush()
