"""Which fitted file judges the pairs of a run: the person's own, the package's, or none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from compare.errors import ModelError
from compare.match import pair_model
from compare.match.scorer import FITTED, Scorer
from compare.seeds import slug

FOLDER = "fitted"  # in the configuration folder; what `calibrate` writes there is used by itself


@dataclass(frozen=True, slots=True)
class Matching:
    """How the pairs of a run are judged. ``told`` says it in a report, and names the file by its digest."""

    scorer: Scorer | None  # None: the rough rule
    told: str


def fitted_path(config: Path, model: str) -> Path:
    """Where the fitted file for a model belongs."""
    return config / FOLDER / f"{slug(Path(model).name)}.npz"


def matching_for(
    config: Path, model: str, revision: str, uncalibrated: bool, read_pairs: bool = True
) -> Matching:
    """The fitted file for a model: one in ``config`` first, then the package's.

    ``revision`` is the embedder's; ``read_pairs`` lets the pair model read, where the file knows one. Raises
    ModelError when there is none, unless ``uncalibrated`` is asked for: the probabilities of one model mean nothing
    for another.
    """
    weights = revision.partition("-")[0]
    strangers = []
    for path in (*sorted((config / FOLDER).glob("*.npz")), FITTED):
        scorer = Scorer.load(path, read_pairs)
        meaning = scorer.meaning
        if meaning.weights == weights:
            if meaning.pair_model not in ("", here := pair_model.revision()):
                remedy = (
                    "install the package anew"
                    if path == FITTED
                    else "write it anew with 'outlet-compare calibrate GOLD_DIR'"
                )
                raise ModelError(
                    f"{path}: was fitted with the pair model {meaning.pair_model}, this one is {here}; {remedy}, "
                    "or set read_pairs = false in settings.toml"
                )
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
            told = f"fitted to {meaning.model}, revision {weights}, on {meaning.stories} stories ({path.name} {digest})"
            if meaning.pair_model:
                told += f", doubtful pairs read by the pair model {meaning.pair_model}"
            return Matching(scorer, told)
        if meaning.model == model:
            strangers.append(f"{path} was fitted to its revision {meaning.weights}, this one is {weights}")
    if uncalibrated:
        return Matching(None, f"a rough rule that is not calibrated for {model}")
    why = "; ".join(strangers) or "no fitted file names it"
    raise ModelError(
        f"model {model!r}: the matching is not fitted to it ({why}); fit it with 'outlet-compare calibrate GOLD_DIR "
        f"--model {model}', leave out --model for the one that comes with the package, or give --uncalibrated for a "
        "rough rule whose probabilities mean little"
    )
