"""All typed differences of an aligned pair, and whether its two tellings can both be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from compare.contrast.actors import actors
from compare.contrast.attribution import attribution
from compare.contrast.candidate import Candidate
from compare.contrast.certainty import certainty
from compare.contrast.conflict import clashes
from compare.contrast.quantities import quantities
from compare.contrast.quotes import quotes
from compare.contrast.telling import Pair, telling
from compare.contrast.weigh import conflict, told
from compare.contrast.wording import wording
from compare.records import Alignment, Claim, Difference, Lexicon


def contrast(
    alignments: Sequence[Alignment], claims: Mapping[str, Claim], lexicon: Lexicon
) -> tuple[Alignment, ...]:
    """``alignments`` with their differences and conflicts; ``claims`` by id.

    Headlines are not contrasted: their grammar leaves out sources, articles and tenses.
    """
    contrasted = []
    for alignment in alignments:
        a, b = claims[alignment.a], claims[alignment.b]
        if "headline" in (a.kind, b.kind):
            contrasted.append(alignment)
            continue
        pair = Pair(telling(a), telling(b))
        contrasted.append(
            replace(
                alignment,
                differences=told(pair, list(candidates(pair, lexicon))),
                conflict=conflict(pair, list(clashes(pair, alignment.relation == "same"))),
            )
        )
    return tuple(contrasted)


def differences(a: Claim, b: Claim, lexicon: Lexicon) -> tuple[Difference, ...]:
    """How the two tellings differ, by kind, then by place in the first."""
    pair = Pair(telling(a), telling(b))
    return told(pair, list(candidates(pair, lexicon)))


def candidates(pair: Pair, lexicon: Lexicon) -> Iterator[Candidate]:
    """Every difference that a rule finds, whether it is worth telling or not, by kind."""
    yield from attribution(pair)
    yield from certainty(pair, lexicon)
    yield from wording(pair, lexicon)
    yield from actors(pair)
    yield from quotes(pair)
    yield from quantities(pair)
