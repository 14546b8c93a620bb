"""What the rest of the story says about a pair: its rivals, its neighbours in the text, and the other outlets.

All of it is computed from the probabilities of the pairs themselves, over candidates only (a sparse matrix).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from compare.match.features import Story
from compare.match.models import log_odds
from compare.match.story_types import Floats, Ints

NAMES = (
    "odds", "rival_lo", "rival_hi", "mass_lo", "mass_hi", "better_lo", "better_hi", "elsewhere_lo", "elsewhere_hi",
    "via_best", "via_sum", "along", "across", "beside_lo", "beside_hi", "along_two",
)  # fmt: skip
NEGLIGIBLE = 0.004


def structure(story: Story, rows: Ints, columns: Ints, probability: Floats) -> Floats:
    """Return, for each pair, what the probabilities of other pairs say about it.

    Args:
        rows, columns: the candidate pairs, as rows of the story's claims.
        probability: of each candidate.

    Returns:
        float32, pairs x NAMES: for a pair (i, j), its log odds; the best other partner of i in j's article and of j in
        i's, the sum of these partners and how many are better; the best partners of i and j in third articles; the
        best and the sum of p(i, k) p(k, j) over claims k of third articles; and the pairs next to it in both texts.
        What is below NEGLIGIBLE counts as 0.
    """
    article = story.article
    known: dict[tuple[int, int], float] = {}
    partners: dict[int, dict[int, float]] = defaultdict(dict)
    by_article: dict[tuple[int, int], list[float]] = defaultdict(list)
    for i, j, p in zip(rows.tolist(), columns.tolist(), probability.tolist(), strict=True):
        if p >= NEGLIGIBLE:
            known[i, j] = known[j, i] = p
            partners[i][j] = partners[j][i] = p
            by_article[i, int(article[j])].append(p)
            by_article[j, int(article[i])].append(p)
    tops = {key: sorted(values, reverse=True) for key, values in by_article.items()}
    best = {key: values[0] for key, values in tops.items()}
    whole = {key: sum(values) for key, values in tops.items()}
    away: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (claim, other), p in best.items():
        away[claim].append((p, other))
    follow, precede = _neighbours(story)

    def near(i: int, j: int, down: int, right: int) -> float:
        x, y = _step(i, down, follow, precede), _step(j, right, follow, precede)
        return known.get((x, y), 0.0) if x >= 0 and y >= 0 else 0.0

    out = np.zeros((len(rows), len(NAMES)), np.float32)
    out[:, 0] = log_odds(probability)
    for n, (i, j, p) in enumerate(zip(rows.tolist(), columns.tolist(), probability.tolist(), strict=True)):
        along = max(near(i, j, 1, 1), near(i, j, -1, -1))
        across = max(near(i, j, 1, -1), near(i, j, -1, 1))
        in_j, in_i = max(near(i, j, 0, 1), near(i, j, 0, -1)), max(near(i, j, 1, 0), near(i, j, -1, 0))
        along_two = max(near(i, j, 2, 2), near(i, j, -2, -2))
        out[n, 11:] = along, across, min(in_i, in_j), max(in_i, in_j), along_two
        if p < NEGLIGIBLE:
            continue
        sides = [(i, int(article[j])), (j, int(article[i]))]
        rival = [_rival(tops[side], p) for side in sides]
        mass = [whole[side] - p for side in sides]
        better = [float(sum(q > p for q in tops[side])) for side in sides]
        elsewhere = [
            max((q for q, a in away[k] if a not in (article[i], article[j])), default=0.0) for k in (i, j)
        ]
        via = _via(partners, i, j)
        pairs = (rival, mass, better, elsewhere)
        out[n, 1:11] = *(v for pair in pairs for v in (min(pair), max(pair))), *via
    return out


def _rival(top: list[float], p: float) -> float:
    """Return the best of the values, leaving out one that is p itself."""
    if top[0] > p:
        return top[0]
    return top[1] if len(top) > 1 else 0.0


def _via(partners: dict[int, dict[int, float]], i: int, j: int) -> tuple[float, float]:
    """Return the best and the sum of p(i, k) p(k, j) over claims k."""
    a, b = partners[i], partners[j]
    if len(b) < len(a):
        a, b = b, a
    products = [p * b[k] for k, p in sorted(a.items()) if k in b]
    return (max(products), sum(products)) if products else (0.0, 0.0)


def _neighbours(story: Story) -> tuple[dict[int, int], dict[int, int]]:
    """Return the claim that follows and the one that precedes each claim in its article."""
    follow: dict[int, int] = {}
    for claims in story.articles:
        follow.update(zip(claims[:-1].tolist(), claims[1:].tolist(), strict=True))
    return follow, {b: a for a, b in follow.items()}


def _step(claim: int, by: int, follow: dict[int, int], precede: dict[int, int]) -> int:
    """Return the claim that stands `by` places after (before, if negative) this one, -1 if there is none."""
    links = follow if by > 0 else precede
    for _ in range(abs(by)):
        claim = links.get(claim, -1)
    return claim
