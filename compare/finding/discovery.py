"""Looks for coverage of a story's event, by every way that config/settings.toml switches on.

The ways know only what they may use of the web; here it is given to them, with the archive and the outlets.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from sqlite_utils import Database

from compare.collect.allowance import Allowance
from compare.collect.archive import Archive
from compare.collect.extract import extract
from compare.collect.google_news import GoogleNews
from compare.collect.links import Links
from compare.collect.rank import TAKE, Candidate, rank
from compare.collect.same_event import SAME, Near, as_entry, same_event
from compare.collect.score import ASK, Alike, Scorer
from compare.collect.search import Gdelt
from compare.collect.sites import Sites
from compare.collect.urls import article_id, host, registered_domain, twin
from compare.collect.ways import Entry, Found, Way
from compare.config import Config, Settings
from compare.configured import Outlet
from compare.errors import CompareError
from compare.finding.gather import Gathered, Gatherer, now
from compare.finding.stories import GIVEN
from compare.read.citations import citations
from compare.records import Article, Failure, Page, Source
from compare.store import read

T = TypeVar("T")
ROUNDS = (
    3  # of reading: an outlet whose article could not be read, or told something else, gets two more tries
)
LEFT = "left after reading"  # how the reason begins for what was read and is about something else
NOTHING_KNOWN = (
    "nothing was looked for: the seed could not be read, and nothing else tells its headline; save the page and"
    " add it, or write a seed document with its date and headline"
)


class LikenessOf(Protocol):
    """How near texts lie to the seed's by their sentence vectors."""

    def __call__(self, seed: Article, entries: Sequence[Entry]) -> Alike:
        """Of each entry of a list."""

    def near(self, seed: Article, read: Sequence[Article]) -> Sequence[Near]:
        """Of each article that was read."""


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


