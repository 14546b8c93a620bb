"""Pairs of MSRP that were annotated for this project under the alignment gold's guide, by language models, not people.

`training_pairs.tsv` says of each, by the data's own ids, its relation, its conflict and its kinds of difference; no text
of the data is kept there. Not among them are the pairs on which controlled_edits.py counts alarms.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAIRS = Path(__file__).with_suffix(".tsv")
_DATE = "2025-12-08"  # of every sentence: none of the pairs is told apart by its day


def msrp(data: Path) -> Iterator[tuple[str, bool, str, str]]:
    """Every pair of MSRP: its name, whether its own annotators call it a paraphrase, and its sentences."""
    file = data / "msrp" / "msr_paraphrase_train.txt"
    for line in file.read_text(encoding="utf-8-sig").splitlines():
        quality, first, second, a, b = line.split("\t")
        if quality in ("0", "1"):  # the first line may name the columns
            yield f"{first}-{second}", quality == "1", a, b


def annotated_stories(data: Path) -> Iterator[dict[str, Any]]:
    """The pairs of which any assertion is shared, each as a story in the form of the gold's files."""
    texts = {name: (a, b) for name, _, a, b in msrp(data)}
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, relation, conflict, *kinds = line.split("\t")
        if relation == "none":
            continue
        pair = {
            "x": "A0",
            "y": "B0",
            "rel": relation,
            "conflict": conflict,
            "diff": kinds[0].split(",") if kinds else [],
        }
        articles = [_article(letter, text) for letter, text in zip("AB", texts[name], strict=True)]
        yield {"story": name, "articles": articles, "pairs": [pair]}


def _article(letter: str, sentence: str) -> dict[str, Any]:
    url = f"http://{letter.lower()}.example/a"
    return {"letter": letter, "url": url, "title": "A headline", "date": _DATE, "sentences": [sentence]}
