"""The articles of other outlets that the seed links to, in its text or as the one that it is a copy of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from compare.collect.urls import absolute_links, is_listing, words_of
from compare.collect.ways import Entry, Found, Web
from compare.configured import Outlet
from compare.records import Article

_AMP_PATH = re.compile(r"/amp/s/([^/]+\..+)")
_AMP_CACHE = re.compile(r"/[a-z]/(s/)?([^/]+\..+)")
_ARCHIVED = re.compile(r"/web/\d{4,14}[a-z_]*/(https?:/{1,2}.+)")
# Services that lead on to what a parameter of theirs holds, by their hosts without "www.".
_REDIRECTS = {
    "l.facebook.com": ("u",),
    "lm.facebook.com": ("u",),
    "l.instagram.com": ("u",),
    "l.messenger.com": ("u",),
    "google.com": ("q", "url"),
    "news.url.google.com": ("q", "url"),
    "youtube.com": ("q",),
    "out.reddit.com": ("url",),
    "slack-redir.net": ("url",),
    "steamcommunity.com": ("u", "url"),
    "t.umblr.com": ("z",),
    "vk.com": ("to",),
    "href.li": ("",),
    "anonym.to": ("",),
}
_GOOGLE = re.compile(r"google\.(?:com?\.)?[a-z]{2,3}")  # of any country
_SAFE_LINKS = ".safelinks.protection.outlook.com"
LISTING = "the seed links to it, but it lists the articles of a topic or an author"
DEPTH = 3  # wrappings within one another that are taken off


@dataclass(frozen=True, slots=True)
class Links:
    """The seed's canonical link to another site, and links in its body to articles of known outlets."""

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterator[Found]:
        """All that each outlet is linked to with, but for its front page: which is taken is decided elsewhere."""
        known = {o.key for o in outlets} - {seed.outlet}
        if seed.original_url:
            # Whoever it is: the page itself says that the article is from there.
            url = unwrapped(seed.original_url)
            entry = Entry(url, "", words_of(url), None, "unknown")
            yield Found(web.outlet_of(url), entry, "canonical link of the seed", cited=True, original=True)
        for url in dict.fromkeys(map(unwrapped, seed.links)):
            outlet = web.outlet_of(url)
            if outlet.key in known and len(urlsplit(url).path) > 1:
                entry = Entry(url, "", words_of(url), None, "unknown")
                why_not = LISTING if is_listing(url) else ""
                yield Found(outlet, entry, "link in the seed", cited=True, why_not=why_not)


def unwrapped(url: str) -> str:
    """The article's own address inside one of an AMP cache, a web archive or a redirecting service.

    An AMP page on the outlet's own site stays: its canonical link tells, once it is read.
    """
    for _ in range(DEPTH):
        inner = absolute_links(url, [_inner(url)])
        if not inner or inner[0] == url:
            break
        url = inner[0]
    return url


def _inner(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    host = host.removeprefix("www.")
    if _GOOGLE.fullmatch(host):
        host = "google.com"
    if host == "google.com" and (match := _AMP_PATH.fullmatch(rest)):
        return f"https://{match[1]}"
    if host.endswith(".cdn.ampproject.org") and (match := _AMP_CACHE.fullmatch(rest)):
        return f"{'https' if match[1] else 'http'}://{match[2]}"
    if host in ("web.archive.org", "archive.org") and (match := _ARCHIVED.fullmatch(rest)):
        return re.sub(r"^(https?):/+", r"\1://", match[1])
    names = ("url",) if host.endswith(_SAFE_LINKS) else _REDIRECTS.get(host, ())
    asked = parse_qs(parts.query) | {"": [parts.query]}
    held = [value for name in names for value in asked.get(name, ()) if re.match(r"https?://", value)]
    return held[0] if held else url
