"""All writing to the database. Each function is one statement of fact, inside the caller's transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from compare.configured import Outlet
from compare.records import Article, Failure, Page, Source, Story

Vectors = Mapping[str, bytes]  # text_sha256 -> float32 values, little-endian


def start_run(db: Database, at: str, version: str) -> int:
    """A new run's number. The lock shows that no other is at work: what still seems to be was broken off."""
    db.execute("update runs set status = 'failed' where status = 'running'")
    db.execute("update story_runs set state = 'broken off' where state = 'running'")
    row = db.execute(
        "insert into runs (started_at, version, status) values (?, ?, 'running') returning id", [at, version]
    ).fetchone()
    return int(row[0])


def finish_run(db: Database, run: int, at: str, status: str, summary: Mapping[str, Any]) -> None:
    """Says how a run ended; a run that never says so was broken off."""
    db.execute(
        "update runs set finished_at = ?, status = ?, summary = ? where id = ?",
        [at, status, json.dumps(summary), run],
    )


def save_outlets(db: Database, outlets: Iterable[Outlet]) -> None:
    """Names and owners as the configuration has them now."""
    for o in outlets:
        db.table("outlets").upsert(
            {"id": o.key, "name": o.name, "owner": o.owner, "kind": o.kind, "country": o.country,
             "language": o.language, "paywall": o.paywall}, pk="id")  # fmt: skip


def save_page(db: Database, page: Page, run: int | None) -> int:
    """Stores a page as it came. A page whose bytes did not change is only marked as seen again."""
    latest = db.execute(
        "select id, content_sha256, final_url from pages where url = ? and provenance = ? order by id desc limit 1",
        [page.url, page.provenance],
    ).fetchone()
    headers = json.dumps(page.headers)
    if latest and latest[1:] == (page.content_sha256, page.final_url):
        db.execute(
            "update pages set checked_at = ?, headers = ? where id = ?", [page.fetched_at, headers, latest[0]]
        )
        return int(latest[0])
    row = db.execute(
        """insert into pages (url, final_url, status, headers, body, content_sha256, fetched_at, checked_at,
           provenance, run_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""",
        [page.url, page.final_url, page.status, headers, zlib.compress(page.body, 6),
         page.content_sha256, page.fetched_at, page.fetched_at, page.provenance, run],
    ).fetchone()  # fmt: skip
    return int(row[0])


def mark_checked(db: Database, url: str, at: str) -> None:
    """The server said that the page at ``url`` has not changed."""
    db.execute(
        "update pages set checked_at = ? where id = (select max(id) from pages where url = ? and provenance = 'web')",
        [at, url],
    )  # fmt: skip


def seen_again(db: Database, page_id: int, before: int) -> bool:
    """Lets the page ``before`` stand for ``page_id``, which tells the same, if nothing came between; else False.

    The body is kept from which the text was read; when it was last seen, and what to ask by, are those of the later one.
    """
    (latest,) = db.execute(
        """select max(p.id) from pages p join pages q on q.id = ? and p.url = q.url and p.provenance = q.provenance
           where p.id < q.id""",
        [page_id],
    ).fetchone()
    if latest != before:
        return False
    db.execute(
        """update pages set (checked_at, headers) = (select checked_at, headers from pages where id = ?)
           where id = ?""",
        [page_id, before],
    )
    db.execute("delete from pages where id = ?", [page_id])
    return True


def save_article(
    db: Database, page_id: int | None, article: Article, outlet: Outlet, extractor: str, run: int | None
) -> None:
    """What was read from a page (None: no page was had); its text is a version when it differs from those stored.

    A wall or a stub never takes the place of an article that was read before.
    """
    db.execute(
        """insert into outlets (id, name, owner, kind, country, language, paywall) values (?, ?, ?, ?, ?, ?, ?)
           on conflict (id) do nothing""",
        [outlet.key, outlet.name, outlet.owner, outlet.kind, outlet.country, outlet.language, outlet.paywall],
    )
    known = db.execute("select version_id from articles where id = ?", [article.id]).fetchone()
    row = {
        "id": article.id, "url": article.url, "final_url": article.final_url, "canonical_url": article.canonical_url,
        "outlet_id": article.outlet, "title": article.title, "byline": article.byline,
        "published_at": article.published_at, "published_precision": article.published_precision,
        "published_source": article.published_source, "language": article.language, "access": article.access,
        "reason": article.reason, "provenance": article.provenance, "fetched_at": article.fetched_at,
        "content_sha256": article.content_sha256,
    }  # fmt: skip
    standing = known is not None and known[0] is not None
    # A seed document stands in for its page only as long as nothing better was read.
    if (article.comparable and article.provenance != "seed") or not standing:
        db.table("articles").upsert(row, pk="id")
    version = _save_version(db, article, run) if article.comparable else None
    if version is not None:
        db.execute("update articles set version_id = ? where id = ?", [version, article.id])
    if page_id is None:
        return
    db.execute(
        """update pages set article_id = ?, version_id = ?, access = ?, reason = ?, extractor = ?, details = ?
           where id = ?""",
        [article.id, version, article.access, article.reason, extractor, details_of(article), page_id],
    )


def details_of(article: Article) -> str:
    """All of an article but its text, which its version holds."""
    return json.dumps({**asdict(article), "text": ""})


def _save_version(db: Database, article: Article, run: int | None) -> int:
    known = db.execute("select id from versions where key = ?", [article.version_id]).fetchone()
    if known:
        return int(known[0])
    row = db.execute(
        """insert into versions (key, article_id, title, text, text_sha256, access, reason, content_sha256,
           first_seen_at, run_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""",
        [article.version_id, article.id, article.title, article.text, article.text_sha256, article.access,
         article.reason, article.content_sha256, article.fetched_at, run],
    ).fetchone()  # fmt: skip
    return int(row[0])


def save_story(db: Database, story: Story, seed_article: str, at: str) -> None:
    """The story, the id of the article it started from, and the sources known; a source once known stays."""
    db.execute(
        """insert into stories (id, title, seed_url, seed_article, published_at, created_at) values (?, ?, ?, ?, ?, ?)
           on conflict (id) do update set title = excluded.title, published_at = excluded.published_at""",
        [story.name, story.title, story.seed.url, seed_article, story.published_at, at],
    )
    for source in (story.seed, *story.coverage):
        save_source(db, story.name, source)


def save_source(db: Database, story: str, source: Source) -> None:
    """One more article of a story."""
    db.execute(
        """insert into story_sources (story_id, url, role, found_by) values (?, ?, ?, ?)
           on conflict (story_id, url) do nothing""",
        [story, source.url, source.role, source.found_by],
    )


def save_vectors(db: Database, model: str, revision: str, vectors: Vectors) -> None:
    """Caches vectors under the hash of their text and the model that made them."""
    db.conn.executemany(
        "insert or ignore into vectors (text_sha256, model, revision, vector) values (?, ?, ?, ?)",
        [(key, model, revision, value) for key, value in sorted(vectors.items())],
    )


def save_failures(db: Database, run: int, story: str | None, failures: Iterable[Failure]) -> None:
    """What could not be had or read in this run."""
    db.table("failures").insert_all(
        {"run_id": run, "story_id": story, "url": f.url, "stage": f.stage, "reason": f.reason, "at": f.at}
        for f in failures
    )
