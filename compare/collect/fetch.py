"""The one door to the web: fetches pages politely, under the guard, robots.txt and caps on bytes, time and redirects.

    async with Fetcher(connect_to=[ConnectTo.parse("::127.0.0.1:8900")]) as fetcher:
        fetched = await fetcher.fetch("http://nyt.test/2019/05/14/story.html")

No cookie is ever kept or sent, no credentials are ever sent, and the environment's proxies are not used.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from urllib.parse import urlsplit

import httpx
import stamina

from compare.collect.allowance import Allowance, Spent
from compare.collect.body import read_page, read_start
from compare.collect.guard import ConnectTo, GuardedBackend, Resolve, check_url, join_url, system_resolve
from compare.collect.pace import Pace
from compare.collect.retry import BUSY, Busy, busy, next_wait
from compare.collect.robots import PRODUCT_TOKEN, ROBOTS_BYTES, Kept, RobotsFiles, Rules
from compare.collect.shares import Intake, Share
from compare.collect.transport import TOO_MUCH_HEADER, GuardedTransport
from compare.collect.urls import origin_of, under_other_name
from compare.errors import (
    BadResponse,
    ConnectionFailed,
    FetchError,
    LimitExceeded,
    RobotsRefused,
    TooSlow,
    without_credentials,
)
from compare.records import Page

USER_AGENT = f"{PRODUCT_TOKEN} (compares news coverage, follows robots.txt)"
MAX_CRAWL_DELAY = 30.0  # seconds; a site that asks for more is asked once in this time

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CLOSED_TO_US = frozenset({401, 402, 403, 451})
_KEPT_HEADERS = frozenset(
    {"content-type", "content-language", "etag", "last-modified", "link", "x-robots-tag"}
)

_SILENT = 2  # pages of one host in a row without a complete answer, after which no other is asked for

# What pays for the requests of the task at hand: a robots.txt that is read on the way is paid for by who needs it.
_paying: ContextVar[Allowance | None] = ContextVar("_paying", default=None)
_Read = Callable[[httpx.Response, str, Share], Awaitable[bytes]]  # the body of an answer from that URL


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The caps on one page. Bytes are as counted, not KiB; times are in seconds."""

    body_bytes: int = 10_000_000  # after decompression
    wire_bytes: int = 5_000_000  # of the body as sent
    header_bytes: int = 64_000
    seconds: float = 20.0  # of talking, redirects and retries together; waiting for one's turn does not count
    connect_seconds: float = 8.0  # for each address of a host
    redirects: int = 5
    retries: int = 2
    retry_wait: float = 1.0  # before the first retry; doubles, with up to as much again at random
    retry_wait_cap: float = 30.0  # a server that asks for more is left alone
    hosts_at_once: int = 128  # most of their time is waiting, which takes nothing from the others
    large_at_once: int = 4  # bodies beyond the usual size, coming in at speed
    held_bytes: int = 40_000_000  # of all bodies together, until they are taken over


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking for one URL: ``page`` is the known one when the server said that it still holds."""

    page: Page
    not_modified: bool
    checked_at: str  # UTC, ISO 8601


# The outcome for a URL, a fault of ours, or the end.
_Item = tuple[str, Fetched | FetchError] | Exception | None


@dataclass(frozen=True, slots=True)
class _Answer:
    url: str
    status: int
    headers: httpx.Headers
    body: bytes


class _Clock:
    """The time that one page may still take; runs only while we talk to a server."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = seconds

    @asynccontextmanager
    async def running(self, url: str) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(self._left):
                yield
        except TimeoutError:
            raise TooSlow(url, f"no complete answer within {self._seconds:g} s") from None
        finally:
            self._left -= loop.time() - start


