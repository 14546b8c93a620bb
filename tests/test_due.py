"""Schedules in real processes: what is due is run, one at a time, and a monitor can tell how it went."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from concurrent.futures import Executor
from pathlib import Path

import pytest

from compare.config import load
from compare.finding.stories import Asked
from compare.pipeline import Options, run
from compare.records import Source
from compare.store.database import is_held, writer
from tests.articles import HARBOUR
from tests.conftest import CONFIG
from tests.unattended import Site, end, session
from tests.web import Web, page, web

pytestmark = pytest.mark.model

ONE, TWO, THREE = HARBOUR
HARBOUR_STORY = f'[stories.harbour]\nseed = "{ONE}"\ncoverage = ["{TWO}", "{THREE}"]\nevery = "1h"\n'
OFTEN = HARBOUR_STORY.replace("1h", "1s")
BAD_STORY = '[stories.bad]\nseed = "http://bad.example/x"\nevery = "1h"\n'


def configured(folder: Path, state: Web) -> Site:
    """A site that is to run the harbour story once an hour and asks nothing twice."""
    made = Site(folder, state)
    made.stories(HARBOUR_STORY)
    settings = (CONFIG / "settings.toml").read_text()
    (folder / "config" / "settings.toml").write_text(settings.replace("retries = 2", "retries = 0"))
    return made


@pytest.fixture
def site(newsstand: Web, tmp_path: Path) -> Site:
    return configured(tmp_path, newsstand)


@pytest.fixture(scope="module")
def after_a_run(here: Executor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the story was compared: a run that finds nothing new loads no model."""
    folder = tmp_path_factory.mktemp("before")
    with web() as state, writer(folder / "a.db") as db:
        for url, (title, paragraphs) in HARBOUR.items():
            state.pages[url.removeprefix("http://")] = page(title, paragraphs)
        asked = Asked(Source(ONE, "seed"), (Source(TWO, "coverage"), Source(THREE, "coverage")), "harbour")
        config = load(configured(folder, state).folder / "config")
        options = Options(config, discover=False, delay=0, connect_to=(state.connect_to,))
        run(db, [asked], options, executor=here)
    return folder / "a.db"


@pytest.fixture
def used(site: Site, after_a_run: Path) -> Site:
    """A site whose story was compared before, and is due again each second."""
    shutil.copy(after_a_run, site.folder / "a.db")
    site.stories(OFTEN)
    return site


def test_what_is_due_runs_once_and_then_nothing_is(site: Site) -> None:
    """The second call does nothing, makes no run and no line, and needs no more than a look."""
    first = site.call("run", "--due", "--notify", "runs.jsonl")
    assert first.returncode == 0, first.stderr
    assert "harbour]: compared" in first.stdout
    again = site.call("run", "--due", "--notify", "runs.jsonl")
    assert (again.returncode, again.stdout, again.stderr) == (0, "Nothing is due.\n", "")
    (line,) = (site.folder / "runs.jsonl").read_text().splitlines()
    told = json.loads(line)
    assert (told["run"], told["exit_code"], told["stories"], told["error"]) == (1, 0, {"compared": 1}, "")
    status = site.status()
    (story,) = status["stories"]
    assert (story["story"], story["state"], story["failures_in_a_row"]) == ("harbour", "waiting", 0)
    assert story["last"]["state"] == "compared" and story["last"]["articles_read"] == 3
    assert status["well"] and not status["running"]


def test_a_failing_story_is_told_backs_off_and_does_not_hold_up_the_others(site: Site) -> None:
    """Exit code 1 tells the monitor, the line and the status say which and why, the other story is compared."""
    site.stories(BAD_STORY + '[stories.gone]\nseed = "gone.txt"\n' + HARBOUR_STORY)
    done = site.call("run", "--due", "--notify", "-")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)  # nothing else is printed
    assert told["exit_code"] == 1
    assert told["stories"] == {"compared": 1, "failed": 1, "nothing to compare": 1}
    failed = {f["story"]: f["reason"] for f in told["failed"]}
    assert set(failed) == {"gone", "bad"} and "gone.txt" in failed["gone"]
    status = site.call("status")
    assert status.returncode == 1
    assert "Failing: gone, bad" in status.stdout or "Failing: bad, gone" in status.stdout
    assert "http://bad.example/x: HTTP 404" in status.stdout
    stories = {s["story"]: s for s in site.status()["stories"]}
    assert stories["bad"]["failures_in_a_row"] == 1
    assert stories["bad"]["due_at"] > stories["harbour"]["due_at"]  # 2 hours against 1
    assert site.call("run", "--due").stdout == "Nothing is due.\n"


