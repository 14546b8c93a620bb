"""Fits the pair model that reads both sentences together, and reads with it all pairs that fitting the scorer needs.

Usage: python benchmarks/fit_pair_model.py DATA_DIR TEACHER

First the teacher: the scorer fitted to a larger encoder (TEACHER: all-mpnet-base-v2 by name or path) says of stories
without labels how likely their pairs are aligned; the bundled encoder, reading both sentences of a pair in one input,
learns to say the same (one epoch), then what the annotators said (two). Three times on two thirds of the stories, to
read the last third (`benchmarks/pair_readings.npz`), and once on all, for the package (`compare/match/pair_model.npz`).
`benchmarks/fit_alignment.py --write` then fits the scorer to these readings.

About an hour and a half. One thread and fixed seeds: the same machine and versions give the same bytes.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pair_readings
import torch
from web import articles

from compare.bundled_judge import BundledJudge
from compare.match import pair_model
from compare.match.align import in_own_order
from compare.match.candidates import find_candidates
from compare.match.features import Story, prepare
from compare.match.fit import Gold, fit, folds, out_of_fold, prepared
from compare.match.gold import DISPUTED, SAME, GoldStory, read_gold
from compare.match.judge import Question, Side
from compare.match.models import sigmoid
from compare.match.pair_model import Row
from compare.match.scorer import Scorer
from compare.match.story_types import Sentence
from compare.read.embed import SentenceTransformerEmbedder, load
from compare.read.models import DEFAULT_MODEL, locate
from compare.records import PairVerdict

PARTS = 3
LEAST = 0.05  # probability from which a pair is worth reading
BATCH, POOL = 32, 50  # pairs; batches that are sorted by length together
TAUGHT, LABELLED = (1, 1e-4), (2, 5e-5)  # epochs, learning rate


@dataclass(frozen=True)
class Lesson:
    """A pair with what it should be called: aligned, and given that the same claim."""

    row: Row
    aligned: float
    same: float


def main(data: Path, teacher: str) -> int:
    """Fits the four models and writes the package's and what the others read."""
    torch.set_num_threads(1)
    stories = read_gold(data / "alignment-gold")
    embedder = SentenceTransformerEmbedder(DEFAULT_MODEL)
    weights = embedder.revision.partition("-")[0]
    gold, _ = prepared(stories, embedder.encode)
    fold, asked = folds(gold, 0, PARTS), worth_reading(gold)
    lessons = silver_lessons(data, stories, fold, teacher)
    said: dict[str, PairVerdict] = {}
    made = pair_model.FITTED.with_name("making.npz")  # the package's own is there until all is done
    for part in range(PARTS + 1):
        net = Net()
        chosen = [n for n in range(len(gold)) if fold[n] != part]
        labelled = [lesson for n in chosen for lesson in gold_lessons(gold[n], asked[n], net)]
        print(
            f"part {part}: {len(lessons[part])} pairs as the teacher sees them, {len(labelled)} as annotated"
        )
        train(net, [net.lesson(*one) for one in lessons[part]], *TAUGHT)
        train(net, labelled, *LABELLED)
        # What reads is the written file, so that the readings are those that the package would give.
        pair_model.save(made, weights, net.before, net.encoder.state_dict(), net.head())
        judge = BundledJudge(made)
        for n in np.flatnonzero(fold == part).tolist():
            put = questions(gold[n], asked[n])
            said |= dict(zip((q.sha256 for q in put), judge.judge(put), strict=True))
    made.replace(pair_model.FITTED)
    pair_readings.write(said, pair_model.revision())
    print(f"wrote {pair_model.FITTED.name}: {pair_model.FITTED.stat().st_size} bytes; {len(said)} readings")
    return 0


def worth_reading(gold: Sequence[Gold]) -> list[np.ndarray]:
    """Of each story the pairs that a scorer which never saw it does not rule out."""
    return [s.keep[sigmoid(s.base) > LEAST] for s in out_of_fold(gold)]


Taught = tuple[str, str, float, float]  # two texts, aligned, same


def silver_lessons(
    data: Path, stories: Sequence[GoldStory], fold: np.ndarray, teacher: str
) -> list[list[Taught]]:
    """What the teacher says of the stories without labels, for each part by scorers that saw only its gold."""
    encoder = SentenceTransformerEmbedder(str(locate(teacher, offline=False)))
    gold, names = prepared(stories, encoder.encode)
    weights = encoder.revision.partition("-")[0]
    scorers = [
        fit([g for g, f in zip(gold, fold, strict=True) if f != n], names, teacher, weights)[0]
        for n in range(PARTS + 1)
    ]
    lessons: list[list[Taught]] = [[] for _ in scorers]
    for sentences in unlabelled(data):
        ordered, encoding, _ = in_own_order(sentences, encoder.encode([s.text for s in sentences]))
        story = prepare(ordered, encoding)
        texts = [ordered[k].text for k in story.claims]
        for told, scorer in zip(lessons, scorers, strict=True):
            told += _said(texts, story, scorer)
    return lessons


def _said(texts: Sequence[str], story: Story, scorer: Scorer) -> Iterator[Taught]:
    candidates, base = scorer.base(find_candidates(story, scorer.screen))
    aligned, same = scorer.probability(story, candidates, base), scorer.same(candidates, base)
    for k in np.flatnonzero(aligned > LEAST).tolist():
        yield texts[candidates.rows[k]], texts[candidates.columns[k]], float(aligned[k]), float(same[k])


