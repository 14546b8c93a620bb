"""Opens the database: one writer, write-ahead log, every write in a short immediate transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from compare.errors import NewerDatabase, NotADatabase, OutputError, StoreBusy, StoreError
from compare.store.migrations import APPLICATION_ID, migrations

MAGIC = b"SQLite format 3\x00"
BUSY_SECONDS = 30  # how long a statement waits for another process's lock


@contextmanager
def writer(path: Path) -> Iterator[Database]:
    """The database at ``path``, made when it is not there, for the one process that may write to it.

    Raises StoreBusy while another run holds it, NotADatabase, NewerDatabase, OutputError. The lock is the
    operating system's: it is gone when its owner is.
    """
    _check(path)
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreBusy(
            f"{path}: another run is using it; wait for that run to end, or name another --db"
        ) from None
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); name another file with --db"
        ) from None
    try:
        with _opened(path, read_only=False) as db:
            yield db
    finally:
        lock.release()


@contextmanager
def reader(path: Path) -> Iterator[Database]:
    """The database at ``path`` for reading, while a writer may be at work."""
    if not path.exists():
        raise StoreError(
            f"{path}: no such database; make one with 'outlet-compare run', or name it with --db"
        )
    _check(path)
    with _opened(path, read_only=True) as db:
        yield db


def opened_elsewhere(connection: sqlite3.Connection, name: str) -> Database:
    """Another program's connection to a database of ours, for reading; raises as ``reader`` does."""
    db = Database(connection, execute_plugins=False)
    _identify(db, Path(name), read_only=True)
    return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing. Takes the write lock at once: a read that turns into a write would find it taken."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("rollback")
        raise


def _check(path: Path) -> None:
    if path.is_dir():
        raise NotADatabase(f"{path}: is a folder; --db takes a file")
    if not path.parent.is_dir():
        raise OutputError(
            f"{path}: the folder {path.parent} does not exist; make it, or name another file with --db"
        )
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    if head and head != MAGIC:
        raise NotADatabase(
            f"{path}: is not an SQLite database; nothing was changed; name another file with --db"
        )


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[Database]:
    try:
        if read_only:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        else:
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be opened ({error}); check its permissions") from None
    try:
        db = Database(connection, execute_plugins=False)
        _identify(db, path, read_only)
        if not read_only:
            _prepare(db)
        yield db
    except sqlite3.DatabaseError as error:
        raise _translated(error, path) from error
    finally:
        connection.close()


def _identify(db: Database, path: Path, read_only: bool) -> None:
    (application,) = db.execute("pragma application_id").fetchone()
    (tables,) = db.execute("select count(*) from sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise NotADatabase(
            f"{path}: is a database of another program; nothing was changed; name another with --db"
        )
    known = {step.name for step in migrations._migrations}
    newer = [step.name for step in migrations.applied(db) if step.name not in known] if tables else []
    if newer:
        raise NewerDatabase(
            f"{path}: was written by a newer version (step {newer[0]}); upgrade outlet-compare"
        )
    if read_only and (not tables or migrations.pending(db)):
        raise StoreError(
            f"{path}: is from an older version; run any 'outlet-compare run' to bring it up to date"
        )


def _prepare(db: Database) -> None:
    db.execute("pragma foreign_keys = on")
    db.enable_wal()
    db.execute("pragma synchronous = normal")  # safe in WAL mode against a crash of the process
    if migrations.pending(db):
        with transaction(db):
            migrations.apply(db)


def _translated(error: sqlite3.DatabaseError, path: Path) -> Exception:
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreBusy(f"{path}: another process holds it ({text}); try again when it has ended")
    if "readonly" in text or "unable to open" in text:
        return OutputError(
            f"{path}: cannot be written ({text}); check its permissions, or name another with --db"
        )
    if "full" in text:
        return OutputError(f"{path}: the disk is full; make room and run again, nothing stored is lost")
    if "malformed" in text or "not a database" in text:
        return NotADatabase(f"{path}: is damaged ({text}); restore a copy, or name another file with --db")
    return StoreError(f"{path}: {text}")
