"""Eight processes read through Datasette while one run writes and one more tries to: does anybody hear "locked"?

Usage: python benchmarks/readers.py [SECONDS]   (default: 600)

The writer takes transactions like those of a run, one after the other; the second one asks for the database again and
again, and must each time be told that another run is using it. Each reader is a Datasette of its own over the same
file, asked for tables, counts and searches. Counted: answers, and those that say that the database is locked or fail.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from compare.errors import StoreBusy
from compare.store.database import transaction, writer

READERS = 8
PATHS = (
    "/a/outlets.json?_size=20", "/a/articles.json", "/a/runs.json?_sort_desc=id", "/a.json?sql=select+count(*)+from+outlets",
    "/a/conflicts.json", "/a.json?sql=select+count(*)+from+claims+where+text+like+'%25a%25'",
)  # fmt: skip


def read(path: str, until: Any, told: Queue[tuple[str, int, list[str]]]) -> None:
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
                if response.status_code != 200 or "locked" in response.text:
                    wrong.append(f"{address}: {response.status_code} {response.text[:200]}")
        return answers, wrong

    told.put(("read", *asyncio.run(main())))


def write(path: str, until: Any, told: Queue[tuple[str, int, list[str]]]) -> None:
    """The run that writes."""
    done, wrong = 0, []
    try:
        with writer(Path(path)) as db:
            while time.time() < until.value:
                with transaction(db):
                    for n in range(20):
                        db.execute("insert into outlets values (?, 'An outlet', '', '', '', '', 0) on conflict (id) do update set name = excluded.name || 'x'", [f"{done % 500}-{n}"])  # fmt: skip
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
    with writer(path):
        pass
    context = multiprocessing.get_context("spawn")
    told: Queue[tuple[str, int, list[str]]] = context.Queue()
    until = context.Value("d", float("inf"))  # until all are ready
    processes = [context.Process(target=write, args=(str(path), until, told))]
    processes[0].start()
    while not path.with_name(f"{path.name}-wal").exists():
        time.sleep(0.05)
    time.sleep(0.2)
    processes += [context.Process(target=knock, args=(str(path), until, told))]
    processes += [context.Process(target=read, args=(str(path), until, told)) for _ in range(READERS)]
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
        f"{seconds:.0f} s: {counts.get('read', 0)} answers to {READERS} readers, {counts.get('written', 0)} transactions, {counts.get('refused', 0)} times a second writer was turned away"
    )
    print(f"locked or failed: {len(wrong)}")
    for line in wrong[:10]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    numbers = [float(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(main(*(numbers or [600.0])))