class Search:
    """The search for one story's coverage: what was found, and what has been learnt of it since."""

    def __init__(self, desk: _Desk, story: Gathered, seed: Article, likeness: LikenessOf) -> None:
        config = desk.config
        self.story, self.seed = story, seed
        self._likeness = likeness
        self._per_outlet = config.settings.candidates_per_outlet
        self._key_of = {article_id(s.url): config.outlet_of(host(s.url)).key for s in story.sources}
        given = {*self._key_of, seed.id}
        wanted = tuple(o for o in config.outlets if not story.outlets or o.key in story.outlets)
        found = [
            f
            for way in ways(config.settings)
            for f in way.find(seed, wanted, desk)
            if article_id(f.entry.url) not in given and (not story.outlets or f.outlet.key in story.outlets)
        ]
        others = [s for s in story.sources if s.role != "seed"]
        self._instead: dict[str, Source] = {}  # outlet -> its article that could not be read
        for source in others:
            # What an earlier run found and nobody could read since leaves room for another article of the outlet.
            if not source.found_by.startswith(GIVEN) and not _may_be_read(story, source):
                self._instead.setdefault(self._key_of[article_id(source.url)], source)
        self._given = [s for s in others if s not in self._instead.values()]
        # Of a seed that could not be read, the headline is all that may name its source.
        told = seed if seed.text else replace(seed, text=seed.title, title_end=len(seed.title))
        self._cited = frozenset(c.outlet for c in citations(told, config.outlets) if c.names_a_report)
        entries = [f.entry for f in found]
        self._scorer = Scorer(seed, entries)
        self._alike = likeness(seed, [e for e in dict.fromkeys(entries) if self._scorer.score(e) >= ASK])
        self._found = found
        self._found = self._as_read_before(desk)
        self.taken: dict[str, Candidate] = {}  # by URL

    def candidates(self) -> list[Candidate]:
        """All that was found, best first, with the decision on each."""
        have = Counter(self._key_of[article_id(s.url)] for s in self._given)
        return rank(self.seed, self._found, self._cited, self._per_outlet, have, self._alike)

    def take(self) -> list[Source]:
        """Adds to the story what is to be read next: at first all that is taken, then what comes in the place of those left."""
        new = [c for c in self.candidates() if c.taken and c.url not in self.taken]
        sources = [Source(c.url, c.role, found_by=c.found_by) for c in new]
        self.taken |= {c.url: c for c in new}
        self.story.sources += sources
        return sources

    def check(self, sources: Sequence[Source]) -> bool:
        """Takes out of the story what turns out to tell something else once it is read; True when others may come instead.

        A page that could not be read stays, unless another article of its outlet can be: it is a gap, and the report
        says so.
        """
        again = False
        strangers = self._strangers({s.url: self.taken[s.url].outlet for s in sources}, self.story.articles)
        for source in sources:
            article, outlet = self.story.articles[source.url], self.taken[source.url].outlet
            if not article.comparable:
                if outlet in self._instead:
                    self._drop(source, f"it could not be read either: {article.reason}")
                    again = True
                else:
                    self._instead[outlet] = source
                    self._leave(source.url, f"it could not be read: {article.reason}")
                    again = True
                continue
            if why := strangers[source.url]:
                self._drop(source, why)
                again = True
            elif (unread := self._instead.get(outlet)) is not None and unread in self.story.sources:
                self._drop(unread, f"it could not be read; {source.url} was taken in its place")
        return again

    def _strangers(self, outlets: Mapping[str, str], articles: Mapping[str, Article]) -> dict[str, str]:
        """Of the articles at the URLs of ``outlets``, as read, why each does not tell the event; empty where it does."""
        why = {url: self._elsewhere(articles[url], outlet) for url, outlet in outlets.items()}
        unsure = [u for u in why if not why[u] and articles[u].comparable and articles[u].id != self.seed.id]
        if not self.seed.text:  # of a seed that could not be read, only the headline is there to compare
            strange = [u for u in unsure if not self._scorer.same_event(as_entry(articles[u]))]
        else:
            near = self._likeness.near(self.seed, [articles[u] for u in unsure]) if unsure else []
            strange = [
                u
                for u, n in zip(unsure, near, strict=True)
                if same_event(self._scorer, self.seed, articles[u], n) < SAME
            ]
        return why | {u: f"it tells something else ({articles[u].title[:80]})" for u in strange}

    def _elsewhere(self, article: Article, outlet: str) -> str:
        moved = registered_domain(article.final_url) != registered_domain(article.url)
        if article.outlet != outlet and moved and article.provenance == "web" and article.id != self.seed.id:
            return f"it leads to another site, {host(article.final_url)}"
        return ""

    def _drop(self, source: Source, why: str) -> None:
        self.story.sources.remove(source)
        self._leave(source.url, why)
        # Its failures are of the search now, and no part of what is compared: the next run does not try it again.
        kept = self.story.failures
        kept[:] = [replace(f, stage="discover") if f.url == source.url else f for f in kept]
        self.story.failures.append(Failure(source.url, "discover", f"{LEFT}: {why}", now()))

    def _leave(self, url: str, why: str) -> None:
        name = twin(url)  # in whichever of its spellings it was found
        self._found = [
            replace(f, why_not=why, cited=False) if twin(f.entry.url) == name else f for f in self._found
        ]

    def _as_read_before(self, desk: _Desk) -> list[Found]:
        """What was found; what an earlier run read, and tells something else, is not to be taken."""
        scorer = Scorer(self.seed, [f.entry for f in self._found], self._alike)
        outlets, articles = {}, {}
        for found in self._found:
            if found.cited or found.why_not or scorer.score(found.entry) < TAKE:
                continue
            if (article := desk.read_before(found.entry.url)) is not None:
                outlets[found.entry.url], articles[found.entry.url] = found.outlet.key, article
        why = self._strangers(outlets, articles)
        return [
            replace(f, why_not=f"read before, and {why[f.entry.url]}")
            if why.get(f.entry.url) and not f.cited
            else f
            for f in self._found
        ]


def discover(
    gatherer: Gatherer, db: Database, config: Config, story: Gathered, likeness: LikenessOf
) -> Search | None:
    """Looks for the story's coverage; takes nothing by itself. What could not be asked or read becomes a failure.

    A seed that could not be read is looked for by the headline and date of its seed document; None, and a failure,
    where there are none.
    """
    seed = seed_of(story)
    if seed is not None and not seed.comparable:
        seed = _facts(db, seed)
    if seed is None:
        story.failures.append(Failure(story.sources[0].url, "discover", NOTHING_KNOWN, now()))
        return None
    return Search(_Desk(gatherer, db, config, seed, story.failures), story, seed, likeness)


def gather_stories(
    gatherer: Gatherer,
    db: Database,
    config: Config,
    stories: Sequence[Gathered],
    likeness: LikenessOf | None,
    patience: float | None,
) -> Iterator[list[Gathered]]:
    """Gathers stories, with their coverage unless ``likeness`` is None, and yields them as they are done.

    That is all at once, or first without those of which something is still to come after ``patience`` seconds: a slow
    host holds up its own stories and no others.
    """
    waiting = list(stories)
    while waiting:
        ready = gatherer.gather(waiting, patience if len(waiting) > 1 else None)
        done = {id(story) for story in ready}
        waiting = [story for story in waiting if id(story) not in done]
        if likeness is None:
            yield ready
        else:
            yield from gather_coverage(gatherer, db, config, ready, likeness, patience)


