"""What the matching costs: as multiples of the time that embedding the same sentences takes, and in memory.

Usage: python benchmarks/matching_speed.py [DATA_DIR] [--quick]   (default: ../shared/data beside the repository)

Small: stories of 3 x 30 sentences, the median over some of them. Large: one story of 200
articles x 40 claims, cut from the sentences of all stories, told again in fewer words where these are not enough; its time is
given as multiples of the embedding and the bare product of the vectors' matrix with itself. Each measure runs in a
process of its own; the memory is the process's peak, with the model. One thread. --quick leaves the large story out.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from gate import hold
from web import data_folder

if TYPE_CHECKING:
    from compare.match.judge import PairJudge
    from compare.match.scorer import Scorer
    from compare.match.story_types import Encoding, Sentence

SMALL, ARTICLES, CLAIMS = 9, 200, 40
MEGABYTE = 1024  # of the KiB that ru_maxrss counts on Linux


def main(data: Path) -> int:
    """Prints the figures; 1 when one is above its bound."""
    folder = data / "alignment-gold"
    if not folder.is_dir():
        print(f"matching speed: no gold in {folder}; nothing measured")
        return 0
    figures = _child("small", data)
    if "--quick" not in sys.argv:
        figures |= _child("large", data)
    for name, value in figures.items():
        print(f"{name}: {value:.2f}")
    if "--quick" in sys.argv:
        return 0  # half of the figures would be missed; the whole is `make bench`
    return hold("matching_speed", figures, [folder])


def _child(part: str, data: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--child", part, str(data)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(part: str, data: Path) -> dict[str, float]:
    """The figures of one part, measured in this process."""
    import torch

    torch.set_num_threads(1)
    stories = [
        json.loads(f.read_text(encoding="utf-8")) for f in sorted((data / "alignment-gold").rglob("*.json"))
    ]
    bodies = [[a["sentences"] for a in story["articles"]] for story in stories]
    return _small(bodies) if part == "small" else _large(bodies)


def _small(bodies: Sequence[Sequence[Sequence[str]]]) -> dict[str, float]:
    # Few articles are that long: each goes on with the sentences of the next story's.
    filled = [
        [[*article, *bodies[n + 1][k]][:30] for k, article in enumerate(story[:3])]
        for n, story in enumerate(bodies[:-1])
    ]
    whole = [story for story in filled if len(story) == 3 and all(len(article) == 30 for article in story)]
    times = [_times(story) for story in (whole[0], *whole[:SMALL])][1:]  # the first is for warming up
    return {
        "3 x 30 sentences: matching, in embeddings": _median([t.match / t.embed for t in times]),
        "3 x 30 sentences: matching with the pair model, in embeddings": _median(
            [t.reading / t.embed for t in times]
        ),
    }


def _median(values: Sequence[float]) -> float:
    return float(np.median(values))


def _large(bodies: Sequence[Sequence[Sequence[str]]]) -> dict[str, float]:
    told = [sentence for story in bodies for article in story for sentence in article]
    articles = [told[k : k + CLAIMS] for k in range(0, len(told) - CLAIMS, CLAIMS)][:ARTICLES]
    number = 0
    while len(articles) < ARTICLES:  # the same events again, by an outlet that leaves words out
        articles.append([" ".join(s.split()[number % 3 :]) for s in articles[number]])
        number += 1
    times = _times(articles[:ARTICLES], alone=False)
    print(
        f"embedding {times.embed:.1f} s, bare product {times.product:.2f} s, matching and grouping {times.reading:.1f} s",
        file=sys.stderr,
    )
    return {
        "200 x 40 claims: all, in embeddings and bare products": (times.embed + times.reading)
        / (times.embed + times.product),
        "200 x 40 claims: peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


class Times(NamedTuple):
    """Seconds of embedding, of the bare product, and of alignment with its groups by the scorer alone and with the pair model."""

    embed: float
    product: float
    match: float
    reading: float


def _times(articles: Sequence[Sequence[str]], alone: bool = True) -> Times:
    from compare.bundled_judge import bundled_judge
    from compare.match.judge import Question, Side
    from compare.match.scorer import fitted
    from compare.match.story_types import Sentence
    from compare.read.embed import SentenceTransformerEmbedder

    global _embedder
    _embedder = _embedder or SentenceTransformerEmbedder()
    sentences = [Sentence(text, n, k) for n, article in enumerate(articles) for k, text in enumerate(article)]
    texts = [s.text for s in sentences]
    _embedder.encode(texts[:1])  # loading the models is no part of it
    bundled_judge().judge([Question.of(Side(texts[0]), Side(texts[1]))])
    start = time.perf_counter()
    encoding = _embedder.encode(texts)
    embedded = time.perf_counter()
    (encoding.vectors @ encoding.vectors.T).sum()
    multiplied = time.perf_counter()
    if alone:
        _match(sentences, encoding, fitted(), None)
    matched = time.perf_counter()
    _match(sentences, encoding, fitted(reading=True), bundled_judge())
    return Times(embedded - start, multiplied - embedded, matched - multiplied, time.perf_counter() - matched)


def _match(
    sentences: Sequence[Sentence], encoding: Encoding, scorer: Scorer, reader: PairJudge | None
) -> None:
    from compare.match.align import pairs
    from compare.match.group import clusters
    from compare.records import Alignment

    found = pairs(sentences, encoding, scorer, reader=reader)
    links = [Alignment(str(p.a), str(p.b), p.probability, "same") for p in found]
    clusters({str(k): str(s.article) for k, s in enumerate(sentences)}, links, scorer.meaning.group)


_embedder = None

if __name__ == "__main__":
    if "--child" in sys.argv:
        print(json.dumps(child(sys.argv[2], Path(sys.argv[3]))))
    else:
        sys.exit(main(data_folder()))
