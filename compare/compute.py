"""The computing of one story: articles in, comparison out. A pure function, to be run by any executor."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from compare.bundled_judge import bundled_judge
from compare.configured import Lexicon, Outlet
from compare.contrast.coverage import coverage
from compare.contrast.derivation import derivations
from compare.contrast.differences import contrast
from compare.contrast.entailment import EntailmentModel, with_verdicts
from compare.contrast.opposites import other_things
from compare.contrast.rates import rates
from compare.errors import ModelError
from compare.judging import JudgeSpec, failure, judge_of, told
from compare.match.align import align
from compare.match.copies import same_text
from compare.match.group import group
from compare.match.judge import Opinion, least_unclear, second_opinion
from compare.match.plain import THRESHOLD, align_by_vectors
from compare.match.reviewed import overrule
from compare.match.scorer import Scorer
from compare.match.story_types import Encoder
from compare.match.versions import claim_changes
from compare.read.asides import asides
from compare.read.citations import citations
from compare.read.claims import claims as read_claims
from compare.read.embed import Embedder, SentenceTransformerEmbedder
from compare.records import Alignment, Article, Citation, Claim, Comparison, Member, PairVerdict, Review, Role
from compare.revisions import Revision, TextChange

_ORDER: dict[Role, int] = {"seed": 0, "cited_original": 1, "coverage": 2}


@dataclass(frozen=True, slots=True)
class Job:
    """All that the comparison of one story depends on."""

    story: str
    articles: tuple[tuple[Article, Role], ...]
    outlets: tuple[Outlet, ...]
    lexicon: Lexicon
    model: str
    revision: str  # of the model; another one must not make vectors that are stored under this one
    scorer: Scorer | None  # fitted to that model; None for the rough rule
    vectors: Mapping[str, bytes]  # those known already: Claim.text_sha256 -> float32, little-endian
    threads: int  # for the embedding
    changes: tuple[TextChange, ...] = ()  # of the articles' texts, that no revision tells of yet
    reviews: tuple[Review, ...] = ()
    judge: JudgeSpec | None = None
    nli: tuple[str, str] = ("", "")  # name and folder of an entailment model; empty: none is asked
    verdicts: Mapping[str, PairVerdict] = field(default_factory=dict)  # known already: digest of the question


@cache
def _entailment(name: str, folder: str) -> EntailmentModel:
    return EntailmentModel(Path(folder), name)  # one for each worker process: loading takes seconds


@dataclass(frozen=True, slots=True)
class Result:
    """The comparison, the vectors and verdicts that had to be made for it, and the seconds that each stage took."""

    story: str
    comparison: Comparison
    vectors: Mapping[str, bytes]
    seconds: Mapping[str, float]
    revisions: tuple[Revision, ...] = ()
    verdicts: Mapping[str, tuple[str, PairVerdict]] = field(default_factory=dict)  # with the hash of a text
    judged: str = ""  # what the pair judge did
    judge_failure: str = ""  # why it did not all that it was asked


class TextModel(Embedder, Encoder, Protocol):
    """What turns texts into vectors, for all that a comparison asks of it."""


def compute(job: Job, model: TextModel | None = None) -> Result:
    """Reads, embeds, matches and contrasts one story. The same job gives the same comparison.

    ``model`` in the place of the one that the job names is for whoever brings vectors of their own making.
    """
    clock = _Clock()
    members, cited = _members(job)
    claims = tuple(c for m in members if m.article.comparable for c in read_claims(m.article, job.lexicon))
    clock.lap("read")
    beside = asides_of(claims, {m.article.id: m.article.subheadings for m in members})
    model = model or _embedder(job.model, job.revision)
    alignments, threshold, cut, made = _aligned(job, members, claims, model, clock)
    alignments = tuple(x for x in alignments if x.a not in beside and x.b not in beside)
    opinion = _judged(job, alignments, claims, threshold)
    alignments = opinion.alignments
    clock.lap("judge")
    alignments, apart = overrule(members, claims, alignments, job.reviews)
    by_id = {c.id: c for c in claims}
    apart |= other_things(alignments, by_id)
    groups = group(job.story, members, claims, alignments, job.outlets, cut, apart)
    clock.lap("match")
    alignments = contrast(alignments, by_id, job.lexicon, {m.article.id: m.article for m in members}, groups)
    if job.nli[1]:
        with _threads(job.threads):
            alignments = with_verdicts(alignments, by_id, _entailment(*job.nli))
    comparison = Comparison(
        members=members,
        claims=claims,
        alignments=alignments,
        groups=groups,
        coverage=coverage(members, groups, by_id, alignments),
        derivations=derivations(members, claims, alignments, cited, job.lexicon, groups),
        rates=rates(members, claims, alignments, job.lexicon),
    )
    clock.lap("contrast")
    with _threads(job.threads):
        revisions = tuple(_revision(change, job.lexicon, model) for change in job.changes)
    clock.lap("revise")
    judged, failed = (told(job.judge, opinion), failure(job.judge, opinion)) if job.judge else ("", "")
    return Result(job.story, comparison, made, clock.seconds, revisions, opinion.fresh, judged, failed)


def asides_of(claims: Sequence[Claim], subheadings: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The claims that stand beside the story, of all articles."""
    articles: dict[str, list[Claim]] = {}
    for claim in claims:
        articles.setdefault(claim.article, []).append(claim)
    return frozenset(claim for id_, told in articles.items() for claim in asides(told, subheadings[id_]))


