"""Lists of words as the rules of this room write them down."""

from __future__ import annotations


def listed(*lines: str) -> frozenset[str]:
    """The words of ``lines``, parted by spaces."""
    return frozenset(" ".join(lines).split())
