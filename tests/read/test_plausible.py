"""A source is somebody who can say something: no time, place of a dateline, thing or piece of a clause."""

from __future__ import annotations

import pytest

from tests.claims import claim


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Ilse Brandt asked for help, the ministry said in a statement.", "the ministry"),
        ("The dockers want a vote, two clerks told the Harbour Post.", "two clerks"),
        ("Orvell has asked for boats, the envoys said, and awaits an answer.", "the envoys"),
        ("The review will look at the lock, per The Harbour Post.", "The Harbour Post"),
        ("Every docker has signed the letter, the Harbour Post has learned.", "the Harbour Post"),
        ("The lock may close, according to one of the people familiar with the plan.", "one of the people familiar with the plan"),
        ("Ilse Brandt, 58, who said that the lock was unsafe, wept.", "Ilse Brandt"),
        ("VELDHAVEN, Norland — The council said that the lock was safe.", "The council"),
    ],
)  # fmt: skip
def test_the_source_is_found(sentence: str, source: str) -> None:
    """Behind what was said to whom and where, in the middle, and where only media write so."""
    speaker = claim(sentence).speaker
    assert speaker is not None
    assert speaker.text == source


@pytest.mark.parametrize(
    "sentence",
    [
        "Orvell claims the islands.",
        "Orvell, which claims the islands as its own, sent boats.",
        "Ilse Brandt forwarded emails to her own account.",
        "They were slower to help than they had hoped.",
    ],
)
def test_no_source_is_made_up(sentence: str) -> None:
    """A claim to a thing is no claim that something is so, and a noun is no verb of saying."""
    told = claim(sentence)
    assert told.speaker is None
    assert told.certainty == "flat"
