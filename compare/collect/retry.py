"""When a failed request is worth another try, and how long to wait for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from compare.collect.guard import NO_SUCH_HOST
from compare.collect.transport import BAD_CERTIFICATE
from compare.errors import BadResponse, ConnectionFailed

BUSY = frozenset({429, 502, 503, 504})  # statuses that may be gone in a moment
_LASTING = frozenset({NO_SUCH_HOST, BAD_CERTIFICATE})
_YEAR = 365 * 86_400.0


class Busy(BadResponse):
    """A status of ``BUSY``; ``wait`` is what the server asked for in seconds, None when it did not say."""

    wait: float | None = None


class StayAway(BadResponse):
    """A status of ``BUSY`` with a wait beyond our patience, which is not over before ``until``."""

    until = datetime.max.replace(tzinfo=UTC)


def next_wait(error: Exception) -> bool | float:
    """For stamina: seconds to wait, True for its own growing wait, False to give up."""
    if isinstance(error, Busy):
        return True if error.wait is None else error.wait
    return isinstance(error, ConnectionFailed) and error.reason not in _LASTING


def busy(url: str, status: int, retry_after: str, cap: float) -> BadResponse:
    """The error for a status of ``BUSY``: one to try again, unless the server asks for more than ``cap`` seconds."""
    wait = _seconds(retry_after)
    if wait is None or wait <= cap:
        error = Busy(url, f"HTTP {status}")
        error.wait = wait or None
        return error
    if wait > _YEAR:
        return StayAway(url, f"HTTP {status}, asks to stay away for over a year")
    until = datetime.now(UTC) + timedelta(seconds=wait)
    away = StayAway(url, f"HTTP {status}, asks to stay away until {until:%Y-%m-%dT%H:%M:%SZ}")
    away.until = until
    return away


def _seconds(retry_after: str) -> float | None:
    """Seconds from now that a Retry-After header asks for, 0 when that is past; None for none or junk."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:400])  # more digits than a float holds mean the same: infinity
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:  # the date was in UTC without saying so
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
