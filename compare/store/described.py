"""What every table, view and column holds, in words: the one source of docs/database.md and of Datasette's texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Described:
    """One table or view: what a row is or what the view answers, and what each column holds, in their order."""

    name: str
    view: bool
    text: str
    columns: dict[str, str]


@cache
def described() -> tuple[Described, ...]:
    """All tables, then all views, in the order in which they are best read; texts may hold Markdown's code marks."""
    data = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))
    return tuple(
        Described(name, kind == "views", entry["is"], entry["columns"])
        for kind in ("tables", "views")
        for name, entry in data[kind].items()
    )
