"""What the cheap scorer knows about a pair of claims: about sixty figures, the same whichever claim comes first.

A feature that exists once per side enters as the smaller and the larger of the two (`_lo`, `_hi`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from compare.match.lexical import Bags, bags, read_words
from compare.match.story_types import Encoding, Floats, Ints, Sentence
from compare.match.tokens import Pieces, overlaps, rarity

NEAREST = 5
FLAGS = ("says", "pronoun", "has_quote")
# A pair below this, in cosine and twice the share of words, is not looked at further: of annotated pairs that the
# whole model would align 0.25 % lie there, of the pairs of unrelated articles 99 %.
ALIKE = 0.4
# What the token similarity of such a pair is expected to be, for the ranks of the others: a constant, and so much of
# the cosine and of the share of words. Least squares on the annotated stories; it is off by 0.03 (standard deviation).
EXPECTED = (0.115, 0.504, 0.466)


@dataclass(frozen=True)
class Story:
    """A story made ready for comparison; only headlines are left out of `claims`.

    Attributes:
        claims: indices, into the claims given, of those that can align.
        articles: for each article, the rows of its claims in reading order.
        pieces: as the encoder gave them; made of unit length where they are used, so that they are held once.
        flags: one row a claim, one column for each of FLAGS.
        length: log of the number of words.
    """

    claims: Ints
    article: Ints
    articles: tuple[Ints, ...]
    place: Floats
    vectors: Floats
    centred: Floats
    headlines: Floats
    pieces: tuple[Floats, ...]
    weights: tuple[Floats, ...]
    terms: Bags
    pairs: Bags
    triples: Bags
    names: Bags
    figures: Bags
    quoted: Bags
    flags: Floats
    length: Floats


def _unit(x: Floats) -> Floats:
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def prepare(claims: Sequence[Sentence], encoded: Encoding) -> Story:
    """Return the story's claims with all that features are made of; `encoded` follows the order of `claims`."""
    body = np.array([k for k, c in enumerate(claims) if c.kind != "headline"], dtype=np.int64)
    article = np.array([claims[k].article for k in body], dtype=np.int64)
    count = int(max((c.article for c in claims), default=-1)) + 1
    articles = tuple(
        np.array(
            sorted(np.flatnonzero(article == a).tolist(), key=lambda r: claims[int(body[r])].position),
            dtype=np.int64,
        )
        for a in range(count)
    )
    words = tuple(read_words(claims[k].text) for k in body)
    vectors = encoded.vectors[body]
    headlines = np.zeros((count, vectors.shape[1]), np.float32)
    for k, claim in enumerate(claims):
        if claim.kind == "headline":
            headlines[claim.article] = encoded.vectors[k]
    inner = [slice(1, -1) if len(encoded.ids[k]) > 2 else slice(None) for k in body]
    ids = [encoded.ids[k][part] for k, part in zip(body, inner, strict=True)]
    weight = rarity(ids)
    return Story(
        claims=body,
        article=article,
        articles=articles,
        place=np.array([claims[k].position for k in body], np.float32),
        vectors=vectors,
        centred=_unit(vectors - vectors.mean(axis=0)),
        headlines=headlines,
        pieces=tuple(encoded.tokens[k][part] for k, part in zip(body, inner, strict=True)),
        weights=tuple(np.array([weight[p] for p in row], np.float32) for row in ids),
        terms=bags([w.content for w in words], rare=True),
        pairs=bags([tuple(pairwise(w.lemmas)) for w in words], rare=True),
        triples=bags(
            [tuple(zip(w.lemmas, w.lemmas[1:], w.lemmas[2:], strict=False)) for w in words], rare=False
        ),
        names=bags([w.names for w in words], rare=True),
        figures=bags([w.figures for w in words], rare=False),
        quoted=bags([w.quoted for w in words], rare=True),
        flags=np.array([[getattr(w, flag) for flag in FLAGS] for w in words], np.float32).reshape(
            -1, len(FLAGS)
        ),
        length=np.log([max(1, w.count) for w in words]).astype(np.float32),
    )


