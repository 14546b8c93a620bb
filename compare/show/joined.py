"""The differences of many pairs told once each, and the marks that they make in the tellings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from compare.show import words
from compare.show.index import Index
from compare.show.marks import Mark
from compare.show.model import DifferenceView, Side

Json = dict[str, Any]
Words = tuple[str, str, str, str]  # kind, rule, note, the words in lower case
_RANK = {kind: number for number, kind in enumerate(words.DIFFERENCES)}
_ONE_LACK = ("own-voice-or-attributed", "hedge-only-one-side")


def joined(alignments: Sequence[Json], index: Index) -> tuple[list[DifferenceView], dict[str, list[Mark]]]:
    """Each difference once, with all outlets on its sides, and the marks that it makes in the tellings.

    Twenty outlets make 190 pairs. Where one word stands against a second and the second against a third,
    by the same rule, that is one difference of three sides.
    """
    # Sorting keeps the report's order within a kind.
    found = [
        (difference, alignment, *_ends(difference))
        for alignment in alignments
        for difference in alignment["differences"]
    ]
    found.sort(key=lambda item: _RANK[item[0]["kind"]])
    one_of = _sets([(a, b) for _, _, a, b in found])
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
            _, outlets = sides.setdefault(end[-1], (difference[f"{side}_text"], {}))
            outlets[index.outlet(claim)] = None
            mark = Mark(difference[f"{side}_start"], difference[f"{side}_end"], difference["kind"], number)
            marks.setdefault(claim, {})[mark] = None
    made = [
        DifferenceView(
            number=numbers[key],
            kind=first["kind"],
            label=words.DIFFERENCES[first["kind"]][0],
            sides=tuple(
                Side(text, tuple(outlets), "" if text else words.missing(first["kind"], first["rule"]))
                # The words come before their absence.
                for text, outlets in sorted(sides.values(), key=lambda side: not side[0])
            ),
            rule=first["rule"],
            note=first["note"],
            explained=words.explained(first["rule"], first["note"]),
        )
        for key, (first, sides) in views.items()
    ]
    return made, {claim: list(own) for claim, own in marks.items()}


def _ends(difference: Json) -> tuple[Words, Words]:
    """The words of both sides, each with what else must be equal for two differences to be one."""
    kind, rule = difference["kind"], difference["rule"]
    # Where the rule says it all, the note only repeats the words.
    note = "" if rule in words.RULES else difference["note"]
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
