"""Whatever state a source is in, the run completes, says which source failed and how, and the others are heard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from compare.collect.rank import Candidate
from compare.config import Config
from compare.configured import Outlet
from compare.discover_only import discover_only
from compare.errors import ExtractionError
from compare.finding.stories import Asked
from compare.pipeline import Options
from compare.records import Failure, Source
from compare.show_run import candidates_text
from tests.articles import HARBOUR
from tests.test_discovery import ONE, TWO, rss
from tests.web import HANG_UP, Page, Web, page

STATES: dict[str, Page] = {
    "down": 503,
    "hangsup": HANG_UP,
    "slow": 30.0,
    "empty": "",
    "limited": 429,
    "lying": "<html><body><h1>Service unavailable</h1><p>Try again later.</p></body></html>",
}
# What a reader is told of each state; a robots.txt that says nothing leads to the home page, which says nothing either.
SAYS = {
    "down": "503",
    "hangsup": "connection|closed|disconnected|answer",
    "slow": "no complete answer within",
    "empty": "empty|nothing|no sitemap|not ",
    "limited": "429",
    "lying": "not |no sitemap|no feed",
}
LISTED = {
    "feed": "{host}/feed",
    "robots.txt": "{host}/robots.txt",
    "sitemap": "{host}/news.xml",
    "sitemap of an index": "{host}/child.xml",
    "home page": "{host}/",
    "feed of the home page": "{host}/rss",
}


def stand_for(newsstand: Web, way: str) -> tuple[Outlet, ...]:
    """One outlet for each state, whose source of that way is in it; and one that answers."""
    outlets = [
        Outlet("one", "One", ("one.example",)),
        Outlet("two", "Two", ("two.example",), feeds=("http://two.example/feed",)),
    ]
    newsstand.pages["two.example/feed"] = rss((TWO, "No deal on Veldhaven harbour"))
    for state, answer in STATES.items():
        host = f"{state}.example"
        feeds = (f"http://{host}/feed",) if way == "feed" else ()
        outlets.append(Outlet(state, state.title(), (host,), feeds=feeds))
        if way.startswith("sitemap"):
            newsstand.pages[f"{host}/robots.txt"] = f"User-agent: *\nSitemap: http://{host}/news.xml\n"
        if way == "sitemap of an index":
            child = f"<sitemap><loc>http://{host}/child.xml</loc></sitemap>"
            newsstand.pages[f"{host}/news.xml"] = f"<sitemapindex>{child}</sitemapindex>"
        if way == "feed of the home page":
            link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
            newsstand.pages[f"{host}/"] = f"<html><head>{link}</head><body>hello</body></html>"
        newsstand.pages[LISTED[way].format(host=host)] = answer
    return tuple(outlets)


def looked(
    db: Database, config: Config, web: Web, url: str, outlets: tuple[Outlet, ...], **settings: object
) -> tuple[list[Candidate], list[Failure]]:
    quick = {"retries": 0, "total_seconds": 1.5, **settings}
    config = replace(config, outlets=outlets, settings=replace(config.settings, **quick))  # type: ignore[arg-type]
    return discover_only(
        db, Asked(Source(url, "seed")), Options(config, delay=0, connect_to=(web.connect_to,))
    )


@pytest.mark.parametrize("way", LISTED)
def test_every_state_of_every_list_is_told_and_holds_up_no_other(
    db: Database, config: Config, newsstand: Web, way: str
) -> None:
    """Down, hanging up, slow, empty, rate-limited, an error page with status 200: each outlet's failure says which."""
    found, failures = looked(db, config, newsstand, ONE, stand_for(newsstand, way))
    assert [c.url for c in found if c.taken] == [TWO]
    for state in STATES:
        told = [f for f in failures if f"//{state}.example/" in f.url]
        assert told and all(f.stage == "discover" for f in told), (state, failures)
        # A robots.txt without a sitemap is nothing wrong: then the home page is asked, which here is not there.
        says = f"{SAYS[state]}|404" if way == "robots.txt" else SAYS[state]
        assert any(_says(says, f.reason) for f in told), told
    text = candidates_text(found, failures, False)
    assert f"{len(failures)} sources gave nothing" in text and "no evidence that nobody" in text
    assert "1 source gave nothing" in candidates_text(found, failures[:1], False)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("way", ["gdelt", "google_news"])
