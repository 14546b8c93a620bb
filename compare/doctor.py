"""Checks what a run needs, and says what to do about what is missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from compare.config import Config, find_folder, load
from compare.errors import CompareError
from compare.read.models import DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    what: str
    ok: bool
    says: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def examine(db: Path, model: str | None, config: Path | None) -> list[Finding]:
    """Configuration, model and database, in that order."""
    loaded, finding = _config(config)
    return [
        finding,
        _model(model or (loaded.settings.model if loaded else DEFAULT_MODEL)),
        _database(db),
    ]


def _config(folder: Path | None) -> tuple[Config | None, Finding]:
    try:
        config = load(find_folder(folder))
    except CompareError as error:
        return None, Finding("configuration", False, str(error), "Mend the file and the key that are named.")
    feeds = sum(len(o.feeds) for o in config.outlets)
    says = f"{config.folder}: {len(config.outlets)} outlets, {feeds} feeds, {len(config.stories)} stories"
    for story in config.stories:
        seed = config.folder / story.seed
        if "://" not in story.seed and not seed.is_file():
            return config, Finding(
                "configuration", False, f"{seed}: no such file", f"Mend stories.{story.name}.seed."
            )
    return config, Finding("configuration", True, says)


def _model(name: str) -> Finding:
    from compare.read.embed import SentenceTransformerEmbedder

    try:
        embedder = SentenceTransformerEmbedder(name)
        vector = embedder.embed(["Talks failed on Monday, the ministry said."])[0]
    except CompareError as error:
        return Finding(
            "model", False, str(error), "Leave out --model for the one that comes with the package."
        )
    return Finding("model", True, f"{name}, revision {embedder.revision}, {vector.size} dimensions")


def _database(path: Path) -> Finding:
    from compare.store import read
    from compare.store.database import is_there, reader

    try:
        if not is_there(path):
            return Finding("database", True, f"{path}: not there yet; the first run makes it")
        with reader(path) as db:
            (state,) = db.execute("pragma quick_check").fetchone()
            stories = len(read.story_names(db))
            broken = db.execute("pragma foreign_key_check").fetchall()
    except CompareError as error:
        return Finding("database", False, str(error))
    if state != "ok" or broken:
        return Finding("database", False, f"{path}: damaged ({state})", "Restore a copy, or start a new one.")
    return Finding("database", True, f"{path}: sound, {stories} stories")
