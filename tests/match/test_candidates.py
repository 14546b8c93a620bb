"""Which pairs are looked at closely: of each claim the best few, whatever the order in which articles are met."""

from __future__ import annotations

import numpy as np

from compare.match import candidates
from compare.match.candidates import Candidates


def made(number: int, seed: int) -> Candidates:
    """So many pairs of forty claims, with ties among their odds."""
    rng = np.random.default_rng(seed)
    odds = np.round(rng.normal(size=number), 1).astype(np.float32)
    features = rng.normal(size=(number, 3)).astype(np.float32)
    return Candidates(rng.integers(0, 20, number), rng.integers(20, 40, number), features, odds)


def test_cutting_while_pairs_come_in_keeps_the_same_pairs_as_cutting_at_the_end() -> None:
    """So memory grows with what is kept, and nothing that would have been kept is lost."""
    parts = [made(3000, seed) for seed in range(4)]
    whole = candidates.best_of(parts)
    stepwise = parts[0]
    for part in parts[1:]:
        stepwise = candidates.best_of([candidates.best_of([stepwise]), part])
    assert (whole.rows == stepwise.rows).all()
    assert (whole.features == stepwise.features).all()
    assert len(whole.rows) <= candidates.MOST * 40


def test_a_pair_is_kept_for_either_of_its_claims() -> None:
    """A claim that has few partners keeps them, though they are the last of a claim that has many."""
    best = candidates.MOST
    rows = np.array([0] * (best + 5) + [1])
    columns = np.array([*range(10, 10 + best + 5), 10 + best + 4])
    odds = -np.arange(best + 6, dtype=np.float32)
    found = candidates.best_of([Candidates(rows, columns, np.zeros((best + 6, 1), np.float32), odds)])
    assert len(found.rows) == best + 6  # each of the others is the best of its own column
