"""The command: its group, its errors. Exit codes: 0 done, 1 failed, 2 bad input, 3 the database, 4 nothing to compare,
5 another run is at work, 130 and 143 stopped by a signal."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from compare import __version__
from compare.commands.add import add
from compare.commands.calibrate import calibrate
from compare.commands.citations import citations
from compare.commands.claims import claims
from compare.commands.demo import demo
from compare.commands.discover import discover
from compare.commands.doctor import doctor
from compare.commands.forget import forget
from compare.commands.options import INTERRUPTED, one_line
from compare.commands.report import report
from compare.commands.review import review
from compare.commands.run import run
from compare.commands.serve import serve
from compare.commands.status import status
from compare.commands.watch import watch
from compare.errors import CompareError, OutputError
from compare.stopping import Stopped, stoppable

_NO_MORE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # what a full or failing disk says


class _Commands(click.Group):
    """Turns the project's errors into one clear line and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            try:
                return super().main(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except OSError as error:
            if error.errno not in _NO_MORE:
                raise
            # Python flushes once more when it ends, and must not complain a second time.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"Error: the output could not be written ({error.strerror})", err=True)
            sys.exit(OutputError.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        with stoppable():
            try:
                return super().invoke(ctx)
            except CompareError as error:
                click.echo(f"Error: {one_line(str(error))}", err=True)
                ctx.exit(error.exit_code)
            except KeyboardInterrupt as stop:
                click.echo(
                    "Stopped. What was fetched is kept; the same command goes on from there.", err=True
                )
                ctx.exit(stop.exit_code if isinstance(stop, Stopped) else INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})  # fmt: skip
@click.version_option(__version__, prog_name="outlet-compare")
def main() -> None:
    """Compare how news outlets tell the same claim, with the evidence for every line.

    \b
    Example:
      outlet-compare run https://outlet.example/story.html
      outlet-compare report the-story --format md
    """


for command in (
    run, add, discover, claims, citations, report, review, forget, calibrate, status, watch, serve, doctor, demo,
):  # fmt: skip
    main.add_command(command)
