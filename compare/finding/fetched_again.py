"""A page that was fetched again and read: what its article says by now, and what of the page is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from compare.collect.noise import tells_of_the_same, tells_the_same
from compare.configured import Outlet
from compare.records import Article
from compare.store import read, versions, write
from compare.store.database import transaction

DOUBT = "not taken for the article: "
PERSISTS = timedelta(days=1)  # what stands in the article's place for longer is no slip of the server's
_CLOSING = b"</html"


def settled(db: Database, page: read.StoredPage, article: Article) -> Article:
    """``article`` with the text as it was read before, where only noise has changed since.

    What is doubtful, a page that breaks off or another text in the article's place, must not read as a withdrawal of
    all that was said: it is no article, or, when it has stood there for a day, one that was not read whole. A copy
    that a person saved is never doubted.
    """
    before = versions.page_before(db, page.id)
    known = before.article if before else None
    if before is None or known is None or not article.comparable:
        return article
    if doubted(known) and tells_of_the_same(known.text, article.text):
        article = replace(
            article, id=known.id, canonical_url=known.canonical_url, access=known.access, reason=known.reason
        )
    if known.id == article.id and tells_the_same(known.text, article.text):
        return replace(
            article, text=known.text, title=known.title, title_end=known.title_end, paragraphs=known.paragraphs,
            subheadings=known.subheadings,
        )  # fmt: skip
    if page.page.provenance == "saved" or doubted(article):
        return article
    reason = DOUBT + _doubt(db, known, before, page, article)
    if reason == DOUBT:
        return article
    # Whatever address it gives as its own, it stands at the article's.
    article = replace(article, id=known.id, canonical_url=known.canonical_url)
    if _moment(page.checked_at) - _moment(versions.said_since(db, page.id, reason)) >= PERSISTS:
        return replace(article, access="partial", reason=reason)
    return replace(article, access="failed", reason=reason, text="", title="", title_end=0, paragraphs=())


def doubted(article: Article) -> bool:
    """Whether the page was not taken for the article, or only because it stays."""
    return article.reason.startswith(DOUBT)


def _doubt(
    db: Database, known: Article, before: read.StoredPage, page: read.StoredPage, article: Article
) -> str:
    if _CLOSING in before.page.body.lower() and _CLOSING not in page.page.body.lower():
        return "the page breaks off before its end, which it had before"
    if any(tells_of_the_same(text, article.text) for text in versions.texts(db, known.id, but_for=DOUBT)):
        return ""
    return f"another text stands in its place: “{' '.join(article.text[:120].split())}”"


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def keep(
    db: Database, page: read.StoredPage, article: Article, outlet: Outlet, extractor: str, run: int
) -> None:
    """Stores what was read of ``page``; of a page that differs from the one before in noise alone no second body."""
    before = versions.page_before(db, page.id) if not page.extractor else None
    with transaction(db):
        write.save_article(db, page.id, article, outlet, extractor, run)
        if before is not None and before.extractor == extractor and _as_before(before.article, article):
            write.seen_again(db, page.id, before.id)


def _as_before(known: Article | None, article: Article) -> bool:
    """Whether all that was read is the same, but for the bytes and the time."""
    return known is not None and known == replace(
        article, fetched_at=known.fetched_at, content_sha256=known.content_sha256
    )
