"""What a second annotator says of the gold, and what was annotated beside it, as the benchmarks read it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from compare.match.gold import DISPUTED, EITHER, SAME, gold_story

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import second_annotator

    return second_annotator  # type: ignore[no-any-return]


def story(*pairs: dict[str, Any]) -> dict[str, Any]:
    articles = [{"letter": x, "title": "T", "sentences": [f"{x} {n}." for n in range(4)]} for x in "AB"]
    return {"story": "S", "annotators": 1, "articles": articles, "pairs": list(pairs), "ambiguous": []}


def pair(x: str, y: str, relation: str, conflict: str = "none", *kinds: str) -> dict[str, Any]:
    return {"x": x, "y": y, "rel": relation, "conflict": conflict, "diff": list(kinds)}


def test_a_pair_that_one_of_two_annotators_gave_counts_neither_way(second: ModuleType) -> None:
    """Whichever of them it was."""
    said = {
        ("A0", "B0"): second.Second("same", "none", frozenset()),
        ("A2", "B2"): second.Second("partial", "none", frozenset()),
    }
    merged = second.without_disputed(story(pair("A0", "B0", "same"), pair("A1", "B1", "same")), said)
    labels = gold_story(Path("S.json"), merged).labels
    assert sorted(labels.values()) == [DISPUTED, DISPUTED, SAME]


def test_a_disputed_relation_keeps_the_pair_and_leaves_its_kinds_out(second: ModuleType) -> None:
    """The kinds of difference are asked of pairs that make the same claim."""
    said = {("A0", "B0"): second.Second("partial", "none", frozenset())}
    merged = second.without_disputed(story(pair("A0", "B0", "same", "none", "quote")), said)
    assert list(gold_story(Path("S.json"), merged).labels.values()) == [EITHER]
    assert merged["pairs"][0]["diff"] == []
    assert set(merged["pairs"][0]["diff_disputed"]) == second.KINDS


def test_kinds_and_conflicts_that_one_alone_gave_are_disputed(second: ModuleType) -> None:
    """What both gave stays, and of which kind a conflict is the first says."""
    said = {
        ("A0", "B0"): second.Second("same", "date", frozenset({"quote", "number"})),
        ("A1", "B1"): second.Second("same", "none", frozenset()),
    }
    first = pair("A0", "B0", "same", "number", "quote", "wording")
    both, alone = second.without_disputed(story(first, pair("A1", "B1", "same", "actor")), said)["pairs"]
    assert (both["diff"], both["diff_disputed"], both["conflict"]) == (
        ["quote"],
        ["number", "wording"],
        "number",
    )
    assert alone["conflict"] == "disputed"


def test_the_second_annotation_names_sentences_and_what_the_guide_knows(second: ModuleType) -> None:
    """No other relation, kind or conflict, and no pair within an article or twice."""
    for pairs in second.second().values():
        for (x, y), what in pairs.items():
            assert x[0] < y[0]
            assert what.relation in ("same", "partial")
            assert what.kinds <= second.KINDS
            assert not what.kinds or what.relation == "same"
            assert what.conflict in ("none", "number", "date", "actor", "polarity", "place", "other")
