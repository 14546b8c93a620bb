"""The commands: parse, one call, print. Exit codes: 0 done, 1 failed, 2 bad input, 3 the database, 4 nothing to compare."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import click

from compare import __version__
from compare.errors import CompareError, InputError

NOTHING_TO_COMPARE = 4
INTERRUPTED = 130

db_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default=Path("compare.db"),
    show_default=True,
    help="The database.",
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The folder of outlets.toml and the like. [default: config]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
connect_option = click.option(
    "--connect-to",
    multiple=True,
    metavar="HOST1:PORT1:HOST2:PORT2",
    help="As curl's option of this name; repeatable.",
)
model_option = click.option("--model", help="A sentence-transformers model, by name or path.")


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _plain(super().format(record))


def _listen(ctx: click.Context, _: click.Parameter, verbose: bool) -> None:
    """With -v, what the parts log goes to stderr; without, a library's own warnings stay quiet."""
    ctx.meta["verbose"] = verbose
    handler = logging.StreamHandler() if verbose else logging.NullHandler()
    level = logging.INFO if verbose else logging.WARNING
    handler.setFormatter(_Plain("%(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)


verbose_option = click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_listen, help="Tell more: each step on stderr, every failure, where time went.")  # fmt: skip


class _Commands(click.Group):
    """Turns the project's errors into one clear line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CompareError as error:
            click.echo(f"Error: {_plain(str(error))}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Stopped. What was fetched is kept; the same command goes on from there.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})  # fmt: skip
@click.version_option(__version__, prog_name="outlet-compare")
def main() -> None:
    """Compare how news outlets tell the same claim, with the evidence for every line.

    \b
    Example:
      outlet-compare run https://outlet.example/story.html
      outlet-compare report the-story --format md
    """


@main.command()
@click.argument("seed")
@click.argument("coverage", nargs=-1)
@click.option("--story", default="", metavar="NAME", help="The story's name. [default: from the headline]")
@db_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where reports go: OUT/NAME/report.html, .md and .json.")  # fmt: skip
@click.option("--no-discover", is_flag=True, help="Compare only what is given; look for no other coverage.")
@click.option("--offline", is_flag=True, help="Use stored pages and given files alone.")
@model_option
@click.option("--delay", type=click.FloatRange(0, 3600), help="Seconds between two requests to one host.")
@connect_option
@config_option
@json_option
@verbose_option
def run(
    seed: str,
    coverage: tuple[str, ...],
    story: str,
    db: Path,
    out: Path,
    no_discover: bool,
    offline: bool,
    model: str | None,
    delay: float | None,
    connect_to: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Compare a story from its SEED to a stored comparison and a report.

    SEED is a URL, a seed document, a folder of them, or the name of a story in stories.toml or the database.
    COVERAGE are further URLs or files to compare with.

    \b
    Example:
      outlet-compare run seeds/japan-us-backing.txt
      outlet-compare run https://a.example/x https://b.example/y --no-discover
    """
    from compare import show_run
    from compare.collect.guard import ConnectTo
    from compare.config import find_folder, load
    from compare.pipeline import Options
    from compare.pipeline import run as run_stories
    from compare.seeds import slug
    from compare.sources import asked_for
    from compare.store.database import writer

    if story and slug(story) != story:
        raise InputError(
            f"--story {story!r}: a name is made of a-z, 0-9 and hyphens; {slug(story)!r} would do"
        )
    settings = load(find_folder(config))
    options = Options(
        config=settings,
        out=_folder(out),
        discover=settings.settings.discover and not no_discover,
        offline=offline,
        model=model or settings.settings.model,
        delay=settings.settings.delay if delay is None else delay,
        connect_to=tuple(ConnectTo.parse(text) for text in connect_to),
    )
    with writer(db) as database:
        asked = asked_for(seed, coverage, story, settings, database)
        summary = run_stories(database, asked, options)
    click.echo(
        show_run.as_json(summary, db) if as_json else _plain(show_run.as_text(summary, db, _verbose()))
    )
    states = {outcome.state for outcome in summary.stories}
    if "failed" in states:
        sys.exit(1)
    if states == {"nothing to compare"}:
        sys.exit(NOTHING_TO_COMPARE)


@main.command()
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
    from compare.config import find_folder, load
    from compare.pipeline import add_page
    from compare.records import Source
    from compare.seeds import check_url
    from compare.single import check_saved
    from compare.sources import saved_page
    from compare.store.database import writer

    check_url(url)
    page = saved_page(file, url)
    check_saved(page, file, load(find_folder(config)))
    with writer(db) as database:
        known = add_page(database, story, Source(url, "coverage", page, found_by=f"saved file {file.name}"))
    if as_json:
        click.echo(json.dumps({"story": known.name, "url": url, "content_sha256": page.content_sha256}))
    else:
        click.echo(f"Added to {known.name}. Now run: outlet-compare run {known.name} --db {db}")


@main.command()
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
        show_run.claims_json(article, found) if as_json else _plain(show_run.claims_text(article, found))
    )


