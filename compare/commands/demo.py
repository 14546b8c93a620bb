"""``demo``: the bundled example."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compare.commands.options import exit_code, json_option, plain, verbose, verbose_option, writable_folder


@click.command()
@click.option(
    "--db", type=click.Path(path_type=Path), default=Path("demo.db"), show_default=True, help="The database."
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where the report goes.")  # fmt: skip
@json_option
@verbose_option
def demo(db: Path, out: Path, as_json: bool) -> None:
    """Run the bundled example: six invented outlets, served on this machine, no network.

    \b
    Example:
      outlet-compare demo
    """
    from compare import show_run
    from compare.demo.run import run_demo

    summary = run_demo(db, writable_folder(out))
    click.echo(show_run.as_json(summary, db) if as_json else plain(show_run.as_text(summary, db, verbose())))
    sys.exit(exit_code({outcome.state for outcome in summary.stories}))
