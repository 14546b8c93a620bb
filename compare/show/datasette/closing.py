"""What is closed together with a table that is closed to somebody, so that nothing of it is told in another place.

Datasette asks about one table at a time. Ours hold each other's words: a claim stands in its article's text, in the
title of its group, in the words of its differences; a view, a question and a person's own SQL read what they like, with
`--crossdb` from another database too; a download is the whole file; and Datasette 0.65 shows the label of a row that is
referred to without asking whether its table is open.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from contextvars import Context, ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from compare.show.datasette import ours

# Who may not see one of the first may not see any of both: they are the texts, and what holds words of them, be it as
# vectors, which tell much of a sentence. Who may not see the stories may not see what names them.
TEXTS = ("articles", "claims", "pages", "versions")
HOLDERS = (
    "citations", "claim_changes", "conflict_evidence", "derived_claims", "difference_changes", "differences", "groups",
    "reviews", "revisions", "stories", "story_articles", "vectors",
)  # fmt: skip
STORIES = (
    "alignments", "article_changes", "comparisons", "derivations", "difference_changes", "failures", "groups", "rates",
    "reviews", "story_articles", "story_runs", "story_sources",
)  # fmt: skip
_ACTIONS = ("view-table", "view-query", "execute-sql", "view-database-download")
_CROSSED = "_memory"  # the database to which `--crossdb` attaches the others
_OURS_ASKING: ContextVar[bool] = ContextVar("ours_asking", default=False)


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a database with the tables that they refer to, and its views with the names in their SQL."""

    tables: dict[str, frozenset[str]]
    views: dict[str, frozenset[str]]


_schemas: WeakKeyDictionary[Any, dict[str, Schema]] = WeakKeyDictionary()
_known: WeakKeyDictionary[Any, dict[tuple[str, str], frozenset[str]]] = WeakKeyDictionary()


async def closed(datasette: Any, actor: dict[str, Any] | None, database: str) -> frozenset[str]:
    """The tables and views of one of our databases that ``actor`` may not see, by any rule or by ours."""
    task = asyncio.current_task()
    known = _known.setdefault(task, {}) if task else {}
    key = (database, repr(actor))  # a page asks about each of its tables: they are looked up once for it
    if key not in known:
        schema = await _schema(datasette, database)
        # In a context of its own: 1.0 keeps the answers of a request, and those to us are without our own say.
        refused = await asyncio.create_task(_refused(datasette, actor, database, schema), context=Context())
        known[key] = _closed(schema, refused, _is_newer(datasette))
    return known[key]


async def _within_reach(datasette: Any, actor: dict[str, Any] | None, database: str) -> frozenset[str]:
    """What ``actor`` may not see of our tables that a query to ``database`` could read."""
    if database == _CROSSED and datasette.crossdb:
        reached = ours.names(datasette)
    else:
        reached = [database] if ours.is_ours(datasette, database) else []
    shut: set[str] = set()
    for name in reached:
        shut |= await closed(datasette, actor, name)
    return frozenset(shut)


async def is_vetoed(datasette: Any, actor: dict[str, Any] | None, action: str, resource: Any) -> bool | None:
    """On 0.65: False for what would tell of a closed table; None leaves it to others."""
    if _OURS_ASKING.get() or action not in _ACTIONS or resource is None:
        return None
    database, name = (resource, "") if isinstance(resource, str) else resource
    shut = await _within_reach(datasette, actor, database)
    if not shut:
        return None
    if action == "view-table":
        return False if _is_closed(name, shut) else None
    if action != "view-query":
        return False
    query = await datasette.get_canned_query(database, name, actor)
    return False if query and _names(query["sql"]) & shut else None


async def denials(datasette: Any, actor: dict[str, Any] | None, action: str) -> Any:
    """On 1.0: the same as rows of denials, for all of our databases."""
    if _OURS_ASKING.get() or action not in _ACTIONS:
        return None
    from datasette.permissions import PermissionSQL

    denied: list[tuple[str, str | None]] = []
    for database in (*ours.names(datasette), _CROSSED):
        shut = await _within_reach(datasette, actor, database)
        if not shut:
            continue
        if action == "view-table":
            denied += [(database, name) for name in sorted(shut)]
        elif action != "view-query":
            denied.append((database, None))
        else:
            rows = await datasette.get_internal_database().execute(
                "select name, sql from queries where database_name = ?", [database]
            )
            denied += [(database, name) for name, sql in rows.rows if _names(sql) & shut]
    if not denied:
        return None
    values: dict[str, str | None] = {"outlet_compare_why": "it tells of a table that is closed"}
    rules = []
    for number, (parent, child) in enumerate(denied):
        values |= {f"outlet_compare_p{number}": parent, f"outlet_compare_c{number}": child}
        rules.append(
            f"select :outlet_compare_p{number} as parent, :outlet_compare_c{number} as child, 0 as allow, "
            ":outlet_compare_why as reason"
        )
    return PermissionSQL(sql=" union all ".join(rules), params=values)


def _closed(schema: Schema, refused: frozenset[str], newer: bool) -> frozenset[str]:
    shut = set(refused)
    if shut & set(TEXTS):
        shut |= {*TEXTS, *HOLDERS}
    if "stories" in shut:
        shut |= {*STORIES}
    if not newer:  # labels
        shut |= {name for name, others in schema.tables.items() if others & shut}
    # A view may read another; a search index belongs to its table.
    for _ in schema.views:
        more = {name for name, read in schema.views.items() if read & shut}
        if more <= shut:
            break
        shut |= more
    return frozenset(shut | {name for name in schema.tables if _is_closed(name, shut)})


def _is_closed(name: str, shut: Iterable[str]) -> bool:
    return any(name == one or name.startswith(f"{one}_fts") for one in shut)


def _names(sql: str) -> set[str]:
    """The words of a query: more than the tables that it reads, never fewer."""
    return set(re.findall(r"\w+", sql.lower()))


async def _schema(datasette: Any, database: str) -> Schema:
    known = _schemas.setdefault(datasette, {})
    if database not in known:
        found = await datasette.get_database(database).execute(
            "select type, name, coalesce(sql, '') from sqlite_master where type in ('table', 'view')"
        )
        tables = {name: sql for kind, name, sql in found.rows if kind == "table"}
        views = {name: sql for kind, name, sql in found.rows if kind == "view"}
        known[database] = Schema(
            {n: frozenset(re.findall(r"references (\w+)", sql.lower())) for n, sql in tables.items()},
            {n: frozenset(_names(sql)) for n, sql in views.items()},
        )
    return known[database]


async def _refused(
    datasette: Any, actor: dict[str, Any] | None, database: str, schema: Schema
) -> frozenset[str]:
    """The tables that the instance's own rules close to ``actor``."""
    _OURS_ASKING.set(True)  # for this task alone
    tables = [name for name in schema.tables if "_fts" not in name and not name.startswith(("sqlite_", "_"))]
    if _is_newer(datasette):
        allowed = set()
        page = await datasette.allowed_resources("view-table", actor, parent=database, limit=1000)
        async for resource in page.all():
            allowed.add(resource.child)
        return frozenset(tables) - allowed
    refused = set()
    for name in tables:
        if not await datasette.permission_allowed(actor, "view-table", (database, name), default=True):
            refused.add(name)
    return frozenset(refused)


def _is_newer(datasette: Any) -> bool:
    return hasattr(datasette, "allowed_resources")
