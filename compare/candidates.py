"""The candidates for a story, without fetching any of them: what ``discover`` shows."""

from __future__ import annotations

from contextlib import ExitStack

from sqlite_utils import Database

from compare import __version__
from compare.collect.rank import Candidate
from compare.compute import processors
from compare.discovery import discover
from compare.errors import ExtractionError
from compare.gather import Gathered, now
from compare.likeness import Likeness
from compare.pipeline import Options, gatherer_for
from compare.progress import Progress
from compare.records import Failure, Source
from compare.store import write
from compare.store.database import transaction


def discover_only(
    db: Database, seed: Source, options: Options, *, progress: Progress | None = None
) -> tuple[list[Candidate], list[Failure]]:
    """The candidates for a story that starts from ``seed``, and what could not be had; fetches no other article.

    Raises ExtractionError when the seed itself cannot be read.
    """
    with transaction(db):
        write.save_outlets(db, options.config.outlets)
        number = write.start_run(db, now(), __version__)
    status = "failed"
    story = Gathered([seed])
    try:
        with ExitStack() as stack:
            gatherer = gatherer_for(db, options, number, progress or Progress(), stack)
            gatherer.gather([story])
            article = story.articles[seed.url]
            if not article.comparable:
                raise ExtractionError(
                    f"{seed.url}: {article.reason}; nothing can be looked for without its text"
                )
            search = discover(gatherer, db, options.config, story, Likeness(db, None, processors()))
            found = search.candidates() if search else []
        status = "finished"
    finally:
        with transaction(db):
            write.finish_run(db, number, now(), status, {"failures": len(story.failures)})
    return found, story.failures
