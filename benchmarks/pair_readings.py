"""What pair models said of annotated pairs that they had not learnt from: kept, since making it takes hours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from compare.errors import JudgeError
from compare.match.judge import Question
from compare.match.models import log_odds
from compare.records import PairVerdict

READINGS = Path(__file__).with_suffix(".npz")


def write(said: dict[str, PairVerdict], model: str) -> None:
    """Keeps the verdicts on questions, named by the digest of what was asked, and the revision of the package's model."""
    keys = sorted(said)
    odds = log_odds(np.array([(said[key].aligned, said[key].same) for key in keys], np.float32))
    np.savez_compressed(
        READINGS, model=np.array(model), asked=np.array(_short(keys)), odds=odds.astype(np.float16)
    )


class Recorded:
    """A pair judge that says what is kept, and that it does not know the rest."""

    def __init__(self) -> None:
        self.unread = 0
        with np.load(READINGS) as file:
            self.model = str(file["model"])
            self._said = dict(zip(file["asked"].tolist(), file["odds"].astype(float).tolist(), strict=True))

    def judge(self, questions: Sequence[Question]) -> list[PairVerdict | JudgeError]:
        """The kept verdict on each pair."""
        return [self._one(key) for key in _short([q.sha256 for q in questions])]

    def _one(self, key: int) -> PairVerdict | JudgeError:
        if key not in self._said:
            self.unread += 1
            return JudgeError("was not read")
        aligned, same = (1 / (1 + np.exp(-odds)) for odds in self._said[key])
        return PairVerdict(aligned, "same" if same >= 0.5 else "partial", same)


def _short(keys: Sequence[str]) -> list[int]:
    return [int(key[:15], 16) for key in keys]
