"""When a story is due: by its interval, its age, its failures; and what stories.toml may say about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from compare.config import Config, StoryEntry, load
from compare.errors import ConfigError
from compare.schedule import DAY, Plan, next_due, plans
from compare.store.schedule import Standing

NOW = dt.datetime(2026, 11, 24, 12, 0, 0, tzinfo=dt.UTC)
HOUR = 3600.0


def ago(seconds: float) -> str:
    return f"{NOW - dt.timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


def standing(last: float, *, age: float = 10 * HOUR, state: str = "compared", failures: int = 0, broken_off: int = 0) -> Standing:  # fmt: skip
    return Standing("a", ago(age), ago(age), 1, ago(last), ago(last), state, "", 2, 0, failures, broken_off)


def plan(config: Config, known: Standing | None, now: dt.datetime = NOW, **entry: str) -> Plan:
    (made,) = plans(replace(config, stories=(StoryEntry("a", "http://one.example/x", **entry),)), {"a": known} if known else {}, now)  # type: ignore[arg-type] # fmt: skip
    return made


def test_a_story_that_never_ran_is_due(config: Config) -> None:
    """At once."""
    assert plan(config, None).state == "due"


@pytest.mark.parametrize(
    ("age", "every"),
    [(0.5 * HOUR, 900.0), (10 * HOUR, HOUR), (10 * DAY, DAY), (300 * DAY, 7 * DAY)],
)
def test_the_interval_grows_with_the_age(config: Config, age: float, every: float) -> None:
    """A tenth of it, between a quarter of an hour and a week."""
    assert plan(config, standing(every - 60, age=age)).state == "waiting"
    made = plan(config, standing(every + 60, age=age))
    assert (made.state, made.every) == ("due", every)


def test_a_set_interval_holds_whatever_the_age(config: Config) -> None:
    """``every`` wins."""
    assert plan(config, standing(700, age=300 * DAY), every="10m").state == "due"
    assert plan(config, standing(500, age=300 * DAY), every="10m").state == "waiting"


def test_a_failing_story_is_put_off_further_each_time(config: Config) -> None:
    """Doubled with each failure in a row, to a day; one success and it is back at its interval."""
    due = [plan(config, standing(0, failures=n, state="failed"), every="1h").due_at for n in range(8)]
    waits = [(dt.datetime.fromisoformat(at) - NOW).total_seconds() / HOUR for at in due]
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]


def test_failing_stories_come_after_the_others(config: Config) -> None:
    """Whatever time they are due at."""
    entries = tuple(StoryEntry(n, f"http://one.example/{n}", every="1h") for n in ("bad", "good"))
    known = {"bad": standing(9 * DAY, failures=3), "good": standing(2 * HOUR)}
    assert [p.story for p in plans(replace(config, stories=entries), known, NOW)] == ["good", "bad"]


def test_a_broken_off_run_is_due_at_once_and_a_story_that_breaks_runs_is_put_off(config: Config) -> None:
    """One stop is nobody's fault; the third in a row is the story's."""
    assert plan(config, standing(60, broken_off=1, state="broken off"), every="1h").state == "due"
    made = plan(config, standing(60, broken_off=3, state="broken off"), every="1h")
    assert (made.state, made.failures) == ("waiting", 2)


def test_a_clock_that_was_put_back_does_not_stop_the_schedule(config: Config) -> None:
    """A last run in the future is followed by one at once, however far in the future."""
    for days in (0.01, 30, 400):
        assert plan(config, standing(-days * DAY), every="1h").state == "due"


def test_a_story_ends(config: Config) -> None:
    """From ``until`` on it is not due any more."""
    assert plan(config, standing(9 * DAY), until=ago(60)).state == "ended"
    assert plan(config, standing(9 * DAY), until=ago(-60)).state == "due"


def test_a_story_that_is_never_scheduled(config: Config) -> None:
    """It runs by its name alone."""
    assert plan(config, None, every="never").state == "not scheduled"
    assert next_due([plan(config, None, every="never")]) is None


def test_what_is_long_past_its_time_is_late(config: Config) -> None:
    """Nothing seems to run the schedule; a little waiting is nothing."""
    assert plan(config, standing(10 * HOUR), every="1h").late
    assert not plan(config, standing(1.5 * HOUR), every="1h").late


def configured(tmp_path: Path, text: str) -> Config:
    (tmp_path / "outlets.toml").write_text('[outlets.one]\nname = "One"\ndomains = ["one.example"]\n')
    (tmp_path / "stories.toml").write_text(text)
    return load(tmp_path)


def test_stories_toml_says_all_of_it(tmp_path: Path) -> None:
    """Seeds, outlets, how often, until when."""
    config = configured(
        tmp_path,
        """
        [stories.a]
        seeds = ["http://one.example/x", "http://two.example/y", "more.txt"]
        outlets = ["one"]
        every = "90m"
        until = 2026-12-31
        [stories.b]
        seed = "http://one.example/z"
        until = 2026-12-31T18:00:00+01:00
        """,
    )
    a, b = config.stories
    assert (a.seed, a.outlets, a.interval) == ("http://one.example/x", ("one",), 5400.0)
    assert a.coverage == ("http://two.example/y", str(tmp_path / "more.txt"))
    assert a.until == "2027-01-01T00:00:00Z"
    assert (b.interval, b.until) == (None, "2026-12-31T17:00:00Z")


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        ('title = "x"', "seed", "one seed"),
        ('seed = "http://a.example/"\nseeds = ["http://b.example/"]', "seed", "one seed"),
        ('seeds = ["http://b.example/", ""]', "seeds", "empty"),
        ('seed = "http://a.example/"\noutlets = ["two"]', "outlets", "'two'"),
        ('seed = "http://a.example/"\nevery = "often"', "every", "'often'"),
        ('seed = "http://a.example/"\nevery = "0m"', "every", "'0m'"),
        ('seed = "http://a.example/"\nevery = 5', "every", "'5' is none of 'auto'"),
        ('seed = "http://a.example/"\nuntil = "soon"', "until", "'soon'"),
        ('seed = "http://a.example/"\nsince = "now"', "since", "not a setting"),
    ],
)
def test_an_error_names_file_and_key(tmp_path: Path, line: str, key: str, says: str) -> None:
    """In one line, with what may stand there."""
    with pytest.raises(ConfigError) as caught:
        configured(tmp_path, f"[stories.a]\n{line}\n")
    assert f"stories.toml: stories.a.{key}" in str(caught.value)
    assert says in str(caught.value)
