"""Discovery over a small web: what each way finds, what it costs, and what is told when it finds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from compare.collect.rank import Candidate
from compare.config import Config
from compare.errors import ExtractionError
from compare.intake import Asked
from compare.pipeline import Options, discover_only, run
from compare.records import Failure, Outlet, Source
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.web import Web, page

ONE, TWO, THREE = HARBOUR
FOUR = "http://four.example/strike"
OUTLETS = (
    Outlet("one", "One", ("one.example",)),
    Outlet("two", "Two", ("two.example",), feeds=("http://two.example/feed",)),
    Outlet("three", "Three", ("three.example",)),
    Outlet("four", "Four", ("four.example",)),
)


def rss(*items: tuple[str, str]) -> str:
    rows = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>Sat, 06 Dec 2025 12:00:00 GMT</pubDate></item>"
        for url, title in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{rows}</channel></rss>'


def sitemap(url: str, title: str) -> str:
    return (
        '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        f"<loc>{url}</loc><news:news><news:publication_date>2025-12-06</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url></urlset>"
    )


@pytest.fixture
def stand(newsstand: Web) -> Web:
    """Two has a feed, Three names a sitemap of sitemaps in robots.txt, Four a feed on its home page."""
    newsstand.pages |= {
        "two.example/feed": rss(
            (TWO, "No deal on Veldhaven harbour"), ("http://two.example/tram", "A tram line opens")
        ),
        "three.example/robots.txt": "User-agent: *\nSitemap: http://three.example/index.xml\n",
        "three.example/index.xml": "<sitemapindex><sitemap><loc>http://three.example/news.xml</loc></sitemap>"
        "<sitemap><loc>http://three.example/index.xml</loc></sitemap></sitemapindex>",
        "three.example/news.xml": sitemap(THREE, "Veldhaven braces for a port strike"),
        "four.example/": '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
        "four.example/rss": rss((FOUR, "Veldhaven dockers to strike after harbour talks fail")),
    }
    return newsstand


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with writer(tmp_path / "a.db") as database:
        yield database


def looked(
    db: Database, config: Config, web: Web, **settings: object
) -> tuple[dict[str, Candidate], list[Failure]]:
    quick = {"retries": 0, "total_seconds": 3, **settings}
    config = replace(config, outlets=OUTLETS, settings=replace(config.settings, **quick))  # type: ignore[arg-type]
    options = Options(config, delay=0, connect_to=(web.connect_to,))
    found, failures = discover_only(db, Source(ONE, "seed"), options)
    return {c.url: c for c in found}, failures


def test_feeds_sitemaps_and_home_pages_are_each_found_and_told(
    db: Database, config: Config, stand: Web
) -> None:
    """Every candidate says how it was found; the other event is left; no article but the seed is fetched."""
    found, failures = looked(db, config, stand)
    assert {url for url, c in found.items() if c.taken} == {TWO, THREE, FOUR}
    assert found[TWO].found_by == "feed of Two"
    assert found[THREE].found_by == "sitemap of Three"
    assert found[FOUR].found_by == "feed that the home page of Four names"
    assert "score" in found["http://two.example/tram"].reason
    asked = {url for url, _ in stand.requests}
    assert not asked & {u.removeprefix("http://") for u in (TWO, THREE, FOUR)}
    assert failures == []


def test_an_outlet_costs_three_requests_and_a_repeated_run_asks_only_whether_all_still_holds(
    db: Database, config: Config, stand: Web
) -> None:
    """robots.txt among them; the second time each list is unchanged."""
    looked(db, config, stand)
    hosts = Counter(url.split("/")[0] for url, _ in stand.requests)
    assert max(hosts[h] for h in ("two.example", "three.example", "four.example")) <= 3
    stand.requests.clear()
    again, _ = looked(db, config, stand)
    assert len(again) == 4
    assert {status for url, status in stand.requests if "robots" not in url} == {304}


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (503, "503"),
        (404, "404"),
        (429, "429"),
        ("<html><h1>Service unavailable</h1></html>", "not an RSS or Atom feed"),
        ("", "empty body"),
        (rss(), "lists nothing"),
    ],
)
def test_a_source_that_is_down_empty_or_lying_is_told(
    db: Database, config: Config, stand: Web, answer: str | int, says: str
) -> None:
    """The others are read, and the failure has the address and the reason."""
    stand.pages["two.example/feed"] = answer
    found, failures = looked(db, config, stand)
    assert {url for url, c in found.items() if c.taken} == {THREE, FOUR}
    told = [f for f in failures if f.url == "http://two.example/feed"]
    assert told and says in told[0].reason and told[0].stage == "discover"


def test_a_site_that_names_neither_feed_nor_sitemap_is_told(db: Database, config: Config, stand: Web) -> None:
    """An outlet in which nothing could be looked for is no outlet without coverage."""
    stand.pages["four.example/"] = "<html><body>hello</body></html>"
    _, failures = looked(db, config, stand)
    assert [f.reason for f in failures if f.url == "http://four.example/"] == [
        "names no sitemap in robots.txt and no feed on its home page"
    ]


def test_each_way_can_be_switched_off(db: Database, config: Config, stand: Web) -> None:
    """With all off nothing is asked but the seed."""
    off = dict.fromkeys(("links", "feeds", "sitemaps", "autodiscovery", "archive"), False)
    assert looked(db, config, stand, **off) == ({}, [])
    assert {url.split("/")[0] for url, _ in stand.requests} == {"one.example"}


def test_a_search_that_answers_with_an_error_page_of_status_200_is_told(
    db: Database, config: Config, stand: Web
) -> None:
    """Its own words are the reason; the other ways go on."""
    found, failures = looked(db, config, stand, gdelt="http://search.example/doc")
    assert len([c for c in found.values() if c.taken]) == 3
    (url,) = (u for u, _ in stand.requests if u.startswith("search.example/doc"))
    assert "Veldhaven" in url and "maxrecords=250" in url
    stand.pages[url] = "Please limit requests to one every 5 seconds."
    assert any("HTTP 404" in f.reason for f in failures)
    _, failures = looked(db, config, stand, gdelt="http://search.example/doc")
    assert any("Please limit requests" in f.reason for f in failures)


def test_links_in_the_seed_lead_to_the_original_out_of_an_amp_cache(
    db: Database, config: Config, stand: Web
) -> None:
    """The cited article's own address is told, as the original."""
    title, paragraphs = HARBOUR[ONE]
    link = '<a href="https://www.google.com/amp/s/two.example/old/piece">told earlier</a>'
    stand.pages["one.example/talks"] = page(title, [f"{paragraphs[0]} It was {link}.", *paragraphs[1:]])
    found, _ = looked(db, config, stand)
    linked = found["https://two.example/old/piece"]
    assert (linked.taken, linked.role, linked.found_by) == (True, "cited_original", "link in the seed")


def test_a_seed_that_cannot_be_read_is_an_error(db: Database, config: Config, stand: Web) -> None:
    """Nothing can be looked for without its text; the error names it."""
    stand.pages["one.example/talks"] = 404
    with pytest.raises(ExtractionError, match=r"one\.example"):
        looked(db, config, stand)


@pytest.mark.model
def test_what_a_feed_lied_about_is_dropped_after_reading(db: Database, config: Config, stand: Web) -> None:
    """The feed's title tells the seed's event, the article another: it is left, with the reason."""
    stand.pages["two.example/deal"] = page(
        "A tram line opens",
        [
            "The city council opened the new tram line to the airport this week, after four years of work on it.",
            "Tickets cost the same as on the bus, and the first ride was free for children and for their parents.",
            "A brass band played at each of the eleven stops, and the weather held until the last of the speeches.",
        ],
    )
    options = Options(replace(config, outlets=OUTLETS[:3]), delay=0, connect_to=(stand.connect_to,))
    (outcome,) = run(db, [Asked(Source(ONE, "seed"))], options).stories
    assert outcome.counts["articles read"] == 2
    assert any(f.url == TWO and "left after reading" in f.reason for f in outcome.failures)
