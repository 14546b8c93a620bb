"""Runs what is due: the one function behind ``run --due`` and ``watch``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from compare.arguments import by_name
from compare.errors import InputError, StoreError
from compare.finding.stories import Asked
from compare.outcomes import Outcome, Summary
from compare.pipeline import Options, run
from compare.schedule import Plan, plans
from compare.store.database import is_there, reader, writer
from compare.store.schedule import standings


def run_due(path: Path, options: Options, now: dt.datetime) -> Summary | None:
    """Runs every story whose time has come; None, and no run, when there is none.

    A story that failed the last time comes in a batch of its own, after the others. One whose seed cannot be read
    fails by itself. Raises StoreBusy while another run is at work.
    """
    if is_there(path) and not _plans(path, options, now, state="due"):
        return None
    with writer(path) as db:
        return _run(db, options, now)


def waiting(path: Path, options: Options, now: dt.datetime) -> list[Plan]:
    """The scheduled stories with the times at which they are due."""
    return [plan for plan in _plans(path, options, now) if plan.state in ("due", "waiting")]


def _plans(path: Path, options: Options, now: dt.datetime, state: str = "") -> list[Plan]:
    try:
        with reader(path) as db:  # so that a look at the schedule takes no lock
            made = plans(options.config, standings(db), now)
    except StoreError:  # not there yet, or older: the writer says so, or mends it
        made = plans(options.config, {}, now)
    return [plan for plan in made if state in ("", plan.state)]


def _run(db: Database, options: Options, now: dt.datetime) -> Summary | None:
    asked: list[Asked] = []
    lost: list[Outcome] = []
    for plan in plans(options.config, standings(db), now):
        if plan.state != "due":
            continue
        try:
            one = by_name(plan.story, (), "", options.config, db)
            asked.append(replace(one, apart=plan.failures > 0))
        except InputError as error:
            lost.append(Outcome(plan.story, plan.story, "failed", str(error)))
    return run(db, asked, options, lost=lost) if asked or lost else None
