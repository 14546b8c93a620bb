"""What the arguments of a command stand for: from a URL, a file, a folder or a story's name to what a run takes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from compare.collect.urls import article_id, host, well_formed
from compare.config import Config, StoryEntry
from compare.errors import SeedError
from compare.finding.stories import Asked
from compare.records import Page, Source
from compare.seeds import check_url, has_text, looks_like_seed, read_seed
from compare.store import read

MAX_SAVED_BYTES = 20_000_000  # of a saved page; browsers put pictures into it


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document of a folder that gives no story, and why."""

    path: Path
    reason: str


def asked_for(
    seed: str, more: tuple[str, ...], name: str, config: Config, db: Database
) -> tuple[list[Asked], list[Unreadable]]:
    """The stories that ``seed`` stands for, with ``more`` as coverage, and documents that cannot be read.

    Raises SeedError with the remedy.

    A folder gives one story for each of its documents; then ``more`` and ``name`` must be empty. One document
    that cannot be read does not hold up the others.
    """
    if not seed:
        raise SeedError("the seed is empty; give a URL, a seed document, a folder of them or a story's name")
    if _is_url(seed):
        check_url(seed)
        return [_named(Asked(Source(seed, "seed"), _coverage(more), name), config, db)], []
    path = a_path(seed)
    if path.is_dir():
        try:
            documents = sorted(p for p in path.iterdir() if p.suffix == ".txt" and p.is_file())
        except OSError as error:
            raise SeedError(f"{path}: cannot be read ({error.strerror}); check the permissions") from None
        if not documents and _is_story(seed, config, db):
            # The folder of its reports, say, of a run with --out . in this place.
            return [by_name(seed, more, name, config, db)], []
        if not documents:
            raise SeedError(f"{path}: the folder holds no seed documents (*.txt)")
        if more or name:
            raise SeedError(
                f"{path}: a folder of seeds takes no further coverage and no --story; name one document"
            )
        return _of_folder(documents, config, db)
    if path.is_file():
        return [_named(_from_document(path, _coverage(more), name), config, db)], []
    return [by_name(seed, more, name, config, db)], []


def _of_folder(documents: list[Path], config: Config, db: Database) -> tuple[list[Asked], list[Unreadable]]:
    found: dict[str, Asked] = {}
    unreadable: list[Unreadable] = []
    for document in documents:
        try:
            one = _named(_from_document(document, (), ""), config, db)
            known = found.setdefault(article_id(one.seed.url), one)
            # Two documents of one article are one story; the one with the text says more.
            if known.seed.page and not has_text(known.seed.page):
                found[article_id(one.seed.url)] = one
        except SeedError as error:
            if len(documents) == 1:
                raise
            unreadable.append(Unreadable(document, str(error)))
    if not found:
        raise SeedError(
            f"{documents[0].parent}: none of its {len(documents)} documents can be read; "
            f"the first: {unreadable[0].reason}"
        )
    return list(found.values()), unreadable


def _is_story(name: str, config: Config, db: Database) -> bool:
    return any(s.name == name for s in config.stories) or read.story(db, name) is not None


def by_name(seed: str, more: tuple[str, ...], name: str, config: Config, db: Database) -> Asked:
    """The story that stories.toml or the database knows by the name ``seed``. Raises SeedError."""
    entry = next((s for s in config.stories if s.name == seed), None)
    if entry is not None:
        coverage = (*_coverage(entry.coverage), *_coverage(more))
        if _is_url(entry.seed):
            check_url(entry.seed, f"{config.folder / 'stories.toml'}: stories.{seed}.seed")
            asked = Asked(Source(entry.seed, "seed"), coverage, name or seed)
        else:
            asked = _from_document(config.folder / entry.seed, coverage, name or seed)
        return _named(replace(asked, title=entry.title or asked.title, outlets=entry.outlets), config, db)
    stored = read.story(db, seed)
    if stored is not None:
        return Asked(stored.seed, (*stored.coverage, *_coverage(more)), stored.name, stored.title)
    if "/" in seed or "." in seed:
        raise SeedError(
            f"{seed}: no such file, and a URL needs http:// or https:// in front; check the spelling"
        )
    known = sorted({s.name for s in config.stories} | set(read.story_names(db)))
    raise SeedError(f"{seed}: no such file or story; the stories are: {', '.join(known[:20]) or 'none yet'}")


