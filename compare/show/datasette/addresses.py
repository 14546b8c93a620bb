"""The addresses of our pages and of Datasette's, under whatever path the instance is served."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode


def story(datasette: Any, database: str, name: str) -> str:
    """The page of a story."""
    return _page(datasette, database, "story", name)


def group(datasette: Any, database: str, key: str) -> str:
    """The page of one claim as several outlets tell it."""
    return _page(datasette, database, "group", key)


def found(datasette: Any, database: str, kind: str, key: str) -> str:
    """Leads to the page that a ``pair``, a ``claim`` or a ``retelling`` is part of."""
    return _page(datasette, database, kind, key)


def table(datasette: Any, database: str, name: str, **filters: str) -> str:
    """A table, with filters such as ``story_id="demo"``."""
    query = f"?{urlencode(filters)}" if filters else ""
    return f"{datasette.urls.table(database, name)}{query}"


def row(datasette: Any, database: str, name: str, key: str) -> str:
    """One row of a table with one key."""
    from datasette.utils import tilde_encode

    return str(datasette.urls.row(database, name, tilde_encode(key)))


def looks(datasette: Any) -> str:
    """The style sheet for Datasette's own pages of our tables."""
    return str(datasette.urls.path("/-/outlet-compare/rows.css"))


def _page(datasette: Any, database: str, kind: str, key: str) -> str:
    from datasette.utils import tilde_encode

    return f"{datasette.urls.database(database)}/-/{kind}/{tilde_encode(key)}"
