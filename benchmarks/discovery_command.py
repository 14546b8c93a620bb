"""What finding coverage costs and gives through the command itself, over a loopback web of 27 real outlets.

Usage: python benchmarks/discovery_command.py [DATA_DIR] [--stories N]   (default: ../shared/data beside the repository)

For each seed: `discover`, then `run` on an empty database, then `run` again. Feeds are configured for every other
outlet; of the others the sitemap is found. Requests are counted at the server. Printed beside precision and recall: the
most that an outlet cost, robots.txt among it, beyond the articles taken of it; and what the repeated run asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from web import Counted, articles, counted, data_folder, tool

SAMPLE = 6  # stories
LISTS = 3  # requests of one outlet, beside its articles
ALIKE = 0.85  # recall of a few stories only; benchmarks/discovery.py holds all of them


def main(data: Path, sample: int) -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    if not tool(data).is_file():
        print(f"discovery_command: no {tool(data)}; nothing measured")
        return 0
    stories: dict[tuple[str, Any], list[dict[str, Any]]] = {}
    for article in articles(data):
        stories.setdefault((article["set"], article["story"]), []).append(article)
    hosts = sorted({a["host"] for story in stories.values() for a in story})
    chosen = list(stories.values())[:: max(1, len(stories) // sample)][:sample]
    taken = right = wanted = most = 0
    good = True
    with counted(data) as web:
        for story in chosen:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                _configure(folder, hosts)
                seed, others = story[0], {a["url"] for a in story[1:]}
                found = _asked(folder, web, "discover", seed["url"])["candidates"]
                urls = {c["url"] for c in found if c["taken"]}
                taken, right, wanted = taken + len(urls), right + len(urls & others), wanted + len(others)
                web.requests.clear()
                _asked(folder, web, "run", seed["url"], "--db", "new.db", "--out", "out")
                lists = Counter(host for host, path, _ in web.requests if not _is_article(path))
                read = Counter(host for host, path, _ in web.requests if _is_article(path))
                most = max(most, *lists.values())
                good &= max(lists.values()) <= LISTS and sum(read.values()) <= len(urls) + 1 + 5
                web.requests.clear()
                _asked(folder, web, "run", seed["url"], "--db", "new.db", "--out", "out")
                again = Counter(host for host, path, _ in web.requests if not _is_article(path))
                unchanged = all(status == 304 for _, _, status in web.requests)
                good &= unchanged and max(again.values()) == 1
                print(
                    f"{seed['host']}: {len(urls)} taken; run: {sum(lists.values())} requests for lists of {len(lists)} "
                    f"outlets, {sum(read.values())} for articles; again: {sum(again.values())} for lists, "
                    f"{'all unchanged' if unchanged else 'not all unchanged'}",
                    flush=True,
                )
    print(
        f"through the command, {len(chosen)} stories: precision {right / max(1, taken):.3f}, recall "
        f"{right / max(1, wanted):.3f}; at most {most} requests for the lists of one outlet (bound {LISTS})"
    )
    return 0 if good and right >= ALIKE * wanted else 1


def _is_article(path: str) -> bool:
    return path.endswith(".html")


def _configure(folder: Path, hosts: list[str]) -> None:
    rows = [
        f'[outlets."{h}"]\nname = "{h}"\ndomains = ["{h}"]\n'
        + (f'feeds = ["http://{h}/feed.xml"]\n' if i % 2 else "")
        for i, h in enumerate(hosts)
    ]
    (folder / "outlets.toml").write_text("\n".join(rows))


def _asked(folder: Path, web: Counted, *words: str) -> dict[str, Any]:
    command = [
        Path(sys.executable).with_name("outlet-compare"), *words, "--json", "--config", folder, "--delay", "0",
        "--connect-to", f"::127.0.0.1:{web.port}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    number = int(sys.argv[sys.argv.index("--stories") + 1]) if "--stories" in sys.argv else SAMPLE
    sys.exit(main(data_folder(), number))
