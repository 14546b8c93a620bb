"""Rates are counts over an outlet's aligned claims, with an interval that few cases leave wide."""

from __future__ import annotations

import pytest

from compare.contrast.rates import interval, rates
from compare.read.claims import claims
from compare.records import Alignment, Member
from tests.articles import text_article
from tests.claims import words


def rated(
    first: list[str], second: list[str], aligned: list[tuple[int, int]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Count and total by outlet and measure, for two articles of which some sentences are aligned."""
    articles = [
        text_article(f"http://{k}.example/a", "A headline", s, k)
        for k, s in (("one", first), ("two", second))
    ]
    told = [c for a in articles for c in claims(a, words())]
    of = [[c for c in told if c.article == a.id and c.kind != "headline"] for a in articles]
    pairs = [Alignment(of[0][i].id, of[1][j].id, 0.9, "same") for i, j in aligned]
    found = rates([Member(a, "coverage") for a in articles], told, pairs, words())
    return {(r.outlet, r.measure): (r.count, r.total) for r in found}


def test_each_measure_counts_what_it_names() -> None:
    """A source, a hedge, a charged word and a person without a name, each where it stands and nowhere else."""
    found = rated(
        ["The talks ended, people familiar with the talks said.", "The mayor slammed the plan.", "The lock may close."],
        ["The talks ended.", "The mayor read the plan.", "The lock will close, Ilse Brandt said."],
        [(0, 0), (1, 1), (2, 2)],
    )  # fmt: skip
    assert found["one", "attributed"] == (1, 3)
    assert found["one", "anonymous"] == (1, 3)
    assert found["one", "charged"] == (1, 3)
    assert found["one", "hedged"] == (1, 3)
    assert found["two", "attributed"] == (1, 3)
    assert found["two", "anonymous"] == found["two", "charged"] == found["two", "hedged"] == (0, 3)


def test_only_aligned_claims_count_and_charged_words_in_quotations_are_the_speakers() -> None:
    """What one outlet tells alone is in no rate, and an outlet that shares nothing has none."""
    found = rated(
        ["“The regime lies,” Ilse Brandt said.", "The mayor slammed the plan."], ["The regime lies, she said."], [(0, 0)]
    )  # fmt: skip
    assert found["one", "charged"] == (0, 1)
    assert rated(["The mayor wept."], ["Herring was served."], []) == {}


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_the_interval_is_wilsons(count: int, total: int, low: float, high: float) -> None:
    """Wide for few cases, and never beyond 0 and 1; the figures are those of published tables."""
    assert interval(count, total) == pytest.approx((low, high), abs=5e-4)
