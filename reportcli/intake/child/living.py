"""One reading child for the files of many offices: starting one takes as long as reading ten small
files.

What a file comes to must not hang on those before it. So a file that a used child dies of, or finds
no memory for, is asked of a new one, and only what that says is true. Not for: the files
of one run, which several children read at once (`parent.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from reportcli.intake.child.parent import Child, Limits, job_for, readings_in
from reportcli.intake.child.wire import FileReading, Refused, Reply
from reportcli.settings import Settings

# A child may be ended by somebody else, so that a file that ends one is asked of others.
KILLED, TRIES = "input-killed-reader", 3
# A child that has read others may come to these by what it still holds.
OF_MEMORY = ("input-over-memory", "input-over-account")


class LivingReader:
    """A child that lives as long as its files let it; a new one follows it when the next file comes.

    `hash_seed` is that of all readers whose marks are to be compared, on whatever machine.
    """

    def __init__(self, limits: Limits, hash_seed: int) -> None:
        self.limits, self.hash_seed = limits, hash_seed
        self.child: Child | None = None

    def __enter__(self) -> LivingReader:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.close()

    def read(self, files: Sequence[str], settings: Settings) -> list[FileReading]:
        """The readings of the files of one office; every refusal at once where there is any."""
        return readings_in([self.ask(file, settings) for file in files])

    def ask(self, file: str, settings: Settings) -> Reply:
        """What a child says of a file, and says again where another file or somebody outside may
        have been the cause of it."""
        job = job_for(file, settings)
        for _ in range(TRIES - 1):
            child, was_used = self.living()
            reply: Reply = child.ask(job)
            code = reply.code if isinstance(reply, Refused) else ""
            if code != KILLED and not (was_used and code in OF_MEMORY):
                return reply
            self.close()
        last: Reply = self.living()[0].ask(job)
        return last

    def living(self) -> tuple[Child, bool]:
        """The child that lives, or a new one, and whether it has read anything yet."""
        if self.child is None or self.child.process.poll() is not None:
            self.close()
            self.child = Child(self.limits, self.hash_seed)
            return self.child, False
        return self.child, True

    def close(self) -> None:
        """End the child."""
        if self.child is not None:
            self.child.close()
        self.child = None
