"""What the one door to the web brings in, what it refuses, and why."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from compare.collect.fetch import Fetcher
from compare.errors import BadResponse
from compare.records import Page
from tests.collect.fetching import QUICK, failure_of, page_of
from tests.collect.hostile_server import HostileServer, answer, ask, redirect, with_server

LONG = "word " * 10_000


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
