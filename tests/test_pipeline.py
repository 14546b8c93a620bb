"""The main job over a small web of invented outlets, with real parts: server, guard, database, model."""

from __future__ import annotations

import json
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from compare import show_run
from compare.config import Config
from compare.configured import Outlet
from compare.errors import InputError
from compare.finding.stories import Asked, add_page
from compare.outcomes import Summary
from compare.pipeline import Options, run
from compare.records import Page, Source
from compare.reporting import report_of
from compare.seeds import read_seed
from compare.store.database import writer
from tests.articles import HARBOUR, html_page
from tests.web import Web, page

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
ASKED = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"), Source(THREE, "coverage")), "harbour")


def go(db: Database, options: Options, here: Executor, asked: Asked = ASKED) -> Summary:
    return run(db, [asked], options, executor=here)


def fixed(report: dict[str, object] | None) -> str:
    """A report without what tells one run from another."""
    assert report is not None
    rest = {k: v for k, v in report.items() if k != "run"}
    return json.dumps(rest, sort_keys=True)


def test_a_story_is_compared_stored_and_reported(db: Database, options: Options, here: Executor) -> None:
    """Claims that say the same are aligned across outlets, with spans that are exact slices."""
    (outcome,) = go(db, options, here).stories
    assert outcome.state == "compared"
    assert outcome.counts["articles read"] == 3
    assert [p.name for p in outcome.reports] == ["report.html", "report.md", "report.json"]
    report = report_of(db, "harbour")
    assert report is not None
    claims = {c["id"]: c for c in report["claims"]}
    pairs = {
        frozenset((claims[p["a"]]["text"][:24], claims[p["b"]]["text"][:24])) for p in report["alignments"]
    }
    assert frozenset(("Talks on the future of t", "The talks on the future ")) in pairs
    assert frozenset(("The port handles 12 mill", "The harbour moves 12 mil")) in pairs
    texts = {a["id"]: db.execute("select text from versions where article_id = ?", [a["id"]]).fetchone()[0] for a in report["articles"]}  # fmt: skip
    for claim in claims.values():
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["text"]


def test_the_report_files_say_what_the_database_says(db: Database, options: Options, here: Executor) -> None:
    """The JSON on disk is the report made from the database again."""
    (outcome,) = go(db, options, here).stories
    assert json.loads(outcome.reports[2].read_text()) == report_of(db, "harbour")


