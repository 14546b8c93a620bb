"""What was not looked for, or not in full, is told; what stands in the way of an outlet's article is passed by."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from compare.arguments import asked_for
from compare.collect.rank import Candidate
from compare.config import Config, StoryEntry
from compare.configured import Outlet
from compare.discover_only import discover_only
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Failure, Source
from compare.reporting import report_of
from compare.show_run import candidates_text
from tests.articles import HARBOUR
from tests.test_discovery import ONE, OUTLETS, TRAM, TWO, rss, sitemap
from tests.web import Page, Web, page

SPENT = "not asked: the outlet's requests were spent"
FEED = rss((TWO, "No deal on Veldhaven harbour"))


def options(config: Config, web: Web, *outlets: Outlet, **settings: object) -> Options:
    quick = {"retries": 0, "total_seconds": 3, **settings}
    config = replace(config, outlets=outlets, settings=replace(config.settings, **quick))  # type: ignore[arg-type]
    return Options(config, delay=0, connect_to=(web.connect_to,))


def looked(
    db: Database, config: Config, web: Web, *outlets: Outlet, asked: Asked | None = None, **settings: object
) -> tuple[dict[str, Candidate], dict[str, str]]:
    """The candidates by URL, and why each source that gave nothing did."""
    found, failures = discover_only(
        db, asked or Asked(Source(ONE, "seed")), options(config, web, OUTLETS[0], *outlets, **settings)
    )
    return {c.url: c for c in found}, {f.url: f.reason for f in failures}


def compared(
    db: Database, config: Config, web: Web, here: Executor, *outlets: Outlet
) -> tuple[dict[str, str], list[Failure]]:
    """A run: the access of each article in the report, and what failed."""
    (outcome,) = run(
        db,
        [Asked(Source(ONE, "seed"))],
        options(config, web, OUTLETS[0], *outlets, archive=False),
        executor=here,
    ).stories
    made = report_of(db, outcome.story)
    assert made is not None
    return {a["url"]: a["access"] for a in made["articles"]}, outcome.failures


def test_an_outlet_about_which_only_its_name_is_known_is_told(
    db: Database, config: Config, newsstand: Web
) -> None:
    """It was not searched, which is no evidence that it told nothing."""
    _, failures = looked(db, config, newsstand, Outlet("tern", "Tern", ()))
    assert failures == {"Tern": "not searched: outlets.toml gives neither a feed nor a domain of it; add one"}


def test_an_outlet_that_is_not_searched_because_of_the_settings_is_told(
    db: Database, config: Config, newsstand: Web
) -> None:
    """Without a feed, and with sitemaps and autodiscovery off, there is nowhere to look."""
    off = {"sitemaps": False, "autodiscovery": False}
    newsstand.pages["two.example/feed"] = FEED
    found, failures = looked(db, config, newsstand, *OUTLETS[1:3], **off)
    assert found[TWO].taken
    assert failures == {
        "http://three.example/": "not searched: outlets.toml names no feed of it, and looking for sitemaps and for "
        "feeds is switched off"
    }
    _, failures = looked(db, config, newsstand, OUTLETS[2], autodiscovery=False)
    assert failures["http://three.example/"].startswith("not searched: names no sitemap in robots.txt")


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_a_list_that_leaves_out_the_seed_s_days_is_told(
    db: Database, config: Config, newsstand: Web, kind: str
) -> None:
    """What its outlet told in those days is not known; a list that reaches back is no matter."""
    item = ("http://two.example/tram", "A tram line opens")
    listed, url = (
        (rss(item), "two.example/feed") if kind == "feed" else (sitemap(*item), "two.example/map.xml")
    )
    newsstand.pages["two.example/robots.txt"] = "User-agent: *\nSitemap: http://two.example/map.xml\n"
    two = OUTLETS[1] if kind == "feed" else replace(OUTLETS[1], feeds=())
    newsstand.pages[url] = listed
    assert looked(db, config, newsstand, two)[1] == {}
    for day, other in (("12", "2025-12-12"), ("01", "2025-12-01")):  # too new; a feed that died
        newsstand.pages[url] = listed.replace("06 Dec 2025", f"{day} Dec 2025").replace("2025-12-06", other)
        told = looked(db, config, newsstand, two)[1][f"http://{url}"]
        assert told.startswith("lists nothing from 2025-12-02 to 2025-12-06, its items are of " + other)


def test_sitemaps_that_were_not_read_are_told_where_the_one_read_may_not_do(
    db: Database, config: Config, newsstand: Web
) -> None:
    """The first of several names no days: what the others list is not known."""
    two = replace(OUTLETS[1], feeds=())
    newsstand.pages["two.example/robots.txt"] = (
        "User-agent: *\nSitemap: http://two.example/pages.xml\nSitemap: http://two.example/articles.xml\n"
    )
    plain = "<urlset><url><loc>http://two.example/about</loc></url></urlset>"
    newsstand.pages["two.example/pages.xml"] = plain
    assert looked(db, config, newsstand, two)[1] == {
        "http://two.example/pages.xml": "says of no item when it was published; 1 more of the outlet's sitemaps were not read"
    }


def test_a_list_of_other_sites_or_of_no_article_is_no_word_of_the_outlet(
    db: Database, config: Config, newsstand: Web
) -> None:
    """Its outlet is told as not heard; so is one whose list lies on another site, by its name."""
    newsstand.pages["two.example/robots.txt"] = "User-agent: *\nSitemap: http://cdn.example/map.xml\n"
    elsewhere = [(f"http://cdn.example/{n}", "No deal on Veldhaven harbour") for n in range(3)]
    for items, says in ((elsewhere, "cdn.example"), ([("http://two.example/", "Two")], "two.example")):
        newsstand.pages["two.example/feed"] = rss(*items)
        _, failures = looked(db, config, newsstand, OUTLETS[1])
        said = f"lists no article of Two's own, only pages of {says}"
        assert failures == {"http://two.example/feed": said}
    two = replace(OUTLETS[1], feeds=())
    found, failed = discover_only(
        db, Asked(Source(ONE, "seed")), options(config, newsstand, OUTLETS[0], two, archive=False)
    )
    assert [(f.url, f.reason, f.outlet) for f in failed] == [
        ("http://cdn.example/map.xml", "HTTP 404 (a list of Two)", "two")
    ]
    assert "not had: two: http://cdn.example/map.xml: HTTP 404" in candidates_text(found, failed, False)


def test_a_feed_that_ends_in_the_middle_is_had_in_part(db: Database, config: Config, newsstand: Web) -> None:
    """What stands before its end is taken, and that the rest is not known is told."""
    tram = ("http://two.example/tram", "A tram line opens")
    newsstand.pages["two.example/feed"] = rss((TWO, "No deal on Veldhaven harbour"), tram).split("</item>")[0]
    found, failures = looked(db, config, newsstand, OUTLETS[1])
    assert found[TWO].taken
    assert failures == {"http://two.example/feed": "breaks off, and what else it lists is not known"}


def test_an_item_of_the_seed_s_day_in_its_own_zone_is_of_that_day(
    db: Database, config: Config, newsstand: Web
) -> None:
    """Late in the evening in the west it is the next day in UTC; noon of that day is not the seed's anywhere."""
    for time, told in (("06 Dec 2025 23:30:00 -1100", False), ("07 Dec 2025 13:00:00 GMT", True)):
        newsstand.pages["two.example/feed"] = FEED.replace("06 Dec 2025 12:00:00 GMT", time)
        found, failed = discover_only(
            db, Asked(Source(ONE, "seed")), options(config, newsstand, *OUTLETS[:2], archive=False)
        )
        assert [c.url for c in found if c.taken] == [TWO]
        assert [f.had for f in failed] == [True] * told
        assert (
            "had in part: two: http://two.example/feed: lists" in candidates_text(found, failed, False)
        ) is told


