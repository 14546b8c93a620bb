"""A host that takes its time holds up the stories that want its pages, and no others of the same run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from compare.config import Config
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Source
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.web import Web, page

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
LIMIT = 2.0  # seconds for one page
SLOW = [f"http://slow.example/{n}" for n in range(6)]
QUICK_STORY = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"),), "quick")
SLOW_STORY = Asked(Source(THREE, "seed"), tuple(Source(url, "coverage") for url in SLOW), "slow")


@pytest.fixture
def options(config: Config, newsstand: Web, tmp_path: Path) -> Options:
    title, paragraphs = HARBOUR[TWO]
    for number, url in enumerate(SLOW):
        newsstand.pages[url.removeprefix("http://")] = page(title, [*paragraphs, f"This is page {number}."])
    settings = replace(config.settings, total_seconds=LIMIT, retries=0)
    config = replace(config, settings=settings)
    out = tmp_path / "reports"
    return Options(config, out=out, discover=False, delay=0, connect_to=(newsstand.connect_to,))


def told_and_had(folder: Path, options: Options, here: Executor, query: str) -> tuple[str, list[str]]:
    """When the quick story's report was written, in a run beside the slow one, and the times that ``query`` gives."""
    with writer(folder / "a.db") as db:
        summary = run(db, [SLOW_STORY, QUICK_STORY], options, executor=here)
        times = [row[0] for row in db.execute(query).fetchall()]
    assert {o.story: o.state for o in summary.stories}["quick"] == "compared"
    written = (folder / "reports" / "quick" / "report.json").stat().st_mtime
    return f"{dt.datetime.fromtimestamp(written, dt.UTC):%Y-%m-%dT%H:%M:%SZ}", times


def test_a_host_that_wants_to_be_asked_slowly_holds_up_no_other_story(
    newsstand: Web, options: Options, here: Executor, tmp_path: Path
) -> None:
    """The other story is told after the limit of one page, and the slow one gets all its pages, each asked for once."""
    newsstand.pages["slow.example/robots.txt"] = "User-agent: *\nCrawl-delay: 1.6\n"
    told, had = told_and_had(
        tmp_path, options, here, "select fetched_at from pages where url like 'http://slow.example/_'"
    )
    assert len(had) == len(SLOW)
    assert sum(at <= told for at in had) <= 3
    asked = Counter(url for url, _ in newsstand.requests)
    assert [asked[url.removeprefix("http://")] for url in SLOW] == [1] * len(SLOW)
    assert (tmp_path / "reports" / "slow" / "report.json").exists()


def test_a_host_that_does_not_answer_holds_up_no_other_story(
    newsstand: Web, options: Options, here: Executor, tmp_path: Path
) -> None:
    """Nor does one that takes each page to its limit; its own story says what could not be had."""
    for url in SLOW:
        newsstand.pages[url.removeprefix("http://")] = 60.0
    told, failed = told_and_had(tmp_path, options, here, "select at from failures where story_id = 'slow'")
    assert len(failed) == len(SLOW)
    assert sum(at <= told for at in failed) <= 1
