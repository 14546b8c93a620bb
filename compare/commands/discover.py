"""``discover``: the coverage that a run would look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.commands.options import (
    config_option,
    connect_option,
    db_option,
    delay_option,
    json_option,
    per_outlet_option,
    plain,
    verbose,
    verbose_option,
)
from compare.errors import InputError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from compare.finding.stories import Asked


@click.command()
@click.argument("seed")
@db_option
@per_outlet_option
@delay_option
@connect_option
@config_option
@json_option
@verbose_option
def discover(
    seed: str,
    db: Path,
    per_outlet: int | None,
    delay: float | None,
    connect_to: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Show the coverage that a run would look at for SEED, with the reason for taking or leaving each.

    No article but the seed is fetched. SEED is a URL, a seed document, or the name of a story.

    \b
    Example:
      outlet-compare discover seeds/japan-us-backing.txt
    """
    from compare import show_run
    from compare.arguments import asked_for
    from compare.collect.guard import ConnectTo
    from compare.config import find_folder, load
    from compare.discover_only import discover_only
    from compare.pipeline import Options
    from compare.store.database import blank, is_there, writer

    settings = load(find_folder(config)).taking(per_outlet)
    options = Options(
        config=settings,
        delay=settings.settings.delay if delay is None else delay,
        connect_to=tuple(ConnectTo.parse(text) for text in connect_to),
    )

    def story(database: Database) -> Asked:
        asked, unreadable = asked_for(seed, (), "", settings, database)
        if len(asked) + len(unreadable) > 1:
            raise InputError(f"{seed}: holds {len(asked) + len(unreadable)} seeds; name one document")
        return asked[0]

    if not is_there(db):
        with blank() as nothing:  # bad input leaves no database behind
            story(nothing)
    with writer(db) as database:
        found, failures = discover_only(database, story(database), options)
    click.echo(
        show_run.candidates_json(found, failures)
        if as_json
        else plain(show_run.candidates_text(found, failures, verbose()))
    )
