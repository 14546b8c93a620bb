"""An article's successive texts, over a web whose pages change between runs: versions, claims, and what is kept."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from compare.config import Config
from compare.finding.stories import Asked
from compare.outcomes import Summary
from compare.pipeline import Options, run
from compare.records import Source
from tests.articles import HARBOUR
from tests.web import Web, page

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
ASKED = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"), Source(THREE, "coverage")), "harbour")
TITLE, PARAGRAPHS = HARBOUR[TWO]
KEY = TWO.removeprefix("http://")


@pytest.fixture
def options(config: Config, newsstand: Web, tmp_path: Path) -> Options:
    settings = replace(config.settings, retries=0)
    return Options(
        replace(config, settings=settings), out=tmp_path / "reports", discover=False, delay=0,
        connect_to=(newsstand.connect_to,),
    )  # fmt: skip


def go(db: Database, options: Options, here: Executor) -> Summary:
    return run(db, [ASKED], options, executor=here)


def rows(db: Database, query: str) -> list[dict[str, Any]]:
    return list(db.query(query))


def versions(db: Database) -> int:
    return db.execute("select count(*) from versions v join articles a on a.id = v.article_id where a.url = ?", [TWO]).fetchone()[0]  # type: ignore[no-any-return] # fmt: skip


def test_noise_makes_no_version_and_no_new_comparison(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """Another time stamp, another related story, other white space: the article says what it said, and one body is kept."""
    go(db, options, here)
    body = db.execute("select body from pages where url = ?", [TWO]).fetchone()
    for stamp in ("Updated 14:05 GMT", "Updated 14:20 GMT"):
        html = page(TITLE, [p.replace(" ", "  ") for p in PARAGRAPHS])
        html = html.replace(
            "</h1>", f'</h1><p>{stamp}</p><p>Read more: <a href="/{stamp}">{stamp} news</a></p>'
        )
        newsstand.pages[KEY] = html
        (outcome,) = go(db, options, here).stories
        assert outcome.state == "unchanged"
    assert versions(db) == 1
    assert rows(db, "select * from revisions") == []
    assert db.execute("select body from pages where url = ?", [TWO]).fetchall() == [body]
    newsstand.requests.clear()
    go(db, options, here)
    assert (KEY, 304) in newsstand.requests  # it is asked for by what the last answer said


def test_a_page_with_another_date_or_behind_a_wall_is_kept_beside_the_one_before(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """What was read of it differs, so its bytes are kept as evidence; after a wall the same text is fetched anew."""
    go(db, options, here)
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS, "2025-12-07T10:00:00Z")
    go(db, options, here)
    assert db.execute("select count(*) from pages where url = ?", [TWO]).fetchone() == (2,)
    newsstand.pages[KEY] = (
        "<html><body><h1>Subscribe to read</h1><p>Log in or subscribe to go on.</p></body></html>"
    )
    go(db, options, here)
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS, "2025-12-07T10:00:00Z").replace(
        "</h1>", "</h1><p>Updated 14:05 GMT</p>"
    )
    go(db, options, here)
    assert db.execute("select count(*) from pages where url = ?", [TWO]).fetchone() == (4,)
    (found,) = rows(db, "select access, version_id from pages where url = 'http://two.example/deal' order by id desc limit 1")  # fmt: skip
    assert found["access"] == "full" and versions(db) == 1


def test_a_changed_figure_is_a_version_with_its_claim_reworded(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """The row names both texts, the outlet, and the two fetches between which it changed."""
    go(db, options, here)
    go(db, options, here)  # seen again, unchanged
    newsstand.pages[KEY] = page(TITLE, [p.replace("1,700", "2,100") for p in PARAGRAPHS])
    go(db, options, here)
    assert versions(db) == 2
    (change,) = rows(db, "select * from text_changes")
    assert (change["outlet"], change["change"]) == ("two.example", "reworded")
    assert "1,700" in change["old_text"] and "2,100" in change["new_text"]
    assert "1,700" in change["note"] and "2,100" in change["note"]
    seen, first = rows(db, "select fetched_at, checked_at from pages where url = 'http://two.example/deal' order by id")  # fmt: skip
    assert (change["between_at"], change["and_at"]) == (seen["checked_at"], first["fetched_at"])


def test_a_claim_that_left_is_told_once_with_the_times_of_both_fetches(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """Running again with nothing new tells nothing more; when it comes back, that is told."""
    go(db, options, here)
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS[:-1])
    go(db, options, here)
    go(db, options, here)
    (gone,) = rows(db, "select * from text_changes")
    assert (gone["change"], gone["old_text"]) == ("removed", PARAGRAPHS[-1])
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS)
    go(db, options, here)
    assert [r["change"] for r in rows(db, "select * from text_changes")] == ["removed", "added"]
    assert versions(db) == 2  # the old text came back: it is no third one


def test_changes_in_two_steps_are_told_step_by_step(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """Each between its own fetches."""
    go(db, options, here)
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS[1:])
    go(db, options, here)
    newsstand.pages[KEY] = page(
        TITLE, [*PARAGRAPHS[1:], "The ferry company called off its summer timetable."]
    )
    go(db, options, here)
    told = rows(db, "select change, run from text_changes order by revision")
    assert [(r["change"], r["run"]) for r in told] == [("removed", 2), ("added", 3)]


@pytest.mark.parametrize(
    "failure",
    [
        500,
        404,
        "<html><body><h1>Before you continue</h1><p>We and our 9 partners use cookies. Accept all?</p></body></html>",
        "<html><body><p>Checking your browser before accessing the site. Enable JavaScript and cookies.</p></body></html>",
        page("Scheduled maintenance", ["Our website is undergoing necessary maintenance work this evening. Please check back "
             "shortly, and thank you for bearing with everyone in the technical department."]),
        page(TITLE, [PARAGRAPHS[0], "Subscribe to continue reading."]),
        "",
    ],
)  # fmt: skip
def test_a_page_that_fails_to_load_never_reads_as_a_withdrawn_claim(
    db: Database, options: Options, here: Executor, newsstand: Web, failure: str | int
) -> None:
    """Whatever stands in the article's place, its claims stay as read before, and the failure is told."""
    go(db, options, here)
    newsstand.pages[KEY] = failure
    (outcome,) = go(db, options, here).stories
    assert outcome.counts["articles read"] == 3
    assert [f.url for f in outcome.failures] == [TWO]
    assert rows(db, "select * from revisions") == []
    assert rows(db, "select * from difference_changes") == []
    assert db.execute("select count(*) from coverage where outlet_id = 'two.example' and state = 'present'").fetchone()[0] > 0  # fmt: skip
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS)
    go(db, options, here)
    assert rows(db, "select * from revisions") == []


