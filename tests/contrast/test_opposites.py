"""What goes up is no claim of what goes down, unless the two may be one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.contrast.opposites import other_things
from compare.records import Alignment
from tests.claims import pair


def told_apart(a: str, b: str, **more: str) -> bool:
    """Whether the two are no one claim."""
    first, second = pair(a, b)
    alignment = replace(Alignment(first.id, second.id, 0.99, "same"), **more)  # type: ignore[arg-type]
    return bool(other_things([alignment], {first.id: first, second.id: second}))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "Rents in Veldhaven rose by 4 percent on Friday.",
            "Wages in Veldhaven fell by 4 percent on Monday.",
        ),
        (
            "Bread is up 3 percent this year, the office said.",
            "By its count milk fell by 3 percent this year.",
        ),
        ("There was a rise in rents in Veldhaven.", "There was a drop in wages in Veldhaven."),
    ],
)
def test_opposite_ways_of_other_things_are_apart(a: str, b: str) -> None:
    """Each says of something that the other nowhere has that it moved, and the other way."""
    assert told_apart(a, b) and told_apart(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rents in Veldhaven rose by 4 percent.", "Rents in Veldhaven fell by 4 percent."),
        ("Rents in Veldhaven rose by 4 percent.", "Wages in Veldhaven rose by 4 percent."),
        ("The crown lost 3 percent against the mark.", "The mark gained 3 percent against the crown."),
        ("Rents rose by 4 percent as wages fell.", "Wages fell as rents rose by 4 percent."),
        ("On Friday, rents rose by 4 percent.", "By Monday, rents fell by 4 percent."),
        ("The mayor looked up at the 3 gulls.", "The clerk looked down at the 3 boats."),
        (
            "The council gained a new member who speaks for dockers.",
            "The party lost control of the old town.",
        ),
    ],
)
def test_one_thing_or_one_way_is_left_together(a: str, b: str) -> None:
    """Of one thing it may be a conflict; the same way is a matter of matching; nor does every verb move a figure."""
    assert not told_apart(a, b) and not told_apart(b, a)


def test_what_a_person_accepted_stays() -> None:
    """A person's word stands above the rule."""
    pair_of = ("Rents in Veldhaven rose by 4 percent.", "Wages in Veldhaven fell by 4 percent.")
    assert told_apart(*pair_of)
    assert not told_apart(*pair_of, decided_by="person")
