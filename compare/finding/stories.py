"""What a story consists of: its sources, its name, its articles, and what names them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sqlite_utils import Database

from compare.collect.urls import article_id
from compare.errors import InputError
from compare.finding.gather import Gathered, now
from compare.records import Article, Failure, Role, Source, Story, digest
from compare.seeds import slug
from compare.store import read, write
from compare.store.database import transaction

GIVEN = ("given", "seed document", "saved", "file")  # how ``Source.found_by`` begins for what a person gave


@dataclass(frozen=True, slots=True)
class Asked:
    """A story as a person asked for it; what is empty is found out or made up from the seed."""

    seed: Source
    coverage: tuple[Source, ...] = ()
    name: str = ""
    title: str = ""
    outlets: tuple[str, ...] = ()  # keys of those to look at; empty for all
    apart: bool = False  # not in one batch with others, which it might hold up


def sources_of(db: Database, asked: Asked, discovered: bool) -> list[Source]:
    """The sources given now, then those known from earlier runs; without discovery, only what was given then."""
    name = (
        asked.name
        if asked.name and read.story(db, asked.name)
        else read.story_of_seed(db, article_id(asked.seed.url))
    )
    known = read.story(db, name) if name else None
    sources: dict[str, Source] = {}
    for source in (asked.seed, *asked.coverage, *((known.seed, *known.coverage) if known else ())):
        if discovered or source.found_by.startswith(GIVEN):
            sources.setdefault(source.url, source)
    return list(sources.values())


def named(db: Database, asked: Asked, gathered: Gathered) -> Story:
    """The story with a name that is its own: the given one, the one it had, or one from its headline."""
    seed = gathered.articles[asked.seed.url]
    title = asked.title or seed.title or asked.seed.url
    name = asked.name or read.story_of_seed(db, article_id(asked.seed.url)) or ""
    if not name:
        name = slug(asked.title or seed.title or _last_words(asked.seed.url))
        taken = read.story(db, name)
        if taken is not None and taken.seed.url != asked.seed.url:
            name = f"{name}-{digest(asked.seed.url)[:6]}"
    taken = read.story(db, name)
    if taken is not None and taken.seed.url != asked.seed.url:
        raise InputError(f"story {name!r} already starts from {taken.seed.url}; choose another --story")
    rest = tuple(s for s in gathered.sources if s.url != asked.seed.url)
    story = Story(name, title, asked.seed, rest, seed.published_at)
    with transaction(db):
        write.save_story(db, story, article_id(story.seed.url), now())
    return story


def _last_words(url: str) -> str:
    """What a URL says of its article when the page says nothing: the last part of its path, or its host."""
    parts = urlsplit(url)
    words = [part for part in parts.path.rsplit(".", 1)[0].split("/") if part]
    return words[-1] if words else parts.hostname or url


def articles_of(gathered: Gathered) -> list[tuple[Article, Role]]:
    """Each article once, whichever URLs led to it; the seed's role wins. Its reason tells the other URLs."""
    chosen: dict[str, tuple[Article, Role]] = {}
    for source in gathered.sources:
        article = gathered.articles[source.url]
        # A dead spelling of an address does not hide the article that another spelling gave.
        if article.id not in chosen or (article.comparable and not chosen[article.id][0].comparable):
            role = chosen[article.id][1] if article.id in chosen else source.role
            chosen[article.id] = (article, role)
    told = []
    for article, role in chosen.values():
        also = [f"also at {url}" for url in other_urls(gathered, article)]
        told.append((replace(article, reason="; ".join(filter(None, (article.reason, *also)))), role))
    return told


def other_urls(gathered: Gathered, article: Article) -> list[str]:
    """The URLs of the story that gave the same article."""
    read_at = ((source.url, gathered.articles[source.url]) for source in gathered.sources)
    return [url for url, a in read_at if a.id == article.id and a.comparable and url != article.url]


def inputs_of(
    story: Story,
    articles: Sequence[tuple[Article, Role]],
    failures: Sequence[Failure],
    *basis: str,
) -> str:
    """Names everything that the comparison depends on: when it is the same, so is the comparison."""
    parts = [story.name, story.title, *basis]
    # A page that was fetched again is the same article; its text is named by the version.
    parts += sorted(
        repr((a.version_id, replace(a, text="", fetched_at="", content_sha256="", reason=""), role))
        for a, role in articles
    )
    # A feed that comes and goes changes nothing that was compared, nor does the hour that a server names in brackets.
    parts += sorted(
        repr((f.url, f.stage, f.reason.partition(" (")[0])) for f in failures if f.stage != "discover"
    )
    return digest(*parts)


def add_page(db: Database, story: str, source: Source) -> Story:
    """Takes a page that the person saved as the article at its URL, from the next run on."""
    known = read.story(db, story)
    if known is None:
        raise InputError(f"no story {story!r} in the database; run it first with 'outlet-compare run'")
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