@pytest.mark.parametrize("answer", [503, (302, "http://www.two.example/feed")])
def test_retries_and_redirects_are_among_an_outlet_s_three_requests(
    db: Database, config: Config, newsstand: Web, answer: Page
) -> None:
    """Counted at the server, whatever the site answers; the reason is told."""
    newsstand.pages["two.example/feed"] = answer
    newsstand.pages["www.two.example/feed"] = (302, "http://www.two.example/feeds/all")
    newsstand.pages["www.two.example/feeds/all"] = FEED
    _, failures = looked(db, config, newsstand, OUTLETS[1], retries=2)
    asked = [url for url, _ in newsstand.requests if "two.example" in url]
    assert len(asked) == 3
    told = failures["http://two.example/feed"]
    assert ("HTTP 503" if answer == 503 else SPENT) in told
    assert answer == 503 or "redirected to http://www.two.example/feed; outlets.toml may name that" in told


def test_a_site_that_leads_to_its_www_name_is_heard_within_three_requests(
    db: Database, config: Config, newsstand: Web
) -> None:
    """Its robots.txt is read once: where it was redirected to, it holds as well."""
    newsstand.pages["two.example/robots.txt"] = (301, "http://www.two.example/robots.txt")
    newsstand.pages["www.two.example/robots.txt"] = (
        "User-agent: *\nSitemap: http://www.two.example/news.xml\n"
    )
    newsstand.pages["www.two.example/news.xml"] = sitemap(TWO, "No deal on Veldhaven harbour")
    found, failures = looked(db, config, newsstand, replace(OUTLETS[1], feeds=()))
    assert found[TWO].taken
    assert failures == {}
    assert Counter(url for url, _ in newsstand.requests if "two.example" in url) == {
        "two.example/robots.txt": 1,
        "www.two.example/robots.txt": 1,
        "www.two.example/news.xml": 1,
    }


