"""``report``: a stored comparison, printed."""

from __future__ import annotations

from pathlib import Path

import click

from compare.commands.options import db_option, verbose_option
from compare.commands.printing import print_text
from compare.errors import InputError


@click.command()
@click.argument("story")
@click.option(
    "--format", "form", type=click.Choice(["html", "md", "json", "csv"]), default="md", show_default=True
)
@click.option("--since", metavar="TIME|RUN", help="Print what changed since then instead: 2026-11-24T14:00Z, 2026-11-24, 6h (ago), or a run's number.")  # fmt: skip
@db_option
@verbose_option
def report(story: str, form: str, since: str | None, db: Path) -> None:
    """Print the report of STORY, made from the database.

    With --since it tells what is new: articles, changed texts claim by claim with the times of the two fetches,
    differences between outlets that appeared or went, and what could not be had.

    \b
    Example:
      outlet-compare report japan-us-backing --format csv > differences.csv
      outlet-compare report japan-us-backing --since 24h --format html > changes.html
    """
    from compare.error_rates import ERROR_RATES
    from compare.reporting import changes_of, report_of
    from compare.show.changes_write import render_changes
    from compare.show.write import render
    from compare.store import read
    from compare.store.database import reader

    start = None if since is None else _since(since)
    with reader(db) as database:
        made = report_of(database, story) if start is None else changes_of(database, story, start)
        if made is None:
            names = read.story_names(database)
            if story in names:
                raise InputError(
                    f"{story}: is not compared yet; wait for its run to end, or run it: outlet-compare run {story}"
                )
            known = ", ".join(names[:20]) or "none yet"
            raise InputError(f"{story}: no such story was compared; the stories are: {known}")
    text = render(made, form, ERROR_RATES) if start is None else render_changes(made, form)
    print_text(text, table=form == "csv")


def _since(text: str) -> int | str:
    """A run's number, or a time in UTC."""
    import datetime as dt

    from compare.config import seconds

    if text.isdecimal() and len(text) < 10:
        return int(text)
    back = seconds(text)
    try:
        at = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=back) if back else dt.datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        raise InputError(
            f"--since {text!r}: neither a time nor a run; write 2026-11-24T14:00Z, 2026-11-24, 6h (ago) or a run's number"
        ) from None
