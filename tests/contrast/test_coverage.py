"""'Absent' is said only where the whole article was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.contrast.coverage import coverage
from compare.records import Access, Alignment, Article, Group, Member
from tests.articles import text_article
from tests.claims import claim

TOLD = claim("The talks failed on Monday.")
GROUP = Group("g", (TOLD.id,), ("one.example",), 1, None, None)


def article(host: str, access: Access, path: str = "a") -> Article:
    read = text_article(f"http://{host}/{path}", "A headline", ["The talks failed on Monday."])
    return replace(read, access=access, text=read.text if access in ("full", "partial") else "")


def state(*others: Article) -> str:
    members = [Member(article("one.example", "full"), "seed"), *(Member(a, "coverage") for a in others)]
    entries = coverage(members, [GROUP], {TOLD.id: TOLD})
    assert entries[0].state == "present"
    assert entries[0].claim == TOLD.id
    return entries[1].state


@pytest.mark.parametrize(
    ("access", "expected"),
    [("full", "absent"), ("partial", "unknown"), ("paywalled", "not_retrieved"), ("failed", "not_retrieved")],
)
def test_silence_means_what_the_reading_allows(access: Access, expected: str) -> None:
    """Read whole: absent; read in part: unknown; not read: not retrieved."""
    assert state(article("two.example", access)) == expected


def test_one_unread_article_of_two_leaves_it_unknown() -> None:
    """The claim may stand in the article that was not had."""
    assert state(article("two.example", "full"), article("two.example", "failed", "b")) == "unknown"


def test_an_outlet_whose_claim_is_aligned_with_the_group_is_not_absent() -> None:
    """A possible match is neither "told" nor "not found": it is not known."""
    near = claim("On Monday negotiators parted without a deal.", "two.example")
    members = [
        Member(article("one.example", "full"), "seed"),
        Member(article("two.example", "full"), "coverage"),
    ]
    claims = {TOLD.id: TOLD, near.id: near}
    entries = coverage(members, [GROUP], claims, [Alignment(TOLD.id, near.id, 0.3, "partial")])
    assert (entries[1].state, entries[1].claim) == ("unknown", near.id)
