"""Of two sentences that share a part little is told, and no conflict where they may be no match."""

from __future__ import annotations

from compare.contrast.differences import contrast
from compare.records import Alignment, Relation
from tests.claims import pair, words


def told(
    a: str, b: str, relation: Relation = "same", probability: float = 0.9
) -> tuple[set[str], str | None]:
    """The kinds of difference, and the kind of conflict, of two sentences aligned so."""
    first, second = pair(a, b)
    (aligned,) = contrast(
        [Alignment(first.id, second.id, probability, relation)], {c.id: c for c in (first, second)}, words()
    )
    return {d.kind for d in aligned.differences}, aligned.conflict


def test_a_part_that_is_shared_says_nothing_of_the_words_beside_it() -> None:
    """A charged word, or a figure that one has alone, may belong to what the other does not tell."""
    a = "The council closed the lock in March, and 40 dockers slammed the regime for it on the quay."
    b = "The council closed the lock in March, and the dockers spoke of it to the government on the quay."
    assert "wording" in told(a, b)[0]
    assert told(a, b, "partial")[0].isdisjoint({"wording", "number", "certainty", "actor"})


def test_a_conflict_needs_a_match() -> None:
    """Two figures of what is hardly one claim contradict each other no more than any two."""
    a = "Eleven coast guard vessels entered the strait on Monday."
    b = "Fourteen coast guard vessels entered the strait, as the ministry put it on the next day."
    assert told(a, b)[1] == "number"
    assert told(a, b, probability=0.25)[1] is None
