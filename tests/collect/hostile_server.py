"""A server on loopback that answers byte for byte what a test tells it to, under any host name."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from compare.collect.fetch import Fetched, Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from compare.records import Page

CERTIFICATE = Path(__file__).parent / "secure_test.pem"  # for secure.test, signed by itself, with its key


@dataclass(frozen=True)
class Request:
    """One request as it arrived; header names in lower case."""

    host: str
    path: str
    headers: dict[str, str]


Behaviour = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def answer(body: bytes | str = b"<p>page</p>", status: int = 200, **headers: str) -> bytes:
    """A whole response; ``content_type`` and the like become headers, an empty one leaves its header out."""
    data = body.encode() if isinstance(body, str) else body
    lines = {"content-type": "text/html; charset=utf-8", "content-length": str(len(data))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} Any\r\n{head}\r\n".encode("latin-1") + data


def redirect(location: str, status: int = 302) -> bytes:
    """A redirect without a body."""
    return answer(b"", status, location=location)


class HostileServer:
    """Answers ``(host, path)`` with bytes, with each of a list of bytes in turn, or by a behaviour; else 404."""

    def __init__(self, tls: bool = False) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._answers: dict[tuple[str, str], bytes | list[bytes] | Behaviour] = {}
        self._serving: set[asyncio.Task[None]] = set()
        self._tls: ssl.SSLContext | None = None
        if tls:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(CERTIFICATE)

    def on(self, url: str, reply: bytes | list[bytes] | Behaviour) -> None:
        """Sets the reply for ``host/path``, written as in ``a.test/story``."""
        host, _, path = url.partition("/")
        self._answers[host, f"/{path}"] = reply

    def asked(self, host: str) -> list[str]:
        """The paths asked of ``host`` but for robots.txt, in order."""
        return [r.path for r in self.requests if r.host == host and r.path != "/robots.txt"]

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.sockets[0].getsockname()[1])

    def everything(self) -> list[ConnectTo]:
        """Rules that send every connection here."""
        return [ConnectTo("", None, "127.0.0.1", self.port)]

    def hosts(self, *hosts: str) -> list[ConnectTo]:
        """Rules that send the connections of these hosts here, and no others."""
        return [ConnectTo(host, None, "127.0.0.1", self.port) for host in hosts]

    async def __aenter__(self) -> HostileServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls, limit=1 << 20)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        self.hang_up()
        await asyncio.gather(*self._serving, return_exceptions=True)  # no task outlives its test
        await self._server.wait_closed()

    def hang_up(self) -> None:
        """Ends what it is still saying to clients that may have gone: it would hold their connections for ever."""
        for task in self._serving:
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {
                    name.strip().lower(): value.strip()
                    for name, _, value in (line.partition(":") for line in head[1:] if line)
                }
                host = headers.get("host", "").partition(":")[0]
                request = Request(host, head[0].split(" ")[1], headers)
                self.requests.append(request)
                reply = self._answers.get((host, request.path), answer("not here", 404))
                if isinstance(reply, list):
                    reply = reply.pop(0) if len(reply) > 1 else reply[0]
                if isinstance(reply, bytes):
                    writer.write(reply)
                    await writer.drain()
                else:
                    await reply(request, writer)
                    return
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, as it should from a hostile server, or the test is over
        finally:
            writer.transport.abort()
            self._serving.discard(task)


async def ask(
    server: HostileServer,
    url: str,
    limits: FetchLimits,
    known: Page | None = None,
    connect_to: Sequence[ConnectTo] | None = None,
) -> Fetched:
    """What a new fetcher makes of one URL, with every connection sent to the server unless told otherwise."""
    rules = server.everything() if connect_to is None else connect_to
    async with Fetcher(limits, delay=0, connect_to=rules) as fetcher:
        return await fetcher.fetch(url, known)


def with_server(scenario: Callable[[HostileServer], Awaitable[None]]) -> None:
    """Runs a scenario against a server of its own."""

    async def main() -> None:
        async with HostileServer() as server:
            await scenario(server)

    asyncio.run(main())
