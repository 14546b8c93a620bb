"""The candidates for a story, without fetching any of them: what ``discover`` shows."""

from __future__ import annotations

from contextlib import ExitStack

from sqlite_utils import Database

from compare import __version__
from compare.collect.rank import Candidate
from compare.compute import processors
from compare.errors import ExtractionError
from compare.finding.discovery import NOTHING_KNOWN, discover
from compare.finding.gather import Gathered, now
from compare.finding.likeness import Likeness
from compare.finding.stories import GIVEN, Asked
from compare.pipeline import Options, gatherer_for
from compare.progress import Progress
from compare.records import Failure
from compare.store import write
from compare.store.database import transaction


def discover_only(
    db: Database, asked: Asked, options: Options, *, progress: Progress | None = None
) -> tuple[list[Candidate], list[Failure]]:
    """The candidates for the story ``asked`` for, and what could not be had; fetches no article but its seed.

    Raises ExtractionError when the seed cannot be read and no seed document tells its headline.
    """
    with transaction(db):
        write.save_outlets(db, options.config.outlets)
        number = write.start_run(db, now(), __version__)
    status = "failed"
    given = [source for source in asked.coverage if source.found_by.startswith(GIVEN)]
    story = Gathered([asked.seed, *given], outlets=asked.outlets)
    try:
        with ExitStack() as stack:
            gatherer = gatherer_for(db, options, number, progress or Progress(), stack)
            alone = Gathered([asked.seed], story.articles, story.failures)
            gatherer.gather([alone])
            search = discover(gatherer, db, options.config, story, Likeness(db, None, processors()))
            if search is None:
                reason = story.articles[asked.seed.url].reason
                raise ExtractionError(f"{asked.seed.url}: {reason}; {NOTHING_KNOWN}")
            found = search.candidates()
        status = "finished"
    finally:
        with transaction(db):
            write.finish_run(db, number, now(), status, {"failures": len(story.failures)})
    return found, story.failures
