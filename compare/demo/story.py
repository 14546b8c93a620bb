"""What the example compares: its outlets, its seed, the coverage and the page that a person saved."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.configured import Outlet

FOLDER = Path(__file__).parent
OUTLETS = FOLDER / "outlets.toml"
EXPECTED = FOLDER / "expected.toml"
NOTICE = "This is an invented example: the outlets, countries, people and events on this page do not exist."


@dataclass(frozen=True, slots=True)
class DemoStory:
    """What the demo run is given; ``saved`` pairs a URL with the file that stands for its page."""

    name: str  # of the story
    title: str
    date: str  # YYYY-MM-DD, as in the seed document
    seed: str  # file name of the seed document, in seeds/
    seed_url: str
    coverage: tuple[str, ...]  # URLs beside the seed's, in the order in which a person would give them
    saved: tuple[tuple[str, Path], ...]


def load_toml(path: Path) -> dict[str, Any]:
    """The tables of one TOML file."""
    with path.open("rb") as file:
        return tomllib.load(file)


def outlets() -> tuple[Outlet, ...]:
    """The example's outlets, in the order of outlets.toml."""
    return tuple(_outlet(key, table) for key, table in load_toml(OUTLETS)["outlets"].items())


def _outlet(key: str, table: dict[str, Any]) -> Outlet:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return Outlet(key=key, **fields)


def story() -> DemoStory:
    """The example's one story."""
    table = load_toml(FOLDER / "story.toml")
    saved = tuple((entry["url"], FOLDER / entry["file"]) for entry in table.pop("saved"))
    return DemoStory(**{**table, "coverage": tuple(table["coverage"])}, saved=saved)
