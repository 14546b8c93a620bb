"""Whether two texts of one article tell the same: what changes from fetch to fetch and means nothing is left aside.

White space and its distribution over paragraphs, the shape of quotation marks and dashes, and time stamps are such.
Everything else is compared as it stands, so that a changed figure is always a change.
"""

from __future__ import annotations

import re
import unicodedata

from compare.collect.furniture import is_stamp, without_age

# Of the different longer words of the shorter text, how many the other has too. Two articles on one event share 0.22
# to 0.58 (5th to 95th percentile over 112 events), articles on two events 0.07 to 0.22, a list of twenty articles and
# one of those in it 0.15 to 0.30.
STRANGE = 0.3
_LONG = 5  # letters

_SHAPES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "−": "-"}
)  # fmt: skip
_PIECE = re.compile(r"(?<=[.!?]) | ?[|•·] ?")
_BRACKETED = re.compile(r"^\((?P<head>[^()]{1,80})\) ?| ?\((?P<tail>[^()]{1,80})\)$")
_WORD = re.compile(r"\w+")


def tells_the_same(before: str, after: str) -> bool:
    """Whether two texts (headline, then paragraphs parted by blank lines) differ in noise alone."""
    return before == after or _essence(before) == _essence(after)


def tells_of_the_same(before: str, after: str) -> bool:
    """Whether two texts are one article's, however rewritten: most of the headline, or enough of the words, is in both.

    What is not may be a notice, a list of articles, or another article in this one's place.
    """
    old, new = (_long_words(text.partition("\n\n")[0]) for text in (before, after))
    if len(old & new) >= 2 and _shared(old, new) >= 0.5:
        return True
    return _shared(_long_words(before), _long_words(after)) >= STRANGE


def _long_words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) >= _LONG}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _essence(text: str) -> str:
    pieces = []
    for block in text.split("\n\n"):
        plain = block if block.isascii() else "".join(map(_folded, unicodedata.normalize("NFC", block)))
        folded = " ".join(plain.translate(_SHAPES).split())
        folded = without_age(_BRACKETED.sub(_without_stamp, folded))
        # Only with its label, here: a piece of a sentence may be a date and matter.
        pieces += [piece for piece in _PIECE.split(folded) if piece and not is_stamp(piece, bare=False)]
    return " ".join(pieces)


def _folded(character: str) -> str:
    """A character in its plain form; but a raised figure is another figure."""
    return character if unicodedata.category(character) == "No" else unicodedata.normalize("NFKC", character)


def _without_stamp(match: re.Match[str]) -> str:
    inside = match["head"] or match["tail"]
    return "" if inside and is_stamp(inside, bare=False) else match[0]
