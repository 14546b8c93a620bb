"""What the outlets themselves list: their feeds, else their sitemaps, else a feed that their home page names.

An outlet costs three requests at most, robots.txt, redirects and retries among them. What is not asked, and a list
that leaves the seed's days out, is told: silence must not read as if the outlet had told nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from compare.collect.allowance import SPENT, Allowance
from compare.collect.feeds import CUT, Feed, feed_links, read_feed
from compare.collect.score import DAYS, days_apart
from compare.collect.sitemaps import Sitemap, read_sitemap
from compare.collect.urls import host, is_front_page
from compare.collect.ways import Entry, Found, Web
from compare.configured import Outlet
from compare.records import Article, Page

T = TypeVar("T")

REQUESTS = 3  # for one outlet
_TO_THE_DAY = ("second", "minute", "day")


# Of an outlet about which nothing is configured but its name.
NOWHERE = "not searched: outlets.toml gives neither a feed nor a domain of it; add one"


class _Budget:
    """What may still be asked for one outlet: as planned, and by ``allowance`` as it turns out with redirects and retries."""

    def __init__(self) -> None:
        self.allowance = Allowance(REQUESTS)
        self._left = REQUESTS
        self._hosts: set[str] = set()  # whose robots.txt is paid for

    def spend(self, url: str, *, robots_alone: bool = False) -> bool:
        """Takes the cost of that page, or of its host's robots.txt alone; False, and nothing, where it is too much."""
        name = host(url).removeprefix("www.")  # the one redirects to the other, and has its robots.txt
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
        lists = _Lists(seed, {o.key: _Budget() for o in others}, web)
        silent = others
        if self.feeds:
            configured = [(o, url) for o in others for url in o.feeds if lists.affords(o, url)]
            read = lists.read(configured, read_feed)
            for outlet, url in configured:
                yield from lists.found(outlet, url, read.get(url), f"feed of {outlet.name}")
            heard = {o.key for o, url in configured if url in read}
            silent = [o for o in others if o.key not in heard]
        # A site that takes http answers there or redirects: the seed's own scheme is the likeliest to be spoken.
        scheme = urlsplit(seed.final_url).scheme
        scheme = scheme if scheme in ("http", "https") else "https"
        homes = {o.key: f"{scheme}://{o.domains[0]}/" for o in silent if o.domains}
        for outlet in silent:
            if outlet.key not in homes and not (self.feeds and outlet.feeds):
                web.failed(outlet.name, NOWHERE, outlet)
        silent = [o for o in silent if o.key in homes]
        named: dict[str, tuple[str, ...]] = {}
        if self.sitemaps:
            asked = [o for o in silent if lists.budget[o.key].spend(homes[o.key], robots_alone=True)]
            told = web.sitemaps({homes[o.key]: lists.budget[o.key].allowance for o in asked})
            named = {o.key: maps for o in asked if (maps := told.get(homes[o.key]))}
            yield from _from_sitemaps([o for o in asked if o.key in named], named, lists)
            silent = [o for o in asked if o.key not in named and homes[o.key] in told]
        # An outlet whose feed could not be read names no better one, and that feed is told already.
        silent = [o for o in silent if not (self.feeds and o.feeds)]
        if self.feeds and self.autodiscovery:
            rest = [o for o in silent if lists.affords(o, homes[o.key])]
            yield from _from_homes(rest, homes, lists)
        else:
            for outlet in silent:
                web.failed(homes[outlet.key], "not searched: " + self._unsearched(), outlet)

    def _unsearched(self) -> str:
        """Why an outlet without a feed is not searched when feeds are not looked for on its home page."""
        if self.sitemaps:
            return "names no sitemap in robots.txt, and looking for feeds on its home page is switched off"
        return "outlets.toml names no feed of it, and looking for sitemaps and for feeds is switched off"


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of all outlets as they are read for one seed, each within its outlet's budget."""

    seed: Article
    budget: Mapping[str, _Budget]  # by the outlet's key
    web: Web

    def affords(self, outlet: Outlet, url: str) -> bool:
        """Takes the cost of that list; False, and it is told, where it is too much."""
        if self.budget[outlet.key].spend(url):
            return True
        self.web.failed(url, SPENT, outlet)
        return False

    def read(self, lists: Sequence[tuple[Outlet, str]], parse: Callable[[Page], T]) -> dict[str, T]:
        """What ``parse`` made of each list that could be read, by URL."""
        allowances = {url: self.budget[outlet.key].allowance for outlet, url in lists}
        return self.web.read([url for _, url in lists], parse, allowances=allowances, lists=lists)

    def found(
        self, outlet: Outlet, url: str, read: Feed | Sitemap | None, by: str, unread: int = 0
    ) -> Iterator[Found]:
        """What the list at ``url`` names on the outlet's own domains; on another's, it is not the outlet's word.

        ``unread`` further lists of the outlet were left for want of requests: told where this one may not do.
        """
        entries = read.entries if read else ()
        whose = [not outlet.domains or self.web.outlet_of(e.url).key == outlet.key for e in entries]
        own = [e for e, is_own in zip(entries, whose, strict=True) if is_own and not is_front_page(e.url)]
        if entries and not own:
            others = sorted({host(e.url) for e in entries})
            more = f" and {len(others) - 3} more" if len(others) > 3 else ""
            self.web.failed(
                url,
                f"lists no article of {outlet.name}'s own, only pages of {', '.join(others[:3])}{more}",
                outlet,
            )
        elif entries:
            told = [CUT] if isinstance(read, Feed) and read.breaks_off else []
            told += [gap] if (gap := _gap(self.seed, own, unread)) else []
            if told:
                self.web.failed(url, "; ".join(told), outlet, had=True)
        for entry, is_own in zip(entries, whose, strict=True):
            why_not = "" if is_own else f"the {by} lists it on another site, {host(entry.url)}"
            yield Found(outlet, entry, by, why_not=why_not)


