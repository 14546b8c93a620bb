"""Reviews over the machine's alignments: which pairs they speak of, and what follows."""

from __future__ import annotations

from compare.match.group import clusters
from compare.match.reviewed import overrule
from compare.records import Alignment, Claim, Member, Review
from tests.articles import text_article

SAME, OTHER = "The bridge was closed on Friday.", "Ferries ran all night instead."
LEFT = text_article("http://one.example/a", "One", [SAME, OTHER, SAME], "one")
RIGHT = text_article("http://two.example/b", "Two", [SAME, OTHER], "two")
MEMBERS = [Member(LEFT, "seed"), Member(RIGHT, "coverage")]


def claim(article: str, name: str, text: str) -> Claim:
    return Claim(name, article, int(name[1:]), 0, text, 0, len(text), "body")


CLAIMS = [
    claim(LEFT.id, "a0", SAME),
    claim(LEFT.id, "a1", OTHER),
    claim(LEFT.id, "a2", SAME),
    claim(RIGHT.id, "b0", SAME),
    claim(RIGHT.id, "b1", OTHER),
]


def review(verdict: str, a: str = SAME, b: str = SAME, swapped: bool = False) -> Review:
    sides = ((RIGHT.id, b), (LEFT.id, a)) if swapped else ((LEFT.id, a), (RIGHT.id, b))
    return Review(*sides[0], *sides[1], verdict)  # type: ignore[arg-type]


def test_a_review_holds_for_every_copy_of_its_sentences_and_either_order() -> None:
    """An article that says a sentence twice is reviewed once; the sides have no order."""
    found = [Alignment("a0", "b0", 0.9, "same"), Alignment("a2", "b0", 0.9, "same")]
    for swapped in (False, True):
        kept, apart = overrule(MEMBERS, CLAIMS, found, [review("reject", swapped=swapped)])
        assert kept == ()
        assert apart == {frozenset(("a0", "b0")), frozenset(("a2", "b0"))}
        kept, _ = overrule(MEMBERS, CLAIMS, [], [review("accept", OTHER, OTHER, swapped)])
        assert [(x.a, x.b, x.probability, x.decided_by) for x in kept] == [("a1", "b1", 1.0, "person")]


def test_a_review_of_what_is_no_longer_told_changes_nothing() -> None:
    """Sentences that are gone from the story are no error."""
    found = (Alignment("a0", "b0", 0.9, "same"),)
    kept, apart = overrule(MEMBERS, CLAIMS, found, [review("reject", "Gone.", SAME)])
    assert (kept, apart) == (found, frozenset())


def test_claims_held_apart_share_no_group_through_a_third() -> None:
    """Two claims that a person told apart stay apart even where both are surely the same as a third."""
    pairs = [Alignment("x", "z", 0.99, "same"), Alignment("y", "z", 0.98, "same")]
    article = {"x": "1", "y": "2", "z": "3"}
    assert clusters(article, [*pairs, Alignment("x", "y", 0.9, "same")], 0.3) == [("x", "y", "z")]
    assert clusters(article, pairs, 0.3, {frozenset(("x", "y"))}) == [("x", "z")]
