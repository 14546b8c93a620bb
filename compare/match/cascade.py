"""The cheap scorer decides the clear pairs; a pair judge reads the others before the story around them is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compare.errors import JudgeError
from compare.match.candidates import Candidates
from compare.match.judge import PairJudge, Question, Side
from compare.match.models import log_odds, sigmoid
from compare.match.story_types import Floats, Ints

# Probabilities by a pair's own features between which it is read; below, one in fifty is aligned, and above, one in
# twenty is not.
LEAST, MOST = 0.08, 0.9
CENTRE = 0.3  # about where pairs are cut
SHARE = 0.3  # of the judge's log odds in those of a pair that it read


@dataclass(frozen=True)
class Readings:
    """What a judge said of the candidates, in log odds; not a number for those that it did not read."""

    aligned: Floats
    same: Floats  # given that the pair is aligned


def doubtful(base: Floats, claims: int) -> Ints:
    """The candidates worth reading, by their log odds: the most doubtful, no more than the story has claims."""
    p = sigmoid(base)
    open_ = np.flatnonzero((p >= LEAST) & (p <= MOST))
    far = np.abs(base[open_] - np.log(CENTRE / (1 - CENTRE)))
    return np.sort(open_[np.argsort(far, kind="stable")][:claims])


def read(texts: Sequence[str], candidates: Candidates, base: Floats, judge: PairJudge) -> Readings:
    """Has the doubtful candidates read; ``texts`` are those of the story's claims.

    A failure, and a verdict that does not say how likely the same claim is, counts as not read.
    """
    found = Readings(np.full(len(base), np.nan, np.float32), np.full(len(base), np.nan, np.float32))
    asked = doubtful(base, len(texts))
    questions = [
        Question.of(Side(texts[candidates.rows[k]]), Side(texts[candidates.columns[k]])) for k in asked
    ]
    for k, verdict in zip(asked, judge.judge(questions), strict=True):
        if not isinstance(verdict, JudgeError) and verdict.same is not None:
            found.aligned[k], found.same[k] = log_odds(np.array([verdict.aligned, verdict.same]))
    return found


def joined(own: Floats, said: Floats) -> Floats:
    """The scorer's log odds with the judge's mixed in, where there are any."""
    return np.asarray(np.where(np.isfinite(said), (1 - SHARE) * own + SHARE * said, own), np.float32)
