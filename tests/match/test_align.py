"""Claims that say the same are aligned across outlets, in any order of telling, and most have no counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from compare.bundled_judge import bundled_judge
from compare.match.align import align
from compare.match.plain import align_by_vectors
from compare.match.scorer import FITTED, Scorer, fitted
from compare.read.claims import claims as read_claims
from compare.read.embed import SentenceTransformerEmbedder
from compare.read.models import DEFAULT_MODEL
from compare.records import Alignment, Article, Claim, Member
from tests.articles import harbour, text_article
from tests.claims import words
from tests.embedders import HashEmbedder

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(DEFAULT_MODEL)


def told(articles: Sequence[Article]) -> list[Claim]:
    return [c for a in articles for c in read_claims(a, words())]


def aligned(articles: Sequence[Article], embedder: SentenceTransformerEmbedder) -> tuple[Alignment, ...]:
    members = [Member(a, "coverage") for a in articles]
    claims = told(articles)
    encoding = embedder.encode([c.text for c in claims])
    return align(members, claims, encoding, fitted(reading=True), reader=bundled_judge())


def openings(articles: Sequence[Article], alignments: Sequence[Alignment]) -> set[frozenset[str]]:
    texts = {c.id: c.text[:20] for c in told(articles)}
    return {frozenset((texts[x.a], texts[x.b])) for x in alignments}


def test_what_says_the_same_is_aligned_and_the_rest_is_not(embedder: SentenceTransformerEmbedder) -> None:
    """The shared claims are found; what one outlet tells alone has no partner."""
    found = openings(harbour(), aligned(harbour(), embedder))
    assert frozenset(("Talks on the future ", "The talks on the fut")) in found
    assert frozenset(("The port handles 12 ", "The harbour moves 12")) in found
    assert not [
        pair for pair in found if any(text.startswith(("In the fishermen", "Hotels in")) for text in pair)
    ]


def test_the_order_of_articles_changes_no_probability(embedder: SentenceTransformerEmbedder) -> None:
    """Whichever outlet comes first."""

    def probabilities(articles: list[Article]) -> dict[frozenset[str], float]:
        return {frozenset((x.a, x.b)): x.probability for x in aligned(articles, embedder)}

    articles = harbour()
    assert (
        probabilities(articles)
        == probabilities(articles[::-1])
        == probabilities([articles[1], articles[2], articles[0]])
    )


def test_two_articles_of_one_outlet_are_not_aligned(embedder: SentenceTransformerEmbedder) -> None:
    """An outlet that repeats itself is no second telling."""
    title, sentence = "Talks fail", "Talks on the future of the Veldhaven harbour failed on Monday."
    articles = [text_article(f"http://one.example/{n}", title, [sentence], "one") for n in "ab"]
    assert aligned(articles, embedder) == ()


def test_headlines_are_not_aligned(embedder: SentenceTransformerEmbedder) -> None:
    """They repeat the body of their article; a story of headlines alone has no alignments."""
    ids = {c.id for c in told(harbour()) if c.kind == "headline"}
    assert not [x for x in aligned(harbour(), embedder) if {x.a, x.b} & ids]


@pytest.mark.parametrize("sentences", [[], ["One."], ["One.", "Two."]])
def test_tiny_articles_do_no_harm(embedder: SentenceTransformerEmbedder, sentences: list[str]) -> None:
    """Nothing, or next to nothing, to compare with is no error."""
    articles = [harbour()[0], text_article("http://tiny.example/a", "Tiny", sentences or ["x"], "tiny")]
    assert all(0 <= x.probability <= 1 for x in aligned(articles, embedder))


def test_the_fitted_file_names_its_model_and_is_what_saving_writes(tmp_path: object) -> None:
    """It belongs to the bundled encoder, and survives being written again."""
    from pathlib import Path

    path = Path(str(tmp_path)) / "again.npz"
    fitted().save(path, fitted(reading=True))
    # The arrays, not the file's bytes: releases of Python write the heads of an archive differently.
    with np.load(path) as written, np.load(FITTED) as shipped:
        assert written.files == shipped.files
        assert all(written[name].tobytes() == shipped[name].tobytes() for name in shipped.files)
    for reading in (False, True):
        assert Scorer.load(path, reading).meaning == fitted(reading).meaning
    assert fitted().meaning.model == DEFAULT_MODEL
    assert SentenceTransformerEmbedder(DEFAULT_MODEL).revision.startswith(fitted().meaning.weights)


def test_one_pass_gives_the_vectors_that_the_model_gives(embedder: SentenceTransformerEmbedder) -> None:
    """The mean of the token vectors is the sentence vector, within the precision of the weights."""
    texts = [c.text for c in told(harbour())]
    assert abs(embedder.encode(texts).vectors - embedder.embed(texts)).max() < 0.01


def test_the_same_texts_in_another_order_give_the_same_bytes(embedder: SentenceTransformerEmbedder) -> None:
    """Batches are made of the texts themselves, not of how they come."""
    texts = [c.text for c in told(harbour())]
    turned = embedder.encode(texts[::-1])
    assert (embedder.encode(texts).vectors == turned.vectors[::-1]).all()


def test_another_model_is_matched_by_its_vectors() -> None:
    """An encoder that the scorer was not fitted on still aligns the plain cases."""
    articles = harbour()
    claims = told(articles)
    vectors = HashEmbedder().embed([c.text for c in claims])
    by_text = {c.text_sha256: v for c, v in zip(claims, vectors, strict=True)}
    found = align_by_vectors([Member(a, "coverage") for a in articles], claims, by_text)
    assert frozenset(("Talks on the future ", "The talks on the fut")) in openings(articles, found)


def test_many_copies_of_a_text_hide_no_match(embedder: SentenceTransformerEmbedder) -> None:
    """A text printed ten times is matched once: the other outlet's counterparts are those of every print."""
    one, two, *_ = harbour()
    copies = [
        replace(one, id=f"copy{n}", url=f"http://copy{n}.example/a", outlet=f"copy{n}.example")
        for n in range(9)
    ]
    members = [
        Member(one, "coverage"),
        Member(two, "coverage"),
        *(Member(c, "coverage", one.id) for c in copies),
    ]
    claims = told([m.article for m in members])
    encoding = embedder.encode([c.text for c in claims])
    found = align(members, claims, encoding, fitted(reading=True), reader=bundled_judge())
    article = {c.id: c.article for c in claims}
    alone = len(aligned([one, two], embedder))
    assert alone > 0
    for each in (one, *copies):
        assert len([x for x in found if {article[x.a], article[x.b]} == {each.id, two.id}]) == alone
    printed = [x for x in found if {article[x.a], article[x.b]} == {one.id, "copy3"}]
    assert {(x.probability, x.relation) for x in printed} == {(1.0, "same")}
