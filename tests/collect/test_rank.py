"""Candidates carry how they were found and why they are taken or left; nothing is guessed."""

from __future__ import annotations

import dataclasses

import pytest

from compare.collect.access import names_an_error
from compare.collect.rank import TAKE, Candidate, rank
from compare.collect.score import Scorer, days_apart
from compare.collect.urls import words_of
from compare.collect.ways import Entry, Found
from compare.configured import Outlet
from compare.records import Article, Precision
from tests.articles import harbour

ONE = Outlet("one.example", "One", ("one.example",))
TWO = Outlet("two", "Two", ("two.example",))
THREE = Outlet("three", "Three", ("three.example",))


def entry(
    url: str, title: str, at: str | None = "2025-12-06T12:00:00Z", precision: Precision = "second"
) -> Entry:
    return Entry(url, title, "", at, precision)


SAME = entry("http://two.example/deal", "Veldhaven harbour talks fail, dockers may strike")
OTHER = entry("http://two.example/tram", "City council approves a new tram line to the airport")
MORE = [
    entry(f"http://three.example/{n}", title)
    for n, title in enumerate(
        (
            "Herring prices climb for a third month",
            "Parliament debates a law on forests",
            "The regatta returns in June",
            "A lighthouse is sold",
        )
    )
]


@pytest.fixture
def seed() -> Article:
    return dataclasses.replace(
        harbour()[0], published_at="2025-12-06T10:00:00Z", published_precision="second"
    )


def listed(outlet: Outlet, *entries: Entry) -> list[Found]:
    return [Found(outlet, e, f"feed of {outlet.name}") for e in entries]


def decisions(found: list[Candidate]) -> dict[str, bool]:
    return {c.url: c.taken for c in found}


def test_the_same_event_is_taken_and_another_left(seed: Article) -> None:
    """The decision follows what is shared with the seed, and each carries a reason."""
    found = rank(seed, [*listed(TWO, OTHER, SAME), *listed(THREE, *MORE)], frozenset(), 1)
    assert [c.url for c in found if c.taken] == [SAME.url]
    assert all(c.reason for c in found)
    assert found[0].found_by == "feed of Two"
    assert "harbour" in found[0].reason and "same day" in found[0].reason


def test_a_story_of_another_month_is_left(seed: Article) -> None:
    """The same words a month later are another event, and the reason is the date."""
    late = dataclasses.replace(SAME, published_at="2026-01-20T10:00:00Z")
    (candidate, *_) = rank(seed, listed(TWO, late, *MORE), frozenset(), 1)
    assert not candidate.taken
    assert "45 days" in candidate.reason


@pytest.mark.parametrize(
    ("month", "apart"), [("2019-03", 2442), ("2025-10", 36), ("2025-11", None), ("2025-12", None)]
)
def test_a_month_that_lies_too_far_away_is_a_date(seed: Article, month: str, apart: int | None) -> None:
    """Of one that ends within the days looked at, nobody knows the day."""
    vague = entry(SAME.url, SAME.title, f"{month}-01T00:00:00Z", "month")
    early = dataclasses.replace(seed, published_at="2025-12-03T10:00:00Z")
    assert days_apart(seed, dataclasses.replace(vague, precision="unknown")) is None
    assert days_apart(early if month == "2025-11" else seed, vague) == apart
    (candidate, *_) = rank(early, listed(TWO, vague, *MORE), frozenset(), 1)
    assert candidate.taken is (apart is None)


@pytest.mark.parametrize("title", ["Error 503", "Page not found | The Tern", "404 - Not Found"])
def test_an_item_that_tells_of_an_error_is_left_whatever_its_summary_says(seed: Article, title: str) -> None:
    """Its opening is the seed's own; the address of a whole site is no article's either."""
    opening = seed.text[seed.title_end : 400]
    lying = Entry("http://two.example/deal", title, opening, None, "unknown")
    front = dataclasses.replace(SAME, url="http://three.example/", summary=opening)
    assert Scorer(seed, [lying]).score(lying) >= TAKE
    found = {c.url: c for c in rank(seed, [*listed(TWO, lying), *listed(THREE, front)], frozenset(), 1)}
    assert not any(c.taken for c in found.values())
    assert found[lying.url].reason == "its headline is that of an error page"
    assert "front page" in found[front.url].reason


def test_a_headline_that_only_looks_like_an_error_is_one() -> None:
    """A number of people, a plane that is not found, access that was denied to somebody."""
    errors = ["HTTP Error 500: Internal Server Error", "Service temporarily unavailable", "Just a moment..."]
    errors += ["Your request was blocked", "Please enable JavaScript", "Invalid API key", "Account suspended"]
    errors += ["We’re sorry, something went wrong", "Subscribe to continue reading"]
    assert all(map(names_an_error, errors))
    headlines = ["503 migrants rescued off Crete", "Missing plane not found", "Error in count cost 500 votes"]
    headlines += ["Request blocked by court", "Account suspended after threats, says minister"]
    assert not any(map(names_an_error, [*headlines, "Access denied: journalists barred from the hearing"]))


def test_one_article_an_outlet_and_none_of_the_seed_s_own(seed: Article) -> None:
    """The best item of each outlet is taken; the seed's outlet tells nothing new."""
    second = entry("http://two.example/again", "Veldhaven harbour: dockers plan strike")
    own = entry("http://one.example/live", "Veldhaven harbour talks fail, live")
    found = rank(seed, [*listed(TWO, SAME, second, *MORE), *listed(ONE, own)], frozenset(), 1)
    assert sum(c.taken for c in found) == 1
    assert not decisions(found)[own.url]


