"""Fits compare/contrast/weights.toml and trees.json: which of the differences that the rules find are told.

Usage: python benchmarks/fit_differences.py [DATA_DIR] [--write=KIND,KIND...]   (default: ../shared/data beside the repository)

Of a pair only the kind is annotated and not the words, so that the best candidate of a kind stands for the pair: in
rounds, a logistic model is fitted to the best candidates, and the candidates are ranked anew. Of the kinds in TREES,
boosted trees over the pair as a whole say whether it is told. They learn from the gold as it is given, those of BESIDE
from annotated pairs of MSRP too (training_pairs.py). Prints F1 by kind, cross-validated by story: no story helps to
judge itself. It is given against all labels, and without what two annotators dispute (second_annotator.py). The stories
are divided into folds in several ways, and the figure is that of all.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from gold import GoldPair, gold_pairs, lexicon, training_pairs
from second_annotator import agreed, given
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

CONTRAST = ROOT / "compare" / "contrast"
KINDS = ("attribution", "certainty", "wording", "actor", "quote", "number", "conflict")
ROUNDS, FOLDS = 4, 10
DIVISIONS = 5  # of the stories into folds: by one alone, F1 of some hundred pairs swings by 0.05
AROUND = 3  # hundredths to each side of a threshold that are looked at with it
TREES = ("quote",)
# The inverse of the penalty on large weights.
STRENGTH = {"attribution": 1.0, "number": 1.0, "conflict": 1.0}
USUAL_STRENGTH = 0.1
# How much recall counts against precision where the threshold is set; what is told and is none does the greater harm.
BETA = {"actor": 0.7, "wording": 0.8}
BESIDE = ("certainty",)  # kinds that learn from other pairs too; the others are told no better with them
# The least precision with which a kind is told; a conflict that is none does the greater harm.
PRECISION = {"conflict": 0.55}
Bag = list[dict[str, float]]  # the evidence of each candidate of one kind on one pair


@dataclass(frozen=True)
class Row:
    """One annotated pair."""

    story: str
    bags: dict[str, Bag]  # by kind
    kinds: frozenset[str]  # that it has
    left_out: frozenset[str]  # kinds of which nothing is known


@dataclass(frozen=True)
class Beside:
    """Pairs to learn from of which none is measured, with candidates of one kind."""

    bags: list[Bag]
    labels: np.ndarray


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


def main(data: Path, write: Collection[str]) -> int:
    """Prints the cross-validated figures and writes the weights of the kinds in ``write``.

    Not of all: weights that another fit would move a little stay as long as the demo's differences were judged with them.
    """
    if not (data / "alignment-gold" / "train").is_dir():
        print(f"fit_differences: no alignment gold under {data}; nothing fitted")
        return 0
    words = lexicon()
    parts = ("train", "dev")
    pairs = [pair for part in parts for pair in gold_pairs(data, part, given)]
    rows = [row(pair, words) for pair in pairs]
    agreeing = {(p.story, p.names): left_out(p) for part in parts for p in gold_pairs(data, part, agreed)}
    disputed = [agreeing.get((pair.story, pair.names), frozenset(KINDS)) for pair in pairs]
    more = [row(pair, words) for pair in training_pairs(data)]
    for kind in KINDS:
        keep = [i for i, r in enumerate(rows) if kind not in r.left_out]
        known = [rows[i] for i in keep]
        labels = np.array([kind in r.kinds for r in known])
        here = [r.bags.get(kind, []) for r in known]
        strength = STRENGTH.get(kind, USUAL_STRENGTH)
        model: type[Model] | type[Boosted] = Boosted if kind in TREES else Model
        other = beside(more if kind in BESIDE else (), kind)
        said, threshold = cross_validated(
            here,
            labels,
            [r.story for r in known],
            other,
            strength,
            BETA.get(kind, 1.0),
            model,
            PRECISION.get(kind, 0.0),
        )
        undisputed = np.array([kind not in disputed[i] for i in keep])
        print(
            f"{kind:12} pairs {len(known)}  with it {labels.sum():4}  F1 cross-validated "
            f"{f_score(said, np.tile(labels, DIVISIONS)):.3f}  undisputed {undisputed.sum()}, {labels[undisputed].sum():4}  "
            f"F1 {f_score(said[np.tile(undisputed, DIVISIONS)], np.tile(labels[undisputed], DIVISIONS)):.3f}  "
            f"threshold {threshold:.2f}"
        )
        used = [i for i, bag in enumerate(here) if bag]
        bags, told = [here[i] for i in used] + other.bags, np.concatenate([labels[used], other.labels])
        if kind in write and kind in TREES:
            _write_trees(kind, Boosted(bags, told).stored(threshold))
        if kind in write:
            _write_weights(kind, Model(bags, told, strength), threshold)
    return 0


def row(pair: GoldPair, words: Lexicon) -> Row:
    """What is known of a pair, and its candidates' evidence by kind."""
    same = pair.relation == "same"
    bags: dict[str, Bag] = {}
    known = sources(pair.told)
    for a, b in product(*pair.claims):
        _add(bags, telling(a, known[a.id]), telling(b, known[b.id]), words, same)
    kinds = pair.kinds | ({"conflict"} if pair.conflict != "none" else set())
    return Row(pair.story, bags, kinds, left_out(pair))


