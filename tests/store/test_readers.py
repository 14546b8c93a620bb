"""Many read while one writes and one more would like to: nobody hears that the database is locked."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

BENCHMARK = Path(__file__).parent.parent.parent / "benchmarks" / "readers.py"


def test_nobody_is_locked_out(tmp_path: Path) -> None:
    """Eight Datasettes read, a run writes, a second one is turned away, for some seconds without a fault."""
    spec = importlib.util.spec_from_file_location("readers", BENCHMARK)
    assert spec and spec.loader
    readers = importlib.util.module_from_spec(spec)
    sys.modules["readers"] = readers  # where the processes find their work
    sys.path.insert(0, str(BENCHMARK.parent))
    try:
        spec.loader.exec_module(readers)
        counts, wrong = readers.load(tmp_path / "a.db", 10.0)
    finally:
        sys.path.remove(str(BENCHMARK.parent))
        del sys.modules["readers"]
    assert wrong == []
    assert counts["read"] > 50
    assert counts["written"] > 20
    assert counts["refused"] > 5
