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

from compare.contrast.candidate import Candidate, Clash
from compare.contrast.telling import Pair
from compare.contrast.trees import fitted, pooled
from compare.records import Difference, Relation

ALIKE = 0.7  # word-level likeness from which on two tellings are one sentence with something changed
CLOSE = 0.5  # the same, from which on what one telling denies can be looked for in the other
FEW = 3  # places at which they then may differ; a rewording has more
AT_LEAST = 4  # words that they share around a single change, however long
MOSTLY = 0.6  # the same of most of it
SAID_ALL = 0.8  # of the words of the shorter telling, from which on the other says all of it
STRICTER = 0.15  # probability beyond the threshold that a difference of a partial pair needs
BESIDE = 0.25  # two words of content more around a charged word: what is longer may be said besides
SURE = 0.5  # probability of the match from which on nothing more is asked for: below, it is likelier none
DOUBTFUL = 0.5  # how much more, for each point below
NEARLY_BEST = 0.7  # of the best candidate's probability, from which on another is told beside it
_MOSTLY_PLAIN = 0.3  # quoted share up to which a sentence is the outlet's own
_WEIGHED = frozenset(
    {"agent-generalised", "agent-left-out", "agent-otherwise-named", "agent-hidden-in-passive"}
)
# What one telling alone has may belong to the part that the two do not share: these compare whole tellings.
_OF_THE_WHOLE = frozenset({"certainty", "wording", "actor", "figure-only-one-side", "time-only-one-side"})
_WEIGHTS = Path(__file__).with_name("weights.toml")


def told(
    pair: Pair, candidates: Sequence[Candidate], relation: Relation = "same", aligned: float = 1.0
) -> tuple[Difference, ...]:
    """The differences of ``candidates`` that are worth telling, in their order.

    Tellings that share a part only differ in much else: there it takes more to tell a difference, and what compares
    whole tellings is not told. It takes more too where the two may be no match at all: ``aligned`` is the probability
    that they are one.
    """
    more = (STRICTER if relation == "partial" else 0.0) + DOUBTFUL * max(0.0, SURE - aligned)
    closed = _closed(pair, candidates, more) | (_OF_THE_WHOLE if relation == "partial" else frozenset())
    return tuple(
        c.difference
        for c in candidates
        if is_plain(pair, c)
        or (
            closed.isdisjoint((c.difference.kind, c.difference.rule))
            and _is_weighty(pair, c, candidates, more)
        )
    )


def conflict(pair: Pair, clashes: Sequence[Clash], aligned: float = 1.0) -> Clash | None:
    """The weightiest clash, if it is weighty enough; what the other telling says is denied outright is.

    ``aligned`` is the probability that the two tellings are a match: what tells of other things is in no conflict, so
    that the two probabilities are multiplied.
    """
    best: Clash | None = None
    most = 0.0
    for clash in clashes:
        if clash.evidence["same claim"] and clash.evidence.get("outright"):
            return clash
        if not clash.evidence.get("deed met", 1.0) and pair.likeness >= CLOSE:
            continue  # what is denied is not what the other, which runs alike, tells
        weight = probability("conflict", evidence(pair, clash.evidence))
        if best is None or weight > most:
            best, most = clash, weight
    if best is None:
        return None
    own = best.evidence
    denied = bool(own.get("negated word met")) and pair.overlap >= SAID_ALL and _is_outlets_own(pair)
    alike = one_sentence(pair) and bool(own.get("alone", 1.0))
    certain = bool(own["same claim"]) and (alike or denied)
    return best if certain or most * aligned >= float(_weights()["conflict"]["threshold"]) else None


def one_sentence(pair: Pair) -> bool:
    """Whether the two tellings are one sentence of the outlets' own with something changed."""
    if not _is_outlets_own(pair):
        return False
    return (pair.likeness >= ALIKE and pair.edits <= FEW) or (pair.edits == 1 and pair.same >= AT_LEAST)


def _is_outlets_own(pair: Pair) -> bool:
    quoted = max(pair.a.quoted_share, pair.b.quoted_share) > _MOSTLY_PLAIN
    return not quoted and not pair.a.open_marks and not pair.b.open_marks


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


def is_plain(pair: Pair, candidate: Candidate) -> bool:
    """Whether the candidate is told without weighing.

    So it is where two tellings run alike, but for quotations, which may be cut here and there; for "Orvell rejected
    it", which reports nobody's words. A passive of the very same verb, in a sentence that says nothing else, need not
    run alike; nor need a denial of what the other telling has in the same words, nor a quotation of one speaker that
    is laid in the mouth of many.
    """
    kind, rule, own = candidate.difference.kind, candidate.difference.rule, candidate.evidence
    if rule == "hedge-only-one-side" and own["modal against will"] and pair.overlap >= MOSTLY:
        return True
    if rule == "ordered-or-suggested":
        return True
    if rule == "denied-only-one-side" and own["denied, words met"] >= MOSTLY:
        return True
    if rule == "different-sources" and (own["many for one"] or own["unnamed elsewhere"]):
        return True
    if own.get("of the amount"):
        return True
    if rule == "agent-hidden-in-passive" and own["same verb"]:
        return _is_outlets_own(pair) and (bool(own["same object"]) or pair.overlap >= SAID_ALL)
    if rule == "agent-generalised" and own.get("same noun"):
        return True
    if not one_sentence(pair) or rule in _WEIGHED:
        return False
    if kind == "attribution":
        return bool(own.get("saying") or own.get("either saying") or own.get("according"))
    if kind == "quote":
        return rule == "term-in-quotation-marks" and bool(own["verbatim unmarked"])
    if kind == "certainty" and rule == "hedge-only-one-side":
        return bool(own["next shared"])
    if rule == "charged-word-alone":
        return not own["verb as noun"] and own["addition"] <= BESIDE
    return True


def _closed(pair: Pair, candidates: Sequence[Candidate], more: float) -> set[str]:
    """The kinds of which the trees, looking at all candidates at once, tell none."""
    closed = set()
    for kind, trees in fitted().items():
        found = [evidence(pair, c.evidence) for c in candidates if c.difference.kind == kind]
        if found and trees.probability(pooled(found)) < trees.threshold + more:
            closed.add(kind)
    return closed


def _is_weighty(pair: Pair, candidate: Candidate, candidates: Sequence[Candidate], more: float) -> bool:
    kind = candidate.difference.kind
    mine = probability(kind, evidence(pair, candidate.evidence))
    if kind not in fitted():
        return mine >= float(_weights()[kind]["threshold"]) + more
    # That the kind is told is settled; here it is only on which words.
    rivals = (probability(kind, evidence(pair, c.evidence)) for c in candidates if c.difference.kind == kind)
    return mine >= NEARLY_BEST * max(rivals)


@cache
def _weights() -> dict[str, Any]:
    return tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))
