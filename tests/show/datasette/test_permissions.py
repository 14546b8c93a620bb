"""What the instance keeps private stays private through our pages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from compare.show.datasette import pages
from compare.show.datasette.permissions import TABLES
from compare.store import places
from compare.store.database import reader
from tests.show.datasette.instance import Instance, database
from tests.show.story import comparison

PAGES = (
    "/compare/-/story/port-ellery-ferry",
    f"/compare/-/group/{comparison().groups[0].id}",
    "/compare/-/pair/1",
    "/compare/-/claim/1",
    "/compare/-/retelling/1",
)


def test_every_table_that_a_page_reads_is_asked_about(tmp_path: Path) -> None:
    """SQLite itself tells which tables the pages read."""
    path = database(tmp_path)
    read: set[str] = set()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and table and not table.startswith(("sqlite_", "_sqlite")):
            read.add(table)
        return sqlite3.SQLITE_OK

    with Instance(path) as served, reader(path) as opened:
        frame = pages.Frame(served.datasette, "compare")
        opened.conn.set_authorizer(note)
        assert pages.story(opened, frame, "port-ellery-ferry")
        assert pages.group(opened, frame, comparison().groups[0].id)
        assert all(places.place(opened, kind, "1") for kind in ("pair", "claim", "retelling"))
        opened.conn.set_authorizer(None)
    assert read == set(TABLES)


@pytest.mark.parametrize("table", ["claims", "stories", "verdicts", "outlets"])
def test_a_private_table_closes_the_pages_made_from_it(db: Path, table: str) -> None:
    """Who may not see one of the tables gets 403, and not a redirect that tells a story's name; who may, the page."""
    more = {"databases": {"compare": {"tables": {table: {"allow": {"id": "editor"}}}}}}
    with Instance(db, more=more) as served:
        for path in PAGES:
            answer = served.get(path)
            assert answer.status_code == 403
            assert "location" not in answer.headers and "breakwater" not in answer.text
            assert served.get(path, actor="reader").status_code == 403
            assert served.get(path, actor="editor").status_code in (200, 302)


@pytest.mark.parametrize(
    "more", [{"allow": {"id": "editor"}}, {"databases": {"compare": {"allow": {"id": "editor"}}}}]
)
def test_a_private_instance_or_database_is_closed(db: Path, more: dict[str, object]) -> None:
    """The same for all that is private above the table."""
    with Instance(db, more=more) as served:
        for path in PAGES:
            assert served.get(path).status_code == 403
            assert served.get(path, actor="editor").status_code in (200, 302)
            assert "no-store" in served.get(path, actor="editor").headers["cache-control"]
