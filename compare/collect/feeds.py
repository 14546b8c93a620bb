"""Reads what an outlet lists of its articles (RSS, Atom, JSON Feed), and the feeds that a page names.

Bytes in, entries out; to be run in a worker with limits.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from compare.collect import dates
from compare.collect.access import names_an_error
from compare.collect.blocks import clean
from compare.collect.urls import absolute_links, well_formed
from compare.collect.ways import Entry
from compare.errors import ExtractionError
from compare.records import Page

T = TypeVar("T")
MAX_ENTRIES = 500  # of one feed
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
# What ends a feed in XML, whatever stands after it.
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
CUT = "breaks off, and what else it lists is not known"


@dataclass(frozen=True, slots=True)
class Feed:
    """The items of a feed; ``breaks_off`` where its XML ends in the middle, and what else it lists is not known."""

    entries: tuple[Entry, ...]
    breaks_off: bool = False


def read_feed(page: Page) -> Feed:
    """Raises ExtractionError when the page is no feed, or one without items."""
    start = page.body.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    entries, whole = (_json_feed(page), True) if start == b"{" else _xml_feed(page)
    if not entries:
        raise ExtractionError(f"{page.url}: the feed lists nothing")
    if all(names_an_error(item.title) for item in entries):
        raise ExtractionError(f"{page.url}: the feed lists no article but {entries[0].title[:80]!r}")
    return Feed(tuple(entries), not whole)


def _xml_feed(page: Page) -> tuple[list[Entry], bool]:
    """The items, and whether the feed is whole."""
    import feedparser

    try:
        parsed = feedparser.parse(page.body, response_headers={"content-location": page.final_url})
    except Exception as error:  # it means to raise none, but characters that do not exist make it
        raise ExtractionError(f"{page.url}: the feed cannot be read ({type(error).__name__})") from error
    if not parsed.get("version"):
        raise ExtractionError(f"{page.url}: not an RSS or Atom feed")
    entries = []
    for item in _newest(
        parsed.entries, lambda i: tuple(i.get("published_parsed") or i.get("updated_parsed") or ())
    ):
        stamp = str(item.get("published") or item.get("updated") or "")
        source: Any = item.get("source") or {}
        made = entry(
            page,
            str(item.get("feedburner_origlink") or item.get("link") or ""),
            str(item.get("title") or ""),
            str(item.get("summary") or ""),
            stamp,
            str(source.get("href") or ""),
        )
        entries += [made] if made else []
    # Many a feed is no clean XML and whole all the same.
    whole = not parsed.bozo or _END.search(page.body) is not None
    return entries, whole


def _json_feed(page: Page) -> list[Entry]:
    try:
        data = json.loads(page.body.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        raise ExtractionError(f"{page.url}: not a JSON Feed: the JSON does not parse") from None
    items = data.get("items")
    if "jsonfeed.org" not in str(data.get("version")) or not isinstance(items, list):
        raise ExtractionError(f"{page.url}: not a JSON Feed")
    entries = []
    texts = [
        {k: v for k, v in item.items() if isinstance(v, str)} for item in items if isinstance(item, dict)
    ]
    for text in _newest(texts, lambda t: t.get("date_published") or t.get("date_modified") or ""):
        summary = text.get("summary") or text.get("content_text") or text.get("content_html") or ""
        stamp = text.get("date_published") or text.get("date_modified") or ""
        # Many make the address the id, and give no other; an id that is none is no link.
        named = text.get("id", "")
        url = text.get("url") or (named if named.startswith(("http://", "https://")) else "")
        made = entry(page, url, text.get("title", ""), summary, stamp)
        entries += [made] if made else []
    return entries


def _newest(items: Sequence[T], when: Callable[[T], Any]) -> Sequence[T]:
    """As many as are read of one feed, whatever its order: the newest are what is looked for."""
    if len(items) <= MAX_ENTRIES:
        return items
    return sorted(items, key=when, reverse=True)[:MAX_ENTRIES]


def entry(page: Page, url: str, title: str, summary: str, stamp: str, publisher: str = "") -> Entry | None:
    """An entry of cleaned parts; None when its address is none of the web."""
    links = absolute_links(page.final_url, [url]) if url.strip() else ()
    if not links:
        return None
    at = dates.parse(stamp, dt.datetime.fromisoformat(page.fetched_at))
    plain = clean(re.sub(r"<[^>]{0,1000}>", " ", summary[:20_000]))[:1000]
    publisher = publisher if well_formed(publisher) else ""
    if at is None:
        return Entry(links[0], clean(title)[:500], plain, None, "unknown", publisher)
    return Entry(links[0], clean(title)[:500], plain, *at, publisher)


def feed_links(page: Page) -> list[str]:
    """The feeds that a page's head names, those of comments last."""
    import lxml.html

    if not page.body.strip():
        raise ExtractionError(f"{page.url}: the page is empty")
    tree = lxml.html.fromstring(page.body)
    links = [
        node.get("href") or ""
        for node in tree.iter("link")
        if "alternate" in (node.get("rel") or "").lower() and (node.get("type") or "").lower() in FEED_TYPES
    ]
    return sorted(absolute_links(page.final_url, links), key=lambda url: "comment" in url.lower())
