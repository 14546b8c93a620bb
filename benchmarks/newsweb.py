"""The main job over 303 real stories on a loopback web: nothing lost, nothing added, and where the time goes.

Usage: python benchmarks/newsweb.py [DATA_DIR]   (default: ../shared/data beside the repository)

Each story is given its articles' URLs. Measured: crashes; articles stored; gold sentences found in the extracted
text; extracted sentences that are no part of the gold; articles per second; the share of time by stage; the time
of a second run with nothing new as a part of the first, and whether it loaded torch.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gate import hold
from web import ROOT, articles, data_folder, served, tool


def main(data: Path) -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    if not tool(data).is_file():
        print(f"newsweb: no {tool(data)}; nothing measured")
        return 0
    gold = articles(data)
    with tempfile.TemporaryDirectory() as folder, served(data) as port:
        stories = Path(folder) / "stories.json"
        stories.write_text(json.dumps(_stories(gold)))
        first = _run(Path(folder), port)
        again = _run(Path(folder), port)
        found, sentences, stray, told = _compare(Path(folder) / "news.db", gold)
    seconds = first["seconds"]
    staged = {k: v for k, v in seconds.items() if not k.startswith("compute:")}
    total = sum(staged.values())
    storage = (staged["gather"] + staged["store"]) / total
    share = again["wall"] / first["wall"]
    states = first["states"]
    stored = first["articles"]
    print(f"stories {sum(states.values())}: {states}; again: {again['states']}")
    print(f"articles stored {stored} of {len(gold)}, failures {first['failures']}")
    print(f"gold sentences found {found} of {sentences} ({found / sentences:.4f})")
    print(f"extracted sentences not in the gold {stray} of {told} ({stray / told:.4f})")
    print(f"first run {first['wall']:.1f} s, {stored / first['wall']:.1f} articles a second")
    print("share by stage: " + ", ".join(f"{k} {v / total:.1%}" for k, v in sorted(staged.items())))
    busy = {k: v for k, v in seconds.items() if k.startswith("compute:")}
    print("seconds of the workers: " + ", ".join(f"{k[9:]} {v:.1f}" for k, v in sorted(busy.items())))
    print(f"collecting, extracting and storing {storage:.1%} of the total")
    print(f"second run {again['wall']:.1f} s, {share:.1%} of the first; loaded torch: {again['torch']}")
    figures = {
        "stories compared": float(set(states) <= {"compared"} and set(again["states"]) <= {"unchanged"}),
        "articles stored": stored / len(gold),
        "gold sentences found": found / sentences,
        "extracted sentences that are none": stray / told,
        "collecting, extracting and storing, of all": storage,
        "second run, of the first": share,
        "second run loads torch": float(again["torch"]),
    }
    return hold("newsweb", figures, [tool(data), data / "basil" / "articles", data / "seesaw"])


def _stories(gold: list[dict[str, Any]]) -> dict[str, list[str]]:
    stories: dict[str, list[str]] = {}
    for article in gold:
        name = re.sub(r"[^a-z0-9]+", "-", f"{article['set']}-{article['story']}".lower()).strip("-")
        stories.setdefault(name, []).append(article["url"])
    return stories


def _run(folder: Path, port: int) -> dict[str, Any]:
    """One run in a process of its own; ``wall`` counts from its start to its end."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--child", str(folder), str(port)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {**json.loads(done.stdout), "wall": time.perf_counter() - start}


def child(folder: Path, port: int) -> None:
    """Runs every story and prints what came of it."""
    from compare.collect.guard import ConnectTo
    from compare.config import load
    from compare.finding.stories import Asked
    from compare.pipeline import Options, run
    from compare.progress import Progress
    from compare.records import Source
    from compare.store.database import writer

    stories = json.loads((folder / "stories.json").read_text())
    asked = [
        Asked(Source(urls[0], "seed"), tuple(Source(u, "coverage") for u in urls[1:]), name)
        for name, urls in stories.items()
    ]
    options = Options(
        load(ROOT / "config"), out=folder / "reports", discover=False, delay=0.0,
        connect_to=(ConnectTo.parse(f"::127.0.0.1:{port}"),),
    )  # fmt: skip
    with writer(folder / "news.db") as db:
        summary = run(db, asked, options, progress=Progress(shown=False))
        (count,) = db.execute("select count(distinct article_id) from versions").fetchone()
    states: dict[str, int] = {}
    for outcome in summary.stories:
        states[outcome.state] = states.get(outcome.state, 0) + 1
    failures = sum(len(outcome.failures) for outcome in summary.stories)
    print(json.dumps({"states": states, "articles": count, "failures": failures, "seconds": summary.seconds, "torch": "torch" in sys.modules}))  # fmt: skip


def _compare(db: Path, gold: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    """Gold sentences found, gold sentences, extracted sentences that are in no gold, extracted sentences."""
    connection = sqlite3.connect(db)
    texts = dict(
        connection.execute("select a.url, v.text from articles a join versions v on v.id = a.version_id")
    )
    told: dict[str, list[str]] = {}
    query = "select a.url, c.text from articles a join claims c on c.version_id = a.version_id where c.kind != 'headline'"
    for url, text in connection.execute(query):
        told.setdefault(url, []).append(text)
    connection.close()
    found = sentences = stray = extracted = 0
    for article in gold:
        bare = _bare(texts.get(article["url"], ""))
        whole = _bare(" ".join(s for p in article["paragraphs"] for s in p))
        for paragraph in article["paragraphs"]:
            sentences += len(paragraph)
            found += sum(_bare(sentence) in bare for sentence in paragraph)
        for text in told.get(article["url"], ()):
            extracted += 1
            stray += _bare(text) not in whole
    return found, sentences, stray, extracted


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--child":
        child(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(data_folder()))
