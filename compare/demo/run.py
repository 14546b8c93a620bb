"""Runs the main job on the bundled example, through the real path: a server on loopback, the guard, the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from compare.arguments import asked_for, saved_page
from compare.collect.guard import ConnectTo
from compare.config import load, package_folder
from compare.demo.server import serve
from compare.demo.story import outlets, story
from compare.outcomes import Summary
from compare.pipeline import Options, run
from compare.records import Source
from compare.store.database import writer


def run_demo(db: Path, out: Path) -> Summary:
    """Compares the six invented outlets; the same result each time.

    Only the seed and the saved copy of the paywalled original are given; the other coverage is discovered.
    """
    # The same, wherever it is run; here the invented outlets are asked for what they have.
    config = replace(load(package_folder()), outlets=outlets(), invented=())
    example = story()
    seed = config.folder.parent / "seeds" / example.seed
    saved = tuple(Source(url, "coverage", saved_page(file, url), "saved copy") for url, file in example.saved)
    with serve() as served, writer(db) as database:
        options = Options(config=config, out=out, delay=0.0, connect_to=(ConnectTo.parse(served.connect_to),))
        (asked,), _ = asked_for(str(seed), (), example.name, config, database)
        return run(database, [replace(asked, title=example.title, coverage=saved)], options)
