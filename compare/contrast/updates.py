"""Whether another figure is a later one: tolls, counts and sums change between two reports of one event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from compare.records import Article, Quantity

APART = timedelta(hours=1)  # between two publications, from which on a figure may have changed meanwhile
_EXACT = ("second", "minute")


def grows(earlier: Quantity | None, newer: Quantity | None) -> bool:
    """Whether a figure may be a later count of the same: tolls and counts rise; sums and shares are told anew."""
    counts = earlier is not None and newer is not None and earlier.kind == newer.kind == "number"
    return counts and (newer.value or 0) > (earlier.value or 0)  # type: ignore[union-attr]


def later(a: Article, b: Article) -> Literal["a", "b"] | None:
    """Which of two articles was surely published later; None when their times do not tell.

    Times to the minute must be an hour apart; where one is known to the day only, the days must differ.
    """
    if not a.published_at or not b.published_at:
        return None
    first, second = _moment(a.published_at), _moment(b.published_at)
    if first is None or second is None:
        return None
    precisions = {a.published_precision, b.published_precision}
    if precisions <= set(_EXACT):
        if abs(first - second) < APART:
            return None
    elif not precisions <= {*_EXACT, "day"} or first.date() == second.date():
        return None
    return "a" if first > second else "b"


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return None
