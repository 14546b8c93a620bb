"""What a table is on its way out: a file for spreadsheets, plain text for everything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = "from compare.commands.printing import print_text; print_text('a,ü\\r\\n', table={})"


def test_a_table_in_a_file_begins_with_a_mark(tmp_path: Path) -> None:
    """Spreadsheets read UTF-8 only so; the rest of the bytes is the text."""
    with (tmp_path / "a.csv").open("wb") as file:
        subprocess.run([sys.executable, "-c", CODE.format(True)], stdout=file, check=True)
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfa,\xc3\xbc\r\n"
    with (tmp_path / "a.md").open("wb") as file:
        subprocess.run([sys.executable, "-c", CODE.format(False)], stdout=file, check=True)
    assert (tmp_path / "a.md").read_bytes() == b"a,\xc3\xbc\r\n"


def test_another_program_gets_none() -> None:
    """What reads a pipe would take the mark for part of the first column's name."""
    done = subprocess.run([sys.executable, "-c", CODE.format(True)], capture_output=True, check=True)
    assert done.stdout == b"a,\xc3\xbc\r\n"
