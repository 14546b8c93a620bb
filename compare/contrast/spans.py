"""Spans of words inside a claim, with their offsets in the article."""

from __future__ import annotations

import re

from compare.records import Claim, Span

PARTING = frozenset(",;:–—(")  # signs between words that belong to two phrases
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def listed(*lines: str) -> frozenset[str]:
    """The words of ``lines``, parted by spaces."""
    return frozenset(" ".join(lines).split())


def nothing(claim: Claim) -> Span:
    """The empty span that stands for a side which has no such words."""
    return Span("", claim.start, claim.start)


def covering(claim: Claim, spans: list[Span]) -> Span:
    """The stretch of the claim from the first to the last of ``spans``; empty when there are none."""
    if not spans:
        return nothing(claim)
    start, end = spans[0].start, spans[-1].end
    return Span(claim.text[start - claim.start : end - claim.start], start, end)


def inside(span: Span, spans: tuple[Span, ...]) -> bool:
    """Whether ``span`` lies within one of ``spans``."""
    return any(other.start <= span.start and span.end <= other.end for other in spans)
