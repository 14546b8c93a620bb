"""Coverage of 303 real stories found among what 27 sites list, and a few of them through the command itself.

Usage: python benchmarks/discovery.py [DATA_DIR] [--stories N]   (default: ../shared/data beside the repository)

The seed is a story's first article; the other two are to be found, of 26 other sites, without fetching articles. All
stories: ranked over the sites' feeds and sitemaps, read by the real parsers. A sample: `outlet-compare discover`
over loopback. "Taken" counts as right only where the corpus puts both into one story: of what is wrong by that count on
BASIL, nearly all is the same event in SEESAW's articles.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from web import articles, data_folder, served, tool

from compare.collect.extract import extract
from compare.collect.feeds import read_feed
from compare.collect.rank import Candidate, rank
from compare.collect.sitemaps import read_sitemap
from compare.collect.urls import host
from compare.collect.ways import Found
from compare.records import Outlet, Page

RECALL = {  # of what is found, at least: through feeds, and through sitemaps alone, which give no summaries
    "feed": {"basil": 0.95, "seesaw": 0.90},
    "sitemap": {"basil": 0.92, "seesaw": 0.90},
}
PRECISION = 0.90
SAMPLE = 6  # stories through the command
READ_AT = "2026-01-01T00:00:00Z"


@dataclass
class Score:
    """Counts of one corpus."""

    taken: int = 0
    right: int = 0
    wanted: int = 0

    def add(self, candidates: list[dict[str, Any]], others: set[str]) -> None:
        """One story's candidates."""
        taken = {c["url"] for c in candidates if c["taken"]}
        self.taken += len(taken)
        self.right += len(taken & others)
        self.wanted += len(others)

    def told(self) -> str:
        """Precision and recall."""
        return (
            f"precision {self.right / max(1, self.taken):.3f}, recall {self.right / max(1, self.wanted):.3f}"
        )


def main(data: Path, sample: int) -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    if not tool(data).is_file():
        print(f"discovery: no {tool(data)}; nothing measured")
        return 0
    stories: dict[tuple[str, Any], list[dict[str, Any]]] = {}
    for article in articles(data):
        stories.setdefault((article["set"], article["story"]), []).append(article)
    hosts = sorted({a["host"] for story in stories.values() for a in story})
    outlets = {name: Outlet(name, name, (name,)) for name in hosts}
    with served(data) as port:
        pages = _Pages(port)
        listed = [
            (by, Found(outlets[name], entry, by))
            for name in hosts
            for by, entries in (
                ("feed", read_feed(pages(f"http://{name}/feed.xml"))),
                ("sitemap", read_sitemap(pages(f"http://{name}/sitemap-news.xml")).entries),
            )
            for entry in entries
        ]
        good = True
        for way in ("feed", "sitemap"):
            scores = {"basil": Score(), "seesaw": Score()}
            found = [f for by, f in listed if by == way]
            for (corpus, _), story in stories.items():
                seed = extract(pages(story[0]["url"]), story[0]["host"])
                ranked = rank(seed, found, frozenset(), 1)
                scores[corpus].add([_plain(c) for c in ranked], {a["url"] for a in story[1:]})
            for corpus, score in scores.items():
                print(
                    f"{way}s, {corpus}: {score.told()} (of {score.wanted}; bounds {PRECISION}, {RECALL[way][corpus]})"
                )
                good &= score.right >= RECALL[way][corpus] * score.wanted
            right, taken = (sum(getattr(s, k) for s in scores.values()) for k in ("right", "taken"))
            print(f"{way}s, both: precision {right / taken:.3f}")
            good &= right >= PRECISION * taken
        good &= _command(list(stories.items())[:: max(1, len(stories) // sample)][:sample], hosts, port)
    return 0 if good else 1


def _plain(candidate: Candidate) -> dict[str, Any]:
    return {"url": candidate.url, "taken": candidate.taken}


class _Pages:
    """Fetches from the loopback web."""

    def __init__(self, port: int) -> None:
        self._port, self._open = port, build_opener(ProxyHandler({})).open

    def __call__(self, url: str) -> Page:
        path = "/" + url.split("/", 3)[3]
        with self._open(
            Request(f"http://127.0.0.1:{self._port}{path}", headers={"Host": host(url)})
        ) as answer:
            kind = answer.headers.get("Content-Type", "")
            return Page(url, url, 200, (("content-type", kind),), answer.read(), READ_AT)


def _command(stories: list[Any], hosts: list[str], port: int) -> bool:
    """The same through the command, with feeds configured for half of the outlets and found for the others."""
    score, requests = Score(), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            f'[outlets."{h}"]\nname = "{h}"\ndomains = ["{h}"]\n'
            + (f'feeds = ["http://{h}/feed.xml"]\n' if i % 2 else "")
            for i, h in enumerate(hosts)
        ]
        (folder / "outlets.toml").write_text("\n".join(rows))
        for _, story in stories:
            command = [
                Path(sys.executable).with_name("outlet-compare"), "discover", story[0]["url"], "--json",
                "--config", folder, "--db", folder / "a.db", "--delay", "0", "--connect-to", f"::127.0.0.1:{port}",
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            score.add(told["candidates"], {a["url"] for a in story[1:]})
            requests.update(f"failures: {f['reason']}" for f in told["failures"])
    print(
        f"through the command, {len(stories)} stories, feeds and sitemaps: {score.told()}; {dict(requests) or 'no failures'}"
    )
    return score.right >= 0.85 * score.wanted  # of a few stories only; the bounds are on all of them


if __name__ == "__main__":
    number = int(sys.argv[sys.argv.index("--stories") + 1]) if "--stories" in sys.argv else SAMPLE
    sys.exit(main(data_folder(), number))
