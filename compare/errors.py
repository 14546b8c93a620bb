"""Every error that the project raises on purpose, with one root.

CompareError                    one clear line for the person: what, where, what to do
├── InputError                  what the person gave cannot be used (exit code 2)
│   ├── SeedError               a seed document or a story name
│   ├── ConfigError             a file in config/
│   ├── ModelError              the embedding model cannot be loaded
│   └── OutputError             the place to write to
│       └── DiskError           it takes no more for now: full, read-only, over a quota (exit code 3)
├── StoreError                  the database (exit code 3)
│   ├── NotADatabase
│   ├── NewerDatabase
│   └── StoreBusy               another run is at work (exit code 5)
├── FetchError                  one URL could not be had; becomes a row, the run goes on
│   ├── AddressRefused          the guard: the address, port or spelling is not allowed
│   ├── RobotsRefused           robots.txt forbids it, or could not be read
│   ├── LimitExceeded           too large, too many redirects
│   │   └── TooSlow             no complete answer in its time
│   ├── BadResponse             a status, an encoding or a body that is no page
│   └── ConnectionFailed        no answer: DNS, TCP, TLS, reset
├── JudgeError                  one pair was not judged; the scorer's word stands, the run goes on
├── ExtractionError             one page gave no article; becomes a row, the run goes on
└── WorkerError                 a task died, ran out of time or memory in its worker process
"""

from __future__ import annotations

import errno
import re

_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]{1,1000}@")


def without_credentials(text: str) -> str:
    """``text`` with what stands before the @ of each address in it left out."""
    return _CREDENTIALS.sub("…@", text)


class CompareError(Exception):
    """Root of the project's errors; its text is the one line a person reads."""

    exit_code = 1


class InputError(CompareError):
    """What the person gave cannot be used."""

    exit_code = 2


class SeedError(InputError):
    """A seed document or story name that cannot be read."""


class ConfigError(InputError):
    """A file in config/ says something that cannot be used."""


class ModelError(InputError):
    """The embedding model cannot be loaded."""


class OutputError(InputError):
    """The report or database cannot be written where it was asked for."""


class DiskError(OutputError):
    """The place is right and takes no more: it is full, over a quota, read-only or failing. That may pass."""

    exit_code = 3


def unwritable(message: str, error: OSError) -> OutputError:
    """The error to raise when ``error`` kept something from being written, with ``message`` as its line."""
    passing = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
    return DiskError(message) if passing else OutputError(message)


class StoreError(CompareError):
    """The database cannot be used."""

    exit_code = 3


class NotADatabase(StoreError):
    """The file is not an SQLite database, or not one of ours."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of the project."""


class StoreBusy(StoreError):
    """Another run holds the database."""

    exit_code = 5


class FetchError(CompareError):
    """One URL could not be had. ``reason`` is short and stable, for rows and for counting."""

    def __init__(self, url: str, reason: str, remedy: str = "") -> None:
        super().__init__(without_credentials(f"{url}: {reason}" + (f"; {remedy}" if remedy else "")))
        self.url = url
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[FetchError], tuple[str, str, str]]:
        # The default pickles only the message, which would not survive a worker process.
        return type(self), (self.url, self.reason, self.remedy)


class AddressRefused(FetchError):
    """The guard refused the address, the port or the spelling of the URL."""


class RobotsRefused(FetchError):
    """robots.txt forbids the URL, or could not be read."""


class LimitExceeded(FetchError):
    """A cap on bytes, time or redirects was reached."""


class TooSlow(LimitExceeded):
    """No complete answer came within the time for one page."""


class BadResponse(FetchError):
    """The server answered, but not with a page."""


class ConnectionFailed(FetchError):
    """The server did not answer."""


class JudgeError(CompareError):
    """A pair that the pair judge gave no verdict on; the text says why."""


class ExtractionError(CompareError):
    """A page from which no article could be read."""


class WorkerError(CompareError):
    """A task died, or ran out of time or memory, in its worker process."""
