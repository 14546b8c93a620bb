"""A page that was fetched again and read: what its article says by now, and what of the page is kept."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from compare.collect.noise import seems_cut_off, tells_the_same
from compare.configured import Outlet
from compare.records import Article
from compare.store import read, versions, write
from compare.store.database import transaction


def settled(db: Database, page: read.StoredPage, article: Article) -> Article:
    """``article`` with the text as it was read before, where only noise has changed since.

    A notice in the article's place is no article; it must not read as a withdrawal of all that was said.
    """
    before = versions.page_before(db, page.id)
    known = before.article if before else None
    if known is None or not article.comparable or known.id != article.id:
        return article
    if tells_the_same(known.text, article.text):
        return replace(
            article, text=known.text, title=known.title, title_end=known.title_end, paragraphs=known.paragraphs
        )  # fmt: skip
    if known.access == "full" and seems_cut_off(known.text, article.text):
        reason = f"another, much shorter text stands in the article's place: {article.text[:120]!r}"
        return replace(article, access="failed", reason=reason, text="", title="", title_end=0, paragraphs=())
    return article


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
