"""The alignment gold as claims of the real reader: each story's articles as the loopback web prints them.

A claim stands for each gold sentence with which it shares most of its words, as in the scorer beside the data. What two
annotators dispute is marked as such (second_annotator.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from second_annotator import agreed
from training_pairs import annotated_stories
from web import ROOT, articles

from compare.collect.extract import extract
from compare.config import read_lexicon
from compare.configured import Lexicon
from compare.read.claims import claims
from compare.records import Article, Claim, Page

Stories = Callable[[Path, str], Iterator[dict[str, Any]]]

MOSTLY = 0.6  # of the words of a claim or of a sentence, from which on one stands for the other


@dataclass(frozen=True)
class GoldPair:
    """Two aligned sentences: what annotators said of them, and the claims that stand for each."""

    story: str
    names: tuple[str, str]
    relation: str  # "same", "partial", or "disputed" between these
    conflict: str
    kinds: frozenset[str]
    disputed: frozenset[str]
    words: tuple[Any, ...]
    sentences: tuple[str, str]
    claims: tuple[tuple[Claim, ...], tuple[Claim, ...]]
    articles: tuple[Article, Article]
    told: tuple[Claim, ...]  # all claims of the two articles


def lexicon() -> Lexicon:
    """The project's word lists."""
    return read_lexicon(ROOT / "config" / "lexicons")


def gold_pairs(data: Path, part: str, stories: Stories = agreed) -> Iterator[GoldPair]:
    """The pairs of ``part`` (train or dev), story by story."""
    paragraphs = {a["url"]: a["paragraphs"] for a in articles(data)}
    for story in stories(data, part):
        yield from _of_story(story, paragraphs)


def training_pairs(data: Path) -> Iterator[GoldPair]:
    """The aligned pairs that were annotated beside the gold (training_pairs.py)."""
    for story in annotated_stories(data):
        yield from _of_story(story, {})


def _of_story(story: dict[str, Any], paragraphs: dict[str, list[list[str]]]) -> Iterator[GoldPair]:
    words = lexicon()
    read: dict[str, Article] = {}
    standing: dict[str, tuple[Claim, ...]] = {}
    text: dict[str, str] = {}
    whole: dict[str, tuple[Claim, ...]] = {}
    for gold in story["articles"]:
        article = _article(gold, paragraphs.get(gold["url"]) or [[s] for s in gold["sentences"]])
        told = [c for c in claims(article, words) if c.kind != "headline"]
        read[gold["letter"]] = article
        whole[gold["letter"]] = tuple(told)
        for name, found in _standing(gold, told).items():
            standing[name] = found
        text.update({f"{gold['letter']}{i}": s for i, s in enumerate(gold["sentences"])})
    for pair in story["pairs"]:
        x, y = pair["x"], pair["y"]
        yield GoldPair(
            story["story"],
            (x, y),
            pair["rel"],
            pair["conflict"],
            frozenset(pair.get("diff", ())),
            frozenset(pair.get("diff_disputed", ())),
            tuple(pair.get("words", ())),
            (text[x], text[y]),
            (standing.get(x, ()), standing.get(y, ())),
            (read[x[0]], read[y[0]]),
            whole[x[0]] + whole[y[0]],
        )


def _article(gold: dict[str, Any], paragraphs: list[list[str]]) -> Article:
    body = "\n\n".join((gold["title"], *(" ".join(p) for p in paragraphs))).encode()
    kind = (("content-type", "text/plain; charset=utf-8"),)
    page = Page(gold["url"], gold["url"], 200, kind, body, f"{gold['date']}T12:00:00Z", "saved")
    return extract(page, gold["url"].split("/")[2])


def _standing(gold: dict[str, Any], told: list[Claim]) -> dict[str, tuple[Claim, ...]]:
    bags = [_bag(sentence) for sentence in gold["sentences"]]
    found: dict[str, list[Claim]] = {}
    for claim in told:
        bag = _bag(claim.text)
        size = sum(bag.values())
        hits = []
        for number, other in enumerate(bags):
            shared = sum((bag & other).values())
            if shared and (shared >= MOSTLY * size or shared >= MOSTLY * sum(other.values())):
                hits.append((shared, number))
        most = max(hits, default=(0, 0))[0]
        for shared, number in hits:
            # One cut from a sentence belongs to the best match alone; one that swallowed several, to each.
            if shared == most or shared < MOSTLY * size:
                found.setdefault(f"{gold['letter']}{number}", []).append(claim)
    return {name: tuple(claims_of) for name, claims_of in found.items()}


def _bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))
