"""One story from seed to stored comparison and report; the only file that knows the order of the stages.

gather (fetch, extract, discover) ──> compute (read, embed, match, contrast) ──> store ──> show
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from compare import __version__
from compare.collect.fetch import Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from compare.collect.urls import article_id
from compare.compute import Job, Result, compute, processors
from compare.config import Config, settings_digest
from compare.error_rates import ERROR_RATES
from compare.errors import CompareError, InputError
from compare.gather import Gathered, Gatherer, now
from compare.progress import Progress
from compare.read.embed import SentenceTransformerEmbedder
from compare.records import Article, Failure, Role, Source, Story, digest
from compare.seeds import slug
from compare.show.report_json import RunInfo, report
from compare.show.write import folder_for, write_reports
from compare.store import read, write
from compare.store.database import transaction
from compare.workers import LocalPool

BATCH = 64  # stories gathered together: enough to keep many hosts busy, few enough to hold in memory


@dataclass(frozen=True, slots=True)
class Asked:
    """A story as a person asked for it; what is empty is found out or made up from the seed."""

    seed: Source
    coverage: tuple[Source, ...] = ()
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes about its work."""

    config: Config
    out: Path | None = None  # where reports are written; None for none
    discover: bool = True
    offline: bool = False
    model: str = "all-MiniLM-L6-v2"
    delay: float = 2.0  # seconds between two requests to one host
    connect_to: tuple[ConnectTo, ...] = ()


@dataclass
class Outcome:
    """What came of one story."""

    story: str
    title: str
    state: str = "compared"  # compared, unchanged, nothing to compare, failed
    reason: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)


@dataclass
class Summary:
    """What a run found, what failed, and where its time went (seconds by stage)."""

    run: int
    stories: list[Outcome] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


