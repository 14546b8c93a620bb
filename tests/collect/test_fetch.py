"""What the one door to the web brings in, what it refuses, and why."""

from __future__ import annotations

import asyncio
import gzip
import pickle
import time
import tracemalloc
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from compare.collect.fetch import Fetched, Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from compare.errors import AddressRefused, BadResponse, ConnectionFailed, FetchError, LimitExceeded
from compare.records import Page
from tests.collect.hostile_server import Behaviour, HostileServer, Request, answer, ask, redirect, with_server

QUICK = FetchLimits(
    body_bytes=200_000,
    wire_bytes=100_000,
    header_bytes=20_000,
    seconds=0.5,
    connect_seconds=0.3,
    redirects=3,
    retries=0,
    retry_wait=0.01,
    retry_wait_cap=0.5,
)
RETRYING = FetchLimits(seconds=2, retries=2, retry_wait=0.01, retry_wait_cap=0.5)
LONG = "word " * 10_000


def page_of(reply: bytes, limits: FetchLimits = QUICK) -> Page:
    """The page that comes of this reply."""
    got: list[Page] = []

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", reply)
        got.append((await ask(server, "http://a.test/", limits)).page)

    with_server(scenario)
    return got[0]


def failure_of(reply: bytes | Behaviour, limits: FetchLimits = QUICK) -> FetchError:
    """The error that comes of this reply or behaviour."""
    got: list[FetchError] = []

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", reply)
        with pytest.raises(FetchError) as caught:
            await ask(server, "http://a.test/", limits)
        got.append(caught.value)

    with_server(scenario)
    assert got[0].url == "http://a.test/"
    return got[0]


# What comes back


def test_a_page_carries_its_provenance() -> None:
    """The page names the URL asked for, the one that answered, the status, the time and the headers that matter."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/old", redirect("http://b.test/new#part", 301))
        server.on(
            "b.test/new", answer("<p>é</p>", etag='"1"', x_robots_tag="noarchive", server="x", date="x")
        )
        fetched = await ask(server, "http://a.test/old#top", QUICK)
        page = fetched.page
        assert (page.url, page.final_url, page.status) == ("http://a.test/old#top", "http://b.test/new", 200)
        assert page.body == "<p>é</p>".encode()
        assert dict(page.headers) == {
            "content-type": "text/html; charset=utf-8",
            "etag": '"1"',
            "x-robots-tag": "noarchive",
        }
        assert page.fetched_at == fetched.checked_at
        assert abs(datetime.fromisoformat(page.fetched_at) - datetime.now(UTC)) < timedelta(seconds=10)
        assert (page.provenance, fetched.not_modified) == ("web", False)

    with_server(scenario)


def test_the_request_is_plain() -> None:
    """We say who we are, ask for encodings that we bound, and send neither cookies nor credentials."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", answer())
        await ask(server, "http://a.test/", QUICK)
        headers = server.requests[-1].headers
        assert headers["user-agent"].startswith("outlet-compare")
        assert headers["accept-encoding"] == "gzip, deflate"
        assert set(headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}

    with_server(scenario)


