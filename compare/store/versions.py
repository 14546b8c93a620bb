"""Successive texts of one article: which pairs are not yet compared, and what their comparison found."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from compare.records import Article, Claim
from compare.revisions import Revision, TextChange
from compare.store import read
from compare.store.comparisons import save_claims
from compare.store.damage import intact


@intact
def page_before(db: Database, page_id: int) -> read.StoredPage | None:
    """The last page of the same URL and provenance before this one that gave a text, if there is one."""
    row = next(
        db.query(
            """select p.* from pages p join pages q on q.id = ? and p.url = q.url and p.provenance = q.provenance
               where p.id < q.id and p.version_id is not null order by p.id desc limit 1""",
            [page_id],
        ),
        None,
    )
    return read.stored_page(db, row) if row else None


def said_since(db: Database, page_id: int, reason: str) -> str:
    """When a page was first not read for this reason, of those in an unbroken row up to this one; else its own time."""
    found: str = db.execute(
        """select min(p.fetched_at) from pages p join pages q on q.id = ? and p.url = q.url
           and p.provenance = q.provenance
           where p.id = q.id or (p.id < q.id and p.version_id is null and p.reason = ? and p.id > coalesce(
             (select max(id) from pages r where r.url = q.url and r.provenance = q.provenance and r.id < q.id
              and r.version_id is not null), 0))""",
        [page_id, reason],
    ).fetchone()[0]
    return found


@intact
def texts(db: Database, article_id: str, but_for: str) -> list[str]:
    """All texts that an article has had, the newest first, without those read for a reason that begins so."""
    found = db.execute(
        """select text from versions v where article_id = ? and not exists (select 1 from pages p
           where p.version_id = v.id and substr(p.reason, 1, ?) = ?) order by id desc""",
        [article_id, len(but_for), but_for],
    )
    return [row[0] for row in found]


@intact
def pages_elsewhere(db: Database, article_id: str, url: str) -> list[read.StoredPage]:
    """The newest page that gave a text of each address of an article but ``url``."""
    rows = db.query(
        """select p.* from pages p where p.article_id = ? and p.url <> ? and p.version_id is not null and p.id =
           (select max(id) from pages q where q.url = p.url and q.version_id is not null) order by p.id""",
        [article_id, url],
    )
    return [read.stored_page(db, row) for row in rows]


@intact
def text_changes(db: Database, articles: Sequence[Article]) -> tuple[TextChange, ...]:
    """The changes of these articles' texts that no revision tells of yet, oldest first.

    Both texts were read by one version of the extractor: what a new extractor finds is no change of the outlet's.
    """
    found = []
    for article in articles:
        rows = list(
            db.query(
                """select p.id, p.version_id, p.extractor, p.article_id, r.id as told
                   from pages p left join revisions r on r.new_page_id = p.id
                   where p.url = ? and p.provenance = ? and p.version_id is not null order by p.id""",
                [article.url, article.provenance],
            )
        )
        for old, new in itertools.pairwise(rows):
            if new["told"] or old["version_id"] == new["version_id"] or old["extractor"] != new["extractor"]:
                continue
            if old["article_id"] == new["article_id"] == article.id:
                found.append(_change(db, old["id"], new["id"]))
    return tuple(found)


def _change(db: Database, old: int, new: int) -> TextChange:
    rows = [next(db.query("select * from pages where id = ?", [page])) for page in (old, new)]
    before, after = (read.stored_page(db, row).article for row in rows)
    assert before is not None and after is not None
    return TextChange(before, after, old, new, rows[0]["checked_at"], rows[1]["fetched_at"])


def save_revisions(db: Database, run: int, revisions: Iterable[Revision]) -> None:
    """Stores each revision once, with the claims of both of its texts, whichever story it came by."""
    for revision in revisions:
        text = revision.text
        known = db.execute("select 1 from revisions where new_page_id = ?", [text.new_page]).fetchone()
        if known:
            continue
        ids = save_claims(db, _claims(revision))
        row = db.execute(
            """insert into revisions (article_id, old_version_id, new_version_id, old_page_id, new_page_id,
               last_seen_at, first_seen_at, run_id, whole, note)
               select ?, (select id from versions where key = ?), (select id from versions where key = ?),
               ?, ?, ?, ?, ?, ?, ? returning id""",
            [text.new.id, text.old.version_id, text.new.version_id, text.old_page, text.new_page,
             text.last_seen_at, text.first_seen_at, run, text.old.access == text.new.access == "full",
             revision.note],
        ).fetchone()  # fmt: skip
        db.conn.executemany(
            """insert into claim_changes (revision_id, change, old_claim_id, new_claim_id, old_text, new_text,
               old_position, new_position, note) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (row[0], c.change, _id(ids, c.old), _id(ids, c.new), c.old and c.old.text, c.new and c.new.text,
                 c.old and c.old.position, c.new and c.new.position, c.note)
                for c in revision.changes
            ],
        )  # fmt: skip


def _claims(revision: Revision) -> list[Claim]:
    return [*revision.old_claims, *revision.new_claims]


def _id(ids: Mapping[str, int], claim: Claim | None) -> int | None:
    return ids.get(claim.id) if claim else None
