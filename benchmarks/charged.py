"""Charged words against those that experts marked in the sentences of BABE that they call biased.

Usage: python benchmarks/charged.py [DATA_DIR]   (default: ../shared/data beside the repository)

A word is found when it is one of ours. The lexicon was not taken from these sentences. For comparison the same figures
for a general sentiment lexicon, VADER, as they were measured once: precision 0.23 at recall 0.25.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections import Counter
from pathlib import Path

from gate import hold
from gold import lexicon
from web import data_folder

from compare.contrast.charged import charged_words
from compare.contrast.spans import WORD
from compare.contrast.telling import Telling, telling
from compare.records import Claim


def main(data: Path) -> int:
    """Prints precision and recall, whole and by category; 1 when beyond a bound."""
    file = data / "babe" / "final_labels_SG2.csv"
    if not file.is_file():
        print(f"charged: no BABE under {data}; nothing measured")
        return 0
    words = lexicon()
    found, right, gold = Counter[str](), Counter[str](), 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [row for row in csv.DictReader(opened, delimiter=";") if row["label_bias"] == "Biased"]
    for row in rows:
        marked = {w.lower() for text in ast.literal_eval(row["biased_words"]) for w in WORD.findall(text)}
        sentence = _telling(row["text"])
        present = {w.lower for w in sentence.words}
        gold += len(marked & present)
        told = {
            w.lower: c.category for c in charged_words(sentence, words.charged) for w in c.words if w.content
        }
        for word, category in told.items():
            found[category] += 1
            right[category] += word in marked
    for category, number in found.most_common():
        print(f"{category:11} told {number:5}  marked {right[category] / number:.3f}")
    precision, recall = right.total() / max(found.total(), 1), right.total() / max(gold, 1)
    print(f"{len(rows)} sentences, {gold} marked words: precision {precision:.3f}, recall {recall:.3f}")
    return hold("charged", {"precision": precision, "recall": recall}, [file])


def _telling(text: str) -> Telling:
    return telling(Claim("", "", 1, 0, text, 0, len(text), "body"))


if __name__ == "__main__":
    sys.exit(main(data_folder()))
