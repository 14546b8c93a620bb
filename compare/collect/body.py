"""Reads a response's body under caps on the wire and after decompression, and tells what is no page."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import cast

import httpx

from compare.collect.shares import Share
from compare.errors import BadResponse, FetchError, LimitExceeded

_PIECE = 65_536  # bytes decompressed at a time, so that a bomb is noticed one piece after the cap
_MEMBERS = 1_000  # of one gzip body; honest ones have one, and each takes time to set up
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's wbits

_PAGE_TYPES = frozenset({"text/html", "text/plain", "text/xml", "application/xml", "application/json"})
_PAGE_SUFFIXES = ("+xml", "+json")  # of application/ and text/: XHTML, RSS, Atom, JSON Feed
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}")
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (_GZIP_MAGIC, "application/gzip"),
)


async def read_page(
    response: httpx.Response, url: str, share: Share | None = None, *, wire_bytes: int, body_bytes: int
) -> bytes:
    """The decoded body of a page, which may have to leave room to others as ``share`` says.

    Raises BadResponse for what is no page, LimitExceeded for what is too large.
    """
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    page_suffix = kind.startswith(("application/", "text/")) and kind.endswith(_PAGE_SUFFIXES)
    if kind and kind not in _PAGE_TYPES and not page_suffix:
        raise BadResponse(url, f"not a page: {kind if _MEDIA_TYPE.fullmatch(kind) else 'unreadable type'}")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 15 or int(length) > wire_bytes):
        raise _too_large(url, wire_bytes)
    body = await _read(response, url, share, wire_bytes=wire_bytes, body_bytes=body_bytes + 1)
    fault = _fault(body, body_bytes)
    if fault is not None:
        del body  # an error holds this frame until the garbage collector comes by
        raise fault[0](url, fault[1])
    return body


def _fault(body: bytes, body_bytes: int) -> tuple[type[FetchError], str] | None:
    """Why a body is none of a page."""
    if len(body) > body_bytes:
        return LimitExceeded, f"more than {body_bytes:,} bytes of body"
    if not body:
        return BadResponse, "empty body"
    # What the server calls HTML may be a PDF all the same.
    start = body[:1024].lstrip()
    for magic, real_kind in _MAGIC:
        if start.startswith(magic):
            return BadResponse, f"not a page: {real_kind}"
    return (BadResponse, "not a page: video/mp4") if body[4:8] == b"ftyp" else None


async def read_start(
    response: httpx.Response, url: str, share: Share | None = None, *, wire_bytes: int, body_bytes: int
) -> bytes:
    """The first ``body_bytes`` bytes of the decoded body, whatever its type; the rest is left unread."""
    return await _read(response, url, share, wire_bytes=wire_bytes, body_bytes=body_bytes)


async def _read(
    response: httpx.Response, url: str, share: Share | None, wire_bytes: int, body_bytes: int
) -> bytes:
    """The first ``body_bytes`` decoded bytes."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    inflater = _inflater(url, encoding)
    body, received = bytearray(), 0
    # httpx declares less than it returns; without closing, leaving early would leave its generator to chance.
    raw = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
    try:
        async with aclosing(raw) as chunks:
            async for chunk in chunks:
                fresh = len(chunk)
                received += fresh
                if received > wire_bytes:
                    raise _too_large(url, wire_bytes)
                for piece in inflater.feed(chunk) if inflater else (chunk,):
                    body += piece
                    if len(body) >= body_bytes:
                        with memoryview(body) as whole:
                            return bytes(whole[:body_bytes])
                    if share is not None:
                        await share.received(fresh, len(body))
                    fresh = 0
        if inflater:
            inflater.finish()
        return bytes(body)
    finally:
        body.clear()  # as above


def _too_large(url: str, wire_bytes: int) -> LimitExceeded:
    return LimitExceeded(url, f"more than {wire_bytes:,} bytes on the wire")


def _inflater(url: str, encoding: str) -> _Inflater | None:
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip"):
        return _Inflater(url, _GZIP)
    if encoding == "deflate":
        return _Inflater(url, _ZLIB)
    # What was not asked for, or one encoding inside another.
    raise BadResponse(url, "content encoding not supported")


class _Inflater:
    """Decompresses gzip (any number of members), zlib and raw deflate, a bounded piece at a time."""

    def __init__(self, url: str, wbits: int) -> None:
        self._url = url
        self._wbits = wbits
        self._head = b""  # kept back until it tells zlib from raw deflate
        self._stream: zlib._Decompress | None = None
        self._members = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that ``data`` adds. Raises BadResponse."""
        data, self._head = self._head + data, b""
        while data:
            if self._stream is None:
                if len(data) < 2:
                    self._head = data
                    return
                self._stream = self._start(data)
            stream = self._stream
            if stream.eof:
                if self._wbits != _GZIP or not data.startswith(_GZIP_MAGIC[: len(data)]):
                    return  # what follows the last member is padding, as browsers take it
                self._stream = None
                continue
            piece = self._decompress(stream, data)
            # A full piece may have left output inside the stream though all its input is gone.
            while len(piece) == _PIECE:
                yield piece
                piece = self._decompress(stream, stream.unconsumed_tail)
            if piece:
                yield piece
            data = stream.unused_data

    def finish(self) -> None:
        """Raises BadResponse when the compressed data stopped before its end."""
        if self._head or (self._stream is not None and not self._stream.eof):
            raise BadResponse(self._url, "broken compression")

    def _start(self, data: bytes) -> zlib._Decompress:
        self._members += 1
        if self._members > _MEMBERS:
            raise BadResponse(self._url, "broken compression")
        if self._wbits == _ZLIB and (data[0] & 15 != 8 or int.from_bytes(data[:2]) % 31):
            self._wbits = _RAW  # many servers send it under the name of deflate
        return zlib.decompressobj(self._wbits)

    def _decompress(self, stream: zlib._Decompress, data: bytes) -> bytes:
        try:
            return stream.decompress(data, _PIECE)
        except zlib.error:
            raise BadResponse(self._url, "broken compression") from None
