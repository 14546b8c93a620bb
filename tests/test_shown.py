"""What a page says of itself is data wherever it is shown: file names, terminal, progress, search."""

from __future__ import annotations

import io
import re
from concurrent.futures import Executor
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import TextColumn

import compare
from compare import show_run
from compare.commands.options import plain
from compare.config import Config
from compare.errors import InputError, OutputError
from compare.finding.stories import Asked
from compare.outcomes import Outcome, Summary
from compare.pipeline import Options, run
from compare.records import Failure, Source
from compare.seeds import slug
from compare.show.write import folder_for
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.web import Web, page

NAMES = ["../../etc/passwd", "..", ".", "", "\0", "a\0b", "CON", "con", "Lpt1", "NUL", "AUX.", "x" * 5000, "/" * 50, "C:\\x", "a/../b", "~root", "-rf", "$(id)", "`id`", "%00", "\u202egnp.exe", "é" * 300, "🦆", "\ud800"]  # fmt: skip
ESCAPES = ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\r", "\x08", "\x7f", "\u202e", "\x1b]8;;http://x\x1b\\"]


def test_what_became_of_the_articles_is_told_before_how_coverage_was_looked_for() -> None:
    """Of many failures only a few are printed: those of articles come first; made-up hosts lead to the example."""
    silent = [Failure(f"https://{n}.test/feed", "discover", "no answer", "") for n in range(20)]
    gone = Failure("http://kesk.example/a", "fetch", "host name not found", "")
    text = show_run.as_text(Summary(1, [Outcome("s", "S", failures=[*silent, gone])]), Path("a.db"), False)
    assert "not fetched: http://kesk.example/a: host name not found" in text
    assert "and 16 more; -v shows all" in text
    assert "outlet-compare demo" in text


def test_a_dict_that_is_no_report_is_refused_by_name() -> None:
    """As a library too, bad input gets one clear line."""
    with pytest.raises(InputError, match="not a report to render: its schema is None"):
        compare.render({}, "html")


@pytest.mark.parametrize("title", NAMES)
def test_a_title_becomes_a_plain_file_name(title: str) -> None:
    """Whatever the headline, the folder is one short name of letters, digits and hyphens that every system takes."""
    name = slug(title)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name)
    assert len(name) <= 60
    assert name not in ("con", "nul", "aux", "prn", "lpt1")
    assert folder_for(Path("out"), name).parent == Path("out")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\0b"])
def test_a_name_that_leads_elsewhere_names_no_folder(name: str) -> None:
    """Also when it comes from a database that somebody else wrote."""
    with pytest.raises(OutputError):
        folder_for(Path("out"), name)


@pytest.mark.parametrize("escape", ESCAPES)
def test_nothing_from_a_page_acts_on_the_terminal(escape: str) -> None:
    """Title, URL, reason and address of a failure are printed without what a terminal would obey."""
    said = f"a{escape}b"
    outcome = Outcome(
        "story", said, "failed", said, failures=[Failure(f"http://x/{said}", "fetch", said, "")]
    )
    text = plain(show_run.as_text(Summary(1, [outcome]), Path("a.db"), verbose=True))
    assert escape not in text
    assert all(c == "\n" or c.isprintable() for c in text)
    assert escape not in show_run.as_json(Summary(1, [outcome]), Path("a.db"))


def test_markup_of_the_progress_bar_is_only_text() -> None:
    """The one place that rich draws takes a description for text, never for markup."""
    out = io.StringIO()
    with Bars(TextColumn("{task.description}", markup=False), console=Console(file=out, width=80)) as bars:
        bars.add_task("[red]x[/nonsense]", total=1)
    assert "[red]x[/nonsense]" in out.getvalue()


QUERIES = [
    "'",
    "*",
    "AND",
    "NEAR(",
    "a OR",
    "col:x",
    "^",
    "-",
    "(",
    '"a" NOT',
    "{a b}:c",
    "💥",
    "x" * 5000,
]


@pytest.mark.model
def test_a_hostile_headline_is_stored_shown_and_found(
    config: Config, newsstand: Web, here: Executor, tmp_path: Path
) -> None:
    """Through a whole run: the folder's name is plain, and the full-text search takes any query for words."""
    one, two, _ = HARBOUR
    for url, word in ((one, '../../x "NEAR( [red] \x1b[31m'), (two, "=cmd|' /C calc'!A0 &lt;script&gt;")):
        title, paragraphs = HARBOUR[url]
        newsstand.pages[url.removeprefix("http://")] = page(f"{word} {title}", paragraphs)
    options = Options(config, out=tmp_path / "out", discover=False, delay=0, connect_to=(newsstand.connect_to,))  # fmt: skip
    with writer(tmp_path / "a.db") as db:
        (outcome,) = run(
            db, [Asked(Source(one, "seed"), (Source(two, "coverage"),))], options, executor=here
        ).stories
        assert outcome.state == "compared"
        assert [p.parent.parent for p in outcome.reports] == [tmp_path / "out"] * 3
        for query in QUERIES:
            list(db.table("claims").search(query, quote=True))
        assert list(db.table("claims").search('herring"', quote=True))
    assert {p.name for p in tmp_path.iterdir()} <= {"out", "a.db", "a.db.lock", "a.db-wal", "a.db-shm"}
