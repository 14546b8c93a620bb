"""The view model: what a report shows, in the words and the order in which it is shown.

Every format is rendered from these records, so that the formats cannot disagree. Text is as it came;
each format makes it safe in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass

from compare.show.marks import Segment


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article with its access; ``href`` is empty when its address may not be a link."""

    id: str
    outlet: str
    title: str
    byline: str
    url: str
    href: str
    published: str
    fetched: str
    access: str
    access_words: str
    reason: str
    role: str
    provenance: str
    same_text_as: str  # the outlet that printed the same text, or empty
    language: str
    compared: bool
    sentences: int


@dataclass(frozen=True, slots=True)
class OutletView:
    """One column of the coverage picture."""

    name: str
    access: str  # the best of its articles; "none" when it has no article
    access_words: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim as one outlet tells it, with the words marked that differ from the others'."""

    claim: str
    anchor: str
    outlet: str
    place: str
    text: str
    segments: tuple[Segment, ...]
    kind: str
    speaker: str
    cue: str
    certainty: str
    certainty_words: str
    href: str
    language: str
    also: tuple[str, ...] = ()  # outlets that printed the same text


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side of a difference, with the outlets that use them; no words when it has none."""

    words: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A difference inside a card, told once however many pairs of outlets show it."""

    number: int
    kind: str
    label: str
    sides: tuple[Side, ...]
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings that were matched, and how surely."""

    a: str
    b: str
    probability: str
    relation: str
    conflict: str  # the words for it, or empty
    decided: str = ""  # by a person or a pair judge, in words; empty for the scorer


@dataclass(frozen=True, slots=True)
class Card:
    """One claim with all its tellings side by side."""

    number: int
    anchor: str
    title: str
    tellings: tuple[Telling, ...]
    differences: tuple[DifferenceView, ...]
    pairs: tuple[Pair, ...]
    conflicts: tuple[str, ...]
    outlets: tuple[str, ...]
    independent: int
    first: str  # who reported it first and when, or empty
    probability: str
    group: str  # the group's id; empty for a matched pair that belongs to no group


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one outlet tells one claim."""

    outlet: str
    state: str
    symbol: str
    words: str
    place: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the coverage picture."""

    card: Card
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """All differences of one kind, each with its card."""

    kind: str
    label: str
    meaning: str
    entries: tuple[tuple[Card, DifferenceView], ...]


@dataclass(frozen=True, slots=True)
class Lone:
    """What was found in one outlet only; ``also`` names outlets that printed the same text."""

    outlet: str
    also: tuple[str, ...]
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one claim on its way from the original to the retelling."""

    change: str
    label: str
    original: Telling | None
    retelling: Telling | None
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words or a link by which an article names its original."""

    kind: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DerivationView:
    """One retelling held against its original."""

    citing: ArticleView
    original: ArticleView | None
    original_name: str
    state: str
    state_words: str
    evidence: tuple[Evidence, ...]
    counts: tuple[tuple[str, str, int], ...]  # change, label, how many
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How one outlet writes, as shares in whole percent of its sentences."""

    outlet: str
    sentences: int
    shares: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """In how many claims one outlet meets each of the others."""

    outlet: str
    shared: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """When one article was published, on a line of 1,000 parts; as wide as the time is uncertain."""

    outlet: str
    words: str
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class FailureView:
    """Something that could not be had."""

    url: str
    href: str
    stage: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class View:
    """One story's report."""

    title: str
    story: str
    seed_url: str
    seed_href: str
    run: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]  # paragraphs
    articles: tuple[ArticleView, ...]
    outlets: tuple[OutletView, ...]
    rows: tuple[Row, ...]
    conflicts: tuple[Card, ...]
    differing: tuple[Card, ...]
    alike: tuple[Card, ...]
    kinds: tuple[KindView, ...]
    lone: tuple[Lone, ...]
    derivations: tuple[DerivationView, ...]
    rates: tuple[Rate, ...]
    overlaps: tuple[Overlap, ...]
    timeline: tuple[Moment, ...]
    failures: tuple[FailureView, ...]
    nothing_to_compare: bool

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card once, in the order in which a report shows them."""
        return self.conflicts + self.differing + self.alike
