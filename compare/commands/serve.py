"""``serve``: the database in a browser, by Datasette."""

from __future__ import annotations

from pathlib import Path

import click

from compare.commands.options import config_option, db_option, verbose_option


@click.command()
@db_option
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free port.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; by default only this machine can reach it.")  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@config_option
@verbose_option
def serve(db: Path, port: int, host: str, open_browser: bool, config: Path | None) -> None:
    """Show the database in a browser: stories, claims, and questions to ask; for reading only.

    Needs the extra that brings Datasette: pip install 'outlet-compare[datasette]'. Ends with Ctrl-C.

    \b
    Example:
      outlet-compare serve --db demo.db --open
    """
    from compare.config import find_folder
    from compare.serving import serve as serve_until_stopped

    serve_until_stopped(db, find_folder(config), host, port, open_browser=open_browser)
