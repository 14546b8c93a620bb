"""``forget``: takes out a story that was made by mistake."""

from __future__ import annotations

import json
from pathlib import Path

import click

from compare.commands.options import config_option, db_option, json_option, out_option, plain, verbose_option


@click.command()
@click.argument("story")
@db_option
@out_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
@json_option
@verbose_option
def forget(story: str, db: Path, out: Path, yes: bool, config: Path | None, as_json: bool) -> None:
    """Delete STORY: its comparison, its reviews, its history and its reports.

    The pages and texts that were fetched stay, as other stories may use them. A story in stories.toml is made anew when
    it is due, unless you take it out there.

    \b
    Example:
      outlet-compare forget talks-fail-in-the-harbuor --yes
    """
    from compare.config import find_folder, load
    from compare.errors import InputError
    from compare.show.write import folder_for, remove_reports
    from compare.store.database import reader, transaction, writer
    from compare.store.forget import forget as forget_story
    from compare.store.forget import is_known

    settings = load(find_folder(config))
    with reader(db) as database:
        if not is_known(database, story):
            raise InputError(f"no story {story!r} in {db}; 'outlet-compare status' lists them")
    if not yes:
        click.confirm(plain(f"Delete {story} with its reviews, its history and its reports?"), abort=True, err=True)  # fmt: skip
    with writer(db) as database, transaction(database):
        forget_story(database, story)
    removed = remove_reports(folder_for(out, story))
    scheduled = any(entry.name == story for entry in settings.stories)
    if as_json:
        told = {"story": story, "reports": [str(path) for path in removed], "in_stories_toml": scheduled}
        click.echo(json.dumps(told))
        return
    click.echo(plain(f"Forgotten: {story}, with {len(removed)} report files"))
    if scheduled:
        where = settings.folder / "stories.toml"
        click.echo(plain(f"It still stands in {where}; take it out there, or it is run again when it is due."))  # fmt: skip
