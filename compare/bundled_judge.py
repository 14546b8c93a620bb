"""The pair judge that comes with the package: the pair model above the bundled encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from compare.match import pair_model
from compare.match.judge import Question
from compare.match.models import sigmoid
from compare.match.pair_model import PairModel, Row
from compare.read.embed import cleaned, has_bfloat16, load
from compare.read.models import DEFAULT_MODEL, fingerprint, locate
from compare.records import PairVerdict


class BundledJudge:
    """Reads each pair once, its sides in the question's order; the sentences alone, without their context."""

    def __init__(self, path: Path = pair_model.FITTED) -> None:
        self._path = path

    def judge(self, questions: Sequence[Question]) -> list[PairVerdict]:
        """A verdict for each pair. Raises InputError when the file is damaged or of another encoder."""
        if not questions:
            return []
        model, tokenizer = self._loaded
        texts = list(dict.fromkeys(side.text for q in questions for side in (q.a, q.b)))
        cut = tokenizer(
            cleaned(texts), add_special_tokens=False, truncation=True, max_length=pair_model.PIECES
        )
        pieces = dict(zip(texts, cut["input_ids"], strict=True))
        rows: list[Row] = [(pieces[q.a.text], pieces[q.b.text]) for q in questions]
        said = sigmoid(model.log_odds(rows)).tolist()
        return [PairVerdict(aligned, "same" if same >= 0.5 else "partial", same) for aligned, same in said]

    @cached_property
    def _loaded(self) -> tuple[PairModel, Any]:
        folder = locate(DEFAULT_MODEL, offline=True)
        bundled: Any = load(DEFAULT_MODEL, folder, bfloat16=False)
        model = pair_model.load(self._path, fingerprint(folder), bundled[0].auto_model)
        if has_bfloat16():
            model.encoder.bfloat16()
        return model, bundled.tokenizer


@cache
def bundled_judge() -> BundledJudge:
    """One for each process: loading takes a second."""
    return BundledJudge()
