"""The questions of config/datasette.yaml: each answers, from an index, and says what it takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from compare.store.database import reader, transaction, writer
from tests.show.datasette.instance import CONFIG, Instance, database, store, stored_form
from tests.show.story import comparison, story

QUESTIONS: dict[str, dict[str, Any]] = yaml.safe_load(CONFIG.read_text())["databases"]["compare"]["queries"]
PARAMETER = re.compile(r"(?<!%H):(\w+)")


def rows(instance: Instance, name: str, **given: str) -> list[dict[str, Any]]:
    """The answer as a list of rows."""
    query = "&".join(["_shape=array", *(f"{key}={value}" for key, value in given.items())])
    found: list[dict[str, Any]] = instance.json(f"/compare/{name}.json?{query}")
    return found


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_an_answer_in_the_ferry_story(instance: Instance, name: str) -> None:
    """Asked with nothing filled in, each shows rows on its page, with its title and description."""
    answer = instance.get(f"/compare/{name}")
    assert answer.status_code == 200
    assert QUESTIONS[name]["title"] in answer.text
    assert rows(instance, name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_walks_a_table(db: Path, name: str) -> None:
    """SQLite's plan reads every table by an index, and sorts at most within one story."""
    sql = QUESTIONS[name]["sql"]
    with reader(db) as opened:
        values = dict.fromkeys(PARAMETER.findall(sql), "")
        steps = [row[3] for row in opened.execute(f"explain query plan {sql}", values)]
    for step in steps:
        assert "USING" in step or not step.startswith("SCAN"), step
        assert "AUTOMATIC" not in step
        assert step != "USE TEMP B-TREE FOR ORDER BY"
    assert "limit 200" in sql


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_parameter_narrows_the_answer(instance: Instance, name: str) -> None:
    """Something that is not there gives nothing; no value can become SQL."""
    for parameter in set(PARAMETER.findall(QUESTIONS[name]["sql"])) - {"days"}:
        assert rows(instance, name, **{parameter: "no such"}) == []
        assert rows(instance, name, **{parameter: "'%20or%20''='"}) == []


def test_the_outlet_that_dropped_the_attribution_is_named(instance: Instance) -> None:
    """Who is silent, who names the source, which, and whether the silent one retells the other."""
    found = {
        (row["outlet"], row["names_a_source"], row["retells"])
        for row in rows(instance, "dropped_attribution")
    }
    assert ("Daily Beacon", "Harbour Wire", "yes") in found
    assert ("Harbour Wire", "Ellery Post", "") in found


def test_conflicts_on_figures_are_those_of_the_last_days(instance: Instance) -> None:
    """Both sides with their figures."""
    found = rows(instance, "conflicts_on_figures")
    assert {(row["words_a"], row["words_b"]) for row in found} >= {("14", "21")}


@pytest.mark.parametrize(
    ("days", "found"), [("", False), ("none", False), ("9", False), ("11", True), ("-11", True)]
)
def test_the_last_days_are_as_many_as_one_says(tmp_path: Path, days: str, found: bool) -> None:
    """Of a story compared ten days ago: whatever is no number is a week, and a sign makes no difference."""
    ago = datetime.now(UTC) - timedelta(days=10)
    store(tmp_path / "compare.db", stored_form(comparison()), story(), ago.strftime("%Y-%m-%dT%H:%M:%SZ"))
    with Instance(tmp_path / "compare.db") as old:
        assert bool(rows(old, "conflicts_on_figures", days=days)) == found


def test_what_an_outlet_gives_to_unnamed_sources(instance: Instance) -> None:
    """By the outlet's name or its key."""
    found = rows(instance, "anonymous_sources", outlet="Northern%20Ledger")
    assert found and {row["speaker"] for row in found} == {"officials"}
    assert found == rows(instance, "anonymous_sources", outlet="northern-ledger.example")


def test_what_one_outlet_alone_tells(instance: Instance) -> None:
    """No sentence that was matched with another outlet's, and no headline."""
    found = rows(instance, "only_one_outlet_tells", outlet="Daily%20Beacon")
    assert found and not any("smashed into" in row["text"] for row in found)


def test_retellings_that_hardened(instance: Instance) -> None:
    """Original and retelling side by side, with the reason."""
    found = rows(instance, "hardened_retellings")
    assert {row["why"] for row in found} == {
        "the source is gone and the figure is higher",
        "“may have failed” became “failed”",
    }


def test_a_claim_of_one_source_is_not_among_those_of_several_outlets(tmp_path: Path) -> None:
    """Claims that more than one independent outlet tells, those with the most tellers first."""
    path = database(tmp_path)
    with writer(path) as opened, transaction(opened):
        (first,) = opened.execute("select id from groups order by position limit 1").fetchone()
        opened.execute("update groups set independent_outlets = 1 where id = ?", [first])
    with Instance(path) as served:
        found = rows(served, "told_by_most")
    told = [row["independent_outlets"] for row in found]
    assert told == sorted(told, reverse=True) and min(told) > 1
    assert first not in {row["claim_group"] for row in found}


@pytest.mark.parametrize(
    "name",
    [
        "dropped_attribution",
        "charged_words",
        "hedges_dropped",
        "conflicts_on_figures",
        "all_conflicts",
        "conflicts",
        "wording_side_by_side",
    ],
)
def test_a_possible_match_is_no_answer(tmp_path: Path, name: str) -> None:
    """Questions and views hold only two tellings of one claim against each other: without the claim, they tell no pair."""
    path = database(tmp_path)
    with Instance(path) as served:
        before = rows(served, name)
        with writer(path) as opened, transaction(opened):
            opened.execute(
                "delete from group_claims where claim_id = (select a from alignments where id = ?)",
                [before[0]["alignment"]],
            )
        after = rows(served, name)
    assert before[0] not in after and len(after) < len(before)
