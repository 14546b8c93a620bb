"""Many pages at once: hosts do not hurt each other, and each is asked in its own pace."""

from __future__ import annotations

import asyncio
import pickle
import time
from collections.abc import Sequence

import pytest

from compare.collect.fetch import Fetched, Fetcher, FetchLimits
from compare.errors import BadResponse, FetchError
from tests.collect.fetching import QUICK, endless, failure_of, reset
from tests.collect.hostile_server import HostileServer, Request, answer, with_server


async def collect(fetcher: Fetcher, urls: Sequence[str]) -> dict[str, Fetched | FetchError]:
    """What came of each URL."""
    return {url: outcome async for url, outcome in fetcher.fetch_all([(url, None) for url in urls])}


def test_hosts_do_not_hurt_each_other() -> None:
    """A host that fails, stalls or does not exist leaves the others' pages as they are; each URL is asked once."""

    async def scenario(server: HostileServer) -> None:
        good = [f"http://good{n}.test/{m}" for n in range(3) for m in range(4)]
        for url in good:
            server.on(url.removeprefix("http://"), answer(url))
        server.on("stall.test/", endless(b"", b"", 0.1))
        server.on("reset.test/", reset)
        bad = ["http://stall.test/", "http://reset.test/", "http://gone.test/x", "ftp://a.test/", "http://[/"]
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            got = await collect(fetcher, [*bad, *good, *good, *bad])
        assert len(got) == len(good) + len(bad)
        assert all(isinstance(got[url], Fetched) and got[url].page.body == url.encode() for url in good)
        assert [type(got[url]).__name__ for url in bad] == [
            *("TooSlow", "ConnectionFailed", "BadResponse", "AddressRefused", "AddressRefused"),
        ]
        assert sum(len(server.asked(f"good{n}.test")) for n in range(3)) == len(good)

    with_server(scenario)


def test_a_host_is_asked_one_thing_at_a_time() -> None:
    """However a host's pages are asked for, one request is under way at it, and no more hosts than allowed in all."""

    async def scenario(server: HostileServer) -> None:
        active: list[str] = []
        seen: list[int] = []

        async def count(request: Request, writer: asyncio.StreamWriter) -> None:
            assert request.host not in active
            active.append(request.host)
            seen.append(len(active))
            await asyncio.sleep(0.02)
            active.remove(request.host)
            writer.write(answer())
            await writer.drain()

        urls = [f"http://h{n}.test/{m}" for n in range(6) for m in range(3)]
        for url in urls:
            server.on(url.removeprefix("http://"), count)
        limits = FetchLimits(retries=0, hosts_at_once=3)
        async with Fetcher(limits, delay=0, connect_to=server.everything()) as fetcher:
            await asyncio.gather(*(fetcher.fetch(url) for url in urls))
            await collect(fetcher, urls)
        assert len(seen) == 2 * len(urls)
        assert max(seen) == 3

    with_server(scenario)


def test_the_pause_is_kept_for_each_host() -> None:
    """Between two requests to one host lies the delay, robots.txt included; two hosts take no longer than one."""

    async def scenario(server: HostileServer) -> None:
        urls = [f"http://{host}.test/{n}" for host in "ab" for n in range(2)]
        for url in urls:
            server.on(url.removeprefix("http://"), answer())
        start = time.monotonic()
        async with Fetcher(QUICK, delay=0.2, connect_to=server.everything()) as fetcher:
            await collect(fetcher, urls)
        assert 0.38 < time.monotonic() - start < 0.75

    with_server(scenario)


def test_leaving_early_stops_the_rest() -> None:
    """Who stops reading the results stops the fetching; nothing runs on behind."""

    async def scenario(server: HostileServer) -> None:
        urls = [f"http://h{n}.test/" for n in range(5)]
        server.on("h0.test/", answer())
        for url in urls[1:]:
            server.on(url.removeprefix("http://"), endless(b"", b"", 0.1))
        before = asyncio.all_tasks()
        async with Fetcher(FetchLimits(), delay=0, connect_to=server.everything()) as fetcher:
            results = fetcher.fetch_all([(url, None) for url in urls])
            assert (await anext(results))[0] == "http://h0.test/"
            await results.aclose()
        fetching = {task for task in asyncio.all_tasks() - before if "_serve" not in repr(task)}
        assert fetching == set()

    with_server(scenario)


def test_connections_are_reused() -> None:
    """The pages of one host come over one connection, unchanged pages included."""

    async def scenario(server: HostileServer) -> None:
        for n in range(10):
            server.on(f"a.test/{n}", [answer(etag='"1"'), answer(b"", 304)])
        urls = [f"http://a.test/{n}" for n in range(10)]
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            first = await collect(fetcher, urls)
            opened = server.connections
            known = [(url, got.page) for url, got in first.items() if isinstance(got, Fetched)]
            again = [got async for _, got in fetcher.fetch_all(known)]
        assert all(isinstance(got, Fetched) and got.not_modified for got in again)
        assert (opened, server.connections) == (2, 2)  # one for robots.txt, whose 404 was not read to its end

    with_server(scenario)


def test_errors_survive_another_process() -> None:
    """A failure can be pickled, and is a plain error of the tree whatever went before it."""
    error = failure_of(answer("", 503))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is BadResponse
    assert str(copy) == str(error) == "http://a.test/: HTTP 503"


def test_a_fetcher_must_be_entered() -> None:
    """Used outside `async with`, a fetcher says so."""
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(Fetcher(delay=0).fetch("http://8.8.8.8/"))
