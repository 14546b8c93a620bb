"""The bundled example, run for real, held to the findings that were written down for it.

What must be found exactly: pages, walls, copies, citations, offsets, clutter, discovery.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from compare.cli import main
from compare.demo.run import run_demo
from compare.outcomes import Summary
from compare.reporting import report_of
from compare.show.report_json import schema
from compare.show_run import as_text
from compare.store.database import reader
from tests.conftest import CONFIG
from tests.demo.expectations import EXPECTATIONS, Report

pytestmark = pytest.mark.model


def test_the_report_keeps_its_schema(report: Report) -> None:
    """What is promised of report.json holds for a real one."""
    errors = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema()).iter_errors(report)]
    assert errors == []


def test_the_readme_shows_what_the_demo_tells(ran: tuple[Summary, Report, Path]) -> None:
    """Each piece of its excerpts stands so in the run's summary or in the report."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = next(part for part in readme.split("```") if "outlet-compare demo\n" in part and "$ " in part)
    lines = [
        line for line in shown.splitlines()[1:] if not line.startswith(("$ ", "  Report: ", "Database: "))
    ]
    summary, _, folder = ran
    told = as_text(summary, folder / "demo.db", verbose=False)
    told += (folder / "reports" / "demo" / "report.md").read_text(encoding="utf-8")
    for piece in " ".join(" ".join(lines).split()).split("..."):
        assert piece.strip() in " ".join(told.split())


def test_the_demo_is_repeated_from_its_stored_pages(
    ran: tuple[Summary, Report, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``run demo --offline`` finds the same again, with the same outlets, roles and citations."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(ran[2] / "demo.db", "demo.db")
    words = ["run", "demo", "--db", "demo.db", "--offline", "--config", str(CONFIG)]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    with reader(Path("demo.db")) as db:
        again = report_of(db, "demo")
    assert again is not None
    for part in ("story", "articles", "claims", "alignments", "groups", "coverage", "derivation", "rates"):
        assert again.get(part) == ran[1].get(part), part


def test_every_page_is_known_for_what_it_is(report: Report) -> None:
    """Role, access, title, time, provenance and copies are as a careful reader finds them."""
    articles = {a["outlet"]: a for a in report["articles"]}
    assert set(articles) == set(EXPECTATIONS["articles"])
    for outlet, expected in EXPECTATIONS["articles"].items():
        article = articles[outlet]
        for key in ("url", "role", "access", "title", "published_at", "published_precision", "provenance"):
            if key in expected:
                assert article[key] == expected[key], (outlet, key)
        assert expected.get("reason_says", "") in article["reason"]
        copy = expected.get("same_text_as")
        assert article["same_text_as"] == (articles[copy]["id"] if copy else None)


def test_no_clutter_is_in_any_claim(report: Report) -> None:
    """Navigation, banners, related stories, captions and footers leak nowhere."""
    articles = {a["outlet"]: a["id"] for a in report["articles"]}
    clutter = EXPECTATIONS["clutter"]
    for outlet, strings in clutter.items():
        for claim in report["claims"]:
            if outlet == "everywhere" or claim["article"] == articles[outlet]:
                assert not [s for s in strings if s in claim["text"]]


def test_each_sentence_is_one_claim(report: Report, labels: dict[str, str]) -> None:
    """Every labelled sentence is found, each as a claim of its own."""
    assert len(set(labels.values())) == len(labels)


def test_every_span_is_exactly_a_slice_of_the_stored_text(ran: tuple[Summary, Report, Path]) -> None:
    """Claims, the words of differences and the evidence of citations lead to the very characters."""
    _, report, folder = ran
    with reader(folder / "demo.db") as db:
        rows = db.query(
            "select a.article_id, v.text from story_articles a join versions v on v.id = a.version_id"
        )
        texts = {row["article_id"]: row["text"] for row in rows}
    claims = {c["id"]: c for c in report["claims"]}
    spans = [(c["article"], c["start"], c["end"], c["text"]) for c in report["claims"]]
    for pair in report["alignments"]:
        for side in ("a", "b"):
            article = claims[pair[side]]["article"]
            spans += [
                (article, d[f"{side}_start"], d[f"{side}_end"], d[f"{side}_text"])
                for d in pair["differences"]
            ]
    spans += [
        (d["citing"], e["start"], e["end"], e["text"]) for d in report["derivation"] for e in d["evidence"]
    ]
    assert len(spans) > 250
    assert [s for s in spans if texts[s[0]][s[1] : s[2]] != s[3]] == []


def test_only_the_given_and_the_discovered_are_fetched(ran: tuple[Summary, Report, Path]) -> None:
    """From the seed alone discovery takes what it should and leaves what it should."""
    connection = sqlite3.connect(ran[2] / "demo.db")
    urls = {row[0] for row in connection.execute("select url from story_sources")}
    connection.close()
    assert set(EXPECTATIONS["discovery"]["take"]) <= urls
    assert not {leave["url"] for leave in EXPECTATIONS["discovery"]["leave"]} & urls


def test_the_citations_are_found_with_their_words(report: Report) -> None:
    """Each article that relies on another is told with the place where it says so."""
    articles = {a["outlet"]: a["id"] for a in report["articles"]}
    evidence = [(d["citing"], e["outlet"], e["kind"]) for d in report["derivation"] for e in d["evidence"]]
    expected = [(articles[c["article"]], c["cites"], c["kind"]) for c in EXPECTATIONS["citations"]]
    assert sorted(evidence) == sorted(expected)


def test_a_name_that_is_no_source_is_no_citation(report: Report) -> None:
    """An outlet that is talked about, credited or related is not told as relied on."""
    articles = {a["outlet"]: a["id"] for a in report["articles"]}
    told = {(d["citing"], e["text"]) for d in report["derivation"] for e in d["evidence"]}
    for other in EXPECTATIONS["not_citations"]:
        assert not [t for t in told if t[0] == articles[other["article"]] and t[1] in other["text"]], other


def test_the_consent_wall_is_silent_about_everything(report: Report) -> None:
    """What was not retrieved is nowhere told as absent."""
    states = {c["state"] for c in report["coverage"] if c["outlet"] == "northgate_news"}
    assert states == {"not_retrieved"}


def test_every_link_within_the_report_has_its_target(ran: tuple[Summary, Report, Path]) -> None:
    """From the picture, the answers and the contents to what they name; and no name is given twice."""
    html = (ran[2] / "reports" / "demo" / "report.html").read_text(encoding="utf-8")
    ids = re.findall(r'\sid="?([^"\s>]+)', html)
    assert len(ids) == len(set(ids)) > 50
    assert set(re.findall(r'href="?#([^"\s>]+)', html)) - set(ids) == set()


def test_running_it_again_finds_nothing_new(ran: tuple[Summary, Report, Path]) -> None:
    """The second run is quick, and says that nothing changed."""
    _, report, folder = ran
    again = run_demo(folder / "demo.db", folder / "reports")
    assert [o.state for o in again.stories] == ["unchanged"]
    with reader(folder / "demo.db") as db:
        assert report_of(db, "demo") == report
