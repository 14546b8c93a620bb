"""Annotated stories of our own invention, and a tiny embedding model, for tests."""

from __future__ import annotations

import json
from pathlib import Path

WHO = (
    "The mayor",
    "A docker",
    "The ministry",
    "Ilse Brandt",
    "The harbour office",
    "A spokesman",
    "The union",
)
DID = ("opened the bridge", "closed the school", "sold two ferries", "raised the tolls", "counted the votes",
       "fined the owner", "paid the crew", "moved the market", "painted the tower", "lost the papers")  # fmt: skip
WHEN = ("on Monday", "in the spring", "after the talks", "before the storm", "last year")


def write_gold(folder: Path, stories: int) -> Path:
    """Stories of two articles of twelve sentences; every other one of the second retells one of the first."""
    folder.mkdir(parents=True)
    for story in range(stories):
        told = [
            f"{WHO[(k + story) % 7]} {DID[(k * 3 + story) % 10]} {WHEN[(k + 2 * story) % 5]}, number {k + story}."
            for k in range(12)
        ]
        retold = [
            f"It was {WHO[(k + story) % 7].lower()} who {DID[(k * 3 + story) % 10]}, number {k + story}."
            if k % 6 < 5
            else f"Herring cost {k + 40} crowns at the stall of a cousin."
            for k in range(12)
        ]
        pairs = [
            {"x": f"A{k}", "y": f"B{k}", "rel": "partial" if k % 3 == 0 else "same"}
            for k in range(12)
            if k % 6 < 5
        ]
        data = {
            "story": f"S{story}",
            "articles": [
                {"letter": "A", "title": "What was done", "sentences": told},
                {"letter": "B", "title": "Who did it", "sentences": retold},
            ],
            "pairs": pairs,
            "ambiguous": [["A0", "B1"]],
        }
        (folder / f"S{story}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def tiny_model(folder: Path, seed: int = 0) -> Path:
    """A sentence-transformers model of one layer with random weights; ``seed`` makes another one."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    inner = folder.with_name(f"{folder.name}-bert")
    inner.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{x}" for x in letters)]
    (inner / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=256, initializer_range=0.5,
    )  # fmt: skip
    BertModel(config).save_pretrained(inner)
    BertTokenizerFast(vocab_file=str(inner / "vocab.txt")).save_pretrained(inner)
    transformer = Transformer(str(inner))
    # Pooled by the first piece, as the bundled model is not.
    pooling = Pooling(16, pooling_mode="cls")
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(folder))
    return folder
