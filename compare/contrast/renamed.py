"""Other names at the same place of two tellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.contrast.spans import covering, listed
from compare.contrast.telling import Pair, Telling, Word, is_known
from compare.records import Span

_BEFORE_PLACE = listed("in at near outside from to")
_TITLES = listed("mr mrs ms dr sen rep president senator representative governor gov mayor")
DAYS = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
_LONGEST = 3  # words of a name


@dataclass(frozen=True, slots=True)
class Renamed:
    """Two names that stand for each other; ``place`` says that they name where it was."""

    a: Span
    b: Span
    place: bool


def renamed(pair: Pair) -> Iterator[Renamed]:
    """The names that the other telling replaces by others, where neither telling has the other's name elsewhere."""
    for mine, theirs in pair.replaced():
        mine, theirs = _without_titles(mine), _without_titles(theirs)
        if not (_may_be_name(mine) and _may_be_name(theirs)) or not (_is_name(mine) or _is_name(theirs)):
            continue
        if _abbreviates(mine, theirs) or _abbreviates(theirs, mine):
            continue
        if _is_cut(pair.a, mine, theirs) or _is_cut(pair.b, theirs, mine):
            continue
        if {w.lemma for w in mine} & pair.b.all_lemmas or {w.lemma for w in theirs} & pair.a.all_lemmas:
            continue
        a = covering(pair.a.claim, [w.span for w in mine])
        b = covering(pair.b.claim, [w.span for w in theirs])
        before = pair.a.within(a)[0] - 1
        place = before >= 0 and pair.a.words[before].lower in _BEFORE_PLACE
        if place and _are_people(mine) and _are_people(theirs):
            continue
        yield Renamed(a, b, place)


def _without_titles(words: Sequence[Word]) -> Sequence[Word]:
    first = next((i for i, w in enumerate(words) if w.lower not in _TITLES), len(words))
    return words[first:]


def _abbreviates(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether one is made of the initials of the other: "N.Y." and "New York"."""
    return len(long) > 1 and "".join(w.lower for w in short) == "".join(w.lower[0] for w in long)


def _is_cut(telling: Telling, short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether one word is the other cut short, or its last part: "Sgt." and "Sergeant", "Norlander" of "Norlanders", "Mart" of "Wal-Mart"."""
    if len(short) != 1 or len(long) != 1:
        return False
    one, other = short[0], long[0]
    if other.lower.endswith("-" + one.lower) or other.lower == one.lower + "s":
        return True
    point = telling.claim.text[one.span.end - telling.claim.start :].startswith(".")
    letters = iter(other.lower)
    return point and one.lower[0] == other.lower[0] and all(letter in letters for letter in one.lower)


def _may_be_name(words: Sequence[Word]) -> bool:
    return 0 < len(words) <= _LONGEST and all(
        w.span.text[0].isupper() and w.content and w.lower not in DAYS for w in words
    )


def _are_people(words: Sequence[Word]) -> bool:
    """Whether it is a plural, as what people are called: "to Latinos"."""
    return len(words) == 1 and words[0].lower.endswith("s") and is_known(words[0].lower[:-1])


def _is_name(words: Sequence[Word]) -> bool:
    """Whether it is a name for sure: the word that opens a sentence has a capital whatever it is."""
    return len(words) > 1 or words[0].capital or not is_known(words[0].lower)