def _aligned(
    job: Job, members: Sequence[Member], claims: Sequence[Claim], model: TextModel, clock: _Clock
) -> tuple[tuple[Alignment, ...], float, float, dict[str, bytes]]:
    """Alignments (with a judge, the unclear ones below the threshold too), the threshold, the groups' cut, vectors."""
    if job.scorer is None:
        made = embed_missing(claims, job.vectors, model, job.threads)
        known = {
            key: np.frombuffer(value, dtype="<f4") for key, value in (*job.vectors.items(), *made.items())
        }
        clock.lap("embed")
        return align_by_vectors(members, claims, known), THRESHOLD, THRESHOLD, made
    with _threads(job.threads):
        encoding = model.encode([c.text for c in claims])
    made = {c.text_sha256: _stored(v) for c, v in zip(claims, encoding.vectors, strict=True)}
    clock.lap("embed")
    meaning = job.scorer.meaning
    least = least_unclear(meaning.threshold) if job.judge else None
    reader = bundled_judge() if meaning.pair_model else None
    with _threads(job.threads):
        found = align(members, claims, encoding, job.scorer, least, reader)
    clock.lap("match")
    return found, meaning.threshold, meaning.group, made


def _judged(
    job: Job, alignments: tuple[Alignment, ...], claims: Sequence[Claim], threshold: float
) -> Opinion:
    if job.judge is None:
        return Opinion(alignments)
    with _threads(job.threads):
        return second_opinion(
            alignments, claims, threshold, judge_of(job.judge), job.judge.name, job.verdicts, job.judge.calls
        )


def _revision(text: TextChange, lexicon: Lexicon, embedder: Embedder) -> Revision:
    old, new = read_claims(text.old, lexicon), read_claims(text.new, lexicon)
    whole = [article.access == "full" for article in (text.old, text.new)]
    changes = claim_changes(old, new, embedder.embed, old_whole=whole[0], new_whole=whole[1])
    return Revision(text, old, new, changes, "" if all(whole) else "one of the texts was read only in part")


def embed_missing(
    claims: Sequence[Claim], known: Mapping[str, bytes], embedder: Embedder, threads: int
) -> dict[str, bytes]:
    """Vectors of the claims' texts that are not ``known``; the model is loaded only when there are some."""
    missing = {c.text_sha256: c.text for c in claims if c.text_sha256 not in known}
    if not missing:
        return {}
    keys = sorted(missing)
    with _threads(threads):
        matrix = embedder.embed([missing[key] for key in keys])
    return {key: _stored(row) for key, row in zip(keys, matrix, strict=True)}


def vectors_of(texts: Sequence[str], model: str, revision: str, threads: int) -> list[bytes]:
    """The vectors of ``texts``, as they are stored."""
    embedder = _embedder(model, revision)
    with _threads(threads):
        return [_stored(row) for row in embedder.embed(texts)]


def _stored(vector: NDArray[np.float32]) -> bytes:
    return vector.astype("<f4").tobytes()


@contextmanager
def _threads(number: int) -> Iterator[None]:
    """torch's threads belong to the process, which may be the caller's own: they are put back."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _members(job: Job) -> tuple[tuple[Member, ...], list[Citation]]:
    """The articles in their fixed order, with their final roles."""
    cited = [c for article, _ in job.articles if article.comparable for c in citations(article, job.outlets)]
    seeds = [article for article, role in job.articles if role == "seed"]
    originals = {c.outlet for c in cited if c.article in {s.id for s in seeds} and c.names_a_report}
    roled = [(a, _role(a, role, seeds, originals)) for a, role in job.articles]
    roled.sort(key=lambda x: (_ORDER[x[1]], x[0].published_at or "9", x[0].id))
    members = [Member(article, role) for article, role in roled]
    repeats = same_text([m.article for m in members])
    return tuple(replace(m, same_text_as=repeats.get(m.article.id)) for m in members), cited


def _role(article: Article, role: Role, seeds: Sequence[Article], originals: Set[str]) -> Role:
    """An article of an outlet on whose report the seed relies is its original, unless it appeared after the seed."""
    if role == "seed":
        return role
    if any(article.appeared_after(seed) for seed in seeds):
        return "coverage"
    return "cited_original" if article.outlet in originals else role


@cache
def _embedder(model: str, revision: str) -> SentenceTransformerEmbedder:
    # One for each worker process: loading takes seconds. Whoever made the job had the model already.
    embedder = SentenceTransformerEmbedder(model, offline=True)
    if embedder.revision != revision:
        raise ModelError(
            f"model {model!r}: the worker has revision {embedder.revision}, the run {revision}; "
            "give every worker the same model and the same kind of processor"
        )
    return embedder


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
