"""Who may see a page: only who may see every table that it is made from."""

from __future__ import annotations

from typing import Any

# All that a page is made from; a test holds this to what the pages are seen to read.
TABLES = (
    "alignments",
    "articles",
    "citations",
    "claims",
    "collapsed",
    "comparisons",
    "conflict_evidence",
    "coverage",
    "derivations",
    "derived_claims",
    "differences",
    "failures",
    "group_claims",
    "groups",
    "outlets",
    "rates",
    "reviews",
    "runs",
    "stories",
    "story_articles",
    "story_sources",
    "verdicts",
    "versions",
)


async def ensure(datasette: Any, actor: dict[str, Any] | None, database: str) -> None:
    """Raises Datasette's Forbidden when one of the tables is closed to ``actor``."""
    from datasette import Forbidden

    if hasattr(datasette, "allowed_resources"):  # 1.0
        await datasette.ensure_permission(action="view-instance", actor=actor)
        open_tables = await _allowed(datasette, actor, database)
        closed = [table for table in TABLES if table not in open_tables]
        if closed:
            raise Forbidden("view-table")
        return
    for table in TABLES:
        await datasette.ensure_permissions(
            actor, [("view-table", (database, table)), ("view-database", database), "view-instance"]
        )


async def _allowed(datasette: Any, actor: dict[str, Any] | None, database: str) -> set[str]:
    """The tables that ``actor`` may see, in as many questions as there are hundreds of them."""
    page = await datasette.allowed_resources("view-table", actor, parent=database, limit=1000)
    found = {resource.child for resource in page.resources}
    while page.next:
        page = await datasette.allowed_resources(
            "view-table", actor, parent=database, limit=1000, next=page.next
        )
        found |= {resource.child for resource in page.resources}
    return found
