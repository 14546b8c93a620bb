"""The view model: what a report shows, in the words and the order in which it is shown.

Every format is rendered from these records, so that the formats cannot disagree. Text is as it came;
each format makes it safe in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compare.show.figures_model import Overlap, Rate, Timeline
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
    same_text_as: str  # the outlet with nearly the same text, which counts for both, or empty
    older_copy: str  # that an earlier copy had to be compared, and why; or empty
    language: str
    compared: bool
    sentences: int


@dataclass(frozen=True, slots=True)
class Point:
    """An example in an answer; it leads to ``anchor``."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found on one of the questions that every reader has; it leads to the section ``target``."""

    question: str
    target: str
    text: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """An article with those that have nearly the same text."""

    article: ArticleView
    copies: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class OutletView:
    """One column of the coverage picture: an outlet, or many of one text."""

    name: str
    access: str  # the best of its articles; "none" when it has no article
    access_words: str
    members: tuple[str, ...]  # the outlets that it stands for


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim as one outlet tells it, with the words marked that differ from the others'."""

    claim: str
    anchor: str
    outlet: str
    place: str
    at: int  # how far down its article it stands, 0 to 100
    text: str
    segments: tuple[Segment, ...]
    kind: str
    speaker: str
    cue: str
    certainty: str
    certainty_words: str
    href: str
    language: str
    also: tuple[str, ...] = ()  # outlets with nearly the same text that have this sentence too
    possibly: tuple[str, ...] = ()  # outlets with a possible match, where no claim holds it


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side of a difference, with the outlets that use them; what is ``missing`` when it has none."""

    words: str
    outlets: tuple[str, ...]
    missing: str = ""
    who: tuple[
        str, ...
    ] = ()  # the outlets, with the place in the article where they have other tellings beside


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A difference inside a card, told once however many pairs of outlets show it."""

    number: int
    kind: str
    label: str
    sides: tuple[Side, ...]
    rule: str
    note: str  # as the rule gave it
    explained: str  # in plain words


@dataclass(frozen=True, slots=True)
class PairDifference:
    """A difference between two tellings, as it was found."""

    kind: str
    a_words: str
    b_words: str
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One side of a matched pair."""

    claim: str
    outlet: str
    url: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Clash:
    """The words on which a conflict of two tellings rests, and by which rule."""

    a_words: str
    b_words: str
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings that were matched, and how surely."""

    a: Sentence
    b: Sentence
    probability: str
    relation: str
    conflict: str  # the words for it, or empty
    conflict_code: str
    decided: str  # by a person or a pair judge, in words; empty for the scorer
    decided_by: str
    remark: str
    differences: tuple[PairDifference, ...]
    clash: Clash | None  # what a conflict rests on; None without a conflict, or where that is not told


