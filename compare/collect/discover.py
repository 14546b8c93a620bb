"""Finds coverage of the same event: links in the seed, and the feeds of known outlets.

Each candidate carries how it was found and why it is taken or left. Nothing is guessed: no URL is made up, and
what a feed does not list is not looked for elsewhere.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from compare.collect import dates
from compare.collect.extract import clean
from compare.errors import ExtractionError
from compare.records import Article, Outlet, Page, Role

MAX_ENTRIES = 500  # of one feed
TAKE = 0.10  # likeness to the seed from which on an item is taken for the same event; see docs/measures.md
DAYS = 4  # before and after the seed's date
_WORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed."""

    url: str
    title: str
    summary: str
    published_at: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may cover the seed's event, with the decision and its reason."""

    url: str
    outlet: str
    title: str
    published_at: str | None
    score: float
    taken: bool
    reason: str
    found_by: str
    role: Role = "coverage"


def read_feed(page: Page) -> list[Entry]:
    """The items of an RSS or Atom feed. Raises ExtractionError when the page is no feed."""
    import feedparser

    parsed = feedparser.parse(page.body, response_headers={"content-location": page.final_url})
    if not parsed.get("version"):
        raise ExtractionError(f"{page.url}: not an RSS or Atom feed")
    latest = dt.datetime.fromisoformat(page.fetched_at)
    entries = []
    for item in parsed.entries[:MAX_ENTRIES]:
        url = str(item.get("link") or "")
        if urlsplit(url).scheme not in ("http", "https"):
            continue
        stamp = dates.parse(str(item.get("published") or item.get("updated") or ""), latest)
        summary = re.sub(r"<[^>]{0,1000}>", " ", str(item.get("summary") or ""))
        entries.append(Entry(url, clean(str(item.get("title") or "")), clean(summary), stamp and stamp[0]))
    return entries


def rank(
    seed: Article, feeds: Sequence[tuple[Outlet, Sequence[Entry]]], cited: frozenset[str], per_outlet: int
) -> list[Candidate]:
    """Decides on every feed item: the most like the seed's headline and opening, within days of its date.

    ``cited`` are the outlets that the seed names as its sources. Best first; the order is the same for the same
    input.
    """
    opening = seed.text[seed.title_end : seed.title_end + 600]
    target = Counter(_terms(f"{seed.title} {seed.title} {opening}"))
    items = [
        (o, e, Counter(_terms(f"{e.title} {e.title} {e.summary}"))) for o, entries in feeds for e in entries
    ]
    frequency = Counter(word for _, _, terms in items for word in terms) + Counter(set(target))
    total = len(items) + 1
    scored = sorted(
        ((_cosine(target, terms, frequency, total), outlet, entry) for outlet, entry, terms in items),
        key=lambda s: (-s[0], s[2].url),
    )
    taken: Counter[str] = Counter()
    candidates = []
    for score, outlet, entry in scored:
        reason = _why_not(seed, entry, score, outlet, taken[outlet.key], per_outlet)
        if not reason:
            taken[outlet.key] += 1
        candidates.append(
            Candidate(
                url=entry.url,
                outlet=outlet.key,
                title=entry.title,
                published_at=entry.published_at,
                score=round(score, 3),
                taken=not reason,
                reason=reason or "same words as the seed's headline and opening, within days of it",
                found_by=f"feed of {outlet.name}",
                role="cited_original" if outlet.key in cited else "coverage",
            )
        )
    return candidates


def _why_not(seed: Article, entry: Entry, score: float, outlet: Outlet, taken: int, per_outlet: int) -> str:
    if outlet.key == seed.outlet:
        return "the seed's own outlet"
    if score < TAKE:
        return f"likeness {score:.2f} is under {TAKE}"
    if entry.published_at and seed.published_at:
        apart = dt.datetime.fromisoformat(entry.published_at) - dt.datetime.fromisoformat(seed.published_at)
        if abs(apart) > dt.timedelta(days=DAYS):
            return f"published {abs(apart).days} days from the seed"
    if taken >= per_outlet:
        return f"the outlet already has {per_outlet} better one(s)"
    return ""


def linked(seed: Article, cited_links: Sequence[tuple[str, str]]) -> list[Candidate]:
    """The articles of known outlets that the seed links to; ``cited_links`` are (outlet, URL)."""
    return [
        Candidate(
            url, outlet, "", None, 1.0, True, "the seed links to it", "link in the seed", "cited_original"
        )
        for outlet, url in cited_links
    ]


def _terms(text: str) -> list[str]:
    from simplemma import lemmatize

    return [lemmatize(word.lower(), lang="en") for word in _WORD.findall(text)]


def _cosine(a: Counter[str], b: Counter[str], frequency: Counter[str], total: int) -> float:
    def weight(word: str, count: int) -> float:
        return (1 + math.log(count)) * math.log(1 + total / frequency[word])

    left = {w: weight(w, n) for w, n in a.items()}
    right = {w: weight(w, n) for w, n in b.items()}
    dot = sum(value * right.get(word, 0.0) for word, value in left.items())
    size = math.hypot(*left.values()) * math.hypot(*right.values())
    return dot / size if size else 0.0
