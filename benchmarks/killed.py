"""``kill -9`` at random moments and at every commit of a run over real stories: is anything lost, or told by half?

Usage: python benchmarks/killed.py [DATA_DIR] [MOMENTS] [STORIES] [commits | moments]
(default: ../shared/data, 200 moments, 20 stories, both parts)

At every commit: a child kills itself before it, the next goes on from there and kills itself right after it, and so
on from an empty database to the end of the work; every tenth time a copy is gone on with to the end. At random
moments: a run is killed, gone on with, killed again, until it ends; then the next one begins, until there were so many
deaths; every third time its main process alone is killed, and its workers must be gone by themselves. After each death: integrity and foreign keys; all that was acknowledged is kept; a story that is told is told as
in an unbroken run; no page that was kept before is asked for again. At each end: every row is there as often as in the unbroken
run, but for times, row numbers and runs.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from newsweb import _stories
from web import Counted, articles, counted, data_folder, tool

from tests.killed import Nursery, Rows, Work, acknowledged, faults, kill, kill_alone, orphans, rows, unequal

LONGEST = 0.25  # of an unbroken run, at most, is a life; where the run is by then is where the next one goes on from


@dataclass
class Bench:
    """What all deaths share, and the faults that they showed."""

    folder: Path
    server: Counted
    nursery: Nursery
    stories: dict[str, list[str]]
    expected: Rows = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def work(self, name: str) -> Work:
        """A fresh folder to work in."""
        (self.folder / name).mkdir()
        return Work(self.folder / name, self.server.port, self.stories)

    def die(self, work: Work, die_at: int = 0, seconds: float = 0.0, *, alone: bool = False) -> bool:
        """One life, to statement ``die_at`` or for ``seconds``; whether it was broken off. Looks what it left.

        It is killed with its workers, or ``alone``.
        """
        kept = _pages(work)
        self.server.requests.clear()
        if die_at:
            died = self.nursery.finish(work, die_at) != 0
        else:
            pid = self.nursery.start(work)
            time.sleep(seconds)
            (kill_alone if alone else kill)(pid)
            died = self.nursery.wait() != 0
            self.tell(orphans(pid))
        asked = {f"http://{host}{path}" for host, path, _ in list(self.server.requests)}
        self.tell([f"asked for again: {url}" for url in sorted(asked & kept)])
        self.tell(faults(work, self.expected, acknowledged(work)) if died else self.ended(work))
        return died

    def ended(self, work: Work) -> list[str]:
        """Where a run that came to its end differs from the unbroken one."""
        return unequal(rows(work.db), self.expected)

    def tell(self, found: list[str]) -> None:
        """Notes faults, and prints the first of them as they come."""
        print(*found[:3], sep="\n", end="\n" * bool(found), flush=True)
        self.wrong += found


def main(data: Path, moments: int, few: int, part: str) -> int:
    """Prints the figures; 1 when anything was lost."""
    if not tool(data).is_file():
        print(f"killed: no {tool(data)}; nothing measured")
        return 0
    stories = dict(list(_stories(articles(data)).items())[:few])
    with tempfile.TemporaryDirectory() as folder, counted(data) as server, Nursery() as nursery:
        bench = Bench(Path(folder), server, nursery, stories)
        start = time.monotonic()
        whole = bench.work("whole")
        assert nursery.finish(whole) == 0
        bench.expected = rows(whole.db)
        commits = int((whole.folder / "count").read_text()) // 2
        seconds = time.monotonic() - start
        print(f"unbroken run: {seconds:.0f} s, {commits} commits", flush=True)
        if part != "moments":
            _at_commits(bench, commits)
        if part != "commits":
            _at_moments(bench, moments, LONGEST * seconds)
    print(f"faults in all: {len(bench.wrong)}")
    return 1 if bench.wrong else 0


def _at_commits(bench: Bench, commits: int) -> None:
    start, work, die_at, deaths, ends = time.monotonic(), bench.work("commits"), 2, 0, 0
    found: Rows = {}
    steps = 0
    while bench.die(work, die_at):
        deaths += 1
        now = rows(work.db)
        if now == found:
            die_at += 1  # nothing new is kept: the next one lives for one statement more
        else:
            # Right after a commit: the next one dies before the commit that follows, and then right after it.
            if _done(now) - _done(found) > 1:
                bench.tell([f"statement {die_at}: more than one commit went by without a death"])
            found, die_at, steps = now, die_at - 1, steps + 1
        if deaths % 10 == 0:
            copy = replace(work, folder=Path(shutil.copytree(work.folder, bench.folder / "copy")))
            assert bench.nursery.finish(copy) == 0
            bench.tell(bench.ended(copy))
            shutil.rmtree(copy.folder)
            ends += 1
    print(f"before and after every commit: {deaths} deaths, {steps} of {commits} commits kept something new that a run without them lacks, {ends + 1} runs to their end, {time.monotonic() - start:.0f} s, faults {len(bench.wrong)}", flush=True)  # fmt: skip


def _at_moments(bench: Bench, moments: int, longest: float) -> None:
    chance = random.Random(1)
    start, before, deaths, alone, ends = time.monotonic(), len(bench.wrong), 0, 0, 0
    work = bench.work("0")
    while deaths < moments:
        lone = deaths % 3 == 2
        if bench.die(work, seconds=chance.uniform(0.0, longest), alone=lone):
            deaths += 1
            alone += lone
            continue
        ends += 1
        work = bench.work(str(ends))
    assert bench.nursery.finish(work) == 0
    bench.tell(bench.ended(work))
    print(f"random moments: {deaths} deaths, {alone} of the main process alone, {ends + 1} runs to their end, {time.monotonic() - start:.0f} s, faults {len(bench.wrong) - before}", flush=True)  # fmt: skip


def _done(found: Rows) -> int:
    """Pages had, pages read and stories compared: each is one commit."""
    pages = found.get("pages", [])
    read = sum("extractor=None" not in row for row in pages if "robots.txt" not in row)
    return len(pages) + read + len(found.get("comparisons", ()))


def _pages(work: Work) -> set[str]:
    """The addresses whose pages are kept."""
    if not work.db.exists():
        return set()
    connection = sqlite3.connect(work.db)
    try:
        there = connection.execute("select 1 from sqlite_master where name = 'pages'").fetchone()
        return {r[0] for r in connection.execute("select url from pages")} if there else set()
    finally:
        connection.close()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    parts = [word for word in sys.argv[1:] if word in ("commits", "moments")]
    sys.argv[1:] = [word for word in sys.argv[1:] if not word.isdecimal() and word not in parts]
    moments, few = [*numbers, *(200, 20)[len(numbers) :]]
    sys.exit(main(data_folder(), moments, few, "".join(parts[:1])))
