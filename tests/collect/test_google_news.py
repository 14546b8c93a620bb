"""Google News' links give the article's own address where they hold it, and are left with the reason where not."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from compare.collect.feeds import Feed
from compare.collect.google_news import GoogleNews, article_address
from compare.collect.ways import Entry
from compare.configured import Outlet
from compare.records import Page
from tests.articles import harbour

OLD = "https://news.google.com/rss/articles/"
TOKEN = b"\x08\x13\x22\x20AU_yqLMI7Iu67JyIH2d-SP7cVg5Hwy7x"


def link(*addresses: str, head: bytes = b"\x08\x13") -> str:
    """A link as Google made them until 2024: fields with their lengths, the address first."""
    body = head
    for tag, address in zip((b"\x22", b"\xd2\x01"), addresses, strict=False):
        data = address.encode()
        size = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
        body += tag + size + data
    return OLD + base64.urlsafe_b64encode(body).decode().rstrip("=") + "?oc=5"


LONG = "https://two.example/" + "a" * 150


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        (link("https://two.example/a", "https://amp.two.example/a"), "https://two.example/a"),
        (link(LONG, "https://amp.two.example/a"), LONG),
        (OLD + base64.urlsafe_b64encode(TOKEN).decode().rstrip("="), ""),
        ("https://news.google.com/topics/x", ""),
        ("https://news.google.com/rss/articles/CBMi", ""),
        (link("javascript:alert(1)"), ""),
        ("https://two.example/a", "https://two.example/a"),
    ],
)
def test_an_address_is_read_out_of_a_link(url: str, leads_to: str) -> None:
    """Of one or two bytes of length; the newer links hold none, and nothing is made up."""
    assert article_address(url) == leads_to


class Desk:
    """The outlets by host, and one list of items."""

    def __init__(self, *items: Entry) -> None:
        self.items = items

    def read(
        self, urls: Sequence[str], parse: Callable[[Page], Any], *, pause: float = 0.0
    ) -> dict[str, Any]:
        assert pause >= 5
        return dict.fromkeys(urls, Feed(self.items))

    def outlet_of(self, url: str) -> Outlet:
        name = url.split("/")[2]
        return Outlet(name, name.split(".")[0].title(), (name,))


def test_what_google_hides_is_left_with_what_the_reader_can_do() -> None:
    """The headline without the outlet's name, and the outlet; an address on another site is not believed."""
    hidden = OLD + base64.urlsafe_b64encode(TOKEN).decode().rstrip("=")
    items = [
        Entry(url, "Harbour talks fail - Two", "<a>x</a>", None, "unknown", "http://two.example")
        for url in (link("http://two.example/a"), hidden, link("http://evil.example/a"))
    ]
    known, unknown, foreign = GoogleNews("http://news.example/rss").find(harbour()[0], (), Desk(*items))  # type: ignore[arg-type]
    assert (known.entry.url, known.entry.title, known.why_not) == (
        "http://two.example/a",
        "Harbour talks fail",
        "",
    )
    assert unknown.outlet.key == "two.example" and "look for the headline at Two" in unknown.why_not
    assert "evil.example" in foreign.why_not
