"""Whether two tellings can both be true: other figures or dates, other names or places, an affirmation denied.

Like the differences, a conflict is proposed by a rule and told by the weight of what speaks for it; the conflict of a
pair is its weightiest. A rounding is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.contrast.figures import clash, equal, rounded
from compare.contrast.opposites import are_opposite
from compare.contrast.quantities import told_figures
from compare.contrast.renamed import renamed
from compare.contrast.sources import SAYING
from compare.contrast.spans import listed, nothing
from compare.contrast.telling import DENIED, Pair, Telling, Word, is_known
from compare.records import Conflict, Quantity, Span

NEGATIONS = listed(
    "not no never neither nor none nothing nobody without unless cannot can't won't didn't doesn't don't isn't"
)
# With the word behind it, it negates nothing: "nothing but praise", "not only".
_NO_NEGATION = frozenset({("nothing", "but"), ("not", "only"), ("no", "doubt"), ("no", "matter")})
_DENIED_BEFORE = 2  # words between a negation and the denial that it undoes: "did not deny"
_NEGATED = ("n't",)
MOSTLY = 0.6  # of the words that are denied, from which on the other telling says just that
_NEGATED_REACH = 5  # words behind a negation that it negates
_NEAR = 0.8  # of the larger of two amounts, from which on they are likelier of one thing than the others beside them
_RANGE = frozenset({"to", "and", "or", "-", "–"})  # between the two ends of a range
_CONDITIONS = listed("if unless whether until till")
_CLAUSE_END = re.compile(r"[,;:—–]|\b(?:then|but)\b")
_SHORTEST_BUILT_IN = 7  # letters: shorter ones are "until", "under", "unit"
_DENIALS = listed(
    "deny dispute reject refute contradict disagree debunk false falsely untrue wrong fail refuse decline"
)


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot both be so, where it stands in each telling, by which rule, and the evidence."""

    kind: Conflict
    a: Span
    b: Span
    rule: str
    evidence: dict[str, float]


def clashes(pair: Pair, same: bool) -> Iterator[Clash]:
    """All that could be a conflict; ``same`` says that the two make the very same claim."""
    shared = {"same claim": float(same)}
    yield from _figures(pair, shared)
    yield from _negation(pair, shared)
    yield from _names(pair, shared)
    yield from _opposites(pair, shared)


