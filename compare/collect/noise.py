"""Whether two texts of one article tell the same: what changes from fetch to fetch and means nothing is left aside.

White space and its distribution over paragraphs, the shape of quotation marks and dashes, and time stamps are such.
Everything else is compared as it stands, so that a changed figure is always a change.
"""

from __future__ import annotations

import re
import unicodedata

from compare.collect.furniture import is_stamp

MUCH_SHORTER = 0.5  # of the words before: a text under that may be a page that did not load whole
STRANGE = 0.3  # share of its longer words that the text before has; below it tells something else
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


def seems_cut_off(before: str, after: str) -> bool:
    """Whether ``after`` is much shorter and about something else: a notice in the article's place, most likely."""
    old, new = _WORD.findall(before.lower()), _WORD.findall(after.lower())
    if len(new) >= MUCH_SHORTER * len(old):
        return False
    known = set(old)
    long = {word for word in new if len(word) >= _LONG}
    return sum(word in known for word in long) < STRANGE * max(1, len(long))


def _essence(text: str) -> str:
    pieces = []
    for block in text.split("\n\n"):
        folded = " ".join(unicodedata.normalize("NFKC", block).translate(_SHAPES).split())
        folded = _BRACKETED.sub(_without_stamp, folded)
        # Only with its label, here: a piece of a sentence may be a date and matter.
        pieces += [piece for piece in _PIECE.split(folded) if piece and not is_stamp(piece, bare=False)]
    return " ".join(pieces)


def _without_stamp(match: re.Match[str]) -> str:
    inside = match["head"] or match["tail"]
    return "" if inside and is_stamp(inside, bare=False) else match[0]
