"""Two descriptions of one source are no two sources where an article says itself whom it describes."""

from __future__ import annotations

import pytest

from compare.contrast.differences import contrast
from compare.contrast.introduced import sources
from compare.read.claims import claims
from compare.records import Alignment, Claim
from tests.articles import text_article
from tests.claims import words


def told(host: str, *sentences: str) -> list[Claim]:
    """The claims of an article, a sentence a paragraph."""
    article = text_article(f"http://{host}/a", "A headline", list(sentences))
    return [c for c in claims(article, words()) if c.kind != "headline"]


def is_other_source(first: list[Claim], second: list[Claim]) -> bool:
    """Whether the last sentences of two articles are told to be from different sources."""
    pair = [Alignment(first[-1].id, second[-1].id, 1.0, "same")]
    (aligned,) = contrast(pair, {c.id: c for c in (*first, *second)}, words())
    return any(d.rule == "different-sources" for d in aligned.differences)


@pytest.mark.parametrize(
    ("introduction", "description"),
    [
        ("Glenn Brandt, a host at Velden News, opened the lock.", "the Velden News host"),
        ("The lock was opened by Rep. Glenn Brandt.", "the congressman"),
        ("Harbour council counsel Glenn Brandt opened the lock.", "the council counsel"),
        ("Glenn Brandt (D-Velden) opened the lock.", "the Democrat"),
    ],
)
def test_a_description_is_of_whom_the_article_introduced_so(introduction: str, description: str) -> None:
    """By a title before the name, an apposition behind it or a party in brackets; without that it is another source."""
    named = told("one.example", "The talks about the lock failed, Glenn Brandt said.")
    described = f"The talks about the lock failed, {description} said."
    assert not is_other_source(named, told("two.example", introduction, described))
    assert is_other_source(named, told("two.example", "Ilse Cole opened the lock.", described))


def test_a_newspaper_is_the_last_one_named() -> None:
    """Of "the newspaper" and "the Post" both are the Harbour Post."""
    start = "The lock is unsafe, the Harbour Post reported."
    second = told("two.example", start, "The talks about the lock failed, according to the Post.")
    first = told("one.example", start, "The talks about the lock failed, according to the newspaper.")
    assert not is_other_source(first, second)


def test_a_place_before_a_subject_is_not_introduced() -> None:
    """Of "In Velden, the mayor of the port, ..." the mayor is not Velden, and "a senator" is nobody named before."""
    article = told(
        "one.example",
        "In Velden, the mayor of the port, a docker, spoke.",
        "The mayor said that the lock was unsafe.",
        "Senator Ilse Cole spoke.",
        "A senator said that the lock was unsafe.",
    )
    found = sources(article)
    assert (found[article[1].id], found[article[3].id]) == (frozenset({"mayor"}), frozenset())


def test_a_pronoun_is_no_newspaper() -> None:
    """ "She" may be whoever is named, but neither a newspaper nor people without a name."""
    said = told("one.example", "The talks about the lock failed, she said.")
    assert not is_other_source(said, told("two.example", "The talks about the lock failed, Ilse Cole said."))
    assert is_other_source(
        said, told("two.example", "The talks about the lock failed, the Harbour Post said.")
    )
