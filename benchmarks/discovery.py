"""Coverage of 303 real stories found among what 27 sites list: through feeds, through sitemaps, through a search alone.

Usage: python benchmarks/discovery.py [DATA_DIR] [--feed] [--sitemap] [--search]   (default: all three, on
../shared/data beside the repository)

The seed is a story's first article; the other two are to be found, of 26 other sites, without fetching articles, by the
real parsers and the real ranking. The search is a service in GDELT's form over the same articles, asked as the product
asks it. "Taken" counts as right only where the corpus puts both into one story: of what is wrong by that count on
BASIL, nearly all is the same event in SEESAW's articles. Last: what reading the articles would drop of what is taken.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from web import articles, data_folder, served, tool

from compare.collect.extract import extract
from compare.collect.feeds import read_feed
from compare.collect.rank import Candidate, rank
from compare.collect.score import ASK, OPENING, Alike, Scorer
from compare.collect.search import query, read_gdelt
from compare.collect.sitemaps import read_sitemap
from compare.collect.urls import host
from compare.collect.ways import Entry, Found
from compare.errors import ExtractionError
from compare.likeness import Likeness
from compare.records import Article, Outlet, Page
from compare.store.database import writer

WAYS = ("feed", "sitemap", "search")
RECALL = {  # of what is found, at least; None: told, and held to nothing
    "feed": {"basil": 0.95, "seesaw": 0.90},
    "sitemap": {"basil": 0.94, "seesaw": 0.90},
    "search": {"basil": None, "seesaw": None},
}
PRECISION = 0.90
READ_AT = "2026-01-01T00:00:00Z"
Story = list[dict[str, Any]]


@dataclass
class Score:
    """Counts of one corpus."""

    taken: int = 0
    right: int = 0
    wanted: int = 0

    def add(self, candidates: Sequence[Candidate], others: set[str]) -> None:
        """One story's candidates."""
        taken = {c.url for c in candidates if c.taken}
        self.taken += len(taken)
        self.right += len(taken & others)
        self.wanted += len(others)

    def told(self) -> str:
        """Precision and recall."""
        return (
            f"precision {self.right / max(1, self.taken):.3f}, recall {self.right / max(1, self.wanted):.3f}"
        )


def main(data: Path) -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    if not tool(data).is_file():
        print(f"discovery: no {tool(data)}; nothing measured")
        return 0
    stories = stories_of(data)
    hosts = sorted({a["host"] for story in stories.values() for a in story})
    outlets = {name: Outlet(name, name, (name,)) for name in hosts}
    with served(data) as port, tempfile.TemporaryDirectory() as folder, writer(Path(folder) / "a.db") as db:
        pages, likeness = Pages(port), Likeness(db, None, 2)
        seeds = {key: extract(pages(story[0]["url"]), story[0]["host"]) for key, story in stories.items()}
        listed = {way: listed_by(way, outlets, pages) for way in ("feed", "sitemap")}
        good = True
        for way in [w for w in WAYS if f"--{w}" in sys.argv] or WAYS:
            scores = {"basil": Score(), "seesaw": Score()}
            taken: list[tuple[Article, Sequence[Entry], str, bool]] = []
            for key, story in stories.items():
                found = listed[way] if way in listed else _searched(seeds[key], outlets, pages)
                others = {a["url"] for a in story[1:]}
                ranked = rank(seeds[key], found, frozenset(), 1, alike=alike_of(seeds[key], found, likeness))
                scores[key[0]].add(ranked, others)
                entries = [f.entry for f in found]
                taken += [(seeds[key], entries, c.url, c.url in others) for c in ranked if c.taken]
            good &= _told(way, scores)
            if way == "feed":
                _after_reading(taken, pages)
    return 0 if good else 1


def stories_of(data: Path) -> dict[tuple[str, Any], Story]:
    """The articles of each story, the seed first, by corpus and name."""
    stories: dict[tuple[str, Any], Story] = {}
    for article in articles(data):
        stories.setdefault((article["set"], article["story"]), []).append(article)
    return stories


def _told(way: str, scores: Mapping[str, Score]) -> bool:
    good = True
    for corpus, score in scores.items():
        bound = RECALL[way][corpus]
        bounds = f"; bounds {PRECISION}, {bound}" if bound else ""
        print(f"{way}, {corpus}: {score.told()} (of {score.wanted}{bounds})")
        good &= bound is None or score.right >= bound * score.wanted
    right, taken = (sum(getattr(s, k) for s in scores.values()) for k in ("right", "taken"))
    print(f"{way}, both: precision {right / max(1, taken):.3f}", flush=True)
    return good and (way == "search" or right >= PRECISION * taken)


def _after_reading(taken: Sequence[tuple[Article, Sequence[Entry], str, bool]], pages: Pages) -> None:
    """How many of those taken would be dropped once they are read."""
    count = {True: [0, 0], False: [0, 0]}
    for seed, entries, url, right in taken:
        article = extract(pages(url), host(url))
        opening = article.text[article.title_end : article.title_end + OPENING]
        kept = Scorer(seed, entries).same_event(Entry(url, article.title, opening, None, "unknown"))
        count[right][0] += not kept
        count[right][1] += 1
    print("after reading, dropped: {} of {} right, {} of {} wrong".format(*count[True], *count[False]))


def listed_by(way: str, outlets: Mapping[str, Outlet], pages: Pages) -> list[Found]:
    """All that the outlets list, by the real parsers."""
    found = []
    for name, outlet in outlets.items():
        if way == "feed":
            entries = read_feed(pages(f"http://{name}/feed.xml"))
        else:
            entries = list(read_sitemap(pages(f"http://{name}/sitemap-news.xml")).entries)
        found += [Found(outlet, entry, way) for entry in entries]
    return found


def _searched(seed: Article, outlets: Mapping[str, Outlet], pages: Pages) -> list[Found]:
    asked = {"query": f"{query(seed)} sourcelang:english", "mode": "artlist", "format": "json"}
    try:
        entries = read_gdelt(pages(f"http://search.test/api/v2/doc/doc?{urlencode(asked)}"))
    except ExtractionError:  # it found nothing
        return []
    return [Found(outlets[host(entry.url)], entry, "search") for entry in entries]


def alike_of(seed: Article, found: Sequence[Found], likeness: Likeness) -> Alike:
    """The likeness of what has something in common with the seed by its words, as the product asks for it."""
    entries = list(dict.fromkeys(f.entry for f in found))
    by_words = Scorer(seed, entries)
    return likeness(seed, [e for e in entries if by_words.score(e) >= ASK])


class Pages:
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


if __name__ == "__main__":
    sys.exit(main(data_folder()))