def gather_coverage(
    gatherer: Gatherer,
    db: Database,
    config: Config,
    stories: Sequence[Gathered],
    likeness: LikenessOf,
    patience: float | None = None,
) -> Iterator[list[Gathered]]:
    """Looks for the coverage of each story, reads what is taken and drops what tells something else.

    Where an outlet's best could not be read or was dropped, its next best is read, ``ROUNDS`` times at most. Yields
    all stories at the end; with ``patience``, those that are done whenever others take longer than that to read.
    """
    searches = []
    for story in stories:
        try:
            if (search := discover(gatherer, db, config, story, likeness)) is not None:
                searches.append(search)
        except sqlite3.Error:
            raise
        except Exception as error:  # what one story finds is no reason for another to be lost
            why = str(error) if isinstance(error, CompareError) else f"{type(error).__name__}: {error}"[:300]
            story.failures.append(Failure(story.sources[0].url, "discover", why, now()))
    reading = [(search, taken, 1) for search in searches if (taken := search.take())]
    busy = {id(search.story) for search, _, _ in reading}
    done = [story for story in stories if id(story) not in busy]
    while reading:
        ready = {id(s) for s in gatherer.gather([search.story for search, _, _ in reading], patience)}
        slow = [one for one in reading if id(one[0].story) not in ready]
        again = []
        for search, taken, number in (one for one in reading if id(one[0].story) in ready):
            if search.check(taken) and number < ROUNDS and (more := search.take()):
                again.append((search, more, number + 1))
            else:
                done.append(search.story)
        reading = again + slow
        if slow and done:
            yield done
            done = []
    if done:
        yield done


def seed_of(story: Gathered) -> Article | None:
    """The article that the story starts from, once it was gathered."""
    return next((story.articles[s.url] for s in story.sources if s.role == "seed"), None)


def _facts(db: Database, unread: Article) -> Article | None:
    """What the seed document alone says of the article: its headline and its day."""
    document = read.pages(db, unread.url).get("seed")
    return replace(extract(document.page, unread.outlet), id=unread.id) if document else None


def _may_be_read(story: Gathered, source: Source) -> bool:
    article = story.articles.get(source.url)
    return article is None or article.comparable


class _Desk:
    """The web as the ways may use it, for one story; what fails is noted there."""

    def __init__(
        self, gatherer: Gatherer, db: Database, config: Config, seed: Article, failures: list[Failure]
    ) -> None:
        self._gatherer, self._db, self.config, self._seed = gatherer, db, config, seed
        self._failures = failures

    def read_before(self, url: str) -> Article | None:
        return read.latest_comparable(self._db, url)

    def read(
        self,
        urls: Sequence[str],
        parse: Callable[[Page], T],
        *,
        pause: float = 0.0,
        allowances: Mapping[str, Allowance] | None = None,
        lists: Sequence[tuple[Outlet, str]] = (),
    ) -> dict[str, T]:
        return self._kept(self._gatherer.parsed(urls, parse, pause, allowances), lists)

    def sitemaps(self, sites: Mapping[str, Allowance]) -> dict[str, tuple[str, ...]]:
        return self._kept(self._gatherer.sitemaps(sites), [(self.outlet_of(site), site) for site in sites])

    def archived(self, days: int) -> list[Entry]:
        if not self._seed.published_at:
            return []
        at, apart = dt.datetime.fromisoformat(self._seed.published_at), dt.timedelta(days=days)
        since, until = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (at - apart, at + apart))
        return [Entry(*row) for row in read.published_between(self._db, since, until)]

    def outlet_of(self, url: str) -> Outlet:
        return self.config.outlet_of(host(url))

    def failed(self, url: str, reason: str, outlet: Outlet | None = None, *, had: bool = False) -> None:
        self._note(Failure(url, "discover", reason, now(), had=had), outlet)

    def _note(self, failure: Failure, outlet: Outlet | None) -> None:
        if outlet is None:
            self._failures.append(failure)
            return
        url = failure.url
        if "//" in url and self.outlet_of(url).key != outlet.key:  # then nothing else tells whose list it is
            failure = replace(failure, reason=f"{failure.reason} (a list of {outlet.name})")
        self._failures.append(replace(failure, outlet=outlet.key))

    def _kept(self, read_now: dict[str, T | Failure], lists: Sequence[tuple[Outlet, str]]) -> dict[str, T]:
        for url, failure in read_now.items():
            if isinstance(failure, Failure):
                for outlet in [o for o, listed in lists if listed == url] or (
                    None,
                ):  # a search is no outlet's
                    self._note(failure, outlet)
        return {url: r for url, r in read_now.items() if not isinstance(r, Failure)}
