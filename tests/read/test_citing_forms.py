"""The forms in which an outlet is named as a source, or is none, one sentence for each; beside the fixed pieces."""

from __future__ import annotations

import pytest

from compare.configured import Outlet
from compare.read.citations import citations
from tests.articles import text_article

OUTLETS = (
    Outlet("meridian", "The Meridian Times", ("meridian.example",)),
    Outlet("tern", "Tern", ("tern.example",)),
    Outlet("post", "Harbour Post", ("post.example",)),
    Outlet("journal", "The Veldhaven Journal", ("journal.example",), ("the Journal",)),
    Outlet("hill", "The Hill", ("hill.example",)),
)


def told(text: str) -> list[tuple[str, str]]:
    article = text_article("http://other.example/a", "A headline", [text], "other")
    return [(c.outlet, c.role) for c in citations(article, OUTLETS)]


@pytest.mark.parametrize(
    "kind",
    [
        "news agency Tern",
        "state news agency Tern",
        "Russian state news agency Tern",
        "news website Tern",
        "French newspaper Tern",
        "German news magazine Tern",
        "Israeli daily Tern",
        "US broadcaster Tern",
        "U.S. broadcaster Tern",
        "South Korean news agency Tern",
        "business daily Tern",
        "British newspaper the Tern",
    ],
)
def test_an_outlet_s_kind_and_country_may_stand_before_its_name(kind: str) -> None:
    """With or without an article, behind any cue."""
    assert told(f"Brandt told {kind} that help was needed.") == [("tern", "interview")]
    assert told(f"Help was needed, according to {kind}.") == [("tern", "report")]


def test_a_kind_may_stand_before_a_list() -> None:
    """ "News agencies A and B"; an outlet that is not configured may stand in it."""
    both = [("tern", "interview"), ("post", "interview")]
    assert told("Officials told news agencies Tern and Harbour Post that help was needed.") == both
    assert told("Brandt told Greek broadcaster Omega and Tern that help was needed.") == both[:1]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Help is needed, sources tell Tern.", "interview"),
        ("Multiple sources now tell Tern that help is needed.", "interview"),
        ("Two people familiar with the matter tell Tern that help is needed.", "interview"),
        ("“I don't know,” she told a Tern reporter.", "interview"),
        ("“I don't know,” she told a reporter from Tern.", "interview"),
        ("Three sources with knowledge of the matter tell Tern that help is needed.", "interview"),
        ("She told two Tern reporters that help was needed.", "interview"),
        ("She was asked by a reporter from Tern whether she would sell.", "interview"),
        ("Asked by a Tern reporter about the port, she laughed.", "interview"),
        ("Tern's Ada Maria Holm argues that help is needed.", "report"),
        ("Tern's Ada Holm says the mood has changed.", "report"),
        ("Tern's Ada Holm, in Veldhaven, says the mood has changed.", "report"),
        ("Ada Holm, a Tern reporter, said that help was needed.", "report"),
        ("The sale was confirmed by Tern.", "report"),
        ("It has been claimed by Tern that the port was sold.", "report"),
        ("The letter was shown to Tern.", "report"),
        ("The letter, shared exclusively with Tern, was never answered.", "report"),
        ("Tern can reveal that the port was sold.", "report"),
        ("The port is sold, tweeted Tern.", "report"),
        ("The sale was reported earlier in the day by, among others, Tern.", "report"),
        ("Local media, among them Tern, have reported the sale.", "report"),
        ("The sale took an hour (Tern).", "report"),
        ("Media reports (Tern) say that the port was sold.", "report"),
        ("Brandt told the Journal of Lake's plan.", "interview"),
        ("“The port is sold,” Tern reported.", "report"),
        ("“The port is sold,” she said on Tern’s evening programme.", "interview"),
    ],
)
def test_each_form_makes_the_outlet_a_source(text: str, role: str) -> None:
    """By its report, or by what a person told it; the words that say so are named."""
    assert [r for _, r in told(text)] == [role]
    article = text_article("http://other.example/a", "A headline", [text], "other")
    assert all(c.cue for c in citations(article, OUTLETS))


@pytest.mark.parametrize(
    "text",
    [
        "Officials will tell Tern about it on Sunday.",
        "Sources declined to tell Tern whether help was needed.",
        "Brandt told a Tern reporter to sit down.",
        "Brandt told Tern's editors that she would sue.",
        "The port's new name was read out by a guide (Tern)",
        "She works for the national broadcaster (Tern).",
        "The study was published in the Journal of Virology.",
        "According to the Journal of Virology, masks work.",
        "The Journal of Medicine reported that masks work.",
        "On The Hill, lawmakers said that the vote was off.",
        "“Tern reported lies,” he said.",
        "“According to Tern, I am a thief. That is false,” he said.",
        "He said: “Tern reported lies.”",
        "Tern published the letters in 2019, the court said.",
        "Listen to the interview on Tern.",
        "Watch the interview on Tern at nine.",
        "Read the full story at Tern.",
        "For more, read the report in the Harbour Post.",
        "You can watch the interview on Tern.",
        "See Tern's report.",
        "Experts to tell Tern viewers of it.",
        "Veldhaven's Tern said goodbye to its record.",
    ],
)
def test_no_such_form_is_no_citation(text: str) -> None:
    """Another name, what a speaker says of an outlet, what others say that it did, where readers are sent."""
    assert told(text) == []
