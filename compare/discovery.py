"""Looks for coverage of a story's event, by every way that config/settings.toml switches on.

The ways know only what they may use of the web; here it is given to them, with the archive and the outlets.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlite_utils import Database

from compare.collect.archive import Archive
from compare.collect.links import Links
from compare.collect.rank import Candidate, Scorer, rank
from compare.collect.search import Gdelt, GoogleNews
from compare.collect.sites import Sites
from compare.collect.urls import article_id, host
from compare.collect.ways import Entry, Way
from compare.config import Config, Settings
from compare.gather import Gathered, Gatherer, now
from compare.read.citations import citations
from compare.records import Article, Failure, Outlet, Page
from compare.store import read

T = TypeVar("T")


def ways(settings: Settings) -> list[Way]:
    """Those that are switched on."""
    found: list[Way] = [Links()] if settings.links else []
    if settings.feeds or settings.sitemaps:
        found.append(Sites(settings.feeds, settings.sitemaps, settings.autodiscovery))
    if settings.archive:
        found.append(Archive())
    if settings.gdelt:
        found.append(Gdelt(settings.gdelt))
    if settings.google_news:
        found.append(GoogleNews(settings.google_news))
    return found


def discover(gatherer: Gatherer, db: Database, config: Config, story: Gathered) -> list[Candidate]:
    """All candidates for the story, best first, each with its reason; takes nothing by itself.

    What could not be asked or read becomes a failure of the story.
    """
    seed = seed_of(story)
    if seed is None or not seed.comparable:
        return []
    desk = _Desk(gatherer, db, config, seed, story.failures)
    given = {article_id(s.url) for s in story.sources} | {seed.id}
    have = Counter(config.outlet_of(host(s.url)).key for s in story.sources if s.role != "seed")
    found = [
        f
        for way in ways(config.settings)
        for f in way.find(seed, config.outlets, desk)
        if article_id(f.entry.url) not in given
    ]
    story.found = tuple(f.entry for f in found)
    cited = frozenset(c.outlet for c in citations(seed, config.outlets))
    return rank(seed, found, cited, config.settings.candidates_per_outlet, have)


def drop_strangers(story: Gathered) -> None:
    """Takes out of the story what was taken for coverage and after reading turns out to tell something else, with the reason.

    A page that could not be read stays: it is a gap, and the report says so.
    """
    seed = seed_of(story)
    if seed is None:
        return
    scorer = Scorer(seed, story.found)
    for source in story.taken:
        article = story.articles[source.url]
        if not article.comparable or article.id == seed.id:
            continue
        opening = article.text[article.title_end : article.title_end + 600]
        entry = Entry(article.url, article.title, opening, article.published_at, article.published_precision)
        if not scorer.same_event(entry):
            why = f"left after reading: it tells something else ({article.title[:80]})"
            story.sources.remove(source)
            story.failures.append(Failure(source.url, "discover", why, now()))


def seed_of(story: Gathered) -> Article | None:
    """The article that the story starts from, once it was gathered."""
    return next((story.articles[s.url] for s in story.sources if s.role == "seed"), None)


class _Desk:
    """The web as the ways may use it, for one story; what fails is noted there."""

    def __init__(
        self, gatherer: Gatherer, db: Database, config: Config, seed: Article, failures: list[Failure]
    ) -> None:
        self._gatherer, self._db, self._config, self._seed = gatherer, db, config, seed
        self._failures = failures

    def read(self, urls: Sequence[str], parse: Callable[[Page], T], *, pause: float = 0.0) -> dict[str, T]:
        return self._kept(self._gatherer.parsed(urls, parse, pause))

    def sitemaps(self, sites: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return self._kept(self._gatherer.sitemaps(sites))

    def archived(self, days: int) -> list[Entry]:
        if not self._seed.published_at:
            return []
        at, apart = dt.datetime.fromisoformat(self._seed.published_at), dt.timedelta(days=days)
        since, until = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (at - apart, at + apart))
        return [Entry(*row) for row in read.published_between(self._db, since, until)]

    def outlet_of(self, url: str) -> Outlet:
        return self._config.outlet_of(host(url))

    def failed(self, url: str, reason: str) -> None:
        self._failures.append(Failure(url, "discover", reason, now()))

    def _kept(self, read_now: dict[str, T | Failure]) -> dict[str, T]:
        self._failures.extend(r for r in read_now.values() if isinstance(r, Failure))
        return {url: r for url, r in read_now.items() if not isinstance(r, Failure)}
