"""From the sources of stories to their articles: fetch, store as fetched, extract.

Everything is stored as it comes, so that a run that is broken off loses nothing and fetches nothing twice.
Failures become rows with reasons; the other sources go on.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, TypeVar

from sqlite_utils import Database

from compare import __version__
from compare.collect import access, wayback
from compare.collect.allowance import Allowance
from compare.collect.extract import EDITION, extract
from compare.collect.fetch import Fetcher, FetchLimits
from compare.collect.links import unwrapped
from compare.collect.urls import article_id, host
from compare.config import Config, Settings
from compare.configured import Outlet
from compare.errors import CompareError, DiskError, FetchError
from compare.finding.fetched_again import doubted, keep, settled
from compare.finding.identity import identified, misnamed
from compare.progress import Progress
from compare.records import Article, Failure, Page, Source
from compare.seeds import has_text
from compare.store import read, versions, write
from compare.store.database import transaction

log = logging.getLogger(__name__)
T = TypeVar("T")

EXTRACTOR = f"outlet-compare {__version__} (extraction {EDITION}), trafilatura {version('trafilatura')}"
# A saved copy is what a person saw; the web's page is next; a seed document's text is better than nothing.
_PREFERENCE = ("saved", "web", "snapshot", "seed")
_GONE = ("HTTP 404", "HTTP 410")


@dataclass
class Gathered:
    """The sources of one story with what was read of each."""

    sources: list[Source]
    articles: dict[str, Article] = field(default_factory=dict)  # by URL asked for
    failures: list[Failure] = field(default_factory=list)
    outlets: tuple[str, ...] = ()  # keys of those whose coverage is looked for; empty for all


class Gatherer:
    """Gathers the articles of stories into one database. ``fetcher`` is None when offline.

    ``going_on_from`` is when the run began that this one goes on with: what was had since then is not asked for again.
    """

    def __init__(
        self,
        db: Database,
        config: Config,
        run: int,
        extractors: Executor,
        runner: asyncio.Runner,
        fetcher: Fetcher | None,
        progress: Progress,
        going_on_from: str = "",
    ) -> None:
        self._db, self._config, self._run = db, config, run
        self._going_on_from = going_on_from
        self._extractors, self._runner, self._fetcher = extractors, runner, fetcher
        self._progress = progress
        self._tried: dict[str, Failure | None] = {}  # every URL once a run, whichever stories want it
        self._parsed: dict[tuple[str, Any], Any] = {}  # the same, of feeds and the like, by URL and parser
        self._paused_until = 0.0

    def gather(self, stories: Sequence[Gathered], patience: float | None = None) -> list[Gathered]:
        """Fetches and reads every source of ``stories``; fills their articles and failures. Gives them back.

        With ``patience``, in seconds, those of which something is still to come by then are not read and not given
        back, unless it is all of them, which are then waited for: ``gather`` is to be called for them again.
        """
        self._store_given(source for story in stories for source in story.sources)
        self._fetch(_unread(stories), patience=patience)
        if not (ready := [s for s in stories if all(url in self._tried for url in _unread([s]))]):
            self._fetch(_unread(stories))
            ready = list(stories)
        urls = _unread(ready)
        read_now = self._extract(urls)
        if self._config.settings.wayback and self._fetcher is not None:
            gone = {u: read_now[u][0].published_at for u in urls if self._is_gone(u, read_now[u][0])}
            self._fetch_snapshots(gone)
            read_now |= self._extract(list(gone))
        for story in ready:
            for source in story.sources:
                if source.url in story.articles:
                    continue
                article, failures = read_now[source.url]
                story.articles[source.url] = replace(article, url=source.url)
                story.failures += failures
        return ready

    def parsed(
        self,
        urls: Sequence[str],
        parse: Callable[[Page], T],
        pause: float = 0.0,
        allowances: Mapping[str, Allowance] | None = None,
    ) -> dict[str, T | Failure]:
        """What ``parse``, run in a worker, made of each page; each page is fetched and parsed once a run.

        ``pause`` seconds at least lie between two requests that ask for a pause; ``allowances`` says by URL how many
        requests may be made for it.
        """
        new = [url for url in dict.fromkeys(urls) if (url, parse) not in self._parsed]
        if pause and any(url not in self._tried for url in new):
            time.sleep(max(0.0, self._paused_until - time.monotonic()))
            self._paused_until = time.monotonic() + pause
        self._fetch(new, allowances=allowances)
        tasks: dict[str, Future[T]] = {}
        for url in new:
            # What a feed listed yesterday is no news of today: a page that could not be had is not read again.
            if (failure := self._tried.get(url)) is not None:
                self._parsed[url, parse] = replace(failure, stage="discover")
            elif stored := read.pages(self._db, url).get("web"):
                tasks[url] = self._extractors.submit(parse, stored.page)
        for url, task in tasks.items():
            try:
                self._parsed[url, parse] = task.result()
            except Exception as error:  # whatever a feed does to its reader concerns that feed alone
                self._parsed[url, parse] = Failure(url, "discover", _reason(error, url), now())
        return {url: self._parsed[url, parse] for url in urls if (url, parse) in self._parsed}

    def sitemaps(self, sites: Mapping[str, Allowance]) -> dict[str, tuple[str, ...] | Failure]:
        """The sitemaps that each site's robots.txt names."""
        return self._runner.run(self._sitemaps(sites)) if self._fetcher is not None else {}

    async def _sitemaps(self, sites: Mapping[str, Allowance]) -> dict[str, tuple[str, ...] | Failure]:
        assert self._fetcher is not None
        asked = await asyncio.gather(
            *(self._fetcher.robots(s, allowance) for s, allowance in sites.items()), return_exceptions=True
        )
        found: dict[str, tuple[str, ...] | Failure] = {}
        for site, rules in zip(sites, asked, strict=True):
            error = rules if isinstance(rules, BaseException) else rules.failure
            if isinstance(error, CompareError):
                found[site] = Failure(site, "discover", f"robots.txt: {_reason(error, site)}", now())
            elif isinstance(rules, BaseException):
                raise rules
            else:
                found[site] = rules.sitemaps
        return found

    def _is_gone(self, url: str, article: Article) -> bool:
        """Whether the page is gone and nothing better than a seed document stands in for it."""
        failure = self._tried.get(url)
        gone = failure.reason in _GONE if failure else article.reason == access.NOT_FOUND
        return gone and (not article.comparable or article.provenance == "seed")

    def _fetch_snapshots(self, gone: Mapping[str, str | None]) -> None:
        """Looks for a snapshot of each page, by its time, in the web archive; that none is had is told of the page."""
        address = self._config.settings.wayback
        asked = {url: wayback.question(address, url, at) for url, at in gone.items()}
        found = self.parsed(list(asked.values()), wayback.answer)
        snapshots: dict[str, str] = {}
        for url, question in asked.items():
            at = found[question]
            if isinstance(at, str) and wayback.is_of(at, url):
                snapshots[at] = url
            else:
                why = (
                    at.reason
                    if isinstance(at, Failure)
                    else "the web archive named a snapshot of another page"
                )
                self._told_gone(url, why)
        self._fetch(list(snapshots), snapshots)
        for at, url in snapshots.items():
            if failure := self._tried.get(at):
                self._told_gone(url, f"its snapshot at {at}: {failure.reason}")

    def _told_gone(self, url: str, why: str) -> None:
        failure = self._tried.get(url) or Failure(url, "fetch", access.NOT_FOUND, now())
        self._tried[url] = replace(failure, reason=f"{failure.reason}; {why}")

    def _store_given(self, sources: Iterable[Source]) -> None:
        for source in sources:
            if source.page is None or self._says_less(source.page):
                continue
            with transaction(self._db):
                write.save_page(self._db, source.page, self._run)

    def _says_less(self, page: Page) -> bool:
        """Whether a seed document gives the facts alone where one with the text was given before."""
        if page.provenance != "seed" or has_text(page):
            return False
        stored = read.pages(self._db, page.url).get("seed")
        return stored is not None and has_text(stored.page)

    def _fetch(
        self,
        urls: Sequence[str],
        snapshots: Mapping[str, str] | None = None,
        patience: float | None = None,
        allowances: Mapping[str, Allowance] | None = None,
    ) -> None:
        """Fetches and stores pages, ``snapshots`` as of the page named; what is not had in ``patience`` is not tried yet."""
        wanted = []
        for url in urls:
            if url in self._tried:
                continue
            stored = read.pages(self._db, url)
            if (
                "saved" in stored and (stored["saved"].article is None or stored["saved"].article.comparable)
            ) or (
                self._going_on_from and "web" in stored and stored["web"].checked_at >= self._going_on_from
            ):
                self._tried[url] = None
            elif self._fetcher is None:
                failure = (
                    None if stored else Failure(url, "fetch", "not stored, and the run is offline", now())
                )
                self._tried[url] = failure
            else:
                wanted.append((url, stored["web"].page if "web" in stored else None))
        if wanted:
            self._runner.run(self._fetch_all(wanted, snapshots or {}, patience, allowances))

    async def _fetch_all(
        self,
        wanted: Sequence[tuple[str, Page | None]],
        snapshots: Mapping[str, str],
        patience: float | None,
        allowances: Mapping[str, Allowance] | None,
    ) -> None:
        assert self._fetcher is not None
        with self._progress.stage("fetching", len(wanted)) as advance:
            async for url, outcome in self._fetcher.fetch_all(wanted, patience, allowances):
                if isinstance(outcome, FetchError):
                    self._tried[url] = Failure(url, "fetch", _reason(outcome, url), now())
                    log.info("not had: %s: %s", url, _reason(outcome, url))
                    advance()
                    continue
                self._tried[url] = None
                log.info("%s: %s", "unchanged" if outcome.not_modified else "fetched", url)
                with transaction(self._db):
                    if outcome.not_modified:
                        write.mark_checked(self._db, url, outcome.checked_at)
                    else:
                        page = outcome.page
                        if url in snapshots:
                            page = replace(page, url=snapshots[url], provenance="snapshot")
                        write.save_page(self._db, page, self._run)
                advance()  # once it is kept: what is shown as done is not lost

    def _extract(self, urls: Sequence[str]) -> dict[str, tuple[Article, list[Failure]]]:
        """What was read of each URL's pages: the best that is comparable, else why there is none."""
        stored = {url: read.pages(self._db, url) for url in urls}
        stale = self._stale(stored.values())
        failed: dict[int, Failure] = {}
        with self._progress.stage("extracting", len(stale)) as advance:
            tasks = [
                (page, outlet, self._extractors.submit(extract, page.page, outlet.key))
                for page in stale
                for outlet in [self._outlet_of(page.page)]
            ]
            for page, outlet, task in tasks:
                try:
                    article = identified(self._db, task.result())
                except DiskError:
                    raise
                except Exception as error:
                    # Whatever a page does to the extractor, it concerns that page alone.
                    failed[page.id] = Failure(page.page.url, "extract", _reason(error, page.page.url), now())
                else:
                    article = settled(self._db, page, article)
                    log.info(
                        "read: %s: %s%s",
                        article.url,
                        article.access,
                        f", {article.reason}" if article.reason else "",
                    )
                    for other, own in misnamed(self._db, article):
                        keep(self._db, other, own, self._outlet_of(other.page), other.extractor, self._run)
                    keep(self._db, page, article, outlet, EXTRACTOR, self._run)
                advance()
        return {
            url: self._best(url, read.pages(self._db, url) if pages else {}, failed)
            for url, pages in stored.items()
        }

    def _stale(self, stored: Iterable[dict[str, read.StoredPage]]) -> list[read.StoredPage]:
        """The pages that must be read again; before each the one that its text follows."""
        stale = []
        for pages in stored:
            for page in pages.values():
                if self._is_stale(page):
                    # Two texts that two extractors read must not pass for a change of the outlet's.
                    before = versions.page_before(self._db, page.id)
                    stale += [p for p in (before, page) if p is not None and self._is_stale(p)]
        return stale

    def _is_stale(self, page: read.StoredPage) -> bool:
        """Whether the page is to be read anew: by another extractor, as another outlet's, or as no longer doubtful."""
        outlet = self._outlet(page.page.final_url).key
        return page.extractor != EXTRACTOR or (
            page.article is not None
            and (page.article.outlet != outlet or (doubted(page.article) and not page.article.comparable))
        )

    def _best(
        self, url: str, pages: dict[str, read.StoredPage], failed: dict[int, Failure]
    ) -> tuple[Article, list[Failure]]:
        failures = [f for f in [self._tried.get(url)] if f is not None]
        failures += [failed[page.id] for page in pages.values() if page.id in failed]
        articles = [pages[p].article for p in _PREFERENCE if p in pages and pages[p].id not in failed]
        read_well = [a for a in articles if a is not None]
        best = next((a for a in read_well if a.comparable), None)
        # A page that was an article and is a wall today does not read as a withdrawn article.
        earlier = None if best else read.latest_comparable(self._db, url)
        wall = next((a for a in read_well if not a.comparable), None)
        if wall is not None and best is None and not failures:
            failures.append(Failure(url, "extract", wall.reason, wall.fetched_at))
        if (article := best or earlier) is not None and failures:
            return _kept(article, failures)
        if (article := article or wall) is not None:
            return article, failures
        reason = failures[0].reason if failures else "nothing was stored for this URL"
        return self._not_read(url, reason), failures

    def _not_read(self, url: str, reason: str) -> Article:
        outlet = self._outlet(url)
        article = Article(
            id=article_id(url), url=url, final_url=url, canonical_url=url, outlet=outlet.key, title="", byline="",
            published_at=None, published_precision="unknown", published_source="", fetched_at=now(), language="",
            text="", title_end=0, paragraphs=(), access="failed", reason=reason, provenance="web", content_sha256="",
        )  # fmt: skip
        with transaction(self._db):
            write.save_article(self._db, None, article, outlet, EXTRACTOR, self._run)
        return article

    def _outlet_of(self, page: Page) -> Outlet:
        return self._outlet(page.url if page.provenance == "snapshot" else page.final_url)

    def _outlet(self, url: str) -> Outlet:
        return self._config.outlet_of(host(unwrapped(url)))


