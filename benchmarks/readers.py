"""Eight processes read through Datasette while one run writes and one more tries to: does anybody hear "locked"?

Usage: python benchmarks/readers.py [SECONDS]   (default: 600)

The database holds the comparison of the bundled example. The writer writes what a run writes, over and over: a page with
another text of an article, and the comparison in place of the one before. The second one asks for the database again and
again, and must each time be told that another run is using it. Each reader is a Datasette of its own over the same file,
asked for tables, views and full-text searches, of which each has rows. Counted: answers, and those that say that the
database is locked, fail, or are empty.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from dataclasses import replace
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from compare.configured import Outlet
from compare.demo.run import run_demo
from compare.errors import StoreBusy
from compare.finding.gather import now
from compare.store import read
from compare.store import write as save
from compare.store.changes import replace_comparison
from compare.store.database import transaction, writer

READERS = 8
TEXTS = 200  # of one article, at most: the database stays of one size
PATHS = (
    "/a/articles.json", "/a/runs.json?_sort_desc=id", "/a/differences.json", "/a/conflicts.json", "/a/coverage.json",
    "/a/claims.json?_search=said", "/a/versions.json?_search=update+on+the+water",
    "/a.json?sql=select+text+from+claims+where+text+like+'%25a%25'+limit+5",
)  # fmt: skip


def look(path: str, until: Any, told: Queue[tuple[str, int, list[str]]]) -> None:
    """One reader."""

    # Beside this script lies one of that name.
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != Path(__file__).resolve().parent]

    async def main() -> tuple[int, list[str]]:
        from datasette.app import Datasette

        datasette = Datasette([path])
        await datasette.client.get("/a.json")  # what is loaded late is loaded now
        told.put(("ready", 1, []))
        answers, wrong = 0, []
        while time.time() < until.value:
            for address in PATHS:
                response = await datasette.client.get(address)
                answers += 1
                if (
                    response.status_code != 200
                    or "database is locked" in response.text
                    or not response.json()["rows"]
                ):
                    wrong.append(f"{address}: {response.status_code} {response.text[:200]}")
        return answers, wrong

    told.put(("read", *asyncio.run(main())))


def one_run(db: Database, name: str, told: read.StoredComparison, number: int) -> None:
    """What a run stores: that it began, a page that changed with its text, the comparison, that it ended."""
    article = next(m.article for m in told.comparison.members if m.article.comparable)
    page = read.pages(db, article.url)["web"].page
    text = f"{article.text}\n\nUpdate {number % TEXTS} on the water."
    with transaction(db):
        run = save.start_run(db, now(), told.version)
    with transaction(db):
        kept = save.save_page(db, replace(page, body=text.encode(), fetched_at=now()), run)
        save.save_article(
            db, kept, replace(article, text=text), Outlet(article.outlet, article.outlet, ()), "", run
        )
    with transaction(db):
        replace_comparison(
            db, name, told.comparison, (), run=run, computed_at=now(), inputs_sha256=told.inputs_sha256,
            model=told.model, model_revision=told.model_revision, settings_sha256=told.settings_sha256,
            reviews_sha256="", matching=told.matching, judge=told.judge,
        )  # fmt: skip
    with transaction(db):
        save.finish_run(db, run, now(), "finished", {})


def write(path: str, until: Any, told: Queue[tuple[str, int, list[str]]]) -> None:
    """The runs that write."""
    done, wrong = 0, []
    try:
        with writer(Path(path)) as db:
            (name,) = read.story_names(db)
            comparison = read.comparison(db, name)
            assert comparison is not None
            while time.time() < until.value:
                one_run(db, name, comparison, done)
                done += 1
                time.sleep(0.002)
    except Exception as error:
        wrong.append(repr(error))
    told.put(("written", done, wrong))


def knock(path: str, until: Any, told: Queue[tuple[str, int, list[str]]]) -> None:
    """One more that tries to write."""
    refused, wrong = 0, []
    while time.time() < until.value - 1:
        try:
            with writer(Path(path)):
                wrong.append("let in beside the other")
        except StoreBusy as error:
            refused += 1
            if "another run is using it" not in str(error):
                wrong.append(str(error))
        except Exception as error:
            wrong.append(repr(error))
        time.sleep(0.05)
    told.put(("refused", refused, wrong))


def load(path: Path, seconds: float) -> tuple[dict[str, int], list[str]]:
    """How often each did its work in that time, and what went wrong."""
    run_demo(path, path.parent / "reports")
    context = multiprocessing.get_context("spawn")
    told: Queue[tuple[str, int, list[str]]] = context.Queue()
    until = context.Value("d", float("inf"))  # until all are ready
    processes = [context.Process(target=write, args=(str(path), until, told))]
    processes[0].start()
    while not path.with_name(f"{path.name}-wal").exists():
        time.sleep(0.05)
    time.sleep(0.2)
    processes += [context.Process(target=knock, args=(str(path), until, told))]
    processes += [context.Process(target=look, args=(str(path), until, told)) for _ in range(READERS)]
    for process in processes[1:]:
        process.start()
    counts: dict[str, int] = {}
    wrong: list[str] = []
    for _ in range(READERS + len(processes)):
        kind, count, faults = told.get(timeout=seconds + 120)
        counts[kind] = counts.get(kind, 0) + count
        wrong += faults
        if counts.get("ready") == READERS and until.value == float("inf"):
            until.value = time.time() + seconds
    for process in processes:
        process.join()
    return counts, wrong


def main(seconds: float) -> int:
    """Prints the figures; 1 when anything was locked or failed."""
    with tempfile.TemporaryDirectory() as folder:
        counts, wrong = load(Path(folder) / "a.db", seconds)
    print(
        f"{seconds:.0f} s: {counts.get('read', 0)} answers to {READERS} readers, {counts.get('written', 0)} runs written, {counts.get('refused', 0)} times a second writer was turned away"
    )
    print(f"locked or failed: {len(wrong)}")
    for line in wrong[:10]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    numbers = [float(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(main(*(numbers or [600.0])))
