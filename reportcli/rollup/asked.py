"""What is asked of every unit of a roll-up, wherever it is read."""

from __future__ import annotations

from datetime import date

import msgspec

from reportcli.intake.child.parent import Limits
from reportcli.settings import Settings


class Asked(msgspec.Struct, frozen=True):
    """The year and form, the day taken for today, the roll-up's settings, the secret of its
    digests, and what a reading child may use."""

    year: int
    edition: str
    as_of: date
    secret: bytes
    settings: Settings = Settings()
    limits: Limits = Limits()