@pytest.mark.parametrize("path", ["feed", "feed?edition=int"])
def test_a_feed_of_a_site_that_leads_to_its_www_name_is_had_on_the_first_run_and_by_one_request_later(
    db: Database, config: Config, newsstand: Web, path: str
) -> None:
    """robots.txt leads there too, so the feed is asked for where it will answer; later runs ask there at once."""
    for name in ("robots.txt", path):
        newsstand.pages[f"two.example/{name}"] = (301, f"http://www.two.example/{name}")
    newsstand.pages[f"www.two.example/{path}"] = FEED
    two = replace(OUTLETS[1], feeds=(f"http://two.example/{path}",))
    found, failures = looked(db, config, newsstand, two)
    assert (found[TWO].taken, failures) == (True, {})
    asked = [url for url, _ in newsstand.requests if "two.example" in url]
    assert asked == ["two.example/robots.txt", "www.two.example/robots.txt", f"www.two.example/{path}"]
    newsstand.requests.clear()
    assert looked(db, config, newsstand, two)[0][TWO].taken
    assert [r for r in newsstand.requests if "two.example" in r[0]] == [(f"www.two.example/{path}", 304)]
    # Once that name answers no longer, the configured one is asked.
    newsstand.pages[f"www.two.example/{path}"] = 404
    newsstand.pages[f"two.example/{path}"] = FEED
    found, failures = looked(db, config, newsstand, two)
    assert (found[TWO].taken, failures) == (True, {})


@pytest.mark.parametrize("second", ["http://two.example/feed", "http://two.example/other"])
def test_a_feed_that_is_redirected_in_a_circle_is_told_as_that(
    db: Database, config: Config, newsstand: Web, second: str
) -> None:
    """And not asked again and again; the reason is the circle, not the requests that it would have cost."""
    newsstand.pages["two.example/robots.txt"] = ""
    newsstand.pages["two.example/feed"] = (302, second)
    newsstand.pages["two.example/other"] = (302, "http://two.example/feed")
    _, failures = looked(db, config, newsstand, OUTLETS[1], retries=2)
    assert failures["http://two.example/feed"] == "redirects in a circle"
    assert len([url for url, _ in newsstand.requests if "two.example" in url]) <= 3


def test_a_robots_txt_that_leads_to_another_site_says_nothing_of_where_the_feed_is(
    db: Database, config: Config, newsstand: Web
) -> None:
    """Only a site's own other name is taken for it; and what robots.txt forbids there is not asked."""
    newsstand.pages["two.example/robots.txt"] = (301, "http://other.example/robots.txt")
    newsstand.pages["other.example/robots.txt"] = "User-agent: *\nAllow: /\n"
    newsstand.pages["two.example/feed"] = FEED
    found, failures = looked(db, config, newsstand, OUTLETS[1])
    assert (found[TWO].taken, failures) == (True, {})