@dataclass(frozen=True, slots=True)
class Card:
    """One claim with all its tellings side by side, or a possible match of two sentences.

    Claims and possible matches are numbered each on their own.
    """

    number: int
    label: str  # "Claim 3"
    anchor: str
    title: str
    tellings: tuple[Telling, ...]
    differences: tuple[DifferenceView, ...]
    pairs: tuple[Pair, ...]
    conflicts: tuple[str, ...]
    evidence: tuple[DifferenceView, ...]  # the words on which the conflicts rest
    outlets: tuple[str, ...]
    independent: int
    collapsed: tuple[str, ...]  # what was counted once, and why
    first: str  # who reported it first and when, or empty
    probability: str  # the lowest and the highest of its pairs, or the one
    low: int  # the same, in percent
    high: int
    kinds: tuple[tuple[str, str], ...]  # the kinds of its differences, each with its label
    group: str  # the group's id; empty for a possible match

    @property
    def shared(self) -> bool:
        """Whether more than one independent outlet tells it, or its outlets tell it differently."""
        return self.independent > 1 or bool(self.differences or self.conflicts)

    @property
    def brief(self) -> bool:
        """Whether one line tells it: it has one wording and no difference."""
        return len(self.tellings) == 1 and not (self.differences or self.conflicts)

    @property
    def counted(self) -> str:
        """By how many outlets it is told, and how many of these are independent of each other."""
        many = len(self.outlets)
        said = f"{many:,} {'outlet' if many == 1 else 'outlets'}"
        return f"{said}, {self.independent} independent" if self.independent > 1 else f"{said}, one source"


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one outlet tells one claim."""

    outlet: str
    state: str
    symbol: str
    words: str
    place: str
    at: int  # how far down the article it is told, 0 to 100
    anchor: str
    text: str
    tellers: str  # "3 of 20" in a column of many outlets
    denied: bool = False  # told, but as what somebody denies

    @property
    def look(self) -> str:
        """The state, or ``denied``."""
        return "denied" if self.denied else self.state

    @property
    def said(self) -> str:
        """Where it is told, and, where that is not all, how: "denied, paragraph 3", "possible match"."""
        plain = self.state == "present" and not self.denied
        return ", ".join(filter(None, ("" if plain else self.words, self.place, self.tellers)))


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
    share: int  # in percent of the kind with the most


@dataclass(frozen=True, slots=True)
class Lone:
    """What was found in one outlet only; ``also`` names outlets with nearly the same text."""

    outlet: str
    also: tuple[str, ...]
    tellings: tuple[Telling, ...]
    beyond: str = ""  # the outlet whose text this one repeats, and to which it adds these sentences; or empty

    @property
    def possible(self) -> int:
        """How many of the sentences have a possible match elsewhere."""
        return sum(bool(telling.possibly) for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one claim on its way from the original to the retelling."""

    change: str
    label: str
    original: Telling | None
    retelling: Telling | None
    why: str
    by: str = ""  # the outlet that tells it, where that is another than the one whose retelling this is


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words or a link by which an article names its original."""

    kind: str
    text: str
    href: str
    interview: bool = False


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
    steps: tuple[Step, ...]  # in the order of the counts
    also: tuple[str, ...]  # outlets with nearly the same text as ``citing``, whose retelling is the same
    chain: str  # "chained: A, B, C", where the citation leads on or back; else empty
    interview: bool = False  # it names what somebody told the other outlet, not that outlet's own report

    @property
    def does(self) -> str:
        """What the citing outlet does with the other: ``retells``, or ``cites what was told to``."""
        return "cites what was told to" if self.interview else "retells"

    @property
    def bar(self) -> tuple[tuple[str, int, int], ...]:
        """Each change as a piece of a line of 1,000 parts: where it begins, how wide it is."""
        whole = sum(number for *_, number in self.counts)
        before, made = 0, []
        for change, _, number in self.counts:
            made.append((change, 1000 * before // whole, 1000 * number // whole))
            before += number
        return tuple(made)

    def of(self, *changes: str) -> tuple[Step, ...]:
        """The steps with one of these changes."""
        return tuple(step for step in self.steps if step.change in changes)


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
    summary: str  # a paragraph
    answers: tuple[Answer, ...]
    articles: tuple[ArticleView, ...]
    sources: tuple[SourceView, ...]
    outlets: tuple[OutletView, ...]
    rows: tuple[Row, ...]
    conflicts: tuple[Card, ...]
    differing: tuple[Card, ...]
    alike: tuple[Card, ...]
    single: tuple[Card, ...]  # told by outlets that count as one source, without a difference
    possible: tuple[Card, ...]  # matched pairs in no group: not claims
    kinds: tuple[KindView, ...]
    lone: tuple[Lone, ...]
    derivations: tuple[DerivationView, ...]
    rates: tuple[Rate, ...]
    overlaps: tuple[Overlap, ...]
    timeline: Timeline | None
    failures: tuple[FailureView, ...]
    anchors: Mapping[str, str]  # where each sentence stands, by the claim's id
    nothing_to_compare: bool

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every claim's card once, in the order in which a report shows them."""
        return self.conflicts + self.differing + self.alike + self.single
