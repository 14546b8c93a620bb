"""Live blogs, versions and the addresses for phones are recognised as what they are."""

from __future__ import annotations

import dataclasses

import pytest

from compare.collect.rank import Candidate, rank
from compare.collect.urls import for_phones, twin
from compare.collect.versions import is_live, same_article
from compare.collect.ways import Entry, Found
from compare.configured import Outlet
from compare.records import Article
from tests.articles import harbour

TWO = Outlet("two", "Two", ("two.example",))
THREE = Outlet("three", "Three", ("three.example",))
HEADLINE = "Veldhaven harbour talks fail, dockers may strike"


def found(url: str, title: str = HEADLINE, at: str = "2025-12-06T12:00:00Z", outlet: Outlet = TWO) -> Found:
    return Found(outlet, Entry(url, title, "", at, "second"), f"feed of {outlet.name}")


@pytest.fixture
def seed() -> Article:
    return dataclasses.replace(
        harbour()[0], published_at="2025-12-06T10:00:00Z", published_precision="second"
    )


def ranked(seed: Article, *items: Found, per_outlet: int = 1) -> dict[str, Candidate]:
    return {c.url: c for c in rank(seed, items, frozenset(), per_outlet)}


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("http://two.example/world/live/2025/dec/06/talks", "Harbour talks"),
        ("http://two.example/news/liveblog/talks", "Harbour talks"),
        ("http://two.example/a", "Harbour talks fail: live updates"),
        ("http://two.example/a", "LIVE: Harbour talks fail"),
        ("http://two.example/a", "Harbour talks fail – as it happened"),
        ("http://two.example/a", "Harbour talks | Live"),
        ("http://two.example/a", "Harbour row live: Two sought a deal"),
        ("http://two.example/a", "Harbour war live – dockers walk out"),
        ("http://two.example/a", "Two-Three harbour war live: dockers walk out"),
        ("http://two.example/a", "US harbour talks live | The Tern"),
        ("http://two.example/a", "LIVE Harbour talks fail"),
        ("http://two.example/news/live-reporting/a", "Harbour talks"),
        ("http://two.example/news/harbour-talks-live-b123.html", "Harbour talks"),
    ],
)
def test_a_live_blog_is_told_by_address_or_headline(url: str, title: str) -> None:
    """In the forms that outlets use."""
    assert is_live(url, title)


@pytest.mark.parametrize(
    "title",
    [
        "Dockers live on half pay",
        "Live Nation buys the harbour hall",
        "They live here",
        "Alive",
        "Where refugees live: a map",
        "How the dockers live – a year in the harbour",
        "No place to live: dockers on their rents",
        "Live music returns to the harbour",
        "The band in the harbour live: review",
        "LIVE NATION BUYS HALL",
    ],
)
def test_the_word_live_alone_makes_no_live_blog(title: str) -> None:
    """A verb, a company, a concert, part of a word."""
    assert not is_live("http://two.example/lives/a", title)
    assert not is_live("http://two.example/where-refugees-live-b123.html", title)


def test_an_outlet_s_article_goes_before_its_live_blog(seed: Article) -> None:
    """Even where the live blog scores higher; it is taken, and told as such, only where there is nothing else."""
    live = found(
        "http://two.example/live/talks", "Live updates: Veldhaven harbour talks fail, dockers may strike"
    )
    article = found("http://two.example/strike", "Strike looms in Veldhaven as harbour talks fail")
    both = ranked(seed, live, article)
    assert [u for u, c in both.items() if c.taken] == [article.entry.url]
    assert "a live blog" in both[live.entry.url].reason
    (alone,) = ranked(seed, live).values()
    assert alone.taken and "a live blog" in alone.reason


def test_a_later_version_is_no_second_article(seed: Article) -> None:
    """However many articles of an outlet are asked for; the reason tells which it is a version of."""
    later = found("http://two.example/talks-2", f"{HEADLINE} on Monday", "2025-12-06T18:00:00Z")
    first = found("http://two.example/talks")
    candidates = ranked(seed, later, first, per_outlet=3)
    (left,) = [c for c in candidates.values() if not c.taken]
    other = next(c for c in candidates.values() if c.taken)
    assert left.reason.endswith(f"version of {other.url}")
    assert ("later" if left.url == later.entry.url else "earlier") in left.reason


def test_more_articles_of_an_outlet_are_taken_when_asked_for(seed: Article) -> None:
    """Two that are no versions of one another."""
    other = found(
        "http://two.example/mayor", "Mayor angry as dockers in Veldhaven threaten strike over harbour"
    )
    assert (
        sum(c.taken for c in ranked(seed, found("http://two.example/talks"), other, per_outlet=2).values())
        == 2
    )


def test_one_text_under_several_outlets_is_kept_and_told(seed: Article) -> None:
    """Perhaps an agency's copy: the texts decide once they are read."""
    candidates = ranked(seed, found("http://two.example/a"), found("http://three.example/b", outlet=THREE))
    assert all(c.taken and "perhaps one agency's copy" in c.reason for c in candidates.values())


@pytest.mark.parametrize(
    "url",
    [
        "http://m.two.example/2025/talks.html",
        "http://amp.two.example/2025/talks.html",
        "http://www.two.example/2025/talks.amp.html",
        "http://www.two.example/amp/2025/talks.html",
        "http://www.two.example/2025/talks/amp",
        "http://www.two.example/2025/talks.html?amp=1",
        "http://www.two.example/2025/talks.html?outputType=amp&utm_source=x",
    ],
)
def test_the_addresses_of_one_article_are_one_candidate(seed: Article, url: str) -> None:
    """AMP, mobile and tracked spellings: the plain address is taken, and of the other it is told whose it is."""
    plain = "http://www.two.example/2025/talks.html"
    assert twin(url) == twin(plain)
    assert for_phones(url) and not for_phones(plain)
    candidates = ranked(seed, found(url), found(plain))
    assert [c.url for c in candidates.values() if c.taken] == [plain]
    assert [c.reason for c in candidates.values() if not c.taken] == [f"another address of {plain}"]


def test_other_articles_are_other_articles() -> None:
    """What only looks like a spelling for phones."""
    assert twin("http://two.example/amplifiers") != twin("http://two.example/lifiers")
    assert twin("http://two.example/a?id=1") != twin("http://two.example/a?id=2")
    assert twin("http://two.example/ramp/a") != twin("http://two.example/r/a")
    assert twin("http://[broken") == twin("http://[broken")


def test_short_headlines_are_no_versions_of_one_another() -> None:
    """Two words in common are chance."""
    assert not same_article(["harbour", "talk"], ["harbour", "talk"])
    assert same_article(["harbour", "talk", "fail"], ["harbour", "talk", "fail", "again"])
