"""Every cap on what the web may send, and what is told of a connection that breaks."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib

import pytest

from compare.collect.fetch import Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from compare.errors import ConnectionFailed, FetchError, LimitExceeded
from tests.collect.fetching import HTML, QUICK, endless, failure_of, page_of, reset
from tests.collect.hostile_server import Behaviour, HostileServer, Request, answer, ask, redirect, with_server

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
        (redirect("/"), "redirects in a circle"),
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
        writer.write(redirect("/x"))

    assert chained(slow, slow).reason == "no complete answer within 0.5 s"


def test_a_chain_of_redirects_has_an_end() -> None:
    """However far it would lead, each step to another address."""
    error = chained(*(redirect(f"/{'x' * step}") for step in range(1, 7)))
    assert isinstance(error, LimitExceeded)
    assert error.reason == "more than 3 redirects"


def chained(*replies: bytes | Behaviour) -> FetchError:
    """The error that comes of these replies at ``/``, ``/x``, ``/xx`` and so on."""
    got: list[FetchError] = []

    async def scenario(server: HostileServer) -> None:
        for step, reply in enumerate(replies):
            server.on(f"a.test/{'x' * step}", reply)
        with pytest.raises(FetchError) as caught:
            await ask(server, "http://a.test/", QUICK)
        got.append(caught.value)

    with_server(scenario)
    return got[0]


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
