"""What a site's robots.txt asks of us, by RFC 9309; read once per origin (scheme, host and port)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from protego import Protego

from compare.collect.allowance import Spent
from compare.collect.urls import origin_of, under_other_name
from compare.errors import AddressRefused, BadResponse, ConnectionFailed, FetchError, RobotsRefused

PRODUCT_TOKEN = "outlet-compare"  # noqa: S105 - the name that a robots.txt calls us by
ROBOTS_BYTES = 500 * 1024  # what RFC 9309 asks a crawler to read at least; the rest is ignored

# URL to status, first bytes and the URL that answered; raises FetchError
Get = Callable[[str], Awaitable[tuple[int, bytes, str]]]


@dataclass(frozen=True, slots=True)
class Rules:
    """One origin's robots.txt. ``failure`` says why it could not be had, which forbids everything."""

    parsed: Protego | None = None  # None: no file, so everything is allowed
    failure: FetchError | None = None
    moved_to: str = ""  # the origin that answered instead, where that is the same site under its other name

    def check(self, url: str) -> None:
        """Raises RobotsRefused when ``url`` is not for us, or what kept us from asking."""
        if isinstance(self.failure, (ConnectionFailed, AddressRefused)):
            # The site itself was out of reach: the page's row says so, and does not blame robots.txt.
            raise type(self.failure)(url, self.failure.reason, "while reading robots.txt")
        if self.failure is not None:
            raise RobotsRefused(url, f"robots.txt could not be read: {self.failure.reason}")
        if self.parsed is not None and not self.parsed.can_fetch(url, PRODUCT_TOKEN):
            raise RobotsRefused(url, "forbidden by robots.txt")

    @property
    def crawl_delay(self) -> float:
        """Seconds that the site asks for between two requests; 0 when it asks for none."""
        return (self.parsed and self.parsed.crawl_delay(PRODUCT_TOKEN)) or 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the site names; not yet checked addresses."""
        return tuple(self.parsed.sitemaps) if self.parsed else ()


class Kept(Protocol):
    """Where answers are kept from one run to the next, for the day that RFC 9309 allows."""

    def get(self, url: str) -> tuple[int, bytes] | None:
        """The status and body that ``url`` gave within the last day."""

    def put(self, url: str, status: int, body: bytes) -> None:
        """Keeps what ``url`` gave just now."""


class RobotsFiles:
    """The rules of every origin asked about, each read at most once through ``get``, or taken from ``kept``."""

    def __init__(self, get: Get, kept: Kept | None = None) -> None:
        self._get, self._kept = get, kept
        self._rules: dict[str, Rules] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def rules(self, url: str) -> Rules:
        """The rules of the origin of ``url``, which is in its normal spelling. Never raises FetchError."""
        origin = origin_of(url)
        if origin not in self._rules:
            async with self._reading.setdefault(origin, asyncio.Lock()):
                if origin not in self._rules:
                    rules = await self._read(f"{origin}/robots.txt")
                    if isinstance(rules.failure, Spent):
                        return rules  # others may still pay for it
                    self._rules[origin] = rules
        return self._rules[origin]

    async def _read(self, url: str) -> Rules:
        known = self._kept.get(url) if self._kept else None
        try:
            status, body, answered = (*known, url) if known else await self._get(url)
        except FetchError as error:
            return Rules(failure=error)
        rules = _rules(url, status, body)
        # Where example.com leads to www.example.com/robots.txt, that one is read: it need not be asked again.
        own = answered.endswith("/robots.txt") and answered.count("/") == 3
        if own and rules.failure is None:
            origin = answered.removesuffix("/robots.txt")
            self._rules.setdefault(origin, rules)
            if under_other_name(url, answered):
                rules = replace(rules, moved_to=origin)
        if self._kept and not known and (200 <= status < 300 or status in (404, 410)):
            for asked in {url, answered} if own else {url}:
                self._kept.put(asked, status, body)
        return rules


def _rules(url: str, status: int, body: bytes) -> Rules:
    if 200 <= status < 300:
        return Rules(parsed=_parse(body))
    # More redirects than we follow count as no file at all, as does every 4xx but 429.
    if 300 <= status < 500 and status != 429:
        return Rules()
    return Rules(failure=BadResponse(url, f"HTTP {status}"))


def _parse(body: bytes) -> Protego:
    if len(body) >= ROBOTS_BYTES:
        body = body[: body.rfind(b"\n") + 1]  # half a line could forbid, or allow, far more than the whole
    text = body.decode("utf-8-sig", "replace").replace("\0", "")
    return Protego.parse(text)
