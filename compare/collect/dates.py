"""When an article was published, how precisely that is known, and which part of the page says so."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from compare.records import Precision

_DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH_ONLY = re.compile(r"\d{4}-\d{2}")
_SECONDS = re.compile(r"T?\d{1,2}:\d{2}:\d{2}")
EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)  # before the web; an earlier date is a default or a slip


def utc(moment: dt.datetime) -> str:
    """``2025-12-07T09:30:00Z``."""
    return moment.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse(text: str, latest: dt.datetime) -> tuple[str, Precision] | None:
    """Reads an ISO 8601 or RFC 5322 time; None when it is neither, or not between 1990 and ``latest``.

    A time without a zone says only the day: it must not decide who was first.
    """
    text = text.strip()[:64]
    precision: Precision
    try:
        if _MONTH_ONLY.fullmatch(text):
            moment, precision = dt.datetime.fromisoformat(text + "-01"), "month"
        elif _DATE_ONLY.fullmatch(text):
            moment, precision = dt.datetime.fromisoformat(text), "day"
        else:
            moment = _iso_or_mail(text)
            precision = "second" if _SECONDS.search(text) else "minute"
            if moment.tzinfo is None:
                moment, precision = moment.replace(hour=0, minute=0, second=0), "day"
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        moment = moment.astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError):
        return None
    if not EARLIEST <= moment <= latest + dt.timedelta(days=2):
        return None
    return utc(moment), precision


def _iso_or_mail(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)
