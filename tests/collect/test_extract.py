"""From a page to an article: the text whole, nothing from around it, and walls recognised as walls."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.collect.blocks import clean
from compare.collect.extract import extract
from compare.errors import ExtractionError
from compare.records import Page
from tests.articles import HARBOUR, html_page
from tests.web import page

URL = "http://one.example/talks"
TITLE, PARAGRAPHS = HARBOUR[URL]
PARAGRAPHS = [
    *PARAGRAPHS,
    *(f"{p} It was the third attempt this year, after two in spring." for p in PARAGRAPHS),
]
LONG = page(TITLE, PARAGRAPHS)


def test_headline_and_paragraphs_are_found_and_nothing_else() -> None:
    """Navigation, banner, related list and footer are left out."""
    article = extract(html_page(URL, LONG), "one")
    assert article.title == TITLE
    assert article.text[: article.title_end] == TITLE
    assert [article.text[s:e] for s, e in article.paragraphs] == PARAGRAPHS
    assert article.access == "full"
    for clutter in ("cookies", "More stories", "Another story", "Copyright", "Home"):
        assert clutter not in article.text


def test_spans_are_exact_slices_parted_by_blank_lines() -> None:
    """The stored text is the headline and the paragraphs, nothing between them but blank lines."""
    article = extract(html_page(URL, LONG), "one")
    parts = [article.text[: article.title_end], *(article.text[s:e] for s, e in article.paragraphs)]
    assert "\n\n".join(parts) == article.text


@pytest.mark.parametrize(
    ("html", "at", "precision", "source"),
    [
        ('<meta property="article:published_time" content="2025-12-06T10:00:00+01:00">', "2025-12-06T09:00:00Z", "second", "meta article:published_time"),
        ('<meta name="date" content="2025-12-06">', "2025-12-06T00:00:00Z", "day", "meta date"),
        ('<meta name="date" content="2025-12-06T23:30">', "2025-12-06T00:00:00Z", "day", "meta date"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-12-06T10:00Z"}</script>', "2025-12-06T10:00:00Z", "minute", "json-ld"),
        ('<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"datePublished":"2025-12-06"}]}</script>', "2025-12-06T00:00:00Z", "day", "json-ld"),
        ('<meta name="date" content="2035-12-06T10:00:00Z">', None, "unknown", ""),
        ('<meta name="date" content="0000-00-00">', None, "unknown", ""),
    ],
)  # fmt: skip
def test_the_date_carries_its_precision_and_source(
    html: str, at: str | None, precision: str, source: str
) -> None:
    """A time without a zone tells only the day; a date in the future tells nothing."""
    bare = LONG.replace('<meta property="article:published_time" content="2025-12-06T10:00:00Z">', html)
    article = extract(html_page(URL, bare), "one")
    assert (article.published_at, article.published_precision, article.published_source) == (
        at,
        precision,
        source,
    )


CONSENT = """<html><head><title>Before you continue - Outlet</title></head><body><h1>Before you continue</h1>
<p>We and our 812 partners store and read information on your device to show you advertisements and to count readers.</p>
<p>You may agree to this, refuse, or manage your consent at any time in the settings of this site.</p>
<button>Accept all</button></body></html>"""
LOGIN = """<html><body><h1>Sign in</h1><p>Please sign in to continue reading Outlet on all of your devices.</p>
<form><input type="email"><input type="password"></form></body></html>"""
CHALLENGE = """<html><head><title>Just a moment</title></head><body><p>Checking your browser before accessing the site.
Enable JavaScript and cookies to continue.</p></body></html>"""
STUB = f"""<html><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",
"isAccessibleForFree":"False"}}</script></head><body><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>
<p>Subscribe to continue reading.</p></article></body></html>"""
UNMARKED_STUB = f"""<html><body><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p></article>
<div>Already a subscriber? Unlock this article from 1 crown a week.</div></body></html>"""
LISTING = "<html><body><h1>World news</h1><ul>{}</ul></body></html>".format(
    "".join(
        f'<li><a href="/s{i}">Ministers of country {i} meet again over fish quotas and rights</a></li>'
        for i in range(30)
    )
)
MISSING = "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry about that.</p></body></html>"


@pytest.mark.parametrize(
    ("html", "access", "says"),
    [
        (CONSENT, "failed", "consent"),
        (LOGIN, "failed", "login"),
        (CHALLENGE, "failed", "challenge"),
        (STUB, "paywalled", "not free"),
        (UNMARKED_STUB, "paywalled", "subscription"),
        (LISTING, "failed", "index page"),
        (MISSING, "failed", "not-found"),
        ("<html><body><p>Hello.</p></body></html>", "failed", "no article text"),
    ],
)
def test_a_wall_is_recognised_and_gives_no_text(html: str, access: str, says: str) -> None:
    """What stands in the way of an article is never taken for it, and the reason is told."""
    article = extract(html_page(URL, html), "one")
    assert article.access == access
    assert says in article.reason
    assert not article.comparable
    assert article.text == ""


@pytest.mark.parametrize(
    "extra",
    [
        "<p>The regulator fined the company for its cookie banner, which made readers accept all partners.</p>",
        "<div>Already a subscriber? Sign in.</div>",
        '<form><input type="password"></form>',
    ],
)
def test_an_article_beside_such_words_stays_an_article(extra: str) -> None:
    """Banners and log-in boxes around a whole article do not make it a wall."""
    article = extract(html_page(URL, LONG.replace("</article>", f"</article>{extra}")), "one")
    assert article.access == "full"


BRIEF = "The police in Veldhaven asked on Monday for word of unusual activity near the old harbour, where three boats were damaged in the night. Nobody was hurt. The owner of one of the boats said that the harbour had been quiet for years. A spokeswoman said that cameras would be set up this week."


@pytest.mark.parametrize(
    ("title", "extra"),
    [
        ("Police ask for help", ""),
        ("Flight 404 lands safely in Veldhaven", ""),
        (
            "Police ask for help",
            '<footer><a href="/p">Your Privacy Choices</a> <a href="/c">Manage cookies</a></footer>',
        ),
        ("Police ask for help", '<nav><a href="/s">Become a subscriber</a></nav>'),
    ],
)
def test_a_short_brief_is_an_article(title: str, extra: str) -> None:
    """A few sentences are enough, whatever menu and footer say around them."""
    html = f"<html><body>{extra}<article><h1>{title}</h1><p>{BRIEF}</p></article></body></html>"
    assert extract(html_page(URL, html), "one").access == "full"


def test_plain_text_without_blank_lines_has_a_paragraph_a_line() -> None:
    """As many editors save it."""
    body = "\n".join([TITLE, *PARAGRAPHS]).encode()
    saved = Page(URL, URL, 200, (("content-type", "text/plain"),), body, "2025-12-08T00:00:00Z", "saved")
    article = extract(saved, "one")
    assert article.title == TITLE
    assert [article.text[s:e] for s, e in article.paragraphs] == PARAGRAPHS


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("above", ["\n", "\n\n"])
@pytest.mark.parametrize("byline", ["By Ilse Brandt", "By ANA RUIZ and J. K. Marlow, Harbour Post"])
def test_a_byline_right_under_the_headline_of_a_text_is_no_part_of_it(
    above: str, gap: str, byline: str
) -> None:
    """With a blank line around it or without, the headline is the headline and the byline is kept apart."""
    body = f"{TITLE}{above}{byline}{gap}{gap.join(PARAGRAPHS)}".encode()
    saved = Page(URL, URL, 200, (("content-type", "text/plain"),), body, "2025-12-08T00:00:00Z", "saved")
    article = extract(saved, "one")
    assert (article.title, article.byline) == (TITLE, byline.removeprefix("By "))
    assert " ".join(article.text[s:e] for s, e in article.paragraphs) == " ".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line", ["By Monday the talks had failed", "By a lake stood a hut.", "By Friday, 5 had left."]
)
def test_a_sentence_that_begins_as_a_byline_does_stays(line: str) -> None:
    """It names nobody who wrote."""
    body = "\n\n".join([TITLE, line, *PARAGRAPHS]).encode()
    saved = Page(URL, URL, 200, (("content-type", "text/plain"),), body, "2025-12-08T00:00:00Z", "saved")
    article = extract(saved, "one")
    assert (article.text[slice(*article.paragraphs[0])], article.byline) == (line, "")


def test_a_long_text_that_ends_in_a_request_to_subscribe_is_partial() -> None:
    """Such an article may be cut, so its silence proves nothing."""
    marked = LONG.replace("<head>", '<head><script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>')  # fmt: skip
    long = marked.replace(
        "</article>",
        f"<p>{' '.join(PARAGRAPHS)}</p><p>To continue reading, subscribe now to continue.</p></article>",
    )
    article = extract(html_page(URL, long), "one")
    assert article.access == "partial"
    assert article.comparable


def test_the_header_s_encoding_is_used_where_it_fits() -> None:
    """A page in windows-1252 keeps its letters, and one whose header lies is read by its own mark."""
    text = LONG.replace('<meta charset="utf-8">', "").replace("Ilse", "Ilsé")
    western = Page(URL, URL, 200, (("content-type", "text/html; charset=windows-1252"),), text.encode("cp1252", "replace"), "2025-12-08T00:00:00Z")  # fmt: skip
    assert "Ilsé" in extract(western, "one").text
    lying = Page(URL, URL, 200, (("content-type", "text/html; charset=ascii"),), LONG.replace("Ilse", "Ilsé").encode(), "2025-12-08T00:00:00Z")  # fmt: skip
    assert "Ilsé" in extract(lying, "one").text


def test_one_article_under_two_addresses_has_one_id() -> None:
    """The canonical link decides, if it is of the same site and leads to a page; one to another site is told apart."""
    canonical = LONG.replace("<head>", f'<head><link rel="canonical" href="{URL}">')
    amp = extract(html_page("http://amp.one.example/talks?utm_source=x", canonical), "one")
    plain = extract(html_page("https://www.one.example/talks/", canonical), "one")
    assert amp.id == plain.id
    elsewhere = LONG.replace("<head>", '<head><link rel="canonical" href="http://two.example/deal">')
    assert extract(html_page(URL, elsewhere), "one").id == extract(html_page(URL, LONG), "one").id
    assert extract(html_page(URL, elsewhere), "one").original_url == "http://two.example/deal"
    assert plain.original_url == ""
    cache = "https://www-one-example.cdn.ampproject.org/c/one.example/talks"
    cached = extract(html_page(cache, canonical), "one")
    assert (cached.canonical_url, cached.original_url) == (URL, "")
    home = LONG.replace("<head>", '<head><link rel="canonical" href="/">')
    assert extract(html_page(URL, home), "one").id == extract(html_page(URL, LONG), "one").id


def test_a_heading_alone_as_plain_text_is_no_article() -> None:
    """A seed document of facts gives a headline and nothing to compare."""
    page_ = Page(
        URL, URL, 200, (("content-type", "text/plain"),), b"Talks fail", "2025-12-08T00:00:00Z", "seed"
    )
    article = extract(page_, "one")
    assert article.access == "failed"
    assert article.title == "Talks fail"


def test_an_empty_page_is_an_error() -> None:
    """Nothing at all is told as such, not as an article without text."""
    with pytest.raises(ExtractionError):
        extract(html_page(URL, ""), "one")


def test_invisible_characters_are_taken_out() -> None:
    """Zero-width, direction and control characters cannot hide in a claim; a lone surrogate neither."""
    assert clean("a\u200bb \u202ec\x00d\ud800 \n e\u0301") == "ab cd é"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_in_a_page_gives_an_article_or_a_named_error(text: str) -> None:
    """No page, however odd, gives anything but an article with exact spans or an ExtractionError."""
    body = f"<html><body><article><h1>{text[:40]}</h1><p>{text}</p></article></body></html>".encode(
        "utf-8", "surrogatepass"
    )
    odd = Page(URL, URL, 200, (("content-type", "text/html"),), body, "2025-12-08T00:00:00Z")
    try:
        article = extract(odd, "one")
    except ExtractionError:
        return
    assert all(article.text[s:e].strip() for s, e in article.paragraphs)
    article.text.encode("utf-8")


def test_what_ends_a_headline_as_it_is_printed_is_part_of_it() -> None:
    """Of several headings, the one that the page states whole is the headline; "- FT" there is no name of the site."""
    stated = '<meta property="og:title" content="Harbour talks fail - FT"><h1>Harbour talks fail - FT</h1><h1>Talks</h1>'
    html = LONG.replace("<head>", f"<head>{stated}")
    assert extract(html_page(URL, html), "one").title == "Harbour talks fail - FT"
    suffixed = LONG.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    assert " - " not in extract(html_page(URL, suffixed), "one").title
