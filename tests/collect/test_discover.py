"""Candidates carry how they were found and why they are taken or left; nothing is guessed."""

from __future__ import annotations

import dataclasses

import pytest

from compare.collect import discover
from compare.errors import ExtractionError
from compare.records import Article, Outlet, Page
from tests.articles import harbour

TWO = Outlet("two", "Two", ("two.example",))
THREE = Outlet("three", "Three", ("three.example",))
ONE = Outlet("one.example", "One", ("one.example",))


def entry(url: str, title: str, at: str | None = "2025-12-06T12:00:00Z", summary: str = "") -> discover.Entry:
    return discover.Entry(url, title, summary, at)


@pytest.fixture
def seed() -> Article:
    return dataclasses.replace(
        harbour()[0], published_at="2025-12-06T10:00:00Z", published_precision="second"
    )


SAME = entry("http://two.example/deal", "Veldhaven harbour talks fail, dockers may strike")
OTHER = entry("http://two.example/tram", "City council approves a new tram line to the airport")


def decisions(found: list[discover.Candidate]) -> dict[str, bool]:
    return {c.url: c.taken for c in found}


def test_the_same_event_is_taken_and_another_left(seed: Article) -> None:
    """The decision follows the words shared with the seed, and each carries a reason."""
    found = discover.rank(seed, [(TWO, [OTHER, SAME])], frozenset(), 1)
    assert decisions(found) == {SAME.url: True, OTHER.url: False}
    assert all(c.reason for c in found)
    assert found[0].found_by == "feed of Two"


def test_a_story_of_another_week_is_left(seed: Article) -> None:
    """The same words a month later are another event."""
    late = dataclasses.replace(SAME, published_at="2026-01-20T10:00:00Z")
    (candidate,) = discover.rank(seed, [(TWO, [late])], frozenset(), 1)
    assert not candidate.taken
    assert "days" in candidate.reason


def test_one_article_an_outlet_and_none_of_the_seed_s_own(seed: Article) -> None:
    """The best item of each outlet is taken; the seed's outlet tells nothing new."""
    second = entry("http://two.example/again", "Veldhaven harbour: dockers plan strike")
    own = entry("http://one.example/live", "Veldhaven harbour talks fail, live")
    found = discover.rank(seed, [(TWO, [SAME, second]), (ONE, [own])], frozenset(), 1)
    assert sum(c.taken for c in found) == 1
    assert not decisions(found)[own.url]


def test_the_cited_outlet_s_article_is_the_original(seed: Article) -> None:
    """A candidate of an outlet that the seed names as its source is marked so."""
    found = discover.rank(seed, [(TWO, [SAME])], frozenset({"two"}), 1)
    assert found[0].role == "cited_original"


def test_the_order_of_feeds_changes_nothing(seed: Article) -> None:
    """The same feeds in another order give the same decisions in the same order."""
    third = entry("http://three.example/port", "Dockers to strike in Veldhaven after talks fail")
    one_way = discover.rank(seed, [(TWO, [SAME, OTHER]), (THREE, [third])], frozenset(), 1)
    other_way = discover.rank(seed, [(THREE, [third]), (TWO, [OTHER, SAME])], frozenset(), 1)
    assert one_way == other_way


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title>
<link>http://two.example/a</link><pubDate>Sat, 06 Dec 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Some text&lt;/p&gt;</description></item><item><title>x</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A &amp; B</title>
<link href="http://two.example/a"/><updated>2025-12-06T10:00:00Z</updated><summary>Some text</summary></entry></feed>"""


def feed(body: str) -> Page:
    return Page(
        "http://two.example/f", "http://two.example/f", 200, (), body.encode(), "2025-12-08T00:00:00Z"
    )


@pytest.mark.parametrize("body", [RSS, ATOM])
def test_rss_and_atom_are_read_alike(body: str) -> None:
    """Title, link, summary and time come out the same; a link that is no web address is passed over."""
    assert discover.read_feed(feed(body)) == [
        discover.Entry("http://two.example/a", "A & B", "Some text", "2025-12-06T10:00:00Z")
    ]


@pytest.mark.parametrize("body", ["<html><body><h1>Service unavailable</h1></body></html>", "", "\x00\x01"])
def test_a_page_that_is_no_feed_is_an_error(body: str) -> None:
    """An error page with status 200 never reads as a feed without items."""
    with pytest.raises(ExtractionError, match="not an RSS or Atom feed"):
        discover.read_feed(feed(body))
