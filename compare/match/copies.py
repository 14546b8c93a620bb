"""Which articles print the same body: agency copy, syndication, a page fetched under two URLs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.records import Article

SHINGLE = 5  # words; long enough that two reports of one speech rarely share one outside quotations
SHARED = 0.8  # of the shorter body's shingles: tolerates a dateline and a clipped sentence
MIN_SHINGLES = 20  # shorter bodies are alike by chance
ALIKE = 0.5  # the same of one article under two addresses, of which one may have been fetched before it was changed

_WORD = re.compile(r"\w+")


def same_text(articles: Sequence[Article]) -> dict[str, str]:
    """For each article that repeats another's body, the id of the one it repeats.

    The original is the one published first, as far as publication times tell, else the one that comes first
    in ``articles``. Articles that are not comparable repeat nothing.
    """
    ordered = sorted(
        (a for a in articles if a.comparable),
        key=lambda a: (a.published_at is None or a.published_precision not in ("second", "minute"), a.published_at or "", articles.index(a)),
    )  # fmt: skip
    bodies = {a.id: _shingles(a.text[a.title_end :]) for a in ordered}
    repeats: dict[str, str] = {}
    for i, later in enumerate(ordered):
        mine = bodies[later.id]
        for earlier in ordered[:i]:
            if earlier.id in repeats:
                continue
            theirs = bodies[earlier.id]
            smaller = min(len(mine), len(theirs))
            if smaller >= MIN_SHINGLES and len(mine & theirs) >= SHARED * smaller:
                repeats[later.id] = earlier.id
                break
    return repeats


def may_be_one(one: Article, other: Article) -> bool:
    """Whether two pages may give one article; true where one has too little text to tell."""
    mine, theirs = (_shingles(a.text[a.title_end :]) for a in (one, other))
    smaller = min(len(mine), len(theirs))
    return smaller < MIN_SHINGLES or len(mine & theirs) >= ALIKE * smaller


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
