"""The entailment model says its own beside the rules; whatever it says, what the rules found stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compare.contrast.differences import contrast
from compare.contrast.entailment import EntailmentModel, with_verdicts
from compare.errors import ModelError
from compare.records import Alignment
from tests.claims import pair, words
from tests.judges import tiny_cross_encoder

PAIRS = [
    ("1,700 dockers will strike.", "2,400 dockers will strike."),
    ("The lock is safe.", "The lock is safe."),
]


@pytest.mark.parametrize(
    "labels", [("contradiction", "entailment", "neutral"), ("ENTAILMENT", "NEUTRAL", "CONTRADICTION")]
)
def test_a_verdict_is_the_same_from_either_side(tmp_path: Path, labels: tuple[str, ...]) -> None:
    """Both directions are read, by whatever order and case the model names its outputs in."""
    model = EntailmentModel(tiny_cross_encoder(tmp_path / "tiny", labels), "tiny")
    there, back = model.verdicts(PAIRS), model.verdicts([(b, a) for a, b in PAIRS])
    assert [v.label for v in there] == [v.label for v in back]
    assert [v.probability for v in there] == pytest.approx([v.probability for v in back], abs=1e-3)
    assert all(v.model == "tiny" and 1 / 3 <= v.probability <= 1 for v in there)
    assert model.verdicts([]) == []


def test_the_rules_findings_stay_whatever_the_model_says(tmp_path: Path) -> None:
    """A conflict in figures is told with its evidence, with the verdict beside it."""
    a, b = pair(*PAIRS[0])
    claims = {a.id: a, b.id: b}
    contrasted = contrast([Alignment(a.id, b.id, 0.9, "same")], claims, words())
    folder = tiny_cross_encoder(tmp_path / "tiny", ("entailment", "neutral", "contradiction"))
    (told,) = with_verdicts(contrasted, claims, EntailmentModel(folder, "tiny"))
    assert told.conflict == "number"
    assert told.verdict is not None
    assert replace(told, verdict=None) == contrasted[0]


def test_a_model_of_other_outputs_and_a_folder_without_one_are_refused(tmp_path: Path) -> None:
    """The error names the model, and where to change it."""
    other = tiny_cross_encoder(tmp_path / "other", ("same", "partial", "neither"))
    with pytest.raises(ModelError, match="not entailment, neutral and contradiction"):
        EntailmentModel(other, "other").verdicts(PAIRS)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="cannot be loaded as a CrossEncoder"):
        EntailmentModel(tmp_path / "empty", "empty").verdicts(PAIRS)
