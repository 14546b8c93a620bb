"""Fits the weights by which compare/collect/score.py scores what was found and same_event.py what was read; prints them.

Usage: python benchmarks/fit_discovery.py [DATA_DIR]   (default: ../shared/data beside the repository)

Every story's first article as the seed, against all that 26 other sites list, through feeds and through sitemaps. A
logistic model over the features of `Scorer`, the sentence vectors' likeness among them, on what scores at least `ASK`
by words. BASIL's stories count four times, because their dates differ more, as those of live coverage do; the weight of
"the same day" is set to 1 and not fitted: the data's dates are the corpus's, exact to the day for SEESAW alone. The
constant is shifted so that `TAKE` lies where precision, cross-validated by story, first reaches 0.915.

What was read: the same pairs as far as their score reaches 0.1, of seeds and articles of one corpus: across the two,
nobody says which stories are the same. Cross-validated: what the check drops of what would be taken, and of the rest.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from discovery import Pages, alike_of, listed_by, stories_of
from numpy.typing import NDArray
from scipy.optimize import minimize
from web import data_folder, served, tool

from compare.collect.extract import extract
from compare.collect.rank import TAKE
from compare.collect.same_event import SAME, features
from compare.collect.score import DAYS, Scorer, days_apart
from compare.collect.ways import Found
from compare.configured import Outlet
from compare.finding.likeness import Likeness
from compare.store.database import writer

LIKELY = 0.1  # score from which on a pair teaches what reading tells
SAME_DAY, SAME_DAY_WEIGHT, BASIL_WEIGHT, RIDGE, FOLDS, PRECISION = 5, 1.0, 4.0, 0.3, 10, 0.915
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One seed with one article that was found for it."""

    story: tuple[str, Any]
    outlet: str
    wanted: bool
    features: tuple[float, ...]


def main(data: Path) -> int:
    """Prints weights and figures."""
    if not tool(data).is_file():
        print(f"fit_discovery: no {tool(data)}; nothing fitted")
        return 0
    stories = stories_of(data)
    hosts = sorted({a["host"] for story in stories.values() for a in story})
    outlets = {name: Outlet(name, name, (name,)) for name in hosts}
    wanted = {key: len(story) - 1 for key, story in stories.items()}
    with served(data) as port, tempfile.TemporaryDirectory() as folder, writer(Path(folder) / "a.db") as db:
        pages, likeness = Pages(port), Likeness(db, None, 2)
        seeds = {key: extract(pages(story[0]["url"]), story[0]["host"]) for key, story in stories.items()}
        corpus = {a["url"]: key[0] for key, story in stories.items() for a in story}
        read = []
        for way in ("feed", "sitemap"):
            found, rows = listed_by(way, outlets, pages), []
            for key, story in stories.items():
                seed = seeds[key]
                alike = alike_of(seed, found, likeness)
                scorer = Scorer(seed, [f.entry for f in found], alike)
                others = {a["url"] for a in story[1:]}
                rows += [
                    Row(
                        key, f.outlet.key, f.entry.url in others, (*scorer.features(f.entry), *alike[f.entry])
                    )
                    for f in found
                    if f.entry in alike
                    and f.outlet.key != seed.outlet
                    and (days_apart(seed, f.entry) or 0) <= DAYS
                ]
                best: dict[str, tuple[float, Found]] = {}
                likely = []
                for f in found:
                    score = scorer.score(f.entry)
                    near_enough = (days_apart(seed, f.entry) or 0) <= DAYS and f.outlet.key != seed.outlet
                    if score < LIKELY or not near_enough:
                        continue
                    if score >= TAKE and score > best.get(f.outlet.key, (0.0, f))[0]:
                        best[f.outlet.key] = (score, f)
                    if corpus[f.entry.url] == key[0]:
                        likely.append(f)
                articles = [extract(pages(f.entry.url), f.outlet.key) for f in likely]
                taken = {f.entry.url for _, f in best.values()}
                for f, article, near in zip(likely, articles, likeness.near(seed, articles), strict=True):
                    values = features(scorer, seed, article, near)
                    pair = Row(key, f.outlet.key, f.entry.url in others, values)
                    read.append((pair, f.entry.url in taken))
            _report(way, rows, wanted)
    _report_read(read, sorted(wanted, key=str))
    return 0


