"""Pages and feeds spoilt by chance, from a seed: the same number gives the same bytes."""

from __future__ import annotations

import random

from compare.records import Page

PIECES = (
    b"<", b">", b"</", b"<p>", b"</p>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"<style>", b"<table>",
    b"<h1>", b"</h1>", b"<article>", b"<br/>", b"&", b"&#", b"&#x110000;", b"&#xD800;", b"&nbsp", b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xed\xa0\x80", b"\xc3", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"'", b'"', b"=", b"{", b"}", b"[", b"]", b"\\", b"\\u0000",
    b"null", b"NaN", b"1e999", b"9" * 400, b"-1", b"1.234,5", b"2025-13-45T99:99:99Z", b"0000-01-01", b"9999-12-31T23:59:60Z", b"<?xml ", b"<!DOCTYPE html [",
    b"<!ENTITY a 'b'>", b"&a;", b"http://[", b"http://:99999/", b"//", b"data:,", b"javascript:", b"\r", b"\n\n\n", b" " * 3000, b"a" * 3000,
    b'<meta charset="utf-7">', b'<meta charset="x-nonsense">', b'<base href="http://[">', b'<html lang="\xff">',
)  # fmt: skip
CHARSETS = ("utf-8", "latin-1", "utf-16", "utf-7", "shift_jis", "gb18030", "koi8-r", "x-unknown", "", "utf-8-sig", "idna", "zlib", "rot13", "undefined")  # fmt: skip


def spoilt(body: bytes, number: int) -> bytes:
    """``body`` with pieces of it cut out, doubled, moved, and strange ones put in."""
    chance = random.Random(number)
    data = bytearray(body)
    for _ in range(chance.choice((1, 2, 4, 8, 30))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 5, 50, 500)))
        kind = chance.randrange(6)
        if kind == 0:
            del data[at:end]
        elif kind == 1:
            data[at:at] = data[at:end] * chance.choice((1, 2, 50))
        elif kind == 2 and end > at:
            data[at:end] = chance.randbytes(end - at)
        elif kind == 3:
            other = chance.randrange(len(data) + 1)
            data[at:at] = data[other : other + 200]
        else:
            data[at:at] = chance.choice(PIECES)
    return bytes(data)


def page_of(body: bytes, number: int, kind: str = "text/html") -> Page:
    """The spoilt page, under a header that fits, lies, or says nothing."""
    charset = random.Random(-number).choice(CHARSETS)
    header = f"{kind}; charset={charset}" if charset else kind
    url = "http://one.example/talks"
    return Page(url, url, 200, (("content-type", header),), spoilt(body, number), "2025-12-08T09:00:00Z")