def unlabelled(data: Path) -> Iterator[list[Sentence]]:
    """The sentences of each story of several articles of which none is annotated."""
    used = {
        article["url"]
        for file in (data / "alignment-gold").rglob("*.json")
        for article in json.loads(file.read_text(encoding="utf-8"))["articles"]
    }
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for article in articles(data):
        if article["url"] not in used:
            told[str(article["story"])].append(article)
    for _, those in sorted(told.items()):
        if len(those) < 2:
            continue
        sentences = []
        for number, article in enumerate(sorted(those, key=lambda a: str(a["url"]))):
            sentences.append(Sentence(article["title"] or "", number, -1, "headline"))
            body = [s.strip() for paragraph in article["paragraphs"] for s in paragraph]
            sentences += [Sentence(text, number, position) for position, text in enumerate(body)]
        yield sentences


class Net(torch.nn.Module):
    """The bundled encoder with a head over the first piece's vector and the mean of all."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        random.seed(0)
        bundled: Any = load(DEFAULT_MODEL, locate(DEFAULT_MODEL, offline=True), bfloat16=False)
        self.tokenizer, self.encoder = bundled.tokenizer, bundled[0].auto_model
        self.before = {name: value.clone() for name, value in self.encoder.state_dict().items()}
        wide = self.encoder.config.hidden_size
        self.hidden, self.out = torch.nn.Linear(2 * wide, wide), torch.nn.Linear(wide, 2)
        self.dropout = torch.nn.Dropout(0.1)
        for weight in self.encoder.embeddings.parameters():
            weight.requires_grad_(False)  # of words that the few stories do not hold nothing can be learnt
        self.encoder.embeddings.token_type_embeddings.weight.requires_grad_(True)

    def forward(self, rows: Sequence[Row]) -> torch.Tensor:
        seen = pair_model.pooled(self.encoder, *pair_model.inputs(rows))
        answer: torch.Tensor = self.out(self.dropout(torch.nn.functional.gelu(self.hidden(seen)))).float()
        return answer

    def head(self) -> dict[str, torch.Tensor]:
        """The weights above the encoder, by name."""
        return {
            f"{part}.{n}": w.detach()
            for part in ("hidden", "out")
            for n, w in getattr(self, part).named_parameters()
        }

    def pieces(self, text: str) -> list[int]:
        """The word pieces that are read of a sentence."""
        found: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return found[: pair_model.PIECES]

    def lesson(self, a: str, b: str, aligned: float, same: float) -> Lesson:
        """A pair of texts as what is learnt from it."""
        return Lesson((self.pieces(a), self.pieces(b)), aligned, same)


def gold_lessons(gold: Gold, asked: np.ndarray, net: Net) -> Iterator[Lesson]:
    """The pairs of an annotated story that are worth reading, without the disputed ones."""
    for k in asked.tolist():
        label = gold.labels[k]
        if label != DISPUTED:
            a, b = (gold.texts[side[k]] for side in (gold.pairs.rows, gold.pairs.columns))
            yield net.lesson(a, b, float(label > 0), float(label == SAME))


def train(net: Net, lessons: Sequence[Lesson], epochs: int, rate: float) -> None:
    """AdamW, the rate rising over the first tenth of the steps and falling to nothing; each pair either way round."""
    net.train()
    weights = [w for w in net.parameters() if w.requires_grad]
    head = [*net.hidden.parameters(), *net.out.parameters()]
    encoder = [w for w in net.encoder.parameters() if w.requires_grad]
    groups = [{"params": encoder, "lr": rate}, {"params": head, "lr": 4 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(lessons) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    start, losses = time.monotonic(), []
    for batch in (b for _ in range(epochs) for b in batches(lessons)):
        aligned, same = torch.tensor([x.aligned for x in batch]), torch.tensor([x.same for x in batch])
        rows = [x.row[:: random.choice((1, -1))] for x in batch]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = net(rows)
        loss_of = torch.nn.functional.binary_cross_entropy_with_logits
        loss = loss_of(odds[:, 0], aligned)
        # Only of what is aligned can be said that it is the same.
        loss = loss + 0.3 * loss_of(odds[:, 1], same, weight=aligned, reduction="sum") / max(
            1e-3, float(aligned.sum())
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if len(losses) % 100 == 0:
            print(
                f"  step {len(losses)} of {steps}: loss {np.mean(losses[-100:]):.3f}, {time.monotonic() - start:.0f} s",
                flush=True,
            )


def batches(lessons: Sequence[Lesson]) -> Iterator[list[Lesson]]:
    """The lessons in another order each time, those of like length together."""
    mixed = random.sample(lessons, len(lessons))
    for start in range(0, len(mixed), BATCH * POOL):
        pool = sorted(mixed[start : start + BATCH * POOL], key=lambda x: len(x.row[0]) + len(x.row[1]))
        cut = [pool[k : k + BATCH] for k in range(0, len(pool), BATCH)]
        yield from random.sample(cut, len(cut))


def questions(gold: Gold, asked: np.ndarray) -> list[Question]:
    """What a judge is asked about the pairs of a story that are worth reading."""
    a, b = ([gold.texts[k] for k in side[asked]] for side in (gold.pairs.rows, gold.pairs.columns))
    return [Question.of(Side(x), Side(y)) for x, y in zip(a, b, strict=True)]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
