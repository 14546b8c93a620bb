"""Takes a story out of the database with all that hangs on it; what was fetched stays, for other stories may use it."""

from __future__ import annotations

from sqlite_utils import Database

from compare.store.damage import intact


@intact
def is_known(db: Database, story: str) -> bool:
    """Whether there is such a story, be it only in runs that failed before they had anything of it."""
    row = db.execute(
        "select 1 from stories where id = :story union select 1 from story_runs where story = :story",
        {"story": story},
    ).fetchone()
    return row is not None


def forget(db: Database, story: str) -> None:
    """Deletes the story, its comparison, its reviews and its history, inside the caller's transaction."""
    # The references are looked at when the transaction ends, so that the tables may come in any order.
    db.execute("pragma defer_foreign_keys = on")
    for table, column in _tables(db):
        db.execute(f"delete from [{table}] where [{column}] = ?", [story])  # noqa: S608 - names of our schema
    db.execute("delete from stories where id = ?", [story])


def _tables(db: Database) -> list[tuple[str, str]]:
    """Every table that says of its rows to which story they belong, and the column that does."""
    return [
        (row[0], row[1])
        for row in db.execute(
            """select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
               where m.type = 'table' and c.name in ('story', 'story_id') order by m.name"""
        ).fetchall()
    ]
