"""A pair judge made of any sentence-transformers CrossEncoder: paraphrase, similarity or entailment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from compare.errors import JudgeError, ModelError
from compare.match.judge import Question
from compare.records import PairVerdict, Relation

_BATCH = 16  # pairs
_ALIGNED = {"entailment", "paraphrase", "equivalent", "equivalence", "duplicate", "is_duplicate", "aligned"}


class CrossEncoderJudge:
    """Reads each pair in both directions and takes the mean; of an entailment model, the surer direction.

    ``folder`` holds the model. It has one output (a score), two (the second means yes), or named ones, among them
    ``entailment``, ``paraphrase``, or our own ``same`` and ``partial``. Raises ModelError for any other.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    def judge(self, questions: Sequence[Question]) -> list[PairVerdict | JudgeError]:
        """A verdict for each pair; the sentences alone are read, without their context."""
        if not questions:
            return []
        there = [(_clean(q.a.text), _clean(q.b.text)) for q in questions]
        scores = np.stack([self._probabilities(there), self._probabilities([(b, a) for a, b in there])])
        return [self._verdict(scores[:, k]) for k in range(len(questions))]

    def _probabilities(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        """Pairs x outputs; a single output stands for itself."""
        import torch

        activation = torch.nn.Sigmoid() if len(self._labels) == 1 else torch.nn.Softmax(dim=-1)
        made = self._loaded.predict(
            pairs, batch_size=_BATCH, show_progress_bar=False, activation_fn=activation, convert_to_numpy=True
        )
        return np.asarray(made, dtype=np.float64).reshape(len(pairs), len(self._labels))

    def _verdict(self, scores: np.ndarray) -> PairVerdict | JudgeError:
        """``scores``: 2 directions x outputs."""
        if not np.isfinite(scores).all():
            return JudgeError(f"{self._name}: gave no number")
        by_name = dict(zip(self._labels, scores.T, strict=True))
        if len(by_name) == 1:
            return PairVerdict(float(scores.mean()))
        if {"same", "partial"} <= set(by_name):
            same, partial = float(by_name["same"].mean()), float(by_name["partial"].mean())
            relation: Relation = "same" if same >= partial else "partial"
            return PairVerdict(same + partial, relation)
        yes = next((by_name[label] for label in self._labels if label in _ALIGNED), scores[:, -1])
        # Of two sentences that share an assertion, the longer one entails the shorter, and not the other way.
        return PairVerdict(float(yes.max() if "entailment" in by_name else yes.mean()))

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        named = self._loaded.model.config.id2label
        labels = tuple(str(named[k]).lower() for k in sorted(named))
        known = _ALIGNED & set(labels) or {"same", "partial"} <= set(labels)
        if len(labels) > 2 and not known:
            raise ModelError(
                f"pair judge {self._name!r}: its outputs are {', '.join(labels)}; one score is needed, or two outputs, "
                "or one named entailment, paraphrase, or same and partial; choose another --judge"
            )
        return labels

    @cached_property
    def _loaded(self) -> Any:
        from sentence_transformers import CrossEncoder

        try:
            return CrossEncoder(str(self._folder), device="cpu", local_files_only=True)
        except Exception as error:  # what a damaged folder raises is up to four libraries
            first = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
            raise ModelError(
                f"pair judge {self._name!r}: {self._folder} cannot be loaded as a CrossEncoder ({first}); "
                "choose another --judge, or --judge '' for none"
            ) from error


def _clean(text: str) -> str:
    """Without lone surrogates, which tokenizers do not take."""
    return text.encode("utf-8", "replace").decode("utf-8")
