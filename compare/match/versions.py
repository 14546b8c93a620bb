"""What became of each claim from one version of an article to the next: added, removed, reworded or moved.

Within one article order and wording are kept far more than between outlets, so this needs no fitted model: equal
sentences are aligned first, by the longest common order; what is left over is paired by its words and its meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from compare.records import Claim, Quantity
from compare.revisions import ClaimChange

Embed = Callable[[Sequence[str]], NDArray[np.float32]]  # rows of unit length

REWORDED = 0.56  # of likeness, at least: below it one claim went and another came
MEANING_WEIGHT = (
    0.85  # a cosine counts less than the same share of equal words: sentences of one story are all near
)
PART = 0.8  # of a sentence's words that stand in another one: it was split off, or joined to it
_PART_WORDS = 4  # shorter sentences are parts of others by chance

_TOKEN = re.compile(r"\w+|[%$€£?]|[+-](?=\d)")
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-"})

CUT_OLD = "the earlier text was read only in part"
CUT_NEW = "the later text was read only in part"


def claim_changes(
    old: Sequence[Claim],
    new: Sequence[Claim],
    embed: Embed,
    *,
    old_whole: bool = True,
    new_whole: bool = True,
) -> tuple[ClaimChange, ...]:
    """The changes from ``old`` to ``new``, claims of two versions of one article; in the order of the later text.

    ``old_whole`` and ``new_whole`` say whether the texts were read to their end. What is missing from a text that
    was not is ``unknown``, never removed or added. ``embed`` is called only for sentences that have no equal.
    """
    before, after = [_words(c.text) for c in old], [_words(c.text) for c in new]
    kept, moved = _equal(before, after)
    taken_old, taken_new = {i for i, _ in kept + moved}, {j for _, j in kept + moved}
    left_old = [i for i in range(len(old)) if i not in taken_old]
    left_new = [j for j in range(len(new)) if j not in taken_new]
    reworded = _reworded(old, new, before, after, left_old, left_new, embed)
    parts = _parts(before, after, reworded, left_old, left_new)
    changes = [ClaimChange("moved", old[i], new[j], _places(old[i], new[j])) for i, j in moved]
    changes += [ClaimChange("reworded", old[i], new[j], _note(old[i], new[j])) for i, j in reworded]
    changes += [ClaimChange("reworded", old[i], new[j], note) for i, j, note in parts]
    gone = set(left_old) - {i for i, _ in reworded} - {i for i, _, _ in parts}
    come = set(left_new) - {j for _, j in reworded} - {j for _, j, _ in parts}
    changes += [
        ClaimChange("removed", old[i], None) if new_whole else ClaimChange("unknown", old[i], None, CUT_NEW)
        for i in gone
    ]
    changes += [
        ClaimChange("added", None, new[j]) if old_whole else ClaimChange("unknown", None, new[j], CUT_OLD)
        for j in come
    ]
    return tuple(sorted(changes, key=_order))


def _order(change: ClaimChange) -> tuple[int, bool, int]:
    there = change.new or change.old
    assert there is not None
    # What went stands before what came in its place.
    return there.position, change.new is not None, change.old.position if change.old else -1


def _words(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).translate(_DASHES).lower()))


def _equal(
    before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of equal sentences that kept their order, and those that did not."""
    from rapidfuzz.distance import LCSseq

    kept = [
        (block.src_start + k, block.dest_start + k)
        for block in LCSseq.opcodes(before, after)
        if block.tag == "equal"
        for k in range(block.src_end - block.src_start)
    ]
    taken_old, taken_new = {i for i, _ in kept}, {j for _, j in kept}
    places: dict[tuple[str, ...], list[int]] = {}
    for j, sentence in enumerate(after):
        if j not in taken_new:
            places.setdefault(sentence, []).append(j)
    moved = []
    for i, sentence in enumerate(before):
        if i not in taken_old and places.get(sentence):
            moved.append((i, places[sentence].pop(0)))
    return kept, moved


