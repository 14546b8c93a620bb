"""Serves the invented outlets on the loopback interface, told apart by the Host header."""

from __future__ import annotations

import gzip
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

from compare.demo.sites import Reply, pages
from compare.demo.story import NOTICE
from compare.records import digest

IDLE = 30.0  # seconds after which a connection without a request is closed


@dataclass(frozen=True, slots=True)
class Served:
    """A running server. ``requests`` grows with each request: method, host, path and the status answered."""

    port: int
    connect_to: str  # for --connect-to: every connection goes to the server
    requests: list[tuple[str, str, str, int]]


@contextmanager
def serve() -> Iterator[Served]:
    """Serves every page on a free port of 127.0.0.1 until the block ends, then closes every connection."""
    server = _Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-web", daemon=True)
    thread.start()
    try:
        port = server.server_address[1]
        yield Served(port, f"::127.0.0.1:{port}", server.requests)
    finally:
        server.shutdown()
        server.hang_up()
        server.server_close()  # waits for the threads that answer
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for them

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Reply] = pages()
        self.requests: list[tuple[str, str, str, int]] = []
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, address

    def close_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.discard(request)
        super().close_request(request)

    def hang_up(self) -> None:
        """Ends every connection, so that no thread waits for another request on it."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # the other side may have gone already
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Passes over clients that hang up in the middle of an answer; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # the types of socketserver


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True  # or each body waits for the acknowledgement of its headers

    def do_GET(self) -> None:
        self._answer(body_too=True)

    def do_HEAD(self) -> None:
        self._answer(body_too=False)

    def _answer(self, *, body_too: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].rstrip(".").lower()
        path = urlsplit(self.path).path or "/"
        missing = 404, "text/plain; charset=utf-8", f"There is no such page. {NOTICE}\n".encode()
        status, kind, body = self.server.pages.get((host, path), missing)
        zipped = "gzip" in self.headers.get("Accept-Encoding", "").lower()
        tag = f'"{digest(body)}{"-gzip" if zipped else ""}"'
        asked = [
            known.strip().removeprefix("W/") for known in self.headers.get("If-None-Match", "").split(",")
        ]
        if status == 200 and (tag in asked or "*" in asked):
            status, body_too = 304, False
        self.server.requests.append((self.command, host, path, status))
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Vary", "Accept-Encoding")
        if status != 304:
            body = gzip.compress(body, mtime=0) if zipped else body
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if zipped:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if body_too:
            self.wfile.write(body)

    def version_string(self) -> str:
        return "outlet-compare-demo"

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal belongs to the run."""
