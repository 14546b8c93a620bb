"""Annotated stories: the sentences of several articles, and which of them make the same claim.

One JSON file a story: ``articles`` with ``letter``, ``title`` and ``sentences``; ``pairs`` with ``x`` and ``y`` (a letter
and the number of a sentence, from 0: ``A3``) and ``rel`` (``same``, ``partial``, or ``disputed`` between these two);
``ambiguous``, pairs that count neither way. Every other pair of sentences of two articles counts as not aligned.
docs/calibration.md has it in full.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.errors import InputError
from compare.match.story_types import Sentence

PARTIAL, SAME, EITHER, DISPUTED = 1, 2, 3, -1  # either: aligned, annotators dispute which
_LABELS = {"partial": PARTIAL, "same": SAME, "disputed": EITHER}


@dataclass(frozen=True)
class GoldStory:
    """One annotated story; ``labels`` are of pairs of indices into ``sentences``, and 0 where nothing is said."""

    name: str
    part: str  # the folder that it lies in
    sentences: tuple[Sentence, ...]
    labels: Mapping[frozenset[int], int]

    @property
    def aligned(self) -> int:
        """How many pairs are aligned."""
        return sum(label > 0 for label in self.labels.values())


def read_gold(folder: Path) -> list[GoldStory]:
    """Every story in a folder and the folders in it, by path. Raises InputError with the file and what is wrong."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give one with annotated stories (*.json)")
    files = sorted(folder.rglob("*.json"))
    if not files:
        raise InputError(
            f"{folder}: holds no annotated stories (*.json); 'outlet-compare review STORY --gold {folder}' writes some"
        )
    return [_story(file) for file in files]


def _story(file: Path) -> GoldStory:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read as JSON ({error})") from None
    return gold_story(file, data)


def gold_story(file: Path, data: Any) -> GoldStory:
    """The story that ``data``, read from ``file``, tells of. Raises InputError when it is none."""
    try:
        return _checked(file, data)
    except (LookupError, TypeError, AttributeError) as error:
        raise InputError(
            f"{file}: not an annotated story ({type(error).__name__}: {error}); docs/calibration.md shows the form"
        ) from None


def _checked(file: Path, data: Any) -> GoldStory:
    sentences: list[Sentence] = []
    where: dict[str, int] = {}
    for number, article in enumerate(data["articles"]):
        sentences.append(Sentence(str(article["title"]), number, -1, "headline"))
        for position, text in enumerate(article["sentences"]):
            where[f"{article['letter']}{position}"] = len(sentences)
            sentences.append(Sentence(str(text), number, position))
    labels: dict[frozenset[int], int] = {}
    for pair in data["pairs"]:
        if pair["rel"] not in _LABELS:
            raise InputError(
                f"{file}: pair {pair['x']}-{pair['y']}: rel is {pair['rel']!r}, not same, partial or disputed"
            )
        labels[_pair(file, where, sentences, pair["x"], pair["y"])] = _LABELS[pair["rel"]]
    for x, y in data.get("ambiguous", ()):
        labels[_pair(file, where, sentences, x, y)] = DISPUTED
    return GoldStory(file.stem, file.parent.name, tuple(sentences), labels)


def _pair(file: Path, where: Mapping[str, int], sentences: list[Sentence], x: str, y: str) -> frozenset[int]:
    for name in (x, y):
        if name not in where:
            raise InputError(f"{file}: {name}: no such sentence")
    if sentences[where[x]].article == sentences[where[y]].article:
        raise InputError(f"{file}: {x}-{y}: both sentences are of one article")
    return frozenset((where[x], where[y]))
