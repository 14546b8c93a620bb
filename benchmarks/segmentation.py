"""Sentence boundaries inside the paragraphs of BASIL, against the sentences its annotators were shown.

Usage: python benchmarks/segmentation.py [DATA_DIR]   (default: ../shared/data beside the repository)

The rules were written on one part of the stories ("seen") and the floor is held on the other ("held out"); the
stories are parted by a hash of their id. Only boundaries inside a paragraph count, a paragraph being its gold
sentences joined by a space. A good part of what counts as too many boundaries is gold that joins short sentences
("I love that. I love that."), which no rule should follow.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from gate import hold

from compare.read.segment import sentences

ROOT = Path(__file__).resolve().parent.parent


def main(data: Path) -> int:
    """Print the figures; 1 when the held-out F1 is below the floor."""
    files = sorted((data / "basil" / "articles").glob("*/*.json"))
    if not files:
        print(f"segmentation: no BASIL articles under {data}; nothing measured")
        return 0
    counts = {"seen": [0, 0, 0], "held out": [0, 0, 0]}  # right, too many, missed
    for file in files:
        for paragraph in json.loads(file.read_text(encoding="utf-8"))["body-paragraphs"]:
            for slot, number in enumerate(_compare(paragraph)):
                counts[_part(file)][slot] += number
    scores = {part: _report(part, *numbers) for part, numbers in counts.items()}
    return hold("segmentation", {"held out: F1": scores["held out"]}, [data / "basil" / "articles"])


def _part(file: Path) -> str:
    story = file.stem.rsplit("_", 1)[0]
    return "held out" if int(hashlib.sha256(story.encode()).hexdigest(), 16) % 2 == 0 else "seen"


def _compare(paragraph: list[str]) -> tuple[int, int, int]:
    """Boundaries that are right, too many and missed in one paragraph."""
    gold_sentences = [" ".join(sentence.split()) for sentence in paragraph if sentence.strip()]
    gold: set[int] = set()
    position = -1
    for sentence in gold_sentences[:-1]:
        position += len(sentence) + 1
        gold.add(position)
    found = {end for _, end in sentences(" ".join(gold_sentences))[:-1]}
    return len(gold & found), len(found - gold), len(gold - found)


def _report(part: str, right: int, extra: int, missed: int) -> float:
    precision, recall = right / max(right + extra, 1), right / max(right + missed, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"{part:9} boundaries {right + missed:5}  right {right:5}  too many {extra:4}  missed {missed:3}  "
        f"precision {precision:.4f}  recall {recall:.4f}  F1 {score:.4f}"
    )
    return score


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"))
