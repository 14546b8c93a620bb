"""A database of 1,000 stories and 1 million claims in Datasette: how long does each page and question take?

Usage: python benchmarks/datasette.py [--stories N] [--db FILE]

The database is made up by this script: each story has 20 articles of 20 outlets with 50 claims each, pairs, groups,
differences, coverage and retellings. Measured in one process, in the median of several requests each: a bare
Datasette's page of the table of claims (no plugin of ours, no configuration), the page of a story, of a claim, and
each question of config/datasette.yaml, empty and with a parameter. Bound: five times the bare page. That an index
is used is not left to the clock: SQLite's plan of each question may walk no table without one. Times are the
processor's, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# This script's folder would hide the package that it is named for.
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

import yaml  # noqa: E402

from benchmarks.made_up import fill  # noqa: E402
from compare.serving import named  # noqa: E402

TIMES = 5.0  # of the bare page, at most
REPEATS = 7
NUMBERS_OF_ROWS = ("stories", "claims", "alignments", "differences", "groups", "coverage", "derived_claims")


def main() -> int:
    """0 when every page and question keeps the bound and every plan uses indexes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", nargs="?", help="not used; run_all gives every measure the data folder")
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--db", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.db or Path(folder) / "compare.db"
        if not path.exists():
            before = time.monotonic()
            fill(path, asked.stories)
            print(f"made in {time.monotonic() - before:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
        connection = sqlite3.connect(path)
        for table in NUMBERS_OF_ROWS:
            print(f"{connection.execute(f'select count(*) from {table}').fetchone()[0]:>10,} {table}")
        walking = plans(connection)
        connection.close()
        slow = asyncio.run(timed(path, asked.stories))
    for name in walking:
        print(f"walks a table without an index: {name}")
    for name in slow:
        print(f"beyond {TIMES:g} times the bare page: {name}")
    return 1 if walking or slow else 0


def questions() -> dict[str, str]:
    """The questions of the configuration, by name, as SQL."""
    config = yaml.safe_load((ROOT / "config" / "datasette.yaml").read_text(encoding="utf-8"))
    return {name: entry["sql"] for name, entry in config["databases"]["compare"]["queries"].items()}


def plans(connection: sqlite3.Connection) -> list[str]:
    """The questions whose plan walks a table without an index."""
    walking = []
    for name, sql in questions().items():
        values = dict.fromkeys(re.findall(r"(?<!%H):(\w+)", sql), "")
        steps = [row[3] for row in connection.execute(f"explain query plan {sql}", values)]
        if any(re.match(r"SCAN (?!.*USING )", step) or "AUTOMATIC" in step for step in steps):
            walking.append(name)
    return walking


async def timed(path: Path, stories: int) -> list[str]:
    """What took too long; prints all times."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    ours = next(p for p in pm.get_plugins() if pm.get_name(p) == "outlet_compare")
    pm.unregister(ours)
    bare = Datasette([str(path)])
    await bare.invoke_startup()
    base = await median(bare, f"/{path.stem}/claims")
    print(f"{base * 1000:>8.1f} ms  bare Datasette: the table of claims")
    small = await median(bare, f"/{path.stem}/claims?_nofacet=1&_nosuggest=1&_nocount=1")
    print(f"{small * 1000:>8.1f} ms  the same without suggested facets and without counting (not the bound)")
    pm.register(ours, "outlet_compare")
    config = named(yaml.safe_load((ROOT / "config" / "datasette.yaml").read_text()), path.stem)
    newer = hasattr(Datasette, "set_column_metadata")
    told: dict[str, Any] = (
        {"config": config} if newer else {"metadata": config, "settings": config["settings"]}
    )
    served = Datasette([str(path)], **told)
    await served.invoke_startup()
    prefix = f"/{path.stem}"
    # Each page of another story, so that none profits from what was kept of the one before.
    numbers = range(0, stories - 1, max(stories // REPEATS, 2))
    pages = {
        "page of a story": [f"{prefix}/-/story/story-{n}" for n in numbers],
        "page of a claim": [f"{prefix}/-/group/g{n + 1}-7" for n in numbers],
    }
    pages["page of a story, again"] = pages["page of a story"][:1] * REPEATS
    parameters = {"story": f"story-{stories // 2}", "outlet": "Outlet 7", "kind": "number", "days": "3"}
    for name, sql in questions().items():
        pages[f"question {name}"] = [f"{prefix}/{name}"] * REPEATS
        for parameter in set(re.findall(r"(?<!%H):(\w+)", sql)) & set(parameters):
            value = parameters[parameter].replace(" ", "+")
            pages[f"question {name}, {parameter} given"] = [f"{prefix}/{name}?{parameter}={value}"] * REPEATS
    slow = []
    for name, paths in pages.items():
        spent = await median(served, *paths)
        print(f"{spent * 1000:>8.1f} ms  {spent / base:4.1f}  {spent / small:4.1f}  {name}")
        if spent > TIMES * base:
            slow.append(name)
    return slow


async def median(datasette: Any, *paths: str) -> float:
    """The median time of the requests, in seconds, after one that warms up."""
    spent = []
    for path in (paths[0], *(paths if len(paths) > 1 else paths * REPEATS)):
        before = time.process_time()
        answer = await datasette.client.get(path)
        spent.append(time.process_time() - before)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-500:])
    return statistics.median(spent[1:])


if __name__ == "__main__":
    sys.exit(main())
