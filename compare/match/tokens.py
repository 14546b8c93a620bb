"""Late interaction: how much of one sentence's words finds a counterpart among the other's, in context.

For every word piece of a sentence the most similar piece of the other sentence is sought (as in BERTScore, Zhang et
al. 2020, and ColBERT, Khattab and Zaharia 2020); pieces that are rare in the story weigh more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compare.match.story_types import Floats

VOCABULARY = 30522
CLOSE = 0.6
FAR = 0.35


def rarity(ids: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return a weight per word piece: rarer in the story, and in English, is heavier.

    BERT's vocabulary is roughly in order of frequency, so the number of a piece says how rare it is in English.
    """
    spread = Counter(piece for row in ids for piece in set(row))
    n = len(ids)
    return {
        piece: float(np.log((n + 1) / count) * (0.3 + np.log(piece + 1) / np.log(VOCABULARY)) + 0.05)
        for piece, count in spread.items()
    }


@dataclass(frozen=True)
class Pieces:
    """The word pieces of several sentences, end to end.

    Attributes:
        vectors: float32, pieces x d, unit length.
        weights: float32, one per piece.
        starts: where each sentence begins.
    """

    vectors: Floats
    weights: Floats
    starts: np.ndarray

    @classmethod
    def of(cls, vectors: Sequence[Floats], weights: Sequence[Floats]) -> Pieces:
        """Join the pieces of the sentences given."""
        lengths = [len(w) for w in weights]
        if not lengths:
            return cls(np.zeros((0, 0), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64))
        return cls(np.concatenate(vectors), np.concatenate(weights), np.cumsum([0, *lengths])[:-1])


@dataclass(frozen=True)
class Overlap:
    """Per pair of sentences, from the view of one of them; all float32, rows x columns.

    Attributes:
        mean: weighted mean, over its pieces, of the best similarity on the other side.
        found: weight of the pieces with a close counterpart.
        missing: weight of the pieces with none.
        share: `found` as a part of all weight.
    """

    mean: Floats
    found: Floats
    missing: Floats
    share: Floats


def _overlap(best: Floats, own: Pieces) -> Overlap:
    """Sum up pieces x sentences of best similarities into sentences x sentences."""
    weight = own.weights[:, None]
    total = np.asarray(np.add.reduceat(own.weights, own.starts)[:, None], np.float32)
    found = np.add.reduceat((best > CLOSE) * weight, own.starts, axis=0)
    return Overlap(
        mean=np.asarray(np.add.reduceat(best * weight, own.starts, axis=0) / total, np.float32),
        found=found,
        missing=np.add.reduceat((best < FAR) * weight, own.starts, axis=0),
        share=np.asarray(found / total, np.float32),
    )


def overlaps(rows: Pieces, columns: Pieces) -> tuple[Overlap, Overlap]:
    """Return the overlap of each pair of sentences seen from its row and seen from its column."""
    if not len(rows.starts) or not len(columns.starts):
        none = np.zeros((len(rows.starts), len(columns.starts)), np.float32)
        return Overlap(none, none, none, none), Overlap(none, none, none, none)
    similarity = rows.vectors @ columns.vectors.T
    from_rows = _overlap(np.maximum.reduceat(similarity, columns.starts, axis=1), rows)
    turned = _overlap(np.maximum.reduceat(similarity, rows.starts, axis=0).T, columns)
    from_columns = Overlap(turned.mean.T, turned.found.T, turned.missing.T, turned.share.T)
    return from_rows, from_columns
