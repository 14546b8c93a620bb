"""``review``: accept, reject and note pairs; what a person says stands above the machine."""

from __future__ import annotations

import json
from pathlib import Path

import click

from compare.commands.options import (
    config_option,
    db_option,
    json_option,
    plain,
    verbose_option,
    writable_folder,
)
from compare.commands.printing import print_text


@click.command()
@click.argument("story")
@click.option("--take", type=click.Path(path_type=Path), metavar="FILE", help="Take the verdicts of an edited table.")  # fmt: skip
@click.option("--accept", nargs=2, multiple=True, metavar="A B", help="Accept the pair of these claims (ids).")  # fmt: skip
@click.option("--reject", nargs=2, multiple=True, metavar="A B", help="Reject the pair of these claims.")
@click.option("--clear", nargs=2, multiple=True, metavar="A B", help="Forget what was said of this pair.")
@click.option("--relation", type=click.Choice(["same", "partial"]), help="Of the pairs given with --accept.")
@click.option("--note", default="", help="A note to the pairs given with --accept or --reject.")
@click.option("--gold", type=click.Path(path_type=Path), metavar="DIR", help="Write the story, as reviewed, into DIR for 'calibrate'.")  # fmt: skip
@db_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where the report is written anew.")  # fmt: skip
@config_option
@json_option
@verbose_option
def review(
    story: str,
    take: Path | None,
    accept: tuple[tuple[str, str], ...],
    reject: tuple[tuple[str, str], ...],
    clear: tuple[tuple[str, str], ...],
    relation: str | None,
    note: str,
    gold: Path | None,
    db: Path,
    out: Path,
    config: Path | None,
    as_json: bool,
) -> None:
    """Print the matched pairs of STORY as a table to edit, or take what you say of them.

    Write accept, reject, note or clear into the column verdict, and a note where you like. A pair that the machine
    missed is a row with outlet and sentence of both sides. Your verdicts hold for every later run and report.

    \b
    Example:
      outlet-compare review japan-us-backing > pairs.csv
      outlet-compare review japan-us-backing --take pairs.csv
      outlet-compare review japan-us-backing --gold my-gold
    """
    from compare import review as reviewing
    from compare.config import find_folder, load
    from compare.review_table import Entry, as_csv, from_csv
    from compare.store.database import reader, writer

    given = from_csv(take) if take else []
    for verdict, pairs in (("accept", accept), ("reject", reject), ("clear", clear)):
        kind = relation or "" if verdict == "accept" else ""
        given += [Entry(verdict, kind, note, a=a, b=b, place=f"--{verdict}") for a, b in pairs]
    if given:
        settings = load(find_folder(config))
        folder = writable_folder(out)
        with writer(db) as database:
            written = reviewing.take_reviews(database, story, given, settings, folder)
    if gold:
        with reader(db) as database:
            written = [*(written if given else ()), reviewing.export_gold(database, story, gold)]
    if not given and not gold:
        with reader(db) as database:
            table = reviewing.table(database, story)
        made = json.dumps(
            [{n: getattr(e, n) for n in Entry.__slots__ if n != "place"} for e in table], indent=2
        )
        print_text(made + "\n" if as_json else as_csv(table), table=not as_json)
        return
    said = sum(bool(entry.verdict or entry.note) for entry in given)
    if as_json:
        click.echo(
            json.dumps({"story": story, "taken": said, "written": [str(p) for p in written]}, indent=2)
        )
    else:
        lines = [f"{story}: {said} verdicts taken"] if given else []
        click.echo(plain("\n".join([*lines, *(f"Written: {path}" for path in written)])))
