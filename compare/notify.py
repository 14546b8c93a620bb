"""One line of JSON for each run, for a monitor: appended to a file, or printed."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.errors import CompareError, OutputError, unwritable
from compare.finding.gather import now
from compare.outcomes import Summary
from compare.stopping import Stopped

STDOUT = "-"


@dataclass
class Told:
    """What a run comes to; filled in by the command. Without a summary and an error, there was no run to tell of."""

    summary: Summary | None = None
    exit_code: int = 0


@contextmanager
def notifying(target: str | None, db: Path) -> Iterator[Told]:
    """Writes the line when the block ends, however it ends; ``target`` is a file, ``-`` or None.

    Raises OutputError before any work when the file cannot be written, or is a pipe that nobody reads.
    """
    told, started = Told(), (now(), time.monotonic())
    # Kept open meanwhile: whoever reads a pipe would take its closing for the end.
    with nullcontext() if target in (None, STDOUT) else _opened(str(target)):
        try:
            yield told
        except (CompareError, Stopped) as error:
            why = str(error) if isinstance(error, CompareError) else "stopped by a signal"
            with suppress(CompareError):  # what ended the run says more than that nobody could be told of it
                _tell(target, _line(db, started, told, error.exit_code, why))
            raise
        if told.summary is not None:
            _tell(target, _line(db, started, told, told.exit_code, ""))


def _line(db: Path, started: tuple[str, float], told: Told, code: int, error: str) -> dict[str, Any]:
    stories = told.summary.stories if told.summary else []
    states: dict[str, int] = {}
    for outcome in stories:
        states[outcome.state] = states.get(outcome.state, 0) + 1
    return {
        "at": started[0],
        "db": str(db),
        "run": told.summary.run if told.summary else None,
        "exit_code": code,
        "error": error,
        "stories": states,
        "failed": [{"story": o.story, "reason": o.why} for o in stories if o.failing],
        "text_changes": sum(o.text_changes for o in stories),
        "urls_failed": len({f.url for o in stories for f in o.failures}),
        "seconds": round(time.monotonic() - started[1], 1),
    }


def _tell(target: str | None, line: dict[str, Any]) -> None:
    if target is None:
        return
    data = (json.dumps(line) + "\n").encode()  # in one write, so that no other process's line gets between
    if target == STDOUT:
        sys.stdout.write(data.decode())
        sys.stdout.flush()
    else:
        with _opened(target) as file:
            try:
                if (written := os.write(file, data)) < len(data):
                    os.write(file, data[written:])  # raises, where there is no room for the rest
            except OSError as error:
                raise _refused(target, error) from None


@contextmanager
def _opened(target: str) -> Iterator[int]:
    """The file, to append to without waiting for anybody."""
    try:
        file = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o644)
    except OSError as error:
        raise _refused(target, error) from None
    try:
        yield file
    finally:
        os.close(file)


def _refused(target: str, error: OSError) -> OutputError:
    why = "a pipe that nobody reads" if error.errno == errno.ENXIO else error.strerror
    return unwritable(f"{target}: cannot be written ({why}); name another file with --notify", error)
