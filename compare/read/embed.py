"""Sentence vectors behind a protocol of one method, by sentence-transformers and the model that travels with us.

Matching by a fitted file looks at the vectors of word pieces too and asks for them by a protocol of its own
(``match.story_types.Encoder``); the class here answers to both.

torch is imported on the first call of ``embed`` and never before: that a model exists, and which one it is, can be
told without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.errors import ModelError
from compare.read.models import DEFAULT_MODEL, fingerprint, first_line, locate, weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32  # texts
_PIECES = 96  # of one text that matching looks at

# The word pieces of each text, their vectors, and the vector of the text, of unit length.
_Pass = tuple[list[tuple[int, ...]], list[NDArray[np.float32]], list[NDArray[np.float32]]]


@dataclass(frozen=True, slots=True)
class Encoding:
    """One pass over a list of texts, in their order: sentence vectors and what they are the mean of."""

    vectors: NDArray[np.float32]  # unit length, shape (n, d)
    ids: tuple[tuple[int, ...], ...]  # word pieces of each text, [CLS] first and [SEP] last
    tokens: tuple[NDArray[np.float32], ...]  # last-layer vectors of each text, shape (pieces, d)


class Embedder(Protocol):
    """Turns texts into vectors. ``model`` and ``revision`` name what the vectors may be compared with."""

    @property
    def model(self) -> str:
        """The name by which the user asked for the model."""
        ...

    @property
    def revision(self) -> str:
        """Differs whenever the same text could get a different vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text: shape (n, d)."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model by name or path; ``all-MiniLM-L6-v2`` is bundled, others come from the hub.

    On a processor with bfloat16 instructions the weights are bfloat16, which was measured 1.6 to 2 times as fast
    with similarities within 0.005; ``revision`` says which it was, so that the two are never mixed. The same list
    of texts gives the same bytes; the same text in another list gives the same vector to within 0.01, because
    batches are padded to their longest text and rounding follows the padding.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, offline: bool = False) -> None:
        self.model = model
        self._offline = offline

    @cached_property
    def revision(self) -> str:
        """16 hexadecimal characters from the configuration and weights, and the precision. Raises ModelError."""
        return f"{fingerprint(self._folder)}-{'bf16' if has_bfloat16() else 'f32'}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text: shape (n, d), or (0, 0) for none. Raises ModelError."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        # sentence-transformers makes its batches by length.
        vectors = self._loaded.encode(
            cleaned(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
        )
        rows: NDArray[np.float32] = np.asarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def encode(self, texts: Sequence[str]) -> Encoding:
        """Vectors and word pieces in one pass; of each text at most 96 pieces.

        Equal texts, and the same set of texts in any order, give equal bytes. Raises ModelError.
        """
        clean = cleaned(texts)
        unique = sorted(set(clean), key=lambda text: (len(text), text))
        read = self._read_bundled if self.model == DEFAULT_MODEL else self._read_any
        rows, tokens, pooled = read(unique) if unique else ([], [], [])
        place = {text: k for k, text in enumerate(unique)}
        order = [place[text] for text in clean]
        vectors = np.stack([pooled[k] for k in order]) if order else np.zeros((0, 0))
        return Encoding(
            vectors.astype(np.float32), tuple(rows[k] for k in order), tuple(tokens[k] for k in order)
        )

    def _read_bundled(self, texts: list[str]) -> _Pass:
        """The bundled model pools by the mean; a pass of our own does without what its library adds."""
        import torch

        network: Any = self._loaded[0]
        rows = [
            tuple(row) for row in network.tokenizer(texts, truncation=True, max_length=_PIECES)["input_ids"]
        ]
        tokens: list[NDArray[np.float32]] = []
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            width = max(map(len, batch))
            ids = torch.tensor([[*row, *[0] * (width - len(row))] for row in batch])
            mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch])
            with torch.inference_mode():
                last = (
                    network.auto_model(input_ids=ids, attention_mask=mask).last_hidden_state.float().numpy()
                )
            tokens += [last[k, : len(row)].copy() for k, row in enumerate(batch)]
        pooled = [vector.mean(axis=0) for vector in tokens]
        return rows, tokens, [v / np.linalg.norm(v) for v in pooled]

    def _read_any(self, texts: list[str]) -> _Pass:
        """Whatever the model's modules make of the texts; one without word pieces has each text for its one piece."""
        made: Any = self._loaded.encode(
            texts, batch_size=_BATCH, show_progress_bar=False, output_value=None, convert_to_numpy=False
        )
        rows: list[tuple[int, ...]] = []
        tokens: list[NDArray[np.float32]] = []
        pooled: list[NDArray[np.float32]] = []
        for number, found in enumerate(made):
            vector = found["sentence_embedding"].float().cpu().numpy()
            pooled.append(vector / max(float(np.linalg.norm(vector)), np.finfo(np.float32).tiny))
            if "token_embeddings" in found and "attention_mask" in found:
                there = found["attention_mask"].bool()
                rows.append(tuple(found["input_ids"][there].tolist()[:_PIECES]))
                tokens.append(found["token_embeddings"][there][:_PIECES].float().cpu().numpy())
            else:
                rows.append((number + 1,))
                tokens.append(pooled[-1][None, :])
        return rows, tokens, pooled

    @cached_property
    def _folder(self) -> Path:
        folder = locate(self.model, self._offline)
        if not (folder / "modules.json").is_file() or not weights(folder):
            raise ModelError(
                f"model {self.model!r}: {folder} is no sentence-transformers model (modules.json or the weights are "
                "missing); give a folder that SentenceTransformer.save wrote, or a model's name"
            )
        return folder

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        return load(self.model, self._folder, bfloat16=has_bfloat16())


def load(model: str, folder: Path, *, bfloat16: bool) -> SentenceTransformer:
    """The model that lies in ``folder``, in the one precision or in float32. Raises ModelError."""
    import threading

    import torch
    from sentence_transformers import SentenceTransformer
    from tqdm import tqdm
    from transformers.utils import logging

    # Its default lock is one between processes, which a worker that is stopped leaves behind.
    tqdm.set_lock(threading.RLock())

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers leaves it untyped
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"dtype": torch.bfloat16 if bfloat16 else torch.float32}
    try:
        loaded = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=options)
    except Exception as error:  # what a damaged folder raises is up to four libraries
        raise ModelError(
            f"model {model!r}: {folder} cannot be loaded ({first_line(error)}); "
            "download or save the model again, or choose another with --model"
        ) from error
    return loaded.eval()


def cleaned(texts: Sequence[str]) -> list[str]:
    """Without lone surrogates, which tokenizers do not take."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]


def has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 by itself, as Linux tells; elsewhere float32 is used."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
