"""``report``: a stored comparison, printed."""

from __future__ import annotations

from pathlib import Path

import click

from compare.commands.options import db_option, verbose_option
from compare.errors import InputError


@click.command()
@click.argument("story")
@click.option(
    "--format", "form", type=click.Choice(["html", "md", "json", "csv"]), default="md", show_default=True
)
@db_option
@verbose_option
def report(story: str, form: str, db: Path) -> None:
    """Print the report of STORY, made from the database.

    \b
    Example:
      outlet-compare report japan-us-backing --format csv > differences.csv
    """
    from compare.error_rates import ERROR_RATES
    from compare.reporting import report_of
    from compare.show.write import render
    from compare.store import read
    from compare.store.database import reader

    with reader(db) as database:
        made = report_of(database, story)
        if made is None:
            names = ", ".join(read.story_names(database)[:20]) or "none yet"
            raise InputError(f"{story}: no such story was compared; the stories are: {names}")
    # As bytes: a terminal's encoding may not hold every character, and CSV has line ends of its own.
    click.echo(render(made, form, ERROR_RATES).encode("utf-8"), nl=False)