class _Table:
    """Collects features of all pairs of two articles, rows x columns each, by name."""

    def __init__(self, rows: int, columns: int) -> None:
        self.shape = (rows, columns)
        self.columns: dict[str, Floats] = {}

    def add(self, name: str, value: Floats) -> None:
        self.columns[name] = np.broadcast_to(value, self.shape)

    def both(self, name: str, row: Floats, column: Floats) -> None:
        self.add(f"{name}_lo", np.minimum(row, column))
        self.add(f"{name}_hi", np.maximum(row, column))

    def sides(self, name: str, row: Floats, column: Floats) -> None:
        self.both(name, row[:, None], column[None, :])


def _competition(scores: Floats) -> tuple[Floats, Floats]:
    """Return, per pair, the log rank within its row and the lead over the best other pair of the row."""
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    best = -np.sort(-scores, axis=1)
    second = best[:, min(1, scores.shape[1] - 1)][:, None]
    rival = np.where(order == 0, second, best[:, :1])
    return np.log1p(order).astype(np.float32), np.asarray(scores - rival, np.float32)


def shifted(m: Floats, down: int, right: int) -> Floats:
    """Return the matrix whose (i, j) is m[i + down, j + right], 0 outside."""
    out = np.zeros_like(m)
    n, k = m.shape
    out[max(0, -down) : n - max(0, down), max(0, -right) : k - max(0, right)] = m[
        max(0, down) : n - max(0, -down), max(0, right) : k - max(0, -right)
    ]
    return out


def _hub(m: Floats, axis: int) -> Floats:
    """Return how close each claim is to its nearest few on the other side (CSLS, Conneau et al. 2018)."""
    part = np.sort(m, axis=axis)
    nearest = part[:, -NEAREST:] if axis == 1 else part[-NEAREST:]
    return np.asarray(nearest.mean(axis=axis), np.float32)


def _overlap(s: Story, i: Ints, j: Ints, shared: Floats) -> Floats:
    """Return the shared weight of content words over the geometric mean of both sides' weights."""
    a, b = s.terms.total[i] + 1e-6, s.terms.total[j] + 1e-6
    return np.asarray(shared / np.sqrt(a[:, None] * b[None, :]), np.float32)


def _add_words(t: _Table, s: Story, i: Ints, j: Ints, shared: Floats, overlap: Floats) -> None:
    """Add what the words share."""
    a, b = s.terms.total[i] + 1e-6, s.terms.total[j] + 1e-6
    t.add("terms", overlap)
    t.both("terms_part", shared / a[:, None], shared / b[None, :])
    t.add("terms_mass", shared)
    pairs = s.pairs.shared(i, j)
    t.add("pairs", pairs)
    t.both("pairs_part", pairs / (s.pairs.total[i][:, None] + 1), pairs / (s.pairs.total[j][None, :] + 1))
    t.add("triples", s.triples.shared(i, j))
    for name, bag in (("names", s.names), ("figures", s.figures), ("quoted", s.quoted)):
        common = bag.shared(i, j)
        t.add(name, common)
        t.both(f"{name}_other", bag.total[i][:, None] - common, bag.total[j][None, :] - common)
    quoted = s.quoted.shared(i, j)
    t.both(
        "quoted_part", quoted / (s.quoted.total[i][:, None] + 1), quoted / (s.quoted.total[j][None, :] + 1)
    )
    for k, name in enumerate(FLAGS):
        t.add(name, s.flags[i, k][:, None] + s.flags[j, k][None, :])
    t.sides("length", s.length[i], s.length[j])


