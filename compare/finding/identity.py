"""Which article a page gives: the one whose address it names as its own, unless that one is known to say other things.

A wrong canonical link, to a section front or the same for every page, must not make one article of two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlite_utils import Database

from compare.collect.urls import article_id
from compare.match.copies import may_be_one
from compare.records import Article
from compare.store import read, versions


def identified(db: Database, article: Article) -> Article:
    """``article`` under the canonical address that it gives, or under the one that it was had from.

    The latter where another page is already that article and has another text.
    """
    if not article.comparable or _is_at_home(article):
        return article
    others = [p.article for p in versions.pages_elsewhere(db, article.id, article.url) if p.article]
    return article if not others or any(may_be_one(article, other) for other in others) else _at_home(article)


def misnamed(db: Database, article: Article) -> Iterator[tuple[read.StoredPage, Article]]:
    """The pages that pass for ``article``, which was had from its own address, and say other things; each as its own."""
    if not article.comparable or not _is_at_home(article):
        return
    for page in versions.pages_elsewhere(db, article.id, article.url):
        if page.article and not _is_at_home(page.article) and not may_be_one(article, page.article):
            yield page, _at_home(page.article)


def _is_at_home(article: Article) -> bool:
    return article.id == article_id(_address(article))


def _at_home(article: Article) -> Article:
    return replace(article, id=article_id(_address(article)), canonical_url=_address(article))


def _address(article: Article) -> str:
    """Where it was had from; of a snapshot, where the page was that it shows."""
    return article.url if article.provenance == "snapshot" else article.final_url
