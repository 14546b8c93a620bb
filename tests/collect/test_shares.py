"""Slow and large bodies leave room, time and memory to the others."""

from __future__ import annotations

import asyncio
import time

from compare.collect.fetch import Fetched, Fetcher, FetchLimits
from compare.collect.shares import GAVE_WAY
from compare.errors import ConnectionFailed, FetchError, TooSlow
from tests.collect.hostile_server import Behaviour, HostileServer, Request, answer, with_server

HTML = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n"
LARGE = b"<p>" + b"word " * 400_000  # 2 MB


def then_nothing(start: bytes) -> Behaviour:
    """A behaviour that sends the start and then leaves the connection open."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.sleep(60)

    return behave


async def outcomes(fetcher: Fetcher, urls: list[str]) -> dict[str, tuple[Fetched | FetchError, float]]:
    """What came of each URL, and after how many seconds."""
    start = time.monotonic()
    wanted = [(url, None) for url in urls]
    return {url: (got, time.monotonic() - start) async for url, got in fetcher.fetch_all(wanted)}


def test_slow_large_bodies_hold_up_nobody() -> None:
    """Many hosts that stall in the middle of a large body do not keep large honest pages from coming in at once."""

    async def scenario(server: HostileServer) -> None:
        bad = [f"http://bad{n}.test/" for n in range(12)]
        good = [f"http://good{n}.test/" for n in range(3)]
        for url in bad:
            server.on(url.removeprefix("http://"), then_nothing(HTML + LARGE[:600_000]))
        for url in good:
            server.on(url.removeprefix("http://"), answer(LARGE))
        limits = FetchLimits(seconds=6, retries=0, large_at_once=2)
        async with Fetcher(limits, delay=0, connect_to=server.everything()) as fetcher:
            got = await outcomes(fetcher, [*bad, *good])
        assert all(isinstance(got[url][0], Fetched) and got[url][1] < 4 for url in good)
        assert all(isinstance(got[url][0], TooSlow) for url in bad)

    with_server(scenario)


def test_the_largest_of_the_slow_is_broken_off_when_memory_is_short() -> None:
    """Bodies that stall when they are large give way to pages; those are had whole."""

    async def scenario(server: HostileServer) -> None:
        bad = [f"http://bad{n}.test/" for n in range(6)]
        good = [f"http://good{n}.test/" for n in range(4)]
        for url in bad:
            server.on(url.removeprefix("http://"), then_nothing(HTML + LARGE))
        for url in good:
            server.on(url.removeprefix("http://"), answer(LARGE))
        limits = FetchLimits(seconds=3, retries=0, held_bytes=7_000_000)
        async with Fetcher(limits, delay=0, connect_to=server.everything()) as fetcher:
            got = await outcomes(fetcher, [*bad, *good])
        assert all(isinstance(got[url][0], Fetched) for url in good)
        reasons = [error.reason for error, _ in got.values() if isinstance(error, FetchError)]
        assert reasons.count(GAVE_WAY) >= 3
        assert len(reasons) == len(bad)

    with_server(scenario)


def test_a_host_that_does_not_answer_is_not_asked_for_all_its_pages() -> None:
    """After two pages without a complete answer the rest of that host costs no time, and each is told why."""

    async def scenario(server: HostileServer) -> None:
        urls = [f"http://bad.test/{n}" for n in range(6)]
        for url in urls:
            server.on(url.removeprefix("http://"), then_nothing(b""))
        limits = FetchLimits(seconds=0.2, retries=0)
        async with Fetcher(limits, delay=0, connect_to=server.everything()) as fetcher:
            got = await outcomes(fetcher, urls)
        assert [type(got[url][0]) for url in urls] == [TooSlow] * 2 + [ConnectionFailed] * 4
        assert server.asked("bad.test") == ["/0", "/1"]

    with_server(scenario)


def test_a_reader_that_leaves_early_leaves_the_intake_as_it_was() -> None:
    """Pages that nobody took over count no longer: the next pages come in as ever."""

    async def scenario(server: HostileServer) -> None:
        urls = [f"http://good{n}.test/" for n in range(5)]
        for url in urls:
            server.on(url.removeprefix("http://"), answer(LARGE))
        limits = FetchLimits(seconds=5, retries=0, held_bytes=6_000_000)
        async with Fetcher(limits, delay=0, connect_to=server.everything()) as fetcher:
            for _ in range(4):
                results = fetcher.fetch_all([(url, None) for url in urls])
                await anext(results)
                await asyncio.sleep(0.2)
                await results.aclose()
            got = await outcomes(fetcher, urls)
        assert all(isinstance(outcome, Fetched) for outcome, _ in got.values())

    with_server(scenario)
