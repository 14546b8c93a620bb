"""The report of a story, made from the database alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from compare.errors import InputError
from compare.show.changes import changes
from compare.show.report_json import RunInfo, report
from compare.store import read, reviews
from compare.store import since as history


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


def changes_of(db: Database, name: str, since: int | str) -> dict[str, Any] | None:
    """What changed in the story since a run (its number) or a time (UTC); None when it was never compared.

    Run 0 is the beginning. What is told is what was stored after the last run that had ended by then. Raises InputError for an unknown run.
    """
    story = read.story(db, name)
    first = history.first_compared(db, name)
    if story is None or first is None:
        return None
    number = history.last_run_before(db, since) if isinstance(since, str) else since
    run = history.run(db, number)
    if run is None and isinstance(since, int) and since:
        raise InputError(
            f"--since {since}: there is no such run; 'outlet-compare status' shows the last ones"
        )
    last = history.last_run_of(db, name)
    at = since if isinstance(since, str) else run and (run["finished_at"] or run["started_at"])
    return changes(
        story,
        {"run": number or None, "at": at},
        {"run": last and last["id"], "at": last and last["finished_at"]},
        first=first > number,
        articles_read=read.counts(db, name)["articles read"],
        articles=history.article_changes(db, name, number),
        revisions=history.revisions(db, name, number),
        differences=history.difference_changes(db, name, number),
        failures=history.failures(db, name, number),
    )


def is_current(folder: Path, run: int | None) -> bool:
    """Whether the report files are there and tell of that run; another database may have written them."""
    try:
        stored = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return bool(stored["run"]["id"] == str(run)) and all(
            (folder / f"report.{f}").is_file() for f in ("html", "md")
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False
