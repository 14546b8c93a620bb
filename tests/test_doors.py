"""The guard at every door: whatever names a forbidden address, nothing is ever opened to it."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pytest

from compare.collect.extract import extract
from compare.collect.feeds import feed_links, read_feed
from compare.collect.fetch import Fetched, Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from compare.collect.links import unwrapped
from compare.collect.search import read_gdelt
from compare.collect.sitemaps import read_sitemap
from compare.config import Config
from compare.configured import Outlet
from compare.discover_only import discover_only
from compare.errors import AddressRefused, ExtractionError
from compare.finding.stories import Asked
from compare.pipeline import Options
from compare.records import Page, Source
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.collect.hostile_server import HostileServer, redirect
from tests.collect.test_guard import FORBIDDEN, REFUSED
from tests.web import Web, page

URL = "http://one.example/talks"
ADDRESSES = [
    f"http://[{a}]/" if ":" in a else f"http://{a}/"
    for reason, many in FORBIDDEN.items()
    for a in many
    if reason != "not an IP address" and "%" not in a
]
# Less those whose first half is a public address, which a parser may rightly leave alone.
SPELLINGS = [u for many in REFUSED.values() for u in many if "\ud800" not in u and "8.8.8.8" not in u]
EVERY = [*ADDRESSES, *SPELLINGS]

_connected: list[tuple[Any, ...]] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _connected is not None and isinstance(arguments[1], tuple):
        _connected.append(arguments[1])


sys.addaudithook(
    _watch
)  # Python tells of every connection that it opens; a hook stays as long as the process


@pytest.fixture
def connected() -> Iterator[list[tuple[Any, ...]]]:
    """The addresses to which anything in this process opens a connection."""
    global _connected
    _connected = []
    yield _connected
    _connected = None


@pytest.fixture
def canary() -> Iterator[tuple[int, list[Any]]]:
    """A server on this machine that must never be reached, on port 80 where we may; its port and who came."""
    visitors: list[Any] = []
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for port in (80, 443, 0):
        try:
            server.bind(("127.0.0.1", port))
            break
        except OSError:
            continue
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            if address in mine:
                connection.close()
                return
            visitors.append(address)
            connection.close()

    mine: list[Any] = []
    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1], visitors
    with socket.socket() as last:  # wakes the thread
        last.bind(("127.0.0.1", 0))
        mine.append(last.getsockname())
        with suppress(OSError):
            last.connect(server.getsockname())
    thread.join()
    server.close()


def given(body: str, kind: str = "text/html") -> Page:
    """That body as a page of the outlet."""
    data = body.encode("utf-8", "replace")
    return Page(URL, URL, 200, (("content-type", f"{kind}; charset=utf-8"),), data, "2025-12-08T09:00:00Z")


def seed(url: str) -> list[str]:
    return [url]


def feed(url: str) -> list[str]:
    link = escape(url)
    body = f'<rss version="2.0"><channel><item><title>A</title><link>{link}</link></item></channel></rss>'
    return [e.url for e in read_feed(given(body, "application/rss+xml")).entries]


def sitemap(url: str) -> list[str]:
    found = read_sitemap(given(f"<urlset><url><loc>{escape(url)}</loc></url></urlset>", "text/xml"))
    return [e.url for e in found.entries]


def sitemap_index(url: str) -> list[str]:
    body = f"<sitemapindex><sitemap><loc>{escape(url)}</loc></sitemap></sitemapindex>"
    return list(read_sitemap(given(body, "text/xml")).children)


def home_page(url: str) -> list[str]:
    return feed_links(given(f'<link rel="alternate" type="application/rss+xml" href="{escape(url)}">'))


def search(url: str) -> list[str]:
    return [e.url for e in read_gdelt(given(json.dumps({"articles": [{"url": url, "title": "A"}]})))]


def article_page(url: str) -> list[str]:
    """Canonical and AMP links, a meta refresh and a cited link, all in one page."""
    title, paragraphs = HARBOUR[URL]
    link = escape(url)
    head = f'<link rel="canonical" href="{link}"><link rel="amphtml" href="{link}"><meta http-equiv="refresh" content="0;url={link}">'
    html = page(title, [f'{paragraphs[0]} <a href="{link}">Reuters reported</a> it.', *paragraphs[1:]])
    article = extract(given(html.replace("<head>", f"<head>{head}")), "one.example")
    original = [article.original_url] if article.original_url else []
    return [article.canonical_url, *original, *article.links, *map(unwrapped, article.links)]


def wrapped(url: str) -> list[str]:
    return [
        unwrapped(f"https://www.google.com/url?url={url}"),
        unwrapped(f"https://web.archive.org/web/2020/{url}"),
    ]


DOORS = (seed, feed, sitemap, sitemap_index, home_page, search, article_page, wrapped)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_to_a_forbidden_address(
    door: Any, connected: list[Any], canary: tuple[int, list[Any]]
) -> None:
    """Every address and spelling of the list, named through this door and then asked for: all refused, none reached."""
    urls: list[str] = []
    for url in EVERY:
        with suppress(ExtractionError):
            urls += door(url)
    wanted = [u for u in dict.fromkeys(urls) if u != URL and "google.com" not in u and "archive.org" not in u]
    wanted = [u for u in wanted if not u.startswith("http://one.example")]

    async def resolve(host: str, port: int) -> list[str]:
        raise OSError(f"nobody may be looked up here: {host}")

    async def ask() -> list[Any]:
        async with Fetcher(FetchLimits(retries=0), delay=0, resolve=resolve) as fetcher:
            return [got async for _, got in fetcher.fetch_all([(url, None) for url in wanted])]

    outcomes = asyncio.run(ask())
    assert len(outcomes) == len(wanted)
    assert not [o for o in outcomes if isinstance(o, Fetched)]
    assert connected == []
    assert canary[1] == []
    # Those that are addresses, not names that a parser made of a bad spelling, are refused by name of the reason.
    for url in ADDRESSES:
        if url in wanted and door is seed:
            with pytest.raises(AddressRefused):
                asyncio.run(_fetch(url))


async def _fetch(url: str) -> Fetched:
    async with Fetcher(FetchLimits(retries=0), delay=0) as fetcher:
        return await fetcher.fetch(url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_to_a_forbidden_address(
    status: int, connected: list[Any], canary: tuple[int, list[Any]]
) -> None:
    """Every address and spelling that a header can hold, as the target of a redirect, also of robots.txt."""

    async def main() -> int:
        async with HostileServer() as server:
            urls = [u for u in EVERY if u.isascii() and u.isprintable() and "://" in u]
            for n, url in enumerate(urls):
                server.on(f"a.test/{n}", redirect(url, status))
            server.on("b.test/robots.txt", redirect(f"http://127.0.0.1:{canary[0]}/robots.txt", status))
            wanted = [(f"http://a.test/{n}", None) for n in range(len(urls))] + [("http://b.test/", None)]
            rules = server.hosts("a.test", "b.test")
            limits = FetchLimits(retries=0, connect_seconds=1)
            async with Fetcher(limits, delay=0, connect_to=rules) as fetcher:
                outcomes = [got async for _, got in fetcher.fetch_all(wanted)]
            assert not [o for o in outcomes if isinstance(o, Fetched)]
            assert len([o for o in outcomes if isinstance(o, AddressRefused)]) > 60
            return server.port

    port = asyncio.run(main())
    assert {a[1] for a in connected if a[0] == "127.0.0.1"} <= {port}
    assert canary[1] == []


def test_a_story_whose_every_door_names_the_canary_never_reaches_it(
    config: Config, newsstand: Web, canary: tuple[int, list[Any]], connected: list[Any], tmp_path: Path
) -> None:
    """Seed page, robots.txt, feed, sitemap, home page and search of hostile outlets, through the pipeline itself."""
    port, visitors = canary
    evil = f"http://127.0.0.1:{port}/talks"
    title, paragraphs = HARBOUR[URL]
    head = f'<head><link rel="canonical" href="{evil}"><link rel="amphtml" href="{evil}"><meta http-equiv="refresh" content="0;url={evil}">'
    body = page(title, [f'{paragraphs[0]} <a href="{evil}">As Two reported</a>.', *paragraphs[1:]])
    newsstand.pages["one.example/talks"] = body.replace("<head>", head)
    item = f"<item><title>{title}</title><link>{evil}</link><pubDate>Sat, 06 Dec 2025 10:00:00 GMT</pubDate></item>"
    newsstand.pages["two.example/feed"] = f'<rss version="2.0"><channel>{item}</channel></rss>'
    newsstand.pages["three.example/robots.txt"] = f"Sitemap: {evil}\nSitemap: http://three.example/map.xml"
    newsstand.pages["three.example/map.xml"] = (
        f"<sitemapindex><sitemap><loc>{evil}</loc></sitemap></sitemapindex>"
    )
    newsstand.pages["four.example/"] = f'<link rel="alternate" type="application/rss+xml" href="{evil}">'
    newsstand.pages["search.example/doc?x"] = json.dumps({"articles": [{"url": evil, "title": title}]})
    outlets = (
        Outlet("two", "Two", ("two.example",), feeds=("http://two.example/feed", evil)),
        Outlet("three", "Three", ("three.example",)),
        Outlet("four", "Four", ("four.example",)),
        Outlet("evil", "Evil", ("127.0.0.1",)),
    )
    settings = replace(config.settings, retries=0, gdelt=evil)
    hosts = ("one.example", "two.example", "three.example", "four.example", "search.example")
    rules = tuple(ConnectTo(host, None, "127.0.0.1", newsstand.port) for host in hosts)
    options = Options(replace(config, outlets=outlets, settings=settings), delay=0, connect_to=rules)
    with writer(tmp_path / "a.db") as db:
        _, failures = discover_only(db, Asked(Source(URL, "seed")), options)
    assert visitors == []
    assert {a[1] for a in connected if a[0] == "127.0.0.1"} <= {newsstand.port}
    assert any("port not allowed" in f.reason or "loopback" in f.reason for f in failures)
