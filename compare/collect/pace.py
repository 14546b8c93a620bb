"""How fast one host may be asked: one request at a time, a pause between two, and a cap on hosts at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiolimiter import AsyncLimiter

from compare.collect.retry import StayAway
from compare.errors import BadResponse


@dataclass(slots=True)
class _Host:
    delay: float
    limiter: AsyncLimiter | None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    away: StayAway | None = None


class Pace:
    """``delay`` seconds from one request to the next of the same host; at most ``hosts_at_once`` requests in all."""

    def __init__(self, delay: float, hosts_at_once: int) -> None:
        self._delay = delay
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(hosts_at_once)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self._delay, _limiter(self._delay))
        return self._hosts[host]

    async def slow_down(self, host: str, delay: float) -> None:
        """Makes the pause of ``host`` at least ``delay`` seconds from its next request on."""
        state = self._host(host)
        if delay <= state.delay:
            return
        state.limiter = AsyncLimiter(1, delay)
        # The request that told us so has been made: the next one waits as long as it would have without the news.
        await state.limiter.acquire(state.delay / delay)
        state.delay = delay

    @asynccontextmanager
    async def turn(self, host: str, url: str) -> AsyncIterator[None]:
        """Holds the host, so that nothing else is asked of it until this page is had, its retries included.

        Raises BadResponse, and nothing is asked, while a host that asked to stay away means it.
        """
        state = self._host(host)
        async with state.turn:
            if state.away and datetime.now(UTC) < state.away.until:
                raise BadResponse(url, f"not asked: for another page the host answered {state.away.reason}")
            try:
                yield
            except StayAway as error:
                state.away = error
                raise BadResponse(url, error.reason) from error

    @asynccontextmanager
    async def request(self, host: str) -> AsyncIterator[None]:
        """Waits for the host's pause, then for one of the places for requests, and holds that."""
        limiter = self._host(host).limiter
        if limiter is not None:
            await limiter.acquire()
        async with self._slots:
            yield


def _limiter(delay: float) -> AsyncLimiter | None:
    return AsyncLimiter(1, delay) if delay > 0 else None
