"""The steps as plain functions on frozen records, for programs: no database, no network.

Worked example, run by the tests:

>>> import compare
>>> one = compare.article_from_text(
...     "Harbour talks fail",
...     ["Talks on the Veld harbour failed on Monday, the ministry said.", "About 1,700 dockers may strike."],
...     url="https://one.example/talks")
>>> two = compare.article_from_text(
...     "No deal on harbour",
...     ["The talks on the Veld harbour failed on Monday.", "A strike by 1,700 dockers will follow."],
...     url="https://two.example/deal")
>>> [claim.text for claim in compare.claims_of(one)]
['Harbour talks fail', 'Talks on the Veld harbour failed on Monday, the ministry said.', 'About 1,700 dockers may strike.']
>>> comparison = compare.compare_articles([one, two])
>>> texts = {claim.id: claim.text for claim in comparison.claims}
>>> pair = next(p for p in comparison.alignments if "failed on Monday" in texts[p.a])
>>> texts[pair.b]
'The talks on the Veld harbour failed on Monday.'
>>> [(d.kind, d.a.text) for d in pair.differences]
[('attribution', 'the ministry')]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from compare.config import Config, find_folder, load
from compare.errors import InputError
from compare.read.models import DEFAULT_MODEL
from compare.records import Article, Claim, Comparison, Page, Role, Source, Story
from compare.seeds import check_url, slug


def article_from_html(html: str | bytes, url: str) -> Article:
    """Reads the article on a page. A wall or stub comes back with ``access`` and ``reason``, without text.

    Raises ExtractionError when the page cannot be parsed. Takes no limits on time or memory: for pages that
    you do not trust, use the command, which reads each in a worker process.
    """
    # Text was decoded already, so whatever encoding the page names no longer holds.
    header = "text/html; charset=utf-8" if isinstance(html, str) else "text/html"
    return _extract(html.encode("utf-8", "replace") if isinstance(html, str) else html, header, url)


def article_from_text(title: str, paragraphs: Sequence[str], url: str) -> Article:
    """An article from its headline and paragraphs. Raises InputError without a headline."""
    if not title.strip():
        raise InputError(f"{url}: give the headline; without one the first paragraph would pass for it")
    return _extract(
        "\n\n".join((title, *paragraphs)).encode("utf-8", "replace"), "text/plain; charset=utf-8", url
    )


def claims_of(article: Article) -> tuple[Claim, ...]:
    """The article's claims: sentences with offsets into ``article.text``, speaker, certainty, quantities."""
    from compare.read.claims import claims

    return claims(article, _config().lexicon)


def compare_articles(articles: Sequence[Article], model: str = DEFAULT_MODEL) -> Comparison:
    """Compares articles of one story; the first is the seed. Raises ModelError.

    A model that the matching is not fitted to is refused; ``outlet-compare calibrate`` fits it.
    """
    from compare.compute import Job, compute, processors
    from compare.matching import matching_for
    from compare.read.embed import SentenceTransformerEmbedder

    if len({a.id for a in articles}) < len(articles):
        raise InputError("an article is given twice; name each once")
    roles: list[tuple[Article, Role]] = [(a, "coverage" if i else "seed") for i, a in enumerate(articles)]
    config = _config()
    revision = SentenceTransformerEmbedder(model).revision
    job = Job(
        story=slug(articles[0].title if articles else ""),
        articles=tuple(roles),
        outlets=config.outlets_for(articles),
        lexicon=config.lexicon,
        model=model,
        revision=revision,
        scorer=matching_for(config.folder, model, revision, False, config.settings.read_pairs).scorer,
        vectors={},
        threads=processors(),
    )
    return compute(job).comparison


def report_of(comparison: Comparison, model: str = DEFAULT_MODEL) -> dict[str, Any]:
    """The comparison as the dict of report.json; ``compare.render`` turns it into HTML, Markdown or CSV."""
    from compare import __version__
    from compare.config import settings_digest
    from compare.read.embed import SentenceTransformerEmbedder
    from compare.show.report_json import RunInfo, report

    if not comparison.members:
        raise InputError("nothing to report on: the comparison has no articles")
    first = comparison.members[0].article
    story = Story(slug(first.title), first.title, Source(first.url, "seed"))
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    revision = SentenceTransformerEmbedder(model).revision
    info = RunInfo("library", now, now, __version__, model, revision, settings_digest(_config()))
    outlets = _config().outlets_for(m.article for m in comparison.members)
    return report(story, info, comparison, (), outlets)


def render(report: dict[str, Any], form: str) -> str:
    """A report as ``html``, ``md``, ``json`` or ``csv``. Raises InputError for what is no report."""
    from compare.error_rates import ERROR_RATES
    from compare.show.report_json import SCHEMA
    from compare.show.write import render as rendered

    if report.get("schema") != SCHEMA:
        raise InputError(f"not a report to render: its schema is {report.get('schema')!r}, not {SCHEMA!r}")
    return rendered(report, form, ERROR_RATES)


def _extract(body: bytes, content_type: str, url: str) -> Article:
    from compare.collect.extract import extract
    from compare.collect.urls import host

    check_url(url)
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    page = Page(url, url, 200, (("content-type", content_type),), body, at, "saved")
    return extract(page, _config().outlet_of(host(url)).key)


@cache
def _config() -> Config:
    return load(find_folder())
