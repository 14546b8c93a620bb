"""The loopback server of the example."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse

import pytest

from compare.demo.server import Served, serve
from compare.demo.sites import pages

HOST, PATH = "tidewaterledger.example", "/2025/12/06/halvernes-request/"


@pytest.fixture
def served() -> Iterator[Served]:
    """A running server."""
    with serve() as running:
        yield running


@pytest.fixture
def connection(served: Served) -> Iterator[HTTPConnection]:
    """An open connection to it."""
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=10)) as opened:
        yield opened


def ask(
    connection: HTTPConnection, path: str = PATH, method: str = "GET", **headers: str
) -> tuple[HTTPResponse, bytes]:
    """One answer and its body."""
    sent = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    response = connection.getresponse()
    return response, response.read()


def test_serves_every_page_on_one_connection(connection: HTTPConnection) -> None:
    """Every page comes as built, by Host header, over one connection kept alive."""
    ask(connection)
    used = connection.sock
    for (host, path), (status, kind, body) in pages().items():
        response, got = ask(connection, path, Host=f"{host.upper()}:80")
        assert (response.status, response.headers["Content-Type"], got) == (status, kind, body)
    assert connection.sock is used


def test_knows_an_unchanged_page(connection: HTTPConnection) -> None:
    """A request with the page's ETag is answered 304 without a body; with another ETag, in full."""
    first, body = ask(connection)
    tag = first.headers["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again, nothing = ask(connection, If_None_Match=known)
        assert (again.status, nothing, again.headers["ETag"]) == (304, b"", tag)
    changed, whole = ask(connection, If_None_Match='"other"')
    assert (changed.status, whole) == (200, body)


def test_gzip_when_asked(connection: HTTPConnection) -> None:
    """A page is compressed for a client that accepts gzip, with an ETag of its own."""
    plain, body = ask(connection)
    zipped, packed = ask(connection, Accept_Encoding="gzip, deflate")
    assert plain.headers["Content-Encoding"] is None
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == body
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert ask(connection, Accept_Encoding="gzip", If_None_Match=zipped.headers["ETag"])[0].status == 304


def test_head_has_no_body(connection: HTTPConnection) -> None:
    """HEAD gives the headers of GET and no body."""
    full, body = ask(connection)
    head, nothing = ask(connection, method="HEAD")
    assert (head.status, nothing) == (200, b"")
    assert head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(body))


def test_unknown_pages_are_404(connection: HTTPConnection) -> None:
    """A path or a host that is not in the example is answered 404."""
    assert ask(connection, "/nothing")[0].status == 404
    assert ask(connection, "/", Host="elsewhere.example")[0].status == 404


def test_tells_what_was_asked(served: Served, connection: HTTPConnection) -> None:
    """The requests and their statuses are kept, and connect_to names the port."""
    ask(connection)
    ask(connection, "/nothing", method="HEAD")
    assert served.requests == [("GET", HOST, PATH, 200), ("HEAD", HOST, "/nothing", 404)]
    assert served.connect_to == f"::127.0.0.1:{served.port}"


def test_ends_with_a_client_still_connected() -> None:
    """Leaving the block ends the threads and closes connections that a client keeps open."""
    before = set(threading.enumerate())
    with serve() as served:
        connection = HTTPConnection("127.0.0.1", served.port, timeout=10)
        ask(connection)
    with closing(connection):
        assert set(threading.enumerate()) == before
        assert connection.sock is not None
        assert connection.sock.recv(1) == b""
