"""Asks Google News, as a feed, for the seed's event; off unless config/settings.toml names its address.

Its links lead through Google. The older ones hold the article's own address; those made since 2024 hold it only for
Google's own scripts, so such a find is told with its headline and outlet, and not taken.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from compare.collect.feeds import CUT, read_feed
from compare.collect.search import PAUSE, query
from compare.collect.urls import host, well_formed
from compare.collect.ways import Entry, Found, Web
from compare.configured import Outlet
from compare.records import Article

_PATH = re.compile(r"/(?:rss/)?(?:articles|read)/([\w=-]{16,2000})")
_ADDRESS = re.compile(rb"https?://[\x21-\x7e]{4,2000}")


@dataclass(frozen=True, slots=True)
class GoogleNews:
    """Google News' search feed at ``address``."""

    address: str

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterator[Found]:
        """Items of the feed for the telling words of the headline, of the outlets that they say they are from."""
        words = query(seed)
        if not words:
            return
        asked = {"q": words, "hl": "en-US", "gl": "US", "ceid": "US:en"}
        url = f"{self.address}?{urlencode(asked)}"
        for feed in web.read([url], read_feed, pause=PAUSE).values():
            if feed.breaks_off:
                web.failed(url, CUT, had=True)
            yield from (_found(item, web) for item in feed.entries)


def _found(item: Entry, web: Web) -> Found:
    own = article_address(item.url)
    # The item's headline ends in the outlet's name, its summary is the headline once more as a link.
    entry = replace(item, url=own or item.url, title=re.sub(r" - [^-]{2,60}$", "", item.title), summary="")
    said = web.outlet_of(item.publisher) if item.publisher else None
    at = web.outlet_of(entry.url)
    why_not = ""
    if not own:
        name = said.name if said else "the outlet"
        why_not = f"Google News does not tell its address; look for the headline at {name} and give its URL"
    elif said is not None and said.key != at.key:
        why_not = f"Google News says that it is of {said.name}, and its address is at {host(entry.url)}"
    return Found(said or at, entry, "Google News search", why_not=why_not)


def article_address(url: str) -> str:
    """The article's own address that a link of Google News holds, or ``url`` when it is none; else empty."""
    parts = urlsplit(url)
    if not (parts.hostname or "").lower().endswith("news.google.com"):
        return url
    match = _PATH.fullmatch(parts.path)
    if match is None:
        return ""
    try:
        data = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4))
    except (binascii.Error, ValueError):
        return ""
    # A message of length-prefixed fields; the first address is the article's, a second its AMP page.
    found = _ADDRESS.search(data)
    if found is None or found.start() == 0:
        return ""
    length = _length_before(data, found.start())
    address = found[0][:length].decode("ascii")
    return address if length and well_formed(address) else ""


def _length_before(data: bytes, start: int) -> int:
    """The length that stands before a field, in one or two bytes of seven bits; 0 when it does not fit."""
    short = data[start - 1]
    number = short if start < 2 or data[start - 2] < 0x80 else (data[start - 2] & 0x7F) | short << 7
    return number if number <= len(data) - start else 0
