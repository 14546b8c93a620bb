"""Decides which of the found articles are about the seed's event, and says why.

The score is a logistic model over things that a person can check: how alike headline and opening are, weighted by
rarity among all that was found; how much of either headline the other text holds; the rarest word they share; the
figures they share; the days between them. Weights fitted on 303 stories by benchmarks/discovery.py.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from compare.collect.urls import article_id
from compare.collect.ways import Entry, Found
from compare.records import Article, Role

TAKE = 0.5  # score from which on an article is taken; the fit is shifted so that it lies here
KEEP = 0.2  # score without dates under which an article that was read is about something else
DAYS = 4  # before and after the seed's date
MAX_TAKEN = 60  # in one story, however many outlets a search finds
OPENING = 600  # characters of the seed after its headline that stand for it
# Texts that are thought to lie beside what was found, without its words: where few entries were found and most of
# them are about the event, its own words would else count as common.
BACKGROUND = 300
SHARED = 3  # rarest shared words that count
# The model's constant, then its weights: likeness; share of their headline in our text, of ours in theirs; rarest
# shared words; shared figures; same day; two days apart or more. A sitemap gives a headline alone, of which less can
# be asked.
WITH_SUMMARY = (-5.0, (3.17, 1.95, 0.88, 5.17, 0.39, 1.55, -1.05))
HEADLINE_ONLY = (-3.0, (6.80, 1.82, 1.92, 0.18, 0.21, 1.66, -1.24))

_WORD = re.compile(r"[^\W_]{3,}")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
# Words of every text, which a few entries alone cannot tell from telling ones.
_EMPTY = frozenset(["the", "and", "for", "that", "with", "from", "this", "have", "has", "had", "was", "were", "are", "its", "his", "her", "their", "our", "your", "who", "what", "when", "where", "why", "how", "will", "would", "can", "could", "should", "may", "might", "not", "but", "all", "any", "more", "most", "over", "after", "before", "into", "about", "against", "between", "out", "off", "than", "then", "they", "them", "she", "him", "you", "said", "say", "says", "new", "one", "two", "first", "last", "year", "day", "week"])  # fmt: skip


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


def rank(
    seed: Article,
    found: Sequence[Found],
    cited: frozenset[str],
    per_outlet: int,
    have: Mapping[str, int] | None = None,
) -> list[Candidate]:
    """Decides on all that was found, best first; the same input gives the same order, however it came.

    ``cited`` are the outlets that the seed names as its sources; ``have`` counts the articles that the story
    has already of an outlet.
    """
    scorer = Scorer(seed, [f.entry for f in found])
    rated = [(1.0 if f.cited else scorer.score(f.entry), f) for f in found]
    rated.sort(key=lambda r: (-r[0], not r[1].cited, r[1].entry.url, r[1].by))
    taken = Counter(have or {})
    seen: set[str] = set()
    candidates = []
    for score, item in rated:
        entry, outlet = item.entry, item.outlet
        identity = article_id(entry.url)
        if identity in seen:
            continue  # found in several ways; the first told is the best
        seen.add(identity)
        why_not = _why_not(seed, item, score, taken, per_outlet)
        if not why_not:
            taken[outlet.key] += 1
        candidates.append(
            Candidate(
                url=entry.url,
                outlet=outlet.key,
                title=entry.title,
                published_at=entry.published_at,
                score=round(score, 3),
                taken=not why_not,
                reason=why_not or ("the seed links to it" if item.cited else scorer.why(entry)),
                found_by=item.by,
                role="cited_original" if item.cited or outlet.key in cited else "coverage",
            )
        )
    return candidates


def _why_not(seed: Article, item: Found, score: float, taken: Counter[str], per_outlet: int) -> str:
    if item.outlet.key == seed.outlet:
        return "the seed's own outlet"
    if item.cited:
        return ""
    if score < TAKE:
        return f"score {score:.2f} is under {TAKE}: too little in common with the seed's headline and opening"
    if (apart := days_apart(seed, item.entry)) is not None and apart > DAYS:
        return f"published {apart} days from the seed"
    if taken[item.outlet.key] >= per_outlet:
        return f"the outlet already has {per_outlet} better one(s)"
    if taken.total() >= MAX_TAKEN:
        return f"the story already has {MAX_TAKEN} better ones"
    return ""


class Scorer:
    """Scores entries against one seed; what is rare follows from all ``entries`` and the seed."""

    def __init__(self, seed: Article, entries: Sequence[Entry]) -> None:
        self._seed = seed
        opening = seed.text[seed.title_end : seed.title_end + OPENING]
        self._target = Counter(_terms(f"{seed.title} {seed.title} {opening}"))
        self._headline = set(_terms(seed.title))
        self._text = set(_terms(seed.text[:4000])) | self._headline
        self._figures = set(_FIGURE.findall(seed.text))
        self._frequency = Counter(w for e in entries for w in set(_entry_terms(e))) + Counter(
            set(self._target)
        )
        self._total = len(entries) + BACKGROUND
        self._weights = {w: (1 + math.log(n)) * self._rarity(w) for w, n in self._target.items()}
        self._size = math.hypot(*self._weights.values())

    def score(self, entry: Entry) -> float:
        """0 to 1: how surely ``entry`` tells the seed's event."""
        features = self.features(entry)
        constant, weights = WITH_SUMMARY if entry.summary else HEADLINE_ONLY
        logit = constant + sum(weight * value for weight, value in zip(weights, features, strict=True))
        # One word in common may be chance, however rare it is here.
        shared = set(_entry_terms(entry)) & self._text
        return 1 / (1 + math.exp(-logit)) if len(shared) > 1 else 0.0

    def features(self, entry: Entry) -> tuple[float, ...]:
        """What the score rests on, each from 0 to 1, in the order of the weights."""
        theirs = Counter(_entry_terms(entry))
        rarest = sorted(map(self._rarity, set(theirs) & set(self._target)), reverse=True)[:SHARED]
        title = set(_terms(entry.title)) or set(theirs)
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
        """Whether an article with this headline and opening, once read, still looks like the seed's event."""
        return self.score(replace(read, published_at=None)) >= KEEP

    def why(self, entry: Entry) -> str:
        """The rarest words that seed and entry share, and the days between them."""
        shared = sorted(set(_entry_terms(entry)) & set(self._target), key=lambda w: (-self._rarity(w), w))
        apart = days_apart(self._seed, entry)
        when = (
            "no date to compare"
            if apart is None
            else "the same day"
            if apart == 0
            else f"{apart} day(s) apart"
        )
        return f"shares {', '.join(shared[:5])}; {when}"

    def _rarity(self, word: str) -> float:
        return math.log(1 + self._total / max(1, self._frequency[word]))

    def _share(self, words: set[str], there: set[str]) -> float:
        whole = sum(map(self._rarity, words))
        return sum(self._rarity(w) for w in words if w in there) / whole if whole else 0.0

    def _cosine(self, theirs: Counter[str]) -> float:
        right = {w: (1 + math.log(n)) * self._rarity(w) for w, n in theirs.items()}
        dot = sum(value * right.get(word, 0.0) for word, value in self._weights.items())
        return dot / (self._size * math.hypot(*right.values()) or 1.0)


def days_apart(seed: Article, entry: Entry) -> int | None:
    """Whole days between the two, as precisely as both are known; None when one is not known to the day."""
    if not entry.published_at or not seed.published_at:
        return None
    if {entry.precision, seed.published_precision} & {"month", "year", "unknown"}:
        return None
    ours, theirs = (dt.datetime.fromisoformat(t) for t in (seed.published_at, entry.published_at))
    if "day" in (entry.precision, seed.published_precision):
        return abs((ours.date() - theirs.date()).days)
    return round(abs(ours - theirs) / dt.timedelta(days=1))


def _entry_terms(entry: Entry) -> list[str]:
    return _terms(f"{entry.title} {entry.title} {entry.summary}")


def _terms(text: str) -> list[str]:
    return [lemma for word in _WORD.findall(text) if (lemma := _lemma(word.lower())) not in _EMPTY]


@cache
def _lemma(word: str) -> str:
    from simplemma import lemmatize

    return str(lemmatize(word, lang="en"))
