"""The matching on data that it was not fitted on: who did what in ECB+ (dev), and paraphrases in MSRP (train).

Usage: python benchmarks/outside.py [DATA_DIR]   (default: ../shared/data beside the repository)

ECB+: pairs of annotated sentences of two documents of one topic. Positive when they share an event chain and an entity
chain; negative when they share neither, or come from the two subtopics of the topic; the rest is left out. Average
precision. MSRP: pairs from different outlets, paraphrase or not; accuracy and F1 at the threshold with the best
accuracy, found on the same pairs. The score is the log odds of the pair's own features, without what the rest of the
story says; beside it stand the cosine alone and, for MSRP, the pair model by itself. One thread.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from gate import hold
from sklearn.metrics import average_precision_score
from training_pairs import msrp
from web import data_folder

from compare.bundled_judge import bundled_judge
from compare.match.align import in_own_order
from compare.match.features import pair_features, prepare
from compare.match.judge import Question, Side
from compare.match.scorer import blended, fitted
from compare.match.story_types import Sentence
from compare.read.embed import SentenceTransformerEmbedder

BLOCK = 40  # pairs of MSRP that are taken for one story: words are rare or not within a story
_DOCUMENT = re.compile(r"(\d+)_\d+(ecb(?:plus)?)$")


@dataclass
class Told:
    """One sentence of ECB+ with its chains."""

    text: str
    events: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)


def main(data: Path) -> int:
    """Prints the figures; 1 when one is below its floor."""
    import torch

    torch.set_num_threads(1)
    corpus, pairs = data / "ecbplus" / "ECB_Dev_corpus.txt", data / "msrp" / "msr_paraphrase_train.txt"
    if not corpus.is_file() or not pairs.is_file():
        print(f"outside: no {corpus} or {pairs}; nothing measured")
        return 0
    embedder = SentenceTransformerEmbedder()
    figures = _ecbplus(corpus, embedder) | _msrp(data, embedder)
    return hold("outside", figures, [corpus, pairs])


def _scores(
    articles: Sequence[Sequence[str]], embedder: SentenceTransformerEmbedder
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For all pairs of sentences of two articles: their numbers (through all articles), log odds, cosine."""
    sentences = [Sentence(text, n, k) for n, article in enumerate(articles) for k, text in enumerate(article)]
    ordered, encoding, order = in_own_order(sentences, embedder.encode([s.text for s in sentences]))
    story, scorer = prepare(ordered, encoding), fitted()
    found = []
    for a in range(len(articles)):
        for b in range(a + 1, len(articles)):
            if not len(story.articles[a]) or not len(story.articles[b]):
                continue
            pairs = pair_features(story, a, b)
            rows, columns = pairs.rows, pairs.columns
            screen = scorer.screen.log_odds(pairs.features)
            odds = blended(screen, scorer.trees.log_odds(pairs.features))
            cosine = (story.vectors[rows] * story.vectors[columns]).sum(axis=1)
            found.append((np.array(order)[rows], np.array(order)[columns], odds, cosine))
    first, second, odds, cosine = (np.concatenate(part) for part in zip(*found, strict=True))
    return first, second, odds, cosine


def _ecbplus(corpus: Path, embedder: SentenceTransformerEmbedder) -> dict[str, float]:
    topics = _topics(corpus)
    labels: list[int] = []
    odds: list[float] = []
    cosine: list[float] = []
    for documents in topics.values():
        told = [(name, s) for name, sentences in documents.items() for s in sentences]
        texts = [[s.text for s in sentences] for sentences in documents.values()]
        for i, j, z, c in zip(*_scores(texts, embedder), strict=True):
            label = _label(told[i], told[j])
            if label is not None:
                labels.append(label)
                odds.append(z)
                cosine.append(c)
    ours, alone = average_precision_score(labels, odds), average_precision_score(labels, cosine)
    print(
        f"ECB+ dev, {len(labels)} pairs, {sum(labels)} positive: average precision {ours:.3f}, cosine {alone:.3f}"
    )
    return {"ecbplus average precision": float(ours)}


def _label(a: tuple[str, Told], b: tuple[str, Told]) -> int | None:
    event, entity = bool(a[1].events & b[1].events), bool(a[1].entities & b[1].entities)
    if event and entity:
        return 1
    across = a[0].endswith("plus") != b[0].endswith("plus")
    return 0 if across or not (event or entity) else None


def _topics(corpus: Path) -> dict[str, dict[str, list[Told]]]:
    """The annotated sentences of each document, by topic; a sentence without an event or an entity is not annotated."""
    words: dict[tuple[str, int], list[str]] = {}
    chains: dict[tuple[str, int], set[str]] = {}
    for line in corpus.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) != 5:
            continue
        key = (parts[0], int(parts[1]))
        words.setdefault(key, []).append(parts[3])
        chains.setdefault(key, set()).update(chain for chain in parts[4].split("|") if chain != "-")
    topics: dict[str, dict[str, list[Told]]] = {}
    for (document, number), tokens in words.items():
        found = _DOCUMENT.match(document)
        events = {c for c in chains[document, number] if re.match(r"(?:Singleton_)?(?:ACT|NEG)", c)}
        entities = chains[document, number] - events
        if found and events and entities:
            text = re.sub(r" ([,.;:!?%)’]|'s|n't)", r"\1", " ".join(tokens))
            topics.setdefault(found[1], {}).setdefault(document, []).append(Told(text, events, entities))
    return topics


def _msrp(data: Path, embedder: SentenceTransformerEmbedder) -> dict[str, float]:
    rows = list(msrp(data))
    labels = np.array([int(paraphrase) for _, paraphrase, _, _ in rows])
    odds, cosine = np.zeros(len(rows)), np.zeros(len(rows))
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        size = len(block)
        first, second, z, c = _scores([[row[2] for row in block], [row[3] for row in block]], embedder)
        for i, j, one, other in zip(first, second, z, c, strict=True):
            low, high = min(i, j), max(i, j)
            if high - low == size:
                odds[start + low], cosine[start + low] = one, other
    accuracy, f1 = _best(labels, odds)
    alone = _best(labels, cosine)
    print(
        f"MSRP train, {len(rows)} pairs: accuracy {accuracy:.3f}, F1 {f1:.3f}; "
        f"cosine {alone[0]:.3f}, {alone[1]:.3f}"
    )
    asked = [Question.of(Side(a), Side(b)) for _, _, a, b in rows]
    read = _best(labels, np.array([verdict.same or 0.0 for verdict in bundled_judge().judge(asked)]))
    print(f"by the pair model: accuracy {read[0]:.3f}, F1 {read[1]:.3f}")
    return {
        "msrp accuracy": accuracy,
        "msrp F1": f1,
        "msrp accuracy, pair model": read[0],
        "msrp F1, pair model": read[1],
    }


def _best(labels: np.ndarray, scores: np.ndarray) -> tuple[float, float]:
    order = np.argsort(-scores, kind="stable")
    y = labels[order]
    hits = np.cumsum(y)
    found = np.arange(1, len(y) + 1)
    right = hits + (len(y) - y.sum()) - (found - hits)
    k = int(right.argmax())
    return float(right[k] / len(y)), float(2 * hits[k] / (found[k] + y.sum()))


if __name__ == "__main__":
    sys.exit(main(data_folder()))
