"""The instance that most tests of the plugin look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.show.datasette.instance import Instance, database


@pytest.fixture(scope="package")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the ferry story."""
    return database(tmp_path_factory.mktemp("datasette"))


@pytest.fixture(scope="package")
def instance(db: Path) -> Iterator[Instance]:
    """Datasette on it, as `outlet-compare serve` starts it."""
    with Instance(db) as served:
        yield served