def raw_deflate(data: bytes) -> bytes:
    """Deflate without the zlib wrapper, as many servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(LONG.encode())),
        ("X-GZip", gzip.compress(LONG.encode())),
        ("gzip", gzip.compress(LONG[:100].encode()) + gzip.compress(LONG[100:].encode())),
        ("gzip", gzip.compress(LONG.encode()) + b"\0\0padding"),
        ("deflate", zlib.compress(LONG.encode())),
        ("deflate", raw_deflate(LONG.encode())),
        ("identity", LONG.encode()),
    ],
    ids=["gzip", "x-gzip", "two members", "padding", "zlib", "raw deflate", "identity"],
)
def test_encodings_are_read(encoding: str, body: bytes) -> None:
    """Gzip of any number of members, zlib and raw deflate come out as the page."""
    assert page_of(answer(body, content_encoding=encoding)).body.decode() == LONG


def test_encoded_bodies_may_come_a_byte_at_a_time() -> None:
    """Chunk boundaries anywhere, also between two gzip members, change nothing."""
    body = gzip.compress(b"one ") + gzip.compress(b"two")
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
    assert page_of(head + chunks).body == b"one two"
    deflated = b"".join(b"1\r\n%c\r\n" % byte for byte in raw_deflate(b"three")) + b"0\r\n\r\n"
    assert page_of(head.replace(b"gzip", b"deflate") + deflated).body == b"three"


@pytest.mark.parametrize(
    "kind",
    [
        *("text/html", "TEXT/HTML; charset=x", "application/xhtml+xml", "text/plain", "text/xml", ""),
        *("application/rss+xml", "application/atom+xml", "application/json", "application/feed+json"),
    ],
)
def test_kinds_of_pages_are_read(kind: str) -> None:
    """HTML, text, XML, feeds and JSON are pages, as is what the server does not name."""
    assert page_of(answer("x", content_type=kind)).body == b"x"


# What is no page


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        *(
            (answer("x", status), f"HTTP {status}")
            for status in (400, 401, 403, 404, 410, 418, 500, 501, 599)
        ),
        *((answer("x", status), f"HTTP {status}") for status in (300, 304, 305)),
        (answer("x", content_type="application/pdf"), "not a page: application/pdf"),
        (answer("x", content_type="image/svg+xml"), "not a page: image/svg+xml"),
        (answer("x", content_type="Video/MP4"), "not a page: video/mp4"),
        (answer("x", content_type="application/octet-stream"), "not a page: application/octet-stream"),
        (answer("x", content_type="\x1b[31m"), "not a page: unreadable type"),
        (answer(b"%PDF-1.7 ..."), "not a page: application/pdf"),
        (answer(b"\n %PDF-1.7 ..."), "not a page: application/pdf"),
        (answer(b"\x89PNG\r\n\x1a\n"), "not a page: image/png"),
        (answer(b"\xff\xd8\xff\xe0"), "not a page: image/jpeg"),
        (answer(b"PK\x03\x04"), "not a page: application/zip"),
        (answer(b"\0\0\0\x18ftypmp42"), "not a page: video/mp4"),
        (answer(gzip.compress(gzip.compress(b"x")), content_encoding="gzip"), "not a page: application/gzip"),
        (answer(b""), "empty body"),
        (answer(b"", 204), "empty body"),
        (answer(b"x", content_encoding="br"), "content encoding not supported"),
        (answer(b"x", content_encoding="gzip, gzip"), "content encoding not supported"),
        (answer(b"x", content_encoding="identity, gzip"), "content encoding not supported"),
        (answer(b"x", content_encoding="\x1b[31m"), "content encoding not supported"),
        (answer(b"x" * 99, content_encoding="gzip"), "broken compression"),
        (answer(b"\x78", content_encoding="deflate"), "broken compression"),
        (answer(gzip.compress(LONG.encode())[:-9], content_encoding="gzip"), "broken compression"),
        (
            answer(gzip.compress(b"x") + gzip.compress(b"y")[:9], content_encoding="gzip"),
            "broken compression",
        ),
        (answer(gzip.compress(b"") * 2_000, content_encoding="gzip"), "broken compression"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "malformed HTTP"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", "malformed HTTP"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "malformed HTTP"),
        (redirect(""), "HTTP 302 without an address"),
    ],
)
def test_what_is_no_page_is_a_bad_response(reply: bytes, reason: str) -> None:
    """Another status, another kind of file, an unasked encoding or broken bytes is told by a short reason."""
    error = failure_of(reply)
    assert type(error) is BadResponse
    assert error.reason == reason


# Caps


def bomb(gibibytes: int) -> bytes:
    """That many GiB of zeros in one gzip member: the same flushed block again and again, its checksum never reached."""
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (1024 * gibibytes - 1)


@pytest.mark.parametrize("gibibytes", [1, 10])
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_bombs_stay_flat_in_memory(encoding: str, gibibytes: int) -> None:
    """A small body that would decompress to gigabytes is stopped at the cap, without ever being held."""
    body = bomb(gibibytes)
    if encoding == "deflate":
        body = body[10:]  # the raw stream inside
    limits = FetchLimits(seconds=5, retries=0, wire_bytes=20_000_000)
    reply = answer(body, content_encoding=encoding)
    tracemalloc.start()
    error = failure_of(reply, limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.reason == "more than 10,000,000 bytes of body"
    assert peak < 40_000_000


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Behaviour:
    """A behaviour that never ends: the start, then the piece again and again."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return behave


