"""Search services are asked within their limits and not believed when they answer with an error; links are unwrapped."""

from __future__ import annotations

import dataclasses
import json

import pytest

from compare.collect.links import unwrapped
from compare.collect.search import query, read_gdelt
from compare.collect.urls import seems_article
from compare.collect.ways import Entry
from compare.errors import ExtractionError
from compare.records import Page
from tests.articles import harbour


def answer(body: str) -> Page:
    url = "http://search.example/doc"
    return Page(url, url, 200, (), body.encode(), "2025-12-08T00:00:00Z")


def test_gdelt_s_answer_becomes_entries() -> None:
    """With the time at which it was seen."""
    rows = [
        {"url": "http://two.example/a", "title": "A", "seendate": "20251206T101500Z"},
        {"title": "no url"},
        {"url": 5, "title": "A number"},
        {"url": "/b", "title": "Within the search's own site"},
        {"url": "http://two.example/a\u0000b", "title": "A control character"},
        3,
    ]
    assert read_gdelt(answer(json.dumps({"articles": rows}))) == [
        Entry("http://two.example/a", "A", "", "2025-12-06T10:15:00Z", "second")
    ]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Please limit requests to one every 5 seconds.", "Please limit requests"),
        ("The specified phrase is too short.", "too short"),
        ("{}", "found nothing"),
        ('{"articles": []}', "found nothing"),
        ("[1]", "no list of articles"),
        ("<html>busy</html>", "busy"),
    ],
)
def test_an_error_with_status_200_is_an_error(body: str, says: str) -> None:
    """GDELT's own words are kept; an empty answer is told as such and not as no coverage."""
    with pytest.raises(ExtractionError, match=says):
        read_gdelt(answer(body))


def test_the_query_is_made_of_the_headline_s_names_and_longest_words() -> None:
    """At most six words, none that would be read as syntax."""
    seed = dataclasses.replace(
        harbour()[0], title='Talks on "Veldhaven" harbour fail (again): mayor Brandt angry'
    )
    words = query(seed).split()
    assert {"Veldhaven", "Brandt"} <= set(words)
    assert len(words) <= 6
    assert not set(query(seed)) & set('"():')


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("US, UK hit Iran over oil", "hit Iran oil"),
        ("EU fines UK banks", "EU fines banks"),
        ("What We Know About the Shooting in Texas", "Shooting Texas"),
        ("We're no 'harbour rats', dockers’ union says", "harbour rats dockers union"),
        ("TALKS ON OIL FAIL", "TALKS OIL FAIL"),
    ],
)
def test_the_query_holds_no_word_of_any_headline(title: str, words: str) -> None:
    """Short words are asked for where long ones are few, those of two letters last."""
    assert query(dataclasses.replace(harbour()[0], title=title)) == words


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://two.example/world/asia-pacific/", False),
        ("https://two.example/business", False),
        ("https://two.example/topics/us-china-trade-war-2025", False),
        ("https://two.example/author/ada-holm-of-the-desk", False),
        ("https://two.example/world/talks-on-the-harbour-fail", True),
        ("https://two.example/2025/12/06/harbour", True),
        ("https://two.example/news/c4gz90qe", True),
        ("https://two.example/harbour.html", True),
    ],
)
def test_a_section_s_address_does_not_look_like_an_article_s(url: str, is_one: bool) -> None:
    """By its words, numbers, ending, and the folder that it lies in."""
    assert seems_article(url) is is_one


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("https://www.google.com/amp/s/two.example/a.html", "https://two.example/a.html"),
        ("https://two-example.cdn.ampproject.org/c/s/two.example/a", "https://two.example/a"),
        ("https://web.archive.org/web/20251206101500/http://two.example/a?b=1", "http://two.example/a?b=1"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Ftwo.example%2Fa", "https://two.example/a"),
        ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
        ("https://www.google.com/url?sa=t&q=https://two.example/a&ved=2", "https://two.example/a"),
        ("https://www.google.co.uk/url?q=http%3A%2F%2Ftwo.example%2Fa%3Fb%3D1", "http://two.example/a?b=1"),
        ("https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftwo.example%2Fa", "https://two.example/a"),
        ("https://out.reddit.com/t3?url=https%3A%2F%2Ftwo.example%2Fa&token=x", "https://two.example/a"),
        ("https://www.google.com/url?q=https://www.google.com/amp/s/two.example/a", "https://two.example/a"),
        ("https://www.google.com/search?q=harbour+talks", "https://www.google.com/search?q=harbour+talks"),
        ("https://two.example/amp/a", "https://two.example/amp/a"),
        ("https://www.google.com/url?url=https://[broken", "https://www.google.com/url?url=https://[broken"),
    ],
)  # fmt: skip
def test_a_link_is_taken_out_of_its_wrapping(link: str, leads_to: str) -> None:
    """Caches, archives and redirecting services; what is none of them stays."""
    assert unwrapped(link) == leads_to
