"""Articles of our own invention for tests, and short ways to make records."""

from __future__ import annotations

from compare.collect.extract import extract
from compare.records import Article, Page

HARBOUR = {
    "http://one.example/talks": (
        "Harbour talks fail in Veldhaven",
        [
            "Talks on the future of the Veldhaven harbour failed on Monday, the transport ministry said.",
            "About 1,700 dockers may strike from Thursday, according to people familiar with the plans.",
            "The mayor, Ilse Brandt, called the plan “a gift to the shipping lines” and promised to fight it.",
            "The port handles 12 million tonnes of cargo a year and employs every tenth person in the town.",
        ],
    ),
    "http://two.example/deal": (
        "No deal on Veldhaven harbour",
        [
            "The talks on the future of the Veldhaven harbour failed on Monday.",
            "A strike by 1,700 dockers will begin on Thursday and may last for weeks on end.",
            "Mayor Ilse Brandt said that the plan was a present for the shipping lines, and that she would fight it.",
            "In the fishermen’s quarter, the news was met with a shrug and another round of herring.",
        ],
    ),
    "http://three.example/port": (
        "Veldhaven braces for a port strike",
        [
            "Dockers in Veldhaven, some 2,400 of them, will walk out on Thursday after talks with the ministry failed.",
            "The harbour moves 12 million tonnes of goods each year, port figures show.",
            "Hotels in the town said that bookings for the regatta in June had held up so far this season.",
        ],
    ),
}


def html_page(url: str, html: str, **headers: str) -> Page:
    """A page as the web would give it."""
    kept = tuple(sorted({"content-type": "text/html; charset=utf-8", **headers}.items()))
    return Page(url, url, 200, kept, html.encode(), "2025-12-08T09:00:00Z")


def text_article(url: str, title: str, paragraphs: list[str], outlet: str = "") -> Article:
    """An article from plain text, without a publication time."""
    body = "\n\n".join((title, *paragraphs)).encode()
    page = Page(
        url, url, 200, (("content-type", "text/plain; charset=utf-8"),), body, "2025-12-08T09:00:00Z", "saved"
    )
    return extract(page, outlet or url.split("/")[2])


def harbour() -> list[Article]:
    """The three tellings of one invented event."""
    return [text_article(url, title, paragraphs) for url, (title, paragraphs) in HARBOUR.items()]
