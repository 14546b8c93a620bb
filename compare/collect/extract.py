"""From the bytes of a page to an article: a pure function, to be run in a worker with limits.

trafilatura finds the text. It can take tens of seconds and hundreds of megabytes on a hostile page, so
nothing here may run in the process that holds the database.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
import tempfile
from collections.abc import Collection
from dataclasses import replace
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from compare.collect import access, dates, wayback
from compare.collect.blocks import blocks_of, clean, words_of
from compare.collect.furniture import without_furniture
from compare.collect.links import unwrapped
from compare.collect.listing import is_listing, links_of, teasers_of
from compare.collect.metadata import Metadata, read_metadata
from compare.collect.tidy import tidy
from compare.collect.urls import absolute_links, article_id, registered_domain
from compare.errors import ExtractionError, unwritable
from compare.records import Access, Article, Page, Precision

MAX_CHARACTERS = 400_000  # of article text; the longest real article seen is under 100,000
VISIBLE = 100_000  # characters of a page's visible text in which a wall shows itself
EDITION = 6  # of what is read of a page: one more when it changes, and stored pages are read anew
STANDFIRST = 40  # words; a seed document that gives fewer gives no whole article
MIN_LANGUAGE_CHARACTERS = 200  # under this a language guess is noise

_FAR = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(r"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]+)", re.IGNORECASE)
# What Python decodes and no page is written in: some take time that grows with the square, some run escapes.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
# The line under a text file's headline that names who wrote it; "By Monday the talks had failed" is none.
_BYLINE = re.compile(
    r"[Bb][Yy] ([A-Z][\w.’'-]*(?:,? (?:[A-Z|&][\w.’'-]*|and|for|in|of|at|the|de|del|la|van|von|der|al|bin)){0,14})"
)
_SENTENCE_END = re.compile(r"\.[\"'”’)]*$")  # a heading that ends so is a standfirst, which tells something
_SITE_SUFFIX = re.compile(r"(?:^|(?<!\s)\s+)[|–—-]\s+[^|–—-]{2,40}$")


def extract(page: Page, outlet: str) -> Article:
    """The article on ``page``, published by ``outlet``.

    A wall, a stub or an index page is returned with its ``access`` and ``reason`` and without a claim to be
    the article. Raises ExtractionError when the page cannot be parsed at all.
    """
    if page.provenance == "snapshot":
        # Read as the page that it is of, whose links and canonical address are its own.
        article = extract(replace(page, final_url=page.url, provenance="web"), outlet)
        reason = "; ".join(filter(None, (article.reason, wayback.told(page.final_url))))
        return replace(article, final_url=page.final_url, provenance="snapshot", reason=reason)
    if page.header("content-type").startswith("text/plain"):
        return _from_plain_text(page, outlet)
    return _from_html(page, outlet)


def decode(page: Page) -> str | bytes:
    """The body as text where the header or the page names an encoding that fits, else the bytes for the parser to judge."""
    if page.body.startswith(codecs.BOM_UTF8):
        return page.body.decode("utf-8-sig", "replace")
    head = page.body[:2048].decode("latin-1")
    for match in (_CHARSET.search(page.header("content-type")), _META_CHARSET.search(head)):
        text = _decoded(page.body, match[1]) if match else None
        if text is not None:
            # lxml refuses text that declares its own encoding in an XML declaration.
            return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text, count=1)
    return page.body


def _decoded(body: bytes, charset: str) -> str | None:
    """The text, if it is in that encoding; a few broken characters in UTF-8 do not make it another."""
    try:
        name = codecs.lookup(charset).name
        if name in _NO_CHARSETS:
            return None
        return body.decode(name)
    except UnicodeError:
        text = body.decode("utf-8", "replace") if name == "utf-8" else ""
        return text if text and text.count("\ufffd") <= 10 + len(text) // 1000 else None
    except LookupError:
        return None


def _from_html(page: Page, outlet: str) -> Article:
    import trafilatura

    start = page.body[:2000].lstrip().lower()
    if not start.startswith(b"<") and b"multipart/related" in start:
        raise ExtractionError(
            f"{page.url}: this is a web archive (MHTML); save the page as “Webpage, HTML only”"
        )
    tree = trafilatura.load_html(decode(page))
    if tree is None:
        raise ExtractionError(f"{page.url}: the page could not be parsed as HTML")
    # Read before trafilatura works on the tree, since it takes parts out of it.
    said = read_metadata(tree)
    headings = [h for n in tree.iter("h1") if (h := words_of(n))]
    anchors = {a for n in tree.iter("a") if (a := words_of(n))}
    visible = clean(" ".join(_visible(tree))[:VISIBLE])
    password_field = any((n.get("type") or "").lower() == "password" for n in tree.iter("input"))
    elsewhere, teasers = links_of(tree, page.final_url), teasers_of(tree, page.final_url)
    tidy(tree, anchors)
    found: Any = trafilatura.bare_extraction(
        tree, url=page.final_url, with_metadata=True, include_comments=False, include_links=True
    )
    title = _title(headings, said, (found.title or "") if found is not None else "")
    leading = blocks_of(found.body) if found is not None else []
    told = [b.text for b in leading if b.text != title]
    blocks, cut = access.without_request(without_furniture(_without_teasers(told, anchors), anchors))
    # What a teaser or a pointer leads to is no source of the article.
    standing = set(blocks)
    links = [link for block in leading if block.text in standing for link in block.links]
    state = access.judge(
        access.Reading(
            url=page.final_url,
            title=title,
            words=sum(len(b.split()) for b in blocks),
            body="\n".join(blocks),
            visible=visible,
            listing=is_listing(told, elsewhere, teasers),
            password_field=password_field,
            is_article=said.is_article,
            free=said.free,
            cut=cut,
            saved=page.provenance == "saved",
        )
    )
    day = (found.date or "") if found is not None else ""
    byline = said.byline or ((found.author or "") if found is not None else "")
    wall = state[0] == "failed"  # what a wall says of itself is not said of the article
    own, original = _canonical(page, said)
    return _article(
        page,
        outlet,
        "" if wall else title,
        blocks,
        canonical_url=own,
        original_url=original,
        byline="" if wall else clean(byline)[:300],
        published=(None, "unknown", "") if wall else _published(page, said, day),
        html_language=said.language,
        links=absolute_links(page.final_url, links),
        heads={b.text for b in leading if b.head and not _SENTENCE_END.search(b.text)},
        access_state=state,
    )


def _canonical(page: Page, said: Metadata) -> tuple[str, str]:
    """The article's own address, then that of the article elsewhere that the page says it is a copy of, or nothing.

    A canonical link within the site names the article; one to another site says who wrote it. A link to a front page
    says nothing.
    """
    links = absolute_links(page.final_url, [said.canonical_url]) if said.canonical_url else ()
    if not links or not urlsplit(links[0]).path.strip("/"):
        return page.final_url, ""
    # An AMP cache or an archive shows the page of another site; its canonical link is that page's own.
    sites = {registered_domain(page.final_url), registered_domain(unwrapped(page.final_url))}
    return (links[0], "") if registered_domain(links[0]) in sites else (page.final_url, links[0])


def plain_text(body: bytes) -> str:
    """A text file's words: UTF-8 or, with its mark, UTF-16; else Windows-1252, in which every byte is something."""
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return body.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _from_plain_text(page: Page, outlet: str) -> Article:
    blocks, byline = _parted(plain_text(page.body))
    if not blocks:
        raise ExtractionError(f"{page.url}: the text is empty")
    body, cut = access.without_request(blocks[1:])
    words = sum(map(len, map(str.split, body)))
    if len(blocks) == 1:
        state: tuple[Access, str] = ("failed", "no article text found: only a headline is known")
    elif page.provenance == "seed" and words < STANDFIRST:
        state = ("partial", "the seed document gives only the beginning of the article")
    else:
        state = access.judge(
            access.Reading(
                url=page.final_url, title=blocks[0], words=max(words, access.TINY), body="\n".join(body), visible="",
                listing=False, password_field=False, is_article=True, free=None, cut=cut, saved=True,
            )
        )  # fmt: skip
    # A person wrote the date of a seed document; the file may be older than it, copied as it was.
    latest = _FAR if page.provenance == "seed" else _moment(page.fetched_at)
    published = dates.parse(page.header("x-published"), latest)
    return _article(
        page,
        outlet,
        blocks[0],
        body,
        canonical_url=page.final_url,
        byline=byline,
        published=(*published, "seed document") if published else (None, "unknown", ""),
        html_language="",
        links=(),
        access_state=state,
    )


