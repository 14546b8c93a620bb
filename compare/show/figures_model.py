"""The counted side of the view model: how outlets write, how much they share, when articles appeared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """How one outlet writes: of how many claims, and of these the share that has something.

    Each share is its label, whole percent, and the ends of its 95 % interval, or the share itself where none is known.
    """

    outlet: str
    sentences: int
    shares: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """How much of one outlet's text another tells too."""

    outlet: str
    claims: int  # that both tell
    sentences: int  # of the first that have a match in the second
    percent: int  # of the first's sentences


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of one outlet's text each of the others tells too; None stands for itself."""

    outlet: str
    sentences: int
    others: tuple[Shared | None, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A time on a line of 1,000 parts, as wide as it is uncertain."""

    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When one article was published and when it was fetched; None where that is not known."""

    outlet: str
    published: Span | None
    published_words: str
    fetched: Span | None
    fetched_words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Two lines of time, each with its own ends, since a page can be fetched long after it was published."""

    moments: tuple[Moment, ...]
    published: tuple[str, str]  # the ends of the line, in words
    fetched: tuple[str, str]
    said: str  # the picture in a sentence
