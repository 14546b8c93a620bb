"""One story from seed to stored comparison and report; the only file that knows the order of the stages.

gather (fetch, extract, discover) ──> compute (read, embed, match, contrast) ──> store ──> show
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from compare import __version__
from compare.collect.fetch import Fetcher
from compare.collect.guard import ConnectTo
from compare.collect.urls import host
from compare.compute import Job, Result, compute, processors
from compare.config import Config, settings_digest
from compare.error_rates import ERROR_RATES
from compare.errors import CompareError
from compare.finding.discovery import LEFT, NOTHING_KNOWN, gather_stories
from compare.finding.gather import Gathered, Gatherer, limits, now
from compare.finding.likeness import Likeness
from compare.finding.robots_kept import StoredRobots
from compare.finding.stories import GIVEN, Asked, articles_of, inputs_of, named, other_urls, sources_of
from compare.judging import spec as judge_spec
from compare.matching import matching_for
from compare.outcomes import Outcome, Summary, stored_summary
from compare.progress import Progress
from compare.read.embed import SentenceTransformerEmbedder
from compare.read.models import DEFAULT_MODEL, locate
from compare.records import Article, Failure, Review, Role, Source, Story
from compare.reporting import is_current, report_of
from compare.revisions import TextChange
from compare.seeds import slug
from compare.show.write import folder_for, write_reports
from compare.store import changes, read, reviews, schedule, versions, write
from compare.store.database import transaction
from compare.store.reviews import reviews_digest
from compare.workers import LocalPool

BATCH = 64  # stories gathered together: enough to keep many hosts busy, few enough to hold in memory


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes about its work."""

    config: Config
    out: Path | None = None  # where reports are written; None for none
    discover: bool = True
    offline: bool = False
    model: str = DEFAULT_MODEL
    delay: float = 2.0  # seconds between two requests to one host
    connect_to: tuple[ConnectTo, ...] = ()
    uncalibrated: bool = False  # take a model that the matching is not fitted to, by a rough rule
    judge: str | None = None  # None: as the settings say; empty: none
    judge_url: str | None = None


class _Run:
    """One run over some stories: the database, the pools and the clock that its stages share."""

    def __init__(self, db: Database, options: Options, progress: Progress, executor: Executor | None) -> None:
        self.db, self.options, self.progress = db, options, progress
        self.executor = executor
        self.embedder = SentenceTransformerEmbedder(options.model, offline=options.offline)
        self.revision = (
            self.embedder.revision
        )  # a model that cannot be had is told before anything is fetched
        settings = options.config.settings
        self.matching = matching_for(
            options.config.folder, options.model, self.revision, options.uncalibrated, settings.read_pairs
        )
        self.judge = judge_spec(settings, options.judge, options.judge_url, options.offline)
        nli = settings.nli
        self.nli = (nli, str(locate(nli, options.offline, owner="cross-encoder"))) if nli else ("", "")
        self.settings_sha256 = settings_digest(options.config)
        with transaction(db):
            write.save_outlets(db, options.config.outlets)
            self.summary = Summary(write.start_run(db, now(), __version__))

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.summary.seconds[stage] = self.summary.seconds.get(stage, 0.0) + time.perf_counter() - start


def run(
    db: Database,
    asked: Sequence[Asked],
    options: Options,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    lost: Sequence[Outcome] = (),
) -> Summary:
    """Runs ``asked`` one batch after the other. ``executor`` computes the stories; by default local processes do.

    ``lost`` are stories that failed before they could be asked for; they are told with the others. A story that fails keeps its old comparison, is told in the summary, and does not hold up the others.
    """
    work = _Run(db, options, progress or Progress(), executor)
    status = "failed"
    try:
        for outcome in lost:
            _note(work, outcome, failing=True)
        with ExitStack() as stack:
            _run_all(work, asked, stack)
        status = "finished"
    except KeyboardInterrupt:
        status = "stopped"
        raise
    finally:
        with transaction(db):
            write.finish_run(db, work.summary.run, now(), status, stored_summary(work.summary))
    return work.summary