def test_a_site_s_other_name_that_forbids_the_feed_is_not_asked_for_it(
    db: Database, config: Config, newsstand: Web
) -> None:
    """Its robots.txt holds for both names, and the reason is told."""
    newsstand.pages["two.example/robots.txt"] = (301, "http://www.two.example/robots.txt")
    newsstand.pages["www.two.example/robots.txt"] = "User-agent: *\nDisallow: /feed\n"
    newsstand.pages["www.two.example/feed"] = FEED
    _, failures = looked(db, config, newsstand, OUTLETS[1])
    assert failures["http://two.example/feed"] == "forbidden by robots.txt"
    assert not [url for url, _ in newsstand.requests if url.endswith("two.example/feed")]


def test_an_article_whose_site_had_no_requests_left_for_lists_can_still_be_read(
    db: Database, config: Config, newsstand: Web, here: Executor
) -> None:
    """That a list's robots.txt was not paid for says nothing of the article's."""
    newsstand.pages["two.example/feed"] = (302, "http://more.example/feed")
    newsstand.pages["more.example/feed"] = (302, "http://three.example/feed")
    title, paragraphs = HARBOUR[ONE]
    link = '<a href="http://three.example/port">It was told before</a>'
    newsstand.pages["one.example/talks"] = page(title, [f"{paragraphs[0]} {link}.", *paragraphs[1:]])
    access, failures = compared(db, config, newsstand, here, *OUTLETS[1:3])
    assert access["http://three.example/port"] == "full"
    assert any(SPENT in f.reason for f in failures)


def test_a_seed_document_with_date_and_headline_alone_is_looked_for(
    db: Database, config: Config, newsstand: Web, here: Executor, tmp_path: Path
) -> None:
    """Its page is gone: the headline finds the coverage, and the others are compared."""
    newsstand.pages["one.example/talks"] = 404
    newsstand.pages["two.example/feed"] = FEED
    document = tmp_path / "talks.txt"
    document.write_text(f"date 2025-12-06 {ONE}\nTwo: Harbour talks fail in Veldhaven\n")
    chosen = options(config, newsstand, *OUTLETS[:2])
    (asked,), _ = asked_for(str(document), (), "", chosen.config, db)
    candidates, failures = discover_only(db, asked, chosen)
    assert [(c.url, c.role) for c in candidates if c.taken] == [(TWO, "cited_original")]
    told = candidates_text(candidates, failures, verbose=False)
    assert f"the seed's page: {ONE}: HTTP 404" in told and "gave nothing" not in told
    (outcome,) = run(db, [asked], chosen, executor=here).stories
    made = report_of(db, outcome.story)
    assert made is not None
    assert {a["url"]: a["access"] for a in made["articles"]} == {ONE: "failed", TWO: "full"}
    newsstand.requests.clear()
    (outcome,) = run(db, [Asked(Source(ONE, "seed"))], chosen, executor=here).stories
    assert not any("nothing was looked for" in f.reason for f in outcome.failures)


def test_that_nothing_was_looked_for_is_told(
    db: Database, config: Config, newsstand: Web, here: Executor
) -> None:
    """A seed that cannot be read, and of which nothing else is known: the run says so, and what to do."""
    newsstand.pages["one.example/talks"] = 404
    (outcome,) = run(
        db, [Asked(Source(ONE, "seed"))], options(config, newsstand, *OUTLETS[:2]), executor=here
    ).stories
    (told,) = [f for f in outcome.failures if f.stage == "discover"]
    assert "nothing was looked for" in told.reason
    assert "write a seed document" in told.reason
    assert outcome.reason == "none of its articles could be read"  # no source was asked: none gave nothing


