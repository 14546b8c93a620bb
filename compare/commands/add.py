"""``add``: a page that a person saved."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click

from compare.commands.options import config_option, db_option, json_option, plain, verbose_option


@click.command()
@click.argument("story")
@click.argument("url")
@click.argument("file", type=click.Path(path_type=Path))
@db_option
@config_option
@json_option
@verbose_option
def add(story: str, url: str, file: Path, db: Path, config: Path | None, as_json: bool) -> None:
    """Take FILE, a page that you saved, as the article at URL in STORY.

    The lawful way to an original behind a paywall: open it with your subscription, save it, add it.

    \b
    Example:
      outlet-compare add japan-us-backing https://www.ft.com/content/abc saved/ft.html
    """
    from compare.arguments import other_home, saved_page
    from compare.config import find_folder, load
    from compare.finding.stories import add_page
    from compare.records import Source
    from compare.seeds import check_url
    from compare.single import check_saved
    from compare.store.database import reader, writer

    check_url(url)
    page = saved_page(file, url)
    settings = load(find_folder(config))
    check_saved(page, file, settings)
    said = other_home(page, settings)
    with reader(db):  # a database that is not there is told, and none is made
        pass
    with writer(db) as database:
        known = add_page(database, story, Source(url, "coverage", page, found_by=f"saved file {file.name}"))
    if said:
        click.echo(
            plain(f"Note: {file} says that its URL is {said}; it is taken as {url} all the same."), err=True
        )
    if as_json:
        made = {"story": known.name, "url": url, "content_sha256": page.content_sha256, "page_says": said}
        click.echo(json.dumps(made))
    else:
        where = shlex.quote(str(db))
        click.echo(plain(f"Added to {known.name}. Now run: outlet-compare run {known.name} --db {where}"))
