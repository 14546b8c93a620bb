"""Decides which of the found articles are taken as coverage of the seed's event, and says why or why not.

One article of an outlet; of several versions of it, and of its live blog, the best. What several outlets print under
one headline is kept, and told as perhaps one agency's copy: the texts decide once they are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from compare.collect.access import names_an_error
from compare.collect.score import DAYS, Alike, Scorer, days_apart, terms
from compare.collect.urls import article_id, for_phones, is_front_page, seems_article, twin
from compare.collect.versions import is_live, same_article
from compare.collect.ways import Entry, Found
from compare.records import Article, Precision, Role, surely_after

TAKE = 0.5  # score from which on an article is taken; the fit is shifted so that it lies here
ORIGINAL = "the seed's page names it as the original by its canonical link"
MAX_TAKEN = 60  # in one story, however many outlets a search finds


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
    published_precision: Precision = "unknown"


def rank(
    seed: Article,
    found: Sequence[Found],
    cited: frozenset[str],
    per_outlet: int,
    have: Mapping[str, int] | None = None,
    alike: Alike | None = None,
) -> list[Candidate]:
    """Decides on all that was found, best first; the same input gives the same order, however it came.

    ``cited`` are the outlets on whose report the seed relies; ``have`` counts the articles that the story
    has already of an outlet.
    """
    scorer = Scorer(seed, [f.entry for f in found], alike)
    rated = _each_once([(1.0 if f.cited else scorer.score(f.entry), f) for f in found], scorer)
    decided = _Decisions(seed, scorer, rated, per_outlet, have or {})
    # An outlet's article is asked before its live blog, whatever the scores.
    for score, item in sorted(rated, key=lambda r: is_live(r[1].entry.url, r[1].entry.title)):
        decided.decide(score, item)
    return [
        Candidate(
            url=item.entry.url,
            outlet=item.outlet.key,
            title=item.entry.title,
            published_at=item.entry.published_at,
            score=round(score, 3),
            taken=not why_not,
            reason=why_not or decided.why(item),
            found_by=item.by,
            role=_role(item, seed, cited),
            published_precision=_precision(item),
        )
        for score, item in rated
        for why_not in [decided.why_not[item.entry.url]]
    ]


def _role(item: Found, seed: Article, cited: frozenset[str]) -> Role:
    """What the seed links to, or an article of an outlet on whose report it relies, may be its original; no later one."""
    later = surely_after(
        (item.entry.published_at, _precision(item)), (seed.published_at, seed.published_precision)
    )
    return "cited_original" if item.cited or (item.outlet.key in cited and not later) else "coverage"


def _precision(item: Found) -> Precision:
    return item.entry.precision if item.entry.published_at else "unknown"


def _each_once(rated: Sequence[tuple[float, Found]], scorer: Scorer) -> list[tuple[float, Found]]:
    """Best first, each article once, in the best of the ways that found it and the plainest of its addresses.

    Its other addresses follow, left with the reason.
    """
    groups: dict[str, list[tuple[float, Found]]] = {}
    order = sorted(rated, key=lambda r: (-r[0], not r[1].cited, r[1].entry.url, r[1].by))
    for score, item in order:
        groups.setdefault(twin(item.entry.url), []).append((score, item))
    once = []
    for same in groups.values():
        score, best = min(same, key=lambda r: (bool(r[1].why_not) or r[0] < TAKE, -r[0], not r[1].cited))
        addresses = {f.entry.url: f for _, f in same}
        url = min(addresses, key=lambda u: (for_phones(u), len(u), u)) if not best.why_not else best.entry.url
        best = replace(best, original=any(f.original for _, f in same))
        told = best.entry
        if best.cited and not told.title:  # a link tells no headline, but a feed that lists the same may
            titles = (f.entry for _, f in same if f.entry.title and not names_an_error(f.entry.title))
            told = next(titles, told)
        once.append((score, replace(best, entry=replace(told, url=url))))
        for other, item in addresses.items():
            if article_id(other) != article_id(url):
                why = item.why_not or f"another address of {url}"
                once.append((score, replace(item, why_not=why, cited=False)))
    return sorted(once, key=lambda r: (-r[0], bool(r[1].why_not), *_likeliest(r[1], scorer), r[1].entry.url))


def _likeliest(item: Found, scorer: Scorer) -> tuple[bool, bool, float]:
    """Sorts what the seed points at of one outlet: what it is a copy of, an article before a section, the likeliest."""
    section = item.cited and not seems_article(item.entry.url)
    return not item.original, section, -scorer.score(item.entry) if item.cited else 0.0


class _Decisions:
    """Takes and leaves one article after the other, the best first."""

    def __init__(
        self,
        seed: Article,
        scorer: Scorer,
        rated: Sequence[tuple[float, Found]],
        per_outlet: int,
        have: Mapping[str, int],
    ) -> None:
        self._seed, self._scorer, self._per_outlet = seed, scorer, per_outlet
        self._count = Counter(have)
        self._taken: list[Found] = []
        self._linked: Counter[str] = Counter()  # of the outlet's, what the seed links to
        self.why_not: dict[str, str] = {}  # by URL; empty for what is taken
        self._headlines: dict[str, set[str]] = {}
        for score, item in rated:
            if score >= TAKE:
                self._headlines.setdefault(" ".join(item.entry.title.lower().split()), set()).add(
                    item.outlet.name
                )

    def decide(self, score: float, item: Found) -> None:
        """Takes ``item`` or notes why it is left."""
        reason = self._reason(score, item)
        self.why_not[item.entry.url] = reason
        if not reason:
            self._linked[item.outlet.key] += item.cited
            self._count[item.outlet.key] += 1
            self._taken.append(item)

    def _reason(self, score: float, item: Found) -> str:
        entry, outlet = item.entry, item.outlet
        if outlet.key == self._seed.outlet:
            return "the seed's own outlet"
        if item.why_not:
            return item.why_not
        if item.cited:
            # An outlet that the person gave articles of may be linked to all the same.
            if self._linked[outlet.key] < self._per_outlet:
                return ""
            return f"the seed links to it, and to {self._per_outlet} more likely one(s) of the outlet"
        if names_an_error(entry.title):
            return "its headline is that of an error page"
        if is_front_page(entry.url):
            return "its address is a site's front page, which is no article"
        if score < TAKE:
            return f"score {score:.2f} is under {TAKE}: {self._scorer.why(entry)}"
        if (apart := days_apart(self._seed, entry)) is not None and apart > DAYS:
            return f"published {apart} days from the seed"
        for other in self._taken:
            if other.outlet.key == outlet.key and same_article(terms(other.entry.title), terms(entry.title)):
                if is_live(entry.url, entry.title) and not is_live(other.entry.url, other.entry.title):
                    return f"a live blog, beside {other.entry.url}"
                return f"{_relation(other.entry, entry)} of {other.entry.url}"
        if self._count[outlet.key] >= self._per_outlet:
            kind = "a live blog, and " if is_live(entry.url, entry.title) else ""
            return f"{kind}the outlet already has {self._per_outlet} better one(s)"
        if self._count.total() >= MAX_TAKEN:
            return f"the story already has {MAX_TAKEN} better ones"
        return ""

    def why(self, item: Found) -> str:
        """Why ``item`` is taken, and what is known of its kind."""
        if item.cited:
            return ORIGINAL if item.original else "the seed links to it"
        parts = [self._scorer.why(item.entry)]
        if is_live(item.entry.url, item.entry.title):
            parts.append("a live blog")
        others = self._headlines.get(" ".join(item.entry.title.lower().split()), set()) - {item.outlet.name}
        if item.entry.title and others:
            parts.append(f"the same headline as {', '.join(sorted(others)[:3])}: perhaps one agency's copy")
        return "; ".join(parts)


def _relation(taken: Entry, other: Entry) -> str:
    """What ``other`` is to its outlet's article that is taken: both have the same headline, or nearly."""
    if taken.published_at and other.published_at and taken.published_at != other.published_at:
        return f"{'a later' if other.published_at > taken.published_at else 'an earlier'} version"
    return "another address"