def _figures(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
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
            spans = Span(mine.text, mine.start, mine.end), Span(theirs.text, theirs.start, theirs.end)
            kind: Conflict = "date" if mine.kind == "date" else "number"
            place = (pair.around(pair.a, pair.b, spans[0]) + pair.around(pair.b, pair.a, spans[1])) / 2
            weekday = mine.unit.startswith("weekday") or theirs.unit.startswith("weekday")
            alone = _rivals(mine, told_a) == 1 == _rivals(theirs, told_b)
            yield Clash(
                kind,
                *spans,
                "other-date" if kind == "date" else "other-figure",
                {
                    **shared,
                    kind: 1.0,
                    "weekday": float(weekday),
                    "year": float(kind == "date" and len(mine.unit) == 4),
                    "place": place,
                    "place squared": place * place,
                    "alone": float(alone),
                    "of the saying": float(_of_saying(pair.a, spans[0]) or _of_saying(pair.b, spans[1])),
                    "both of the saying": float(
                        _of_saying(pair.a, spans[0]) and _of_saying(pair.b, spans[1])
                    ),
                    "weekday, alone, same": float(weekday and alone) * shared["same claim"],
                    "unit, alone, same": float(bool(mine.unit) and alone and kind == "number")
                    * shared["same claim"],
                    "unit": float(bool(mine.unit) and mine.unit == theirs.unit and kind == "number"),
                    "money or percent": float(mine.kind in ("money", "percent")),
                    "ordinal": float(mine.kind == "ordinal"),
                    "small": float(kind == "number" and min(mine.value or 0, theirs.value or 0) <= 3),
                    "about": float(mine.approximate or theirs.approximate),
                    "near in value": _nearness(mine, theirs),
                    "alone, in the same claim": float(alone) * shared["same claim"],
                },
            )


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
        and (not a.unit or not b.unit or a.kind == "date" or a.unit == b.unit)
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


def _negation(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if _built_in(other, side):
            continue
        own = pair.only_in(side)
        negated_there = {w.lemma for word in _negations(other) for w in _scope(other, word)}
        for word in (w for w in _negations(side) if w.span in own):
            scope = _scope(side, word)
            if not scope or any(w.lemma in negated_there for w in scope):
                continue
            met = [w for w in scope if w.lemma in other.all_lemmas]
            # Of what is denied the deed says more than the name: "suggested", and not who did.
            deed = next((w for w in met if not w.capital), met[0]).lemma if met else None
            there = next((w.span for w in other.words if w.lemma == deed), nothing(other.claim))
            if _is_condition(side, word.span) and not (met and _is_condition(other, there)):
                continue
            a, b = (word.span, there) if side is pair.a else (there, word.span)
            yield Clash(
                "polarity",
                a,
                b,
                "denied-by-one",
                {
                    **shared,
                    "polarity": 1.0,
                    "negated word met": float(scope[0] in met),
                    # Of "no boats were found" and "not abated" the deed is what the other telling must have.
                    "deed met": float(
                        all(w in met for w in scope[: 2 if word.lower in ("no", "none") else 1])
                    ),
                    "negated words met": len(met) / len(scope),
                    "denial": float(word.lemma in _DENIALS),
                    "denial, words met": float(word.lemma in _DENIALS) * len(met) / len(scope),
                    "outright": float(
                        word.lemma == "deny"
                        and side.claim.certainty == "denied" != other.claim.certainty
                        and len(met) >= MOSTLY * len(scope)
                    ),
                    "around met": pair.around(side, other, word.span),
                    "polarity in one sentence": pair.likeness**2,
                },
            )


def _scope(telling: Telling, negation: Word) -> list[Word]:
    """The words of content that a negation negates, as far as their order tells: the next few."""
    return telling.behind(negation.span, DENIED if negation.lemma in _DENIALS else _NEGATED_REACH)


def _negations(telling: Telling) -> list[Word]:
    """The words that negate; of "neither … nor" the first, and of a denial that is itself negated the negation."""
    words = telling.words
    found: list[int] = []
    last = -_DENIED_BEFORE - 1
    for at, word in enumerate(words):
        following = words[at + 1].lower if at + 1 < len(words) else ""
        if (word.lower, following) in _NO_NEGATION or (
            word.lower == "not" and following.endswith("ly") and not at
        ):
            continue  # "nothing but praise"; "Not surprisingly, it fell"
        if word.lower == "nor" and any(words[i].lower == "neither" for i in found):
            last = at
            continue
        if word.lemma in _DENIALS and at - last <= _DENIED_BEFORE:
            continue
        if word.lower in NEGATIONS or word.lower.endswith(_NEGATED) or word.lemma in _DENIALS:
            found.append(at)
            last = at
    return [words[at] for at in found]


def _is_condition(telling: Telling, span: Span) -> bool:
    """Whether a word stands in a clause that asserts nothing: "strike if shifts are not paid", "unless", "until"."""
    at = telling.within(span)[-1]
    opens = [w for w in telling.words[: at + 1] if w.lower in _CONDITIONS]
    start = telling.claim.start
    return bool(opens) and not _CLAUSE_END.search(
        telling.claim.text[opens[-1].span.end - start : span.start - start]
    )


def _built_in(telling: Telling, other: Telling) -> list[Word]:
    """Words that negate by their beginning, where the other telling has not the same: "unpenalised", "unknown"."""
    return [
        w
        for w in telling.words
        if w.lower.startswith("un")
        and len(w.lower) >= _SHORTEST_BUILT_IN
        and w.lemma not in other.all_lemmas
        and (is_known(w.lower[2:]) or is_known(w.lemma[2:]))
    ]


def _names(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    for names in renamed(pair):
        kind: Conflict = "place" if names.place else "actor"
        around = (pair.around(pair.a, pair.b, names.a) + pair.around(pair.b, pair.a, names.b)) / 2
        yield Clash(
            kind,
            names.a,
            names.b,
            "other-place" if names.place else "other-agent",
            {
                **shared,
                "name": 1.0,
                kind: 1.0,
                "name place": around,
                "name in one sentence": pair.likeness**2,
            },
        )


def _opposites(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    """Opposite words of which neither telling has the other's: "rose" and "fell"."""
    only_a, only_b = pair.only_in(pair.a), pair.only_in(pair.b)
    for mine in (w for w in pair.a.words if w.span in only_a and w.lemma not in pair.b.all_lemmas):
        for theirs in (w for w in pair.b.words if w.span in only_b and w.lemma not in pair.a.all_lemmas):
            if are_opposite(mine, theirs):
                around = pair.around(pair.a, pair.b, mine.span) + pair.around(pair.b, pair.a, theirs.span)
                yield Clash(
                    "other",
                    mine.span,
                    theirs.span,
                    "opposite-words",
                    {
                        **shared,
                        "opposite": 1.0,
                        "opposite place": around / 2,
                        "opposite in one sentence": pair.likeness**2,
                        "opposite, same": shared["same claim"],
                        "opposite quoted": float(mine.quoted or theirs.quoted),
                        # With another subject too, both may be so: "fuel rose", "fish fell".
                        "alone": float(pair.edits == 1),
                    },
                )
