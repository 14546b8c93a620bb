"""Which claims of different outlets say the same, over any number of articles, in any order of telling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from compare.match.candidates import find_candidates
from compare.match.cascade import read
from compare.match.features import prepare
from compare.match.judge import PairJudge
from compare.match.scorer import Scorer
from compare.match.story_types import Encoding, Floats, Ints, Sentence
from compare.match.twins import prints, twins
from compare.records import Alignment, Claim, Member


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences (indices into those given, ``a`` before ``b``) that share an assertion."""

    a: int
    b: int
    probability: float
    same: float


@dataclass(frozen=True, slots=True)
class _Taken:
    """Encodings at chosen places."""

    vectors: Floats
    ids: tuple[tuple[int, ...], ...]
    tokens: tuple[Floats, ...]


def align(
    members: Sequence[Member],
    claims: Sequence[Claim],
    encoding: Encoding,
    scorer: Scorer,
    least: float | None = None,
    reader: PairJudge | None = None,
) -> tuple[Alignment, ...]:
    """Alignments between claims of two different outlets, without differences yet.

    Those from the probability ``least`` up, by default the scorer's threshold. ``reader`` is needed by a scorer that
    names a pair model, and by no other.

    ``encoding`` follows the order of ``claims``; ``a`` is of the article that comes first in ``members``. Many to
    many; most claims have no counterpart. Headlines are context and are not aligned: they repeat their article.
    """
    place = {m.article.id: number for number, m in enumerate(members)}
    outlet = {m.article.id: m.article.outlet for m in members}
    titled = {claim.article for claim in claims if claim.kind == "headline"}
    # A sentence that a copy repeats is matched where it first stands, and what it matches holds for every print.
    twin_of = twins(members, claims)
    own = [index for index in range(len(claims)) if index not in twin_of]
    sentences = [_sentence(claims[k], place[claims[k].article], claims[k].article in titled) for k in own]
    same_print = prints(twin_of, len(claims))
    found: dict[tuple[int, int], tuple[float, bool]] = {
        pair: (1.0, True) for one in same_print for pair in combinations(sorted(one), 2)
    }
    for pair in pairs(sentences, _taken(encoding, own), scorer, least, reader):
        # Rounded, so that the last bits of a matrix product on another processor change nothing stored.
        told = round(pair.probability, 4), pair.same >= scorer.meaning.same
        for a, b in product(same_print[own[pair.a]], same_print[own[pair.b]]):
            found[min(a, b), max(a, b)] = told
    return tuple(
        Alignment(claims[a].id, claims[b].id, probability, "same" if same else "partial")
        for (a, b), (probability, same) in sorted(found.items())
        if outlet[claims[a].article] != outlet[claims[b].article]
    )


def pairs(
    sentences: Sequence[Sentence],
    encoding: Encoding,
    scorer: Scorer,
    least: float | None = None,
    reader: PairJudge | None = None,
) -> list[Pair]:
    """The aligned pairs of a story, in the order of (a, b); the order of the articles changes no probability."""
    if bool(reader) != bool(scorer.meaning.pair_model):
        raise ValueError("a scorer that names a pair model needs its readings, and no other scorer takes any")
    ordered, encoded, order = in_own_order(sentences, encoding)
    if not any(s.kind != "headline" for s in ordered):
        return []
    story = prepare(ordered, encoded)
    candidates, base = scorer.base(find_candidates(story, scorer.screen))
    if not len(candidates.rows):
        return []
    texts = [ordered[k].text for k in story.claims]
    readings = read(texts, candidates, base, reader) if reader else None
    probability = scorer.probability(story, candidates, base, readings)
    same = scorer.same(candidates, base, readings)
    found = []
    for k in np.flatnonzero(probability >= (scorer.meaning.threshold if least is None else least)):
        a, b = sorted(int(order[story.claims[side[k]]]) for side in (candidates.rows, candidates.columns))
        found.append(Pair(a, b, float(probability[k]), float(same[k])))
    return sorted(found, key=lambda x: (x.a, x.b))


def in_own_order(
    sentences: Sequence[Sentence], encoding: Encoding
) -> tuple[list[Sentence], Encoding, list[int]]:
    """Sentences and encodings in the order in which work is done, and where each was before.

    Articles are sorted, and numbered anew, by what they say; sentences by their position within.
    """
    texts: dict[int, list[tuple[int, str]]] = {}
    for sentence in sentences:
        texts.setdefault(sentence.article, []).append((sentence.position, sentence.text))
    rank = {a: r for r, a in enumerate(sorted(texts, key=lambda a: (sorted(texts[a]), a)))}
    order = sorted(
        range(len(sentences)), key=lambda k: (rank[sentences[k].article], sentences[k].position, k)
    )
    ordered = [
        Sentence(sentences[k].text, rank[sentences[k].article], sentences[k].position, sentences[k].kind)
        for k in order
    ]
    return ordered, _taken(encoding, order), order


def _taken(encoding: Encoding, order: Sequence[int]) -> Encoding:
    places: Ints = np.array(order, dtype=np.int64)
    return _Taken(
        encoding.vectors[places],
        tuple(encoding.ids[k] for k in order),
        tuple(encoding.tokens[k] for k in order),
    )


def _sentence(claim: Claim, article: int, titled: bool) -> Sentence:
    # The body's sentences count from 0, whether or not a headline stands before them.
    return Sentence(claim.text, article, claim.position - titled, claim.kind)
