"""Data flows one way: a stage knows the records and the errors, never another stage or what joins them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "compare"
STAGES = ("collect", "read", "match", "contrast", "store", "show")
GROUND = {"compare.records", "compare.configured", "compare.revisions", "compare.errors"}
# What each module above the stages may import from the package beside the ground; "stages" stands for all of them.
ABOVE = {
    "progress": set(),
    "stopping": set(),
    "workers": {"stopping"},
    "error_rates": set(),
    "outcomes": set(),
    "seeds": set(),
    "config": {"seeds"},
    "judging": {"stages", "config"},
    "matching": {"stages", "seeds"},
    "bundled_judge": {"stages"},
    "compute": {"stages", "bundled_judge", "judging"},
    "review_table": {"stages"},
    "calibrating": {"stages", "bundled_judge", "matching"},
    "review": {
        "stages",
        "config",
        "compute",
        "finding",
        "judging",
        "matching",
        "reporting",
        "review_table",
        "error_rates",
    },
    "finding": {"stages", "config", "seeds", "progress", "compute", "finding"},
    "reporting": {"stages"},
    "pipeline": {
        "stages",
        "config",
        "seeds",
        "compute",
        "finding",
        "judging",
        "matching",
        "outcomes",
        "progress",
        "reporting",
        "workers",
        "error_rates",
    },
    "arguments": {"stages", "config", "seeds", "finding"},
    "schedule": {"stages", "config"},
    "due": {"stages", "arguments", "finding", "outcomes", "pipeline", "schedule"},
    "discover_only": {"stages", "compute", "finding", "pipeline", "progress"},
    "notify": {"finding", "outcomes", "stopping"},
    "show_status": {"stages", "config", "schedule"},
    "single": {"stages", "config", "arguments", "seeds", "finding", "workers"},
    "doctor": {"stages", "config"},
    "show_run": {"stages", "outcomes"},
    "serving": {"stages", "config"},
    "api": {"stages", "config", "seeds", "compute", "matching", "error_rates"},
}
TOP = {"__init__", "cli"}  # these join everything, as do the commands


def imports(path: Path) -> set[str]:
    """The package's modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "compare":
            # `from compare.store import read` imports the module compare.store.read.
            candidates = [f"{node.module}.{alias.name}" for alias in node.names]
            names |= {c if _is_module(c) else node.module for c in candidates}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.split(".")[0] == "compare"}
    return names - {"compare"}


def _is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


PLUGIN = PACKAGE / "show" / "datasette"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_the_ground_and_itself(stage: str) -> None:
    """No file of a stage imports another stage, the configuration, or the pipeline."""
    for path in (PACKAGE / stage).rglob("*.py"):
        if path.parent == PLUGIN:
            continue
        strangers = {
            name
            for name in imports(path) - GROUND
            if name != f"compare.{stage}" and not name.startswith(f"compare.{stage}.")
        }
        assert not strangers, f"{path.name} imports {strangers}"


def test_the_plugin_joins_the_store_to_what_is_shown_and_no_more() -> None:
    """The Datasette plugin lies in show/ and stands above the stages: it reads the store and shows it."""
    allowed = ("compare.show", "compare.store", "compare.reporting", "compare.error_rates", "compare.errors")
    for path in PLUGIN.glob("*.py"):
        strangers = {name for name in imports(path) if not name.startswith(allowed)}
        assert not strangers, f"{path.name} imports {strangers}"


@pytest.mark.parametrize("ground", ["records", "errors"])
def test_the_ground_imports_nothing_of_the_package(ground: str) -> None:
    """Records and errors stand at the bottom."""
    assert not imports(PACKAGE / f"{ground}.py")


def test_what_joins_the_stages_imports_only_what_is_below_it() -> None:
    """Each module above the stages imports just the rooms that it is listed with."""
    for path in (*PACKAGE.glob("*.py"), *(PACKAGE / "finding").glob("*.py")):
        own = path.stem if path.parent == PACKAGE else path.parent.name
        if own in TOP or f"compare.{own}" in GROUND:
            continue
        allowed = {f"compare.{name}" for name in ABOVE[own]}
        for name in imports(path) - GROUND:
            room = ".".join(name.split(".")[:2])
            assert room in allowed or ("compare.stages" in allowed and room.split(".")[1] in STAGES), (
                f"{path.name}: {name}"
            )


def test_only_the_store_speaks_sql() -> None:
    """No file outside the store writes or reads tables by itself."""
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "store":
            continue
        text = path.read_text(encoding="utf-8").lower()
        assert "insert into" not in text and "create table" not in text, path
        assert " from articles" not in text and " from claims" not in text, path


def test_only_one_file_makes_requests() -> None:
    """httpx and httpcore are known to the files behind the one door alone."""
    doors = {"fetch.py", "transport.py", "guard.py", "body.py", "retry.py", "robots.py", "post.py"}
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "import httpx" in text or "import httpcore" in text or "import urllib.request" in text:
            assert path.name in doors, path


@pytest.mark.parametrize("name", ["torch", "sentence_transformers", "trafilatura", "httpx", "pydantic"])
def test_importing_the_command_loads_nothing_heavy(name: str) -> None:
    """--help answers without the libraries that only a run needs."""
    code = f"import sys, compare, compare.cli; sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
