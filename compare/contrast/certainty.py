"""How surely it is told. Hedges inside a quotation belong to the speaker and are left out."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.spans import covering, inside
from compare.records import Claim, Difference, Span


def certainty(a: Claim, b: Claim) -> Iterator[Difference]:
    """At most one difference. Rules: hedge-only-one-side, denied-only-one-side."""
    hedges_a, hedges_b = _own_hedges(a), _own_hedges(b)
    level_a = a.certainty if hedges_a or a.certainty == "denied" else "flat"
    level_b = b.certainty if hedges_b or b.certainty == "denied" else "flat"
    if level_a == level_b:
        return
    rule = "denied-only-one-side" if "denied" in (level_a, level_b) else "hedge-only-one-side"
    if rule == "hedge-only-one-side" and "flat" not in (level_a, level_b):
        rule = "hedges-of-other-strength"
    yield Difference(
        "certainty", covering(a, hedges_a), covering(b, hedges_b), rule, f"told as {level_a} and as {level_b}"
    )


def _own_hedges(claim: Claim) -> list[Span]:
    return [hedge for hedge in claim.hedges if not inside(hedge, claim.quotations)]