def _report_read(read: Sequence[tuple[Row, bool]], stories: Sequence[tuple[str, Any]]) -> None:
    inputs = np.array([(1.0, *row.features) for row, _ in read])
    right = np.array([float(row.wanted) for row, _ in read])
    taken = np.array([would for _, would in read])
    order = {story: i % FOLDS for i, story in enumerate(stories)}
    fold = np.array([order[row.story] for row, _ in read])
    even, zero = np.ones(len(read)), np.zeros(len(read))
    held = np.zeros(len(read))
    for k in range(FOLDS):
        inside = fold != k
        fitted = _fit(inputs[inside], right[inside], zero[inside], even[inside])
        held[~inside] = _probability(inputs[~inside] @ fitted)
    fitted = _fit(inputs, right, zero, even)
    print(f"read: constant {fitted[0]:.2f}, weights {np.round(fitted[1:], 2).tolist()}")
    for cut in sorted({0.2, 0.3, 0.36, 0.4, 0.45, 0.5, SAME}):
        told = [
            f"{name} {int((held[which] < cut).sum())} of {int(which.sum())}"
            for name, which in (
                ("right ones taken", taken & (right == 1)),
                ("wrong ones taken", taken & (right == 0)),
                ("wrong ones not taken", ~taken & (right == 0)),
            )
        ]
        print(f"read, cross-validated by story, under {cut:.2f}: {'; '.join(told)}", flush=True)


def _report(way: str, rows: Sequence[Row], wanted: dict[tuple[str, Any], int]) -> None:
    features = np.array([row.features for row in rows])
    offset = SAME_DAY_WEIGHT * features[:, SAME_DAY]
    inputs = np.c_[np.ones(len(rows)), np.delete(features, SAME_DAY, 1)]
    right = np.array([float(row.wanted) for row in rows])
    weight = np.where([row.story[0] == "basil" for row in rows], BASIL_WEIGHT, 1.0)
    weight /= weight.mean()
    order = {story: i % FOLDS for i, story in enumerate(sorted(wanted, key=str))}
    fold = np.array([order[row.story] for row in rows])
    held = np.zeros(len(rows))
    for k in range(FOLDS):
        inside = fold != k
        fitted = _fit(inputs[inside], right[inside], offset[inside], weight[inside])
        held[~inside] = _probability(inputs[~inside] @ fitted + offset[~inside])
    for cut in np.arange(0.2, 0.7, 0.025):
        told, precision = _figures(rows, held, float(cut), wanted)
        if precision >= PRECISION:
            break
    fitted = _fit(inputs, right, offset, weight)
    shift = float(np.log(TAKE / (1 - TAKE)) - np.log(cut / (1 - cut)))
    print(f"{way}: constant {fitted[0] + shift:.2f}, weights", end=" ")
    print(np.round(np.insert(fitted[1:], SAME_DAY, SAME_DAY_WEIGHT), 2).tolist())
    print(f"{way}, cross-validated by story: {told}", flush=True)


def _fit(inputs: Floats, right: Floats, offset: Floats, weight: Floats) -> Floats:
    def loss(w: Floats) -> tuple[float, Floats]:
        logit = inputs @ w + offset
        slope = inputs.T @ (weight * (_probability(logit) - right)) + np.r_[0, 2 * RIDGE * w[1:]]
        return float(
            np.sum(weight * (np.logaddexp(0, logit) - right * logit)) + RIDGE * np.sum(w[1:] ** 2)
        ), slope

    fitted: Floats = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x
    return fitted


def _probability(logit: Floats) -> Floats:
    return 1 / (1 + np.exp(-logit))


def _figures(
    rows: Sequence[Row], scores: Floats, cut: float, wanted: dict[tuple[str, Any], int]
) -> tuple[str, float]:
    """One article of an outlet in each story, the best from ``cut`` on."""
    best: dict[tuple[Any, str], tuple[float, Row]] = {}
    for row, score in zip(rows, scores, strict=True):
        if score >= cut and score > best.get((row.story, row.outlet), (0.0, row))[0]:
            best[row.story, row.outlet] = (float(score), row)
    told = []
    for corpus in ("basil", "seesaw"):
        taken = [row for _, row in best.values() if row.story[0] == corpus]
        right = sum(row.wanted for row in taken)
        total = sum(n for story, n in wanted.items() if story[0] == corpus)
        told.append(f"{corpus} precision {right / max(1, len(taken)):.3f}, recall {right / total:.3f}")
    return "; ".join(told), sum(row.wanted for _, row in best.values()) / max(1, len(best))


if __name__ == "__main__":
    sys.exit(main(data_folder()))
