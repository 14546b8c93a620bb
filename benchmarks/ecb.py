"""Articles of ECB+ as seeds and coverage: in each topic two events of one kind, told by several outlets each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from compare.collect.extract import extract
from compare.collect.same_event import as_entry
from compare.collect.score import Scorer
from compare.records import Article, Page

SEEDS = 4  # of one event: the first of its articles
SENTENCES = 3  # that an article has at least; of many, only one or two were annotated
Topics = Mapping[str, Mapping[str, Sequence[Article]]]  # topic -> event -> articles


def topics(files: Sequence[Path]) -> Topics:
    """The articles that are long enough, by topic and event."""
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in files:
        for row in file.read_text(encoding="utf-8").splitlines():
            parts = row.split("\t")
            if len(parts) >= 5:
                lines[parts[0]][int(parts[1])].append(parts[3])
    found: dict[str, dict[str, list[Article]]] = defaultdict(lambda: defaultdict(list))
    for name, sentences in lines.items():
        told = [re.sub(r" ([.,!?;:')])", r"\1", " ".join(sentences[n])) for n in sorted(sentences)]
        told = [s for s in told if not s.startswith("http")]
        match = re.fullmatch(r"(\d+)_\d+(ecb(?:plus)?)", name)
        if match and len(told) >= SENTENCES:
            url, body = f"http://{name.replace('_', '-')}.example/", "\n\n".join(told).encode()
            page = Page(
                url, url, 200, (("content-type", "text/plain"),), body, "2026-01-01T00:00:00Z", "saved"
            )
            found[match[1]][match[2]].append(extract(page, name))
    return found


def pairs(topics: Topics) -> Iterator[tuple[Article, list[tuple[Article, bool]]]]:
    """Each seed with the other articles of its topic, and whether they tell its event."""
    for events in topics.values():
        for event, articles in events.items():
            for seed in articles[:SEEDS]:
                yield (
                    seed,
                    [(a, other == event) for other, some in events.items() for a in some if a.id != seed.id],
                )


def scorers(topics: Topics) -> Callable[[Article], Scorer]:
    """Scorers of seeds against all articles."""
    entries = [as_entry(a) for events in topics.values() for some in events.values() for a in some]
    return lambda seed: Scorer(seed, entries)
