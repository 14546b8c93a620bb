"""One page asked for at the hostile server, with limits that make a test quick."""

from __future__ import annotations

import asyncio

import pytest

from compare.collect.fetch import FetchLimits
from compare.errors import FetchError
from compare.records import Page
from tests.collect.hostile_server import Behaviour, HostileServer, Request, ask, with_server

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
HTML = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"


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


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Behaviour:
    """A behaviour that never ends: the start, then the piece again and again."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return behave


async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
    """Sends half a body and resets the connection."""
    writer.write(HTML + b"content-length: 100\r\n\r\nhalf")
    await writer.drain()
    await asyncio.sleep(0.02)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER of 0 seconds: closing sends a reset
    writer.transport.abort()
