"""``watch``: ``run --due``, again and again."""

from __future__ import annotations

import time
from pathlib import Path

import click

from compare.commands.options import (
    config_option,
    connect_option,
    db_option,
    delay_option,
    due_exit_code,
    model_option,
    no_discover_option,
    notify_option,
    out_option,
    plain,
    run_options,
    verbose_option,
)
from compare.errors import CompareError, StoreBusy


@click.command()
@db_option
@out_option
@no_discover_option
@click.option("--poll", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Seconds between two looks at the schedule, at most.")  # fmt: skip
@notify_option
@model_option
@delay_option
@connect_option
@config_option
@verbose_option
def watch(
    db: Path,
    out: Path,
    no_discover: bool,
    poll: float,
    notify: str | None,
    model: str | None,
    delay: float | None,
    connect_to: tuple[str, ...],
    config: Path | None,
) -> None:
    """Run the stories of stories.toml as they fall due, until stopped by Ctrl-C or SIGTERM.

    The configuration is read anew each time. While nothing is due the database is free for other commands.

    \b
    Example:
      outlet-compare watch --notify runs.jsonl
    """
    import datetime as dt

    from compare import show_run
    from compare.due import run_due, waiting
    from compare.notify import STDOUT, notifying
    from compare.schedule import moment

    started = False
    said = ""
    while True:
        try:
            with notifying(notify, db) as told:
                options = run_options(config, out, no_discover, model, delay, connect_to)
                told.summary = run_due(db, options, dt.datetime.now(dt.UTC))
                if told.summary is not None:
                    told.exit_code = due_exit_code(told.summary.stories)
            if told.summary is not None and notify != STDOUT:
                for o in told.summary.stories:
                    reason = f": {o.reason}" if o.reason else ""
                    lost = f"; {show_run.pages_failed(o)}" if o.pages_failed else ""
                    click.echo(
                        plain(f"{_clock()}  run {told.summary.run}  {o.story}: {o.state}{reason}{lost}")
                    )
            made = waiting(db, options, dt.datetime.now(dt.UTC))
        except CompareError as error:
            if not started and not isinstance(error, StoreBusy):
                raise  # what is wrong from the beginning is told at once; another run ends by itself
            click.echo(plain(f"{_clock()}  Error: {error}; trying again"), err=True)
            made = []
            started = started or not isinstance(error, StoreBusy)
        else:
            started = True
        times = [plan.due_at for plan in made]
        following = f"next: {min(made, key=lambda p: p.due_at).story} at {min(times)}" if made else ""
        if following and following != said and notify != STDOUT:
            click.echo(plain(f"{_clock()}  {following}"))
            said = following
        pause = poll
        if times:
            pause = min(poll, (moment(min(times)) - dt.datetime.now(dt.UTC)).total_seconds())
        time.sleep(max(0.1, pause))


def _clock() -> str:
    return time.strftime("%H:%M:%SZ", time.gmtime())
