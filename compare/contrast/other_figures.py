"""Figures and dates of which not both can be right: other ones for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compare.contrast.candidate import Clash
from compare.contrast.figures import clash, count_one_thing, equal, rounded
from compare.contrast.frames import frame
from compare.contrast.quantities import told_figures
from compare.contrast.sources import SAYING
from compare.contrast.spans import listed
from compare.contrast.telling import Pair, Telling
from compare.records import Conflict, Quantity, Span

_NEAR = 0.8  # of the larger of two amounts, from which on they are likelier of one thing than the others beside them
_FAR = 0.5  # the same, below which a bare figure hardly stands for the counted one
_WHOLE = 100  # percent
_DECADE = re.compile(r"\d+s")
_TALLY = frozenset({"to", "-", "–"})  # between the two sides of a result
# Before a date that tells when: "in 2016 voters", and not "the 2016 election".
_BEFORE_DATE = listed("in on since until till by from to before after during of for and between late early")
_RANGE = frozenset({"to", "and", "or", "-", "–"})  # between the two ends of a range


def other_figures(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    """Each figure of one telling with each of the other that could be of the same thing; ``shared`` is evidence too."""
    told_a, told_b = told_figures(pair.a), told_figures(pair.b)
    # A figure that the other telling gives too, be it rounded, stands in no conflict.
    free_a = [q for q in told_a if not any(_agree(q, other) for other in told_b)]
    free_b = [q for q in told_b if not any(_agree(q, other) for other in told_a)]
    for mine in free_a:
        for theirs in free_b:
            if not clash(mine, theirs) or not (
                _answers(mine, theirs, pair.a, free_a) and _answers(theirs, mine, pair.b, free_b)
            ):
                continue
            if (
                _are_parts(mine, theirs)
                or _is_decade(mine)
                or _is_decade(theirs)
                or _is_of_another_sort(mine, theirs)
                or _is_tally(mine, pair.a) != _is_tally(theirs, pair.b)
                or not _one_event(pair, mine, theirs)
            ):
                continue
            spans = Span(mine.text, mine.start, mine.end), Span(theirs.text, theirs.start, theirs.end)
            kind: Conflict = "date" if mine.kind == "date" else "number"
            place = (pair.around(pair.a, pair.b, spans[0]) + pair.around(pair.b, pair.a, spans[1])) / 2
            weekday = mine.unit.startswith("weekday") or theirs.unit.startswith("weekday")
            near = _nearness(mine, theirs)
            alone = _rivals(mine, told_a) == 1 == _rivals(theirs, told_b)
            yield Clash(
                kind,
                *spans,
                "other-date" if kind == "date" else "other-figure",
                {
                    **shared,
                    kind: 1.0,
                    **frame(pair.a, pair.b, *spans),
                    "weekday": float(weekday),
                    "year": float(kind == "date" and len(mine.unit) == 4),
                    "place": place,
                    "alone": float(alone),
                    "of the saying": float(_of_saying(pair.a, spans[0]) or _of_saying(pair.b, spans[1])),
                    "unit": float(bool(mine.unit) and mine.unit == theirs.unit and kind == "number"),
                    "one without unit": float(kind == "number" and bool(mine.unit) != bool(theirs.unit)),
                    "money or percent": float(mine.kind in ("money", "percent")),
                    "small": float(kind == "number" and min(mine.value or 0, theirs.value or 0) <= 3),
                    "about": float(mine.approximate or theirs.approximate),
                    "near in value": near,
                    "very near": float(near >= _NEAR),
                    "alone, in the same claim": float(alone) * shared["same claim"],
                },
            )


def _are_parts(a: Quantity, b: Quantity) -> bool:
    """Whether two percentages are the two parts of one whole: paid are "77 percent", cut "23 percent"."""
    return a.kind == b.kind == "percent" and (a.value or 0) + (b.value or 0) == _WHOLE


def _is_decade(quantity: Quantity) -> bool:
    """Whether it is no one figure: "in her late 30s"."""
    return quantity.kind == "number" and bool(_DECADE.fullmatch(quantity.text))


def _is_of_another_sort(a: Quantity, b: Quantity) -> bool:
    """Whether one counts something and the other, far from it, nothing that is named: "one eyewitness" and "Cole, 37"."""
    return a.kind == b.kind == "number" and bool(a.unit) != bool(b.unit) and _nearness(a, b) < _FAR


def _is_tally(quantity: Quantity, telling: Telling) -> bool:
    """Whether it is one side of a result: "264-161", "251 to 174"."""
    if quantity.kind != "number" or quantity.unit:
        return False
    text, start = telling.claim.text, telling.claim.start
    for other in telling.claim.quantities:
        low, high = sorted((quantity, other), key=lambda q: q.start)
        between = text[low.end - start : high.start - start].strip()
        if other is not quantity and other.kind == "number" and between in _TALLY:
            return True
    return False


def _one_event(pair: Pair, a: Quantity, b: Quantity) -> bool:
    """Whether neither date stands before the noun that it belongs to, "the 2016 election", or both before the same."""
    nouns = [_dated(t, q) for t, q in ((pair.a, a), (pair.b, b))]
    return nouns[0] == nouns[1]


def _dated(telling: Telling, date: Quantity) -> str | None:
    """What a date stands before as one of its words does: the election of "the 2016 election"."""
    if date.kind != "date" or date.unit.startswith("weekday"):
        return None
    inside = telling.within(Span(date.text, date.start, date.end))
    if not inside or inside[-1] + 1 >= len(telling.words):
        return None
    before = telling.words[inside[0] - 1] if inside[0] else None
    after = telling.words[inside[-1] + 1]
    start = telling.claim.start
    glued = telling.claim.text[date.end - start : after.span.start - start] == " "
    if before is None or not glued or not after.content or after.capital or before.lower in _BEFORE_DATE:
        return None
    return after.lemma


def _rivals(quantity: Quantity, others: Sequence[Quantity]) -> int:
    return sum(q.kind == quantity.kind for q in others)


def _answers(mine: Quantity, theirs: Quantity, telling: Telling, free: Sequence[Quantity]) -> bool:
    """Whether ``mine`` is the figure of ``telling`` that answers to ``theirs``.

    With two figures for the same thing in a sentence that is not certain, but for amounts of money that lie near each
    other and are no ends of a range.
    """
    if mine.kind == "date" or not mine.unit:
        return True
    rivals = [q for q in free if q is not mine and q.kind == mine.kind and q.unit == mine.unit]
    if not rivals:
        return True
    near = _nearness(mine, theirs)
    text, start = telling.claim.text, telling.claim.start
    ends = (sorted((mine, q), key=lambda x: x.start) for q in rivals)
    ranged = any(text[low.end - start : high.start - start].strip() in _RANGE for low, high in ends)
    return (
        mine.kind == "money"
        and near >= _NEAR
        and not ranged
        and all(_nearness(q, theirs) < near for q in rivals)
    )


def _agree(a: Quantity, b: Quantity) -> bool:
    return (
        a.kind == b.kind
        and (not a.unit or not b.unit or a.kind == "date" or a.unit == b.unit or count_one_thing(a, b))
        and (equal(a, b) or rounded(a, b))
    )


def _of_saying(telling: Telling, span: Span) -> bool:
    """Whether a date stands next to a verb of saying: it dates what was said, or the report."""
    inside = telling.within(span)
    near = telling.words[max(0, inside[0] - 3) : inside[-1] + 3] if inside else ()
    return any(
        w.lower in SAYING or w.lemma in ("release", "publish", "post", "report", "issue") for w in near
    )


def _nearness(a: Quantity, b: Quantity) -> float:
    if not a.value or not b.value:
        return 0.0
    return min(a.value, b.value) / max(a.value, b.value)
