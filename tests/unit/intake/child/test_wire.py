"""Messages between the reader and its parent: a length before each, and faults without some rows."""

from __future__ import annotations

import io
from array import array

import msgspec

from reportcli.finding import Fault
from reportcli.intake.child.wire import DECODER, Broken, Faults, RowCells, receive, send


def test_messages_follow_each_other_each_with_its_length() -> None:
    stream = io.BytesIO()
    for message in (RowCells(["甲", ""]), Broken("trace")):
        send(stream, message)
    stream.seek(0)
    bodies = [receive(stream), receive(stream)]
    assert [DECODER.decode(body) for body in bodies if body] == [
        RowCells(["甲", ""]),
        Broken("trace"),
    ]
    assert receive(stream) is None


def test_a_message_that_is_cut_off_is_none() -> None:
    whole = io.BytesIO()
    send(whole, RowCells(["甲"]))
    for length in (0, 3, 8, len(whole.getvalue()) - 1):
        assert receive(io.BytesIO(whole.getvalue()[:length])) is None


def test_the_tag_tells_which_message_it_is() -> None:
    assert DECODER.decode(msgspec.msgpack.encode({"type": "row", "cells": ["1"]})) == RowCells(
        ["1"]
    )


def test_faults_without_the_rows_that_are_no_business_of_a_year() -> None:
    kinds = [[Fault("date-invalid")], [Fault("cell-error")]]
    rows, which = array("i", [2, 3, 5]).tobytes(), array("i", [0, 1, 0]).tobytes()
    left = Faults(4, True, rows, which, kinds).without({3, 9})
    assert (list(array("i", left.rows)), list(array("i", left.which))) == ([2, 5], [0, 0])
    assert (left.column, left.decides, left.kinds) == (4, True, kinds)
