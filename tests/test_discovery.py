"""Discovery over a small web: what each way finds, what it costs, and what is told when it finds nothing."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Executor
from dataclasses import replace

import pytest
from sqlite_utils import Database

from compare.collect.links import LISTING
from compare.collect.rank import Candidate
from compare.config import Config
from compare.configured import Outlet
from compare.discover_only import discover_only
from compare.errors import ExtractionError
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Failure, Source
from compare.reporting import report_of
from tests.articles import HARBOUR
from tests.web import Page, Web, page

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


def looked(
    db: Database, config: Config, web: Web, **settings: object
) -> tuple[dict[str, Candidate], list[Failure]]:
    quick = {"retries": 0, "total_seconds": 3, **settings}
    config = replace(config, outlets=OUTLETS, settings=replace(config.settings, **quick))  # type: ignore[arg-type]
    options = Options(config, delay=0, connect_to=(web.connect_to,))
    found, failures = discover_only(db, Asked(Source(ONE, "seed")), options)
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
    # Two's and Four's robots.txt name no sitemap: Four is asked for its home page to find its feed.
    asked = sorted(url for url, _ in stand.requests)
    assert asked == [
        "four.example/",
        "four.example/rss",
        "one.example/talks",
        "three.example/index.xml",
        "three.example/news.xml",
        "two.example/feed",
    ]
    assert {status for _, status in stand.requests} == {304}


def test_three_requests_are_counted_over_all_hosts_of_an_outlet(
    db: Database, config: Config, stand: Web
) -> None:
    """A feed on a host of its own costs that host's robots.txt too; what then goes beyond three is not asked."""
    hosts = ("feeds.example", "more.example")
    two = replace(OUTLETS[1], feeds=tuple(f"http://{h}/feed" for h in hosts))
    stand.pages["feeds.example/feed"] = 404
    stand.pages["two.example/robots.txt"] = "User-agent: *\nSitemap: http://two.example/news.xml\n"
    stand.pages["two.example/news.xml"] = sitemap(TWO, "No deal on Veldhaven harbour")
    settings = replace(config.settings, retries=0, archive=False)
    options = Options(
        replace(config, outlets=(OUTLETS[0], two), settings=settings), delay=0, connect_to=(stand.connect_to,)
    )
    _, failures = discover_only(db, Asked(Source(ONE, "seed")), options)
    asked = [url for url, _ in stand.requests if not url.startswith("one.example")]
    assert asked == ["feeds.example/robots.txt", "feeds.example/feed", "two.example/robots.txt"]
    assert {f.url: f.reason for f in failures} == {
        "http://feeds.example/feed": "HTTP 404 (a list of Two)",
        "http://more.example/feed": "not asked: the outlet's requests were spent (a list of Two)",
        "http://two.example/news.xml": "not asked: the outlet's requests were spent",
    }


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (503, "503"),
        (404, "404"),
        (429, "429"),
        ("<html><h1>Service unavailable</h1></html>", "not an RSS or Atom feed"),
        ("", "empty body"),
        (rss(), "lists nothing"),
        (rss((TWO, "Error 503"), (TWO + "/2", "Page not found")), "lists no article but 'Error 503'"),
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
    link = f'<a href="https://two.example/topics/ports">harbours</a> and {link}'
    stand.pages["one.example/talks"] = page(title, [f"{paragraphs[0]} It was {link}.", *paragraphs[1:]])
    found, _ = looked(db, config, stand)
    topic = found["https://two.example/topics/ports"]
    assert (topic.taken, topic.reason) == (False, LISTING)
    linked = found["https://two.example/old/piece"]
    assert (linked.taken, linked.role, linked.found_by) == (True, "cited_original", "link in the seed")


@pytest.mark.parametrize("original", [TWO, "http://unknown.example/wire/harbour-talks-fail"])
def test_the_article_that_the_seed_is_a_copy_of_is_found_by_its_canonical_link(
    db: Database, config: Config, stand: Web, original: str
) -> None:
    """Whether its outlet is known or not, and before anything else that the seed links to there."""
    title, paragraphs = HARBOUR[ONE]
    link = '<a href="http://two.example/2025/12/harbour-talks-fail-in-veldhaven">more</a>'
    html = page(title, [f"{paragraphs[0]} Read {link}.", *paragraphs[1:]])
    head = f'<head><link rel="canonical" href="{original}">'
    stand.pages["one.example/talks"] = html.replace("<head>", head)
    named = looked(db, config, stand)[0][original]
    assert (named.taken, named.role) == (True, "cited_original")
    assert named.found_by == "canonical link of the seed"
    assert named.reason == "the seed's page names it as the original by its canonical link"


def test_a_seed_that_cannot_be_read_is_an_error(db: Database, config: Config, stand: Web) -> None:
    """Nothing can be looked for without its text; the error names it."""
    stand.pages["one.example/talks"] = 404
    with pytest.raises(ExtractionError, match=r"one\.example"):
        looked(db, config, stand)


