"""What the package ships beside its code (the form, the vocabulary, every wording), and how TOML is
read."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import msgspec
import tomli

FOLDER = Path(__file__).parent

Shape = TypeVar("Shape")


def load_shipped(name: str, shape: type[Shape]) -> Shape:
    """A TOML file of the package by its path in it, held strictly to a shape."""
    return read_toml(FOLDER.joinpath(name).read_text("utf-8"), shape)


def read_toml(text: str, shape: type[Shape]) -> Shape:
    """TOML held strictly to a shape; `msgspec.DecodeError` says where it is no TOML or of another
    shape, or has numbers or brackets beyond what can be read (`__cause__` then names no line)."""
    try:
        loaded = tomli.loads(text)
    except (ValueError, RecursionError) as fault:  # a TOMLDecodeError is a ValueError
        raise msgspec.DecodeError(str(fault)) from fault
    return msgspec.convert(loaded, shape, builtin_types=(datetime, date, time), str_keys=True)
