"""Feeds and sitemaps are read alike, and what is none is an error with its reason, never an empty list."""

from __future__ import annotations

import gzip
import json

import pytest

from compare.collect import feeds, sitemaps
from compare.collect.feeds import Feed, feed_links, read_feed
from compare.collect.sitemaps import read_sitemap
from compare.collect.ways import Entry
from compare.errors import ExtractionError
from compare.records import Page

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title>
<link>http://two.example/a</link><pubDate>Sat, 06 Dec 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Some text&lt;/p&gt;</description></item><item><title>x</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A &amp; B</title>
<link href="http://two.example/a"/><updated>2025-12-06T10:00:00Z</updated><summary>Some text</summary></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "items": [
            {"id": "1", "url": "/a", "title": "A & B", "content_html": "<p>Some text</p>", "date_published": "2025-12-06T10:00:00Z"},
            {"id": "2", "url": "javascript:alert(1)", "title": "x"},
            "no item",
        ],
    }
)  # fmt: skip
NEWS_MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://two.example/a</loc><news:news>
<news:publication><news:name>Two</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-12-06</news:publication_date><news:title>A &amp; B</news:title></news:news></url></urlset>"""
INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://two.example/map.xml</loc></sitemap>
<sitemap><loc>http://two.example/old.xml</loc><lastmod>2019-01-01</lastmod></sitemap>
<sitemap><loc>http://two.example/late.xml</loc><lastmod>2025-12-06</lastmod></sitemap>
<sitemap><loc>http://two.example/news.xml</loc></sitemap></sitemapindex>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><urlset><url><loc>http://two.example/&c;</loc></url></urlset>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<urlset><url><loc>http://two.example/&e;</loc></url></urlset>"""


def given(body: str | bytes, url: str = "http://two.example/map.xml") -> Page:
    data = body if isinstance(body, bytes) else body.encode()
    return Page(url, url, 200, (), data, "2025-12-08T00:00:00Z")


@pytest.mark.parametrize("body", [RSS, ATOM, JSON_FEED])
def test_the_three_kinds_of_feed_are_read_alike(body: str) -> None:
    """Title, link, summary and time come out the same; a link that is no web address is passed over."""
    assert read_feed(given(body)) == Feed(
        (Entry("http://two.example/a", "A & B", "Some text", "2025-12-06T10:00:00Z", "second"),)
    )


@pytest.mark.parametrize(
    "body",
    [f"\ufeff{JSON_FEED}", JSON_FEED.replace('"id": "1", "url": "/a"', '"id": "http://two.example/a"')],
)
def test_a_json_feed_may_have_a_mark_and_its_addresses_as_ids(body: str) -> None:
    """A byte order mark is no part of it; an id counts as the address only where it is one."""
    assert [e.url for e in read_feed(given(body)).entries] == ["http://two.example/a"]


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><h1>Service unavailable</h1></body></html>",
        "",
        "\x00\x01",
        "{not json",
        '{"error": "rate limited"}',
        '{"version": "https://jsonfeed.org/version/1", "items": []}',
        RSS.replace("item>", "other>"),
        "[" * 100_000,
    ],
)
def test_a_page_that_is_no_feed_or_an_empty_one_is_an_error(body: str) -> None:
    """An error page with status 200 never reads as a feed without items, nor an empty feed as no coverage."""
    with pytest.raises(ExtractionError, match=r"not an RSS or Atom feed|not a JSON Feed|lists nothing"):
        read_feed(given(body))


@pytest.mark.parametrize(("cut", "whole"), [(-1, True), (-30, False), (RSS.index("<item><title>x"), False)])
def test_a_feed_that_ends_in_the_middle_is_read_and_told(cut: int, whole: bool) -> None:
    """Its items are there all the same; a feed that is no clean XML, with something after its end, is whole."""
    body = RSS[:cut] + ">\n<br>&nbsp;" if whole else RSS[:cut]
    read = read_feed(given(body))
    assert (read.entries[0].title, read.breaks_off) == ("A & B", not whole)


def test_a_news_sitemap_tells_titles_and_days() -> None:
    """A date without a time has the precision of a day."""
    assert read_sitemap(given(NEWS_MAP)).entries == (
        Entry("http://two.example/a", "A & B", "", "2025-12-06T00:00:00Z", "day"),
    )


