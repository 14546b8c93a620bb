"""Which of the differences and conflicts that the rules find are told.

Two outlets never use the same words, so that most of what differs between two sentences is of no account. A rule says
what differs and on which words; whether a reader would call it a difference follows from the evidence beside it, by
weights that were fitted on annotated pairs and can be read in weights.toml. Where two sentences outside quotations run
alike but for the words in question, nothing is weighed: the difference is told.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from compare.contrast.candidate import Candidate
from compare.contrast.conflict import Clash
from compare.contrast.telling import Pair
from compare.records import Conflict, Difference

ALIKE = 0.7  # word-level likeness from which on two tellings are one sentence with something changed
FEW = 3  # places at which they then may differ; a rewording has more
_MOSTLY_PLAIN = 0.3  # quoted share up to which a sentence is the outlet's own
_WEIGHED = frozenset({"source-generalised", "agent-generalised", "agent-left-out"})
_WEIGHTS = Path(__file__).with_name("weights.toml")


def told(pair: Pair, candidates: Sequence[Candidate]) -> tuple[Difference, ...]:
    """The differences of ``candidates`` that are worth telling, in their order."""
    alike = one_sentence(pair)
    return tuple(
        c.difference
        for c in candidates
        if (alike and _is_plain(c)) or _is_told(c.difference.kind, evidence(pair, c.evidence))
    )


def conflict(pair: Pair, clashes: Sequence[Clash]) -> Conflict | None:
    """The kind of the weightiest clash, if it is weighty enough."""
    best: Clash | None = None
    most = 0.0
    for clash in clashes:
        weight = probability("conflict", evidence(pair, clash.evidence))
        if best is None or weight > most:
            best, most = clash, weight
    if best is None:
        return None
    certain = one_sentence(pair) and best.evidence["same claim"] and best.evidence.get("alone", 1.0)
    return best.kind if certain or most >= float(_weights()["conflict"]["threshold"]) else None


def one_sentence(pair: Pair) -> bool:
    """Whether the two tellings are one sentence of the outlets' own with something changed."""
    plain = max(pair.a.quoted_share, pair.b.quoted_share) <= _MOSTLY_PLAIN
    whole = not (pair.a.open_marks or pair.b.open_marks)
    return plain and whole and pair.likeness >= ALIKE and pair.edits <= FEW


def evidence(pair: Pair, own: Mapping[str, float]) -> dict[str, float]:
    """All that speaks for or against a difference or a conflict: its own evidence and what holds for the pair."""
    return {
        **own,
        "overlap": pair.overlap,
        "likeness": pair.likeness,
        "union": pair.union,
        "length": min(len(pair.a.words), len(pair.b.words)) / max(len(pair.a.words), len(pair.b.words), 1),
        "words": min(max(len(pair.a.words), len(pair.b.words)), 60) / 60,
    }


def probability(kind: str, of: Mapping[str, float]) -> float:
    """How likely a reader would tell a difference of ``kind`` on this evidence, 0 to 1."""
    model = _weights()[kind]
    known: Mapping[str, float] = model["weights"]
    score = float(model["intercept"]) + sum(known.get(name, 0.0) * value for name, value in of.items())
    return 1 / (1 + math.exp(-score))


def _is_told(kind: str, of: Mapping[str, float]) -> bool:
    return probability(kind, of) >= float(_weights()[kind]["threshold"])


def _is_plain(candidate: Candidate) -> bool:
    """Whether the candidate counts without weighing where two tellings run alike.

    A quotation may be cut here and there, and two sources are told by the rule for sources.
    """
    return candidate.difference.kind != "quote" and candidate.difference.rule not in _WEIGHED


@cache
def _weights() -> dict[str, Any]:
    return tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))