class Fetcher:
    """Fetches pages over one pool of connections; use as an async context manager.

    ``delay`` is the pause in seconds between two requests to one host (0 for none); a longer Crawl-delay in
    robots.txt is honoured up to ``MAX_CRAWL_DELAY``. ``resolve`` answers every host name look-up. ``kept_robots``
    knows each robots.txt that was read within a day.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        delay: float = 2.0,
        connect_to: Sequence[ConnectTo] = (),
        user_agent: str = USER_AGENT,
        resolve: Resolve = system_resolve,
        kept_robots: Kept | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._connect_to = tuple(connect_to)
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",  # what body.py decompresses under a cap
        }
        self._backend = GuardedBackend(self._connect_to, resolve)
        self._transport: GuardedTransport | None = None
        self._pace = Pace(delay, self._limits.hosts_at_once)
        self._intake = Intake(self._limits.large_at_once, self._limits.held_bytes)
        self._silent: dict[str, int] = {}  # by host: pages in a row without a complete answer
        self._robots = RobotsFiles(self._robots_txt, kept_robots)
        wire, body = self._limits.wire_bytes, self._limits.body_bytes
        self._read_page = partial(read_page, wire_bytes=wire, body_bytes=body)
        self._read_robots = partial(read_start, wire_bytes=wire, body_bytes=min(body, ROBOTS_BYTES))

    async def __aenter__(self) -> Fetcher:
        # More than are asked at once: the others' connections wait for their host's next page.
        self._transport = GuardedTransport(self._backend, origins=self._limits.hosts_at_once + 32)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()

    async def fetch(self, url: str, known: Page | None = None, allowance: Allowance | None = None) -> Fetched:
        """Fetches one page, or learns that ``known`` still holds. Raises FetchError.

        ``allowance`` pays for every request that this takes: robots.txt, redirects and retries among them.
        """
        with _paid_by(allowance):
            return await self._fetch(url, known)

    async def _fetch(self, url: str, known: Page | None) -> Fetched:
        host = _host(url)
        if self._silent.get(host, 0) >= _SILENT:
            raise ConnectionFailed(url, "not asked for: the host gave no complete answer before")
        try:
            there = await self._from_where_it_was(url, known)
            answer = there or await self._follow(url, self._read_page, known, obey=True)
        except TooSlow:
            self._silent[host] = self._silent.get(host, 0) + 1
            raise
        self._silent.pop(host, None)
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        if answer.status == 304 and known is not None and _validators(known, answer.url):
            return Fetched(known, not_modified=True, checked_at=now)
        if answer.status in _REDIRECTS:
            raise LimitExceeded(url, f"more than {self._limits.redirects} redirects")
        if not 200 <= answer.status < 300:
            remedy = "save the page yourself and add it" if answer.status in _CLOSED_TO_US else ""
            raise BadResponse(url, f"HTTP {answer.status}", remedy)
        headers = tuple(
            (name, value) for name, value in sorted(answer.headers.items()) if name in _KEPT_HEADERS
        )
        page = Page(url, answer.url, answer.status, headers, answer.body, fetched_at=now)
        return Fetched(page, not_modified=False, checked_at=now)

    async def fetch_all(
        self,
        requests: Sequence[tuple[str, Page | None]],
        patience: float | None = None,
        allowances: Mapping[str, Allowance] | None = None,
    ) -> AsyncGenerator[tuple[str, Fetched | FetchError], None]:
        """Fetches many pages, one host beside the other, and yields each as it comes; a repeated URL comes once.

        After half of ``patience`` (seconds) no further page is begun, after all of it none is waited for: what was not
        yielded is for the caller to ask for again. ``allowances`` says by URL what may still be asked for its sake.
        """
        pays = allowances or {}
        by_host: dict[str, dict[str, Page | None]] = {}
        for url, known in requests:
            by_host.setdefault(_host(url), {}).setdefault(url, known)
        # Pages do not pile up in it when the reader is slower than the web: the intake waits for the reader.
        done: asyncio.Queue[_Item] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        start = loop.time()

        async def one_host(batch: dict[str, Page | None]) -> None:
            for url, known in batch.items():
                if patience is not None and loop.time() - start > patience / 2:
                    return
                outcome: Fetched | FetchError
                try:
                    outcome = await self.fetch(url, known, pays.get(url))
                except FetchError as error:
                    outcome = error
                self._intake.had(_size(outcome))
                done.put_nowait((url, outcome))

        async def every_host() -> None:
            try:
                async with asyncio.TaskGroup() as group:
                    for batch in by_host.values():
                        group.create_task(one_host(batch))
            except Exception as error:
                done.put_nowait(error)
            else:
                done.put_nowait(None)

        work = asyncio.create_task(every_host())
        try:
            while (item := await _next(done, start, patience)) is not None:
                if isinstance(item, Exception):
                    raise item
                self._intake.taken_over(_size(item[1]))
                yield item
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            while not done.empty():  # who leaves early takes none of these
                item = done.get_nowait()
                self._intake.taken_over(_size(item[1]) if isinstance(item, tuple) else 0)

    async def robots(self, url: str, allowance: Allowance | None = None) -> Rules:
        """What the robots.txt of the site of ``url`` says, sitemaps included. Raises AddressRefused."""
        with _paid_by(allowance):
            return await self._robots.rules(check_url(url, self._connect_to))

    async def _robots_txt(self, url: str) -> tuple[int, bytes, str]:
        answer = await self._follow(url, self._read_robots, None, obey=False)
        return answer.status, answer.body, answer.url

    async def _from_where_it_was(self, url: str, known: Page | None) -> _Answer | None:
        """Where requests are counted, what the site's other name answers, which gave ``known``; None to ask at ``url``."""
        if known is None or _paying.get() is None or not under_other_name(url, known.final_url):
            return None
        with suppress(BadResponse, RobotsRefused):
            answer = await self._follow(known.final_url, self._read_page, known, obey=True)
            return answer if answer.status == 304 or 200 <= answer.status < 300 else None
        return None

    async def _follow(self, url: str, read: _Read, known: Page | None, obey: bool) -> _Answer:
        """The first answer that is no redirect, or the last redirect that we follow. Errors name ``url``."""
        start = target = check_url(url, self._connect_to)
        clock, asked = _Clock(self._limits.seconds), set()
        try:
            for hop in range(self._limits.redirects + 1):
                if obey:
                    rules = await self._robots.rules(target)
                    rules.check(target)
                    if hop == 0 and rules.moved_to and _paying.get() is not None:
                        # The site answers under its other name, whose robots.txt this was: the redirect is saved.
                        target = rules.moved_to + target.removeprefix(origin_of(target))
                    await self._pace.slow_down(_host(target), min(rules.crawl_delay, MAX_CRAWL_DELAY))
                # It asks for a cookie, or is broken: the next answer is the same.
                if obey and target in asked:
                    raise LimitExceeded(target, "redirects in a circle")
                asked.add(target)
                answer = await self._request(target, read, known, clock)
                if answer.status not in _REDIRECTS or hop == self._limits.redirects:
                    break
                if "location" not in answer.headers:
                    raise BadResponse(target, f"HTTP {answer.status} without an address")
                target = join_url(target, answer.headers["location"])
                target = check_url(target, self._connect_to)
        except FetchError as error:
            # The escape keeps what a hostile server wrote from reaching a terminal as it is.
            to = without_credentials(ascii(target)[1:-1])
            remedy = error.remedy if target == start else f"redirected to {to:.200}"
            if isinstance(error, Spent) and target != start:
                remedy += "; outlets.toml may name that address instead"
            raise type(error)(url, error.reason, remedy) from error
        return answer

    async def _request(self, url: str, read: _Read, known: Page | None, clock: _Clock) -> _Answer:
        """One URL without its redirects, retried while that may help."""
        limits, host = self._limits, _host(url)
        headers = self._headers | _validators(known, url)
        allowance = _paying.get()
        retrying = stamina.retry_context(
            on=next_wait if allowance is None else allowance.unless_spent(next_wait),
            attempts=limits.retries + 1,
            timeout=None,
            wait_initial=limits.retry_wait,
            wait_jitter=limits.retry_wait,
            wait_max=limits.retry_wait_cap,
        )
        async with self._pace.turn(host, url):
            try:
                async for attempt in retrying:
                    with attempt:
                        if allowance is not None:
                            allowance.spend(url)
                        async with self._pace.request(host), clock.running(url):
                            return await self._exchange(url, headers, read)
            except Busy as error:
                raise BadResponse(url, error.reason) from error
        raise AssertionError("stamina returns only through an answer or an error")

    async def _exchange(self, url: str, headers: dict[str, str], read: _Read) -> _Answer:
        """One request and its answer. The body is read of a success alone, never of a redirect or an error."""
        if self._transport is None:
            raise RuntimeError("a Fetcher works only inside `async with`")
        limits = self._limits
        request = httpx.Request(
            "GET", url, headers=headers, extensions={"timeout": {"connect": limits.connect_seconds}}
        )
        response = await self._transport.handle_async_request(request)
        try:
            if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > limits.header_bytes:
                raise LimitExceeded(url, TOO_MUCH_HEADER)
            if response.status_code in BUSY:
                wait = response.headers.get("retry-after", "")
                raise busy(url, response.status_code, wait, limits.retry_wait_cap)
            body = b""
            if response.is_success:
                async with self._intake.body(url) as share:
                    body = await read(response, url, share)
            elif response.status_code == 304:
                # It ends with its headers; reading to that end leaves the connection fit for the next request.
                body = b"".join([chunk async for chunk in response.aiter_raw()])
        finally:
            await response.aclose()
        return _Answer(url, response.status_code, response.headers, body)


async def _next(queue: asyncio.Queue[_Item], start: float, patience: float | None) -> _Item:
    """The next item; None when the time since ``start`` is beyond ``patience`` and none is there."""
    if not queue.empty() or patience is None:
        return await queue.get()
    try:
        async with asyncio.timeout_at(start + patience):
            return await queue.get()
    except TimeoutError:
        return None


@contextmanager
def _paid_by(allowance: Allowance | None) -> Iterator[None]:
    token = _paying.set(allowance)
    try:
        yield
    finally:
        _paying.reset(token)


def _size(outcome: Fetched | FetchError) -> int:
    """Bytes that came in with it."""
    return len(outcome.page.body) if isinstance(outcome, Fetched) and not outcome.not_modified else 0


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _validators(known: Page | None, url: str) -> dict[str, str]:
    """The headers that ask for ``url`` only if it changed; sent to the very address that gave them, to no other."""
    if known is None or known.provenance != "web" or known.final_url != url:
        return {}
    pairs = {"If-None-Match": known.header("etag"), "If-Modified-Since": known.header("last-modified")}
    return {name: value for name, value in pairs.items() if value.isascii() and value.isprintable() and value}
