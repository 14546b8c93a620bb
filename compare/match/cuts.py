"""Where to cut the scorer's probabilities, and how good the cuts are, on annotated stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compare.match.candidates import Candidates
from compare.match.gold import DISPUTED, PARTIAL, SAME
from compare.match.group import clusters
from compare.match.story_types import Ints
from compare.records import Alignment

SAME_RECALL = 0.85  # of the "same" pairs that the threshold must find
_NEGLIGIBLE = 0.05  # probability below which a pair holds no group together

Annotated = tuple[Ints, Candidates, np.ndarray]  # the article of each claim, all pairs, their labels


@dataclass(frozen=True)
class Quality:
    """Figures of merit over some stories; disputed pairs count nowhere."""

    f1: float
    precision: float
    recall: float
    same_found: float  # of the pairs that make the same claim
    same_from_partial: float  # macro-F1 on the aligned pairs
    calibration_error: float


def quality(
    labels: Sequence[np.ndarray], probability: Sequence[np.ndarray], same: Sequence[np.ndarray]
) -> Quality:
    """The figures, each story cut where the others say; with one story, where it says itself."""
    hits = np.zeros(5)
    called = []
    for n in range(len(labels)):
        rest = [k for k in range(len(labels)) if k != n] or [n]
        cut = threshold([labels[k] for k in rest], [probability[k] for k in rest])
        hits += counts(labels[n], probability[n] >= cut)
        called.append(same[n] >= relation_cut([labels[k] for k in rest], [same[k] for k in rest]))
    right, found, aligned, same_right, same_all = hits.tolist()
    return Quality(
        f1=2 * right / max(1, found + aligned),
        precision=right / max(1, found),
        recall=right / max(1, aligned),
        same_found=same_right / max(1, same_all),
        same_from_partial=relation_f1(labels, called),
        calibration_error=calibration(np.concatenate(labels), np.concatenate(probability)),
    )


def counts(labels: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Found and right, found, aligned, found and "same", "same"."""
    known = labels != DISPUTED
    return np.array(
        [
            (found & (labels > 0)).sum(),
            (found & known).sum(),
            (labels > 0).sum(),
            (found & (labels == SAME)).sum(),
            (labels == SAME).sum(),
        ]
    )


def threshold(labels: Sequence[np.ndarray], scores: Sequence[np.ndarray]) -> float:
    """The score with the best F1 among those that find enough of the "same" pairs."""
    y, z = np.concatenate(labels), np.concatenate(scores)
    y, z = y[y != DISPUTED], z[y != DISPUTED]
    order = np.argsort(-z, kind="stable")
    y, z = y[order], z[order]
    hits, same = np.cumsum(y > 0), np.cumsum(y == SAME)
    value = 2 * hits / (np.arange(len(y)) + 1 + hits[-1])
    value[same < SAME_RECALL * same[-1]] = 0
    return float(z[value.argmax()])


def relation_cut(labels: Sequence[np.ndarray], same: Sequence[np.ndarray]) -> float:
    """The probability of "same" from which the relation is called so."""
    return max((0.35, 0.4, 0.45, 0.5, 0.55), key=lambda cut: relation_f1(labels, [s >= cut for s in same]))


def relation_f1(labels: Sequence[np.ndarray], called: Sequence[np.ndarray]) -> float:
    """Macro-F1 of same against partial on aligned pairs, without those of which annotators dispute it."""
    y, guess = np.concatenate(labels), np.concatenate(called)
    known = (y == SAME) | (y == PARTIAL)
    truth, guess = y[known] == SAME, guess[known]
    both = ((truth, guess), (~truth, ~guess))
    return float(np.mean([2 * (t & g).sum() / max(1, t.sum() + g.sum()) for t, g in both]))


def calibration(labels: np.ndarray, probability: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width; disputed pairs left out."""
    y, p = labels[labels != DISPUTED] > 0, probability[labels != DISPUTED]
    place = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[place == b].sum() - y[place == b].sum()) for b in range(10)) / max(1, len(p)))


def group_cut(stories: Sequence[Annotated], probability: Sequence[np.ndarray]) -> float:
    """The mean probability within a group that gives the best groups."""
    return max((0.2, 0.25, 0.3, 0.35, 0.4, 0.45), key=lambda cut: b_cubed(stories, probability, cut))


def b_cubed(stories: Sequence[Annotated], probability: Sequence[np.ndarray], cut: float) -> float:
    """B-cubed F1 on the graph of gold pairs: a claim's true companions are those it is aligned with."""
    precision = recall = 0.0
    number = 0
    for (article, pairs, labels), p_of in zip(stories, probability, strict=True):
        true: dict[str, set[str]] = {str(k): set() for k in range(len(article))}
        found: dict[str, set[str]] = {str(k): set() for k in range(len(article))}
        links = []
        for i, j, p, y in zip(pairs.rows, pairs.columns, p_of, labels, strict=True):
            if y > 0:
                true[str(i)].add(str(j))
                true[str(j)].add(str(i))
            if p > _NEGLIGIBLE:
                links.append(Alignment(str(i), str(j), float(p), "same"))
        for members in clusters({str(k): str(a) for k, a in enumerate(article)}, links, cut):
            for claim in members:
                found[claim] = set(members) - {claim}
        for claim in found:
            if true[claim] or found[claim]:
                shared = len(true[claim] & found[claim]) + 1
                precision += shared / (len(found[claim]) + 1)
                recall += shared / (len(true[claim]) + 1)
                number += 1
    precision, recall = precision / max(1, number), recall / max(1, number)
    return 2 * precision * recall / max(1e-9, precision + recall)