def _add_vectors(
    t: _Table, s: Story, i: Ints, j: Ints, cosine: Floats, terms: Floats, alike: np.ndarray
) -> Floats:
    """Add what sentence and token vectors share; return the token similarity."""
    centred = s.centred[i] @ s.centred[j].T
    t.add("cosine", cosine)
    t.add("centred", centred)
    t.add("csls", 2 * centred - _hub(centred, 1)[:, None] - _hub(centred, 0)[None, :])
    # All pieces against all pieces is what the time goes for: only of claims that are like any of the other article.
    rows, columns = alike.any(axis=1), alike.any(axis=0)
    seen = np.ix_(rows, columns)
    row, column = overlaps(_pieces(s, i[rows]), _pieces(s, j[columns]))

    def placed(values: Floats, otherwise: Floats | float = 0.0) -> Floats:
        out = np.full(cosine.shape, otherwise, np.float32)
        out[seen] = values
        return out

    constant, of_cosine, of_terms = EXPECTED
    expected = constant + of_cosine * cosine + of_terms * terms
    tokens = placed(2 * row.mean * column.mean / (row.mean + column.mean + 1e-6), expected)
    t.add("tokens", tokens)
    t.both("tokens_mean", placed(row.mean, expected), placed(column.mean, expected))
    t.both("tokens_share", placed(row.share), placed(column.share))
    t.add("tokens_found", placed(np.minimum(row.found, column.found)))
    t.both("tokens_missing", placed(row.missing), placed(column.missing))
    return tokens


def _pieces(s: Story, claims: Ints) -> Pieces:
    return Pieces.of([_unit(s.pieces[k]) for k in claims], [s.weights[k] for k in claims])


@dataclass(frozen=True)
class PairFeatures:
    """The pairs of claims of two articles, row after row of the first.

    Attributes:
        rows, columns: rows of the story's claims.
        features: float32, pairs x names.
        alike: whether a pair is worth a look at all; no other may become a candidate.
    """

    rows: Ints
    columns: Ints
    features: Floats
    names: tuple[str, ...]
    alike: np.ndarray


def pair_features(s: Story, a: int, b: int) -> PairFeatures:
    """Return the features of all pairs of the claims of articles a and b.

    Memory is that of one pair of articles; the caller keeps the pairs worth keeping.
    """
    i, j = s.articles[a], s.articles[b]
    cosine, shared = s.vectors[i] @ s.vectors[j].T, s.terms.shared(i, j)
    terms = _overlap(s, i, j, shared)
    alike = np.asarray(cosine + 2 * terms > ALIKE)
    t = _Table(len(i), len(j))
    tokens = _add_vectors(t, s, i, j, cosine, terms, alike)
    _add_words(t, s, i, j, shared, terms)
    at_i = np.asarray(s.place[i] / max(1, len(i)), np.float32)
    at_j = np.asarray(s.place[j] / max(1, len(j)), np.float32)
    t.add("distance", np.abs(at_i[:, None] - at_j[None, :]))
    t.sides("place", at_i, at_j)
    t.sides("sentence", np.log1p(s.place[i]), np.log1p(s.place[j]))
    for name, m in (("cosine", cosine), ("tokens", tokens), ("terms", terms)):
        (rank_i, lead_i), (rank_j, lead_j) = _competition(m), _competition(m.T)
        t.both(f"{name}_rank", rank_i, rank_j.T)
        t.both(f"{name}_lead", lead_i, lead_j.T)
    for name, m in (("tokens", tokens), ("terms", terms)):
        t.add(f"{name}_along", np.maximum(shifted(m, 1, 1), shifted(m, -1, -1)))
        t.add(f"{name}_across", np.maximum(shifted(m, 1, -1), shifted(m, -1, 1)))
        beside_i = np.maximum(shifted(m, 1, 0), shifted(m, -1, 0))
        beside_j = np.maximum(shifted(m, 0, 1), shifted(m, 0, -1))
        t.both(f"{name}_beside", beside_i, beside_j)
    t.both("before", shifted(cosine, -1, 0), shifted(cosine, 0, -1))
    titles = s.headlines[[a, b]].T
    t.sides("headline", (s.vectors[i] @ titles).max(axis=1), (s.vectors[j] @ titles).max(axis=1))
    features = np.stack([column.ravel() for column in t.columns.values()], axis=-1).astype(np.float32)
    return PairFeatures(np.repeat(i, len(j)), np.tile(j, len(i)), features, tuple(t.columns), alike.ravel())
