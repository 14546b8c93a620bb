"""How often each outlet does what in the claims that it shares with others: counts with their intervals, no score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from compare.configured import Lexicon
from compare.contrast.charged import charged_words
from compare.contrast.telling import telling
from compare.records import Alignment, Claim, Measure, Member, Rate

_Z = 1.959964  # the normal quantile of a 95 % interval


def rates(
    members: Sequence[Member], claims: Sequence[Claim], alignments: Sequence[Alignment], lexicon: Lexicon
) -> tuple[Rate, ...]:
    """Four rates for each outlet with aligned claims, in the order of ``members``.

    ``attributed``: it names a source. ``hedged``: the outlet itself hedges or alleges. ``charged``: it has a charged
    word outside quotation marks. ``anonymous``: its source is a person without a name.
    """
    aligned = {claim for pair in alignments for claim in (pair.a, pair.b)}
    outlet_of = {m.article.id: m.article.outlet for m in members}
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.id in aligned and claim.kind != "headline":
            told.setdefault(outlet_of[claim.article], []).append(claim)
    measures: dict[Measure, Callable[[Claim], bool]] = {
        "attributed": lambda c: c.speaker is not None,
        "hedged": lambda c: c.certainty in ("hedged", "alleged"),
        "charged": lambda c: _charged(c, lexicon),
        "anonymous": lambda c: c.anonymous,
    }
    found = []
    for outlet in dict.fromkeys(outlet_of.values()):
        own = told.get(outlet, [])
        for measure, has in measures.items():
            if own:
                count = sum(map(has, own))
                found.append(Rate(outlet, measure, count, len(own), *interval(count, len(own))))
    return tuple(found)


def interval(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927), which keeps within 0 and 1 for few cases too."""
    share, square = count / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return (0.0 if count == 0 else middle - half), (1.0 if count == total else middle + half)


def _charged(claim: Claim, lexicon: Lexicon) -> bool:
    words = charged_words(telling(claim), lexicon.charged)
    return any(not word.quoted for charged in words for word in charged.words)
