"""A disk that is full, a database that is damaged: one clear line, the report before untouched, nothing repaired."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from compare.config import Config
from compare.errors import CompareError, NotADatabase, OutputError, StoreError
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Source
from compare.reporting import report_of
from compare.show.write import render
from compare.store.database import reader, transaction, writer
from tests.articles import HARBOUR
from tests.web import Web, page, web

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
ASKED = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"), Source(THREE, "coverage")), "harbour")


@pytest.fixture(scope="module")
def stand() -> Iterator[Web]:
    """Three invented outlets for all tests here."""
    with web() as state:
        for url, (title, paragraphs) in HARBOUR.items():
            state.pages[url.removeprefix("http://")] = page(title, paragraphs)
        yield state


@pytest.fixture(scope="module")
def sound(
    stand: Web, config: Config, here: Executor, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Options]:
    """A folder with a database of one compared story and its reports, and how it was made."""
    folder = tmp_path_factory.mktemp("sound")
    options = Options(config, out=folder / "reports", discover=False, delay=0, connect_to=(stand.connect_to,))
    with writer(folder / "a.db") as db:
        assert run(db, [ASKED], options, executor=here).stories[0].state == "compared"
    return folder, options


@pytest.fixture
def copy(sound: tuple[Path, Options], tmp_path: Path) -> tuple[Path, Options]:
    """A copy of it to spoil."""
    folder = Path(shutil.copytree(sound[0], tmp_path / "copy"))
    return folder, replace(sound[1], out=folder / "reports")


def files(folder: Path) -> dict[str, bytes]:
    """The reports as they stand."""
    return {str(p): p.read_bytes() for p in sorted((folder / "reports").rglob("*")) if p.is_file()}


def one_line(error: CompareError, path: Path) -> None:
    """The error is one line that names the database."""
    assert str(path) in str(error)
    assert "\n" not in str(error)


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3)


def cut_in_the_header(path: Path) -> None:
    os.truncate(path, 60)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def no_database(path: Path) -> None:
    path.write_bytes(b"<html>" + path.read_bytes()[6:])


def newer(path: Path) -> None:
    with writer(path) as db, transaction(db):
        db.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('outlet-compare', 'm999', '')")  # fmt: skip


@pytest.mark.parametrize("spoil", [truncated, cut_in_the_header, emptied, no_database, newer])
def test_a_spoilt_database_is_told_and_left(
    copy: tuple[Path, Options], here: Executor, spoil: Callable[[Path], None]
) -> None:
    """Reading and running both end in one line; neither database nor report changes by a byte."""
    folder, options = copy
    path = folder / "a.db"
    spoil(path)
    before, spoilt = files(folder), path.read_bytes()
    with pytest.raises(StoreError) as caught, reader(path) as db:
        report_of(db, "harbour")
    one_line(caught.value, path)
    with pytest.raises(StoreError) as caught, writer(path) as db:
        run(db, [ASKED], replace(options, offline=True), executor=here)
    one_line(caught.value, path)
    assert files(folder) == before
    assert path.read_bytes() == spoilt


def outcome_of(path: Path) -> str:
    """What reading the story's report from a database gives: the report, or the class of the error and its line."""
    try:
        with reader(path) as db:
            made = report_of(db, "harbour")
            return "gone" if made is None else render(made, "md")
    except CompareError as error:
        one_line(error, path)
        return f"{type(error).__name__}: {error}"