def test_pictures_of_an_article_do_not_take_its_place() -> None:
    """Publishers name them beside it, with addresses and titles of their own."""
    picture = (
        '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<image:loc>http://img.two.example/p.jpg</image:loc><image:title>A crane</image:title></image:image></url>"
    )
    assert read_sitemap(given(NEWS_MAP.replace("</url>", picture))) == read_sitemap(given(NEWS_MAP))


def test_a_plain_sitemap_tells_the_words_of_its_addresses() -> None:
    """Without a title, the words in the address are all that is known."""
    plain = "<urlset><url><loc>http://two.example/2025/harbour-talks-fail.html</loc></url></urlset>"
    (entry,) = read_sitemap(given(plain)).entries
    assert (entry.title, entry.summary, entry.published_at) == ("", "harbour talks fail", None)


def test_a_compressed_sitemap_is_read_up_to_a_limit() -> None:
    """As many sites give theirs; a bomb is an error, and takes no room."""
    assert read_sitemap(given(gzip.compress(NEWS_MAP.encode()))) == read_sitemap(given(NEWS_MAP))
    with pytest.raises(ExtractionError, match="more than"):
        read_sitemap(given(gzip.compress(b"<urlset>" + b" " * 30_000_000)))
    with pytest.raises(ExtractionError, match=r"not a sitemap|damaged"):
        read_sitemap(given(gzip.compress(NEWS_MAP.encode())[:60]))


def test_an_index_names_the_most_promising_sitemaps_first_and_never_itself() -> None:
    """News, then the latest; an index that names itself leads nowhere."""
    names = [url.rsplit("/", 1)[1] for url in read_sitemap(given(INDEX)).children]
    assert names == ["news.xml", "late.xml", "old.xml"]


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        OUTSIDE,
        "<html><body>not found</body></html>",
        "<urlset></urlset>",
        "",
        b"\x1f\x8b\x08\x00",
        "<sitemapindex><sitemap><loc>http://two.example/map.xml</loc></sitemap></sitemapindex>",
        "<a>" * 100_000,
    ],
)
def test_a_hostile_or_empty_sitemap_is_an_error(body: str | bytes) -> None:
    """No entity is expanded, nothing is loaded, and nothing reads as an empty list."""
    try:
        found = read_sitemap(given(body))
    except ExtractionError:
        return
    assert not [e for e in found.entries if "haha" in e.url or "etc" in e.url]
    assert {e.url for e in found.entries} <= {"http://two.example/"}


def test_of_a_feed_or_an_index_that_names_more_than_is_read_the_newest_are_taken() -> None:
    """Whatever their order: the oldest may stand in front."""
    days = [f"2025-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    stamps = sorted(f"{day}T{hour:02}:00:00Z" for day in days for hour in range(4))
    items = [{"url": f"http://two.example/{s}", "title": s, "date_published": s} for s in stamps]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    rows = "".join(f"<item><title>{s}</title><link>http://two.example/{s}</link><dc:date>{s}</dc:date></item>" for s in stamps)  # fmt: skip
    rss = f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{rows}</channel></rss>'
    for body in (feed, rss):
        read = read_feed(given(body)).entries
        assert len(read) == feeds.MAX_ENTRIES
        assert {e.title for e in read} == set(stamps[-feeds.MAX_ENTRIES :])
    maps = "".join(f"<sitemap><loc>http://two.example/{s}.xml</loc><lastmod>{s}</lastmod></sitemap>" for s in stamps)  # fmt: skip
    children = read_sitemap(given(f"<sitemapindex>{maps}</sitemapindex>")).children
    assert len(children) == sitemaps.MAX_CHILDREN
    assert children[0] == f"http://two.example/{stamps[-1]}.xml"


def test_a_page_s_feeds_are_those_that_its_head_names() -> None:
    """Of the kinds that are read, the comments' feed last, addresses absolute."""
    html = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed">'
        '<link rel="alternate" type="application/atom+xml" href="/feed.atom">'
        '<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/s.css"></head></html>'
    )
    assert feed_links(given(html, "http://two.example/")) == [
        "http://two.example/feed.atom",
        "http://two.example/comments/feed",
    ]
