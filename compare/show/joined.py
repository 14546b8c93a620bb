"""The differences of many pairs told once each, and the marks that they make in the tellings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from compare.show import words
from compare.show.index import Index
from compare.show.marks import Mark
from compare.show.model import DifferenceView, Side

Json = dict[str, Any]
Words = tuple[str, str, str, str]  # kind, rule, note, the words in lower case
Found = tuple[Json, Json, Words, Words]  # a difference, its alignment, and its two ends
_RANK = {kind: number for number, kind in enumerate(words.DIFFERENCES)}
_BY_PAIR = ("date-less-exact", "figure-rounded")
_ONE_LACK = ("own-voice-or-attributed", "hedge-only-one-side")
_FIGURE_LACKS = "figure-only-one-side"


def joined(
    alignments: Sequence[Json], index: Index, claims: Sequence[str] = ()
) -> tuple[list[DifferenceView], dict[str, list[Mark]]]:
    """Each difference once, with all outlets on its sides, and the marks that it makes in the tellings.

    Twenty outlets make 190 pairs. Where one word stands against a second and the second against a third,
    by the same rule, that is one difference of three sides. What is said of it holds for all tellings of the card:
    an outlet that has the words in another of its sentences there does not lack them. ``claims`` are those of the
    card, beside those of its pairs.
    """
    paired = (claim for alignment in alignments for claim in (alignment["a"], alignment["b"]))
    card = dict.fromkeys([*claims, *paired])
    of_outlet: dict[str, list[str]] = {}
    for claim in card:
        of_outlet.setdefault(index.outlet(claim), []).append(claim)
    # Sorting keeps the report's order within a kind.
    found: list[Found] = [
        (difference, alignment, *_ends(difference))
        for alignment in alignments
        for difference in alignment["differences"]
    ]
    found.sort(key=lambda item: _RANK[item[0]["kind"]])
    found = _lacking(found, of_outlet, index)
    one_of = _sets([*((a, b) for _, _, a, b in found), *_one_place(found, index)])
    views: dict[Words, tuple[Json, dict[str, tuple[str, dict[str, None]]]]] = {}
    numbers: dict[Words, int] = {}
    marks: dict[str, dict[Mark, None]] = {}
    for difference, alignment, a, b in found:
        key = one_of[a if a[-1] else b]
        number = numbers.setdefault(key, len(numbers) + 1)
        _, sides = views.setdefault(key, (difference, {}))
        for side, end in (("a", a), ("b", b)):
            claim = alignment[side]
            # Words that differ in case alone are one side; the first spelling is shown.
            _, own = sides.setdefault(end[-1], (difference[f"{side}_text"], {}))
            own[claim] = None
            mark = Mark(difference[f"{side}_start"], difference[f"{side}_end"], difference["kind"], number)
            marks.setdefault(claim, {})[mark] = None
    made = [
        _view(numbers[key], first, list(sides.values()), of_outlet, index)
        for key, (first, sides) in views.items()
    ]
    return made, {claim: list(own) for claim, own in marks.items()}


def _view(
    number: int,
    first: Json,
    sides: Sequence[tuple[str, dict[str, None]]],
    of_outlet: dict[str, list[str]],
    index: Index,
) -> DifferenceView:
    kind, rule, note = first["kind"], first["rule"], first["note"]
    tellings = len({claim for _, claims in sides for claim in claims})
    return DifferenceView(
        number=number,
        kind=kind,
        label=words.DIFFERENCES[kind][0],
        sides=tuple(
            Side(
                text.strip('“”"') or text,  # a report puts marks of its own around it
                tuple(dict.fromkeys(map(index.outlet, claims))),
                "" if text else words.missing(kind, rule),
                _who(claims, of_outlet, index),
            )
            # The words come before their absence.
            for text, claims in sorted(sides, key=lambda side: not side[0])
        ),
        rule=rule,
        note=note,
        explained=words.explained(rule, note, tellings),
    )


def _who(claims: Collection[str], of_outlet: dict[str, list[str]], index: Index) -> tuple[str, ...]:
    """The outlets of these tellings; of one that has others on the card, also where in its article they stand."""
    said: dict[str, None] = {}
    for outlet in dict.fromkeys(map(index.outlet, claims)):
        own = of_outlet.get(outlet, [])
        here = [claim for claim in own if claim in claims]
        places = words.listed(list(dict.fromkeys(map(index.place, here))))
        apart = {index.place(claim) for claim in own if claim not in claims} - {*map(index.place, here)}
        said[f"{outlet}, {places}" if apart else outlet] = None
    return tuple(said)


def _lacking(found: Sequence[Found], of_outlet: dict[str, list[str]], index: Index) -> list[Found]:
    """Without the differences in which an outlet lacks what another of its sentences on the card has."""
    against: dict[str, set[str]] = {}  # a figure -> the tellings that have another in its place
    for difference, alignment, a, b in found:
        if difference["kind"] == "number" and a[-1] and b[-1]:
            against.setdefault(a[-1], set()).add(alignment["b"])
            against.setdefault(b[-1], set()).add(alignment["a"])

    def holds(item: Found) -> bool:
        difference, alignment, a, b = item
        if (a[-1] and b[-1]) or difference["rule"] in words.CLASHES:
            return True
        had, claim = (a[-1], alignment["b"]) if a[-1] else (b[-1], alignment["a"])
        others = [other for other in of_outlet[index.outlet(claim)] if other != claim]
        if not others or not had:
            return True
        pattern = re.compile(rf"(?<!\w){re.escape(had)}(?!\w)")
        return not any(
            other in against.get(had, ()) or pattern.search(index.claims[other]["text"].casefold())
            for other in others
        )

    return [item for item in found if holds(item)]


def _one_place(found: Sequence[Found], index: Index) -> list[tuple[Words, Words]]:
    """Figures that stand against each other, where one telling lacks both and no outlet has one and lacks the other."""
    lack: dict[Words, set[str]] = {}
    have: dict[Words, set[str]] = {}
    for _, alignment, a, b in found:
        if a[1] == _FIGURE_LACKS and bool(a[-1]) != bool(b[-1]):
            end, having, lacking = (a, "a", "b") if a[-1] else (b, "b", "a")
            have.setdefault(end, set()).add(index.outlet(alignment[having]))
            lack.setdefault(end, set()).add(index.outlet(alignment[lacking]))
    pairs = []
    for difference, _, a, b in found:
        if difference["kind"] == "number" and a[-1] and b[-1]:
            one, other = ((a[0], _FIGURE_LACKS, "", end[-1]) for end in (a, b))
            both = lack.get(one, set()) & lack.get(other, set())
            if both and not (have[one] & lack[other] or have[other] & lack[one]):
                pairs.append((one, other))
    return pairs


def _ends(difference: Json) -> tuple[Words, Words]:
    """The words of both sides, each with what else must be equal for two differences to be one."""
    kind, rule = difference["kind"], difference["rule"]
    # Where the rule says it all, the note only repeats the words.
    note = "" if rule in words.RULES else difference["note"]
    # What stands against a third need not conflict with one another, nor be the third's day or figure made vague.
    if rule in words.CLASHES or rule in _BY_PAIR:
        note += "\n".join(sorted((difference["a_text"].casefold(), difference["b_text"].casefold())))
    return (
        (kind, rule, note, difference["a_text"].casefold()),
        (kind, rule, note, difference["b_text"].casefold()),
    )


def _sets(found: Sequence[tuple[Words, Words]]) -> dict[Words, Words]:
    """For all words, one of those that they stand against directly or through others."""
    sets: dict[Words, list[Words]] = {}
    for a, b in dict.fromkeys(found):
        # That a side has no words joins nothing, since many differences lack them; but where a rule is about
        # the lack itself, all that lack it are one.
        ends = [a, b] if a[1] in _ONE_LACK else [end for end in (a, b) if end[-1]] or [a]
        first, last = sets.get(ends[0]), sets.get(ends[-1])
        if first is not None and first is last:
            continue
        members = list(dict.fromkeys([*(first or ends[:1]), *(last or ends[-1:])]))
        for one in members:
            sets[one] = members
    return {one: members[0] for one, members in sets.items()}


def pair_marks(
    report: Json, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[list[Mark], list[Mark]]]:
    """For each of ``pairs`` of claims that was matched, in either order, the marks on the first and on the second."""
    made: dict[tuple[str, str], tuple[list[Mark], list[Mark]]] = {}
    for alignment in report["alignments"]:
        a, b = alignment["a"], alignment["b"]
        if (a, b) in pairs or (b, a) in pairs:
            on_a, on_b = (
                [Mark(d[f"{side}_start"], d[f"{side}_end"], d["kind"], 0) for d in alignment["differences"]]
                for side in ("a", "b")
            )
            made[a, b] = (on_a, on_b)
            made[b, a] = (on_b, on_a)
    return made
