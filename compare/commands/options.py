"""What the commands share: their options, exit codes, and how they print."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from compare.outcomes import Outcome
    from compare.pipeline import Options

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


def _pause(_: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is no number of seconds", param=option)
    return value


delay_option = click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    callback=_pause,
    help="Seconds between two requests to one host.",
)
connect_option = click.option(
    "--connect-to",
    multiple=True,
    metavar="HOST1:PORT1:HOST2:PORT2",
    help="As curl's option of this name; repeatable.",
)
per_outlet_option = click.option("--per-outlet", type=click.IntRange(1, 20), help="Articles taken of one outlet. [default: as in settings.toml]")  # fmt: skip
out_option = click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where reports go: OUT/NAME/report.html, .md and .json.")  # fmt: skip
no_discover_option = click.option(
    "--no-discover", is_flag=True, help="Compare only what is given; look for no other coverage."
)
notify_option = click.option("--notify", metavar="FILE|-", help="Append one line of JSON for each run to FILE, or print it and nothing else.")  # fmt: skip
model_option = click.option("--model", help="A sentence-transformers model, by name or path.")
uncalibrated_option = click.option("--uncalibrated", is_flag=True, help="Take a --model that the matching is not fitted to, by a rough rule.")  # fmt: skip


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = vars(record)
        if "stamina.caused_by" in told:  # its message is only a name for what it adds to the record
            what = re.sub(r"\A\w+\(['\"](.*)['\"]\)\Z", r"\1", str(told["stamina.caused_by"]))
            return plain(f"{what}; asked again in {told['stamina.wait_for']:g} s")
        return plain(super().format(record))


def _listen(ctx: click.Context, _: click.Parameter, verbose: bool) -> None:
    """With -v, what the parts log goes to stderr; without, a library's own warnings stay quiet."""
    ctx.meta["verbose"] = verbose
    handler = logging.StreamHandler() if verbose else logging.NullHandler()
    level = logging.INFO if verbose else logging.WARNING
    handler.setFormatter(_Plain("%(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)


verbose_option = click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_listen, help="Tell more: each step on stderr, every failure, where time went.")  # fmt: skip


def verbose() -> bool:
    """Whether -v was given to the command that runs."""
    return bool(click.get_current_context().meta.get("verbose"))


def due_exit_code(outcomes: Sequence[Outcome]) -> int:
    """The same for scheduled stories: one of which nothing could be had is one that failed."""
    return 1 if any(o.failing for o in outcomes) else exit_code({o.state for o in outcomes})


def run_options(
    config: Path | None,
    out: Path,
    no_discover: bool,
    model: str | None,
    delay: float | None,
    connect_to: tuple[str, ...],
    *,
    offline: bool = False,
) -> Options:
    """How a run goes about its work, from the command line and the configuration. Raises InputError."""
    from compare.collect.guard import ConnectTo
    from compare.config import find_folder, load
    from compare.pipeline import Options

    settings = load(find_folder(config))
    return Options(
        config=settings,
        out=writable_folder(out),
        discover=settings.settings.discover and not no_discover,
        offline=offline,
        model=model or settings.settings.model,
        delay=settings.settings.delay if delay is None else delay,
        connect_to=tuple(ConnectTo.parse(text) for text in connect_to),
    )


def writable_folder(out: Path) -> Path:
    """``out``, made and writable, before any work is done for it."""
    from compare.errors import unwritable

    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".outlet-compare-can-write"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(
            f"{out}: reports cannot be written there ({error.strerror}); name another --out", error
        ) from None
    return out


def exit_code(states: set[str]) -> int:
    """What a run's stories come to: one that failed is told before one that has nothing to compare with."""
    if "failed" in states:
        return 1
    return NOTHING_TO_COMPARE if states == {"nothing to compare"} else 0


def one_line(text: str) -> str:
    """``text`` as one line: what is not printed, a line end in a file's name among it, is spelled out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def plain(text: str) -> str:
    """``text`` without what would act on a terminal; line ends stay."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\t")
