"""The bundled encoder reading both sentences of a pair in one input: its weights moved by a small file, and a head.

Fitted by benchmarks/fit_pair_model.py; docs/alignment_model.md says on what. The file holds, for each weight, how far
it was moved: matrices in four bits with a step for each row, the rest in half precision.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from compare.errors import InputError
from compare.match.story_types import Floats

FITTED = Path(__file__).with_name("pair_model.npz")
PIECES = 80  # of each sentence that are read
_CLS, _SEP, _PAD = 101, 102, 0
_HEAD = {"hidden.weight", "hidden.bias", "out.weight", "out.bias"}
_LEVELS = 7  # steps of four bits to each side of nothing
_BATCH = 1536  # pieces
_STEP = 16  # pieces: for each shape, what multiplies matrices makes a program of its own, and keeps it

Row = tuple[Sequence[int], Sequence[int]]  # word pieces of two sentences, without [CLS] and [SEP]


@dataclass(frozen=True)
class PairModel:
    """An encoder whose weights were moved, and the head above it: what two sentences have to do with each other."""

    encoder: Any  # a torch module
    head: Mapping[str, Any]  # tensors: hidden.weight, hidden.bias, out.weight, out.bias

    def log_odds(self, rows: Sequence[Row]) -> Floats:
        """Of each pair, that it shares an assertion, and given this that it makes the same claim: shape (n, 2)."""
        import torch

        out = np.zeros((len(rows), 2), np.float32)
        for part in _batches([_length(row) for row in rows]):
            with torch.inference_mode():
                seen = pooled(self.encoder, *inputs([rows[k] for k in part], _STEP)).float()
                hidden = torch.nn.functional.gelu(
                    seen @ self.head["hidden.weight"].T + self.head["hidden.bias"]
                )
                out[part] = (hidden @ self.head["out.weight"].T + self.head["out.bias"]).numpy()
        return out


def _length(row: Row) -> int:
    return len(row[0]) + len(row[1]) + 3


def _up(length: int, step: int) -> int:
    return -(-length // step) * step


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Pairs of like length, so many that their pieces are few enough, the longest first: memory grows only once."""
    order = sorted(range(len(lengths)), key=lambda k: (-lengths[k], k))
    while order:
        number = max(1, _BATCH // _up(lengths[order[0]], _STEP))
        yield order[:number]
        order = order[number:]


def inputs(rows: Sequence[Row], step: int = 1) -> tuple[Any, Any, Any]:
    """Word pieces, mask and sentence numbers of the pairs: tensors of shape (pairs, longest, up to the next ``step``)."""
    import torch

    wide = _up(max(map(_length, rows)), step)
    ids = torch.full((len(rows), wide), _PAD)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for k, (a, b) in enumerate(rows):
        pieces = [_CLS, *a, _SEP, *b, _SEP]
        ids[k, : len(pieces)] = torch.tensor(pieces)
        mask[k, : len(pieces)] = 1
        types[k, len(a) + 2 : len(pieces)] = 1
    return ids, mask, types


def pooled(encoder: Any, ids: Any, mask: Any, types: Any) -> Any:
    """The first piece's vector and the mean of all, side by side: shape (pairs, 2d)."""
    import torch

    last = encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
    there = mask[..., None].to(last.dtype)
    return torch.cat([last[:, 0], (last * there).sum(1) / there.sum(1)], -1)


def save(
    path: Path, weights: str, before: Mapping[str, Any], after: Mapping[str, Any], head: Mapping[str, Any]
) -> None:
    """Writes how far the encoder was moved from ``before`` to ``after`` (tensors by name) and the head.

    ``weights`` is the digest of the encoder's files.
    """
    arrays: dict[str, np.ndarray] = {"weights": np.array(weights)}
    for name, moved in [(n, (after[n] - before[n]).numpy()) for n in sorted(after)]:
        if moved.any():
            arrays |= _packed(f"encoder.{name}", moved)
    for name in sorted(head):
        arrays |= _packed(f"head.{name}", head[name].numpy())
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def load(path: Path, weights: str, encoder: Any) -> PairModel:
    """The pair model of a file that ``save`` wrote, made of ``encoder``, which is changed in place.

    Raises InputError for another file, and for one that moves the weights of another encoder.
    """
    import torch

    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        belongs = str(arrays.pop("weights"))
        names = sorted({key.partition(":")[0] for key in arrays})
        moved = {name: torch.from_numpy(_unpacked(arrays, name)) for name in names}
    except (OSError, ValueError, LookupError, TypeError, EOFError, BadZipFile, zlib.error) as error:
        raise InputError(f"{path}: is no pair model of this version ({type(error).__name__})") from None
    if belongs != weights:
        raise InputError(f"{path}: moves the weights of another encoder ({belongs}, this one is {weights})")
    own = encoder.state_dict()
    head = {n.removeprefix("head."): w for n, w in moved.items() if n.startswith("head.")}
    shifts = {n.removeprefix("encoder."): w for n, w in moved.items() if n.startswith("encoder.")}
    strange = [n for n, w in shifts.items() if n not in own or own[n].shape != w.shape]
    if strange or set(head) != _HEAD:
        raise InputError(
            f"{path}: does not fit the encoder's weights ({(strange or sorted(head) or ['none'])[0]})"
        )
    for name, shift in shifts.items():
        own[name] += shift  # the tensors are the encoder's own
    return PairModel(encoder, head)


def revision(path: Path = FITTED) -> str:
    """Names the file by its content. Raises InputError when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def _packed(name: str, moved: np.ndarray) -> dict[str, np.ndarray]:
    if moved.ndim != 2 or moved.shape[1] % 2:
        return {f"{name}:half": moved.astype(np.float16)}
    step = (np.abs(moved).max(axis=1, keepdims=True) / _LEVELS).astype(np.float16)
    levels = np.rint(moved / np.maximum(step, np.finfo(np.float16).tiny)).clip(-_LEVELS, _LEVELS) + _LEVELS
    pairs = levels.astype(np.uint8).reshape(len(moved), -1, 2)
    return {f"{name}:four": pairs[..., 0] << 4 | pairs[..., 1], f"{name}:step": step}


def _unpacked(arrays: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    if f"{name}:half" in arrays:
        return arrays[f"{name}:half"].astype(np.float32)
    four = arrays[f"{name}:four"]
    levels = np.stack([four >> 4, four & 15], axis=-1).reshape(len(four), -1).astype(np.float32) - _LEVELS
    return levels * arrays[f"{name}:step"].astype(np.float32)
