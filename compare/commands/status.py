"""``status``: how the schedule stands."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compare.commands.options import config_option, db_option, json_option, plain, verbose, verbose_option


@click.command()
@db_option
@config_option
@json_option
@verbose_option
def status(db: Path, config: Path | None, as_json: bool) -> None:
    """Show what ran, what is due, what failed and why.

    The exit code is 1 when nothing ran yet, or a scheduled story failed at its last try or is long past its time.

    \b
    Example:
      outlet-compare status --db compare.db
    """
    import datetime as dt

    from compare import show_status
    from compare.config import find_folder, load

    found = show_status.status(db, load(find_folder(config)), dt.datetime.now(dt.UTC))
    click.echo(
        show_status.as_json(found) if as_json else plain(show_status.as_text(found, verbose=verbose()))
    )
    sys.exit(0 if found.well else 1)
