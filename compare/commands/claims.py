"""``claims``: the claims of one text."""

from __future__ import annotations

from pathlib import Path

import click

from compare.commands.options import config_option, connect_option, json_option, plain, verbose_option


@click.command()
@click.argument("source")
@connect_option
@config_option
@json_option
@verbose_option
def claims(source: str, connect_to: tuple[str, ...], config: Path | None, as_json: bool) -> None:
    """Print the claims of one text: SOURCE is a file (HTML, text, seed document) or a URL.

    \b
    Example:
      outlet-compare claims article.html --json
    """
    from compare import show_run
    from compare.config import find_folder, load
    from compare.single import read_article

    settings = load(find_folder(config))
    article, found = read_article(source, settings, connect_to)
    click.echo(
        show_run.claims_json(article, found) if as_json else plain(show_run.claims_text(article, found))
    )
