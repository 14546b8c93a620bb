"""Groups: one claim as told by up to as many outlets as there are.

Pairs are joined from the surest down (average linkage): two groups become one only when their claims are, on
average over all pairs between them, likely the same. One sure pair cannot chain unlike claims together.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence

from compare.configured import Outlet
from compare.match.independence import collapsed, origins
from compare.records import Alignment, Claim, Group, Member, digest


def group(
    story: str,
    members: Sequence[Member],
    claims: Sequence[Claim],
    alignments: Sequence[Alignment],
    outlets: Sequence[Outlet],
    cut: float,
    apart: Collection[frozenset[str]] = (),
) -> tuple[Group, ...]:
    """The groups of a story, those told by most outlets first, then in the order of telling.

    ``outlets`` say who owns what and which of them are agencies. Outlets under one owner, articles that repeat
    another's text, and an agency's copy count once in ``independent_outlets``; ``collapsed`` says which. ``cut`` is the
    least mean probability within a group; a pair that was not aligned counts as 0. Two claims
    that are ``apart`` share no group, whatever others say.
    """
    order = {claim.id: i for i, claim in enumerate(claims)}
    of_claim = {claim.id: claim for claim in claims}
    by_article = {m.article.id: m for m in members}
    origin = origins(members, outlets)
    groups = []
    for ids in clusters({c.id: c.article for c in claims}, alignments, cut, apart):
        told = sorted(ids, key=order.__getitem__)
        articles = [by_article[of_claim[c].article] for c in told]
        telling = tuple(dict.fromkeys(m.article.outlet for m in articles))
        if len(telling) < 2:
            continue
        independent, why = collapsed(articles, origin)
        first = _first(articles)
        groups.append(
            Group(
                id=digest(story, *told),
                claims=tuple(told),
                outlets=telling,
                independent_outlets=independent,
                first_article=first.article.id if first else None,
                first_at=first.article.published_at if first else None,
                collapsed=why,
            )
        )
    return tuple(sorted(groups, key=lambda g: (-g.independent_outlets, -len(g.outlets), order[g.claims[0]])))


def clusters(
    article_of: Mapping[str, str],
    alignments: Sequence[Alignment],
    cut: float,
    apart: Collection[frozenset[str]] = (),
) -> list[tuple[str, ...]]:
    """Groups of at least two claims; pairs of claims of one article do not count in the mean."""
    members: dict[int, tuple[str, ...]] = {}
    number: dict[str, int] = {}
    for claim in sorted({c for x in alignments for c in (x.a, x.b)}):
        number[claim] = len(members)
        members[len(members)] = (claim,)
    weight: dict[int, dict[int, float]] = {k: {} for k in members}
    for pair in alignments:
        a, b = number[pair.a], number[pair.b]
        weight[a][b] = weight[b][a] = pair.probability
    barred: dict[int, set[int]] = {k: set() for k in members}
    for first, second in (sorted(pair) for pair in apart):
        if first in number and second in number:
            barred[number[first]].add(number[second])
            barred[number[second]].add(number[first])

    def mean(x: int, y: int) -> float:
        across = sum(article_of[i] != article_of[j] for i in members[x] for j in members[y])
        return weight[x][y] / across if across else 0.0

    heap = [(-p, a, b) for a, row in weight.items() for b, p in row.items() if a < b and p >= cut]
    heapq.heapify(heap)
    fresh = len(members)
    while heap:
        _, x, y = heapq.heappop(heap)
        if x not in members or y not in members or y in barred[x]:
            continue
        joined = weight.pop(x)
        for other, p in weight.pop(y).items():
            joined[other] = joined.get(other, 0.0) + p
        del joined[x], joined[y]
        members[fresh] = tuple(sorted(members.pop(x) + members.pop(y)))
        weight[fresh] = joined
        barred[fresh] = barred[x] | barred[y]
        for other in barred[fresh]:
            barred[other].add(fresh)
        for other, p in joined.items():
            links = weight[other]
            links.pop(x, None)
            links.pop(y, None)
            links[fresh] = p
        for other in sorted(joined):
            linked = mean(fresh, other)
            if linked >= cut:
                heapq.heappush(heap, (-linked, other, fresh))
        fresh += 1
    return sorted(claims for claims in members.values() if len(claims) > 1)


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
    # "10:00" to the minute may be later than 10:00:30: within one minute nobody is told to be first.
    if len(times) > 1 and times[0][0][:16] == times[1][0][:16]:
        return None
    return next(m for m in known if m.article.id == times[0][1])
