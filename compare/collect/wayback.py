"""Asks a web archive for a snapshot of a page that is gone, in the form of the Wayback availability API.

Off unless config/settings.toml names the API's address. The snapshot is fetched as it was archived, without the
archive's own frame, through the same guarded door as every page.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode, urlsplit

from compare.collect.urls import article_id, host, registered_domain, well_formed
from compare.errors import ExtractionError
from compare.records import Page

_SNAPSHOT = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(https?:/{1,2}.+)")


def question(address: str, url: str, published_at: str | None) -> str:
    """The request that asks ``address`` for the snapshot of ``url`` nearest to its publication, else the latest."""
    asked = {"url": url}
    if published_at:
        asked["timestamp"] = re.sub(r"\D", "", published_at)[:14]
    return f"{address}?{urlencode(asked)}"


def answer(page: Page) -> str:
    """The address of the snapshot as it was archived. Raises ExtractionError when there is none, or a strange one."""
    try:
        data = json.loads(page.body)
        closest = data["archived_snapshots"].get("closest") or {}
        url, available = str(closest.get("url") or ""), closest.get("available") is True
        good = str(closest.get("status", "200")) == "200"
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        said = " ".join(page.body[:100].decode("utf-8", "replace").split())
        raise ExtractionError(f"the web archive did not answer in its form but: {said}") from None
    if not (url and available and good):
        raise ExtractionError("the web archive has no snapshot of it")
    parts = urlsplit(url) if well_formed(url) else urlsplit("")
    match = _SNAPSHOT.fullmatch(parts.path + (f"?{parts.query}" if parts.query else ""))
    if match is None or registered_domain(url) != registered_domain(page.final_url):
        raise ExtractionError("the web archive named an address that is no snapshot of its own")
    return f"{parts.scheme}://{parts.netloc}/web/{match[1]}id_/{match[2]}"


def is_of(snapshot: str, url: str) -> bool:
    """Whether the snapshot at that address is of ``url``, whatever the scheme."""
    match = _SNAPSHOT.search(snapshot)
    return bool(match) and article_id(re.sub(r"^(https?):/+", r"\1://", match[2])) == article_id(url)  # type: ignore[index]


def taken_at(snapshot: str) -> str:
    """When the snapshot at that address was made: ``2025-12-06T10:15:00Z``; empty when it does not say."""
    match = _SNAPSHOT.search(snapshot)
    if match is None:
        return ""
    return re.sub(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6Z", match[1])


def told(snapshot: str) -> str:
    """What a report says of an article that was read from the snapshot at that address."""
    return f"snapshot of {taken_at(snapshot)} at {host(snapshot)}"
