"""How surely a sentence is said."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.configured import Lexicon
from compare.read.attribution import attributions
from compare.read.certainty import certainty, hedge_index
from compare.read.cues import Cues


def judged(text: str, lexicon: Lexicon, cues: Cues) -> tuple[str, list[str]]:
    sentence = (0, len(text))
    attributed = attributions(text, sentence, [], cues)
    level, spans = certainty(text, sentence, hedge_index(lexicon.hedges), attributed, lexicon.reporting)
    return level, [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("The dam broke at noon.", "flat", []),
        ("The dam may break.", "hedged", ["may"]),
        ("The dam could break and is likely to.", "hedged", ["could", "likely"]),
        ("The dam appears to hold.", "hedged", ["appears to"]),
        ("The man allegedly broke the dam, and might flee.", "alleged", ["allegedly", "might"]),
        ("Ruiz claimed that the dam was safe.", "alleged", ["claimed"]),
        ("Ruiz denied that the dam was unsafe.", "denied", ["denied"]),
        ("Ruiz did not deny that the dam was unsafe.", "flat", []),
        ("Ruiz denied that it may break.", "denied", ["denied", "may"]),
        ("She said: “It may break.”", "hedged", ["may"]),
    ],
)
def test_level_and_its_words(text: str, level: str, words: list[str], lexicon: Lexicon, cues: Cues) -> None:
    """The strongest reserve names the level, and every word that carries one is kept, in quotations too."""
    assert judged(text, lexicon, cues) == (level, words)


@pytest.mark.parametrize(
    "text",
    [
        "The vote is in May.",
        "On May 7 the port opened.",
        "The government of Theresa May fell.",
        "May was warm.",
        "The army showed its might.",
        "The might of the army was shown.",
        "They could not be reached.",
        "It will open as soon as possible.",
        "They appeared in court.",
    ],
)
def test_words_spelt_like_hedges(text: str, lexicon: Lexicon, cues: Cues) -> None:
    """The month, the name, the noun "might", inability and "as soon as possible" hedge nothing."""
    assert judged(text, lexicon, cues) == ("flat", [])


def test_a_headline_in_capitals_can_hedge(lexicon: Lexicon, cues: Cues) -> None:
    """In a headline that capitalises its words, "May" before a verb is the verb."""
    assert judged("Minister May Resign After Lost Vote", lexicon, cues) == ("hedged", ["May"])


@given(
    st.lists(
        st.sampled_from(
            ["may", "May", "might", "could", "not", "appears to", ",", "7", "so-called", "\ud800"]
        )
    ).map(" ".join)
)
def test_spans_are_ordered_and_apart(lexicon: Lexicon, text: str) -> None:
    """On any words the spans are ordered, do not overlap, and are there exactly when the level is not flat."""
    level, spans = certainty(text, (0, len(text)), hedge_index(lexicon.hedges))
    assert (level == "flat") == (not spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
