"""Pages and feeds made to break what reads them: the worker has its limits, and the next page is fine."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import Any

import pytest

from compare.collect.extract import extract
from compare.collect.feeds import read_feed
from compare.collect.sitemaps import read_sitemap
from compare.errors import CompareError, ExtractionError, WorkerError
from compare.records import Article, Page
from compare.workers import LocalPool
from tests.articles import HARBOUR
from tests.collect.test_feeds_and_sitemaps import RSS
from tests.web import page

URL = "http://one.example/talks"
TITLE, PARAGRAPHS = HARBOUR[URL]
GOOD = page(TITLE, PARAGRAPHS)
HEAD = "<!doctype html><html><body><article><h1>Harbour talks fail</h1>"
SECONDS = 5.0  # of the worker, here

HOSTILE = {
    "100,000 attributes": HEAD + "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">Text.</p>",
    "200,000 paragraphs": HEAD + "<p>word" * 200_000,
    "depth of 100,000": HEAD + "<div>" * 100_000 + "Text.",
    "10 MB of text": HEAD + "<p>" + "word " * 2_000_000,
    "a token of 1 MB": HEAD + "<p>" + "x" * 1_000_000,
    "5 MB of JSON-LD": HEAD.replace(
        "<body>", '<script type="application/ld+json">' + '[{"@graph":' * 400_000 + "</script><body>"
    ),
    "deep JSON-LD": HEAD.replace(
        "<body>", '<script type="application/ld+json">' + "[" * 900_000 + "</script><body>"
    ),
    "a million links": HEAD + '<a href="//[">x</a>' * 300_000,
}


def given(body: str | bytes, kind: str = "text/html; charset=utf-8") -> Page:
    """That body as a page."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return Page(URL, URL, 200, (("content-type", kind),), data, "2025-12-08T09:00:00Z")


def test_a_hostile_page_ends_within_its_limits_and_the_next_is_fine() -> None:
    """Each gives an article, a wall, or an error of one line, in its time; then an ordinary page is read as ever."""
    with LocalPool(2, seconds=SECONDS, megabytes=1500) as pool:
        asked: dict[str, Future[Article]] = {}
        for name, body in HOSTILE.items():
            asked[name] = pool.submit(extract, given(body), "one.example")
        start = time.monotonic()
        for name, task in asked.items():
            try:
                article = task.result()
            except CompareError as error:
                assert "\n" not in str(error), name
            else:
                assert len(article.text) <= 400_000 + 1000, name
        assert time.monotonic() - start < (SECONDS + 4) * len(HOSTILE)
        assert pool.submit(extract, given(GOOD), "one.example").result().comparable


def grow(megabytes: int) -> int:
    """Takes memory as a page might make a parser take it."""
    return sum(len(bytearray(10**6)) for _ in [[bytearray(10**6) for _ in range(megabytes)]])


def test_a_worker_at_its_memory_limit_fails_one_page_alone() -> None:
    """The page is told to need too much memory; the worker reads the next one."""
    with LocalPool(1, seconds=60, megabytes=900) as pool:
        with pytest.raises(WorkerError, match="memory"):
            pool.submit(grow, 2000).result()
        assert pool.submit(extract, given(GOOD), "one.example").result().title == TITLE


def test_a_worker_at_its_time_limit_is_killed_and_the_next_page_is_read() -> None:
    """A page over its time costs that time and no more."""
    with LocalPool(1, seconds=8) as pool:
        pool.submit(extract, given(GOOD), "one.example").result()  # the libraries are loaded now
        slow = pool.submit(time.sleep, 60)
        with pytest.raises(WorkerError, match="longer than 8 s"):
            slow.result()
        assert pool.submit(extract, given(GOOD), "one.example").result().comparable


def entities(depth: int) -> str:
    """Entities that name each other ten times, so many deep."""
    lines = ['<!ENTITY e0 "ha">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


XML = {
    "billion laughs": (entities(10), "&e9;"),
    "quadratic blow-up": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 50_000),
    "external entity": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "external DTD": ('<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">', "x"),
    "parameter entity": ('<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>', "x"),
}


@pytest.mark.parametrize("name", XML)
def test_hostile_xml_is_neither_expanded_nor_loaded(name: str) -> None:
    """Feeds and sitemaps alike: no expansion, nothing read from elsewhere, soon done."""
    doctype, text = XML[name]
    feed = RSS.replace("<rss", f"{doctype}<rss", 1).replace("Some text", text)
    sitemap = (
        f'<?xml version="1.0"?>{doctype}<urlset><url><loc>http://two.example/{text}</loc></url></urlset>'
    )
    start = time.process_time()
    for read, body in ((read_feed, feed), (read_sitemap, sitemap)):
        try:
            found: Any = read(given(body, "application/xml"))
        except ExtractionError:
            continue
        told = str(found)
        assert "root:" not in told
        assert len(told) < 200_000
    assert time.process_time() - start < 5


