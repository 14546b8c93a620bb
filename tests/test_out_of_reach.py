"""What lies in a folder that may not be entered is told in one line, by every command that is given it."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.articles import HARBOUR
from tests.unattended import COMMAND
from tests.web import page

ONE = next(iter(HARBOUR))
# Root enters every folder, unless it gives that up.
GIVEN_UP = "-dac_override,-dac_read_search"
PLAIN = [] if os.geteuid() else ["setpriv", f"--bounding-set={GIVEN_UP}", f"--inh-caps={GIVEN_UP}"]


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A folder that may not be entered."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def call(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A command line of the program, run to its end by somebody whom permissions bind."""
    words = [*PLAIN, str(COMMAND), *shlex.split(line)]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "line",
    [
        "status", "report harbour", "report harbour --since 1", "run http://one.example/", "run --due", "watch",
        "forget harbour", "review harbour", "serve", "add harbour http://one.example/talks page.html",
    ],
)  # fmt: skip
def test_a_database_out_of_reach_is_told_in_one_line(locked: Path, tmp_path: Path, line: str) -> None:
    """What, where and what to do, with the exit code of a database that may not be read."""
    (tmp_path / "page.html").write_text(page(*HARBOUR[ONE]))
    done = call(tmp_path, f"{line} --db locked/a.db")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: locked/a.db: cannot be reached (Permission denied); check the permissions of its folder, or name another --db\n"
    )


def test_doctor_tells_a_database_out_of_reach_among_what_it_finds(locked: Path, tmp_path: Path) -> None:
    """It is one of the things to mend, not the end of the examination."""
    done = call(tmp_path, "doctor --db locked/a.db")
    assert done.returncode == 1 and "locked/a.db: cannot be reached" in done.stdout and not done.stderr


@pytest.mark.parametrize(
    "line",
    ["run --due --config locked/config", "run http://one.example/ --model locked/a/b", "add harbour http://one.example/ locked/page.html"],
)  # fmt: skip
def test_other_files_out_of_reach_are_told_in_one_line(locked: Path, tmp_path: Path, line: str) -> None:
    """A configuration, a model and a saved page are bad input."""
    done = call(tmp_path, line)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "locked/" in done.stderr and "Permission denied" in done.stderr
