"""What the instance keeps private stays private through our pages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from compare.show.datasette import closing, pages
from compare.show.datasette.permissions import TABLES
from compare.store import places
from compare.store.database import reader
from compare.store.described import described
from tests.show.datasette.instance import NEWER, Instance, database
from tests.show.datasette.test_questions import QUESTIONS
from tests.show.story import comparison

PAGES = (
    "/compare/-/story/port-ellery-ferry",
    f"/compare/-/group/{comparison().groups[0].id}",
    "/compare/-/pair/1",
    "/compare/-/claim/1",
    "/compare/-/retelling/1",
)


def test_every_table_that_a_page_reads_is_asked_about(tmp_path: Path) -> None:
    """SQLite itself tells which tables the pages read."""
    path = database(tmp_path)
    read: set[str] = set()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and table and not table.startswith(("sqlite_", "_sqlite")):
            read.add(table)
        return sqlite3.SQLITE_OK

    with Instance(path) as served, reader(path) as opened:
        frame = pages.Frame(served.datasette, "compare")
        opened.conn.set_authorizer(note)
        assert pages.story(opened, frame, "port-ellery-ferry")
        assert pages.group(opened, frame, comparison().groups[0].id)
        assert all(places.place(opened, kind, "1") for kind in ("pair", "claim", "retelling"))
        opened.conn.set_authorizer(None)
    assert read == set(TABLES)


@pytest.mark.parametrize("table", ["claims", "stories", "verdicts", "outlets"])
def test_a_private_table_closes_the_pages_made_from_it(db: Path, table: str) -> None:
    """Who may not see one of the tables gets 403, and not a redirect that tells a story's name; who may, the page."""
    more = {"databases": {"compare": {"tables": {table: {"allow": {"id": "editor"}}}}}}
    with Instance(db, more=more) as served:
        for path in PAGES:
            answer = served.get(path)
            assert answer.status_code == 403
            assert "location" not in answer.headers and "breakwater" not in answer.text
            assert served.get(path, actor="reader").status_code == 403
            assert served.get(path, actor="editor").status_code in (200, 302)


@pytest.mark.parametrize(
    "more", [{"allow": {"id": "editor"}}, {"databases": {"compare": {"allow": {"id": "editor"}}}}]
)
def test_a_private_instance_or_database_is_closed(db: Path, more: dict[str, object]) -> None:
    """The same for all that is private above the table."""
    with Instance(db, more=more) as served:
        for path in PAGES:
            assert served.get(path).status_code == 403
            assert served.get(path, actor="editor").status_code in (200, 302)
            assert "no-store" in served.get(path, actor="editor").headers["cache-control"]


# Words that stand in an article's text, in a claim, in a headline; one of them in every place that holds any text.
SECRETS = ("smashed into", "Radar FAILED", "cooperating with police", "may have failed")


def everywhere(db: Path) -> list[str]:
    """Every table with its search index, every view and question, as a page, as JSON with labels, and with facets."""
    with reader(db) as opened:
        names = [
            r[0] for r in opened.execute("select name from sqlite_master where type in ('table', 'view')")
        ]
    paths = [
        *names,
        *QUESTIONS,
        *(f"{n}.json?_shape=array&_labels=on&_size=max" for n in [*names, *QUESTIONS]),
    ]
    paths += [
        "group_claims?_facet=claim_id",
        "alignments?_facet=a",
        "articles?_search=smashed",
        "claims?_search=smashed",
    ]
    paths += ["-/query.json?sql=select+text+from+claims"] if NEWER else []
    return [
        "/",
        "/compare",
        "/compare.json?sql=select+text+from+claims",
        *(f"/compare/{path}" for path in paths),
    ]


@pytest.mark.parametrize("table", closing.TEXTS)
def test_the_words_of_a_closed_table_are_told_nowhere(db: Path, table: str) -> None:
    """Not by labels, facets, search, views, questions, SQL, nor by a table that holds the same words."""
    more = {"databases": {"compare": {"tables": {table: {"allow": {"id": "editor"}}}}}}
    with Instance(db, more=more) as served:
        told = {path: served.get(path).text for path in everywhere(db)}
        assert {path for path, text in told.items() if any(secret in text for secret in SECRETS)} == set()
        assert served.get("/compare/runs").status_code == 200
        for path in (
            "claims",
            "differences",
            "vectors",
            "conflicts",
            "dropped_attribution",
            "articles?_search=smashed",
        ):
            assert served.get(f"/compare/{path}", actor="reader").status_code in (403, 404)
            assert served.get(f"/compare/{path}", actor="editor").status_code == 200
        assert any(secret in served.get("/compare/alignments", actor="editor").text for secret in SECRETS)