def test_running_again_with_nothing_new_changes_nothing(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """The second run asks conditionally, computes nothing and leaves every table but runs as it was."""
    go(db, options, here)
    tables = [t for t in db.table_names() if t not in ("runs", "story_runs", "pages") and "fts" not in t]
    before = {t: db.execute(f"select * from [{t}]").fetchall() for t in tables}
    newsstand.requests.clear()
    (outcome,) = go(db, options, here).stories
    assert outcome.state == "unchanged"
    assert {status for url, status in newsstand.requests if "robots" not in url} == {304}
    assert {t: db.execute(f"select * from [{t}]").fetchall() for t in tables} == before


def test_offline_repeats_the_run_from_stored_pages(
    db: Database, options: Options, here: Executor, newsstand: Web, tmp_path: Path
) -> None:
    """Everything after fetching can be done again without the web, into another report folder."""
    go(db, options, here)
    report = report_of(db, "harbour")
    newsstand.pages.clear()
    newsstand.requests.clear()
    again = replace(options, offline=True, out=tmp_path / "other")
    (outcome,) = go(db, again, here, Asked(Source(ONE, "seed"))).stories
    assert outcome.counts["articles read"] == 3
    assert newsstand.requests == []
    assert fixed(report_of(db, "harbour")) == fixed(report)


def test_offline_without_stored_pages_says_so(db: Database, options: Options, here: Executor) -> None:
    """Nothing is fetched, and each URL that is not stored becomes a row with its reason."""
    (outcome,) = go(db, replace(options, offline=True), here).stories
    assert outcome.state == "nothing to compare"
    assert {f.reason for f in outcome.failures} == {"not stored, and the run is offline"}


def test_the_order_of_coverage_changes_nothing(
    config: Config, options: Options, here: Executor, tmp_path: Path
) -> None:
    """The same articles in another order give the same report."""
    reports = []
    for name, order in (("x", (TWO, THREE)), ("y", (THREE, TWO))):
        with writer(tmp_path / f"{name}.db") as other:
            go(other, options, here, replace(ASKED, coverage=tuple(Source(u, "coverage") for u in order)))
            reports.append(report_of(other, "harbour"))
    for report in reports:
        for article in report["articles"] if report else ():
            article["fetched_at"] = ""  # the clock may have moved on between the two
    assert fixed(reports[0]) == fixed(reports[1])


def test_a_page_that_fails_is_a_row_and_never_a_silence(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """An outlet that could not be read is 'not retrieved' for every claim, with the reason told."""
    newsstand.pages[TWO.removeprefix("http://")] = 403
    (outcome,) = go(db, options, here).stories
    assert [(f.url, f.stage) for f in outcome.failures] == [(TWO, "fetch")]
    report = report_of(db, "harbour")
    assert report is not None
    states = {c["state"] for c in report["coverage"] if c["outlet"] == "two.example"}
    assert states == {"not_retrieved"}
    assert [(f["url"], f["reason"].split(" (")[0]) for f in report["failures"]] == [(TWO, "HTTP 403")]


def test_a_page_that_fails_later_keeps_its_stored_text(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A page that does not load today does not read as a withdrawn article."""
    go(db, options, here)
    newsstand.pages[TWO.removeprefix("http://")] = 500
    (outcome,) = go(db, replace(options, config=_quick(options.config)), here).stories
    assert outcome.counts["articles read"] == 3
    assert [f.url for f in outcome.failures] == [TWO]
    assert _reasons(db)["two.example"].startswith("HTTP 500")
    assert "compared as it was read on 20" in _reasons(db)["two.example"]
    title, paragraphs = HARBOUR[TWO]
    newsstand.pages[TWO.removeprefix("http://")] = page(title, paragraphs)
    go(db, options, here)
    assert _reasons(db) == {"one.example": "", "two.example": "", "three.example": ""}


def test_a_page_that_is_a_wall_later_keeps_its_stored_text(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A consent page with status 200 does not read as a withdrawn article either; the reason is told."""
    go(db, options, here)
    newsstand.pages[TWO.removeprefix("http://")] = (
        "<html><body><h1>Before you continue</h1><p>We and our 9 partners use cookies. Accept all?</p></body></html>"
    )
    (outcome,) = go(db, options, here).stories
    assert outcome.counts["articles read"] == 3
    assert ["compared as it was read on 20" in f.reason for f in outcome.failures] == [True]
    assert "consent wall" in _reasons(db)["two.example"]
    newsstand.pages[TWO.removeprefix("http://")] = (
        "<html><body><h1>Log in</h1><form><input type=password></form><p>Log in to continue.</p></body></html>"
    )
    (outcome,) = go(db, options, here).stories
    assert outcome.state == "compared"  # and so the report says what stands in the way by now
    assert "consent wall" not in _reasons(db)["two.example"]
    assert _reasons(db)["two.example"].count("compared as it was read on 20") == 1


def _reasons(db: Database) -> dict[str, str]:
    report = report_of(db, "harbour")
    assert report is not None
    return {a["outlet"]: a["reason"] for a in report["articles"]}


def test_a_story_whose_seed_cannot_be_read_is_named_after_the_end_of_its_url(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A name that a person can type, whatever the page says."""
    newsstand.pages.clear()
    seed = Source("http://one.example/world/2025/12/harbour-talks.html?id=7", "seed")
    (outcome,) = go(db, options, here, Asked(seed)).stories
    assert (outcome.story, outcome.state) == ("harbour-talks", "nothing to compare")
    assert "outlet-compare forget harbour-talks, then run the URL with --story NAME" in show_run.as_text(
        Summary(1, [outcome]), Path("a.db"), verbose=False
    )
    (outcome,) = go(db, options, here, Asked(replace(seed, url=f"{seed.url}8"), name="mine")).stories
    assert "--story" not in show_run.as_text(Summary(1, [outcome]), Path("a.db"), verbose=False)


def test_an_outlet_that_is_added_later_is_known_for_pages_read_before(
    db: Database, options: Options, here: Executor
) -> None:
    """A block in outlets.toml takes effect on the next run, fetched or not."""
    go(db, options, here)
    outlets = (Outlet("two", "The Second", ("two.example",), owner="A House"),)
    later = replace(options, config=replace(options.config, outlets=outlets), offline=True)
    (outcome,) = go(db, later, here).stories
    assert outcome.state == "compared"
    report = report_of(db, "harbour")
    assert report is not None
    assert {a["outlet"] for a in report["articles"]} == {"one.example", "two", "three.example"}
    assert {"id": "two", "name": "The Second", "owner": "A House"} in report["outlets"]


def test_a_date_that_is_put_right_is_a_new_comparison(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """What the page says about itself is part of what is compared, and the report is that of the run."""
    go(db, options, here)
    title, paragraphs = HARBOUR[TWO]
    newsstand.pages[TWO.removeprefix("http://")] = page(title, paragraphs, "2025-12-06T23:00:00Z")
    (outcome,) = go(db, options, here).stories
    assert outcome.state == "compared"
    report = report_of(db, "harbour")
    assert report is not None
    assert "2025-12-06T23:00:00Z" in {a["published_at"] for a in report["articles"]}
    assert json.loads(outcome.reports[2].read_text()) == report


def test_a_story_whose_computation_fails_is_told_and_the_others_go_on(
    db: Database, options: Options, newsstand: Web
) -> None:
    """Whatever error a worker meets; the story keeps its old comparison."""

    class Faulty(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            broken: Future[Any] = Future()
            if args[0].story == "broken":
                broken.set_exception(RuntimeError("the cluster lost it"))
                return broken
            return super().submit(fn, *args, **kwargs)

    with Faulty(1) as faulty:
        summary = run(
            db,
            [Asked(Source(TWO, "seed"), (Source(ONE, "coverage"),), "broken"), ASKED],
            options,
            executor=faulty,
        )
    assert {o.story: o.state for o in summary.stories} == {"broken": "failed", "harbour": "compared"}
    assert db.execute("select reason from failures where stage = 'compare'").fetchall() == [
        ("RuntimeError: the cluster lost it",)
    ]


def test_a_url_given_twice_stays_the_seed(db: Database, options: Options, here: Executor) -> None:
    """Coverage that repeats the seed does not take its role."""
    go(db, options, here, replace(ASKED, coverage=(Source(ONE, "coverage"), *ASKED.coverage)))
    report = report_of(db, "harbour")
    assert report is not None
    assert [a["role"] for a in report["articles"] if a["url"] == ONE] == ["seed"]


def test_a_changed_text_is_a_new_version_and_a_new_comparison(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """The story is computed again, and the old text stays in the database."""
    go(db, options, here)
    title, paragraphs = HARBOUR[TWO]
    newsstand.pages[TWO.removeprefix("http://")] = page(
        title, [*paragraphs[:-1], "The mayor left for the capital on Tuesday night."]
    )
    (outcome,) = go(db, options, here).stories
    assert outcome.state == "compared"
    assert db.execute("select count(*) from versions where article_id = (select id from articles where url = ?)", [TWO]).fetchone() == (2,)  # fmt: skip
    report = report_of(db, "harbour")
    assert report is not None
    assert any("left for the capital" in c["text"] for c in report["claims"])
    assert not any("herring" in c["text"] for c in report["claims"])


def test_one_article_alone_says_that_there_is_nothing_to_compare(
    db: Database, options: Options, here: Executor
) -> None:
    """The report is written all the same, and says why."""
    (outcome,) = go(db, options, here, Asked(Source(ONE, "seed"), name="harbour")).stories
    assert outcome.state == "nothing to compare"
    assert "nothing to compare" in outcome.reports[1].read_text()


def test_a_saved_copy_takes_the_place_of_a_stub(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """After ``add`` the paywalled original is compared, says that it is a saved copy, and is not fetched again."""
    title, paragraphs = HARBOUR[TWO]
    newsstand.pages[TWO.removeprefix("http://")] = page(
        title, [paragraphs[0], "Subscribe to continue reading."]
    )
    (first,) = go(db, options, here).stories
    assert first.counts["articles read"] == 2
    saved = replace(html_page(TWO, page(title, paragraphs)), provenance="saved")
    add_page(db, "harbour", Source(TWO, "coverage", saved))
    newsstand.requests.clear()
    (second,) = go(db, options, here).stories
    assert second.counts["articles read"] == 3
    assert not [url for url, _ in newsstand.requests if url.startswith("two.example/deal")]
    report = report_of(db, "harbour")
    assert report is not None
    assert [a["provenance"] for a in report["articles"] if a["outlet"] == "two.example"] == ["saved"]


def test_a_saved_copy_for_an_unknown_story_is_refused(db: Database) -> None:
    """Nothing is stored for a story that does not exist."""
    with pytest.raises(InputError, match="no story"):
        add_page(db, "nowhere", Source(TWO, "coverage", html_page(TWO, "<p>x</p>")))


def test_a_seed_document_s_text_stands_in_for_a_page_that_is_gone(
    db: Database, options: Options, here: Executor, newsstand: Web, tmp_path: Path
) -> None:
    """The text of the document is compared, and its provenance says so."""
    title, paragraphs = HARBOUR[ONE]
    newsstand.pages[ONE.removeprefix("http://")] = 404
    document = tmp_path / "seed.txt"
    document.write_text("\n".join((f"date 2025-12-06 {ONE}", title, *paragraphs)))
    seed = Source(ONE, "seed", read_seed(document).as_page())
    (outcome,) = go(db, options, here, replace(ASKED, seed=seed)).stories
    assert outcome.counts["articles read"] == 3
    report = report_of(db, "harbour")
    assert report is not None
    first = report["articles"][0]
    assert (first["provenance"], first["published_at"], first["published_precision"]) == (
        "seed",
        "2025-12-06T00:00:00Z",
        "day",
    )


def test_the_same_body_in_two_outlets_counts_once(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A reprint is marked with what it repeats, and adds no independent outlet."""
    _title, paragraphs = HARBOUR[ONE]
    newsstand.pages[THREE.removeprefix("http://")] = page(
        "Another headline for it", paragraphs, "2025-12-07T10:00:00Z"
    )
    go(db, options, here)
    report = report_of(db, "harbour")
    assert report is not None
    ids = {a["outlet"]: a["id"] for a in report["articles"]}
    copies = {a["outlet"]: a["same_text_as"] for a in report["articles"]}
    assert copies == {"one.example": None, "two.example": None, "three.example": ids["one.example"]}
    assert all(g["independent_outlets"] <= 2 for g in report["groups"])


def test_a_story_that_fails_does_not_hold_up_the_others(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """One seed that cannot be had leaves the other story whole."""
    gone = Asked(Source("http://gone.example/x", "seed"), name="gone")
    newsstand.pages["gone.example/x"] = 404
    summary = run(db, [gone, ASKED], options, executor=here)
    assert [o.state for o in summary.stories] == ["nothing to compare", "compared"]


def test_a_story_is_named_by_its_headline_and_keeps_its_name(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A later headline does not make another story of it."""
    asked = replace(ASKED, name="")
    (first,) = go(db, options, here, asked).stories
    assert first.story == "harbour-talks-fail-in-veldhaven"
    _title, paragraphs = HARBOUR[ONE]
    newsstand.pages[ONE.removeprefix("http://")] = page("Quite another headline", paragraphs)
    (second,) = go(db, options, here, asked).stories
    assert second.story == first.story


def test_two_seeds_cannot_share_a_name(db: Database, options: Options, here: Executor) -> None:
    """A name that is taken by another seed is refused in one line, and the story that has it stays."""
    go(db, options, here)
    (outcome,) = go(db, options, here, Asked(Source(TWO, "seed"), name="harbour")).stories
    assert outcome.state == "failed"
    assert "already starts from" in outcome.reason
    assert report_of(db, "harbour")


def test_an_article_in_two_stories_is_stored_once(db: Database, options: Options, here: Executor) -> None:
    """Claims and versions belong to the article, whichever stories it is in; dropping one keeps the other."""
    run(db, [ASKED, Asked(Source(TWO, "seed"), (Source(ONE, "coverage"),), "other")], options, executor=here)
    assert db.execute("select count(*) from versions").fetchone() == (3,)
    assert report_of(db, "harbour") and report_of(db, "other")
    assert db.execute("pragma foreign_key_check").fetchall() == []


def test_full_text_search_finds_claims(db: Database, options: Options, here: Executor) -> None:
    """The search index follows the claims."""
    go(db, options, here)
    found = [row["text"] for row in db.table("claims").search("herring")]
    assert len(found) == 1


def _quick(config: Config) -> Config:
    return replace(config, settings=replace(config.settings, retries=0))


def test_a_page_saved_under_another_spelling_finds_its_article(
    db: Database, options: Options, here: Executor
) -> None:
    """http or https, www or not: the saved page is the article that the story knows."""
    go(db, options, here)
    title, paragraphs = HARBOUR[TWO]
    other = "https://www.two.example/deal/"
    saved: Page = replace(html_page(other, page(title, paragraphs)), provenance="saved")
    add_page(db, "harbour", Source(other, "coverage", saved))
    (outcome,) = go(db, options, here).stories
    assert outcome.counts["articles"] == 3


@pytest.mark.model
def test_a_cluster_carries_the_computing(
    db: Database, options: Options, here: Executor, tmp_path: Path
) -> None:
    """The executor of a dask cluster gives the report that a local one gives."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        writer(tmp_path / "cluster.db") as other,
    ):
        (outcome,) = run(other, [ASKED], options, executor=client.get_executor()).stories
        there = report_of(other, "harbour")
    assert outcome.state == "compared"
    go(db, options, here)
    report = report_of(db, "harbour")
    for told in (there, report):
        assert told is not None
        for article in told["articles"]:
            article["fetched_at"] = ""
    assert fixed(there) == fixed(report)
