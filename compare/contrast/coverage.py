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

    Of an outlet outside the group whose claim is matched with one of the group's, but not surely enough to join it,
    nothing is certain: ``unknown``, with that claim.
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
        teller, perhaps = (
            _first(found, claims, outlet_of) for found in (group.claims, [claim for _, claim in near])
        )
        for outlet, access in accesses.items():
            if outlet in teller:
                entries.append(Coverage(group.id, outlet, "present", teller[outlet]))
            elif outlet in perhaps:
                entries.append(Coverage(group.id, outlet, "unknown", perhaps[outlet]))
            else:
                entries.append(Coverage(group.id, outlet, _silent(access), None))
    return tuple(entries)


def _first(found: Sequence[str], claims: Mapping[str, Claim], outlet_of: Mapping[str, str]) -> dict[str, str]:
    """The first claim of each outlet."""
    first: dict[str, str] = {}
    for claim in found:
        first.setdefault(outlet_of[claims[claim].article], claim)
    return first


def _silent(accesses: set[str]) -> CoverageState:
    if "partial" in accesses:
        return "unknown"
    # With one of two articles unread, its claim may stand in that one.
    if "failed" in accesses:
        return "unknown" if "full" in accesses else "not_retrieved"
    return "absent"
