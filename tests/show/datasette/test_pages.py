"""The pages of a story and of a claim: what stands on them, where they lead, and that they only read."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from pathlib import Path

import pytest

from compare.store.database import reader
from tests.show.datasette.instance import Instance, database
from tests.show.story import comparison

STORY = "/compare/-/story/port-ellery-ferry"


def links(text: str) -> list[str]:
    """The addresses that a page leads to inside the instance."""
    return [unescape(href) for href in re.findall(r'href="(/[^"]*)"', text)]


def first_group() -> str:
    """The address of the page of the claim that most outlets tell."""
    return f"/compare/-/group/{comparison().groups[0].id}"


def test_the_plugin_is_found_by_its_entry_point(instance: Instance) -> None:
    """Installing outlet-compare is enough: no --plugins-dir."""
    assert "outlet-compare" in {plugin["name"] for plugin in instance.json("/-/plugins.json")}


def test_a_story_s_page_is_the_report(instance: Instance) -> None:
    """The findings, the cards and the measured error rates stand on it."""
    answer = instance.get(STORY)
    assert answer.status_code == 200
    for part in (
        "In short",
        "Where they conflict",
        "How often the method errs",
        "smashed into",
        'class="report"',
    ):
        assert part in answer.text


@pytest.mark.parametrize("path", [STORY, first_group(), "/compare/-/story/none", "/nowhere/-/story/none"])
def test_a_page_may_do_nothing_but_be_shown(instance: Instance, path: str) -> None:
    """The policy allows one style sheet by its hash; no script stands on the page."""
    answer = instance.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy and "form-action 'none'" in policy
    assert "<script" not in answer.text and "<form" not in answer.text
    assert len(re.findall("<style", answer.text)) == 1 and " style=" not in answer.text


def test_every_link_of_our_pages_leads_somewhere(instance: Instance) -> None:
    """From story to claim, from both to the rows, and back: no address inside the instance is dead."""
    seen, waiting = set(), [STORY]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = instance.get(path)
        assert answer.status_code in (200, 302), (path, answer.status_code)
        if "/-/" in path and answer.status_code == 200:
            waiting += links(answer.text)
    kinds = {
        path.split("/")[2] if "/-/" not in path else path.split("/")[3]
        for path in seen
        if path.count("/") > 1
    }
    assert {"story", "group", "stories", "claims", "groups", "alignments", "group_claims"} <= {
        kind.split("?")[0] for kind in kinds
    }


def test_a_claim_s_page_shows_all_its_tellings(instance: Instance) -> None:
    """The card, the four states of every outlet, and the neighbours."""
    text = instance.get(first_group()).text
    assert text.count('class="telling"') == 4
    assert "Island Times" in text and "not retrieved" in text
    assert "The next claim" in text and "The claim before" not in text
    assert STORY in links(text)


def test_rows_lead_to_the_pages(instance: Instance, db: Path) -> None:
    """A pair of one claim and a retelling lead to the page that they are part of."""
    with reader(db) as opened:
        pair = opened.execute("select id from alignments where conflict = 'number'").fetchone()[0]
    answer = instance.get(f"/compare/-/pair/{pair}")
    assert (answer.status_code, answer.headers["location"]) == (302, first_group())
    assert instance.get("/compare/-/retelling/1").headers["location"] == f"{STORY}#retellings"


def test_a_sentence_of_no_claim_is_found_where_it_stands(instance: Instance, db: Path) -> None:
    """What one outlet alone tells, what a copy repeats of it, and a headline: each leads to its place in the report."""
    with reader(db) as opened:
        loose = opened.execute(
            "select id, text, kind from claims where id not in (select claim_id from group_claims)"
        ).fetchall()
    page = instance.get(STORY).text
    assert len(loose) > 10
    for number, text, kind in loose:
        path, _, anchor = instance.get(f"/compare/-/claim/{number}").headers["location"].partition("#")
        assert path == STORY
        there = page.partition(f' id="{anchor}"')[2].partition("</blockquote>")[0]
        assert anchor.startswith("sources" if kind == "headline" else "lone-"), text
        assert kind == "headline" or text.split()[-1] in unescape(there)


def test_a_pair_of_no_claim_has_a_page(instance: Instance, db: Path) -> None:
    """A possible match is shown with both sentences and its probability, and leads to its place in the report."""
    with reader(db) as opened:
        (number, *sentences) = opened.execute(
            """select l.id, a.text, b.text from alignments l join claims a on a.id = l.a join claims b on b.id = l.b
            where not exists (select 1 from group_claims k join group_claims z using (group_id)
            where k.claim_id = l.a and z.claim_id = l.b)"""
        ).fetchone()
    answer = instance.get(f"/compare/-/pair/{number}")
    assert answer.status_code == 200 and "matched with probability" in answer.text
    plain = unescape(re.sub("<[^>]+>", "", answer.text))
    assert all(text.split(",")[0] in plain for text in sentences)
    assert f"{STORY}#possible-1" in links(answer.text)
    assert ' id="possible-1"' in instance.get(STORY).text


@pytest.mark.parametrize("key", ["9999", "x", "1 or 1=1", "..%2f..", "%00", "~2F", "~zz", "‮"])
def test_what_is_not_there_is_said_plainly(instance: Instance, key: str) -> None:
    """Any key that leads nowhere gives a page that says so."""
    for kind in ("story", "group", "pair", "claim", "retelling"):
        assert instance.get(f"/compare/-/{kind}/{key}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_page_takes_anything(instance: Instance, method: str) -> None:
    """Whatever is sent is refused, and the database stays as it is."""
    for path in (STORY, first_group(), "/compare/-/pair/1"):
        # 1.0 refuses a foreign POST by itself, before a page is asked.
        assert instance.get(path, method=method).status_code in (403, 405)


def test_a_database_of_another_program_has_no_such_pages(tmp_path: Path) -> None:
    """Its cells and tables are left alone, and our addresses answer that it is not ours."""
    path = tmp_path / "recipes.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table stories (id text primary key, title text, story text)")
        connection.execute("insert into stories values ('a', 'Soup', 'soup')")
    connection.close()
    with Instance(database(tmp_path), path) as served:
        assert served.get("/recipes/-/story/a").status_code == 404
        text = served.get("/recipes/stories").text
        assert "Soup" in text and "/-/story/" not in text


def test_pages_stand_under_the_base_url(db: Path) -> None:
    """Behind a proxy that gives the instance a path of its own, every link keeps it."""
    more = {"settings": {"base_url": "/news/"}}
    with Instance(db, more=more) as served:
        text = served.get(STORY).text
        assert all(link.startswith("/news/") for link in links(text))
        assert f"/news{STORY}" in links(served.get("/compare/stories").text)


def test_a_run_that_writes_is_seen(tmp_path: Path) -> None:
    """The database is read as it is now, write-ahead log and all, while a run holds it."""
    from compare.store.database import transaction, writer

    path = database(tmp_path)
    with Instance(path) as served:
        assert "Renamed" not in served.get(STORY).text
        with writer(path) as db:
            with transaction(db):
                db.execute("update stories set title = 'Renamed'")
            assert "Renamed" in served.get(STORY).text