def _gap(seed: Article, entries: Sequence[Entry], unread: int) -> str:
    """That the list leaves out the days up to the seed's, as far as its dates tell; empty where it holds them.

    One item from long before is pinned, and says nothing of how far a list reaches back.
    """
    if not seed.published_at or seed.published_precision in ("month", "year", "unknown"):
        return ""
    more = f"; {unread} more of the outlet's sitemaps were not read" if unread else ""
    dated = [e for e in entries if e.published_at and e.precision in _TO_THE_DAY]
    days = sorted((e.published_at or "")[:10] for e in dated)
    if not days:
        return more and f"says of no item when it was published{more}"
    last = seed.published_at[:10]
    first = (dt.date.fromisoformat(last) - dt.timedelta(days=DAYS)).isoformat()
    older = sum((e.published_at or "") < first and (days_apart(seed, e) or 0) > DAYS for e in dated)
    newer = sum(_first_day(e) > last for e in dated)
    if older + newer < len(days) or (older > 1 and newer):
        return ""
    return f"lists nothing from {first} to {last}, its items are of {days[0]} to {days[-1]}: what was told then is not known{more}"


def _first_day(entry: Entry) -> str:
    """The day on which it was published where the sun rises last: half a day behind UTC."""
    at = dt.datetime.fromisoformat(entry.published_at or "")
    return (at if entry.precision == "day" else at - dt.timedelta(hours=12)).date().isoformat()


def _from_sitemaps(
    outlets: Sequence[Outlet], named: Mapping[str, tuple[str, ...]], lists: _Lists
) -> Iterator[Found]:
    """Reads one sitemap of each outlet, then what it names, while the outlet's requests last."""
    # Sorted stably: a news sitemap first, else the order of robots.txt.
    first = {o.key: min(named[o.key], key=lambda url: "news" not in url.lower()) for o in outlets}
    next_one = {o.key: first[o.key] for o in outlets if lists.affords(o, first[o.key])}
    unread = {o.key: len(named[o.key]) - 1 for o in outlets}
    while next_one:
        asked = [(o, next_one[o.key]) for o in outlets if o.key in next_one]
        read = lists.read(asked, read_sitemap)
        next_one = {}
        for outlet, url in asked:
            sitemap = read.get(url)
            if sitemap is None:
                continue
            unread[outlet.key] += max(0, len(sitemap.children) - 1)
            by = f"sitemap of {outlet.name}"
            yield from lists.found(outlet, url, sitemap, by, unread[outlet.key])
            if sitemap.children and lists.budget[outlet.key].spend(sitemap.children[0]):
                next_one[outlet.key] = sitemap.children[0]
            elif sitemap.children:
                lists.web.failed(url, f"a sitemap of sitemaps, of which none was read: {SPENT}", outlet)


def _from_homes(outlets: Sequence[Outlet], homes: Mapping[str, str], lists: _Lists) -> Iterator[Found]:
    pages = lists.read([(o, homes[o.key]) for o in outlets], feed_links)
    feeds: list[tuple[Outlet, str]] = []
    for outlet in outlets:
        links = pages.get(homes[outlet.key])
        if links and lists.affords(outlet, links[0]):
            feeds.append((outlet, links[0]))
        elif links is not None and not links:
            why = "names no sitemap in robots.txt and no feed on its home page"
            lists.web.failed(homes[outlet.key], why, outlet)
    read = lists.read(feeds, read_feed)
    for outlet, url in feeds:
        by = f"feed that the home page of {outlet.name} names"
        yield from lists.found(outlet, url, read.get(url), by)
