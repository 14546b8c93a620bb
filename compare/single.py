"""The claims of one text, from a file or a URL, without a story or a database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from compare.collect.extract import extract
from compare.collect.fetch import Fetcher
from compare.collect.guard import ConnectTo
from compare.collect.urls import host
from compare.config import Config
from compare.errors import ExtractionError
from compare.read.claims import claims
from compare.records import Article, Claim, Page
from compare.seeds import check_url, looks_like_seed, read_seed
from compare.sources import saved_page
from compare.workers import LocalPool


def read_article(source: str, config: Config, connect_to: Sequence[str]) -> tuple[Article, tuple[Claim, ...]]:
    """The article that ``source`` (file or URL) holds and its claims. Raises CompareError."""
    page = _page(source, config, connect_to)
    outlet = config.outlet_of(host(page.final_url)).key
    settings = config.settings
    with LocalPool(1, seconds=settings.extract_seconds, megabytes=settings.extract_megabytes) as pool:
        article = pool.submit(extract, page, outlet).result()
    if not article.comparable:
        raise ExtractionError(
            f"{source}: {article.reason}; save the whole article from a browser and try that file"
        )
    return article, claims(article, config.lexicon)


def _page(source: str, config: Config, connect_to: Sequence[str]) -> Page:
    if "://" in source[:12]:
        check_url(source)
        return asyncio.run(_fetched(source, config, connect_to))
    path = Path(source)
    if path.is_file() and looks_like_seed(path):
        return read_seed(path).as_page()
    return saved_page(path, path.resolve().as_uri())


async def _fetched(url: str, config: Config, connect_to: Sequence[str]) -> Page:
    rules = [ConnectTo.parse(text) for text in connect_to]
    async with Fetcher(delay=config.settings.delay, connect_to=rules) as fetcher:
        return (await fetcher.fetch(url)).page
