"""What each kind of robots.txt allows, forbids and asks for."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest

from compare.collect.fetch import Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from compare.collect.robots import ROBOTS_BYTES
from compare.errors import AddressRefused, ConnectionFailed, FetchError, RobotsRefused
from tests.collect.hostile_server import HostileServer, Request, answer, ask, redirect, with_server

QUICK = FetchLimits(seconds=0.4, connect_seconds=0.3, retries=0, retry_wait=0.01)
RULES = "User-agent: *\nDisallow: /private\nAllow: /private/press\nSitemap: http://a.test/map.xml\n"


def outcome(robots: bytes | None, path: str = "story", limits: FetchLimits = QUICK) -> FetchError | None:
    """The error of fetching a.test/``path`` under this robots.txt, None when the page came."""
    caught: list[FetchError] = []

    async def scenario(server: HostileServer) -> None:
        if robots is not None:
            server.on("a.test/robots.txt", robots)
        server.on(f"a.test/{path}", answer())
        try:
            await ask(server, f"http://a.test/{path}", limits)
        except FetchError as error:
            caught.append(error)
            assert server.asked("a.test") == []

    with_server(scenario)
    return caught[0] if caught else None


def text(body: str | bytes, **headers: str) -> bytes:
    """A robots.txt."""
    return answer(body, content_type="text/plain", **headers)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_missing_file_allows_everything(status: int) -> None:
    """Any 4xx status but 429 means that the site has no rules."""
    assert outcome(answer(RULES, status), "private") is None


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_failing_server_forbids_everything(status: int) -> None:
    """A 5xx status or 429 means that the rules are unknown: the page is not asked for, and the reason says why."""
    error = outcome(answer("", status))
    assert isinstance(error, RobotsRefused)
    assert error.reason == f"robots.txt could not be read: HTTP {status}"


def test_rules_are_obeyed() -> None:
    """A forbidden path is refused before it is asked for, an allowed one inside it is fetched."""
    error = outcome(text(RULES), "private/x")
    assert isinstance(error, RobotsRefused)
    assert error.reason == "forbidden by robots.txt"
    assert outcome(text(RULES), "private/press/1") is None
    assert outcome(text(RULES), "story") is None


def test_our_own_group_comes_first() -> None:
    """A group for outlet-compare counts in place of the one for everyone."""
    own = "User-agent: *\nDisallow: /\n\nUser-agent: Outlet-Compare\nDisallow: /x\n"
    assert outcome(text(own), "story") is None
    assert isinstance(outcome(text(own), "x"), RobotsRefused)


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + RULES.encode(),
        RULES.replace("\n", "\r\n").encode(),
        RULES.replace("\n", "\n\0").encode(),
        b"\xff\xfe\x80 junk\n" + RULES.encode(),
        RULES.encode() + b"#" * 1_000_000,
        b"Crawl-delay: 1e9\nCrawl-delay: x\n" + RULES.encode(),
    ],
    ids=["BOM", "CRLF", "NUL", "not UTF-8", "over 500 kB", "stray lines"],
)
def test_odd_files_are_still_read(body: bytes) -> None:
    """Byte order marks, NULs, bytes that are no text and great length do not hide the rules."""
    assert isinstance(outcome(text(body), "private"), RobotsRefused)
    assert outcome(text(body), "story") is None


@pytest.mark.parametrize("body", ["", "\0\0\0", "<!doctype html><p>Disallow: /</p>", "Disallow: /\n"])
def test_a_file_without_rules_allows_everything(body: str) -> None:
    """HTML in place of the file, an empty one, or rules for nobody forbid nothing."""
    assert outcome(text(body)) is None


def test_only_whole_lines_of_the_first_500_kib_count() -> None:
    """The line cut by the limit is dropped: half of it could forbid, or allow, more than the whole."""
    head = b"User-agent: *\n"
    filler = b"#" * (ROBOTS_BYTES - len(head) - len(b"\nDisallow: /")) + b"\n"
    assert outcome(text(head + filler + b"Disallow: /private\n"), "story") is None
    assert outcome(text(head + filler + b"Disallow: /private\n"), "private") is None


def test_too_large_a_file_is_read_in_part() -> None:
    """A file beyond every cap is read up to its limit rather than refused."""
    small = FetchLimits(seconds=2, retries=0, wire_bytes=600_000, body_bytes=600_000)
    assert isinstance(outcome(text(RULES.encode() + b"\n" * 7_000_000), "private", small), RobotsRefused)


def test_redirects_are_followed_to_another_host() -> None:
    """Up to five redirects lead to the file, whose rules hold for the origin first asked."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/robots.txt", redirect("http://b.test/1", 301))
        for step in range(1, 4):
            server.on(f"b.test/{step}", redirect(f"/{step + 1}", 308))
        server.on("b.test/4", redirect("/rules"))
        server.on("b.test/rules", text(RULES))
        with pytest.raises(RobotsRefused):
            await ask(server, "http://a.test/private", QUICK)

    with_server(scenario)


def test_endless_redirects_count_as_no_file() -> None:
    """More than five redirects mean that there is no file to obey."""
    assert outcome(redirect("/robots.txt")) is None