CLOSED = {"databases": {"compare": {"tables": {"claims": {"allow": {"id": "editor"}}}}}}


def test_a_closed_table_closes_the_file(db: Path) -> None:
    """Of an immutable database that may be downloaded, only who may see all of it gets the file."""
    download = {"settings": {"allow_download": True}}
    with Instance(db, more={**CLOSED, **download}, immutable=True) as served:
        assert served.get("/compare.db").status_code == 403
        assert served.get("/compare.db", actor="reader").status_code == 403
        assert served.get("/compare.db", actor="editor").content == db.read_bytes()
    with Instance(db, more=download, immutable=True) as served:
        assert served.get("/compare.db").status_code == 200


@pytest.mark.parametrize("table", ["claims", "vectors"])
def test_no_other_database_leads_to_a_closed_table(db: Path, tmp_path: Path, table: str) -> None:
    """With `--crossdb`, neither a person's own SQL nor a question on the database to which the others are attached."""
    other = database(tmp_path, "other.db")
    sql = f"select * from [compare].{table}"
    queries = {
        "databases": {"_memory": {"queries": {"crossing": {"sql": sql}, "harmless": {"sql": "select 1"}}}}
    }
    more = {"databases": {**CLOSED["databases"], **queries["databases"]}}
    own = "/_memory/-/query.json?sql=" if NEWER else "/_memory.json?sql="
    with Instance(db, other, more=more, crossdb=True) as served:
        for path in (own + sql.replace(" ", "+"), "/_memory/crossing.json"):
            assert served.get(path).status_code == 403
            assert served.get(path, actor="reader").status_code == 403
            assert served.get(path, actor="editor").status_code == 200
        assert served.get("/_memory/harmless.json").status_code == 200
    with Instance(db, other, more=queries, crossdb=True) as served:
        for path in (own + sql.replace(" ", "+"), "/_memory/crossing.json"):
            assert served.get(path).status_code == 200


NAME = "port-ellery-ferry"


def test_the_name_of_a_closed_story_is_told_nowhere(db: Path) -> None:
    """Not by what ran, what failed, what was compared, nor by any other table, view or question that names stories."""
    more = {"databases": {"compare": {"tables": {"stories": {"allow": {"id": "editor"}}}}}}
    with Instance(db, more=more) as served:
        told = {path: served.get(path, actor="reader").text for path in everywhere(db)}
        assert {path for path, text in told.items() if NAME in text} == set()
        for path in ("story_runs", "runs_by_story", "failures", "story_sources", "comparisons"):
            assert served.get(f"/compare/{path}").status_code == 403
            assert served.get(f"/compare/{path}", actor="editor").status_code == 200
        for path in ("runs", "outlets", "versions"):
            assert served.get(f"/compare/{path}").status_code == 200
        assert NAME in served.get("/compare/failures", actor="editor").text


def test_every_table_that_names_a_story_is_known(db: Path) -> None:
    """Each table with a column for a story's name is among those that are closed with the stories."""
    with reader(db) as opened:
        named = {
            table
            for (table,) in opened.execute("select name from sqlite_master where type = 'table'").fetchall()
            for column in opened.execute(f'pragma table_info("{table}")')
            if column[1] in ("story", "story_id")
        }
    assert named == set(closing.STORIES)


def test_a_table_without_texts_closes_what_reads_it_alone(db: Path) -> None:
    """Views and questions over it, and on 0.65 what would show its labels; the texts stay open."""
    more = {"databases": {"compare": {"tables": {"differences": {"allow": False}}}}}
    with Instance(db, more=more) as served:
        for path in ("differences", "wording_side_by_side", "dropped_attribution", "charged_words"):
            assert served.get(f"/compare/{path}").status_code == 403
        for path in ("claims", "articles", "conflicts", "told_by_one_outlet", "only_one_outlet_tells"):
            assert served.get(f"/compare/{path}").status_code == 200


def test_nothing_is_closed_where_nothing_is_private(instance: Instance) -> None:
    """The rule that closes together what belongs together leaves an open instance open."""
    for name in (*(d.name for d in described()), *QUESTIONS):
        assert instance.get(f"/compare/{name}").status_code == 200


def test_every_table_with_texts_is_known(db: Path) -> None:
    """Each table that holds one of the words is among those that are closed together."""
    with reader(db) as opened:
        tables = [r[0] for r in opened.execute("select name from sqlite_master where type = 'table'")]
        holding = {
            table
            for table in tables
            if "_fts" not in table
            for row in opened.execute(f'select * from "{table}"')
            if any(secret in str(value) for value in row for secret in SECRETS)
        }
    assert holding >= {"claims", "versions", "differences"}
    assert holding <= {*closing.TEXTS, *closing.HOLDERS}