def _parted(text: str) -> tuple[list[str], str]:
    """The headline and paragraphs of a plain text, and whom a byline right under the headline names."""
    lines = map(clean, text.replace("\r\n", "\n").split("\n"))
    parts = [list(some) for filled, some in groupby(lines, key=bool) if filled]
    if len(parts) == 1:  # a text without blank lines has a paragraph a line
        parts = [[line] for line in parts[0]]
    said = [line for part in parts for line in part]
    byline = _BYLINE.fullmatch(said[1]) if len(said) > 1 else None
    if byline:
        parts = [parts[0][:1], parts[0][1:], *parts[1:]]
        next(filter(None, parts[1:])).pop(0)
    return [" ".join(part) for part in parts if part], byline[1] if byline else ""


def _article(
    page: Page,
    outlet: str,
    title: str,
    blocks: list[str],
    *,
    canonical_url: str,
    byline: str,
    published: tuple[str | None, Precision, str],
    html_language: str,
    links: tuple[str, ...],
    access_state: tuple[Access, str],
    original_url: str = "",
    heads: Collection[str] = (),  # the blocks that are subheadings
) -> Article:
    if access_state[0] in ("paywalled", "failed"):
        title_end, parts, blocks = 0, [], []  # what a wall or a stub says is nothing to compare
    else:
        title_end, parts = len(title), [title] if title else []
    spans, at = [], title_end + 2 if title_end else 0
    for block in blocks:
        if at + len(block) > MAX_CHARACTERS:
            access_state = ("partial", f"cut after {MAX_CHARACTERS} characters")
            break
        parts.append(block)
        spans.append((at, at + len(block)))
        at += len(block) + 2
    headings = tuple(number for number, block in enumerate(blocks[: len(spans)]) if block in heads)
    return Article(
        id=article_id(canonical_url),
        url=page.url,
        final_url=page.final_url,
        canonical_url=canonical_url,
        outlet=outlet,
        title=title,
        byline=byline,
        published_at=published[0],
        published_precision=published[1],
        published_source=published[2],
        fetched_at=page.fetched_at,
        language=_language(" ".join(blocks), html_language),
        text="\n\n".join(parts),
        title_end=title_end,
        paragraphs=tuple(spans),
        subheadings=headings,
        access=access_state[0],
        reason=access_state[1],
        provenance=page.provenance,
        content_sha256=page.content_sha256,
        links=links,
        original_url=original_url,
    )