@main.command()
@click.argument("seed")
@db_option
@click.option("--delay", type=click.FloatRange(0, 3600), help="Seconds between two requests to one host.")
@connect_option
@config_option
@json_option
@verbose_option
def discover(
    seed: str, db: Path, delay: float | None, connect_to: tuple[str, ...], config: Path | None, as_json: bool
) -> None:
    """Show the coverage that a run would look at for SEED, with the reason for taking or leaving each.

    No article but the seed is fetched. SEED is a URL, a seed document, or the name of a story.

    \b
    Example:
      outlet-compare discover seeds/japan-us-backing.txt
    """
    from compare import show_run
    from compare.collect.guard import ConnectTo
    from compare.config import find_folder, load
    from compare.pipeline import Options, discover_only
    from compare.sources import asked_for
    from compare.store.database import writer

    settings = load(find_folder(config))
    options = Options(
        config=settings,
        delay=settings.settings.delay if delay is None else delay,
        connect_to=tuple(ConnectTo.parse(text) for text in connect_to),
    )
    with writer(db) as database:
        asked = asked_for(seed, (), "", settings, database)
        if len(asked) > 1:
            raise InputError(f"{seed}: holds {len(asked)} seeds; name one document")
        found, failures = discover_only(database, asked[0].seed, options)
    click.echo(
        show_run.candidates_json(found, failures)
        if as_json
        else _plain(show_run.candidates_text(found, failures, _verbose()))
    )


@main.command()
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
    from compare.single import read_citations

    settings = load(find_folder(config))
    article, found = read_citations(source, outlet, settings, connect_to)
    click.echo(
        show_run.citations_json(article, found)
        if as_json
        else _plain(show_run.citations_text(article, found))
    )


@main.command()
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
    from compare.pipeline import report_of
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


@main.command()
@db_option
@model_option
@config_option
@json_option
@verbose_option
def doctor(db: Path, model: str | None, config: Path | None, as_json: bool) -> None:
    """Check the model, the database and the configuration, and say what to do.

    \b
    Example:
      outlet-compare doctor --db compare.db
    """
    from compare.doctor import examine

    findings = examine(db, model, config)
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(_plain(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.says}"))
            if finding.remedy:
                click.echo(_plain(f"      {finding.remedy}"))
    if not all(finding.ok for finding in findings):
        sys.exit(1)


@main.command()
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

    summary = run_demo(db, _folder(out))
    click.echo(
        show_run.as_json(summary, db) if as_json else _plain(show_run.as_text(summary, db, _verbose()))
    )


def _verbose() -> bool:
    return bool(click.get_current_context().meta.get("verbose"))


def _folder(out: Path) -> Path:
    """``out``, made and writable, before any work is done for it."""
    from compare.errors import OutputError

    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".outlet-compare-can-write"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"{out}: reports cannot be written there ({error.strerror}); name another --out"
        ) from None
    return out


def _plain(text: str) -> str:
    """``text`` without what would act on a terminal; line ends stay."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\t")
