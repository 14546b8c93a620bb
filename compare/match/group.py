"""Groups: one claim as told by up to as many outlets as there are.

Pairs are joined from the surest down (average linkage): two groups become one only when their claims are, on
average over all pairs between them, likely the same. One sure pair cannot chain unlike claims together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compare.records import Alignment, Claim, Group, Member, digest

JOIN = 0.24  # mean probability between two groups; pairs that were not aligned count as 0


def group(
    story: str,
    members: Sequence[Member],
    claims: Sequence[Claim],
    alignments: Sequence[Alignment],
    owners: Mapping[str, str],
) -> tuple[Group, ...]:
    """The groups of a story, those told by most outlets first, then in the order of telling.

    ``owners`` maps an outlet to its owner where one is known. Outlets under one owner, and articles that repeat
    another's text, count once in ``independent_outlets``.
    """
    order = {claim.id: i for i, claim in enumerate(claims)}
    of_claim = {claim.id: claim for claim in claims}
    by_article = {m.article.id: m for m in members}
    groups = []
    for ids in _clusters(alignments):
        told = sorted(ids, key=order.__getitem__)
        articles = [by_article[of_claim[c].article] for c in told]
        outlets = tuple(dict.fromkeys(m.article.outlet for m in articles))
        if len(outlets) < 2:
            continue
        first = _first(articles)
        groups.append(
            Group(
                id=digest(story, *told),
                claims=tuple(told),
                outlets=outlets,
                independent_outlets=_independent(articles, by_article, owners),
                first_article=first.article.id if first else None,
                first_at=first.article.published_at if first else None,
            )
        )
    return tuple(sorted(groups, key=lambda g: (-g.independent_outlets, -len(g.outlets), order[g.claims[0]])))


def _clusters(alignments: Sequence[Alignment]) -> list[frozenset[str]]:
    similarity: dict[str, dict[str, float]] = {}
    for x in alignments:
        similarity.setdefault(x.a, {})[x.b] = x.probability
        similarity.setdefault(x.b, {})[x.a] = x.probability
    cluster = {claim: frozenset([claim]) for claim in similarity}
    # Several rounds: a merge can make another, refused before, likely enough.
    while True:
        joined = False
        for x in sorted(alignments, key=lambda x: (-x.probability, x.a, x.b)):
            left, right = cluster[x.a], cluster[x.b]
            if left is right:
                continue
            mean = sum(similarity[a].get(b, 0) for a in left for b in right) / (len(left) * len(right))
            if mean >= JOIN:
                joined = True
                for claim in (union := left | right):
                    cluster[claim] = union
        if not joined:
            return sorted({c for c in cluster.values() if len(c) > 1}, key=sorted)


def _independent(
    articles: Sequence[Member], by_article: Mapping[str, Member], owners: Mapping[str, str]
) -> int:
    sources = set()
    for member in articles:
        original = by_article.get(member.same_text_as or "", member)
        outlet = original.article.outlet
        sources.add(owners.get(outlet) or outlet)
    return len(sources)


def _first(articles: Sequence[Member]) -> Member | None:
    """Who reported first; None unless every telling has a publication time to the minute and one is first."""
    known = [
        m
        for m in articles
        if m.article.published_precision in ("second", "minute") and m.article.published_at
    ]
    if len(known) < len(articles):
        return None
    times = sorted({(m.article.published_at or "", m.article.id) for m in known})
    if len(times) > 1 and times[0][0] == times[1][0]:
        return None
    return next(m for m in known if m.article.id == times[0][1])
