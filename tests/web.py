"""A small web on loopback for tests: hosts told apart by the Host header, pages that can change between runs."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from compare.collect.guard import ConnectTo

# HTML; a status code to answer with; the seconds to wait before an empty answer; or a status and where it redirects to.
Page = str | int | float | tuple[int, str]
HANG_UP = -1  # closes the connection without an answer


@dataclass
class Web:
    """``pages`` by URL without scheme; ``every`` by host, for what answers the same whatever it is asked."""

    pages: dict[str, Page] = field(default_factory=dict)
    every: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, int]] = field(default_factory=list)  # URL without scheme, status answered
    port: int = 0

    @property
    def connect_to(self) -> ConnectTo:
        """Sends every connection here."""
        return ConnectTo.parse(f"::127.0.0.1:{self.port}")


@contextmanager
def web() -> Iterator[Web]:
    """Serves until the block ends."""
    state = Web()
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def do_GET(self) -> None:
            key = self.headers.get("Host", "") + self.path
            page = state.pages.get(key, state.every.get(self.headers.get("Host", ""), 404))
            location = ""
            if isinstance(page, float):
                closing.wait(page)
                page = ""
            if isinstance(page, tuple):
                page, location = page
            if page == HANG_UP:
                state.requests.append((key, HANG_UP))
                self.close_connection = True
                return
            body = page.encode() if isinstance(page, str) else b"no"
            status = 200 if isinstance(page, str) else page
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            state.requests.append((key, status))
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", tag)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def page(title: str, paragraphs: list[str], published: str = "2025-12-06T10:00:00Z") -> str:
    """An article's page as a small outlet might print it, with the usual things around the text."""
    body = "\n".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Some Outlet</title>'
        f'<meta property="article:published_time" content="{published}"></head><body>'
        '<nav><a href="/">Home</a> <a href="/world">World</a></nav><div class="cookie">We use cookies.</div>'
        f"<main><article><h1>{title}</h1>\n{body}\n</article></main>"
        '<aside><h2>More stories</h2><ul><li><a href="/other">Another story altogether</a></li></ul></aside>'
        "<footer><p>Copyright Some Outlet. All rights reserved.</p></footer></body></html>"
    )
