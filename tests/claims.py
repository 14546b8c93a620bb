"""Claims from single sentences, for tests of what is done with claims."""

from __future__ import annotations

from functools import cache

from compare.config import read_lexicon
from compare.configured import Lexicon
from compare.read.claims import claims
from compare.records import Claim
from tests.articles import text_article
from tests.conftest import CONFIG


@cache
def words() -> Lexicon:
    """The project's word lists."""
    return read_lexicon(CONFIG / "lexicons")


def claim(sentence: str, host: str = "one.example") -> Claim:
    """The claim that ``sentence`` makes, as an article of its own tells it."""
    article = text_article(f"http://{host}/a", "A headline", [sentence])
    body = [c for c in claims(article, words()) if c.kind != "headline"]
    assert len(body) == 1, f"{len(body)} sentences in {sentence!r}"
    return body[0]


def pair(a: str, b: str) -> tuple[Claim, Claim]:
    """Two claims of two outlets."""
    return claim(a), claim(b, "two.example")