def test_a_redirect_to_a_private_address_is_refused() -> None:
    """The guard stands before robots.txt as before pages."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/robots.txt", redirect("http://127.0.0.1/robots.txt"))
        with pytest.raises(AddressRefused) as caught:
            await ask(server, "http://a.test/story", QUICK, connect_to=server.hosts("a.test"))
        assert caught.value.reason == "loopback address"
        assert caught.value.remedy == "while reading robots.txt"

    with_server(scenario)


def test_a_stalled_file_forbids_everything() -> None:
    """A robots.txt that does not come in time is a reason of its own."""

    async def scenario(server: HostileServer) -> None:
        async def stall(request: Request, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(30)

        server.on("a.test/robots.txt", stall)
        with pytest.raises(
            RobotsRefused, match=r"robots\.txt could not be read: no complete answer within 0\.4 s"
        ):
            await ask(server, "http://a.test/story", QUICK)

    with_server(scenario)


def test_an_unreachable_host_is_not_blamed_on_robots() -> None:
    """When the host cannot be reached at all, the page's failure says that the connection failed."""

    async def nobody(host: str, port: int) -> list[str]:
        raise OSError

    async def main() -> None:
        async with Fetcher(QUICK, delay=0, resolve=nobody) as fetcher:
            with pytest.raises(ConnectionFailed, match="host name not found"):
                await fetcher.fetch("http://a.test/story")
        async with HostileServer() as server:
            rules = server.everything()
        async with Fetcher(QUICK, delay=0, connect_to=rules) as fetcher:
            with pytest.raises(ConnectionFailed, match="connection refused"):
                await fetcher.fetch("http://a.test/story")

    asyncio.run(main())


def test_each_origin_is_asked_once() -> None:
    """Many pages of an origin, fetched at once, cost one robots.txt; another port or host has its own."""

    async def scenario(server: HostileServer) -> None:
        for n in range(5):
            server.on(f"a.test/{n}", answer())
        server.on("b.test/", answer())
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"http://a.test/{n}") for n in range(5)))
            await fetcher.fetch("http://b.test/")
            await fetcher.fetch("http://a.test:443/1")
        asked = [r.headers["host"] for r in server.requests if r.path == "/robots.txt"]
        assert asked == ["a.test", "b.test", "a.test:443"]

    with_server(scenario)


def test_each_hop_of_a_redirect_is_checked() -> None:
    """A redirect into what another site forbids is not followed."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", redirect("http://b.test/private"))
        server.on("b.test/robots.txt", text(RULES))
        with pytest.raises(RobotsRefused) as caught:
            await ask(server, "http://a.test/", QUICK)
        assert caught.value.url == "http://a.test/"
        assert caught.value.remedy == "redirected to http://b.test/private"
        assert server.asked("b.test") == []

    with_server(scenario)


def test_sitemaps_and_delay_are_told() -> None:
    """The sitemaps that a site names and its Crawl-delay are there for who asks."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/robots.txt", text(RULES.replace("Allow", "Crawl-delay: 1.5\nAllow")))
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            rules = await fetcher.robots("http://a.test/any")
            assert rules.sitemaps == ("http://a.test/map.xml",)
            assert rules.crawl_delay == 1.5
            none = await fetcher.robots("http://b.test/any")
            assert (none.sitemaps, none.crawl_delay) == ((), 0.0)

    with_server(scenario)


@pytest.mark.parametrize("value", ["1e9", "-1", "nan", "inf", "soon", ""])
def test_a_hostile_delay_does_not_hold_the_first_page(value: str) -> None:
    """An absurd Crawl-delay is capped or ignored, and the page after robots.txt comes at once."""
    start = time.monotonic()
    assert outcome(text(f"User-agent: *\nCrawl-delay: {value}\n")) is None
    assert time.monotonic() - start < 5


def test_crawl_delay_slows_the_host_alone() -> None:
    """A Crawl-delay longer than our own pause is kept between the pages of that host, and of no other."""

    async def scenario(server: HostileServer) -> None:
        server.on("slow.test/robots.txt", text("User-agent: *\nCrawl-delay: 0.2\n"))
        arrived: list[tuple[str, float]] = []

        async def note(request: Request, writer: asyncio.StreamWriter) -> None:
            arrived.append((request.host, time.monotonic()))
            writer.write(answer())
            await writer.drain()

        pages = [f"{host}.test/{n}" for host in ("slow", "fast") for n in range(3)]
        for page in pages:
            server.on(page, note)
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            async for _ in fetcher.fetch_all([(f"http://{page}", None) for page in pages]):
                pass
        slow, fast = ([at for host, at in arrived if host == f"{h}.test"] for h in ("slow", "fast"))
        assert all(later - earlier > 0.15 for earlier, later in pairwise(slow))
        assert fast[-1] - fast[0] < 0.2

    with_server(scenario)


def test_rules_apply_to_a_named_address() -> None:
    """A host that the operator sends elsewhere is still asked for its robots.txt under its own name."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/robots.txt", text("User-agent: *\nDisallow: /\n"))
        rule = ConnectTo.parse(f"a.test:80:127.0.0.1:{server.port}")
        with pytest.raises(RobotsRefused):
            await ask(server, "http://a.test/", QUICK, connect_to=[rule])

    with_server(scenario)
