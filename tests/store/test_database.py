"""The database opens only when it is ours, has one writer, and tells in one line what is wrong with it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from compare.errors import CompareError, NewerDatabase, NotADatabase, OutputError, StoreBusy, StoreError
from compare.records import digest
from compare.store.database import is_held, reader, transaction, writer


def test_a_new_database_has_the_schema_and_nothing_pending(tmp_path: Path) -> None:
    """Every foreign key has an index, so that no view walks a table for it."""
    with writer(tmp_path / "a.db") as db:
        assert {"stories", "articles", "claims", "alignments", "differences"} <= set(db.table_names())
        assert {"conflicts", "told_by_one_outlet", "retellings", "not_retrieved"} <= set(db.view_names())
        for table in db.tables:
            indexed = {index.columns[0] for index in table.indexes} | {table.pks[0]}
            for key in table.foreign_keys:
                assert key.column in indexed, f"{table.name}.{key.column}"


# The schema as each step leaves it. A released step's line is never changed: what changes the schema is a new step, with
# a line of its own.
SCHEMAS = {"m001_first_schema": "8805278d090b5132"}


def test_the_schema_is_what_its_last_step_made_of_it(tmp_path: Path) -> None:
    """Steps are built from constants: whoever edits one of these changes databases that are out in the world."""
    with writer(tmp_path / "a.db") as db:
        last = db.execute("select name from _sqlite_migrations order by id desc limit 1").fetchone()[0]
        found = db.execute(
            "select sql from sqlite_master where sql is not null and name not like '%fts%'"
            " and name not like '_sqlite%' order by type, name"
        ).fetchall()
    assert SCHEMAS[last] == digest(*(" ".join(sql.split()) for (sql,) in found))


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """Steps that were applied are not applied again."""
    path = tmp_path / "a.db"
    with writer(path) as db:
        before = db.schema
    with writer(path) as db:
        assert db.schema == before


def text_file(path: Path) -> None:
    path.write_text("This is no database at all.")


def other_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (id integer)")
    connection.close()


def newer(path: Path) -> None:
    with writer(path) as db, transaction(db):
        db.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('outlet-compare', 'm999', '')")  # fmt: skip


def truncated(path: Path) -> None:
    with writer(path):
        pass
    path.write_bytes(path.read_bytes()[:5000])


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (text_file, NotADatabase),
        (other_program, NotADatabase),
        (newer, NewerDatabase),
        (truncated, StoreError),
        (folder, NotADatabase),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_left_as_it_is(
    tmp_path: Path, make: object, error: type[CompareError]
) -> None:
    """One clear line, and not a byte changed."""
    path = tmp_path / "a.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(error) as caught, writer(path) as db:
        db.execute("select count(*) from stories").fetchone()
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    if path.is_file():
        assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The database is not made in a folder made up for it."""
    with pytest.raises(OutputError, match="does not exist"), writer(tmp_path / "no" / "a.db"):
        pass


def test_reading_needs_a_database(tmp_path: Path) -> None:
    """Asking for a report of nothing does not make an empty database."""
    path = tmp_path / "a.db"
    with pytest.raises(StoreError, match="no such database"), reader(path):
        pass
    assert not path.exists()


def test_a_second_writer_is_turned_away_and_readers_are_not(tmp_path: Path) -> None:
    """While a run writes, another run is told so; reports can still be read."""
    path = tmp_path / "a.db"
    with writer(path):
        code = f"from pathlib import Path\nfrom compare.store.database import writer\nwith writer(Path({str(path)!r})): pass"
        second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "another run is using it" in second.stderr
        with reader(path) as db:
            assert db.execute("select count(*) from stories").fetchone() == (0,)
    with writer(path):  # the lock is gone with its owner
        pass


def test_one_writer_by_whatever_link_the_database_is_reached(tmp_path: Path) -> None:
    """A symbolic link is another spelling of the same file: its second writer is turned away."""
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "a.db")
    with writer(tmp_path / "a.db"):
        assert is_held(link)
        with pytest.raises(StoreBusy), writer(link):
            pass


def test_the_lock_within_one_process_holds_too(tmp_path: Path) -> None:
    """A program that opens the database twice is told as well."""
    path = tmp_path / "a.db"
    with writer(path), pytest.raises(StoreBusy), writer(path):
        pass


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """All or nothing."""
    with writer(tmp_path / "a.db") as db:
        with pytest.raises(ZeroDivisionError), transaction(db):
            db.execute(
                "insert into stories (id, title, seed_url, seed_article, created_at) values ('a', 'A', 'http://a.example/', 'x', 'now')"
            )
            raise ZeroDivisionError
        assert db.execute("select count(*) from stories").fetchone() == (0,)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    """The reader's connection refuses to write."""
    path = tmp_path / "a.db"
    with writer(path):
        pass
    with pytest.raises(CompareError), reader(path) as db:
        db.execute("delete from stories")
