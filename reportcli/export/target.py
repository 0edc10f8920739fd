"""Where results go: stdout, or files that are written whole or not at all.

Every writer's file handling is here. A file is written beside its target under a temporary name,
flushed to the disk and renamed; of several outputs all appear or none, but for a process that is
killed between the renames, which are the last step. An input is never an output, and an existing
file is replaced only when asked: both are looked at before the work and again at the renaming.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from reportcli.finding import Address, Refusal, identity_of

Write = Callable[[IO[bytes]], object]

IN_USE = (5, 32)  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
# What a file system says that has no second names for a file: FAT, many network folders.
WITHOUT_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES)


class Promise(NamedTuple):
    """What was seen of an output before the work: where it leads, whether nothing stood there that
    may be replaced, and which files are read."""

    real: Path
    is_new: bool = False
    inputs: frozenset[object] = frozenset()


# By the name of the output. What stands there may be another when the work is done: another run's
# result, or a link to a log.
PROMISED: dict[str, Promise] = {}


def refuse_targets(outputs: Sequence[str], inputs: Sequence[str], *, force: bool) -> None:
    """Refuse, before any work is done, an output that must not be written (exit 6)."""
    taken = [identity for file in inputs if (identity := identity_of(Path(file)))]
    seen: set[str] = set()
    for output in outputs:
        real = os.path.realpath(output)
        if refusal := why_not(output, real, seen, taken, force=force):
            raise refusal
        seen.add(real)
        is_new = not force and not Path(real).exists()
        PROMISED[output] = Promise(Path(real), is_new, frozenset(taken))


def is_irregular(path: Path, real: str) -> bool:
    """Whether a folder, a device or the like stands there, or a link that leads to itself."""
    is_a_circle = Path(real).is_symlink()
    return is_a_circle or (path.exists() and not path.is_file())


def why_not(
    output: str, real: str, seen: Collection[str], taken: Collection[object], *, force: bool
) -> Refusal | None:
    """The refusal of an output that must not be written."""
    path, address = Path(output), Address(output)
    try:
        path.lstat()
    except OSError as fault:
        if fault.errno != errno.ENOENT:  # a name too long, a folder that is none
            return unwritable(output, fault)
    if real in seen:
        return Refusal("output-doubled", address)
    if identity_of(path) in taken:
        return Refusal("output-is-input", address)
    if is_irregular(path, real):
        return Refusal("output-not-regular", address)
    if path.exists() and not force:
        return Refusal("output-exists", address)
    if not path.parent.is_dir():
        return Refusal("output-unwritable", address, reason=os.strerror(errno.ENOENT))
    return None


def write_files(writes: Sequence[tuple[str, Write]]) -> None:
    """Write every file, all or none; a failure leaves what was there before and no temporary file.

    Every file that may have to go is noted before it is made, so that an interruption at any moment
    finds it.
    """
    made: list[Path] = []
    waiting: list[tuple[Path, Promise]] = []
    try:
        for output, write in writes:
            promise = PROMISED.get(output) or Promise(Path(os.path.realpath(output)))
            target = promise.real
            made.append(temporary_name(target, ".tmp"))
            try:
                write_beside(target, made[-1], write)
            except OSError as fault:
                raise unwritable(output, fault) from fault
            except Exception as fault:
                if (full := disk_fault(fault)) is None:
                    raise
                raise unwritable(output, full) from fault
            waiting.append((made[-1], promise))
        replace_all(waiting, made)
    finally:
        for temporary in made:
            temporary.unlink(missing_ok=True)


def temporary_name(target: Path, suffix: str) -> Path:
    """A name in the folder of a target that no other file has."""
    return target.with_name(f".{target.name[:20]}.{os.urandom(6).hex()}{suffix}")


def write_beside(target: Path, temporary: Path, write: Write) -> None:
    """Write what is to become the target under another name, to the disk; only the owner may read
    it until it is done.
    """
    with open(temporary, "xb", opener=partial(os.open, mode=0o600)) as stream:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask())


def umask() -> int:
    """The permissions that new files are not to have; reading it means setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_all(waiting: Sequence[tuple[Path, Promise]], made: list[Path]) -> None:
    """Rename every file into place; when that stops half-way, those renamed are put back as they
    were."""
    kept: dict[Path, Path] = {}
    failed = ""
    try:
        for _, promise in waiting:
            failed = str(promise.real)
            refuse_inputs(promise)
            if len(waiting) > 1 and promise.real.exists():
                made.append(temporary_name(promise.real, ".old"))
                shutil.copy2(promise.real, made[-1])
                kept[promise.real] = made[-1]
        for temporary, promise in waiting:
            failed = str(promise.real)
            refuse_inputs(promise)
            put_in_place(temporary, promise)
    except OSError as fault:
        put_back(waiting, kept)
        raise unwritable(failed, fault) from fault
    except BaseException:
        put_back(waiting, kept)
        raise


def refuse_inputs(promise: Promise) -> None:
    """Refuse an output at whose place one of the files that were read stands by now."""
    if identity_of(promise.real) in promise.inputs:
        raise Refusal("output-is-input", Address(str(promise.real)))


def put_in_place(temporary: Path, promise: Promise) -> None:
    """Give a file its name; a name that was free must still be so, so that of two runs one wins."""
    if not promise.is_new:
        temporary.replace(promise.real)
        return
    try:
        if os.name == "nt":
            temporary.rename(promise.real)  # which never replaces there
            return
        os.link(temporary, promise.real)
    except FileExistsError as fault:
        raise Refusal("output-exists", Address(str(promise.real))) from fault
    except OSError as fault:
        if fault.errno not in WITHOUT_LINKS:
            raise
        temporary.replace(promise.real)
    else:
        temporary.unlink()


def put_back(waiting: Sequence[tuple[Path, Promise]], kept: Mapping[Path, Path]) -> None:
    """Undo the renaming of some files, unless all were renamed."""
    renamed = [promise.real for temporary, promise in waiting if is_in_place(temporary, promise)]
    if len(renamed) == len(waiting):
        return
    for target in renamed:
        if target in kept:
            kept[target].replace(target)
        else:
            target.unlink(missing_ok=True)


def is_in_place(temporary: Path, promise: Promise) -> bool:
    """Whether a file has its name already, be it beside its temporary one."""
    own = identity_of(temporary)
    return own is None or own == identity_of(promise.real)


def disk_fault(fault: Exception) -> OSError | None:
    """The fault of the system behind one of lxml, which names its number alone (IO_ENOSPC)."""
    if type(fault).__name__ != "SerialisationError":
        return None
    number = getattr(errno, str(fault).removeprefix("IO_"), errno.EIO)
    return OSError(number, os.strerror(number))


def unwritable(output: str, fault: OSError) -> Refusal:
    """Why a file cannot be written. Windows lets nobody replace a file that a program has open."""
    if getattr(fault, "winerror", None) in IN_USE:
        return Refusal("output-in-use", Address(output))
    return Refusal("output-unwritable", Address(output), reason=fault.strerror or str(fault))


def write_stdout(text: str, encoding: str) -> None:
    """Results to stdout; a character that the encoding lacks is shown escaped."""
    if sys.stdout is None:
        raise Refusal("output-unwritable", reason=os.strerror(errno.EBADF))
    sys.stdout.flush()
    rest = memoryview(text.encode(encoding, errors="backslashreplace"))
    while rest:
        rest = rest[
            sys.stdout.buffer.write(rest) :
        ]  # unbuffered (python -u), it takes what the pipe takes
    sys.stdout.buffer.flush()
