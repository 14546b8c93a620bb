"""How surely an article that was found tells the seed's event, from its headline, opening and date.

A logistic model over things that a person can check: how alike headline and opening are, weighted by rarity among all
that was found; how much of either headline the other text holds; the rarest words they share; the figures they share;
the days between them; and, for what has something in common at all, how near headlines and openings lie by their
sentence vectors, and how near the headline lies to any of the seed's own claims. Weights fitted on 303 stories by benchmarks/fit_discovery.py.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from compare.collect.ways import Entry
from compare.records import Article, Precision

ASK = 0.01  # score by words alone from which on the vectors are asked too
KEEP = 0.2  # score without dates under which what was read is about something else, where only headlines can be compared
DAYS = 4  # before and after the seed's date
OPENING = 600  # characters of the seed after its headline that stand for it
# Texts that are thought to lie beside what was found, without its words: where few entries were found and most of
# them are about the event, its own words would else count as common.
BACKGROUND = 300
SHARED = 3  # rarest shared words that count
# The model's constant, then its weights: likeness; share of their headline in our text, of ours in theirs; rarest
# shared words; shared figures; same day; two days apart or more. A sitemap gives a headline alone, of which less can
# be asked. First by words alone, then with the likeness of the headlines' vectors, of
# the openings', and of their headline and the nearest of our claims.
WITH_SUMMARY = (-5.0, (3.17, 1.95, 0.88, 5.17, 0.39, 1.55, -1.05))
HEADLINE_ONLY = (-3.0, (6.80, 1.82, 1.92, 0.18, 0.21, 1.66, -1.24))
WITH_SUMMARY_MEANT = (-5.14, (0.81, 0.64, -0.59, 3.05, 0.29, 1.0, -1.61, 3.21, 2.72, 2.30))
HEADLINE_ONLY_MEANT = (-3.43, (1.40, 0.63, 0.13, 0.71, 0.69, 1.0, -1.81, 2.59, 3.09, 1.56))

# The cosine of the headline's vector with the seed's headline's, of the opening's with the seed's opening's, and of the
# headline's with that of the nearest of the seed's claims.
Alike = Mapping[Entry, tuple[float, float, float]]

_WORD = re.compile(r"[^\W_]{3,}")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
# Words of every text, which a few entries alone cannot tell from telling ones.
_EMPTY = frozenset(["be", "been", "being", "do", "does", "did", "done", "doing", "having", "the", "and", "for", "that", "with", "from", "this", "have", "has", "had", "was", "were", "are", "its", "his", "her", "their", "our", "your", "who", "what", "when", "where", "why", "how", "will", "would", "can", "could", "should", "may", "might", "not", "but", "all", "any", "more", "most", "over", "after", "before", "into", "about", "against", "between", "out", "off", "than", "then", "they", "them", "she", "him", "you", "said", "say", "says", "new", "one", "two", "first", "last", "year", "day", "week"])  # fmt: skip


class Scorer:
    """Scores entries against one seed; what is rare follows from all ``entries`` and the seed."""

    def __init__(self, seed: Article, entries: Sequence[Entry], alike: Alike | None = None) -> None:
        self._seed = seed
        self._alike = alike or {}
        opening = seed.text[seed.title_end : seed.title_end + OPENING]
        self._target = Counter(terms(f"{seed.title} {seed.title} {opening}"))
        self._headline = set(terms(seed.title))
        self._text = set(terms(seed.text[:4000])) | self._headline
        self._figures = set(_FIGURE.findall(seed.text))
        self._frequency = Counter(w for e in entries for w in set(_entry_terms(e))) + Counter(
            set(self._target)
        )
        self._total = len(entries) + BACKGROUND
        self._weights = {w: (1 + math.log(n)) * self.rarity(w) for w, n in self._target.items()}
        self._size = math.hypot(*self._weights.values())

    def score(self, entry: Entry) -> float:
        """0 to 1: how surely ``entry`` tells the seed's event."""
        features: tuple[float, ...] = self.features(entry)
        weights: tuple[float, ...]
        told_more = bool(entry.title and entry.summary)
        if entry in self._alike:
            constant, weights = WITH_SUMMARY_MEANT if told_more else HEADLINE_ONLY_MEANT
            features = (*features, *self._alike[entry])
        else:
            constant, weights = WITH_SUMMARY if told_more else HEADLINE_ONLY
        logit = constant + sum(weight * value for weight, value in zip(weights, features, strict=True))
        # One word in common may be chance, however rare it is here.
        shared = set(_entry_terms(entry)) & self._text
        return 1 / (1 + math.exp(-logit)) if len(shared) > 1 else 0.0

    def features(self, entry: Entry) -> tuple[float, ...]:
        """What the score rests on but for the vectors, each from 0 to 1, in the order of the weights."""
        theirs = Counter(_entry_terms(entry))
        rarest = sorted(map(self.rarity, set(theirs) & set(self._target)), reverse=True)[:SHARED]
        title = set(terms(entry.title)) or set(theirs)
        figures = set(_FIGURE.findall(f"{entry.title} {entry.summary}"))
        apart = days_apart(self._seed, entry)
        return (
            math.sqrt(self._cosine(theirs)),
            self._share(title, self._text),
            self._share(self._headline, set(theirs)),
            sum(rarest) / (SHARED * math.log(1 + self._total)),
            len(figures & self._figures) / max(1, len(figures)),
            float(apart == 0),
            float(apart is not None and apart >= 2),
        )

    def same_event(self, read: Entry) -> bool:
        """Whether headline and opening alone, once read, still look like the seed's event."""
        return self.score(replace(read, published_at=None)) >= KEEP

    def rarity(self, word: str) -> float:
        """How rare the word is among all that was found and a background of other texts."""
        return math.log(1 + self._total / max(1, self._frequency[word]))

    def why(self, entry: Entry) -> str:
        """The rarest words that seed and entry share, and the days between them."""
        shared = sorted(set(_entry_terms(entry)) & set(self._target), key=lambda w: (-self.rarity(w), w))
        apart = days_apart(self._seed, entry)
        when = (
            "no date to compare"
            if apart is None
            else "the same day"
            if apart == 0
            else f"{apart} day{'s' if apart > 1 else ''} apart"
        )
        return f"shares {', '.join(shared[:5]) or 'no telling word'}; {when}"

    def _share(self, words: set[str], there: set[str]) -> float:
        whole = sum(map(self.rarity, words))
        return sum(self.rarity(w) for w in words if w in there) / whole if whole else 0.0

    def _cosine(self, theirs: Counter[str]) -> float:
        right = {w: (1 + math.log(n)) * self.rarity(w) for w, n in theirs.items()}
        dot = sum(value * right.get(word, 0.0) for word, value in self._weights.items())
        return dot / (self._size * math.hypot(*right.values()) or 1.0)


