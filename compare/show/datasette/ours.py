"""Which of the databases that Datasette serves are ours, told by the mark in the file."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from compare.store.migrations import APPLICATION_ID

_known: WeakKeyDictionary[Any, dict[str, bool]] = WeakKeyDictionary()


async def look(datasette: Any) -> None:
    """Looks at every database that is served; those that are added later are looked at when a page asks."""
    for name in list(datasette.databases):
        await check(datasette, name)


async def check(datasette: Any, name: str) -> bool:
    """Whether the database of this name is ours, looked up once."""
    known = _known.setdefault(datasette, {})
    if name not in known:
        row = (await datasette.get_database(name).execute("pragma application_id")).first()
        known[name] = row[0] == APPLICATION_ID
    return known[name]


def is_ours(datasette: Any, name: str) -> bool:
    """The same for those that were looked at."""
    return _known.get(datasette, {}).get(name, False)


def names(datasette: Any) -> list[str]:
    """Those that were looked at and are ours."""
    return [name for name, mine in _known.get(datasette, {}).items() if mine]