def test_only_the_outlets_to_look_at_are_looked_at(site: Site) -> None:
    """A feed that offers two outlets' articles gives the one that the story names."""
    links = "".join(f'<p>See <a href="{url}">what {n} says</a> of the harbour talks.</p>' for n, url in (("two", TWO), ("three", THREE)))  # fmt: skip
    title, paragraphs = HARBOUR[ONE]
    site.web.pages[ONE.removeprefix("http://")] = page(title, paragraphs).replace(
        "</article>", f"{links}</article>"
    )
    site.stories(f'[stories.harbour]\nseed = "{ONE}"\noutlets = ["three"]\n')
    (site.folder / "config" / "outlets.toml").write_text(
        '[outlets.two]\nname = "Two"\ndomains = ["two.example"]\n[outlets.three]\nname = "Three"\ndomains = ["three.example"]\n'
    )
    words = [w for w in site.words("run", "--due") if w != "--no-discover"]
    done = subprocess.run(words, cwd=site.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    asked = {url.split("/")[0] for url, _ in site.web.requests}
    assert "three.example" in asked and "two.example" not in asked


def test_status_tells_what_is_due_before_anything_ran_and_what_was_broken_off(
    site: Site, after_a_run: Path
) -> None:
    """No database yet is no fault; a story whose run died is not told as running."""
    before = site.call("status")
    assert "no such database yet; nothing ran" in before.stdout and "harbour: due now" in before.stdout
    assert before.returncode == 1  # a monitor that looks in the wrong place is not told that all is well
    shutil.copy(after_a_run, site.folder / "a.db")
    with sqlite3.connect(site.folder / "a.db") as connection:
        connection.execute("update story_runs set state = 'running', finished_at = null")
        connection.execute("update runs set status = 'stopped'")
    connection.close()
    assert "broken off" in site.call("status").stdout
    assert site.status()["stories"][0]["last"]["state"] == "broken off"


def test_one_run_at_a_time_and_the_lock_dies_with_its_owner(used: Site) -> None:
    """Overlap gets one line and its own exit code; the line of JSON says so too; kill -9 frees the lock."""
    held = used.folder / "a.db"
    with writer(held):
        assert is_held(held)
        busy = used.call("run", "--due", "--notify", "-")
        assert busy.returncode == 5
        assert busy.stderr.count("\n") == 1 and "another run is using it" in busy.stderr
        assert json.loads(busy.stdout)["exit_code"] == 5
    assert not is_held(held)
    owner = subprocess.Popen(
        ["python3", "-c", f"import fcntl, time; f = open({str(held) + '.lock'!r}, 'a'); fcntl.flock(f, 2); print('held', flush=True); time.sleep(99)"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert owner.stdout is not None
    owner.stdout.readline()
    assert used.call("run", "--due").returncode == 5
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert used.call("run", "--due").returncode == 0


def test_watch_runs_what_falls_due_sees_changes_and_ends_on_sigterm(used: Site) -> None:
    """A loop around the same function: a changed page is a text change; between runs the database is free."""
    process = used.start("watch", "--poll", "0.2", "--notify", "runs.jsonl")
    try:
        _wait(lambda: len(_lines(used)) >= 1)
        title, paragraphs = HARBOUR[TWO]
        used.web.pages[TWO.removeprefix("http://")] = page(title, paragraphs[:-1])
        _wait(lambda: any(line["text_changes"] for line in _lines(used)))
        used.stories(HARBOUR_STORY)  # from now on once an hour: the configuration is read anew
        count = -1
        while count != len(_lines(used)):
            count = len(_lines(used))
            time.sleep(3)
        assert not is_held(used.folder / "a.db")
        os.kill(process.pid, signal.SIGTERM)
        out, err = process.communicate(timeout=5)
    finally:
        end(process)
    assert process.returncode == 143
    assert err == "Stopped. What was fetched is kept; the same command goes on from there.\n"
    assert "run 2  harbour: unchanged" in out and "next: harbour at" in out
    with sqlite3.connect(used.folder / "a.db") as connection:
        assert connection.execute("select change from text_changes").fetchall() == [("removed",)]
    connection.close()
    assert session(process.pid) == []


def test_a_story_whose_pages_all_failed_is_told_with_the_reason(used: Site) -> None:
    """Its earlier copies stand in, so that it fails with no reason of its own: that of its first page is told."""
    used.web.pages.clear()
    done = used.call("run", "--due", "--notify", "-")
    told = json.loads(done.stdout)
    assert (done.returncode, told["urls_failed"]) == (1, 3)
    (failed,) = told["failed"]
    assert failed["story"] == "harbour" and failed["reason"].startswith(f"{ONE}: HTTP 404; ")


def test_watch_tells_how_many_pages_failed(used: Site) -> None:
    """A story that stands as before is not told as if all had gone well."""
    del used.web.pages[TWO.removeprefix("http://")], used.web.pages[THREE.removeprefix("http://")]
    process = used.start("watch", "--poll", "0.2")
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=10)
    finally:
        end(process)
    assert f"  harbour: compared; 2 pages failed, the first: {TWO}: HTTP 404; " in line


def test_watch_waits_for_a_run_that_is_at_work_when_it_starts(used: Site) -> None:
    """A service that is started again beside a run by hand goes on when that has ended; status tells of that run."""
    with writer(used.folder / "a.db"):
        process = used.start("watch", "--poll", "0.2", "--notify", "runs.jsonl")
        try:
            _wait(lambda: any(line["exit_code"] == 5 for line in _lines(used)))
            assert process.poll() is None
            assert "harbour: due now, or in the run at work" in used.call("status").stdout
        except BaseException:
            end(process)
            raise
    try:
        _wait(lambda: any(line["exit_code"] == 0 for line in _lines(used)))
        os.kill(process.pid, signal.SIGTERM)
        _, err = process.communicate(timeout=10)
    finally:
        end(process)
    assert "another run is using it" in err and "trying again" in err


def test_watch_tells_a_mistake_made_meanwhile_and_goes_on(used: Site) -> None:
    """A broken stories.toml does not end it; from the beginning it does, with exit code 2."""
    process = used.start("watch", "--poll", "0.2", "--notify", "runs.jsonl")
    try:
        _wait(lambda: len(_lines(used)) >= 1)
        used.stories("[stories.harbour")
        time.sleep(2)
        before = len(_lines(used))
        assert process.poll() is None
        broken = used.call("watch")
        assert broken.returncode == 2 and "stories.toml" in broken.stderr
        used.stories(OFTEN)
        _wait(lambda: len(_lines(used)) > before)
        os.kill(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=5)
    finally:
        end(process)
    assert process.returncode == 130
    assert "stories.toml" in err and "trying again" in err


def _lines(site: Site) -> list[dict[str, int]]:
    file = site.folder / "runs.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def _wait(until: object, seconds: float = 400) -> None:
    assert callable(until)
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.1)
