"""Reads sitemaps: the articles that a news sitemap lists, or the sitemaps that an index names.

Bytes in, entries out; to be run in a worker with limits. No entity is expanded and nothing is loaded.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

from compare.collect.feeds import entry
from compare.collect.urls import absolute_links, words_of
from compare.collect.ways import Entry
from compare.errors import ExtractionError
from compare.records import Page

MAX_ENTRIES = 2000  # of one sitemap: a news sitemap holds 1,000 at most, others are read from their end
MAX_CHILDREN = 1000  # of one index
MAX_BYTES = 10_000_000  # of a compressed one, unpacked
_MEDIA = re.compile(r"sitemap-(?:image|video)/")  # in the namespaces of these extensions


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap holds: articles, or the addresses of others, the most promising first."""

    entries: tuple[Entry, ...] = ()
    children: tuple[str, ...] = ()


def read_sitemap(page: Page) -> Sitemap:
    """Raises ExtractionError when the page is no sitemap, or one that lists nothing."""
    from lxml import etree

    body = _unpacked(page) if page.body.startswith(b"\x1f\x8b") else page.body
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = " ".join(str(error).split())[:100]
        raise ExtractionError(f"{page.url}: not a sitemap: {said}") from None
    kind = _name(root)
    if kind == "sitemapindex":
        children = _children(page, root)
        found = Sitemap(children=children)
    elif kind == "urlset":
        found = Sitemap(entries=tuple(_entries(page, root)))
    else:
        raise ExtractionError(f"{page.url}: not a sitemap but <{kind[:40]}>")
    if not found.entries and not found.children:
        raise ExtractionError(f"{page.url}: the sitemap lists nothing")
    return found


def _unpacked(page: Page) -> bytes:
    """The sitemap inside a gzip file, as many sites give it; never more than ``MAX_BYTES``."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        body = unpack.decompress(page.body, MAX_BYTES)
    except zlib.error as error:
        raise ExtractionError(f"{page.url}: a compressed sitemap that is damaged ({error})") from None
    if unpack.unconsumed_tail:
        raise ExtractionError(f"{page.url}: a compressed sitemap of more than {MAX_BYTES:,} bytes")
    return body


def _entries(page: Page, root: Any) -> list[Entry]:
    rows = []
    for node in root:
        parts = _parts(node)
        stamp = parts.get("publication_date") or parts.get("lastmod") or ""
        rows.append((stamp, parts))
    # Without dates in order: the newest are what is looked for.
    rows.sort(key=lambda row: row[0], reverse=True)
    entries = []
    for stamp, parts in rows[:MAX_ENTRIES]:
        title, url = parts.get("title", ""), parts.get("loc", "")
        made = entry(page, url, title, parts.get("keywords", "") if title else words_of(url), stamp)
        entries += [made] if made else []
    return entries


def _children(page: Page, root: Any) -> tuple[str, ...]:
    rows = []
    for node in root:
        parts = _parts(node)
        rows.append((parts.get("lastmod", ""), parts.get("loc", "")))
    rows.sort(reverse=True)  # before the cut: an index often names its oldest first
    rows.sort(key=lambda row: "news" not in row[1].lower())
    urls = absolute_links(page.final_url, [url for _, url in rows if url][:MAX_CHILDREN])
    own = {page.url, page.final_url}  # an index that names itself leads nowhere
    return tuple(url for url in urls if url not in own)


def _parts(node: Any) -> dict[str, str]:
    """What an entry says of its page; the pictures and films on it have addresses and titles of their own."""
    parts: dict[str, str] = {}
    for part in node.iter():
        if part is not node and not _MEDIA.search(str(part.tag)):
            parts.setdefault(_name(part), (part.text or "").strip())
    return parts


def _name(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""
