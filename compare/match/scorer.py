"""The fitted scorer: one file of arrays, and the probabilities that follow from it.

Fitted by benchmarks/fit_alignment.py; docs/alignment_model.md says on what. A logistic screen looks at every pair,
boosted trees at what it leaves over; a second level sees the pair's rivals, its neighbours in both texts and the
other outlets, and calibrates.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from compare.errors import InputError
from compare.match.candidates import Candidates
from compare.match.cascade import Readings, joined
from compare.match.features import Story
from compare.match.models import Array, Logistic, Trees, sigmoid
from compare.match.story_types import Floats
from compare.match.structure import NEGLIGIBLE, structure

FITTED = Path(__file__).with_name("fitted.npz")
_READING = "reading."  # before the names of what needs a pair model
SCREEN_SHARE = 0.3  # of the blend of screen and trees, which is better than either


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the file says about itself: the encoder it was fitted on, and the cuts."""

    model: str
    weights: str  # digest of the model's files, as the embedder's revision begins with it
    threshold: float  # probability from which a pair counts as aligned
    same: float  # probability of "same", given aligned, from which the relation is so called
    group: float  # mean probability that holds a group together
    features: tuple[str, ...]
    stories: int  # that it was fitted on
    pair_model: str = ""  # digest of that whose readings it needs; empty for none


@dataclass(frozen=True, slots=True)
class Scorer:
    """All fitted parts: ``screen`` and ``trees`` on the pair's features, ``final`` and ``relation`` above them.

    Where ``meaning`` names a pair model, ``final`` was fitted to log odds that its readings are mixed into.
    """

    meaning: Meaning
    screen: Logistic
    trees: Trees
    final: Logistic
    relation: Logistic

    def base(self, candidates: Candidates) -> tuple[Candidates, Floats]:
        """The candidates that are not out of the question, and their log odds by their own features alone."""
        base = blended(candidates.screen, self.trees.log_odds(candidates.features))
        # The rest counts for no other pair, and nothing later raises it to a match.
        keep = sigmoid(base) >= NEGLIGIBLE
        return candidates.take(keep), base[keep]

    def probability(
        self, story: Story, candidates: Candidates, base: Floats, readings: Readings | None = None
    ) -> Floats:
        """The calibrated probability of each candidate."""
        odds = joined(base, readings.aligned) if readings else base
        return sigmoid(self.final.log_odds(final_features(story, candidates, odds)))

    def same(self, candidates: Candidates, base: Floats, readings: Readings | None = None) -> Floats:
        """The probability of "same" given that the pair is aligned."""
        odds = self.relation.log_odds(relation_features(candidates, base))
        return sigmoid(joined(odds, readings.same) if readings else odds)

    def save(self, path: Path, reading: Scorer | None = None) -> None:
        """Writes the scorer to an npz file; the same scorer gives the same bytes.

        ``reading`` is the same scorer with a final part and cuts that need the readings of a pair model.
        """
        arrays: dict[str, Array] = {"about": _told(self.meaning)}
        for name in ("screen", "trees", "final", "relation"):
            arrays |= getattr(self, name).arrays(name)
        if reading:
            arrays[f"{_READING}about"] = _told(reading.meaning)
            arrays |= reading.final.arrays(f"{_READING}final")
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path, reading: bool = False) -> Scorer:
        """The scorer of a file that ``save`` wrote; if ``reading``, that with a pair model, where the file has one.

        Raises InputError for any other file.
        """
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                arrays: Mapping[str, Array] = {key: file[key] for key in file.files}
            upper = _READING if reading and f"{_READING}about" in arrays else ""
            about = json.loads(str(arrays[f"{upper}about"]))
            return cls._of(arrays, Meaning(**{**about, "features": tuple(about["features"])}), upper)
        except (OSError, ValueError, LookupError, TypeError, EOFError, BadZipFile, zlib.error) as error:
            raise InputError(
                f"{path}: is no fitted file of this version ({type(error).__name__}); "
                "write it anew with 'outlet-compare calibrate'"
            ) from None

    @classmethod
    def _of(cls, arrays: Mapping[str, Array], meaning: Meaning, upper: str) -> Scorer:
        return cls(
            meaning=meaning,
            screen=Logistic.read(arrays, "screen"),
            trees=Trees.read(arrays, "trees"),
            final=Logistic.read(arrays, f"{upper}final"),
            relation=Logistic.read(arrays, "relation"),
        )


def _told(meaning: Meaning) -> Array:
    return np.array(json.dumps(asdict(meaning), sort_keys=True))


@cache
def fitted(reading: bool = False) -> Scorer:
    """The scorer that comes with the package, by itself or with the pair model's readings."""
    return Scorer.load(FITTED, reading)


def blended(screen: Floats, trees: Floats) -> Floats:
    """Log odds of the two models, mixed."""
    return np.asarray(SCREEN_SHARE * screen + (1 - SCREEN_SHARE) * trees, np.float32)


def final_features(story: Story, candidates: Candidates, base: Floats) -> Floats:
    """What the final probability is made of: own log odds, and those of the story around the pair."""
    around = structure(story, candidates.rows, candidates.columns, sigmoid(base))
    return np.concatenate([around, base[:, None]], axis=1)


def relation_features(candidates: Candidates, base: Floats) -> Floats:
    """What the relation is made of: the pair's features and its log odds."""
    return np.concatenate([candidates.features, base[:, None]], axis=1)
