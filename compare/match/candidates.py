"""Which pairs of claims are worth a closer look: a logistic screen over all pairs, one pair of articles at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from compare.match.features import Story, pair_features
from compare.match.models import Logistic, sigmoid
from compare.match.story_types import Floats, Ints

SCREEN = 0.003
MOST = 60


@dataclass(frozen=True)
class Candidates:
    """Pairs of claims of different articles.

    Attributes:
        rows, columns: rows of the story's claims, the article of `rows` before that of `columns`.
        features: float32, pairs x features.
        screen: the screen's log odds.
    """

    rows: Ints
    columns: Ints
    features: Floats
    screen: Floats

    def take(self, keep: np.ndarray) -> Candidates:
        """Return the pairs that `keep` (indices or truth values) selects."""
        return Candidates(self.rows[keep], self.columns[keep], self.features[keep], self.screen[keep])


def all_pairs(story: Story, a: int, b: int) -> tuple[Ints, Ints, Floats]:
    """Return rows, columns and features of all pairs of claims of two articles."""
    features, _ = pair_features(story, a, b)
    rows, columns = np.meshgrid(story.articles[a], story.articles[b], indexing="ij")
    return rows.ravel(), columns.ravel(), features.reshape(-1, features.shape[-1])


def find_candidates(story: Story, screen: Logistic) -> Candidates:
    """Return the pairs that the screen does not rule out.

    Memory grows with what is kept: pairs above SCREEN, and of each claim at most MOST partners in the whole story.
    """
    kept: list[Candidates] = []
    present = [k for k, claims in enumerate(story.articles) if len(claims)]
    for place, a in enumerate(present):
        for b in present[place + 1 :]:
            rows, columns, features = all_pairs(story, a, b)
            odds = screen.log_odds(features)
            kept.append(Candidates(rows, columns, features, odds).take(sigmoid(odds) > SCREEN))
    if not kept:
        none = np.zeros(0, np.int64)
        return Candidates(none, none, np.zeros((0, len(screen.weights)), np.float32), np.zeros(0, np.float32))
    joined = Candidates(
        np.concatenate([k.rows for k in kept]),
        np.concatenate([k.columns for k in kept]),
        np.concatenate([k.features for k in kept]),
        np.concatenate([k.screen for k in kept]),
    )
    return joined.take(_among_the_best(joined))


def _among_the_best(c: Candidates) -> np.ndarray:
    """Return which pairs are among the MOST best of either of their claims."""
    order = np.argsort(-c.screen, kind="stable")
    keep = np.zeros(len(order), dtype=bool)
    for side in (c.rows, c.columns):
        claim = side[order]
        by_claim = np.argsort(claim, kind="stable")
        starts = np.searchsorted(claim[by_claim], claim[by_claim], side="left")
        rank = np.arange(len(order)) - starts
        keep[order[by_claim[rank < MOST]]] = True
    return keep
