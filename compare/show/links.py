"""Which addresses may become links, and links that open a page at a sentence."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

# What a path, query or fragment may hold as it stands; the rest is percent-encoded, brackets and
# quotation marks among it, so that a link is safe in an HTML attribute and in Markdown alike.
_PATH = "/%:@!+,;=~.-_"
_QUERY = _PATH + "?&"
_HOST = re.compile(r"[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?")
_WHOLE = 12  # a text of up to so many words is named whole in a text fragment
_EDGE = 5  # of a longer one, so many words at either end


def safe_url(url: str) -> str:
    """``url`` if it may be a link, else an empty string.

    Only http and https pass, with a host and without a user name, which can pose as a host.
    """
    if any(ord(char) <= 0x20 or ord(char) == 0x7F for char in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    return urlunsplit(
        (
            parts.scheme.lower(),
            host,
            quote(parts.path, safe=_PATH, errors="replace"),
            quote(parts.query, safe=_QUERY, errors="replace"),
            quote(parts.fragment, safe=_QUERY, errors="replace"),
        )
    )


def link_to(url: str, text: str) -> str:
    """A link that opens ``url`` at ``text`` in browsers that know text fragments; empty when it may not be one."""
    base = safe_url(url)
    words = text.split()
    if not base or not words:
        return base
    if len(words) <= _WHOLE:
        fragment = _encoded(words)
    else:
        fragment = f"{_encoded(words[:_EDGE])},{_encoded(words[-_EDGE:])}"
    joint = "" if "#" in base else "#"
    return f"{base}{joint}:~:text={fragment}"


def _encoded(words: list[str]) -> str:
    # A hyphen has a meaning of its own in a text fragment.
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