def left_out(pair: GoldPair) -> frozenset[str]:
    """The kinds of which it is not known whether the pair has them."""
    out = set(pair.disputed) if pair.relation == "same" else set(KINDS) - {"conflict"}
    return frozenset(out | ({"conflict"} if pair.conflict == "disputed" else set()))


def beside(rows: Iterable[Row], kind: str) -> Beside:
    """The pairs with candidates of ``kind`` of which it is known whether they have it."""
    known = [r for r in rows if kind not in r.left_out and r.bags.get(kind)]
    return Beside([r.bags[kind] for r in known], np.array([kind in r.kinds for r in known], dtype=bool))


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
    other: Beside,
    strength: float,
    beta: float,
    fit: type[Model] | type[Boosted] = Model,
    precision: float = 0.0,
) -> tuple[np.ndarray, float]:
    """What is told of the pairs in each division, at the threshold that the other folds chose, and what all would choose."""
    names = sorted(set(stories))
    all_scores, all_told = [], []
    for division in range(DIVISIONS):
        order = np.random.default_rng(division).permutation(len(names))
        fold = np.array([order[names.index(story)] % FOLDS for story in stories])
        scores = np.zeros(len(bags))
        for number in range(FOLDS):
            train = [i for i in np.flatnonzero(fold != number) if bags[i]]
            model = fit(
                [bags[i] for i in train] + other.bags, np.concatenate([labels[train], other.labels]), strength
            )
            for i in np.flatnonzero(fold == number):
                scores[i] = model.probability(bags[i]) if bags[i] else 0.0
        told = np.zeros(len(bags), dtype=bool)
        for number in range(FOLDS):
            others = fold != number
            told[~others] = scores[~others] >= best_threshold(scores[others], labels[others], beta, precision)
        all_scores.append(scores)
        all_told.append(told)
    every = np.tile(labels, DIVISIONS)
    return np.concatenate(all_told), best_threshold(np.concatenate(all_scores), every, beta, precision)


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


def _write_weights(kind: str, model: Model, threshold: float) -> None:
    path = CONTRAST / "weights.toml"
    pairs = zip(model.names, model.weights, strict=True)
    section = "\n".join(
        (
            f"[{kind}]",
            f"threshold = {threshold:.2f}",
            f"intercept = {model.intercept:.3f}",
            "",
            f"[{kind}.weights]",
            *(f'"{name}" = {weight:.3f}' for name, weight in pairs if abs(weight) >= 0.0005),
            "",
        )
    )
    before, _, after = path.read_text(encoding="utf-8").partition(f"[{kind}]\n")
    following = re.search(rf"^\[(?!{kind}\b)", after, re.MULTILINE)
    rest = "\n" + after[following.start() :] if following else ""
    path.write_text(before + section + rest, encoding="utf-8")


def _write_trees(kind: str, trees: dict[str, object]) -> None:
    path = CONTRAST / "trees.json"
    every = json.loads(path.read_text(encoding="utf-8")) | {kind: trees}
    text = json.dumps(every, separators=(",", ":")).replace("]],[[", "]],\n[[")
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    named = [word.removeprefix("--write=") for word in sys.argv if word.startswith("--write=")]
    sys.exit(main(data_folder(), named[0].split(",") if named else ()))
