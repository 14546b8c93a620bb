"""What a page says about itself: JSON-LD, meta tags, canonical link, free or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_JSON_LD = 1_000_000  # characters of one script; real ones are a few thousand
ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "LiveBlogPosting")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's own statements, as they stand there."""

    headline: str = ""
    byline: str = ""
    dates: tuple[tuple[str, str], ...] = ()  # (which part of the page, text), best first
    canonical_url: str = ""
    language: str = ""
    free: bool | None = None  # isAccessibleForFree
    is_article: bool = False


def read_metadata(tree: Any) -> Metadata:
    """Reads the metadata of an lxml tree; never fails on what a page may hold."""
    articles = list(_json_ld_articles(tree))
    meta: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        if name and node.get("content"):
            meta.setdefault(name, node.get("content").strip())
    dates = [("json-ld", _text(a.get("datePublished"))) for a in articles]
    for name in ("article:published_time", "datepublished", "dc.date.issued", "date", "parsely-pub-date"):
        dates.append((f"meta {name}", meta.get(name, "")))
    dates += [("time element", node.get("datetime") or "") for node in tree.iter("time")][:1]
    free = [_flag(a.get("isAccessibleForFree")) for a in articles]
    return Metadata(
        headline=next((t for a in articles if (t := _text(a.get("headline")))), "")
        or meta.get("og:title", ""),
        byline=next((t for a in articles if (t := _names(a.get("author")))), "") or meta.get("author", ""),
        dates=tuple((source, text) for source, text in dates if text),
        canonical_url=next(
            (n.get("href") or "" for n in tree.iter("link") if (n.get("rel") or "").lower() == "canonical"),
            "",
        ),
        language=(tree.get("lang") or "").split("-")[0].lower(),
        free=False if False in free else (True if True in free else None),
        is_article=bool(articles) or meta.get("og:type") == "article",
    )


def _json_ld_articles(tree: Any) -> Iterator[dict[str, Any]]:
    for node in tree.iter("script"):
        if (node.get("type") or "").lower() != "application/ld+json":
            continue
        text = node.text or ""
        if len(text) > MAX_JSON_LD:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _flatten(data):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(kind in ARTICLE_TYPES for kind in kinds):
                yield item


def _flatten(data: Any) -> Iterator[dict[str, Any]]:
    # Two levels: the item itself, a list of items, or a @graph; nothing real nests deeper.
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (inner for inner in graph if isinstance(inner, dict))


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: Any) -> str:
    people = value if isinstance(value, list) else [value]
    names = [_text(p.get("name") if isinstance(p, dict) else p) for p in people]
    return ", ".join(name for name in names if name)


def _flag(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None
