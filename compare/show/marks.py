"""Cuts a claim's text into pieces, so that the words that differ can be marked, overlapping or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """Words that differ, in the offsets of the article, with the number of the difference in its card."""

    start: int
    end: int
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a claim: the kinds that mark it, and the numbers of the differences that end with it."""

    text: str
    kinds: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()


def segments(text: str, start: int, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """``text``, which stands at ``start`` in its article, in pieces that joined again are ``text``.

    A mark is clipped to the claim; what then is empty marks nothing.
    """
    inside = sorted(
        {
            (max(mark.start - start, 0), min(mark.end - start, len(text)), mark.number, mark.kind)
            for mark in marks
            if min(mark.end - start, len(text)) > max(mark.start - start, 0)
        }
    )
    edges = sorted({0, len(text), *(low for low, *_ in inside), *(high for _, high, *_ in inside)})
    pieces = []
    for low, high in pairwise(edges):
        covering = [mark for mark in inside if mark[0] <= low and high <= mark[1]]
        pieces.append(
            Segment(
                text[low:high],
                tuple(sorted({kind for *_, kind in covering})),
                tuple(sorted({number for _, end, number, _ in covering if end == high})),
            )
        )
    return tuple(pieces)