def _without_teasers(blocks: list[str], anchors: set[str]) -> list[str]:
    """``blocks`` without those that are nothing but a link.

    Such a block points at another article; its words are no claim of this one.
    """
    return [b for b in blocks if b not in anchors or b.endswith((".", "”", '"', "?", "!"))]


def _title(headings: list[str], said: Metadata, found: str) -> str:
    if len(headings) == 1:
        return headings[0][:500]
    stated = clean(said.headline) or clean(found)
    if stated in headings:  # as printed: what ends it is no name of the site but perhaps a source, "- FT"
        return stated[:500]
    return _SITE_SUFFIX.sub("", stated)[:500] if stated else (headings[0][:500] if headings else "")


def _visible(tree: Any) -> list[str]:
    texts, total = [], 0
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "noscript", "template"):
            continue
        for text in (node.text, node.tail):
            if text and text.strip():
                texts.append(text.strip())
                total += len(text)
        if total > VISIBLE:
            break
    return texts


def _published(page: Page, said: Metadata, day: str) -> tuple[str | None, Precision, str]:
    latest = _moment(page.fetched_at)
    for source, text in (*said.dates, ("text of the page", day)):
        parsed = dates.parse(text, latest)
        if parsed:
            return (*parsed, source)
    return None, "unknown", ""


def _moment(fetched_at: str) -> dt.datetime:
    return dt.datetime.fromisoformat(fetched_at)


def _language(text: str, html_language: str) -> str:
    if len(text) < MIN_LANGUAGE_CHARACTERS:
        return html_language if re.fullmatch(r"[a-z]{2}", html_language) else ""
    import py3langid

    try:
        return str(py3langid.classify(text[:5000])[0])
    except OSError as error:  # it unpacks its model into a temporary file
        raise unwritable(
            f"{tempfile.gettempdir()}: temporary files cannot be written ({error.strerror}); make room there, or name "
            "another folder in TMPDIR",
            error,
        ) from None
