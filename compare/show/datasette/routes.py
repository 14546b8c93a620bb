"""The pages by their addresses: what may be asked, by whom, and what is answered when it may not."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlite_utils import Database

from compare.errors import StoreError
from compare.show.datasette import addresses, ours, pages, permissions
from compare.store import places
from compare.store.database import opened_elsewhere

T = TypeVar("T")
Page = Callable[[Any, str, str], Awaitable[Any]]


def _reading(answer: Page) -> Callable[..., Awaitable[Any]]:
    """A page that is asked for with GET, in a database of ours, by someone who may see all that it is made from."""

    async def view(request: Any, datasette: Any) -> Any:
        from datasette import Response
        from datasette.utils import tilde_decode

        if request.method not in ("GET", "HEAD"):
            return Response.text("This page is for reading only.", status=405, headers={"Allow": "GET, HEAD"})
        try:
            database = datasette.get_database(route=tilde_decode(request.url_vars["database"])).name
        except KeyError:
            return _missing(datasette, "There is no such database.")
        if not await ours.check(datasette, database):
            return _missing(datasette, f"{database} is not a database of outlet-compare.")
        # Before the database is read, so that who may not look does not learn what is there.
        await permissions.ensure(datasette, request.actor, database)
        try:
            answered = await answer(datasette, database, tilde_decode(request.url_vars["key"]))
        except StoreError as error:
            return _missing(datasette, str(error), status=500)
        return answered or _missing(datasette, f"There is no such story or claim in {database}.")

    return view


async def _read(datasette: Any, database: str, job: Callable[[Database], T]) -> T:
    """Runs ``job`` in one of Datasette's own threads, on one of its read-only connections."""
    db = datasette.get_database(database)

    def inside(connection: sqlite3.Connection) -> T:
        return job(opened_elsewhere(connection, database))

    return await db.execute_fn(inside)  # type: ignore[no-any-return]  # Datasette has no types


@_reading
async def story(datasette: Any, database: str, key: str) -> Any:
    """The report of a story."""
    return _page(
        await _read(datasette, database, lambda db: pages.story(db, pages.Frame(datasette, database), key))
    )


@_reading
async def group(datasette: Any, database: str, key: str) -> Any:
    """One claim as the outlets tell it."""
    return _page(
        await _read(datasette, database, lambda db: pages.group(db, pages.Frame(datasette, database), key))
    )


@_reading
async def pair(datasette: Any, database: str, key: str) -> Any:
    """Sends on to the page of the claim that holds the pair; one that no claim holds has a page of its own."""
    place = await _read(datasette, database, lambda db: places.place(db, "pair", key))
    if place is None:
        return None
    if place.group:
        return _sent_on(addresses.group(datasette, database, place.group))
    return _page(
        await _read(
            datasette,
            database,
            lambda db: pages.pair(db, pages.Frame(datasette, database), place.story, key),
        )
    )


@_reading
async def claim(datasette: Any, database: str, key: str) -> Any:
    """Sends on to the page of the claim that outlets share, else to where the sentence stands in its story's report."""
    place = await _read(datasette, database, lambda db: places.place(db, "claim", key))
    if place is None:
        return None
    if place.group:
        return _sent_on(addresses.group(datasette, database, place.group))
    anchor = await _read(
        datasette, database, lambda db: pages.anchor(db, pages.Frame(datasette, database), place.story, key)
    )
    where = addresses.story(datasette, database, place.story)
    return _sent_on(f"{where}#{anchor}" if anchor else where)


@_reading
async def retelling(datasette: Any, database: str, key: str) -> Any:
    """Sends on to what the story's report tells of retellings."""
    place = await _read(datasette, database, lambda db: places.place(db, "retelling", key))
    return place and _sent_on(f"{addresses.story(datasette, database, place.story)}#retellings")


def _sent_on(where: str) -> Any:
    from datasette import Response

    return Response.redirect(where)


async def looks(request: Any) -> Any:
    """The style sheet for Datasette's own pages of our tables; it tells nothing of them."""
    from datasette import Response

    if request.method not in ("GET", "HEAD"):
        return Response.text("This page is for reading only.", status=405, headers={"Allow": "GET, HEAD"})
    return Response(pages.rows_css(), content_type="text/css; charset=utf-8")


def _page(html: str | None) -> Any:
    from datasette import Response

    return None if html is None else Response.html(html, headers=pages.headers())


def _missing(datasette: Any, why: str, status: int = 404) -> Any:
    from datasette import Response

    return Response.html(pages.missing(datasette, why), status=status, headers=pages.headers())


ROUTES: list[tuple[str, Any]] = [
    (r"^/-/outlet-compare/rows\.css$", looks),
    *(
        (rf"^/(?P<database>[^/]+)/-/{name}/(?P<key>[^/]+)$", view)
        for name, view in (
            ("story", story),
            ("group", group),
            ("pair", pair),
            ("claim", claim),
            ("retelling", retelling),
        )
    ),
]
