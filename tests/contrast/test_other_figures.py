"""Which figures and dates of two tellings could be told of one thing, and which could not."""

from __future__ import annotations

import pytest

from compare.contrast.other_figures import other_figures
from compare.contrast.telling import Pair, telling
from tests.claims import pair


def proposed(a: str, b: str) -> set[tuple[str, str]]:
    """The words of the figures that could be in conflict."""
    first, second = pair(a, b)
    return {
        (c.a.text, c.b.text)
        for c in other_figures(Pair(telling(first), telling(second)), {"same claim": 1.0})
    }


SPEAKS = [
    ("A fire broke out in 2 sheds on Monday.", "The fire broke out in five sheds on Monday.", ("2 sheds", "five sheds")),
    ("His term ends in 2018.", "His second term ends in 2019.", ("2018", "2019")),
    ("He lost the 2016 election.", "He lost the 2018 election.", ("2016", "2018")),
    ("The lock was closed in June 2016.", "The lock was closed in 2018.", ("June 2016", "2018")),
    ("The council voted 251-174 for it.", "The council passed it 264 to 161.", ("251", "264")),
    ("Some 6,000 were sent.", "7,000 troops were sent.", ("Some 6,000", "7,000 troops")),
    ("The fund pays 77 percent.", "The fund pays 25 percent less.", ("77 percent", "25 percent")),
    ("14 coast guard vessels came.", "11 coast guard ships came.", ("14 coast guard vessels", "11 coast guard ships")),
    ("Fourteen Norlanders signed it.", "Eleven Norlanders signed it.", ("Fourteen Norlanders", "Eleven Norlanders")),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "figures"), SPEAKS)
def test_figures_that_may_be_of_one_thing_are_proposed(a: str, b: str, figures: tuple[str, str]) -> None:
    """They are of one sort, and not both can be right."""
    assert figures in proposed(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("He lost the seat in 2018.", "He lost the 2016 election."),
        ("The lock was closed in June 2016.", "The lock was closed in 2016."),
        ("The council voted 264-161 for it.", "Of the members, 35 voted for it."),
        ("6,000 were sent.", "They were sent for two years."),
        ("The fund pays 77 percent.", "The fund pays 23 percent less."),
        ("14 patrol boats came.", "11 coast guard ships came."),
        ("Fourteen Norlanders signed it.", "Eleven traders signed it."),
        ("The clerk, 39, was named on Monday.", "The clerk, in his late 30s, was named."),
        ("One witness heard it.", "Jan Cole, 37, heard it."),
        ("A fire broke out in Terminal 2 on Monday.", "The fire killed five people on Monday."),
    ],
)
def test_figures_of_two_things_are_not(a: str, b: str) -> None:
    """A day of an event and of another, two parts of a whole, a result and a count, a measure and a count."""
    assert proposed(a, b) == set()
