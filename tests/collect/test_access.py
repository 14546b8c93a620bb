"""Whether a page gives the whole article, a part of it, or a list of others: what a page of some length can hide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.collect.extract import extract
from compare.errors import ExtractionError
from compare.records import Article, Page
from tests.articles import html_page

URL = "http://one.example/world/talks.html"
TEXT = "".join(
    f"<p>The ministry said on day {n} that the talks about the harbour of Veldhaven would go on for another week.</p>"
    for n in range(1, 13)
)
NOT_FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
BOX = "<div><button>Subscribe to continue reading</button></div>"


def page(body: str, head: str = "", around: str = "") -> Page:
    """A page with that text in its article."""
    html = f"<html><head>{head}</head><body><article><h1>Harbour talks go on</h1>{body}</article>{around}</body></html>"
    return html_page(URL, html)


def read(body: str, head: str = "", around: str = "") -> Article:
    """The article on such a page."""
    return extract(page(body, head, around), "one")


@pytest.mark.parametrize(
    "request_",
    [
        "<p>Subscribe to continue reading. Already a subscriber? Log in.</p>",
        "<p>To continue reading, start your free trial.</p><p>Cancel anytime.</p>",
        "<p>This article is for subscribers only.</p><p>Choose a plan from 1 crown a week.</p>",
        "<p>Already have a subscription? Log in</p>",
        "<p>You have reached your limit of free articles.</p><p>Register now to keep reading.</p>",
    ],
)
def test_a_long_teaser_is_partial_and_the_request_is_none_of_its_text(request_: str) -> None:
    """However long the text before it, what asks to subscribe cuts the article and is no claim of it."""
    article = read(TEXT + request_)
    assert (article.access, article.text.endswith("for another week.")) == ("partial", True)
    assert "subscribe" in article.reason
    assert len(article.paragraphs) == 12


def test_a_request_in_the_last_paragraph_is_cut_off_it() -> None:
    """What stands before it in the same paragraph stays."""
    article = read(f"{TEXT}<p>The minister left at noon. Subscribe to read the full story.</p>")
    assert (article.access, article.text.endswith("left at noon.")) == ("partial", True)


@pytest.mark.parametrize(
    "end",
    [
        "<p>Subscribe to our newsletter to get the news of the harbour every morning.</p>",
        "<p>Sign up to read more of our newsletters.</p>" + TEXT,
        "<p>“Subscribe to continue reading,” the notice on her telephone said, and she did.</p>",
        f"<p>Already a subscriber? Log in.</p>{TEXT}",
    ],
)
def test_an_article_that_only_speaks_of_subscribing_is_whole(end: str) -> None:
    """A newsletter, a notice that is quoted, a request with the article after it: nothing is cut."""
    article = read(TEXT + end)
    assert (article.access, article.reason) == ("full", "")
    assert len(article.paragraphs) > 12


def test_a_page_that_is_not_free_and_asks_elsewhere_is_partial() -> None:
    """The request stands in a button outside the text; with none the whole text is there."""
    article = read(TEXT, NOT_FREE, BOX)
    assert article.access == "partial"
    assert "not free" in article.reason
    assert read(TEXT, NOT_FREE).access == "full"
    assert read(TEXT, "", BOX).access == "full"


def test_a_copy_that_a_person_saved_is_what_the_person_saw() -> None:
    """A subscriber's page still carries the button; its text is whole unless it ends in the request itself."""
    assert extract(replace(page(TEXT, NOT_FREE, BOX), provenance="saved"), "one").access == "full"
    cut = page(f"{TEXT}<p>Subscribe to continue reading.</p>", NOT_FREE)
    assert extract(replace(cut, provenance="saved"), "one").access == "partial"


TEASERS = {
    "heading and text": '<article><h2><a href="/s{n}">{title}</a></h2><p>{text}</p></article>',
    "link around a heading": '<div><a href="/s{n}"><h3>{title}</h3></a><p>{text}</p></div>',
    "link around all": '<div><a href="/s{n}"><h3>{title}</h3><p>{text}</p></a></div>',
    "items of a list": '<li><a href="/s{n}">{title}</a><p>{text}</p></li>',
    "paragraphs": '<p><a href="/s{n}">{title}</a></p><p>{text}</p>',
    "line breaks": '<p><a href="/s{n}">{title}</a><br>{text}</p>',
    "rows of a table": '<table><tr><td><a href="/s{n}">{title}</a></td><td>{text}</td></tr></table>',
    "section and author": '<div><a href="/world">World</a><h2><a href="/s{n}">{title}</a></h2><p>{text}</p><a href="/by">Jo Maas</a></div>',
}


@pytest.mark.parametrize("form", TEASERS.values(), ids=TEASERS.keys())
def test_a_list_of_teasers_at_an_article_s_address_is_an_index_page(form: str) -> None:
    """Twenty headlines that lead elsewhere, each with a few lines: not an article, though most of it is no link."""
    items = "".join(
        form.format(n=n, title=f"Ministers of country {n} meet again over fish", text=f"Officials of country {n} said on Tuesday that the talks would go on for another week, and that all ships must wait.")
        for n in range(20)
    )  # fmt: skip
    html = f"<html><body><nav><a href='/'>Home</a></nav><main><h1>World news</h1>{items}</main></body></html>"
    article = extract(html_page(URL, html), "one")
    assert (article.access, article.reason) == (
        "failed",
        "index page: a list of other articles, not an article",
    )


def test_an_article_beside_many_teasers_is_an_article() -> None:
    """Teasers under the text, and headings of a live page that lead to their own place, make it no index page."""
    teasers = "".join(TEASERS["heading and text"].format(n=n, title=f"Ministers of country {n} meet again over fish", text=f"Officials of country {n} met.") for n in range(20))  # fmt: skip
    assert read(TEXT, around=f"<section>{teasers}</section>").access == "full"
    live = "".join(f'<h2><a href="#post{n}">What the minister said at hour {n}</a></h2><p>The minister said at hour {n} that nothing was decided about the harbour of Veldhaven and that the talks would go on.</p>' for n in range(20))  # fmt: skip
    assert read(live).access == "full"


def test_a_page_nested_without_end_has_no_text_to_tell() -> None:
    """The reason is that no text was found, at a front page's address too."""
    deep = f"<html><body>{'<div>' * 100_000}{TEXT}</body></html>"
    for url in (URL, "http://one.example/"):
        assert extract(html_page(url, deep), "one").reason == "no article text found"


def test_a_web_archive_is_told_with_what_to_do() -> None:
    """What a browser saves as a single file is a mail with the page in it; the message says how to save the page."""
    body = (
        "From: <Saved by Blink>\r\nSubject: Talks\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        f'\ttype="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html>{TEXT}</html>'
    )
    with pytest.raises(ExtractionError, match="save the page as “Webpage, HTML only”"):
        extract(html_page(URL, body), "one")
