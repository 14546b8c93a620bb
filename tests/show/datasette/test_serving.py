"""`outlet-compare serve`: Datasette with our configuration, whatever the database is called, and what it never loads."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compare.cli import main
from tests.show.datasette.instance import CONFIG, NEWER, database


@contextmanager
def started(*words: str, folder: Path) -> Iterator[str]:
    """The command in a process of its own; gives the address that it says it listens on."""
    code = "from compare.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"running on (http://[\d.:]+)", line):
                break
        else:
            raise AssertionError(said)
        yield found[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stderr.close()


def get(url: str) -> str:
    """A page as text."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def serve(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["serve", *map(str, words)])


def test_a_database_of_any_name_gets_our_configuration(tmp_path: Path) -> None:
    """Questions, labels and the plugin's pages are there under the name of the file, and a query cannot write."""
    database(tmp_path, "my news.db")
    with started("serve", "--db", "my news.db", "--port", "0", folder=tmp_path) as base:
        text = get(f"{base}/my+news")
        assert "Which outlet dropped the attribution?" in text
        assert "/my+news/-/story/port-ellery-ferry" in get(f"{base}/my+news/stories")
        assert "In short" in get(f"{base}/my+news/-/story/port-ellery-ferry")
        settings = get(f"{base}/-/settings.json")
        assert '"suggest_facets": false' in settings and '"allow_download": false' in settings


def test_what_cannot_be_served_is_told_in_one_line(tmp_path: Path) -> None:
    """No database, another program's, a configuration that is no YAML, a port that is taken."""
    path = database(tmp_path)
    result = serve("--db", tmp_path / "none.db")
    assert (result.exit_code, "no such database" in result.stderr) == (3, True)
    (tmp_path / "a.db").write_text("no database")
    assert serve("--db", tmp_path / "a.db").exit_code == 3
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "datasette.yaml").write_text("databases: [")
    result = serve("--db", path, "--config", folder, "--port", 0)
    assert result.exit_code == 2 and "datasette.yaml: line 1" in result.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = serve("--db", path, "--port", taken.getsockname()[1])
    assert result.exit_code == 2 and "name another --port" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["torch", "sentence_transformers", "trafilatura", "lxml"])
def test_datasette_loads_nothing_heavy(tmp_path: Path, name: str) -> None:
    """Serving a story's page needs none of what fetches, reads and matches."""
    code = f"""
import sys
from pathlib import Path
from tests.show.datasette.instance import Instance
with Instance(Path({str(database(tmp_path))!r})) as served:
    assert served.get("/compare/-/story/port-ellery-ferry").status_code == 200
    assert served.get("/compare/claims").status_code == 200
sys.exit({name!r} in sys.modules)
"""
    environment = {**os.environ, "PYTHONPATH": str(CONFIG.parent.parent)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_plain_datasette_takes_the_file_as_it_is(tmp_path: Path) -> None:
    """By hand on a database called compare.db."""
    # In a process of its own: the browser of other tests keeps a loop running in this one.
    command = [
        sys.executable,
        "-m",
        "datasette",
        str(database(tmp_path)),
        "-c" if NEWER else "-m",
        str(CONFIG),
        "--get",
    ]
    for page, says in (("/compare/dropped_attribution.json?_shape=array", "Daily Beacon"), ("/compare/-/story/port-ellery-ferry", "In short")):  # fmt: skip
        result = subprocess.run([*command, page], capture_output=True, text=True, check=True)
        assert says in result.stdout
