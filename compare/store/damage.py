"""Damage that SQLite does not see: a page of the file that holds other bytes than were written."""

from __future__ import annotations

import functools
import sqlite3
import zlib
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from compare.errors import InputError

P = ParamSpec("P")
T = TypeVar("T")


class Damaged(sqlite3.DatabaseError):
    """A stored value is not what was written; like what SQLite itself finds, it ends the run."""


def intact(reading: Callable[P, T]) -> Callable[P, T]:
    """``reading`` from the database, raising Damaged where what it reads cannot have been written by this package."""

    @functools.wraps(reading)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return reading(*args, **kwargs)
        except UnicodeEncodeError as error:  # in what was asked for, since nothing like it can be stored
            raise InputError(
                f"{error.object!r}: is no text in UTF-8; name the story or address in UTF-8"
            ) from None
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, zlib.error) as error:
            raise Damaged(f"{type(error).__name__} in a stored value") from error

    return wrapped
