"""A local pool of processes whose tasks have limits, and which submits again what a dead worker lost."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from functools import partial
from multiprocessing import get_context
from multiprocessing.resource_tracker import ensure_running
from typing import Any, TypeVar

from compare.errors import WorkerError
from compare.stopping import interrupts_kept_from_children

T = TypeVar("T")
TRIES = 2  # a task that kills its worker twice is itself the cause


class LocalPool(Executor):
    """``concurrent.futures.Executor`` over processes that can be killed one by one.

    The standard pool gives up every pending task when one worker dies, and cannot stop a task. Here a task
    over ``seconds`` is killed, one over ``megabytes`` gets MemoryError, both become WorkerError; a task whose
    worker was killed from outside is submitted once more. Processes start with the first task.
    """

    def __init__(self, workers: int, *, seconds: float | None = None, megabytes: int | None = None) -> None:
        from pebble import ProcessPool

        self._seconds = seconds
        # Spawned, not forked: a fork would carry over open connections and torch's threads.
        self._pool: Any = ProcessPool(
            max_workers=workers,
            initializer=_prepare,
            initargs=(megabytes,),
            context=get_context("spawn"),
        )

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Runs ``fn`` in a worker. The future's error is the task's own, or WorkerError."""
        outer: Future[T] = Future()
        outer.set_running_or_notify_cancel()  # a task once submitted cannot be taken back
        self._start(outer, fn, args, kwargs, TRIES)
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Waits for the tasks under way, or kills them when ``cancel_futures``."""
        self._pool.close()
        if cancel_futures:
            self._pool.stop()
        if wait or cancel_futures:
            self._pool.join()

    def __exit__(self, kind: object, value: object, trace: object) -> bool | None:
        self.shutdown(cancel_futures=kind is not None)
        return None

    def _start(self, outer: Future[T], fn: Callable[..., T], args: Any, kwargs: Any, tries: int) -> None:
        ensure_running()  # by itself it would let interrupts through again
        with interrupts_kept_from_children():  # the first task starts the processes
            inner = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._seconds)
        inner.add_done_callback(partial(self._finish, outer, fn, args, kwargs, tries - 1))

    def _finish(
        self, outer: Future[T], fn: Callable[..., T], args: Any, kwargs: Any, tries: int, inner: Future[T]
    ) -> None:
        from pebble import ProcessExpired

        if outer.cancelled():
            return
        try:
            result = inner.result()
        except ProcessExpired:
            if tries:
                try:
                    self._start(outer, fn, args, kwargs, tries)
                except RuntimeError:  # the pool is closing
                    outer.set_exception(WorkerError("the worker process died while the run was ending"))
            else:
                outer.set_exception(WorkerError(f"the worker process died {TRIES} times on this task"))
        except TimeoutError as error:
            # The pool's own has these words; a task may raise one as well.
            late = error.args[:1] == ("Task timeout",)
            told = WorkerError(f"took longer than {self._seconds or 0:g} s in its worker")
            outer.set_exception(told if late else error)
        except MemoryError:
            outer.set_exception(WorkerError("needed more memory than its worker may use"))
        except CancelledError:
            outer.set_exception(WorkerError("stopped before it was done"))
        except BaseException as error:
            outer.set_exception(error)
        else:
            outer.set_result(result)


def _prepare(megabytes: int | None) -> None:
    """Runs first in each worker."""
    # Ctrl-C is for the run, which then ends its workers; libraries' warnings about a page become its row.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    if megabytes is None:
        return
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