def _run_all(work: _Run, asked: Sequence[Asked], stack: ExitStack) -> None:
    if not asked:
        return
    gatherer = gatherer_for(work.db, work.options, work.summary.run, work.progress, stack)
    workers = min(processors(), len(asked))
    threads = 1
    if work.executor is None:
        work.executor = stack.enter_context(
            LocalPool(workers, seconds=work.options.config.settings.compare_seconds)
        )
        threads = max(1, processors() // workers)
    for some in ([one for one in asked if not one.apart], [one for one in asked if one.apart]):
        for start in range(0, len(some), BATCH):
            _run_batch(work, gatherer, some[start : start + BATCH], threads)


def gatherer_for(db: Database, options: Options, run: int, progress: Progress, stack: ExitStack) -> Gatherer:
    """A gatherer with a pool and, unless offline, a fetcher of its own; ``stack`` closes them."""
    settings = options.config.settings
    extractors = stack.enter_context(
        LocalPool(processors(), seconds=settings.extract_seconds, megabytes=settings.extract_megabytes)
    )
    runner = stack.enter_context(asyncio.Runner())
    fetcher = None
    if not options.offline:
        fetcher = Fetcher(
            limits(settings),
            delay=options.delay,
            connect_to=options.connect_to,
            kept_robots=StoredRobots(db, run),
        )
        runner.run(fetcher.__aenter__())
        stack.callback(lambda: runner.run(fetcher.__aexit__()))
    going_on_from = read.broken_off(db, run)
    return Gatherer(db, options.config, run, extractors, runner, fetcher, progress, going_on_from)


def _run_batch(work: _Run, gatherer: Gatherer, batch: Sequence[Asked], threads: int) -> None:
    with transaction(work.db):
        schedule.begin(work.db, work.summary.run, [one.name for one in batch if one.name], now())
    asked = [(one, Gathered(_sources(work, one), outlets=one.outlets)) for one in batch]
    likeness = None
    if work.options.discover and not work.options.offline:
        assert work.executor is not None
        likeness = Likeness(work.db, work.executor, threads)
    patience = None if work.options.offline else work.options.config.settings.total_seconds
    stories = [gathered for _, gathered in asked]
    finished = gather_stories(gatherer, work.db, work.options.config, stories, likeness, patience)
    while True:
        with work.timed("gather"):
            some = next(finished, None)
        if some is None:
            return
        done = {id(gathered) for gathered in some}
        _compare(work, [pair for pair in asked if id(pair[1]) in done], threads)


def _compare(work: _Run, stories: Sequence[tuple[Asked, Gathered]], threads: int) -> None:
    """Has the stories compared, all at once, and stores and tells what came of each."""
    pending: list[tuple[Future[Result] | None, Story, Gathered, str]] = []
    for one, gathered in stories:
        # What one story holds is no reason for another to be lost.
        try:
            pending.append(_submit(work, one, gathered, threads))
        except sqlite3.Error:
            raise
        except Exception as error:
            _note(work, _failed(one, gathered, error), failing=True)
    with work.progress.stage("comparing", len(pending)) as advance:
        for future, story, gathered, inputs in pending:
            outcome = _finish(work, future, story, gathered, inputs)
            _note(work, outcome, failing=outcome.state == "failed" or _nothing_had(outcome, gathered))
            advance()


def _sources(work: _Run, asked: Asked) -> list[Source]:
    """Those known for the story; of what was found for it, what the outlets to look at published."""
    return [
        source
        for source in sources_of(work.db, asked, work.options.discover)
        if source.found_by.startswith(GIVEN) or _looked_at(work, asked, source.url)
    ]


def _looked_at(work: _Run, asked: Asked, url: str) -> bool:
    return not asked.outlets or work.options.config.outlet_of(host(url)).key in asked.outlets


def _note(work: _Run, outcome: Outcome, *, failing: bool) -> None:
    """Adds a story's outcome to the summary, and stores it for the schedule."""
    outcome.failing = failing
    work.summary.stories.append(outcome)
    with transaction(work.db):
        schedule.finish(
            work.db, work.summary.run, outcome.story, now(), outcome.state, outcome.reason,
            articles_read=outcome.counts.get("articles read", 0),
            pages_failed=len(outcome.pages_failed),
            failing=failing,
        )  # fmt: skip


def _nothing_had(outcome: Outcome, gathered: Gathered) -> bool:
    """Whether not one page of the story could be had in this run."""
    failed = {f.url for f in outcome.pages_failed}
    return all(source.url in failed for source in gathered.sources)


def _submit(
    work: _Run, asked: Asked, gathered: Gathered, threads: int
) -> tuple[Future[Result] | None, Story, Gathered, str]:
    """Names and stores the story, and has it computed unless it stands as it should."""
    assert work.executor is not None
    with work.timed("store"):
        story = named(work.db, asked, gathered)
    articles = articles_of(gathered)
    judge = f"{work.judge.name} {work.judge.url} {work.judge.calls}" if work.judge else ""
    basis = (
        work.options.model, work.revision, work.settings_sha256, __version__, work.matching.told, judge,
        *(article.url + url for article, _ in articles for url in other_urls(gathered, article)),
    )  # fmt: skip
    inputs = inputs_of(story, articles, gathered.failures, *basis)
    future = None
    revised = versions.text_changes(work.db, [article for article, _ in articles if article.comparable])
    said = reviews.reviews(work.db, story.name)
    if revised or (inputs, reviews_digest(said)) != read.inputs_of(work.db, story.name):
        future = work.executor.submit(compute, _job(work, story, articles, revised, said, threads))
    return future, story, gathered, inputs


def _failed(asked: Asked, gathered: Gathered, error: Exception) -> Outcome:
    seed = gathered.articles.get(asked.seed.url)
    title = asked.title or (seed.title if seed else "") or asked.seed.url
    return Outcome(asked.name or slug(title), title, "failed", _told(error), failures=gathered.failures)


def _told(error: Exception, url: str = "") -> str:
    return (
        str(error).removeprefix(f"{url}: ")
        if isinstance(error, CompareError)
        else f"{type(error).__name__}: {error}"[:300]
    )


def _job(
    work: _Run,
    story: Story,
    articles: Sequence[tuple[Article, Role]],
    text_changes: tuple[TextChange, ...],
    said: tuple[Review, ...],
    threads: int,
) -> Job:
    texts = [a.version_id for a, _ in articles if a.comparable]
    judge = work.judge
    return Job(
        story=story.name,
        articles=tuple(articles),
        outlets=work.options.config.outlets_for(article for article, _ in articles),
        lexicon=work.options.config.lexicon,
        model=work.options.model,
        revision=work.revision,
        scorer=work.matching.scorer,
        # A fitted matching looks at the vectors of the words, which are too many to keep: it encodes anew.
        vectors={}
        if work.matching.scorer is not None
        else read.vectors(work.db, work.options.model, work.revision, texts),
        threads=threads,
        reviews=said,
        judge=judge,
        verdicts=reviews.verdicts(work.db, judge.model, judge.version, texts) if judge else {},
        changes=text_changes,
        nli=work.nli,
    )


def _finish(
    work: _Run, future: Future[Result] | None, story: Story, gathered: Gathered, inputs: str
) -> Outcome:
    outcome = Outcome(story.name, story.title, failures=gathered.failures)
    outcome.same_articles = [
        (url, article.url) for article, _ in articles_of(gathered) for url in other_urls(gathered, article)
    ]
    if future is not None:
        with work.timed("compute"):
            try:
                result: Result | None = future.result()
            except Exception as error:  # whatever a story holds, or a worker meets
                result = None
                outcome.state, outcome.reason = "failed", _told(error)
                outcome.failures.append(
                    Failure(story.seed.url, "compare", _told(error, story.seed.url), now())
                )
        if result is not None and result.judge_failure and work.judge:
            where = work.judge.url or work.judge.model
            outcome.failures.append(Failure(where, "judge", result.judge_failure, now()))
            inputs = ""  # the comparison is due again: the judge may answer then
        with work.timed("store"), transaction(work.db):
            write.save_failures(work.db, work.summary.run, story.name, outcome.failures)
            if result is not None:
                _save(work, story, result, inputs)
                outcome.text_changes = len(result.revisions)
        for stage, seconds in result.seconds.items() if result else ():
            key = f"compute: {stage}"
            work.summary.seconds[key] = work.summary.seconds.get(key, 0.0) + seconds
    elif outcome.failures:
        with transaction(work.db):
            write.save_failures(work.db, work.summary.run, story.name, outcome.failures)
    try:
        _describe(work, outcome, changed=future is not None)
    except sqlite3.Error:
        raise
    except Exception as error:
        outcome.state, outcome.reason = "failed", f"the report could not be made: {_told(error)}"
    return outcome


def _save(work: _Run, story: Story, result: Result, inputs: str) -> None:
    judge, at = work.judge, now()
    write.save_vectors(work.db, work.options.model, work.revision, result.vectors)
    if judge is not None:
        reviews.save_verdicts(work.db, judge.model, judge.version, result.verdicts, at)
    changes.replace_comparison(
        work.db, story.name, result.comparison, result.revisions, run=work.summary.run, computed_at=at, inputs_sha256=inputs,
        model=work.options.model, model_revision=work.revision, settings_sha256=work.settings_sha256,
        reviews_sha256=reviews_digest(reviews.reviews(work.db, story.name)), matching=work.matching.told,
        judge=(judge.model, judge.version, result.judged) if judge else ("", "", ""),
    )  # fmt: skip


def _describe(work: _Run, outcome: Outcome, *, changed: bool) -> None:
    """Fills in the counts and writes the report files, unless they stand as they should."""
    out = work.options.out
    folder = folder_for(out, outcome.story) if out else None
    standing = folder is not None and is_current(folder, read.run_of(work.db, outcome.story))
    if not changed and (folder is None or standing):
        outcome.counts = read.counts(work.db, outcome.story)
        outcome.reports = [folder / f"report.{f}" for f in ("html", "md", "json")] if folder else []
    else:
        with work.timed("report"):
            made = report_of(work.db, outcome.story)
            outcome.counts = read.counts(work.db, outcome.story)
            if made is not None and folder is not None:
                outcome.reports = write_reports(made, folder, ERROR_RATES)
    if outcome.state == "compared" and outcome.counts.get("articles read", 0) < 2:
        outcome.state = "nothing to compare"
        had, known = outcome.counts.get("articles read", 0), outcome.counts.get("articles", 0)
        outcome.reason = (
            "no other article is known to compare it with"
            if had == known
            else f"only {had} of {known} articles could be read"
            if had
            else "none of its articles could be read"
        )
        looked = [f for f in outcome.failures if f.stage == "discover" and f.reason != NOTHING_KNOWN]
        if silent := sum(not f.reason.startswith(LEFT) for f in looked):
            outcome.reason += (
                f"; {silent} {'request' if silent == 1 else 'requests'} for coverage gave nothing"
                f"{', or not all' if any(f.had for f in looked) else ''}, so others may well have told it"
            )
        elif work.options.offline or not work.options.discover:
            outcome.reason += "; none was looked for"
    elif outcome.state == "compared" and not changed:
        outcome.state = "unchanged"
