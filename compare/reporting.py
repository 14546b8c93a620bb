"""The report of a story, made from the database alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from compare.show.report_json import RunInfo, report
from compare.store import read, reviews


def report_of(db: Database, name: str) -> dict[str, Any] | None:
    """The story's report, made from the database alone; None when the story was never compared."""
    story, stored = read.story(db, name), read.comparison(db, name)
    if story is None or stored is None:
        return None
    info = RunInfo(
        id=str(stored.run_id),
        started_at=stored.started_at,
        finished_at=stored.computed_at,
        version=stored.version,
        model=stored.model,
        model_revision=stored.model_revision,
        settings_sha256=stored.settings_sha256,
        matching=stored.matching,
        judge=stored.judge[2],
    )
    said = reviews.reviews(db, name)
    return report(story, info, stored.comparison, stored.failures, read.outlets(db), said)


def is_current(folder: Path, run: int | None) -> bool:
    """Whether the report files are there and tell of that run; another database may have written them."""
    try:
        stored = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return bool(stored["run"]["id"] == str(run)) and all(
            (folder / f"report.{f}").is_file() for f in ("html", "md")
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False
