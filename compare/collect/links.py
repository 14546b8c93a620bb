"""The articles of other outlets that the seed links to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from compare.collect.urls import absolute_links
from compare.collect.ways import Entry, Found, Web
from compare.records import Article, Outlet

_AMP_PATH = re.compile(r"/amp/s/([^/]+\..+)")
_AMP_CACHE = re.compile(r"/[a-z]/(s/)?([^/]+\..+)")
_ARCHIVED = re.compile(r"/web/\d{4,14}[a-z_]*/(https?:/{1,2}.+)")
_REDIRECTS = {
    "l.facebook.com": "u",
    "www.google.com": "url",
    "news.url.google.com": "url",
    "t.umblr.com": "z",
}


@dataclass(frozen=True, slots=True)
class Links:
    """Links in the seed's body to articles of known outlets; of each outlet the first."""

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterator[Found]:
        """One article for each outlet linked to; a link to a front page is none."""
        known = {o.key for o in outlets} - {seed.outlet}
        for link in seed.links:
            url = unwrapped(link)
            outlet = web.outlet_of(url)
            if outlet.key in known and len(urlsplit(url).path) > 1:
                known.discard(outlet.key)
                yield Found(outlet, Entry(url, "", "", None, "unknown"), "link in the seed", cited=True)


def unwrapped(url: str) -> str:
    """The article's own address inside one of an AMP cache, a web archive or a redirecting service.

    An AMP page on the outlet's own site stays: its canonical link tells, once it is read.
    """
    inner = absolute_links(url, [_inner(url)])
    return inner[0] if inner else url


def _inner(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    if host in ("www.google.com", "google.com") and (match := _AMP_PATH.fullmatch(rest)):
        return f"https://{match[1]}"
    if host.endswith(".cdn.ampproject.org") and (match := _AMP_CACHE.fullmatch(rest)):
        return f"{'https' if match[1] else 'http'}://{match[2]}"
    if host in ("web.archive.org", "archive.org") and (match := _ARCHIVED.fullmatch(rest)):
        return re.sub(r"^(https?):/+", r"\1://", match[1])
    if (name := _REDIRECTS.get(host)) and (target := parse_qs(parts.query).get(name)):
        return target[0]
    return url
