"""Figures, amounts and dates: in one telling only, rounded, or other ones."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.figures import comparable, equal, rounded, within_bounds
from compare.contrast.spans import listed, nothing
from compare.contrast.telling import Pair, Telling
from compare.records import Difference, Quantity, Span

_VAGUE = listed(
    "several many dozens thousands hundreds millions some few numerous multiple various couple handful most group"
)
_WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow")
_WHEN = listed("week month year weekend day earlier recently recent last morning evening night ago next")


def quantities(pair: Pair) -> Iterator[Candidate]:
    """One candidate for each figure without an equal on the other side.

    Rules: figure-only-one-side, figure-rounded, figure-differs.
    """
    a, b = pair.a.claim, pair.b.claim
    rest_a = [q for q in a.quantities if not any(equal(q, other) for other in b.quantities)]
    rest_b = [q for q in b.quantities if not any(equal(q, other) for other in a.quantities)]
    for quantity in list(rest_a):
        other = max(
            (q for q in rest_b if comparable(quantity, q)),
            key=lambda q: (_place(pair, quantity, q), -q.start),
            default=None,
        )
        if other is None:
            continue
        rest_a.remove(quantity)
        rest_b.remove(other)
        near = rounded(quantity, other) or within_bounds(quantity, other)
        rule = "figure-rounded" if near else "figure-differs"
        place = _place(pair, quantity, other)
        evidence = _evidence(pair, pair.a, pair.b, quantity)
        evidence |= {rule: 1.0, "same place": place, f"{rule} in {_sort(quantity)}": 1.0}
        evidence["unit and place"] = float(bool(quantity.unit)) * place
        yield Candidate(
            Difference("number", _span(quantity), _span(other), rule, f"{quantity.text} and {other.text}"),
            evidence,
        )
    for side, other_side, rest in ((pair.a, pair.b, rest_a), (pair.b, pair.a, rest_b)):
        for quantity in rest:
            spans = _span(quantity), nothing(other_side.claim)
            here, there = spans if side is pair.a else spans[::-1]
            yield Candidate(
                Difference("number", here, there, "figure-only-one-side", f"only one gives {quantity.text}"),
                _evidence(pair, side, other_side, quantity),
            )


def _place(pair: Pair, a: Quantity, b: Quantity) -> float:
    """How far the words around two figures are the same: the figures then are of one thing."""
    return (pair.around(pair.a, pair.b, _span(a)) + pair.around(pair.b, pair.a, _span(b))) / 2


def _sort(quantity: Quantity) -> str:
    if quantity.kind != "date":
        return quantity.kind
    return "weekday" if set(quantity.text.lower().split()) & _WEEKDAYS else "date"


def _evidence(pair: Pair, side: Telling, other: Telling, quantity: Quantity) -> dict[str, float]:
    words = set(quantity.text.lower().replace(".", "").split())
    day = quantity.kind == "date" and bool(words & _WEEKDAYS)
    small = quantity.kind == "number" and (quantity.value or 0) <= 3
    at = side.within(_span(quantity))
    lower = [w.lower for w in other.words]
    in_quote = any(q.start <= quantity.start < q.end for q in side.claim.quotations)
    return {
        "weekday": float(day),
        "date": float(quantity.kind == "date" and not day),
        "year": float(quantity.kind == "date" and words <= set(quantity.unit.split("-"))),
        "money": float(quantity.kind == "money"),
        "percent": float(quantity.kind == "percent"),
        "ordinal": float(quantity.kind == "ordinal"),
        "number": float(quantity.kind == "number"),
        "small": float(small),
        "one": float(quantity.value == 1),
        "first": float(quantity.kind == "ordinal" and quantity.value == 1),
        "in name": float(_in_name(side, at)),
        "no figure there": float(not other.claim.quantities),
        "number, no figure there": float(
            quantity.kind == "number" and not small and not other.claim.quantities
        ),
        "big": float(quantity.kind in ("number", "money") and (quantity.value or 0) >= 10),
        "no unit": float(quantity.kind == "number" and not quantity.unit),
        "duration": float(quantity.unit in ("day", "week", "month", "year", "hour", "minute", "o'clock")),
        "in quote": float(in_quote),
        "around": pair.around(side, other, _span(quantity)),
        "unit shared": float(bool(quantity.unit) and quantity.unit in other.all_lemmas),
        "other vague": float(bool(_VAGUE & set(lower))),
        "other when": float(bool(_WHEN & set(lower)) and quantity.kind == "date"),
        "other has figures": float(bool(other.claim.quantities)),
        "other dated": float(any(q.kind == "date" for q in other.claim.quantities)),
        "one of many": 1.0 / max(len(side.claim.quantities), 1),
        "early": float(bool(at) and at[0] < 10),
        "other quoted": float(other.quoted_share > 0.5),
        "of its length": min(len(other.words) / max(len(side.words), 1), 2.0),
    }


def _in_name(side: Telling, at: list[int]) -> bool:
    """Whether the figure belongs to what follows or stands before it: "the 2016 election", "Title 42"."""
    if not at:
        return False
    after = side.words[at[-1] + 1] if at[-1] + 1 < len(side.words) else None
    before = side.words[at[0] - 1] if at[0] else None
    return bool(after and after.content and len(at) == 1) or bool(before and before.capital)


def _span(quantity: Quantity) -> Span:
    return Span(quantity.text, quantity.start, quantity.end)
