"""Writes a story's report files, each whole or not at all."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from compare.errors import OutputError, unwritable
from compare.show.report_json import dump

FORMATS = ("html", "md", "json", "csv")
ABANDONED = 3600  # seconds after which nobody goes on writing a file
_WRITTEN = ("html", "md", "json")
ErrorRates = Sequence[tuple[str, str]]


def render(report: dict[str, Any], format: str, error_rates: ErrorRates = ()) -> str:
    """``report`` in one of ``FORMATS``; encode it as UTF-8, and leave its line ends alone."""
    if format == "html":
        from compare.show.html import html

        return html(report, error_rates)
    if format == "md":
        from compare.show.markdown import markdown

        return markdown(report, error_rates)
    if format == "json":
        return dump(report)
    if format == "csv":
        from compare.show.csv import csv

        return csv(report)
    raise OutputError(f"{format}: no such format; there are {', '.join(FORMATS)}")


def folder_for(out: Path, name: str) -> Path:
    """The folder of the story ``name`` inside ``out``; OutputError when the name would lead elsewhere."""
    if name in ("", ".", "..") or any(sign in name for sign in "/\\\0"):
        raise OutputError(f"{name!r}: cannot name a folder; choose a name without / and \\")
    return out / name


def remove_reports(folder: Path) -> list[Path]:
    """Removes the report files of a story, and its folder where nothing else is in it; returns what was removed."""
    paths = [folder / f"report.{format}" for format in _WRITTEN]
    removed = [path for path in paths if path.is_file()]
    try:
        for path in removed:
            path.unlink()
    except OSError as error:
        raise OutputError(f"{folder}: cannot remove the report there ({error.strerror})") from error
    with suppress(OSError):  # not there, or something of somebody else's is in it
        folder.rmdir()
    return removed


def write_reports(report: dict[str, Any], folder: Path, error_rates: ErrorRates = ()) -> list[Path]:
    """Writes report.html, report.md and report.json into ``folder``, made if need be, and returns their paths.

    All are rendered before the first is replaced, so that a failure leaves the old report as it was.
    Raises OutputError, which names the folder.
    """
    if any(sign in folder.name for sign in "\\\0") or folder.name in ("", ".."):
        raise OutputError(f"{str(folder)!r}: cannot be a report's folder; choose a name without \\")
    texts = {folder / f"report.{format}": render(report, format, error_rates) for format in _WRITTEN}
    halves: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        for path in texts:
            if path.is_dir():
                raise OutputError(f"{folder}: {path.name} in it is a folder; move it away")
        for path, text in texts.items():
            half = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
            halves.append((half, path))
            with half.open("xb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        for half, path in halves:
            half.replace(path)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder}: a file stands where the folder should be; move it away") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise unwritable(
            f"{folder}: cannot write the report there ({reason}); choose another folder", error
        ) from error
    finally:
        for half, _ in halves:
            # A half that was put in place is gone already.
            with suppress(OSError):
                half.unlink()
    return list(texts)


def _clear(folder: Path) -> None:
    """Takes away what a run that was killed left half written; a run that is at work now is not hours behind."""
    for half in folder.glob(".report.*.tmp"):
        with suppress(OSError):
            if time.time() - half.stat().st_mtime > ABANDONED:
                half.unlink()
