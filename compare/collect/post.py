"""Posts JSON to one server that the operator named, through the guard.

Nothing that a page says can change where this goes: the address is the operator's, redirects are not followed, and
no proxy and no cookie is used. The operator's own server may well be on this machine or in a private network: that one
host and port is exempt from the guard's list, as with ``--connect-to``, and no other.
"""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any

import httpx

from compare.collect.body import read_page
from compare.collect.guard import PORTS, ConnectTo, GuardedBackend, check_url
from compare.collect.transport import GuardedTransport
from compare.errors import AddressRefused, BadResponse, InputError, LimitExceeded

ANSWER_BYTES = 1_000_000  # of one answer; a verdict takes a few hundred
CONNECT_SECONDS = 8.0


def named_server(url: str) -> tuple[str, ConnectTo]:
    """``url`` in its normal spelling, and the rule that lets its host and port through. Raises InputError."""
    try:
        seen = httpx.URL(url)
        port = seen.port or PORTS.get(seen.scheme)
        host = seen.raw_host.decode("ascii")
        rule = ConnectTo(host, port, host, port)
        return check_url(url, [rule]), rule
    except (AddressRefused, httpx.InvalidURL, UnicodeError) as error:
        reason = error.reason if isinstance(error, AddressRefused) else "address cannot be read"
        raise InputError(
            f"{url}: {reason}; give the server's address as http://HOST:PORT/v1, without a user name"
        ) from None


class JsonPoster:
    """Posts to one URL over kept connections; use as an async context manager. ``key`` is sent as a bearer token."""

    def __init__(self, url: str, *, seconds: float, key: str = "") -> None:
        self._url, rule = named_server(url)
        self._seconds = seconds
        self._headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._backend = GuardedBackend((rule,))
        self._transport: GuardedTransport | None = None

    async def __aenter__(self) -> JsonPoster:
        self._transport = GuardedTransport(self._backend, origins=1)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()

    async def post(self, payload: Any) -> Any:
        """The answer's JSON. Raises FetchError: no answer, an error status, too slow, too large, no JSON."""
        if self._transport is None:
            raise RuntimeError("a JsonPoster works only inside `async with`")
        body = json.dumps(payload).encode("ascii")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(self._transport, body)
        except TimeoutError:
            raise LimitExceeded(self._url, f"no complete answer within {self._seconds:g} s") from None

    async def _exchange(self, transport: GuardedTransport, body: bytes) -> Any:
        wait = min(CONNECT_SECONDS, self._seconds)
        request = httpx.Request(
            "POST", self._url, headers=self._headers, content=body, extensions={"timeout": {"connect": wait}}
        )
        response = await transport.handle_async_request(request)
        try:
            if not response.is_success:
                raise BadResponse(self._url, f"HTTP {response.status_code}")
            answer = await read_page(response, self._url, wire_bytes=ANSWER_BYTES, body_bytes=ANSWER_BYTES)
        finally:
            await response.aclose()
        try:
            return json.loads(answer)
        except (ValueError, RecursionError):
            raise BadResponse(self._url, "the answer is no JSON") from None
