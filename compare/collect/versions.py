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
# "Ukraine war live: …", "LIVE Gaza war", and an address that ends so, where the words before do not make it a verb.
_LIVE_LABEL = re.compile(r"\blive\s*(?::|\s[|\u2013\u2014-]|\u2014)(?!\s*review\b)", re.IGNORECASE)
_LIVE_FIRST = re.compile(r"\W{0,3}LIVE\s+(?=[A-Z0-9])(?=.*[a-z])")
_LIVE_SLUG = re.compile(r"(?:^|/)([\w-]*)-live-[a-z]?\d+(?:\.html?)?/?$", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:where|how|who|whose|why|which|that)\b|"
    r"\b(?:to|can|could|cannot|can['’]t|must|will|would|may|might|should|did|not|don['’]t|they|them|we|you|i|people|still|longer|go|goes|going|went|long)\W*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[:|.?!\u2013\u2014]")
_LIVE_PATH = re.compile(
    r"/live(?:-?(?:blog|news|updates?|story|coverage|reporting))?/|[/-]live-?(?:blog|updates)\b",
    re.IGNORECASE,
)


def is_live(url: str, title: str) -> bool:
    """Whether headline or address say that it is a live blog: many entries, often about several events."""
    title, path = title[:500], urlsplit(url).path[:1000]
    if _LIVE_TITLE.search(title) or _LIVE_FIRST.match(title) or _LIVE_PATH.search(path):
        return True
    before = [_CLAUSE.split(title[: match.start()])[-1] for match in _LIVE_LABEL.finditer(title)]
    if slug := _LIVE_SLUG.search(path):
        before.append(slug[1].replace("-", " "))
    return any(not _VERB.search(words) for words in before)


def same_article(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two headlines of one outlet, given by their telling words, are of one article in two versions."""
    a, b = set(ours), set(theirs)
    return min(len(a), len(b)) >= MIN_WORDS and len(a & b) >= SAME_HEADLINE * len(a | b)
