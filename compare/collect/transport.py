"""The httpx transport over the guard: kept connections, HTTP/1.1, and faults as errors of the project's tree."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from compare.collect.guard import GuardedBackend
from compare.errors import BadResponse, ConnectionFailed, FetchError, LimitExceeded

BAD_CERTIFICATE = "TLS certificate not accepted"  # a reason that no retry will change
TOO_MUCH_HEADER = "too many bytes of headers"


@dataclass(slots=True)
class _Origin:
    """One scheme, host and port with its connections; ``busy`` counts the responses that are not closed yet."""

    pool: httpcore.AsyncConnectionPool
    busy: int = 0


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends httpx requests through ``backend``, keeping connections to the ``origins`` used last open.

    TLS is checked against the host of the URL, whatever address the guard connects to. No proxy is ever used: the
    environment is not read. Raises ConnectionFailed, AddressRefused, BadResponse and LimitExceeded with the
    request's URL.
    """

    def __init__(
        self, backend: GuardedBackend, origins: int, ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self._backend = backend
        self._kept = origins
        self._ssl_context = ssl_context
        # A pool for each: httpcore's looks at every connection it holds, twice for each request. Least recent first.
        self._origins: dict[tuple[bytes, bytes, int | None], _Origin] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request and returns once the headers are in; the body is read from the response's stream."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        origin = self._origin((url.scheme, url.host, url.port))
        origin.busy += 1
        try:
            await self._close_unused()
            with _project_errors(str(request.url)):
                answer = await origin.pool.handle_async_request(
                    httpcore.Request(
                        method=request.method,
                        url=url,
                        headers=request.headers.raw,
                        content=request.stream,
                        extensions=request.extensions,
                    )
                )
        except BaseException:
            origin.busy -= 1
            raise
        body = _Body(str(request.url), answer.stream, origin)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=body, extensions=answer.extensions
        )

    def _origin(self, key: tuple[bytes, bytes, int | None]) -> _Origin:
        if (
            key[0] == b"https" and self._ssl_context is None
        ):  # reading the certificates takes tens of milliseconds
            self._ssl_context = httpx.create_ssl_context(trust_env=False)
        origin = self._origins.pop(key, None) or _Origin(
            httpcore.AsyncConnectionPool(
                ssl_context=self._ssl_context,
                max_connections=None,
                keepalive_expiry=15.0,
                network_backend=self._backend,
            )
        )
        self._origins[key] = origin
        return origin

    async def _close_unused(self) -> None:
        """Closes the connections of the origins not used for longest, beyond the number to keep."""
        surplus = len(self._origins) - self._kept
        if surplus <= 0:
            return
        unused = [key for key, origin in self._origins.items() if not origin.busy]
        for key in unused[:surplus]:
            await self._origins.pop(key).pool.aclose()

    async def aclose(self) -> None:
        """Closes every connection."""
        while self._origins:
            await self._origins.popitem()[1].pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, url: str, stream: Any, origin: _Origin) -> None:
        self._url = url
        self._stream = stream  # httpcore's: an async iterable with aclose()
        self._origin = origin
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _project_errors(self._url):
            async for chunk in self._stream:
                yield chunk

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            try:
                await self._stream.aclose()
            finally:
                self._origin.busy -= 1


@contextmanager
def _project_errors(url: str) -> Iterator[None]:
    try:
        yield
    except FetchError as error:  # from the guard, which knows only the host
        raise type(error)(url, error.reason) from None
    except httpcore.TimeoutException as error:
        raise ConnectionFailed(url, "connection timed out") from error
    except httpcore.NetworkError as error:
        raise ConnectionFailed(url, _network_reason(error)) from error
    except httpcore.ProtocolError as error:
        raise _protocol_error(url, error) from error
    except OSError as error:  # TLS faults in the middle of a body are not mapped by httpcore
        raise ConnectionFailed(url, _network_reason(error)) from error


def _network_reason(error: BaseException) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return BAD_CERTIFICATE
        if isinstance(cause, ssl.SSLError):
            return "TLS failed"
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused"
    return "no connection" if isinstance(error, httpcore.ConnectError) else "connection reset"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it; httpcore's pool erases ``__cause__`` on the way out, but not the context."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _protocol_error(url: str, error: httpcore.ProtocolError) -> FetchError:
    # h11 marks the one fault that is a matter of size with the status that a server would answer.
    if any(getattr(cause, "error_status_hint", 0) == 431 for cause in _causes(error)):
        return LimitExceeded(url, TOO_MUCH_HEADER)
    # httpcore and h11 tell these apart from malformed HTTP by their text alone.
    if "without sending" in str(error):
        return ConnectionFailed(url, "answer cut short")
    return BadResponse(url, "malformed HTTP")
