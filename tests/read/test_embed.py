"""Sentence vectors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from compare.errors import ModelError
from compare.read.embed import Embedder, SentenceTransformerEmbedder
from tests.embedders import HashEmbedder

TEXTS = [
    "The bridge was closed on Friday.",
    "On Friday they shut the bridge.",
    "Wheat prices fell in the spring.",
    "",
    "\ud800 \x00",
    "A very long sentence about ships that wait before the harbor " * 20,
]


def test_the_hash_embedder_meets_the_protocol() -> None:
    """The embedder of the tests gives unit rows, the same every time, nearer for texts that share words."""
    embedder: Embedder = HashEmbedder()
    rows = embedder.embed(TEXTS)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert (rows == HashEmbedder().embed(TEXTS)).all()
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_telling_the_revision_loads_no_torch() -> None:
    """Model and revision are known without torch, and the revision stays the same."""
    code = (
        "import sys; from compare.read.embed import SentenceTransformerEmbedder as E; "
        "print(E().revision == E().revision, len(E().revision) > 16, 'torch' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["True", "True", "False"]


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "~/no-such-folder-here", "a/b/c"])
def test_a_missing_folder_is_one_clear_line(name: str) -> None:
    """A path that is not there is told with what to do."""
    with pytest.raises(ModelError, match="no such folder; give the path of a saved model") as caught:
        SentenceTransformerEmbedder(name).embed(["text"])
    assert "\n" not in str(caught.value)


def test_a_name_that_cannot_be_one() -> None:
    """A name that the hub could never have is refused without asking it."""
    with pytest.raises(ModelError, match="not a model's name"):
        _ = SentenceTransformerEmbedder("bad name!!").revision


def test_an_unknown_name_offline_is_one_clear_line() -> None:
    """Offline, a model that is not on the machine is told in one line with what to do, and nothing else is printed."""
    code = (
        "from compare.read.embed import SentenceTransformerEmbedder as E\n"
        "from compare.errors import ModelError\n"
        "try: E('nobody/has-this-model').embed(['text'])\n"
        "except ModelError as error: print(error)"
    )
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True, text=True, check=True, env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    assert result.stdout.count("\n") == 1
    assert "not on this machine" in result.stdout
    assert "give the path of a saved model" in result.stdout
    assert result.stderr == ""


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    """A folder without modules.json or weights is told apart from a missing one."""
    with pytest.raises(ModelError, match=r"is no sentence-transformers model \(modules.json"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).revision


def test_the_revision_follows_the_weights(tmp_path: Path) -> None:
    """Other weights or another configuration give another revision."""
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"a" * 100)
    first = SentenceTransformerEmbedder(str(tmp_path)).revision
    (tmp_path / "model.safetensors").write_bytes(b"a" * 99 + b"b")
    second = SentenceTransformerEmbedder(str(tmp_path)).revision
    (tmp_path / "modules.json").write_text("[{}]")
    assert len({first, second, SentenceTransformerEmbedder(str(tmp_path)).revision}) == 3


def test_no_texts_give_no_rows() -> None:
    """Nothing to embed loads nothing."""
    assert SentenceTransformerEmbedder().embed([]).shape == (0, 0)


@pytest.mark.model
def test_the_bundled_model() -> None:
    """Rows are unit length, the same bytes for the same list, near for paraphrases, and near across batches."""
    embedder = SentenceTransformerEmbedder()
    rows = embedder.embed(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows.tobytes() == embedder.embed(TEXTS).tobytes()
    assert rows[0] @ rows[1] > 0.7 > 0.4 > rows[0] @ rows[2]
    alone = np.vstack([embedder.embed([text]) for text in TEXTS])
    assert np.abs(alone - rows).max() < 0.01


@pytest.mark.model
def test_a_damaged_model_is_one_clear_line(tmp_path: Path) -> None:
    """A folder with the right files and nonsense in them is told in one line with what to do."""
    (tmp_path / "modules.json").write_text(
        json.dumps([{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}])
    )
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    (tmp_path / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(ModelError, match=r"cannot be loaded .* choose another with --model") as caught:
        SentenceTransformerEmbedder(str(tmp_path)).embed(["text"])
    assert "\n" not in str(caught.value)
