"""Starts the loopback web of real articles that lies beside the data, and reads what it serves."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATA = ROOT.parent / "shared" / "data"


def data_folder() -> Path:
    """The folder of the data sets: the first argument, or the default beside the repository."""
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    return Path(given[0]) if given else DEFAULT_DATA


def tool(data: Path) -> Path:
    """The server's script."""
    return data.parent / "tools" / "newsweb.py"


def articles(data: Path) -> list[dict[str, Any]]:
    """Every article that the server has, with its gold paragraphs of sentences."""
    return list(_module(data).load())


def _module(data: Path) -> Any:
    spec = importlib.util.spec_from_file_location("newsweb", tool(data))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Counted:
    """A server in this process, with what was asked of it: host, path, status answered."""

    port: int
    requests: list[tuple[str, str, int]]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that was killed
            super().handle_error(request, client_address)


@contextmanager
def counted(data: Path) -> Iterator[Counted]:
    """The same web, served by this process, which counts the requests."""
    module = _module(data)
    requests: list[tuple[str, str, int]] = []

    class Handler(module.Handler):  # type: ignore[misc,name-defined]
        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            requests.append((self.headers.get("Host", ""), self.path, int(code)))

    Handler.articles = module.load()
    for article in sorted(Handler.articles, key=lambda a: str(a["date"]), reverse=True):
        Handler.sites.setdefault(article["host"], []).append(article)
        Handler.pages[article["host"], article["path"]] = article
    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Counted(server.server_address[1], requests)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(data: Path) -> Iterator[int]:
    """The server on a free port of loopback, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(tool(data)), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()
