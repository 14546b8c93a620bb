"""Redirects and retries: where they may lead, and when they end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from compare.collect.fetch import Fetcher, FetchLimits
from compare.errors import AddressRefused, BadResponse, ConnectionFailed, FetchError
from tests.collect.fetching import HTML, QUICK, RETRYING
from tests.collect.hostile_server import HostileServer, Request, answer, ask, redirect, with_server

# The guard at every hop


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "loopback address"),
        ("http://[::ffff:7f00:1]/", "IPv4-mapped address"),
        ("//169.254.169.254/latest/meta-data", "link-local address"),
        ("http://2130706433/", "unusual spelling of the host"),
        ("http://user@a.test/", "user name in the address"),
        ("http://a.test:22/", "port not allowed"),
        ("file:///etc/passwd", "not an http or https address"),
        ("data:text/html,x", "not an http or https address"),
        ("http://a\\b.test/", "control character or backslash in the address"),
    ],
)
def test_redirects_pass_the_guard(status: int, location: str, reason: str) -> None:
    """Each redirect code is followed only to where a first request could go, whatever the spelling."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", redirect(location, status))
        with pytest.raises(AddressRefused) as caught:
            await ask(server, "http://a.test/", QUICK, connect_to=server.hosts("a.test"))
        assert caught.value.url == "http://a.test/"
        assert caught.value.reason == reason

    with_server(scenario)


def test_a_redirect_to_a_name_with_a_private_address_is_refused() -> None:
    """A public name that resolves to a private address is refused at the redirect, with both named."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["8.8.8.8", "10.0.0.1"]

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", redirect("http://inside.test/"))
        async with Fetcher(QUICK, delay=0, connect_to=server.hosts("a.test"), resolve=resolve) as fetcher:
            with pytest.raises(AddressRefused) as caught:
                await fetcher.fetch("http://a.test/")
        assert str(caught.value) == "http://a.test/: private address; redirected to http://inside.test/"

    with_server(scenario)


def test_cookies_and_credentials_are_never_sent() -> None:
    """A cookie that one answer sets is sent to nobody, not even back."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", answer(b"", 302, set_cookie="id=1; Domain=test", location="/next"))
        server.on("a.test/next", redirect("http://b.test/"))
        server.on("b.test/", answer())
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            await fetcher.fetch("http://a.test/")
            await fetcher.fetch("http://a.test/")
        assert not any({"cookie", "authorization"} & set(r.headers) for r in server.requests)

    with_server(scenario)


# Retries


def tries(replies: list[bytes], limits: FetchLimits = RETRYING) -> tuple[int, float, FetchError | None]:
    """How often the page was asked for, how many seconds it took, and the error if the page never came."""
    result: list[tuple[int, float, FetchError | None]] = []

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", replies)
        start, error = time.monotonic(), None
        try:
            await ask(server, "http://a.test/", limits)
        except FetchError as caught:
            error = caught
        result.append((len(server.asked("a.test")), time.monotonic() - start, error))

    with_server(scenario)
    return result[0]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_servers_are_asked_again(status: int) -> None:
    """A status that may pass is retried; when it stays, it is the reason."""
    assert tries([answer("", status), answer()])[::2] == (2, None)
    asked, _, error = tries([answer("", status)])
    assert asked == 3
    assert type(error) is BadResponse
    assert error.reason == f"HTTP {status}"


@pytest.mark.parametrize("status", [404, 403, 500])
def test_other_failures_are_not_repeated(status: int) -> None:
    """A status that will not pass is asked for once."""
    assert tries([answer("", status)])[0] == 1


def test_broken_connections_are_tried_again() -> None:
    """After a connection that broke, the page is asked for again."""
    calls: list[str] = []

    async def flaky(request: Request, writer: asyncio.StreamWriter) -> None:
        calls.append(request.path)
        writer.write(answer("whole") if len(calls) == 2 else HTML + b"content-length: 9\r\n\r\nhalf")
        await writer.drain()

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", flaky)
        assert (await ask(server, "http://a.test/", RETRYING)).page.body == b"whole"

    with_server(scenario)


def test_lasting_faults_are_not_tried_again() -> None:
    """A host name that does not exist is looked up once."""
    lookups: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        lookups.append(host)
        return []

    async def main() -> None:
        async with Fetcher(RETRYING, delay=0, resolve=resolve) as fetcher:
            with pytest.raises(ConnectionFailed):
                await fetcher.fetch("http://a.test/")

    asyncio.run(main())
    assert len(lookups) == 1


def http_date(seconds: float) -> str:
    """That many seconds from now, as a header says it."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "value", ["0", "", "soon", "-5", "1.5", "٣", "Mon, 99 Foo 2026", "Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_retry_after_that_says_nothing_changes_nothing(status: int, value: str) -> None:
    """A Retry-After that is past or junk leaves our own short wait."""
    reply = answer("", status, retry_after=value.encode().decode("latin-1"))
    asked, seconds, error = tries([reply, answer()])
    assert (asked, error) == (2, None)
    assert seconds < 0.4


def test_retry_after_is_waited_for() -> None:
    """A server that names a time within our patience is asked again after it, not before."""
    patient = FetchLimits(seconds=2, retries=1, retry_wait=0.01, retry_wait_cap=3)
    for date in (False, True):
        value = http_date(2) if date else "1"  # a date has whole seconds: 1 to 2 from now
        asked, seconds, error = tries([answer("", 503, retry_after=value), answer()], patient)
        assert (asked, error) == (2, None)
        assert 0.8 < seconds < 2.8


@pytest.mark.parametrize("date", [False, True], ids=["seconds", "date"])
def test_retry_after_beyond_the_cap_gives_up_at_once(date: bool) -> None:
    """A server that wants us away for longer than we wait is left alone, and the reason says until when."""
    value = http_date(3600) if date else "3600"
    asked, seconds, error = tries([answer("", 429, retry_after=value)])
    assert (asked, type(error)) == (1, BadResponse)
    assert seconds < 0.5
    assert error is not None
    start, _, until = error.reason.rpartition(" ")
    assert start == "HTTP 429, asks to stay away until"
    assert 3500 < (datetime.fromisoformat(until) - datetime.now(UTC)).total_seconds() < 3700


def test_a_host_that_asked_us_to_stay_away_is_asked_for_no_other_page() -> None:
    """Until the time that it named is over; each page's reason says so, and other hosts are asked."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/feed", answer("", 429, retry_after="3600"))
        for page in ("a.test/news", "b.test/news"):
            server.on(page, answer())
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            for path in ("feed", "news"):
                with pytest.raises(BadResponse, match="HTTP 429, asks to stay away until"):
                    await fetcher.fetch(f"http://a.test/{path}")
            await fetcher.fetch("http://b.test/news")
        assert server.asked("a.test") == ["/feed"]

    with_server(scenario)


@pytest.mark.parametrize("value", ["1000000000", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_huge_retry_after_is_no_fault_of_ours(value: str) -> None:
    """A time beyond all sense gives up at once, without a date that no calendar holds."""
    asked, _, error = tries([answer("", 503, retry_after=value)])
    assert asked == 1
    assert error is not None
    assert error.reason == "HTTP 503, asks to stay away for over a year"
