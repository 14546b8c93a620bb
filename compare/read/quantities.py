"""The figures of a sentence: amounts, money, percentages, ordinals and dates, each with unit and precision.

A range is two figures ("3 to 5 million" is three million and five million): each can be compared by itself. The
text of a figure holds its approximating words and its unit. Vague numbers ("dozens", "several") are no figures.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from compare.read.dates import Piece, date_at
from compare.read.numerals import SCALES, digits_value, ordinal_value, words_value
from compare.read.units import (
    CODES,
    CURRENCIES,
    DOLLARS,
    IRREGULAR,
    MEASURES,
    SYMBOLS,
    measure,
    singular,
    unit_of,
)
from compare.read.words import listed
from compare.records import Quantity

_PIECE = re.compile(r"\d++(?:[.,]\d++)*|[^\W\d_]++(?:[-’'][^\W\d_]++)*|[^\w\s]|_")
# Approximating words right before a figure; the longest that fits is taken.
_ABOUT = sorted(
    (
        tuple(phrase.split())
        for phrase in (
            "as many as", "as much as", "as few as", "just over", "just under", "well over", "more than", "less than",
            "fewer than", "no more than", "at least", "at most", "up to", "close to", "an estimated", "not quite",
            "about", "around", "roughly", "nearly", "almost", "approximately", "some", "over", "under", "estimated",
            "circa", "~", "above", "below",
        )
    ),
    key=len,
    reverse=True,
)  # fmt: skip
_ABOUT_ENDS = frozenset(phrase[-1] for phrase in _ABOUT)
_NO_UNIT = listed(
    "of in on at to for from with by and or but is are was were be been has have had will would can could may might the "
    "a an this that these those as than so if when who which while after before since until per more less other such "
    "all not also about into over under out up down off each its his her their our your my between through during "
    "then now ago only just said says say told did do does next last there here it they he she we i you because what"
)
_ONE_BEFORE = listed("no the this that any every each another which some at-least")
_INCHES = listed("of long wide tall high deep thick or and by x")
_LARGEST = 1e21
_NOUN_PHRASE = 4  # words: "14 high-ranking coast guard officers"
Kind = Literal["number", "money", "percent", "ordinal", "date"]


@dataclass
class _Figure:
    """A figure while it is put together: indices of its first piece and of the one behind it."""

    first: int
    behind: int
    kind: Kind
    value: float | None
    unit: str
    scale: float = 1.0


def quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The figures in ``text[start:end]``, in order and apart from one another; offsets are into ``text``."""
    pieces = _pieces(text, start, len(text) if end is None else end)
    figures: list[_Figure] = []
    index = 0
    while index < len(pieces):
        figure = _figure_at(pieces, index)
        if figure is None:
            index += 1
            continue
        figures.append(figure)
        index = figure.behind
    for left, right in itertools.pairwise(figures):
        _join_range(pieces, left, right)
    # Nothing that is counted is larger; beyond it a float is infinite or means nothing.
    sound = [figure for figure in figures if figure.value is None or abs(figure.value) < _LARGEST]
    return tuple(_quantity(text, pieces, figure, limit) for figure, limit in _with_limits(sound))


