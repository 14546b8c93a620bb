"""``citations``: the outlets that a text relies on."""

from __future__ import annotations

from pathlib import Path

import click

from compare.commands.options import config_option, connect_option, json_option, plain, verbose_option


@click.command()
@click.argument("source")
@click.option("--outlet", default="", metavar="PUBLISHER", help="Whose text it is, by name, key or domain. [default: from the URL]")  # fmt: skip
@connect_option
@config_option
@json_option
@verbose_option
def citations(
    source: str, outlet: str, connect_to: tuple[str, ...], config: Path | None, as_json: bool
) -> None:
    """List the outlets that a text relies on: SOURCE is a file (HTML, text, seed document) or a URL.

    A report is the outlet's own telling; an interview is what a person told it. Outlets that the text only
    talks about, credits of pictures and wires, and the publisher itself are not listed.

    \b
    Example:
      outlet-compare citations article.html --outlet "Kyodo News" --json
    """
    from compare import show_run
    from compare.config import find_folder, load
    from compare.single import read_citations, unknown_publisher

    settings = load(find_folder(config))
    if note := unknown_publisher(outlet, settings):
        click.echo(f"Note: {plain(note)}", err=True)
    article, found = read_citations(source, outlet, settings, connect_to)
    click.echo(
        show_run.citations_json(article, found) if as_json else plain(show_run.citations_text(article, found))
    )
