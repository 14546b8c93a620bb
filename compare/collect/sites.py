"""What the outlets themselves list: their feeds, else their sitemaps, else a feed that their home page names.

An outlet costs three requests at most, the robots.txt of each of its hosts among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from compare.collect.feeds import feed_links, read_feed
from compare.collect.sitemaps import read_sitemap
from compare.collect.urls import host
from compare.collect.ways import Entry, Found, Web
from compare.records import Article, Outlet

SPENT = "not asked: the outlet's requests were spent"
REQUESTS = 3  # for one outlet, a robots.txt for each host among them


class _Budget:
    """What may still be asked for one outlet."""

    def __init__(self) -> None:
        self._left = REQUESTS
        self._hosts: set[str] = set()  # whose robots.txt is paid for

    def spend(self, url: str, *, robots_alone: bool = False) -> bool:
        """Takes the cost of that page, or of its host's robots.txt alone; False, and nothing, where it is too much."""
        name = host(url).removeprefix("www.")  # the one redirects to the other; that is not counted
        cost = (not robots_alone) + (name not in self._hosts)
        if cost > self._left:
            return False
        self._left -= cost
        self._hosts.add(name)
        return True


@dataclass(frozen=True, slots=True)
class Sites:
    """Feeds and sitemaps of the outlets of config/outlets.toml."""

    feeds: bool = True
    sitemaps: bool = True
    autodiscovery: bool = True

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterator[Found]:
        """The articles that every other outlet lists."""
        others = [o for o in outlets if o.key != seed.outlet]
        budget = {o.key: _Budget() for o in others}
        silent = others
        if self.feeds:
            configured = [(o, url) for o in others for url in o.feeds if budget[o.key].spend(url)]
            read = web.read([url for _, url in configured], read_feed)
            for outlet, url in configured:
                yield from _found(outlet, read.get(url, ()), f"feed of {outlet.name}", web)
            heard = {o.key for o, url in configured if url in read}
            silent = [o for o in others if o.key not in heard]
        # A site that takes http answers there or redirects: the seed's own scheme is the likeliest to be spoken.
        scheme = urlsplit(seed.final_url).scheme
        homes = {
            o.key: f"{scheme if scheme in ('http', 'https') else 'https'}://{o.domains[0]}/"
            for o in silent
            if o.domains
        }
        asked = [o for o in silent if o.key in homes and budget[o.key].spend(homes[o.key], robots_alone=True)]
        named: dict[str, tuple[str, ...]] = {}
        if self.sitemaps and asked:
            told = web.sitemaps([homes[o.key] for o in asked])
            named = {o.key: maps for o in asked if (maps := told.get(homes[o.key]))}
            yield from _from_sitemaps([o for o in asked if o.key in named], named, budget, web)
        if self.feeds and self.autodiscovery:
            # An outlet whose feed could not be read names no better one.
            rest = [
                o for o in asked if o.key not in named and not o.feeds and budget[o.key].spend(homes[o.key])
            ]
            yield from _from_homes(rest, homes, budget, web)


def _from_sitemaps(
    outlets: Sequence[Outlet], named: dict[str, tuple[str, ...]], budget: dict[str, _Budget], web: Web
) -> Iterator[Found]:
    """Reads one sitemap of each outlet, then what it names, while the outlet's requests last."""
    # Sorted stably: a news sitemap first, else the order of robots.txt.
    next_one = {
        o.key: first
        for o in outlets
        for first in [min(named[o.key], key=lambda url: "news" not in url.lower())]
        if budget[o.key].spend(first)
    }
    for outlet in outlets:
        if outlet.key not in next_one:
            web.failed(named[outlet.key][0], SPENT)
    while next_one:
        read = web.read(list(next_one.values()), read_sitemap)
        further: dict[str, str] = {}
        for outlet in outlets:
            url = next_one.get(outlet.key, "")
            if not url:
                continue
            sitemap = read.get(url)
            if sitemap is None:
                continue
            yield from _found(outlet, sitemap.entries, f"sitemap of {outlet.name}", web)
            if sitemap.children and budget[outlet.key].spend(sitemap.children[0]):
                further[outlet.key] = sitemap.children[0]
            elif sitemap.children:
                web.failed(url, f"a sitemap of sitemaps, of which none was read: {SPENT}")
        next_one = further


def _from_homes(
    outlets: Sequence[Outlet], homes: dict[str, str], budget: dict[str, _Budget], web: Web
) -> Iterator[Found]:
    pages = web.read([homes[o.key] for o in outlets], feed_links)
    feeds: dict[str, str] = {}
    for outlet in outlets:
        links = pages.get(homes[outlet.key])
        if links and budget[outlet.key].spend(links[0]):
            feeds[outlet.key] = links[0]
        elif links:
            web.failed(links[0], SPENT)
        elif links is not None:
            web.failed(homes[outlet.key], "names no sitemap in robots.txt and no feed on its home page")
    read = web.read(list(feeds.values()), read_feed)
    for outlet in outlets:
        url = feeds.get(outlet.key, "")
        yield from _found(outlet, read.get(url, ()), f"feed that the home page of {outlet.name} names", web)


def _found(outlet: Outlet, entries: Sequence[Entry], by: str, web: Web) -> Iterator[Found]:
    """What a list names on the outlet's own domains may be taken; on another's, it is not the outlet's word."""
    for entry in entries:
        own = not outlet.domains or web.outlet_of(entry.url).key == outlet.key
        why_not = "" if own else f"the {by} lists it on another site, {host(entry.url)}"
        yield Found(outlet, entry, by, why_not=why_not)