def _named(asked: Asked, config: Config, db: Database) -> Asked:
    """``asked`` under the name by which the database or stories.toml knows its seed. Raises SeedError."""
    url = asked.seed.url
    stored = read.story_of_seed(db, article_id(url))
    if stored and asked.name and asked.name != stored:
        raise SeedError(
            f"{url}: is the seed of story {stored!r} already; run {stored!r}, or name another --db"
        )
    story = read.story(db, stored) if stored else None
    if story is not None and story.seed.url != url:
        # Another spelling of the URL that the story started from.
        page = replace(asked.seed.page, url=story.seed.url) if asked.seed.page else None
        asked = replace(asked, seed=replace(asked.seed, url=story.seed.url, page=page))
    if asked.name:
        return asked
    known = stored or next((s.name for s in config.stories if _seed_id(s, config) == article_id(url)), "")
    return replace(asked, name=known)


def _seed_id(entry: StoryEntry, config: Config) -> str:
    if _is_url(entry.seed):
        return article_id(entry.seed)
    try:
        return article_id(read_seed(config.folder / entry.seed).url)
    except SeedError:  # told when that story is run
        return ""


def _from_document(path: Path, coverage: tuple[Source, ...], name: str) -> Asked:
    document = read_seed(path)
    source = Source(document.url, "seed", document.as_page(), found_by=f"seed document {path.name}")
    return Asked(source, coverage, name, document.headline)


def _coverage(given: tuple[str, ...]) -> tuple[Source, ...]:
    sources = []
    for text in given:
        if _is_url(text):
            check_url(text)
            sources.append(Source(text, "coverage"))
        else:
            sources.append(from_file(Path(text)))
    return tuple(sources)


def from_file(path: Path) -> Source:
    """A file as coverage: a seed document with its text, or a saved page that says where it comes from."""
    if not a_path(str(path)).is_file():
        raise SeedError(
            f"{path}: no such file, and a URL needs http:// or https:// in front; check the spelling"
        )
    if looks_like_seed(path):
        document = read_seed(path)
        page = document.as_page()
        return Source(document.url, "coverage", page, found_by=f"file {path.name}")
    page = saved_page(path, "")
    url = _canonical(page.body)
    if not well_formed(url):
        raise SeedError(f"{path}: does not say its own URL; use 'outlet-compare add STORY URL {path.name}'")
    return Source(url, "coverage", saved_page(path, url), found_by=f"file {path.name}")


def saved_page(path: Path, url: str) -> Page:
    """A file that the person saved, as the page at ``url``. Raises SeedError."""
    try:
        if path.exists() and not path.is_file():
            raise SeedError(f"{path}: is no file; name the page that you saved")
        if path.stat().st_size > MAX_SAVED_BYTES:
            raise SeedError(f"{path}: larger than {MAX_SAVED_BYTES:,} bytes; save the page as 'HTML only'")
        body = path.read_bytes()
        saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise SeedError(
            f"{path}: cannot be read ({error.strerror}); check the name and the permissions"
        ) from None
    if not body.strip():
        raise SeedError(f"{path}: is empty; save the page again")
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if body.startswith(b"%PDF") or (b"\x00" in body[:1000] and not marked):
        raise SeedError(f"{path}: is neither HTML nor text; save the page as HTML")
    kind = "text/html" if _looks_like_html(body) else "text/plain"
    return Page(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", kind),),
        body=body,
        fetched_at=f"{saved_at:%Y-%m-%dT%H:%M:%SZ}",
        provenance="saved",
    )


def _looks_like_html(body: bytes) -> bool:
    head = body[:4000].replace(b"\x00", b"").lower()
    return any(
        tag in head for tag in (b"<html", b"<!doctype html", b"<head", b"<body", b"<p", b"<div", b"<article")
    )


def other_home(page: Page, config: Config) -> str:
    """The URL that a saved page gives as its own, when it is that of another outlet than the page is taken for."""
    said = _canonical(page.body) if page.header("content-type") == "text/html" else ""
    if not well_formed(said) or config.outlet_of(host(said)) == config.outlet_of(host(page.url)):
        return ""
    return said


def _canonical(body: bytes) -> str:
    import trafilatura

    tree = trafilatura.load_html(body)
    if tree is None:  # nothing but a comment, say
        return ""
    for node in tree.iter("link"):
        if (node.get("rel") or "").lower() == "canonical":
            return str(node.get("href") or "")
    for node in tree.iter("meta"):
        if node.get("property") == "og:url":
            return str(node.get("content") or "")
    return ""


def a_path(text: str) -> Path:
    """``text`` as a path. Raises SeedError when it can be none."""
    path = Path(text)
    try:
        path.is_file()
        path.stat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SeedError(f"{text[:80]}: cannot be read ({why}); check the name and the permissions") from None
    return path


def _is_url(text: str) -> bool:
    return "://" in text[:12]
