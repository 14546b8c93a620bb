"""The gate of the benchmarks: bounds are held on the data that they were pinned on, and get easier only on demand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def gate() -> ModuleType:
    """The script, loaded as it stands."""
    found = importlib.util.spec_from_file_location("gate", ROOT / "benchmarks" / "gate.py")
    assert found and found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.toml"
    path.write_text('# how to\n\n[speed.at_most]\n"times" = 1.0\n')
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.json").write_text("1")
    return tmp_path / "data"


def hold(gate: ModuleType, monkeypatch: pytest.MonkeyPatch, floors: Path, data: Path, *words: str, **figures: float) -> int:  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["x.py", *words])
    return int(gate.hold("quality", figures, [data], floors))


def test_a_figure_is_held_to_its_bound(
    gate: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    floors: Path,
    data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Pinned a hundredth below what was measured; less fails, and says by how much."""
    assert hold(gate, monkeypatch, floors, data, "--pin", f1=0.62) == 0
    assert hold(gate, monkeypatch, floors, data, f1=0.615) == 0
    assert hold(gate, monkeypatch, floors, data, f1=0.60) == 1
    assert "f1: 0.6, below 0.6138" in capsys.readouterr().out
    assert hold(gate, monkeypatch, floors, data, f1=float("nan")) == 1


def test_other_data_is_no_proof(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, floors: Path, data: Path
) -> None:
    """A file more, less or changed fails until the bounds are pinned on it; its place does not matter."""
    assert hold(gate, monkeypatch, floors, data, "--pin", f1=0.62) == 0
    data.with_name("elsewhere").mkdir()
    moved = data.rename(data.with_name("elsewhere") / "data")
    assert hold(gate, monkeypatch, floors, moved, f1=0.62) == 0
    (moved / "a.json").write_text("2")
    assert hold(gate, monkeypatch, floors, moved, f1=0.62) == 1


def test_a_bound_gets_easier_only_when_that_is_asked_for(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, floors: Path, data: Path
) -> None:
    """A worse figure, or one that is no longer measured, is not pinned without --lower; a better one is."""
    hold(gate, monkeypatch, floors, data, "--pin", f1=0.62, recall=0.5)
    before = floors.read_text()
    assert hold(gate, monkeypatch, floors, data, "--pin", f1=0.60, recall=0.5) == 1
    assert hold(gate, monkeypatch, floors, data, "--pin", f1=0.62) == 1
    assert floors.read_text() == before
    assert hold(gate, monkeypatch, floors, data, "--pin", "--lower", f1=0.60) == 0
    assert hold(gate, monkeypatch, floors, data, "--pin", f1=0.70) == 0
    assert hold(gate, monkeypatch, floors, data, f1=0.62) == 1


def test_a_time_has_a_bound_above_and_nothing_goes_without_one(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, floors: Path, data: Path
) -> None:
    """What stands under at_most may not grow; a figure without a bound, or a bound without a figure, fails."""
    monkeypatch.setattr(sys, "argv", ["x.py", "--pin"])
    assert gate.hold("speed", {"times": 0.9}, [data], floors) == 0
    monkeypatch.setattr(sys, "argv", ["x.py"])
    assert gate.hold("speed", {"times": 0.9}, [data], floors) == 0
    assert gate.hold("speed", {"times": 0.92}, [data], floors) == 1
    assert gate.hold("speed", {"times": 0.9, "more": 1.0}, [data], floors) == 1
    assert gate.hold("speed", {}, [data], floors) == 1
    assert floors.read_text().startswith("# how to\n")