HTML = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
CHUNKED = HTML + b"transfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (endless(HTML + b"\r\n", b"x", 0.01), "no complete answer within 0.5 s"),
        (endless(b"", b"H", 0.01), "no complete answer within 0.5 s"),
        (endless(b"HTTP/1.1 200 OK\r\nx: ", b"y", 0.01), "no complete answer within 0.5 s"),
        (endless(HTML + b"\r\n", b"", 0.1), "no complete answer within 0.5 s"),
        (endless(b"", b"", 0.1), "no complete answer within 0.5 s"),
        (endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.001), "no complete answer within 0.5 s"),
        (endless(CHUNKED, b"1\r\nx\r\n", 0.01), "no complete answer within 0.5 s"),
        (endless(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n"), "more than 100,000 bytes on the wire"),
        (endless(HTML + b"\r\n", b"x" * 1024), "more than 100,000 bytes on the wire"),
        (answer(b"x", content_length="100001"), "more than 100,000 bytes on the wire"),
        (answer(b"x", content_length="9" * 18), "more than 100,000 bytes on the wire"),
        (answer(gzip.compress(b"\0" * 300_000), content_encoding="gzip"), "more than 200,000 bytes of body"),
        (answer(b"x", **{f"h{n}": "y" * 100 for n in range(250)}), "too many bytes of headers"),
        (endless(b"HTTP/1.1 200 OK\r\n", b"x: " + b"y" * 1000 + b"\r\n"), "too many bytes of headers"),
        (answer(b"x", set_cookie="y" * 16_000_000), "too many bytes of headers"),
        (endless(CHUNKED, b"1;" + b"x" * 1024), "too many bytes of headers"),
        (redirect("/"), "more than 3 redirects"),
    ],
    ids=[
        *("drip of body", "drip before status", "drip of header", "stall after headers", "no answer"),
        *("endless 103", "drip of chunks", "endless chunks", "endless body", "honest length", "huge length"),
        *(
            "large when decoded",
            "many headers",
            "endless headers",
            "16 MB header",
            "endless chunk line",
            "loop",
        ),
    ],
)
def test_every_cap_holds(behaviour: bytes | Behaviour, reason: str) -> None:
    """Too much, too slow and too far are each stopped, soon and with a reason."""
    start = time.monotonic()
    error = failure_of(behaviour)
    assert isinstance(error, LimitExceeded)
    assert error.reason == reason
    assert time.monotonic() - start < 3


def test_the_time_runs_over_redirects_and_retries_together() -> None:
    """A chain of slow answers, each within the time, does not add up past it."""

    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(redirect("/"))

    assert failure_of(slow).reason == "no complete answer within 0.5 s"


def test_a_redirect_has_no_body_worth_reading() -> None:
    """A bomb, or an endless stream, in the body of a redirect or an error is left where it is."""

    async def scenario(server: HostileServer) -> None:
        head = b"HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-encoding: gzip\r\n\r\n"
        server.on("a.test/", endless(head, bomb(1)))
        server.on("a.test/next", answer("here"))
        assert (await ask(server, "http://a.test/", QUICK)).page.body == b"here"

    with_server(scenario)
    assert failure_of(endless(b"HTTP/1.1 404 No\r\n\r\n", b"x" * 1024)).reason == "HTTP 404"


# Faults of the connection


async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
    """Sends half a body and resets the connection."""
    writer.write(HTML + b"content-length: 100\r\n\r\nhalf")
    await writer.drain()
    await asyncio.sleep(0.02)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER of 0 seconds: closing sends a reset
    writer.transport.abort()


async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
    """Closes without a word."""
    writer.close()


async def cut_short(request: Request, writer: asyncio.StreamWriter) -> None:
    """Promises more than it sends."""
    writer.write(HTML + b"content-length: 100\r\n\r\nhalf")
    await writer.drain()


async def cut_chunks(request: Request, writer: asyncio.StreamWriter) -> None:
    """Leaves out the last chunk."""
    writer.write(CHUNKED + b"4\r\nhalf\r\n")
    await writer.drain()


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (reset, "connection reset"),
        (hang_up, "answer cut short"),
        (cut_short, "answer cut short"),
        (cut_chunks, "answer cut short"),
    ],
)
def test_broken_connections_are_told(behaviour: bytes | Behaviour, reason: str) -> None:
    """A reset, or an answer shorter than it said, is a failed connection and never half a page."""
    error = failure_of(behaviour)
    assert type(error) is ConnectionFailed
    assert error.reason == reason


def test_a_body_longer_than_it_said_ends_where_it_said() -> None:
    """What follows the promised length is not part of the page."""
    assert page_of(answer(b"pagejunk", content_length="4")).body == b"page"