def test_a_feed_speaks_for_its_own_outlet_alone(db: Database, config: Config, stand: Web) -> None:
    """What it lists on another site is left, and the reason names feed and site; nothing is asked of that site."""
    stand.pages["two.example/feed"] = rss(
        ("http://evil.example/deal", "No deal on Veldhaven harbour"),
        (TWO, "No deal on Veldhaven harbour"),
    )
    found, _ = looked(db, config, stand)
    left = found["http://evil.example/deal"]
    assert (left.taken, left.outlet) == (False, "two")
    assert left.reason == "the feed of Two lists it on another site, evil.example"
    assert found[TWO].taken


TRAM = page(
    "A tram line opens",
    [
        "The city council opened the new tram line to the airport this week, after four years of work on it.",
        "Tickets cost the same as on the bus, and the first ride was free for children and for their parents.",
        "A brass band played at each of the eleven stops, and the weather held until the last of the speeches.",
    ],
)


def compared(
    db: Database, config: Config, stand: Web, here: Executor, **settings: object
) -> tuple[set[str], list[Failure], str]:
    """A run over One and Two: the URLs of its articles that were read, what failed, and its state."""
    quick = replace(config.settings, retries=0, total_seconds=3, **settings)  # type: ignore[arg-type]
    options = Options(
        replace(config, outlets=OUTLETS[:2], settings=quick), delay=0, connect_to=(stand.connect_to,)
    )
    (outcome,) = run(db, [Asked(Source(ONE, "seed"))], options, executor=here).stories
    made = report_of(db, outcome.story)
    assert made is not None
    return (
        {a["url"] for a in made["articles"] if a["access"] in ("full", "partial")},
        outcome.failures,
        outcome.state,
    )


@pytest.mark.model
def test_what_a_feed_lied_about_is_dropped_after_reading(
    db: Database, config: Config, stand: Web, here: Executor
) -> None:
    """The feed's title tells the seed's event, the article another: it is left with the reason, then and later on."""
    stand.pages["two.example/deal"] = TRAM
    read, failures, _ = compared(db, config, stand, here)
    assert read == {ONE}
    assert any(
        f.url == TWO and "left after reading: it tells something else (A tram" in f.reason for f in failures
    )
    stand.requests.clear()
    found, _ = looked(db, config, stand)
    assert not found[TWO].taken
    assert found[TWO].reason == "read before, and it tells something else (A tram line opens)"
    assert "two.example/deal" not in {url for url, _ in stand.requests}


@pytest.mark.model
@pytest.mark.parametrize(
    ("best", "says"),
    [
        (404, f"it could not be read; {TWO} was taken in its place"),
        (TRAM, "it tells something else"),
        ((302, "http://evil.example/deal"), "it leads to another site, evil.example"),
    ],
)
def test_where_an_outlet_s_best_is_none_its_next_best_is_read(
    db: Database, config: Config, stand: Web, here: Executor, best: Page, says: str
) -> None:
    """Gone, about something else, or led elsewhere; the reason is told, and the article is no gap in the report."""
    better = "http://two.example/best"
    stand.pages["two.example/feed"] = rss(
        (better, "Harbour talks fail in Veldhaven"), (TWO, "No deal on Veldhaven harbour")
    )
    stand.pages["two.example/best"] = best
    title, paragraphs = HARBOUR[TWO]
    stand.pages["evil.example/deal"] = page(title, paragraphs)
    read, failures, _ = compared(db, config, stand, here)
    assert read == {ONE, TWO}
    assert any(f.url == better and says in f.reason for f in failures)
    assert compared(db, config, stand, here)[2] == "unchanged"


@pytest.mark.model
def test_an_outlet_that_cannot_be_read_at_all_stays_as_a_gap(
    db: Database, config: Config, stand: Web, here: Executor
) -> None:
    """Its silence must not read as if it had told nothing; the summary does not say that nobody covered it."""
    stand.pages["two.example/deal"] = 403
    options = Options(
        replace(config, outlets=OUTLETS[:2], settings=replace(config.settings, retries=0, archive=False)),
        delay=0,
        connect_to=(stand.connect_to,),
    )
    (outcome,) = run(db, [Asked(Source(ONE, "seed"))], options, executor=here).stories
    made = report_of(db, outcome.story)
    assert made is not None
    assert [(a["url"], a["access"]) for a in made["articles"]] == [(ONE, "full"), (TWO, "failed")]
    stand.pages["two.example/feed"] = 503
    (outcome,) = run(db, [Asked(Source(THREE, "seed"))], options, executor=here).stories
    assert outcome.state == "nothing to compare"
    assert "requests for coverage gave nothing, so others may well have told it" in outcome.reason