def test_a_feed_with_harmless_entities_is_read() -> None:
    """Old feeds name their own entities and those of HTML; that alone makes no feed hostile."""
    feed = RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY paper "The Paper">]><rss', 1)
    feed = feed.replace("Some text", "&eacute;&nbsp;&mdash; Some text")
    (entry,) = read_feed(given(feed, "application/rss+xml")).entries
    assert "Some text" in entry.summary


def test_endless_sitemaps_are_read_in_part() -> None:
    """An index of 50,000 sitemaps, and a sitemap of 50,000 pages, give no more than their share."""
    index = "".join(f"<sitemap><loc>http://two.example/{n}.xml</loc></sitemap>" for n in range(50_000))
    assert len(read_sitemap(given(f"<sitemapindex>{index}</sitemapindex>")).children) <= 1000
    urls = "".join(f"<url><loc>http://two.example/{n}.html</loc></url>" for n in range(50_000))
    assert len(read_sitemap(given(f"<urlset>{urls}</urlset>")).entries) <= 2000


ENCODINGS = ("utf-8", "iso-8859-1", "windows-1252", "windows-1251", "koi8-r", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "iso-8859-2", "utf-16")  # fmt: skip
WORDS = {"windows-1251": "Переговоры о гавани", "koi8-r": "Переговоры о гавани", "shift_jis": "港の協議は決裂", "euc-jp": "港の協議は決裂", "gb18030": "港口谈判破裂", "big5": "港口談判破裂", "euc-kr": "항만 협상 결렬", "iso-8859-2": "Jednání o přístavu"}  # fmt: skip


@pytest.mark.parametrize("where", ["header", "page", "both", "wrong header"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_twelve_encodings(encoding: str, where: str) -> None:
    """Said in the header, in the page or in both, a page keeps its letters; a header that lies breaks nothing."""
    words = WORDS.get(encoding, "Gespräche über den Hafen" if encoding != "utf-8" else "Gespräche – „Hafen“")
    said = f'<meta charset="{encoding}">' if where != "header" else ""
    html = GOOD.replace('<meta charset="utf-8">', said).replace(TITLE, words)
    header = {"header": encoding, "page": "", "both": encoding, "wrong header": "ascii"}[where]
    kind = f"text/html; charset={header}" if header else "text/html"
    article = extract(given(html.encode(encoding, "xmlcharrefreplace"), kind), "one.example")
    article.text.encode()
    if where in ("header", "both") or (where == "page" and encoding != "utf-16"):
        assert article.title == words


@pytest.mark.parametrize(
    ("text", "left"),
    [("a\0b", "ab"), ("a\u202eb", "ab"), ("a\u200bb", "ab"), ("e\u0301", "é"), ("раypal", "раypal")],
)  # fmt: skip
def test_strange_characters_are_taken_out_or_kept_as_they_are(text: str, left: str) -> None:
    """Surrogates, NUL, direction and width go; two forms of one letter are one; a look-alike stays what it is."""
    html = GOOD.replace("Talks on the future", f"Talks{text} on the future")
    article = extract(given(html), "one.example")
    assert f"Talks{left} on the future" in article.text


def test_a_broken_character_does_not_change_the_others() -> None:
    """Half of a surrogate pair in a UTF-8 page is one broken character; the page is not taken for another encoding."""
    article = extract(given(GOOD.replace("“a gift", "“a \ud800gift")), "one.example")
    article.text.encode()
    assert "gift to the shipping lines”" in article.text


@pytest.mark.parametrize(
    "date",
    ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2035-12-08T09:00:00Z", "NaN", "1e400", "2025-03-30T02:30:00+25:00", "9" * 5000],
)  # fmt: skip
def test_impossible_dates_tell_nothing(date: str) -> None:
    """Year 0 and 9999, ten years ahead, no calendar's day: the article has no time rather than a wrong one."""
    html = GOOD.replace("2025-12-06T10:00:00Z", date)
    assert extract(given(html), "one.example").published_at is None


def test_the_hour_that_does_not_exist_is_a_time_all_the_same() -> None:
    """With its offset it names a moment, as every other."""
    html = GOOD.replace("2025-12-06T10:00:00Z", "2025-03-30T02:30:00+01:00")
    assert extract(given(html), "one.example").published_at == "2025-03-30T01:30:00Z"
