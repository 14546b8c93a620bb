"""What matching is computed from: a story's sentences and what the encoder says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One claim, as far as matching looks at it. A headline is context for its article and is never aligned."""

    text: str
    article: int  # index of its article within the story, from 0
    position: int  # among the article's sentences, from 0; -1 for the headline
    kind: Literal["headline", "body", "quote"] = "body"


class Encoder(Protocol):
    """What makes the encodings that matching is computed from."""

    def encode(self, texts: Sequence[str]) -> Encoding:
        """One pass over ``texts``."""
        ...


class Encoding(Protocol):
    """What one pass of the sentence encoder says about a list of texts, in the order of the texts."""

    @property
    def vectors(self) -> Floats:
        """Sentence vectors of unit length: texts x d."""
        ...

    @property
    def ids(self) -> tuple[tuple[int, ...], ...]:
        """The word pieces of each text, [CLS] first and [SEP] last."""
        ...

    @property
    def tokens(self) -> tuple[Floats, ...]:
        """Last-layer vectors, pieces x d for each text."""
        ...
