"""Datasette on a database of ours, with config/datasette.yaml under whatever name the database has."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from compare.config import first_of
from compare.errors import ConfigError, InputError
from compare.store.database import reader

FILE = "datasette.yaml"
WRITTEN_FOR = "compare"  # the name of the database in the file


def serve(db: Path, folder: Path, host: str, port: int, *, open_browser: bool) -> None:
    """Serves until it is stopped. Raises InputError without Datasette, StoreError for a database that is not ours."""
    if find_spec("datasette") is None:
        raise InputError(
            "Datasette is not installed; install it with: pip install 'outlet-compare[datasette]'"
        )
    with reader(db):
        pass
    _check_port(host, port)
    with arguments(db, first_of(folder, FILE)) as words:
        from datasette.cli import cli

        words += ["--host", host, "--port", str(port), *(["--open"] if open_browser else [])]
        cli.main(args=["serve", *words], prog_name="datasette", standalone_mode=False)


@contextmanager
def arguments(db: Path, config: Path) -> Iterator[list[str]]:
    """What ``datasette serve`` is to be told, in the words of the version that is installed.

    The database is not given as immutable: of one that is being written, that would show only a part.
    """
    from datasette import __version__

    told = named(_read(config), db.stem)
    with TemporaryDirectory(prefix="outlet-compare-") as folder:
        file = Path(folder) / "datasette.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        if __version__.startswith("0."):
            words = [str(db), "--metadata", str(file)]
            for name, value in (told.get("settings") or {}).items():
                words += ["--setting", name, str(value).lower()]
        else:
            words = [str(db), "--config", str(file)]
        yield words


def named(config: dict[str, Any], name: str) -> dict[str, Any]:
    """``config``, with what it says of the database ``compare`` said of the one called ``name``."""
    databases = dict(config.get("databases") or {})
    if WRITTEN_FOR in databases:
        databases.setdefault(name, databases.pop(WRITTEN_FOR))
    return {**config, "databases": databases}


def _read(path: Path) -> dict[str, Any]:
    import yaml

    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        raise ConfigError(
            f"{path}:{line} is not YAML; {getattr(error, 'problem', 'it cannot be read')}"
        ) from None
    if not isinstance(read, dict):
        raise ConfigError(f"{path}: must hold keys such as databases, not {type(read).__name__}")
    return read


def _check_port(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise InputError(
            f"{host}:{port}: cannot be listened on ({error.strerror}); name another --port"
        ) from None
