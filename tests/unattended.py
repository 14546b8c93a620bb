"""The command in a process of its own, over a small web, as cron or a terminal would start it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web import Web

COMMAND = Path(sys.executable).with_name("outlet-compare")
STORY = """
[stories.{name}]
seed = "http://{host}/{path}"
coverage = {coverage}
every = "{every}"
"""


@dataclass
class Site:
    """A folder with a configuration that scrapes ``web``, and a database."""

    folder: Path
    web: Web

    def stories(self, text: str) -> None:
        """Writes stories.toml."""
        config = self.folder / "config"
        config.mkdir(exist_ok=True)
        (config / "outlets.toml").write_text("")
        (config / "stories.toml").write_text(text)

    def words(self, *words: str) -> list[str]:
        """A command line of the program."""
        shared = ["--config", "config", "--db", "a.db"]
        fetching = ["--no-discover", "--delay", "0", "--connect-to", f"::127.0.0.1:{self.web.port}"]
        return [str(COMMAND), *words, *shared, *(fetching if words[0] in ("run", "watch") else [])]

    def call(self, *words: str, wait: float = 240) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            self.words(*words), cwd=self.folder, capture_output=True, text=True, check=False, timeout=wait
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Starts a command in a session of its own, so that its processes can be told from others."""
        return subprocess.Popen(
            self.words(*words), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip

    def status(self) -> dict[str, Any]:
        """What ``status --json`` says."""
        return json.loads(self.call("status", "--json").stdout)  # type: ignore[no-any-return]


def session(leader: int) -> list[int]:
    """The living processes of a session; one that has given up its memory is on its way out and runs nothing."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            runs = bool((folder / "cmdline").read_bytes())
        except OSError:  # it ended meanwhile
            continue
        if int(fields[3]) == leader and fields[0] != "Z" and runs:
            found.append(int(folder.name))
    return found


def end(process: subprocess.Popen[str]) -> None:
    """Kills what is left of a session; for tests that failed."""
    for pid in session(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.wait()
