"""Boosted trees over what speaks for and against a difference, for the kinds in which the evidence works together.

Whether quotation marks matter hangs on who speaks, on how much is quoted and on what is told outside the marks at once,
which a sum of weights cannot say. The trees look at a pair as a whole: of each evidence the most that any candidate has.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("trees.json")
Node = list[float]  # [value] of a leaf, else [feature, threshold, left, right]


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees of one kind; ``names`` are its features, ``threshold`` the probability from which it is told."""

    names: tuple[str, ...]
    bias: float
    trees: tuple[tuple[Node, ...], ...]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Of a pair with ``features``; what is not among them counts as 0."""
        row = [features.get(name, 0.0) for name in self.names]
        total = self.bias
        for nodes in self.trees:
            node = nodes[0]
            while len(node) > 1:
                feature, threshold, left, right = node
                node = nodes[int(left if row[int(feature)] <= threshold else right)]
            total += node[0]
        return 1 / (1 + math.exp(-total))


def pooled(candidates: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Of each evidence the most that any of a pair's candidates of one kind has, and how many candidates there are."""
    most: dict[str, float] = {"candidates": float(len(candidates))}
    for evidence in candidates:
        for name, value in evidence.items():
            most[name] = max(most.get(name, -math.inf), value)
    return most


@cache
def fitted() -> dict[str, Trees]:
    """The trees that come with the package, by kind."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        kind: Trees(tuple(t["names"]), t["bias"], tuple(map(tuple, t["trees"])), t["threshold"])
        for kind, t in stored.items()
    }
