"""Alignment for encoders that the fitted scorer does not know: cosine and shared rare words, each pair by itself.

The weights belong to no other model than the one they were fitted with, so the probabilities are rough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from compare.match import score
from compare.records import Alignment, Claim, Member

THRESHOLD = 0.24  # of the probability; where F1 over aligned pairs peaks on the annotated stories
SAME = 0.6  # from here on the shared assertion is taken for the main point of both

Vectors = Mapping[str, score.Matrix]  # Claim.text_sha256 -> unit vector


def align_by_vectors(
    members: Sequence[Member], claims: Sequence[Claim], vectors: Vectors
) -> tuple[Alignment, ...]:
    """Alignments between claims of two different outlets, without differences yet.

    ``a`` is of the article that comes first in ``members``. Many to many; most claims have no counterpart.
    Headlines are aligned with headlines only: they repeat the body of their own article.
    """
    bags = {claim.id: score.words(claim.text) for claim in claims}
    weight = score.rarity(list(bags.values()))
    told: dict[str, list[Claim]] = {m.article.id: [] for m in members}
    for claim in claims:
        told[claim.article].append(claim)
    found: list[Alignment] = []
    for first, second in combinations(members, 2):
        if first.article.outlet == second.article.outlet:
            continue
        left, right = told[first.article.id], told[second.article.id]
        if left and right:
            found += _pairs(left, right, bags, weight, vectors)
    return tuple(found)


def _pairs(
    left: list[Claim],
    right: list[Claim],
    bags: Mapping[str, frozenset[str]],
    weight: dict[str, float],
    vectors: Vectors,
) -> list[Alignment]:
    cosine = (
        np.stack([vectors[c.text_sha256] for c in left]) @ np.stack([vectors[c.text_sha256] for c in right]).T
    )
    shared = score.overlap([bags[c.id] for c in left], [bags[c.id] for c in right], weight)
    probability = score.probability(cosine, shared)
    headline = np.array([[(a.kind == "headline") != (b.kind == "headline") for b in right] for a in left])
    probability[headline] = 0
    return [
        Alignment(
            a=left[i].id,
            b=right[j].id,
            # Rounded, so that the last bits of a matrix product on another processor change nothing stored.
            probability=round(float(probability[i, j]), 4),
            relation="same" if probability[i, j] >= SAME else "partial",
        )
        for i, j in np.argwhere(probability >= THRESHOLD)
    ]
