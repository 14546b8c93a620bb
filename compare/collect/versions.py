"""Live blogs, and which of an outlet's articles are versions of one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

SAME_HEADLINE = 0.6  # of the telling words of both headlines together; a later version rarely changes more
MIN_WORDS = 3  # shorter headlines are alike by chance

_LIVE_TITLE = re.compile(
    r"^\W{0,3}live\s*[:|\u2013\u2014-]|\blive[ -](?:blog|updates?|coverage|news|ticker)\b|\bas it happened\b|"
    r"(?:^|[:|\u2013\u2014-] )live\W{0,3}$",
    re.IGNORECASE,
)
_LIVE_PATH = re.compile(
    r"/live(?:-?(?:blog|news|updates?|story|coverage))?/|[/-]live-?(?:blog|updates)\b", re.IGNORECASE
)


def is_live(url: str, title: str) -> bool:
    """Whether headline or address say that it is a live blog: many entries, often about several events."""
    return bool(_LIVE_TITLE.search(title[:500]) or _LIVE_PATH.search(urlsplit(url).path[:1000]))


def same_article(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two headlines of one outlet, given by their telling words, are of one article in two versions."""
    a, b = set(ours), set(theirs)
    return min(len(a), len(b)) >= MIN_WORDS and len(a & b) >= SAME_HEADLINE * len(a | b)
