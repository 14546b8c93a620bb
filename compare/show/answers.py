"""Short answers to what every reader asks of a story: who, where, how, what became of it, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from statistics import median

from compare.show import words
from compare.show.figures_model import Overlap
from compare.show.model import (
    Answer,
    Card,
    DerivationView,
    DifferenceView,
    KindView,
    Lone,
    Point,
    SourceView,
    Step,
)
from compare.show.summary import counted, echoed, named, retold
from compare.show.visible import shortened

_SAID = 70  # characters of an example's words
_POINTS = 5  # examples in an answer
_PER_RETELLING = 3
_IN = {
    "number": "figures or dates",
    "actor": "who acts",
    "attribution": "the source",
    "certainty": "certainty",
    "quote": "quotation",
    "wording": "charged words",
}
# kind -> what is said of outlets that lack the words which another outlet has
_LACKING = {
    "attribution": "No source, where another outlet names one",
    "certainty": "No hedge, where another outlet has one",
}


def answers(
    claims: Sequence[Card],
    possible: Sequence[Card],
    kinds: Sequence[KindView],
    lone: Sequence[Lone],
    derivations: Sequence[DerivationView],
    overlaps: Sequence[Overlap],
    sources: Sequence[SourceView],
) -> tuple[Answer, ...]:
    """An answer to each question, also where it is that nothing was found."""
    return (
        _who(claims, lone, overlaps, sources),
        _conflicts(claims, possible),
        _words(claims, kinds),
        _retold(derivations),
        _sure(claims, possible),
    )


def _who(
    claims: Sequence[Card], lone: Sequence[Lone], overlaps: Sequence[Overlap], sources: Sequence[SourceView]
) -> Answer:
    question = "Who tells what?"
    if not claims:
        return Answer(question, "lone" if lone else "", "No claim was found in more than one outlet.")
    said = [counted(claims)]
    whole = [card.independent for card in claims if len(card.outlets) == len(overlaps)]
    if whole and len(overlaps) > 2:
        said[0] += f", {len(whole)} of them by all {len(overlaps)}"
        if min(whole) < len(overlaps):
            said[0] += f" (of which {min(whole)} are independent)"
    said[0] += "."
    said += echoed(claims)
    copies = {one.outlet for source in sources for one in source.copies}
    own = [row for row in overlaps if row.outlet not in copies]
    pairs = sorted(
        ((one.claims, row.outlet, one.outlet) for i, row in enumerate(own) for one in row.others if one and one.outlet in [later.outlet for later in own[i + 1 :]]),
        key=lambda pair: -pair[0],
    )  # fmt: skip
    if len(pairs) > 1 and pairs[0][0]:
        said.append(
            f"Most in common: {pairs[0][1]} and {pairs[0][2]}, with {words.count(pairs[0][0], 'claim')}."
        )
    if lone:
        alone = [
            f"{one.outlet} ({len(one.tellings)})" for one in sorted(lone, key=lambda one: -len(one.tellings))
        ]
        possible = sum(one.possible for one in lone)
        but = f"; {possible} of these have a possible match" if possible else ""
        said.append(f"Sentences that stand in no claim of another outlet: {named(alone)}{but}.")
    return Answer(question, "coverage", " ".join(said))


def _conflicts(claims: Sequence[Card], possible: Sequence[Card]) -> Answer:
    question = "Where do they conflict?"
    claims = [card for card in claims if card.shared]
    found = [card for card in claims if card.conflicts]
    maybe = sum(bool(card.conflicts) for card in possible)
    if not found and not maybe:
        return Answer(question, "", "Nowhere, as far as the rules can see. They miss many conflicts.")
    said = (
        f"In {len(found)} of {words.count(len(claims), 'claim')}."
        if found
        else "In no claim, as far as the rules can see."
    )
    said += (
        f" Also in {words.count(maybe, 'possible match', 'possible matches')}, less surely the same claim."
        if maybe
        else ""
    )
    points = [Point(card.anchor, card.label, _example(card)) for card in found[:_POINTS]]
    return Answer(question, "conflicts" if found else "possible", said, tuple(points))


def _example(card: Card) -> str:
    """The words on which a conflict rests; else those of the first difference that is more than a rounding."""
    for found in card.evidence:
        if all(side.words for side in found.sides):
            return f"{words.listed(card.conflicts)}: {_sides(found)}"
    for difference in card.differences:
        telling = difference.kind in ("number", "actor") and difference.rule != "figure-rounded"
        if telling and all(side.words for side in difference.sides):
            return f"{words.listed(card.conflicts)}: {_sides(difference)}"
    return f"{words.listed(card.conflicts)}: {shortened(card.title, _SAID)}"


def _sides(difference: DifferenceView) -> str:
    return " against ".join(
        f"“{shortened(side.words, _SAID)}” ({named(side.outlets)})" for side in difference.sides
    )


def _words(claims: Sequence[Card], kinds: Sequence[KindView]) -> Answer:
    question = "How do the words differ?"
    claims = [card for card in claims if card.shared]
    if not kinds:
        return Answer(question, "", "The rules find no difference of the kinds looked for.")
    counts = Counter({_IN[kind.kind]: len({c.number for c, _ in kind.entries}) for kind in kinds})
    each = [f"in {what} in {number}" for what, number in counts.most_common()]
    said = f"Of {words.count(len(claims), 'claim')}, tellings differ {words.listed(each)}."
    points = []
    for kind, label in _LACKING.items():
        lacking = _lacking(kind, kinds)
        if lacking:
            each = [f"{outlet} ({words.count(number, 'claim')})" for outlet, number in lacking.most_common()]
            points.append(Point(f"kind-{kind}", label, named(each)))
    return Answer(question, "kinds", said, tuple(points))


def _lacking(kind: str, kinds: Sequence[KindView]) -> Counter[str]:
    """The outlets that lack words of this kind which another has, with the number of claims."""
    pairs: set[tuple[str, int]] = set()
    for card, difference in (entry for one in kinds if one.kind == kind for entry in one.entries):
        if difference.rule in words.NOT_HEDGES:  # what these lack is a stress or a denial
            continue
        named = " ".join(side.words for side in difference.sides).lower()
        # An outlet need not name itself, as the one that retells it does.
        lacking = {
            o for side in difference.sides if not side.words for o in side.outlets if o.lower() not in named
        }
        if named:
            pairs |= {(outlet, card.number) for outlet in lacking}
    return Counter(outlet for outlet, _ in sorted(pairs))


def _retold(derivations: Sequence[DerivationView]) -> Answer:
    question = "What did a retelling do to its original?"
    if not derivations:
        return Answer(question, "", "No article names another outlet here as where its report comes from.")
    said = " ".join(retold(derivation) for derivation in derivations[:_POINTS])
    if len(derivations) > _POINTS:
        said += f" {len(derivations) - _POINTS} more are shown below."
    points = []
    for number, derivation in enumerate(derivations[:_POINTS], 1):
        told = (step for step in derivation.steps if step.change in ("hardened", "softened", "reattributed"))
        reasons = dict.fromkeys((s.label, s.why or "no reason given") for s in sorted(told, key=_weight))
        points += [
            Point(f"retelling-{number}", f"{derivation.citing.outlet} {label}", why)
            for label, why in islice(reasons, _PER_RETELLING)
        ]
    return Answer(question, "retellings", said, tuple(points))


def _weight(step: Step) -> int:
    """What a change to the original is told by first: a source that is gone, then a hedge, then words."""
    if "attribution" in step.why or "source" in step.why:
        return 0
    return 2 if step.why.startswith("a charged word") else 1


def _sure(claims: Sequence[Card], possible: Sequence[Card]) -> Answer:
    values = sorted(_probabilities(claims))
    said = []
    if values:
        said.append(
            f"It gives its matches probabilities from {values[0]:.2f} to {values[-1]:.2f}, half of them {median(values):.2f} or more."
        )
        partly = sum(
            any(pair.relation == words.RELATION["partial"] for pair in card.pairs) for card in claims
        )
        said += (
            [f"In {words.count(partly, 'claim')} some outlets tell the same only in part."] if partly else []
        )
    if possible:
        said.append(
            f"{words.count(len(possible), 'further pair is', 'further pairs are')} shown as possible matches, not as claims."
        )
    said.append(
        "How often the method errs was measured on other stories; its error rates are part of this report."
    )
    return Answer("How sure is the machine?", "method", " ".join(said))


def _probabilities(claims: Iterable[Card]) -> Iterable[float]:
    return (float(pair.probability) for card in claims for pair in card.pairs)
