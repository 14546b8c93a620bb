"""The documentation says what is there: every command, table, view and public name has its entry."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import compare
from compare.cli import main
from compare.error_rates import ERROR_RATES
from compare.store.database import writer
from compare.store.described import described

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_the_reference_of_commands_is_what_help_says() -> None:
    """docs/cli.md is generated from --help; `make docs` writes it anew."""
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "docs/cli.md"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, "run `make docs`"
    text = (DOCS / "cli.md").read_text()
    for command in main.commands:
        assert f"## outlet-compare {command}" in text


def test_every_table_view_and_column_is_described(tmp_path: Path) -> None:
    """store/tables.toml has an entry for each and none for what is not there, and docs/database.md is made from it."""
    with writer(tmp_path / "a.db") as db:
        there = {t for t in db.table_names() if "_fts" not in t and not t.startswith("_")} | set(
            db.view_names()
        )
        columns = {name: [row[1] for row in db.execute(f"pragma table_info({name})")] for name in there}
    assert {d.name: list(d.columns) for d in described()} == columns
    assert all(text for d in described() for text in (d.text, *d.columns.values()))
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "docs/database.md"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, "run `make docs`"
    told = set(re.findall(r"^\| `(\w+)`", (DOCS / "database.md").read_text(), re.MULTILINE))
    assert told >= there


def test_every_public_name_exists_and_is_sorted() -> None:
    """`import compare` gives what it promises."""
    assert compare.__all__ == sorted(compare.__all__)
    assert all(getattr(compare, name) for name in compare.__all__)
    functions = {n for n in compare.__all__ if n.islower()}
    text = (DOCS / "library.md").read_text()
    assert {n for n in functions if f"compare.{n}(" in text} == functions


@pytest.mark.model
def test_the_worked_example_of_the_library_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """The docstring's example gives what it shows."""
    import compare.api

    monkeypatch.chdir(ROOT)
    assert doctest.testmod(compare.api, optionflags=doctest.NORMALIZE_WHITESPACE) == (0, 9)


def test_the_error_rates_in_the_readme_are_those_of_the_reports() -> None:
    """One table of measured error rates, in both places."""
    readme = (ROOT / "README.md").read_text()
    assert ERROR_RATES
    for measure, value in ERROR_RATES:
        assert f"| {measure} | {value} |" in readme


def test_every_measure_is_documented() -> None:
    """docs/measures.md names each script of benchmarks/, and run_all runs each but those that fit."""
    text = (DOCS / "measures.md").read_text()
    run_all = (ROOT / "benchmarks" / "run_all.py").read_text()
    scripts = {s.stem for s in (ROOT / "benchmarks").glob("*.py") if "__main__" in s.read_text()} - {
        "run_all"
    }
    for script in scripts:
        assert f"`{script}.py`" in text, script
        assert script.startswith("fit_") or f'"{script}"' in run_all, script


def test_every_setting_is_explained() -> None:
    """config/settings.toml has a comment beside each key or above its block, and no key is unknown."""
    text = (ROOT / "config" / "settings.toml").read_text()
    keys = set(tomllib.loads(text))
    assert keys == set(__import__("compare.config", fromlist=["Settings"]).Settings.__dataclass_fields__)


def test_the_version_is_one() -> None:
    """The package and its metadata agree."""
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == compare.__version__