def days_apart(seed: Article, entry: Entry) -> int | None:
    """Whole days between the two, as precisely as both are known; None when that is not known.

    Of a month or a year, the days to its nearest end, where that is too far away for ``DAYS``; else None.
    """
    if not entry.published_at or not seed.published_at:
        return None
    precisions = {entry.precision, seed.published_precision}
    if "unknown" in precisions:
        return None
    if precisions & {"month", "year"}:
        (our_first, our_last), (their_first, their_last) = (
            _span(seed.published_at, seed.published_precision),
            _span(entry.published_at, entry.precision),
        )
        apart = max((their_first - our_last).days, (our_first - their_last).days)
        return apart if apart > DAYS else None
    ours, theirs = (dt.datetime.fromisoformat(t) for t in (seed.published_at, entry.published_at))
    if "day" in (entry.precision, seed.published_precision):
        return abs((ours.date() - theirs.date()).days)
    return round(abs(ours - theirs) / dt.timedelta(days=1))


def _span(stamp: str, precision: Precision) -> tuple[dt.date, dt.date]:
    """The first and the last day that it may be."""
    first = dt.date.fromisoformat(stamp[:10])
    if precision == "year":
        return first.replace(month=1, day=1), first.replace(month=12, day=31)
    if precision == "month":
        month = first.replace(day=1)
        return month, (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first, first


@lru_cache(maxsize=50_000)  # each is asked for several times, of every seed of a run
def _entry_terms(entry: Entry) -> list[str]:
    return terms(f"{entry.title} {entry.title} {entry.summary}")


def is_telling(word: str) -> bool:
    """Whether a word tells one text from another, unlike "about" and "said"."""
    word = word.lower()
    return word not in _EMPTY and _lemma(word) not in _EMPTY


def terms(text: str) -> list[str]:
    """The telling words of a text, by their lemmas."""
    words = (word.lower() for word in _WORD.findall(text))
    return [lemma for word in words if word not in _EMPTY and (lemma := _lemma(word)) not in _EMPTY]


@cache
def _lemma(word: str) -> str:
    from simplemma import lemmatize

    return str(lemmatize(word, lang="en"))
