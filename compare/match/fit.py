"""Fits the matching to an encoder on annotated stories: the scorer, its calibration and its cuts.

Screen and trees score each story by models that never saw it; the second level, the calibration and the cuts are
fitted on those scores. One thread and fixed seeds: the same machine and versions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from compare.errors import InputError
from compare.match.align import in_own_order
from compare.match.candidates import SCREEN, Candidates
from compare.match.cascade import Readings, joined, read
from compare.match.cuts import group_cut, relation_cut, threshold
from compare.match.features import Story, pair_features, prepare
from compare.match.gold import DISPUTED, PARTIAL, SAME, GoldStory
from compare.match.judge import PairJudge
from compare.match.models import Logistic, Trees, sigmoid
from compare.match.scorer import Meaning, Scorer, blended, final_features, relation_features
from compare.match.story_types import Encoding, Floats

FOLDS = 5
ROUNDS = 300  # of boosting
LEAST_STORIES, LEAST_PAIRS = 4, 40  # with fewer the cuts are chance; with 9 stories F1 was 0.55, with 90 0.59

Encode = Callable[[Sequence[str]], Encoding]
Level = tuple[Logistic, Logistic]  # final, relation
Result = tuple[np.ndarray, np.ndarray]  # of all pairs of a story: probability of alignment, and of "same"


@dataclass(frozen=True)
class Gold:
    """One annotated story with the features and labels of all its pairs; only those that are ``alike`` can be aligned."""

    part: str
    story: Story
    texts: tuple[str, ...]  # of the story's claims
    pairs: Candidates
    alike: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Scored:
    """A story's pairs that its screen leaves over: where they stand among all, their log odds, what a judge said."""

    gold: Gold
    keep: np.ndarray
    candidates: Candidates
    base: Floats
    readings: Readings | None = None

    @property
    def final(self) -> Floats:
        """What the final probability is made of."""
        odds = joined(self.base, self.readings.aligned) if self.readings else self.base
        return final_features(self.gold.story, self.candidates, odds)


def enough(stories: Sequence[GoldStory]) -> None:
    """Raises InputError when the stories are too few to fit on."""
    pairs = sum(story.aligned for story in stories)
    if len(stories) < LEAST_STORIES or pairs < LEAST_PAIRS:
        raise InputError(
            f"{len(stories)} annotated stories with {pairs} aligned pairs are too few; at least {LEAST_STORIES} with "
            f"{LEAST_PAIRS} are needed: review more stories, or add the annotated ones of others"
        )


def prepared(stories: Sequence[GoldStory], encode: Encode) -> tuple[list[Gold], tuple[str, ...]]:
    """The stories with the features of all pairs of their sentences, and the features' names."""
    gold: list[Gold] = []
    names: tuple[str, ...] = ()
    for one in stories:
        ordered, encoding, order = in_own_order(one.sentences, encode([s.text for s in one.sentences]))
        story = prepare(ordered, encoding)
        count = len(story.articles)
        parts = [pair_features(story, a, b) for a in range(count) for b in range(a + 1, count)]
        rows, columns, features, alike = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("rows", "columns", "features", "alike")
        )
        labels = [
            one.labels.get(frozenset((order[story.claims[i]], order[story.claims[j]])), 0)
            for i, j in zip(rows, columns, strict=True)
        ]
        names = parts[0].names
        pairs = Candidates(rows, columns, features, np.zeros(len(rows), np.float32))
        texts = tuple(ordered[k].text for k in story.claims)
        gold.append(Gold(one.part, story, texts, pairs, alike, np.array(labels)))
    return gold, names


