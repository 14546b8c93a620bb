"""Two pages are one article only where they may be: a canonical link alone merges no texts that say other things."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

import pytest
from sqlite_utils import Database

from compare.finding.stories import Asked
from compare.outcomes import Outcome, Summary
from compare.pipeline import Options, run
from compare.records import Source
from compare.reporting import report_of
from compare.show_run import as_text
from tests.articles import HARBOUR
from tests.web import Web, page

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
ALL_NEWS = '<link rel="canonical" href="http://three.example/news/all">'
STATION = (
    "Rail station opens in Veldhaven",
    [
        "The new railway station of Veldhaven was opened on Monday by the transport minister after nine years of work.",
        "Trains will call there every half hour, the company said, and the old halt at the mill is to be closed.",
        "About 300 people came to see the first train, which was eleven minutes late because of a cow on the line.",
    ],
)


def go(db: Database, options: Options, here: Executor, *urls: str) -> Outcome:
    asked = Asked(Source(urls[0], "seed"), tuple(Source(url, "coverage") for url in urls[1:]), "harbour")
    (outcome,) = run(db, [asked], options, executor=here).stories
    return outcome


def canonical(told: tuple[str, list[str]], link: str = ALL_NEWS) -> str:
    """A page of such an article with a canonical link."""
    return page(*told).replace("<head>", f"<head>{link}")


def test_two_texts_under_one_canonical_link_are_two_articles(
    db: Database, options: Options, newsstand: Web, here: Executor
) -> None:
    """A site that gives all its pages one canonical address loses none of them, nor the address of a text."""
    newsstand.pages |= {"three.example/1": canonical(HARBOUR[THREE]), "three.example/2": canonical(STATION)}
    first, second = "http://three.example/1", "http://three.example/2"
    for _ in range(2):
        outcome = go(db, options, here, first, second, TWO)
        assert (outcome.counts["articles read"], outcome.same_articles) == (3, [])
    report = report_of(db, "harbour")
    assert report is not None
    assert {a["url"]: a["title"] for a in report["articles"]} == {
        first: HARBOUR[THREE][0],
        second: STATION[0],
        TWO: HARBOUR[TWO][0],
    }


def test_the_page_at_the_canonical_address_is_that_article(
    db: Database, options: Options, newsstand: Web, here: Executor
) -> None:
    """It keeps its place, whichever page that passes for it was read before."""
    newsstand.pages |= {
        "three.example/1": canonical(HARBOUR[THREE]),
        "three.example/news/all": page(*STATION),
    }
    go(db, options, here, "http://three.example/1", TWO)
    outcome = go(db, options, here, "http://three.example/1", TWO, "http://three.example/news/all")
    assert outcome.counts["articles read"] == 3
    report = report_of(db, "harbour")
    assert report is not None
    assert {a["title"] for a in report["articles"]} == {HARBOUR[THREE][0], STATION[0], HARBOUR[TWO][0]}


def test_one_article_at_two_addresses_is_one_and_told(
    db: Database, options: Options, newsstand: Web, here: Executor, tmp_path: Path
) -> None:
    """The summary and the report name the other address of what was read twice."""
    title, paragraphs = HARBOUR[THREE]
    link = f'<link rel="canonical" href="{THREE}">'
    newsstand.pages["m.three.example/port"] = canonical((title, [*paragraphs[:2], "More soon."]), link)
    outcome = go(db, options, here, THREE, "http://m.three.example/port", TWO)
    assert outcome.counts["articles read"] == 2
    assert outcome.same_articles == [("http://m.three.example/port", THREE)]
    report = report_of(db, "harbour")
    assert report is not None
    assert "also at http://m.three.example/port" in {a["reason"] for a in report["articles"]}
    assert "also at" in outcome.reports[0].read_text()
    told = as_text(Summary(1, [outcome]), tmp_path, verbose=False)
    assert f"the same article: http://m.three.example/port and {THREE}, counted once" in told