class _Run:
    """One run over some stories: the database, the pools and the clock that its stages share."""

    def __init__(self, db: Database, options: Options, progress: Progress, executor: Executor | None) -> None:
        self.db, self.options, self.progress = db, options, progress
        self.executor = executor
        self.embedder = SentenceTransformerEmbedder(options.model)
        self.revision = (
            self.embedder.revision
        )  # a model that cannot be had is told before anything is fetched
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
) -> Summary:
    """Runs ``asked`` one batch after the other. ``executor`` computes the stories; by default local processes do.

    A story that fails keeps its old comparison, is told in the summary, and does not hold up the others.
    """
    work = _Run(db, options, progress or Progress(), executor)
    settings = options.config.settings
    limits = FetchLimits(
        body_bytes=settings.max_body_bytes,
        wire_bytes=settings.max_wire_bytes,
        seconds=settings.total_seconds,
        retries=settings.retries,
    )
    with ExitStack() as stack:
        extractors = stack.enter_context(
            LocalPool(processors(), seconds=settings.extract_seconds, megabytes=settings.extract_megabytes)
        )
        runner = stack.enter_context(asyncio.Runner())
        fetcher = None
        if not options.offline:
            fetcher = runner.run(_opened(Fetcher(limits, delay=options.delay, connect_to=options.connect_to)))
            stack.callback(lambda: runner.run(fetcher.__aexit__()))
        gatherer = Gatherer(db, options.config, work.summary.run, extractors, runner, fetcher, work.progress)
        workers = min(processors(), len(asked))
        if work.executor is None:
            work.executor = stack.enter_context(LocalPool(workers))
        threads = max(1, processors() // workers) if executor is None else 1
        for batch in _batched(asked, BATCH):
            _run_batch(work, gatherer, batch, threads)
    with transaction(db):
        write.finish_run(db, work.summary.run, now(), "finished", _stored_summary(work.summary))
    return work.summary


async def _opened(fetcher: Fetcher) -> Fetcher:
    return await fetcher.__aenter__()


def _run_batch(work: _Run, gatherer: Gatherer, batch: Sequence[Asked], threads: int) -> None:
    stories = [Gathered(_sources(work.db, one)) for one in batch]
    with work.timed("gather"):
        gatherer.gather(stories)
    if work.options.discover and not work.options.offline:
        with work.timed("gather"):
            for gathered in stories:
                found = [c for c in gatherer.discover(gathered) if c.taken]
                gathered.sources += [Source(c.url, c.role, found_by=c.found_by) for c in found]
            gatherer.gather(stories)
    with work.timed("store"):
        named = [_named(work.db, one, gathered) for one, gathered in zip(batch, stories, strict=True)]
    pending: list[tuple[Future[Result] | None, Story, Gathered, str]] = []
    assert work.executor is not None
    for story, gathered in zip(named, stories, strict=True):
        articles = _articles(gathered)
        inputs = _inputs(work, story, articles, gathered.failures)
        future = None
        if inputs != read.inputs_of(work.db, story.name):
            future = work.executor.submit(compute, _job(work, story, articles, threads))
        pending.append((future, story, gathered, inputs))
    with work.progress.stage("comparing", len(pending)) as advance:
        for future, story, gathered, inputs in pending:
            work.summary.stories.append(_finish(work, future, story, gathered, inputs))
            advance()


def _sources(db: Database, asked: Asked) -> list[Source]:
    """The sources given now, then those known from earlier runs of the story."""
    name = asked.name if asked.name and read.story(db, asked.name) else read.story_of_seed(db, asked.seed.url)
    known = read.story(db, name) if name else None
    sources = {s.url: s for s in (asked.seed, *asked.coverage)}
    for source in (known.seed, *known.coverage) if known else ():
        sources.setdefault(source.url, source)
    return list(sources.values())


def _named(db: Database, asked: Asked, gathered: Gathered) -> Story:
    """The story with a name that is its own: the given one, the one it had, or one from its headline."""
    seed = gathered.articles[asked.seed.url]
    title = asked.title or seed.title or asked.seed.url
    name = asked.name or read.story_of_seed(db, asked.seed.url) or ""
    if not name:
        name = slug(title)
        taken = read.story(db, name)
        if taken is not None and taken.seed.url != asked.seed.url:
            name = f"{name}-{digest(asked.seed.url)[:6]}"
    taken = read.story(db, name)
    if taken is not None and taken.seed.url != asked.seed.url:
        raise InputError(f"story {name!r} already starts from {taken.seed.url}; choose another --story")
    rest = tuple(s for s in gathered.sources if s.url != asked.seed.url)
    story = Story(name, title, asked.seed, rest, seed.published_at)
    with transaction(db):
        write.save_story(db, story, now())
    return story


def _articles(gathered: Gathered) -> list[tuple[Article, Role]]:
    """Each article once, whichever URLs led to it; the seed's role wins."""
    chosen: dict[str, tuple[Article, Role]] = {}
    for source in gathered.sources:
        article = gathered.articles[source.url]
        chosen.setdefault(article.id, (article, source.role))
    return list(chosen.values())


def _inputs(
    work: _Run, story: Story, articles: Sequence[tuple[Article, Role]], failures: Sequence[Failure]
) -> str:
    """Names everything that the comparison depends on: when it is the same, so is the comparison."""
    parts = [story.name, story.title, work.options.model, work.revision, work.settings_sha256, __version__]
    parts += sorted(repr((a.id, a.version_id, a.access, a.reason, a.url, role)) for a, role in articles)
    parts += sorted(repr((f.url, f.stage, f.reason)) for f in failures)
    return digest(*parts)


def _job(work: _Run, story: Story, articles: Sequence[tuple[Article, Role]], threads: int) -> Job:
    from compare.read.claims import claims

    keys = [
        c.text_sha256 for a, _ in articles if a.comparable for c in claims(a, work.options.config.lexicon)
    ]
    return Job(
        story=story.name,
        articles=tuple(articles),
        outlets=work.options.config.outlets,
        lexicon=work.options.config.lexicon,
        model=work.options.model,
        vectors=read.vectors(work.db, work.options.model, work.revision, keys),
        threads=threads,
    )


def _finish(
    work: _Run, future: Future[Result] | None, story: Story, gathered: Gathered, inputs: str
) -> Outcome:
    outcome = Outcome(story.name, story.title, failures=gathered.failures)
    if future is not None:
        with work.timed("compute"):
            try:
                result: Result | None = future.result()
            except CompareError as error:
                result = None
                outcome.state, outcome.reason = "failed", str(error)
                outcome.failures.append(Failure(story.seed.url, "compare", str(error), now()))
        with work.timed("store"), transaction(work.db):
            write.save_failures(work.db, work.summary.run, story.name, outcome.failures)
            if result is not None:
                write.save_vectors(work.db, work.options.model, work.revision, result.vectors)
                write.save_comparison(
                    work.db, story.name, result.comparison, run=work.summary.run, computed_at=now(),
                    inputs_sha256=inputs, model=work.options.model, model_revision=work.revision,
                    settings_sha256=work.settings_sha256,
                )  # fmt: skip
        for stage, seconds in result.seconds.items() if result else ():
            key = f"compute: {stage}"
            work.summary.seconds[key] = work.summary.seconds.get(key, 0.0) + seconds
    elif outcome.failures:
        with transaction(work.db):
            write.save_failures(work.db, work.summary.run, story.name, outcome.failures)
    _describe(work, outcome, changed=future is not None)
    return outcome


def _describe(work: _Run, outcome: Outcome, *, changed: bool) -> None:
    """Fills in the counts and writes the report files, unless they stand as they should."""
    out = work.options.out
    folder = folder_for(out, outcome.story) if out else None
    standing = folder is not None and all((folder / f"report.{f}").is_file() for f in ("html", "md", "json"))
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
        outcome.reason = "only {} of {} articles could be read".format(
            outcome.counts.get("articles read", 0), outcome.counts.get("articles", 0)
        )
    elif outcome.state == "compared" and not changed:
        outcome.state = "unchanged"


def report_of(db: Database, name: str) -> dict[str, Any] | None:
    """The story's report, made from the database alone; None when the story was never compared."""
    story, stored = read.story(db, name), read.comparison(db, name)
    if story is None or stored is None:
        return None
    info = RunInfo(
        id=str(stored.run_id),
        started_at=stored.started_at,
        finished_at=stored.computed_at,
        version=stored.version,
        model=stored.model,
        model_revision=stored.model_revision,
        settings_sha256=stored.settings_sha256,
    )
    return report(story, info, stored.comparison, stored.failures, read.outlets(db))


def add_page(db: Database, story: str, source: Source) -> Story:
    """Takes a page that the person saved as the article at its URL, from the next run on."""
    known = read.story(db, story)
    if known is None:
        raise InputError(f"no story {story!r} in the database; run it first, or see 'outlet-compare status'")
    assert source.page is not None
    same = next(
        (s for s in (known.seed, *known.coverage) if article_id(s.url) == article_id(source.url)), None
    )
    # Stored under the spelling of the URL that the story already knows, where it does.
    page = replace(source.page, url=same.url) if same else source.page
    with transaction(db):
        write.save_page(db, page, None)
        if same is None:
            write.save_source(db, story, source)
    return known


def _stored_summary(summary: Summary) -> dict[str, Any]:
    states: dict[str, int] = {}
    for outcome in summary.stories:
        states[outcome.state] = states.get(outcome.state, 0) + 1
    return {"stories": states, "failures": sum(len(o.failures) for o in summary.stories)}


def _batched(items: Sequence[Asked], size: int) -> Iterator[Sequence[Asked]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
