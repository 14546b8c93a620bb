"""What a person said of a pair stands above what the machine says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from compare.records import Alignment, Claim, Member, Review


def reviewed_pairs(
    members: Sequence[Member], claims: Sequence[Claim], reviews: Iterable[Review]
) -> dict[frozenset[str], Review]:
    """The pairs of claim ids that the reviews speak of.

    Where an article says the same sentence twice, a review holds for both. A review whose sentences are no longer
    in the story speaks of nothing, nor does one of two claims of one outlet.
    """
    outlet = {m.article.id: m.article.outlet for m in members}
    told: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        told.setdefault((claim.article, claim.text), []).append(claim)
    found = {}
    for review in reviews:
        left = told.get((review.a_article, review.a_text), ())
        right = told.get((review.b_article, review.b_text), ())
        for a, b in product(left, right):
            if outlet[a.article] != outlet[b.article]:
                found[frozenset((a.id, b.id))] = review
    return found


def overrule(
    members: Sequence[Member],
    claims: Sequence[Claim],
    alignments: Sequence[Alignment],
    reviews: Iterable[Review],
) -> tuple[tuple[Alignment, ...], frozenset[frozenset[str]]]:
    """The alignments with the reviews applied, in their order, and the pairs (of claim ids) that were rejected.

    A rejected pair is gone; an accepted one is there, with probability 1; a note is added to a pair that is there.
    """
    order = {claim.id: number for number, claim in enumerate(claims)}
    found = {frozenset((x.a, x.b)): x for x in alignments}
    said = reviewed_pairs(members, claims, reviews)
    for pair, review in said.items():
        known = found.get(pair)
        if review.verdict == "reject":
            found.pop(pair, None)
        elif review.verdict == "accept":
            a, b = sorted(pair, key=order.__getitem__)  # claims come in the order of their articles
            relation = review.relation or (known.relation if known else "same")
            found[pair] = Alignment(a, b, 1.0, relation, decided_by="person", remark=review.note)
        elif known is not None:
            found[pair] = replace(known, remark="; ".join(filter(None, (known.remark, review.note))))
    kept = sorted(found.values(), key=lambda x: (order[x.a], order[x.b]))
    return tuple(kept), frozenset(pair for pair, review in said.items() if review.verdict == "reject")
