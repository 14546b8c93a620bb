"""Credits, captions, boilerplate and pointers stand beside the story; the story's own sentences do not."""

from __future__ import annotations

import pytest

from compare.collect.extract import extract
from compare.compute import Job, compute
from compare.match.scorer import fitted
from compare.read.asides import asides
from compare.read.claims import claims
from compare.read.embed import SentenceTransformerEmbedder
from compare.read.models import DEFAULT_MODEL
from tests.articles import HARBOUR, html_page, text_article
from tests.claims import words

ASIDE = [
    "Dockers wait at the gate of the Veldhaven harbour on Monday, Dec. 8, 2025. (AP Photo/Jan Visser)",
    "The mayor, Ilse Brandt, speaks to the press at the town hall. Jan Visser/Getty Images",
    "FILE PHOTO: Containers stand in the port of Veldhaven on a grey morning in June.",
    "Copyright © 2025 Some Outlet.",
    "All rights reserved.",
    "This material may not be published, broadcast, rewritten or redistributed without permission.",
    "The Associated Press contributed to this report.",
    "Jan Visser and the wires contributed to this story.",
    "Reporting by Jan Visser and Ilse de Boer in Veldhaven; Editing by Mark Heinrich",
    "(Additional reporting by Jan Visser; Writing and editing by Ilse Brandt.)",
    "Our Standards: The Thomson Reuters Trust Principles.",
    "This story has been updated with comments from the ministry.",
    "CLICK HERE TO GET THE HARBOUR NEWS APP",
    "Sign up for our morning newsletter and get the news in your inbox.",
    "Follow Jan Visser on Twitter @janvisser.",
    "READ MORE: Five things to know about the strike at the port",
    "Related: Hotels in Veldhaven hold their breath",
    "Watch the video above to see the dockers walk out.",
]
OWN = [
    "The mayor read more of the letter: it named the shipping lines one by one.",
    "The paper said that all rights of the dockers were respected.",
    "Reuters reported on Monday that the talks had failed.",
    "“Sign up for the strike,” a docker told the crowd at the gate.",
    "The photo by a docker shows the minister leaving by the back door.",
    "He follows the ministry on every question, she said.",
    "The agreement was updated in March, according to the ministry (the text is secret).",
    "Reporting by The Tern found that the talks had failed long before.",
    "Editing by the ministry changed the text of the letter.",
    "Copyright law was not discussed at the talks.",
    "Visitors to the fair can watch the ships from above the quay.",
]
EXTRA = "She said that the town would not give way, and that a second letter to the ministry was on its way by courier."
LINKS = ["Five Things to Know About the Harbour Strike", "Mayor Brandt Faces Vote of No Confidence", "Herring Prices Rise for the Third Week"]  # fmt: skip


@pytest.mark.parametrize("text", ASIDE)
def test_what_stands_beside_the_story_is_known(text: str) -> None:
    """A paragraph of a credit, of boilerplate or of a pointer is an aside, whole."""
    article = text_article(
        "http://one.example/a", "Talks fail", [HARBOUR["http://one.example/talks"][1][0], text]
    )
    found = claims(article, words())
    assert asides(found) == {c.id for c in found if c.paragraph == 1}


@pytest.mark.parametrize("text", OWN)
def test_the_story_s_own_sentences_are_none(text: str) -> None:
    """Words that look like boilerplate inside a sentence that tells something."""
    assert asides(claims(text_article("http://one.example/a", "Talks fail", [text]), words())) == frozenset()


def test_a_block_of_headlines_is_one_and_two_subheadings_are_not() -> None:
    """Three lines in a row without a full stop; a subheading stands between sentences."""
    body = HARBOUR["http://one.example/talks"][1]
    found = claims(text_article("http://one.example/a", "Talks fail", [*body, *LINKS]), words())
    told = {c.id: c.text for c in found}
    assert sorted(told[i] for i in asides(found)) == sorted(LINKS)
    mixed = [body[0], "What the Ministry Wants Now", body[1], "What the Dockers Ask For", body[2]]
    assert asides(claims(text_article("http://one.example/a", "Talks fail", mixed), words())) == frozenset()


@pytest.mark.model
def test_what_two_outlets_print_beside_their_stories_is_never_aligned() -> None:
    """Equal captions, boilerplate and links in both; what both tell is aligned all the same."""
    extra = [*ASIDE, *LINKS]
    articles = [
        text_article(url, title, [*paragraphs, *extra]) for url, (title, paragraphs) in HARBOUR.items()
    ]
    revision = SentenceTransformerEmbedder().revision
    job = Job(
        story="harbour", articles=tuple((a, "coverage") for a in articles), outlets=(), lexicon=words(),
        model=DEFAULT_MODEL, revision=revision, scorer=fitted(), vectors={}, threads=1,
    )  # fmt: skip
    comparison = compute(job).comparison
    last = len(HARBOUR["http://three.example/port"][1])
    own = {c.id for c in comparison.claims if c.text not in extra and c.paragraph < 4}
    assert comparison.alignments
    assert last < 4
    assert {x for pair in comparison.alignments for x in (pair.a, pair.b)} <= own


@pytest.mark.model
def test_two_outlets_with_one_subheading_have_no_claim_in_common_by_that() -> None:
    """What a page marks as a heading over paragraphs is shown with the claims and never aligned."""
    subheading = "What the mayor said on Monday"
    articles = []
    for url, (title, paragraphs) in HARBOUR.items():
        body = "".join(f"<p>{p}</p>" for p in paragraphs)
        html = f"<html><body><article><h1>{title}</h1>{body}<h2>{subheading}</h2><p>{EXTRA}</p></article></body></html>"
        articles.append(extract(html_page(url, html), url.split("/")[2]))
    job = Job(
        story="harbour", articles=tuple((a, "coverage") for a in articles), outlets=(), lexicon=words(),
        model=DEFAULT_MODEL, revision=SentenceTransformerEmbedder().revision, scorer=fitted(), vectors={}, threads=1,
    )  # fmt: skip
    comparison = compute(job).comparison
    aligned = {x for pair in comparison.alignments for x in (pair.a, pair.b)}
    headings = {c.id for c in comparison.claims if c.text == subheading}
    assert len(headings) == len(articles)
    assert aligned
    assert not aligned & headings
