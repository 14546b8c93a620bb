"""``report STORY --since``: what changed in a story since a time or a run, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from sqlite_utils import Database

import compare
from compare.cli import main
from compare.config import Config
from compare.errors import InputError
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Source
from compare.reporting import changes_of
from compare.show.changes_view import between
from compare.show.changes_write import render_changes
from tests.articles import HARBOUR
from tests.web import Web, page

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
BOTH = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"),), "harbour")
ALL = replace(BOTH, coverage=(*BOTH.coverage, Source(THREE, "coverage")))
TITLE, PARAGRAPHS = HARBOUR[TWO]
KEY = TWO.removeprefix("http://")
EVIL = 'The <script>alert("x")</script> [port](javascript:1) =cmd shut down on 3 piers last night.'
SCHEMA = json.loads((Path(compare.__file__).parent / "show" / "changes.schema.json").read_text())


@pytest.fixture
def options(config: Config, newsstand: Web) -> Options:
    settings = replace(config.settings, retries=0)
    return Options(replace(config, settings=settings), discover=False, delay=0, connect_to=(newsstand.connect_to,))  # fmt: skip


def told(db: Database, since: int | str) -> dict[str, Any]:
    found = changes_of(db, "harbour", since)
    assert found is not None
    jsonschema.validate(found, SCHEMA)
    return found


def eventful(db: Database, options: Options, here: Executor, newsstand: Web) -> None:
    """Four runs: two articles; a third joins; one text changes; one page fails."""
    run(db, [BOTH], options, executor=here)
    run(db, [ALL], options, executor=here)
    changed = [
        PARAGRAPHS[0],
        PARAGRAPHS[1].replace("1,700", "2,400"),
        PARAGRAPHS[2],
        EVIL.replace("<", "&lt;"),
    ]
    newsstand.pages[KEY] = page(TITLE, changed)
    run(db, [ALL], options, executor=here)
    newsstand.pages[THREE.removeprefix("http://")] = 404
    run(db, [ALL], options, executor=here)


def test_each_kind_of_change_is_told_since_the_run_that_was_named(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """New articles, new versions with their claims, differences that appeared or went, failures."""
    eventful(db, options, here, newsstand)
    whole = told(db, 1)
    assert [(a["change"], a["url"]) for a in whole["articles"]] == [("new", THREE)]
    (revision,) = whole["revisions"]
    fates = {c["change"]: c for c in revision["claims"]}
    assert revision["outlet"] == "two.example" and revision["read_whole"]
    assert fates["reworded"]["old_text"] == PARAGRAPHS[1] and "2,400" in fates["reworded"]["new_text"]
    assert fates["removed"]["old_text"] == PARAGRAPHS[3]
    assert fates["added"]["new_text"] == EVIL
    assert revision["last_seen_at"] <= revision["first_seen_at"]
    assert {d["because"] for d in whole["differences"]} <= {"article", "text", "context"}
    assert any(
        d["change"] == "appeared" and "2,400" in d["a"]["text"] + d["b"]["text"] for d in whole["differences"]
    )
    (failure,) = whole["failures"]
    assert (failure["url"], failure["stage"], failure["had_since"]) == (THREE, "fetch", False)
    assert not whole["first_compared_since"]


def test_only_what_came_after_is_told(db: Database, options: Options, here: Executor, newsstand: Web) -> None:
    """Since each run in turn there is less to tell; since the last nothing."""
    eventful(db, options, here, newsstand)
    assert (len(told(db, 2)["articles"]), len(told(db, 2)["revisions"])) == (0, 1)
    after = told(db, 3)
    assert (after["articles"], after["revisions"], after["differences"]) == ([], [], [])
    assert len(after["failures"]) == 1
    last = told(db, 4)
    assert last["failures"] == [] and "Nothing changed" in render_changes(last, "md")
    assert told(db, 0)["first_compared_since"]


def test_a_failure_that_was_mended_says_so_and_no_claim_ever_left(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """The page is back as it was: no article went, no claim was withdrawn, no difference went."""
    eventful(db, options, here, newsstand)
    title, paragraphs = HARBOUR[THREE]
    newsstand.pages[THREE.removeprefix("http://")] = page(title, paragraphs)
    run(db, [ALL], options, executor=here)
    after = told(db, 3)
    assert (after["articles"], after["revisions"], after["differences"]) == ([], [], [])
    assert [f["had_since"] for f in after["failures"]] == [True]


def test_a_story_of_which_nothing_was_read_is_not_told_as_unchanged(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """Nothing is known of what its articles say, before or now."""
    newsstand.pages.clear()
    run(db, [BOTH], options, executor=here)
    last = told(db, 1)
    assert last["articles_read"] == 0
    for form in ("md", "html"):
        text = render_changes(last, form)
        assert "No article of the story has been read" in text and "Nothing changed" not in text


def test_what_came_and_went_again_is_counted_not_listed(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A change that was taken back leaves both texts' changes, and no difference."""
    run(db, [ALL], options, executor=here)
    newsstand.pages[KEY] = page(TITLE, [p.replace("1,700", "9,300") for p in PARAGRAPHS])
    run(db, [ALL], options, executor=here)
    newsstand.pages[KEY] = page(TITLE, PARAGRAPHS)
    run(db, [ALL], options, executor=here)
    whole = told(db, 1)
    assert len(whole["revisions"]) == 2
    assert whole["differences"] == []
    assert whole["differences_that_came_and_went"] > 0


