"""What a rule proposes: a difference, and the evidence on which it is told or let pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compare.records import Difference


@dataclass(frozen=True, slots=True)
class Candidate:
    """A difference that a rule has found; ``evidence`` names what speaks for and against telling it, mostly 0 or 1."""

    difference: Difference
    evidence: Mapping[str, float]
