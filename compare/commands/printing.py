"""How a table goes to standard output: with the mark that spreadsheets need where it becomes a file."""

from __future__ import annotations

import os
import stat
import sys

import click

_MARK = b"\xef\xbb\xbf"  # without it, spreadsheets take a CSV file for one in the locale's old encoding


def print_text(text: str, *, table: bool = False) -> None:
    """Prints ``text`` as UTF-8 bytes: a terminal's encoding may not hold every character, and CSV has line ends of its own.

    A ``table`` that is redirected into a file begins with a byte order mark; a terminal or a pipe gets none.
    """
    data = text.encode("utf-8")
    click.echo(_MARK + data if table and _is_file() else data, nl=False)


def _is_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):  # no file of the system's, as inside another program
        return False
