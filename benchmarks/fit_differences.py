"""Fits compare/contrast/weights.toml and trees.json: which of the differences that the rules find are told.

Usage: python benchmarks/fit_differences.py [DATA_DIR] [--write]   (default: ../shared/data beside the repository)

Of a pair only the kind is annotated and not the words, so that the best candidate of a kind stands for the pair: in
rounds, a logistic model is fitted to the best candidates, and the candidates are ranked anew. Of the kinds in TREES,
boosted trees over the pair as a whole say whether it is told. Prints F1 by kind, cross-validated by story: no story
helps to judge itself. The stories are divided into folds in several ways, and the figure is that of all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
from gold import gold_pairs, lexicon
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from web import ROOT, data_folder

from compare.configured import Lexicon
from compare.contrast.conflict import clashes
from compare.contrast.differences import candidates
from compare.contrast.introduced import sources
from compare.contrast.telling import Pair, Telling, telling
from compare.contrast.trees import pooled
from compare.contrast.weigh import evidence

KINDS = ("attribution", "certainty", "wording", "actor", "quote", "number", "conflict")
ROUNDS, FOLDS = 4, 10
DIVISIONS = 5  # of the stories into folds: by one alone, F1 of some hundred pairs swings by 0.05
AROUND = 3  # hundredths to each side of a threshold that are looked at with it
TREES = ("quote",)
# The inverse of the penalty on large weights.
STRENGTH = {"attribution": 1.0, "number": 1.0, "conflict": 1.0}
USUAL_STRENGTH = 0.1
# How much recall counts against precision where the threshold is set; what is told and is none does the greater harm.
BETA = {"certainty": 0.3, "actor": 0.7, "wording": 0.8}
# The least precision with which a kind is told; a conflict that is none does the greater harm.
PRECISION = {"conflict": 0.55}
Bag = list[dict[str, float]]  # the evidence of each candidate of one kind on one pair


class Boosted:
    """Boosted trees over what a pair's candidates show together; few and small, for there are few pairs."""

    def __init__(self, bags: Sequence[Bag], labels: Sequence[bool], strength: float = 0.0) -> None:
        rows = [pooled(bag) for bag in bags]
        self.names = sorted({name for row in rows for name in row})
        self.model = HistGradientBoostingClassifier(
            max_iter=80, learning_rate=0.06, max_leaf_nodes=6, min_samples_leaf=15, l2_regularization=5.0,
            max_features=0.3, early_stopping=False, random_state=0,
        ).fit(self._matrix(rows), labels)  # fmt: skip

    def _matrix(self, rows: Sequence[dict[str, float]]) -> np.ndarray:
        return np.array([[row.get(name, 0.0) for name in self.names] for row in rows])

    def probability(self, bag: Bag) -> float:
        """Of the pair."""
        return float(self.model.predict_proba(self._matrix([pooled(bag)]))[0, 1])

    def stored(self, threshold: float) -> dict[str, object]:
        """What compare/contrast/trees.py reads."""
        trees = []
        for stage in self.model._predictors:  # there is no public way to the fitted nodes
            trees.append(
                [
                    [float(f"{n['value']:.5g}")]
                    if n["is_leaf"]
                    else [int(n["feature_idx"]), float(n["num_threshold"]), int(n["left"]), int(n["right"])]
                    for n in stage[0].nodes
                ]
            )
        bias = float(np.ravel(self.model._baseline_prediction)[0])
        return {"threshold": round(threshold, 2), "bias": bias, "names": self.names, "trees": trees}


class Model:
    """A logistic model over named evidence, fitted to the best candidate of each pair."""

    def __init__(self, bags: Sequence[Bag], labels: Sequence[bool], strength: float = USUAL_STRENGTH) -> None:
        self.names = sorted({name for bag in bags for e in bag for name in e})
        rows = [self._matrix(bag) for bag in bags]
        best = [row.mean(axis=0) for row in rows]
        for _ in range(ROUNDS):
            fitted = LogisticRegression(C=strength, max_iter=2000).fit(np.array(best), labels)
            self.weights, self.intercept = fitted.coef_[0], float(fitted.intercept_[0])
            best = [row[int(np.argmax(row @ self.weights))] for row in rows]

    def _matrix(self, bag: Bag) -> np.ndarray:
        return np.array([[e.get(name, 0.0) for name in self.names] for e in bag])

    def probability(self, bag: Bag) -> float:
        """Of the pair: that of its best candidate."""
        return float(1 / (1 + np.exp(-(self._matrix(bag) @ self.weights).max() - self.intercept)))


def main(data: Path, write: bool) -> int:
    """Prints the cross-validated figures; with ``--write`` also writes the weights."""
    if not (data / "alignment-gold" / "train").is_dir():
        print(f"fit_differences: no alignment gold under {data}; nothing fitted")
        return 0
    bags, stories, kinds, disputed = read(data)
    written = []
    trees: dict[str, object] = {}
    for kind in KINDS:
        keep = [i for i in range(len(bags)) if kind not in disputed[i]]
        labels = np.array([kind in kinds[i] for i in keep])
        here = [bags[i].get(kind, []) for i in keep]
        strength = STRENGTH.get(kind, USUAL_STRENGTH)
        model: type[Model] | type[Boosted] = Boosted if kind in TREES else Model
        score, threshold = cross_validated(
            here,
            labels,
            [stories[i] for i in keep],
            strength,
            BETA.get(kind, 1.0),
            model,
            PRECISION.get(kind, 0.0),
        )
        print(
            f"{kind:12} pairs {len(keep)}  with it {labels.sum():4}  F1 cross-validated {score:.3f}  threshold {threshold:.2f}"
        )
        used = [i for i, bag in enumerate(here) if bag]
        if kind in TREES:
            trees[kind] = Boosted([here[i] for i in used], labels[used]).stored(threshold)
        written.append((kind, Model([here[i] for i in used], labels[used], strength), threshold))
    if write:
        path = ROOT / "compare" / "contrast" / "weights.toml"
        path.write_text(_toml(written), encoding="utf-8")
        text = json.dumps(trees, separators=(",", ":")).replace("]],[[", "]],\n[[")
        path.with_name("trees.json").write_text(text + "\n", encoding="utf-8")
    return 0


