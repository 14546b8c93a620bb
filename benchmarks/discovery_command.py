"""What finding coverage costs and gives through the command itself, over a loopback web of 27 real outlets.

Usage: python benchmarks/discovery_command.py [DATA_DIR] [--stories N]   (default: ../shared/data beside the repository)

For each seed: `discover` on an empty database, then again. Feeds are configured for every other outlet; of the others
the sitemap is found. Requests are counted at the server: the most that one outlet cost, its robots.txt among them, and
what was asked the second time. No article but the seed is fetched; a run adds one request for each that is taken.
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
                urls = {c["url"] for c in _found(folder, web, seed["url"]) if c["taken"]}
                taken, right, wanted = taken + len(urls), right + len(urls & others), wanted + len(others)
                lists = Counter(host for host, path, _ in web.requests if not _is_article(path))
                read = sum(_is_article(path) for _, path, _ in web.requests)
                most = max(most, *lists.values())
                web.requests.clear()
                _found(folder, web, seed["url"])
                again = Counter(host for host, path, _ in web.requests if not _is_article(path))
                unchanged = all(status == 304 for _, _, status in web.requests)
                web.requests.clear()
                good &= max(lists.values()) <= LISTS and read == 1 and unchanged and max(again.values()) == 1
                print(
                    f"{seed['host']}: {len(urls)} taken; {sum(lists.values())} requests for the lists of {len(lists)} "
                    f"hosts, {read} for articles; again: {sum(again.values())} for lists, "
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


def _found(folder: Path, web: Counted, url: str) -> list[dict[str, Any]]:
    command = [
        Path(sys.executable).with_name("outlet-compare"), "discover", url, "--json", "--config", folder,
        "--db", folder / "a.db", "--delay", "0", "--connect-to", f"::127.0.0.1:{web.port}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    candidates: list[dict[str, Any]] = json.loads(done.stdout)["candidates"]
    return candidates


if __name__ == "__main__":
    number = int(sys.argv[sys.argv.index("--stories") + 1]) if "--stories" in sys.argv else SAMPLE
    sys.exit(main(data_folder(), number))
