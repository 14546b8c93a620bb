"""The line for a monitor is written however a run ends, and never hides why it ended."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.cli import main
from compare.errors import DiskError, NotADatabase, OutputError, unwritable
from compare.notify import notifying
from compare.outcomes import Summary
from tests.unattended import COMMAND


@pytest.mark.parametrize("words", [["run", "--due"], ["watch"]])
def test_a_configuration_that_cannot_be_read_is_told_to_the_monitor_too(
    tmp_path: Path, words: list[str]
) -> None:
    """A run that could not begin has its line, with the exit code and the reason."""
    (tmp_path / "stories.toml").write_text("[stories.harbour")
    lines = tmp_path / "runs.jsonl"
    given = ["--config", str(tmp_path), "--db", str(tmp_path / "a.db"), "--notify", str(lines)]
    assert CliRunner().invoke(main, [*words, *given]).exit_code == 2
    (line,) = map(json.loads, lines.read_text().splitlines())
    assert (line["run"], line["exit_code"]) == (None, 2)
    assert line["error"]


def test_what_ended_a_run_is_not_hidden_by_a_line_that_cannot_be_written(tmp_path: Path) -> None:
    """The run's own error goes on, with its own exit code."""
    lines = tmp_path / "runs.jsonl"
    with pytest.raises(NotADatabase), notifying(str(lines), tmp_path / "a.db"):
        lines.unlink()
        lines.mkdir()  # nothing can be appended to it any more
        raise NotADatabase("a.db: is damaged")


def test_a_pipe_that_nobody_reads_is_refused_before_any_work(tmp_path: Path) -> None:
    """In one line, and at once: to wait for a reader would hold up the schedule for ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    words = [COMMAND, "run", "--due", "--db", tmp_path / "a.db", "--notify", pipe]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"{pipe}: cannot be written (a pipe that nobody reads)" in done.stderr
    assert not (tmp_path / "a.db").exists()


def test_whoever_reads_a_pipe_gets_the_line_as_the_first_thing(tmp_path: Path) -> None:
    """The pipe is not closed in between, which a reader would take for the end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(200):  # until it is there, nobody reads
            with suppress(OutputError), notifying(str(pipe), tmp_path / "a.db") as told:
                told.summary = Summary(7)
                break
            time.sleep(0.05)
        out, _ = reader.communicate(timeout=10)
    finally:
        reader.kill()
    assert json.loads(out)["run"] == 7


@pytest.mark.parametrize(
    ("number", "code"), [("ENOSPC", 3), ("EROFS", 3), ("EDQUOT", 3), ("EACCES", 2), ("ENOENT", 2)]
)
def test_a_disk_that_takes_no_more_is_no_bad_input(number: str, code: int) -> None:
    """What may pass has another exit code than what the person has to mend."""
    made = unwritable("reports: cannot be written", OSError(getattr(errno, number), "no"))
    assert isinstance(made, OutputError)
    assert made.exit_code == code
    assert isinstance(made, DiskError) is (code == 3)
