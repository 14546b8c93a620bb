"""Opens the database: one writer, write-ahead log, every write in a short immediate transaction."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from compare.errors import (
    DiskError,
    NewerDatabase,
    NotADatabase,
    OutputError,
    StoreBusy,
    StoreError,
    unwritable,
)
from compare.store.damage import Damaged
from compare.store.migrations import APPLICATION_ID, migrations

MAGIC = b"SQLite format 3\x00"
_LOOK_SECONDS = 0.3  # for a moment ``is_held`` may have the lock
BUSY_SECONDS = 30  # how long a statement waits for another process's lock
NO_ROOM = 100_000  # bytes left on a disk that can take no write-ahead log any more


@contextmanager
def writer(path: Path) -> Iterator[Database]:
    """The database at ``path``, made when it is not there, for the one process that may write to it.

    Raises StoreBusy while another run holds it, NotADatabase, NewerDatabase, OutputError. The lock is the
    operating system's: it is gone when its owner is.
    """
    _check(path)
    lock = _lock(path)
    try:
        lock.acquire(timeout=_LOOK_SECONDS)
    except Timeout:
        raise StoreBusy(
            f"{path}: another run is using it; wait for that run to end, or name another --db"
        ) from None
    except OSError as error:
        raise unwritable(
            f"{path}: cannot be written ({error.strerror}); name another file with --db", error
        ) from None
    try:
        with _opened(path, read_only=False) as db:
            yield db
    finally:
        lock.release()


def is_there(path: Path) -> bool:
    """Whether there is anything at ``path``. Raises OutputError where that may not be known."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be reached ({error.strerror}); check the permissions of its folder, or name another --db"
        ) from None
    return True


def is_held(path: Path) -> bool:
    """Whether a run is at work on the database at ``path`` just now."""
    lock = _lock(path)
    try:
        if not Path(lock.lock_file).exists():
            return False
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # may not be opened by us: nothing can be told
        return False
    lock.release()
    return False


def _lock(path: Path) -> FileLock:
    # One for a database, by whatever link it is reached.
    return FileLock(f"{os.path.realpath(path)}.lock")


@contextmanager
def blank() -> Iterator[Database]:
    """An empty database that is kept nowhere, to look things up in where there is none yet."""
    connection = sqlite3.connect(":memory:")
    try:
        db = Database(connection, execute_plugins=False)
        _prepare(db)
        yield db
    finally:
        connection.close()


@contextmanager
def reader(path: Path) -> Iterator[Database]:
    """The database at ``path`` for reading, while a writer may be at work."""
    if not is_there(path):
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
    if is_there(path) and path.is_dir():
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
    if not head:
        # It may have been a database: to begin anew in its place is for the person to decide.
        raise NotADatabase(f"{path}: is empty; restore a copy, or remove the file to begin anew")
    if head != MAGIC:
        raise NotADatabase(
            f"{path}: is not an SQLite database; nothing was changed; name another file with --db"
        )


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[Database]:
    try:
        if read_only:
            # Where nobody can write, the write-ahead log cannot even be looked for, and need not be.
            fixed = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
            uri = f"{path.resolve().as_uri()}?{'immutable=1' if fixed else 'mode=ro'}"
            connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)
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
    if read_only and not tables:
        raise StoreError(f"{path}: holds nothing yet; fill it with 'outlet-compare run'")
    if read_only and migrations.pending(db):
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
    """The error as a line for the person. SQLite names its errors; what it says of them may change."""
    name, text = str(getattr(error, "sqlite_errorname", "")), str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(f"{path}: another process holds it ({text}); try again when it has ended")
    if name == "SQLITE_FULL" or (name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _is_full(path)):
        return DiskError(f"{path}: the disk is full; make room and run again, nothing stored is lost")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return OutputError(
            f"{path}: cannot be written ({text}); check its permissions, or name another with --db"
        )
    if name.startswith("SQLITE_IOERR"):
        return DiskError(
            f"{path}: the disk would not take or give any more ({text}); is it full, over a quota or failing? "
            "Nothing stored is lost"
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or isinstance(error, Damaged) or "UTF-8" in text:
        return NotADatabase(
            f"{path}: is damaged ({text}); nothing was repaired; restore a copy, or name another file with --db"
        )
    return StoreError(f"{path}: {text}")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < NO_ROOM
    except OSError:
        return False
