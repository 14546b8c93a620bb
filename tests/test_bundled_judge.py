"""The pair judge that comes with the package reads two sentences together, whatever they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from compare.bundled_judge import BundledJudge, bundled_judge
from compare.errors import InputError
from compare.match import pair_model
from compare.match.judge import Question, Side
from compare.match.scorer import fitted
from compare.read.models import DEFAULT_MODEL, fingerprint, locate

pytestmark = pytest.mark.model


def test_the_package_s_files_belong_together() -> None:
    """The pair model to the bundled encoder, the scorer to the pair model."""
    with np.load(pair_model.FITTED) as file:
        assert str(file["weights"]) == fingerprint(locate(DEFAULT_MODEL, offline=True))
    assert fitted(reading=True).meaning.pair_model == pair_model.revision()
    assert fitted().meaning.pair_model == ""
    assert pair_model.FITTED.stat().st_size < 6_000_000


def test_the_bundled_judge_reads_both_sentences_together() -> None:
    """What says the same in other words is likelier than another fact of the same topic; the order changes nothing."""
    said = Side("The council voted 7 to 2 on Monday to close the old harbour bridge to lorries.")
    same = Side(
        "By seven votes to two, councillors decided on Monday that lorries may no longer cross the old bridge."
    )
    other = Side("The harbour bridge was built in 1931 and is the oldest in the county.")
    judge = bundled_judge()
    yes, no, turned = judge.judge(
        [Question.of(said, same), Question.of(said, other), Question.of(same, said)]
    )
    assert yes.aligned > 0.5 > no.aligned
    assert yes.same is not None
    assert yes.relation == ("same" if yes.same >= 0.5 else "partial")
    assert turned == yes
    assert judge.judge([]) == []


def test_any_text_can_be_read() -> None:
    """Empty, very long, or with halves of surrogate pairs."""
    odd = [Side(""), Side("harbour " * 4000), Side("\ud83d broken"), Side("港の橋")]
    said = bundled_judge().judge([Question.of(a, b) for a in odd for b in odd])
    assert all(0 <= x.aligned <= 1 for x in said)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As a damaged one."""
    with pytest.raises(InputError, match="is no pair model"):
        BundledJudge(tmp_path / "none.npz").judge([Question.of(Side("a"), Side("b"))])