def read(data: Path) -> tuple[list[dict[str, Bag]], list[str], list[frozenset[str]], list[frozenset[str]]]:
    """For each pair: its candidates' evidence by kind, its story, its kinds and those not to be counted."""
    words = lexicon()
    bags: list[dict[str, Bag]] = []
    stories, kinds, disputed = [], [], []
    for part in ("train", "dev"):
        for pair in gold_pairs(data, part):
            same = pair.relation == "same"
            bag: dict[str, Bag] = {}
            known = sources(pair.told)
            for a, b in product(*pair.claims):
                _add(bag, telling(a, known[a.id]), telling(b, known[b.id]), words, same)
            bags.append(bag)
            stories.append(pair.story)
            kinds.append(pair.kinds | ({"conflict"} if pair.conflict != "none" else set()))
            out = set(KINDS) - {"conflict"} if not same else set(pair.disputed)
            disputed.append(frozenset(out | ({"conflict"} if pair.conflict == "disputed" else set())))
    return bags, stories, kinds, disputed


def _add(bag: dict[str, Bag], a: Telling, b: Telling, words: Lexicon, same: bool) -> None:
    pair = Pair(a, b)
    if same:
        for candidate in candidates(pair, words):
            bag.setdefault(candidate.difference.kind, []).append(evidence(pair, candidate.evidence))
    for clash in clashes(pair, same):
        bag.setdefault("conflict", []).append(evidence(pair, clash.evidence))


def cross_validated(
    bags: Sequence[Bag],
    labels: np.ndarray,
    stories: Sequence[str],
    strength: float,
    beta: float,
    fit: type[Model] | type[Boosted] = Model,
    precision: float = 0.0,
) -> tuple[float, float]:
    """F1 over all pairs with the threshold that the other folds chose, and the threshold that all would choose."""
    names = sorted(set(stories))
    all_scores, all_told = [], []
    for division in range(DIVISIONS):
        order = np.random.default_rng(division).permutation(len(names))
        fold = np.array([order[names.index(story)] % FOLDS for story in stories])
        scores = np.zeros(len(bags))
        for number in range(FOLDS):
            train = [i for i in np.flatnonzero(fold != number) if bags[i]]
            model = fit([bags[i] for i in train], labels[train], strength)
            for i in np.flatnonzero(fold == number):
                scores[i] = model.probability(bags[i]) if bags[i] else 0.0
        told = np.zeros(len(bags), dtype=bool)
        for number in range(FOLDS):
            others = fold != number
            told[~others] = scores[~others] >= best_threshold(scores[others], labels[others], beta, precision)
        all_scores.append(scores)
        all_told.append(told)
    every = np.tile(labels, DIVISIONS)
    return f_score(np.concatenate(all_told), every), best_threshold(
        np.concatenate(all_scores), every, beta, precision
    )


def best_threshold(scores: np.ndarray, labels: np.ndarray, beta: float, precision: float = 0.0) -> float:
    """Where F, the weighted mean of precision and recall, is highest in the neighbourhood, at ``precision`` or more.

    A single peak among a few hundred pairs is chance: what lies around it counts as much.
    """
    steps = np.arange(0.05, 0.95, 0.01)
    f = np.array([f_score(scores >= t, labels, beta) for t in steps])
    right = np.array([(labels & (scores >= t)).sum() / max((scores >= t).sum(), 1) for t in steps])
    return float(steps[int(np.argmax(np.where(_smooth(right) >= precision, _smooth(f), 0.0)))])


def _smooth(values: np.ndarray) -> np.ndarray:
    weights = np.ones(2 * AROUND + 1)
    return np.convolve(values, weights, "same") / np.convolve(np.ones_like(values), weights, "same")


def f_score(told: np.ndarray, labels: np.ndarray, beta: float = 1.0) -> float:
    """Of what is told against what is so."""
    right, weight = (told & labels).sum(), beta * beta
    return float((1 + weight) * right / max(told.sum() + weight * labels.sum(), 1e-9))


def _toml(models: Sequence[tuple[str, Model, float]]) -> str:
    lines = [
        "# Written by benchmarks/fit_differences.py: what speaks for telling a difference (above 0) or against it."
    ]
    for kind, model, threshold in models:
        lines += [
            "",
            f"[{kind}]",
            f"threshold = {threshold:.2f}",
            f"intercept = {model.intercept:.3f}",
            "",
            f"[{kind}.weights]",
        ]
        pairs = zip(model.names, model.weights, strict=True)
        lines += [f'"{name}" = {weight:.3f}' for name, weight in pairs if abs(weight) >= 0.0005]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    to_write = "--write" in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != "--write"]
    sys.exit(main(data_folder(), to_write))
