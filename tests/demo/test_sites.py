"""The invented sites: what is on their pages, and that they are the same every time."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from compare.demo.articles import Printed, Site, sites
from compare.demo.sites import pages
from compare.demo.story import NOTICE, outlets, story
from compare.records import digest

PAGES = pages()
ROOT = Path(__file__).parents[2]
HTML_PAGES = sorted(key for key, (_, kind, _) in PAGES.items() if kind.startswith("text/html"))


def text_of(key: tuple[str, str]) -> str:
    """One page as text, its entities resolved."""
    _, kind, body = PAGES[key]
    return html.unescape(body.decode(kind.partition("charset=")[2]))


def site(key: str) -> Site:
    """The site of one outlet."""
    return next(found for found in sites() if found.outlet.key == key)


def article(key: str, url: str) -> Printed:
    """One article of one outlet."""
    return next(found for found in site(key).articles if found.url == url)


@pytest.mark.parametrize("key", sorted(PAGES))
def test_says_that_it_is_invented(key: tuple[str, str]) -> None:
    """Every page, feed, sitemap and robots.txt says that its content is invented."""
    assert NOTICE in text_of(key)


def test_saved_copy_says_that_it_is_invented() -> None:
    """The saved copy says so too."""
    for _, file in story().saved:
        assert NOTICE in file.read_text(encoding="utf-8")


def test_same_bytes_on_every_call() -> None:
    """Two calls, and a call in another process with another hash seed, build the same bytes."""
    code = (
        "from compare.demo.sites import pages; from compare.records import digest\n"
        "print(digest(*(part for (h, p), (_, k, b) in sorted(pages().items()) for part in (h, p, k, b))))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    here = digest(
        *(
            part
            for (host, path), (_, kind, body) in sorted(pages().items())
            for part in (host, path, kind, body)
        )
    )
    assert runs == {here}
    assert pages() == PAGES


def test_outlets_are_invented_domains_with_their_feeds() -> None:
    """Each outlet has one domain under .example, and its feed is among the pages."""
    assert len(outlets()) == 6
    for outlet in outlets():
        assert [domain.endswith(".example") for domain in outlet.domains] == [True]
        for feed in outlet.feeds:
            host, _, path = feed.removeprefix("http://").partition("/")
            assert (host, f"/{path}") in PAGES


@pytest.mark.parametrize("one", sites(), ids=lambda one: one.outlet.key)
def test_feed_lists_every_article(one: Site) -> None:
    """Each feed is well-formed and lists every article of its site, the latest first, with an unrelated one."""
    root = ET.fromstring(PAGES[one.host, one.feed_path][2])
    links = [element.text or element.get("href") for element in root.iter() if element.tag.endswith("link")]
    listed = [link for link in links if link in {article.url for article in one.articles}]
    assert listed == [article.url for article in one.articles]
    assert len(listed) > 1


@pytest.mark.parametrize("one", sites(), ids=lambda one: one.outlet.key)
def test_robots_forbids_something(one: Site) -> None:
    """Each robots.txt forbids a path, and never one that the story needs."""
    lines = text_of((one.host, "/robots.txt")).splitlines()
    forbidden = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    assert forbidden == list(one.disallow)
    needed = [url for url in (story().seed_url, *story().coverage) if url.startswith(one.url("/"))]
    assert needed
    assert not [url for url in needed for path in forbidden if url.startswith(one.url(path))]


def test_articles_stand_on_their_pages() -> None:
    """Every sentence of an open article is on its page, links aside, and none is on a consent wall."""
    for one in sites():
        for entry in one.articles:
            text = re.sub(r"<[^>]+>", "", text_of((one.host, entry.path)))
            for sentence in entry.sentences:
                assert (sentence in text) is not one.wall, (entry.url, sentence)


def test_stub_holds_only_the_opening() -> None:
    """The paywalled page has two sentences of the saved copy, says that it is not free, and no more of it."""
    (url, file), *_ = story().saved
    stub, saved = (
        text_of(("meridiantimes.example", url.removeprefix("http://meridiantimes.example"))),
        file.read_text("utf-8"),
    )
    opening = article("meridian_times", url).sentences
    assert len(opening) == 2
    assert all(sentence in saved for sentence in opening)
    assert '"isAccessibleForFree": false' in stub
    assert "Subscribe to continue reading" in stub
    assert "Ilmar Teskey" in saved
    assert "Ilmar Teskey" not in stub


def test_agency_copy_is_printed_twice() -> None:
    """Two outlets print the agency's sentences; one changes the dateline, one clause and the quotation marks."""
    given = article("harbour_post", story().coverage[1])
    edited = article("daily_lantern", story().coverage[2])
    straight = [sentence.translate(str.maketrans("“”’", '""\'')) for sentence in given.sentences]
    changed = [(a, b) for a, b in zip(straight, edited.sentences, strict=True) if a != b]
    assert given.byline == "Tern News Agency"
    assert len(changed) == 2
    assert changed[0][1].startswith("HALVERNE – Lirenia")
    assert changed[1][0].startswith(changed[1][1].removesuffix("."))


def test_amp_page_names_the_canonical_one() -> None:
    """The AMP page and the article name each other."""
    given = article("harbour_post", story().coverage[1])
    assert f'<link rel="canonical" href="{given.url}">' in text_of(("harbourpost.example", given.amp))
    assert f'<link rel="amphtml" href="http://harbourpost.example{given.amp}">' in text_of(
        ("harbourpost.example", given.path)
    )


def test_retelling_links_to_what_it_cites() -> None:
    """The retelling's page links the name of the paper to its report."""
    seed = article("kesk_signal", story().seed_url)
    assert f'<a href="{story().coverage[0]}">the Meridian Times</a> reports' in text_of(
        ("kesk-signal.example", seed.path)
    )


def test_seed_document_states_the_story_facts() -> None:
    """The seed document has the date, the URL and the headline that the story and the page have."""
    lines = (ROOT / "seeds" / story().seed).read_text("utf-8").splitlines()
    assert lines == [f" date {story().date} {story().seed_url}", story().title]
    seed = article("kesk_signal", story().seed_url)
    assert (seed.title, seed.moment.date().isoformat()) == (story().title, story().date)


def test_no_site_but_its_own_is_linked() -> None:
    """No page links to a host outside the example, but for the vocabularies that pages and feeds name."""
    allowed = {one.host for one in sites()} | {
        "schema.org",
        "www.w3.org",
        "www.sitemaps.org",
        "www.google.com",
    }
    for key in PAGES:
        assert set(re.findall(r"https?://([\w.-]+)", text_of(key))) <= allowed
