"""One story computed from its articles: what is switched on changes what it is switched on for, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compare.compute import Job, compute
from compare.match.scorer import fitted
from compare.read.embed import DEFAULT_MODEL, SentenceTransformerEmbedder
from compare.records import Alignment
from tests.articles import harbour
from tests.claims import words
from tests.embedders import HashEmbedder
from tests.judges import tiny_cross_encoder


def job() -> Job:
    """The three articles on the harbour talks."""
    return Job(
        story="harbour",
        articles=tuple((article, "coverage") for article in harbour()),
        outlets=(),
        lexicon=words(),
        model=DEFAULT_MODEL,
        revision=SentenceTransformerEmbedder(DEFAULT_MODEL).revision,
        scorer=fitted(),
        vectors={},
        threads=1,
    )


def test_another_maker_of_vectors_takes_the_place_of_the_model() -> None:
    """Whatever embeds and encodes can be handed in, with the fitted matching and with the rough rule."""
    for scorer in (fitted(), None):
        mine = replace(job(), model="hash", revision="1", scorer=scorer)
        result = compute(mine, HashEmbedder())
        assert {len(vector) for vector in result.vectors.values()} == {64 * 4}
        assert result.comparison.alignments


@pytest.mark.model
def test_an_entailment_model_adds_its_verdicts_and_changes_nothing(tmp_path: Path) -> None:
    """Off, no pair has a verdict; on, each has one, and pairs, differences and conflicts are the same."""
    folder = tiny_cross_encoder(tmp_path / "tiny", ("contradiction", "entailment", "neutral"))
    without = compute(job()).comparison.alignments
    beside = compute(replace(job(), nli=("tiny", str(folder)))).comparison.alignments
    assert without and all(x.verdict is None for x in without)
    assert all(x.verdict is not None and x.verdict.model == "tiny" for x in beside)

    def bare(x: Alignment) -> Alignment:
        return replace(x, verdict=None)

    assert tuple(map(bare, beside)) == without
