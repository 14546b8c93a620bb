"""Whether an article tells the seed's event, once both are read: other events of a topic, a town or a person do not.

A logistic model over the texts, without their dates: how alike they are by their telling words, and how near the
first claims of each lie to the nearest of the other, by their sentence vectors. Names are no part of it: two events of one town share its name, its mayor and its harbour.
Weights fitted on the pairs that 303 seeds find among real articles, by benchmarks/fit_discovery.py.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from compare.collect.score import OPENING, Scorer, terms
from compare.collect.ways import Entry
from compare.records import Article

SAME = 0.40  # from which on an article that was read is kept
CLAIMS = 12  # first sentences of each article that are compared, the headline among them
NEAREST = 5  # of them that count: the others tell what the other article leaves out
LENGTH = 4000  # characters of each text whose words are compared
# Constant; likeness of the texts; our claims near theirs, theirs near ours.
WEIGHTS = (-7.58, (5.31, 6.15, 5.38))


@dataclass(frozen=True, slots=True)
class Near:
    """How near the first claims of two articles lie, by cosines of sentence vectors."""

    ours: float  # mean of the ``NEAREST`` of the seed's first claims with the nearest of the other's
    theirs: float  # the same of the other's claims with the seed's


def same_event(scorer: Scorer, seed: Article, read: Article, near: Near) -> float:
    """0 to 1: how surely ``read`` tells what ``seed`` tells; ``scorer`` is the seed's and knows which words are rare."""
    constant, weights = WEIGHTS
    values = features(scorer, seed, read, near)
    return 1 / (1 + math.exp(-constant - sum(w * v for w, v in zip(weights, values, strict=True))))


def features(scorer: Scorer, seed: Article, read: Article, near: Near) -> tuple[float, ...]:
    """What ``same_event`` rests on, each from 0 to 1, in the order of the weights."""
    return _texts(scorer, seed, read), near.ours, near.theirs


def as_entry(article: Article) -> Entry:
    """Headline and opening of an article that was read, as a list would tell them."""
    opening = article.text[article.title_end : article.title_end + OPENING]
    return Entry(article.url, article.title, opening, article.published_at, article.published_precision)


def _texts(scorer: Scorer, seed: Article, read: Article) -> float:
    ours, theirs = (_weighed(scorer, article) for article in (seed, read))
    dot = sum(weight * theirs.get(word, 0.0) for word, weight in ours.items())
    return math.sqrt(max(0.0, dot) / (math.hypot(*ours.values()) * math.hypot(*theirs.values()) or 1.0))


def _weighed(scorer: Scorer, article: Article) -> dict[str, float]:
    counts = Counter(terms(article.text[:LENGTH]))
    return {word: (1 + math.log(n)) * scorer.rarity(word) for word, n in counts.items()}
