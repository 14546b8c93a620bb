"""A tiny embedder for tests: no model, no torch, the same vectors on every machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compare.read.embed import Encoding


class HashEmbedder:
    """Hashes the words of a text into a few dozen buckets, so that texts that share words are near."""

    model = "hash"
    revision = "1"

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text: shape (n, dimensions)."""
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                seed = hashlib.sha256(word.encode("utf-8", "replace")).digest()
                row[seed[0] % self._dimensions] += 1.0 if seed[1] % 2 else -1.0
            if not row.any():
                row[0] = 1.0
            row /= np.linalg.norm(row)
        return rows

    def encode(self, texts: Sequence[str]) -> Encoding:
        """Each word for one of the text's pieces."""
        words = [re.findall(r"\w+", text.lower()) or [""] for text in texts]
        ids = [tuple(hashlib.sha256(word.encode()).digest()[0] + 1 for word in row) for row in words]
        return Encoding(self.embed(texts), tuple(ids), tuple(self.embed(row) for row in words))
