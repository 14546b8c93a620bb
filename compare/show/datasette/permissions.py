"""Who may see a page: only who may see every table that it is made from."""

from __future__ import annotations

from typing import Any

from compare.store.described import described

# A page is made from all that a comparison rests on, but for the fetched bytes and the vectors.
TABLES = tuple(d.name for d in described() if not d.view and d.name not in ("pages", "vectors"))


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