def test_a_time_stands_for_the_last_run_that_had_ended(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """A time before all runs tells of the first comparison, one after them of nothing."""
    eventful(db, options, here, newsstand)
    assert told(db, "2000-01-01T00:00:00Z")["first_compared_since"]
    later = told(db, "2200-01-01T00:00:00Z")
    assert later["articles"] == later["revisions"] == later["failures"] == []
    db.execute("update runs set finished_at = '2026-01-01T00:00:00Z' where id = 2")
    db.execute("update runs set finished_at = '2026-01-02T00:00:00Z' where id > 2")
    db.execute("update runs set finished_at = '2025-12-31T00:00:00Z' where id = 1")
    assert told(db, "2026-01-01T12:00:00Z")["since"]["run"] == 2
    with pytest.raises(InputError, match="no such run"):
        changes_of(db, "harbour", 99)


def test_every_format_tells_it_and_none_lets_a_claim_act(
    db: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """HTML without script, Markdown without links of the text's own, CSV without formulas; the same bytes each time."""
    eventful(db, options, here, newsstand)
    report = told(db, 1)
    html, md, table = (render_changes(report, form) for form in ("html", "md", "csv"))
    assert "<script" not in html and "Content-Security-Policy" in html
    assert 'href="javascript' not in html and "&lt;script&gt;" in html
    assert "<script" not in md and not re.search(r"(?<!\\)\]\(javascript", md)
    for text in (html, md):
        assert "2,400" in text and "herring" in text and "could not be had" in text
        assert re.search(r"between \d\d:\d\d(:\d\d)? and \d\d:\d\d(:\d\d)? UTC on \d+ \w+ \d{4}", text)
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {r["what"] for r in rows} >= {"article", "claim", "failure"}
    left = next(r for r in rows if (r["what"], r["change"]) == ("claim", "removed"))
    assert left["before"] == PARAGRAPHS[3] and left["between_at"] and left["and_at"]
    assert json.loads(render_changes(report, "json")) == report
    assert [render_changes(told(db, 1), form) for form in ("html", "md", "csv")] == [html, md, table]


def test_the_command_takes_times_and_runs(
    db: Database, options: Options, here: Executor, newsstand: Web, tmp_path: Path
) -> None:
    """``--since 6h``, a date, a run; anything else gets one clear line."""
    eventful(db, options, here, newsstand)
    for since, says in (("6h", "first compared"), ("2026-01-01", "compared"), ("3", "could not be had")):
        done = CliRunner().invoke(
            main, ["report", "harbour", "--since", since, "--db", str(tmp_path / "a.db")]
        )
        assert done.exit_code == 0, done.output
        assert says in done.output
    for since, says in (("soon", "neither a time nor a run"), ("99", "no such run")):
        done = CliRunner().invoke(
            main, ["report", "harbour", "--since", since, "--db", str(tmp_path / "a.db")]
        )
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert says in done.stderr


def test_a_span_is_told_in_the_words_of_a_person() -> None:
    """One day is named once; within one minute the seconds tell."""
    assert (
        between("2026-11-24T14:05:00Z", "2026-11-24T14:20:09Z")
        == "between 14:05 and 14:20 UTC on 24 November 2026"
    )
    assert between("2026-11-24T14:05:01Z", "2026-11-24T14:05:09Z").startswith("between 14:05:01 and 14:05:09")
    assert between("2026-11-23T23:05:00Z", "2026-11-24T01:20:00Z") == (
        "between 23 November 2026, 23:05 UTC and 24 November 2026, 01:20 UTC"
    )
