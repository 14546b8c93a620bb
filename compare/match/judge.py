"""A second opinion on the pairs that the scorer cannot decide: which are asked about, and what the answer changes.

Any object with the one method of ``PairJudge`` can give it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from compare.errors import JudgeError
from compare.records import Alignment, Claim, PairVerdict, digest

UNCLEAR = 2.0  # in log odds around the threshold: from 4 % to 71 % with the package's file
SUREST = 0.95  # a judge is nowhere calibrated: none may count for more than this
PATIENCE = 3  # failures in a row after which a judge is not asked again for this story


@dataclass(frozen=True, slots=True)
class Side:
    """One sentence of a pair with what helps to understand it; empty where there is nothing."""

    text: str
    before: str = ""  # the sentence before it in its article
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A pair to judge. The sides stand in an order of their own, so that the verdict cannot depend on who came first."""

    a: Side
    b: Side

    @classmethod
    def of(cls, one: Side, other: Side) -> Question:
        """The question about two sides, whichever is named first."""
        a, b = sorted((one, other), key=lambda side: (side.text, side.before, side.headline))
        return cls(a, b)

    @property
    def sha256(self) -> str:
        """Names all that the judge is shown."""
        return digest(
            self.a.text, self.a.before, self.a.headline, self.b.text, self.b.before, self.b.headline
        )


class PairJudge(Protocol):
    """Reads two sentences together and says how likely they make (in part) the same claim."""

    def judge(self, questions: Sequence[Question]) -> Sequence[PairVerdict | JudgeError]:
        """A verdict, or why there is none, for each question in its order."""
        ...


@dataclass
class Opinion:
    """What came of asking: the alignments, the verdicts that are new, and what went wrong."""

    alignments: tuple[Alignment, ...]
    fresh: dict[str, tuple[str, PairVerdict]] = field(
        default_factory=dict
    )  # question -> hash of a text, verdict
    unclear: int = 0  # pairs that were worth asking about
    judged: int = 0  # of them, by this judge, now or in an earlier run
    taken: int = 0  # of these, aligned in the end
    errors: list[JudgeError] = field(default_factory=list)


def unclear(probability: float, threshold: float) -> bool:
    """Whether the scorer leaves it open that a pair of this probability is aligned."""
    return abs(_log_odds(probability) - _log_odds(threshold)) <= UNCLEAR


def least_unclear(threshold: float) -> float:
    """The lowest probability that a judge is asked about."""
    return _probability(_log_odds(threshold) - UNCLEAR)


def second_opinion(
    alignments: Sequence[Alignment],
    claims: Sequence[Claim],
    threshold: float,
    judge: PairJudge,
    name: str,
    known: Mapping[str, PairVerdict],
    calls: int,
) -> Opinion:
    """``alignments`` after the judge was asked about the unclear ones, and without those below ``threshold``.

    ``alignments`` reach down to ``least_unclear(threshold)``. At most ``calls`` pairs that are not in ``known`` are
    asked about, the most doubtful first. The judge's odds are multiplied with the scorer's; a pair that the judge
    decided carries ``name`` as its remark. Where the judge fails the scorer's word stands.
    """
    sides = _sides(claims)
    texts = {claim.id: claim.text_sha256 for claim in claims}
    asked = {k: Question.of(sides[x.a], sides[x.b]) for k, x in enumerate(alignments) if unclear(x.probability, threshold)}  # fmt: skip
    opinion = Opinion((), unclear=len(asked))
    verdicts = {k: known[q.sha256] for k, q in asked.items() if q.sha256 in known}
    centre = _log_odds(threshold)
    order = sorted(
        (k for k in asked if k not in verdicts),
        key=lambda k: (abs(_log_odds(alignments[k].probability) - centre), asked[k].sha256),
    )[:calls]
    for k, answer in zip(order, judge.judge([asked[k] for k in order]), strict=True):
        if isinstance(answer, JudgeError):
            opinion.errors.append(answer)
        else:
            verdicts[k] = answer
            text = min(texts[alignments[k].a], texts[alignments[k].b])
            opinion.fresh[asked[k].sha256] = (text, answer)
    judged = [_judged(x, verdicts.get(k), name) for k, x in enumerate(alignments)]
    opinion.alignments = tuple(x for x in judged if x.probability >= threshold)
    opinion.judged = len(verdicts)
    opinion.taken = sum(x.decided_by == "judge" for x in opinion.alignments)
    return opinion


def _judged(alignment: Alignment, verdict: PairVerdict | None, name: str) -> Alignment:
    if verdict is None:
        return alignment
    said = _log_odds(min(max(verdict.aligned, 1 - SUREST), SUREST))
    return replace(
        alignment,
        probability=round(_probability(_log_odds(alignment.probability) + said), 4),
        relation=verdict.relation or alignment.relation,
        decided_by="judge",
        remark=name,
    )


def _sides(claims: Sequence[Claim]) -> dict[str, Side]:
    headline = {c.article: c.text for c in claims if c.kind == "headline"}
    before = {(c.article, c.position + 1): c.text for c in claims if c.kind != "headline"}
    return {
        c.id: Side(c.text, before.get((c.article, c.position), ""), headline.get(c.article, ""))
        for c in claims
    }


def _log_odds(p: float) -> float:
    q = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(q / (1 - q))


def _probability(z: float) -> float:
    return 1 / (1 + math.exp(-z))
