"""What a process that opens a workbook may use: memory and time, by the means of the system it runs
on.

POSIX lets a process bound itself, so the child does it before anything else. Windows binds it to a
job, which the parent makes and whose end, also with the parent's own, ends the child. Time on the
wall is the parent's affair on both.
"""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

# Not imported from the readers: the child bounds itself before it loads any of them.
ONE_MEGABYTE = 1024 * 1024
# JOBOBJECT_EXTENDED_LIMIT_INFORMATION (winnt.h) in the layout of the machine: two times, flags, two
# sizes of a working set, a number of processes, an affinity, two priorities; six counters; and four
# sizes of memory, of which the first is the limit for each process.
EXTENDED_LIMITS, LAYOUT = 9, struct.Struct("@qqINNINII6QNNNN")
END_WITH_JOB, PROCESS_MEMORY, NO_DIALOGUE = 0x2000, 0x100, 0x400


def limit_process(memory: int, seconds: int) -> None:
    """Bound this process's address space (MB) and processor time, and forbid core dumps; on Windows
    the parent does it.

    An account may have less than that already (`ulimit`), which nobody can raise from here.
    """
    if sys.platform == "win32":
        return
    import resource

    for kind, wanted in ((resource.RLIMIT_AS, memory * ONE_MEGABYTE), (resource.RLIMIT_CORE, 0)):
        lowest = min([wanted, *finite_limits(kind)])
        resource.setrlimit(kind, (lowest, lowest))
    of_account = min(finite_limits(resource.RLIMIT_CPU), default=resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_CPU, (of_account, of_account))
    allow_seconds(seconds)


def allow_seconds(seconds: int) -> None:
    """Give this process so many seconds of processor time from now on, as far as the account has
    them: a child that reads hundreds of files has them for each.

    The parent ends a child that is late; this ends one whose parent was killed.
    """
    if sys.platform == "win32":
        return
    import resource
    import time

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = int(time.process_time()) + seconds
    wanted = allowed if most == resource.RLIM_INFINITY else min(allowed, most)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted, most))


def finite_limits(kind: int) -> list[int]:
    """List what limits this process already has of a kind, the one that warns and the one that
    ends; on Windows there are none.
    """
    if sys.platform == "win32":
        return []
    import resource

    return [limit for limit in resource.getrlimit(kind) if limit != resource.RLIM_INFINITY]


def account_limit(memory: int, seconds: int, ended_by: int) -> str:
    """Name the limit of the account that ended a child, as a shell sets it; empty where none did.

    `memory` (MB) and `seconds` are what the child would have had else; `ended_by` is the number of
    the signal that ended it, 0 where it ended by itself. A child that used up its processor time is
    killed, one that found no memory aborts or says so.
    """
    if sys.platform == "win32":
        return ""
    import resource
    import signal

    if ended_by in (signal.SIGKILL, signal.SIGXCPU):
        allowed = min(finite_limits(resource.RLIMIT_CPU), default=seconds)
        return f"ulimit -t {allowed}" if allowed < seconds else ""
    room = min(finite_limits(resource.RLIMIT_AS), default=memory * ONE_MEGABYTE)
    return f"ulimit -v {room // 1024}" if room < memory * ONE_MEGABYTE else ""


def confine(process: subprocess.Popen[bytes], memory: int) -> object:
    """On Windows, put a child into a job of so much memory (MB), which ends it when nobody holds
    the job any more: keep what this gives. Elsewhere nothing.
    """
    return WindowsJob(process, memory * ONE_MEGABYTE) if sys.platform == "win32" else None


class WindowsJob:
    """A job of Windows with one process in it; closing it ends the process."""

    def __init__(self, process: Any, memory: int) -> None:
        import ctypes

        system: Any = ctypes
        self.windows = system.WinDLL("kernel32", use_last_error=True)
        self.windows.CreateJobObjectW.restype = ctypes.c_void_p
        self.handle = ctypes.c_void_p(self.windows.CreateJobObjectW(None, None))
        flags = END_WITH_JOB | PROCESS_MEMORY | NO_DIALOGUE
        limits = LAYOUT.pack(0, 0, flags, *[0] * 12, memory, 0, 0, 0)
        self.windows.SetInformationJobObject(self.handle, EXTENDED_LIMITS, limits, len(limits))
        if not self.windows.AssignProcessToJobObject(
            self.handle, ctypes.c_void_p(int(process._handle))
        ):
            process.kill()  # rather no reading than one without limits
            raise system.WinError(system.get_last_error())

    def __del__(self) -> None:
        self.windows.CloseHandle(self.handle)
