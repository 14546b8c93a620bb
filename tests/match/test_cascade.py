"""The scorer decides the clear pairs; a pair judge reads the doubtful ones, no more than the story's claims allow."""

from __future__ import annotations

import numpy as np
import pytest

from compare.errors import JudgeError
from compare.match.align import pairs
from compare.match.candidates import Candidates
from compare.match.cascade import SHARE, doubtful, joined, read
from compare.match.models import log_odds
from compare.match.scorer import fitted
from compare.match.story_types import Sentence
from compare.records import PairVerdict
from tests.embedders import HashEmbedder
from tests.judges import Fixed

TEXTS = [f"Sentence {k}." for k in range(6)]


def candidates(number: int) -> Candidates:
    rows = np.zeros(number, np.int64)
    return Candidates(rows, rows + 1 + np.arange(number) % 5, np.zeros((number, 1), np.float32), rows)


def odds(*p: float) -> np.ndarray:
    return log_odds(np.array(p, np.float32))


def test_clear_pairs_are_not_read() -> None:
    """Neither those that are almost surely aligned nor those that are almost surely not."""
    assert doubtful(odds(0.02, 0.3, 0.97, 0.6), claims=100).tolist() == [1, 3]


def test_of_too_many_the_most_doubtful_are_read() -> None:
    """So that the time grows with the claims, not with the pairs."""
    assert doubtful(odds(0.1, 0.31, 0.85, 0.29), claims=2).tolist() == [1, 3]


def test_what_is_read_is_weighed_with_the_scorer_s_own() -> None:
    """The log odds of both are mixed; what was not read keeps its own."""
    base = odds(0.3, 0.01)
    judge = Fixed(PairVerdict(0.9, "same", 0.8))
    readings = read(TEXTS, candidates(2), base, judge)
    assert [(q.a.text, q.b.text) for q in judge.asked] == [("Sentence 0.", "Sentence 1.")]
    assert np.isfinite(readings.aligned).tolist() == [True, False]
    mixed = joined(base, readings.aligned)
    assert mixed[0] == pytest.approx((1 - SHARE) * base[0] + SHARE * odds(0.9)[0], abs=1e-5)
    assert mixed[1] == base[1]


@pytest.mark.parametrize("said", [JudgeError("down"), PairVerdict(0.9, "same")])
def test_a_judge_that_does_not_say_it_all_leaves_the_scorer_s_word(said: PairVerdict | JudgeError) -> None:
    """A failure, or a verdict without a probability of same."""
    base = odds(0.3, 0.5)
    readings = read(TEXTS, candidates(2), base, Fixed(said))
    assert not np.isfinite(readings.aligned).any()
    assert joined(base, readings.aligned).tolist() == base.tolist()


def test_a_scorer_and_its_reader_go_together() -> None:
    """One that was fitted with readings is not used without, nor the other way round."""
    sentences = [Sentence("The bridge is shut.", n, 0) for n in range(2)]
    encoding = HashEmbedder().encode([s.text for s in sentences])
    with pytest.raises(ValueError, match="needs its readings"):
        pairs(sentences, encoding, fitted(reading=True))
    with pytest.raises(ValueError, match="no other scorer takes any"):
        pairs(sentences, encoding, fitted(), reader=Fixed(PairVerdict(0.5)))
