"""How likely two claims say the same: a logistic model over embedding and word evidence.

Inside one story every sentence is on topic, so the cosine alone judges badly; shared rare words carry as much.
The weights were fitted on annotated pairs from 112 stories with all-MiniLM-L6-v2 (see docs/measures.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

COSINE_WEIGHT = 6.466
OVERLAP_WEIGHT = 15.504
INTERCEPT = -7.596

_WORD = re.compile(r"[^\W_]+")
# Words so common that sharing them says nothing; "said" among them, since nearly every claim is reported.
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "is",
        "it",
        "its",
        "not",
        "of",
        "on",
        "or",
        "our",
        "s",
        "she",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "who",
        "will",
        "with",
        "would",
        "you",
        "said",
    ]
)


def words(text: str) -> frozenset[str]:
    """The words of a claim that can tell it from others, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(text)) - _COMMON


def rarity(claims: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weight of each word by how few of the story's claims have it: log(1 + n / df)."""
    counts = Counter(word for claim in claims for word in claim)
    return {word: math.log1p(len(claims) / n) for word, n in counts.items()}


def overlap(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]], weight: dict[str, float]) -> Matrix:
    """Shared weight over the geometric mean of both weights, for each pair; shape (len(a), len(b)), 0 to 1."""
    index = {word: i for i, word in enumerate(sorted({w for claim in (*a, *b) for w in claim}))}
    scale = np.array([weight[word] for word in index], dtype=np.float32)
    left, right = _bags(a, index), _bags(b, index)
    shared = (left * scale) @ right.T
    norm = np.sqrt(np.outer(left @ scale, right @ scale))
    return np.divide(shared, norm, out=np.zeros_like(shared), where=norm > 0)


def _bags(claims: Sequence[frozenset[str]], index: dict[str, int]) -> Matrix:
    bags = np.zeros((len(claims), len(index)), dtype=np.float32)
    for row, claim in enumerate(claims):
        bags[row, [index[word] for word in claim]] = 1
    return bags


def probability(cosine: Matrix, shared: Matrix) -> Matrix:
    """The fitted model; both inputs and the output have the same shape."""
    logit = COSINE_WEIGHT * cosine + OVERLAP_WEIGHT * shared + INTERCEPT
    return (1 / (1 + np.exp(-logit))).astype(np.float32)
