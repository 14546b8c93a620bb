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
        ("The lock is safe, according to documents filed late Monday.", "documents"),
        ("Ilse Brandt said it, according to a speech given at a “summit”.", "a speech"),
        ("Majority Leader Harro Tan spoke with Ilse Brandt and said the lock was safe.", "Majority Leader Harro Tan"),
        ("The rules issued Thursday said that the lock was safe.", "The rules"),
        ("The decision incited instant anger from dockers, who called it a trick.", "dockers"),
        ("The plan did not sway dockers, who say the lock is unsafe.", "dockers"),
        ("The plan upset other dockers, who said the lock was unsafe.", "other dockers"),
        ("It was quickly praised by Mayor Tan, who said the lock was safe.", "Mayor Tan"),
        ("He’s said that the lock is safe.", "He"),
        ("Harro Tan Jr.’s lawyer said the lock was safe.", "Harro Tan Jr.’s lawyer"),
        ("A Herald/Lantern poll showed that most dockers agree.", "A Herald/Lantern poll"),
        ("One clerk at the lock said it was unsafe.", "One clerk at the lock"),
        ("At the quay, two-thirds of likely voters said no.", "two-thirds of likely voters"),
        ("The council will pay, a contention Mr. Tan’s lawyer disputed.", "Mr. Tan’s lawyer"),
        ("The company’s CEO said that the lock was safe.", "The company’s CEO"),
        ("Harro Tan rarely, if ever, says that the lock is safe.", "Harro Tan"),
        ("Tan, speaking Monday in Veldhaven, Norland, said the lock was safe.", "Tan"),
        ("Mary Tan, the sister of Liz Tan, a clerk, said the lock was safe.", "Mary Tan"),
        ("Those surveyed say the lock is unsafe.", "Those surveyed"),
        ("The lock is unsafe, analyst says.", "analyst"),
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
        "But the council will have the final say.",
        "The council must pay for the multiple reports.",
        "The news of the jobs report was late.",
        "Tan’s proposed lock was built.",
        "The mayor has taken repeated aim at the dockers.",
        "The lock fails, according to a far-ranging “plan”.",
        "Under the deal announced Tuesday, dockers get 40 crowns.",
        "Not every docker stays well aware that the lock is unsafe.",
        "They were slower to help than they had hoped.",
    ],
)
def test_no_source_is_made_up(sentence: str) -> None:
    """A claim to a thing is no claim that something is so, and a noun is no verb of saying."""
    told = claim(sentence)
    assert told.speaker is None
    assert told.certainty == "flat"
