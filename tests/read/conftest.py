"""What the tests of this room share: the shipped lexicons, and articles put together from paragraphs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from compare.configured import Lexicon
from compare.read.cues import Cues, cue_index
from compare.records import Article

LEXICONS = Path(__file__).resolve().parents[2] / "config" / "lexicons"


def entries(name: str) -> list[list[str]]:
    """The columns of each entry of a lexicon file."""
    lines = (LEXICONS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The reporting cues and hedges that the project ships."""
    return Lexicon(
        reporting=dict(entries("reporting.tsv")),
        hedges=dict(entries("hedges.tsv")),
    )


@pytest.fixture(scope="session")
def cues(lexicon: Lexicon) -> Cues:
    """The reporting cues by every form."""
    return cue_index(lexicon.reporting)


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    """Builds an article from a title and paragraphs, parted by blank lines."""

    def make(title: str, *paragraphs: str) -> Article:
        text, spans = title, []
        for paragraph in paragraphs:
            text += "\n\n" if text else ""
            spans.append((len(text), len(text) + len(paragraph)))
            text += paragraph
        return Article(
            id="a1", url="https://lamp.example/a", final_url="", canonical_url="", outlet="lamp", title=title, byline="",
            published_at=None, published_precision="unknown", published_source="", fetched_at="2025-11-07T00:00:00Z",
            language="en", text=text, title_end=len(title), paragraphs=tuple(spans), access="full", reason="",
            provenance="saved", content_sha256="",
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def grows_linearly() -> Callable[[Callable[[str], object], str], bool]:
    """Whether work on four times the text takes about four times as long, judged generously."""

    def timed(work: Callable[[str], object], text: str) -> float:
        times = []
        gc.disable()  # it walks all that other tests left in the process, now and then
        try:
            for _ in range(3):
                begin = time.process_time()  # what else the machine does is no matter
                work(text)
                times.append(time.process_time() - begin)
        finally:
            gc.enable()
        return min(times)

    def judge(work: Callable[[str], object], unit: str, characters: int = 25_000) -> bool:
        small = (unit * characters)[:characters]
        large = (unit * characters * 4)[: 4 * characters]
        # A quadratic step would make it sixteen times; below 50 ms the ratio is noise.
        return timed(work, large) < max(10 * timed(work, small), 0.05)

    return judge
