"""A group is one claim as told by several outlets; one sure pair chains no unlike claims together."""

from __future__ import annotations

from dataclasses import replace

from compare.configured import Outlet
from compare.match.copies import same_text
from compare.match.group import clusters, group
from compare.records import Alignment, Article, Claim, Group, Member
from tests.articles import HARBOUR, harbour, text_article

ARTICLES = {"a": "1", "b": "2", "c": "3", "d": "4"}


def links(**probability: float) -> list[Alignment]:
    return [Alignment(pair[0], pair[1], p, "same") for pair, p in probability.items()]


def test_a_claim_like_one_member_only_stays_outside() -> None:
    """a and b are sure, c resembles b alone: the mean over the group decides."""
    assert clusters(ARTICLES, links(ab=0.95, bc=0.5), 0.35) == [("a", "b")]


def test_a_claim_like_all_members_joins() -> None:
    """Each resembles each, if less surely."""
    assert clusters(ARTICLES, links(ab=0.95, bc=0.5, ac=0.4), 0.35) == [("a", "b", "c")]


def test_two_pairs_stay_two_groups() -> None:
    """One weak link between them joins nothing."""
    assert clusters(ARTICLES, links(ab=0.9, cd=0.9, bc=0.6), 0.35) == [("a", "b"), ("c", "d")]


def test_the_order_of_pairs_changes_nothing() -> None:
    """The same pairs in another order make the same groups."""
    pairs = links(ab=0.9, bc=0.6, ac=0.4, cd=0.7)
    assert clusters(ARTICLES, pairs, 0.35) == clusters(ARTICLES, pairs[::-1], 0.35)


def told(article: Article, n: int = 1) -> Claim:
    start, end = article.paragraphs[n - 1]
    return Claim(
        f"{article.version_id}.{n:03d}", article.id, n, n - 1, article.text[start:end], start, end, "body"
    )


def grouped(
    articles: list[Article], owners: dict[str, str], copies: dict[str, str] | None = None
) -> tuple[int, str | None]:
    one = whole(articles, [Outlet(key, key, (key,), owner=owner) for key, owner in owners.items()], copies)
    return one.independent_outlets, one.first_at


def whole(articles: list[Article], outlets: list[Outlet], copies: dict[str, str] | None = None) -> Group:
    members = [Member(a, "coverage", (copies or {}).get(a.id)) for a in articles]
    claims = [told(a) for a in articles]
    pairs = [Alignment(x.id, y.id, 0.9, "same") for i, x in enumerate(claims) for y in claims[i + 1 :]]
    (one,) = group("story", members, claims, pairs, outlets, 0.35)
    return one


def test_outlets_under_one_owner_and_copies_count_once() -> None:
    """Three outlets, two of one owner; or one of them a reprint."""
    articles = harbour()
    assert grouped(articles, {})[0] == 3
    assert grouped(articles, {"one.example": "Trust", "two.example": "Trust"})[0] == 2
    assert grouped(articles, {}, {articles[2].id: articles[0].id})[0] == 2


def test_what_counts_once_is_told_with_why() -> None:
    """The owner, the text printed twice, and the agency; nothing where each speaks for itself."""
    articles = harbour()
    trust = [Outlet(k, n, (k,), owner="Trust") for k, n in (("one.example", "One"), ("two.example", "Two"))]
    owned = whole(articles, trust).collapsed
    assert [(c.outlets, c.shared, c.why) for c in owned] == [
        (("one.example", "two.example"), "owner", "owned by Trust")
    ]
    reprint = whole(articles, trust[:1], {articles[2].id: articles[0].id}).collapsed
    assert ("same_text", "three.example has nearly the same text as One") in {
        (c.shared, c.why) for c in reprint
    }
    assert whole(articles, []).collapsed == ()


def test_an_agencys_copy_counts_as_the_agency() -> None:
    """By byline or dateline; a byline that only thanks the agency for its help is the outlet's own."""
    one, two, three = harbour()
    tern = Outlet("tern", "Tern News Agency", ("tern.example",), aliases=("Tern",), kind="agency")
    copies = [replace(one, byline="Tern"), replace(two, byline="Ilse Brandt, Tern News Agency"), three]
    found = whole(copies, [tern])
    assert found.independent_outlets == 2
    assert {c.shared for c in found.collapsed} == {"agency"}
    assert "one.example carries copy of Tern News Agency" in {c.why for c in found.collapsed}
    helped = replace(one, byline="Ilse Brandt; Tern contributed to this report")
    assert whole([helped, replace(two, byline="Tern"), three], [tern]).independent_outlets == 3


def dated(article: Article, at: str, precision: str = "second") -> Article:
    return replace(article, published_at=at, published_precision=precision)


def test_nobody_is_first_unless_the_times_tell() -> None:
    """Every telling needs a time to the minute, and the earliest a minute of its own."""
    one, two, _ = harbour()
    early, late = dated(one, "2025-12-06T10:00:00Z"), dated(two, "2025-12-06T11:00:00Z")
    assert grouped([early, late], {})[1] == "2025-12-06T10:00:00Z"
    assert grouped([early, dated(two, "2025-12-06T00:00:00Z", "day")], {})[1] is None
    assert (
        grouped([dated(one, "2025-12-06T10:00:00Z", "minute"), dated(two, "2025-12-06T10:00:30Z")], {})[1]
        is None
    )
    assert grouped([early, two], {})[1] is None


def test_a_reprint_is_known_by_its_words() -> None:
    """Another headline, dateline and a clipped sentence do not hide it; the earlier one is the original."""
    (_, paragraphs), *_ = HARBOUR.values()
    first = dated(text_article("http://one.example/a", "Talks fail", paragraphs), "2025-12-06T10:00:00Z")
    clipped = ["VELDHAVEN – " + paragraphs[0], *paragraphs[1:3], paragraphs[3].split(" and ")[0] + "."]
    second = dated(text_article("http://two.example/b", "No deal", clipped), "2025-12-06T12:00:00Z")
    assert same_text([second, first]) == {second.id: first.id}
    assert same_text(harbour()) == {}
