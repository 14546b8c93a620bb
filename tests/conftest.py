"""Fixtures that several rooms share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlite_utils import Database

from compare.config import Config, load
from compare.configured import Lexicon
from compare.pipeline import Options
from compare.store.database import writer
from tests.articles import HARBOUR
from tests.web import Web, page, web

CONFIG = Path(__file__).parent.parent / "config"


def pytest_configure() -> None:
    """A file of tests runs on each processor: libraries that take all of them would stand in each other's way."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def config() -> Config:
    """The project's own configuration."""
    return load(CONFIG)


@pytest.fixture(scope="session")
def lexicon(config: Config) -> Lexicon:
    """The project's own word lists."""
    return config.lexicon


@pytest.fixture
def newsstand() -> Iterator[Web]:
    """Three invented outlets on loopback, each with its telling of one event."""
    with web() as state:
        for url, (title, paragraphs) in HARBOUR.items():
            state.pages[url.removeprefix("http://")] = page(title, paragraphs)
        yield state


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A new database, open for writing."""
    with writer(tmp_path / "a.db") as database:
        yield database


@pytest.fixture
def options(config: Config, newsstand: Web, tmp_path: Path) -> Options:
    """What a run over the newsstand is given: no discovery and no pauses."""
    return Options(
        config, out=tmp_path / "reports", discover=False, delay=0, connect_to=(newsstand.connect_to,)
    )


@pytest.fixture(scope="session")
def here() -> Iterator[Executor]:
    """Computes in this process, so that the model is loaded once for all tests."""
    with ThreadPoolExecutor(1) as executor:
        yield executor