def _unread(stories: Sequence[Gathered]) -> list[str]:
    """The URLs of which ``stories`` have no article yet."""
    return list(
        dict.fromkeys(s.url for story in stories for s in story.sources if s.url not in story.articles)
    )


def _kept(article: Article, failures: Sequence[Failure]) -> tuple[Article, list[Failure]]:
    """An article that stands in for a page that could not be had now, which it and the failures say."""
    stand_in = {
        "web": f"compared as it was read on {article.fetched_at}",
        "saved": "compared as it was saved",
        "snapshot": f"compared as a {wayback.told(article.final_url)} gives it",
        "seed": "compared as the seed document gives it",
    }[article.provenance]
    told = [replace(f, reason=f"{f.reason}; {stand_in}") for f in failures]
    if article.provenance == "snapshot":
        return replace(article, reason=told[0].reason), told
    return replace(article, reason="; ".join(r for r in (article.reason, told[0].reason) if r)), told


def limits(settings: Settings) -> FetchLimits:
    """The caps on one request, as config/settings.toml gives them."""
    return FetchLimits(
        body_bytes=settings.max_body_bytes,
        wire_bytes=settings.max_wire_bytes,
        seconds=settings.total_seconds,
        retries=settings.retries,
    )


def _reason(error: BaseException, url: str) -> str:
    """Why ``url`` was not had, without its address, which stands beside it."""
    if isinstance(error, FetchError):
        return error.reason + (f" ({error.remedy})" if error.remedy else "")
    if isinstance(error, CompareError):
        return str(error).removeprefix(f"{url}: ")
    return f"{type(error).__name__}: {error}"[:300]


def now() -> str:
    """The time in UTC, to the second."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
