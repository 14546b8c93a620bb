"""Ends a command soon and in order when it is told to stop: SIGTERM, Ctrl-C.

The first signal raises ``Stopped`` wherever the main thread is; what is open is closed on the way out. A second one, or
three seconds without an end, kills the worker processes and leaves at once: every write is a transaction, so nothing
acknowledged is lost and the next run goes on from there.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

PATIENCE = 3.0  # seconds for an orderly end; the promise is five, on a busy machine too
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SHOW_CURSOR = "\x1b[?25h"


class Stopped(KeyboardInterrupt):
    """The command was told to stop. A KeyboardInterrupt, so that nothing takes it for a story's failure."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """128 and the number of the signal, as shells have it."""
        return 128 + self.number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raises Stopped in this block on the first signal to stop; only the main thread can be told so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        told.append(number)
        if len(told) > 1:
            _leave(number)
        watch = threading.Timer(PATIENCE, _leave, [number])
        watch.daemon = True
        watch.start()  # never cancelled: the interpreter's own end, with threads to join, has this limit too
        raise Stopped(number)

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        if not told:  # else a second signal on the way out still finds us
            for number, handler in before.items():
                signal.signal(number, handler)


def _leave(number: int) -> None:
    from multiprocessing import active_children

    for child in active_children():
        with suppress(OSError, ValueError):
            child.kill()
    with suppress(OSError, ValueError):
        if sys.stderr.isatty():
            os.write(sys.stderr.fileno(), _SHOW_CURSOR.encode())
    os._exit(128 + number)


@contextmanager
def interrupts_kept_from_children() -> Iterator[None]:
    """Processes and threads started in this block never see Ctrl-C: it goes to the whole group, they are ended by us."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
