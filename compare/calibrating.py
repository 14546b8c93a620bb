"""Fits the matching to an embedding model, or to one's own reviewed pairs, and writes the file that runs then use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from compare.bundled_judge import bundled_judge
from compare.errors import unwritable
from compare.match.cuts import Quality, quality
from compare.match.fit import enough, fit, prepared, recalibrate
from compare.match.gold import read_gold
from compare.match.scorer import Scorer, fitted
from compare.matching import fitted_path
from compare.read.embed import SentenceTransformerEmbedder


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was fitted, on what, how well, and where it was written."""

    path: Path
    model: str
    revision: str
    stories: int
    aligned: int
    anew: bool  # all of the scorer, or only its calibration and cuts
    scorer: Scorer
    quality: Quality


def calibrate(gold: Path, model: str, config: Path, out: Path | None) -> Calibrated:
    """Fits to the annotated stories in ``gold``. Raises InputError when they are too few or not readable.

    For the model that the package's file belongs to, the scorer stays and only its calibration and its cuts are
    fitted: a few stories are enough for that, and are not for more.
    """
    stories = read_gold(gold)
    enough(stories)
    embedder = SentenceTransformerEmbedder(model)
    weights = embedder.revision.partition("-")[0]
    path = out or fitted_path(config, model)
    prepared_stories, names = prepared(stories, embedder.encode)
    anew = weights != fitted().meaning.weights
    reading = None
    if anew:
        scorer, results = fit(prepared_stories, names, model, weights)
    else:
        scorer, results = recalibrate(prepared_stories, fitted())
        reading, results = recalibrate(prepared_stories, fitted(reading=True), bundled_judge())
    labels = [story.labels for story in prepared_stories]
    found = quality(labels, [p for p, _ in results], [s for _, s in results])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scorer.save(path, reading)
    except OSError as error:
        raise unwritable(
            f"{path}: cannot be written ({error.strerror}); name another file with --out", error
        ) from None
    aligned = sum(story.aligned for story in stories)
    return Calibrated(path, model, weights, len(stories), aligned, anew, reading or scorer, found)
