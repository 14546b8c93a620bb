"""Runs that are killed: a child that dies at a chosen moment, and what must be true of its database afterwards.

The child acknowledges what its progress shows as done, and can kill itself at a given commit, seen through SQLite's
own trace of the statements.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.progress import Progress
from tests.unattended import session

ROOT = Path(__file__).resolve().parent.parent
# Times and the numbers of runs differ from run to run; row numbers depend on which page came first.
LEFT_OUT = frozenset({"id", "run_id", "started_at", "finished_at", "created_at", "computed_at", "fetched_at", "checked_at", "first_seen_at", "seen_at", "at", "details", "since_run_id", "inputs_sha256"})  # fmt: skip
NOT_COMPARED = ("runs", "story_runs", "_sqlite", "sqlite_")  # what tells of runs, broken-off ones too


@dataclass(frozen=True)
class Work:
    """What a child is to run: stories by name with their URLs, and where."""

    folder: Path
    port: int
    stories: dict[str, list[str]]
    discover: bool = False

    def save(self) -> Path:
        """As a file for the child."""
        path = self.folder / "work.json"
        path.write_text(json.dumps({"port": self.port, "stories": self.stories, "discover": self.discover}))
        return path

    @property
    def db(self) -> Path:
        """Its database."""
        return self.folder / "a.db"


Rows = dict[str, list[str]]  # by table


class _Acknowledged(Progress):
    """Writes each step that is shown as done, unbuffered, to a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(shown=False)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Callable[[], None]]:
        yield lambda: void(os.write(self._file, f"{name}\n".encode()))


def void(_: object) -> None:
    """Gives nothing back."""


def child(folder: Path, die_at: int) -> None:
    """Runs the work in ``folder``; kills itself when statement ``die_at`` of beginning and committing comes (0: never)."""
    from compare.collect.guard import ConnectTo
    from compare.config import load
    from compare.finding.stories import Asked
    from compare.pipeline import Options, run
    from compare.records import Source
    from compare.store.database import writer

    work = json.loads((folder / "work.json").read_text())
    asked = [
        Asked(Source(urls[0], "seed"), tuple(Source(u, "coverage") for u in urls[1:]), name)
        for name, urls in work["stories"].items()
    ]
    rule = ConnectTo.parse(f"::127.0.0.1:{work['port']}")
    options = Options(load(ROOT / "config"), out=folder / "reports", discover=work["discover"], delay=0.0, connect_to=(rule,))  # fmt: skip
    seen = 0

    def watch(statement: str) -> None:
        # Told before it is done: dying at the commit loses it, dying at the next beginning comes right after it.
        nonlocal seen
        seen += statement.lower().startswith(("begin", "commit"))
        if die_at and seen == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with writer(folder / "a.db") as db, ThreadPoolExecutor(1) as executor:
        db.conn.set_trace_callback(watch)
        run(db, asked, options, executor=executor, progress=_Acknowledged(folder / "acknowledged"))
    (folder / "count").write_text(str(seen))


