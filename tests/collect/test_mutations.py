"""Whatever chance does to a page or a feed, reading it gives something sound or a named error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compare.collect.extract import extract
from compare.collect.feeds import feed_links, read_feed
from compare.collect.search import read_gdelt
from compare.collect.sitemaps import read_sitemap
from compare.configured import Lexicon
from compare.errors import ExtractionError
from compare.read.claims import claims
from tests.articles import HARBOUR
from tests.collect.mutations import page_of
from tests.collect.test_feeds_and_sitemaps import ATOM, INDEX, JSON_FEED, NEWS_MAP, RSS
from tests.web import page

PAGES, FEEDS = 150, 250  # here; benchmarks/mutations.py takes thousands
ONE = HARBOUR["http://one.example/talks"]
GDELT = '{"articles": [{"url": "http://two.example/a", "title": "A", "seendate": "20251206T100000Z"}]}'
LISTS: list[tuple[Callable[[Any], Any], str, str]] = [
    (read_feed, RSS, "application/rss+xml"),
    (read_feed, ATOM, "application/atom+xml"),
    (read_feed, JSON_FEED, "application/feed+json"),
    (read_sitemap, NEWS_MAP, "application/xml"),
    (read_sitemap, INDEX, "application/xml"),
    (read_gdelt, GDELT, "application/json"),
    (feed_links, page(*ONE), "text/html"),
]


def check_page(number: int, lexicon: Lexicon) -> bool:
    """Whether spoilt page ``number`` gave an article; its spans are exact and its text can be stored."""
    try:
        article = extract(page_of(page(*ONE).encode(), number), "one.example")
    except ExtractionError as error:
        assert "\n" not in str(error)
        return False
    article.text.encode()  # no lone surrogate, which SQLite would not take
    assert "\0" not in article.text
    for start, end in article.paragraphs:
        assert 0 <= start < end <= len(article.text)
    if not article.comparable:
        assert article.reason
        return False
    for claim in claims(article, lexicon):
        assert article.text[claim.start : claim.end] == claim.text
    return True


def check_list(number: int) -> bool:
    """Whether spoilt list ``number``, of one of the kinds, was still one."""
    read, body, kind = LISTS[number % len(LISTS)]
    try:
        found = read(page_of(body.encode(), number, kind))
    except ExtractionError as error:
        assert "\n" not in str(error)
        return False
    str(found).encode("utf-8", "surrogatepass")
    return True


@pytest.mark.filterwarnings("ignore")  # libraries' warnings about a page, which a worker does not show
def test_spoilt_pages_give_an_article_or_a_named_error(lexicon: Lexicon) -> None:
    """No page makes the extractor or the reader of claims raise anything else, or give spans that do not fit."""
    sound = sum(check_page(number, lexicon) for number in range(PAGES))
    assert PAGES // 4 < sound < PAGES  # chance spoils some, and leaves some


def test_spoilt_lists_give_entries_or_a_named_error() -> None:
    """The same for feeds, sitemaps, search results and the feeds that a page names."""
    sound = sum(check_list(number) for number in range(FEEDS))
    assert FEEDS // 8 < sound < FEEDS


@pytest.mark.filterwarnings("ignore")
def test_what_once_went_wrong_does_so_no_more(lexicon: Lexicon) -> None:
    """Control characters that lxml reads and does not write; messages of its own that are longer than a line."""
    for number in (2982, 3899):
        check_page(number, lexicon)
    for number in (2461, 2587, 4686):
        assert not check_list(number)


@pytest.mark.parametrize("body", [b"", b"\0", b"\xff\xfe", b"<", b"<!--", b"<html", b"\n" * 100_000])
def test_hardly_a_page_is_a_named_error_or_nothing_to_compare(body: bytes) -> None:
    """The smallest bodies too."""
    for charset in range(40):
        given = page_of(b"", charset)
        try:
            article = extract(
                type(given)(given.url, given.url, 200, given.headers, body, given.fetched_at), "x"
            )
        except ExtractionError:
            continue
        assert not article.comparable
