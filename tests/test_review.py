"""What a person says of a pair stands above the machine, in every later report, and can be had as an annotated story."""

from __future__ import annotations

import csv
import io
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from compare.cli import main
from compare.config import Config
from compare.errors import InputError
from compare.finding.stories import Asked
from compare.match.gold import DISPUTED, PARTIAL, read_gold
from compare.pipeline import Options, run
from compare.records import Source
from compare.reporting import report_of
from compare.review import export_gold, table, take_reviews
from compare.review_table import Entry
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.conftest import CONFIG
from tests.web import Web, page

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
ASKED = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"), Source(THREE, "coverage")), "harbour")
TALKS = ("Talks on the future", "The talks on the future")
FISHERMEN, HOTELS = HARBOUR[TWO][1][3], HARBOUR[THREE][1][2]


@pytest.fixture
def options(config: Config, newsstand: Web) -> Options:
    return Options(config, discover=False, delay=0, connect_to=(newsstand.connect_to,))


@pytest.fixture
def compared(db: Database, options: Options, here: Executor) -> Database:
    """The three tellings, compared."""
    run(db, [ASKED], options, executor=here)
    return db


@pytest.fixture
def stored(tmp_path: Path, options: Options, here: Executor, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a file that nobody holds, in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    with writer(tmp_path / "a.db") as database:
        run(database, [ASKED], options, executor=here)
    return tmp_path / "a.db"


def reported(db: Database) -> dict[str, Any]:
    report = report_of(db, "harbour")
    assert report is not None
    return report


def pair_of(report: dict[str, Any], *openings: str) -> dict[str, Any] | None:
    """The alignment whose two sentences begin so."""
    texts = {c["id"]: c["text"] for c in report["claims"]}
    for x in report["alignments"]:
        sides = {texts[x["a"]], texts[x["b"]]}
        if all(any(text.startswith(opening) for text in sides) for opening in openings):
            return dict(x)
    return None


def talks(db: Database, **said: str) -> Entry:
    pair = pair_of(reported(db), *TALKS)
    assert pair is not None
    return Entry(a=pair["a"], b=pair["b"], place="here", **said)


def test_a_rejected_pair_is_gone_from_every_later_report(
    compared: Database, options: Options, here: Executor, newsstand: Web
) -> None:
    """With its differences and its place in a group; now, after a rerun, and after a page changed elsewhere."""
    entry = talks(compared, verdict="reject", note="two meetings")
    take_reviews(compared, "harbour", [entry], options.config, None)

    def held() -> None:
        report = reported(compared)
        ids = {c["id"]: c["text"] for c in report["claims"]}
        assert pair_of(report, *TALKS) is None
        for group in report["groups"]:
            told = [ids[c] for c in group["claims"]]
            assert not all(any(text.startswith(opening) for text in told) for opening in TALKS)
        assert [(r["verdict"], r["note"]) for r in report["reviews"]] == [("reject", "two meetings")]

    held()
    (outcome,) = run(compared, [ASKED], options, executor=here).stories
    assert outcome.state == "unchanged"
    held()
    title, paragraphs = HARBOUR[TWO]
    newsstand.pages[TWO.removeprefix("http://")] = page(
        title, [*paragraphs, "A late paragraph was added here."]
    )
    (outcome,) = run(compared, [ASKED], options, executor=here).stories
    assert outcome.state == "compared"
    held()


def test_an_accepted_pair_is_there_and_marked(compared: Database, options: Options, here: Executor) -> None:
    """One that the machine missed is named by its sentences; it has differences and a group like any other."""
    assert pair_of(reported(compared), FISHERMEN, HOTELS) is None
    said = Entry("accept", "same", "both on the mood", text_a=FISHERMEN, text_b=HOTELS, place="here")
    take_reviews(compared, "harbour", [said], options.config, None)
    report = reported(compared)
    pair = pair_of(report, FISHERMEN, HOTELS)
    assert pair is not None
    assert (pair["decided_by"], pair["probability"], pair["relation"]) == ("person", 1.0, "same")
    assert pair["remark"] == "both on the mood"
    assert any({pair["a"], pair["b"]} <= set(group["claims"]) for group in report["groups"])
    run(compared, [ASKED], options, executor=here)
    assert pair_of(reported(compared), FISHERMEN, HOTELS) == pair


def test_a_review_that_is_cleared_leaves_what_the_machine_said(compared: Database, options: Options) -> None:
    """To the byte, but for the run; a note changes nothing but the remark."""
    before = reported(compared)
    take_reviews(compared, "harbour", [talks(compared, note="checked")], options.config, None)
    noted = pair_of(reported(compared), *TALKS)
    assert noted is not None
    assert (noted["decided_by"], noted["remark"]) == ("scorer", "checked")
    entry = talks(compared, verdict="reject")
    take_reviews(compared, "harbour", [entry], options.config, None)
    take_reviews(compared, "harbour", [replace(entry, verdict="clear")], options.config, None)
    after = reported(compared)
    assert {k: v for k, v in after.items() if k != "run"} == {k: v for k, v in before.items() if k != "run"}


def test_the_reviewed_story_is_an_annotated_story(
    compared: Database, options: Options, tmp_path: Path
) -> None:
    """Accepted pairs are aligned, rejected ones are not, and what only the machine aligned counts neither way."""
    others = len(reported(compared)["alignments"]) - 1
    accepted = Entry("accept", "partial", text_a=FISHERMEN, text_b=HOTELS, place="here")
    take_reviews(compared, "harbour", [accepted, talks(compared, verdict="reject")], options.config, None)
    export_gold(compared, "harbour", tmp_path / "gold")
    (story,) = read_gold(tmp_path / "gold")
    named = {
        frozenset(story.sentences[k].text[:19] for k in pair): label for pair, label in story.labels.items()
    }
    assert named[frozenset((FISHERMEN[:19], HOTELS[:19]))] == PARTIAL
    assert frozenset((TALKS[0][:19], TALKS[1][:19])) not in named
    assert list(named.values()).count(DISPUTED) == others
    headlines = {s.text for s in story.sentences if s.kind == "headline"}
    assert headlines == {title for title, _ in HARBOUR.values()}


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_table_is_edited_and_taken(stored: Path) -> None:
    """The command prints it, a person writes verdicts into it, the command takes it and writes the report anew."""
    printed = call("review", "harbour", "--db", "a.db")
    rows = list(csv.DictReader(io.StringIO(printed.stdout, newline="")))
    row = next(r for r in rows if r["text_a"].startswith(TALKS[0]) and r["text_b"].startswith(TALKS[1]))
    row |= {"verdict": "Reject", "note": "=1+1"}
    edited = io.StringIO(newline="")
    # As a spreadsheet of another locale writes it.
    writing = csv.DictWriter(edited, list(rows[0]), delimiter=";")
    writing.writeheader()
    writing.writerows(rows)
    Path("pairs.csv").write_text("\ufeff" + edited.getvalue(), encoding="utf-8", newline="")
    taken = call("review", "harbour", "--take", "pairs.csv", "--db", "a.db", "--config", CONFIG)
    assert taken.exit_code == 0, taken.output
    assert "1 verdicts taken" in taken.output
    assert "1 pair rejected" in Path("reports/harbour/report.html").read_text(encoding="utf-8")
    again = list(csv.DictReader(io.StringIO(call("review", "harbour", "--db", "a.db").stdout, newline="")))
    assert [(r["verdict"], r["note"]) for r in again if r["verdict"]] == [("reject", "'=1+1")]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("verdict,a,b\nmaybe,x,y\n", ["pairs.csv:2", "'maybe'", "accept, reject, note, clear"]),
        ("verdict,a,b\nreject,x,y\n", ["pairs.csv:2", "no claim 'x'"]),
        ("verdict,text_a,a,b\nreject,Nobody said this.,,\n", ["pairs.csv:2", "0 claims"]),
        ("verdict,relation,a,b\naccept,alike,x,y\n", ["pairs.csv:2", "'alike'"]),
        ("a,b\nx,y\n", ["pairs.csv", "no column 'verdict'"]),
        ("verdict,a,b\nreject,,\n", ["pairs.csv:2", "names no claim"]),
    ],
)
def test_a_bad_table_is_told_with_its_line(stored: Path, table: str, says: list[str]) -> None:
    """And nothing is taken."""
    Path("pairs.csv").write_text(table)
    result = call("review", "harbour", "--take", "pairs.csv", "--db", "a.db", "--config", CONFIG)
    assert result.exit_code == 2
    for part in says:
        assert part in result.stderr
    with writer(stored) as db:
        assert db.table("reviews").count == 0


def test_two_claims_of_one_outlet_are_no_pair(compared: Database, options: Options) -> None:
    """A review of them is refused with the reason."""
    said = Entry("accept", text_a=HARBOUR[TWO][1][0], text_b=FISHERMEN, place="line 3")
    with pytest.raises(InputError, match=r"line 3: both claims are of two\.example"):
        take_reviews(compared, "harbour", [said], options.config, None)


def test_the_table_lists_rejected_pairs_too(compared: Database, options: Options) -> None:
    """So that a verdict can be looked at and taken back."""
    before = len(table(compared, "harbour"))
    take_reviews(compared, "harbour", [talks(compared, verdict="reject", note="no")], options.config, None)
    rows = table(compared, "harbour")
    assert len(rows) == before
    assert [(r.verdict, r.note, r.decided_by) for r in rows if r.verdict] == [("reject", "no", "person")]