def nursery() -> None:
    """Loads what takes seconds, then forks a child for each line of stdin; tells its process id, then how it ended."""
    import sentence_transformers  # noqa: F401 - loaded for the children
    import torch

    import compare.pipeline
    import compare.store.migrations  # noqa: F401
    from compare.compute import _embedder
    from compare.read.embed import SentenceTransformerEmbedder
    from compare.read.models import DEFAULT_MODEL

    torch.set_num_threads(1)
    _embedder(DEFAULT_MODEL, SentenceTransformerEmbedder(DEFAULT_MODEL, offline=True).revision).embed(
        ["A sentence."]
    )
    print("ready", flush=True)
    for line in sys.stdin:
        folder, die_at = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.dup2(os.open(Path(folder) / "errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            try:
                child(Path(folder), die_at)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


class Nursery:
    """Children one after the other, each quick to start, for as long as the block lasts."""

    def __enter__(self) -> Nursery:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.killed import nursery; nursery()"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self._process.stdout and self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def start(self, work: Work, die_at: int = 0) -> int:
        """A child at work, in a process group of its own; its process id."""
        assert self._process.stdin and self._process.stdout
        work.save()
        self._process.stdin.write(json.dumps([str(work.folder), die_at]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """How the child ended: 0, or minus the signal."""
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def finish(self, work: Work, die_at: int = 0) -> int:
        """A child from start to end, its workers gone with it; how it ended. Raises when by an error of its own."""
        pid = self.start(work, die_at)
        ended = self.wait()
        kill(pid)
        if ended not in (0, -signal.SIGKILL):
            raise AssertionError((work.folder / "errors").read_text())
        return ended


def kill(pid: int) -> None:
    """``kill -9`` to a child and its workers; no harm when they have ended."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def kill_alone(pid: int) -> None:
    """``kill -9`` to a child and not to its workers, as the system's own killer would when memory runs out."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def orphans(pid: int, seconds: float = 10.0) -> list[str]:
    """The workers of a child that was killed alone, where they outlive it for so long."""
    until = time.monotonic() + seconds
    while left := session(pid):
        if time.monotonic() > until:
            kill(pid)
            return [f"{len(left)} workers outlived their run"]
        time.sleep(0.05)
    return []


def rows(path: Path) -> dict[str, list[str]]:
    """Every table's rows without times and run numbers, references told by what they point at; sorted."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    tables = [r[0] for r in connection.execute("select name from sqlite_master where type = 'table'")]
    tables = [t for t in tables if not t.startswith(NOT_COMPARED) and "_fts" not in t]
    keys: dict[str, dict[str, tuple[str, str]]] = {
        t: {
            k["from"]: (k["table"], k["to"] or "id")
            for k in connection.execute(f"pragma foreign_key_list([{t}])")
        }
        for t in tables
    }
    stored = {t: [dict(r) for r in connection.execute(f"select * from [{t}]")] for t in tables}
    connection.close()
    by_id = {t: {row["id"]: row for row in found if "id" in row} for t, found in stored.items()}
    known: dict[tuple[str, Any], str] = {}

    def told(table: str, row: dict[str, Any]) -> str:
        parts = []
        for column, value in sorted(row.items()):
            target = keys[table].get(column, ("", ""))[0]
            if (
                target == "runs"
                or (column in LEFT_OUT and isinstance(value, int))
                or column in LEFT_OUT - {"id"}
            ):
                continue
            if target and value is not None and isinstance(value, int):
                value = pointed(target, value)
            parts.append(f"{column}={value!r}")
        return "; ".join(parts)

    def pointed(table: str, at: int) -> str:
        if (table, at) not in known:
            known[table, at] = ""  # two tables that point at each other
            row = by_id[table][at]
            known[table, at] = row["key"] if "key" in row else told(table, row)
        return known[table, at]

    return {t: sorted(told(t, row) for row in found) for t, found in stored.items()}


def stories_told(path: Path) -> set[str]:
    """The stories that have a comparison."""
    connection = sqlite3.connect(path)
    found = {r[0] for r in connection.execute("select story_id from comparisons")}
    connection.close()
    return found


def faults(work: Work, unbroken: dict[str, list[str]], acknowledged: dict[str, int]) -> list[str]:
    """What is wrong with the database of a run that was killed: damage, losses, stories told by half."""
    if not work.db.exists() or not work.db.stat().st_size:
        return ["the database is gone"] if acknowledged else []
    connection = sqlite3.connect(work.db)
    wrong = [str(r) for r in connection.execute("pragma integrity_check") if r != ("ok",)]
    wrong += [f"dangling: {r}" for r in connection.execute("pragma foreign_key_check")]
    tables = {r[0] for r in connection.execute("select name from sqlite_master where type = 'table'")}
    if "pages" in tables:
        counts = {
            "fetching": "select count(distinct url) from pages where provenance = 'web'",
            "extracting": "select count(*) from pages where extractor is not null",
            "comparing": "select count(*) from comparisons",
        }
        for stage, query in counts.items():
            (kept,) = connection.execute(query).fetchone()
            if kept < acknowledged.get(stage, 0):
                wrong.append(f"{stage}: {acknowledged[stage]} acknowledged, {kept} kept")
    connection.close()
    if "comparisons" in tables:
        # A story that is told is told whole: all that hangs on it is there, and nothing else.
        found = rows(work.db)
        for story in stories_told(work.db):
            for table in ("story_articles", "alignments", "groups", "derivations", "rates"):
                mine, whole = (
                    [r for r in t.get(table, ()) if f"story_id={story!r}" in r] for t in (found, unbroken)
                )
                if mine != whole:
                    wrong.append(f"{story}: {table}: {len(mine)} rows, {len(whole)} in an unbroken run")
        for table in ("differences", "group_claims", "coverage", "citations", "derived_claims"):
            more = Counter(found.get(table, ())) - Counter(unbroken.get(table, ()))
            wrong += [f"{table}: no such row in an unbroken run: {r[:200]}" for r in more]
    return wrong


def acknowledged(work: Work) -> dict[str, int]:
    """How many steps of each stage the child had told as done."""
    counts: dict[str, int] = {}
    path = work.folder / "acknowledged"
    for line in path.read_text().splitlines() if path.exists() else ():
        counts[line] = counts.get(line, 0) + 1
    return counts


def unequal(found: dict[str, list[str]], expected: dict[str, list[str]]) -> list[str]:
    """Where two databases differ, in a few words for each table; a row that is there twice is one too much."""
    wrong = []
    for table in sorted({*found, *expected}):
        here, there = Counter(found.get(table, ())), Counter(expected.get(table, ()))
        wrong += [f"{table}: too much: {row[:300]}" for row in sorted(here - there)[:2]]
        wrong += [f"{table}: missing: {row[:300]}" for row in sorted(there - here)[:2]]
    return wrong
