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

import numpy as np
from gate import hold
from web import data_folder

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
        "3 x 30 sentences: matching, in embeddings": float(
            np.median([match / embed for embed, _, match in times])
        )
    }


def _large(bodies: Sequence[Sequence[Sequence[str]]]) -> dict[str, float]:
    told = [sentence for story in bodies for article in story for sentence in article]
    articles = [told[k : k + CLAIMS] for k in range(0, len(told) - CLAIMS, CLAIMS)][:ARTICLES]
    number = 0
    while len(articles) < ARTICLES:  # the same events again, by an outlet that leaves words out
        articles.append([" ".join(s.split()[number % 3 :]) for s in articles[number]])
        number += 1
    begun = time.perf_counter()
    embed, product, match = _times(articles[:ARTICLES])
    print(
        f"embedding {embed:.1f} s, bare product {product:.2f} s, matching and grouping {match:.1f} s",
        file=sys.stderr,
    )
    return {
        "200 x 40 claims: all, in embeddings and bare products": (time.perf_counter() - begun)
        / (embed + product),
        "200 x 40 claims: peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


def _times(articles: Sequence[Sequence[str]]) -> tuple[float, float, float]:
    """Seconds of embedding, of the bare product, and of alignment with its groups."""
    from compare.match.align import pairs
    from compare.match.group import clusters
    from compare.match.scorer import fitted
    from compare.match.story_types import Sentence
    from compare.read.embed import SentenceTransformerEmbedder
    from compare.records import Alignment

    global _embedder
    _embedder = _embedder or SentenceTransformerEmbedder()
    sentences = [Sentence(text, n, k) for n, article in enumerate(articles) for k, text in enumerate(article)]
    texts = [s.text for s in sentences]
    _embedder.encode(texts[:1])  # loading the model is no part of it
    start = time.perf_counter()
    encoding = _embedder.encode(texts)
    embedded = time.perf_counter()
    (encoding.vectors @ encoding.vectors.T).sum()
    multiplied = time.perf_counter()
    scorer = fitted()
    found = pairs(sentences, encoding, scorer)
    links = [Alignment(str(p.a), str(p.b), p.probability, "same") for p in found]
    clusters({str(k): str(s.article) for k, s in enumerate(sentences)}, links, scorer.meaning.group)
    return embedded - start, multiplied - embedded, time.perf_counter() - multiplied


_embedder = None

if __name__ == "__main__":
    if "--child" in sys.argv:
        print(json.dumps(child(sys.argv[2], Path(sys.argv[3]))))
    else:
        sys.exit(main(data_folder()))
