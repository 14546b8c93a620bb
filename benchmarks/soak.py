"""A thousand story runs in one process, one in ten of them hostile: do memory and open files stay flat?

Usage: python benchmarks/soak.py [COUNT]   (default: 1000 story runs, ten stories a run)

A small loopback web of invented articles whose texts change from run to run. Of ten stories nine are honest; the tenth
has hosts that drip, bomb, reset, redirect to themselves or print a hostile page. After each run: memory of this
process and open files, once the server has hung up. Flat is: after the first fifth, neither grows by more than the
bounds below.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hostile_hosts import hostile

from compare.collect.guard import ConnectTo
from compare.config import load
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.progress import Progress
from compare.records import Source
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.collect.fetching import endless
from tests.collect.hostile_server import HostileServer, answer
from tests.web import page

STORIES = 10  # of one run
MEGABYTES, FILES = 60, 5  # that may be added after the first fifth


def memory() -> float:
    """Megabytes of this process now."""
    gc.collect()
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def open_files() -> int:
    """Open files and connections of this process, the server's too."""
    return len(list(Path("/proc/self/fd").iterdir()))


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


def main(count: int) -> int:
    """Prints the figures; 1 when memory or open files grew."""
    config = load(Path(__file__).resolve().parent.parent / "config")
    config = replace(
        config, settings=replace(config.settings, total_seconds=2.0, retries=0, extract_seconds=8.0)
    )
    server, over = HostileServer(), threading.Event()
    ready: Future[asyncio.AbstractEventLoop] = Future()
    thread = threading.Thread(target=serve, args=(server, ready, over))
    thread.start()
    loop = ready.result()
    seen: list[tuple[float, int]] = []
    start, failed = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as executor:
        rule = ConnectTo("", None, "127.0.0.1", server.port)
        options = Options(config, out=Path(folder) / "out", discover=False, delay=0.0, connect_to=(rule,))
        asked = [
            Asked(Source(f"http://h0-{s}.test/a", "seed"), tuple(Source(f"http://h{p}-{s}.test/a", "coverage") for p in (1, 2)), f"story-{s}")
            for s in range(STORIES)
        ]  # fmt: skip
        for number in range(max(2, count // STORIES)):
            fill(server, number)
            with writer(Path(folder) / "a.db") as db:
                summary = run(db, asked, options, executor=executor, progress=Progress(shown=False))
            failed += sum(o.state == "failed" for o in summary.stories)
            server.requests.clear()
            loop.call_soon_threadsafe(server.hang_up)
            time.sleep(0.2)
            seen.append((memory(), open_files()))
            if number % 10 == 0:
                print(f"run {number}: {seen[-1][0]:.0f} MB, {seen[-1][1]} open files", flush=True)
    over.set()
    thread.join()
    early, late = seen[len(seen) // 5], seen[-1]
    grown, opened = max(m for m, _ in seen[-3:]) - early[0], late[1] - early[1]
    print(f"{len(seen) * STORIES} story runs in {time.monotonic() - start:.0f} s, {failed} failed")
    print(
        f"memory {seen[0][0]:.0f} MB after the first run, {early[0]:.0f} after a fifth, {late[0]:.0f} at the end: {grown:+.0f}, at most {MEGABYTES}"
    )
    print(f"open files {early[1]} after a fifth, {late[1]} at the end: {opened:+d}, at most {FILES}")
    return 1 if failed or grown > MEGABYTES or opened > FILES else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(main(*(numbers or [1000])))