@pytest.mark.parametrize(
    ("connect_seconds", "reason"),
    [(0.2, "connection timed out"), (5.0, "no complete answer within 0.5 s")],
)
def test_a_stalled_handshake_is_given_up(connect_seconds: float, reason: str) -> None:
    """A server that accepts and then says nothing of TLS costs no more than its time, and is hung up on."""

    async def scenario(server: HostileServer) -> None:
        limits = FetchLimits(seconds=0.5, connect_seconds=connect_seconds, retries=0)
        with pytest.raises(FetchError, match=reason):
            await ask(server, "https://a.test/", limits)

    with_server(scenario)


def test_a_server_without_tls_is_told() -> None:
    """An https address that answers in plain HTTP is a failed connection."""

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def main() -> None:
        async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
            rule = ConnectTo("", None, "127.0.0.1", server.sockets[0].getsockname()[1])
            async with Fetcher(QUICK, delay=0, connect_to=[rule]) as fetcher:
                with pytest.raises(ConnectionFailed, match="TLS failed"):
                    await fetcher.fetch("https://a.test/")

    asyncio.run(main())


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


# Conditional requests


def test_an_unchanged_page_is_not_sent_again() -> None:
    """A known page is asked for by its validators; the server's 304 gives the known page back."""

    async def scenario(server: HostileServer) -> None:
        stamp = "Tue, 14 May 2019 12:00:00 GMT"
        server.on("a.test/old", redirect("/new"))
        server.on(
            "a.test/new", [answer(etag='W/"1"', last_modified=stamp), answer(b"", 304), answer("changed")]
        )
        async with Fetcher(QUICK, delay=0, connect_to=server.everything()) as fetcher:
            first = await fetcher.fetch("http://a.test/old")
            second = await fetcher.fetch("http://a.test/old", first.page)
            third = await fetcher.fetch("http://a.test/old", first.page)
        assert (second.page, second.not_modified) == (first.page, True)
        assert (third.page.body, third.not_modified) == (b"changed", False)
        validators = {"if-none-match", "if-modified-since"}
        asked = [(r.path, sorted(validators & set(r.headers))) for r in server.requests[1:]]
        both = sorted(validators)
        assert asked == [
            ("/old", []),
            ("/new", []),
            ("/old", []),
            ("/new", both),
            ("/old", []),
            ("/new", both),
        ]
        assert server.requests[4].headers["if-none-match"] == 'W/"1"'
        assert server.requests[4].headers["if-modified-since"] == stamp

    with_server(scenario)


@pytest.mark.parametrize(
    "known",
    [
        Page("http://a.test/", "http://a.test/", 200, (), b"x", "2026-01-01T00:00:00Z"),
        Page("http://a.test/", "http://b.test/", 200, (("etag", '"1"'),), b"x", "2026-01-01T00:00:00Z"),
        Page(
            "http://a.test/", "http://a.test/", 200, (("etag", '"1"'),), b"x", "2026-01-01T00:00:00Z", "saved"
        ),
        Page(
            "http://a.test/", "http://a.test/", 200, (("etag", '"1"\r\nx: y'),), b"x", "2026-01-01T00:00:00Z"
        ),
    ],
    ids=["no validators", "from another address", "saved by hand", "not a header"],
)
def test_unfit_validators_are_not_sent(known: Page) -> None:
    """Only a page that this very address gave, with a validator, is asked for conditionally; else a 304 is a fault."""

    async def scenario(server: HostileServer) -> None:
        server.on("a.test/", answer(b"", 304))
        with pytest.raises(BadResponse, match="HTTP 304"):
            await ask(server, "http://a.test/", QUICK, known)
        assert not {"if-none-match", "if-modified-since"} & set(server.requests[-1].headers)

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


@pytest.mark.parametrize("value", ["1000000000", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_huge_retry_after_is_no_fault_of_ours(value: str) -> None:
    """A time beyond all sense gives up at once, without a date that no calendar holds."""
    asked, _, error = tries([answer("", 503, retry_after=value)])
    assert asked == 1
    assert error is not None
    assert error.reason == "HTTP 503, asks to stay away for over a year"


# Many pages


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
    error = tries([answer("", 503)], QUICK)[2]
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is BadResponse
    assert str(copy) == str(error) == "http://a.test/: HTTP 503"


def test_a_fetcher_must_be_entered() -> None:
    """Used outside `async with`, a fetcher says so."""
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(Fetcher(delay=0).fetch("http://8.8.8.8/"))
