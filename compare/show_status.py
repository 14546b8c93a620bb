"""How the schedule stands, in words and as JSON: what ran, what is due, what failed and why."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from compare.config import Config
from compare.schedule import Plan, plans
from compare.store import schedule
from compare.store.database import is_held, is_there, reader

RUNS = 5  # of the last ones, shown


@dataclass(frozen=True, slots=True)
class Status:
    """All that ``outlet-compare status`` shows."""

    db: Path
    at: str
    running: bool
    runs: list[dict[str, Any]]
    plans: list[Plan]
    unscheduled: list[schedule.Standing]  # ran, but stand in no stories.toml
    failures: dict[str, list[dict[str, Any]]]  # by story, of its last run

    @property
    def well(self) -> bool:
        """Whether anything ran, every scheduled story went at its last try, and none is long past its time."""
        return bool(self.runs) and not any(plan.failures or plan.late for plan in self.plans)


def status(db: Path, config: Config, now: dt.datetime) -> Status:
    """How things stand. Raises StoreError."""
    if not is_there(db) and config.stories:  # nothing ran yet: the first ones may be due all the same
        return Status(db, f"{now:%Y-%m-%dT%H:%M:%SZ}", False, [], plans(config, {}, now), [], {})
    running = is_held(db)
    with reader(db) as database:
        standings = schedule.standings(database)
        if not running:  # a row that says so was left behind by a run that ended without a word
            standings = {
                name: replace(s, state="broken off") if s.state == "running" else s
                for name, s in standings.items()
            }
        made = plans(config, standings, now)
        known = {plan.story for plan in made}
        failures = {
            name: found
            for name, s in standings.items()
            if (found := schedule.failures_of(database, s.run, name))
        }
        return Status(
            db=db,
            at=f"{now:%Y-%m-%dT%H:%M:%SZ}",
            running=running,
            runs=schedule.runs(database, RUNS),
            plans=made,
            unscheduled=[s for name, s in standings.items() if name not in known],
            failures=failures,
        )


def as_text(status: Status, verbose: bool) -> str:
    """One line for how things stand, one for each story, and under it what failed."""
    lines = [_head(status)]
    for plan in status.plans:
        lines += _story(status, plan, verbose)
    for standing in status.unscheduled:
        lines.append(f"{standing.story}: not in stories.toml; {_last(standing)}")
        lines += _failed(status, standing.story, verbose)
    bad = [plan.story for plan in status.plans if plan.failures]
    late = [plan.story for plan in status.plans if plan.late]
    if bad:
        lines.append(f"Failing: {', '.join(bad)}")
    if late:
        lines.append(f"Long past their time: {', '.join(late)}; is the timer, crontab or watch at work?")
    return "\n".join(lines)


def _head(status: Status) -> str:
    if not status.runs:
        return f"{status.db}: {'no run yet' if is_there(status.db) else 'no such database yet; nothing ran'}"
    last = status.runs[0]
    if status.running:
        return f"{status.db}: run {last['id']} is at work since {last['started_at']}"
    ended = last["finished_at"] or "broken off"
    word = "broken off" if last["status"] == "running" else last["status"]
    return f"{status.db}: idle; last run {last['id']} from {last['started_at']} to {ended}: {word}"


def _story(status: Status, plan: Plan, verbose: bool) -> list[str]:
    when = {
        "due": "due now, or in the run at work" if status.running else "due now",
        "waiting": f"due at {plan.due_at}",
        "ended": "ended",
        "not scheduled": "not scheduled",
    }[plan.state]
    every = f", every {_duration(plan.every)}" if plan.every else ""
    tries = f", {plan.failures} failed in a row" if plan.failures else ""
    last = _last(plan.standing) if plan.standing else "never ran"
    return [f"{plan.story}: {when}{every}{tries}; {last}", *_failed(status, plan.story, verbose)]


def _last(standing: schedule.Standing) -> str:
    reason = f" ({standing.reason})" if standing.reason else ""
    read = f", {standing.articles_read} articles read" if standing.articles_read else ""
    return f"run {standing.run} at {standing.started_at}: {standing.state}{read}{reason}"


def _failed(status: Status, story: str, verbose: bool) -> list[str]:
    failures = status.failures.get(story, [])
    shown = failures if verbose else failures[:3]
    lines = [f"  {f['stage']}: {f['url']}: {f['reason']}" for f in shown]
    if len(failures) > len(shown):
        lines.append(f"  and {len(failures) - len(shown)} more; -v shows all")
    return lines


def _duration(seconds: float) -> str:
    for unit, size in (("d", 86_400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def as_json(status: Status) -> str:
    """The same for programs."""
    runs = [{**run, "summary": json.loads(run["summary"])} for run in status.runs]
    stories = [
        {
            "story": plan.story,
            "state": plan.state,
            "due_at": plan.due_at or None,
            "every_seconds": plan.every or None,
            "failures_in_a_row": plan.failures,
            "late": plan.late,
            "last": asdict(plan.standing) if plan.standing else None,
            "failed": status.failures.get(plan.story, []),
        }
        for plan in status.plans
    ]
    unscheduled = [
        {"story": s.story, "last": asdict(s), "failed": status.failures.get(s.story, [])}
        for s in status.unscheduled
    ]
    told = {
        "db": str(status.db),
        "at": status.at,
        "running": status.running,
        "well": status.well,
        "runs": runs,
        "stories": stories,
        "unscheduled": unscheduled,
    }
    return json.dumps(told, indent=2)