def test_every_state_of_every_search_is_told(
    db: Database, config: Config, newsstand: Web, way: str, state: str
) -> None:
    """The service's address and what it did; what feeds tell is there all the same."""
    newsstand.every["search.example"] = STATES[state]
    outlets = stand_for(newsstand, "feed")[:2]
    found, failures = looked(db, config, newsstand, ONE, outlets, **{way: "http://search.example/doc"})
    assert [c.url for c in found if c.taken] == [TWO]
    (told,) = failures
    assert told.url.startswith("http://search.example/doc?") and told.stage == "discover"
    assert _says(SAYS[state], told.reason) or (state == "lying" and "Service unavailable" in told.reason), (
        told.reason
    )


def archive(newsstand: Web, url: str) -> None:
    """The availability API knows one snapshot, of a time."""
    name = f"http://web.archive.example/web/20251207080000/{url}"
    closest = f'{{"available": true, "url": "{name}", "timestamp": "20251207080000", "status": "200"}}'
    newsstand.every["archive.example"] = f'{{"archived_snapshots": {{"closest": {closest}}}}}'


@pytest.mark.parametrize("gone", [404, 410, page("Page not found", ["Sorry."])])
def test_a_page_that_is_gone_is_read_from_a_snapshot(
    db: Database, config: Config, newsstand: Web, gone: Page
) -> None:
    """Only when the web archive is switched on; the article says that it is a snapshot, of when and where."""
    newsstand.pages["one.example/talks"] = gone
    title, paragraphs = HARBOUR[ONE]
    archive(newsstand, ONE)
    newsstand.pages[f"web.archive.example/web/20251207080000id_/{ONE}"] = page(title, paragraphs)
    outlets = stand_for(newsstand, "feed")[:2]
    with pytest.raises(ExtractionError):
        looked(db, config, newsstand, ONE, outlets)
    assert not [url for url, _ in newsstand.requests if "archive.example" in url]
    asked = {"wayback": "http://archive.example/wayback/available"}
    found, failures = looked(db, config, newsstand, ONE, outlets, **asked)
    assert [c.url for c in found if c.taken] == [TWO]
    row = next(db.query("select * from articles where url = ?", [ONE]))
    assert (row["provenance"], row["outlet_id"], row["canonical_url"]) == ("snapshot", "one", ONE)
    assert row["final_url"] == f"http://web.archive.example/web/20251207080000id_/{ONE}"
    assert "snapshot of 2025-12-07T08:00:00Z at web.archive.example" in row["reason"]
    assert all("snapshot of 2025-12-07T08:00:00Z" in f.reason for f in failures)
    newsstand.requests.clear()
    looked(db, config, newsstand, ONE, outlets, **asked)
    assert not [url for url, _ in newsstand.requests if "archive.example" in url]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", ["archive.example", "web.archive.example"])
def test_every_state_of_the_web_archive_is_told(
    db: Database, config: Config, newsstand: Web, part: str, state: str
) -> None:
    """Of its interface and of the snapshot itself: the page is gone, and why nothing stands in for it."""
    newsstand.pages["one.example/talks"] = 404
    archive(newsstand, ONE)
    newsstand.every[part] = STATES[state]
    with pytest.raises(ExtractionError, match=r"one\.example"):
        looked(db, config, newsstand, ONE, (), wayback="http://archive.example/wayback/available")
    asked = [url for url, _ in newsstand.requests if url.startswith(part) and "robots" not in url]
    assert asked or state in ("down", "hangsup", "slow", "limited")  # where robots.txt could not be had


def _says(pattern: str, reason: str) -> bool:
    return any(part in reason.lower() for part in pattern.split("|"))
