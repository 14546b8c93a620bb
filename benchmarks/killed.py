"""``kill -9`` at random moments and at every commit of a run over real stories: is anything lost, or told by half?

Usage: python benchmarks/killed.py [DATA_DIR] [MOMENTS] [STORIES]   (default: ../shared/data, 200 moments, 20 stories)

A run is killed at a random moment, gone on with, killed again, until it ends; then the next one begins, until there
were so many deaths. After each: integrity and foreign keys; all that was acknowledged is kept; a story that is told is
told as in an unbroken run. At each end: every row equals the unbroken run's, but for times, row numbers and runs.
Then each commit in turn, from an empty database: a child kills itself before it, another right after it, and every
tenth is gone on with to the end. That a page that was kept is not asked for again is tested in tests/test_killed.py.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from newsweb import _stories
from web import articles, data_folder, served, tool

from tests.killed import Nursery, Work, acknowledged, faults, kill, rows, unequal

LONGEST = 12.0  # seconds of life at most; where the run is by then is where the next one goes on from


def main(data: Path, moments: int, few: int) -> int:
    """Prints the figures; 1 when anything was lost."""
    if not tool(data).is_file():
        print(f"killed: no {tool(data)}; nothing measured")
        return 0
    chance = random.Random(1)
    stories = dict(list(_stories(articles(data)).items())[:few])
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder, served(data) as port, Nursery() as nursery:
        start = time.monotonic()
        whole = Work(_new(folder, "whole"), port, stories)
        assert nursery.finish(whole) == 0
        expected, commits = rows(whole.db), int((whole.folder / "count").read_text())
        print(f"unbroken run: {time.monotonic() - start:.0f} s, {commits // 2} transactions", flush=True)
        deaths = ends = 0
        work = Work(_new(folder, "0"), port, stories)
        while deaths < moments:
            pid = nursery.start(work)
            time.sleep(chance.uniform(0.0, LONGEST))
            kill(pid)
            if nursery.wait() != 0:
                deaths += 1
                found = faults(work, expected, acknowledged(work))
                print(*found[:3], sep="\n", end="\n" * bool(found), flush=True)
                wrong += found
                continue
            ends += 1
            wrong += unequal(rows(work.db), expected)
            work = Work(_new(folder, str(ends)), port, stories)
        assert nursery.finish(work) == 0
        found = unequal(rows(work.db), expected)
        print(*found[:3], sep="\n", end="\n" * bool(found), flush=True)
        wrong += found
        print(
            f"random moments: {deaths} deaths, {ends + 1} runs to their end, {len(wrong)} faults", flush=True
        )
        at_commits = 0
        for die_at in range(2, commits + 1):
            work = Work(_new(folder, f"commit-{die_at}"), port, stories)
            at_commits += nursery.finish(work, die_at) != 0
            wrong += faults(work, expected, acknowledged(work))
            if die_at % 10 == 0:
                assert nursery.finish(work) == 0
                wrong += unequal(rows(work.db), expected)
            shutil.rmtree(work.folder)
        print(
            f"before and after each of {commits // 2} commits: {at_commits} deaths; faults in all {len(wrong)}"
        )
    for line in wrong[:20]:
        print(line)
    return 1 if wrong else 0


def _new(folder: str, name: str) -> Path:
    path = Path(folder) / name
    path.mkdir()
    return path


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.argv[1:] = [word for word in sys.argv[1:] if not word.isdecimal()]
    sys.exit(main(data_folder(), *[*numbers, *(200, 20)[len(numbers) :]]))
