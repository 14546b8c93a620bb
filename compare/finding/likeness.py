"""How near other articles' headlines and openings lie to the seed's, by sentence vectors that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
from sqlite_utils import Database

from compare.collect import same_event
from compare.collect.same_event import Near
from compare.collect.ways import Entry
from compare.compute import vectors_of
from compare.read.embed import SentenceTransformerEmbedder
from compare.read.models import DEFAULT_MODEL
from compare.read.segment import sentences
from compare.records import Article
from compare.store import kept, write
from compare.store.database import transaction

CLAIMS = 20  # first sentences of the seed, its headline among them, that a headline may repeat
LEAD = 300  # characters of the seed's text after its headline


class Likeness:
    """Always by the bundled model, to which the weights of collect/score.py and collect/same_event.py are fitted.

    Vectors are made by ``executor`` (None: here) and stored: a run that finds nothing new loads no model.
    """

    def __init__(self, db: Database, executor: Executor | None, threads: int) -> None:
        self._db, self._executor, self._threads = db, executor, threads
        self._revision = SentenceTransformerEmbedder(DEFAULT_MODEL, offline=True).revision

    def __call__(self, seed: Article, entries: Sequence[Entry]) -> dict[Entry, tuple[float, float, float]]:
        """Of each entry the three likenesses that ``Alike`` holds."""
        if not entries:
            return {}
        ours = (seed.title, f"{seed.title}. {seed.text[seed.title_end :][:LEAD]}")
        theirs = {e: _texts(e) for e in entries}
        claims = _claims(seed, CLAIMS)
        vectors = self._vectors(sorted({t for texts in (ours, claims, *theirs.values()) for t in texts}))
        told = np.array([vectors[claim] for claim in claims])
        return {
            entry: (
                float(vectors[ours[0]] @ vectors[title]),
                float(vectors[ours[1]] @ vectors[opening]),
                float((told @ vectors[title]).max()),
            )
            for entry, (title, opening) in theirs.items()
        }

    def near(self, seed: Article, read: Sequence[Article]) -> list[Near]:
        """Of each article that was read, how near its first claims and the seed's lie to one another."""
        told = [_claims(article, same_event.CLAIMS) for article in (seed, *read)]
        vectors = self._vectors(sorted({t for texts in told for t in texts}))
        ours, *theirs = (np.array([vectors[t] for t in texts]) for texts in told)
        return [_near(ours @ other.T) for other in theirs]

    def _vectors(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        keys = {text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts}
        known = kept.vectors_of(self._db, DEFAULT_MODEL, self._revision, list(keys.values()))
        missing = [text for text in texts if keys[text] not in known]
        if missing:
            work = (missing, DEFAULT_MODEL, self._revision, self._threads)
            made = self._executor.submit(vectors_of, *work).result() if self._executor else vectors_of(*work)
            new = {keys[text]: vector for text, vector in zip(missing, made, strict=True)}
            with transaction(self._db):
                write.save_vectors(self._db, DEFAULT_MODEL, self._revision, new)
            known |= new
        return {text: np.frombuffer(known[key], dtype="<f4") for text, key in keys.items()}


def _near(cosines: np.ndarray) -> Near:
    best = (np.sort(cosines.max(axis=axis))[::-1][: same_event.NEAREST].mean() for axis in (1, 0))
    return Near(*map(float, best))


def _claims(article: Article, number: int) -> list[str]:
    """The first sentences of an article, each once, its headline in front."""
    spans = (span for paragraph in article.paragraphs for span in sentences(article.text, *paragraph))
    told: dict[str, None] = {article.title or article.url: None}
    for start, end in spans:
        if len(told) == number:
            break
        told[article.text[start:end]] = None
    return list(told)


def _texts(entry: Entry) -> tuple[str, str]:
    """The headline and the opening; a plain sitemap tells only the words of the address."""
    title = entry.title or entry.summary
    return title, f"{title}. {entry.summary if entry.title else ''}"
