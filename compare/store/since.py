"""What a story has had anew since a run: articles, texts, differences, failures."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]


def last_run_before(db: Database, at: str) -> int:
    """The last run that had ended at ``at``; 0 when none had."""
    row = db.execute(
        "select max(id) from runs where finished_at is not null and finished_at <= ?", [at]
    ).fetchone()
    return int(row[0] or 0)


def run(db: Database, number: int) -> Row | None:
    """A run by its number."""
    return next(db.query("select id, started_at, finished_at from runs where id = ?", [number]), None)


def last_run_of(db: Database, story: str) -> Row | None:
    """The last run that came to an end with this story."""
    return next(
        db.query(
            """select r.id, r.started_at, s.finished_at from story_runs s join runs r on r.id = s.run_id
               where s.story = ? and s.finished_at is not null order by r.id desc limit 1""",
            [story],
        ),
        None,
    )


def first_compared(db: Database, story: str) -> int | None:
    """The run that first compared the story."""
    row = db.execute("select min(run_id) from article_changes where story_id = ?", [story]).fetchone()
    return int(row[0]) if row and row[0] is not None else None


def article_changes(db: Database, story: str, since: int) -> list[Row]:
    """Articles that are new, gone, or had with another access, in order."""
    return list(
        db.query(
            """select c.run_id, c.at, c.change, c.access_before, c.access_after, c.reason, a.id, a.url, a.title,
                      a.published_at, a.published_precision, o.name as outlet
               from article_changes c join articles a on a.id = c.article_id join outlets o on o.id = a.outlet_id
               where c.story_id = ? and c.run_id > ? order by c.id""",
            [story, since],
        )
    )


def revisions(db: Database, story: str, since: int) -> list[Row]:
    """Changes of the texts of the story's articles, oldest first, each with its ``claims``."""
    found = list(
        db.query(
            """select r.id, r.run_id, r.last_seen_at, r.first_seen_at, r.whole, r.note, a.id as article, a.url,
                      v.title, o.name as outlet
               from revisions r join articles a on a.id = r.article_id join outlets o on o.id = a.outlet_id
               join versions v on v.id = r.new_version_id
               where r.run_id > ? and r.article_id in (
                   select article_id from story_articles where story_id = ?
                   union select article_id from article_changes where story_id = ?)
               order by r.first_seen_at, r.id""",
            [since, story, story],
        )
    )
    for row in found:
        row["claims"] = list(
            db.query(
                """select change, old_text, new_text, old_position, new_position, note from claim_changes
                   where revision_id = ? order by id""",
                [row["id"]],
            )
        )
    return found


def difference_changes(db: Database, story: str, since: int) -> list[Row]:
    """Differences and conflicts that appeared or went, in order."""
    return list(
        db.query(
            """select d.*, p.name as a_outlet, x.url as a_url, q.name as b_outlet, y.url as b_url
               from difference_changes d
               join articles x on x.id = d.a_article_id join outlets p on p.id = x.outlet_id
               join articles y on y.id = d.b_article_id join outlets q on q.id = y.outlet_id
               where d.story_id = ? and d.run_id > ? order by d.id""",
            [story, since],
        )
    )


def failures(db: Database, story: str, since: int) -> list[Row]:
    """What could not be had, once a URL and stage, with how often, the last reason, and in which run it last was so."""
    return list(
        db.query(
            """select n.url, n.stage, n.times, n.first_at, f.run_id, f.reason, f.at as last_at
               from (select url, stage, count(distinct run_id) as times, min(at) as first_at, min(id) as first,
                            max(id) as last from failures where story_id = ? and run_id > ? group by url, stage) n
               join failures f on f.id = n.last order by n.first""",
            [story, since],
        )
    )
