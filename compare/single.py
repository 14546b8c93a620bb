"""The claims of one text, from a file or a URL, without a story or a database."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from compare.arguments import a_path, saved_page
from compare.collect.blocks import clean
from compare.collect.extract import extract, plain_text
from compare.collect.fetch import Fetcher
from compare.collect.guard import ConnectTo
from compare.collect.links import unwrapped
from compare.collect.urls import host
from compare.config import Config
from compare.configured import Outlet
from compare.errors import ExtractionError, SeedError
from compare.finding.gather import limits
from compare.read.citations import citations
from compare.read.claims import claims
from compare.records import Article, Citation, Claim, Page
from compare.seeds import check_url, looks_like_seed, read_seed
from compare.workers import LocalPool


def read_article(source: str, config: Config, connect_to: Sequence[str]) -> tuple[Article, tuple[Claim, ...]]:
    """The article that ``source`` (file or URL) holds and its claims. Raises CompareError."""
    article = _checked(_article(_page(source, config, connect_to), config), source)
    return article, claims(article, config.lexicon)


def read_citations(
    source: str, publisher: str, config: Config, connect_to: Sequence[str]
) -> tuple[Article, tuple[Citation, ...]]:
    """The article that ``source`` holds and the outlets that it relies on by name. Raises CompareError.

    ``publisher`` is the outlet whose text it is, by any of its names or a URL of it; by default the URL tells.
    """
    page = _page(source, config, connect_to)
    if page.provenance == "saved" and page.header("content-type").startswith("text/plain"):
        page = replace(page, body=_unwrapped(plain_text(page.body), config).encode())
    article = _article(page, config)
    if not article.comparable and page.header("content-type").startswith("text/plain"):
        text = clean(plain_text(page.body))  # a sentence or two may name outlets as well
        article = replace(article, text=text, title_end=0, paragraphs=((0, len(text)),), access="full")
    article = _checked(article, source)
    if publisher:
        article = replace(article, outlet=_publisher(publisher, config).key)
    return article, tuple(c for c in citations(article, config.outlets) if c.kind == "text")


def unknown_publisher(name: str, config: Config) -> str:
    """That no outlet has this name, what that means and what to do; empty where one has it."""
    if not name or _publisher(name, config) in config.outlets:
        return ""
    names = {
        known.lower(): known for o in config.outlets for known in (o.name, o.key, *o.aliases, *o.domains)
    }
    near = get_close_matches(name.lower(), list(names), 1, 0.6)
    meant = f"Did you mean {names[near[0]]}?" if near else "Check the spelling, or add it there."
    return (
        f"no outlet of {config.folder / 'outlets.toml'} has the name, key or domain {name!r}: where the text names"
        f" its own publisher, that is listed too. {meant}"
    )


_JUDGED = 10_000  # characters of a file that tell whether it is a text
_MOST_ODD, _LEAST_WORDED, _LEAST_ASCII = 0.05, 0.6, 0.75  # of the characters of a text


def _publisher(name: str, config: Config) -> Outlet:
    return config.outlet_of(host(name)) if "://" in name else config.outlet_named(name)


# A line that ends in one of these goes on in the next.
_GOES_ON = re.compile(r"(?:,|\b(?:a|an|the|of|to|by|in|on|at|for|from|with|and|or|that|told|tells|citing|per|its))$", re.IGNORECASE)  # fmt: skip
_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$|[\"”»]$")
_WIDE = 0.6  # of the longest line: shorter ones are headings and bylines


def _unwrapped(text: str, config: Config) -> str:
    """``text`` with its lines joined where they only break for width, if it has no blank lines to part paragraphs."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < 2 or "" in lines:
        return text
    names = [name.split() for o in config.outlets for name in (o.name, *o.aliases) if " " in name]
    across = {(" " + " ".join(n[:i]), " ".join(n[i:])) for n in names for i in range(1, len(n))}
    wide = max(map(len, lines)) * _WIDE
    joined = lines[:1]
    for number, (line, following) in enumerate(pairwise(lines)):
        goes_on = not _ENDS.search(line) and (
            following[0].islower()
            or _GOES_ON.search(line)
            or (number > 0 and len(line) >= wide)
            or any(f" {line}".endswith(a) and following.startswith(b) for a, b in across)
        )
        if goes_on:
            joined[-1] += f" {following}"
        else:
            joined.append(following)
    return "\n".join(joined)


def check_saved(page: Page, file: Path, config: Config) -> None:
    """Raises ExtractionError when a saved page holds no article that could be compared."""
    _checked(_article(page, config), str(file))


def _article(page: Page, config: Config) -> Article:
    outlet = config.outlet_of(host(unwrapped(page.final_url))).key
    settings = config.settings
    with LocalPool(1, seconds=settings.extract_seconds, megabytes=settings.extract_megabytes) as pool:
        return pool.submit(extract, page, outlet).result()


def _checked(article: Article, source: str) -> Article:
    if not article.comparable:
        raise ExtractionError(
            f"{source}: {article.reason}; save the whole article from a browser and try that file"
        )
    return article


def _page(source: str, config: Config, connect_to: Sequence[str]) -> Page:
    if "://" in source[:12]:
        check_url(source)
        return asyncio.run(_fetched(source, config, connect_to))
    path = a_path(source)
    if not path.exists() and "." in source and not source.startswith((".", "/")):
        raise SeedError(
            f"{source}: no such file, and a URL needs http:// or https:// in front; check the spelling"
        )
    if path.is_file() and looks_like_seed(path):
        return read_seed(path).as_page()
    page = saved_page(path, path.resolve().as_uri())
    if page.header("content-type") == "text/plain" and not _is_text(page.body):
        raise SeedError(f"{path}: is neither HTML nor text; save the page as HTML")
    return page


def _is_text(body: bytes) -> bool:
    """Whether ``body`` is for reading: bytes of another kind give control characters and few letters."""
    whole = plain_text(body)
    text = whole[:_JUDGED]
    if whole == body.decode("cp1252", "replace") and sum(map(str.isascii, text)) < _LEAST_ASCII * len(text):
        return False  # taken for Windows-1252, for want of anything else
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and not c.isspace() for c in text)
    worded = sum(c.isalnum() or c.isspace() or unicodedata.category(c)[0] == "M" for c in text)
    marked = any(c.isascii() or unicodedata.category(c) == "Po" for c in text)  # by a space or a stop
    return marked and odd <= _MOST_ODD * len(text) and worded >= _LEAST_WORDED * len(text)


async def _fetched(url: str, config: Config, connect_to: Sequence[str]) -> Page:
    rules = [ConnectTo.parse(text) for text in connect_to]
    async with Fetcher(limits(config.settings), delay=config.settings.delay, connect_to=rules) as fetcher:
        return (await fetcher.fetch(url)).page