def _reworded(
    old: Sequence[Claim],
    new: Sequence[Claim],
    before: Sequence[tuple[str, ...]],
    after: Sequence[tuple[str, ...]],
    left_old: Sequence[int],
    left_new: Sequence[int],
    embed: Embed,
) -> list[tuple[int, int]]:
    """The best pairs, one to one, of sentences alike enough to be one claim."""
    if not left_old or not left_new:
        return []
    from rapidfuzz.distance import LCSseq
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # ships no type information

    likeness = np.array(
        [[LCSseq.normalized_similarity(before[i], after[j]) for j in left_new] for i in left_old], np.float32
    )
    rows = embed([old[i].text for i in left_old] + [new[j].text for j in left_new])
    meaning = rows[: len(left_old)] @ rows[len(left_old) :].T
    score = np.maximum(likeness, MEANING_WEIGHT * meaning)
    for r, i in enumerate(left_old):
        for c, j in enumerate(left_new):
            if (old[i].kind == "headline") != (new[j].kind == "headline"):
                score[r, c] = 0.0
            elif old[i].kind == "headline":
                score[r, c] = 1.0  # an article has one, whatever its words
    chosen = zip(*linear_sum_assignment(-score), strict=True)
    return [(left_old[r], left_new[c]) for r, c in chosen if score[r, c] >= REWORDED]


def _parts(
    before: Sequence[tuple[str, ...]],
    after: Sequence[tuple[str, ...]],
    reworded: Sequence[tuple[int, int]],
    left_old: Sequence[int],
    left_new: Sequence[int],
) -> list[tuple[int, int, str]]:
    """Sentences without a partner whose words stand in a sentence that has one: split off from it, or joined to it."""
    paired_old, paired_new = {i for i, _ in reworded}, {j for _, j in reworded}
    found = []
    for j in left_new:
        if j not in paired_new:
            for i, other in reworded:
                if _is_part(after[j], before[i], after[other]):
                    found.append((i, j, "split off from a longer sentence"))
                    break
    for i in left_old:
        if i not in paired_old:
            for other, j in reworded:
                if _is_part(before[i], after[j], before[other]):
                    found.append((i, j, "joined to another sentence"))
                    break
    return found


def _is_part(sentence: tuple[str, ...], whole: tuple[str, ...], told_already: tuple[str, ...]) -> bool:
    """Whether ``sentence`` is what ``whole`` says beside what its own partner says already."""
    rest = Counter(whole) - Counter(told_already)
    shared = sum((Counter(sentence) & rest).values())
    return len(sentence) >= _PART_WORDS and shared >= PART * len(sentence)


def _places(old: Claim, new: Claim) -> str:
    return f"paragraph {old.paragraph + 1} to {new.paragraph + 1}"


def _note(old: Claim, new: Claim) -> str:
    """What a reader would ask first: other figures, another certainty, another source."""
    notes = []
    gone, come = _figures(old, new), _figures(new, old)
    if gone or come:
        notes.append(f"figures: {', '.join(gone) or 'none'} to {', '.join(come) or 'none'}")
    if old.certainty != new.certainty:
        notes.append(f"certainty: {old.certainty} to {new.certainty}")
    speakers = [c.speaker.text if c.speaker else "none" for c in (old, new)]
    if speakers[0].casefold() != speakers[1].casefold():
        notes.append(f"source: {speakers[0]} to {speakers[1]}")
    return "; ".join(notes)


def _figures(mine: Claim, others: Claim) -> list[str]:
    known = Counter(_value(q) for q in others.quantities)
    return [q.text for q in mine.quantities if not _taken(known, _value(q))]


def _value(quantity: Quantity) -> tuple[str, float | None, str]:
    return quantity.kind, quantity.value, quantity.unit


def _taken(known: Counter[tuple[str, float | None, str]], value: tuple[str, float | None, str]) -> bool:
    if known[value] > 0:
        known[value] -= 1
        return True
    return False
