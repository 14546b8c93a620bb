"""Figures, amounts and dates: in one telling only, rounded, or other ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compare.contrast.spans import nothing
from compare.records import Claim, Conflict, Difference, Quantity, Span

ROUNDING = 0.05  # relative difference that "about", "nearly" or a rounder figure may hide


def quantities(a: Claim, b: Claim) -> Iterator[Difference]:
    """One difference for each figure without an equal on the other side.

    Rules: figure-only-one-side, figure-rounded, figure-differs.
    """
    rest_a = [q for q in a.quantities if not any(_equal(q, other) for other in b.quantities)]
    rest_b = [q for q in b.quantities if not any(_equal(q, other) for other in a.quantities)]
    for quantity in list(rest_a):
        other = next((q for q in rest_b if _comparable(quantity, q)), None)
        if other is None:
            continue
        rest_a.remove(quantity)
        rest_b.remove(other)
        rounded = _rounded(quantity, other)
        yield Difference(
            "number",
            _span(quantity),
            _span(other),
            "figure-rounded" if rounded else "figure-differs",
            f"{quantity.text} and {other.text}",
        )
    for quantity in rest_a:
        yield Difference("number", _span(quantity), nothing(b), "figure-only-one-side", f"only one gives {quantity.text}")  # fmt: skip
    for quantity in rest_b:
        yield Difference("number", nothing(a), _span(quantity), "figure-only-one-side", f"only one gives {quantity.text}")  # fmt: skip


def figure_conflict(a: Claim, b: Claim, differences: Sequence[Difference]) -> Conflict | None:
    """``number`` or ``date`` when each telling gives one figure of its kind, and the two cannot both be right.

    With two figures of a kind in a sentence it is not certain which of them answers to which.
    """
    for difference in differences:
        if difference.rule != "figure-differs":
            continue
        ours = next(q for q in a.quantities if q.start == difference.a.start)
        theirs = next(q for q in b.quantities if q.start == difference.b.start)
        if _of_kind(ours, a.quantities) == 1 == _of_kind(theirs, b.quantities) and ours.unit and theirs.unit:
            return "date" if ours.kind == "date" else "number"
    return None


def _equal(a: Quantity, b: Quantity) -> bool:
    if a.kind == "date" or b.kind == "date":
        return a.kind == b.kind and _same_date(a.unit, b.unit)
    return (
        a.value == b.value
        and a.approximate == b.approximate
        and (a.unit == b.unit or not a.unit or not b.unit)
    )


def _same_date(a: str, b: str) -> bool:
    """Whether one of two ISO dates says the other, as ``--12-18`` and ``2025-12`` say ``2025-12-18``."""
    shorter, longer = sorted((a.lstrip("-"), b.lstrip("-")), key=len)
    return longer.endswith(shorter) if a.startswith("-") or b.startswith("-") else longer.startswith(shorter)


def _comparable(a: Quantity, b: Quantity) -> bool:
    if a.kind != b.kind:
        return False
    if a.kind == "date":
        return a.unit.split(":")[0] == b.unit.split(":")[0] if ":" in a.unit + b.unit else True
    return a.unit == b.unit


def _rounded(a: Quantity, b: Quantity) -> bool:
    if a.value is None or b.value is None:
        return False
    if a.value == b.value:
        return True
    larger = max(abs(a.value), abs(b.value))
    return (a.approximate or b.approximate or _round(a) or _round(b)) and abs(
        a.value - b.value
    ) <= ROUNDING * larger


def _round(quantity: Quantity) -> bool:
    value = quantity.value or 0.0
    return value >= 100 and value % 10 ** (len(str(int(value))) - 2) == 0


def _of_kind(quantity: Quantity, all_of_them: Sequence[Quantity]) -> int:
    return sum(1 for q in all_of_them if _comparable(q, quantity))


def _span(quantity: Quantity) -> Span:
    return Span(quantity.text, quantity.start, quantity.end)
