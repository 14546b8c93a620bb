"""Article text out of real pages: the article extraction benchmark, and pages that must only be survived.

Usage: python benchmarks/extraction.py [DATA_DIR]   (default: ../shared/data beside the repository)

F1 is that benchmark's own measure: shingles of four words, each page's counts made shares, precision and recall
averaged over pages. It publishes 0.958 for trafilatura alone. A page that we hold for a wall or a stub counts as
an empty text. Every page is read in a worker with the limits of config/settings.toml.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from gate import hold
from web import ROOT, data_folder

from compare.collect.extract import extract
from compare.config import load
from compare.errors import CompareError
from compare.records import Article, Page
from compare.workers import LocalPool

_WORD = re.compile(r"\w+")


def main(data: Path) -> int:
    """Prints the figures; 1 when F1 is below the floor or a page was not survived."""
    truth = data / "article_extraction" / "ground-truth.json"
    if not truth.is_file():
        print(f"extraction: no {truth}; nothing measured")
        return 0
    settings = load(ROOT / "config").settings
    limits = {"seconds": settings.extract_seconds, "megabytes": settings.extract_megabytes}
    with LocalPool(2, **limits) as pool:  # type: ignore[arg-type]
        score = _score(json.loads(truth.read_text(encoding="utf-8")), truth.parent / "html", pool)
        survived = _survive(sorted((data / "fundus_pages").rglob("*.html.gz")), pool)
    figures = {"article text: F1": score, "pages survived": float(survived)}
    return hold("extraction", figures, [truth, data / "fundus_pages"])


def _score(truth: dict[str, dict[str, str]], folder: Path, pool: LocalPool) -> float:
    pages = {key: _page(entry["url"], folder / f"{key}.html.gz") for key, entry in truth.items()}
    start = time.perf_counter()
    tasks = {key: pool.submit(extract, page, "outlet") for key, page in pages.items()}
    precisions, recalls, walls = [], [], 0
    for key, task in tasks.items():
        article = task.result()
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
    return f1


def _survive(files: list[Path], pool: LocalPool) -> bool:
    tasks = [(file, pool.submit(extract, _page("http://outlet.example/a", file), "outlet")) for file in files]
    outcomes: Counter[str] = Counter()
    for file, task in tasks:
        try:
            outcomes[task.result().access] += 1
        except CompareError as error:
            outcomes["limit"] += 1
            print(f"  {file.name}: {error}")
    print(
        f"fundus pages: {len(files)}, " + ", ".join(f"{n} {state}" for state, n in sorted(outcomes.items()))
    )
    return outcomes["limit"] == 0


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
