"""How long contrasting takes beside embedding, on a story of three articles of thirty sentences, in one run.

Usage: python benchmarks/contrast_speed.py [DATA_DIR]   (default: ../shared/data beside the repository)

Articles of the loopback web, cut after thirty sentences. The model is loaded and one story computed before anything is
timed; the least of three runs counts, for other work on the machine only adds to them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gold import lexicon
from web import articles, data_folder, tool

from compare.collect.extract import extract
from compare.compute import Job, compute
from compare.match.scorer import fitted
from compare.read.embed import DEFAULT_MODEL, SentenceTransformerEmbedder
from compare.records import Page

SENTENCES, RUNS, SHARE = 30, 3, 0.5


def main(data: Path) -> int:
    """Prints the seconds of both stages and their ratio; 1 when it is over the bound."""
    if not tool(data).is_file():
        print(f"contrast_speed: no articles beside {data}; nothing measured")
        return 0
    stories: dict[str, list[list[str]]] = {}
    for article in articles(data):
        told = [sentence for paragraph in article["paragraphs"] for sentence in paragraph][:SENTENCES]
        if len(told) == SENTENCES:
            stories.setdefault(article["story"], []).append(told)
    whole = [story for story in stories.values() if len(story) == 3][:RUNS]
    compute(_job(whole[0]))
    shares = []
    for story in whole:
        runs = [compute(_job(story)) for _ in range(RUNS)]
        embed, contrast = (min(run.seconds[stage] for run in runs) for stage in ("embed", "contrast"))
        pairs = len(runs[0].comparison.alignments)
        print(
            f"{pairs:4} pairs: embedding {embed:.3f} s, contrasting {contrast:.3f} s, ratio {contrast / embed:.3f}"
        )
        shares.append(contrast / embed)
    print(f"contrasting, of the time of embedding: {max(shares):.3f} at most (bound {SHARE})")
    return 0 if max(shares) <= SHARE else 1


def _job(story: list[list[str]]) -> Job:
    read = []
    for number, told in enumerate(story):
        host = f"outlet{number}.example"
        body = "\n\n".join(("A headline", *told)).encode()
        kind = (("content-type", "text/plain; charset=utf-8"),)
        url = f"http://{host}/a"
        read.append(
            (extract(Page(url, url, 200, kind, body, "2025-12-08T09:00:00Z", "saved"), host), "coverage")
        )
    embedder = SentenceTransformerEmbedder(DEFAULT_MODEL)
    return Job(
        story="speed",
        articles=tuple(read),  # type: ignore[arg-type]
        outlets=(),
        lexicon=lexicon(),
        model=DEFAULT_MODEL,
        revision=embedder.revision,
        scorer=fitted(),
        vectors={},
        threads=1,
    )


if __name__ == "__main__":
    sys.exit(main(data_folder()))
