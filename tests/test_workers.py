"""The local pool keeps its limits and gives nothing up for lost."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import Executor
from pathlib import Path

import pytest

from compare.errors import FetchError, WorkerError
from compare.workers import LocalPool


def double(number: int) -> int:
    return 2 * number


def die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def die_once(marker: str) -> str:
    path = Path(marker)
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def hoard(size: int) -> int:
    return len(bytearray(size))


def fail(url: str) -> None:
    raise FetchError(url, "no", "try later")


def test_it_is_an_executor_like_any_other() -> None:
    """Results come back in order through ``map``."""
    with LocalPool(2) as pool:
        assert isinstance(pool, Executor)
        assert list(pool.map(double, range(20))) == [2 * n for n in range(20)]


def test_a_task_over_its_time_is_killed_and_the_next_is_fine() -> None:
    """The limit holds for one task and leaves the pool in order."""
    with LocalPool(1, seconds=1) as pool:
        slow = pool.submit(time.sleep, 60)
        assert pool.submit(double, 4).result() == 8
        with pytest.raises(WorkerError, match="longer than 1 s"):
            slow.result()


def test_a_task_over_its_memory_fails_and_the_next_is_fine() -> None:
    """The limit is the worker's, not the machine's."""
    with LocalPool(1, megabytes=600) as pool:
        with pytest.raises(WorkerError, match="memory"):
            pool.submit(hoard, 2 * 2**30).result()
        assert pool.submit(double, 4).result() == 8


def test_a_task_lost_with_its_worker_is_submitted_again(tmp_path: Path) -> None:
    """A worker killed from outside costs time, not results; the other tasks never notice."""
    with LocalPool(2) as pool:
        lost = pool.submit(die_once, str(tmp_path / "marker"))
        others = [pool.submit(double, n) for n in range(10)]
        assert lost.result() == "done"
        assert [f.result() for f in others] == [2 * n for n in range(10)]


def test_a_task_that_kills_its_worker_twice_is_given_up() -> None:
    """Such a task is itself the cause, and gets an error instead of an endless loop."""
    with LocalPool(1) as pool:
        with pytest.raises(WorkerError, match="died 2 times"):
            pool.submit(die, 0).result()
        assert pool.submit(double, 4).result() == 8


def test_a_task_s_own_error_comes_back_whole() -> None:
    """The project's errors keep their parts across the process boundary."""
    with LocalPool(1) as pool, pytest.raises(FetchError) as caught:
        pool.submit(fail, "http://one.example/").result()
    assert (caught.value.url, caught.value.reason, caught.value.remedy) == (
        "http://one.example/",
        "no",
        "try later",
    )


def give_up() -> None:
    raise TimeoutError("the task's own")


def test_a_task_s_own_timeout_is_not_taken_for_the_limit() -> None:
    """It comes back as it is, with or without a limit."""
    for seconds in (None, 30.0):
        with LocalPool(1, seconds=seconds) as pool, pytest.raises(TimeoutError, match="own"):
            pool.submit(give_up).result()
