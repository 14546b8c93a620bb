"""Which pairs of claims are worth a closer look: a logistic screen over all pairs, one pair of articles at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from compare.match.features import Story, pair_features
from compare.match.models import Logistic, sigmoid
from compare.match.story_types import Floats, Ints

SCREEN = 0.003
MOST = 40


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


def find_candidates(story: Story, screen: Logistic) -> Candidates:
    """Return the pairs that the screen does not rule out.

    Memory grows with what is kept: pairs above SCREEN, and of each claim at most MOST partners in the whole story.
    """
    kept: list[Candidates] = []
    number, most = 0, 2 * MOST * len(story.article)
    present = [k for k, claims in enumerate(story.articles) if len(claims)]
    for place, a in enumerate(present):
        for b in present[place + 1 :]:
            found = pair_features(story, a, b)
            rows, columns, features = (x[found.alike] for x in (found.rows, found.columns, found.features))
            odds = screen.log_odds(features)
            kept.append(Candidates(rows, columns, features, odds).take(sigmoid(odds) > SCREEN))
            number += len(kept[-1].rows)
            if number > most:
                # What is not among the best of these pairs is not among the best of all of them.
                kept = [best_of(kept)]
                number = len(kept[0].rows)
    if not kept:
        none = np.zeros(0, np.int64)
        return Candidates(none, none, np.zeros((0, len(screen.weights)), np.float32), np.zeros(0, np.float32))
    return best_of(kept)


def best_of(parts: list[Candidates]) -> Candidates:
    """Return the pairs of all parts that are among the MOST best of either of their claims, in their order."""
    screen = np.concatenate([k.screen for k in parts])
    rows, columns = np.concatenate([k.rows for k in parts]), np.concatenate([k.columns for k in parts])
    keep = _among_the_best(rows, columns, screen)
    # Cut part by part: the features of all pairs side by side are what the memory would go for.
    starts = np.cumsum([0, *(len(k.rows) for k in parts)])
    features = np.concatenate(
        [k.features[keep[start : start + len(k.rows)]] for k, start in zip(parts, starts, strict=False)]
    )
    return Candidates(rows[keep], columns[keep], features, screen[keep])


def _among_the_best(rows: Ints, columns: Ints, screen: Floats) -> np.ndarray:
    """Return which pairs are among the MOST best of either of their claims."""
    order = np.argsort(-screen, kind="stable")
    keep = np.zeros(len(order), dtype=bool)
    for side in (rows, columns):
        claim = side[order]
        by_claim = np.argsort(claim, kind="stable")
        starts = np.searchsorted(claim[by_claim], claim[by_claim], side="left")
        rank = np.arange(len(order)) - starts
        keep[order[by_claim[rank < MOST]]] = True
    return keep
