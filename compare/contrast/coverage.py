"""Whether each outlet tells each group's claim, in four states.

``absent`` is said only of an outlet whose whole article was read: what was cut off, stands behind a wall or did
not load may well tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compare.records import Alignment, Claim, Coverage, CoverageState, Group, Member


def coverage(
    members: Sequence[Member],
    groups: Sequence[Group],
    claims: Mapping[str, Claim],
    alignments: Sequence[Alignment] = (),
) -> tuple[Coverage, ...]:
    """One entry for each group and outlet; outlets in the order of ``members``.

    An outlet outside the group whose claim is aligned with one of the group's tells it too, if only in part.
    """
    accesses: dict[str, set[str]] = {}
    outlet_of = {}
    for member in members:
        outlet_of[member.article.id] = member.article.outlet
        accesses.setdefault(member.article.outlet, set()).add(
            member.article.access if member.article.comparable else "failed"
        )
    aligned: dict[str, list[tuple[float, str]]] = {}
    for pair in alignments:
        aligned.setdefault(pair.a, []).append((-pair.probability, pair.b))
        aligned.setdefault(pair.b, []).append((-pair.probability, pair.a))
    entries = []
    for group in groups:
        near = sorted(pair for claim in group.claims for pair in aligned.get(claim, ()))
        teller: dict[str, str] = {}
        for claim in (*group.claims, *(claim for _, claim in near)):
            teller.setdefault(outlet_of[claims[claim].article], claim)
        for outlet, access in accesses.items():
            claim_id = teller.get(outlet)
            entries.append(Coverage(group.id, outlet, "present" if claim_id else _silent(access), claim_id))
    return tuple(entries)


def _silent(accesses: set[str]) -> CoverageState:
    if "partial" in accesses:
        return "unknown"
    # With one of two articles unread, its claim may stand in that one.
    if "failed" in accesses:
        return "unknown" if "full" in accesses else "not_retrieved"
    return "absent"