def folds(gold: Sequence[Gold], seed: int, count: int = FOLDS) -> np.ndarray:
    """The fold of each story, of ``count``; each part of the gold is spread evenly."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(gold), dtype=int)
    for part in sorted({g.part for g in gold}, reverse=True):
        members = np.array([k for k, g in enumerate(gold) if g.part == part])
        fold[members[rng.permutation(len(members))]] = np.arange(len(members)) % count
    return fold


def out_of_fold(gold: Sequence[Gold]) -> list[Scored]:
    """Each story scored by a screen and trees that never saw it."""
    fold = folds(gold, 0)
    scored: dict[int, Scored] = {}
    for f in sorted(set(fold.tolist())):
        x, y = _rows([g for g, k in zip(gold, fold, strict=True) if k != f])
        screen, trees = _logistic(x, y, 0.1), _trees(x, y)
        for n in np.flatnonzero(fold == f).tolist():
            scored[n] = _scored(gold[n], screen, trees)
    return [scored[n] for n in range(len(gold))]


def level_out_of_fold(scored: Sequence[Scored], fold: np.ndarray) -> list[Result]:
    """The results of each story by a second level that was fitted on the other folds."""
    out: dict[int, Result] = {}
    for f in sorted(set(fold.tolist())):
        level = fit_level([s for s, k in zip(scored, fold, strict=True) if k != f])
        for n in np.flatnonzero(fold == f).tolist():
            out[n] = _results(scored[n], level)
    return [out[n] for n in range(len(scored))]


def fit_level(scored: Sequence[Scored]) -> Level:
    """The second level and the relation, fitted on the stories' out-of-fold scores."""
    labels = np.concatenate([s.gold.labels[s.keep] for s in scored])
    known, related = labels != DISPUTED, (labels == SAME) | (labels == PARTIAL)
    final = np.concatenate([s.final for s in scored])
    relation = np.concatenate([relation_features(s.candidates, s.base) for s in scored])
    return (
        _logistic(final[known], (labels[known] > 0).astype(int), 0.1),
        _logistic(relation[related], (labels[related] == SAME).astype(int), 0.05),
    )


def fit(
    gold: Sequence[Gold], names: tuple[str, ...], model: str, weights: str
) -> tuple[Scorer, list[Result]]:
    """A scorer for the encoder of that name and digest, and its results on each story, cross-validated by story."""
    scored = out_of_fold(gold)
    x, y = _rows(gold)
    final, relation = fit_level(scored)
    results = level_out_of_fold(scored, folds(gold, 1))
    meaning = _with_cuts(Meaning(model, weights, 0, 0, 0, names, len(gold)), gold, results)
    return Scorer(meaning, _logistic(x, y, 0.1), _trees(x, y), final, relation), results


def fit_reading(
    gold: Sequence[Gold], scorer: Scorer, judge: PairJudge, pair_model: str
) -> tuple[Scorer, list[Result]]:
    """``scorer`` with a final part and cuts fitted to what ``judge`` says of the doubtful pairs, and its results as ``fit``'s.

    The judge must not have learnt from the stories that it reads. ``pair_model`` is the digest of the model that will
    read in its place.
    """
    scored = [_read(s, judge) for s in out_of_fold(gold)]
    final, _ = fit_level(scored)
    results = level_out_of_fold(scored, folds(gold, 1))
    meaning = _with_cuts(replace(scorer.meaning, pair_model=pair_model), gold, results)
    return replace(scorer, meaning=meaning, final=final), results


def _read(scored: Scored, judge: PairJudge) -> Scored:
    return replace(scored, readings=read(scored.gold.texts, scored.candidates, scored.base, judge))


def recalibrate(
    gold: Sequence[Gold], scorer: Scorer, judge: PairJudge | None = None
) -> tuple[Scorer, list[Result]]:
    """A fitted scorer with its calibration and cuts fitted anew, and its results, each by the other folds.

    For a few stories of one's own: slope and offset of the log odds and the three cuts, six figures in all. ``judge``
    is needed by a scorer that names a pair model.
    """
    scored = [_scored(g, scorer.screen, scorer.trees) for g in gold]
    if judge:
        scored = [_read(s, judge) for s in scored]
    fold = folds(gold, 1)
    out: dict[int, Result] = {}
    for f in sorted(set(fold.tolist())):
        final = _stretched(scorer, [s for s, k in zip(scored, fold, strict=True) if k != f])
        for n in np.flatnonzero(fold == f).tolist():
            out[n] = _results(scored[n], (final, scorer.relation))
    results = [out[n] for n in range(len(gold))]
    meaning = _with_cuts(replace(scorer.meaning, stories=len(gold)), gold, results)
    return replace(scorer, meaning=meaning, final=_stretched(scorer, scored)), results