def test_a_story_s_own_outlets_and_coverage_are_heeded(
    db: Database, config: Config, newsstand: Web, tmp_path: Path
) -> None:
    """By its name: only its outlets are asked, and what it gives as coverage is no candidate."""
    newsstand.pages["two.example/feed"] = FEED
    newsstand.pages["three.example/feed"] = rss(
        ("http://three.example/port", "Veldhaven braces for a port strike")
    )
    outlets = (*OUTLETS[:2], replace(OUTLETS[2], feeds=("http://three.example/feed",)))
    entry = StoryEntry("talks", ONE, outlets=("two",))
    chosen = options(config, newsstand, *outlets)
    chosen = replace(chosen, config=replace(chosen.config, stories=(entry,)))
    (asked,), _ = asked_for("talks", (), "", chosen.config, db)
    found, _ = discover_only(db, asked, chosen)
    assert {c.url for c in found} == {TWO}
    assert not [url for url, _ in newsstand.requests if url.startswith("three.example")]
    given = replace(chosen, config=replace(chosen.config, stories=(replace(entry, coverage=(TWO,)),)))
    (asked,), _ = asked_for("talks", (), "", given.config, db)
    assert discover_only(db, asked, given)[0] == []


@pytest.mark.model
def test_an_unreadable_article_of_a_named_outlet_makes_room_for_its_next(
    db: Database, config: Config, newsstand: Web, here: Executor
) -> None:
    """That the seed names the outlet as its source is no reason to stop at a wall; nor is a wall of an earlier run."""
    title, paragraphs = HARBOUR[ONE]
    newsstand.pages["one.example/talks"] = page(
        title, [*paragraphs, "The talks failed on Monday, Two reported."]
    )
    wall, better = "http://two.example/wall", ("http://two.example/wall", "Harbour talks fail in Veldhaven")
    newsstand.pages["two.example/wall"] = 402
    newsstand.pages["two.example/feed"] = rss(better)
    access, _ = compared(db, config, newsstand, here, OUTLETS[1])
    assert access == {ONE: "full", wall: "failed"}
    newsstand.pages["two.example/feed"] = rss(better, (TWO, "No deal on Veldhaven harbour"))
    access, failures = compared(db, config, newsstand, here, OUTLETS[1])
    assert access == {ONE: "full", TWO: "full"}
    assert any(f.url == wall and f"{TWO} was taken in its place" in f.reason for f in failures)


@pytest.mark.model
@pytest.mark.parametrize("first", [404, TRAM, page("World", ["Sorry."])])
def test_a_linked_page_that_is_no_article_of_the_event_makes_room_for_the_next(
    db: Database, config: Config, newsstand: Web, here: Executor, first: Page
) -> None:
    """A section, a page that is gone, another event: the other link of the outlet is read, as the original."""
    title, paragraphs = HARBOUR[ONE]
    links = '<a href="http://two.example/world/harbour-talks-fail-in-veldhaven">Two</a> <a href="/x">x</a>'
    newsstand.pages["one.example/talks"] = page(
        title, [f"{paragraphs[0]} {links} and <a href='{TWO}'>more</a>.", *paragraphs[1:]]
    )
    newsstand.pages["two.example/world/harbour-talks-fail-in-veldhaven"] = first
    newsstand.pages["two.example/feed"] = rss(("http://two.example/tram", "A tram line opens"))
    access, _ = compared(db, config, newsstand, here, OUTLETS[1])
    assert access == {ONE: "full", TWO: "full"}


@pytest.mark.model
def test_another_event_of_the_town_is_dropped_after_reading(
    db: Database, config: Config, newsstand: Web, here: Executor
) -> None:
    """Its headline shares the town and the mayor, and is of the same day; its text tells something else."""
    newsstand.pages["two.example/feed"] = rss((TWO, "Veldhaven mayor opens theatre by the harbour"))
    newsstand.pages["two.example/deal"] = page(
        "Veldhaven mayor opens theatre by the harbour",
        [
            "Mayor Ilse Brandt opened the renovated theatre of Veldhaven on Saturday with a speech about its founders.",
            "The choir of the harbour school sang three songs, and the orchestra played until late in the evening.",
            "Tickets for the first play of the season, a comedy about a lighthouse keeper, are sold out until March.",
            "The roof had leaked for years before a gift from a retired shipowner paid for the repairs to the hall.",
            "Brandt said that the theatre would be open to every pupil of the town, free of charge, on each first Sunday.",
        ],
    )
    access, failures = compared(db, config, newsstand, here, OUTLETS[1])
    assert access == {ONE: "full"}
    assert any(f.url == TWO and "left after reading: it tells something else" in f.reason for f in failures)