def _pieces(text: str, start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    behind = -1
    for match in _PIECE.finditer(text, start, end):
        found.append(Piece(match.start(), match.end(), match[0], match[0].lower(), match.start() == behind))
        behind = match.end()
    return found


def _figure_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    piece = pieces[index]
    dated = None if _inside_name(pieces, index) else date_at(pieces, index)
    if dated is not None:
        return _Figure(index, dated[0], "date", None, dated[1])
    if piece.text in SYMBOLS or piece.text in CODES:
        return _money_at(pieces, index)
    if piece.text[0].isdigit():
        return None if _inside_name(pieces, index) else _number_at(pieces, index)
    return _fraction_at(pieces, index) or _worded_at(pieces, index)


def _lower(pieces: Sequence[Piece], index: int) -> str:
    return pieces[index].lower if 0 <= index < len(pieces) else ""


def _inside_name(pieces: Sequence[Piece], index: int) -> bool:
    """The 19 of "COVID-19", the 2 of "B2B", a part of "192.168.0.1" or "9/11"."""
    if not pieces[index].text[0].isdigit() or index == 0:
        return False
    before = pieces[index - 1]
    if not pieces[index].glued:
        return False
    if before.text in "-–/" and index > 1 and before.glued:
        return before.text == "/" or pieces[index - 2].text[0].isalpha()
    return before.text[0].isalnum() or before.text in "_.:"


def _money_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    """$44 million, US$5, $US5, €3.5bn, USD 12."""
    country = DOLLARS.get(_lower(pieces, index + 1)) if pieces[index].text == "$" else None
    at = index + 2 if country and pieces[index + 1].glued else index + 1
    if not _lower(pieces, at)[:1].isdigit():
        return None
    number = _scaled(pieces, at, money=True)
    if number is None:
        return None
    first, unit = index, SYMBOLS.get(pieces[index].text, pieces[index].text)
    if country and at == index + 2:
        unit = country
    elif pieces[index].text == "$" and pieces[index].glued and _lower(pieces, index - 1) in DOLLARS:
        first, unit = index - 1, DOLLARS[_lower(pieces, index - 1)]
    return _Figure(first, number[1], "money", number[0], unit, number[2])


def _scaled(pieces: Sequence[Piece], index: int, money: bool) -> tuple[float, int, float] | None:
    """The number at ``index`` with its scale word: value, index behind, scale."""
    value = digits_value(pieces[index].text)
    if value is None:
        return None
    behind = index + 1
    if _lower(pieces, behind) == "-" and pieces[behind].glued and _scale_word(pieces, behind + 1) != 1.0:
        behind += 1  # "$3-million"
    word = _lower(pieces, behind)
    scale = _scale_word(pieces, behind)
    if scale == 1.0 and word in SCALES and (pieces[behind].glued or (len(word) > 1 and money)):
        plural = _lower(pieces, behind + 1)
        if money or word != "m" or plural in IRREGULAR or (plural.endswith("s") and plural not in _NO_UNIT):
            scale = SCALES[word]
    if scale != 1.0:
        behind += 1
    return value * scale, behind, scale


def _scale_word(pieces: Sequence[Piece], index: int) -> float:
    """The scale that a word gives: "million", "millions", "million-strong"; 1 for any other."""
    word = _lower(pieces, index).partition("-")[0]
    return SCALES.get(word.removesuffix("s"), 1.0) if len(word) > 3 else 1.0


def _number_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    clock = _clock_at(pieces, index)
    if clock is not None:
        return clock
    after = _lower(pieces, index + 1)
    if after in ("st", "nd", "rd", "th") and pieces[index + 1].glued:
        value = ordinal_value(pieces[index].text + after)
        return None if value is None else _Figure(index, index + 2, "ordinal", value, "")
    if after == "/" and _lower(pieces, index + 2)[:1].isdigit():
        return None
    number = _scaled(pieces, index, money=False)
    return None if number is None else _with_unit(pieces, index, *number)


def _clock_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    """5 p.m., 10:30, 10.30 am: hours of the day, with the minutes as a fraction."""
    match = re.fullmatch(r"(\d{1,2})(?:\.(\d\d))?", pieces[index].text, flags=re.ASCII)
    if match is None:
        return None
    hour, minute, behind = int(match[1]), int(match[2] or 0), index + 1
    colon = _lower(pieces, behind) == ":" and re.fullmatch(
        r"[0-5]\d", _lower(pieces, behind + 1), flags=re.ASCII
    )
    if colon and pieces[behind].glued and pieces[behind + 1].glued and match[2] is None:
        minute, behind = int(_lower(pieces, behind + 1)), behind + 2
    half = _lower(pieces, behind)
    if half in ("a", "p") and _lower(pieces, behind + 1) == "." and _lower(pieces, behind + 2) == "m":
        behind += 3 + (_lower(pieces, behind + 3) == ".")
    elif half in ("am", "pm"):
        behind += 1
    elif not colon:
        return None
    if hour > 24 or minute > 59:
        return None
    if half.startswith(("a", "p")) and hour <= 12:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return _Figure(index, behind, "number", hour + minute / 60, "o'clock")


def _worded_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    piece = pieces[index]
    value = ordinal_value(piece.lower)
    if value is not None:
        return _Figure(index, index + 1, "ordinal", value, "")
    words = [other.lower for other in pieces[index : index + 12]]
    number = words_value(words)
    if number is None:
        return _compound_at(pieces, index)
    if words[:1] == ["one"] and number[1] == 1 and not _is_counting_one(pieces, index):
        return None
    return _with_unit(pieces, index, number[0], index + number[1], 1.0)


def _compound_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    """The ten of "ten-year"."""
    first, dash, rest = pieces[index].lower.partition("-")
    number = words_value([first]) if dash else None
    unit = rest.partition("-")[0]
    if number is None or not unit.isalpha() or unit == "on" or first == "one":
        return None
    return _Figure(index, index + 1, "number", number[0], unit_of(unit))


def _is_counting_one(pieces: Sequence[Piece], index: int) -> bool:
    after = _lower(pieces, index + 1)
    if _lower(pieces, index - 1) in _ONE_BEFORE or after in (
        "day",
        "thing",
        "way",
        "another",
        "time",
        "side",
        "hand",
    ):
        return False
    return after.isalpha() and after not in _NO_UNIT and pieces[index + 1].text[0].islower()


def _fraction_at(pieces: Sequence[Piece], index: int) -> _Figure | None:
    """Two-thirds; a third of; three quarters of."""
    parts = pieces[index].lower.split("-")
    behind = index + 1
    if len(parts) == 1 and behind < len(pieces):
        parts, behind = [parts[0], _lower(pieces, behind)], behind + 1
        if _lower(pieces, behind) != "of":
            return None
    above = 1.0 if parts[0] == "a" else (words_value(parts[:1]) or (0.0, 0))[0]
    below = {"half": 2.0, "halves": 2.0, "quarter": 4.0, "quarters": 4.0}.get(parts[-1]) or (
        ordinal_value(parts[-1].removesuffix("s")) or 0.0
    )
    if len(parts) != 2 or not 0 < above < below or below < 2:
        return None
    return _Figure(index, behind, "number", above / below, "fraction")


def _with_unit(
    pieces: Sequence[Piece], first: int, value: float, behind: int, scale: float
) -> _Figure | None:
    word = _lower(pieces, behind)
    if (
        behind < len(pieces)
        and pieces[behind].glued
        and word.isalpha()
        and pieces[behind].text not in MEASURES
    ):
        return None  # "5G", "3D"
    if word in ("%", "percent", "pct") or (word == "per" and _lower(pieces, behind + 1) == "cent"):
        return _Figure(first, behind + 1 + (word == "per"), "percent", value, "%", scale)
    if word in ("percentage", "basis") and _lower(pieces, behind + 1) in ("point", "points"):
        return _Figure(first, behind + 2, "percent", value, f"{word} point", scale)
    if (
        word == "-"
        and behind + 1 < len(pieces)
        and pieces[behind].glued
        and pieces[behind + 1].text[0].isalpha()
    ):
        text = pieces[behind + 1].text
        unit = "%" if text == "percent" else "basis point" if text == "basis-point" else ""
        if unit:
            return _Figure(first, behind + 2, "percent", value, unit, scale)
        unit = measure(text) if text in MEASURES else unit_of(text.lower().partition("-")[0])
        return _Figure(first, behind + 2, "number", value, unit, scale)
    currency = CURRENCIES.get(singular(word)) or (word.upper() if word.upper() in CODES else None)
    if currency is not None and singular(word) != "real":
        if currency == "USD-cent":
            return _Figure(first, behind + 1, "money", value / 100, "USD", scale)
        return _Figure(first, behind + 1, "money", value, currency, scale)
    if _is_measure(pieces, behind):
        return _Figure(
            first,
            behind + 1,
            "number",
            value,
            measure(pieces[behind].text),
            scale,
        )
    counted = _counted(pieces, behind, value)
    unit = unit_of(pieces[counted].lower) if counted is not None else ""
    return _Figure(first, behind if counted is None else counted + 1, "number", value, unit, scale)


def _is_measure(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a short name of a measure stands there; "in" behind a figure, "a peak of 356 in 2009", is rarely an inch."""
    if index >= len(pieces) or pieces[index].text not in MEASURES:
        return False
    following = _lower(pieces, index + 1)
    return pieces[index].text != "in" or not following[:1].isalnum() or following in _INCHES


def _counted(pieces: Sequence[Piece], behind: int, value: float) -> int | None:
    """The index of the noun that a number counts: the first plural of the words behind it, "ships" in "14 coast guard
    ships"; after a one, the next word."""
    named = None
    for index in range(behind, min(behind + _NOUN_PHRASE, len(pieces))):
        word, capital = pieces[index].lower, pieces[index].text[0].isupper()
        if not word.replace("-", "").isalpha() or word in _NO_UNIT:
            return named
        if words_value([word]) is not None or ordinal_value(word) is not None:
            return named
        if value == 1 and not capital and not word.endswith(("ly", "ing")):
            return index
        if singular(word) != word and not capital:
            return index
        if not capital and named is not None:
            return named
        # "22 Democrats", but the counties of "5 Texas counties".
        named = index if value != 1 and singular(word) != word else None
    return named


def _join_range(pieces: Sequence[Piece], left: _Figure, right: _Figure) -> None:
    """Give the two ends of a range the same kind, unit and scale where only one of them names it."""
    between = [piece.lower for piece in pieces[left.behind : right.first]]
    spoken = between == ["and"] and _lower(pieces, left.first - 1) in ("between", "from")
    if between not in (["-"], ["–"], ["to"], ["or"]) and not spoken:
        return
    if left.value is None or right.value is None or "ordinal" in (left.kind, right.kind):
        return
    if "number" not in (left.kind, right.kind) and left.kind != right.kind:
        return  # "26 percent to $817 million"
    if left.scale == 1.0 and left.value < right.value / right.scale:
        left.value *= right.scale
    if (left.kind, left.unit) == ("number", ""):
        left.kind, left.unit = right.kind, right.unit
    elif right.kind == "number" and left.kind == "money":
        right.kind, right.unit = "money", left.unit


def _with_limits(figures: Sequence[_Figure]) -> list[tuple[_Figure, int]]:
    """Each figure with the index behind the figure before it, which its approximating words must not reach into."""
    return [(figure, figures[at - 1].behind if at else 0) for at, figure in enumerate(figures)]


def _quantity(text: str, pieces: Sequence[Piece], figure: _Figure, limit: int) -> Quantity:
    first = figure.first
    if figure.kind not in ("ordinal", "date") and _lower(pieces, first - 1) in _ABOUT_ENDS:
        for phrase in _ABOUT:
            start = figure.first - len(phrase)
            if start >= limit and tuple(piece.lower for piece in pieces[start : figure.first]) == phrase:
                first = start
                break
    start, end = pieces[first].start, pieces[figure.behind - 1].end
    approximate = first < figure.first
    return Quantity(text[start:end], start, end, figure.kind, figure.value, figure.unit, approximate)
