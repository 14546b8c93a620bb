"""``kill -9`` at every commit and at random moments: nothing acknowledged is lost, no story is told by half."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.articles import HARBOUR
from tests.killed import Nursery, Work, acknowledged, faults, kill, kill_alone, orphans, rows, unequal
from tests.web import Web, page, web

pytestmark = pytest.mark.model

STORIES = {"harbour": list(HARBOUR), "strike": list(HARBOUR)[1:]}


@pytest.fixture(scope="module")
def stand() -> Iterator[Web]:
    """Three invented outlets."""
    with web() as state:
        for url, (title, paragraphs) in HARBOUR.items():
            state.pages[url.removeprefix("http://")] = page(title, paragraphs)
        yield state


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where the children come from."""
    with Nursery() as made:
        yield made


@pytest.fixture(scope="module")
def unbroken(
    stand: Web, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, list[str]], int]:
    """The rows of a run that nothing broke off, and how many transactions began and ended in it."""
    work = Work(tmp_path_factory.mktemp("unbroken"), stand.port, STORIES)
    assert nursery.finish(work) == 0
    return rows(work.db), int((work.folder / "count").read_text())


def test_a_row_that_is_there_twice_is_a_difference(unbroken: tuple[dict[str, list[str]], int]) -> None:
    """What a resumed run would do once more is seen."""
    doubled = {table: [*found, *found[-1:]] for table, found in unbroken[0].items()}
    assert len(unequal(doubled, unbroken[0])) == sum(map(bool, unbroken[0].values()))
    assert unequal(unbroken[0], unbroken[0]) == []


def test_a_run_killed_at_commits_goes_on_as_if_it_had_not_been(
    stand: Web, nursery: Nursery, unbroken: tuple[dict[str, list[str]], int], tmp_path: Path
) -> None:
    """Killed before a commit or right after one, again and again, the run ends as an unbroken one, row by row."""
    expected, count = unbroken
    work = Work(tmp_path, stand.port, STORIES)
    stand.requests.clear()
    deaths = 0
    # What is kept makes the next child's work less: each dies a few statements further on.
    for die_at in (7, 8, 10, 13):
        deaths += nursery.finish(work, die_at) != 0
        assert faults(work, expected, acknowledged(work)) == []
    assert deaths >= 3
    assert nursery.finish(work) == 0
    assert unequal(rows(work.db), expected) == []
    asked = Counter(url for url, _ in stand.requests if not url.endswith("robots.txt"))
    assert sum(asked.values()) <= len(HARBOUR) + deaths * len(HARBOUR)
    assert count > 20


def test_what_was_had_is_not_asked_for_again(
    stand: Web, nursery: Nursery, unbroken: tuple[dict[str, list[str]], int], tmp_path: Path
) -> None:
    """A run that goes on after all pages were kept asks for none of them."""
    work = Work(tmp_path, stand.port, STORIES)
    assert nursery.finish(work, unbroken[1] - 2) != 0
    stand.requests.clear()
    assert nursery.finish(work) == 0
    assert [url for url, _ in stand.requests if not url.endswith("robots.txt")] == []
    assert unequal(rows(work.db), unbroken[0]) == []
    made = {p.name for p in (work.folder / "reports" / "harbour").iterdir()}
    assert made == {"report.html", "report.md", "report.json"}


def test_a_run_killed_at_random_moments_goes_on_as_if_it_had_not_been(
    stand: Web, nursery: Nursery, unbroken: tuple[dict[str, list[str]], int], tmp_path: Path
) -> None:
    """Whatever the moment, what was told as done is kept, and the resumed run equals the unbroken one.

    Killed alone, it leaves no worker behind."""
    chance = random.Random(3)
    work = Work(tmp_path, stand.port, STORIES)
    for end in (kill, kill_alone, kill):
        pid = nursery.start(work)
        time.sleep(chance.uniform(0.5, 4.0))
        end(pid)
        nursery.wait()
        assert orphans(pid) == []
        assert faults(work, unbroken[0], acknowledged(work)) == []
    assert nursery.finish(work) == 0
    assert unequal(rows(work.db), unbroken[0]) == []
