"""What stands around a figure in each of two tellings: whether it is said of the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from compare.contrast.spans import PARTING
from compare.contrast.telling import Telling
from compare.records import Span


def frame(a: Telling, b: Telling, at: Span, there: Span) -> dict[str, float]:
    """How alike the clauses around a span of ``a`` and around one of ``b`` are, as evidence."""
    inside_a, inside_b = a.within(at), b.within(there)
    if not inside_a or not inside_b:
        return {}
    clause_a, clause_b = _clause(a, inside_a), _clause(b, inside_b)
    before_a, before_b = _before(a, inside_a), _before(b, inside_b)
    return {
        "clause": len(clause_a & clause_b) / max(min(len(clause_a), len(clause_b)), 1),
        "same word before": float(before_a is not None and before_a == before_b),
    }


def _before(side: Telling, inside: Sequence[int]) -> str | None:
    """The last word of content before a span: what governs it, as "ends" does in "ends in 2018"."""
    return next((w.lemma for w in reversed(side.words[: inside[0]]) if w.content), None)


def _clause(side: Telling, inside: Sequence[int]) -> frozenset[str]:
    """The words of content between the signs that part clauses."""
    first, last = inside[0], inside[-1]
    while first > 0 and not _is_parted(side, first - 1):
        first -= 1
    while last + 1 < len(side.words) and not _is_parted(side, last):
        last += 1
    return frozenset(w.lemma for w in side.words[first : last + 1] if w.content)


def _is_parted(side: Telling, index: int) -> bool:
    """Whether a sign stands between a word and the next."""
    start = side.claim.start
    between = side.claim.text[side.words[index].span.end - start : side.words[index + 1].span.start - start]
    return not PARTING.isdisjoint(between)
