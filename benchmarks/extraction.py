"""Article text out of real pages: the article extraction benchmark, and pages that must only be survived.

Usage: python benchmarks/extraction.py [DATA_DIR]   (default: ../shared/data beside the repository)

F1 is that benchmark's own measure: shingles of four words, each page's counts made shares, precision and recall
averaged over pages. It publishes 0.958 for trafilatura alone. A page that we hold for a wall or a stub counts as
an empty text. Every page is read in a worker with the limits of config/settings.toml.

A page is told with glued words when a word of its article is none of the page's and two of them that stand beside each
other there, such as "year.Despite" of two paragraphs. Inline elements part no words of the page, all others do.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from gate import hold
from lxml import etree
from web import ROOT, data_folder

from compare.collect.blocks import clean
from compare.collect.extract import decode, extract
from compare.config import load
from compare.errors import CompareError
from compare.records import Article, Page
from compare.workers import LocalPool

Read = list[tuple[Page, Article]]
_WORD = re.compile(r"\w+")
_INLINE = {"a", "abbr", "b", "big", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u"}  # fmt: skip
_EVENTS = ("start", "end", "comment", "pi")
_UNSEEN = ("script", "style", "noscript", "template")


def main(data: Path) -> int:
    """Prints the figures; 1 when F1 is below the floor or a page was not survived."""
    truth = data / "article_extraction" / "ground-truth.json"
    if not truth.is_file():
        print(f"extraction: no {truth}; nothing measured")
        return 0
    settings = load(ROOT / "config").settings
    limits = {"seconds": settings.extract_seconds, "megabytes": settings.extract_megabytes}
    with LocalPool(2, **limits) as pool:  # type: ignore[arg-type]
        score, read = _score(json.loads(truth.read_text(encoding="utf-8")), truth.parent / "html", pool)
        survived, news = _survive(sorted((data / "fundus_pages").rglob("*.html.gz")), pool)
    glued = {page.url: words for page, article in read + news if (words := _glued(page, article))}
    print(f"glued words: in {len(glued)} of {len(read) + len(news)} articles")
    for url, words in glued.items():
        print(f"  {url}: {' '.join(words[:5])}")
    figures = {
        "article text: F1": score,
        "pages survived": float(survived),
        "articles with glued words": float(len(glued)),
    }
    return hold("extraction", figures, [truth, data / "fundus_pages"])


def _score(truth: dict[str, dict[str, str]], folder: Path, pool: LocalPool) -> tuple[float, Read]:
    pages = {key: _page(entry["url"], folder / f"{key}.html.gz") for key, entry in truth.items()}
    start = time.perf_counter()
    tasks = {key: pool.submit(extract, page, "outlet") for key, page in pages.items()}
    precisions, recalls, walls = [], [], 0
    read: Read = []
    for key, task in tasks.items():
        article = task.result()
        read.append((pages[key], article))
        walls += not article.comparable
        gold, found = _shingles(truth[key]["articleBody"]), _shingles(_body(article))
        right = sum((gold & found).values())
        if found:
            precisions.append(right / sum(found.values()))
        if gold:
            recalls.append(right / sum(gold.values()))
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"article extraction: {len(truth)} pages, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} "
        f"({walls} held for walls or stubs), {len(truth) / (time.perf_counter() - start):.0f} pages a second"
    )
    return f1, read


def _survive(files: list[Path], pool: LocalPool) -> tuple[bool, Read]:
    pages = [(file, _page(f"http://outlet.example/{file.name.split('.')[0]}", file)) for file in files]
    tasks = [(file, page, pool.submit(extract, page, "outlet")) for file, page in pages]
    outcomes: Counter[str] = Counter()
    read: Read = []
    for file, page, task in tasks:
        try:
            read.append((page, task.result()))
            outcomes[task.result().access] += 1
        except CompareError as error:
            outcomes["limit"] += 1
            print(f"  {file.name}: {error}")
    print(
        f"fundus pages: {len(files)}, " + ", ".join(f"{n} {state}" for state, n in sorted(outcomes.items()))
    )
    return outcomes["limit"] == 0, read


def _glued(page: Page, article: Article) -> list[str]:
    """The words of the article that are two of the page's, as these stand in its text."""
    import trafilatura

    texts: list[str] = []
    for event, node in etree.iterwalk(trafilatura.load_html(decode(page)), events=_EVENTS):
        seen = isinstance(node.tag, str) and node.tag not in _UNSEEN
        inline = not isinstance(node.tag, str) or node.tag in _INLINE or "-" in node.tag
        texts.append("" if inline else " ")
        texts.append((node.text if seen else "") if event == "start" else node.tail)
    words = clean("".join(filter(None, texts))).split()
    pairs = {a + b for a, b in pairwise(words)} - set(words)
    return [word for word in _body(article).split() if word in pairs]


def _page(url: str, file: Path) -> Page:
    body = gzip.decompress(file.read_bytes())
    return Page(url, url, 200, (("content-type", "text/html"),), body, "2026-11-01T00:00:00Z")


def _body(article: Article) -> str:
    return " ".join(article.text[start:end] for start, end in article.paragraphs)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


if __name__ == "__main__":
    sys.exit(main(data_folder()))
