"""Fits the matching on annotated stories, cross-validates it by story, and writes the file that the package ships.

Usage: python benchmarks/fit_alignment.py [DATA_DIR] [--write]   (default: ../shared/data beside the repository)

The fitting is `compare.match.fit`, which `outlet-compare calibrate` uses too. Screen and trees score each story by
models that never saw it (5 folds); the second level, the calibration and the cuts are fitted on those scores, and
judged by another five folds. The labels were made by language models under a written guide, not by people: all that the
gold gives is learnt from, and the figures are printed against it and without what two annotators dispute
(second_annotator.py). One thread and fixed seeds: the same machine and versions give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from gate import hold
from pair_readings import Recorded
from second_annotator import SECOND, agreed_stories
from web import data_folder

from compare.match import pair_model
from compare.match.cuts import b_cubed, calibration, counts, relation_cut, relation_f1, threshold
from compare.match.fit import FOLDS, Gold, Result, fit, fit_reading, folds, prepared
from compare.match.gold import read_gold
from compare.match.scorer import FITTED
from compare.read.embed import SentenceTransformerEmbedder
from compare.read.models import DEFAULT_MODEL

Figure = Callable[[np.ndarray], float]  # of story numbers


def main(data: Path) -> int:
    """Prints the figures, writes the file if asked to; 1 when a figure is below its floor."""
    folder = data / "alignment-gold"
    if not folder.is_dir():
        print(f"fit alignment: no gold in {folder}; nothing measured")
        return 0
    torch.set_num_threads(1)
    embedder = SentenceTransformerEmbedder(DEFAULT_MODEL)
    encoded = cache(lambda texts: embedder.encode(texts))
    gold, names = prepared(read_gold(folder), lambda texts: encoded(tuple(texts)))
    agreed, _ = prepared(agreed_stories(data), lambda texts: encoded(tuple(texts)))
    print(f"{len(gold)} stories, {sum(len(g.labels) for g in gold)} pairs, {len(names)} features")
    scorer, results = fit(gold, names, DEFAULT_MODEL, embedder.revision.partition("-")[0])
    print("\nby the scorer alone:")
    alone = _report(gold, gold, results, scorer.meaning.group)
    recorded = Recorded()
    if recorded.model != pair_model.revision():
        print("fit alignment: the kept readings are not of the package's pair model; run fit_pair_model.py")
        return 1
    reading, results = fit_reading(gold, scorer, recorded, recorded.model)
    print(f"\nwith the pair model ({recorded.unread} doubtful pairs were not read):")
    figures = _report(gold, gold, results, reading.meaning.group) | {
        f"{k}, scorer alone": v for k, v in alone.items()
    }
    print("\nthe same without what two annotators dispute:")
    figures |= {
        f"{k}, undisputed": v for k, v in _report(gold, agreed, results, reading.meaning.group).items()
    }
    if "--write" in sys.argv:
        scorer.save(FITTED, reading)
        print(f"wrote {FITTED.name}: {FITTED.stat().st_size} bytes, threshold {scorer.meaning.threshold:.3f}")
    return hold("fit_alignment", figures, [folder, SECOND])


def _report(
    gold: Sequence[Gold], judged: Sequence[Gold], results: Sequence[Result], cut: float
) -> dict[str, float]:
    """Prints the figures by the labels of ``judged``, each fold's cuts chosen on the others', and gives those with floors.

    The cuts are chosen by the labels of ``gold``, the same stories.
    """
    given, labels = [g.labels for g in gold], [g.labels for g in judged]
    fold = folds(gold, 1)
    counted = np.zeros((len(gold), 5))
    called: list[np.ndarray] = [np.zeros(0, bool)] * len(gold)
    for f in range(FOLDS):
        rest = [n for n in range(len(gold)) if fold[n] != f]
        least = threshold([given[n] for n in rest], [results[n][0] for n in rest])
        same = relation_cut([given[n] for n in rest], [results[n][1] for n in rest])
        for n in np.flatnonzero(fold == f).tolist():
            counted[n] = counts(labels[n], results[n][0] >= least)
            called[n] = results[n][1] >= same
    annotated = [(g.story.article, g.pairs, g.labels) for g in judged]
    everything = np.arange(len(gold))
    dev = np.array([n for n in everything if gold[n].part == "dev"], dtype=int)

    def f1(k: np.ndarray) -> float:
        c = counted[k].sum(axis=0)
        return float(2 * c[0] / (c[1] + c[2]))

    def share(part: int, whole: int) -> Figure:
        return lambda k: float(counted[k, part].sum() / counted[k, whole].sum())

    figures = {
        "F1": _told("F1, cross-validated over all stories", f1, everything),
        "same found": _told("of the same pairs, found", share(3, 4), everything),
        "same from partial": _told(
            "same from partial, macro-F1 on aligned pairs",
            lambda k: relation_f1([labels[n] for n in k], [called[n] for n in k]),
            everything,
        ),
        "groups": _told(
            f"groups at {cut}: B-cubed F1",
            lambda k: b_cubed([annotated[n] for n in k], [results[n][0] for n in k], cut),
            everything,
        ),
    }
    _told("precision", share(0, 1), everything)
    _told("recall", share(0, 2), everything)
    if len(dev):
        _told(f"F1 on the {len(dev)} dev stories", f1, dev)
    y, p = np.concatenate(labels), np.concatenate([r[0] for r in results])
    near = p > 0.05
    figures["calibration error"] = calibration(y, p)
    print(
        f"calibration error {figures['calibration error']:.4f}, above 5 % {calibration(y[near], p[near]):.4f}"
    )
    return figures


def _told(name: str, figure: Figure, stories: np.ndarray) -> float:
    """Prints a figure with its 95 % interval by bootstrap over stories, and gives it."""
    rng = np.random.default_rng(1)
    rounds = 200 if "B-cubed" in name else 1000
    drawn = [figure(stories[rng.integers(0, len(stories), len(stories))]) for _ in range(rounds)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = figure(stories)
    print(f"{name} {value:.3f} [{low:.3f}, {high:.3f}]", flush=True)
    return value


if __name__ == "__main__":
    sys.exit(main(data_folder()))
