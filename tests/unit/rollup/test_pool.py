"""Processes of our own: a task that ends its worker costs nothing but itself."""

from __future__ import annotations

import os
from concurrent.futures import CancelledError

import pytest

from reportcli.rollup.pool import InlineExecutor, LocalPool, WorkerDied


def test_a_worker_that_ends_is_replaced_and_costs_its_own_task() -> None:
    pool = LocalPool(1)
    try:
        tasks = [(os.urandom, 3), (os._exit, 1), (bytes, 2)]
        one, two, three = [pool.submit(run, given) for run, given in tasks]
        assert len(one.result(60)) == 3
        with pytest.raises(WorkerDied):
            two.result(60)
        assert three.result(60) == b"\0\0"
    finally:
        pool.shutdown()
    assert all(not thread.is_alive() for thread in pool.threads)


def test_what_waits_when_a_pool_is_given_up_is_cancelled() -> None:
    pool = LocalPool(1)
    waiting = [pool.submit(bytes, 1) for _ in range(50)]
    pool.shutdown(cancel_futures=True)
    ended = [future for future in waiting if future.cancelled()]
    assert ended
    with pytest.raises(CancelledError):
        ended[0].result()


def test_a_task_is_done_where_it_is_given() -> None:
    assert InlineExecutor().submit(bytes, 2).result() == b"\0\0"
