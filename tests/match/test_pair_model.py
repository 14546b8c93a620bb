"""The pair model: its file holds how far an encoder's weights were moved, and what it says belongs to that encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compare.errors import InputError
from compare.match import pair_model

pytestmark = pytest.mark.model


def tiny_encoder(seed: int) -> Any:
    """A BERT of two layers with random weights."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=200, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=200, initializer_range=0.3,
    )  # fmt: skip
    return BertModel(config).eval()


def moved(encoder: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Weights before and after, and a head; the vocabulary stays where it is."""
    import torch

    before = {name: value.clone() for name, value in encoder.state_dict().items()}
    after = {
        name: value if "embeddings" in name else value + 0.05 * torch.randn_like(value)
        for name, value in before.items()
    }
    head = {
        "hidden.weight": torch.randn(16, 32), "hidden.bias": torch.randn(16),
        "out.weight": torch.randn(2, 16), "out.bias": torch.randn(2),
    }  # fmt: skip
    return before, after, head


ROWS = [([5, 6, 7], [8, 9]), ([10] * 20, [11] * 30), ([12], [13])]


def test_a_written_model_says_what_it_said_before(tmp_path: Path) -> None:
    """Weights survive in four bits: every one within half a step, so that what is said of a pair changes little."""
    encoder = tiny_encoder(1)
    before, after, head = moved(encoder)
    unmoved = pair_model.PairModel(tiny_encoder(1), head).log_odds(ROWS)
    encoder.load_state_dict(after)
    said = pair_model.PairModel(encoder, head).log_odds(ROWS)
    assert said.shape == (3, 2)
    for name in ("one", "two"):
        pair_model.save(tmp_path / f"{name}.npz", "abc", before, after, head)
    again = pair_model.load(tmp_path / "one.npz", "abc", tiny_encoder(1))
    assert np.abs(again.log_odds(ROWS) - said).mean() < 0.5 * np.abs(unmoved - said).mean()
    for name, value in again.encoder.state_dict().items():
        if value.ndim == 2:
            step = (after[name] - before[name]).abs().amax(dim=1, keepdim=True) / 7
            assert ((value - after[name]).abs() <= step * 0.51 + 1e-6).all(), name
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_what_stands_beside_a_pair_changes_nothing_that_is_said_of_it() -> None:
    """Padding is not read, and the order of the pairs is kept."""
    model = pair_model.PairModel(tiny_encoder(1), moved(tiny_encoder(1))[2])
    together = model.log_odds(ROWS)
    alone = np.concatenate([model.log_odds([row]) for row in ROWS])
    assert np.abs(together - alone).max() < 1e-4
    assert model.log_odds([]).shape == (0, 2)


def test_a_file_for_another_encoder_is_refused(tmp_path: Path) -> None:
    """It would move weights that it was not made from."""
    before, after, head = moved(tiny_encoder(1))
    pair_model.save(tmp_path / "a.npz", "abc", before, after, head)
    with pytest.raises(
        InputError, match=r"a\.npz: moves the weights of another encoder \(abc, this one is xyz\)"
    ):
        pair_model.load(tmp_path / "a.npz", "xyz", tiny_encoder(1))


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_damaged_file_is_told_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    """Cut short, of another kind, or not there."""
    path = tmp_path / "a.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.npz: is no pair model of this version"):
        pair_model.load(path, "abc", tiny_encoder(1))


@pytest.mark.parametrize("fault", ["another name", "another shape", "no head"])
def test_a_file_that_does_not_fit_the_encoder_is_refused(tmp_path: Path, fault: str) -> None:
    """No weight is left where it was in silence."""
    before, after, head = moved(tiny_encoder(1))
    if fault == "another name":
        before, after = ({f"old.{name}": value for name, value in x.items()} for x in (before, after))
    elif fault == "another shape":
        before, after = ({name: value[..., :2] for name, value in x.items()} for x in (before, after))
    else:
        head = {}
    pair_model.save(tmp_path / "a.npz", "abc", before, after, head)
    with pytest.raises(InputError, match=r"a\.npz: does not fit the encoder's weights"):
        pair_model.load(tmp_path / "a.npz", "abc", tiny_encoder(1))


def test_any_flipped_bit_is_told(tmp_path: Path) -> None:
    """A file that was damaged on its way is refused as one, wherever it was hit."""
    before, after, head = moved(tiny_encoder(1))
    pair_model.save(tmp_path / "a.npz", "abc", before, after, head)
    whole, refused = (tmp_path / "a.npz").read_bytes(), 0
    for place in range(0, len(whole), len(whole) // 60):
        (tmp_path / "b.npz").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            pair_model.load(tmp_path / "b.npz", "abc", tiny_encoder(1))
        except InputError:
            refused += 1
    assert refused > 50  # elsewhere an archive holds dates and the like
