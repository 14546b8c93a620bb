"""``run``: a story from its seed to a stored comparison and a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compare.commands.options import (
    config_option,
    connect_option,
    db_option,
    exit_code,
    json_option,
    model_option,
    per_outlet_option,
    plain,
    uncalibrated_option,
    verbose,
    verbose_option,
    writable_folder,
)
from compare.errors import InputError


@click.command()
@click.argument("seed")
@click.argument("coverage", nargs=-1)
@click.option("--story", default="", metavar="NAME", help="The story's name. [default: from the headline]")
@db_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where reports go: OUT/NAME/report.html, .md and .json.")  # fmt: skip
@click.option("--no-discover", is_flag=True, help="Compare only what is given; look for no other coverage.")
@click.option("--offline", is_flag=True, help="Use stored pages and given files alone.")
@per_outlet_option
@model_option
@uncalibrated_option
@click.option("--judge", metavar="MODEL", help="Ask this CrossEncoder (name or path) about doubtful pairs; '' for none.")  # fmt: skip
@click.option("--judge-url", metavar="URL", help="Ask this server's --judge model instead, in the OpenAI chat form.")  # fmt: skip
@click.option("--delay", type=click.FloatRange(0, 3600), help="Seconds between two requests to one host.")
@connect_option
@config_option
@json_option
@verbose_option
def run(
    seed: str,
    coverage: tuple[str, ...],
    story: str,
    db: Path,
    out: Path,
    no_discover: bool,
    offline: bool,
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
    COVERAGE are further URLs or files to compare with.

    \b
    Example:
      outlet-compare run seeds/japan-us-backing.txt
      outlet-compare run https://a.example/x https://b.example/y --no-discover
    """
    from compare import show_run
    from compare.collect.guard import ConnectTo
    from compare.config import find_folder, load
    from compare.pipeline import Options, Outcome
    from compare.pipeline import run as run_stories
    from compare.seeds import slug
    from compare.sources import asked_for
    from compare.store.database import writer

    if story and slug(story) != story:
        raise InputError(
            f"--story {story!r}: a name is made of a-z, 0-9 and hyphens; {slug(story)!r} would do"
        )
    settings = load(find_folder(config)).taking(per_outlet)
    options = Options(
        config=settings,
        out=writable_folder(out),
        discover=settings.settings.discover and not no_discover,
        offline=offline,
        model=model or settings.settings.model,
        delay=settings.settings.delay if delay is None else delay,
        connect_to=tuple(ConnectTo.parse(text) for text in connect_to),
        uncalibrated=uncalibrated,
        judge=judge,
        judge_url=judge_url,
    )
    with writer(db) as database:
        asked, unreadable = asked_for(seed, coverage, story, settings, database)
        summary = run_stories(database, asked, options)
    summary.stories += [Outcome("", u.path.name, "failed", u.reason) for u in unreadable]
    click.echo(show_run.as_json(summary, db) if as_json else plain(show_run.as_text(summary, db, verbose())))
    sys.exit(exit_code({outcome.state for outcome in summary.stories}))
