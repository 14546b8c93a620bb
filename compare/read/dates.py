"""Dates as news English writes them, each as an ISO 8601 date or the part of one that the text gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from compare.read.words import listed

_MONTHS = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"], start=1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
# Before a month that is also a word ("May", "March", "August"), or before a bare year, they tell of a date.
_LEADS = listed(
    "in of since until till from by during last next this early late mid through before after between and"
)
_CLAUSE = listed("when the he she it they we i a an")  # begin what was in a year: "in 2002 it fell"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
# A bare number of four digits is a year unless one of these stands before it, or behind it.
_COUNT_BEFORE = listed(
    "about nearly almost some over under than least most roughly approximately around number no just only at"
)
_COUNT_BEHIND = listed(
    "hundred thousand million billion trillion percent pct per gmt utc edt est hours dollar dollars euro euros pound "
    "pounds yen yuan km miles feet meters metres square cubic people men women children"
)
_MARKS_BEFORE = ("'", "’", "(", ",", ";", "—", "–", "-", '"', "“")
_NO_PLURALS = listed("was has as does his")
_DETERMINERS = listed("the this a an his her its their our my your")


class Piece(NamedTuple):
    """A token of a sentence: a number, a word or a mark; ``glued`` when nothing parts it from the token before."""

    start: int
    end: int
    text: str
    lower: str
    glued: bool


def date_at(pieces: Sequence[Piece], index: int) -> tuple[int, str] | None:
    """The date that starts at ``pieces[index]``: the index behind it and its unit, or None.

    The unit is ``2025-11-07``, ``2025-11``, ``2025``, ``198`` for the 1980s, ``--11-07`` and ``--11`` where the
    text leaves the year out (as in ISO 8601:2000), or ``weekday:friday``.
    """
    piece = pieces[index]
    if piece.lower in _WEEKDAYS and piece.text[0].isupper():
        return index + 1, f"weekday:{piece.lower}"
    if piece.lower in _MONTHS and piece.text[0].isupper():
        return _month_first(pieces, index)
    if not piece.text.isascii() or not piece.text.isdigit():
        return None
    return _iso(pieces, index) or _day_first(pieces, index) or _year(pieces, index)


def _at(pieces: Sequence[Piece], index: int) -> str:
    return pieces[index].lower if 0 <= index < len(pieces) else ""


def _number(pieces: Sequence[Piece], index: int, low: int, high: int, digits: int = 4) -> int | None:
    written = _at(pieces, index)
    if not (written.isascii() and written.isdigit() and len(written) <= digits):
        return None
    return int(written) if low <= int(written) <= high else None


def _iso(pieces: Sequence[Piece], index: int) -> tuple[int, str] | None:
    year = _number(pieces, index, 1000, 2999)
    if year is None or _at(pieces, index + 1) != "-" or _at(pieces, index + 3) != "-":
        return None
    month, day = _number(pieces, index + 2, 1, 12, 2), _number(pieces, index + 4, 1, 31, 2)
    if month is None or day is None or day > _DAYS[month - 1]:
        return None
    return index + 5, f"{year}-{month:02}-{day:02}"


def _month_first(pieces: Sequence[Piece], index: int) -> tuple[int, str] | None:
    """November 7, 2025; Nov. 7; November 2025; November."""
    month = _MONTHS[pieces[index].lower]
    behind = index + 1
    if _at(pieces, behind) == "." and len(pieces[index].text) <= 4 and pieces[index].lower != "may":
        behind += 1
    day = _number(pieces, behind, 1, _DAYS[month - 1], 2)
    if day is not None:
        behind += 1
        if _at(pieces, behind) in _ORDINAL_ENDS and pieces[behind].glued:
            behind += 1
        year_at = behind + 1 if _at(pieces, behind) == "," else behind
        year = _number(pieces, year_at, 1800, 2199)
        if year is not None:
            return year_at + 1, f"{year}-{month:02}-{day:02}"
        return behind, f"--{month:02}-{day:02}"
    year = _number(pieces, behind, 1800, 2199)
    if year is not None:
        return behind + 1, f"{year}-{month:02}"
    if pieces[index].lower in ("may", "march", "august") and _at(pieces, index - 1) not in _LEADS:
        return None
    if (
        len(pieces[index].text) <= 4
        and behind == index + 1
        and pieces[index].lower not in ("may", "june", "july")
    ):
        return None  # "Jan" and "Mar" alone are names
    return index + 1, f"--{month:02}"


def _day_first(pieces: Sequence[Piece], index: int) -> tuple[int, str] | None:
    """7 November 2025; 7th of November."""
    day = _number(pieces, index, 1, 31, 2)
    if day is None:
        return None
    at = index + 1
    if _at(pieces, at) in _ORDINAL_ENDS and pieces[at].glued:
        at += 1
    if _at(pieces, at) == "of":
        at += 1
    if _at(pieces, at) not in _MONTHS or not pieces[at].text[0].isupper():
        return None
    if _number(pieces, at + 1 + (_at(pieces, at + 1) == "."), 1, 31, 2) is not None:
        return None  # "the 19 Sept. 11 hijackers"
    month = _MONTHS[pieces[at].lower]
    if day > _DAYS[month - 1]:
        return None
    year = _number(pieces, at + 1, 1800, 2199)
    if year is not None:
        return at + 2, f"{year}-{month:02}-{day:02}"
    return at + 1, f"--{month:02}-{day:02}"


def _year(pieces: Sequence[Piece], index: int) -> tuple[int, str] | None:
    """A bare year, "in 2016", "the 2016 election", "1993 to 2002"; a decade such as "1980s"."""
    if len(pieces[index].text) != 4 or _number(pieces, index, 1000, 2199) is None:
        return None
    if _at(pieces, index + 1) == "s" and pieces[index + 1].glued and pieces[index].text[-1] == "0":
        return index + 2, pieces[index].text[:3]
    behind = _at(pieces, index + 1)
    if _spans_years(pieces, index) or _spans_years(pieces, index - 2):
        return index + 1, pieces[index].text
    if _at(pieces, index - 1) in _LEADS and not behind.isalpha():
        return index + 1, pieces[index].text
    if _at(pieces, index - 1) in ("in", "since", "until", "during") and behind in _LEADS | _CLAUSE:
        return index + 1, pieces[index].text
    return (index + 1, pieces[index].text) if _is_year(pieces, index) else None


def _is_year(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a bare number of our time can be nothing but a year: news writes counts with a comma, "2,016 votes"."""
    year, before, behind = _number(pieces, index, 1900, 2049), _at(pieces, index - 1), _at(pieces, index + 1)
    since = _at(pieces, index - 3) == "since"  # "since at least 1980"
    if year is None or (before in _COUNT_BEFORE and not since) or behind in _COUNT_BEHIND:
        return False
    if index and not (before[-1].isalpha() or before in _MARKS_BEFORE):
        return False
    if behind in ("-", "–", "/", "%") and pieces[index + 1].glued and not _at(pieces, index + 2).isdigit():
        return False
    if not behind.endswith("s") or behind.endswith(("ss", "us", "is")) or behind in _NO_PLURALS:
        return True
    # "The 2016 campaigns" are of a year; "2016 votes" are counted, and so may be "the 2000 votes".
    return year % 100 != 0 and (before in _DETERMINERS or before.endswith(("’s", "'s")))


def _spans_years(pieces: Sequence[Piece], first: int) -> bool:
    """Whether "1993 to 2002", behind "from" or "between", begins here."""
    years = _number(pieces, first, 1800, 2099), _number(pieces, first + 2, 1800, 2099)
    return (
        _at(pieces, first - 1) in ("from", "between")
        and _at(pieces, first + 1) in ("to", "and", "-", "–")
        and None not in years
    )
