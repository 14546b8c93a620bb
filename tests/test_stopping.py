"""Told to stop at any moment, a run is gone within five seconds, with its workers, and goes on the next time."""

from __future__ import annotations

import os
import pty
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.articles import HARBOUR
from tests.unattended import Site, end, session
from tests.web import Web, page, web

pytestmark = [pytest.mark.model, pytest.mark.alone]

ONE, TWO, THREE = HARBOUR
STORIES = f'[stories.harbour]\nseed = "{ONE}"\ncoverage = ["{TWO}", "{THREE}"]\n'
MOMENTS = int(os.environ.get("OUTLET_COMPARE_STOPS", "2"))  # of each signal; a long test takes more
PROMISED = 5.0


@pytest.fixture
def site(newsstand: Web, tmp_path: Path) -> Site:
    made = Site(tmp_path, newsstand)
    made.stories(STORIES)
    return made


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> float:
    """The seconds that a run takes that nothing stops."""
    with web() as state:
        for url, (title, paragraphs) in HARBOUR.items():
            state.pages[url.removeprefix("http://")] = page(title, paragraphs)
        made = Site(tmp_path_factory.mktemp("whole"), state)
        made.stories(STORIES)
        began = time.monotonic()
        assert made.call("run", "harbour").returncode == 0
        return time.monotonic() - began


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_ends_within_five_seconds_at_any_moment_and_can_be_resumed(
    site: Site, whole: float, number: signal.Signals
) -> None:
    """At random moments of a run: out in time, its own exit code, no process left, nothing half told."""
    chance = random.Random(int(number))
    for _ in range(MOMENTS):
        for file in site.folder.glob("a.db*"):
            file.unlink()
        shutil.rmtree(site.folder / "reports", ignore_errors=True)
        process = site.start("run", "harbour")
        time.sleep(chance.uniform(0.3, whole))  # Python itself takes a moment before it can be told anything
        _stop(process, number)
        _check(site)
    done = site.call("run", "harbour")
    assert done.returncode == 0, done.stderr
    assert "3 of 3 articles read" in done.stdout


def _stop(process: subprocess.Popen[str], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number) if number == signal.SIGINT else os.kill(process.pid, number)
        began = time.monotonic()
        _, err = process.communicate(timeout=PROMISED)
        deadline = began + PROMISED
        while session(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert session(process.pid) == []
    finally:
        end(process)
    if process.returncode != 0:  # it was faster than the signal
        assert process.returncode in (128 + number, -number)
        assert "Traceback" not in err


def _check(site: Site) -> None:
    if not (site.folder / "a.db").exists():
        return
    connection = sqlite3.connect(site.folder / "a.db")
    try:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        if not connection.execute("select 1 from sqlite_master where name = 'comparisons'").fetchone():
            return
        compared = connection.execute("select count(*) from comparisons").fetchone()[0]
        members = connection.execute("select count(*) from story_articles").fetchone()[0]
        assert members == (3 if compared else 0)
        states = {row[0] for row in connection.execute("select status from runs")}
        assert states <= {"finished", "stopped", "running"}
    finally:
        connection.close()


def test_the_terminal_is_left_in_order(site: Site) -> None:
    """Ctrl-C while bars are drawn: the cursor is shown again, and the last line ends."""
    for moment in (1.5, 3.5):
        for file in site.folder.glob("a.db*"):
            file.unlink()
        master, slave = pty.openpty()
        process = subprocess.Popen(
            site.words("run", "harbour"), cwd=site.folder, stdin=slave, stdout=slave, stderr=slave,
            env={**os.environ, "TERM": "xterm-256color"}, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        shown = bytearray()
        deadline = time.monotonic() + moment
        told = False
        while process.poll() is None or select.select([master], [], [], 0)[0]:
            if select.select([master], [], [], 0.05)[0]:
                try:
                    shown += os.read(master, 65536)
                except OSError:  # the other side is closed
                    break
            if not told and time.monotonic() > deadline:
                os.killpg(process.pid, signal.SIGINT)
                told = True
                deadline = time.monotonic()
            assert not told or time.monotonic() - deadline < PROMISED
        process.wait()
        os.close(master)
        assert process.returncode in (0, 130)
        assert shown.rfind(b"\x1b[?25h") >= shown.rfind(b"\x1b[?25l")
        assert shown.endswith(b"\n")
        assert b"Traceback" not in shown