def _with_cuts(meaning: Meaning, gold: Sequence[Gold], results: Sequence[Result]) -> Meaning:
    labels = [g.labels for g in gold]
    return replace(
        meaning,
        threshold=threshold(labels, [p for p, _ in results]),
        same=relation_cut(labels, [s for _, s in results]),
        group=group_cut([(g.story.article, g.pairs, g.labels) for g in gold], [p for p, _ in results]),
    )


def _stretched(scorer: Scorer, scored: Sequence[Scored]) -> Logistic:
    """The scorer's second level with slope and offset that fit these stories."""
    labels = np.concatenate([s.gold.labels[s.keep] for s in scored])
    odds = np.concatenate([scorer.final.log_odds(s.final) for s in scored])
    known = labels != DISPUTED
    line = _logistic(odds[known, None], (labels[known] > 0).astype(int), 100.0)
    slope = float(line.weights[0] / line.spread[0])
    offset = line.bias - slope * float(line.centre[0])
    final = scorer.final
    return Logistic(final.centre, final.spread, final.weights * slope, final.bias * slope + offset)


def _scored(gold: Gold, screen: Logistic, trees: Trees) -> Scored:
    pairs = gold.pairs
    odds = screen.log_odds(pairs.features)
    keep = np.flatnonzero(gold.alike & (sigmoid(odds) > SCREEN))
    kept = Candidates(pairs.rows[keep], pairs.columns[keep], pairs.features[keep], odds[keep])
    return Scored(gold, keep, kept, blended(kept.screen, trees.log_odds(kept.features)))


def _results(scored: Scored, level: Level) -> Result:
    """For all pairs of a story: probability of alignment (0 for those screened out), and of "same"."""
    final, relation = level
    probability, same = np.zeros(len(scored.gold.labels)), np.zeros(len(scored.gold.labels))
    odds = relation.log_odds(relation_features(scored.candidates, scored.base))
    probability[scored.keep] = sigmoid(final.log_odds(scored.final))
    same[scored.keep] = sigmoid(joined(odds, scored.readings.same) if scored.readings else odds)
    return probability, same


def _rows(gold: Sequence[Gold]) -> tuple[Floats, np.ndarray]:
    labels = np.concatenate([g.labels for g in gold])
    features = np.concatenate([g.pairs.features for g in gold])
    return features[labels != DISPUTED], (labels[labels != DISPUTED] > 0).astype(int)


def _logistic(x: Floats, y: np.ndarray, strength: float) -> Logistic:
    from sklearn.linear_model import LogisticRegression

    centre, spread = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    spread[spread < 1e-9] = 1.0
    if len(set(y.tolist())) < 2:
        raise InputError(
            "the annotated pairs are all of one kind; same and partial ones are needed, and others"
        )
    model = LogisticRegression(C=strength, max_iter=500).fit((x - centre) / spread, y)
    return Logistic(centre, spread, model.coef_[0], float(model.intercept_[0]))


def _trees(x: Floats, y: np.ndarray) -> Trees:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS, learning_rate=0.04, max_leaf_nodes=12, min_samples_leaf=60, l2_regularization=5.0,
        max_features=0.3, random_state=0, early_stopping=False,
    ).fit(x, y)  # fmt: skip
    tables = [stage[0].nodes for stage in model._predictors]  # there is no public way to the fitted nodes
    roots = np.cumsum([0, *(len(t) for t in tables)])[:-1]
    nodes = np.concatenate(tables)
    offset = np.repeat(roots, [len(t) for t in tables])
    leaf = nodes["is_leaf"].astype(bool)
    return Trees(
        feature=np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16),
        threshold=nodes["num_threshold"].astype(np.float64),
        left=np.where(leaf, 0, nodes["left"] + offset).astype(np.int32),
        right=np.where(leaf, 0, nodes["right"] + offset).astype(np.int32),
        value=nodes["value"].astype(np.float64),
        roots=roots.astype(np.int32),
        bias=float(np.ravel(model._baseline_prediction)[0]),
    )