def test_random_damage_is_an_error_or_does_no_harm(sound: tuple[Path, Options], tmp_path: Path) -> None:
    """Whichever pages of the file hold other bytes, a report is made as before or not at all, in one line."""
    chance = random.Random(7)
    whole = (sound[0] / "a.db").read_bytes()
    path, told = tmp_path / "a.db", 0
    path.write_bytes(whole)
    right = outcome_of(path)
    assert "Veldhaven" in right
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 20))):
            start = 4096 * chance.randrange(len(whole) // 4096)
            data[start : start + 4096] = chance.randbytes(4096) if chance.random() < 0.7 else bytes(4096)
        path.write_bytes(data)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        found = outcome_of(path)
        told += found != right
        assert found == right or found.startswith(("NotADatabase", "StoreError", "NewerDatabase")), found
        assert path.read_bytes() == bytes(data)
    assert told > 70  # the damage does reach what is read


def test_a_run_over_damage_leaves_the_report(
    sound: tuple[Path, Options], here: Executor, tmp_path: Path
) -> None:
    """Of 200 runs over damaged pages each ends in one line and leaves the report files of before, or meets no damage."""
    chance = random.Random(8)
    whole, told = (sound[0] / "a.db").read_bytes(), 0
    folder = Path(shutil.copytree(sound[0], tmp_path / "copy"))
    path, options = folder / "a.db", replace(sound[1], out=folder / "reports", offline=True)
    before = files(folder)
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 6))):
            start = 4096 * chance.randrange(len(data) // 4096)
            data[start : start + 4096] = chance.randbytes(4096) if chance.random() < 0.7 else bytes(4096)
        path.write_bytes(data)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        try:
            with writer(path) as db:
                (outcome,) = run(db, [ASKED], options, executor=here).stories
            assert outcome.state == "unchanged", outcome
        except CompareError as error:
            one_line(error, path)
            told += 1
        assert files(folder) == before
    assert told > 70


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of that size; None where this process may not mount one."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("left", [0, 60_000, 250_000])
def test_a_full_disk_is_told_and_costs_nothing(
    sound: tuple[Path, Options], here: Executor, tmp_path: Path, stand: Web, left: int
) -> None:
    """However much room was left, the run says that the disk is full; with room made, it does the rest."""
    pages = dict(stand.pages)
    more = [
        f"A further paragraph about the harbour, number {n}, says what nobody had said." for n in range(900)
    ]
    with small_disk(tmp_path / "disk", 40) as disk:
        folder = Path(shutil.copytree(sound[0], disk / "a" if disk else tmp_path / "a"))
        path, options = folder / "a.db", replace(sound[1], out=folder / "reports")
        before = files(folder)
        stuffing = folder / "stuffing"
        if disk:
            stuffing.write_bytes(b"x" * max(0, shutil.disk_usage(disk).free - left - 4096))
        try:
            for url, (title, paragraphs) in HARBOUR.items():
                stand.pages[url.removeprefix("http://")] = page(title, [*paragraphs, *more])
            with pytest.raises(OutputError, match="the disk is full") as caught, writer(path) as db:
                if not disk:  # SQLite's own measure of a full disk
                    (pages_now,) = db.execute("pragma page_count").fetchone()
                    db.execute(f"pragma max_page_count = {pages_now + left // 4096}")
                run(db, [ASKED], options, executor=here)
            one_line(caught.value, path)
            assert files(folder) == before
            stuffing.unlink(missing_ok=True)
            with reader(path) as db:
                assert report_of(db, "harbour") is not None
                assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        finally:
            stand.pages.update(pages)
        with writer(path) as db:
            assert run(db, [ASKED], options, executor=here).stories[0].state in ("compared", "unchanged")


def test_a_disk_that_takes_no_more_is_not_called_an_error_of_input(
    sound: tuple[Path, Options], tmp_path: Path
) -> None:
    """Over a quota or a limit the line says what may be the matter and that nothing is lost."""
    folder = Path(shutil.copytree(sound[0], tmp_path / "a"))
    size = (folder / "a.db").stat().st_size
    code = f"""
import resource, sys
from pathlib import Path
from compare.store.database import transaction, writer
from compare.errors import CompareError
resource.setrlimit(resource.RLIMIT_FSIZE, ({size} // 4, {size} // 4))
try:
    with writer(Path({str(folder / "a.db")!r})) as db:
        for n in range(400):
            with transaction(db):
                db.execute("insert into outlets values (?, ?, '', '', '', '', 0)", [str(n), "x" * 9000])
except CompareError as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("DiskError"), done
    assert "over a quota" in done.stdout and "Nothing stored is lost" in done.stdout
    with reader(folder / "a.db") as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_a_database_that_may_not_be_written_can_be_read(sound: tuple[Path, Options]) -> None:
    """In a folder where we may not write, reports are read, and a run is told in one line."""
    shelf = Path("/tmp") / f"outlet-compare-read-only-{os.getpid()}"  # pytest's own are for one user
    shutil.copytree(sound[0], shelf)
    try:
        for path in [*shelf.rglob("*"), shelf]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        code = f"""
import os, sys
from pathlib import Path
from compare.errors import CompareError
from compare.reporting import report_of
from compare.store.database import reader, writer
import compare.store.migrations
if os.geteuid() == 0:  # root may write everywhere
    os.setuid(65534)
path = Path({str(shelf / "a.db")!r})
with reader(path) as db:
    print(report_of(db, "harbour") is not None)
try:
    with writer(path):
        pass
except CompareError as error:
    print(type(error).__name__, error)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        first, second = done.stdout.splitlines() or ["", done.stderr]
        assert first == "True", done.stderr
        assert second.startswith("OutputError") and "cannot be written" in second
    finally:
        for path in [shelf, *shelf.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(shelf)


def test_what_a_killed_run_left_half_written_is_cleared_away(
    copy: tuple[Path, Options], here: Executor
) -> None:
    """A half of a report file stays only as long as somebody may be writing it."""
    folder, options = copy
    left = folder / "reports" / "harbour" / ".report.html.0123abcd.tmp"
    left.write_text("half")
    os.utime(left, (0, 0))
    (folder / "reports" / "harbour" / "report.json").unlink()
    with writer(folder / "a.db") as db:
        run(db, [ASKED], replace(options, offline=True), executor=here)
    assert not left.exists()
    assert (folder / "reports" / "harbour" / "report.json").exists()


def test_sqlite_names_its_errors() -> None:
    """The clear lines rest on SQLite's names for its errors, which this Python hands on."""
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("select * from nowhere")
    connection.close()
    assert caught.value.sqlite_errorname == "SQLITE_ERROR"
    assert NotADatabase.exit_code == 3
