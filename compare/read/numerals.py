"""Numbers as news English writes them: digits with separators and scales, and number words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_UNITS = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    )
}  # fmt: skip
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_WORD_SCALES = ("hundred", "thousand", "million", "billion", "trillion", "dozen")
_ORDINALS = {
    word: value
    for value, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
         "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
         "twentieth"], start=1
    )
}  # fmt: skip

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d++)?\Z")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d++\Z|\d{1,3}(?:\.\d{3}){2,}\Z")


def digits_value(written: str) -> float | None:
    """The value of ``1,700``, ``3.5`` or ``1.234,5``; None for what is no number or too large for a float."""
    if _EUROPEAN.match(written):
        written = written.replace(".", "").replace(",", ".")
    elif _GROUPED.match(written):
        written = written.replace(",", "")
    elif written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")  # a decimal comma: "3,5"
    if not re.fullmatch(r"\d+(?:\.\d+)?", written, flags=re.ASCII) or len(written) > 300:
        return None
    value = float(written)
    return value if math.isfinite(value) else None


def words_value(words: Sequence[str]) -> tuple[float, int] | None:
    """The number that ``words`` (lower case) open with, and how many of them it takes; None when it is none.

    "two hundred and five", "twenty-three" and "a dozen" are numbers; "dozens" and "hundreds" are none.
    """
    total, current, used, last_scale = 0.0, 0.0, 0, math.inf
    if words and words[0] in ("a", "an"):
        if len(words) < 2 or words[1] not in _WORD_SCALES:
            return None
        current, used = 1.0, 1
    open_to = 100.0  # the next unit or ten must be smaller than this
    while used < len(words):
        word = words[used]
        small = _small(word)
        if small is not None and small < open_to and (used == 0 or open_to <= 100):
            current += small
            open_to = 10.0 if word in _TENS else 1.0
        elif word == "hundred" and 0 < current < 100:
            current, open_to = current * 100, 100.0
        elif word == "dozen" and 0 <= current < 100:
            return total + max(current, 1.0) * 12, used + 1
        elif word in _WORD_SCALES[1:5] and current > 0 and SCALES[word] < last_scale:
            last_scale = SCALES[word]
            total, current, open_to = total + current * last_scale, 0.0, 100.0
        elif (
            word == "and" and open_to == 100.0 and used + 1 < len(words) and _small(words[used + 1]) and used
        ):
            pass
        else:
            break
        used += 1
    return (total + current, used) if used and (total or current or words[0] == "zero") else None


def _small(word: str) -> float | None:
    """The value of a word under a hundred, with or without a hyphen."""
    if word in _UNITS:
        return float(_UNITS[word])
    if word in _TENS:
        return float(_TENS[word])
    ten, dash, unit = word.partition("-")
    if dash and ten in _TENS and 0 < _UNITS.get(unit, 0) < 10:
        return float(_TENS[ten] + _UNITS[unit])
    return None


def ordinal_value(word: str) -> float | None:
    """The value of "third", "21st" or "twenty-first" (lower case), or None."""
    if word in _ORDINALS:
        return float(_ORDINALS[word])
    match = re.fullmatch(r"(\d{1,9})(?:st|nd|rd|th)", word, flags=re.ASCII)
    if match:
        return float(match[1])
    ten, dash, unit = word.partition("-")
    if dash and ten in _TENS and _ORDINALS.get(unit, 10) < 10:
        return float(_TENS[ten] + _ORDINALS[unit])
    return None
