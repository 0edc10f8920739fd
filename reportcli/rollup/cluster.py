"""Batches read by the workers of Dask distributed: the optional extra `reportcli[cluster]`.

Imported only where a scheduler is named. Dask carries paths and results; a workbook it never meets,
because a task that kills its worker takes others with it, or stalls the run. It has no
authentication and runs what it is sent: its address is that of a network that is one's own, or it
is spoken to by TLS.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportcli import __version__
from reportcli.files.kinds import read_bytes
from reportcli.finding import Refusal
from reportcli.rollup.engine import Machines
from reportcli.rollup.parcel import see_file
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from distributed import Client

SCHEDULER_ANSWERS = 5  # seconds for a scheduler to answer, and for a first worker
NOT_SEEN = 3


@dataclass(frozen=True)
class SchedulerPlace:
    """Where the scheduler is: its address, or the file that it wrote; and the certificates of
    TLS."""

    address: str | None = None
    file: str | None = None
    ca: str | None = None
    cert: str | None = None
    key: str | None = None

    @property
    def shown(self) -> str:
        """The place as a person named it."""
        return printable(self.address or self.file or "")


class Cluster:
    """The workers behind a scheduler; left, not ended, when the run is over."""

    def __init__(self, place: SchedulerPlace) -> None:
        self.place = place
        self.client = connected(place)

    def machines(self, probe: str, units_a_batch: int | None) -> Machines:
        """The workers as machines, once they have shown that they are of use: with this version of
        the program, and with the files in sight."""
        self.refuse_unfit_workers(probe)
        executor: Executor = self.client.get_executor(pure=False, retries=0)
        workers = len(self.client.nthreads())
        return Machines(executor, max(workers, 1), units_a_batch, self.look)

    def refuse_unfit_workers(self, probe: str) -> None:
        """Refuse a cluster without workers, and one of whose workers some could do nothing right."""
        try:
            self.client.wait_for_workers(1, timeout=SCHEDULER_ANSWERS)
            told = self.client.run(see_file, str(Path.cwd()), probe, on_error="return")
        except (OSError, TimeoutError) as fault:
            raise self.without_workers(fault) from fault
        unfit = dict(unfit_workers(told, probe))
        if unfit:
            listed = "；".join(
                f"{worker}: {reason}" for worker, reason in list(unfit.items())[:NOT_SEEN]
            )
            raise Refusal("scheduler-without-workers", scheduler=self.place.shown, reason=listed)

    def without_workers(self, fault: Exception) -> Refusal:
        """The refusal of a scheduler that has no worker."""
        reason = printable(str(fault) or type(fault).__name__)
        return Refusal("scheduler-without-workers", scheduler=self.place.shown, reason=reason)

    def look(self) -> None:
        """Refuse to go on when the scheduler is gone."""
        if self.client.status != "running":
            raise Refusal("scheduler-lost", scheduler=self.place.shown)

    def close(self) -> None:
        """Leave the cluster; what it is doing still, it does for nothing."""
        self.client.close(timeout=2)


def connected(place: SchedulerPlace) -> Client:
    """A connection to a scheduler that answers."""
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as fault:
        raise Refusal("cluster-not-installed") from fault
    # Dask waits for a file that is not there, or is a pipe, without end.
    for file in filter(None, (place.file, place.ca, place.cert, place.key)):
        read_bytes(file)
    security = None
    # What Dask says of a connection at length, a refusal says in a line.
    logging.disable(logging.CRITICAL)
    try:
        if place.ca or place.cert or place.key:
            security = Security(
                tls_ca_file=place.ca,
                tls_client_cert=place.cert,
                tls_client_key=place.key,
                require_encryption=True,
            )
        return Client(
            address=place.address,
            scheduler_file=place.file,
            security=security,
            timeout=SCHEDULER_ANSWERS,
            set_as_default=False,
        )
    except Exception as fault:
        # Dask says at length what a person knows by the time that was waited.
        is_silent = isinstance(fault, TimeoutError) or "Timed out" in str(fault)
        said = f"{SCHEDULER_ANSWERS} s" if is_silent else str(fault)
        reason = printable(said or type(fault).__name__)
        raise Refusal("scheduler-unreachable", scheduler=place.shown, reason=reason) from fault


def unfit_workers(told: Mapping[str, Any], probe: str) -> Sequence[tuple[str, str]]:
    """The workers that cannot read, each with its reason: what it has instead of this version, or
    the file that it does not see."""
    found = []
    for worker, answer in told.items():
        if not isinstance(answer, tuple):
            found.append((worker, printable(f"{type(answer).__name__}: {answer}")))
        elif answer[0] != __version__:
            found.append((worker, f"reportcli {answer[0]} ≠ {__version__}"))
        elif not answer[1]:
            found.append((worker, printable(probe)))
    return found