def test_a_live_blog_beside_the_outlet_s_article_is_told_as_one(seed: Article) -> None:
    """Not as another address, though both have one headline and one stamp."""
    blog = entry("http://two.example/live/deal", SAME.title)
    reasons = {c.url: c.reason for c in rank(seed, [*listed(TWO, SAME, blog, *MORE)], frozenset(), 1)}
    assert reasons[blog.url] == f"a live blog, beside {SAME.url}"


def test_an_outlet_that_the_story_has_already_gets_no_second_article(seed: Article) -> None:
    """A repeated run does not add lesser articles of the outlets that it knows."""
    (candidate, *_) = rank(seed, listed(TWO, SAME, *MORE), frozenset(), 1, {"two": 1})
    assert not candidate.taken
    assert "already has 1" in candidate.reason


def test_the_cited_outlet_s_article_is_the_original(seed: Article) -> None:
    """A candidate of an outlet that the seed names as its source is marked so, unless it appeared after the seed."""
    when = (
        {"at": "2025-12-06T13:00:00Z", "role": "coverage"},
        {"at": "2025-12-06T12:00:00Z", "role": "cited_original"},
    )
    late = dataclasses.replace(seed, published_at="2025-12-06T12:30:00Z", published_precision="second")
    for case in when:
        of_then = entry(SAME.url, SAME.title, case["at"])
        assert rank(late, listed(TWO, of_then, *MORE), frozenset({"two"}), 1)[0].role == case["role"]


def test_what_the_seed_links_to_is_taken_whatever_its_title(seed: Article) -> None:
    """A link needs no likeness; it is the seed's own word."""
    link = Found(THREE, entry("http://three.example/x", "", None, "unknown"), "link in the seed", cited=True)
    found = rank(seed, [link, *listed(TWO, OTHER)], frozenset(), 1)
    assert found[0].taken and found[0].reason == "the seed links to it"


def test_other_addresses_of_an_article_are_told_as_such(seed: Article) -> None:
    """Each address that was found has its row: one taken, the page for phones left with the reason."""
    phone = dataclasses.replace(SAME, url="http://m.two.example/deal")
    found = rank(seed, [*listed(TWO, phone), *listed(TWO, SAME)], frozenset(), 1)
    assert [(c.url, c.taken) for c in found] == [(SAME.url, True), (phone.url, False)]
    assert found[1].reason == f"another address of {SAME.url}"


def test_a_link_to_a_section_hides_no_linked_article(seed: Article) -> None:
    """Of what the seed links to at one outlet the likeliest article is taken, whatever stands first."""
    section, other = "http://two.example/world/asia/", "http://two.example/2019/a-tram-line-opens-at-last"
    article = "http://two.example/2025/veldhaven-harbour-talks-fail"
    links = [Found(TWO, Entry(u, "", words_of(u), None, "unknown"), "link in the seed", cited=True) for u in (section, other, article)]  # fmt: skip
    found = {c.url: c for c in rank(seed, links, frozenset(), 1)}
    assert [url for url, c in found.items() if c.taken] == [article]
    assert found[section].reason == "the seed links to it, and to 1 more likely one(s) of the outlet"


def test_an_article_found_twice_is_told_once(seed: Article) -> None:
    """Feed and sitemap list the same article: one candidate, as the better of the two tells it."""
    bare = dataclasses.replace(SAME, title="", url=SAME.url + "?utm_source=map")
    found = rank(seed, [*listed(TWO, bare), *listed(TWO, SAME)], frozenset(), 1)
    assert [c.title for c in found] == [SAME.title]


def test_the_order_of_feeds_changes_nothing(seed: Article) -> None:
    """The same feeds in another order give the same decisions in the same order."""
    third = entry("http://three.example/port", "Dockers to strike in Veldhaven after talks fail")
    one_way = [*listed(TWO, SAME, OTHER), *listed(THREE, third)]
    assert rank(seed, one_way, frozenset(), 1) == rank(seed, one_way[::-1], frozenset(), 1)


@pytest.mark.parametrize(
    ("at", "precision", "apart"),
    [
        ("2025-12-06T23:59:00Z", "second", 1),
        ("2025-12-06T12:00:00Z", "minute", 0),
        ("2025-12-06T00:00:00Z", "day", 0),
        ("2025-12-04T00:00:00Z", "day", 2),
        ("2025-12-01T00:00:00Z", "month", None),
        (None, "unknown", None),
    ],
)
def test_days_are_compared_as_precisely_as_they_are_known(
    seed: Article, at: str | None, precision: Precision, apart: int | None
) -> None:
    """A date without a time is compared by its day; a month is compared with nothing."""
    assert days_apart(seed, entry("http://two.example/a", "A", at, precision)) == apart


def test_an_article_that_tells_something_else_is_known_once_it_is_read(seed: Article) -> None:
    """Its own headline and opening decide, not what the feed said of it."""
    scorer = Scorer(seed, [SAME, OTHER, *MORE])
    assert scorer.same_event(SAME)
    assert not scorer.same_event(OTHER)


def test_nothing_found_is_no_error(seed: Article) -> None:
    """No entries, no candidates."""
    assert rank(seed, [], frozenset(), 1) == []
