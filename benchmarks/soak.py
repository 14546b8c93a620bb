"""A thousand story runs by one process, one in ten of them hostile: is each told as it is, and does nothing grow?

Usage: python benchmarks/soak.py [COUNT]   (default: 1000 story runs, ten stories a run)

A small loopback web of invented articles whose texts change from run to run. Of ten stories nine are honest; the tenth
has hosts that drip, bomb, reset, redirect to themselves or print a hostile page. Each run starts processes of its own,
as ``run`` and ``watch`` do. Each time every honest story must be compared, with all of its texts told as changed, and of
the hostile one both pages must fail. During a run the memory (shared pages once), open files and threads of this process
and all its children are looked at each half second, the server's among them; after it those of this process. Flat is:
from the second fifth of the runs to the last, the medians grow by no more than the bounds below.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hostile_hosts import hostile

from compare.collect.guard import ConnectTo
from compare.config import load
from compare.finding.stories import Asked
from compare.outcomes import Outcome
from compare.pipeline import Options, run
from compare.progress import Progress
from compare.records import Source
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.collect.fetching import endless
from tests.collect.hostile_server import HostileServer, answer
from tests.web import page

STORIES = 10  # of one run
# What may be added, by the median: megabytes, open files, threads. The peaks vary with what runs at one time.
BOUNDS = {"at most during a run": (150, 20, 20), "of this process after it": (60, 5, 2)}
Figures = tuple[float, int, int]  # megabytes, open files, threads


def figures(pids: list[int]) -> Figures:
    """Of these processes now, but for those that have just ended."""
    kilobytes, files, threads = 0, 0, 0
    for pid in pids:
        folder = Path(f"/proc/{pid}")
        with suppress(OSError, IndexError):
            kilobytes += int((folder / "smaps_rollup").read_text().split("Pss:")[1].split()[0])
            files += len(list((folder / "fd").iterdir()))
            threads += len(list((folder / "task").iterdir()))
    return kilobytes / 1024, files, threads


def family() -> list[int]:
    """This process and all that descend from it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


@contextmanager
def peaks() -> Iterator[list[Figures]]:
    """The highest figures of the family while the block lasts, as the one item of the list once it is over."""
    over, seen, found = threading.Event(), [figures(family())], list[Figures]()

    def look() -> None:
        while not over.wait(0.5):
            seen.append(figures(family()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
        found.append((max(s[0] for s in seen), max(s[1] for s in seen), max(s[2] for s in seen)))


def serve(server: HostileServer, ready: Future[asyncio.AbstractEventLoop], over: threading.Event) -> None:
    """Runs the server in a thread of its own; ``ready`` gets its event loop."""

    async def main() -> None:
        async with server:
            ready.set_result(asyncio.get_running_loop())
            await asyncio.to_thread(over.wait)

    asyncio.run(main())


def fill(server: HostileServer, number: int) -> None:
    """The pages as they are for run ``number``."""
    kinds = [*hostile()[4:], endless(b"", b"", 1.0), answer("<div>" * 50_000 + "x")]
    for story in range(STORIES):
        for part, (title, paragraphs) in enumerate(HARBOUR.values()):
            text = page(f"{title} {story}", [*paragraphs, f"Update {number} brought {number + part} more ships to the harbour."])  # fmt: skip
            bad = story == STORIES - 1 and part
            server.on(f"h{part}-{story}.test/a", kinds[(number + part) % len(kinds)] if bad else answer(text))


def faults(outcome: Outcome, number: int) -> list[str]:
    """Where a story is not told as it should be in run ``number``."""
    hostile = outcome.story == f"story-{STORIES - 1}"
    wanted = ("nothing to compare", 2, 1) if hostile else ("compared", 0, 3)
    read = outcome.counts.get("articles read", 0)
    told = (outcome.state, len(outcome.pages_failed), read)
    changed = outcome.text_changes == (read if number else 0)
    if told == wanted and changed:
        return []
    why = "; ".join(f"{f.url}: {f.reason}" for f in outcome.failures)
    return [f"run {number}, {outcome.story}: {told}, {outcome.text_changes} texts changed, {why}"]


def main(count: int) -> int:
    """Prints the figures; 1 when a story was not told as it should be, or something grew."""
    config = load(Path(__file__).resolve().parent.parent / "config")
    config = replace(
        config, settings=replace(config.settings, total_seconds=4.0, retries=0, extract_seconds=8.0)
    )
    server, over = HostileServer(), threading.Event()
    ready: Future[asyncio.AbstractEventLoop] = Future()
    thread = threading.Thread(target=serve, args=(server, ready, over))
    thread.start()
    loop = ready.result()
    seen: list[dict[str, Figures]] = []
    sizes: list[int] = []
    wrong: list[str] = []
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        rule = ConnectTo("", None, "127.0.0.1", server.port)
        options = Options(config, out=Path(folder) / "out", discover=False, delay=0.0, connect_to=(rule,))
        asked = [
            Asked(Source(f"http://h0-{s}.test/a", "seed"), tuple(Source(f"http://h{p}-{s}.test/a", "coverage") for p in (1, 2)), f"story-{s}")
            for s in range(STORIES)
        ]  # fmt: skip
        for number in range(max(5, count // STORIES)):
            fill(server, number)
            with peaks() as highest, writer(path) as db:
                summary = run(db, asked, options, progress=Progress(shown=False))
            found = [fault for outcome in summary.stories for fault in faults(outcome, number)]
            print(*found[:3], sep="\n", end="\n" * bool(found), flush=True)
            wrong += found
            server.requests.clear()
            loop.call_soon_threadsafe(server.hang_up)
            time.sleep(0.2)
            gc.collect()
            seen.append(dict(zip(BOUNDS, (highest[0], figures([os.getpid()])), strict=True)))
            sizes.append(path.stat().st_size)
            if number % 10 == 0:
                print(f"run {number}: {told(seen[-1])}", flush=True)
    over.set()
    thread.join()
    print(f"{len(seen) * STORIES} story runs in {time.monotonic() - start:.0f} s, {len(wrong)} not told as they should be")  # fmt: skip
    fifth = len(seen) // 5
    grown = [what for what, bounds in BOUNDS.items() if not flat(what, [s[what] for s in seen], bounds)]
    print(f"the database grew by {(sizes[-1] - sizes[fifth]) / (len(sizes) - 1 - fifth) / STORIES / 1024:.0f} kB a story run")  # fmt: skip
    return 1 if wrong or grown else 0


def told(now: dict[str, Figures]) -> str:
    """The figures in words."""
    return "; ".join(f"{what} {mb:.0f} MB, {files} open files, {threads} threads" for what, (mb, files, threads) in now.items())  # fmt: skip


def flat(what: str, seen: list[Figures], bounds: Figures) -> bool:
    """Whether the figures keep their bounds; prints them."""
    fifth = len(seen) // 5
    early, late = seen[fifth : 2 * fifth], seen[-fifth:]
    before, after = ([median(s[i] for s in some) for i in range(3)] for some in (early, late))
    parts = [
        f"{a:.0f} {unit} ({a - b:+.0f}, at most +{bound})"
        for unit, b, a, bound in zip(("MB", "open files", "threads"), before, after, bounds, strict=True)
    ]
    print(f"{what}: {', '.join(parts)}")
    return all(a - b <= bound for b, a, bound in zip(before, after, bounds, strict=True))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(main(*(numbers or [1000])))
