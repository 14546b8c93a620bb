"""An optional second reading of aligned pairs: does one telling entail the other, or contradict it?

Any CrossEncoder whose outputs are named entailment, neutral and contradiction will do. Its verdict is shown beside what
the rules say; no conflict is made of it, and none is taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import numpy as np

from compare.errors import ModelError
from compare.records import Alignment, Claim, Entailment, Verdict

_BATCH = 16  # pairs
_LABELS: tuple[Entailment, ...] = get_args(Entailment)


class EntailmentModel:
    """A CrossEncoder in ``folder`` that is shown as ``name``. Each pair is read in both directions.

    A contradiction in either direction counts; entailment is that of the surer one, for the longer of two tellings
    entails the shorter and not the other way round. Raises ModelError where the folder holds no such model.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    def verdicts(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """One for each pair of texts, in their order."""
        if not pairs:
            return []
        there = [(_clean(a), _clean(b)) for a, b in pairs]
        both = np.stack([self._probabilities(there), self._probabilities([(b, a) for a, b in there])])
        most = both.max(axis=0)
        most[:, _LABELS.index("neutral")] = both[:, :, _LABELS.index("neutral")].min(axis=0)
        share = most / most.sum(axis=1, keepdims=True)
        best = share.argmax(axis=1)
        return [
            Verdict(self._name, _LABELS[k], round(float(row[k]), 4))
            for k, row in zip(best, share, strict=True)
        ]

    def _probabilities(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        """Pairs x labels, in the order of ``_LABELS``."""
        import torch

        order = self._order
        made = self._loaded.predict(
            pairs,
            batch_size=_BATCH,
            show_progress_bar=False,
            activation_fn=torch.nn.Softmax(dim=-1),
            convert_to_numpy=True,
        )
        return np.asarray(made, dtype=np.float64).reshape(len(pairs), len(order))[:, order]

    @cached_property
    def _order(self) -> list[int]:
        named = self._loaded.model.config.id2label
        labels = [str(named[k]).lower() for k in sorted(named)]
        if sorted(labels) != sorted(_LABELS):
            raise ModelError(
                f"nli model {self._name!r}: its outputs are {', '.join(labels)}, and not entailment, neutral and "
                "contradiction; set another as nli in config/settings.toml, or none"
            )
        return [labels.index(label) for label in _LABELS]

    @cached_property
    def _loaded(self) -> Any:
        from sentence_transformers import CrossEncoder

        try:
            return CrossEncoder(str(self._folder), device="cpu", local_files_only=True)
        except Exception as error:  # what a damaged folder raises is up to four libraries
            first = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
            raise ModelError(
                f"nli model {self._name!r}: {self._folder} cannot be loaded as a CrossEncoder ({first}); "
                "set another as nli in config/settings.toml, or none"
            ) from error


def with_verdicts(
    alignments: Sequence[Alignment], claims: Mapping[str, Claim], model: EntailmentModel
) -> tuple[Alignment, ...]:
    """``alignments`` with the model's verdict on each, and everything else as it was; ``claims`` by id."""
    verdicts = model.verdicts([(claims[x.a].text, claims[x.b].text) for x in alignments])
    return tuple(replace(x, verdict=v) for x, v in zip(alignments, verdicts, strict=True))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")  # the tokenizer takes no lone surrogates
