"""Coverage of 303 real stories found among what 27 sites list: through feeds, through sitemaps, through a search alone.

Usage: python benchmarks/discovery.py [DATA_DIR] [--feed] [--sitemap] [--search]   (default: all three, on
../shared/data beside the repository)

The seed is a story's first article; the other two are to be found, of 26 other sites, without fetching articles, by the
real parsers and the real ranking. The search is a service in GDELT's form over the same articles, asked as the product
asks it. "Taken" counts as right only where the corpus puts both into one story: of what is wrong by that count on
BASIL, nearly all is the same event in SEESAW's articles.

Last: what reading drops, of what is taken through feeds and of what comes near it (score from 0.1 on, of the same days), in pairs of one
corpus alone, since nobody says which of BASIL's stories are SEESAW's; and recall after it. Besides, on ECB+, which no
weight is fitted on: of each seed's topic, articles on another event of the same kind against those on the same event.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import ecb
from web import articles, data_folder, served, tool

from compare.collect.extract import extract
from compare.collect.feeds import read_feed
from compare.collect.rank import Candidate, rank
from compare.collect.same_event import SAME, same_event
from compare.collect.score import ASK, DAYS, Alike, Scorer, days_apart
from compare.collect.search import query, read_gdelt
from compare.collect.sitemaps import read_sitemap
from compare.collect.urls import host
from compare.collect.ways import Entry, Found
from compare.configured import Outlet
from compare.errors import ExtractionError
from compare.finding.likeness import Likeness
from compare.records import Article, Page
from compare.store.database import writer

WAYS = ("feed", "sitemap", "search")
RECALL = {  # of what is found, at least; None: told, and held to nothing
    "feed": {"basil": 0.95, "seesaw": 0.90},
    "sitemap": {"basil": 0.95, "seesaw": 0.90},
    "search": {"basil": None, "seesaw": None},
}
PRECISION = 0.90
NEAR = 0.1  # score of what was not taken, from which on it is read here all the same
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
            read = Dropped()
            for key, story in stories.items():
                found = listed[way] if way in listed else _searched(seeds[key], outlets, pages)
                others = {a["url"] for a in story[1:]}
                ranked = rank(seeds[key], found, frozenset(), 1, alike=alike_of(seeds[key], found, likeness))
                scores[key[0]].add(ranked, others)
                if way == "feed":
                    corpus = {a["url"] for k, s in stories.items() if k[0] == key[0] for a in s}
                    scorer = Scorer(seeds[key], [f.entry for f in found])
                    read.add(
                        key[0],
                        seeds[key],
                        scorer,
                        [c for c in ranked if c.url in corpus],
                        others,
                        pages,
                        likeness,
                    )
            good &= _told(way, scores)
            if way == "feed":
                good &= read.told({name: score.wanted for name, score in scores.items()})
                good &= _other_events(data, likeness)
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


@dataclass
class Dropped:
    """How many articles reading drops, of how many: by whether they were taken, and are right."""

    counts: dict[tuple[bool, bool], list[int]] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)  # right ones, by corpus

    def add(
        self,
        corpus: str,
        seed: Article,
        scorer: Scorer,
        candidates: Sequence[Candidate],
        others: set[str],
        pages: Pages,
        likeness: Likeness,
    ) -> None:
        """Reads one story's candidates."""
        near = [c for c in candidates if c.taken or _came_near(seed, c)]
        articles = [extract(pages(c.url), host(c.url)) for c in near]
        for c, article, likes in zip(near, articles, likeness.near(seed, articles), strict=True):
            kept = same_event(scorer, seed, article, likes) >= SAME
            count = self.counts.setdefault((c.taken, c.url in others), [0, 0])
            count[0] += not kept
            count[1] += 1
            self.kept[corpus] += kept and c.taken and c.url in others

    def told(self, wanted: Mapping[str, int]) -> bool:
        """Prints the counts; whether recall keeps its bounds, and reading drops what is wrong more often by far."""
        share = {}
        for (taken, right), (dropped, of) in sorted(self.counts.items(), reverse=True):
            share[taken, right] = dropped / of
            name = f"{'right' if right else 'wrong'} ones {'taken' if taken else 'that came near'}"
            print(f"feed, dropped after reading: {dropped} of {of} {name}")
        for corpus, number in wanted.items():
            print(f"feed, {corpus}: recall after reading {self.kept[corpus] / number:.3f}", flush=True)
        enough = all(self.kept[c] >= (RECALL["feed"][c] or 0) * n for c, n in wanted.items())
        return enough and share[True, True] <= 0.02 and share[False, False] >= 0.3


def _came_near(seed: Article, candidate: Candidate) -> bool:
    entry = Entry(candidate.url, candidate.title, "", candidate.published_at, "day")
    soon = (days_apart(seed, entry) or 0) <= DAYS
    return soon and candidate.score >= NEAR and candidate.outlet != seed.outlet


def _other_events(data: Path, likeness: Likeness) -> bool:
    """What the check drops on ECB+; nothing is measured where it is not there."""
    files = sorted((data / "ecbplus").glob("*_corpus.txt"))
    if not files:
        return True
    topics = ecb.topics(files)
    scorer_of = ecb.scorers(topics)
    dropped = {True: [0, 0], False: [0, 0]}
    for seed, others in ecb.pairs(topics):
        likes = likeness.near(seed, [article for article, _ in others])
        for (article, same), near in zip(others, likes, strict=True):
            dropped[same][0] += same_event(scorer_of(seed), seed, article, near) < SAME
            dropped[same][1] += 1
    told = "{} of {} on the same event, {} of {} on another".format(*dropped[True], *dropped[False])
    print(f"ECB+, dropped after reading: {told} of its topic", flush=True)
    return dropped[True][0] <= 0.05 * dropped[True][1] and dropped[False][0] >= 0.5 * dropped[False][1]


def listed_by(way: str, outlets: Mapping[str, Outlet], pages: Pages) -> list[Found]:
    """All that the outlets list, by the real parsers."""
    found = []
    for name, outlet in outlets.items():
        if way == "feed":
            entries = read_feed(pages(f"http://{name}/feed.xml")).entries
        else:
            entries = read_sitemap(pages(f"http://{name}/sitemap-news.xml")).entries
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
