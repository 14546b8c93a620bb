"""The crontab line and the systemd units start commands that exist, and the line does in a shell what it says."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from compare.cli import main
from compare.config import settings_digest
from tests.articles import HARBOUR
from tests.unattended import COMMAND, Site
from tests.web import Web

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "config"
UNITS = sorted((CONFIG / "systemd").glob("*.service"))
ONE, TWO, _ = HARBOUR


def cron_line() -> str:
    (line,) = [text for text in (CONFIG / "crontab").read_text().splitlines() if not text.startswith("#")]
    return line.split(maxsplit=5)[5]


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path)
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_a_unit_starts_a_command_with_options_that_exist(path: Path) -> None:
    """And lets the main process end its workers by itself."""
    parsed = unit(path)
    _, command, *words = shlex.split(parsed["Service"]["ExecStart"])
    context = main.commands[command].make_context(command, list(words))
    assert context.params["notify"] == "runs.jsonl"
    assert parsed["Service"]["KillMode"] == "mixed"
    assert "143" in parsed["Service"]["SuccessExitStatus"].split()


def test_the_units_share_one_user() -> None:
    """The folder of the state goes to the user of the unit that starts: another one's would lock out the unit at work."""
    users = {(unit(path)["Service"]["DynamicUser"], unit(path)["Service"]["User"]) for path in UNITS}
    folders = {unit(path)["Service"]["StateDirectory"] for path in UNITS}
    assert (users, folders) == ({("yes", "outlet-compare")}, {"outlet-compare"})


def test_a_run_that_is_stopped_at_once_is_no_failure() -> None:
    """Until Python answers signals SIGTERM ends it as a signal, which systemd takes well of any service but a oneshot."""
    (oneshot,) = [unit(path)["Service"] for path in UNITS if unit(path)["Service"]["Type"] == "oneshot"]
    assert {"4", "5", "143", "SIGTERM"} == set(oneshot["SuccessExitStatus"].split())


def test_the_timer_belongs_to_the_service() -> None:
    """By its name; a time that passed while the machine was off is made up for."""
    parsed = unit(CONFIG / "systemd" / "outlet-compare.timer")
    assert parsed["Timer"]["Persistent"] == "yes"
    assert (CONFIG / "systemd" / "outlet-compare.service").is_file()


@pytest.mark.model
def test_the_crontab_line_runs_in_a_plain_shell(newsstand: Web, tmp_path: Path) -> None:
    """Silent while all goes well, loud when not, with the exit code of the command."""
    site = Site(tmp_path, newsstand)
    site.stories(f'[stories.harbour]\nseed = "{ONE}"\ncoverage = ["{TWO}"]\n')
    shutil.copy(CONFIG / "settings.toml", tmp_path / "config")
    wrapper = tmp_path / ".venv" / "bin" / "outlet-compare"
    wrapper.parent.mkdir(parents=True)
    wrapper.write_text(
        f'#!/bin/sh\nexport PYTHONPATH={ROOT}\nexec {COMMAND} "$@" --no-discover --delay 0 --connect-to ::127.0.0.1:{newsstand.port}\n'
    )
    wrapper.chmod(0o755)
    line = cron_line().replace("/opt/outlet-compare", str(tmp_path))
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}  # as cron has it
    for _ in range(2):  # the second time nothing is due
        done = subprocess.run(["/bin/sh", "-c", line], env=bare, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "compare.db").exists() and (tmp_path / "runs.jsonl").read_text().count("\n") == 1
    (tmp_path / "config" / "stories.toml").write_text("[stories.")
    done = subprocess.run(["/bin/sh", "-c", line], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "stories.toml" in done.stdout


def test_the_schedule_changes_nothing_that_a_comparison_depends_on(newsstand: Web, tmp_path: Path) -> None:
    """Another interval is no reason to compare anew."""
    from compare.config import load

    site = Site(tmp_path, newsstand)
    site.stories('[stories.a]\nseed = "http://one.example/"\n')
    before = settings_digest(load(tmp_path / "config"))
    site.stories('[stories.a]\nseed = "http://one.example/"\nevery = "3h"\n')
    assert settings_digest(load(tmp_path / "config")) == before
