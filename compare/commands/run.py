"""``run``: a story from its seed to a stored comparison and a report."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from compare.commands.options import (
    config_option,
    connect_option,
    db_option,
    delay_option,
    due_exit_code,
    exit_code,
    json_option,
    model_option,
    no_discover_option,
    notify_option,
    out_option,
    per_outlet_option,
    plain,
    run_options,
    uncalibrated_option,
    verbose,
    verbose_option,
)
from compare.errors import InputError


@click.command()
@click.argument("seed", default="")
@click.argument("coverage", nargs=-1)
@click.option("--due", is_flag=True, help="Run the stories of stories.toml that are due, and no other.")
@click.option("--story", default="", metavar="NAME", help="The story's name. [default: from the headline]")
@db_option
@out_option
@no_discover_option
@click.option("--offline", is_flag=True, help="Use stored pages and given files alone.")
@notify_option
@per_outlet_option
@model_option
@uncalibrated_option
@click.option("--judge", metavar="MODEL", help="Ask this CrossEncoder (name or path) about doubtful pairs; '' for none.")  # fmt: skip
@click.option("--judge-url", metavar="URL", help="Ask this server's --judge model instead, in the OpenAI chat form.")  # fmt: skip
@delay_option
@connect_option
@config_option
@json_option
@verbose_option
def run(
    seed: str,
    coverage: tuple[str, ...],
    due: bool,
    story: str,
    db: Path,
    out: Path,
    no_discover: bool,
    offline: bool,
    notify: str | None,
    per_outlet: int | None,
    model: str | None,
    uncalibrated: bool,
    judge: str | None,
    judge_url: str | None,
    delay: float | None,
    connect_to: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Compare a story from its SEED to a stored comparison and a report.

    SEED is a URL, a seed document, a folder of them, or the name of a story in stories.toml or the database.
    COVERAGE are further URLs or files to compare with. With --due there is no SEED: what stories.toml has and is due
    is run, and when nothing is, nothing happens.

    \b
    Exit codes:
      0  done, or nothing due      3  the database cannot be used
      1  a story failed            4  nothing to compare with
      2  bad input                 5  another run is at work
      130, 143  stopped by Ctrl-C, by SIGTERM

    \b
    Example:
      outlet-compare run seeds/japan-us-backing.txt
      outlet-compare run https://a.example/x https://b.example/y --no-discover
      outlet-compare run --due --notify runs.jsonl
    """
    import datetime as dt

    from compare import show_run
    from compare.arguments import asked_for
    from compare.config import find_folder, load
    from compare.due import run_due
    from compare.notify import STDOUT, notifying
    from compare.outcomes import Outcome, Summary
    from compare.pipeline import run as run_stories
    from compare.seeds import slug
    from compare.store.database import blank, is_there, writer

    if due and (seed or story or offline):
        raise InputError("--due takes no SEED, no --story and no --offline: stories.toml says what is run")
    if not (due or seed):
        raise InputError("name a SEED, or give --due to run what stories.toml has and is due")
    if as_json and notify == STDOUT:
        raise InputError("--json and --notify - both print to the terminal; choose one of them")
    if story and slug(story) != story:
        raise InputError(
            f"--story {story!r}: a name is made of a-z, 0-9 and hyphens; {slug(story)!r} would do"
        )
    with notifying(notify, db) as told:
        summary: Summary | None
        found = None
        if seed and not is_there(db):
            with blank() as nothing:  # bad input leaves no database behind, and no folder of reports
                found = asked_for(seed, coverage, story, load(find_folder(config)), nothing)
        options = run_options(config, out, no_discover, model, delay, connect_to, offline=offline)
        options = replace(
            options,
            config=options.config.taking(per_outlet),
            uncalibrated=uncalibrated,
            judge=judge,
            judge_url=judge_url,
        )
        if due:
            summary = run_due(db, options, dt.datetime.now(dt.UTC))
        else:
            with writer(db) as database:
                asked, unreadable = found or asked_for(seed, coverage, story, options.config, database)
                summary = run_stories(database, asked, options)
            summary.stories += [Outcome("", u.path.name, "failed", u.reason) for u in unreadable]
        outcomes = summary.stories if summary else []
        told.summary = summary
        told.exit_code = due_exit_code(outcomes) if due else exit_code({o.state for o in outcomes})
    if notify != STDOUT:
        if summary is None:
            click.echo(show_run.nothing_due(db, as_json=as_json))
        else:
            click.echo(
                show_run.as_json(summary, db) if as_json else plain(show_run.as_text(summary, db, verbose()))
            )
    sys.exit(told.exit_code)
