"""Two small models as plain arrays: a logistic model and boosted trees. Fitted elsewhere, applied here with numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.match.story_types import Floats

Array = NDArray[np.generic]
PART = 20_000  # rows


@dataclass(frozen=True)
class Logistic:
    """A logistic model on standardised features.

    Attributes:
        centre, spread, weights: float64, one per feature.
        bias: log odds where every feature is at its centre.
    """

    centre: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def log_odds(self, x: Floats) -> Floats:
        """Return the log odds of each row of x (rows x features)."""
        # A part at a time: in double precision all of a large story would need twice its features' memory.
        parts = [x[k : k + PART] for k in range(0, max(1, len(x)), PART)]
        odds = [(part - self.centre) / self.spread @ self.weights + self.bias for part in parts]
        return np.concatenate(odds).astype(np.float32)

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the model as named arrays."""
        return {
            f"{name}.centre": self.centre,
            f"{name}.spread": self.spread,
            f"{name}.weights": self.weights,
            f"{name}.bias": np.array(self.bias),
        }

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Logistic:
        """Return the model that `arrays` gave."""
        centre, spread, weights = (
            arrays[f"{name}.{part}"].astype(np.float64) for part in ("centre", "spread", "weights")
        )
        return cls(centre, spread, weights, float(arrays[f"{name}.bias"]))


@dataclass(frozen=True)
class Trees:
    """Boosted regression trees, all nodes in one table.

    Attributes:
        feature: the feature a node asks about; -1 at a leaf.
        threshold: go left where the feature is at most this.
        left, right: number of the next node.
        value: what a leaf adds to the log odds.
        roots: the first node of each tree.
        bias: log odds before any tree.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    roots: NDArray[np.int32]
    bias: float

    def log_odds(self, x: Floats) -> Floats:
        """Return the log odds of each row of x (rows x features)."""
        total = np.full(len(x), self.bias)
        rows = np.arange(len(x))
        for root in self.roots:
            node = np.full(len(x), root)
            while True:
                feature = self.feature[node]
                inner = feature >= 0
                if not inner.any():
                    break
                low = x[rows, np.maximum(feature, 0)] <= self.threshold[node]
                node = np.where(inner, np.where(low, self.left[node], self.right[node]), node)
            total += self.value[node]
        return total.astype(np.float32)

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the model as named arrays."""
        parts = ("feature", "threshold", "left", "right", "value", "roots")
        return {f"{name}.{part}": getattr(self, part) for part in parts} | {
            f"{name}.bias": np.array(self.bias)
        }

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Trees:
        """Return the model that `arrays` gave."""
        return cls(
            feature=arrays[f"{name}.feature"].astype(np.int16),
            threshold=arrays[f"{name}.threshold"].astype(np.float64),
            left=arrays[f"{name}.left"].astype(np.int32),
            right=arrays[f"{name}.right"].astype(np.int32),
            value=arrays[f"{name}.value"].astype(np.float64),
            roots=arrays[f"{name}.roots"].astype(np.int32),
            bias=float(arrays[f"{name}.bias"]),
        )


def sigmoid(z: Floats) -> Floats:
    """Return the probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))), np.float32)


def log_odds(p: Floats) -> Floats:
    """Return the log odds of probabilities, kept finite."""
    q = np.clip(p, 1e-5, 1 - 1e-5)
    return np.asarray(np.log(q / (1 - q)), np.float32)
