"""One spelling for each URL; times in UTC with the precision that they really have."""

from __future__ import annotations

import datetime as dt

import pytest

from compare.collect import dates
from compare.collect.urls import absolute_links, article_id, canonical, registered_domain, well_formed

NOW = dt.datetime(2025, 12, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "other",
    [
        "https://outlet.example/a?id=7&utm_source=mail",
        "http://outlet.example/a?id=7#comments",
        "https://www.outlet.example/a/?id=7&fbclid=1",
        "https://OUTLET.example/a?id=7",
    ],
)
def test_spellings_of_one_address_give_one_id(other: str) -> None:
    """Scheme, www, tracking, fragment, case of the host and a closing slash make no difference."""
    assert article_id(other) == article_id("https://outlet.example/a?id=7")


def test_another_query_is_another_article() -> None:
    """Parameters that choose the article count."""
    assert article_id("https://outlet.example/a?id=7") != article_id("https://outlet.example/a?id=8")
    assert canonical("https://outlet.example/a?b=2&a=1&utm_medium=x") == "https://outlet.example/a?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.co.uk/a", "bbc.co.uk"),
        ("http://amp.outlet.example/a", "outlet.example"),
        ("http://192.0.2.1/a", "192.0.2.1"),
        ("http://localhost/a", "localhost"),
    ],
)
def test_the_registered_domain(url: str, domain: str) -> None:
    """Country suffixes are known, unknown suffixes count as one label, addresses stay."""
    assert registered_domain(url) == domain


def test_links_are_made_absolute_once() -> None:
    """Relative links are resolved; other schemes, fragments' repeats and malformed links are passed over."""
    links = ["/b", "b#x", "mailto:a@b.example", "javascript:x", "http://[::1", "https://two.example/c"]
    assert absolute_links("https://one.example/a", links) == (
        "https://one.example/b",
        "https://two.example/c",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-06T10:00:00+01:00", ("2025-12-06T09:00:00Z", "second")),
        ("2025-12-06T10:00Z", ("2025-12-06T10:00:00Z", "minute")),
        ("2025-12-06T10:00:00.123456Z", ("2025-12-06T10:00:00Z", "second")),
        ("2025-12-06", ("2025-12-06T00:00:00Z", "day")),
        ("2025-12", ("2025-12-01T00:00:00Z", "month")),
        ("2025-12-06T23:30:00", ("2025-12-06T00:00:00Z", "day")),
        ("Sat, 06 Dec 2025 10:00:00 GMT", ("2025-12-06T10:00:00Z", "second")),
        ("Sat, 06 Dec 2025 10:00:00 -0500", ("2025-12-06T15:00:00Z", "second")),
        ("1970-01-01T00:00:00Z", None),
        ("2035-01-01", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("0000-00-00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_is_read_with_its_precision(text: str, expected: tuple[str, str] | None) -> None:
    """A time without a zone tells the day alone; a date that cannot be is no date."""
    assert dates.parse(text, NOW) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://two.example:port/a",
        "http://[::1/x",
        "http://a.example:99999/",
        "http://",
        "x",
        "ftp://a.example/",
    ],
)
def test_a_malformed_address_is_told_and_never_an_exception(url: str) -> None:
    """Whatever a page or feed may hold in place of a URL."""
    assert not well_formed(url)
    assert article_id(url) == article_id(url)
    assert absolute_links("https://one.example/a", [url]) in ((), ("https://one.example/x",))


def test_each_blog_of_a_host_is_an_outlet_of_its_own() -> None:
    """Names under which anyone may register are suffixes, not owners."""
    assert registered_domain("https://anna.blogspot.com/a") == "anna.blogspot.com"
