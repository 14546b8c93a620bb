"""The frozen records that cross every boundary between the stages.

Offsets are character offsets into ``Article.text``, end exclusive. Times are UTC in ISO 8601 ending in Z.
Ids are digests of what they name, so that the same inputs give the same ids in any database.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Access = Literal["full", "partial", "paywalled", "failed"]
Role = Literal["seed", "cited_original", "coverage"]
Provenance = Literal["web", "saved", "snapshot", "seed"]
Precision = Literal["second", "minute", "day", "month", "year", "unknown"]
ClaimKind = Literal["headline", "body", "quote"]
Certainty = Literal["flat", "hedged", "alleged", "denied"]
Relation = Literal["same", "partial"]
Decider = Literal["scorer", "judge", "person"]
Reviewed = Literal["accept", "reject", "note"]
Conflict = Literal["number", "date", "actor", "polarity", "place", "other"]
DifferenceKind = Literal["attribution", "certainty", "wording", "actor", "quote", "number"]
CoverageState = Literal["present", "absent", "unknown", "not_retrieved"]
Change = Literal["kept", "paraphrased", "hardened", "softened", "reattributed", "added", "dropped"]
OriginalState = Literal["retrieved", "partial", "not_retrieved"]
CitationPath = Literal["direct", "chained", "circular"]
Entailment = Literal["entailment", "neutral", "contradiction"]
Shared = Literal["owner", "same_text", "agency"]
Measure = Literal["attributed", "hedged", "charged", "anonymous"]


def digest(*parts: str | bytes) -> str:
    """16 hexadecimal characters that name ``parts``; the boundaries between parts count."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came: from the web, a file that the user saved, a web archive, or a seed document.

    A snapshot's ``url`` is the page that is gone, its ``final_url`` the archive's address, with the time in it.
    """

    url: str  # asked for
    final_url: str  # that answered
    status: int
    headers: tuple[tuple[str, str], ...]  # lower-case names, only those that matter
    body: bytes  # decoded from its transfer coding, in its own character encoding
    fetched_at: str
    provenance: Provenance = "web"

    @property
    def content_sha256(self) -> str:
        """SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str:
        """The header's value, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


def surely_after(one: tuple[str | None, Precision], other: tuple[str | None, Precision]) -> bool:
    """Whether one date is later than the other; where one is known to the day alone, by more than a day."""
    precisions = {one[1], other[1]}
    if one[0] is None or other[0] is None or not precisions <= {"second", "minute", "day"}:
        return False
    ours, theirs = datetime.fromisoformat(one[0]), datetime.fromisoformat(other[0])
    return (ours.date() - theirs.date()).days > 1 if "day" in precisions else ours > theirs


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from one page. ``text`` is the headline, then the paragraphs, parted by blank lines.

    ``access`` other than ``full`` or ``partial`` means that the article is not compared; ``reason`` says why.
    """

    id: str
    url: str
    final_url: str
    canonical_url: str
    outlet: str  # key in config/outlets.toml, or the host without www.
    title: str
    byline: str
    published_at: str | None
    published_precision: Precision
    published_source: str  # which part of the page gave the date
    fetched_at: str
    language: str  # ISO 639-1, or empty when unknown
    text: str
    title_end: int  # end of the headline in ``text``; 0 when there is none
    paragraphs: tuple[tuple[int, int], ...]  # spans of the body's paragraphs in ``text``
    access: Access
    reason: str
    provenance: Provenance
    content_sha256: str
    subheadings: tuple[int, ...] = ()  # numbers of the paragraphs that are headings over others
    links: tuple[str, ...] = ()  # absolute URLs linked from the article's body
    original_url: str = ""  # the canonical link, where it leads to another site, whose copy this is

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def version_id(self) -> str:
        """Names this article with this text."""
        return digest(self.id, self.text_sha256)

    def appeared_after(self, other: Article) -> bool:
        """Whether it surely appeared after ``other``."""
        return surely_after(
            (self.published_at, self.published_precision), (other.published_at, other.published_precision)
        )

    @property
    def comparable(self) -> bool:
        """Whether its text takes part in comparison."""
        return self.access in ("full", "partial") and bool(self.text)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit: ``about 1,700`` is value 1700, unit ``""``, approximate."""

    text: str
    start: int
    end: int
    kind: Literal["number", "money", "percent", "ordinal", "date"]
    value: float | None  # None for a date
    unit: str  # ISO 4217 code for money, else the bare unit word; ISO date prefix for a date
    approximate: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of ``Article.text``; ``text`` is exactly that slice."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, or one sentence of a quotation, with who says it and how surely.

    ``kind`` is ``quote`` when the sentence stands wholly inside quotation marks but for its attribution.
    ``speaker`` and ``cue`` are None when the outlet says it in its own voice. ``anonymous`` is True where the
    speaker is a source that is not named. ``hedges`` carry the words on which ``certainty`` rests.
    """

    id: str
    article: str  # Article.id
    position: int  # 0 for the headline, then counting on
    paragraph: int  # index into Article.paragraphs; -1 for the headline
    text: str
    start: int
    end: int
    kind: ClaimKind
    speaker: Span | None = None
    cue: Span | None = None
    anonymous: bool = False
    certainty: Certainty = "flat"
    hedges: tuple[Span, ...] = ()
    quotations: tuple[Span, ...] = ()  # inside this claim, without the marks
    quantities: tuple[Quantity, ...] = ()

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text, in hexadecimal; the key of its vector."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """How two aligned claims differ, on which words of each, and by which rule.

    Where one side has no such words, its span is empty and stands at the start of its claim.
    """

    kind: DifferenceKind
    a: Span
    b: Span
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class ConflictEvidence:
    """On which words of each telling a conflict rests, and by which rule.

    ``later`` names the telling whose figure is an update rather than a contradiction, where the dates show it.
    """

    a: Span
    b: Span
    rule: str
    note: str
    later: Literal["a", "b"] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an entailment model says of the two tellings; shown beside what the rules say, never instead."""

    model: str
    label: Entailment
    probability: float  # of the label, 0..1


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two claims of two outlets that say the same (or partly the same)."""

    a: str  # Claim.id, of the article that comes first
    b: str
    probability: float  # 0..1
    relation: Relation
    conflict: Conflict | None = None
    differences: tuple[Difference, ...] = ()
    evidence: ConflictEvidence | None = None  # of the conflict; None where there is none
    verdict: Verdict | None = None  # None unless an entailment model was asked
    decided_by: Decider = "scorer"
    remark: str = ""  # which judge, with its version; or what a person noted


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Outlets of a group that count as one source, and why."""

    outlets: tuple[str, ...]
    shared: Shared  # what they have in common
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a pair of claims; its sides have no order.

    A claim is known by its article and its words, so that a review outlives a page that changes elsewhere.
    """

    a_article: str  # Article.id
    a_text: str
    b_article: str
    b_text: str
    verdict: Reviewed  # a note leaves the machine's judgement as it is
    relation: Relation | None = None  # of an accepted pair; None leaves the machine's
    note: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """What a pair judge said of two claims: how likely they share an assertion, and how, where it tells that."""

    aligned: float  # 0..1
    relation: Relation | None = None
    same: float | None = None  # 0..1, that it is the same claim, given that it is aligned


@dataclass(frozen=True, slots=True)
class Group:
    """One claim as told by several outlets."""

    id: str
    claims: tuple[str, ...]
    outlets: tuple[str, ...]
    independent_outlets: int
    first_article: str | None  # None when no publication time decides
    first_at: str | None
    collapsed: tuple[
        Collapsed, ...
    ] = ()  # why ``independent_outlets`` is smaller than the number of ``outlets``


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether an outlet tells a group's claim, in four states."""

    group: str
    outlet: str
    state: CoverageState
    claim: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an article that names another outlet as where its report comes from."""

    article: str  # the citing Article.id
    outlet: str  # the cited outlet's key
    kind: Literal["text", "link"]
    span: Span
    url: str = ""  # for a link
    role: Literal["report", "interview"] = "report"  # its own telling, or what a person said to it
    cue: str = ""  # the words that make it a source; empty for a link

    @property
    def names_a_report(self) -> bool:
        """Whether words rely on what the outlet itself tells: neither a link alone nor what somebody said to it."""
        return self.kind == "text" and self.role == "report"


@dataclass(frozen=True, slots=True)
class DerivedClaim:
    """What became of one claim on the way from the original to the retelling."""

    citing_claim: str | None
    original_claim: str | None
    change: Change
    why: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """One article that retells another, claim by claim."""

    citing: str
    original: str | None
    cited_outlet: str
    evidence: tuple[Citation, ...]
    original_state: OriginalState
    claims: tuple[DerivedClaim, ...] = ()
    path: CitationPath = "direct"
    chain: tuple[str, ...] = ()  # outlets, from the citing one on, as each cites the next; empty when direct


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of an outlet's aligned claims have something, with a 95 % interval of the share. No score."""

    outlet: str
    measure: Measure
    count: int
    total: int  # the outlet's aligned claims
    low: float  # 0..1
    high: float


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be had or read, and why."""

    url: str
    stage: Literal["discover", "fetch", "extract", "read", "judge", "compare"]
    reason: str
    at: str
    outlet: str = ""  # for whose sake it was asked, where it was a list of an outlet
    had: bool = False  # a list that was read, and leaves out what was looked for


@dataclass(frozen=True, slots=True)
class Source:
    """An article to compare: its URL, what the person already gave of it, and why it is there."""

    url: str
    role: Role
    page: Page | None = None  # a saved file, or the text of a seed document
    found_by: str = "given"


@dataclass(frozen=True, slots=True)
class Story:
    """One event to compare, from its seed."""

    name: str  # a slug, unique in a database; also the name of the report's folder
    title: str
    seed: Source
    coverage: tuple[Source, ...] = ()
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An article in a story, with its role and, for repeated copy, the article that it repeats."""

    article: Article
    role: Role
    same_text_as: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was found about one story; stored whole or not at all."""

    members: tuple[Member, ...] = ()
    claims: tuple[Claim, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    groups: tuple[Group, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    rates: tuple[Rate, ...] = ()
