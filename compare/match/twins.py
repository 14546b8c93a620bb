"""Sentences that a copy prints word for word: they are matched once, with the text that they repeat.

Ten prints of one agency text would make its every word look common, and rivals of its every sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from compare.records import Claim, Member

_WORD = re.compile(r"\w+")


def twins(members: Sequence[Member], claims: Sequence[Claim]) -> dict[int, int]:
    """For each claim of a copy (index) that stands word for word in the text copied, the claim there.

    Headlines have none: they are each outlet's own.
    """
    copied = {m.article.id: m.same_text_as for m in members if m.same_text_as}
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for index, claim in enumerate(claims):
        if claim.kind != "headline":
            first.setdefault((claim.article, _words(claim)), index)
    found = {}
    for index, claim in enumerate(claims):
        original = copied.get(claim.article)
        twin = first.get((original, _words(claim))) if original and claim.kind != "headline" else None
        if twin is not None:
            found[index] = twin
    return found


def prints(twin_of: Mapping[int, int], number: int) -> list[list[int]]:
    """For each of ``number`` claims, the claims that stand for the same print: itself and its twins in copies."""
    same = [[index] for index in range(number)]
    for copy, twin in twin_of.items():
        same[twin].append(copy)
    return same


def _words(claim: Claim) -> tuple[str, ...]:
    return tuple(_WORD.findall(claim.text.lower()))
