"""Kinds of difference and conflicts on the alignment gold, its pairs given, against what annotators told.

Usage: python benchmarks/differences.py [DATA_DIR]   (default: ../shared/data beside the repository)

The gold's labels were made by language models under a written guide, not by people. Kinds are counted on its
"same" pairs, conflicts on all pairs; what two annotators dispute counts neither way (second_annotator.py). How far they agree
with each other is printed too.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import product
from pathlib import Path

from gate import hold
from gold import GoldPair, Stories, gold_pairs, lexicon
from second_annotator import SECOND, agreed, given
from web import data_folder

from compare.configured import Lexicon
from compare.contrast.differences import contrast
from compare.records import Alignment

KINDS = ("attribution", "certainty", "wording", "actor", "quote", "number")
HELD = ("attribution", "wording", "quote", "number")  # the others stand on too few cases


def main(data: Path) -> int:
    """Prints precision, recall and F1 by kind; 1 when one on both parts is below its floor."""
    if not (data / "alignment-gold" / "train").is_dir():
        print(f"differences: no alignment gold under {data}; nothing measured")
        return 0
    counts = {part: counted(data, part, agreed) for part in ("train", "dev")}
    scores = {}
    for part, count in {**counts, "both": counts["train"] + counts["dev"]}.items():
        for name in (*KINDS, "conflict", "conflict, same"):
            scores[name] = _report(part, name, count)
    every = counts["train"] + counts["dev"]
    for name in (*KINDS, "conflict"):
        both, one = every[f"{name} given by both"], every[f"{name} given by one"]
        print(
            f"both  {name:14} by both annotators {both:3}  by one {one:3}  "
            f"F1 of one against the other {2 * both / max(2 * both + one, 1):.3f}"
        )
    print("against the gold as it is given, one annotator for each train story:")
    every = counted(data, "train", given) + counted(data, "dev", given)
    figures = {f"{name}, undisputed: F1": scores[name] for name in HELD}
    for name in (*KINDS, "conflict"):
        scores[name] = _report("both", name, every)
    figures |= {f"{name}: F1": scores[name] for name in HELD}
    return hold("differences", figures, [data / "alignment-gold", SECOND])


def counted(data: Path, part: str, stories: Stories) -> Counter[str]:
    """What the rules get right and wrong on the pairs of ``part``, and what the annotators gave."""
    words = lexicon()
    count = Counter[str]()
    for pair in gold_pairs(data, part, stories):
        kinds, conflict = told(pair, words)
        _count(count, pair, kinds, conflict)
        _count_annotators(count, pair)
    return count


def told(pair: GoldPair, words: Lexicon) -> tuple[set[str], bool]:
    """The kinds that the rules tell of the pair, and whether they call it a conflict."""
    kinds: set[str] = set()
    conflict = False
    for a, b in product(*pair.claims):
        alignment = Alignment(a.id, b.id, 1.0, "same" if pair.relation == "same" else "partial")
        (contrasted,) = contrast([alignment], {claim.id: claim for claim in pair.told}, words)
        kinds |= {d.kind for d in contrasted.differences}
        conflict |= contrasted.conflict is not None
    return kinds, conflict


def _count(count: Counter[str], pair: GoldPair, kinds: set[str], conflict: bool) -> None:
    if pair.relation == "same":
        for kind in KINDS:
            if kind not in pair.disputed:
                count[f"{kind} {_outcome(kind in kinds, kind in pair.kinds)}"] += 1
    if pair.conflict != "disputed":
        outcome = _outcome(conflict, pair.conflict != "none")
        count[f"conflict {outcome}"] += 1
        if pair.relation == "same":
            count[f"conflict, same {outcome}"] += 1


def _count_annotators(count: Counter[str], pair: GoldPair) -> None:
    if pair.relation == "same":
        count.update(f"{kind} given by both" for kind in pair.kinds)
        count.update(f"{kind} given by one" for kind in pair.disputed)
    if pair.conflict != "none":
        count[f"conflict given by {'one' if pair.conflict == 'disputed' else 'both'}"] += 1


def _outcome(said: bool, true: bool) -> str:
    return ("right" if true else "wrong") if said else ("missed" if true else "silent")


def _report(part: str, name: str, count: Counter[str]) -> float:
    right, wrong, missed = (count[f"{name} {outcome}"] for outcome in ("right", "wrong", "missed"))
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"{part:5} {name:14} right {right:4}  wrong {wrong:4}  missed {missed:4}  "
        f"precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f}"
    )
    return score


if __name__ == "__main__":
    sys.exit(main(data_folder()))
