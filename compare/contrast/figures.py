"""How two figures stand to each other: equal, rounded, comparable, or of different things."""

from __future__ import annotations

import math
import re

from compare.contrast.spans import listed
from compare.records import Quantity

ROUNDING = 0.05  # relative difference that "about", "nearly" or a rounder figure may hide
_TELLING = 10  # a count that two sentences hardly have in common by chance
_POINTS = {"%", "percentage point"}
_AT_LEAST = ("more than", "over ", "at least", "well over", "just over", "above ")
_AT_MOST = (
    "less than",
    "fewer than",
    "under ",
    "below ",
    "at most",
    "up to",
    "as many as",
    "as much as",
    "no more than",
)


# What is measured and not counted: a bare "6,000" is no number of years.
_MEASURED = listed(
    "second minute hour day week month year decade century time term o'clock fraction mile km m cm mm ft in kg g mg lb oz "
    "l acre hectare mph km/h degree point"
)


# Of the words of a figure, what says nothing of the thing that is counted.
_AMOUNT = listed(
    "more than about around nearly some over under least most many few and the other others another up just only "
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion trillion"
)


def equal(a: Quantity, b: Quantity) -> bool:
    """Whether both say the same, unit and precision included."""
    if a.kind == "date" or b.kind == "date":
        return a.kind == b.kind and same_date(a.unit, b.unit)
    return (
        a.value == b.value
        and a.approximate == b.approximate
        and (a.unit == b.unit or not a.unit or not b.unit)
    )


def same_count(a: Quantity, b: Quantity) -> bool:
    """Whether both give one number for what each calls by its own word: "35 infections", "35 probable cases".

    "A margin of 3 percentage points" and one "of 3 percent" are one too.
    """
    if a.kind == b.kind == "percent" and {a.unit, b.unit} == _POINTS:
        return a.value == b.value
    counts = a.kind == b.kind == "number" and a.value == b.value and a.approximate == b.approximate
    return counts and (a.value or 0) >= _TELLING


def same_date(a: str, b: str) -> bool:
    """Whether one of two ISO dates says the other, as ``--12-18`` and ``2025-12`` say ``2025-12-18``."""
    shorter, longer = sorted((a.lstrip("-"), b.lstrip("-")), key=len)
    return longer.endswith(shorter) if a.startswith("-") or b.startswith("-") else longer.startswith(shorter)


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the two could be figures for one thing: of one kind, and counting the same."""
    if a.kind != b.kind:
        return False
    if a.kind == "date":
        return a.unit.split(":")[0] == b.unit.split(":")[0] if ":" in a.unit + b.unit else True
    return a.unit == b.unit


def rounded(a: Quantity, b: Quantity) -> bool:
    """Whether one figure may be the other, rounded: "13 percent" is 13.3 percent, "$43 million" is $43,885,310."""
    if a.value is None or b.value is None:
        return False
    if a.value == b.value:
        return True
    larger = max(abs(a.value), abs(b.value))
    near = abs(a.value - b.value) <= ROUNDING * larger
    loose = a.approximate or b.approximate or is_round(a) or is_round(b)
    return (near and loose) or _to_its_digits(a, b) or _to_its_digits(b, a)


def _to_its_digits(short: Quantity, long: Quantity) -> bool:
    """Whether ``long`` has more digits than ``short`` and would be written as ``short`` with as many, up or down."""
    if not short.value or not long.value or short.unit != long.unit:
        return False
    digits, more = _digits(short), _digits(long)
    if digits >= more or digits < 2:
        return False
    step = 10.0 ** (math.floor(math.log10(abs(short.value))) + 1 - digits)
    return abs(short.value - long.value) < step


def _digits(quantity: Quantity) -> int:
    return len(f"{abs(quantity.value or 0):.6g}".replace(".", "").partition("e")[0].strip("0"))


def within_bounds(a: Quantity, b: Quantity) -> bool:
    """Whether "more than 300" leaves room for 370, or "as many as a dozen" for nine."""
    if a.value is None or b.value is None:
        return False
    for one, other in ((a, b), (b, a)):
        assert one.value is not None and other.value is not None
        text = one.text.lower()
        if (text.startswith(_AT_LEAST) and other.value >= one.value) or (
            text.startswith(_AT_MOST) and other.value <= one.value
        ):
            return True
    return False


def is_round(quantity: Quantity) -> bool:
    """Whether all digits behind the first two are zero."""
    value = quantity.value or 0.0
    return value >= 100 and value % 10 ** (len(str(int(value))) - 2) == 0


def clash(a: Quantity, b: Quantity) -> bool:
    """Whether the two could be figures for one thing, and cannot both be right.

    A date clashes with one of its own sort alone: a weekday with a weekday, a year with a year.
    """
    if a.kind != b.kind or equal(a, b) or rounded(a, b) or within_bounds(a, b):
        return False
    if a.kind == "date":
        return _dates_clash(a.unit, b.unit)
    if a.unit and b.unit:
        return a.unit == b.unit or count_one_thing(a, b)
    return not is_measured(a) and not is_measured(b)


def count_one_thing(a: Quantity, b: Quantity) -> bool:
    """Whether what two figures count is called by two names but told by one word: "coast guard vessels", "coast guard ships"."""
    if a.kind != "number" or b.kind != "number" or is_measured(a) or is_measured(b):
        return False
    words = [set(re.findall(r"[a-z]{3,}", q.text.lower())) - _AMOUNT for q in (a, b)]
    return bool(words[0] & words[1])


def is_measured(a: Quantity) -> bool:
    """Whether it is an amount of time, length or the like, and no count."""
    return a.unit in _MEASURED


def _dates_clash(a: str, b: str) -> bool:
    """Whether two dates differ in a part that both have: year, month or day; a weekday is like nothing else."""
    if ":" in a or ":" in b:
        return ":" in a and ":" in b
    return any(x and y and x != y for x, y in zip(_parts(a), _parts(b), strict=True))


def _parts(date: str) -> tuple[str, str, str]:
    """Year, month and day, each empty where the date has none; of a decade nothing."""
    year, month, day, *_ = (*re.split(r"(?<=[^-])-", date.removeprefix("--"), maxsplit=2), "", "")
    if date.startswith("--"):
        return "", year, month
    return (year, month, day) if len(year) == 4 else ("", "", "")
