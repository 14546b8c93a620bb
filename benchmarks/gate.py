"""Holds the figures of a benchmark to the bounds in floors.toml, which belong to one state of the data.

A script ends with ``return gate.hold("name", {"figure": value}, paths)``: 0 when every bound is kept. With ``--pin`` the
bounds are written anew from the figures, a little easier than these (``MARGIN``); a bound that gets easier by that is
written only with ``--lower`` too, and told.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
MARGIN = 0.01  # of the figure: what another processor's rounding may change


def digest(paths: Iterable[Path]) -> str:
    """Names the content of files, and of all files in folders, whatever the folder's own place."""
    whole = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            name = file.relative_to(path.parent).as_posix()
            whole.update(f"{name} {file.stat().st_size} ".encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def hold(
    benchmark: str, figures: Mapping[str, float], data: Iterable[Path] = (), floors: Path = FLOORS
) -> int:
    """0 when the figures keep their bounds on the data that these were pinned on, else 1; says what is amiss.

    A figure without a bound is refused: it would look like one that is held.
    """
    pinned = tomllib.loads(floors.read_text(encoding="utf-8"))
    entry = pinned.get(benchmark, {})
    now = digest(data)
    if "--pin" in sys.argv:
        return _pin(floors, pinned, benchmark, figures, now, lower="--lower" in sys.argv)
    faults = []
    if entry.get("data", "") != now:
        faults.append(
            f"the data is not that of the bounds ({now}, pinned on {entry.get('data', 'none')}); --pin writes new ones"
        )
    for name in sorted({*figures, *entry.get("at_least", {}), *entry.get("at_most", {})}):
        faults += _faults(name, figures.get(name), entry)
    for fault in faults:
        print(f"{benchmark}: {fault}")
    if not faults:
        print(f"{benchmark}: {len(figures)} figures keep their bounds")
    return 1 if faults else 0


def _faults(name: str, value: float | None, entry: Mapping[str, Mapping[str, float]]) -> Iterable[str]:
    least, most = entry.get("at_least", {}).get(name), entry.get("at_most", {}).get(name)
    if value is None:
        yield f"{name}: was not measured"
    elif least is None and most is None:
        yield f"{name}: {value:.4g} has no bound in floors.toml"
    elif least is not None and not value >= least:
        yield f"{name}: {value:.4g}, below {least:.4g}"
    elif most is not None and not value <= most:
        yield f"{name}: {value:.4g}, above {most:.4g}"


def _pin(
    floors: Path,
    pinned: dict[str, dict[str, object]],
    benchmark: str,
    figures: Mapping[str, float],
    now: str,
    *,
    lower: bool,
) -> int:
    """Writes bounds from the figures; whether one is ``at_most`` is as it stands, a new one is ``at_least``."""
    entry = pinned.get(benchmark, {})
    old_least, old_most = dict(entry.get("at_least", {})), dict(entry.get("at_most", {}))  # type: ignore[call-overload]
    least, most = {}, {}
    easier = []
    for name, value in figures.items():
        slack = abs(value) * MARGIN
        if name in old_most:
            most[name] = round(value + slack, 4)
            easier += [name] if most[name] > old_most[name] else []
        else:
            least[name] = round(value - slack, 4)
            easier += [name] if name in old_least and least[name] < old_least[name] else []
    gone = sorted((set(old_least) | set(old_most)) - set(figures))
    if (easier or gone) and not lower:
        print(
            f"{benchmark}: nothing written: {', '.join([*easier, *gone])} would get easier; --lower does it all the same"
        )
        return 1
    pinned[benchmark] = {"data": now, "at_least": least, "at_most": most}
    head = "".join(
        line for line in floors.read_text(encoding="utf-8").splitlines(True) if line.startswith("#")
    )
    floors.write_text(head + "".join(_table(name, pinned[name]) for name in sorted(pinned)), encoding="utf-8")
    print(f"{benchmark}: pinned" + (f", easier than before: {', '.join(easier)}" if easier else ""))
    return 0


def _table(name: str, entry: Mapping[str, object]) -> str:
    lines = [f'\n[{name}]\ndata = "{entry.get("data", "")}"\n']
    for kind in ("at_least", "at_most"):
        bounds = entry.get(kind) or {}
        if bounds:
            lines.append(f"[{name}.{kind}]\n" + "".join(f'"{k}" = {v}\n' for k, v in bounds.items()))  # type: ignore[attr-defined]
    return "".join(lines)