def test_a_text_read_in_part_makes_no_removed_claims(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A page that says of itself that it is cut leaves the rest unknown."""
    aside = "That was said at length and in the rain, on the quay in front of the old customs house, by all of them."
    long = [f"{p} {aside}" for p in PARAGRAPHS * 2]
    newsstand.pages[KEY] = page(TITLE, long)
    go(db, options, here)
    cut = page(TITLE, [*long[:6], "Subscribe to continue reading this article in full."])
    about = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script></head>'
    newsstand.pages[KEY] = cut.replace("</head>", about)
    go(db, options, here)
    changes = {r["change"] for r in rows(db, "select * from text_changes")}
    assert "unknown" in changes and "removed" not in changes


def test_differences_that_appear_and_go_are_told_with_the_cause(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A figure that an outlet takes over from the other ends the conflict over it, because a text changed."""
    newsstand.pages[KEY] = page(TITLE, [p.replace("1,700", "3,900") for p in PARAGRAPHS])
    go(db, options, here)
    assert rows(db, "select * from difference_changes") == []  # a first comparison changes nothing
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS)
    go(db, options, here)
    told = rows(db, "select * from difference_changes where kind = 'number' or kind like 'conflict%'")
    assert {"went"} <= {r["change"] for r in told}
    assert {r["because"] for r in told} == {"text"}
    assert any("3,900" in r["a_text"] + r["b_text"] for r in told if r["change"] == "went")


def test_an_article_that_joins_the_story_is_told(db: Database, options: Options, here: Executor) -> None:
    """With the differences that it brings, and no other."""
    run(db, [replace(ASKED, coverage=ASKED.coverage[:1])], options, executor=here)
    go(db, options, here)
    new = rows(db, "select a.url, c.change from article_changes c join articles a on a.id = c.article_id where c.run_id = 2")  # fmt: skip
    assert new == [{"url": THREE, "change": "new"}]
    brought = rows(db, "select * from difference_changes where change = 'appeared' and because = 'article'")
    three = db.execute("select id from articles where url = ?", [THREE]).fetchone()[0]
    assert all(three in (r["a_article_id"], r["b_article_id"]) for r in brought)


def test_a_broken_off_change_is_told_by_the_next_run(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """When a run fetched a new text and did not come to compare it, the next one does."""
    from concurrent.futures import Future, ThreadPoolExecutor

    class Broken(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise RuntimeError("broken off")

    go(db, options, here)
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS[:-1])
    with Broken(1) as broken:
        run(db, [ASKED], options, executor=broken)
    assert rows(db, "select * from text_changes") == []
    go(db, options, here)
    assert [r["change"] for r in rows(db, "select * from text_changes")] == ["removed"]
