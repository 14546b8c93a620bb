"""What became of each story in each run, and from it how a story stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

REMEMBERED = 30  # of a story's last runs: more failures in a row than that put it off no further


@dataclass(frozen=True, slots=True)
class Standing:
    """How a story stands after its last runs."""

    story: str
    published_at: str | None  # of the article that it started from
    first_run_at: str
    run: int  # the last one
    started_at: str
    finished_at: str | None
    state: str
    reason: str
    articles_read: int
    pages_failed: int
    failures: int  # in a row, up to the last run
    broken_off: int  # in a row


def begin(db: Database, run: int, stories: Iterable[str], at: str) -> None:
    """Says that these stories are being worked on; a row that stays so was broken off."""
    db.conn.executemany(
        "insert or ignore into story_runs (run_id, story, started_at, state) values (?, ?, ?, 'running')",
        [(run, story, at) for story in stories],
    )


def finish(
    db: Database,
    run: int,
    story: str,
    at: str,
    state: str,
    reason: str,
    *,
    articles_read: int,
    pages_failed: int,
    failing: bool,
) -> None:
    """Says how a story ended in a run."""
    db.execute(
        """insert into story_runs (run_id, story, started_at, finished_at, state, reason, articles_read, pages_failed,
           failing) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
           on conflict (run_id, story) do update set finished_at = excluded.finished_at, state = excluded.state,
           reason = excluded.reason, articles_read = excluded.articles_read,
           pages_failed = excluded.pages_failed, failing = excluded.failing""",
        [run, story, at, at, state, reason, articles_read, pages_failed, failing],
    )


def standings(db: Database) -> dict[str, Standing]:
    """Every story that ever ran, by its name."""
    names = [row[0] for row in db.execute("select distinct story from story_runs order by story").fetchall()]
    return {name: _standing(db, name) for name in names}


def _standing(db: Database, story: str) -> Standing:
    rows = list(
        db.query("select * from story_runs where story = ? order by id desc limit ?", [story, REMEMBERED])
    )
    first = db.execute(
        """select min(started_at), (select published_at from stories where id = :story) from story_runs
           where story = :story""",
        {"story": story},
    ).fetchone()
    last = rows[0]
    ended = [row for row in rows if row["state"] not in ("running", "broken off")]
    return Standing(
        story=story,
        published_at=first[1],
        first_run_at=first[0],
        run=last["run_id"],
        started_at=last["started_at"],
        finished_at=last["finished_at"],
        state=last["state"],
        reason=last["reason"],
        articles_read=last["articles_read"],
        pages_failed=last["pages_failed"],
        failures=_leading(row["failing"] for row in ended),
        broken_off=_leading(row["state"] in ("running", "broken off") for row in rows),
    )


def _leading(signs: Iterable[Any]) -> int:
    count = 0
    for sign in signs:
        if not sign:
            break
        count += 1
    return count


def runs(db: Database, limit: int) -> list[dict[str, Any]]:
    """The last runs, newest first."""
    return list(
        db.query(
            "select id, started_at, finished_at, status, summary from runs order by id desc limit ?", [limit]
        )
    )


def failures_of(db: Database, run: int, story: str) -> list[dict[str, Any]]:
    """What could not be had of a story in a run."""
    return list(
        db.query(
            "select url, stage, reason, at from failures where run_id = ? and story_id = ? order by id",
            [run, story],
        )
    )
