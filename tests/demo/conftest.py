"""One run of the bundled example, and what was written down for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compare.demo.run import run_demo
from compare.outcomes import Summary
from compare.reporting import report_of
from compare.store.database import reader
from tests.demo.expectations import EXPECTATIONS, Report


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summary, Report, Path]]:
    """One run of the demo, in processes of its own, for all tests of a file."""
    folder = tmp_path_factory.mktemp("demo")
    summary = run_demo(folder / "demo.db", folder / "reports")
    with reader(folder / "demo.db") as db:
        report = report_of(db, "demo")
    assert report is not None
    yield summary, report, folder


@pytest.fixture(scope="module")
def report(ran: tuple[Summary, Report, Path]) -> Report:
    """Its report."""
    return ran[1]


@pytest.fixture(scope="module")
def labels(report: Report) -> dict[str, str]:
    """Claim ids by the labels of the expectations."""
    articles = {a["outlet"]: a["id"] for a in report["articles"]}
    found = {}
    for outlet, pieces in EXPECTATIONS["sentences"].items():
        for label, piece in pieces.items():
            (claim,) = (
                c
                for c in report["claims"]
                if c["article"] == articles[outlet] and piece in c["text"] and c["kind"] != "headline"
            )
            found[label] = claim["id"]
    return found
