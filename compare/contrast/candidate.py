"""What a rule proposes: a difference, and the evidence on which it is told or let pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compare.records import Conflict, Difference, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A difference that a rule has found; ``evidence`` names what speaks for and against telling it, mostly 0 or 1."""

    difference: Difference
    evidence: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot both be so, where it stands in each telling, by which rule, and the evidence."""

    kind: Conflict
    a: Span
    b: Span
    rule: str
    evidence: dict[str, float]
