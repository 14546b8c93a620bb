"""A story made by mistake is taken out with all that hangs on it, and nothing of any other story is."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Executor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compare.cli import main
from compare.config import Config
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Review, Source
from compare.reporting import report_of
from compare.store.database import reader, transaction, writer
from compare.store.reviews import save_reviews
from tests.articles import HARBOUR
from tests.web import Web

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
KEPT = Asked(Source(TWO, "seed"), (Source(THREE, "coverage"),), "kept")
MISTAKE = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"), Source("http://none.example/x", "coverage")), "mistake")  # fmt: skip


@pytest.fixture
def folder(
    newsstand: Web, config: Config, here: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Two stories that share an article, one of them with a review and a page that could not be had."""
    monkeypatch.chdir(tmp_path)
    options = Options(config, out=tmp_path / "reports", discover=False, delay=0, connect_to=(newsstand.connect_to,))  # fmt: skip
    with writer(tmp_path / "a.db") as db:
        run(db, [KEPT, MISTAKE], options, executor=here)
        a, b = report_of(db, "mistake")["alignments"][0]["a"], "b"  # type: ignore[index]
        with transaction(db):
            (article,) = db.execute("select article_id from claims where key = ?", [a]).fetchone()
            save_reviews(db, "mistake", [Review(article, a, article, b, "note", None, "said", "2025-01-01T00:00:00Z")])  # fmt: skip
    return tmp_path


def call(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(main, ["forget", *words, "--db", "a.db"], input=said)


def rows(path: Path, story: str) -> dict[str, int]:
    """How many rows of each table name the story."""
    connection = sqlite3.connect(path)
    tables = [r[0] for r in connection.execute("select name from sqlite_master where type = 'table' and sql not like '%virtual%'")]  # fmt: skip
    found = {}
    for table in tables:
        columns = [r[1] for r in connection.execute(f"pragma table_info([{table}])")]
        named = [c for c in columns if c in ("id", "story", "story_id")]
        found[table] = sum(
            connection.execute(f"select count(*) from [{table}] where [{c}] = ?", [story]).fetchone()[0]
            for c in named
        )
    connection.close()
    return {table: count for table, count in found.items() if count}


def test_a_forgotten_story_is_gone_and_the_others_stand(folder: Path) -> None:
    """No row and no report file of it is left; the other's report is the same; the pages stay."""
    assert {"stories", "story_runs", "comparisons", "reviews", "failures", "alignments"} <= set(rows(folder / "a.db", "mistake"))  # fmt: skip
    with reader(folder / "a.db") as db:
        before, pages = report_of(db, "kept"), db.execute("select count(*) from pages").fetchone()
    done = call("mistake", "--yes")
    assert (done.exit_code, done.stdout) == (0, "Forgotten: mistake, with 3 report files\n"), done.output
    assert rows(folder / "a.db", "mistake") == {}
    assert sorted(p.name for p in (folder / "reports").iterdir()) == ["kept"]
    with reader(folder / "a.db") as db:
        assert report_of(db, "kept") == before
        assert db.execute("select count(*) from pages").fetchone() == pages
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        orphans = [
            db.execute(f"select count(*) from {child} where {column} not in (select id from {parent})").fetchone()[0]
            for child, column, parent in (
                ("differences", "alignment_id", "alignments"), ("group_claims", "group_id", "groups"),
                ("coverage", "group_id", "groups"), ("derived_claims", "derivation_id", "derivations"),
            )
        ]  # fmt: skip
        assert orphans == [0, 0, 0, 0]


def test_it_can_be_made_anew(folder: Path, newsstand: Web, config: Config, here: Executor) -> None:
    """With the same name and seed, or under another name."""
    assert call("mistake", "--yes").exit_code == 0
    options = Options(config, discover=False, delay=0, connect_to=(newsstand.connect_to,))
    with writer(folder / "a.db") as db:
        right = Asked(MISTAKE.seed, MISTAKE.coverage[:1], "right")
        assert run(db, [right], options, executor=here).stories[0].state == "compared"


def test_it_is_asked_before_anything_is_deleted(folder: Path) -> None:
    """No answer, or no, deletes nothing; yes does."""
    before = rows(folder / "a.db", "mistake")
    for answer in ("", "n\n"):
        assert call("mistake", said=answer).exit_code == 1
    assert rows(folder / "a.db", "mistake") == before
    assert call("mistake", said="y\n").exit_code == 0
    assert rows(folder / "a.db", "mistake") == {}


def test_a_story_that_never_was_had_can_be_forgotten(folder: Path, newsstand: Web, config: Config) -> None:
    """Only its runs know of it; afterwards status does not name it, and forgetting it again is a mistake."""
    (folder / "gone.txt").write_text("date 2025-12-06 http://none.example/y\n")
    words = [
        "run",
        "http://none.example/y",
        "--story",
        "typo",
        "--no-discover",
        "--delay",
        "0",
        "--db",
        "a.db",
    ]
    CliRunner().invoke(main, [*words, "--connect-to", f"::127.0.0.1:{newsstand.port}"])
    assert "typo" in CliRunner().invoke(main, ["status", "--db", "a.db"]).output
    assert call("typo", "--yes").exit_code == 0
    assert "typo" not in CliRunner().invoke(main, ["status", "--db", "a.db"]).output
    again = call("typo", "--yes")
    assert again.exit_code == 2 and "no story 'typo'" in again.stderr
