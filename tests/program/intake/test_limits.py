"""What a reader may use: the limits hold in the process that set them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reportcli.intake.child.limits import EXTENDED_LIMITS, LAYOUT, confine, limit_process

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows binds a child by its job")
ASK = """
import resource
from reportcli.intake.child.limits import limit_process
limit_process(700, 33)
print([resource.getrlimit(one)[0] for one in (resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIMIT_CPU)])
"""
GRAB = """
from reportcli.intake.child.limits import limit_process
limit_process(300, 33)
try:
    bytearray(400 * 1024 * 1024)
except MemoryError:
    print("refused")
"""


def said(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@POSIX
def test_a_process_bounds_its_memory_its_cores_and_its_time() -> None:
    assert said(ASK) == str([700 * 1024 * 1024, 0, 33])


@POSIX
def test_memory_beyond_the_bound_is_not_given() -> None:
    assert said(GRAB) == "refused"


@POSIX
def test_elsewhere_than_on_windows_there_is_no_job() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    assert confine(process, 100) is None
    assert process.wait() == 0


def test_on_windows_the_child_sets_nothing_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    limit_process(1, 1)  # would end this process at once if it took hold


def test_the_layout_of_a_job_is_that_of_windows_on_64_bits() -> None:
    assert (EXTENDED_LIMITS, LAYOUT.size) == (9, 144)


INHERITED = """
import resource
from reportcli.intake.child.limits import limit_process
resource.setrlimit(resource.RLIMIT_AS, (500 * 1024 * 1024, 600 * 1024 * 1024))
resource.setrlimit(resource.RLIMIT_CPU, (20, resource.RLIM_INFINITY))
limit_process(700, 33)
print([resource.getrlimit(one)[0] for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU)])
"""


@POSIX
def test_an_account_that_has_less_keeps_less() -> None:
    assert said(INHERITED) == str([500 * 1024 * 1024, 20])


ANEW = """
import resource, time
from reportcli.intake.child.limits import allow_seconds, limit_process
limit_process(700, 33)
time.process_time = lambda: 30.5
allow_seconds(33)
print(resource.getrlimit(resource.RLIMIT_CPU)[0])
"""


@POSIX
def test_each_file_has_its_seconds_however_many_were_read_before() -> None:
    assert said(ANEW) == "63"
