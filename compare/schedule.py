"""When each story of config/stories.toml is due: by its interval, its age, and how its last runs went.

interval    as set, else a share of the story's age between the shortest and the longest of config/settings.toml
put off     doubled with each run in a row in which nothing of it could be had, to a day at most (or its interval)
broken off  due at once the first time; a story whose runs break off again and again is put off as a failing one
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compare.config import Config, StoryEntry
from compare.store.schedule import Standing

DAY = 86_400.0
_FORGIVEN = 1  # runs in a row that were broken off before the story itself is suspected
LATE = 3_600.0  # seconds past its time, beyond one interval, after which nothing seems to run the schedule


@dataclass(frozen=True, slots=True)
class Plan:
    """When a story is due, and why."""

    story: str
    state: str  # due, waiting, ended (its time is over), not scheduled
    due_at: str  # empty when it is never due
    every: float  # seconds between two runs, as things stand; 0 when it is never due
    failures: int  # in a row
    late: bool  # long past its time
    standing: Standing | None


def plans(config: Config, standings: Mapping[str, Standing], now: dt.datetime) -> list[Plan]:
    """One plan for each configured story, in the order in which they should be worked on: failing ones last."""
    made = [_plan(config, entry, standings.get(entry.name), now) for entry in config.stories]
    order = {"due": 0, "waiting": 1, "ended": 2, "not scheduled": 3}
    return sorted(made, key=lambda p: (order[p.state], p.failures > 0, p.due_at, p.story))


def next_due(made: Sequence[Plan]) -> dt.datetime | None:
    """When the next story is due; None when none ever is."""
    times = [moment(p.due_at) for p in made if p.state in ("due", "waiting")]
    return min(times) if times else None


def moment(at: str) -> dt.datetime:
    """The time that a stored text says."""
    return dt.datetime.fromisoformat(at)


def _plan(config: Config, entry: StoryEntry, standing: Standing | None, now: dt.datetime) -> Plan:
    if entry.every == "never":
        return Plan(entry.name, "not scheduled", "", 0.0, 0, False, standing)
    if entry.until and now >= moment(entry.until):
        return Plan(entry.name, "ended", "", 0.0, 0, False, standing)
    if standing is None:
        shortest = entry.interval or config.settings.shortest_interval
        return Plan(entry.name, "due", _text(now), shortest, 0, False, None)
    every = entry.interval or _by_age(config, standing, now)
    failures = standing.failures + max(0, standing.broken_off - _FORGIVEN)
    wait = min(every * 2.0 ** min(failures, 30), max(every, DAY))
    last = moment(standing.started_at)
    # A clock that was put back must not make a story wait for the time it showed before: that run, whose time is
    # still to come, is followed by one at once, which has a time to count from.
    at_once = 0 < standing.broken_off <= _FORGIVEN or last > now
    due_at = now if at_once else last + dt.timedelta(seconds=wait)
    late = (now - due_at).total_seconds() > max(LATE, every)
    return Plan(
        entry.name, "due" if due_at <= now else "waiting", _text(due_at), every, failures, late, standing
    )


def _by_age(config: Config, standing: Standing, now: dt.datetime) -> float:
    settings = config.settings
    age = (now - moment(standing.published_at or standing.first_run_at)).total_seconds()
    return min(max(settings.interval_of_age * age, settings.shortest_interval), settings.longest_interval)


def _text(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
